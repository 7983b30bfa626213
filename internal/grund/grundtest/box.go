// SPDX-License-Identifier: Apache-2.0

package grundtest

import (
	"context"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
)

// Box is a block that keeps one text for 30 days.
type Box struct{ core *grund.Core }

// NewBox returns the block.
func NewBox(store *bausteine.Store) (*Box, error) {
	core, err := grund.Of(store)
	if err != nil {
		return nil, err
	}
	return &Box{core}, core.Register(grund.Block{Name: "box", Kinds: []grund.Kind{{
		Name: "box", States: []string{"full"}, Keep: []grund.Keep{{State: "full", For: grund.Days(30)}},
		Effects: map[string]grund.Effect{"tell": {Do: func(context.Context, journal.Leased) ([]byte, error) { return nil, nil }}},
	}}})
}

// Put keeps a text.
func (b *Box) Put(ctx context.Context, text string) (uuid.UUID, error) {
	id := uuid.Must(uuid.NewV7())
	_, err := b.core.Append(ctx, journal.Command{}, journal.Commit{
		Kind: "box", Stream: id, State: "full", Draft: []byte(text), Events: []journal.Event{{Type: "put"}},
		Keys: []journal.Key{{Name: "of", Value: "k"}}, Effects: []journal.Effect{{Kind: "tell"}},
	})
	return id, err
}

// Get returns the text, empty after it was erased.
func (b *Box) Get(ctx context.Context, id uuid.UUID) (string, error) {
	head, _, err := b.core.Load(ctx, "box", id, 0)
	return string(head.Draft), err
}

// Empty erases it.
func (b *Box) Empty(ctx context.Context, id uuid.UUID) error { return b.core.Erase(ctx, "box", id) }

// Replace keeps another text instead.
func (b *Box) Replace(ctx context.Context, id uuid.UUID, text string) error {
	head, _, err := b.core.Load(ctx, "box", id, 0)
	if err != nil {
		return err
	}
	_, err = b.core.Append(ctx, journal.Command{}, journal.Commit{
		Kind: "box", Stream: id, Expected: head.Version, State: head.State, Draft: []byte(text), Keys: head.Keys,
	})
	return err
}
