// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"slices"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/payment"
)

// Amt is what a registration authority works with.
type Amt struct {
	Gebuehren *payment.FeeTable
	Register  Register
	Kasse     Kasse
}

// Register is the central register of vehicles, as far as the service asks it. Behind
// it lies a network that no example reaches.
type Register interface {
	Frage(ctx context.Context, f Fahrzeug) (Auskunft, error)
}

// Auskunft is what the register knows of a vehicle.
type Auskunft struct {
	Bekannt   bool // plate and number belong together
	Allgemein bool // an ordinary plate, historic or seasonal ones included
	Geaendert bool // technically, so that a person has to look
	// The codes on the papers and on the stamps; none on papers of before 2015.
	ZB1, ZB2, Vorn, Hinten string
}

// vergleiche holds codes against the register: pointer, entered, known, and so on.
func (a Auskunft) vergleiche(text func(string) recht.Text, codes ...string) (out []od.Mangel) {
	if !a.Bekannt {
		return []od.Mangel{{Code: "FAHRZEUG", Ort: "/fahrzeug", Text: text("mangel.fahrzeug")}}
	}
	for code := range slices.Chunk(codes, 3) {
		if pointer, entered, known := code[0], code[1], code[2]; entered != "" && entered != known {
			out = append(out, od.Mangel{Code: "CODE", Ort: pointer, Text: text("mangel.code")})
		}
	}
	return out
}

// Beispielregister are invented vehicles by their plate and number.
type Beispielregister map[Fahrzeug]Auskunft

// Frage looks one up.
func (r Beispielregister) Frage(_ context.Context, f Fahrzeug) (Auskunft, error) { return r[f], nil }

// beispiele are the vehicles of this example.
func beispiele() Beispielregister {
	codes := Auskunft{Bekannt: true, Allgemein: true, ZB1: "abc1234", ZB2: "abcdef123456", Vorn: "a1b", Hinten: "c2d"}
	umgebaut := codes
	umgebaut.Geaendert = true
	return Beispielregister{
		{"EF-XY 12", "1234"}: codes, {"J-AB 123", "5678"}: codes,
		{"EF-O 65H", "0065"}: codes,    // historic
		{"EF-UM 1", "4711"}:  umgebaut, // with a changed chassis
	}
}

// orte are the towns that take part.
func orte() map[string]kommune.AGS {
	return map[string]kommune.AGS{"Jena": kommune.MustParseAGS("16053000"), "Erfurt": kommune.MustParseAGS("16051000")}
}

// Aemter are the authorities with the fees of an example: the amounts are invented.
func Aemter(register Register) (od.Satzungen[Amt], error) {
	fee := func(id, text string, cents int64) payment.Fee {
		return payment.Fee{ID: id, Text: text, LegalBasis: "Beispielbetrag", Kind: payment.FeeFixed, Tax: payment.TaxPublic, Amount: payment.Cents(cents)}
	}
	var out od.Satzungen[Amt]
	for name, ags := range orte() {
		fees, err := payment.NewFeeTable(payment.FeeSchedule{
			Authority: name, Source: "erfunden", Currency: payment.EUR, TaxRounding: "per-line", Collection: payment.CollectWithOrder,
			Fees: []payment.Fee{fee("behalten", "Ummeldung, Kennzeichen bleibt", 1000), fee("neu", "Ummeldung mit neuem Kennzeichen", 1200), fee("abmeldung", "Außerbetriebsetzung", 300)},
		})
		if err != nil {
			return nil, err
		}
		out = append(out, od.Satzung[Amt]{Gemeinde: ags, Ab: datum.MustParse("2026-01-01"), Werte: Amt{fees, register, kasseOf(name, ags)}})
	}
	return out, nil
}
