// SPDX-License-Identifier: Apache-2.0

package fitconnecttest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
)

// Base is the path of the submission API below the address of the service.
const Base = "/submission-api"

// Destination is a receiving point of the simulator.
type Destination struct {
	ID         uuid.UUID
	Status     string // "active" where empty
	Services   []fitconnect.DestinationService
	Encryption fitconnect.PrivateKey // only its public half is given out
	Signature  fitconnect.PrivateKey
	// CallbackURL and CallbackSecret: who is told of new submissions; empty:
	// nobody.
	CallbackURL, CallbackSecret string
}

// Config of a [Service]. The zero Config has one destination, see
// [DefaultDestination].
type Config struct {
	Destinations []Destination
	// ClientID and ClientSecret are asked for; "test-client" and "test-secret" where
	// empty.
	ClientID, ClientSecret string
	Plan                   Plan
	Now                    func() time.Time
	// Expire is how long a submission may lie before the service rejects it; 14
	// days where 0.
	Expire time.Duration
	// Page is how much a list or a log gives at once, whatever is asked for; 500 where
	// 0.
	Page int
}

// Service is a delivery service in memory. Use [New]. It serves any number of
// goroutines.
type Service struct {
	config Config
	key    fitconnect.PrivateKey
	mux    *http.ServeMux
	http   *http.Client

	mu          sync.Mutex
	tokens      map[string]time.Time
	submissions map[uuid.UUID]*submission
	order       []uuid.UUID
	calls       map[Step]int
	callbacks   sync.WaitGroup
}

// submission is what the service has of one.
type submission struct {
	ref         fitconnect.Ref
	announced   []uuid.UUID
	service     fitconnect.Service
	metadata    string
	data        string
	attachments map[uuid.UUID][]byte
	log         []string
	submitted   time.Time
	ended       bool
}

// DefaultDestination takes everything, with the keys dest-enc and dest-sig.
func DefaultDestination() (Destination, error) {
	encryption, err := Key("dest-enc")
	if err != nil {
		return Destination{}, err
	}
	signature, err := Key("dest-sig")
	return Destination{ID: uuid.MustParse("d12caea8-f372-4eb1-b102-b0a228253a11"), Encryption: encryption, Signature: signature}, err
}

// New returns a service.
func New(config Config) (*Service, error) {
	if len(config.Destinations) == 0 {
		d, err := DefaultDestination()
		if err != nil {
			return nil, err
		}
		config.Destinations = []Destination{d}
	}
	if config.ClientID == "" {
		config.ClientID, config.ClientSecret = "test-client", "test-secret"
	}
	if config.Plan == nil {
		config.Plan = func(Step) Fault { return None }
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	if config.Expire == 0 {
		config.Expire = 14 * 24 * time.Hour
	}
	if config.Page == 0 {
		config.Page = 500
	}
	key, err := Key("service-sig")
	if err != nil {
		return nil, err
	}
	s := &Service{config: config, key: key, http: &http.Client{Timeout: 5 * time.Second}, tokens: map[string]time.Time{}, submissions: map[uuid.UUID]*submission{}, calls: map[Step]int{}}
	s.mux = http.NewServeMux()
	for pattern, h := range map[string]struct {
		step Step
		do   func(*http.Request, Fault) answer
	}{
		"POST /token":                                                           {StepToken, s.token},
		"GET " + Base + "/.well-known/jwks.json":                                {StepJWKS, s.jwks},
		"GET " + Base + "/v2/destinations/{destination}":                        {StepDestination, s.destination},
		"GET " + Base + "/v2/destinations/{destination}/keys/{kid}":             {StepKey, s.destinationKey},
		"POST " + Base + "/v2/submissions":                                      {StepAnnounce, s.announce},
		"GET " + Base + "/v2/submissions":                                       {StepList, s.list},
		"PUT " + Base + "/v2/submissions/{submission}/attachments/{attachment}": {StepAttachment, s.putAttachment},
		"GET " + Base + "/v2/submissions/{submission}/attachments/{attachment}": {StepFetchAttachment, s.getAttachment},
		"PUT " + Base + "/v2/submissions/{submission}":                          {StepSubmit, s.submit},
		"GET " + Base + "/v2/submissions/{submission}":                          {StepFetch, s.fetch},
		"GET " + Base + "/v2/submissions/{submission}/events":                   {StepEvents, s.events},
		"GET " + Base + "/v2/cases/{case}/events":                               {StepEvents, s.events},
		"POST " + Base + "/v2/cases/{case}/events":                              {StepAnswer, s.postEvent},
	} {
		s.mux.Handle(pattern, s.guarded(h.step, h.do))
	}
	return s, nil
}

// answer is what goes back.
type answer struct {
	status int
	media  string
	body   []byte
}

func ok(status int, value any) answer {
	body, err := json.Marshal(value)
	if err != nil {
		return fail(http.StatusInternalServerError, "internal")
	}
	return answer{status, "application/json", body}
}

// fail is a problem of the service.
func fail(status int, name string) answer {
	body, _ := json.Marshal(map[string]any{"type": "https://schema.fitko.de/fit-connect/submission-api/problems/" + name, "title": name, "status": status, "instance": Base})
	return answer{status, "application/problem+json", body}
}

// ServeHTTP implements [http.Handler].
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set(fitconnect.SimulatorHeader, "fitconnecttest")
	s.mux.ServeHTTP(w, r)
}

