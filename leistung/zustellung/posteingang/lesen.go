// SPDX-License-Identifier: Apache-2.0

package posteingang

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/journal"
)

// Load returns a submission, without the content of its parts.
func (p *Posteingang) Load(ctx context.Context, id uuid.UUID) (Eingang, error) {
	head, events, err := p.core.Load(ctx, kind, id, 0)
	if err != nil {
		return Eingang{}, fmt.Errorf("posteingang: load: %w", err)
	}
	e := Eingang{ID: id, Status: Status(head.State)}
	if events[0].Personal == nil {
		if e.Status == StatusZurueckgewiesen && !events[0].Erased {
			return e, nil // rejected before it was whole
		}
		return Eingang{}, ErrNotFound // erased
	}
	var entry eintrag
	if err := json.Unmarshal(events[0].Personal, &entry); err != nil {
		return Eingang{}, fmt.Errorf("%w: an entry of the inbox", bausteine.ErrDamaged)
	}
	e.Vorgang, e.Ziel, e.Zeit, e.Teile = entry.Vorgang, entry.Ziel, entry.Zeit, entry.Teile
	return e, nil
}

// Read returns the content of a part. What is stored is held against its hash.
func (p *Posteingang) Read(ctx context.Context, id uuid.UUID, name string) ([]byte, error) {
	e, err := p.Load(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, t := range e.Teile {
		if t.Name == name {
			return p.read(ctx, id, t)
		}
	}
	return nil, ErrNotFound
}

func (p *Posteingang) read(ctx context.Context, id uuid.UUID, t Teil) ([]byte, error) {
	content := make([]byte, 0, t.Groesse)
	for i := range chunks(t) {
		head, _, err := p.core.Load(ctx, kindChunk, chunkID(id, t, i), 0)
		if err != nil {
			return nil, fmt.Errorf("posteingang: read a part: %w", err)
		}
		content = append(content, head.Draft...)
	}
	if NewTeil(t.Name, t.Medientyp, t.Dateiname, content) != t {
		return nil, fmt.Errorf("%w: a part of a submission", bausteine.ErrDamaged)
	}
	return content, nil
}

// List is a page of up to limit submissions of a receiving point in a state, behind
// the one named after; the zero id begins.
func (p *Posteingang) List(ctx context.Context, ziel string, status Status, after uuid.UUID, limit int) ([]Eingang, error) {
	page, err := p.core.ListPage(ctx, journal.Query{Kind: kind, State: string(status), Key: journal.Key{Name: keyZiel, Value: ziel}, After: after}, limit)
	if err != nil {
		return nil, fmt.Errorf("posteingang: list: %w", err)
	}
	var out []Eingang
	for _, row := range page {
		e, err := p.Load(ctx, row.Head.Stream)
		if errors.Is(err, ErrNotFound) {
			continue // erased meanwhile
		}
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

// Count is how many submissions of a receiving point are in a state.
func (p *Posteingang) Count(ctx context.Context, ziel string, status Status) (int64, error) {
	return p.core.Count(ctx, journal.Query{Kind: kind, State: string(status), Key: journal.Key{Name: keyZiel, Value: ziel}})
}

// Erase removes a submission with its parts, for ever: when the system of the
// authority has it, or it is due. Erasing twice is no error.
func (p *Posteingang) Erase(ctx context.Context, id uuid.UUID) error {
	if err := p.eraseParts(ctx, id); err != nil {
		return err
	}
	if err := p.core.Erase(ctx, kind, id); err != nil && !errors.Is(err, ErrNotFound) {
		return fmt.Errorf("posteingang: erase: %w", err)
	}
	return nil
}

func (p *Posteingang) eraseParts(ctx context.Context, id uuid.UUID) error {
	for head, err := range p.core.List(ctx, journal.Query{Kind: kindChunk, Key: journal.Key{Name: keyParent, Value: id.String()}}) {
		if err != nil && !errors.Is(err, bausteine.ErrDamaged) {
			return fmt.Errorf("posteingang: erase parts: %w", err)
		}
		if err := p.core.Erase(ctx, kindChunk, head.Stream); err != nil && !errors.Is(err, ErrNotFound) {
			return fmt.Errorf("posteingang: erase parts: %w", err)
		}
	}
	return nil
}

// chunkDue erases a part whose submission is not there, and looks at the others again
// later.
func (p *Posteingang) chunkDue(ctx context.Context, head journal.Head) error {
	for _, k := range head.Keys {
		if k.Name != keyParent {
			continue
		}
		id, err := uuid.Parse(k.Value)
		if err != nil {
			break
		}
		e, err := p.Load(ctx, id)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		if err == nil && e.Status != StatusZurueckgewiesen {
			return p.core.SetDue(ctx, kindChunk, head.Stream, rest.End(p.core.Now()))
		}
	}
	return p.core.Erase(ctx, kindChunk, head.Stream)
}
