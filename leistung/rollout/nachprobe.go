// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung"
)

// Nachprobe is what the dry run of a live authority came to.
type Nachprobe struct {
	Stelle    Stelle
	Probelauf Probelauf
	// Ausgesetzt says that a leg did not pass, and that the connection is suspended.
	Ausgesetzt bool
	// Fehler is why nothing is known: the run itself failed. Nothing was recorded.
	Fehler error
}

// Gescheitert is the first leg that did not pass, and false where all did; a leg for money
// may not be there.
func (p Probelauf) Gescheitert() (Strecke, bool) {
	for _, leg := range Strecken() {
		i := slices.IndexFunc(p.Ergebnisse, func(e Streckenergebnis) bool { return e.Strecke == leg })
		if i < 0 || !p.Ergebnisse[i].Bestanden && (leg != StreckeZahlung || !p.Ergebnisse[i].Entfaellt) {
			return leg, true
		}
	}
	return "", false
}

// Nachproben lets every authority of a service that is live go its dry run again. One
// with a leg that does not pass is suspended ([ArtGestoert]), with the leg as the reason:
// what is not reachable is not shown as live. It comes back by [Leitstelle.Do], under its
// conditions. Where the run itself fails nothing is known and nothing recorded.
func (l *Leitstelle) Nachproben(ctx context.Context, prober Prober, dienst leistung.Schluessel, von string) ([]Nachprobe, error) {
	today := datum.Of(l.core.Now())
	var out []Nachprobe
	for _, row := range l.buch.At(Heute(today)).Zeilen(dienst, Gebiet{}) {
		if row.Stand != StandProduktiv {
			continue
		}
		n := Nachprobe{Stelle: row.Stelle}
		n.Probelauf, n.Fehler = prober.Probelauf(ctx, dienst, row.Stelle)
		if err := ctx.Err(); err != nil {
			return out, err
		}
		if leg, failed := n.Probelauf.Gescheitert(); failed && n.Fehler == nil {
			id, err := uuid.NewV7()
			if err != nil {
				return out, err
			}
			if err := l.Record(ctx, nil, []Ereignis{{
				ID: id, Programm: l.buch.programm.ID, Leistung: dienst, Stelle: row.Stelle, Art: ArtGestoert, Am: today, Erfasst: l.core.Now(),
				Von: von, Grund: "probelauf-" + string(leg), WartetAuf: VonBetreiber, Herkunft: HerkunftProbe, Schema: Schema,
			}}); err != nil {
				return out, err
			}
			n.Ausgesetzt = true
		}
		out = append(out, n)
	}
	return out, nil
}
