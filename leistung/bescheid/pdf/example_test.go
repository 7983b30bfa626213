// SPDX-License-Identifier: Apache-2.0

package pdf_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf/pdftest"
)

// A certificate, and what a reader gets of it.
func ExampleDocument() {
	file, err := pdf.Document{
		Title: "Meldebestätigung", Language: "de-DE", Author: "Stadt Musterstadt", Created: time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC),
		Body: []pdf.Block{
			pdf.Heading{Level: 1, Text: pdf.Plain("Meldebestätigung")},
			pdf.Paragraph{Text: pdf.Text{{Text: "Die Anmeldung wird "}, {Text: "bestätigt", Strong: true}, {Text: "."}}},
			pdf.Pairs{{Name: "Familienname", Value: pdf.Plain("Mustermann")}},
		},
	}.Bytes()
	if err != nil {
		panic(err)
	}
	fmt.Println("findings:", len(pdftest.Inspect(file)))
	lines, _ := pdftest.Text(file)
	for _, l := range lines {
		fmt.Printf("%s %q\n", l.Tag, l.Text)
	}
	// Output:
	// findings: 0
	// H1 "Meldebestätigung"
	// P "Die Anmeldung wird bestätigt."
	// Lbl "Familienname: "
	// LBody "Mustermann"
}

// What no accessible file may have is refused, all of it at once.
func ExampleDocument_Bytes_refused() {
	_, err := pdf.Document{
		Title: "Bescheid", Language: "de-DE", Author: "Stadt Musterstadt", Created: time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC),
		Body: []pdf.Block{pdf.Heading{Level: 2, Text: pdf.Plain("Gründe")}, pdf.Figure{Size: 21, Module: 500, Black: func(x, y int) bool { return true }}},
	}.Bytes()
	fmt.Println(errors.Is(err, pdf.ErrDocument))
	fmt.Println(err)
	// Output:
	// true
	// pdf: not an accessible document: block 0: heading of level 2 after level 0
	// pdf: not an accessible document: block 1: figure without alternative text
}

// A letter for the window of an envelope, with a table that goes on over the page.
func ExampleLetter() {
	rows := make([][]pdf.Text, 60)
	for i := range rows {
		rows[i] = []pdf.Text{pdf.Plain(fmt.Sprintf("Monat %d", i+1)), pdf.Plain("140,00 Euro")}
	}
	file, err := pdf.Document{
		Title: "Bescheid", Language: "de-DE", Author: "Stadt Musterstadt", Created: time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC),
		Letter: &pdf.Letter{
			Letterhead: pdf.Plain("Stadt Musterstadt"), Return: "Stadt Musterstadt, Markt 1, 12345 Musterstadt",
			Address: []string{"Erika Mustermann", "Heidestraße 17", "12345 Musterstadt"}, Info: pdf.Pairs{{Name: "Datum", Value: pdf.Plain("30.11.2026")}},
		},
		Body: []pdf.Block{
			pdf.Heading{Level: 1, Text: pdf.Plain("Ihr Bescheid")},
			pdf.Table{Caption: pdf.Plain("Beträge"), Head: []pdf.Text{pdf.Plain("Monat"), pdf.Plain("Betrag")}, Rows: rows, HeaderColumn: true, Right: []int{1}},
		},
	}.Bytes()
	if err != nil {
		panic(err)
	}
	lines, err := pdftest.Text(file)
	fmt.Println(len(pdftest.Inspect(file)), lines[0].Text, err)
	// Output:
	// 0 Stadt Musterstadt <nil>
}
