// SPDX-License-Identifier: Apache-2.0

package fitconnect

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// maxLog bounds the events of one case.
const maxLog = 10_000

// Keys returns the keys that events are verified with. A [Client] is one.
type Keys interface {
	// ServiceKey returns a key of the delivery service, from the key set of the
	// service that one is configured for, whatever an event says about its issuer.
	ServiceKey(ctx context.Context, kid string) (PublicKey, error)
	// DestinationKey returns a signature key of a destination.
	DestinationKey(ctx context.Context, destination uuid.UUID, kid string) (PublicKey, error)
}

// Expected is what one knows of a case before looking at its log. Destination, Case
// and Subject are required.
type Expected struct {
	Destination uuid.UUID
	Case        uuid.UUID
	Subject     Subject
	// Tags are those of the ciphertexts in one's own hands; nil: they are not
	// compared with anything but one another.
	Tags *Tags
	// Seen is what an earlier look at the log gave, so that an entry that is
	// missing or another one since then shows.
	Seen Seen
}

// Seen is how far a log was read. It is a small value to keep between two looks.
type Seen struct {
	Length int      `json:"length,omitempty"`
	Digest [32]byte `json:"digest,omitzero"` // over the entries so far
}

func (s Seen) next(entry string) Seen {
	h := sha256.New()
	h.Write(s.Digest[:])
	h.Write([]byte(entry))
	return Seen{s.Length + 1, [32]byte(h.Sum(nil))}
}

// Status is how far a submission or a reply is.
type Status string

// The states of a submission, in their order.
const (
	StatusAnnounced Status = "announced"
	StatusSubmitted Status = "submitted"
	StatusNotified  Status = "notified"
	StatusForwarded Status = "forwarded"
	StatusAccepted  Status = "accepted" // the authority has it for good
	StatusRejected  Status = "rejected" // nobody will process it: tell the applicant
	StatusDeleted   Status = "deleted"
)

// Log is a log that was verified.
type Log struct {
	Events []Event
	Status Status
	// Outcome is accepted or rejected as soon as it is known, and stays when the
	// submission is deleted from the service.
	Outcome  Status
	Problems []Problem // of the rejection
	Tags     *Tags     // of the submit event
	Schema   string    // of the submit event, to be copied into answers
	Seen     Seen
}

// VerifyLog verifies the log of a case as the service returned it, the oldest
// first: each signature by the key of who may write such an event, every id, the
// authentication tags, the order, and that it only grew. One entry that does not
// hold refuses the whole log.
//
// Errors: a [*recht.BefundError] with the place of the entry, FC-SET-01 to 13; any
// other error comes from keys and says nothing about the log.
func VerifyLog(ctx context.Context, keys Keys, expected Expected, entries []string) (Log, error) {
	if expected.Destination == uuid.Nil || expected.Case == uuid.Nil || expected.Subject.ID == uuid.Nil {
		return Log{}, refusal("FC-SET-08", "", "destination, case and subject are not known")
	}
	if len(entries) > maxLog {
		return Log{}, refusal("FC-SET-01", "", "too many entries")
	}
	if len(entries) < expected.Seen.Length {
		return Log{}, refusal("FC-SET-12", "", "shorter than before")
	}
	v := verifier{keys: keys, expected: expected, ids: map[uuid.UUID]bool{}, cache: map[string]PublicKey{}}
	for i, entry := range entries {
		if err := v.add(ctx, entry); err != nil {
			return Log{}, at(i, err)
		}
		if v.log.Seen.Length == expected.Seen.Length && v.log.Seen.Digest != expected.Seen.Digest {
			return Log{}, refusal("FC-SET-12", "/"+strconv.Itoa(i), "another entry than before")
		}
	}
	return v.log, nil
}

// at puts the position of an entry before the places of an error.
func at(i int, err error) error {
	refused, ok := errors.AsType[*recht.BefundError](err)
	if !ok {
		return fmt.Errorf("fitconnect: entry %d of the log: %w", i, err)
	}
	var found recht.Befunde
	for _, b := range refused.Befunde {
		b.Pointer = "/" + strconv.Itoa(i) + b.Pointer
		found = append(found, b)
	}
	return found.Err()
}

type verifier struct {
	keys     Keys
	expected Expected
	ids      map[uuid.UUID]bool
	cache    map[string]PublicKey

	submitted bool
	log       Log
}

