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

		{pfad: "/anmelden", get: zeigeAnmelden, post: anmelden},
		{pfad: "/abmelden", post: abmelden},
		{pfad: "/konto", wer: buerger, get: zeigeKonto},
	}
}

func nichtGefunden(*anfrage) error { return &seitenfehler{status: http.StatusNotFound} }

func zeigeStart(a *anfrage) error {
	return a.zeige(http.StatusOK, "start", a.neueSeite("Neue Wohnung? Melden Sie sich hier um.", "New home? Register it here."))
}

// text is a page without a form.
func text(vorlage, titelDE, titelEN string) handler {
	return func(a *anfrage) error {
		return a.zeige(http.StatusOK, vorlage, a.neueSeite(titelDE, titelEN))
	}
}
