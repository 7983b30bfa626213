// SPDX-License-Identifier: Apache-2.0

package xdfform_test

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/din91379"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/formular"
	"github.com/deutschland-stack/bausteine/leistung/formular/xdfform"
	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder"
	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder/genericode"
)

// Another team loads the official schema of a form, with the code list that it
// names; here both are synthetic.
func Example() {
	file, err := os.Open("../../xdatenfelder/testdata/hundesteuer_xdf3.xml")
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
	form, omitted, err := xdfform.New(schema, xdfform.Config{Codeliste: lists})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, a := range omitted {
		fmt.Println("not checked:", a.Pointer, a.Was)
	}
	for _, f := range form.Validate([]byte(`{"G99000000901":{"F99000000901":"Mustermann"},"G99000000902":[],"G99000000903":{"F99000000922":true}}`)) {
		fmt.Println(f.Code, f.Pointer)
	}
	// Output:
	// not checked: /G99000000902 rule R99000000901 Wurfdatum vor Haltungsbeginn
	// FORM-PFLICHT /G99000000901/F99000000902
	// FORM-ANZAHL-MIN /G99000000902
}

// lists finds the code lists that a schema names; this one knows a single list.
func lists(ref xdatenfelder.CodelisteReferenz) (*genericode.List, bool) {
	if ref.VersionsURI != "urn:example:hundesteuer:rassen_2026-01-01" {
		return nil, false
	}
	file, err := os.Open("../../xdatenfelder/testdata/rassen_genericode.xml")
	if err != nil {
		return nil, false
	}
	defer file.Close()
	list, err := genericode.Parse(file)
	return list, err == nil
}

// Without its code list, a selection takes any code: that is listed, so that
// nobody takes the form for stricter than it is.
func ExampleNew() {
	file, err := os.Open("../../xdatenfelder/testdata/hundesteuer_xdf3.xml")
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
	_, omitted, err := xdfform.New(schema, xdfform.Config{})
	for _, a := range omitted {
		fmt.Println(a.Pointer, a.Was)
	}
	fmt.Println(err)
	// Output:
	// /G99000000902 rule R99000000901 Wurfdatum vor Haltungsbeginn
	// /G99000000902/F99000000912 code list that was not found
	// <nil>
}

// The official schema as JSON Schema, for a team that works in another language.
func ExampleNew_jsonSchema() {
	file, err := os.Open("../../xdatenfelder/testdata/hundesteuer_xdf3.xml")
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
	form, _, err := xdfform.New(schema, xdfform.Config{Codeliste: lists, URI: "https://schema.example/hundesteuer.json"})
	if err != nil {
		fmt.Println(err)
		return
	}
	document, err := form.JSONSchema()
	var head struct {
		ID       string   `json:"$id"`
		Required []string `json:"required"`
	}
	fmt.Println(err, json.Unmarshal(document, &head), head.ID, head.Required)
	// Output:
	// <nil> <nil> https://schema.example/hundesteuer.json [G99000000901 G99000000902 G99000000903]
}

// A team has a form and no schema yet: it hands its draft to the editors of FIM.
func ExampleExport() {
	form := formular.MustNew(formular.Kopf{ID: "hund", Version: "1", Titel: recht.NewText("Hund anmelden", ""), Normen: recht.MustParseNormen("§ 9 Mustersatzung")},
		formular.Text("name", "Familienname").Len(1, 120).Chars(din91379.C),
		formular.Datum("seit", "Im Haushalt seit"))
	schema, omitted, err := xdfform.Export(form, xdfform.Angaben{
		Stand:     time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC),
		Kennungen: xdfform.Kennungen{Elemente: map[string]xdatenfelder.Kennung{"/name": {ID: "F60000000227"}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for place := range schema.Alle() {
		f := place.Struktur.Feld
		fmt.Println(place.Struktur.Anzahl, f.ID, f.Datentyp)
	}
	fmt.Println("not said:", omitted[0].Was)
	// Output:
	// 1:1 F60000000227 text_latin
	// 1:1 lokal.seit date
	// not said: texts in other languages than German
}
