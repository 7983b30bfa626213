// SPDX-License-Identifier: Apache-2.0

// Package dienst is the application for Wohngeld as a tenant (Mietzuschuss, first
// application) as one value over the kit. Its questions are made so that the usual
// mistakes cannot happen: the parts of the rent are asked one by one, each person
// in the dwelling is asked for and the program says who counts, incomes are asked
// before deductions. Before sending, the person reads what the answers come to, and
// why; the authority decides.
package dienst

import (
	"github.com/deutschland-stack/bausteine/kommune/datum"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// Antrag is what the person answers.
type Antrag struct {
	Person     od.Person      `json:"person,omitzero"`
	Wohnung    Wohnung        `json:"wohnung,omitzero"`
	Nutzung    Nutzung        `json:"nutzung,omitzero"`
	Bewohner   []Bewohner     `json:"bewohner,omitzero"`
	Leistungen []Leistung     `json:"leistungen,omitzero"`
	Miete      Miete          `json:"miete,omitzero"`
	Warm       od.Betrag      `json:"warmmiete,omitzero"` // computed: what is paid in all
	Rente      Rente          `json:"rente,omitzero"`
	Einkommen  []Einkommen    `json:"einkommen,omitzero"`
	Umstaende  []Umstand      `json:"umstaende,omitzero"`
	Unterhalt  []Unterhalt    `json:"unterhalt,omitzero"`
	Luecke     od.JaNein      `json:"luecke,omitzero"` // computed: rent and life cost more than comes in
	Ausgleich  string         `json:"ausgleich,omitzero"`
	Vermoegen  Vermoegen      `json:"vermoegen,omitzero"`
	Konto      Bankverbindung `json:"konto,omitzero"`
	Belege     Belege         `json:"belege,omitzero"`
}

// Wohnung is the dwelling for which Wohngeld is applied for.
type Wohnung struct {
	Gemeinde   string      `json:"gemeinde,omitzero"` // AGS
	PLZ        string      `json:"plz,omitzero"`
	Strasse    string      `json:"strasse,omitzero"`
	Hausnummer string      `json:"hausnummer,omitzero"`
	Seit       datum.Datum `json:"seit,omitzero"` // first day in the dwelling, which may be to come
}

// Nutzung says by what right the dwelling is used (§ 3 WoGG).
type Nutzung string

// The rights. Who owns the dwelling applies for Lastenzuschuss, which is another
// application.
const (
	ZurMiete Nutzung = "miete"
	ImHeim   Nutzung = "heim"
	Eigentum Nutzung = "eigentum"
)

// Bewohner is somebody else who lives in the dwelling.
type Bewohner struct {
	Familienname string      `json:"familienname,omitzero"`
	Vornamen     string      `json:"vornamen,omitzero"`
	Geburtsdatum datum.Datum `json:"geburtsdatum,omitzero"`
	Verhaeltnis  Verhaeltnis `json:"verhaeltnis,omitzero"`
	Mittelpunkt  od.JaNein   `json:"mittelpunkt,omitzero"`
	Kindergeld   od.JaNein   `json:"kindergeld,omitzero"`
}

// Verhaeltnis is what somebody is to the applicant.
type Verhaeltnis string

// The relations. § 5 WoGG makes all of them members of the household but the last
// two.
const (
	Ehe         Verhaeltnis = "ehe"
	Partner     Verhaeltnis = "partner"
	Kind        Verhaeltnis = "kind"
	Eltern      Verhaeltnis = "eltern"
	Verwandt    Verhaeltnis = "verwandt"
	Mitbewohner Verhaeltnis = "mitbewohner"
	Untermieter Verhaeltnis = "untermieter"
)

// Leistung is a benefit that somebody has or has applied for (§ 7 WoGG).
type Leistung struct {
	Wer        string       `json:"wer,omitzero"`
	Art        Leistungsart `json:"art,omitzero"`
	Wohnkosten od.JaNein    `json:"wohnkosten,omitzero"`
}

// Leistungsart is a benefit, in the words of the law as code.
type Leistungsart string

// Miete is what is paid a month, part by part (§ 9 WoGG).
type Miete struct {
	Kalt        od.Betrag   `json:"kalt,omitzero"`
	Nebenkosten od.Betrag   `json:"nebenkosten,omitzero"`
	Heizung     od.Betrag   `json:"heizung,omitzero"` // with hot water
	Strom       od.Betrag   `json:"strom,omitzero"`
	Garage      od.Betrag   `json:"garage,omitzero"`
	Flaeche     od.Zahl     `json:"flaeche,omitzero"`
	Erhoeht     datum.Datum `json:"erhoeht,omitzero"` // day of the last rise
	Untermiete  od.Betrag   `json:"untermiete,omitzero"`
	Hilfe       od.Betrag   `json:"hilfe,omitzero"`
}

// Rente is the applicant's own statutory pension, which the insurer knows.
type Rente struct {
	Hat     od.JaNein `json:"hat,omitzero"`
	Betrag  od.Betrag `json:"betrag,omitzero"` // a month, before deductions
	Abzuege []Abzug   `json:"abzuege,omitzero"`
}

// Einkommen is one other income of one person, before deductions.
type Einkommen struct {
	Wer      string    `json:"wer,omitzero"`
	Art      Einkunft  `json:"art,omitzero"`
	Betrag   od.Betrag `json:"betrag,omitzero"`
	Zeitraum Zeitraum  `json:"zeitraum,omitzero"`
	Kosten   od.Betrag `json:"werbungskosten,omitzero"` // a year
	Abzuege  []Abzug   `json:"abzuege,omitzero"`
}

// Einkunft is a kind of income, in the words of the law as code.
type Einkunft string

// Zeitraum is the time an amount is for.
type Zeitraum string

// The times.
const (
	Monat Zeitraum = "monat"
	Jahr  Zeitraum = "jahr"
)

// Abzug is what is paid out of an income (§ 16 WoGG).
type Abzug string

// What is paid.
const (
	Steuer  Abzug = "steuer"
	Kranken Abzug = "kranken"
	RentenV Abzug = "rente"
)

// Umstand is something about a person for which an amount stays free (§§ 17, 17a
// WoGG).
type Umstand struct {
	Wer string      `json:"wer,omitzero"`
	Art Umstandsart `json:"art,omitzero"`
}

// Umstandsart is what it is.
type Umstandsart string

// What it may be.
const (
	GdB100     Umstandsart = "gdb100"
	GdBPflege  Umstandsart = "gdb-pflege"
	Verfolgt   Umstandsart = "verfolgt"
	Grundrente Umstandsart = "grundrente"
	Ausbildung Umstandsart = "ausbildung"
)

// Unterhalt is maintenance somebody pays (§ 18 WoGG).
type Unterhalt struct {
	Wer    string        `json:"wer,omitzero"`
	Fuer   Unterhaltsart `json:"fuer,omitzero"`
	Betrag od.Betrag     `json:"betrag,omitzero"` // a month
	Titel  od.JaNein     `json:"titel,omitzero"`
}

// Unterhaltsart says for whom.
type Unterhaltsart string

// Vermoegen is what all have together.
type Vermoegen struct {
	Viel   od.JaNein `json:"viel,omitzero"`
	Betrag od.Betrag `json:"betrag,omitzero"`
}

// Belege are the papers that the person hands in as files.
type Belege struct {
	Wohnung   []string `json:"wohnung,omitzero"`
	Einkommen []string `json:"einkommen,omitzero"`
	Sonstige  []string `json:"sonstige,omitzero"`
}

// Bankverbindung is where the money goes.
type Bankverbindung struct {
	IBAN    string `json:"iban,omitzero"`
	Inhaber string `json:"inhaber,omitzero"`
}
