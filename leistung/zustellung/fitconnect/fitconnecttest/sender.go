// SPDX-License-Identifier: Apache-2.0

package fitconnecttest

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
)

// maxBody bounds what is read of a request.
const maxBody = 128 << 20

func quiet() *log.Logger { return log.New(io.Discard, "", 0) }

func (s *Service) token(r *http.Request, _ Fault) answer {
	r.Body = http.MaxBytesReader(nil, r.Body, 1<<16)
	oauth := func(status int, name string) answer {
		return answer{status, "application/json", []byte(`{"error":"` + name + `"}`)}
	}
	if err := r.ParseForm(); err != nil || r.PostForm.Get("grant_type") != "client_credentials" {
		return oauth(400, "unsupported_grant_type")
	}
	// The secret goes in the form; HTTP Basic is refused as the real service does.
	if r.Header.Get("Authorization") != "" || r.PostForm.Get("client_id") != s.config.ClientID || r.PostForm.Get("client_secret") != s.config.ClientSecret {
		return oauth(401, "invalid_client")
	}
	const lasts = 1800
	token := uuid.NewString()
	s.mu.Lock()
	s.tokens[token] = s.config.Now().Add(lasts * time.Second)
	s.mu.Unlock()
	return ok(200, map[string]any{"access_token": token, "token_type": "Bearer", "expires_in": lasts})
}

func (s *Service) jwks(*http.Request, Fault) answer {
	jwk, err := s.key.JWK()
	if err != nil {
		return fail(500, "internal")
	}
	return ok(200, map[string]any{"keys": []json.RawMessage{jwk}})
}

func (s *Service) find(r *http.Request) *Destination {
	id, err := uuid.Parse(r.PathValue("destination"))
	if err != nil {
		return nil
	}
	return s.byID(id)
}

func (s *Service) byID(id uuid.UUID) *Destination {
	for i := range s.config.Destinations {
		if s.config.Destinations[i].ID == id {
			return &s.config.Destinations[i]
		}
	}
	return nil
}

func (d *Destination) active() bool { return d.Status == "" || d.Status == "active" }

func (s *Service) destination(r *http.Request, _ Fault) answer {
	d := s.find(r)
	if d == nil {
		return fail(404, "destination-not-found")
	}
	status := "active"
	if !d.active() {
		status = d.Status
	}
	services := d.Services
	if services == nil {
		services = []fitconnect.DestinationService{}
	}
	return ok(200, fitconnect.Destination{ID: d.ID, Status: status, EncryptionKid: d.Encryption.Kid(), Services: services, MetadataVersions: []string{"2.1.0"}})
}

func (s *Service) destinationKey(r *http.Request, fault Fault) answer {
	d := s.find(r)
	if d == nil {
		return fail(404, "destination-not-found")
	}
	for _, key := range []fitconnect.PrivateKey{d.Encryption, d.Signature} {
		if key.Kid() != r.PathValue("kid") {
			continue
		}
		if fault == OtherKey {
			if other, err := Key("other-enc"); err == nil {
				key = other
			}
		}
		jwk, err := key.JWK()
		if err != nil {
			return fail(500, "internal")
		}
		if fault == WeakKey {
			var object map[string]any
			_ = json.Unmarshal(jwk, &object)
			n, _ := object["n"].(string)
			object["n"] = n[:342]
			jwk, _ = json.Marshal(object)
		}
		return answer{200, "application/json", jwk}
	}
	return fail(404, "key-not-found")
}

func read(r *http.Request) ([]byte, bool) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	return body, err == nil && len(body) <= maxBody
}

