// SPDX-License-Identifier: Apache-2.0

package fitconnect

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

const (
	eventPrefix  = "https://schema.fitko.de/fit-connect/events/"
	setType      = "secevent+jwt"
	schemaPrefix = "https://schema.fitko.de/fit-connect/set-payload/"
	schemaSuffix = "/set-payload.schema.json"
	// SchemaSET is the payload schema that is known to be accepted.
	SchemaSET = schemaPrefix + "1.2.2" + schemaSuffix
	// firstInstant is the least iat of the schema, 2020-01-01 in Germany.
	firstInstant = 1577833200
	maxEvent     = 1 << 20 // bytes of one token
	maxProblems  = 100
	maxTags      = 1000
)

// EventKind is what happened, as the last part of the event's URI.
type EventKind string

// The events that are known. Others are in a log too; they change nothing.
const (
	EventCreate  EventKind = "create-submission"
	EventSubmit  EventKind = "submit-submission"
	EventNotify  EventKind = "notify-submission"
	EventForward EventKind = "forward-submission"
	EventReject  EventKind = "reject-submission"
	EventAccept  EventKind = "accept-submission"
	EventDelete  EventKind = "delete-submission"

	EventCreateReply EventKind = "create-reply"
	EventSubmitReply EventKind = "submit-reply"
	EventRejectReply EventKind = "reject-reply"
)

// author says who may sign an event.
type author uint8

const (
	authorService     author = iota + 1 // the delivery service
	authorDestination                   // the subscriber, with the key of its destination
)

// mayWrite reports whether an author may sign a kind of event. Unknown kinds change
// nothing, so anybody may.
func (a author) mayWrite(kind EventKind) bool {
	switch kind {
	case EventCreate, EventSubmit, EventNotify, EventDelete:
		return a == authorService
	case EventForward, EventAccept:
		return a == authorDestination
	default:
		return true // reject: by the subscriber, or by the service after its time limit
	}
}

// Tags bind an event to the very ciphertexts: the authentication tags of the
// compact JWE, see [Tag].
type Tags struct {
	Metadata    string               `json:"metadata,omitempty"`
	Data        string               `json:"data,omitempty"`
	Attachments map[uuid.UUID]string `json:"attachments,omitempty"`
}

// differ returns where two sets of tags differ, and whether they do.
func (t Tags) differ(other Tags) (pointer string, differ bool) {
	switch {
	case t.Metadata != other.Metadata:
		return "/metadata", true
	case t.Data != other.Data:
		return "/data", true
	case len(t.Attachments) != len(other.Attachments):
		return "/attachments", true
	}
	for id, tag := range t.Attachments {
		if there, ok := other.Attachments[id]; !ok || there != tag {
			return "/attachments/" + id.String(), true
		}
	}
	return "", false
}

// Problem says why a submission was rejected, after RFC 7807. Title and detail are
// texts of others; show them to clerks and not to logs.
type Problem struct {
	Type     string `json:"type"` // a URI below https://schema.fitko.de/fit-connect/events/problems/
	Title    string `json:"title,omitempty"`
	Detail   string `json:"detail,omitempty"`
	Instance string `json:"instance,omitempty"` // the part: "metadata", "data", "attachment:<uuid>"
}

// Subject is what an event is about: a submission, or a reply.
type Subject struct {
	Reply bool
	ID    uuid.UUID
}

// String is the claim sub.
func (s Subject) String() string {
	if s.Reply {
		return "reply:" + s.ID.String()
	}
	return "submission:" + s.ID.String()
}

// Event is one entry of the log of a case: a Security Event Token (RFC 8417).
type Event struct {
	ID      uuid.UUID // jti
	Issuer  string    // URL of the delivery service, or id of the destination
	Time    time.Time // iat; the order of a log is that of its entries
	Subject Subject
	Case    uuid.UUID // txn
	Kind    EventKind
	Schema  string // of the payload

	Tags     *Tags     // of submit and accept
	Problems []Problem // of reject
}

