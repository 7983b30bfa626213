// SPDX-License-Identifier: Apache-2.0

package gv100ad_test

import (
	"errors"
	"fmt"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/gv100ad"
)

// beginning is the beginning of an edition as Destatis writes it, each record 220
// characters wide.
func beginning() string {
	var text strings.Builder
	for _, row := range []string{
		"102025113016          Thüringen                                         Erfurt",
		"402025113016053       Jena, Stadt                                       Jena" + strings.Repeat(" ", 46) + "41",
	} {
		text.WriteString(row + strings.Repeat(" ", 220-len([]rune(row))) + "\r\n")
	}
	return text.String()
}

// Records can be looked at one by one, whatever else the file holds.
func ExampleRead() {
	for record, err := range gv100ad.Read(strings.NewReader(beginning())) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(record.Zeile, record.Satzart, record.Digits(), record.Name, record.Gebietsstand)
	}
	// Output:
	// 1 10 16 Thüringen 2025-11-30
	// 2 40 16053 Jena, Stadt 2025-11-30
}

// What breaks the format is told with its line and field.
func ExampleLoad() {
	damaged := strings.Replace(beginning(), "20251130", "20251131", 1)
	_, err := gv100ad.Load(strings.NewReader(damaged))
	var place *gv100ad.Error
	if errors.As(err, &place) {
		fmt.Println(place.Zeile, place.Feld)
	}
	fmt.Println(errors.Is(err, kommune.ErrSyntax))
	// Output:
	// 1 Gebietsstand (3-10)
	// true
}
