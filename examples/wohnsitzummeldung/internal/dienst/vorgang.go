// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/anmeldung"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// Vorgang is an application with its content.
type Vorgang struct {
	antrag.Antrag
	Inhalt
}

// Inhalt is what was handed in: as it was delivered, and as it is read. Of a draft
// and of what was erased it is zero.
type Inhalt struct {
	Eingang onlinedienst.Eingang
	Angaben anmeldung.Antrag
}

// readInhalt reads what was handed in.
func readInhalt(text []byte) (i Inhalt, err error) {
	// The decoder's message may quote what a person typed.
	if json.Unmarshal(text, &i.Eingang) != nil || (len(i.Eingang.Daten) > 0 && json.Unmarshal(i.Eingang.Daten, &i.Angaben) != nil) {
		return Inhalt{}, errors.New("dienst: what was handed in cannot be read")
	}
	return i, nil
}

// Nummer is the number that people read out on the telephone.
func (v Vorgang) Nummer() string { return Nummer(v.ID()) }

// Nummer is the number of an application for people. It gives nothing away and
// opens nothing.
func Nummer(id uuid.UUID) string { return onlinedienst.Nummer(id) }

func newVorgang(a antrag.Antrag) (Vorgang, error) {
	v := Vorgang{Antrag: a}
	if len(a.Angaben()) == 0 || a.Eingegangen().IsZero() { // erased, or a draft of the kit
		return v, nil
	}
	var err error
	v.Inhalt, err = readInhalt(a.Angaben())
	return v, err
}

// translate turns the errors of the registry into those of the service.
func translate(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, antrag.ErrNotFound):
		return ErrNichtGefunden
	case errors.Is(err, antrag.ErrConflict), errors.Is(err, antrag.ErrCommandReused):
		return fmt.Errorf("%w: %w", ErrGeaendert, err)
	case errors.Is(err, antrag.ErrUebergang):
		return fmt.Errorf("%w: %w", ErrNichtMoeglich, err)
	default:
		return err
	}
}

// Load returns an application of the account. That of another account is not
// found.
func (d *Dienst) Load(ctx context.Context, konto nutzerkonto.Konto, id uuid.UUID) (Vorgang, error) {
	a, err := d.Antrag(ctx, konto, id)
	if err != nil {
		return Vorgang{}, err
	}
	return newVorgang(a)
}

// Antrag is Load without reading what was handed in.
func (d *Dienst) Antrag(ctx context.Context, konto nutzerkonto.Konto, id uuid.UUID) (antrag.Antrag, error) {
	a, err := d.registratur.Load(ctx, id)
	if err != nil {
		return antrag.Antrag{}, translate(err)
	}
	if a.Konto() != konto.Kennung || a.Leistung() != anmeldung.Leistung() {
		return antrag.Antrag{}, ErrNichtGefunden
	}
	return a, nil
}

// List returns the applications of the account, the youngest first, without
// those that were given up or erased.
func (d *Dienst) List(ctx context.Context, konto nutzerkonto.Konto) ([]antrag.Head, error) {
	var out []antrag.Head
	for head, err := range d.registratur.List(ctx, antrag.Query{Konto: konto.Kennung, Leistung: anmeldung.Leistung(), Newest: true}) {
		if err != nil {
			return nil, err
		}
		if head.Status != antrag.StatusVerworfen && head.Status != antrag.StatusGeloescht {
			out = append(out, head)
		}
	}
	return out, nil
}
