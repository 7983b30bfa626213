// SPDX-License-Identifier: Apache-2.0

// Package postfach is the seam to the postbox of a person's account (§ 2 (7) OZG):
// where notices and news are put for them. [NewLokal] is one inside of the process
// for tests and exhibitions; package postfachtest is the suite for every Postfach.
//
// [Deliver] announces a notice in it: it puts the notice there, tells the person by a
// [Hinweis] without content, and returns a [Bereitstellung], the evidence that an
// authority must have. From that package frist counts the day by the rule that holds:
// provision, message and retrieval are three moments, and each [Regime] counts from
// another. Where the way is closed (excluded, no consent, account gone) the errors
// say so, and the notice goes by letter.
package postfach

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// The bounds of a message.
const (
	MaxText    = 20_000 // bytes of a text in one language
	MaxAnlagen = 15 << 20
)

// ErrAbgelehnt reports a message that no postbox takes.
var ErrAbgelehnt = errors.New("postfach: refused")

// Nachricht is a message to a person. It prints without its content.
type Nachricht struct {
	ID      uuid.UUID // repeats when it is tried again
	Konto   string    // the pseudonym of the account
	Antrag  uuid.UUID // what it is about
	Betreff recht.Text
	Text    recht.Text
	Anlage  []byte // a notice, as PDF; nil for none
	Zeit    time.Time
}

// String tells the id, and nothing of the content.
func (n Nachricht) String() string { return "Nachricht " + n.ID.String() }

// GoString keeps %#v from printing personal data.
func (n Nachricht) GoString() string { return n.String() }

// Check reports what a message lacks; the error matches [ErrAbgelehnt].
func (n Nachricht) Check() error {
	if n.ID == uuid.Nil || n.Konto == "" || n.Betreff.IsZero() || n.Text.IsZero() {
		return fmt.Errorf("%w: incomplete", ErrAbgelehnt)
	}
	for _, t := range []recht.Text{n.Betreff, n.Text} {
		for _, language := range t.Languages() {
			if text, _ := t.Lookup(language); len(text) > MaxText {
				return fmt.Errorf("%w: more than %d bytes of text", ErrAbgelehnt, MaxText)
			}
		}
	}
	if len(n.Anlage) > MaxAnlagen {
		return fmt.Errorf("%w: more than %d bytes of documents", ErrAbgelehnt, MaxAnlagen)
	}
	return nil
}

// Postfach takes messages for accounts. It may be used from any number of
// goroutines.
type Postfach interface {
	// Put returns nil when the message is there. The same id again is nil and puts
	// nothing anew; the first stays. ErrAbgelehnt, ErrUnbekannt; after any other error
	// it may be there or not, and is to be tried again.
	Put(ctx context.Context, nachricht Nachricht) error
}

// maxLokal bounds the messages of one account.
const maxLokal = 1000

// Lokal is a [Postfach] inside of the process. It forgets with it.
type Lokal struct {
	mu       sync.Mutex
	boxes    map[string][]Nachricht
	received map[uuid.UUID]bool
}

// NewLokal makes an empty one.
func NewLokal() *Lokal {
	return &Lokal{boxes: map[string][]Nachricht{}, received: map[uuid.UUID]bool{}}
}

// Put implements [Postfach].
func (l *Lokal) Put(ctx context.Context, n Nachricht) error {
	if err := n.Check(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.received[n.ID] {
		return nil
	}
	if len(l.boxes[n.Konto]) == maxLokal {
		return fmt.Errorf("%w: the postbox is full", ErrAbgelehnt)
	}
	n.Anlage = slices.Clone(n.Anlage)
	l.received[n.ID] = true
	l.boxes[n.Konto] = append(l.boxes[n.Konto], n)
	return nil
}

// List returns the messages of an account, the youngest first.
func (l *Lokal) List(konto string) []Nachricht {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := slices.Clone(l.boxes[konto])
	slices.Reverse(out)
	return out
}