func (s *Service) announce(r *http.Request, _ Fault) answer {
	var request struct {
		Destination uuid.UUID          `json:"destinationId"`
		Attachments []uuid.UUID        `json:"announcedAttachments"`
		Service     fitconnect.Service `json:"publicService"`
	}
	body, whole := read(r)
	if !whole || json.Unmarshal(body, &request) != nil || request.Service.Identifier == "" || request.Attachments == nil {
		return fail(422, "malformed-request")
	}
	d := s.byID(request.Destination)
	switch {
	case d == nil:
		return fail(404, "destination-not-found")
	case !d.active():
		return fail(422, "destination-state-invalid")
	case len(d.Services) > 0 && !slices.ContainsFunc(d.Services, func(x fitconnect.DestinationService) bool { return x.Identifier == request.Service.Identifier }):
		return fail(422, "service-not-supported")
	}
	ids := slices.Clone(request.Attachments)
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	if len(slices.Compact(ids)) != len(request.Attachments) {
		return fail(422, "attachment-ids-not-distinct")
	}
	sub := &submission{ref: fitconnect.Ref{Destination: d.ID, Submission: uuid.New(), Case: uuid.New()}, announced: request.Attachments, service: request.Service, attachments: map[uuid.UUID][]byte{}}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.submissions[sub.ref.Submission] = sub
	s.order = append(s.order, sub.ref.Submission)
	s.note(sub, fitconnect.EventCreate, nil, nil)
	return ok(201, sub.ref)
}

// note writes an event of the service into a log.
func (s *Service) note(sub *submission, kind fitconnect.EventKind, tags *fitconnect.Tags, problems []fitconnect.Problem) {
	text, err := fitconnect.Event{
		Issuer: "https://simulator.fitconnect.example", Time: s.config.Now(), Subject: fitconnect.Subject{ID: sub.ref.Submission}, Case: sub.ref.Case, Kind: kind, Tags: tags, Problems: problems,
	}.Sign(s.key)
	if err == nil {
		sub.log = append(sub.log, text)
	}
}

// header is the protected header of a compact JWE.
func header(jwe []byte) map[string]any {
	head, _, _ := bytes.Cut(jwe, []byte("."))
	raw, err := base64.RawURLEncoding.AppendDecode(nil, head)
	var object map[string]any
	if err != nil || json.Unmarshal(raw, &object) != nil {
		return nil
	}
	return object
}

func wellSealed(jwe []byte) bool {
	h := header(jwe)
	_, zipped := h["zip"]
	_, err := fitconnect.Tag(jwe)
	return err == nil && !zipped && h["alg"] == "RSA-OAEP-256" && h["enc"] == "A256GCM"
}

func (s *Service) lookup(r *http.Request) *submission {
	id, err := uuid.Parse(r.PathValue("submission"))
	if err != nil {
		return nil
	}
	return s.submissions[id]
}

func (s *Service) putAttachment(r *http.Request, _ Fault) answer {
	body, whole := read(r)
	id, err := uuid.Parse(r.PathValue("attachment"))
	s.mu.Lock()
	defer s.mu.Unlock()
	sub := s.lookup(r)
	switch {
	case sub == nil:
		return fail(404, "submission-not-found")
	case err != nil || !slices.Contains(sub.announced, id):
		return fail(422, "attachment-not-announced")
	case !whole || r.Header.Get("Content-Type") != "application/jose" || !wellSealed(body):
		return fail(422, "encryption-malformed")
	case sub.attachments[id] != nil:
		return fail(409, "attachment-exists")
	}
	sub.attachments[id] = body
	return answer{status: 204}
}

func (s *Service) submit(r *http.Request, _ Fault) answer {
	var request struct {
		Metadata string `json:"encryptedMetadata"`
		Data     string `json:"encryptedData"`
	}
	body, whole := read(r)
	malformed := !whole || json.Unmarshal(body, &request) != nil || request.Metadata == "" || request.Data == ""
	s.mu.Lock()
	defer s.mu.Unlock()
	sub := s.lookup(r)
	switch {
	case sub == nil:
		return fail(404, "submission-not-found")
	case malformed:
		return fail(422, "malformed-request")
	case !sub.submitted.IsZero():
		return fail(409, "submission-state-invalid")
	case len(sub.attachments) != len(sub.announced):
		return fail(422, "attachments-missing")
	}
	for _, jwe := range []string{request.Metadata, request.Data} {
		if cty := header([]byte(jwe))["cty"]; cty != "application/json" && cty != "application/xml" || !wellSealed([]byte(jwe)) {
			return fail(422, "encryption-malformed")
		}
	}
	sub.metadata, sub.data, sub.submitted = request.Metadata, request.Data, s.config.Now()
	tags := sub.tags()
	s.note(sub, fitconnect.EventSubmit, &tags, nil)
	s.note(sub, fitconnect.EventNotify, nil, nil)
	s.call(sub.ref)
	return ok(200, sub.ref)
}