// guarded checks who asks, and lets the plan have its way.
func (s *Service) guarded(step Step, do func(*http.Request, Fault) answer) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.calls[step]++
		s.mu.Unlock()
		fault := s.config.Plan(step)
		switch fault {
		case LoseRequest:
			panic(http.ErrAbortHandler)
		case Unavailable, TooMany:
			w.Header().Set("Retry-After", "1")
			write(w, fail(map[Fault]int{Unavailable: 503, TooMany: 429}[fault], "try-later"))
			return
		case NewToken:
			if step != StepToken && step != StepJWKS {
				s.mu.Lock()
				clear(s.tokens)
				s.mu.Unlock()
			}
		case Proxy:
			write(w, answer{404, "text/html", []byte("<h1>Not found</h1>")})
			return
		default:
		}
		if r.Header.Get("User-Agent") == "" {
			write(w, answer{403, "text/plain", []byte("bot")})
			return
		}
		if step != StepToken && step != StepJWKS && !s.admits(r) {
			write(w, fail(401, "unauthorized"))
			return
		}
		var body []byte
		if fault == Twice && r.Body != nil { // the second time needs the body too
			buffer := new(bytes.Buffer)
			_, _ = buffer.ReadFrom(r.Body)
			body = buffer.Bytes()
			r.Body = http.NoBody
			first := r.Clone(r.Context())
			first.Body = readCloser{bytes.NewReader(body)}
			do(first, fault)
			r.Body = readCloser{bytes.NewReader(body)}
		}
		a := do(r, fault)
		switch fault {
		case LoseAnswer:
			panic(http.ErrAbortHandler)
		case CutAnswer:
			w.Header().Set("Content-Type", a.media)
			w.WriteHeader(a.status)
			_, _ = w.Write(a.body[:len(a.body)/2])
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		case Broken:
			write(w, answer{500, "text/plain", []byte("broken")})
		default:
			write(w, a)
		}
	})
}

type readCloser struct{ *bytes.Reader }

func (readCloser) Close() error { return nil }

func write(w http.ResponseWriter, a answer) {
	if a.media != "" {
		w.Header().Set("Content-Type", a.media)
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body)
}

func (s *Service) admits(r *http.Request) bool {
	token, found := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	s.mu.Lock()
	defer s.mu.Unlock()
	until, known := s.tokens[token]
	return found && known && s.config.Now().Before(until)
}

// Calls returns how often a step was asked for.
func (s *Service) Calls(step Step) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[step]
}

// Log returns the event log of a submission as it is, unharmed by the plan.
func (s *Service) Log(id uuid.UUID) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if sub := s.submissions[id]; sub != nil {
		return append([]string(nil), sub.log...)
	}
	return nil
}

// Submissions returns the ids of what was submitted, in its order.
func (s *Service) Submissions() (ids []uuid.UUID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range s.order {
		if !s.submissions[id].submitted.IsZero() {
			ids = append(ids, id)
		}
	}
	return ids
}

// ClientConfig is how to reach the service at an address.
func (s *Service) ClientConfig(address string) fitconnect.Config {
	return fitconnect.Config{
		SubmissionAPI: address + Base, TokenURL: address + "/token", ClientID: s.config.ClientID, ClientSecret: s.config.ClientSecret, UserAgent: "bausteine-test",
		Trust: fitconnect.Trust{InsecureTestKeys: true}, InsecureAllowPlainHTTP: true, InsecureAllowSimulator: true,
	}
}

// Start runs a service in the process for the time of a test, and returns it with
// how to reach it.
func Start(tb testing.TB, config Config) (*Service, fitconnect.Config) {
	tb.Helper()
	s, err := New(config)
	if err != nil {
		tb.Fatal(err)
	}
	server := httptest.NewServer(s)
	server.Config.ErrorLog = quiet()
	tb.Cleanup(func() {
		server.Close()
		s.callbacks.Wait()
	})
	c := s.ClientConfig(server.URL)
	c.HTTP = server.Client()
	return s, c
}
