// SPDX-License-Identifier: Apache-2.0

package fitconnect_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/fitconnecttest"
)

// wire talks to a delivery service without any client of ours.
type wire struct {
	t      *testing.T
	config fitconnect.Config
	token  string
}

func newWire(t *testing.T, config fitconnect.Config) *wire {
	t.Helper()
	w := &wire{t: t, config: config}
	response, err := http.PostForm(config.TokenURL, url.Values{"grant_type": {"client_credentials"}, "client_id": {config.ClientID}, "client_secret": {config.ClientSecret}})
	require.NoError(t, err)
	defer response.Body.Close()
	var token struct {
		AccessToken string `json:"access_token"`
		ExpiresIn   int    `json:"expires_in"`
	}
	require.NoError(t, json.NewDecoder(response.Body).Decode(&token))
	require.Equal(t, 1800, token.ExpiresIn)
	w.token = token.AccessToken
	return w
}

func (w *wire) do(method, path, media string, body []byte) (int, []byte) {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), method, w.config.SubmissionAPI+path, bytes.NewReader(body))
	require.NoError(w.t, err)
	r.Header.Set("User-Agent", "wire")
	r.Header.Set("Authorization", "Bearer "+w.token)
	r.Header.Set("Content-Type", media)
	response, err := http.DefaultClient.Do(r)
	require.NoError(w.t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(w.t, err)
	return response.StatusCode, text
}

// parts are what a sender of one's own hands in.
type parts struct {
	metadata   fitconnect.Metadata
	raw        []byte // instead of metadata
	data       []byte
	attachment []byte
	key        string // sealed to
	announced  []uuid.UUID
}

func (w *wire) handIn(p parts) fitconnect.Ref {
	w.t.Helper()
	announcement, err := json.Marshal(map[string]any{"destinationId": destination, "announcedAttachments": p.announced, "publicService": map[string]string{"identifier": "urn:de:fim:leika:leistung:99115005104000", "name": "n"}})
	require.NoError(w.t, err)
	code, text := w.do(http.MethodPost, "/v2/submissions", "application/json", announcement)
	require.Equal(w.t, 201, code, string(text))
	ref := fitconnect.Ref{Destination: destination}
	require.NoError(w.t, json.Unmarshal(text, &ref))
	seal := func(media string, content []byte) string {
		jwe, err := fitconnect.Seal(public(w.t, p.key), media, content)
		require.NoError(w.t, err)
		return string(jwe)
	}
	for _, id := range p.announced {
		code, text := w.do(http.MethodPut, "/v2/submissions/"+ref.Submission.String()+"/attachments/"+id.String(), "application/jose", []byte(seal("application/pdf", p.attachment)))
		require.Equal(w.t, 204, code, string(text))
	}
	if p.raw == nil {
		if p.raw, err = json.Marshal(p.metadata); err != nil {
			require.NoError(w.t, err)
		}
	}
	body, err := json.Marshal(map[string]string{"encryptedMetadata": seal("application/json", p.raw), "encryptedData": seal("application/json", p.data)})
	require.NoError(w.t, err)
	code, text = w.do(http.MethodPut, "/v2/submissions/"+ref.Submission.String(), "application/json", body)
	require.Equal(w.t, 200, code, string(text))
	return ref
}

// good is a submission without fault.
func good(t *testing.T) parts {
	t.Helper()
	p := parts{metadata: whole(t), data: []byte(`{"a":1}`), attachment: []byte("pdf"), key: "dest-enc", announced: []uuid.UUID{attachment}}
	p.metadata.Content.Data.Hash = fitconnect.NewHash(p.data)
	return p
}

// memoryInbox is the least that an inbox must do.
type memoryInbox struct {
	mu       sync.Mutex
	status   map[uuid.UUID]fitconnect.InboxStatus
	received map[uuid.UUID]fitconnect.Received
	files    map[uuid.UUID][]byte
	refs     map[uuid.UUID]fitconnect.Ref
	fail     error
}

func newInbox() *memoryInbox {
	return &memoryInbox{status: map[uuid.UUID]fitconnect.InboxStatus{}, received: map[uuid.UUID]fitconnect.Received{}, files: map[uuid.UUID][]byte{}, refs: map[uuid.UUID]fitconnect.Ref{}}
}

func (m *memoryInbox) Status(_ context.Context, id uuid.UUID) (fitconnect.InboxStatus, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.status[id], nil
}

