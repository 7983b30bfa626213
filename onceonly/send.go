// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"context"
	"errors"
)

// send records, before the register is asked, that the retrieval was permitted,
// and takes a use of the consent: all in one step, so that of many at once only as
// many get through as there are uses. It returns both after that.
func (b *Broker) send(ctx context.Context, retrieval Retrieval, asked asked, ruling ruling) (Retrieval, Consent, error) {
	busyUntil := ruling.now.Add(b.config.CallTimeout)
	held, use, err := consentStep(ruling.consent, consentEvent{
		Type: ConsentEventTaken, At: ruling.now, Request: asked.request.ID, Until: busyUntil,
	}, b.until)
	if err != nil {
		return Retrieval{}, Consent{}, err
	}
	ruling.consent = held // the entry is about the version after that
	sent, err := b.advance(ctx, advance{
		retrieval: retrieval, subject: asked.request.Subject, terms: &ruling.consent.terms,
		event: retrievalEvent{
			Type: RetrievalEventSent, At: ruling.now, Consent: asked.request.Consent, RequestDigest: asked.digest,
			Fields: asked.request.Fields.paths, UsesIDNr: asked.request.UsesIDNr(), PermittedBy: ruling.norm,
			PreviewWaived: !ruling.consent.terms.Preview.Required(), BusyUntil: busyUntil,
		},
		entry: ruling.entryOf(asked.request, ActionPermitted, ruling.now),
		also:  &use,
	})
	return sent, held, err
}

// call asks the register, for no longer than the configured time.
func (b *Broker) call(ctx context.Context, connection Connection, query Query) (answer Answer, failure error) {
	ctx, cancel := context.WithTimeout(ctx, b.config.CallTimeout)
	defer cancel()
	defer func() {
		// A driver is foreign code, and what it panics with may hold the
		// document. The retrieval must not stay open because of it.
		if recover() != nil {
			failure = errors.New("onceonly: the driver of the register panicked")
		}
	}()
	return connection.Register.Fetch(ctx, query)
}
