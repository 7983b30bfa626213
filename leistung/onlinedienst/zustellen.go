// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/zustellung"
)

// Zustellen takes an application that was handed in to its authority, and the case
// notes that it arrived. It is what follows from [antrag.ArtEingereicht], as
// [antrag.Wirkung.Do]: tried until it is done, also after a crash, and delivered once.
// What the authority refuses for good is [antrag.Permanent].
func Zustellen(ctx context.Context, reg *antrag.Registratur, zusteller zustellung.Zusteller, auftrag antrag.Auftrag) error {
	a, err := reg.Load(ctx, auftrag.Antrag)
	if err != nil {
		return err
	}
	if len(arrival(a)) == 0 {
		return nil // withdrawn, or done before
	}
	err = zusteller.Deliver(ctx, zustellung.Sendung{
		ID: auftrag.ID, Antrag: auftrag.Antrag, Leistung: a.Leistung(), Behoerde: a.Behoerde(), Eingang: a.Eingegangen(), Medientyp: "application/json", Daten: a.Angaben(),
	})
	if errors.Is(err, zustellung.ErrAbgelehnt) {
		return antrag.Permanent(err)
	}
	if err != nil {
		return err
	}
	_, err = reg.Update(ctx, auftrag.Antrag, func(a antrag.Antrag) ([]antrag.Ereignis, error) { return arrival(a), nil })
	return err
}

// arrival is what is noted when an application arrives; nothing where it is not on its
// way.
func arrival(a antrag.Antrag) []antrag.Ereignis {
	arrived := antrag.Ereignis{Art: antrag.ArtZugestellt, Akteur: antrag.AkteurSystem}
	switch a.Status() {
	case antrag.StatusEingereicht:
		return []antrag.Ereignis{arrived}
	case antrag.StatusGestoert:
		return []antrag.Ereignis{{Art: antrag.ArtZustellungWiederholt, Akteur: antrag.AkteurSystem}, arrived}
	default:
		return nil
	}
}

// notDelivered notes that a delivery was given up for now, so that the person sees it.
func notDelivered(ctx context.Context, reg *antrag.Registratur, auftrag antrag.Auftrag) error {
	_, err := reg.Update(ctx, auftrag.Antrag, func(a antrag.Antrag) ([]antrag.Ereignis, error) {
		if a.Status() != antrag.StatusEingereicht {
			return nil, nil
		}
		return []antrag.Ereignis{{Art: antrag.ArtZustellungGescheitert, Akteur: antrag.AkteurSystem}}, nil
	})
	return err
}

// resumeGivenUp sets going again what was given up. What is not wanted any more, because
// the application was withdrawn or erased, ends by itself.
func resumeGivenUp(ctx context.Context, reg *antrag.Registratur) error {
	for given, err := range reg.GivenUp(ctx, uuid.Nil) {
		if err != nil {
			return err
		}
		_, err = reg.Update(ctx, given.Antrag, func(a antrag.Antrag) ([]antrag.Ereignis, error) {
			if a.Status() != antrag.StatusGestoert {
				return nil, nil
			}
			return []antrag.Ereignis{{Art: antrag.ArtZustellungWiederholt, Akteur: antrag.AkteurSystem}}, nil
		})
		if err != nil {
			return err
		}
		if err := reg.Resume(ctx, given); err != nil {
			return err
		}
	}
	return nil
}
