// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/zustellung"
)

// zustellen is the effect that hands an application over; stored.
const zustellen = "zustellen"

// Zustellen takes an application that was handed in to its authority, with the files
// that its answers name, and the case notes that it arrived. It is what follows from
// [antrag.ArtEingereicht], as [antrag.Wirkung.Do]: tried until it is done, also after a
// crash, and delivered once. What the authority refuses for good is [antrag.Permanent].
// It follows from [antrag.ArtZustellungWiederholt], too, where [Zurueckgewiesen] is
// used: what was rejected is then handed over anew.
func Zustellen(ctx context.Context, reg *antrag.Registratur, zusteller zustellung.Zusteller, auftrag antrag.Auftrag) error {
	a, err := reg.Load(ctx, auftrag.Antrag)
	if err != nil {
		return err
	}
	if len(arrival(a)) == 0 {
		return nil // withdrawn, or done before
	}
	sendung := zustellung.Sendung{
		ID: auftrag.ID, Antrag: auftrag.Antrag, Leistung: a.Leistung(), Behoerde: a.Behoerde(), Eingang: a.Eingegangen(), Medientyp: "application/json", Daten: a.Angaben(),
	}
	if sendung.Anlagen, err = anlagen(reg, a); err != nil {
		return antrag.Permanent(err)
	}
	if err := withInvoices(ctx, reg, a.ID(), &sendung); err != nil {
		return err
	}
	err = zusteller.Deliver(ctx, sendung)
	if errors.Is(err, zustellung.ErrAbgelehnt) {
		return antrag.Permanent(err)
	}
	if err != nil {
		return err
	}
	_, err = reg.Update(ctx, auftrag.Antrag, func(a antrag.Antrag) ([]antrag.Ereignis, error) { return arrival(a), nil })
	return err
}

// anlagen are the files that an application names, read when they are handed over.
func anlagen(reg *antrag.Registratur, a antrag.Antrag) (out []zustellung.Anlage, err error) {
	var named struct{ Anlagen []Datei }
	if json.Unmarshal(a.Angaben(), &named) != nil {
		return nil, errors.New("onlinedienst: what was handed in cannot be read")
	}
	for _, d := range named.Anlagen {
		out = append(out, zustellung.Anlage{ID: d.ID, Name: d.Name, Medientyp: d.Typ, Load: func(ctx context.Context) ([]byte, error) {
			u, err := reg.Unterlage(ctx, a.ID(), d.ID)
			if err == nil && u.SHA256 != d.SHA256 {
				err = errors.New("onlinedienst: a file is not the one that was handed in")
			}
			return u.Inhalt, err
		}})
	}
	return out, nil
}

// withInvoices adds the electronic invoices of a case to what is delivered of it.
func withInvoices(ctx context.Context, reg *antrag.Registratur, id uuid.UUID, s *zustellung.Sendung) error {
	for u, err := range reg.Ordner(ctx, rechnungsordner(id)) {
		if err != nil {
			return err
		}
		s.Anlagen = append(s.Anlagen, zustellung.Anlage{ID: u.ID, Name: u.Name, Medientyp: u.Medientyp, Load: func(ctx context.Context) ([]byte, error) {
			full, err := reg.Unterlage(ctx, id, u.ID)
			return full.Inhalt, err
		}})
	}
	return nil
}

// arrival is what is noted when an application arrives; nothing where it is not on its
// way.
func arrival(a antrag.Antrag) []antrag.Ereignis {
	arrived := antrag.Ereignis{Art: antrag.ArtZugestellt, Akteur: antrag.AkteurSystem}
	switch a.Status() {
	case antrag.StatusEingereicht:
		return []antrag.Ereignis{arrived}
	case antrag.StatusGestoert:
		if wasRejected(&a) {
			return nil // until an official has it delivered again
		}
		return []antrag.Ereignis{{Art: antrag.ArtZustellungWiederholt, Akteur: antrag.AkteurSystem}, arrived}
	default:
		return nil
	}
}

// Zurueckgewiesen notes that whoever had received an application did not take it, as a
// delivery service may say days later ([zustellung.StatusZurueckgewiesen]): nobody
// works on it. It stands among the disturbances of the desk, with the codes of the
// rejection, until an official has it delivered again. Any other state of a delivery,
// and a case that is worked on or over, is left as it is; telling again changes nothing.
func Zurueckgewiesen(ctx context.Context, reg *antrag.Registratur, id uuid.UUID, stand zustellung.Stand) error {
	if stand.Status != zustellung.StatusZurueckgewiesen {
		return nil
	}
	_, err := reg.Update(ctx, id, func(a antrag.Antrag) ([]antrag.Ereignis, error) {
		if a.Status() != antrag.StatusZugestellt {
			return nil, nil
		}
		return []antrag.Ereignis{{Art: antrag.ArtZustellungGescheitert, Akteur: antrag.AkteurSystem, Text: strings.Join(stand.Gruende, ", ")}}, nil
	})
	if errors.Is(err, antrag.ErrNotFound) {
		return nil // erased meanwhile
	}
	if err != nil {
		return fmt.Errorf("onlinedienst: a delivery that was rejected: %w", err)
	}
	return nil
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
// the application was withdrawn or erased, ends by itself. That a delivery goes on is
// noted when it has arrived: noted before, it would be delivered anew beside.
func resumeGivenUp(ctx context.Context, reg *antrag.Registratur) error {
	for given, err := range reg.GivenUp(ctx, uuid.Nil) {
		if err != nil {
			return err
		}
		if err := reg.Resume(ctx, given); err != nil {
			return err
		}
	}
	return nil
}
