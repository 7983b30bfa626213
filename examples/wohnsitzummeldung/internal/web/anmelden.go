// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/sitzung"
)

// beginAmt logs a clerk in. A login always starts a new session: an id from before,
// which somebody else may have planted, is worth nothing afterwards.
func (a *anfrage) beginAmt(konto string) error {
	if err := a.endAmt(); err != nil {
		return err
	}
	geheim, err := a.sitzungen.Begin(a.r.Context(), sitzung.Amt, konto)
	if err != nil {
		return err
	}
	http.SetCookie(a.w, a.newCookie(cookieAmt, geheim, amtPfad))
	return nil
}

func (a *anfrage) endAmt() error {
	c, err := a.r.Cookie(cookieAmt)
	if err != nil {
		return nil //nolint:nilerr // no cookie, nothing to end
	}
	http.SetCookie(a.w, a.dropCookie(cookieAmt, amtPfad))
	return a.sitzungen.End(a.r.Context(), c.Value)
}

// amtPfad is the part of the site that belongs to clerks.
const amtPfad = "/amt"

func amtAbmelden(a *anfrage) error {
	if err := a.endAmt(); err != nil {
		return err
	}
	redirect(a.w, a.r, "/amt/anmelden")
	return nil
}

// amtsname is how the clerk who is logged in is shown.
func (a *anfrage) amtsname() string {
	b, err := a.dienst.Aemter().Find(a.sitzung.Konto)
	if err != nil {
		return a.sitzung.Konto
	}
	return a.sprache.Text("Sachbearbeitung ", "Clerk, ") + b.Name
}
