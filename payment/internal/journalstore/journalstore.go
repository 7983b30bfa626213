// SPDX-License-Identifier: Apache-2.0

// Package journalstore is the payment.Store over the journal of the ground
// floor. memstore and sqlstore open it on their kind of journal.
package journalstore

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/payment"
)

// The names of the keys by which heads are found, and the kind of all commands.
const (
	keyFlagged     = "flagged"
	keyApplication = "application"
	keyReference   = "reference"
	commandKind    = "payment"
	yes            = "yes"
)

// Store implements payment.Store.
type Store struct {
	journal journal.Store
}

var _ payment.Store = (*Store)(nil)

// New returns the store over an open journal.
func New(j journal.Store) *Store { return &Store{j} }

// Append implements payment.Store.
func (s *Store) Append(ctx context.Context, commit payment.Commit) (payment.Receipt, error) {
	var commits []journal.Commit
	if p := commit.Payment; p != nil {
		out := journal.Commit{
			Kind: payment.PaymentStreams, Stream: p.ID, Expected: p.Version, State: string(p.Head.State), Keys: keys(p.Head),
			Effects: effects(p.Effects),
		}
		for _, e := range p.Events {
			skeleton, erasable, err := payment.MarshalEvent(e)
			if err != nil {
				return payment.Receipt{}, err
			}
			out.Events = append(out.Events, journal.Event{Type: string(e.Kind), Time: e.Time, Data: skeleton, Personal: erasable})
		}
		commits = append(commits, out)
	}
	if r := commit.Refund; r != nil {
		out := journal.Commit{
			Kind: payment.RefundStreams, Stream: r.ID, Expected: r.Version, State: string(r.State), Effects: effects(r.Effects),
		}
		for _, e := range r.Events {
			data, err := json.Marshal(e)
			if err != nil {
				return payment.Receipt{}, fmt.Errorf("payment: encode refund event: %w", err)
			}
			out.Events = append(out.Events, journal.Event{Type: string(e.Kind), Time: e.Time, Data: data})
		}
		commits = append(commits, out)
	}
	var command journal.Command
	if commit.Command != "" {
		command = journal.Command{Kind: commandKind, Key: commit.Command, Fingerprint: commit.Fingerprint, Answer: encodeReceipt(commit)}
	}
	outcome, err := s.journal.Append(ctx, command, commits...)
	if err != nil {
		return payment.Receipt{}, translate(err)
	}
	if outcome.Replayed {
		return decodeReceipt(outcome.Answer)
	}
	return receiptOf(commit), nil
}

// Load implements payment.Store.
func (s *Store) Load(ctx context.Context, id uuid.UUID) ([]payment.Event, error) {
	_, recorded, err := s.journal.Load(ctx, payment.PaymentStreams, id, 0)
	if err != nil {
		return nil, translate(err)
	}
	events := make([]payment.Event, 0, len(recorded))
	for i := range recorded {
		r := &recorded[i]
		e, err := payment.UnmarshalEvent(payment.EventKind(r.Type), r.Time, r.Data, r.Personal)
		if err != nil {
			return nil, err
		}
		events = append(events, e)
	}
	return events, nil
}

// LoadRefund implements payment.Store.
func (s *Store) LoadRefund(ctx context.Context, id uuid.UUID) ([]payment.RefundEvent, error) {
	_, recorded, err := s.journal.Load(ctx, payment.RefundStreams, id, 0)
	if err != nil {
		return nil, translate(err)
	}
	events := make([]payment.RefundEvent, 0, len(recorded))
	for i := range recorded {
		var e payment.RefundEvent
		if err := json.Unmarshal(recorded[i].Data, &e); err != nil {
			return nil, fmt.Errorf("payment: decode refund event: %w", err)
		}
		e.Kind, e.Time = payment.RefundEventKind(recorded[i].Type), recorded[i].Time
		events = append(events, e)
	}
	return events, nil
}

// Answer implements payment.Store.
func (s *Store) Answer(ctx context.Context, command string) (payment.Receipt, error) {
	outcome, err := s.journal.Answer(ctx, commandKind, command)
	if err != nil {
		return payment.Receipt{}, translate(err)
	}
	return decodeReceipt(outcome.Answer)
}

// List implements payment.Store.
func (s *Store) List(ctx context.Context, query payment.Query) iter.Seq2[payment.Head, error] {
	q := journal.Query{Kind: payment.PaymentStreams, State: string(query.State), After: query.After}
	switch { // the journal looks for one key, the rest is compared below
	case query.Application != "":
		q.Key = journal.Key{Name: keyApplication, Value: query.Application}
	case query.Reference != "":
		q.Key = journal.Key{Name: keyReference, Value: query.Reference}
	case query.Flagged:
		q.Key = journal.Key{Name: keyFlagged, Value: yes}
	}
	return func(yield func(payment.Head, error) bool) {
		for stored, err := range s.journal.List(ctx, q) {
			if err != nil {
				yield(payment.Head{}, translate(err))
				return
			}
			h := head(&stored)
			if query.Reference != "" && h.Reference != query.Reference || query.Flagged && !h.Flagged {
				continue
			}
			if !yield(h, nil) {
				return
			}
		}
	}
}

