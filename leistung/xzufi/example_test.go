// SPDX-License-Identifier: Apache-2.0

package xzufi_test

import (
	"fmt"
	"os"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/xzufi"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
)

// A transfer message is read as a stream and answers who registers a home in
// Jena.
func Example() {
	file, err := os.Open("testdata/transfer-2.2.xml")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer file.Close()

	index, feed := zustaendigkeit.NewIndex(), xzufi.NewFeed()
	err = index.Update(func(a *zustaendigkeit.Aenderung) {
		for transfer, err := range xzufi.NewReader(file, xzufi.Limits{}).All() {
			if err != nil {
				fmt.Println(err)
				return
			}
			feed.Apply(a, transfer)
			if l := transfer.Leistung; l != nil {
				entries, _ := l.Eintraege()
				fmt.Println(entries[0].Schluessel, entries[0].Titel())
				volltext, _ := entries[0].Text(leistung.ModulVolltext)
				fmt.Println(xzufi.Sanitize(volltext.Inhalt))
			}
		}
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	e := index.Resolve(leistung.MustParseSchluessel("99115005104000"), kommune.MustParseARS("160530000000"), kommune.MustParseDatum("2026-11-20"))
	amt, _ := e.Behoerde()
	fmt.Println(e.Art(), amt.Stelle.Name)
	// Output:
	// 99115005104000 Wohnung anmelden
	// <p>Wer einzieht, <strong>meldet</strong> sich an.</p>
	// eine Bürgerservice Jena
}