func (m *memoryInbox) PutAttachment(_ context.Context, _ fitconnect.Ref, part fitconnect.AttachmentPart, content []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.files[part.ID] = bytes.Clone(content)
	return m.fail
}

func (m *memoryInbox) Put(_ context.Context, r fitconnect.Received) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fail != nil {
		return m.fail
	}
	m.status[r.Submission], m.received[r.Submission], m.refs[r.Submission] = fitconnect.InboxStored, r, r.Ref
	return nil
}

func (m *memoryInbox) Settle(_ context.Context, ref fitconnect.Ref, outcome fitconnect.Status) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.status[ref.Submission] = fitconnect.InboxAccepted
	if outcome == fitconnect.StatusRejected {
		m.status[ref.Submission] = fitconnect.InboxRejected
	}
	return nil
}

func (m *memoryInbox) Unsettled(_ context.Context, d uuid.UUID) iter.Seq2[fitconnect.Ref, error] {
	return func(yield func(fitconnect.Ref, error) bool) {
		m.mu.Lock()
		var open []fitconnect.Ref
		for id, s := range m.status {
			if s == fitconnect.InboxStored && m.refs[id].Destination == d {
				open = append(open, m.refs[id])
			}
		}
		m.mu.Unlock()
		for _, ref := range open {
			if !yield(ref, nil) {
				return
			}
		}
	}
}

func subscriber(t *testing.T, config fitconnect.Config, change func(*fitconnect.SubscriberConfig)) *fitconnect.Subscriber {
	t.Helper()
	client, err := fitconnect.NewClient(config)
	require.NoError(t, err)
	c := fitconnect.SubscriberConfig{
		Schemas: []string{"https://schema.example/1"}, Services: []string{"urn:de:fim:leika:leistung:99115005104000"},
		Problem: func(code string) (fitconnect.Problem, bool) {
			return fitconnect.Problem{Type: "https://schema.fitko.de/fit-connect/events/problems/example", Title: code, Instance: "submission"}, true
		},
	}
	if change != nil {
		change(&c)
	}
	s, err := fitconnect.NewSubscriber(client, destination, key(t, "dest-sig"), []fitconnect.PrivateKey{key(t, "dest-enc")}, c)
	require.NoError(t, err)
	return s
}

func TestSubscriber_ReceivesStoresThenAccepts(t *testing.T) {
	service, config := fitconnecttest.Start(t, fitconnecttest.Config{})
	p := good(t)
	ref := newWire(t, config).handIn(p)
	s, inbox := subscriber(t, config, nil), newInbox()

	inbox.fail = errors.New("disk full")
	_, err := s.Poll(t.Context(), inbox)
	require.ErrorIs(t, err, inbox.fail)
	require.Len(t, service.Log(ref.Submission), 3, "what is not stored is not accepted, nor rejected")

	inbox.fail = nil
	n, err := s.Poll(t.Context(), inbox)
	require.NoError(t, err)
	require.Equal(t, 1, n)
	require.Equal(t, fitconnect.InboxAccepted, inbox.status[ref.Submission])
	require.Equal(t, p.data, inbox.received[ref.Submission].Data)
	require.Equal(t, p.attachment, inbox.files[attachment])
	require.False(t, inbox.received[ref.Submission].Submitted.IsZero())
	log, err := fitconnect.VerifyLog(t.Context(), keys(t), fitconnect.Expected{Destination: destination, Case: ref.Case, Subject: fitconnect.Subject{ID: ref.Submission}}, service.Log(ref.Submission))
	require.NoError(t, err)
	require.Equal(t, fitconnect.StatusAccepted, log.Outcome)
	require.Equal(t, log.Tags, log.Events[3].Tags, "accepted are the very ciphertexts")
	require.Equal(t, destination.String(), log.Events[3].Issuer)
	require.Equal(t, log.Events[1].Schema, log.Events[3].Schema, "an answer has the schema of the log")

	n, err = s.Poll(t.Context(), inbox)
	require.NoError(t, err)
	require.Zero(t, n)
	outcome, err := s.Receive(t.Context(), ref, inbox)
	require.NoError(t, err)
	require.Equal(t, fitconnect.StatusAccepted, outcome, "redelivery is harmless")
	require.Len(t, service.Log(ref.Submission), 4)
}

