// SPDX-License-Identifier: Apache-2.0

package fitconnect

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const problemPrefix = "https://schema.fitko.de/fit-connect/submission-api/problems/"

// ProblemError is a refusal of the delivery service (RFC 7807).
type ProblemError struct {
	Status int
	// Problem is the end of the type, such as "destination-not-found"; "" where
	// the answer names none of the service's own, because it comes from something
	// in between.
	Problem string
	// RetryAfter is how long to wait; zero where the service named no time.
	RetryAfter time.Duration
}

// Error names status and type, and no text of the service.
func (e *ProblemError) Error() string {
	if e.Problem == "" {
		return fmt.Sprintf("fitconnect: the service answered %d", e.Status)
	}
	return fmt.Sprintf("fitconnect: the service answered %d %s", e.Status, e.Problem)
}

// Permanent reports that the same request will never succeed: the service itself
// has said so, and it is not about access, time or load.
func (e *ProblemError) Permanent() bool {
	switch e.Status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusRequestTimeout, http.StatusConflict, http.StatusTooEarly, http.StatusTooManyRequests:
		return false
	}
	return e.Status >= 400 && e.Status < 500 && e.Problem != ""
}

func problem(response *http.Response, body []byte) error {
	e := &ProblemError{Status: response.StatusCode}
	for _, name := range []string{"Retry-After", "RateLimit-Reset"} {
		if seconds, err := strconv.Atoi(response.Header.Get(name)); err == nil && seconds > 0 && seconds < 86_400 && e.RetryAfter == 0 {
			e.RetryAfter = time.Duration(seconds) * time.Second
		}
	}
	var text struct {
		Type string `json:"type"`
	}
	media, _, err := mime.ParseMediaType(response.Header.Get("Content-Type"))
	if err == nil && media == "application/problem+json" && json.Unmarshal(body, &text) == nil {
		name, ok := strings.CutPrefix(text.Type, problemPrefix)
		if ok && len(name) <= 100 && all(name, func(b byte) bool { return b == '-' || isWordByte(b) }) {
			e.Problem = name
		}
	}
	return e
}
