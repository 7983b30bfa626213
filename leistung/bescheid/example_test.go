// SPDX-License-Identifier: Apache-2.0

package bescheid_test

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf/pdftest"
	"github.com/deutschland-stack/bausteine/leistung/frist"
)

// A refusal through the postbox of an account: what it lacks, the notice, and
// until when the citizen may object.
func Example() {
	entwurf := bescheid.Entwurf{
		Behoerde: bescheid.Behoerde{
			Stelle: bescheid.Stelle{Name: "Stadt Jena", Anschrift: []string{"Am Anger 15", "07743 Jena"}, Sitz: kommune.MustParseAGS("16053000")},
		},
		Verfahren: bescheid.VerfahrenVwVfG, Datum: datum.MustParse("2026-12-22"),
		Adressat: bescheid.Adressat{Anschrift: []string{"Erika Mustermann", "Am Planetarium 5", "07743 Jena"}},
		Titel:    "Bescheid über eine Auskunftssperre",
		Ergebnis: bescheid.ErgebnisAbgelehnt, Tenor: []string{"Ihr Antrag wird abgelehnt."},
		Begruendung: bescheid.Begruendung{Sachverhalt: []string{"Sie haben keine Tatsachen genannt, aus denen eine Gefahr folgt."}},
		Kanal:       bescheid.KanalPostfach,
		Zeichner:    bescheid.Zeichner{Name: "Beispiel", Zeichen: "Im Auftrag"},
	}
	for _, b := range entwurf.Check() {
		fmt.Println(b)
	}

	entwurf.Begruendung.Recht = []string{"Eine Auskunftssperre setzt solche Tatsachen voraus."}
	entwurf.Begruendung.Normen = recht.Normen{recht.MustParseNorm("§ 51 Abs. 1 Satz 1 BMG")}
	entwurf.Rechtsbehelf = bescheid.Rechtsbehelf{Art: bescheid.RechtsbehelfWiderspruch, KeineAusnahme: true}
	notice, err := bescheid.Issue(entwurf)
	if err != nil {
		panic(err)
	}
	fmt.Println("findings in the file:", len(pdftest.Inspect(notice.PDF())))

	heute := datum.MustParse("2026-12-22")
	a, err := notice.Anfechtung(frist.Postfach{Bereitgestellt: heute, Benachrichtigt: heute})
	if err != nil {
		panic(err)
	}
	fmt.Println("announced", a.Bekanntgabe.Tag, "· object until", a.Ende, "· late after", a.Spaetestens)
	// Output:
	// BESCHEID-GRUENDE-01 /begruendung (§ 39 Abs. 1 Satz 2 VwVfG)
	// BESCHEID-RECHTSBEHELF-01 /rechtsbehelf (§ 37 Abs. 6 Satz 1 VwVfG)
	// findings in the file: 0
	// announced 2026-12-26 · object until 2027-01-26 · late after 2027-01-28
}
