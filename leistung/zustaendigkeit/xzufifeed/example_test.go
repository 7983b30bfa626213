// SPDX-License-Identifier: Apache-2.0

package xzufifeed_test

import (
	"fmt"
	"os"
	"strings"

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

// Objects come in any order: what waits for its Leistung or its authority is
// counted, and what cannot be read is not passed over in silence.
func ExampleFeed_Offen() {
	const message = `<z:transfer xmlns:z="http://xoev.de/schemata/xzufi/2_2_0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xzufiVersion="2.2"><z:nachrichtenkopf><z:nachrichtUUID>1</z:nachrichtUUID></z:nachrichtenkopf>` +
		`<z:schreibe><z:zustaendigkeitTransferObjekt><z:uebergeordnetesObjektID schemeAgencyID="L16">42</z:uebergeordnetesObjektID><z:zustaendigkeit>` +
		`<z:id schemeAgencyID="L16" schemeID="ZustaendigkeitOrganisationseinheit">9</z:id><z:leistungID schemeAgencyID="L16">7</z:leistungID><z:gebietID>160530000000</z:gebietID>` +
		`</z:zustaendigkeit></z:zustaendigkeitTransferObjekt></z:schreibe></z:transfer>`
	index, feed := zustaendigkeit.NewIndex(), xzufifeed.New()
	err := index.Update(func(a *zustaendigkeit.Aenderung) {
		for transfer, err := range xzufi.NewReader(strings.NewReader(message), xzufi.Limits{}).All() {
			if err != nil {
				fmt.Println(err)
				return
			}
			feed.Apply(a, transfer)
		}
	})
	fmt.Println(feed.Offen(), "open,", feed.Unlesbar(), "not readable", err)
	// Output:
	// 1 open, 0 not readable <nil>
}

// The id that an authority has in the index, to find it again from the feed.
func ExampleStelleID() {
	id := xzufi.Kennung{Redaktion: "L16", ID: "7"}
	fmt.Println(xzufifeed.StelleID(zustaendigkeit.Behoerde, id))
	fmt.Println(xzufifeed.StelleID(zustaendigkeit.Onlinedienst, id))
	// Output:
	// L16.OE.7
	// L16.OD.7
}
