// SPDX-License-Identifier: Apache-2.0

package fall

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// Zu returns the case that a remedy is about; zero: it is none.
func (f Fall) Zu() uuid.UUID {
	if len(f.verlauf) == 0 {
		return uuid.Nil
	}
	return f.verlauf[0].Zu
}

// Anfechten begins a remedy against what was decided in the case Handlung.Zu, by
// somebody who takes part there: a case of its own under the table Handlung.Verfahren.
// In the same step the first case is marked, so that periods may stand still in it, and
// it is marked again in the step in which the remedy ends.
//
// Errors: as of [Registratur.Do]; [ErrNichtMoeglich] where nothing was decided.
func (r *Registratur) Anfechten(ctx context.Context, h Handlung) (remedy Fall, err error) {
	if h.Zu == uuid.Nil || h.Fall != uuid.Nil {
		return Fall{}, fmt.Errorf("%w: a remedy is about a case, and begins", ErrInvalid)
	}
	first, err := r.Faellig(ctx, h.Zu)
	if err != nil {
		return Fall{}, err
	}
	switch {
	case h.Wer.amt || h.Wer.system() || len(first.rollen(h.Wer, "")) == 0:
		return Fall{}, ErrNotFound
	case first.Bisher(verfahren.AktAngefochten) > first.Bisher(verfahren.AktRechtsbehelfEnde):
		return Fall{}, fmt.Errorf("%w: there is a remedy already", ErrNichtMoeglich)
	}
	if _, decided := first.Entscheidung(); !decided {
		return Fall{}, fmt.Errorf("%w: nothing was decided", ErrNichtMoeglich)
	}
	err = r.core.Together(ctx, func(ctx context.Context) error {
		if remedy, err = r.Do(ctx, h); err != nil {
			return err
		}
		return r.merke(ctx, h.Zu, verfahren.AktAngefochten)
	})
	if err != nil {
		return Fall{}, err
	}
	return remedy, nil
}

// merke marks the case that a remedy is about.
func (r *Registratur) merke(ctx context.Context, id uuid.UUID, akt verfahren.Akt) error {
	f, err := r.load(ctx, id)
	if err != nil || f.zustand == verfahren.ZustandGeloescht {
		return err
	}
	z := &zug{r: r, vorher: f, nachher: f, jetzt: r.now(f)}
	z.nachher.stand = f.stand.clone()
	e := Ereignis{Zeit: z.jetzt}
	e.Akt, e.Zustand, e.Rollen = akt, f.zustand, verfahren.Wer(verfahren.RolleSystem)
	z.geschieht(e)
	return z.speichere(ctx)
}