type claims struct {
	Schema string                      `json:"$schema"`
	Jti    uuid.UUID                   `json:"jti"`
	Iss    string                      `json:"iss"`
	Iat    int64                       `json:"iat"`
	Sub    string                      `json:"sub"`
	Txn    string                      `json:"txn"`
	Events map[string]*json.RawMessage `json:"events"`
}

type eventBody struct {
	Tags     *Tags     `json:"authenticationTags,omitempty"`
	Problems []Problem `json:"problems,omitempty"`
}

// Sign makes the token of an event, to be sent as it is. Issuer, Case, Subject and
// Kind are required; ID is made up where it is zero, Schema is [SchemaSET] where it
// is empty: an answer better copies that of the submit event in the log.
func (e Event) Sign(key PrivateKey) (string, error) {
	if key.rsa == nil || key.alg != algSign {
		return "", refusal("FC-KEY-03", "/alg", "not a key to sign with")
	}
	if e.Issuer == "" || e.Case == uuid.Nil || e.Subject.ID == uuid.Nil || e.Kind == "" || e.Time.Unix() < firstInstant {
		return "", refusal("FC-SET-03", "", "an event without issuer, case, subject, kind or time")
	}
	if e.ID == uuid.Nil {
		id, err := uuid.NewRandom()
		if err != nil {
			return "", fmt.Errorf("fitconnect: new id: %w", err)
		}
		e.ID = id
	}
	if e.Schema == "" {
		e.Schema = SchemaSET
	}
	body, err := json.Marshal(eventBody{e.Tags, e.Problems})
	if err != nil {
		return "", fmt.Errorf("fitconnect: encode an event: %w", err)
	}
	payload, err := json.Marshal(claims{
		e.Schema, e.ID, e.Issuer, e.Time.Unix(), e.Subject.String(), "case:" + e.Case.String(),
		map[string]*json.RawMessage{eventPrefix + string(e.Kind): (*json.RawMessage)(&body)},
	})
	if err != nil {
		return "", fmt.Errorf("fitconnect: encode an event: %w", err)
	}
	options := (&jose.SignerOptions{}).WithType(setType).WithHeader(jose.HeaderKey("kid"), key.kid)
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.PS512, Key: key.rsa}, options)
	if err != nil {
		return "", fmt.Errorf("fitconnect: sign an event: %w", err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		return "", fmt.Errorf("fitconnect: sign an event: %w", err)
	}
	return signed.CompactSerialize()
}

// token is a Security Event Token that was read and not verified.
type token struct {
	jws   *jose.JSONWebSignature
	kid   string
	event Event
}

// readToken reads what a token says. It believes nothing yet.
func readToken(text string) (t token, err error) {
	bad := func(code, pointer, detail string) (token, error) { return token{}, refusal(code, pointer, detail) }
	if len(text) > maxEvent {
		return bad("FC-SET-01", "", "too long")
	}
	head, rest, ok := strings.Cut(text, ".")
	body, _, ok2 := strings.Cut(rest, ".")
	rawHead, err1 := b64.DecodeString(head)
	payload, err2 := b64.DecodeString(body)
	if !ok || !ok2 || err1 != nil || err2 != nil {
		return bad("FC-SET-01", "", "not a compact JWS")
	}
	object, err := readObject(rawHead)
	if err != nil || len(object) != 3 || str(object, "typ") != setType || str(object, "alg") != algSign || str(object, "kid") == "" {
		return bad("FC-SET-02", "/header", "not exactly typ "+setType+", alg "+algSign+" and kid")
	}
	t.kid = str(object, "kid")
	if t.jws, err = jose.ParseSignedCompact(text, []jose.SignatureAlgorithm{jose.PS512}); err != nil {
		return bad("FC-SET-01", "", "not a compact JWS")
	}
	claim, err := readObject(payload)
	if err != nil {
		return bad("FC-SET-01", "/payload", "not a JSON object")
	}
	found, event := readClaims(claim)
	if err := found.Err(); err != nil {
		return token{}, err
	}
	t.event = event
	return t, nil
}

