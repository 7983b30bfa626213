// SPDX-License-Identifier: Apache-2.0

package simulator

import (
	"bytes"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/internal/paydesk"
	"github.com/deutschland-stack/bausteine/payment/paymenttest/faultplan"
	"github.com/deutschland-stack/bausteine/payment/xbezahldienste"
)

// maxBody bounds what is read of a request.
const maxBody = 1 << 20

// guarded checks caller and tenant and lets the plan have its way before and
// after the operation.
func (s *Service) guarded(operation func(*http.Request, faultplan.Fault) (int, any)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !s.admits(r) {
			refuse(w, http.StatusUnauthorized, xbezahldienste.CodeForbidden)
			return
		}
		if len(s.config.Tenants) > 0 && !slices.Contains(s.config.Tenants, r.PathValue("originatorId")+"/"+r.PathValue("endPointId")) {
			refuse(w, http.StatusForbidden, xbezahldienste.CodeNoEndpoint)
			return
		}
		fault := s.config.Plan.Take()
		switch fault {
		case faultplan.TimeoutBefore:
			panic(http.ErrAbortHandler)
		case faultplan.ErrorBefore:
			refuse(w, http.StatusInternalServerError, xbezahldienste.CodeUnspecified)
			return
		case faultplan.Unavailable:
			w.Header().Set("Retry-After", "1")
			refuse(w, http.StatusServiceUnavailable, xbezahldienste.CodeUnspecified)
			return
		case faultplan.TooMany:
			w.Header().Set("Retry-After", "1")
			refuse(w, http.StatusTooManyRequests, xbezahldienste.CodeUnspecified)
			return
		case faultplan.Unauthorized:
			refuse(w, http.StatusUnauthorized, xbezahldienste.CodeForbidden)
			return
		case faultplan.Forgets:
			refuse(w, http.StatusNotFound, xbezahldienste.CodeUnspecified)
			return
		case faultplan.Slow:
			time.Sleep(s.config.Patience)
		default:
		}
		status, body := operation(r, fault)
		s.answer(w, fault, status, body)
	}
}

// answer writes what the operation returned, spoilt by the faults that come
// after the deed.
func (s *Service) answer(w http.ResponseWriter, fault faultplan.Fault, status int, body any) {
	encoded, err := json.Marshal(body)
	if err != nil {
		refuse(w, http.StatusInternalServerError, xbezahldienste.CodeUnspecified)
		return
	}
	switch fault {
	case faultplan.TimeoutAfter:
		panic(http.ErrAbortHandler)
	case faultplan.ErrorAfter:
		refuse(w, http.StatusInternalServerError, xbezahldienste.CodeUnspecified)
		return
	case faultplan.Garbage:
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<!doctype html><title>Wartung</title>")
		return
	case faultplan.Truncated:
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(encoded)))
		_, _ = w.Write(encoded[:len(encoded)/2])
		panic(http.ErrAbortHandler)
	default:
	}
	if p, isProblem := body.(xbezahldienste.ProblemError); isProblem {
		refuse(w, status, p.FunctionalCode)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(encoded)
}

func (s *Service) create(r *http.Request, fault faultplan.Fault) (int, any) {
	content, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	mediaType, _, mediaErr := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || len(content) > maxBody || mediaErr != nil || mediaType != "application/json" {
		return http.StatusBadRequest, xbezahldienste.ProblemError{FunctionalCode: xbezahldienste.CodeValidationError}
	}
	var request xbezahldienste.PaymentRequest
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&request); err != nil {
		return http.StatusBadRequest, xbezahldienste.ProblemError{FunctionalCode: xbezahldienste.CodeValidationError}
	}
	if found := request.Findings(); len(found) > 0 {
		code := xbezahldienste.CodeValidationError
		if len(found) == 1 && found.Has("XBD-SUM-01") {
			code = xbezahldienste.CodeCalculationError
		}
		return http.StatusBadRequest, xbezahldienste.ProblemError{FunctionalCode: code}
	}
	if request.GrosAmount == 0 {
		return http.StatusBadRequest, xbezahldienste.ProblemError{FunctionalCode: xbezahldienste.CodeValidationError}
	}
	amount := payment.Cents(int64(request.GrosAmount))
	p, existed, err := s.desk.Open(paydesk.Payment{
		RequestID: request.RequestID, Amount: amount, Purpose: request.Purpose, ReturnURL: request.RedirectURL, Content: string(content),
	})
	if err != nil || existed && s.config.RepeatIsError {
		return http.StatusConflict, xbezahldienste.ProblemError{FunctionalCode: xbezahldienste.CodePaymentExists}
	}
	s.open(p.Ref, request)
	return http.StatusOK, s.spoilt(&p, fault)
}

