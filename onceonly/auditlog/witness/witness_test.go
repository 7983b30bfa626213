// SPDX-License-Identifier: Apache-2.0

package witness_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog/witness"
)

const origin = "muehlhausen.example/onceonly"

var start = time.Date(2026, time.November, 22, 9, 30, 0, 0, time.UTC)

func key(b byte) ed25519.PrivateKey { return ed25519.NewKeyFromSeed([]byte{31: b}) }

func logSigner(t *testing.T) *auditlog.Signer {
	t.Helper()
	s, err := auditlog.NewSigner("muehlhausen.example", key(1))
	require.NoError(t, err)
	return s
}

func server(t *testing.T, keeper auditlog.Keeper) *witness.Server {
	t.Helper()
	signer, err := auditlog.NewWitnessSigner("weimar.example/witness", key(2))
	require.NoError(t, err)
	s, err := witness.NewServer(signer, func() time.Time { return start }, witness.Watch{Origin: origin, Verifier: logSigner(t).Verifier(), Keeper: keeper})
	require.NoError(t, err)
	return s
}

func write(t *testing.T, log *auditlog.Log, n int) {
	t.Helper()
	for range n {
		id := uuid.Must(uuid.NewV7())
		record, err := auditlog.NewRecord(id, "s", start.AddDate(2, 0, 0), fmt.Appendf(nil, `{"id":%q}`, id), rand.Reader)
		require.NoError(t, err)
		require.NoError(t, log.Append(t.Context(), record))
	}
}

// store is what a process keeps its log in.
func store() *bausteine.Store {
	return bausteine.NewMemory(bausteine.Config{Now: func() time.Time { return start }})
}

func open(t *testing.T, store *bausteine.Store, keeper auditlog.Keeper, witnesses ...auditlog.Witness) *auditlog.Log {
	t.Helper()
	log, err := auditlog.Open(t.Context(), store, auditlog.Config{
		Origin: origin, Signer: logSigner(t), Keepers: []auditlog.Keeper{keeper}, Witnesses: witnesses,
	})
	require.NoError(t, err)
	return log
}

func TestWitness_CosignsGrowthOverHTTPAndTheLogKeepsIt(t *testing.T) {
	t.Parallel()
	seen := &auditlog.HeadMemory{}
	service := httptest.NewServer(server(t, seen))
	t.Cleanup(service.Close)
	client, err := witness.NewClient(service.URL, server(t, seen).Verifier(), service.Client())
	require.NoError(t, err)
	keeper := &auditlog.HeadMemory{}
	log := open(t, store(), keeper, client)
	for _, n := range []int{1, 5, 8} {
		write(t, log, n)
		_, err := log.Publish(t.Context())
		require.NoError(t, err)
		require.NoError(t, log.Witness(t.Context()))
		at, err := client.Verifier().Verify(log.Head().Text())
		require.NoError(t, err)
		require.Equal(t, start, at)
		kept, err := keeper.Last(t.Context())
		require.NoError(t, err)
		require.Equal(t, log.Head().Text(), kept, "the cosignature is kept")
		require.NoError(t, log.Witness(t.Context()), "nothing to do")
	}
}

func TestWitness_SignsNoSecondHistory(t *testing.T) {
	t.Parallel()
	w := server(t, &auditlog.HeadMemory{})
	history := func(n int) *auditlog.Log {
		log := open(t, store(), &auditlog.HeadMemory{}, w) // the keeper was lost together with the store
		write(t, log, n)
		_, err := log.Publish(t.Context())
		require.NoError(t, err)
		return log
	}
	require.NoError(t, history(5).Witness(t.Context()))
	require.ErrorIs(t, history(7).Witness(t.Context()), auditlog.ErrProof, "it asks what the witness has seen, and cannot continue it")
	require.ErrorIs(t, history(2).Witness(t.Context()), auditlog.ErrRolledBack)
}

func TestWitness_AnswersAsTheProtocolSays(t *testing.T) {
	t.Parallel()
	service := httptest.NewServer(server(t, &auditlog.HeadMemory{}))
	t.Cleanup(service.Close)
	post := func(body string) (int, string) {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, service.URL+"/add-checkpoint", strings.NewReader(body))
		require.NoError(t, err)
		response, err := service.Client().Do(request)
		require.NoError(t, err)
		defer func() { _ = response.Body.Close() }()
		text, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		return response.StatusCode, string(text)
	}
	log := open(t, store(), &auditlog.HeadMemory{})
	write(t, log, 3)
	head, err := log.Publish(t.Context())
	require.NoError(t, err)
	for body, want := range map[string]int{
		"":                                    http.StatusBadRequest,
		"old x\n\n" + head.Text():             http.StatusBadRequest,
		"old 00\n\n" + head.Text():            http.StatusBadRequest,
		"old 9\n\n" + head.Text():             http.StatusBadRequest,
		"old 0\nAAAA\n\n" + head.Text():       http.StatusBadRequest,
		"old 2\n\n" + head.Text():             http.StatusConflict,
		"old 0\n\nother.example\n1\nx\n\n— x": http.StatusNotFound,
		"old 0\n\n" + strings.Replace(head.Text(), "\n3\n", "\n4\n", 1): http.StatusForbidden,
	} {
		status, text := post(body)
		require.Equal(t, want, status, body)
		if want == http.StatusConflict {
			require.Equal(t, "0\n", text)
		}
	}
	status, line := post("old 0\n\n" + head.Text())
	require.Equal(t, http.StatusOK, status)
	require.True(t, strings.HasPrefix(line, "— weimar.example/witness "))
}

func TestPage_ShowsTheNewestHead(t *testing.T) {
	t.Parallel()
	log := open(t, store(), &auditlog.HeadMemory{})
	page := httptest.NewServer(witness.Page(log.Head))
	t.Cleanup(page.Close)
	get := func() (int, string) {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, page.URL, http.NoBody)
		require.NoError(t, err)
		response, err := page.Client().Do(request)
		require.NoError(t, err)
		defer func() { _ = response.Body.Close() }()
		text, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		return response.StatusCode, string(text)
	}
	status, _ := get()
	require.Equal(t, http.StatusNotFound, status)
	write(t, log, 1)
	head, err := log.Publish(t.Context())
	require.NoError(t, err)
	status, text := get()
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, head.Text(), text)
}

func FuzzServer(f *testing.F) {
	f.Add("old 0\n\nmuehlhausen.example/onceonly\n0\nAAAA\n\n")
	f.Add("old 1\nAAAA\n\n\n")
	f.Fuzz(func(t *testing.T, body string) {
		recorder := httptest.NewRecorder()
		server(t, &auditlog.HeadMemory{}).ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/add-checkpoint", strings.NewReader(body)))
		require.NotEqual(t, http.StatusOK, recorder.Code)
		require.NotEqual(t, http.StatusInternalServerError, recorder.Code)
	})
}
