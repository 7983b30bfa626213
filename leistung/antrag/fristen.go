// SPDX-License-Identifier: Apache-2.0

package antrag

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// Aufbewahrung says how long personal data are kept after the last event. A
// period of zero keeps them until somebody calls [Registratur.Erase].
type Aufbewahrung struct {
	// Entwurf is how long an untouched draft is kept, and one that was given up.
	Entwurf time.Duration
	// Beendet is how long an Antrag is kept after it was decided or withdrawn.
	// The periods that bind the authority's own file are its own.
	Beendet time.Duration
}

// Erase removes the personal data of an Antrag that has ended, for ever, and
// records that it did. The skeleton of events stays. Interrupted in the middle
// it can be repeated.
//
// Errors: [ErrUebergang] while the Antrag is still open, [ErrNotFound].
func (r *Registratur) Erase(ctx context.Context, id uuid.UUID) error {
	a, err := r.Load(ctx, id)
	if err != nil || a.Status() == StatusGeloescht {
		return err
	}
	geloescht := Ereignis{Art: ArtGeloescht, Akteur: AkteurSystem}
	if _, err := a.Apply(geloescht); err != nil {
		return err
	}
	// First the data, then the record of it: the other way round a crash would
	// leave data behind that the record calls erased.
	if err := r.store.Erase(ctx, id); err != nil {
		return fmt.Errorf("antrag: erase: %w", err)
	}
	_, err = r.Update(ctx, id, func(a Antrag) ([]Ereignis, error) {
		if a.Status() == StatusGeloescht {
			return nil, nil
		}
		return []Ereignis{geloescht}, nil
	})
	return err
}

// Sweep ends the drafts and erases the Antraege whose period is over, and
// returns how many it erased. It is to be called from time to time, by as many
// processes as one likes. An Antrag that somebody changes meanwhile is left for
// the next time.
func (r *Registratur) Sweep(ctx context.Context, fristen Aufbewahrung) (erased int, err error) {
	now := r.config.Clock()
	for _, status := range []Status{StatusEntwurf, StatusVerworfen, StatusStattgegeben, StatusAbgelehnt, StatusZurueckgenommen} {
		frist := fristen.Beendet
		if status == StatusEntwurf || status == StatusVerworfen {
			frist = fristen.Entwurf
		}
		if frist <= 0 {
			continue
		}
		for head, err := range r.store.List(ctx, Query{Status: status}) {
			if err != nil {
				return erased, fmt.Errorf("antrag: sweep: %w", err)
			}
			if now.Sub(head.Geaendert) < frist {
				continue
			}
			err := r.end(ctx, head)
			switch {
			case err == nil:
				erased++
			case errors.Is(err, ErrConflict), errors.Is(err, ErrUebergang):
			default:
				return erased, err
			}
		}
	}
	return erased, nil
}

// end erases an Antrag; an untouched draft is ended first.
func (r *Registratur) end(ctx context.Context, head Head) error {
	if head.Status == StatusEntwurf {
		_, err := r.Do(ctx, Command{
			Antrag: head.Antrag, Version: head.Version,
			Ereignisse: []Ereignis{{Art: ArtVerfallen, Akteur: AkteurSystem}},
		})
		if err != nil {
			return err
		}
	}
	return r.Erase(ctx, head.Antrag)
}
