// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/amt"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// Stoerung is something that should have followed from a step and was given up,
// because it failed too often. It waits until somebody resumes it.
type Stoerung struct {
	Antrag      uuid.UUID
	Wirkung     string // WirkungZustellen or WirkungBestaetigen
	Eingegangen time.Time
	Versuche    int
	// Grund is what the last attempt failed of: words for a technician, without
	// anything personal.
	Grund string
}

// Nummer is the number for people.
func (s Stoerung) Nummer() string { return Nummer(s.Antrag) }

// Stoerungen are those that concern an authority.
func (d *Dienst) Stoerungen(ctx context.Context, behoerde amt.Behoerde) ([]Stoerung, error) {
	var out []Stoerung
	for given, err := range d.registratur.GivenUp(ctx, uuid.Nil) {
		if err != nil {
			return nil, err
		}
		a, err := d.registratur.Load(ctx, given.Antrag)
		if err != nil {
			return nil, err
		}
		if a.Behoerde() == behoerde.Schluessel() && wanted(given.Wirkung, a.Status()) {
			out = append(out, Stoerung{a.ID(), given.Wirkung, a.Eingegangen(), given.Failures, given.Reason})
		}
	}
	return out, nil
}

// wanted reports whether an effect still has something to do. Of what was
// withdrawn or erased meanwhile nothing is left to be done.
func wanted(wirkung string, status antrag.Status) bool {
	switch wirkung {
	case WirkungZustellen:
		return status == antrag.StatusEingereicht || status == antrag.StatusGestoert
	case WirkungBestaetigen:
		return status == antrag.StatusStattgegeben
	default:
		return false
	}
}

// Resume opens again what was given up of an application, for the authority that
// it concerns. Resuming what runs already, or is done, does nothing.
func (d *Dienst) Resume(ctx context.Context, behoerde amt.Behoerde, id uuid.UUID) error {
	a, err := d.registratur.Load(ctx, id)
	if err != nil {
		return translate(err)
	}
	if a.Behoerde() != behoerde.Schluessel() {
		return ErrNichtGefunden
	}
	return d.resume(ctx, id)
}

// ResumeGivenUp opens again what was given up: a start of the service is the
// moment at which the cause may be gone. What is not wanted any more, because
// the application was withdrawn or erased, is opened too: the worker looks at the
// status, does nothing and closes it.
func (d *Dienst) ResumeGivenUp(ctx context.Context) error {
	return d.resume(ctx, uuid.Nil)
}

func (d *Dienst) resume(ctx context.Context, id uuid.UUID) error {
	for given, err := range d.registratur.GivenUp(ctx, id) {
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
	AusstellungGestoert Ausstellung = "gestoert" // given up, see Stoerungen
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
