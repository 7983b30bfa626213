// SPDX-License-Identifier: Apache-2.0

// Package versandtest sends many submissions through the simulator of FIT-Connect
// while everything goes wrong, and looks whether each arrived once and intact.
package versandtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/zustellung"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/empfang"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/fitconnecttest"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/versand"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/posteingang"
)

// Config of a [Lauf].
type Config struct {
	N    int // submissions
	Seed uint64
	// Open opens the store of a side, "sender" or "subscriber", with what it held when
	// the function was called that came with it: that is the end of its process. One in
	// memory, which keeps nothing, is returned again.
	Open func(tb testing.TB, side string) (*bausteine.Store, func())
	// RestartEvery is after how many submissions each side is started anew.
	RestartEvery int
}

// Result counts what happened.
type Result struct {
	Delivered, Rejected, Restarts, Replayed int
	Faults                                  map[fitconnecttest.Fault]int
	Took                                    time.Duration
}

const secret = "callback-secret-of-the-run"

// lauf is one run.
type lauf struct {
	config  Config
	tb      testing.TB
	service *fitconnecttest.Service
	client  fitconnect.Config
	ziel    uuid.UUID

	mu      sync.Mutex
	rand    *rand.Rand
	calm    bool
	last    map[fitconnecttest.Step]fitconnecttest.Fault
	result  Result
	senders map[*bausteine.Store]*versand.Versand
	inboxes map[*bausteine.Store]*posteingang.Posteingang
}

// Lauf runs it: a tenth of all requests is broken by network or service, some answers
// are forged, some senders seal to a wrong key, both sides are restarted, callbacks
// come twice. It fails unless every submission is accepted exactly once and intact,
// those with a wrong key are rejected, and both sides see the same log.
func Lauf(tb testing.TB, config Config) Result {
	tb.Helper()
	began := time.Now()
	d, err := fitconnecttest.DefaultDestination()
	require.NoError(tb, err)
	l := &lauf{config: config, tb: tb, ziel: d.ID, rand: rand.New(rand.NewPCG(config.Seed, 19)), last: map[fitconnecttest.Step]fitconnecttest.Fault{}} //nolint:gosec // chance that can be repeated
	l.senders, l.inboxes = map[*bausteine.Store]*versand.Versand{}, map[*bausteine.Store]*posteingang.Posteingang{}
	l.result.Faults = map[fitconnecttest.Fault]int{}
	callbacks, err := fitconnect.NewCallbacks(secret, nil)
	require.NoError(tb, err)
	wake := make(chan struct{}, 1)
	hints := httptest.NewServer(l.twice(callbacks.Handler(func(context.Context, fitconnect.Callback) error {
		select {
		case wake <- struct{}{}:
		default:
		}
		return nil
	})))
	defer hints.Close()
	d.CallbackURL, d.CallbackSecret = hints.URL, secret
	l.service, l.client = fitconnecttest.Start(tb, fitconnecttest.Config{Destinations: []fitconnecttest.Destination{d}, Plan: l.plan})

	sendungen := make([]zustellung.Sendung, config.N)
	for i := range sendungen {
		sendungen[i] = l.sendung(i)
	}
	done := make(chan struct{})
	var sides sync.WaitGroup
	sides.Go(func() { defer close(done); l.send(sendungen) })
	sides.Go(func() { l.receive(done, wake) })
	sides.Wait()
	l.check(sendungen)
	l.result.Took = time.Since(began)
	return l.result
}

// plan breaks a tenth of the requests, and forges some answers.
func (l *lauf) plan(step fitconnecttest.Step) fitconnecttest.Fault {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.calm {
		return fitconnecttest.None
	}
	fault := fitconnecttest.None
	switch dice := l.rand.Float64(); {
	case dice < 0.10:
		all := fitconnecttest.Faults()
		fault = all[l.rand.IntN(len(all))]
	case dice < 0.14:
		forged := map[fitconnecttest.Step][]fitconnecttest.Fault{
			fitconnecttest.StepKey:    {fitconnecttest.OtherKey, fitconnecttest.WeakKey},
			fitconnecttest.StepEvents: {fitconnecttest.TamperLog, fitconnecttest.ForgeLog, fitconnecttest.ShortenLog, fitconnecttest.OtherLog},
			fitconnecttest.StepFetch:  {fitconnecttest.SwapData}, fitconnecttest.StepFetchAttachment: {fitconnecttest.SwapAttachment},
		}[step]
		if len(forged) > 0 {
			fault = forged[l.rand.IntN(len(forged))]
		}
	}
	// What is swapped twice in a row is rejected, and rightly.
	if fault != fitconnecttest.None && fault == l.last[step] && (fault == fitconnecttest.SwapData || fault == fitconnecttest.SwapAttachment) {
		fault = fitconnecttest.None
	}
	l.last[step] = fault
	if fault != fitconnecttest.None {
		l.result.Faults[fault]++
	}
	return fault
}

