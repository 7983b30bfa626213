// SPDX-License-Identifier: Apache-2.0

// Package anmeldungen keeps on the store of a process what logins leave behind: which
// answers were used, which logins have ended. Processes over one database share it, so
// an answer that was used at one is used at all, also after a restart.
//
//	speicher, err := anmeldungen.New(store)
//	konto, err := oidc.New("bundid", issuer, client, abbildung, oidc.Config{Speicher: speicher})
//
// What is kept names no key in clear, and is erased when its time is over.
package anmeldungen

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
)

const (
	kind  = "anmeldung"
	state = "gemerkt"

	// tries bounds how often a key is looked at again that others write, too.
	tries = 16
	// longest bounds how long something is remembered that names no time itself.
	longest = 1
)

// space parts the ids of the streams from those of others.
var space = uuid.MustParse("7c0b21f4-6d0e-5b37-9a53-1f2d7e4c9b18")

// Speicher is a [nutzerkonto.Speicher] on the store. It may be used by any number of
// goroutines and, over one database, by any number of processes.
type Speicher struct{ core *grund.Core }

var _ nutzerkonto.Speicher = (*Speicher)(nil)

// New returns the memory of a store. A store has one. The error is
// [bausteine.ErrNoStore].
func New(store *bausteine.Store) (*Speicher, error) {
	core, err := grund.Of(store)
	if err != nil {
		return nil, err
	}
	err = core.Register(grund.Block{Name: kind, Kinds: []grund.Kind{{
		Name: kind, States: []string{state},
		Keep: []grund.Keep{{State: state, What: "what logins leave behind, until the time of each is over", For: grund.Days(longest)}},
	}}})
	if err != nil {
		return nil, fmt.Errorf("anmeldungen: %w", err)
	}
	return &Speicher{core}, nil
}

// Put implements [nutzerkonto.Speicher].
func (s *Speicher) Put(ctx context.Context, key string, value []byte, until time.Time) (bool, error) {
	return s.write(ctx, key, value, until, false)
}

// Set implements [nutzerkonto.Speicher].
func (s *Speicher) Set(ctx context.Context, key string, value []byte, until time.Time) error {
	_, err := s.write(ctx, key, value, until, true)
	return err
}

// Get implements [nutzerkonto.Speicher].
func (s *Speicher) Get(ctx context.Context, key string) ([]byte, bool, error) {
	_, value, err := s.load(ctx, key)
	return value, value != nil, err
}

func (s *Speicher) write(ctx context.Context, key string, value []byte, until time.Time, replace bool) (bool, error) {
	for range tries {
		head, kept, err := s.load(ctx, key)
		if err != nil {
			return false, err
		}
		if kept != nil && !replace {
			return false, nil
		}
		commit := journal.Commit{Kind: kind, Stream: stream(key), Expected: head.Version, State: state, Draft: pack(value, until), Due: until}
		if head.Version == 0 {
			commit.Events = []journal.Event{{Type: state}}
		}
		_, err = s.core.Append(ctx, journal.Command{}, commit)
		if !errors.Is(err, bausteine.ErrConflict) {
			return err == nil, err
		}
	}
	return false, bausteine.ErrConflict
}

// load returns what is kept under a key; nil is nothing, or nothing any more.
func (s *Speicher) load(ctx context.Context, key string) (journal.Head, []byte, error) {
	head, _, err := s.core.Load(ctx, kind, stream(key), 0)
	switch {
	case errors.Is(err, bausteine.ErrNotFound):
		return journal.Head{}, nil, nil
	case err != nil:
		return journal.Head{}, nil, fmt.Errorf("anmeldungen: %w", err)
	case head.Draft == nil:
		return head, nil, nil // erased
	}
	value, until, err := unpack(head.Draft)
	if err != nil || !s.core.Now().Before(until) {
		return head, nil, err
	}
	return head, value, nil
}

func stream(key string) uuid.UUID { return uuid.NewSHA1(space, []byte(key)) }

// pack puts the time before the value, to the nanosecond: the store's own is coarser,
// and an answer that counts as forgotten too early could be used again.
func pack(value []byte, until time.Time) []byte {
	out := binary.BigEndian.AppendUint64(make([]byte, 0, 8+len(value)), uint64(until.UnixNano()))
	return append(out, value...)
}

func unpack(kept []byte) (value []byte, until time.Time, err error) {
	if len(kept) < 8 {
		return nil, time.Time{}, fmt.Errorf("%w: what a login left behind", bausteine.ErrDamaged)
	}
	return append([]byte{}, kept[8:]...), time.Unix(0, int64(binary.BigEndian.Uint64(kept))), nil
}
