// SPDX-License-Identifier: Apache-2.0

package gv100ad

import "github.com/deutschland-stack/bausteine/kommune"

// Satzart is the kind of a record, its first two characters.
type Satzart uint8

// The six kinds.
const (
	SatzartLand     Satzart = 10
	SatzartBezirk   Satzart = 20
	SatzartRegion   Satzart = 30
	SatzartKreis    Satzart = 40
	SatzartVerband  Satzart = 50
	SatzartGemeinde Satzart = 60
)

// Satz is one record. Digits of levels below its own are empty.
type Satz struct {
	Zeile           int // line of the file, from 1
	Satzart         Satzart
	Gebietsstand    kommune.Datum
	Land            string // 2 digits
	Bezirk          string // 1 digit
	Kreis           string // 2 digits; 1 digit in SatzartRegion
	Gemeinde        string // 3 digits
	Verband         string // 4 digits
	Name            string
	Sitz            string
	Textkennzeichen int // 0 where blank

	// Filled in SatzartGemeinde alone.
	FlaecheHa      int
	Einwohner      int
	Maennlich      int
	PLZ            string
	MehrerePLZ     bool
	Finanzamt      string
	Gericht        string // Oberlandesgericht 1, Landgericht 1, Amtsgericht 2
	Arbeitsagentur string
	WahlkreisVon   string
	WahlkreisBis   string

	Landesintern string // positions 201-220, free for the Land
}

// Digits returns the key of the record: Land, Bezirk, Kreis, then for a
// Verband its four digits, for a Gemeinde those and its own three. For a
// Gemeinde that is the ARS, whose parts stand in another order in the file.
func (s Satz) Digits() string { return s.Land + s.Bezirk + s.Kreis + s.Verband + s.Gemeinde }