// twice replays every callback.
func (l *lauf) twice(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			l.tb.Error(err)
			return
		}
		first, second := r.Clone(r.Context()), r.Clone(r.Context())
		first.Body, second.Body = io.NopCloser(bytes.NewReader(body)), io.NopCloser(bytes.NewReader(body))
		h.ServeHTTP(w, first)
		again := httptest.NewRecorder()
		h.ServeHTTP(again, second)
		if again.Code != http.StatusConflict {
			l.tb.Errorf("a replayed callback was answered %d", again.Code)
		}
		l.mu.Lock()
		l.result.Replayed++
		l.mu.Unlock()
	})
}

func content(seed uint64, n int) []byte {
	r := rand.New(rand.NewPCG(seed, 7)) //nolint:gosec // content that can be repeated
	b := make([]byte, n)
	for i := 0; i+8 <= n; i += 8 {
		v := r.Uint64()
		for j := range 8 {
			b[i+j] = byte(v >> (8 * j))
		}
	}
	return b
}

// sendung is the i-th delivery: up to three files, now and then a large one.
func (l *lauf) sendung(i int) zustellung.Sendung {
	s := zustellung.Sendung{
		ID: uuid.New(), Antrag: uuid.New(), Leistung: leistung.MustParseSchluessel("99115005104000"), Behoerde: "160530000", Eingang: time.Now(),
		Medientyp: "application/json", Daten: fmt.Appendf(nil, `{"nummer":%d,"name":"Erika Mustermann"}`, i),
	}
	for j := range l.rand.IntN(4) {
		size := 1 + l.rand.IntN(50_000)
		if l.rand.IntN(100) == 0 {
			size = 5 << 20
		}
		seed := uint64(i*10 + j)
		s.Anlagen = append(s.Anlagen, zustellung.Anlage{ID: uuid.New(), Name: "a.pdf", Medientyp: "application/pdf", Load: func(context.Context) ([]byte, error) { return content(seed, size), nil }})
	}
	return s
}

func (l *lauf) route(_ context.Context, s zustellung.Sendung) (fitconnect.Application, error) {
	return fitconnect.Application{Destination: l.ziel, Service: fitconnect.Service{Identifier: s.Leistung.URN(), Name: "n"}, Schema: fitconnect.Schema{URI: "https://schema.example/1"}}, nil
}

func (l *lauf) newClient() *fitconnect.Client {
	client, err := fitconnect.NewClient(l.client)
	require.NoError(l.tb, err)
	return client
}

// sender is what sends, in a process of its own.
func (l *lauf) sender() (*versand.Versand, func()) {
	store, end := l.config.Open(l.tb, "sender")
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.senders[store] == nil {
		v, err := versand.New(store, l.newClient(), l.route, versand.Config{})
		require.NoError(l.tb, err)
		l.senders[store] = v
	}
	return l.senders[store], end
}

// inbox is where what is received lies, in a process of its own.
func (l *lauf) inbox() (*posteingang.Posteingang, func()) {
	store, end := l.config.Open(l.tb, "subscriber")
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.inboxes[store] == nil {
		p, err := posteingang.New(store, posteingang.Config{})
		require.NoError(l.tb, err)
		l.inboxes[store] = p
	}
	return l.inboxes[store], end
}

// maxTries is after how many failures of one step a run is stuck.
const maxTries = 200

// send delivers everything, four at a time, and starts its process anew now and then.
func (l *lauf) send(sendungen []zustellung.Sendung) {
	for from := 0; from < len(sendungen); from += l.config.RestartEvery {
		v, end := l.sender()
		batch := sendungen[from:min(from+l.config.RestartEvery, len(sendungen))]
		var workers sync.WaitGroup
		next := make(chan zustellung.Sendung)
		for range 4 {
			workers.Go(func() {
				for s := range next {
					l.deliver(v, s)
				}
			})
		}
		// The last ones of the process before were half done when it ended.
		for _, s := range batch {
			next <- s
		}
		close(next)
		workers.Wait()
		if half := min(from+l.config.RestartEvery, len(sendungen)); half < len(sendungen) {
			// The process ends in the middle of a delivery: after a few tries of it.
			ctx, stop := context.WithTimeout(context.Background(), 30*time.Millisecond)
			_ = v.Deliver(ctx, sendungen[half])
			stop()
		}
		end()
		l.mu.Lock()
		l.result.Restarts++
		hostile := l.rand.IntN(2) == 0 || from == 0
		l.mu.Unlock()
		if hostile {
			l.hostile()
		}
	}
}

