// SPDX-License-Identifier: Apache-2.0

package anmeldung

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// ablehnung is what an official states who refuses a registration.
type ablehnung struct {
	Gruende string `json:"gruende,omitzero"`
}

// entscheidungen are the two ways to decide: who is registered gets certificates, who is
// refused a notice with reasons, author and remedy.
func entscheidungen(gebiete *kommune.Verzeichnis, t od.Texte) []od.Entscheidung[Antrag, struct{}] {
	normen := recht.MustParseNormen("§ 17 Abs. 1 BMG")
	gruende := od.Text(func(a *ablehnung) *string { return &a.Gruende }, t.Get("ablehnen.gruende")).Hint(t.Get("ablehnen.hinweis")).Len(1, 4000).Lines()
	return []od.Entscheidung[Antrag, struct{}]{
		od.Beschluss[Antrag, struct{}, struct{}]{Name: "stattgeben", Titel: t.Get("stattgeben"), Ergebnis: verfahren.ErgebnisStattgegeben, Normen: normen},
		od.Beschluss[Antrag, struct{}, ablehnung]{
			Name: "ablehnen", Titel: t.Get("ablehnen"), Ergebnis: verfahren.ErgebnisAbgelehnt, Normen: normen, Inhalt: []od.Element[ablehnung]{gruende},
			Gruende: func(a ablehnung) string { return a.Gruende },
			Bescheid: func(f fall, a ablehnung) bescheid.Entwurf {
				an, was := f.Angaben.Person.Vornamen+" "+f.Angaben.Person.Familienname, "Sie haben am %s die Wohnung %s angemeldet."
				if f.An.Familienname != "" {
					an, was = f.An.Vornamen+" "+f.An.Familienname, "Für Sie wurde am %s die Wohnung %s angemeldet."
				}
				return bescheid.Entwurf{
					Titel: "Bescheid über die Anmeldung einer Wohnung", Tenor: []string{"Die Anmeldung wird nicht in das Melderegister eingetragen."},
					Adressat:    bescheid.Adressat{Anschrift: []string{an, f.Angaben.inEinerZeile(gebiete)}},
					Begruendung: bescheid.Begruendung{Sachverhalt: []string{fmt.Sprintf(was, od.LongDay(f.Heute, recht.Deutsch), f.Angaben.inEinerZeile(gebiete))}, Recht: []string{a.Gruende}, Normen: normen},
					Hinweise:    []string{"Wer eine Wohnung bezieht, muss sich innerhalb von zwei Wochen nach dem Einzug anmelden (§ 17 Abs. 1 BMG). Das gilt weiter: Stellen Sie richtig, was fehlt, und melden Sie sich neu an."},
				}
			},
		},
	}
}
