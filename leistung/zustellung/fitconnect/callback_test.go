// SPDX-License-Identifier: Apache-2.0

package fitconnect_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
)

const secret = "a-secret-of-sufficient-length"

func callbacks(t *testing.T, now *time.Time) *fitconnect.Callbacks {
	t.Helper()
	c, err := fitconnect.NewCallbacks(secret, func() time.Time { return *now })
	require.NoError(t, err)
	return c
}

func body() []byte {
	return []byte(`{"type":"` + fitconnect.CallbackNewSubmissions + `","submissions":[{"destinationId":"` + destination.String() + `","submissionId":"` + submission.String() + `","caseId":"` + caseID.String() + `"}]}`)
}

func TestCallback_MatchesThePublishedVectors(t *testing.T) {
	text, err := os.ReadFile(shareddata.Path(t, "fitconnect/callback-hmac-vectors.json"))
	require.NoError(t, err)
	var file struct {
		Secret  string `json:"secret"`
		Vectors []struct {
			Timestamp      string `json:"timestamp"`
			Body           string `json:"body"`
			Authentication string `json:"callback-authentication"`
		} `json:"vectors"`
	}
	require.NoError(t, json.Unmarshal(text, &file))
	require.Len(t, file.Vectors, 2)
	for _, v := range file.Vectors {
		require.Equal(t, v.Authentication, fitconnect.SignCallback(file.Secret, v.Timestamp, []byte(v.Body)))
		seconds, err := strconv.ParseInt(v.Timestamp, 10, 64)
		require.NoError(t, err)
		c, err := fitconnect.NewCallbacks(file.Secret, func() time.Time { return time.Unix(seconds, 0) })
		require.NoError(t, err)
		got, err := c.Verify(v.Authentication, v.Timestamp, []byte(v.Body))
		require.NoError(t, err)
		require.Equal(t, fitconnect.CallbackNewSubmissions, got.Type)
		require.Len(t, got.Submissions, 1)
		require.Equal(t, submission, got.Submissions[0].Submission)
	}
}

func TestCallback_IsRefusedWhereItDoesNotHold(t *testing.T) {
	now := noon
	stamp := func(d time.Duration) string { return strconv.FormatInt(noon.Add(d).Unix(), 10) }
	for name, tt := range map[string]struct {
		secret, stamp string
		sent, came    []byte
		code          string
	}{
		"as it should be":         {secret, stamp(0), body(), body(), ""},
		"five minutes old":        {secret, stamp(-5 * time.Minute), body(), body(), ""},
		"older":                   {secret, stamp(-5*time.Minute - time.Second), body(), body(), "FC-CB-02"},
		"from the future":         {secret, stamp(5*time.Minute + time.Second), body(), body(), "FC-CB-02"},
		"another secret":          {"another-secret-of-some-length", stamp(0), body(), body(), "FC-CB-01"},
		"another body":            {secret, stamp(0), body(), append(body(), ' '), "FC-CB-01"},
		"no time":                 {secret, "", body(), body(), "FC-CB-02"},
		"a time that is no count": {secret, "now", body(), body(), "FC-CB-02"},
		"CRLF at the end":         {secret, stamp(0), append(body(), '\r', '\n'), append(body(), '\r', '\n'), ""},
		"no JSON":                 {secret, stamp(0), []byte("x"), []byte("x"), "FC-CB-04"},
		"no type":                 {secret, stamp(0), []byte("{}"), []byte("{}"), "FC-CB-04"},
		"an id that is none":      {secret, stamp(0), []byte(`{"type":"x","submissions":[{}]}`), []byte(`{"type":"x","submissions":[{}]}`), "FC-CB-04"},
		"another kind":            {secret, stamp(0), []byte(`{"type":"x"}`), []byte(`{"type":"x"}`), ""},
		"much too long":           {secret, stamp(0), make([]byte, 2<<20), make([]byte, 2<<20), "FC-CB-04"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := callbacks(t, &now).Verify(fitconnect.SignCallback(tt.secret, tt.stamp, tt.sent), tt.stamp, tt.came)
			if tt.code == "" {
				require.NoError(t, err)
				return
			}
			refused(t, tt.code, err)
		})
	}
	_, err := callbacks(t, &now).Verify("", stamp(0), body())
	refused(t, "FC-CB-01", err)
	upper := strings.ToUpper(fitconnect.SignCallback(secret, stamp(0), body()))
	_, err = callbacks(t, &now).Verify(upper, stamp(0), body())
	refused(t, "FC-CB-01", err, "one spelling, so that a replay cannot wear another")
	_, err = fitconnect.NewCallbacks("", nil)
	require.Error(t, err, "no empty secret")
}

func TestCallback_ComesOnce(t *testing.T) {
	now := noon
	c := callbacks(t, &now)
	stamp := strconv.FormatInt(noon.Add(4*time.Minute).Unix(), 10)
	auth := fitconnect.SignCallback(secret, stamp, body())
	_, err := c.Verify(auth, stamp, body())
	require.NoError(t, err)
	for ; now.Before(noon.Add(20 * time.Minute)); now = now.Add(30 * time.Second) {
		_, err = c.Verify(auth, stamp, body())
		code, ok := fitconnect.Refused(err)
		require.True(t, ok, "as long as its time would hold, and after")
		require.Contains(t, []string{"FC-CB-03", "FC-CB-02"}, code)
	}
}

func TestCallbackHandler_AnswersAndLetsAFailedOneComeAgain(t *testing.T) {
	now := noon
	c := callbacks(t, &now)
	var got []fitconnect.Callback
	fail := errors.New("busy")
	h := c.Handler(func(_ context.Context, cb fitconnect.Callback) error {
		if fail != nil {
			return fail
		}
		got = append(got, cb)
		return nil
	})
	stamp := strconv.FormatInt(noon.Unix(), 10)
	call := func(method, auth string, text []byte) int {
		r := httptest.NewRequestWithContext(t.Context(), method, "https://amt.example/callback", bytes.NewReader(text))
		r.Header.Set("callback-authentication", auth)
		r.Header.Set("callback-timestamp", stamp)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Code
	}
	auth := fitconnect.SignCallback(secret, stamp, body())
	require.Equal(t, http.StatusServiceUnavailable, call(http.MethodPost, auth, body()))
	fail = nil
	require.Equal(t, http.StatusOK, call(http.MethodPost, auth, body()))
	require.Equal(t, http.StatusConflict, call(http.MethodPost, auth, body()))
	require.Len(t, got, 1)
	require.Equal(t, fitconnect.Ref{Destination: destination, Submission: submission, Case: caseID}, got[0].Submissions[0])
	require.Equal(t, http.StatusUnauthorized, call(http.MethodPost, "x", body()))
	require.Equal(t, http.StatusMethodNotAllowed, call(http.MethodGet, auth, nil))
	require.Equal(t, http.StatusRequestEntityTooLarge, call(http.MethodPost, auth, make([]byte, 2<<20)))
	bad := []byte("{}")
	require.Equal(t, http.StatusBadRequest, call(http.MethodPost, fitconnect.SignCallback(secret, stamp, bad), bad))
}

func FuzzCallback(f *testing.F) {
	f.Add(body())
	f.Add([]byte(`{"type":"x","submissionIds":["` + submission.String() + `"]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		now := noon
		stamp := strconv.FormatInt(noon.Unix(), 10)
		_, err := callbacks(t, &now).Verify(fitconnect.SignCallback(secret, stamp, text), stamp, text)
		if err != nil {
			refused(t, "FC-CB-04", err)
		}
	})
}
