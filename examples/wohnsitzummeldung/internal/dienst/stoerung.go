// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// ResumeGivenUp opens again what was given up: a start of the service is the
// moment at which the cause may be gone. What is not wanted any more, because
// the application was withdrawn or erased, is opened too: the worker looks at the
// status, does nothing and closes it.
func (d *Dienst) ResumeGivenUp(ctx context.Context) error {
	for given, err := range d.registratur.GivenUp(ctx, uuid.Nil) {
		if err != nil {
			return err
		}
		_, err = d.registratur.Update(ctx, given.Antrag, func(a antrag.Antrag) ([]antrag.Ereignis, error) {
			if a.Status() != antrag.StatusGestoert {
				return nil, nil
			}
			return []antrag.Ereignis{{Art: antrag.ArtZustellungWiederholt, Akteur: antrag.AkteurSystem}}, nil
		})
		if err != nil {
			return err
		}
		if err := d.registratur.Resume(ctx, given); err != nil {
			return err
		}
	}
	return nil
}

// Ausstellung says how far the Meldebestätigungen of an application are.
type Ausstellung string

// How far they are. Before the decision there is nothing to issue.
const (
	KeineAusstellung    Ausstellung = ""
	AusstellungLaeuft   Ausstellung = "laeuft"
	AusstellungGestoert Ausstellung = "gestoert" // given up, see the desk
	AusstellungFertig   Ausstellung = "fertig"
)

// Ausstellung says how far the Meldebestätigungen of an application are.
func (d *Dienst) Ausstellung(ctx context.Context, a antrag.Antrag) (Ausstellung, error) {
	if a.Status() != antrag.StatusStattgegeben {
		return KeineAusstellung, nil
	}
	texte, err := d.meldebestaetigungen(ctx, a.ID())
	if err != nil {
		return "", err
	}
	if len(texte) > 0 {
		return AusstellungFertig, nil
	}
	for given, err := range d.registratur.GivenUp(ctx, a.ID()) {
		if err != nil {
			return "", err
		}
		if given.Wirkung == WirkungBestaetigen {
			return AusstellungGestoert, nil
		}
	}
	return AusstellungLaeuft, nil
}
