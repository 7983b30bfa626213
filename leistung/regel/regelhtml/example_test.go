// SPDX-License-Identifier: Apache-2.0

package regelhtml_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/regel"
	"github.com/deutschland-stack/bausteine/leistung/regel/regelhtml"
	"github.com/deutschland-stack/bausteine/leistung/regel/wohngeld"
)

// way is how the Wohngeld of a household of one came about.
func way() ([]regel.Schritt, error) {
	p, _, err := wohngeld.Formel().Protokolliere(datum.MustParse("2025-07-01"),
		wohngeld.Groessen{Mitglieder: 1, Stufe: 3, Miete: 40000, Gesamteinkommen: 90000 * 12}, nil)
	return p.Schritte, err
}

// The way to an amount, for a letter or a terminal.
func ExampleWriteText() {
	steps, err := way()
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := regelhtml.WriteText(os.Stdout, steps[:3], recht.Deutsch); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Haushaltsmitglieder: 1  [§ 5 WoGG; Angabe ohne Nachweis]
	// davon ausgeschlossen: 0  [§ 7 WoGG; Angabe ohne Nachweis]
	// Mietenstufe: III  [§ 12 Abs. 2 WoGG; Angabe ohne Nachweis]
}

// The same as a document that is kept with the file: one page without scripts,
// whose sections open to what explains them.
func ExampleWriteWeg() {
	steps, err := way()
	if err != nil {
		fmt.Println(err)
		return
	}
	var page bytes.Buffer
	if err := regelhtml.WriteWeg(&page, recht.NewText("Ihr Wohngeld", "Your housing benefit"), steps, recht.Englisch); err != nil {
		fmt.Println(err)
		return
	}
	html := page.String()
	fmt.Println(strings.Contains(html, "<title>Your housing benefit"), strings.Contains(html, "<script"), strings.Count(html, `class="zeile"`) == len(steps))
	// Output:
	// true false true
}

// What the rules say, for a lawyer who reads no code: chapters, tables with their
// promulgation, open questions with the reading that is applied.
func ExampleWriteLesart() {
	var page bytes.Buffer
	err := regelhtml.WriteLesart(&page, recht.NewText("Wohngeld, wie es gerechnet wird", ""), wohngeld.Formel().Lesart(), recht.Deutsch)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.Contains(page.String(), "§ 19"), strings.Contains(page.String(), "BGBl."))
	// Output:
	// true true
}
