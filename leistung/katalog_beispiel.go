// SPDX-License-Identifier: Apache-2.0

package leistung

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

// The example set: facts of the catalogue LeiKa and of the OZG catalogue in the
// state of October 2019, as the project kdn-nrw/OZG-Datenbank-NRW published them
// under the MIT licence (Copyright (c) 2020 Gert Hammes).
var (
	//go:embed katalog_beispiel_leistungen.csv
	beispielLeistungen string
	//go:embed katalog_beispiel_buendel.csv
	beispielBuendel string
)

// Beispielkatalog returns a small catalogue for examples and tests: some fifty
// well-known Leistungen and their bundles in the state of October 2019. It is
// not the catalogue in force: keys have been added, replaced and withdrawn
// since. Load your own edition with [ReadLeistungenCSV] and [NewKatalog].
func Beispielkatalog() *Katalog { return beispielkatalog() }

var beispielkatalog = sync.OnceValue(func() *Katalog {
	leistungen, err := ReadLeistungenCSV(strings.NewReader(beispielLeistungen))
	if err != nil {
		panic(err) // impossible: the table is part of the package and its test
	}
	buendel, err := ReadBuendelCSV(strings.NewReader(beispielBuendel))
	if err != nil {
		panic(err)
	}
	k, err := NewKatalog(datum.MustParse("2019-10-31"), leistungen, buendel)
	if err != nil {
		panic(err)
	}
	return k
})
