// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"context"
	"errors"
	"time"

	"github.com/deutschland-stack/bausteine/onceonly/internal/keep"
)

// record writes down what the register said and, if it is evidence, keeps the
// allowed part of it. The use of the consent is counted, given back, or held until
// deferred evidence is due.
func (b *Broker) record(ctx context.Context, retrieval Retrieval, asked asked, ruling ruling, answer Answer, failure error) (Retrieval, error) {
	outcome := b.outcome(asked, ruling, answer, failure)
	next, err := b.store(ctx, retrieval, asked, ruling, outcome)
	if err != nil && outcome.content != nil && permanent(err) {
		// The store does not take this document, and never will.
		failure = err
		outcome = unusable(b.now(), refuse(CodeEvidenceStore, "/content"))
		next, err = b.store(ctx, retrieval, asked, ruling, outcome)
	}
	if err == nil && next.State == RetrievalUnanswered {
		// The text of the driver's error may quote the request; its identity
		// is enough to branch on.
		err = &RegisterError{Reasons: next.Reasons, cause: failure}
	}
	return next, err
}

// permanent reports whether the store would fail in the same way again.
func permanent(err error) bool {
	for _, passing := range []error{ErrConflict, ErrBusy, ErrUncertain, ErrClosed, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, passing) {
			return false
		}
	}
	return true
}

// outcome is what an answer of the register means.
type outcome struct {
	event   retrievalEvent
	action  Action
	use     ConsentEventType // what becomes of the use that the request holds
	content *keep.Content
}

// unusable is the outcome of an answer that is none. It may be asked for again.
func unusable(now time.Time, d Decision) outcome {
	return outcome{
		event:  retrievalEvent{Type: RetrievalEventUnanswered, At: now, Reasons: d.Reasons},
		action: ActionUnanswered, use: ConsentEventReleased,
	}
}

func (b *Broker) outcome(asked asked, ruling ruling, answer Answer, failure error) outcome {
	now := b.now()
	o := outcome{event: retrievalEvent{At: now}, use: ConsentEventReleased}
	switch {
	case failure != nil:
		return unusable(now, refuse(CodeRegisterFailed, ""))
	case onlyFor(answer.Refused, clock):
		// The clocks differ by more than the leeway: that passes.
		return unusable(now, Decision{Reasons: foreignReasons(answer.Refused)})
	case len(answer.Refused) > 0:
		o.event.Type, o.action = RetrievalEventDenied, ActionDenied
		o.event.Reasons = foreignReasons(answer.Refused)
	case !answer.AskAgain.IsZero():
		o.event.Type, o.action, o.use = RetrievalEventDeferred, ActionDeferred, ConsentEventTaken
		o.event.AskAgain = answer.AskAgain.UTC().Truncate(time.Microsecond)
	case answer.Evidence == nil:
		o.event.Type, o.action = RetrievalEventUnmatched, ActionUnmatched
		o.event.Reasons = []Reason{{Code: CodeNoUniqueMatch}}
	default:
		return b.receive(asked, ruling, answer.Evidence, now)
	}
	return o
}

// foreignReasons keeps of a provider's reasons the codes, and only such that
// look like codes: nothing else a provider writes may get into the log.
func foreignReasons(reasons []Reason) []Reason {
	const limit = 20
	clean := make([]Reason, 0, min(len(reasons), limit))
	for _, r := range reasons[:min(len(reasons), limit)] {
		if !wellFormed(r.Code) {
			r.Code = CodeRegisterRefused
		}
		clean = append(clean, Reason{Code: r.Code})
	}
	return clean
}

// receive verifies and filters evidence. What cannot be trusted counts as no answer.
func (b *Broker) receive(asked asked, ruling ruling, sealed *Sealed, now time.Time) outcome {
	request, received := asked.request, sealed.Content()
	if len(received) > b.config.MaxEvidence {
		return unusable(now, refuse(CodeEvidenceSize, "/content"))
	}
	if d := sealed.verify(ruling.connection.Key, request, asked.digest, now.Add(-b.config.Leeway)); !d.Permitted {
		return unusable(now, d)
	}
	binding := sealed.Binding()
	filtered, dropped, err := request.Fields.Filter(binding.MediaType, received)
	if err != nil {
		return unusable(now, refuse(CodeEvidenceFormat, "/content"))
	}
	if !dropped {
		filtered = received // byte for byte what the provider sealed
	}
	concerned, err := ruling.consent.terms.concernedBy(request.Fields, binding.MediaType, filtered, b.config.Random)
	if err != nil {
		return unusable(now, refuse(CodeEvidenceFormat, "/content"))
	}
	document, err := encodeEvidence(evidence{Binding: binding, Seal: sealed.Seal(), Content: filtered})
	if err != nil {
		return unusable(now, refuse(CodeEvidenceFormat, "/binding"))
	}
	return outcome{
		event: retrievalEvent{
			Type: RetrievalEventReceived, At: now, Digest: DigestOf(filtered), MediaType: binding.MediaType, ExcessDropped: dropped,
			DecideUntil: now.Add(b.config.DecideWithin), Concerned: concerned,
		},
		action: ActionReceived, use: ConsentEventUsed,
		content: &keep.Content{ID: request.ID, EraseAt: now.Add(b.config.KeepContent), Bytes: document},
	}
}

// store writes the outcome with what becomes of the use, in one step. Where others
// have used or ended the consent meanwhile, it is loaded anew: of one that ended
// nothing is counted any more, and what came waits for nobody; see waiting.
func (b *Broker) store(ctx context.Context, retrieval Retrieval, asked asked, ruling ruling, o outcome) (next Retrieval, err error) {
	consent := ruling.consent // as the request holds a use of it
	err = again(ctx, func() error {
		entry := ruling.entryOf(asked.request, o.action, o.event.At)
		step := advance{retrieval: retrieval, subject: asked.request.Subject, terms: &ruling.consent.terms, event: o.event, content: o.content, concerned: o.event.Concerned}
		if consent.state == ConsentGiven {
			e := consentEvent{Type: o.use, At: o.event.At, Request: asked.request.ID}
			if o.use == ConsentEventTaken {
				e.Until = o.event.AskAgain.Add(b.config.CallTimeout)
			}
			used, use, err := consentStep(consent, e, b.until)
			if err != nil {
				return err
			}
			step.also = &use
			entry.ConsentVersion, entry.ConsentDigest = used.version, used.digest
		} else {
			entry.ConsentVersion, entry.ConsentDigest = consent.version, consent.digest
		}
		entry.Digest = o.event.Digest
		step.entry = entry
		next, err = b.advance(ctx, step)
		if !errors.Is(err, ErrConflict) {
			return err
		}
		// Another process may have recorded an answer to the same request.
		stored, loadErr := b.Retrieval(ctx, retrieval.ID)
		if loadErr == nil && stored.Version != retrieval.Version {
			next = stored
			return nil
		}
		if consent, loadErr = b.Consent(ctx, asked.request.Consent); loadErr != nil {
			return loadErr
		}
		return err
	})
	return next, err
}