func TestClient_ReadsListsAndLogsOverSeveralPages(t *testing.T) {
	service, config := fitconnecttest.Start(t, fitconnecttest.Config{Page: 2})
	w := newWire(t, config)
	var refs []fitconnect.Ref
	for range 5 {
		refs = append(refs, w.handIn(good(t)))
	}
	s, inbox := subscriber(t, config, nil), newInbox()
	pending, err := s.Pending(t.Context())
	require.NoError(t, err)
	require.Equal(t, refs, pending)
	n, err := s.Poll(t.Context(), inbox)
	require.NoError(t, err)
	require.Equal(t, 5, n)
	client, err := fitconnect.NewClient(config)
	require.NoError(t, err)
	log, err := client.Log(t.Context(), fitconnect.Expected{Destination: destination, Case: refs[0].Case, Subject: fitconnect.Subject{ID: refs[0].Submission}})
	require.NoError(t, err)
	require.Len(t, log.Events, 4)
	require.Len(t, service.Log(refs[0].Submission), 4)
}

func TestSubscriber_ChecksEachRuleAndRejectsWithItsCode(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*parts)
		config func(*fitconnect.SubscriberConfig)
		code   string
	}{
		"metadata that are no JSON":      {func(p *parts) { p.raw = []byte("<xml/>") }, nil, "FC-META-01"},
		"metadata of version 1":          {func(p *parts) { p.metadata.Schema = strings.Replace(p.metadata.Schema, "2.1.0", "1.0.0", 1) }, nil, "FC-META-02"},
		"metadata that break the schema": {func(p *parts) { p.metadata.Content.Data.Hash.Type = "md5" }, nil, "FC-META-05"},
		"another schema":                 {func(p *parts) { p.metadata.Content.Data.Schema.URI = "https://schema.example/2" }, nil, "FC-RECV-04"},
		"another service": {nil, func(c *fitconnect.SubscriberConfig) {
			c.Services = []string{"urn:de:fim:leika:leistung:99000000000000"}
		}, "FC-RECV-04"},
		"an attachment not announced":   {func(p *parts) { p.announced = []uuid.UUID{} }, nil, "FC-RECV-05"},
		"an attachment not described":   {func(p *parts) { p.metadata.Content.Attachments = nil; p.raw, _ = p.metadata.Encode() }, nil, "FC-RECV-05"},
		"another attachment's id":       {func(p *parts) { p.metadata.Content.Attachments[0].ID = caseID }, nil, "FC-RECV-05"},
		"data of another hash":          {func(p *parts) { p.metadata.Content.Data.Hash = fitconnect.NewHash([]byte("x")) }, nil, "FC-RECV-06"},
		"an attachment of another hash": {func(p *parts) { p.metadata.Content.Attachments[0].Hash = fitconnect.NewHash([]byte("x")) }, nil, "FC-RECV-06"},
		"data that are no JSON": {func(p *parts) {
			p.data = []byte("Mustermann")
			p.metadata.Content.Data.Hash = fitconnect.NewHash(p.data)
		}, nil, "FC-RECV-07"},
		"data that break their schema": {nil, func(c *fitconnect.SubscriberConfig) {
			c.Validate = func(context.Context, fitconnect.Schema, []byte) error { return errors.New("Mustermann is no date") }
		}, "FC-RECV-08"},
	} {
		t.Run(name, func(t *testing.T) {
			service, config := fitconnecttest.Start(t, fitconnecttest.Config{})
			p := good(t)
			if tt.change != nil {
				tt.change(&p)
			}
			ref := newWire(t, config).handIn(p)
			silent := subscriber(t, config, func(c *fitconnect.SubscriberConfig) {
				c.Problem = nil
				if tt.config != nil {
					tt.config(c)
				}
			})
			inbox := newInbox()
			_, err := silent.Receive(t.Context(), ref, inbox)
			refused(t, tt.code, err)
			require.NotContains(t, err.Error(), "Mustermann")
			require.Len(t, service.Log(ref.Submission), 3, "without words for it nothing is rejected")

			outcome, err := subscriber(t, config, tt.config).Receive(t.Context(), ref, inbox)
			require.NoError(t, err)
			require.Equal(t, fitconnect.StatusRejected, outcome)
			require.Empty(t, inbox.received)
			log, err := fitconnect.VerifyLog(t.Context(), keys(t), fitconnect.Expected{Destination: destination, Case: ref.Case, Subject: fitconnect.Subject{ID: ref.Submission}}, service.Log(ref.Submission))
			require.NoError(t, err)
			require.Equal(t, fitconnect.StatusRejected, log.Outcome)
			require.Equal(t, tt.code, log.Problems[0].Title)
		})
	}
}

