// SPDX-License-Identifier: Apache-2.0

package antrag

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/leistung/antrag/internal/beilage"
)

// Config says how a [Registratur] works. Aufbewahrung is required.
type Config struct {
	// Aufbewahrung says how long what is kept.
	Aufbewahrung Aufbewahrung
	// Wirkungen says, for a kind of event, what follows from it.
	Wirkungen map[Art][]Wirkung
	// Nummer gives the number that people use for an Antrag, by which it is
	// found; nil: none. It must stay the same.
	Nummer func(id uuid.UUID) string
	// NewID gives the ids of new Antraege; nil is [uuid.NewV7]. Lists by time
	// need ids of that version.
	NewID func() (uuid.UUID, error)
}

// Registratur is the registry in which a service keeps its Antraege. Every
// change goes through [Registratur.Do] or [Registratur.Update].
type Registratur struct {
	core       *grund.Core
	antraege   *grund.Aggregate[Antrag]
	unterlagen *beilage.Keeper
	wartende   *warteliste
	effects    map[string]grund.Effect // of its kind; the store looks when it runs
	config     Config
}

const (
	kindAntrag  = "antrag"
	commandKind = "antrag" // a command key is unique among all Antraege
)

// NewRegistratur returns the registry on a store. What follows from events, and
// what is due, is done by the store's Run.
func NewRegistratur(store *bausteine.Store, config Config) (*Registratur, error) {
	core, err := grund.Of(store)
	if err != nil {
		return nil, fmt.Errorf("antrag: %w", err)
	}
	if config.NewID == nil {
		config.NewID = uuid.NewV7
	}
	r := &Registratur{core: core, wartende: &warteliste{wer: map[uuid.UUID][]chan struct{}{}}, config: config}
	core.Follow(kindAntrag, r.wartende)
	r.antraege = grund.NewAggregate(core, kindAntrag, fold, func(a Antrag, draft []byte) (Antrag, error) {
		a.angaben = draft
		return a, nil
	})
	r.unterlagen = beilage.New(core, kindUnterlage, keyDerUnterlage, r.da)
	kind := grund.Kind{Name: kindAntrag, Due: r.due}
	if kind.Keep, kind.States, err = config.Aufbewahrung.keep(); err != nil {
		return nil, err
	}
	r.config.Wirkungen, r.effects = map[Art][]Wirkung{}, map[string]grund.Effect{}
	kind.Effects = r.effects
	for art, wirkungen := range config.Wirkungen {
		if err := r.After(art, wirkungen...); err != nil {
			return nil, err
		}
	}
	if err := core.Register(grund.Block{Name: "antrag", Kinds: []grund.Kind{kind, r.unterlagen.Kind()}}); err != nil {
		return nil, fmt.Errorf("antrag: %w", err)
	}
	return r, nil
}

// fold applies a stored event.
func fold(a Antrag, recorded journal.Recorded) (Antrag, error) {
	e, err := UnmarshalEreignis(Art(recorded.Type), recorded.Time, recorded.Data, recorded.Personal)
	if err != nil {
		return a, err
	}
	a.id = recorded.Stream
	if a, err = a.apply(e, true); err == nil {
		a.version = recorded.Version
	}
	return a, err
}

// now is the time as the store keeps it.
func (r *Registratur) now() time.Time { return r.core.Now().UTC().Truncate(time.Microsecond) }

// Command is a decision to change an Antrag.
type Command struct {
	// Antrag is the id; zero begins a new one.
	Antrag uuid.UUID
	// Version is the version that was looked at when deciding; 0 for a new one.
	Version uint64
	// Loaded is the Antrag as it was looked at, if the caller has it: that spares
	// loading it again. Versions are compared in any case.
	Loaded *Antrag
	// Key makes the command safe to repeat: the same key gives the stored answer
	// and changes nothing. It must be hard to guess and hold no personal data,
	// for example the token of the form that was sent. Empty: not repeatable.
	Key string
	// Ereignisse happen one after the other, all or none.
	Ereignisse []Ereignis
}

// Do carries the command out and returns the Antrag after it. A command whose
// key was carried out before returns the Antrag as it is now.
//
// Errors: [ErrConflict], [ErrUebergang], [ErrInvalid], [ErrNotFound],
// [ErrCommandReused], those of package bausteine.
func (r *Registratur) Do(ctx context.Context, command Command) (Antrag, error) {
	if len(command.Ereignisse) == 0 {
		return Antrag{}, fmt.Errorf("%w: a command without events", ErrInvalid)
	}
	before, err := r.present(ctx, command)
	if err == nil {
		var after Antrag
		if after, err = r.append(ctx, before, command); err == nil {
			return after, nil
		}
	}
	if command.Key == "" {
		return Antrag{}, err
	}
	// A repeated command must not be judged by the life cycle: the first time has
	// already moved the Antrag on.
	outcome, answerErr := r.core.Answer(ctx, commandKind, command.Key)
	switch {
	case errors.Is(answerErr, ErrNotFound) || answerErr == nil && command.Antrag != uuid.Nil && outcome.Receipts[0].Stream != command.Antrag:
		return Antrag{}, err
	case answerErr != nil:
		return Antrag{}, fmt.Errorf("antrag: look up command: %w", answerErr)
	case outcome.Fingerprint != command.fingerprint():
		return Antrag{}, ErrCommandReused
	}
	return r.Load(ctx, outcome.Receipts[0].Stream)
}

