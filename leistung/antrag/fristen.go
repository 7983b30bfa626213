// SPDX-License-Identifier: Apache-2.0

package antrag

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Aufbewahrung says, for every Status that holds personal data, for how long it
// may stay as it is. What happens then follows from the Status:
//
//   - a draft is ended and erased, one that was given up is erased,
//   - what was decided or withdrawn is erased,
//   - what is open at the authority is never erased: it is recorded as
//     [ArtErinnert], stands on the list of the overdue, and is looked at again
//     after the same period.
//
// A Status that is missing is refused when the registry is made.
type Aufbewahrung map[Status]Frist

// Frist is a period and the norm it rests on; without a norm it is the
// operator's decision (Art. 5(1)(e) GDPR).
type Frist struct {
	Period bausteine.Period
	Norm   recht.Norm
}

// Tage returns a period of days.
func Tage(n int) Frist { return Frist{Period: bausteine.Period{Days: n}} }

// Frist returns how long the registry keeps an Antrag as it is in a state.
func (r *Registratur) Frist(status Status) Frist { return r.config.Aufbewahrung[status] }

// keep returns the table for the store.
func (a Aufbewahrung) keep() (keep []grund.Keep, states []string, err error) {
	for _, status := range stored {
		row := grund.Keep{State: string(status), What: "Anträge (" + string(status) + ")"}
		if status == StatusGeloescht {
			row.Nothing = true
		} else {
			frist, found := a[status]
			if !found {
				return nil, nil, fmt.Errorf("%w: nothing says how long an Antrag is kept as %s", ErrInvalid, status)
			}
			row.For, row.Norm = grund.Period(frist.Period), frist.Norm
		}
		keep, states = append(keep, row), append(states, string(status))
	}
	return keep, states, nil
}

// stored are the states that are in the store.
var stored = [...]Status{
	StatusEntwurf, StatusVerworfen, StatusEingereicht, StatusGestoert, StatusZugestellt, StatusInBearbeitung,
	StatusRueckfrage, StatusVorsprache, StatusStattgegeben, StatusAbgelehnt, StatusZurueckgenommen, StatusGeloescht,
}

// Erase removes the personal data of an Antrag that has ended and of its
// Unterlagen, for ever, and records that it did. The skeleton of events stays.
// Interrupted in the middle it can be repeated.
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
	if err := r.unterlagen.EraseOf(ctx, id); err != nil {
		return err
	}
	if err := r.core.Erase(ctx, kindAntrag, id); err != nil {
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

// due does what is due in a Status. Somebody who changes the Antrag meanwhile
// goes before.
func (r *Registratur) due(ctx context.Context, head journal.Head) error {
	status := Status(head.State)
	event := ArtVerfallen
	switch {
	case status == StatusGeloescht:
		return r.core.SetDue(ctx, kindAntrag, head.Stream, time.Time{})
	case status.Offen():
		event = ArtErinnert
	case status != StatusEntwurf:
		return r.Erase(ctx, head.Stream)
	}
	_, err := r.Do(ctx, Command{
		Antrag: head.Stream, Version: head.Version, Ereignisse: []Ereignis{{Art: event, Akteur: AkteurSystem}},
	})
	if errors.Is(err, ErrConflict) {
		return nil // it has a new deadline
	}
	if err != nil || status.Offen() {
		return err
	}
	return r.Erase(ctx, head.Stream)
}
