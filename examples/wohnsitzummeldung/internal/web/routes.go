// SPDX-License-Identifier: Apache-2.0

package web

import "net/http"

// routes is the map of the site. A path that is not here is "not found"; a
// method that is not here is "not allowed".
func (s *Server) routes() []route {
	return []route{
		{pfad: "/", get: nichtGefunden, post: nichtGefunden},
		{pfad: "/{$}", get: zeigeStart},
		{pfad: "/hilfe", get: text("hilfe", "Hilfe", "Help")},
		{pfad: "/datenschutz", get: text("datenschutz", "Datenschutz", "Privacy")},
		{pfad: "/impressum", get: text("impressum", "Impressum", "Imprint")},
		{pfad: "/barrierefreiheit", get: text("barrierefreiheit", "Erklärung zur Barrierefreiheit", "Accessibility statement")},

		{pfad: "/konto", wer: fuerBuerger, get: zeigeKonto},
		{pfad: "/abrufe", wer: fuerBuerger, get: zeigeProtokoll},
		{pfad: "/abrufe/{id}", wer: fuerBuerger, get: zeigeBeleg},
		{pfad: "/abrufe/{id}/beleg", wer: fuerBuerger, get: ladeBeleg},

		{pfad: "/antrag/{id}", wer: fuerBuerger, get: zeigeStatus},
		{pfad: "/antrag/{id}/antwort", wer: fuerBuerger, get: zumStatus, post: antworte},
		{pfad: "/antrag/{id}/zuruecknehmen", wer: fuerBuerger, get: zumStatus, post: nimmZurueck},
		{pfad: "/antrag/{id}/meldebestaetigung", wer: fuerBuerger, get: zeigeUrkunden},
		{pfad: "/antrag/{id}/meldebestaetigung/{nr}", wer: fuerBuerger, get: ladeUrkunde},

		{pfad: "/bestaetigung-pruefen", get: zeigePruefung, post: pruefeUrkunde},
		{pfad: "/schluessel/{datei}", get: schluesselDatei},
	}
}

func nichtGefunden(*anfrage) error { return &seitenfehler{status: http.StatusNotFound} }

// zumStatus answers the reload of a page that came from a form with a fault: the
// address of the form leads to where it belongs.
func zumStatus(a *anfrage) error {
	v, err := a.vorgang()
	if err != nil {
		return err
	}
	redirect(a.w, a.r, pfadOf(v.ID()))
	return nil
}

func zeigeStart(a *anfrage) error {
	return a.zeige(http.StatusOK, "start", a.neueSeite("Neue Wohnung? Melden Sie sich hier um.", "New home? Register it here."))
}

// text is a page without a form.
func text(vorlage, titelDE, titelEN string) handler {
	return func(a *anfrage) error {
		return a.zeige(http.StatusOK, vorlage, a.neueSeite(titelDE, titelEN))
	}
}