// Resume implements payment.Store.
func (s *Store) Resume(ctx context.Context, kind string, id uuid.UUID) error {
	var given []journal.EffectRef // first all of them: writing while a query runs waits for itself
	for effect, err := range s.journal.Effects(ctx, journal.EffectQuery{Kind: kind, Stream: id, State: journal.EffectDead}) {
		if err != nil {
			return translate(err)
		}
		given = append(given, effect.Ref)
	}
	for _, ref := range given {
		// Somebody else may have resumed it meanwhile.
		if err := s.journal.Resume(ctx, ref); err != nil && !errors.Is(err, journal.ErrNotFound) {
			return translate(err)
		}
	}
	return nil
}

// Erase implements payment.Store.
func (s *Store) Erase(ctx context.Context, id uuid.UUID) error {
	for _, state := range []journal.EffectState{journal.EffectOpen, journal.EffectDead} {
		for _, err := range s.journal.Effects(ctx, journal.EffectQuery{Kind: payment.PaymentStreams, Stream: id, State: state}) {
			if err != nil {
				return translate(err)
			}
			return fmt.Errorf("%w: something is still to be done", payment.ErrTransition)
		}
	}
	return translate(s.journal.Erase(ctx, payment.PaymentStreams, id))
}

// Close implements payment.Store.
func (s *Store) Close() error { return s.journal.Close() }

func effects(all []payment.NewEffect) []journal.Effect {
	out := make([]journal.Effect, len(all))
	for i, e := range all {
		out[i] = journal.Effect{Kind: e.Kind, NotBefore: e.NotBefore}
	}
	return out
}

func keys(h payment.Head) []journal.Key {
	var set []journal.Key
	if h.Flagged {
		set = append(set, journal.Key{Name: keyFlagged, Value: yes})
	}
	if h.Application != "" {
		set = append(set, journal.Key{Name: keyApplication, Value: h.Application})
	}
	if h.Reference != "" {
		set = append(set, journal.Key{Name: keyReference, Value: h.Reference})
	}
	return set
}

func head(stored *journal.Head) payment.Head {
	h := payment.Head{Payment: stored.Stream, Version: stored.Version, State: payment.State(stored.State), Changed: stored.Changed}
	for _, k := range stored.Keys {
		switch k.Name {
		case keyFlagged:
			h.Flagged = true
		case keyApplication:
			h.Application = k.Value
		case keyReference:
			h.Reference = k.Value
		}
	}
	return h
}

// receiptOf is the receipt of a commit that was written; it is stored as the
// answer of its command.
func receiptOf(commit payment.Commit) payment.Receipt {
	r := payment.Receipt{Fingerprint: commit.Fingerprint}
	if commit.Payment != nil {
		r.Payment = commit.Payment.ID
	}
	if commit.Refund != nil {
		r.Refund = commit.Refund.ID
	}
	return r
}

// encodeReceipt writes the two ids and the fingerprint one behind the other.
func encodeReceipt(commit payment.Commit) []byte {
	r := receiptOf(commit)
	return slices.Concat(r.Payment[:], r.Refund[:], r.Fingerprint[:])
}

func decodeReceipt(answer []byte) (payment.Receipt, error) {
	const id = len(uuid.UUID{})
	if len(answer) != 2*id+sha256.Size {
		return payment.Receipt{}, errErased
	}
	return payment.Receipt{
		Payment: uuid.UUID(answer[:id]), Refund: uuid.UUID(answer[id : 2*id]), Fingerprint: [sha256.Size]byte(answer[2*id:]), Replayed: true,
	}, nil
}

// errErased reports a command whose payment was erased.
var errErased = errors.New("payment: the stored answer of the command was erased")

// translate gives the errors of the journal the names that callers of payment
// branch on, and keeps the journal's own behind them.
func translate(err error) error {
	for from, to := range map[error]error{
		journal.ErrConflict:      payment.ErrConflict,
		journal.ErrCommandReused: payment.ErrCommandReused,
		journal.ErrNotFound:      payment.ErrNotFound,
		journal.ErrLeaseLost:     payment.ErrLeaseLost,
		journal.ErrBusy:          payment.ErrBusy,
		journal.ErrUncertain:     payment.ErrUncertain,
		journal.ErrClosed:        payment.ErrClosed,
	} {
		if errors.Is(err, from) {
			return fmt.Errorf("%w: %w", to, err)
		}
	}
	return err
}
