// SPDX-License-Identifier: Apache-2.0

package antrag

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"sync"
	"time"

	"github.com/google/uuid"
)

// Config says how a [Registratur] works. The zero Config is safe: the real
// clock, UUIDs of version 7, no effects.
type Config struct {
	// Clock gives the time of events; nil is [time.Now].
	Clock func() time.Time
	// NewID gives the ids of new Antraege; nil is [uuid.NewV7].
	NewID func() (uuid.UUID, error)
	// Effects names, for a kind of event, the kinds of effects that follow. They
	// are written with the event and carried out by a [Worker].
	Effects map[Art][]string
}

// Registratur is the registry in which a service keeps its Antraege. Every
// change goes through [Registratur.Do] or [Registratur.Update].
type Registratur struct {
	store  Store
	config Config

	mu      sync.Mutex
	workers []*Worker
}

// NewRegistratur returns a registry over the store.
func NewRegistratur(store Store, config Config) *Registratur {
	if config.Clock == nil {
		config.Clock = time.Now
	}
	if config.NewID == nil {
		config.NewID = uuid.NewV7
	}
	return &Registratur{store: store, config: config}
}

// Command is a decision to change an Antrag.
type Command struct {
	// Antrag is the id; zero begins a new one.
	Antrag uuid.UUID
	// Version is the version that was looked at when deciding; 0 for a new one.
	Version uint64
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
// [ErrCommandReused], [ErrBusy].
func (r *Registratur) Do(ctx context.Context, command Command) (Antrag, error) {
	fingerprint, err := command.fingerprint()
	if err != nil {
		return Antrag{}, err
	}
	if command.Key != "" {
		// A repeated command must not be judged by the life cycle: the first
		// time has already moved the Antrag on.
		receipt, err := r.store.Answer(ctx, command.Key)
		if err == nil && (command.Antrag == uuid.Nil || receipt.Antrag == command.Antrag) {
			return r.replayed(ctx, command, fingerprint, receipt)
		}
		if err != nil && !errors.Is(err, ErrNotFound) {
			return Antrag{}, fmt.Errorf("antrag: look up command: %w", err)
		}
	}
	before, err := r.present(ctx, command)
	if err != nil {
		return Antrag{}, err
	}
	return r.append(ctx, before, command, fingerprint)
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
		after, err := r.append(ctx, before, command, [32]byte{})
		if !errors.Is(err, ErrConflict) {
			return after, err
		}
	}
	return Antrag{}, fmt.Errorf("antrag: %d tries to update: %w", tries, ErrConflict)
}

// Load returns the Antrag. [ErrNotFound].
func (r *Registratur) Load(ctx context.Context, id uuid.UUID) (Antrag, error) {
	ereignisse, err := r.store.Load(ctx, id)
	if err != nil {
		return Antrag{}, fmt.Errorf("antrag: load: %w", err)
	}
	return Replay(id, ereignisse)
}

// List streams what is known of the Antraege that match without reading them.
func (r *Registratur) List(ctx context.Context, query Query) iter.Seq2[Head, error] {
	return r.store.List(ctx, query)
}

// Effects streams the effects of Antraege: what is still open, what was given
// up and why, what the receivers answered.
func (r *Registratur) Effects(ctx context.Context, query EffectQuery) iter.Seq2[EffectRecord, error] {
	return r.store.Effects(ctx, query)
}

// Resume opens an effect again that was given up. [ErrNotFound].
func (r *Registratur) Resume(ctx context.Context, ref EffectRef) error {
	if err := r.store.Resume(ctx, ref); err != nil {
		return err
	}
	r.wake()
	return nil
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
	before, err := r.Load(ctx, command.Antrag)
	if err != nil {
		return Antrag{}, err
	}
	if before.Version() != command.Version {
		return Antrag{}, fmt.Errorf("%w: version %d was looked at, it is %d now", ErrConflict, command.Version, before.Version())
	}
	return before, nil
}

// append applies the events to before and stores them with their effects.
func (r *Registratur) append(ctx context.Context, before Antrag, command Command, fingerprint [32]byte) (Antrag, error) {
	commit := Commit{
		Antrag: before.id, Version: before.version,
		Ereignisse: make([]Ereignis, 0, len(command.Ereignisse)),
		Command:    command.Key, Fingerprint: fingerprint,
	}
	now := r.config.Clock().UTC().Truncate(time.Microsecond) // what the stores keep
	after := before
	for _, e := range command.Ereignisse {
		e.Zeit = now
		next, err := after.Apply(e)
		if err != nil {
			return Antrag{}, err
		}
		after = next
		commit.Ereignisse = append(commit.Ereignisse, e)
		commit.Effects = append(commit.Effects, r.config.Effects[e.Art]...)
	}
	commit.Head = Head{Status: after.Status(), Leistung: after.leistung, Konto: after.konto, Behoerde: after.behoerde}
	receipt, err := r.store.Append(ctx, commit)
	if err != nil {
		return Antrag{}, fmt.Errorf("antrag: store: %w", err)
	}
	if receipt.Replayed {
		return r.Load(ctx, receipt.Antrag)
	}
	if len(commit.Effects) > 0 {
		r.wake()
	}
	return after, nil
}

// replayed answers a command that was carried out before. The store compares
// the fingerprints: the same key with other content is refused.
func (r *Registratur) replayed(ctx context.Context, command Command, fingerprint [32]byte, first Receipt) (Antrag, error) {
	commit := Commit{Antrag: first.Antrag, Ereignisse: command.Ereignisse, Command: command.Key, Fingerprint: fingerprint}
	receipt, err := r.store.Append(ctx, commit)
	if err != nil {
		return Antrag{}, fmt.Errorf("antrag: repeat command: %w", err)
	}
	return r.Load(ctx, receipt.Antrag)
}

// fingerprint is a hash over what the command says, whoever says it and
// whenever.
func (c Command) fingerprint() ([32]byte, error) {
	if len(c.Ereignisse) == 0 {
		return [32]byte{}, fmt.Errorf("%w: a command without events", ErrInvalid)
	}
	hash := sha256.New()
	encoder := json.NewEncoder(hash)
	if err := encoder.Encode([]any{c.Antrag, c.Version}); err != nil {
		return [32]byte{}, fmt.Errorf("antrag: fingerprint: %w", err)
	}
	for _, e := range c.Ereignisse {
		skeleton, personal, err := MarshalEreignis(e)
		if err != nil {
			return [32]byte{}, err
		}
		if err := encoder.Encode([]any{e.Art, skeleton, personal}); err != nil {
			return [32]byte{}, fmt.Errorf("antrag: fingerprint: %w", err)
		}
	}
	return [32]byte(hash.Sum(nil)), nil
}