func readClaims(claim map[string]any) (found recht.Befunde, e Event) {
	id := func(pointer, text, prefix string) uuid.UUID {
		rest, ok := strings.CutPrefix(text, prefix)
		parsed, isID := parseUUID(rest)
		if !ok || !isID {
			found.Add("FC-SET-03", pointer, "not %s<uuid>", prefix)
		}
		return parsed
	}
	e.ID = id("/jti", str(claim, "jti"), "")
	e.Case = id("/txn", str(claim, "txn"), "case:")
	sub := str(claim, "sub")
	e.Subject.Reply = strings.HasPrefix(sub, "reply:")
	if e.Subject.Reply {
		e.Subject.ID = id("/sub", sub, "reply:")
	} else {
		e.Subject.ID = id("/sub", sub, "submission:")
	}
	if e.Issuer = str(claim, "iss"); e.Issuer == "" {
		found.Add("FC-SET-03", "/iss", "missing")
	}
	e.Schema = str(claim, "$schema")
	if version, ok := strings.CutPrefix(e.Schema, schemaPrefix); !ok || !strings.HasPrefix(version, "1.") || !strings.HasSuffix(version, schemaSuffix) {
		found.Add("FC-SET-04", "/$schema", "not version 1 of the payload schema")
	}
	iat, ok := claim["iat"].(json.Number)
	seconds, err := iat.Int64()
	if !ok || err != nil || seconds < firstInstant {
		found.Add("FC-SET-03", "/iat", "not a time after %d", firstInstant)
	}
	e.Time = time.Unix(seconds, 0).UTC()
	events, _ := claim["events"].(map[string]any)
	if len(events) != 1 {
		found.Add("FC-SET-05", "/events", "not exactly one event")
		return found, e
	}
	for uri, body := range events {
		e.Kind = EventKind(uri)
		if kind, ok := strings.CutPrefix(uri, eventPrefix); ok {
			e.Kind = EventKind(kind)
		}
		object, ok := body.(map[string]any)
		if !ok {
			found.Add("FC-SET-05", "/events/0", "not an object")
			return found, e
		}
		readBody(object, &e, &found)
	}
	return found, e
}

// readBody reads tags and problems of the events that have them.
func readBody(object map[string]any, e *Event, found *recht.Befunde) {
	if tags, ok := object["authenticationTags"].(map[string]any); ok {
		e.Tags = &Tags{Metadata: str(tags, "metadata"), Data: str(tags, "data")}
		attachments, _ := tags["attachments"].(map[string]any)
		if len(attachments) > maxTags {
			found.Add("FC-SET-06", "/events/0/authenticationTags", "more than %d", maxTags)
			return
		}
		for name, tag := range attachments {
			id, isID := parseUUID(name)
			text, isText := tag.(string)
			if !isID || !isText {
				found.Add("FC-SET-06", "/events/0/authenticationTags/attachments", "not tags by id")
				return
			}
			if e.Tags.Attachments == nil {
				e.Tags.Attachments = make(map[uuid.UUID]string, len(attachments))
			}
			e.Tags.Attachments[id] = text
		}
	}
	problems, _ := object["problems"].([]any)
	for i, entry := range problems {
		problem, ok := entry.(map[string]any)
		if !ok || i == maxProblems {
			found.Add("FC-SET-06", "/events/0/problems", "not up to %d problems", maxProblems)
			return
		}
		e.Problems = append(e.Problems, Problem{str(problem, "type"), str(problem, "title"), str(problem, "detail"), str(problem, "instance")})
	}
}

// parseUUID reads a UUID in its canonical spelling only.
func parseUUID(text string) (uuid.UUID, bool) {
	if len(text) != 36 {
		return uuid.Nil, false
	}
	id, err := uuid.Parse(text)
	return id, err == nil && id != uuid.Nil
}
