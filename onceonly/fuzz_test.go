// SPDX-License-Identifier: Apache-2.0

package onceonly_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/permission"
)

// What a strict parser takes, it gives back as it was.
func FuzzParseNames(f *testing.F) {
	for _, seed := range []string{"", "de.th.weimar", "urn:x:y", "https://a.example/b", "/a/b~1c", "/@x", "a b", "\xff", strings.Repeat("a", 201)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if p, err := onceonly.ParsePartyID(s); err == nil {
			require.Equal(t, s, p.String())
		} else {
			require.ErrorIs(t, err, onceonly.ErrSyntax)
		}
		if e, err := onceonly.ParseEvidenceType(s); err == nil {
			require.Equal(t, s, e.String())
		}
		if subject, err := onceonly.ParseSubject(s); err == nil {
			require.Equal(t, s, subject.Clear())
			require.NotContains(t, subject.String(), s+s)
		}
		if fields, err := onceonly.ParseFields(s); err == nil {
			require.Equal(t, []string{s}, fields.Paths())
			document, err := json.Marshal(fields)
			require.NoError(t, err)
			var again onceonly.Fields
			require.NoError(t, json.Unmarshal(document, &again))
			require.Equal(t, fields, again)
		}
		if d, err := onceonly.ParseDigest(s); err == nil {
			require.Equal(t, s, d.String())
		}
	})
}

func FuzzParseEntry(f *testing.F) {
	w := newWorld(f)
	r := requestFor(w.consent(f))
	_, err := w.broker.Retrieve(f.Context(), r)
	require.NoError(f, err)
	for stored, err := range w.log.Of(f.Context(), erika.Clear(), uuid.Nil) {
		require.NoError(f, err)
		f.Add(stored.Content)
	}
	f.Add([]byte(`{"role":"partner","person":{"salt":"00","digest":"00"}}`))
	f.Add([]byte(`{"subject":"x","actor":" "}`))
	f.Fuzz(func(_ *testing.T, document []byte) {
		if e, err := onceonly.ParseEntry(document); err == nil && e.Subject.IsZero() && e.Role == "" {
			panic("an entry without a subject")
		}
	})
}

// Nothing but what was sealed opens, and only for its question.
func FuzzVerifyToken(f *testing.F) {
	w := newWorld(f)
	question := onceonly.Question{
		Requester: muehlhausen.ID, Provider: weimar.ID, EvidenceType: meldedaten, Purpose: "anmeldung",
		Basis: onceonly.BasisChoice, RequestDigest: onceonly.DigestOf([]byte("request")), At: start,
	}
	permit, err := w.intermediary.Ask(f.Context(), question)
	require.NoError(f, err)
	f.Add(permit.Token)
	f.Add(strings.Replace(permit.Token, ".", "..", 1))
	f.Add(".")
	f.Add(permit.Token + "\n")
	f.Add("\r" + permit.Token)
	f.Fuzz(func(t *testing.T, token string) {
		permitted := verified(token, w, question)
		require.Equal(t, token == permit.Token, permitted)
		question := question
		question.At = start.Add(time.Hour)
		require.False(t, verified(token, w, question))
	})
}

func verified(token string, w *world, question onceonly.Question) bool {
	decision, _ := permission.Verify(token, w.intermediary.Key(), question, 0)
	return decision.Permitted
}
