// SPDX-License-Identifier: Apache-2.0

// Package zustellung is the seam to whoever takes an application to its authority:
// a delivery service such as FIT-Connect, or an inbox of one's own.
//
// Package lokal delivers into an inbox that lies with the applications, package
// ordner into folders of a disk, where another program fetches, package fitconnect
// over FIT-Connect. Package posteingang is the inbox of whoever receives. Package
// zustellungtest is the suite for every Zusteller. Package xmeld says what the law
// wants for registrations of residence, which none of these fulfils by itself.
//
// How far a delivery is, its [Stand], is not how far the case is: an application
// that was accepted by the system of the authority is not decided on, and one that
// was rejected on its way is not refused by anybody who may decide.
package zustellung

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung"
)

const (
	// MaxDaten bounds the data of a delivery, in bytes.
	MaxDaten = 15 << 20
	// MaxAnlagen bounds its attachments. How large one may be is the driver's.
	MaxAnlagen = 100
)

var (
	// ErrAbgelehnt reports a delivery that the receiver will never take: trying
	// again is in vain.
	ErrAbgelehnt = errors.New("zustellung: refused")
	// ErrAndererInhalt reports an id that came before with other data; the first
	// stay.
	ErrAndererInhalt = fmt.Errorf("%w: the id came before with other data", ErrAbgelehnt)
	// ErrUnbekannt reports a delivery that nobody tried.
	ErrUnbekannt = errors.New("zustellung: no such delivery")
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
	Anlagen   []Anlage
}

// Anlage is a file that goes with a Sendung.
type Anlage struct {
	ID        uuid.UUID // repeats when the delivery is tried again
	Name      string
	Medientyp string
	// Load returns the content, the same each time. It is called when the file is
	// about to be handed over, so that one file at a time lies in memory.
	Load func(ctx context.Context) ([]byte, error)
}

// String tells ids and keys, and nothing of the data.
func (s Sendung) String() string {
	return fmt.Sprintf("Sendung %s of %s to %s", s.ID, s.Antrag, s.Behoerde)
}

// GoString keeps %#v from printing personal data.
func (s Sendung) GoString() string { return s.String() }

// String tells the id, and not the name.
func (a Anlage) String() string { return "Anlage " + a.ID.String() }

// GoString keeps %#v from printing personal data.
func (a Anlage) GoString() string { return a.String() }

// Check reports what a delivery lacks; the error matches [ErrAbgelehnt].
func (s Sendung) Check() error {
	if s.ID == uuid.Nil || s.Antrag == uuid.Nil || s.Leistung.IsZero() || s.Behoerde == "" || s.Medientyp == "" || len(s.Daten) == 0 {
		return fmt.Errorf("%w: incomplete", ErrAbgelehnt)
	}
	if len(s.Daten) > MaxDaten {
		return fmt.Errorf("%w: more than %d bytes", ErrAbgelehnt, MaxDaten)
	}
	if len(s.Anlagen) > MaxAnlagen {
		return fmt.Errorf("%w: more than %d attachments", ErrAbgelehnt, MaxAnlagen)
	}
	ids := make(map[uuid.UUID]bool, len(s.Anlagen))
	for _, a := range s.Anlagen {
		if a.ID == uuid.Nil || a.Medientyp == "" || a.Load == nil || ids[a.ID] {
			return fmt.Errorf("%w: an attachment that is incomplete, or two of one id", ErrAbgelehnt)
		}
		ids[a.ID] = true
	}
	return nil
}

// Status is how far a delivery is. The zero Status is not set.
type Status string

// The states of a delivery, in their order.
const (
	StatusAngekuendigt    Status = "angekuendigt"    // begun; nobody has it yet
	StatusUebergeben      Status = "uebergeben"      // a delivery service has it for good
	StatusAngenommen      Status = "angenommen"      // the authority has it for good
	StatusZurueckgewiesen Status = "zurueckgewiesen" // nobody will process it: tell the applicant
)

// Final reports whether nothing follows.
func (s Status) Final() bool { return s == StatusAngenommen || s == StatusZurueckgewiesen }

// Stand is how far a delivery is, and why.
type Stand struct {
	Status Status
	// Seit is when that became so, by the clock of whoever said it.
	Seit time.Time
	// Gruende are codes of a rejection, without a word about a person.
	Gruende []string
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
	// Watch returns how far a delivery is that Deliver was called for; who received
	// it may reject it days later. ErrUnbekannt; any other error says nothing about
	// the delivery.
	Watch(ctx context.Context, antrag, id uuid.UUID) (Stand, error)
}
