// SPDX-License-Identifier: Apache-2.0

// Package zustellung is the seam to whoever takes an application to its authority:
// a delivery service such as FIT-Connect, or an inbox of one's own.
//
// Package lokal delivers into an inbox that lies with the applications, package
// ordner into folders of a disk, where another program fetches. Package
// zustellungtest is the suite for every Zusteller.
package zustellung

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung"
)

// MaxDaten bounds what is delivered, in bytes.
const MaxDaten = 15 << 20

var (
	// ErrAbgelehnt reports a delivery that the receiver will never take: trying
	// again is in vain.
	ErrAbgelehnt = errors.New("zustellung: refused")
	// ErrAndererInhalt reports an id that came before with other data; the first
	// stay.
	ErrAndererInhalt = fmt.Errorf("%w: the id came before with other data", ErrAbgelehnt)
)

// Sendung is one application on its way. It prints without its data.
type Sendung struct {
	// ID repeats when a delivery is tried again; a receiver takes it once.
	ID       uuid.UUID
	Antrag   uuid.UUID
	Leistung leistung.Schluessel
	Behoerde string // the key of the receiving authority
	Eingang  time.Time
	// Medientyp and Daten are what is delivered, "application/json".
	Medientyp string
	Daten     []byte
}

// String tells ids and keys, and nothing of the data.
func (s Sendung) String() string {
	return fmt.Sprintf("Sendung %s of %s to %s", s.ID, s.Antrag, s.Behoerde)
}

// GoString keeps %#v from printing personal data.
func (s Sendung) GoString() string { return s.String() }

// Check reports what a delivery lacks; the error matches [ErrAbgelehnt].
func (s Sendung) Check() error {
	if s.ID == uuid.Nil || s.Antrag == uuid.Nil || s.Leistung.IsZero() || s.Behoerde == "" || s.Medientyp == "" || len(s.Daten) == 0 {
		return fmt.Errorf("%w: incomplete", ErrAbgelehnt)
	}
	if len(s.Daten) > MaxDaten {
		return fmt.Errorf("%w: more than %d bytes", ErrAbgelehnt, MaxDaten)
	}
	return nil
}

// Zusteller takes applications to authorities. It may be used from any number of
// goroutines.
type Zusteller interface {
	// Deliver returns nil when the authority, or whoever receives for it, has the
	// delivery for good: it survives a crash of both. Delivering the same id with
	// the same data again is nil and delivers nothing anew. ErrAbgelehnt,
	// ErrAndererInhalt; after any other error it may have arrived or not, and is to
	// be tried again.
	Deliver(ctx context.Context, sendung Sendung) error
}
