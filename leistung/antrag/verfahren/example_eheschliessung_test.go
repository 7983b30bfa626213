// SPDX-License-Identifier: Apache-2.0

package verfahren_test

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// eheschliessung registers a marriage: two persons who each confirm what they see, a
// registrar with a margin, a notice that holds for six months, and no Widerspruch but
// the court (§ 49 Abs. 1 PStG).
func eheschliessung() verfahren.Verfahren {
	const (
		a, b        verfahren.Rolle   = "partner-a", "partner-b"
		angemeldet  verfahren.Zustand = "angemeldet"
		geschlossen verfahren.Zustand = "geschlossen"
		erloschen   verfahren.Zustand = "erloschen"
	)
	r := verfahren.PStG()
	vollmacht := recht.MustParseNorm("§ 28 Abs. 1 PStV")
	sechsMonate := recht.MustParseNorm("§ 13 Abs. 4 PStG")
	return verfahren.Baue(verfahren.Verfahren{
		Name: "eheschliessung", Fassung: "2026-11", Recht: r, NurAufAntrag: recht.MustParseNorm("§ 12 Abs. 1 PStG"),
		Beteiligte: []verfahren.Beteiligter{
			{
				Rolle: a, Stellung: verfahren.StellungAntragsteller, Zugang: verfahren.ZugangKonto, Niveau: recht.NiveauHoch, Zeichnet: true,
				Schreibt: []verfahren.Teil{"a", "gemeinsam"}, Sieht: []verfahren.Teil{"a", "gemeinsam"}, Vertretbar: vollmacht,
			},
			{
				Rolle: b, Stellung: verfahren.StellungAntragsteller, Zugang: verfahren.ZugangEinladung, Niveau: recht.NiveauHoch, Zeichnet: true,
				Schreibt: []verfahren.Teil{"b", "gemeinsam"}, Sieht: []verfahren.Teil{"b", "gemeinsam"}, Vertretbar: vollmacht,
			},
		},
		Entscheidungen: []verfahren.Entscheidung{
			{
				Akt: "mitgeteilt", Von: verfahren.In(verfahren.ZustandInBearbeitung), Nach: angemeldet, Norm: sechsMonate,
				Ergebnis: []verfahren.Ergebnis{verfahren.ErgebnisStattgegeben}, Spielraum: verfahren.SpielraumBeurteilung,
			},
			{
				Akt: "abgelehnt", Von: verfahren.In(verfahren.ZustandInBearbeitung), Nach: verfahren.ZustandAbgelehnt, Norm: recht.MustParseNorm("§ 13 Abs. 1 PStG"),
				Ergebnis: []verfahren.Ergebnis{verfahren.ErgebnisAbgelehnt}, Spielraum: verfahren.SpielraumBeurteilung,
			},
		},
		Fristen: []verfahren.Frist{{
			Name: "sechs-monate", Norm: sechsMonate, Fuer: a, In: verfahren.In(angemeldet), Ab: []verfahren.Akt{"mitgeteilt"},
			Dauer: verfahren.Monate(6), Fest: true, Vorher: verfahren.Wochen(4), Folge: "erloschen",
		}},
		Enden: verfahren.In(verfahren.ZustandAbgelehnt, geschlossen, erloschen),
		Aufbewahrung: []verfahren.Loeschung{
			{Was: verfahren.AlleDaten(), In: verfahren.In(verfahren.ZustandVerworfen), Nach: verfahren.Sofort(), Norm: r.Entwurf},
			{Was: verfahren.AlleDaten(), In: verfahren.In(verfahren.ZustandZurueckgenommen, verfahren.ZustandAbgelehnt, erloschen), Nach: verfahren.Jahre(5), Norm: recht.MustParseNorm("Art. 5 Abs. 1 Buchst. e DSGVO")},
			{Was: verfahren.AlleDaten(), In: verfahren.In(geschlossen), Nach: verfahren.Jahre(80), Norm: recht.MustParseNorm("§ 5 Abs. 5 PStG")},
		},
	},
		r.Entwerfen(a),
		r.Mitzeichnen(a, b),
		r.Vertreten(vollmacht, verfahren.In(verfahren.ZustandMitzeichnung), a, b),
		r.Entwurfsfrist(a, verfahren.Tage(30), verfahren.Tage(7), verfahren.ZustandEntwurf, verfahren.ZustandMitzeichnung),
		r.Bearbeiten(a, b),
		verfahren.Folgt(recht.MustParseNorm("§ 1311 Satz 1 BGB"), "geschlossen", angemeldet, geschlossen, verfahren.RolleBehoerde),
		verfahren.Folgt(sechsMonate, "erloschen", angemeldet, erloschen, verfahren.RolleSystem),
	)
}

// The table of a service with two applicants is proved, and says what each may do.
func Example_eheschliessung() {
	tabelle, err := verfahren.New(eheschliessung())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(tabelle.Moeglich("mitzeichnung", "partner-a"))
	fmt.Println(tabelle.Moeglich("mitzeichnung", "partner-b"))
	_, err = tabelle.Step("mitzeichnung", "eingereicht", verfahren.Lage{})
	fmt.Println(err)
	behelf := tabelle.Behelf(tabelle.Entscheidung("in-bearbeitung", "abgelehnt"))
	fmt.Println(behelf.Art, behelf.Norm, behelf.Frist.IsZero())
	// Output:
	// [eingeladen bearbeitet bestaetigt verworfen vertreten]
	// [beigetreten bearbeitet bestaetigt verworfen vertreten]
	// lifecycle: event held back: eingereicht in state mitzeichnung requires: all have confirmed what they see
	// gericht § 49 Abs. 1 PStG true
}
