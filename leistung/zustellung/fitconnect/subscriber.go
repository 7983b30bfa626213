// SPDX-License-Identifier: Apache-2.0

package fitconnect

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// maxPending bounds how many submissions are looked at in one go.
const maxPending = 10_000

// Received is a submission that passed all checks. Its attachments went to the inbox
// before, one by one. It prints nothing of itself.
type Received struct {
	Ref
	Submitted   time.Time // by the clock of the delivery service
	Service     Service   // as far as the service says it
	Metadata    Metadata
	MetadataRaw []byte
	Data        []byte
	Sizes       []int // of the attachments, in the order of the metadata
}

// String tells the id, and nothing of the content.
func (r Received) String() string { return "fitconnect.Received " + r.Submission.String() }

// GoString keeps %#v from printing it.
func (r Received) GoString() string { return r.String() }

// InboxStatus is what an inbox has of a submission.
type InboxStatus uint8

// What an inbox has. The zero InboxStatus is nothing.
const (
	InboxStored   InboxStatus = iota + 1 // whole; the service was not told yet, or its answer was lost
	InboxAccepted                        // accepted: to be worked on
	InboxRejected                        // rejected: not to be worked on
)

// Inbox is where a subscriber keeps what it receives. What it acknowledges is
// durable. All methods may come again for the same submission.
type Inbox interface {
	// Status returns what is there of a submission.
	Status(ctx context.Context, submission uuid.UUID) (InboxStatus, error)
	// PutAttachment keeps an attachment of a submission that is not there yet. The
	// content is not to be used after it returned.
	PutAttachment(ctx context.Context, ref Ref, part AttachmentPart, content []byte) error
	// Put makes the submission be there, with the attachments that came before.
	Put(ctx context.Context, received Received) error
	// Settle notes the outcome: [StatusAccepted] or [StatusRejected], where what is
	// there of the submission may go.
	Settle(ctx context.Context, ref Ref, outcome Status) error
	// Unsettled are the submissions for a destination that are there and have no
	// outcome.
	Unsettled(ctx context.Context, destination uuid.UUID) iter.Seq2[Ref, error]
}

// SubscriberConfig says what a subscriber takes.
type SubscriberConfig struct {
	// Schemas are the URIs of the data schemas that are understood; Services the
	// identifiers of services. Empty: any.
	Schemas, Services []string
	// Validate holds data against their schema; nil: their syntax alone is checked,
	// where they are JSON. Its error is not told to the sender.
	Validate func(ctx context.Context, schema Schema, data []byte) error
	// Problem returns what the sender is told, by the code of the finding, as the
	// documentation of FIT-Connect lists it: that list is not part of this package.
	// Where it returns false, or is nil, nothing is rejected: the submission stays,
	// and the finding is the error.
	Problem func(code string) (Problem, bool)
	// Now is the clock; time.Now where nil.
	Now func() time.Time
}

// Subscriber receives for one destination. It may be used from any number of
// goroutines, and in several processes on one inbox.
type Subscriber struct {
	client      *Client
	destination uuid.UUID
	open        map[string]PrivateKey
	sign        PrivateKey
	config      SubscriberConfig
}

// NewSubscriber receives for a destination. sign is the key of its events, open those
// that its senders encrypt to: the present one, and earlier ones for what is on its
// way. The error is a [*recht.BefundError].
func NewSubscriber(client *Client, destination uuid.UUID, sign PrivateKey, open []PrivateKey, config SubscriberConfig) (*Subscriber, error) {
	var f recht.Befunde
	if client == nil || destination == uuid.Nil {
		f.Add("FC-CONFIG-03", "/client", "client and destination are required")
	}
	if sign.rsa == nil || sign.alg != algSign {
		f.Add("FC-KEY-03", "/sign", "not a key to sign with")
	}
	s := &Subscriber{client: client, destination: destination, sign: sign, config: config, open: map[string]PrivateKey{}}
	for _, k := range open {
		if k.rsa == nil || k.alg != algEncrypt {
			f.Add("FC-KEY-03", "/open", "not a key to open with")
		}
		s.open[k.kid] = k
	}
	if len(open) == 0 {
		f.Add("FC-CONFIG-03", "/open", "required")
	}
	if s.config.Now == nil {
		s.config.Now = time.Now
	}
	return s, f.Err()
}

// Pending are the submissions that wait, each once.
func (s *Subscriber) Pending(ctx context.Context) ([]Ref, error) {
	var refs []Ref
	seen := map[uuid.UUID]bool{}
	for offset := 0; offset < maxPending; {
		var page struct {
			Submissions []Ref `json:"submissions"`
			Total       *int  `json:"totalCount"`
		}
		path := fmt.Sprintf("submissions?destinationId=%s&offset=%d&limit=%d", s.destination, offset, maxPageSize)
		if err := s.client.get(ctx, path, 0, &page); err != nil {
			return nil, err
		}
		for _, ref := range page.Submissions {
			if ref.Destination == s.destination && ref.Submission != uuid.Nil && ref.Case != uuid.Nil && !seen[ref.Submission] {
				seen[ref.Submission] = true
				refs = append(refs, ref)
			}
		}
		offset += len(page.Submissions)
		if last(len(page.Submissions), offset, page.Total) {
			break
		}
	}
	return refs, nil
}

