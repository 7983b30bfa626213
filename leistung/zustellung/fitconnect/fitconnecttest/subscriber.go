// SPDX-License-Identifier: Apache-2.0

package fitconnecttest

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
)

func (s *Service) list(r *http.Request, fault Fault) answer {
	id, err := uuid.Parse(r.URL.Query().Get("destinationId"))
	offset, _ := strconv.Atoi(r.URL.Query().Get("offset"))
	limit, err2 := strconv.Atoi(r.URL.Query().Get("limit"))
	if err != nil || s.byID(id) == nil {
		return fail(404, "destination-not-found")
	}
	if err2 != nil || limit < 1 || limit > s.config.Page {
		limit = s.config.Page
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire()
	refs := []fitconnect.Ref{}
	for _, id2 := range s.order {
		if sub := s.submissions[id2]; sub.ref.Destination == id && !sub.submitted.IsZero() && !sub.ended {
			refs = append(refs, sub.ref)
			if fault == Twice {
				refs = append(refs, sub.ref)
			}
		}
	}
	total := len(refs)
	refs = refs[min(max(offset, 0), total):]
	refs = refs[:min(limit, len(refs))]
	return ok(200, map[string]any{"submissions": refs, "offset": offset, "count": len(refs), "totalCount": total})
}

func (s *Service) fetch(r *http.Request, fault Fault) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	sub := s.lookup(r)
	if sub == nil || sub.submitted.IsZero() {
		return fail(404, "submission-not-found")
	}
	data := sub.data
	if fault == SwapData {
		for _, id := range s.order {
			if other := s.submissions[id]; other != sub && other.data != "" {
				data = other.data
			}
		}
	}
	return ok(200, map[string]any{
		"submissionId": sub.ref.Submission, "caseId": sub.ref.Case, "destinationId": sub.ref.Destination,
		"encryptedMetadata": sub.metadata, "encryptedData": data, "attachments": sub.announced, "publicService": sub.service,
	})
}

func (s *Service) getAttachment(r *http.Request, fault Fault) answer {
	id, err := uuid.Parse(r.PathValue("attachment"))
	s.mu.Lock()
	defer s.mu.Unlock()
	sub := s.lookup(r)
	if sub == nil || err != nil || sub.submitted.IsZero() || sub.attachments[id] == nil {
		return fail(404, "submission-not-found")
	}
	content := sub.attachments[id]
	if fault == SwapAttachment {
		for other, jwe := range sub.attachments {
			if other != id {
				content = jwe
			}
		}
	}
	return answer{200, "application/jose", content}
}

// postEvent takes the answer of a subscriber into the log.
func (s *Service) postEvent(r *http.Request, _ Fault) answer {
	body, whole := read(r)
	id, err := uuid.Parse(r.PathValue("case"))
	s.mu.Lock()
	defer s.mu.Unlock()
	sub := s.byCase(id)
	if err != nil || sub == nil {
		return fail(404, "submission-not-found")
	}
	d := s.byID(sub.ref.Destination)
	if !whole || r.Header.Get("Content-Type") != "application/jose" || d == nil {
		return fail(422, "malformed-request")
	}
	tags := sub.tags()
	log, err := fitconnect.VerifyLog(r.Context(), keyring{s.key, d.Signature}, fitconnect.Expected{
		Destination: d.ID, Case: sub.ref.Case, Subject: fitconnect.Subject{ID: sub.ref.Submission}, Tags: &tags,
	}, append(slices.Clone(sub.log), string(body)))
	if err != nil {
		if sub.ended {
			return fail(409, "submission-state-invalid")
		}
		return fail(422, "event-refused")
	}
	if sub.ended {
		return fail(409, "submission-state-invalid")
	}
	if !supported(string(body)) {
		return fail(422, "schema-not-supported")
	}
	sub.log = append(sub.log, string(body))
	sub.ended = log.Outcome != ""
	return answer{status: 204}
}

// supported reports whether the payload schema is one that the real service was
// seen to take.
func supported(jws string) bool {
	parts := strings.Split(jws, ".")
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	var payload struct {
		Schema string `json:"$schema"`
	}
	return err == nil && json.Unmarshal(raw, &payload) == nil && payload.Schema == fitconnect.SchemaSET
}