func TestSubscriber_AKeyThatIsNotAtHandRejectsNobody(t *testing.T) {
	service, config := fitconnecttest.Start(t, fitconnecttest.Config{})
	p := good(t)
	p.key = "other-enc"
	ref := newWire(t, config).handIn(p)
	s, inbox := subscriber(t, config, nil), newInbox()
	_, err := s.Receive(t.Context(), ref, inbox)
	refused(t, "FC-JWE-04", err)
	require.Len(t, service.Log(ref.Submission), 3, "it may be our own configuration")

	client, err := fitconnect.NewClient(config)
	require.NoError(t, err)
	rotated, err := fitconnect.NewSubscriber(client, destination, key(t, "dest-sig"), []fitconnect.PrivateKey{key(t, "dest-enc"), key(t, "other-enc")}, fitconnect.SubscriberConfig{})
	require.NoError(t, err)
	outcome, err := rotated.Receive(t.Context(), ref, inbox)
	require.NoError(t, err)
	require.Equal(t, fitconnect.StatusAccepted, outcome, "an earlier key still opens what is on its way")

	foreign := ref
	foreign.Destination = caseID
	_, err = s.Receive(t.Context(), foreign, inbox)
	refused(t, "FC-RECV-01", err)
	_, err = s.Receive(t.Context(), ref, newInbox())
	refused(t, "FC-RECV-02", err, "accepted, and not in this inbox")
}

func TestClient_SendsTheSecretInTheFormAndNamesItself(t *testing.T) {
	service, config := fitconnecttest.Start(t, fitconnecttest.Config{})
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/token", strings.NewReader("grant_type=client_credentials"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("User-Agent", "x")
	r.SetBasicAuth(config.ClientID, config.ClientSecret)
	w := httptest.NewRecorder()
	service.ServeHTTP(w, r)
	require.Contains(t, w.Body.String(), "invalid_client", "as the real service answers Basic")
	require.NotEmpty(t, w.Header().Get(fitconnect.SimulatorHeader))
	r = httptest.NewRequestWithContext(t.Context(), http.MethodGet, fitconnecttest.Base+"/.well-known/jwks.json", nil)
	w = httptest.NewRecorder()
	service.ServeHTTP(w, r)
	require.Equal(t, http.StatusForbidden, w.Code, "without a name it is a bot")

	client, err := fitconnect.NewClient(config)
	require.NoError(t, err)
	d, err := client.Destination(t.Context(), destination)
	require.NoError(t, err)
	require.Equal(t, "test-dest-enc", d.EncryptionKid)

	wrong := config
	wrong.ClientSecret = "geheim"
	client, err = fitconnect.NewClient(wrong)
	require.NoError(t, err)
	_, err = client.Destination(t.Context(), destination)
	require.ErrorIs(t, err, fitconnect.ErrToken)
	require.NotContains(t, err.Error(), "geheim")
	require.NotContains(t, err.Error(), "invalid_client")
}

func TestClient_RefusesWhatIsNotAsItMustBe(t *testing.T) {
	_, config := fitconnecttest.Start(t, fitconnecttest.Config{})
	for name, tt := range map[string]struct {
		change func(*fitconnect.Config)
		code   string
	}{
		"no address":    {func(c *fitconnect.Config) { c.SubmissionAPI = "" }, "FC-CONFIG-01"},
		"with a query":  {func(c *fitconnect.Config) { c.SubmissionAPI += "?a=b" }, "FC-CONFIG-01"},
		"plain HTTP":    {func(c *fitconnect.Config) { c.InsecureAllowPlainHTTP = false }, "FC-CONFIG-02"},
		"no user agent": {func(c *fitconnect.Config) { c.UserAgent = "" }, "FC-CONFIG-03"},
		"no secret":     {func(c *fitconnect.Config) { c.ClientSecret = "" }, "FC-CONFIG-03"},
		"no bound":      {func(c *fitconnect.Config) { c.MaxAttachment = 2 << 30 }, "FC-CONFIG-04"},
	} {
		c := config
		tt.change(&c)
		_, err := fitconnect.NewClient(c)
		refused(t, tt.code, err, name)
	}
	real := config
	real.InsecureAllowSimulator = false
	client, err := fitconnect.NewClient(real)
	require.NoError(t, err)
	_, err = client.ServiceKey(t.Context(), "test-service-sig")
	require.ErrorIs(t, err, fitconnect.ErrSimulator)
}

