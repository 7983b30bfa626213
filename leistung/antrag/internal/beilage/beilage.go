// SPDX-License-Identifier: Apache-2.0

// Package beilage keeps the documents of cases, whatever keeps the cases: each in a
// stream of its own, found by its case and by a folder, and no longer there than it.
package beilage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
)

// Beilage is a document, as package antrag describes its Unterlage.
type Beilage struct {
	ID, Antrag                   uuid.UUID
	Art, Ordner, Name, Medientyp string
	Inhalt                       []byte
	SHA256                       string
	Zeit                         time.Time
}

const (
	vorhanden   = "vorhanden"
	keyOrdner   = "ordner"
	artAngelegt = "angelegt"
)

// nachschau is how often a document without a deadline of its own is held against its
// case.
var nachschau = grund.Days(30)

// Keeper keeps the documents of one kind of cases.
type Keeper struct {
	core      *grund.Core
	akten     *grund.Aggregate[Beilage]
	kind, key string
	// Da reports whether a case is still there.
	da func(ctx context.Context, id uuid.UUID) (bool, error)
}

// New makes a Keeper: kind is that of its streams, key the name under which the case of
// a document is noted, da reports whether a case is still there.
func New(core *grund.Core, kind, key string, da func(ctx context.Context, id uuid.UUID) (bool, error)) *Keeper {
	return &Keeper{core: core, kind: kind, key: key, da: da, akten: grund.NewAggregate(core, kind, fold, func(b Beilage, inhalt []byte) (Beilage, error) {
		b.Inhalt = inhalt
		return b, nil
	})}
}

// Kind is the kind of streams that documents are kept in.
func (k *Keeper) Kind() grund.Kind {
	return grund.Kind{
		Name: k.kind, States: []string{vorhanden}, Due: k.due,
		Keep: []grund.Keep{{State: vorhanden, What: "Unterlagen, as long as their case", For: nachschau}},
	}
}

// beschreibung is what is stored of a document beside its content. All of it can be
// erased.
type beschreibung struct {
	Art       string `json:"art"`
	Ordner    string `json:"ordner,omitempty"`
	Name      string `json:"name,omitempty"`
	Medientyp string `json:"typ,omitempty"`
	SHA256    string `json:"sha256"`
}

// Attach keeps a document. One with the same id that is there already stays as it is.
func (k *Keeper) Attach(ctx context.Context, b Beilage) (Beilage, error) {
	if there, err := k.Load(ctx, b.Antrag, b.ID); !errors.Is(err, bausteine.ErrNotFound) {
		return there, err
	}
	sum := sha256.Sum256(b.Inhalt)
	b.SHA256, b.Zeit = hex.EncodeToString(sum[:]), k.core.Now().UTC().Truncate(time.Microsecond)
	personal, err := json.Marshal(beschreibung{b.Art, b.Ordner, b.Name, b.Medientyp, b.SHA256})
	if err != nil {
		return Beilage{}, fmt.Errorf("describe an Unterlage: %w", err)
	}
	keys := []journal.Key{{Name: k.key, Value: b.Antrag.String()}}
	if b.Ordner != "" {
		keys = append(keys, journal.Key{Name: keyOrdner, Value: b.Ordner})
	}
	_, err = k.core.Append(ctx, journal.Command{}, journal.Commit{
		Kind: k.kind, Stream: b.ID, State: vorhanden, Keys: keys, Draft: b.Inhalt,
		Events: []journal.Event{{Type: artAngelegt, Time: b.Zeit, Personal: personal}},
	})
	if errors.Is(err, journal.ErrConflict) {
		return k.Load(ctx, b.Antrag, b.ID)
	}
	if err != nil {
		return Beilage{}, fmt.Errorf("attach: %w", err)
	}
	return b, nil
}

// Load returns a document of a case with its content. That of another case is
// bausteine.ErrNotFound, and so is one that was erased.
func (k *Keeper) Load(ctx context.Context, fall, id uuid.UUID) (Beilage, error) {
	b, head, err := k.akten.Load(ctx, id)
	if err == nil {
		b, err = k.present(b, head)
	}
	if err != nil {
		return Beilage{}, fmt.Errorf("load an Unterlage: %w", err)
	}
	if b.Antrag != fall {
		return Beilage{}, bausteine.ErrNotFound
	}
	return b, nil
}