func (l *lauf) deliver(v *versand.Versand, s zustellung.Sendung) {
	for range maxTries {
		err := v.Deliver(context.Background(), s)
		if err == nil {
			return
		}
		if errors.Is(err, zustellung.ErrAbgelehnt) {
			l.tb.Errorf("a fault became an outcome: %v", err)
			return
		}
	}
	l.tb.Error("a delivery does not get through")
}

// receive polls until everything is there, and starts its process anew now and then.
func (l *lauf) receive(sent <-chan struct{}, wake <-chan struct{}) {
	over := false
	for idle := 0; idle < 30; {
		n := func() (n int) {
			inbox, end := l.inbox()
			defer end()
			s := l.subscriber()
			for range max(1, l.config.RestartEvery/4) {
				select {
				case <-wake:
				case <-sent:
					over = true
				case <-time.After(50 * time.Millisecond):
				}
				ctx, stop := context.WithTimeout(context.Background(), 20*time.Second)
				if l.chance(10) { // the process ends while it receives
					stop()
					ctx, stop = context.WithTimeout(context.Background(), 25*time.Millisecond)
				}
				got, _ := s.Poll(ctx, empfang.New(inbox)) // what failed is tried again
				stop()
				n += got
				if over && got == 0 {
					break
				}
			}
			return n
		}()
		l.mu.Lock()
		l.result.Restarts++
		l.mu.Unlock()
		if idle++; n > 0 || !over {
			idle = 0
		}
	}
}

func (l *lauf) chance(of int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.rand.IntN(of) == 0
}

func (l *lauf) subscriber() *fitconnect.Subscriber {
	open, err := fitconnecttest.Key("dest-enc")
	require.NoError(l.tb, err)
	sign, err := fitconnecttest.Key("dest-sig")
	require.NoError(l.tb, err)
	s, err := fitconnect.NewSubscriber(l.newClient(), l.ziel, sign, []fitconnect.PrivateKey{open}, fitconnect.SubscriberConfig{Problem: func(code string) (fitconnect.Problem, bool) {
		return fitconnect.Problem{Type: "https://schema.fitko.de/fit-connect/events/problems/example", Title: code}, true
	}})
	require.NoError(l.tb, err)
	return s
}

// hostile hands in a submission that is sealed to a wrong key under the right id.
func (l *lauf) hostile() {
	other, err := fitconnecttest.RSAKey("other-enc")
	require.NoError(l.tb, err)
	private, err := fitconnect.NewPrivateKey("test-dest-enc", "RSA-OAEP-256", other)
	require.NoError(l.tb, err)
	seal := func(text string) string {
		sealed, err := fitconnect.Seal(private.Public(), "application/json", []byte(text))
		require.NoError(l.tb, err)
		return string(sealed)
	}
	l.mu.Lock()
	l.calm = true
	l.mu.Unlock()
	defer func() {
		l.mu.Lock()
		l.calm = false
		l.result.Rejected++
		l.mu.Unlock()
	}()
	var ref fitconnect.Ref
	answer := l.wire(http.MethodPost, "/v2/submissions", map[string]any{"destinationId": l.ziel, "announcedAttachments": []string{}, "publicService": map[string]string{"identifier": "urn:x"}})
	require.NoError(l.tb, json.Unmarshal(answer, &ref))
	l.wire(http.MethodPut, "/v2/submissions/"+ref.Submission.String(), map[string]string{"encryptedMetadata": seal("{}"), "encryptedData": seal("{}")})
}

// wire sends one request without any client of ours.
func (l *lauf) wire(method, path string, body any) []byte {
	text, err := json.Marshal(body)
	require.NoError(l.tb, err)
	for range maxTries {
		form := []byte("grant_type=client_credentials&client_id=" + l.client.ClientID + "&client_secret=" + l.client.ClientSecret)
		var token struct {
			AccessToken string `json:"access_token"`
		}
		if answer, ok := l.request(http.MethodPost, l.client.TokenURL, "application/x-www-form-urlencoded", "", form); !ok || json.Unmarshal(answer, &token) != nil {
			continue
		}
		if answer, ok := l.request(method, l.client.SubmissionAPI+path, "application/json", token.AccessToken, text); ok {
			return answer
		}
	}
	l.tb.Error("a request does not get through")
	return nil
}

func (l *lauf) request(method, address, media, token string, body []byte) ([]byte, bool) {
	r, err := http.NewRequestWithContext(context.Background(), method, address, bytes.NewReader(body))
	require.NoError(l.tb, err)
	r.Header.Set("User-Agent", "wire")
	r.Header.Set("Content-Type", media)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, false
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	return answer, err == nil && (response.StatusCode < 300 || response.StatusCode == http.StatusConflict)
}
