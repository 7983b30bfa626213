// SPDX-License-Identifier: Apache-2.0

// Package lokal is an inbox that lies with the applications on the store of the
// process: what is delivered lives no longer than its application.
package lokal

import (
	"bytes"
	"context"
	"errors"
	"iter"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/zustellung"
)

// art is the kind of the documents that are deliveries.
const art = "sendung"

// Posteingang is a [zustellung.Zusteller] and the inboxes that it fills.
type Posteingang struct{ reg *antrag.Registratur }

// New is the inbox beside a registry.
func New(reg *antrag.Registratur) (*Posteingang, error) {
	if reg == nil {
		return nil, errors.New("lokal: no registry")
	}
	return &Posteingang{reg}, nil
}

// ordner is the folder of an authority for one Leistung; other documents of the
// authority lie elsewhere.
func ordner(behoerde, leistung string) string { return "sendung/" + leistung + "/" + behoerde }

// Deliver implements [zustellung.Zusteller].
func (p *Posteingang) Deliver(ctx context.Context, s zustellung.Sendung) error {
	if err := s.Check(); err != nil {
		return err
	}
	if _, err := p.reg.Attach(ctx, antrag.Unterlage{ID: s.ID, Antrag: s.Antrag, Art: art, Ordner: ordner(s.Behoerde, s.Leistung.String()), Medientyp: s.Medientyp, Inhalt: s.Daten}); err != nil {
		if errors.Is(err, antrag.ErrNotFound) {
			return zustellung.ErrAndererInhalt // of another application, or erased
		}
		return err
	}
	there, err := p.reg.Unterlage(ctx, s.Antrag, s.ID)
	if err != nil {
		return err
	}
	if !bytes.Equal(there.Inhalt, s.Daten) || there.Ordner != ordner(s.Behoerde, s.Leistung.String()) {
		return zustellung.ErrAndererInhalt
	}
	return nil
}

// List are the deliveries of a Leistung to an authority, without their data.
func (p *Posteingang) List(ctx context.Context, behoerde, leistung string) iter.Seq2[antrag.Unterlage, error] {
	return p.reg.Ordner(ctx, ordner(behoerde, leistung))
}

// Read returns a delivery with its data; [antrag.ErrNotFound] for another
// authority.
func (p *Posteingang) Read(ctx context.Context, behoerde, leistung string, application, id uuid.UUID) (antrag.Unterlage, error) {
	u, err := p.reg.Unterlage(ctx, application, id)
	if err == nil && u.Ordner != ordner(behoerde, leistung) {
		return antrag.Unterlage{}, antrag.ErrNotFound
	}
	return u, err
}
