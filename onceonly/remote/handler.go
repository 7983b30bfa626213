// SPDX-License-Identifier: Apache-2.0

package remote

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"io"
	"mime"
	"net/http"
	"time"

	"github.com/deutschland-stack/bausteine/onceonly"
)

// Parties says which party a connection belongs to, by its verified certificate.
type Parties func(certificate *x509.Certificate) (onceonly.PartyID, bool)

// Fingerprint names a certificate by the SHA-256 of its public key, in hexadecimal: it
// stays the same when the certificate is renewed over the same key.
func Fingerprint(certificate *x509.Certificate) string {
	sum := sha256.Sum256(certificate.RawSubjectPublicKeyInfo)
	return hex.EncodeToString(sum[:])
}

// Pinned knows parties by the fingerprints of their keys.
func Pinned(parties map[string]onceonly.PartyID) Parties {
	return func(certificate *x509.Certificate) (onceonly.PartyID, bool) {
		party, known := parties[Fingerprint(certificate)]
		return party, known
	}
}

// Handler lets a register answer over HTTP. It may be used by any number of goroutines.
type Handler struct {
	register onceonly.Register
	parties  Parties
	config   Config
}

// NewHandler returns the handler of a register. It answers a query only to the party
// that the query names as its requester.
func NewHandler(register onceonly.Register, parties Parties, config Config) (*Handler, error) {
	if register == nil || parties == nil {
		return nil, errors.New("remote: a handler needs a register, and who the parties are")
	}
	if err := config.fill(); err != nil {
		return nil, err
	}
	return &Handler{register, parties, config}, nil
}

// ServeHTTP implements http.Handler.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		refuse(w, http.StatusMethodNotAllowed)
		return
	}
	if r.TLS == nil || len(r.TLS.VerifiedChains) == 0 {
		refuse(w, http.StatusForbidden)
		return
	}
	party, known := h.parties(r.TLS.VerifiedChains[0][0])
	if !known {
		refuse(w, http.StatusForbidden)
		return
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != mediaType {
		refuse(w, http.StatusUnsupportedMediaType)
		return
	}
	document, err := io.ReadAll(http.MaxBytesReader(w, r.Body, queryLimit))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		refuse(w, http.StatusRequestEntityTooLarge)
		return
	}
	if err != nil {
		return // the other side is gone
	}
	query, err := onceonly.ParseQuery(document)
	if err != nil {
		refuse(w, http.StatusBadRequest)
		return
	}
	if query.Request.Requester != party {
		refuse(w, http.StatusForbidden)
		return
	}
	answer, err := h.register.Fetch(r.Context(), query)
	if errors.Is(err, onceonly.ErrInvalid) {
		refuse(w, http.StatusBadRequest)
		return
	}
	if err != nil {
		refuse(w, http.StatusServiceUnavailable)
		return
	}
	body, err := answer.ClearJSON()
	if err != nil || int64(len(body)) > h.config.answerLimit() {
		refuse(w, http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(body)
}

// refuse says the status and nothing else: no error of a register leaves the machine.
func refuse(w http.ResponseWriter, status int) { http.Error(w, http.StatusText(status), status) }

// NewServer returns a server with bounds on all it waits for.
func NewServer(address string, handler http.Handler, identity *tls.Config) *http.Server {
	const (
		header = 5 * time.Second
		whole  = 30 * time.Second
		idle   = time.Minute
	)
	return &http.Server{
		Addr: address, Handler: handler, TLSConfig: identity,
		ReadHeaderTimeout: header, ReadTimeout: whole, WriteTimeout: whole, IdleTimeout: idle, MaxHeaderBytes: 64 << 10,
	}
}

// ServerTLS is the identity of a server that demands a certificate of the roots from
// every client.
func ServerTLS(own tls.Certificate, roots *x509.CertPool) *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{own}, ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: roots,
	}
}

// ClientTLS is the identity of a client that trusts servers of the roots.
func ClientTLS(own tls.Certificate, roots *x509.CertPool) *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{own}, RootCAs: roots}
}
