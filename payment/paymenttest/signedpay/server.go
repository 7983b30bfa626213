// SPDX-License-Identifier: Apache-2.0

package signedpay

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/internal/paydesk"
	"github.com/deutschland-stack/bausteine/payment/paymenttest/faultplan"
)

// ServerConfig says how the service behaves.
type ServerConfig struct {
	PublicURL string // without a slash at the end
	Token     string // of the callers, at least 16 bytes
	Key       Key    // of messages
	Clock     func() time.Time
	Plan      *faultplan.Plan // nil: nothing goes wrong
}

// Server is the service, an [http.Handler]. It remembers, and takes pretended
// money only.
type Server struct {
	config ServerConfig
	desk   *paydesk.Desk
	mux    *http.ServeMux
}

// simulatorHeader stands in every answer: no money moves here.
const simulatorHeader = "Bausteine-Simulator"

// NewServer returns a service without payments. The error is a
// [*recht.BefundError] for a token or a key that is missing or short.
func NewServer(config ServerConfig) (*Server, error) {
	var f recht.Befunde
	if !long(config.Token) {
		f.Add("SGP-SERVER-01", "/token", "a token has at least %d bytes", minSecret)
	}
	if config.Key.IsZero() {
		f.Add("SGP-SERVER-02", "/key", "required")
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	s := &Server{config: config, desk: paydesk.New(config.Clock), mux: http.NewServeMux()}
	s.mux.HandleFunc("POST /payments", s.guarded(s.create))
	s.mux.HandleFunc("GET /payments/{id}", s.guarded(s.status))
	s.mux.HandleFunc("POST /payments/{id}/refunds", s.guarded(s.refund))
	s.mux.HandleFunc("GET /refunds/{id}", s.guarded(s.refundStatus))
	return s, nil
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set(simulatorHeader, "signedpay")
	s.mux.ServeHTTP(w, r)
}

// Pay plays a payer who pays, also one who had given up.
func (s *Server) Pay(ref string) error {
	_, err := s.desk.Pay(ref, "card")
	return err
}

// GiveUp plays a payer who cancels, or a service that fails.
func (s *Server) GiveUp(ref string, status payment.Status) error {
	_, err := s.desk.GiveUp(ref, status)
	return err
}

// Forget loses a payment.
func (s *Server) Forget(ref string) { s.desk.Forget(ref) }

// Charges tells how often money was taken for a request id.
func (s *Server) Charges(requestID string) int {
	p, err := s.desk.Find(requestID)
	if err != nil {
		return 0
	}
	return p.Charges
}

// Message returns the signed message about a payment as it is now.
func (s *Server) Message(ref string) (http.Header, []byte, error) {
	p, err := s.desk.Get(ref)
	if err != nil {
		return nil, nil, err
	}
	body, err := json.Marshal(s.state(p, faultplan.None))
	if err != nil {
		return nil, nil, err
	}
	return http.Header{SignatureHeader: {s.config.Key.Sign(body)}}, body, nil
}

// result is what an operation came to.
type result struct {
	status int
	body   any
}

func (s *Server) guarded(operation func(*http.Request, faultplan.Fault) result) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), []byte("Bearer "+s.config.Token)) != 1 {
			write(w, result{http.StatusUnauthorized, failure{codeToken}})
			return
		}
		fault := s.config.Plan.Take()
		if !fault.Acts() {
			s.spare(w, fault)
			return
		}
		outcome := operation(r, fault)
		switch fault {
		case faultplan.TimeoutAfter:
			panic(http.ErrAbortHandler)
		case faultplan.ErrorAfter:
			outcome = result{http.StatusInternalServerError, failure{codeTrouble}}
		case faultplan.Garbage:
			w.Header().Set("Content-Type", "text/html")
			_, _ = io.WriteString(w, "<!doctype html><title>Wartung</title>")
			return
		case faultplan.Truncated:
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Length", strconv.Itoa(maxAnswer))
			_, _ = io.WriteString(w, `{"payment_id":`)
			panic(http.ErrAbortHandler)
		default:
		}
		write(w, outcome)
	}
}

