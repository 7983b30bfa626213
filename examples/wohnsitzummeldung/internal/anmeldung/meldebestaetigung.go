// SPDX-License-Identifier: Apache-2.0

package anmeldung

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// Profil says what the values of a Meldebestätigung mean: the eight things that § 24 (2)
// BMG lists, and nothing else. Every checker knows it by its number.
func Profil() bescheid.Profil {
	return bescheid.Profil{Nummer: 1, Titel: "Meldebestätigung", Felder: []string{
		"Familienname", "Vornamen", "Doktorgrad", "Geburtsdatum", "Einzugsdatum", "Datum der Anmeldung", "Anschrift", "Art der Wohnung",
	}}
}

// meldebestaetigungen are the certificates, free of charge, for everybody on the form, each
// with what was stated about that person's home. Who stays, and what nobody stated, is
// not certified.
func meldebestaetigungen(gebiete *kommune.Verzeichnis, familie od.Liste[Antrag, Angehoerig]) *od.Urkunden[Antrag] {
	return &od.Urkunden[Antrag]{
		Profil: Profil(), Grundlage: recht.MustParseNorm("§ 24 Abs. 2 BMG"), Einleitung: []string{"Die Meldebehörde bestätigt die Anmeldung der folgenden Person."},
		Hinweise: []string{"Diese Bestätigung ist kostenfrei.", "Ob sie echt ist, prüfen Sie auf der Seite „Urkunde prüfen“ des Onlinedienstes oder mit dem Programm siegelpruefung ohne Netz."},
		Fuer: func(a Antrag, eingang datum.Datum) []od.Urkunde {
			out := []od.Urkunde{a.bestaetigung(gebiete, a.Person, a.Art, eingang)}
			for i, m := range a.Familie {
				if m.Mit == od.Ja && m.Wohnung != "" {
					u := a.bestaetigung(gebiete, Person{Familienname: m.Familienname, Vornamen: m.Vornamen, Rufname: m.Rufname, Doktorgrad: m.Doktorgrad, Geburtsdatum: m.Geburtsdatum}, m.Wohnung, eingang)
					u.Zeile = familie.Zeile(i)
					out = append(out, u)
				}
			}
			return out
		},
	}
}

func (a Antrag) bestaetigung(gebiete *kommune.Verzeichnis, p Person, art Wohnungsart, eingang datum.Datum) od.Urkunde {
	vornamen := p.Vornamen
	if p.Rufname != "" && p.Rufname != p.Vornamen {
		vornamen += " (Rufname: " + p.Rufname + ")"
	}
	return od.Urkunde{Wen: p.Vornamen + " " + p.Familienname, Angaben: []string{
		p.Familienname, vornamen, p.Doktorgrad, tag(p.Geburtsdatum), tag(a.Einzug.Tag), tag(eingang), a.inEinerZeile(gebiete),
		map[Wohnungsart]string{Alleinige: "alleinige Wohnung", Hauptwohnung: "Hauptwohnung", Nebenwohnung: "Nebenwohnung"}[art],
	}}
}

func tag(d datum.Datum) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%02d.%02d.%04d", d.Day(), int(d.Month()), d.Year())
}

// inEinerZeile is the new address.
func (a Antrag) inEinerZeile(gebiete *kommune.Verzeichnis) string {
	text := a.Anschrift.Strasse + " " + a.Anschrift.Hausnummer
	if a.Anschrift.Zusatz != "" {
		text += ", " + a.Anschrift.Zusatz
	}
	text += ", " + a.Anschrift.PLZ
	if g, err := gebiete.Gemeinde(a.AGS()); err == nil {
		text += " " + g.Kurzname()
	}
	return text
}
