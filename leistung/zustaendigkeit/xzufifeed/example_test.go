// SPDX-License-Identifier: Apache-2.0

package xzufifeed_test

import (
	"fmt"
	"os"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/xzufi"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit/xzufifeed"
)

// A transfer message is read as a stream and answers who registers a home in
// Jena.
func Example() {
	file, err := os.Open("../../xzufi/testdata/transfer-2.2.xml")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer file.Close()

	index, feed := zustaendigkeit.NewIndex(), xzufifeed.New()
	err = index.Update(func(a *zustaendigkeit.Aenderung) {
		for transfer, err := range xzufi.NewReader(file, xzufi.Limits{}).All() {
			if err != nil {
				fmt.Println(err)
				return
			}
			feed.Apply(a, transfer)
		}
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	e := index.Resolve(leistung.MustParseSchluessel("99115005104000"), kommune.MustParseARS("160530000000"), kommune.MustParseDatum("2026-11-20"))
	amt, _ := e.Behoerde()
	fmt.Println(e.Art(), amt.Stelle.Name)
	// Output: eine Bürgerservice Jena
}
