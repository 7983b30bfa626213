// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/angaben"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/regeln"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// Begin opens a draft. The same auftrag opens it once.
func (d *Dienst) Begin(ctx context.Context, konto testkonto.Konto, auftrag string) (Vorgang, error) {
	geburt, err := kommune.ParseDatum(konto.Geburtsdatum.Wert)
	if err != nil {
		return Vorgang{}, fmt.Errorf("dienst: the account's date of birth: %w", err)
	}
	inhalt, err := angaben.Angaben{Identitaet: angaben.Identitaet{
		Mittel: konto.Mittel, Stufe: int(konto.Stufe),
		Familienname: konto.Familienname.Wert, Vornamen: konto.Vornamen.Wert, Geburtsdatum: geburt,
	}}.Marshal()
	if err != nil {
		return Vorgang{}, err
	}
	a, err := d.registratur.Do(ctx, antrag.Command{
		Key: schluessel(konto, "begin", auftrag),
		Ereignisse: []antrag.Ereignis{{
			Art: antrag.ArtBegonnen, Akteur: antrag.AkteurAntragsteller,
			Leistung: anmeldung, Konto: konto.Kennung, Angaben: inhalt,
		}},
	})
	if err != nil {
		return Vorgang{}, translate(err)
	}
	return newVorgang(a)
}

// schluessel binds a key to the account and the act, so that a key of somebody
// else's form is worth nothing. Keys outlive the application, so it is a hash
// that they hold and not the account; auftrag is random, nobody can try it out.
func schluessel(konto testkonto.Konto, akt, auftrag string) string {
	if auftrag == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(konto.Kennung + "/" + akt + "/" + auftrag))
	return hex.EncodeToString(sum[:])
}

// Save changes the draft as it was at that version. ErrGeaendert: somebody was
// faster, and the draft as it is now is returned with the error.
func (d *Dienst) Save(ctx context.Context, konto testkonto.Konto, id uuid.UUID, version uint64, change func(*angaben.Angaben) error) (Vorgang, error) {
	v, err := d.Load(ctx, konto, id)
	if err != nil {
		return Vorgang{}, err
	}
	if v.Status() != antrag.StatusEntwurf {
		return v, ErrNichtMoeglich
	}
	before := v
	if err := change(&v.Angaben); err != nil {
		return before, err
	}
	inhalt, err := v.Angaben.Marshal()
	if err != nil {
		return before, err
	}
	if string(inhalt) == string(v.Antrag.Angaben()) {
		return v, nil // nothing changed: the other tab says the same
	}
	if v.Version() != version {
		return before, ErrGeaendert
	}
	a, err := d.registratur.Do(ctx, antrag.Command{
		Antrag: id, Version: version, Loaded: &before.Antrag,
		Ereignisse: []antrag.Ereignis{{Art: antrag.ArtBearbeitet, Akteur: antrag.AkteurAntragsteller, Angaben: inhalt}},
	})
	if err != nil {
		return d.present(ctx, konto, before, translate(err))
	}
	return newVorgang(a)
}

// present returns with a conflict the application as it is now.
func (d *Dienst) present(ctx context.Context, konto testkonto.Konto, before Vorgang, err error) (Vorgang, error) {
	if !errors.Is(err, ErrGeaendert) {
		return before, err
	}
	now, loadErr := d.Load(ctx, konto, before.ID())
	if loadErr != nil {
		return before, errors.Join(err, loadErr)
	}
	return now, err
}

// Submit hands the application in. With findings nothing happens and they are
// returned. An application that has been handed in already is returned as it
// is: the second click and the back button lead to the same receipt.
func (d *Dienst) Submit(ctx context.Context, konto testkonto.Konto, id uuid.UUID, version uint64) (Vorgang, regeln.Befunde, error) {
	v, err := d.Load(ctx, konto, id)
	if err != nil {
		return Vorgang{}, nil, err
	}
	if !v.Eingegangen().IsZero() {
		return v, nil, nil
	}
	if v.Status() != antrag.StatusEntwurf {
		return v, nil, ErrNichtMoeglich
	}
	if maengel := d.Befunde(konto, v.Angaben).Maengel(); len(maengel) > 0 {
		return v, maengel, nil
	}
	z, err := d.Zustaendig(v.Angaben.Gemeinde)
	if err != nil {
		return v, nil, err
	}
	a, err := d.registratur.Do(ctx, antrag.Command{
		Antrag: id, Version: version, Loaded: &v.Antrag,
		Ereignisse: []antrag.Ereignis{{Art: antrag.ArtEingereicht, Akteur: antrag.AkteurAntragsteller, Behoerde: z.Behoerde()}},
	})
	if err != nil {
		now, err := d.present(ctx, konto, v, translate(err))
		if !now.Eingegangen().IsZero() {
			return now, nil, nil // both clicks came at once
		}
		return now, nil, err
	}
	v, err = newVorgang(a)
	return v, nil, err
}

// GiveUp ends a draft. A record that waits for the person's decision is
// discarded with it.
func (d *Dienst) GiveUp(ctx context.Context, konto testkonto.Konto, id uuid.UUID, version uint64) error {
	v, err := d.Load(ctx, konto, id)
	if err != nil {
		return err
	}
	if err := d.act(ctx, konto, id, version, antrag.Ereignis{Art: antrag.ArtVerworfen}); err != nil {
		return err
	}
	return d.discard(ctx, konto, v.Angaben.Abruf)
}

// Withdraw takes an application back before the decision.
func (d *Dienst) Withdraw(ctx context.Context, konto testkonto.Konto, id uuid.UUID, version uint64) error {
	return d.act(ctx, konto, id, version, antrag.Ereignis{Art: antrag.ArtZurueckgenommen})
}

// Answer answers the question of the authority.
func (d *Dienst) Answer(ctx context.Context, konto testkonto.Konto, id uuid.UUID, version uint64, text string) error {
	return d.act(ctx, konto, id, version, antrag.Ereignis{Art: antrag.ArtBeantwortet, Text: text})
}

func (d *Dienst) act(ctx context.Context, konto testkonto.Konto, id uuid.UUID, version uint64, e antrag.Ereignis) error {
	v, err := d.Load(ctx, konto, id)
	if err != nil {
		return err
	}
	e.Akteur = antrag.AkteurAntragsteller
	_, err = d.registratur.Do(ctx, antrag.Command{Antrag: v.ID(), Version: version, Loaded: &v.Antrag, Ereignisse: []antrag.Ereignis{e}})
	return translate(err)
}
