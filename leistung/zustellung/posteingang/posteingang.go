// SPDX-License-Identifier: Apache-2.0

// Package posteingang is the inbox of an authority that receives from a delivery
// service. It stands on the store of the process:
//
//	inbox, err := posteingang.New(store, posteingang.Config{})
//
// What is received is first stored whole, then accepted, and only what was accepted
// is to be worked on. Parts come one by one, in any number of tries, so a file at a
// time lies in memory; the submission is there when [Posteingang.Put] says so, whole
// or not at all. Receiving again what is there changes nothing.
//
// Every state has its deadline. Parts whose submission never became whole go by
// themselves.
package posteingang

import (
	"context"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Status is what an inbox has of a submission.
type Status string

// The states of a submission in the inbox.
const (
	StatusEingegangen     Status = "eingegangen"     // stored whole, its sender was not answered yet
	StatusAngenommen      Status = "angenommen"      // accepted: to be worked on
	StatusZurueckgewiesen Status = "zurueckgewiesen" // rejected: not to be worked on
)

var (
	// ErrNotFound says that there is nothing of that id, or not any more.
	ErrNotFound = bausteine.ErrNotFound
	// ErrAndererInhalt says that the id came before with other content; the first
	// stays.
	ErrAndererInhalt = errors.New("posteingang: the id came before with other content")
	// ErrUnvollstaendig says that a part is missing, or that there is too much.
	ErrUnvollstaendig = errors.New("posteingang: a submission that is not whole")
)

const (
	// MaxTeile bounds the parts of a submission.
	MaxTeile = 110
	// MaxTeil bounds one part, in bytes.
	MaxTeil = 1 << 30

	kind      = "posteingang"
	kindChunk = "posteingang/teil"
	chunkSize = 4 << 20
	keyZiel   = "ziel"
	keyParent = "eingang"
	stateHere = "vorhanden"
)

// Eingang is a submission in the inbox. It prints without its content.
type Eingang struct {
	ID      uuid.UUID // of the submission
	Vorgang uuid.UUID // of the case at the delivery service
	Ziel    string    // which of the authority's receiving points
	Zeit    time.Time // when the sender handed it in
	Teile   []Teil
	Status  Status
}

// Teil is one part: the data, metadata, a file.
type Teil struct {
	Name      string `json:"name"` // unique within the submission
	Medientyp string `json:"medientyp,omitempty"`
	Dateiname string `json:"dateiname,omitempty"`
	Groesse   int    `json:"groesse"`
	SHA512    string `json:"sha512"`
}

// String tells id and state.
func (e Eingang) String() string { return fmt.Sprintf("Eingang %s %s", e.ID, e.Status) }

// GoString keeps %#v from printing personal data.
func (e Eingang) GoString() string { return e.String() }

// String tells the size.
func (t Teil) String() string { return fmt.Sprintf("Teil of %d bytes", t.Groesse) }

// GoString keeps %#v from printing personal data.
func (t Teil) GoString() string { return t.String() }

// NewTeil describes a part by its content.
func NewTeil(name, medientyp, dateiname string, content []byte) Teil {
	sum := sha512.Sum512(content)
	return Teil{name, medientyp, dateiname, len(content), hex.EncodeToString(sum[:])}
}

// Config of an inbox. The zero Config is safe.
type Config struct {
	// Keep is how long an accepted submission stays that nobody removed. Default:
	// 90 days.
	Keep bausteine.Period
	// Norm is what Keep rests on; zero: the decision of the authority.
	Norm recht.Norm
}

// Posteingang is an inbox. It may be used by any number of goroutines and, over one
// database, by any number of processes.
type Posteingang struct{ core *grund.Core }

// rest is how long it is remembered what was rejected, and what was not answered, and
// how often parts are held against their submission.
var rest = grund.Days(30)

// New returns the inbox of a store. A store has one.
func New(store *bausteine.Store, config Config) (*Posteingang, error) {
	core, err := grund.Of(store)
	if err != nil {
		return nil, err
	}
	if config.Keep == (bausteine.Period{}) {
		config.Keep = bausteine.Period{Days: 90}
	}
	p := &Posteingang{core}
	err = core.Register(grund.Block{Name: kind, Kinds: []grund.Kind{
		{
			Name: kind, States: []string{string(StatusEingegangen), string(StatusAngenommen), string(StatusZurueckgewiesen)},
			Keep: []grund.Keep{
				{State: string(StatusEingegangen), What: "received, not answered", For: rest},
				{State: string(StatusAngenommen), What: "accepted submissions", For: grund.Period(config.Keep), Norm: config.Norm},
				{State: string(StatusZurueckgewiesen), What: "rejected submissions", For: rest},
			},
			Due: func(ctx context.Context, head journal.Head) error { return p.Erase(ctx, head.Stream) },
		},
		{
			Name: kindChunk, States: []string{stateHere},
			Keep: []grund.Keep{{State: stateHere, What: "parts, as long as their submission", For: rest}},
			Due:  p.chunkDue,
		},
	}})
	if err != nil {
		return nil, fmt.Errorf("posteingang: %w", err)
	}
	return p, nil
}

// PutTeil keeps a part of a submission that becomes whole later. It names content by
// its hash, so that another content never takes the place of the one described.
func (p *Posteingang) PutTeil(ctx context.Context, id uuid.UUID, teil Teil, content []byte) error {
	if id == uuid.Nil || teil != NewTeil(teil.Name, teil.Medientyp, teil.Dateiname, content) || len(content) > MaxTeil {
		return fmt.Errorf("%w: a part that is not as described", ErrUnvollstaendig)
	}
	for i := range chunks(teil) {
		if err := p.putChunk(ctx, id, chunkID(id, teil, i), content[i*chunkSize:min((i+1)*chunkSize, len(content))]); err != nil {
			return fmt.Errorf("posteingang: keep a part: %w", err)
		}
	}
	return nil
}

// putChunk keeps a piece, also one that was due and erased before it came again.
func (p *Posteingang) putChunk(ctx context.Context, parent, stream uuid.UUID, chunk []byte) error {
	commit := journal.Commit{
		Kind: kindChunk, Stream: stream, State: stateHere, Draft: chunk,
		Keys: []journal.Key{{Name: keyParent, Value: parent.String()}}, Events: []journal.Event{{Type: "teil"}},
	}
	_, err := p.core.Append(ctx, journal.Command{}, commit)
	if !errors.Is(err, bausteine.ErrConflict) {
		return err
	}
	head, _, err := p.core.Load(ctx, kindChunk, stream, 0)
	if err != nil || head.Draft != nil {
		return err
	}
	commit.Expected = head.Version
	_, err = p.core.Append(ctx, journal.Command{}, commit)
	return err
}

func chunks(t Teil) int { return (t.Groesse + chunkSize - 1) / chunkSize }

// chunkID names a piece by what it holds.
func chunkID(id uuid.UUID, t Teil, i int) uuid.UUID {
	return uuid.NewSHA1(id, fmt.Appendf(nil, "%s/%d/%s", t.SHA512, i, t.Name))
}

// eintrag is what is stored of a submission beside its parts. All of it can be
// erased.
type eintrag struct {
	Vorgang uuid.UUID `json:"vorgang"`
	Ziel    string    `json:"ziel"`
	Zeit    time.Time `json:"zeit"`
	Teile   []Teil    `json:"teile"`
}

// Put makes a submission be there, whose parts came before. One that is there stays
// as it is; with other content it is [ErrAndererInhalt].
func (p *Posteingang) Put(ctx context.Context, e Eingang) error {
	if e.ID == uuid.Nil || e.Ziel == "" || len(e.Teile) == 0 || len(e.Teile) > MaxTeile {
		return fmt.Errorf("%w: without id, receiving point or parts", ErrUnvollstaendig)
	}
	for _, t := range e.Teile {
		for i := range chunks(t) {
			head, _, err := p.core.Load(ctx, kindChunk, chunkID(e.ID, t, i), 0)
			if err == nil && head.Draft == nil {
				err = ErrNotFound
			}
			if err != nil {
				return fmt.Errorf("%w: a part: %w", ErrUnvollstaendig, err)
			}
		}
	}
	personal, err := json.Marshal(eintrag{e.Vorgang, e.Ziel, e.Zeit.UTC(), e.Teile})
	if err != nil {
		return fmt.Errorf("posteingang: encode: %w", err)
	}
	_, err = p.core.Append(ctx, journal.Command{}, journal.Commit{
		Kind: kind, Stream: e.ID, State: string(StatusEingegangen), Keys: []journal.Key{{Name: keyZiel, Value: e.Ziel}},
		Events: []journal.Event{{Type: string(StatusEingegangen), Personal: personal}},
	})
	if !errors.Is(err, bausteine.ErrConflict) {
		return err
	}
	there, err := p.Load(ctx, e.ID)
	if err != nil {
		return err
	}
	e.Status, e.Zeit, there.Zeit = there.Status, time.Time{}, time.Time{}
	a, _ := json.Marshal(e)
	b, _ := json.Marshal(there)
	if string(a) != string(b) {
		return ErrAndererInhalt
	}
	return nil
}

// Settle notes the outcome, [StatusAngenommen] or [StatusZurueckgewiesen]. The first
// one stays. A rejected submission loses its parts; one that never was whole is
// remembered as rejected.
func (p *Posteingang) Settle(ctx context.Context, id uuid.UUID, ziel string, outcome Status) error {
	if outcome != StatusAngenommen && outcome != StatusZurueckgewiesen {
		return fmt.Errorf("%w: not an outcome", ErrUnvollstaendig)
	}
	head, _, err := p.core.Load(ctx, kind, id, 0)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return fmt.Errorf("posteingang: load: %w", err)
	}
	switch {
	case head.State == string(outcome):
		return nil
	case head.State != "" && head.State != string(StatusEingegangen):
		return ErrAndererInhalt
	case head.Version == 0 && outcome == StatusAngenommen:
		return ErrNotFound
	}
	_, err = p.core.Append(ctx, journal.Command{}, journal.Commit{
		Kind: kind, Stream: id, Expected: head.Version, State: string(outcome), Keys: []journal.Key{{Name: keyZiel, Value: ziel}},
		Events: []journal.Event{{Type: string(outcome)}},
	})
	if err != nil {
		return fmt.Errorf("posteingang: settle: %w", err)
	}
	if outcome == StatusZurueckgewiesen {
		return p.eraseParts(ctx, id)
	}
	return nil
}
