// SPDX-License-Identifier: Apache-2.0

package bescheid_test

import (
	"crypto/ed25519"
	"fmt"
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf/pdftest"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/siegel"
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

// A certificate that anybody can check from paper.
func ExampleBescheinigung_Seal() {
	key := ed25519.NewKeyFromSeed([]byte(strings.Repeat("k", 32))) // in its place: one of a key store
	certificate := bescheid.Bescheinigung{
		Behoerde: bescheid.Behoerde{
			Stelle:     bescheid.Stelle{Name: "Stadt Jena", Anschrift: []string{"Am Anger 15", "07743 Jena"}, Sitz: kommune.MustParseAGS("16053000")},
			Schluessel: "160530000000",
		},
		Profil: bescheid.Profil{Nummer: 1, Titel: "Meldebescheinigung", Felder: []string{"Familienname", "Vornamen"}},
		Nummer: "2026-4711", Datum: datum.MustParse("2026-11-30"), Grundlage: recht.MustParseNorm("§ 18 Abs. 1 BMG"),
		Einleitung: []string{"Es wird bescheinigt:"}, Angaben: []string{"Mustermann", "Erika"},
	}
	sealed, err := certificate.Seal(key)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(pdftest.Inspect(sealed.PDF())), "findings")

	checker, err := siegel.NewPruefer([]siegel.Schluessel{{
		Stelle: "160530000000", Name: "Stadt Jena", Ab: datum.MustParse("2026-01-01"), Bis: datum.MustParse("2027-12-31"), Oeffentlich: key.Public().(ed25519.PublicKey),
	}}, siegel.Config{Now: func() time.Time { return time.Date(2026, time.December, 1, 9, 0, 0, 0, time.UTC) }})
	if err != nil {
		fmt.Println(err)
		return
	}
	found := checker.Verify(sealed.Code())
	fmt.Println(found.Zustand, found.Inhalt.Angaben)
	// Output:
	// 0 findings
	// gültig [Mustermann Erika]
}

// All that a draft lacks is told at once, with the norm that asks for it.
func ExampleEntwurf_Check() {
	draft := bescheid.Entwurf{
		Behoerde:  bescheid.Behoerde{Stelle: bescheid.Stelle{Name: "Stadt Jena", Anschrift: []string{"Am Anger 15", "07743 Jena"}, Sitz: kommune.MustParseAGS("16053000")}},
		Verfahren: bescheid.VerfahrenVwVfG, Datum: datum.MustParse("2026-12-22"), Titel: "Bescheid",
		Ergebnis: bescheid.ErgebnisAbgelehnt, Kanal: bescheid.KanalPostfach,
	}
	for _, finding := range draft.Check() {
		fmt.Println(finding)
	}
	_, err := bescheid.Issue(draft)
	fmt.Println("issued:", err == nil)
	// Output:
	// BESCHEID-ADRESSAT-01 /adressat (§ 41 Abs. 1 Satz 1 VwVfG)
	// BESCHEID-ZEICHNER-01 /zeichner (§ 37 Abs. 3 Satz 1 VwVfG)
	// BESCHEID-TENOR-01 /tenor (§ 37 Abs. 1 VwVfG)
	// BESCHEID-GRUENDE-01 /begruendung (§ 39 Abs. 1 Satz 2 VwVfG)
	// BESCHEID-RECHTSBEHELF-01 /rechtsbehelf (§ 37 Abs. 6 Satz 1 VwVfG)
	// issued: false
}
