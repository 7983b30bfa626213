// SPDX-License-Identifier: Apache-2.0

package leistung_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/leistungtest"
)

func TestBeispielkatalog_IsDatedAndAnswersPlainWords(t *testing.T) {
	k := leistungtest.Beispielkatalog()
	require.Equal(t, day("2019-10-31"), k.Stand())
	require.Len(t, slices.Collect(k.Leistungen(immer)), 50)
	for _, tt := range gefragt {
		found := slices.ContainsFunc(k.Search(tt.frage, immer, 3), func(t leistung.Treffer) bool {
			return t.Leistung.Schluessel == key(tt.key)
		})
		require.True(t, found, tt.frage)
	}
	for l := range k.Leistungen(immer) {
		for _, id := range l.OZG {
			_, err := k.Buendel(id)
			require.NoError(t, err)
		}
	}
}

func ExampleKatalog_Search() {
	k := leistungtest.Beispielkatalog()
	for _, treffer := range k.Search("Ich will heiraten", datum.Datum{}, 1) {
		fmt.Println(treffer.Leistung.Schluessel, treffer.Leistung.Bezeichnung)
	}
	for _, treffer := range k.Search("umziehen", datum.Datum{}, 1) {
		fmt.Println(treffer.Leistung.Schluessel, treffer.Leistung.Bezeichnung)
	}
	// Output:
	// 99059001104000 Eheschließung Anmeldung
	// 99115005104000 Wohnsitz Anmeldung
}

func ExampleKatalog_LeistungenIn() {
	k := leistungtest.Beispielkatalog()
	b, err := k.Buendel("10026")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(b.Bezeichnung, "–", b.Themenfeld)
	for l := range k.LeistungenIn(b.ID, datum.Datum{}) {
		fmt.Println(l.Schluessel, l.Bezeichnung)
	}
	// Output:
	// Eheschließung und -beurkundung – Familie & Kind
	// 99059001000000 Eheschließung
	// 99059001104000 Eheschließung Anmeldung
}
