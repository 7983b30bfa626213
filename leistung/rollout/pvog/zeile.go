// SPDX-License-Identifier: Apache-2.0

package pvog

import (
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
)

// Antwort is a value of the columns online_status and aktiv.
type Antwort string

// The values. The zero value says that the column was empty.
const (
	AntwortJa        Antwort = "ja"        // "ok", "ja"
	AntwortNein      Antwort = "nein"      // "nicht ok", "nein"
	AntwortUnbekannt Antwort = "unbekannt" // a value that nobody has seen before
)

// Zeile is one entry of the catalogue.
type Zeile struct {
	Leistung        leistung.Schluessel
	Name            string
	ARS             string // twelve digits; a Kreis or a Land is padded with zeros
	Ort             string
	URL             string
	Online          Antwort // whether the address answers
	Aktiv           Antwort
	Flaechendeckung string // as written: the values are not known
	Begruendung     string // why the hub leaves it out, as written
}

// Listed reports whether the entry has an address and is not switched off.
func (z *Zeile) Listed() bool { return z.URL != "" && z.Aktiv != AntwortNein }

// Reachable reports whether it is listed and its address answers.
func (z *Zeile) Reachable() bool { return z.Listed() && z.Online == AntwortJa }

// Abzug is an extract of one day.
type Abzug struct {
	Stand datum.Datum
	// MitUebergeordneten says that entries of the levels above were asked for too
	// (includeAbove). Figures with and without are never compared.
	MitUebergeordneten bool
	Zeilen             []Zeile
	Unbekannt          []string // columns that the reader does not know
	Befunde            recht.Befunde
}

// Config says what an extract itself does not.
type Config struct {
	Stand              datum.Datum
	MitUebergeordneten bool
}

// Sprung says whether the number of rows moved by more than a fifth since the
// extract before: the new one is kept and marked, and no figures are published
// from it.
func (a *Abzug) Sprung(before *Abzug) bool {
	old, now := len(before.Zeilen), len(a.Zeilen)
	if old == 0 {
		return false
	}
	diff := now - old
	if diff < 0 {
		diff = -diff
	}
	return diff*5 > old
}

// Covers returns the beginning of the AGS of all Gemeinden that the entry is for,
// and the Verband where it is one: "16" for a Land, "16061" for a Kreis or a
// kreisfreie Stadt, eight digits for a Gemeinde.
func (z *Zeile) Covers() (prefix, verband string) {
	switch {
	case len(z.ARS) != 12:
		return "-", ""
	case strings.HasSuffix(z.ARS, "0000000000"):
		return z.ARS[:2], ""
	case strings.HasSuffix(z.ARS, "0000000"):
		return z.ARS[:5], ""
	case strings.HasSuffix(z.ARS, "000") && z.ARS[5] == '5':
		return "-", z.ARS[:9]
	}
	return z.ARS[:5] + z.ARS[9:], ""
}

func answer(s string) Antwort {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "":
		return ""
	case "ok", "ja":
		return AntwortJa
	case "nicht ok", "nein":
		return AntwortNein
	}
	return AntwortUnbekannt
}