// Update loads the Antrag, lets decide say what happens, and carries it out;
// when somebody else was faster it starts again. It is for the service's own
// acts (delivered, expired), where no person looked at a version. decide may be
// called several times; returning no events leaves the Antrag as it is.
func (r *Registratur) Update(ctx context.Context, id uuid.UUID, decide func(Antrag) ([]Ereignis, error)) (Antrag, error) {
	const tries = 16
	for range tries {
		before, err := r.Load(ctx, id)
		if err != nil {
			return Antrag{}, err
		}
		ereignisse, err := decide(before)
		if err != nil || len(ereignisse) == 0 {
			return before, err
		}
		command := Command{Antrag: id, Version: before.Version(), Ereignisse: ereignisse}
		after, err := r.append(ctx, before, command)
		if !errors.Is(err, ErrConflict) {
			return after, err
		}
	}
	return Antrag{}, fmt.Errorf("antrag: %d tries to update: %w", tries, ErrConflict)
}

// Load returns the Antrag. [ErrNotFound].
func (r *Registratur) Load(ctx context.Context, id uuid.UUID) (Antrag, error) {
	a, head, err := r.antraege.Load(ctx, id)
	if err != nil {
		return Antrag{}, fmt.Errorf("antrag: load: %w", err)
	}
	a.version, a.geaendert = head.Version, head.Changed
	return a, nil
}

// present returns the Antrag that the command is about, as it was looked at.
func (r *Registratur) present(ctx context.Context, command Command) (Antrag, error) {
	if command.Antrag == uuid.Nil {
		id, err := r.config.NewID()
		if err != nil {
			return Antrag{}, fmt.Errorf("antrag: new id: %w", err)
		}
		return Antrag{id: id}, nil
	}
	if a := command.Loaded; a != nil && a.id == command.Antrag && a.version == command.Version {
		return *a, nil
	}
	before, err := r.Load(ctx, command.Antrag)
	if err != nil {
		return Antrag{}, err
	}
	if before.Version() != command.Version {
		return Antrag{}, fmt.Errorf("%w: version %d was looked at, it is %d now", ErrConflict, command.Version, before.Version())
	}
	return before, nil
}

// append applies the events to before and stores them with what follows.
//
// A draft is state: what was said before is gone with the commit that replaces
// it. History begins when it is handed in.
func (r *Registratur) append(ctx context.Context, before Antrag, command Command) (Antrag, error) {
	commit := journal.Commit{Kind: kindAntrag, Stream: before.id, Expected: before.version}
	now, after := r.now(), before
	for _, e := range command.Ereignisse {
		e.Zeit = now
		next, err := after.Apply(e)
		if err != nil {
			return Antrag{}, err
		}
		after = next
		for _, w := range r.config.Wirkungen[e.Art] {
			commit.Effects = append(commit.Effects, journal.Effect{Kind: w.Name})
		}
		switch e.Art {
		case ArtBearbeitet:
			continue // no event: the draft is another one
		case ArtBegonnen:
			e.Angaben = nil
		case ArtEingereicht:
			e.Angaben = after.angaben
		default:
		}
		if commit.Events, err = appendEvent(commit.Events, e); err != nil {
			return Antrag{}, err
		}
	}
	switch {
	case after.Status() != StatusEntwurf || len(after.angaben) == 0:
		commit.DropDraft = before.Status() == StatusEntwurf
	case len(commit.Events) == 0 || !bytes.Equal(before.angaben, after.angaben):
		commit.Draft = after.angaben
	}
	commit.State, commit.Keys = string(after.Status()), r.keys(after)
	var key journal.Command
	if command.Key != "" {
		key = journal.Command{Kind: commandKind, Key: command.Key, Fingerprint: command.fingerprint()}
	}
	outcome, err := r.core.Append(ctx, key, commit)
	if err != nil {
		return Antrag{}, fmt.Errorf("antrag: store: %w", err)
	}
	receipt := outcome.Receipts[0]
	if outcome.Replayed {
		return r.Load(ctx, receipt.Stream)
	}
	after.version, after.geaendert = receipt.Version, now
	return after, nil
}

// appendEvent adds the stored form of an event.
func appendEvent(events []journal.Event, e Ereignis) ([]journal.Event, error) {
	skeleton, personal, err := MarshalEreignis(e)
	if err != nil {
		return nil, err
	}
	return append(events, journal.Event{Type: string(e.Art), Time: e.Zeit, Data: skeleton, Personal: personal}), nil
}

// fingerprint is a hash over what the command says, whoever says it and
// whenever: each part behind its length.
func (c Command) fingerprint() [32]byte {
	hash := sha256.New()
	part := func(p []byte) {
		hash.Write(binary.BigEndian.AppendUint64(nil, uint64(len(p))))
		hash.Write(p)
	}
	part(c.Antrag[:])
	part(binary.BigEndian.AppendUint64(nil, c.Version))
	for _, e := range c.Ereignisse {
		for _, text := range []string{string(e.Art), string(e.Akteur), e.Leistung.String(), e.Konto, e.Behoerde, e.Text} {
			part([]byte(text))
		}
		part(e.Angaben)
	}
	return [32]byte(hash.Sum(nil))
}
