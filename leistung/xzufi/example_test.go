// SPDX-License-Identifier: Apache-2.0

package xzufi_test

import (
	"fmt"
	"os"

	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/xzufi"
)

// A transfer message is read as a stream. Package zustaendigkeit/xzufifeed carries
// its objects into an index of responsibilities.
func Example() {
	file, err := os.Open("testdata/transfer-2.2.xml")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer file.Close()

	for transfer, err := range xzufi.NewReader(file, xzufi.Limits{}).All() {
		if err != nil {
			fmt.Println(err)
			return
		}
		if l := transfer.Leistung; l != nil {
			entries, _ := l.Eintraege()
			fmt.Println(entries[0].Schluessel, entries[0].Titel())
			volltext, _ := entries[0].Text(leistung.ModulVolltext)
			fmt.Println(xzufi.Sanitize(volltext.Inhalt))
		}
	}
	// Output:
	// 99115005104000 Wohnung anmelden
	// <p>Wer einzieht, <strong>meldet</strong> sich an.</p>
}

// Texts of a feed come from many hands. What goes into a page is cleaned first.
func ExampleSanitize() {
	fmt.Println(xzufi.Sanitize(`<p onclick="x()">Wer <b>einzieht, <a href="javascript:x()">hier</a><script>x()</script>`))
	fmt.Println(xzufi.Sanitize(`</div><a href="https://example.test/" target="_blank">Mehr</a>`))
	// Output:
	// <p>Wer <b>einzieht, <a>hier</a></b></p>
	// <a href="https://example.test/" rel="noreferrer">Mehr</a>
}

// For a search index or a mail the words alone are enough.
func ExamplePlainText() {
	fmt.Println(xzufi.PlainText("<ul><li>Ausweis</li><li>Wohnungs<b>geber</b>bestätigung &amp; Mietvertrag</li></ul>"))
	// Output: Ausweis Wohnungsgeberbestätigung & Mietvertrag
}
