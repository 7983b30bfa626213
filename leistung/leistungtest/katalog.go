// SPDX-License-Identifier: Apache-2.0

// Package leistungtest has what tests and examples around Leistungen need.
package leistungtest

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung"
)

// The example set: facts of the catalogue LeiKa and of the OZG catalogue in the
// state of October 2019, as the project kdn-nrw/OZG-Datenbank-NRW published them
// under the MIT licence (Copyright (c) 2020 Gert Hammes).
var (
	//go:embed katalog_leistungen.csv
	beispielLeistungen string
	//go:embed katalog_buendel.csv
	beispielBuendel string
)

// Beispielkatalog returns a small catalogue for examples and tests: some fifty
// well-known Leistungen and their bundles in the state of October 2019. It is
// not the catalogue in force: keys have been added, replaced and withdrawn
// since. Load your own edition with [leistung.ReadLeistungenCSV] and [leistung.NewKatalog].
func Beispielkatalog() *leistung.Katalog { return beispielkatalog() }

var beispielkatalog = sync.OnceValue(func() *leistung.Katalog {
	leistungen, err := leistung.ReadLeistungenCSV(strings.NewReader(beispielLeistungen))
	if err != nil {
		panic(err) // impossible: the table is part of the package and its test
	}
	buendel, err := leistung.ReadBuendelCSV(strings.NewReader(beispielBuendel))
	if err != nil {
		panic(err)
	}
	k, err := leistung.NewKatalog(datum.MustParse("2019-10-31"), leistungen, buendel)
	if err != nil {
		panic(err)
	}
	return k
})
