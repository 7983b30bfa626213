// SPDX-License-Identifier: Apache-2.0

package genericode_test

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder/genericode"
)

func ExampleParse() {
	list, err := genericode.Parse(strings.NewReader(rassen))
	if err != nil {
		fmt.Println(err)
		return
	}
	row, ok := list.Lookup("P1")
	fmt.Println(list.Head().VersionURI, list.Len(), ok, row.Name())
	// Output: urn:example:rassen_2 3 true Pudel
}

// A list of a hundred thousand rows is read one by one and never kept.
func ExampleReader() {
	reader, err := genericode.Limits{}.NewReader(strings.NewReader(rassen))
	if err != nil {
		fmt.Println(err)
		return
	}
	for {
		row, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(row.Code(), row.Name())
	}
	// Output:
	// D1 Dackel & Co
	// P1 Pudel
	// D1
}

// What is no code list, or wants to pull in more than is there, is refused.
func ExampleLimits() {
	_, err := genericode.Parse(strings.NewReader(`<list xmlns="urn:example"/>`))
	fmt.Println(errors.Is(err, genericode.ErrNamespace))
	_, err = genericode.Parse(strings.NewReader(`<!DOCTYPE x [<!ENTITY a "aaaa">]>` + rassen))
	fmt.Println(errors.Is(err, genericode.ErrDTD))
	_, err = genericode.Limits{Bytes: 100}.Parse(strings.NewReader(rassen))
	fmt.Println(errors.Is(err, genericode.ErrLimit))
	// Output:
	// true
	// true
	// true
}
