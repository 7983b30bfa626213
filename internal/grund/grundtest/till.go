// SPDX-License-Identifier: Apache-2.0

package grundtest

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
)

// till is a block as small as can be: it shows how one is built on the store.
type till struct {
	core     *grund.Core
	payments *grund.Aggregate[payment]
	told     chan uuid.UUID
	refuse   error // what its effect gives
}

type payment struct {
	Cent  int64
	Note  string // replaceable until it is paid
	State string
}

// The states of a payment.
const (
	opened = "open"
	paid   = "paid"
)

func newTill(store *bausteine.Store, keep grund.Period) (*till, error) {
	core, err := grund.Of(store)
	if err != nil {
		return nil, err
	}
	t := &till{core: core, told: make(chan uuid.UUID, 1000)}
	t.payments = grund.NewAggregate(core, "till/payment", fold, draft)
	return t, core.Register(grund.Block{Name: "till", Kinds: []grund.Kind{{
		Name:   "till/payment",
		States: []string{opened, paid},
		Keep:   []grund.Keep{{State: opened, For: grund.Days(30)}, {State: paid, For: keep}},
		Effects: map[string]grund.Effect{"tell": {Do: t.tell, GivenUp: func(context.Context, journal.Leased, string) error {
			close(t.told)
			return nil
		}}},
	}}})
}

func fold(p payment, e journal.Recorded) (payment, error) {
	switch e.Type {
	case "opened":
		p.State = opened
		if e.Erased {
			return p, nil
		}
		return p, json.Unmarshal(e.Personal, &p.Cent)
	case "paid":
		p.State = paid
	}
	return p, nil
}

func draft(p payment, content []byte) (payment, error) {
	p.Note = string(content)
	return p, nil
}

func (t *till) open(ctx context.Context, cent int64, key string) (uuid.UUID, error) {
	id := uuid.Must(uuid.NewV7())
	amount, err := json.Marshal(cent)
	if err != nil {
		return id, err
	}
	command := journal.Command{}
	if key != "" {
		command = journal.Command{Kind: "till/open", Key: key, Fingerprint: [32]byte{byte(cent)}}
	}
	outcome, err := t.core.Append(ctx, command, journal.Commit{
		Kind: "till/payment", Stream: id, State: opened, Draft: []byte("a note"),
		Events: []journal.Event{{Type: "opened", Personal: amount}},
	})
	if err == nil {
		id = outcome.Receipts[0].Stream
	}
	return id, err
}

func (t *till) note(ctx context.Context, id uuid.UUID, note string) error {
	_, head, err := t.payments.Load(ctx, id)
	if err != nil {
		return err
	}
	_, err = t.core.Append(ctx, journal.Command{}, journal.Commit{
		Kind: "till/payment", Stream: id, Expected: head.Version, State: head.State, Draft: []byte(note),
	})
	return err
}

func (t *till) settle(ctx context.Context, id uuid.UUID) error {
	p, head, err := t.payments.Load(ctx, id)
	if err != nil || p.State == paid {
		return err
	}
	_, err = t.core.Append(ctx, journal.Command{}, journal.Commit{
		Kind: "till/payment", Stream: id, Expected: head.Version, State: paid, DropDraft: true,
		Events: []journal.Event{{Type: "paid"}}, Effects: []journal.Effect{{Kind: "tell"}},
	})
	return err
}

func (t *till) tell(_ context.Context, effect journal.Leased) ([]byte, error) {
	if t.refuse != nil {
		return nil, journal.Permanent(t.refuse)
	}
	t.told <- effect.Ref.Stream
	return nil, nil
}

// counter is a second block, with a day of its own for each of its streams.
type counter struct {
	core *grund.Core
	ends time.Time
	due  chan uuid.UUID
}

func newCounter(store *bausteine.Store) (*counter, error) {
	core, err := grund.Of(store)
	if err != nil {
		return nil, err
	}
	c := &counter{core: core, due: make(chan uuid.UUID, 1000)}
	return c, core.Register(grund.Block{Name: "counter", Kinds: []grund.Kind{{
		Name: "counter/number", States: []string{"counted"}, Keep: []grund.Keep{{For: grund.Years(1)}},
		Due: func(ctx context.Context, head journal.Head) error {
			c.due <- head.Stream
			return core.SetDue(ctx, head.Kind, head.Stream, core.Now().AddDate(0, 0, 1))
		},
	}}})
}

// count adds one, if the number is at the version that it must have.
func (c *counter) count(ctx context.Context, id uuid.UUID, expected uint64) error {
	_, err := c.core.Append(ctx, journal.Command{}, journal.Commit{
		Kind: "counter/number", Stream: id, Expected: expected, State: "counted", Due: c.ends,
		Events: []journal.Event{{Type: "counted"}},
	})
	return err
}

func (c *counter) version(ctx context.Context, id uuid.UUID) (uint64, error) {
	head, _, err := c.core.Load(ctx, "counter/number", id, 0)
	if errors.Is(err, journal.ErrNotFound) {
		return 0, nil
	}
	return head.Version, err
}