func (s *Service) read(r *http.Request, fault faultplan.Fault) (int, any) {
	p, err := s.desk.Get(r.PathValue("transactionId"))
	if err != nil && !s.config.HidesRequestID {
		p, err = s.desk.Find(r.PathValue("transactionId"))
	}
	if err != nil {
		return http.StatusNotFound, xbezahldienste.ProblemError{FunctionalCode: xbezahldienste.CodeUnspecified}
	}
	return http.StatusOK, s.spoilt(&p, fault)
}

// spoilt is the answer about a payment with what the plan makes of it.
func (s *Service) spoilt(p *paydesk.Payment, fault faultplan.Fault) xbezahldienste.PaymentTransaction {
	t := s.transaction(p)
	switch fault {
	case faultplan.WrongAmount:
		t.PaymentRequest.GrosAmount++
	case faultplan.WrongItems:
		t.PaymentRequest.Items = wrongItems(t.PaymentRequest.Items)
	case faultplan.WrongRequest:
		t.PaymentRequest.RequestID = "somebody-else"
	case faultplan.StrangeStatus:
		t.PaymentInformation.Status = "PONDERING"
	default:
	}
	return t
}

// wrongItems returns other items of the same sum: a cent moves from the second to
// the first, and a single one has another id.
func wrongItems(items []xbezahldienste.PaymentItem) []xbezahldienste.PaymentItem {
	wrong := slices.Clone(items)
	if len(wrong) == 1 {
		wrong[0].ID += "-other"
		return wrong
	}
	wrong[0].TotalNetAmount++
	wrong[1].TotalNetAmount--
	return wrong
}

func (s *Service) status(*http.Request, faultplan.Fault) (int, any) {
	return http.StatusOK, struct {
		Status int    `json:"status"`
		Title  string `json:"title"`
	}{http.StatusOK, "ready"}
}

// admits checks the credential of the caller.
func (s *Service) admits(r *http.Request) bool {
	switch {
	case s.config.NeedsCertificate:
		return r.TLS != nil && len(r.TLS.PeerCertificates) > 0
	case s.config.User != "":
		user, password, ok := r.BasicAuth()
		return ok && equal(user, s.config.User) && equal(password, s.config.Password)
	case s.config.ClientID != "":
		token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		s.mu.Lock()
		defer s.mu.Unlock()
		return ok && s.tokens[token]
	}
	return true
}

// token is the endpoint for client credentials.
func (s *Service) token(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	id, secret, basic := r.BasicAuth()
	if err := r.ParseForm(); err != nil || r.PostForm.Get("grant_type") != "client_credentials" {
		writeJSON(w, http.StatusBadRequest, map[string]string{"error": "unsupported_grant_type"})
		return
	}
	if !basic {
		id, secret = r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")
	}
	if s.config.ClientID == "" || !equal(id, s.config.ClientID) || !equal(secret, s.config.ClientSecret) {
		writeJSON(w, http.StatusUnauthorized, map[string]string{"error": "invalid_client"})
		return
	}
	token := rand.Text()
	s.mu.Lock()
	s.tokens[token] = true
	s.mu.Unlock()
	writeJSON(w, http.StatusOK, map[string]any{"access_token": token, "token_type": "Bearer", "expires_in": 3600})
}

// RevokeTokens makes all tokens worthless, as a restart of the authorization
// server does.
func (s *Service) RevokeTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.tokens)
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	encoded, err := json.Marshal(body)
	if err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(encoded)
}

func refuse(w http.ResponseWriter, status int, code xbezahldienste.FunctionalCode) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	encoded, err := json.Marshal(xbezahldienste.ProblemError{
		Type: "about:blank", Status: status, Title: http.StatusText(status), FunctionalCode: code,
	})
	if err == nil {
		_, _ = w.Write(encoded)
	}
}

func equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
