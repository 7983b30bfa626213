// SPDX-License-Identifier: Apache-2.0

package fitconnect

import (
	"context"
	"crypto/hmac"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/google/uuid"
)

const (
	headerAuthentication = "callback-authentication"
	headerTimestamp      = "callback-timestamp"
	// callbackWindow is how old a callback may be, and how far the clock of the
	// service may run ahead.
	callbackWindow = 5 * time.Minute
	maxCallback    = 1 << 20
	maxCallbacks   = 10_000 // remembered for the window
	callbackPrefix = "https://schema.fitko.de/fit-connect/submission-api/callbacks/"
)

// CallbackNewSubmissions is the type of callbacks about new submissions. The types of
// the others are not published; they come through as they are.
const CallbackNewSubmissions = callbackPrefix + "new-submissions"

// Ref names a submission.
type Ref struct {
	Destination uuid.UUID `json:"destinationId"`
	Submission  uuid.UUID `json:"submissionId"`
	Case        uuid.UUID `json:"caseId"`
}

// Callback is a hint that there is something new. It holds no more than that: ask
// the service, and go on asking now and then, because hints get lost.
type Callback struct {
	Type        string
	Submissions []Ref // in old callbacks only the id of the submission is set
}

// Callbacks checks callbacks: by the shared secret, their time, and that none comes
// a second time. It serves any number of goroutines; what came before it remembers
// in the process alone, since a repeated hint does no harm.
type Callbacks struct {
	secret []byte
	now    func() time.Time

	mu   sync.Mutex
	seen map[string]time.Time // authentication, until when
}

// NewCallbacks takes the callback secret of the self-service portal. now is
// time.Now where nil.
func NewCallbacks(secret string, now func() time.Time) (*Callbacks, error) {
	if len(secret) < 16 {
		return nil, errors.New("fitconnect: a callback secret of at least 16 bytes is needed")
	}
	if now == nil {
		now = time.Now
	}
	return &Callbacks{secret: []byte(secret), now: now, seen: map[string]time.Time{}}, nil
}

// SignCallback is the value of callback-authentication: HMAC-SHA512 over time and
// raw body, in lower-case hexadecimal.
func SignCallback(secret, timestamp string, body []byte) string {
	mac := hmac.New(sha512.New, []byte(secret))
	mac.Write([]byte(timestamp + "."))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

// Verify checks a callback and reads it. body is what came, byte for byte.
//
// Errors: a [*recht.BefundError], FC-CB-01 wrong or missing authentication, 02 too
// old or from the future, 03 the same a second time, 04 malformed.
func (c *Callbacks) Verify(authentication, timestamp string, body []byte) (Callback, error) {
	if len(body) > maxCallback {
		return Callback{}, refusal("FC-CB-04", "", "too long")
	}
	want := SignCallback(string(c.secret), timestamp, body)
	if !hmac.Equal([]byte(want), []byte(authentication)) {
		return Callback{}, refusal("FC-CB-01", "/header/"+headerAuthentication, "not made with the shared secret over this body")
	}
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	now := c.now()
	if age := now.Sub(time.Unix(seconds, 0)); err != nil || age > callbackWindow || age < -callbackWindow {
		return Callback{}, refusal("FC-CB-02", "/header/"+headerTimestamp, "more than five minutes from now")
	}
	callback, err := readCallback(body)
	if err != nil {
		return Callback{}, err
	}
	return callback, c.once(authentication, now)
}

// once notes down a callback that was authentic.
func (c *Callbacks) once(authentication string, now time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if until, again := c.seen[authentication]; again && now.Before(until) {
		return refusal("FC-CB-03", "", "it came before")
	}
	if len(c.seen) >= maxCallbacks {
		for key, until := range c.seen {
			if !now.Before(until) {
				delete(c.seen, key)
			}
		}
	}
	if len(c.seen) >= maxCallbacks {
		return errors.New("fitconnect: too many callbacks at once, poll instead")
	}
	// Twice the window: a time ahead of ours is good for that long.
	c.seen[authentication] = now.Add(2 * callbackWindow)
	return nil
}

// forget lets a callback come again that could not be worked on.
func (c *Callbacks) forget(authentication string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.seen, authentication)
}

func readCallback(body []byte) (Callback, error) {
	malformed := refusal("FC-CB-04", "/body", "not a callback")
	object, err := readObject(body)
	if err != nil || str(object, "type") == "" {
		return Callback{}, malformed
	}
	callback := Callback{Type: str(object, "type")}
	list, _ := object["submissions"].([]any)
	for _, entry := range list {
		ref, _ := entry.(map[string]any)
		destination, ok1 := parseUUID(str(ref, "destinationId"))
		submission, ok2 := parseUUID(str(ref, "submissionId"))
		c, ok3 := parseUUID(str(ref, "caseId"))
		if !ok1 || !ok2 || !ok3 {
			return Callback{}, malformed
		}
		callback.Submissions = append(callback.Submissions, Ref{destination, submission, c})
	}
	if len(list) > 0 {
		return callback, nil
	}
	old, _ := object["submissionIds"].([]any)
	for _, entry := range old {
		text, _ := entry.(string)
		id, ok := parseUUID(text)
		if !ok {
			return Callback{}, malformed
		}
		callback.Submissions = append(callback.Submissions, Ref{Submission: id})
	}
	return callback, nil
}

// Handler receives callbacks and hands them on. do only makes a note, as a
// callback wants its answer at once; where it fails, the service may call again.
func (c *Callbacks) Handler(do func(context.Context, Callback) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", http.MethodPost)
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err == nil && media != "application/json" {
			w.WriteHeader(http.StatusUnsupportedMediaType)
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxCallback))
		if err != nil {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
			return
		}
		authentication := r.Header.Get(headerAuthentication)
		callback, err := c.Verify(authentication, r.Header.Get(headerTimestamp), body)
		switch code, refused := Refused(err); {
		case code == "FC-CB-03":
			w.WriteHeader(http.StatusConflict)
		case code == "FC-CB-04":
			w.WriteHeader(http.StatusBadRequest)
		case refused:
			w.WriteHeader(http.StatusUnauthorized)
		case err != nil:
			w.WriteHeader(http.StatusServiceUnavailable)
		case do(r.Context(), callback) != nil:
			c.forget(authentication)
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			w.WriteHeader(http.StatusOK)
		}
	})
}
