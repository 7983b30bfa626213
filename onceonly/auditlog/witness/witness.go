// SPDX-License-Identifier: Apache-2.0

// Package witness lets somebody else watch a log: a Server that signs a head only if
// the log continues the one that it signed before, and a Client that asks one. Both
// speak the protocol of C2SP tlog-witness (POST add-checkpoint) and sign cosignatures
// of C2SP tlog-cosignature with Ed25519. Page shows the newest head to everybody.
//
// A log that one party keeps alone proves nothing against that party. Two authorities
// that witness each other's logs can show no one two histories without the other.
package witness

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

const (
	bodyLimit  = 1 << 16
	proofLimit = 63 // lines, as the protocol has it
)

// Client asks a witness over HTTP.
type Client struct {
	url      string
	verifier auditlog.WitnessVerifier
	http     *http.Client
}

var _ auditlog.Witness = (*Client)(nil)

// NewClient returns the client of the witness whose submission prefix is url. A nil
// client is one with a time-out of ten seconds.
func NewClient(url string, verifier auditlog.WitnessVerifier, client *http.Client) (*Client, error) {
	if !strings.HasPrefix(url, "http://") && !strings.HasPrefix(url, "https://") || verifier == (auditlog.WitnessVerifier{}) {
		return nil, errors.New("witness: a witness has an address and a key")
	}
	if client == nil {
		const timeout = 10 * time.Second
		client = &http.Client{Timeout: timeout}
	}
	return &Client{strings.TrimSuffix(url, "/"), verifier, client}, nil
}

// Verifier implements auditlog.Witness.
func (c *Client) Verifier() auditlog.WitnessVerifier { return c.verifier }

// Cosign implements auditlog.Witness.
func (c *Client) Cosign(ctx context.Context, old uint64, proof []auditlog.Hash, head string) (string, error) {
	var body strings.Builder
	body.WriteString("old " + strconv.FormatUint(old, 10) + "\n")
	for _, hash := range proof {
		body.WriteString(base64.StdEncoding.EncodeToString(hash[:]) + "\n")
	}
	body.WriteString("\n" + head)
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url+"/add-checkpoint", strings.NewReader(body.String()))
	if err != nil {
		return "", fmt.Errorf("witness: ask: %w", err)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return "", fmt.Errorf("witness: ask: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(response.Body, bodyLimit))
	if err != nil {
		return "", fmt.Errorf("witness: read the answer: %w", err)
	}
	switch {
	case response.StatusCode == http.StatusOK:
		return string(answer), nil
	case response.StatusCode == http.StatusConflict && response.Header.Get("Content-Type") == sizeType:
		size, err := strconv.ParseUint(strings.TrimSuffix(string(answer), "\n"), 10, 64)
		if err != nil {
			return "", fmt.Errorf("%w: the size that the witness has seen", auditlog.ErrSyntax)
		}
		return "", &auditlog.OldSizeError{Size: size}
	default:
		return "", fmt.Errorf("witness: answer %d", response.StatusCode)
	}
}

// sizeType is the type of the answer that names the size that was signed last.
const sizeType = "text/x.tlog.size"

// Server is a witness. It signs heads of the logs whose keys it knows, and forgets
// nothing that it signed: keep is asked to remember every head before it is signed. A log
// that lost entries it has seen is signed again only under an act that admits them all
// (auditlog.Epoch); it follows a change of keys by the act that the old key signed.
// It is an http.Handler, and an auditlog.Witness for a log in the same process. All
// methods may be called concurrently.
type Server struct {
	signer *auditlog.WitnessSigner
	logs   map[string]*watched // by origin
	now    func() time.Time
}

type watched struct {
	verifier auditlog.Verifier
	keeper   auditlog.Keeper

	mu sync.Mutex
}

// Watch is a log that a Server signs for.
type Watch struct {
	Origin   string
	Verifier auditlog.Verifier
	// Keeper remembers what was signed last.
	Keeper auditlog.Keeper
}

// NewServer returns a witness of the logs. A nil now is the system's clock.
func NewServer(signer *auditlog.WitnessSigner, now func() time.Time, logs ...Watch) (*Server, error) {
	if signer == nil {
		return nil, errors.New("witness: a witness has a key")
	}
	if now == nil {
		now = time.Now
	}
	s := &Server{signer: signer, logs: make(map[string]*watched), now: now}
	for _, w := range logs {
		if w.Origin == "" || w.Keeper == nil || w.Verifier == (auditlog.Verifier{}) || s.logs[w.Origin] != nil {
			return nil, errors.New("witness: a log has an origin, a key and a keeper, and is watched once")
		}
		s.logs[w.Origin] = &watched{verifier: w.Verifier, keeper: w.Keeper}
	}
	return s, nil
}

// Verifier implements auditlog.Witness.
func (s *Server) Verifier() auditlog.WitnessVerifier { return s.signer.Verifier() }

// Why a head is not signed.
var (
	errUnknown = errors.New("witness: a log that is not watched")
	errRange   = errors.New("witness: the old size is larger than the head")
)

// Cosign implements auditlog.Witness.
func (s *Server) Cosign(ctx context.Context, old uint64, proof []auditlog.Hash, note string) (string, error) {
	origin, _, _ := strings.Cut(note, "\n")
	log, known := s.logs[origin]
	if !known {
		return "", errUnknown
	}
	signed, err := auditlog.OpenHead(note, log.verifier)
	if err != nil {
		return "", err
	}
	head := signed.Head()
	if old > head.Size {
		return "", errRange
	}
	log.mu.Lock()
	defer log.mu.Unlock()
	last, err := log.last(ctx)
	if err != nil {
		return "", err
	}
	var seen auditlog.State
	if last.Origin != "" {
		// What an act says was lost is not asked for: the head names the act, and so does
		// everything that is signed here from now on.
		if seen, err = auditlog.Common(last, head); err != nil {
			return "", err
		}
	}
	switch {
	case seen.Size != old:
		return "", &auditlog.OldSizeError{Size: seen.Size}
	case old == 0 && len(proof) > 0:
		return "", fmt.Errorf("%w: the empty log needs no proof", auditlog.ErrProof)
	case old > 0:
		if err := auditlog.VerifyConsistency(old, head.Size, seen.Root, head.Root, proof); err != nil {
			return "", err
		}
	}
	if err := log.keeper.Keep(ctx, note); err != nil {
		return "", err
	}
	return s.signer.Sign(head, s.now())
}

func (w *watched) last(ctx context.Context) (auditlog.Head, error) {
	note, err := w.keeper.Last(ctx)
	if err != nil || note == "" {
		return auditlog.Head{}, err
	}
	signed, err := auditlog.OpenHead(note, w.verifier)
	return signed.Head(), err
}

// ServeHTTP implements http.Handler for POST add-checkpoint.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, "/add-checkpoint") {
		http.NotFound(w, r)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyLimit))
	if err != nil {
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
		return
	}
	old, proof, note, err := parseSubmission(string(body))
	if err != nil {
		http.Error(w, "malformed", http.StatusBadRequest)
		return
	}
	lines, err := s.Cosign(r.Context(), old, proof, note)
	if size, is := errors.AsType[*auditlog.OldSizeError](err); is {
		w.Header().Set("Content-Type", sizeType)
		w.WriteHeader(http.StatusConflict)
		_, _ = io.WriteString(w, strconv.FormatUint(size.Size, 10)+"\n")
		return
	}
	if err != nil {
		http.Error(w, http.StatusText(status(err)), status(err))
		return
	}
	_, _ = io.WriteString(w, lines)
}

