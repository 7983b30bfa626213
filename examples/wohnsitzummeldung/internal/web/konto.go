// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/regeln"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// antragzeile is an application in the list of the account.
type antragzeile struct {
	ID      uuid.UUID
	Nummer  string
	Stand   stand
	Zeit    time.Time
	Version uint64
	Entwurf bool
}

func zeigeKonto(a *anfrage) error {
	konto, err := a.konto()
	if err != nil {
		return err
	}
	heads, err := a.dienst.List(a.r.Context(), konto)
	if err != nil {
		return err
	}
	var zeilen []antragzeile
	for _, h := range heads {
		zeilen = append(zeilen, antragzeile{
			h.Antrag, dienst.Nummer(h.Antrag), a.stand(h.Status), h.Geaendert, h.Version, h.Status == antrag.StatusEntwurf,
		})
	}
	s := a.neueSeite("Guten Tag, "+konto.Name(), "Hello, "+konto.Name())
	s.Daten = struct {
		Konto     testkonto.Konto
		Hoch      bool
		Nachweise []nachweis
		Antraege  []antragzeile
		Auftrag   string
	}{konto, regeln.Nachgewiesen(konto.Stufe), nachweise(konto), zeilen, dienst.NewAuftrag()}
	return a.zeige(http.StatusOK, "konto", s)
}

// beginne opens a draft; the form sent twice opens it once.
func beginne(a *anfrage) error {
	konto, err := a.konto()
	if err != nil {
		return err
	}
	auftrag := a.r.PostForm.Get("auftrag")
	if auftrag == "" || len(auftrag) > 64 {
		return &seitenfehler{status: http.StatusBadRequest}
	}
	v, err := a.dienst.Begin(a.r.Context(), konto, auftrag)
	if err != nil {
		return err
	}
	redirect(a.w, a.r, pfadOf(v, ""))
	return nil
}
