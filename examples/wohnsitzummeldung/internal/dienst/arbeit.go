// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// What follows from an event, carried out by the store. Each of them may run
// again after a crash and then finds its work done.
const (
	WirkungZustellen   = "zustellen"
	WirkungBestaetigen = "bestaetigen"
)

func (d *Dienst) wirkungen() map[antrag.Art][]antrag.Wirkung {
	return map[antrag.Art][]antrag.Wirkung{
		antrag.ArtEingereicht: {{
			Name:    WirkungZustellen,
			Do:      d.gemeldet(d.zustellen),
			GivenUp: d.aufgegeben,
		}},
		antrag.ArtStattgegeben: {{
			Name: WirkungBestaetigen,
			Do: d.gemeldet(func(ctx context.Context, a antrag.Auftrag) error {
				return d.bestaetigen(ctx, a.Antrag)
			}),
		}},
	}
}

// gemeldet tells those who wait for an application that something was done.
func (d *Dienst) gemeldet(do func(context.Context, antrag.Auftrag) error) func(context.Context, antrag.Auftrag) error {
	return func(ctx context.Context, a antrag.Auftrag) error {
		err := do(ctx, a)
		if err == nil {
			d.glocke.ring(a.Antrag)
		}
		return err
	}
}

// aufgegeben records that delivery was given up for now, so that the applicant
// can see it.
func (d *Dienst) aufgegeben(ctx context.Context, auftrag antrag.Auftrag) error {
	_, err := d.registratur.Update(ctx, auftrag.Antrag, func(a antrag.Antrag) ([]antrag.Ereignis, error) {
		if a.Status() != antrag.StatusEingereicht {
			return nil, nil
		}
		return []antrag.Ereignis{{Art: antrag.ArtZustellungGescheitert, Akteur: antrag.AkteurSystem}}, nil
	})
	return err
}
