// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// retention returns when an entry must be gone: two years after it was written
// (§ 9 (3) IDNrG), twelve months for exchanges over the EU once-only system
// (Art. 17 of Implementing Regulation (EU) 2022/1463).
func retention(basis Basis, written time.Time) time.Time {
	if basis == BasisExplicitRequest {
		return written.AddDate(1, 0, 0)
	}
	return written.AddDate(2, 0, 0)
}

// eraseAt returns when a consent must be gone after an event: with the last entry
// that can refer to it. As long as it may be used its window counts, for the
// requester must be able to prove it (Art. 5 (2), 7 (1) GDPR); after that, the event.
func (c *Consent) eraseAt(event time.Time) time.Time {
	open := c.state == ConsentProposed || c.state == ConsentGiven
	if open && c.terms.NotAfter.After(event) {
		event = c.terms.NotAfter
	}
	return retention(c.terms.Basis, event)
}

// Erased counts what a sweep destroyed.
type Erased struct {
	Documents  int // evidence that waited for a decision, or for a lost answer to be repeated
	Entries    int // of the audit log; the tree keeps their commitments
	Consents   int
	Retrievals int
	Answers    int // of a provider
}

// EraseDue destroys all whose deadline has come: documents, entries of the audit
// log, retrievals and consents. It does not stop at the first failure. Decisions
// never wait for it, but the law does: let a service run Sweep.
func (b *Broker) EraseDue(ctx context.Context) (Erased, error) {
	return eraseDue(ctx, b.config.Store, b.now(), KindRetrieval, KindConsent)
}

// EraseDue destroys all whose deadline has come: evidence kept to be repeated,
// entries of the provider's audit log, and answers. It does not stop at the first
// failure.
func (p *Provider) EraseDue(ctx context.Context) (Erased, error) {
	return eraseDue(ctx, p.config.Store, p.config.Now(), KindAnswer)
}

func eraseDue(ctx context.Context, store Store, now time.Time, kinds ...Kind) (erased Erased, failed error) {
	var err error
	failure := func(what string) {
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("onceonly: erase %s: %w", what, err))
		}
	}
	erased.Documents, err = store.EraseContentUntil(ctx, now)
	failure("documents")
	erased.Entries, err = store.Log().EraseUntil(ctx, now)
	failure("entries")
	for _, kind := range kinds {
		counts := map[Kind]*int{KindConsent: &erased.Consents, KindRetrieval: &erased.Retrievals, KindAnswer: &erased.Answers}
		*counts[kind], err = store.EraseUntil(ctx, kind, now)
		failure(string(kind) + "s")
	}
	return erased, failed
}

// Eraser is a Broker or a Provider.
type Eraser interface {
	EraseDue(ctx context.Context) (Erased, error)
}

// Sweep calls EraseDue of each eraser at once and after every interval, and hands
// every outcome to report. It returns when the context ends: run it in a goroutine
// that somebody waits for. One process is enough, several do no harm. every must be
// positive.
func Sweep(ctx context.Context, every time.Duration, report func(Erased, error), erasers ...Eraser) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		for _, e := range erasers {
			erased, err := e.EraseDue(ctx)
			if ctx.Err() != nil {
				return
			}
			report(erased, err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
