// SPDX-License-Identifier: Apache-2.0

package main

import (
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// Erteilung is what the town states who grants the permit, Ablehnung who refuses it.
type (
	Erteilung struct {
		Bis datum.Datum `json:"bis,omitzero"`
	}
	Ablehnung struct {
		Gruende string `json:"gruende,omitzero"`
	}
)

// entscheidungen are what an official can decide at the desk, each with its notice.
func entscheidungen() []od.Entscheidung[Antrag, Satzung] {
	t, norm := od.T, recht.MustParseNormen("§ 6 Abs. 1 Satz 1 Nr. 15 StVG")
	bis := od.Datum(func(e *Erteilung) *datum.Datum { return &e.Bis }, t("Gültig bis", "Valid until"))
	gruende := od.Text(func(a *Ablehnung) *string { return &a.Gruende }, t("Gründe", "Reasons")).Len(1, 4000).Lines()
	entwurf := func(f fall, decided string) bescheid.Entwurf {
		p, a := f.Angaben.Person, f.Angaben.Anschrift
		return bescheid.Entwurf{
			Titel: "Bewohnerparkausweis", Tenor: []string{decided}, Anspruch: true,
			Adressat: bescheid.Adressat{Anschrift: []string{p.Vornamen + " " + p.Familienname, a.Strasse + " " + a.Hausnummer, a.PLZ + " " + a.Ort}},
		}
	}
	return []od.Entscheidung[Antrag, Satzung]{
		od.Beschluss[Antrag, Satzung, Erteilung]{
			Name: "erteilen", Titel: t("Ausweis erteilen", "Grant the permit"), Ergebnis: verfahren.ErgebnisStattgegeben, Normen: norm, Inhalt: []od.Element[Erteilung]{bis},
			Vorschlag: func(f fall) Erteilung {
				years := map[Laufzeit]int{EinJahr: 1, ZweiJahr: 2}[f.Angaben.Ausweis.Laufzeit]
				return Erteilung{Bis: f.Angaben.Ausweis.Ab.AddMonths(12 * years).AddDays(-1)}
			},
			Bescheid: func(f fall, e Erteilung) bescheid.Entwurf {
				n := entwurf(f, "Sie erhalten den Bewohnerparkausweis für das Gebiet "+f.Angaben.Wohnung.Gebiet+", gültig vom "+od.LongDay(f.Angaben.Ausweis.Ab, "de")+" bis zum "+od.LongDay(e.Bis, "de")+".")
				n.Begruendung.Verzicht = bescheid.VerzichtStattgegeben
				return n
			},
		},
		od.Beschluss[Antrag, Satzung, Ablehnung]{
			Name: "ablehnen", Titel: t("Ausweis ablehnen", "Refuse the permit"), Ergebnis: verfahren.ErgebnisAbgelehnt, Normen: norm, Inhalt: []od.Element[Ablehnung]{gruende}, VierAugen: true,
			Gruende: func(a Ablehnung) string { return a.Gruende },
			Bescheid: func(f fall, a Ablehnung) bescheid.Entwurf {
				n := entwurf(f, "Ihr Antrag auf einen Bewohnerparkausweis wird abgelehnt.")
				n.Begruendung = bescheid.Begruendung{Sachverhalt: []string{"Sie haben einen Bewohnerparkausweis beantragt."}, Recht: []string{a.Gruende}, Normen: norm}
				return n
			},
		},
	}
}
