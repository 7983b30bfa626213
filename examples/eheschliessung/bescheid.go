// SPDX-License-Identifier: Apache-2.0

package main

import (
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// ablehnung is what a registrar states who refuses.
type ablehnung struct {
	Gruende string `json:"gruende,omitzero"`
}

// entscheidungen are those of the registrar, each with a notice to both. By which remedy
// a refusal is attacked is for each office to configure and to answer for
// (onlinedienst.Amtskopf): until it has, no notice leaves.
func entscheidungen() []od.Entscheidung[Partner, Standesamt] {
	type fall = od.Fall[Partner, Standesamt]
	text, normen := texte().Get, recht.MustParseNormen
	gruende := od.Text(func(a *ablehnung) *string { return &a.Gruende }, text("gruende")).Hint(text("gruende.hilfe")).Len(1, 4000).Lines()
	an := func(p Partner, titel, tenor string) bescheid.Entwurf {
		return bescheid.Entwurf{Titel: titel, Tenor: []string{tenor}, Adressat: bescheid.Adressat{Anschrift: []string{
			p.Person.Vornamen + " " + p.Person.Familienname, p.Anschrift.Strasse + " " + p.Anschrift.Hausnummer, p.Anschrift.PLZ + " " + p.Anschrift.Ort,
		}}}
	}
	return []od.Entscheidung[Partner, Standesamt]{
		od.Beschluss[Partner, Standesamt, struct{}]{
			Name: "mitgeteilt", Titel: text("akt.mitgeteilt"), Ergebnis: verfahren.ErgebnisStattgegeben, Normen: normen("§ 13 Abs. 4 PStG"),
			Bescheid: func(f fall, _ struct{}) bescheid.Entwurf {
				e := an(f.Angaben, "Mitteilung über die Prüfung der Ehevoraussetzungen", "Die Eheschließung kann vorgenommen werden.")
				e.Begruendung.Verzicht = bescheid.VerzichtStattgegeben
				e.Hinweise = []string{
					"Sind seit dieser Mitteilung mehr als sechs Monate vergangen, ohne dass die Ehe geschlossen wurde, müssen Sie die Eheschließung neu anmelden (§ 13 Abs. 4 Satz 3 PStG).",
					"Zeigen Sie unverzüglich an, wenn sich etwas ändert, das für die Ehevoraussetzungen zählt (§ 13 Abs. 4 Satz 2 PStG).",
				}
				return e
			},
		},
		od.Beschluss[Partner, Standesamt, ablehnung]{
			Name: "abgelehnt", Titel: text("akt.abgelehnt"), Ergebnis: verfahren.ErgebnisAbgelehnt, Normen: normen("§ 13 Abs. 1 PStG"),
			Inhalt: []od.Element[ablehnung]{gruende}, Gruende: func(a ablehnung) string { return a.Gruende },
			Bescheid: func(f fall, a ablehnung) bescheid.Entwurf {
				e := an(f.Angaben, "Anmeldung der Eheschließung", "Die Eheschließung wird nicht vorgenommen.")
				e.Begruendung = bescheid.Begruendung{Sachverhalt: []string{"Sie haben die Eheschließung angemeldet."}, Recht: []string{a.Gruende}, Normen: normen("§ 13 Abs. 1 PStG")}
				return e
			},
		},
	}
}

// amtskopf is an invented office with the remedy that it answers for itself: no rule of a
// Land says which there is against a registrar, and section 49 PStG names no period.
func amtskopf(g kommune.Gemeinde, ags kommune.AGS) od.Amtskopf {
	return od.Amtskopf{
		Behoerde: bescheid.Behoerde{Stelle: bescheid.Stelle{Name: "Standesamt " + g.Kurzname(), Anschrift: []string{"Musterstraße 1", "99999 " + g.Kurzname()}, Sitz: ags}},
		Zeichner: bescheid.Zeichner{Name: "Beispiel", Zeichen: "Standesbeamtin"},
		Rechtsbehelf: map[string]bescheid.Rechtsbehelf{"eheschliessung": {
			Art: bescheid.RechtsbehelfEigner, Unbefristet: true, Zusage: bescheid.Zusage{Von: "Standesamt (Beispiel)", Am: datum.MustParse("2026-01-01")},
			Text: []string{"Lehnt das Standesamt die Vornahme einer Amtshandlung ab, so kann es auf Antrag der Beteiligten durch das Gericht dazu angewiesen werden (§ 49 Abs. 1 PStG)."},
		}},
	}
}
