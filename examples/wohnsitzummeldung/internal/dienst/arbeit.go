// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"
	"time"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// What follows from an event, carried out by a worker. Each of them may run
// again after a crash and then finds its work done.
const (
	WirkungZustellen   = "zustellen"
	WirkungBestaetigen = "bestaetigen"
	WirkungAufraeumen  = "aufraeumen"
)

// uebernahme is when the work of a process that died is taken over.
const uebernahme = 5 * time.Second

// NewWorker returns the worker that carries out what follows from events.
// trouble is told of failures; they are kept in the store and tried again.
func (d *Dienst) NewWorker(trouble func(error)) (*antrag.Worker, error) {
	return d.registratur.NewWorker(antrag.WorkerOptions{
		Handlers: map[string]antrag.Handler{
			WirkungZustellen: func(ctx context.Context, effect antrag.Leased) ([]byte, error) {
				return nil, d.zustellen(ctx, effect.Ref.Stream, effect.Ref.ID())
			},
			WirkungBestaetigen: func(ctx context.Context, effect antrag.Leased) ([]byte, error) {
				return nil, d.bestaetigen(ctx, effect.Ref.Stream)
			},
			WirkungAufraeumen: func(ctx context.Context, effect antrag.Leased) ([]byte, error) {
				return nil, d.aufraeumen(ctx, effect.Ref.Stream)
			},
		},
		Lease:   uebernahme,
		GivenUp: d.aufgegeben,
		Trouble: trouble,
	})
}

// aufgegeben records that delivery was given up for now, so that the applicant
// can see it.
func (d *Dienst) aufgegeben(ctx context.Context, effect antrag.Leased, _ string) error {
	if effect.Effect != WirkungZustellen {
		return nil
	}
	_, err := d.registratur.Update(ctx, effect.Ref.Stream, func(a antrag.Antrag) ([]antrag.Ereignis, error) {
		if a.Status() != antrag.StatusEingereicht {
			return nil, nil
		}
		return []antrag.Ereignis{{Art: antrag.ArtZustellungGescheitert, Akteur: antrag.AkteurSystem}}, nil
	})
	return err
}
