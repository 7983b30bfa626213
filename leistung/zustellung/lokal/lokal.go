// SPDX-License-Identifier: Apache-2.0

// Package lokal is an inbox that lies with the applications on the store of the
// process: what is delivered lives no longer than its application.
package lokal

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/zustellung"
)

// art is the kind of the documents that are deliveries, artAnlage that of their
// attachments.
const (
	art       = "sendung"
	artAnlage = "sendung-anlage"
)

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

// anlagen is the folder of the attachments of a delivery.
func anlagen(sendung uuid.UUID) string { return "sendung-anlage/" + sendung.String() }

// Deliver implements [zustellung.Zusteller]. An attachment has at most
// [antrag.MaxUnterlage] bytes.
func (p *Posteingang) Deliver(ctx context.Context, s zustellung.Sendung) error {
	if err := s.Check(); err != nil {
		return err
	}
	for _, a := range s.Anlagen {
		if err := p.attach(ctx, s, a); err != nil {
			return err
		}
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

// attach puts an attachment beside the delivery, before it. Its id is its own: the
// file of the applicant may lie in the same registry.
func (p *Posteingang) attach(ctx context.Context, s zustellung.Sendung, a zustellung.Anlage) error {
	content, err := a.Load(ctx)
	if err != nil {
		return err
	}
	if len(content) == 0 || len(content) > antrag.MaxUnterlage {
		return fmt.Errorf("%w: an attachment without content or of more than %d bytes", zustellung.ErrAbgelehnt, antrag.MaxUnterlage)
	}
	u := antrag.Unterlage{ID: uuid.NewSHA1(s.ID, a.ID[:]), Antrag: s.Antrag, Art: artAnlage, Ordner: anlagen(s.ID), Name: a.Name, Medientyp: a.Medientyp, Inhalt: content}
	there, err := p.reg.Attach(ctx, u)
	if err != nil {
		if errors.Is(err, antrag.ErrNotFound) {
			return zustellung.ErrAndererInhalt
		}
		return err
	}
	if sum := sha256.Sum256(content); there.SHA256 != hex.EncodeToString(sum[:]) || there.Ordner != u.Ordner {
		return zustellung.ErrAndererInhalt
	}
	return nil
}

// Watch implements [zustellung.Zusteller]: what was delivered is with the authority.
func (p *Posteingang) Watch(ctx context.Context, application, id uuid.UUID) (zustellung.Stand, error) {
	u, err := p.reg.Unterlage(ctx, application, id)
	switch {
	case errors.Is(err, antrag.ErrNotFound), err == nil && u.Art != art:
		return zustellung.Stand{}, zustellung.ErrUnbekannt
	case err != nil:
		return zustellung.Stand{}, err
	}
	return zustellung.Stand{Status: zustellung.StatusAngenommen, Seit: u.Zeit}, nil
}

// Anlagen returns the attachments of a delivery, without their content, which
// [antrag.Registratur.Unterlage] gives; [antrag.ErrNotFound] for another authority.
func (p *Posteingang) Anlagen(ctx context.Context, behoerde, leistung string, application, id uuid.UUID) (out []antrag.Unterlage, err error) {
	if _, err := p.Read(ctx, behoerde, leistung, application, id); err != nil {
		return nil, err
	}
	for u, err := range p.reg.Ordner(ctx, anlagen(id)) {
		if err != nil {
			return nil, err
		}
		if u.Antrag == application {
			out = append(out, u)
		}
	}
	return out, nil
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
