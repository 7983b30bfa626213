// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"
	"slices"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/sitzung"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
)

func zeigeAnmelden(a *anfrage) error {
	s := a.neueSeite("Mit einem Testkonto anmelden", "Log in with a test account")
	s.Zurueck = "/"
	s.Daten = struct {
		Konten []testkonto.Konto
		Weiter string
	}{testkonto.Konten(), a.r.URL.Query().Get("weiter")}
	return a.zeige(http.StatusOK, "anmelden", s)
}

func anmelden(a *anfrage) error {
	konto, err := testkonto.Find(a.r.PostForm.Get("konto"))
	if err != nil {
		return &seitenfehler{status: http.StatusBadRequest}
	}
	// A login always starts a new session: an id from before, which somebody
	// else may have planted, is worth nothing afterwards.
	if err := a.endSession(); err != nil {
		return err
	}
	if err := a.beginSession(konto.Kennung); err != nil {
		return err
	}
	ziel := a.r.PostForm.Get("weiter")
	if ziel == "" {
		ziel = "/konto"
	}
	redirect(a.w, a.r, ziel)
	return nil
}

func (a *anfrage) beginSession(konto string) error {
	name, path := a.route.seite().cookie()
	geheim, err := a.sitzungen.Begin(a.r.Context(), a.route.seite().rolle(), konto)
	if err != nil {
		return err
	}
	http.SetCookie(a.w, a.newCookie(name, geheim, path))
	return nil
}

func (a *anfrage) endSession() error {
	name, path := a.route.seite().cookie()
	c, err := a.r.Cookie(name)
	if err != nil {
		return nil //nolint:nilerr // no cookie, nothing to end
	}
	http.SetCookie(a.w, a.dropCookie(name, path))
	return a.sitzungen.End(a.r.Context(), c.Value)
}

func abmelden(a *anfrage) error {
	if err := a.endSession(); err != nil {
		return err
	}
	ziel := "/"
	if a.route.seite() == fuerAmt {
		ziel = "/amt/anmelden"
	}
	redirect(a.w, a.r, ziel)
	return nil
}

// kontoname is how the person who is logged in is shown.
func (a *anfrage) kontoname() string {
	if a.sitzung.Rolle == sitzung.Amt {
		if b, err := a.dienst.Aemter().Find(a.sitzung.Konto); err == nil {
			return a.sprache.Text("Sachbearbeitung ", "Clerk, ") + b.Name
		}
	}
	konto, err := testkonto.Find(a.sitzung.Konto)
	if err != nil {
		return a.sitzung.Konto
	}
	return konto.Name()
}

// nachweis is one attribute of the account on the page.
type nachweis struct {
	Name  zweisprachig
	Wert  string
	Stufe testkonto.Stufe
}

// Bezeichnung is the name of the attribute in a language.
func (n nachweis) Bezeichnung(s Sprache) string { return n.Name.in(s) }

func nachweise(k testkonto.Konto) []nachweis {
	alle := []nachweis{
		{zweisprachig{"Familienname", "Family name"}, k.Familienname.Wert, k.Familienname.Stufe},
		{zweisprachig{"Vornamen", "Given names"}, k.Vornamen.Wert, k.Vornamen.Stufe},
		{zweisprachig{"Geburtsdatum", "Date of birth"}, deutschesDatum(k.Geburtsdatum.Wert), k.Geburtsdatum.Stufe},
		{zweisprachig{"Anschrift", "Address"}, k.Strasse.Wert + " " + k.Hausnummer.Wert + ", " + k.PLZ.Wert + " " + k.Ort.Wert, k.Strasse.Stufe},
		{zweisprachig{"Gemeindeschlüssel der Anschrift", "Municipality key of the address"}, k.Gemeinde.Wert, k.Gemeinde.Stufe},
		{zweisprachig{"E-Mail", "E-mail"}, k.EMail.Wert, k.EMail.Stufe},
	}
	return slices.DeleteFunc(alle, func(n nachweis) bool { return n.Wert == "" })
}

// deutschesDatum turns 2026-11-02 into 02.11.2026.
func deutschesDatum(iso string) string {
	if len(iso) != len("2006-01-02") {
		return iso
	}
	return iso[8:] + "." + iso[5:7] + "." + iso[:4]
}
