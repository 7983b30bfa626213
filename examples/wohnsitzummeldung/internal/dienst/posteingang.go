// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// The kinds of documents that lie with an application.
const (
	artEingang           = "eingang" // the copy in the inbox of the authority, whose folder it is
	artMeldebestaetigung = "meldebestaetigung"
)

// Sendung is one application as it was delivered: the copy of the authority.
type Sendung struct {
	Antrag   uuid.UUID
	Behoerde string
	Zeit     time.Time
	Inhalt
}

// deliver puts an application into the inbox. The id of the delivery repeats
// when it is tried again; the second time it finds itself already there.
func (d *Dienst) deliver(ctx context.Context, zustellung uuid.UUID, a antrag.Antrag) error {
	_, err := d.registratur.Attach(ctx, antrag.Unterlage{
		ID: zustellung, Antrag: a.ID(), Art: artEingang, Ordner: a.Behoerde(), Medientyp: "application/json", Inhalt: a.Angaben(),
	})
	return err
}

// sendung reads a delivery.
func (d *Dienst) sendung(ctx context.Context, u antrag.Unterlage) (Sendung, error) {
	u, err := d.registratur.Unterlage(ctx, u.Antrag, u.ID)
	if err != nil {
		return Sendung{}, translate(err)
	}
	inhalt, err := readInhalt(u.Inhalt)
	return Sendung{Antrag: u.Antrag, Behoerde: u.Ordner, Zeit: u.Zeit, Inhalt: inhalt}, err
}

// inbox returns what lies in the inbox of an authority, the youngest first.
func (d *Dienst) inbox(ctx context.Context, behoerde string) (out []Sendung, err error) {
	for u, err := range d.registratur.Ordner(ctx, behoerde) {
		if err != nil {
			return nil, err
		}
		s, err := d.sendung(ctx, u)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// find returns the delivery of an application to the authority; to another
// authority it does not exist.
func (d *Dienst) find(ctx context.Context, behoerde string, id uuid.UUID) (Sendung, error) {
	u, err := d.lies(ctx, behoerde, id)
	if err != nil {
		return Sendung{}, err
	}
	return d.sendung(ctx, u)
}

// lies finds the delivery without reading it.
func (d *Dienst) lies(ctx context.Context, behoerde string, id uuid.UUID) (antrag.Unterlage, error) {
	for u, err := range d.registratur.Unterlagen(ctx, id) {
		if err != nil {
			return antrag.Unterlage{}, err
		}
		if u.Art == artEingang && u.Ordner == behoerde {
			return u, nil
		}
	}
	return antrag.Unterlage{}, ErrNichtGefunden
}

// Eingaenge says how often an application lies in inboxes: once, if all is well.
func (d *Dienst) Eingaenge(ctx context.Context, id uuid.UUID) (n int, err error) {
	for u, err := range d.registratur.Unterlagen(ctx, id) {
		if err != nil {
			return 0, err
		}
		if u.Art == artEingang {
			n++
		}
	}
	return n, nil
}