func (sub *submission) tags() fitconnect.Tags {
	t := fitconnect.Tags{Attachments: map[uuid.UUID]string{}}
	t.Metadata, _ = fitconnect.Tag([]byte(sub.metadata))
	t.Data, _ = fitconnect.Tag([]byte(sub.data))
	for id, jwe := range sub.attachments {
		t.Attachments[id], _ = fitconnect.Tag(jwe)
	}
	return t
}

// call tells the subscriber, in the background.
func (s *Service) call(ref fitconnect.Ref) {
	d := s.byID(ref.Destination)
	if d == nil || d.CallbackURL == "" {
		return
	}
	body, err := json.Marshal(map[string]any{"type": fitconnect.CallbackNewSubmissions, "submissions": []fitconnect.Ref{ref}, "submissionIds": []uuid.UUID{ref.Submission}})
	if err != nil {
		return
	}
	stamp := strconv.FormatInt(s.config.Now().Unix(), 10)
	s.callbacks.Go(func() {
		r, err := http.NewRequest(http.MethodPost, d.CallbackURL, bytes.NewReader(body)) //nolint:noctx // its client has a time-out, and no request waits for it
		if err != nil {
			return
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("callback-timestamp", stamp)
		r.Header.Set("callback-authentication", fitconnect.SignCallback(d.CallbackSecret, stamp, body))
		if response, err := s.http.Do(r); err == nil {
			_ = response.Body.Close()
		}
	})
}

func (s *Service) events(r *http.Request, fault Fault) answer {
	offset, _ := strconv.Atoi(r.URL.Query().Get("offset"))
	limit, err := strconv.Atoi(r.URL.Query().Get("limit"))
	if err != nil || limit < 1 || limit > s.config.Page {
		limit = s.config.Page
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire()
	sub := s.lookup(r)
	if id, err := uuid.Parse(r.PathValue("case")); err == nil {
		sub = s.byCase(id)
	}
	if sub == nil {
		return fail(404, "submission-not-found")
	}
	entries := s.forged(sub, fault)
	total := len(entries)
	entries = entries[min(max(offset, 0), len(entries)):]
	return ok(200, map[string]any{"eventLog": entries[:min(limit, len(entries))], "offset": offset, "count": min(limit, len(entries)), "totalCount": total})
}

func (s *Service) byCase(id uuid.UUID) *submission {
	for _, sub := range s.submissions {
		if sub.ref.Case == id {
			return sub
		}
	}
	return nil
}

// forged is a log as an attacker would have it.
func (s *Service) forged(sub *submission, fault Fault) []string {
	entries := slices.Clone(sub.log)
	switch last := len(entries) - 1; fault {
	case TamperLog:
		parts := strings.Split(entries[last], ".")
		payload, _ := base64.RawURLEncoding.DecodeString(parts[1])
		parts[1] = base64.RawURLEncoding.EncodeToString(bytes.Replace(payload, []byte(`"iat":1`), []byte(`"iat":2`), 1))
		entries[last] = strings.Join(parts, ".")
	case ForgeLog:
		tags := sub.tags()
		text, err := fitconnect.Event{Issuer: "https://simulator.fitconnect.example", Time: s.config.Now(), Subject: fitconnect.Subject{ID: sub.ref.Submission}, Case: sub.ref.Case, Kind: fitconnect.EventAccept, Tags: &tags}.Sign(s.key)
		if err == nil {
			entries = append(entries, text)
		}
	case ShortenLog:
		entries = entries[:last]
	case OtherLog:
		for _, id := range s.order {
			if other := s.submissions[id]; other != sub {
				return slices.Clone(other.log)
			}
		}
	default:
	}
	return entries
}

// expire rejects what nobody has fetched.
func (s *Service) expire() {
	for _, id := range s.order {
		sub := s.submissions[id]
		if !sub.submitted.IsZero() && !sub.ended && !s.config.Now().Before(sub.submitted.Add(s.config.Expire)) {
			sub.ended = true
			s.note(sub, fitconnect.EventReject, nil, []fitconnect.Problem{{Type: "https://schema.fitko.de/fit-connect/events/problems/simulated-timeout", Title: "not fetched in time"}})
		}
	}
}
