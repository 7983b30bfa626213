// SPDX-License-Identifier: Apache-2.0

package remote

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/deutschland-stack/bausteine/onceonly"
)

// Config of a register or a handler. The zero Config is safe.
type Config struct {
	// Timeout bounds one call at the requester. Default: 10 seconds. The broker's own
	// bound holds as well.
	Timeout time.Duration
	// MaxEvidence is how many bytes a document may have. Default: 8 MiB.
	MaxEvidence int
}

const (
	queryLimit         = 1 << 20
	defaultTimeout     = 10 * time.Second
	defaultMaxEvidence = 8 << 20
	mediaType          = "application/json"
)

func (c *Config) fill() error {
	if c.Timeout < 0 || c.MaxEvidence < 0 {
		return errors.New("remote: a limit below zero")
	}
	if c.Timeout == 0 {
		c.Timeout = defaultTimeout
	}
	if c.MaxEvidence == 0 {
		c.MaxEvidence = defaultMaxEvidence
	}
	return nil
}

// answerLimit is how long an answer with the largest document is: base64 makes four
// bytes of three, and the binding stands beside it.
func (c *Config) answerLimit() int64 {
	const beside = 64 << 10
	return int64(c.MaxEvidence)/3*4 + beside
}

// Register asks a provider on another machine. It may be used by any number of
// goroutines.
type Register struct {
	url    string
	http   *http.Client
	config Config
}

var _ onceonly.Register = (*Register)(nil)

// NewRegister returns the register behind an address, which begins with https. The TLS
// configuration holds the own certificate and the roots of the other side, see
// ClientTLS.
func NewRegister(address string, identity *tls.Config, config Config) (*Register, error) {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Scheme != "https" || parsed.Host == "" || identity == nil {
		return nil, errors.New("remote: a register has an https address and an identity")
	}
	if err := config.fill(); err != nil {
		return nil, err
	}
	transport := &http.Transport{
		TLSClientConfig: identity.Clone(), ForceAttemptHTTP2: true, MaxIdleConnsPerHost: 16, IdleConnTimeout: time.Minute,
		TLSHandshakeTimeout: config.Timeout, ResponseHeaderTimeout: config.Timeout, MaxResponseHeaderBytes: 64 << 10,
	}
	client := &http.Client{Transport: transport, Timeout: config.Timeout, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
	return &Register{url: address, http: client, config: config}, nil
}

// Fetch implements onceonly.Register.
func (r *Register) Fetch(ctx context.Context, query onceonly.Query) (onceonly.Answer, error) {
	body, err := query.ClearJSON()
	if err != nil {
		return onceonly.Answer{}, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, r.url, bytes.NewReader(body)) //nolint:gosec // the operator names the address
	if err != nil {
		return onceonly.Answer{}, fmt.Errorf("remote: ask the register: %w", err)
	}
	request.Header.Set("Content-Type", mediaType)
	response, err := r.http.Do(request) //nolint:gosec // the operator names the address
	if err != nil {
		return onceonly.Answer{}, fmt.Errorf("remote: ask the register: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return onceonly.Answer{}, fmt.Errorf("remote: the register answered with status %d", response.StatusCode)
	}
	limit := r.config.answerLimit()
	document, err := io.ReadAll(io.LimitReader(response.Body, limit+1))
	if err != nil {
		return onceonly.Answer{}, fmt.Errorf("remote: read the answer: %w", err)
	}
	if int64(len(document)) > limit {
		return onceonly.Answer{}, errors.New("remote: the answer is larger than allowed")
	}
	return onceonly.ParseAnswer(document)
}
