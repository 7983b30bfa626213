// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/journal"
)

// maxKey bounds the key of a command, in bytes.
const maxKey = 400

// Start stores the intent and then asks the provider to open the payment. The
// transaction comes back in the state [StateInitial] with a pay page for the
// browser, or in another state: [StateUnknown] means that the provider gave no
// answer and is asked again by the worker of the store.
//
// For one application and one assessment there is one payment that is open or
// paid, whatever keys are used: if there is one already it comes back, and nothing
// new is opened. One that was given up is asked after first, as long as somebody
// may have paid it. Where a second payment for the same is really wanted, see
// [Service.StartSecond].
//
// key makes the command safe to repeat: the same key gives the same transaction
// and opens nothing new. It must be hard to guess and not personal; empty: every
// call opens a payment, unless there is one. Start calls the payment service, so it
// does not belong into [bausteine.Store.Together].
//
// Errors: a [*recht.BefundError] for an order that cannot be paid as it is, with
// every reason; [bausteine.ErrCommandReused] for a key that came with another order.
func (s *Service) Start(ctx context.Context, order Order, key string) (Transaction, error) {
	return s.start(ctx, order, key, false)
}

// StartSecond opens a payment beside one that is open or paid for the same
// application and assessment: an act of a person who knows why. It stands on the
// list of the cash office, flagged [FlagSecond]. Where there is none it is Start.
func (s *Service) StartSecond(ctx context.Context, order Order, key string) (Transaction, error) {
	return s.start(ctx, order, key, true)
}

func (s *Service) start(ctx context.Context, order Order, key string, second bool) (Transaction, error) {
	id, err := s.config.NewID()
	if err != nil {
		return Transaction{}, fmt.Errorf("payment: new id: %w", err)
	}
	now := s.now()
	order.Items = slices.Clone(order.Items)
	found := order.check()
	if len(key) > maxKey {
		found.Add("PAY-KEY-01", "/key", "longer than %d bytes", maxKey)
	}
	if key != "" && strings.TrimSpace(key) == "" {
		found.Add("PAY-KEY-02", "/key", "of blanks")
	}
	if len(found) == 0 {
		found = s.provider.Check(Request{ID: RequestID(id, 1), Time: now, Order: order})
	}
	if err := found.Err(); err != nil {
		return Transaction{}, err
	}
	intent := Event{Kind: EventIntended, Time: now, Source: SourceService, Order: &order, Attempt: 1}
	var command journal.Command
	if key != "" {
		fingerprint, err := fingerprintOf(intent)
		if err != nil {
			return Transaction{}, err
		}
		command = journal.Command{Kind: commandKind, Key: "start/" + key, Fingerprint: fingerprint, Answer: receipt{payment: id}.encode()}
	}
	const tries = 16
	for range tries {
		t, opened, err := s.open(ctx, id, intent, command, second)
		switch {
		case errors.Is(err, bausteine.ErrConflict):
			continue
		case err != nil || !opened:
			return t, err
		}
		return s.exchange(ctx, t)
	}
	return Transaction{}, fmt.Errorf("payment: %d tries to start: %w", tries, bausteine.ErrConflict)
}

// open stores the intent, or returns the transaction that is there already.
func (s *Service) open(ctx context.Context, id uuid.UUID, intent Event, command journal.Command, second bool) (t Transaction, opened bool, err error) {
	if !command.IsZero() {
		// A repeated command gets its own answer, whatever else there is by now.
		outcome, err := s.core.Answer(ctx, command.Kind, command.Key)
		switch {
		case err == nil && outcome.Fingerprint != command.Fingerprint:
			return Transaction{}, false, fmt.Errorf("payment: start: %w", bausteine.ErrCommandReused)
		case err == nil:
			t, err = s.answered(ctx, outcome)
			return t, false, err
		case !errors.Is(err, bausteine.ErrNotFound):
			return Transaction{}, false, fmt.Errorf("payment: start: %w", err)
		}
	}
	events := []Event{intent}
	var claims []journal.Commit
	if order := intent.Order; order.Application != "" {
		claimed, head, err := s.claims.Load(ctx, order.claim())
		if err != nil && !errors.Is(err, bausteine.ErrNotFound) {
			return Transaction{}, false, fmt.Errorf("payment: load a claim: %w", err)
		}
		holder, held, err := s.holder(ctx, claimed)
		switch {
		case err != nil:
			return Transaction{}, false, err
		case held && !second:
			return holder, false, nil
		case held:
			events = append(events, Event{Kind: EventFlagged, Source: SourceOperator, Flag: FlagSecond})
		}
		claims = append(claims, taken(order.claim(), head.Version, id))
	}
	t, commits, err := s.step(Transaction{id: id}, events)
	if err != nil {
		return Transaction{}, false, err
	}
	outcome, err := s.core.Append(ctx, command, append(commits, claims...)...)
	switch {
	case err != nil:
		return Transaction{}, false, fmt.Errorf("payment: store the intent: %w", err)
	case outcome.Replayed:
		t, err = s.answered(ctx, outcome)
		return t, false, err
	}
	return t, true, nil
}

