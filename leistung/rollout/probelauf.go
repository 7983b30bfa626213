// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"context"
	"slices"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung"
)

// Strecke is a leg of the dry run.
type Strecke string

// The legs.
const (
	StreckeAntrag     Strecke = "antrag"
	StreckeZahlung    Strecke = "zahlung"
	StreckeZustellung Strecke = "zustellung"
	StreckeQuittung   Strecke = "quittung"
	StreckeBescheid   Strecke = "bescheid"
)

// Strecken returns all legs in their order.
func Strecken() []Strecke {
	return []Strecke{StreckeAntrag, StreckeZahlung, StreckeZustellung, StreckeQuittung, StreckeBescheid}
}

// Probelauf is the outcome of a dry run: each leg has a verdict of its own, and
// one that has none did not pass.
type Probelauf struct {
	Am            datum.Datum
	ParameterHash string // of the parameters with which it ran
	Ergebnisse    []Streckenergebnis
}

// Streckenergebnis is the verdict on one leg.
type Streckenergebnis struct {
	Strecke   Strecke
	Bestanden bool
	Entfaellt bool   // the service has no such leg: nothing to pay
	Beleg     string // id of the run's record
}

// Prober carries a dry run out in the running service: an application of an
// invented person goes all the way. The kit implements it.
type Prober interface {
	Probelauf(ctx context.Context, dienst leistung.Schluessel, stelle Stelle) (Probelauf, error)
}

func (p Probelauf) bestanden(tag datum.Datum, hash string) bool {
	if p.Am.IsZero() || p.Am.After(tag) || p.Am.DaysUntil(tag) > probelaufTage || hash == "" || p.ParameterHash != hash {
		return false
	}
	for _, leg := range Strecken() {
		i := slices.IndexFunc(p.Ergebnisse, func(e Streckenergebnis) bool { return e.Strecke == leg })
		if i < 0 {
			return false
		}
		// Only payment may fall away: whatever else is missing, nobody was served.
		if e := p.Ergebnisse[i]; !e.Bestanden && (leg != StreckeZahlung || !e.Entfaellt) {
			return false
		}
	}
	return !slices.ContainsFunc(p.Ergebnisse, func(e Streckenergebnis) bool { return !e.Bestanden && !e.Entfaellt })
}
