// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/angaben"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/regeln"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// Vorgang is an application with its content.
type Vorgang struct {
	antrag.Antrag
	Angaben angaben.Angaben
}

// Nummer is the number that people read out on the telephone.
func (v Vorgang) Nummer() string { return Nummer(v.ID()) }

// Nummer is the number of an application for people. It gives nothing away and
// opens nothing.
func Nummer(id uuid.UUID) string {
	sum := sha256.Sum256(id[:])
	s := base32.StdEncoding.EncodeToString(sum[:5])
	return "WSM-" + s[:4] + "-" + s[4:]
}

func newVorgang(a antrag.Antrag) (Vorgang, error) {
	v := Vorgang{Antrag: a}
	if len(a.Angaben()) == 0 { // erased
		return v, nil
	}
	var err error
	v.Angaben, err = angaben.Unmarshal(a.Angaben())
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
func (d *Dienst) Load(ctx context.Context, konto testkonto.Konto, id uuid.UUID) (Vorgang, error) {
	a, err := d.registratur.Load(ctx, id)
	if err != nil {
		return Vorgang{}, translate(err)
	}
	if a.Konto() != konto.Kennung || a.Leistung() != anmeldung {
		return Vorgang{}, ErrNichtGefunden
	}
	return newVorgang(a)
}

// List returns the applications of the account, the youngest first, without
// those that were given up or erased.
func (d *Dienst) List(ctx context.Context, konto testkonto.Konto) ([]antrag.Head, error) {
	var out []antrag.Head
	for head, err := range d.registratur.List(ctx, antrag.Query{Konto: konto.Kennung, Leistung: anmeldung, Newest: true}) {
		if err != nil {
			return nil, err
		}
		if head.Status != antrag.StatusVerworfen && head.Status != antrag.StatusGeloescht {
			out = append(out, head)
		}
	}
	return out, nil
}

// Befunde are all findings about an application that is being filled in.
func (d *Dienst) Befunde(konto testkonto.Konto, a angaben.Angaben) regeln.Befunde {
	befunde := regeln.Check(a, regeln.Umstaende{Heute: d.Heute(), Stufe: konto.Stufe, Verzeichnis: d.gebiete})
	if a.Gemeinde.IsZero() {
		return befunde
	}
	if z, err := d.Zustaendig(a.Gemeinde); err == nil && !z.Angebunden {
		befunde = append(befunde, regeln.Befund{
			Code: "WSM-ZUSTAENDIG-01", Pfad: "/gemeinde",
			DE: "Die zuständige Meldebehörde ist noch nicht angebunden. Melden Sie sich dort persönlich an.",
			EN: "The responsible office is not connected yet. Please register there in person.",
		})
	}
	if d.fremd(a) {
		befunde = append(befunde, fremderAbruf)
	}
	return befunde
}
