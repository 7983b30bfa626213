// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
)

// A simulation that cannot fail proves nothing. Each of these services has one
// mistake, and the books must show it.
func TestSimulation_CatchesABrokenService(t *testing.T) {
	for name, tt := range map[string]struct {
		payments int
		want     string // of the problems, one begins so
		breaking func(*parts)
	}{
		"it believes that whoever was on the page has paid": {200, "paid here and there are not the same", func(p *parts) {
			p.provider = credulous{p.provider.(*paymenttest.Memory)}
		}},
		"it books an entry of the bank as often as it is read": {200, "the bank has another amount", func(p *parts) {
			p.store = &spoilt{Store: p.store, append: func(command *journal.Command, _ []journal.Commit) {
				if command.Kind == "payment-entry" {
					*command = journal.Command{}
				}
			}}
		}},
		"it forgets to tell the application": {200, "paid in time is told", func(p *parts) {
			p.store = &spoilt{Store: p.store, append: func(_ *journal.Command, c []journal.Commit) { dropEffect(c, payment.EffectPaid) }}
		}},
		"it never asks again": {200, "stuck", func(p *parts) {
			p.store = &spoilt{Store: p.store, append: func(_ *journal.Command, c []journal.Commit) { dropEffect(c, payment.EffectResolve) }}
		}},
		"it keeps late money to itself": {400, "paid in time is told", func(p *parts) {
			p.store = &spoilt{Store: p.store, append: dropFlags}
		}},
		"it takes the same form for a new payment": {400, "nobody's at the service", func(p *parts) {
			p.store = &spoilt{Store: p.store, append: func(c *journal.Command, _ []journal.Commit) { *c = journal.Command{} }, loses: 5}
		}},
		"it sends a refund anew when the answer is lost": {400, "the service sent back another amount", func(p *parts) {
			p.provider = &generous{Memory: p.provider.(*paymenttest.Memory), lost: map[string]bool{}}
		}},
		"it books to the cent, almost": {200, "the bank has another amount", func(p *parts) {
			p.store = &spoilt{Store: p.store, append: loseACent}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := simulate(2, tt.payments, tt.breaking)
			a.audit(&totals{states: map[payment.State]int{}, flags: map[payment.Flag]int{}})
			require.True(t, slices.ContainsFunc(a.problems, func(p string) bool { return strings.HasPrefix(p, tt.want) }), "%q is not among %q", tt.want, a.problems)
		})
	}
	a := simulate(2, 200, nil)
	a.audit(&totals{states: map[payment.State]int{}, flags: map[payment.Flag]int{}})
	require.Empty(t, a.problems, "the sound one beside them")
}

// spoilt is a journal that writes something else than it should.
type spoilt struct {
	journal.Store

	append func(*journal.Command, []journal.Commit)
	loses  int64 // the answer of one intent in so many; 0: none
	count  atomic.Int64
}

func (s *spoilt) Append(ctx context.Context, command journal.Command, commits ...journal.Commit) (journal.Outcome, error) {
	if s.append != nil { // in place: a service that writes it so remembers it so
		s.append(&command, commits)
	}
	outcome, err := s.Store.Append(ctx, command, commits...)
	if s.loses > 0 && err == nil && commits[0].Kind == "payment" && commits[0].Expected == 0 && s.count.Add(1)%s.loses == 0 {
		return journal.Outcome{}, errCrash
	}
	return outcome, err
}

func dropEffect(commits []journal.Commit, kind string) {
	for i := range commits {
		commits[i].Effects = slices.DeleteFunc(slices.Clone(commits[i].Effects), func(e journal.Effect) bool { return e.Kind == kind })
	}
}

func dropFlags(_ *journal.Command, commits []journal.Commit) {
	for i := range commits {
		commits[i].Keys = slices.DeleteFunc(slices.Clone(commits[i].Keys), func(k journal.Key) bool { return k.Name == "flagged" })
		commits[i].Events = slices.Clone(commits[i].Events)
		for j := range commits[i].Events {
			if e := &commits[i].Events[j]; e.Type == string(payment.EventFlagged) {
				e.Type = string(payment.EventCleared)
			}
		}
	}
}

func loseACent(_ *journal.Command, commits []journal.Commit) {
	for i := range commits {
		commits[i].Events = slices.Clone(commits[i].Events)
		for j := range commits[i].Events {
			e := &commits[i].Events[j]
			if e.Type != string(payment.EventSettled) {
				continue
			}
			var content map[string]any
			if json.Unmarshal(e.Data, &content) != nil {
				continue
			}
			amount := content["amount"].(map[string]any)
			amount["amount"] = amount["amount"].(float64) - 1
			e.Data, _ = json.Marshal(content)
		}
	}
}

// credulous takes an open payment for a paid one.
type credulous struct{ *paymenttest.Memory }

func (p credulous) Status(ctx context.Context, ref string) (payment.Report, error) {
	report, err := p.Memory.Status(ctx, ref)
	if report.Status == payment.StatusOpen {
		report.Status = payment.StatusPaid
	}
	return report, err
}

// generous asks for every refund under a new id, and the first answer is lost.
type generous struct {
	*paymenttest.Memory

	mu   sync.Mutex
	lost map[string]bool
}

func (p *generous) Refund(ctx context.Context, request payment.RefundRequest) (payment.RefundReport, error) {
	id := request.ID
	request.ID = uuid.NewString()
	report, err := p.Memory.Refund(ctx, request)
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.lost[id] {
		p.lost[id] = true
		return payment.RefundReport{}, errCrash
	}
	report.ID = id
	return report, err
}
