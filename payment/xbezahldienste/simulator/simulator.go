// SPDX-License-Identifier: Apache-2.0

package simulator

import (
	"crypto/rand"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/internal/paydesk"
	"github.com/deutschland-stack/bausteine/payment/paymenttest/faultplan"
	"github.com/deutschland-stack/bausteine/payment/xbezahldienste"
)

// Config says how the service behaves. The zero Config is an open service for
// every tenant.
type Config struct {
	// PublicURL is where browsers and clients find it, without a slash at the
	// end.
	PublicURL string
	// Clock gives the time of payments; nil is [time.Now].
	Clock func() time.Time
	// Plan says what goes wrong; nil is nothing.
	Plan *faultplan.Plan
	// Tenants lists the known "originatorId/endPointId"; empty knows all.
	Tenants []string
	// User and Password switch HTTP Basic on, ClientID and ClientSecret OAuth
	// 2.0 with client credentials, and NeedsCertificate asks for a certificate of
	// the client, which the server in front must have verified. Without all three,
	// anybody may call. A user without a password and a client without a secret are
	// refused.
	User, Password         string
	ClientID, ClientSecret string
	NeedsCertificate       bool
	// RepeatIsError answers a repeated request with PAYMENT_EXISTS; otherwise
	// the transaction of the first comes back.
	RepeatIsError bool
	// HidesRequestID refuses to find a transaction by its request id.
	HidesRequestID bool
	// EarlyReference gives the business reference at creation, otherwise it
	// comes with the payment.
	EarlyReference bool
	// Patience is how long Slow takes; 0 is 20 milliseconds.
	Patience time.Duration
}

// Service is the simulator, an [http.Handler].
type Service struct {
	config Config
	desk   *paydesk.Desk
	mux    *http.ServeMux

	mu       sync.Mutex
	pages    map[string]string                        // secret of a page to ref
	secrets  map[string]string                        // ref to secret of its page
	requests map[string]xbezahldienste.PaymentRequest // by ref
	tokens   map[string]bool
}

// New returns a service without payments. The error is a [*recht.BefundError]
// for credentials of which a part is missing.
func New(config Config) (*Service, error) {
	var f recht.Befunde
	if (config.User == "") != (config.Password == "") {
		f.Add("SIM-CONFIG-01", "/password", "user and password go together")
	}
	if (config.ClientID == "") != (config.ClientSecret == "") {
		f.Add("SIM-CONFIG-02", "/clientSecret", "client and secret go together")
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	if config.Clock == nil {
		config.Clock = time.Now
	}
	if config.Patience == 0 {
		config.Patience = 20 * time.Millisecond
	}
	config.PublicURL = strings.TrimSuffix(config.PublicURL, "/")
	s := &Service{
		config: config, desk: paydesk.New(config.Clock), mux: http.NewServeMux(),
		pages: map[string]string{}, secrets: map[string]string{}, requests: map[string]xbezahldienste.PaymentRequest{}, tokens: map[string]bool{},
	}
	s.mux.HandleFunc("POST /api/paymenttransaction/{originatorId}/{endPointId}", s.guarded(s.create))
	s.mux.HandleFunc("GET /api/paymenttransaction/{originatorId}/{endPointId}/{transactionId}", s.guarded(s.read))
	s.mux.HandleFunc("GET /api/status/{originatorId}/{endPointId}", s.guarded(s.status))
	s.mux.HandleFunc("POST /auth/token", s.token)
	s.mux.HandleFunc("GET /pay/{secret}", s.page)
	s.mux.HandleFunc("POST /pay/{secret}", s.decide)
	s.mux.HandleFunc("GET /pay.css", s.style)
	s.mux.HandleFunc("GET /{$}", s.overview)
	return s, nil
}

// ServeHTTP implements [http.Handler]. Every answer says that it is one of a
// simulator, so that no client which is meant to move money takes it.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set(xbezahldienste.SimulatorHeader, "xbezahldienste")
	s.mux.ServeHTTP(w, r)
}

// BaseURL is what a client is configured with.
func (s *Service) BaseURL() string { return s.config.PublicURL + "/api/" }

// SetPublicURL tells the service its address once it is known, before the first
// request.
func (s *Service) SetPublicURL(url string) { s.config.PublicURL = strings.TrimSuffix(url, "/") }

// Pay plays a payer who pays, also one who had given up.
func (s *Service) Pay(ref string) error {
	_, err := s.desk.Pay(ref, methodCard)
	return err
}

// GiveUp plays a payer who cancels, or a service that fails.
func (s *Service) GiveUp(ref string, status payment.Status) error {
	_, err := s.desk.GiveUp(ref, status)
	return err
}

// Forget loses a transaction.
func (s *Service) Forget(ref string) { s.desk.Forget(ref) }

// Charges tells how often money was taken for a request id.
func (s *Service) Charges(requestID string) int {
	p, err := s.desk.Find(requestID)
	if err != nil {
		return 0
	}
	return p.Charges
}

// open stores what belongs to a new transaction beside the desk.
func (s *Service) open(ref string, request xbezahldienste.PaymentRequest) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, known := s.requests[ref]; known {
		return
	}
	secret := rand.Text() // whoever holds the address of a page may pay there
	s.requests[ref], s.pages[secret], s.secrets[ref] = request, ref, secret
}

// transaction is the answer about a payment.
func (s *Service) transaction(p *paydesk.Payment) xbezahldienste.PaymentTransaction {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := xbezahldienste.PaymentTransaction{PaymentRequest: s.requests[p.Ref]}
	info := &t.PaymentInformation
	info.TransactionID = p.Ref
	reference := "KZ-" + strings.TrimPrefix(p.Ref, "T-")
	if s.config.EarlyReference {
		info.TransactionReference = reference
	}
	switch p.Status {
	case payment.StatusPaid:
		info.Status = xbezahldienste.StatusPayed
		info.TransactionReference = reference
		info.TransactionTimestamp = p.PaidAt.UTC().Format(time.RFC3339Nano)
		info.PaymentMethod, info.PaymentMethodDetail = "CREDITCARD", ""
		if p.Method == methodTransfer {
			info.PaymentMethod, info.PaymentMethodDetail = "OTHER", "SEPA-Überweisung"
		}
	case payment.StatusCanceled:
		info.Status = xbezahldienste.StatusCanceled
	case payment.StatusFailed:
		info.Status = xbezahldienste.StatusFailed
	default:
		info.Status = xbezahldienste.StatusInitial
		info.TransactionRedirectURL = s.config.PublicURL + "/pay/" + s.secrets[p.Ref]
	}
	return t
}

const (
	methodCard     = "card"
	methodTransfer = "transfer"
)