// spare answers for the faults in which nothing is done.
func (s *Server) spare(w http.ResponseWriter, fault faultplan.Fault) {
	switch fault {
	case faultplan.TimeoutBefore:
		panic(http.ErrAbortHandler)
	case faultplan.Forgets:
		write(w, result{http.StatusNotFound, failure{codeNotFound}})
	case faultplan.Unauthorized:
		write(w, result{http.StatusUnauthorized, failure{codeToken}})
	case faultplan.TooMany:
		write(w, result{http.StatusTooManyRequests, failure{codeTrouble}})
	case faultplan.Unavailable:
		write(w, result{http.StatusServiceUnavailable, failure{codeTrouble}})
	default:
		write(w, result{http.StatusInternalServerError, failure{codeTrouble}})
	}
}

func (s *Server) create(r *http.Request, fault faultplan.Fault) result {
	content, err := io.ReadAll(io.LimitReader(r.Body, maxAnswer))
	var o opening
	if err != nil || json.Unmarshal(content, &o) != nil || o.Amount.Sign() <= 0 || !addUp(o) || o.Reference == "" || o.Reference != r.Header.Get("Idempotency-Key") {
		return result{http.StatusUnprocessableEntity, failure{codeInvalid}}
	}
	p, _, err := s.desk.Open(paydesk.Payment{
		RequestID: o.Reference, Amount: o.Amount, Items: kept(o.Items), Purpose: o.Description, ReturnURL: o.ReturnURL, Content: string(content),
	})
	if err != nil {
		return result{http.StatusConflict, failure{codeConflict}}
	}
	return result{http.StatusCreated, s.state(p, fault)}
}

// addUp reports whether the items are the amount. There may be none.
func addUp(o opening) bool {
	sum := payment.NewAmount(0, o.Amount.Currency())
	for _, item := range o.Items {
		for _, part := range []payment.Amount{item.Net, item.Tax} {
			var err error
			if sum, err = sum.Add(part); err != nil {
				return false
			}
		}
	}
	return len(o.Items) == 0 || sum == o.Amount
}

func (s *Server) status(r *http.Request, fault faultplan.Fault) result {
	p, err := s.desk.Get(r.PathValue("id"))
	if err != nil {
		return result{http.StatusNotFound, failure{codeNotFound}}
	}
	return result{http.StatusOK, s.state(p, fault)}
}

func (s *Server) refund(r *http.Request, _ faultplan.Fault) result {
	var wish refunding
	if err := json.NewDecoder(io.LimitReader(r.Body, maxAnswer)).Decode(&wish); err != nil || wish.ID == "" {
		return result{http.StatusUnprocessableEntity, failure{codeInvalid}}
	}
	done, err := s.desk.Refund(wish.ID, r.PathValue("id"), wish.Amount, wish.Available)
	switch {
	case errors.Is(err, paydesk.ErrNotFound):
		return result{http.StatusNotFound, failure{codeNotFound}}
	case err != nil:
		return result{http.StatusPreconditionFailed, failure{codeRefund}}
	}
	return result{http.StatusCreated, refundState{ID: done.ID, Amount: done.Amount, Status: refundSuccess}}
}

func (s *Server) refundStatus(r *http.Request, _ faultplan.Fault) result {
	done, err := s.desk.GetRefund(r.PathValue("id"))
	if err != nil {
		return result{http.StatusNotFound, failure{codeNotFound}}
	}
	return result{http.StatusOK, refundState{ID: done.ID, Amount: done.Amount, Status: refundSuccess}}
}

func (s *Server) state(p paydesk.Payment, fault faultplan.Fault) paymentState {
	state := paymentState{ID: p.Ref, Reference: p.RequestID, Amount: p.Amount, Items: told(p.Items), Method: p.Method, PaidAt: p.PaidAt}
	state.State.Finished = p.Status != payment.StatusOpen
	switch p.Status {
	case payment.StatusPaid:
		state.State.Status = stateSuccess
	case payment.StatusFailed:
		state.State.Status = stateFailed
	case payment.StatusCanceled:
		state.State.Status = stateCancelled
	default:
		state.State.Status, state.NextURL = stateCreated, s.config.PublicURL+"/pay/"+p.Ref
	}
	switch fault {
	case faultplan.WrongAmount:
		state.Amount = payment.NewAmount(p.Amount.Minor()+1, p.Amount.Currency())
	case faultplan.WrongItems:
		state.Items = told(paydesk.WrongItems(p.Items))
	case faultplan.WrongRequest:
		state.Reference = "somebody-else"
	case faultplan.StrangeStatus:
		state.State.Status = "capturable"
	default:
	}
	return state
}

func write(w http.ResponseWriter, outcome result) {
	encoded, err := json.Marshal(outcome.body)
	if err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(outcome.status)
	_, _ = w.Write(encoded)
}