// fold reads the one event of a document.
func fold(_ Beilage, recorded journal.Recorded) (Beilage, error) {
	if recorded.Personal == nil {
		return Beilage{}, nil // erased
	}
	var b beschreibung
	if err := json.Unmarshal(recorded.Personal, &b); err != nil {
		return Beilage{}, fmt.Errorf("%w: an Unterlage", bausteine.ErrDamaged)
	}
	return Beilage{
		ID: recorded.Stream, Art: b.Art, Ordner: b.Ordner, Name: b.Name, Medientyp: b.Medientyp, SHA256: b.SHA256, Zeit: recorded.Time,
	}, nil
}

// present returns a document with its case, or ErrNotFound where it was erased.
func (k *Keeper) present(b Beilage, head journal.Head) (_ Beilage, err error) {
	if b.ID == uuid.Nil {
		return Beilage{}, bausteine.ErrNotFound
	}
	b.Antrag, err = k.of(head)
	return b, err
}

func (k *Keeper) of(head journal.Head) (uuid.UUID, error) {
	for _, key := range head.Keys {
		if key.Name == k.key {
			return uuid.Parse(key.Value)
		}
	}
	return uuid.Nil, bausteine.ErrNotFound
}

func (k *Keeper) ofCase(id uuid.UUID) journal.Query {
	return journal.Query{Kind: k.kind, Key: journal.Key{Name: k.key, Value: id.String()}}
}

// Of streams the documents of a case without their content, the oldest first.
func (k *Keeper) Of(ctx context.Context, fall uuid.UUID) iter.Seq2[Beilage, error] {
	return k.list(ctx, k.ofCase(fall))
}

// Ordner streams the documents of a folder without their content, the youngest first.
func (k *Keeper) Ordner(ctx context.Context, ordner string) iter.Seq2[Beilage, error] {
	return k.list(ctx, journal.Query{Kind: k.kind, Key: journal.Key{Name: keyOrdner, Value: ordner}, Descending: true})
}

func (k *Keeper) list(ctx context.Context, query journal.Query) iter.Seq2[Beilage, error] {
	return func(yield func(Beilage, error) bool) {
		for head, err := range k.core.List(ctx, query) {
			if err == nil {
				var b Beilage
				if b, err = k.akten.Of(ctx, head); err == nil {
					b, err = k.present(b, head)
				}
				if errors.Is(err, bausteine.ErrNotFound) {
					continue // erased meanwhile
				}
				if err == nil {
					if !yield(b, nil) {
						return
					}
					continue
				}
			}
			if !yield(Beilage{ID: head.Stream}, fmt.Errorf("list Unterlagen: %w", err)) {
				return
			}
		}
	}
}

// Erase removes a document of a case, for ever. Erasing twice is no error.
func (k *Keeper) Erase(ctx context.Context, fall, id uuid.UUID) error {
	_, err := k.Load(ctx, fall, id)
	if errors.Is(err, bausteine.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := k.core.Erase(ctx, k.kind, id); err != nil {
		return fmt.Errorf("erase an Unterlage: %w", err)
	}
	return nil
}

// EraseOf removes all documents of a case.
func (k *Keeper) EraseOf(ctx context.Context, fall uuid.UUID) error {
	for head, err := range k.core.List(ctx, k.ofCase(fall)) {
		if err != nil && !errors.Is(err, bausteine.ErrDamaged) {
			return fmt.Errorf("erase Unterlagen: %w", err)
		}
		if err := k.core.Erase(ctx, k.kind, head.Stream); err != nil {
			return fmt.Errorf("erase Unterlagen: %w", err)
		}
	}
	return nil
}

// due erases a document whose case is gone, and looks at the others again later.
func (k *Keeper) due(ctx context.Context, head journal.Head) error {
	id, err := k.of(head)
	if err == nil {
		var there bool
		if there, err = k.da(ctx, id); err == nil && there {
			return k.core.SetDue(ctx, k.kind, head.Stream, nachschau.End(k.core.Now()))
		}
	}
	if err != nil && !errors.Is(err, bausteine.ErrNotFound) {
		return err
	}
	return k.core.Erase(ctx, k.kind, head.Stream)
}
