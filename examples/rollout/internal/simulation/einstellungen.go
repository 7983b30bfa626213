// SPDX-License-Identifier: Apache-2.0

package simulation

import (
	"context"
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

// Werte is what the invented services want to know of an authority.
type Werte struct {
	Fachverfahren string `json:"fachverfahren"`
	Uebertragung  string `json:"uebertragung"`
	GebuehrCent   int64  `json:"gebuehrCent"`
}

// Check finds what a service cannot work with.
func (w *Werte) Check() (befunde recht.Befunde) {
	if w.Fachverfahren == "" {
		befunde = append(befunde, recht.Befund{Code: "SIM-WERTE-01", Pointer: "/fachverfahren", Text: recht.NewText("Das Fachverfahren fehlt.", "The specialised system is missing.")})
	}
	if w.Uebertragung != "FIT-Connect" && w.Uebertragung != "OSCI" {
		befunde = append(befunde, recht.Befund{Code: "SIM-WERTE-02", Pointer: "/uebertragung", Text: recht.NewText("FIT-Connect oder OSCI.", "FIT-Connect or OSCI.")})
	}
	return befunde
}

// Einstellungen returns what authorities have set for a service.
func (s *Simulation) Einstellungen(dienst leistung.Schluessel) (*rollout.Einstellungen[Werte], error) {
	return rollout.NewEinstellungen(s.leitstelle, dienst, (*Werte).Check)
}

// configure lets everybody who began to prepare set what the service wants to know; for
// those who began before the log did, it is set when they are switched on.
func (s *Simulation) configure(ctx context.Context, events []rollout.Ereignis) error {
	for i := range events {
		e := &events[i]
		if e.Art != rollout.ArtBegonnen && e.Art != rollout.ArtAktiviert {
			continue
		}
		settings, err := s.Einstellungen(e.Leistung)
		if err != nil {
			return err
		}
		if _, set := settings.Of(e.Stelle, rollout.Heute(datum.Of(e.Erfasst))); set {
			continue
		}
		r := random(s.seed, "werte", e.Leistung.String(), e.Stelle.String())
		werte := Werte{Fachverfahren: fmt.Sprintf("Beispiel-Verfahren %d.%d", 3+r.IntN(2), r.IntN(4)), Uebertragung: "FIT-Connect"}
		if r.IntN(5) == 0 {
			werte.Uebertragung = "OSCI"
		}
		set := rollout.Einstellung[Werte]{ID: e.ID, Stelle: e.Stelle, Ab: e.Am, Erfasst: e.Erfasst, Von: e.Von, Werte: werte}
		set.ID[15] ^= 1
		if _, err := settings.Set(ctx, set); err != nil {
			return err
		}
	}
	return nil
}