// answering is a client of a service that always answers the same.
func answering(t *testing.T, h http.HandlerFunc) *fitconnect.Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/token" {
			if r.Header.Get("User-Agent") != "c" {
				w.WriteHeader(http.StatusForbidden)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(`{"access_token":"t","token_type":"Bearer","expires_in":1800}`))
			return
		}
		h(w, r)
	}))
	t.Cleanup(server.Close)
	client, err := fitconnect.NewClient(fitconnect.Config{SubmissionAPI: server.URL, TokenURL: server.URL + "/token", ClientID: "a", ClientSecret: "b", UserAgent: "c", InsecureAllowPlainHTTP: true})
	require.NoError(t, err)
	return client
}

func TestClient_TellsRefusalsOfTheServiceFromEverythingElse(t *testing.T) {
	const prefix = "https://schema.fitko.de/fit-connect/submission-api/problems/"
	for name, tt := range map[string]struct {
		status    int
		media     string
		body      string
		permanent bool
		problem   string
	}{
		"not found, says the service":  {404, "application/problem+json", `{"type":"` + prefix + `destination-not-found","title":"Erika","unknown":1}`, true, "destination-not-found"},
		"not found, says a proxy":      {404, "text/html", "<h1>Erika</h1>", false, ""},
		"not found, of another origin": {404, "application/problem+json", `{"type":"https://proxy.example/not-found"}`, false, ""},
		"malformed name":               {422, "application/problem+json", `{"type":"` + prefix + `Erika Mustermann"}`, false, ""},
		"state":                        {422, "application/problem+json", `{"type":"` + prefix + `destination-state-invalid"}`, true, "destination-state-invalid"},
		"not connected":                {403, "application/problem+json", `{"type":"` + prefix + `forbidden"}`, false, "forbidden"},
		"too many":                     {429, "application/problem+json", `{"type":"` + prefix + `rate"}`, false, "rate"},
		"broken":                       {500, "application/problem+json", `{"type":"` + prefix + `internal"}`, false, "internal"},
		"moved":                        {302, "text/html", "", false, ""},
	} {
		client := answering(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", tt.media)
			w.Header().Set("Location", "https://elsewhere.example")
			w.Header().Set("RateLimit-Reset", "7")
			w.WriteHeader(tt.status)
			_, _ = w.Write([]byte(tt.body))
		})
		_, err := client.Destination(t.Context(), destination)
		p, ok := errors.AsType[*fitconnect.ProblemError](err)
		require.True(t, ok, "%s: %v", name, err)
		require.Equal(t, tt.status, p.Status, name)
		require.Equal(t, tt.permanent, p.Permanent(), name)
		require.Equal(t, tt.problem, p.Problem, name)
		require.NotZero(t, p.RetryAfter)
		require.NotContains(t, err.Error(), "Erika")
		require.NotContains(t, err.Error(), destination.String())
	}
}

func TestClient_BoundsWhatItReads(t *testing.T) {
	for _, chunked := range []bool{true, false} {
		client := answering(t, func(w http.ResponseWriter, _ *http.Request) {
			if !chunked {
				w.Header().Set("Content-Length", "100000000")
			}
			for range 100 {
				if _, err := w.Write(make([]byte, 1_000_000)); err != nil {
					return
				}
			}
		})
		_, err := client.Destination(t.Context(), destination)
		require.ErrorIs(t, err, fitconnect.ErrAnswer)
	}
}

func TestDestination_MustBeActive(t *testing.T) {
	d, err := fitconnecttest.DefaultDestination()
	require.NoError(t, err)
	d.Status = "decommissioned"
	_, config := fitconnecttest.Start(t, fitconnecttest.Config{Destinations: []fitconnecttest.Destination{d}})
	client, err := fitconnect.NewClient(config)
	require.NoError(t, err)
	_, err = client.Destination(t.Context(), destination)
	refused(t, "FC-DEST-01", err)
}
