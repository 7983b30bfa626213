// SPDX-License-Identifier: Apache-2.0

package genericode_test

import (
	"fmt"
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
