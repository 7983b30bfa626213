// SPDX-License-Identifier: Apache-2.0

package xdatenfelder_test

import (
	"bytes"
	"fmt"
	"os"

	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder"
)

// A synthetic schema of XDatenfelder 2 is read, its fields are listed with the
// ids they have in version 3, and the quality messages are counted.
func Example() {
	file, err := os.Open("testdata/hundesteuer_xdf2.xml")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer file.Close()
	schema, err := xdatenfelder.Parse(file)
	if err != nil {
		fmt.Println(err)
		return
	}
	schema = schema.ToXDF3()
	for place := range schema.Alle() {
		if f := place.Struktur.Feld; f != nil {
			fmt.Println(f.ID, place.Struktur.Anzahl, f.Datentyp, f.Name)
		}
	}
	for _, finding := range xdatenfelder.Lint(schema).Blocking() {
		fmt.Println(finding)
	}
	// Output:
	// F99000000901 1:1 text Familienname
	// F99000000903 0:1 num_int Alter
	// F99000000912 1:* text Rasse
	// FIM-1007 /dokumentsteckbrief: S99000000901: the schema has no Dokumentsteckbrief
}

func ExampleParseID2() {
	id, err := xdatenfelder.ParseID2("F60000227")
	fmt.Println(id, err)
	short, ok := id.XDF2()
	fmt.Println(short, ok)
	// Output:
	// F60000000227 <nil>
	// F60000227 true
}

// An older schema in the form of today, for a tool that reads nothing else.
func ExampleWrite() {
	file, err := os.Open("testdata/hundesteuer_xdf2.xml")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer file.Close()
	schema, err := xdatenfelder.Parse(file)
	if err != nil {
		fmt.Println(err)
		return
	}
	var out bytes.Buffer
	if err := xdatenfelder.Write(&out, schema.ToXDF3()); err != nil {
		fmt.Println(err)
		return
	}
	again, err := xdatenfelder.Parse(&out)
	fmt.Println(schema.Standard, "to", again.Standard, err)
	// Output:
	// 2 to 3.0.0 <nil>
}