func (v *verifier) add(ctx context.Context, entry string) error {
	t, err := readToken(entry)
	if err != nil {
		return err
	}
	by, key, err := v.key(ctx, t)
	if err != nil {
		return err
	}
	if _, err := t.jws.Verify(key.rsa); err != nil {
		return refusal("FC-SET-07", "/signature", "not made with the key of its issuer")
	}
	e := t.event
	switch {
	case e.Case != v.expected.Case:
		return refusal("FC-SET-08", "/payload/txn", "of another case")
	case e.Subject != v.expected.Subject:
		return refusal("FC-SET-08", "/payload/sub", "about something else")
	case !by.mayWrite(e.Kind):
		return refusal("FC-SET-10", "/payload/iss", "not who may write such an event")
	case v.ids[e.ID]:
		return refusal("FC-SET-11", "/payload/jti", "the same event a second time")
	}
	v.ids[e.ID] = true
	v.log.Seen = v.log.Seen.next(entry)
	v.log.Events = append(v.log.Events, e)
	return v.follow(e)
}

// key finds the key that the issuer of a token signs with.
func (v *verifier) key(ctx context.Context, t token) (by author, key PublicKey, err error) {
	iss := t.event.Issuer
	if strings.HasPrefix(iss, "http") {
		by = authorService
	} else if id, ok := parseUUID(iss); ok && id == v.expected.Destination {
		by = authorDestination
	} else {
		return 0, PublicKey{}, refusal("FC-SET-09", "/payload/iss", "neither the delivery service nor the destination of the case")
	}
	name := strconv.Itoa(int(by)) + t.kid
	if key, ok := v.cache[name]; ok {
		return by, key, nil
	}
	if by == authorService {
		key, err = v.keys.ServiceKey(ctx, t.kid)
	} else {
		key, err = v.keys.DestinationKey(ctx, v.expected.Destination, t.kid)
	}
	if err != nil {
		return 0, PublicKey{}, err
	}
	if key.IsZero() || key.kid != t.kid {
		return 0, PublicKey{}, refusal("FC-SET-07", "/header/kid", "no such key")
	}
	v.cache[name] = key
	return by, key, nil
}

// follow moves the status on by one event. What is not known changes nothing, and
// what comes late does not lead back.
func (v *verifier) follow(e Event) error {
	next := StatusOf(e.Kind)
	if next == "" {
		return nil
	}
	l := &v.log
	ends := next == StatusAccepted || next == StatusRejected
	switch {
	case !v.submitted && (next == StatusNotified || next == StatusForwarded || next == StatusAccepted):
		return refusal("FC-SET-13", "/payload/events/0", "it was not submitted before")
	case v.submitted && next == StatusSubmitted:
		return refusal("FC-SET-13", "/payload/events/0", "submitted a second time")
	case ends && l.Outcome != "" && l.Outcome != next:
		return refusal("FC-SET-13", "/payload/events/0", "accepted and rejected")
	}
	if next == StatusSubmitted || next == StatusAccepted {
		if err := v.tags(e); err != nil {
			return err
		}
	}
	switch next {
	case StatusSubmitted:
		l.Tags, l.Schema, v.submitted = e.Tags, e.Schema, true
	case StatusAccepted:
		l.Outcome = next
	case StatusRejected:
		l.Outcome, l.Problems = next, e.Problems
	default:
	}
	if next.after(l.Status) {
		l.Status = next
	}
	return nil
}

// after reports whether a status is further on than another.
func (s Status) after(other Status) bool {
	rank := func(s Status) int {
		return slices.Index([]Status{StatusAnnounced, StatusSubmitted, StatusNotified, StatusForwarded, StatusRejected, StatusAccepted, StatusDeleted}, s)
	}
	return rank(s) > rank(other)
}

// tags compares the tags of an event with the ciphertexts at hand and with those
// of the submit event.
func (v *verifier) tags(e Event) error {
	const place = "/payload/events/0/authenticationTags"
	if e.Tags == nil && e.Subject.Reply {
		return nil // what the events of replies hold is not published
	}
	if e.Tags == nil {
		return refusal("FC-SET-06", place, "missing")
	}
	for _, other := range []*Tags{v.expected.Tags, v.log.Tags} {
		if other == nil {
			continue
		}
		if pointer, differ := e.Tags.differ(*other); differ {
			return refusal("FC-SET-06", place+pointer, "of another ciphertext")
		}
	}
	return nil
}

// StatusOf is the status that an event leads to, "" where it leads to none.
func StatusOf(kind EventKind) Status {
	switch kind {
	case EventCreate, EventCreateReply:
		return StatusAnnounced
	case EventSubmit, EventSubmitReply:
		return StatusSubmitted
	case EventNotify:
		return StatusNotified
	case EventForward:
		return StatusForwarded
	case EventAccept:
		return StatusAccepted
	case EventReject, EventRejectReply:
		return StatusRejected
	case EventDelete:
		return StatusDeleted
	}
	return ""
}
