// SPDX-License-Identifier: Apache-2.0

package main

import (
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	antragfall "github.com/deutschland-stack/bausteine/leistung/antrag/fall"
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
			Geltung: func(f fall, e Erteilung, _ datum.Datum) antragfall.Geltung {
				return antragfall.Geltung{Von: f.Angaben.Ausweis.Ab, Bis: e.Bis}
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

// ausweise are the permits, one for each vehicle: whoever looks behind the windscreen
// checks the code, without a network, and sees until when it holds.
func ausweise() *od.Urkunden[Antrag] {
	return &od.Urkunden[Antrag]{
		Profil:    bescheid.Profil{Nummer: 2, Titel: "Bewohnerparkausweis", Felder: []string{"Kennzeichen", "Gebiet", "Gültig ab"}},
		Grundlage: recht.MustParseNorm("§ 6 Abs. 1 Satz 1 Nr. 15 StVG"), Einleitung: []string{"Legen Sie den Ausweis gut lesbar hinter die Windschutzscheibe."},
		Fuer: func(a Antrag, _ datum.Datum) (out []od.Urkunde) {
			for _, f := range a.Fahrzeuge {
				out = append(out, od.Urkunde{Wen: f.Kennzeichen, Angaben: []string{f.Kennzeichen, a.Wohnung.Gebiet, od.LongDay(a.Ausweis.Ab, "de")}})
			}
			return out
		},
	}
}