// Poll settles what is open in the inbox and receives what waits, one after the
// other. Call it now and then, and when a callback comes. What fails does not keep
// the others: all errors are joined, and the next call tries again.
func (s *Subscriber) Poll(ctx context.Context, inbox Inbox) (received int, err error) {
	var failed []error
	for ref, err := range inbox.Unsettled(ctx, s.destination) {
		if err == nil {
			_, err = s.Receive(ctx, ref, inbox)
		}
		if err != nil {
			failed = append(failed, err)
		}
	}
	refs, err := s.Pending(ctx)
	failed = append(failed, err)
	for _, ref := range refs {
		outcome, err := s.Receive(ctx, ref, inbox)
		failed = append(failed, err)
		if err == nil && outcome == StatusAccepted {
			received++
		}
		if ctx.Err() != nil {
			break
		}
	}
	return received, errors.Join(failed...)
}

// Receive fetches a submission, checks it, has the inbox keep it, and only then
// accepts it; or rejects it, where a check failed and [SubscriberConfig] knows what to
// say. It may come again at any time for the same submission: what is there is not
// fetched again.
//
// The outcome is [StatusAccepted] or [StatusRejected]. After an error there is none:
// call again. The error is a [*recht.BefundError] where the submission or its log is
// not as it must be.
func (s *Subscriber) Receive(ctx context.Context, ref Ref, inbox Inbox) (Status, error) {
	if ref.Destination != s.destination {
		return "", refusal("FC-RECV-01", "/destinationId", "of another destination")
	}
	status, err := inbox.Status(ctx, ref.Submission)
	if err != nil {
		return "", err
	}
	switch status {
	case InboxAccepted:
		return StatusAccepted, nil
	case InboxRejected:
		return StatusRejected, nil
	default:
	}
	log, err := s.client.Log(ctx, Expected{Destination: ref.Destination, Case: ref.Case, Subject: Subject{ID: ref.Submission}})
	if err != nil {
		return "", err
	}
	if log.Outcome != "" { // the answer was lost, or the service has rejected it
		return s.settle(ctx, ref, inbox, status, log.Outcome)
	}
	if log.Tags == nil {
		return "", ErrNotConfirmed
	}
	if status != InboxStored {
		if err := s.take(ctx, ref, log, inbox); err != nil {
			return s.reject(ctx, ref, log, inbox, err)
		}
	}
	return s.answer(ctx, ref, inbox, InboxStored, Event{Kind: EventAccept, Tags: log.Tags, Schema: log.Schema})
}

// settle notes an outcome that the log shows. What was accepted lay in the inbox before,
// maybe put there by somebody else since it was looked at.
func (s *Subscriber) settle(ctx context.Context, ref Ref, inbox Inbox, status InboxStatus, outcome Status) (_ Status, err error) {
	if outcome == StatusAccepted && status != InboxStored {
		if status, err = inbox.Status(ctx, ref.Submission); err != nil {
			return "", err
		}
	}
	switch {
	case outcome == StatusAccepted && status == InboxAccepted:
		return outcome, nil
	case outcome == StatusAccepted && status != InboxStored:
		return "", refusal("FC-RECV-02", "", "accepted with the key of this destination, but it is not in this inbox")
	}
	return outcome, inbox.Settle(ctx, ref, outcome)
}

// answer sends an event. Where its answer is lost the log tells what happened.
func (s *Subscriber) answer(ctx context.Context, ref Ref, inbox Inbox, status InboxStatus, e Event) (Status, error) {
	e.Issuer, e.Case, e.Subject, e.Time = s.destination.String(), ref.Case, Subject{ID: ref.Submission}, s.config.Now()
	set, err := e.Sign(s.sign)
	if err != nil {
		return "", err
	}
	_, err = s.client.do(ctx, call{method: http.MethodPost, path: "cases/" + ref.Case.String() + "/events", media: mediaJOSE, body: []byte(set)})
	if err == nil {
		return s.settle(ctx, ref, inbox, status, StatusOf(e.Kind))
	}
	log, err2 := s.client.Log(ctx, Expected{Destination: ref.Destination, Case: ref.Case, Subject: Subject{ID: ref.Submission}})
	if err2 == nil && log.Outcome != "" {
		return s.settle(ctx, ref, inbox, status, log.Outcome)
	}
	return "", err
}

// reject tells the sender what is wrong, if that is known to be the submission's
// fault and there are words for it.
func (s *Subscriber) reject(ctx context.Context, ref Ref, log Log, inbox Inbox, cause error) (Status, error) {
	code, refused := Refused(cause)
	if !refused || s.config.Problem == nil || code == codeForeignKey {
		return "", cause
	}
	problem, known := s.config.Problem(code)
	if !known {
		return "", cause
	}
	return s.answer(ctx, ref, inbox, 0, Event{Kind: EventReject, Problems: []Problem{problem}, Schema: log.Schema})
}
