// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
)

func zeigeKonto(a *anfrage) error {
	konto, err := testkonto.Find(a.sitzung.Konto)
	if err != nil {
		return err
	}
	s := a.neueSeite("Guten Tag, "+konto.Name(), "Hello, "+konto.Name())
	s.Daten = struct {
		Konto     testkonto.Konto
		Hoch      bool
		Nachweise []nachweis
	}{konto, konto.Stufe >= testkonto.Hoch, nachweise(konto)}
	return a.zeige(http.StatusOK, "konto", s)
}
