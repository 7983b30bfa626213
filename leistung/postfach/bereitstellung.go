// SPDX-License-Identifier: Apache-2.0

package postfach

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/frist"
)

// Regime is the rule by which a notice counts as announced.
type Regime string

// The rules for what is retrieved. Letters are not among them, see [frist.Sendung].
const (
	// RegimeAbruf is retrieval from a portal, with consent (§ 41 (2a) VwVfG): the
	// retrieval counts, and without one within ten days nothing is announced.
	RegimeAbruf Regime = "abruf"
	// RegimeAbrufSozial is the same in social matters (§ 37 (2a) SGB X), where the
	// message about it counts.
	RegimeAbrufSozial Regime = "abruf-sozial"
	// RegimePostfach is the postbox of an account (§ 9 OZG), unless excluded: the
	// provision counts.
	RegimePostfach Regime = "postfach"
	// RegimeElterngeld is the postbox in social matters, for parental allowance
	// alone (§ 37 (2b) SGB X). Everything else there is RegimeAbrufSozial.
	RegimeElterngeld Regime = "elterngeld"
	// RegimeSteuer is retrieval of a tax notice (§ 122a AO). It is kept as evidence
	// and not counted here.
	RegimeSteuer Regime = "steuer"
)

var (
	// ErrUnbekannt reports that the account of a message is not there: deleted, or
	// never one. The notice goes by letter, and its period begins with that.
	ErrUnbekannt = errors.New("postfach: no such account")
	// ErrWeg reports a notice that may not be announced in this way: no consent, or
	// the postbox excluded, or nobody to tell of it. It goes by letter.
	ErrWeg = errors.New("postfach: not to be announced in this way")
	// ErrRegime reports a rule that is none, or that nothing here counts by.
	ErrRegime = errors.New("postfach: no such rule of announcement")
)

// Empfang says how a person is to be reached.
type Empfang struct {
	Regime Regime
	// Einwilligung is that of the person in retrieval; RegimeAbruf and
	// RegimeAbrufSozial need it.
	Einwilligung bool
	// Ausgeschlossen says that the person excluded the postbox while using the
	// service, or wants tax notices by post.
	Ausgeschlossen bool
	// EMail is the address that the person named for messages about new notices.
	EMail string
}

// Check reports why a notice may not be announced in this way; the error matches
// ErrWeg or ErrRegime.
func (e Empfang) Check() error {
	switch e.Regime {
	case RegimeAbruf, RegimeAbrufSozial:
		if !e.Einwilligung {
			return fmt.Errorf("%w: the consent is missing", ErrWeg)
		}
	case RegimePostfach, RegimeElterngeld, RegimeSteuer:
		if e.Ausgeschlossen {
			return fmt.Errorf("%w: the person excluded it", ErrWeg)
		}
	default:
		return ErrRegime
	}
	if e.EMail == "" {
		return fmt.Errorf("%w: there is no address for the message about it", ErrWeg)
	}
	return nil
}

// Bereitstellung is the evidence of how a notice was made available: what the
// authority must prove. It is kept with the case. It holds no content and no address.
type Bereitstellung struct {
	ID             uuid.UUID         `json:"id"` // of the message
	Regime         Regime            `json:"regime"`
	Bereitgestellt time.Time         `json:"bereitgestellt,omitzero"`
	Pruefsumme     [sha256.Size]byte `json:"pruefsumme,omitzero"`     // of the file
	Benachrichtigt time.Time         `json:"benachrichtigt,omitzero"` // the first message that went out
	Ziel           [sha256.Size]byte `json:"ziel,omitzero"`           // of the address that it went to
	Abgerufen      time.Time         `json:"abgerufen,omitzero"`      // for the first time
	Gescheitert    time.Time         `json:"gescheitert,omitzero"`    // the account was not there
	// Bestritten says that the person denies that the message arrived, and nobody
	// can prove it.
	Bestritten bool `json:"bestritten,omitzero"`
}

// Deliver puts a notice into the postbox, tells the person by a message without
// content, and returns the evidence, also beside an error: what it holds was done.
// After an error that is none of ErrWeg, ErrRegime, ErrAbgelehnt and ErrUnbekannt it
// is called again, with what it returned. Nothing is done twice but the message.
func Deliver(ctx context.Context, box Postfach, bote Bote, n Nachricht, an Empfang, b Bereitstellung, now func() time.Time) (Bereitstellung, error) {
	if err := an.Check(); err != nil {
		return b, err
	}
	if err := n.Check(); err != nil {
		return b, err
	}
	if b.ID != uuid.Nil && b.ID != n.ID {
		return b, fmt.Errorf("%w: the evidence is of another message", ErrAbgelehnt)
	}
	b.ID, b.Regime, b.Pruefsumme = n.ID, an.Regime, sha256.Sum256(n.Anlage)
	if b.Bereitgestellt.IsZero() {
		if err := box.Put(ctx, n); err != nil {
			if errors.Is(err, ErrUnbekannt) {
				b.Gescheitert = now()
			}
			return b, err
		}
		b.Bereitgestellt = now()
	}
	if b.Benachrichtigt.IsZero() {
		if err := bote.Send(ctx, an.EMail, NewHinweis()); err != nil {
			return b, err
		}
		b.Benachrichtigt, b.Ziel = now(), sha256.Sum256([]byte(an.EMail))
	}
	return b, nil
}

// Retrieve notes that the person, logged in, took the notice; the first time stays.
func (b *Bereitstellung) Retrieve(now time.Time) {
	if b.Abgerufen.IsZero() && !b.Bereitgestellt.IsZero() && !now.Before(b.Bereitgestellt) {
		b.Abgerufen = now
	}
}

// Weg is how the notice was announced, for package frist to count from. ErrWeg where
// nothing was provided, ErrRegime where nothing here counts by the rule.
func (b Bereitstellung) Weg() (frist.Weg, error) {
	if b.Bereitgestellt.IsZero() || !b.Gescheitert.IsZero() {
		return nil, fmt.Errorf("%w: it was not provided", ErrWeg)
	}
	switch b.Regime {
	case RegimeAbruf, RegimeAbrufSozial:
		if b.Benachrichtigt.IsZero() {
			return nil, fmt.Errorf("%w: nobody was told", ErrWeg)
		}
		if b.Regime == RegimeAbruf {
			return frist.Abruf{Benachrichtigt: day(b.Benachrichtigt), Abgerufen: day(b.Abgerufen)}, nil
		}
		return frist.AbrufSozial{Benachrichtigt: day(b.Benachrichtigt), Abgerufen: day(b.Abgerufen), Bestritten: b.Bestritten}, nil
	case RegimePostfach, RegimeElterngeld:
		return frist.Postfach{Bereitgestellt: day(b.Bereitgestellt), Benachrichtigt: day(b.Benachrichtigt)}, nil
	default:
		return nil, ErrRegime
	}
}

// Again is the way of a second announcement of the same notice after this one: where
// it was retrieved before, the day of the first retrieval stays decisive.
func (b Bereitstellung) Again(second Bereitstellung) (frist.Weg, error) {
	way, err := second.Weg()
	if p, ok := way.(frist.Postfach); ok && err == nil {
		p.ZuvorAbgerufen = day(b.Abgerufen)
		return p, nil
	}
	return way, err
}

// day is the day in German legal time, and none of no time.
func day(t time.Time) datum.Datum {
	if t.IsZero() {
		return datum.Datum{}
	}
	return datum.Of(t)
}