// status is how the protocol answers a refusal.
func status(err error) int {
	switch {
	case errors.Is(err, errUnknown):
		return http.StatusNotFound
	case errors.Is(err, auditlog.ErrSignature):
		return http.StatusForbidden
	case errors.Is(err, auditlog.ErrProof), errors.Is(err, auditlog.ErrRolledBack), errors.Is(err, auditlog.ErrForked):
		return http.StatusUnprocessableEntity
	case errors.Is(err, auditlog.ErrSyntax), errors.Is(err, errRange):
		return http.StatusBadRequest
	default:
		return http.StatusInternalServerError
	}
}

func parseSubmission(body string) (old uint64, proof []auditlog.Hash, note string, err error) {
	malformed := fmt.Errorf("%w: a submission to a witness", auditlog.ErrSyntax)
	first, note, found := strings.Cut(body, "\n\n")
	lines := strings.Split(first, "\n")
	text, isOld := strings.CutPrefix(lines[0], "old ")
	if old, err = strconv.ParseUint(text, 10, 64); err != nil || !found || !isOld || len(lines) > 1+proofLimit || strconv.FormatUint(old, 10) != text {
		return 0, nil, "", malformed
	}
	for _, line := range lines[1:] {
		hash, err := base64.StdEncoding.Strict().DecodeString(line)
		if err != nil || len(hash) != len(auditlog.Hash{}) {
			return 0, nil, "", malformed
		}
		proof = append(proof, auditlog.Hash(hash))
	}
	return old, proof, note, nil
}

// Page shows the newest head of a log to everybody, as text: so that anybody can keep
// it, and hold the log against it later.
func Page(head func() auditlog.SignedHead) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
			return
		}
		newest := head()
		if newest.IsZero() {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		_, _ = io.WriteString(w, newest.Text())
	})
}
