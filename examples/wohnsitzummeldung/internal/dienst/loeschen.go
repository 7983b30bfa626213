// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"
	"time"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// aufbewahrung is how long the portal keeps personal data. A real authority has
// periods of its own (§§ 13 to 15 BMG). What it has not decided after four weeks
// stands on its list of the overdue.
func aufbewahrung() antrag.Aufbewahrung {
	out := antrag.Aufbewahrung{
		antrag.StatusEntwurf:   antrag.Tage(30),
		antrag.StatusVerworfen: {Period: bausteine.Period{Time: time.Second}},
	}
	for _, offen := range []antrag.Status{
		antrag.StatusEingereicht, antrag.StatusGestoert, antrag.StatusZugestellt,
		antrag.StatusInBearbeitung, antrag.StatusRueckfrage, antrag.StatusVorsprache,
	} {
		out[offen] = antrag.Tage(28)
	}
	for _, beendet := range []antrag.Status{antrag.StatusStattgegeben, antrag.StatusAbgelehnt, antrag.StatusZurueckgenommen} {
		out[beendet] = antrag.Tage(365)
	}
	return out
}

// Purge erases what is past its time: drafts and applications with all that
// belongs to them, and what the partners of the exchange keep: documents,
// retrievals, consents, answers, entries of the logs. As many processes as one
// likes may call it.
func (d *Dienst) Purge(ctx context.Context) error {
	_, err := d.store.Sweep(ctx)
	return err
}
