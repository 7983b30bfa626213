// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"
	"time"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
)

// antragzeile is an application in the list of the account.
type antragzeile struct {
	URL, Nummer string
	Stand       stand
	Zeit        time.Time
	Entwurf     bool
}

func zeigeKonto(a *anfrage) error {
	konto := a.konto()
	heads, err := a.dienst.List(a.r.Context(), konto)
	if err != nil {
		return err
	}
	var zeilen []antragzeile
	for _, h := range heads {
		z := antragzeile{pfadOf(h.Antrag), dienst.Nummer(h.Antrag), a.stand(h.Status), h.Geaendert, h.Status == antrag.StatusEntwurf}
		if z.Entwurf {
			z.URL = entwurfOf(h.Antrag)
		}
		zeilen = append(zeilen, z)
	}
	s := a.neueSeite("Guten Tag, "+konto.Name(), "Hello, "+konto.Name())
	s.Daten = struct {
		Konto     nutzerkonto.Konto
		Hoch      bool
		Nachweise []nachweis
		Antraege  []antragzeile
	}{konto, konto.Reaches(recht.NiveauHoch), nachweise(konto), zeilen}
	return a.zeige(http.StatusOK, "konto", s)
}

// nachweis is one attribute of the account on the page.
type nachweis struct {
	Name   zweisprachig
	Wert   string
	Niveau recht.Niveau
}

// Bezeichnung is the name of the attribute in a language.
func (n nachweis) Bezeichnung(s Sprache) string { return n.Name.in(s) }

func nachweise(k nutzerkonto.Konto) (out []nachweis) {
	add := func(de, en string, m nutzerkonto.Merkmal, wert string) {
		if m.Wert != "" {
			out = append(out, nachweis{zweisprachig{de, en}, wert, m.Niveau})
		}
	}
	of := k.Merkmal
	geburt := of(nutzerkonto.Geburtsdatum)
	tag := geburt.Wert
	if d, err := kommune.ParseDatum(tag); err == nil {
		tag = tagText(d)
	}
	add("Familienname", "Family name", of(nutzerkonto.Familienname), of(nutzerkonto.Familienname).Wert)
	add("Vornamen", "Given names", of(nutzerkonto.Vornamen), of(nutzerkonto.Vornamen).Wert)
	add("Geburtsdatum", "Date of birth", geburt, tag)
	add("Anschrift", "Address", of(nutzerkonto.Strasse), of(nutzerkonto.Strasse).Wert+" "+of(nutzerkonto.Hausnummer).Wert+", "+of(nutzerkonto.PLZ).Wert+" "+of(nutzerkonto.Ort).Wert)
	add("Gemeindeschlüssel der Anschrift", "Municipality key of the address", of(nutzerkonto.Gemeinde), of(nutzerkonto.Gemeinde).Wert)
	add("E-Mail", "E-mail", of(nutzerkonto.EMail), of(nutzerkonto.EMail).Wert)
	return out
}
