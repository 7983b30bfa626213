// SPDX-License-Identifier: Apache-2.0

package formular

import "github.com/deutschland-stack/bausteine/kommune/recht"

// Typ is what an element of a form holds.
type Typ string

const (
	// TypText is text.
	TypText Typ = "text"
	// TypDatum is a day, "2026-11-21".
	TypDatum Typ = "datum"
	// TypUhrzeit is a time with its offset, "14:30:00+01:00" (RFC 3339).
	TypUhrzeit Typ = "uhrzeit"
	// TypZeitpunkt is a day with a time and its offset (RFC 3339).
	TypZeitpunkt Typ = "zeitpunkt"
	// TypTeildatum is a day of which the day, or the day and the month, may be
	// unknown: an object with the year, the month and the day.
	TypTeildatum Typ = "teildatum"
	// TypJaNein is true or false.
	TypJaNein Typ = "ja-nein"
	// TypZahl is a decimal number, compared exactly.
	TypZahl Typ = "zahl"
	// TypGanzzahl is a whole number.
	TypGanzzahl Typ = "ganzzahl"
	// TypGeld is an amount with at most two decimals.
	TypGeld Typ = "geld"
	// TypAuswahl is one code of a list.
	TypAuswahl Typ = "auswahl"
	// TypDatei is the name of an attachment that travels beside the form.
	TypDatei Typ = "datei"
	// TypGruppe is a group of elements.
	TypGruppe Typ = "gruppe"
	// TypWahl is a group of which exactly one child is given.
	TypWahl Typ = "wahl"
	// TypHinweis is text that is shown; the data do not hold it.
	TypHinweis Typ = "hinweis"
)

// Unbegrenzt is the Max of an element that may be given any number of times.
const Unbegrenzt = -1

// Eintrag is one entry of a list.
type Eintrag struct {
	Code  string
	Titel recht.Text
}