// answered returns the transaction that a command made the first time.
func (s *Service) answered(ctx context.Context, outcome journal.Outcome) (Transaction, error) {
	r, err := decodeReceipt(outcome)
	if err != nil {
		return Transaction{}, err
	}
	return s.Load(ctx, r.payment)
}

// claim is who pays for one application and one assessment, in their order.
type claim struct{ payments []uuid.UUID }

// How many of them are looked at, the last ones first, and after how many of those that
// were given up the provider is asked.
const (
	maxHolders = 1000
	maxAsked   = 16
)

func foldClaim(c claim, r journal.Recorded) (claim, error) {
	var e struct {
		Payment uuid.UUID `json:"payment"`
	}
	if err := json.Unmarshal(r.Data, &e); err != nil {
		return c, fmt.Errorf("payment: decode a claim: %w", err)
	}
	c.payments = append(slices.Clip(c.payments), e.Payment)
	return c, nil
}

// taken is the commit by which a payment takes a claim. Whoever takes it at the
// same time finds another version.
func taken(claim uuid.UUID, version uint64, payment uuid.UUID) journal.Commit {
	return journal.Commit{
		Kind: kindClaim, Stream: claim, Expected: version, State: stateTaken,
		Events: []journal.Event{{Type: "taken", Data: fmt.Appendf(nil, `{"payment":%q}`, payment)}},
	}
}

// claim is the id under which payments for the same application and assessment
// meet. Without an assessment the items tell what is paid for.
func (o *Order) claim() uuid.UUID {
	name := sha256.New()
	fmt.Fprintf(name, "%d/%s/%d/%s/", len(o.Application), o.Application, len(o.Assessment), o.Assessment)
	if o.Assessment == "" {
		items := make([]string, len(o.Items))
		for i := range o.Items {
			item := &o.Items[i]
			items[i] = fmt.Sprintf("%d/%s/%d/%s/%s/", len(item.Reference), item.Reference, item.Quantity, item.Net, item.Tax)
		}
		slices.Sort(items) // in whatever order a form has them
		name.Write([]byte(strings.Join(items, "")))
	}
	return uuid.NewSHA1(uuid.NameSpaceOID, name.Sum(nil))
}

// holder returns the payment that holds a claim: one that is paid, or else the last that
// is open. Of one that was given up the provider is asked first: somebody may have paid
// it since, also when another try is open by now.
func (s *Service) holder(ctx context.Context, c claim) (open Transaction, held bool, err error) {
	asked := 0
	for i, id := range slices.Backward(c.payments) {
		if len(c.payments)-i > maxHolders {
			break
		}
		t, err := s.Load(ctx, id)
		if err == nil && s.pageMayLive(t) && asked < maxAsked {
			asked++
			t, err = s.exchange(ctx, t)
		}
		switch {
		case errors.Is(err, bausteine.ErrNotFound):
		case err != nil:
			return Transaction{}, false, err
		case t.holds() && !t.State().IsOpen():
			return t, true, nil
		case t.holds() && !held:
			open, held = t, true
		}
	}
	return open, held, nil
}

// fingerprintOf is a hash over what was ordered, whenever that was.
func fingerprintOf(intent Event) ([32]byte, error) {
	skeleton, erasable, err := marshalEvent(intent)
	if err != nil {
		return [32]byte{}, err
	}
	hash := sha256.New()
	fmt.Fprintf(hash, "%d\n", len(skeleton))
	hash.Write(skeleton)
	hash.Write(erasable)
	return [32]byte(hash.Sum(nil)), nil
}

// hashed makes a command key of a text of any length that others have written.
func hashed(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
