// SPDX-License-Identifier: Apache-2.0

package signedpay

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment"
)

const (
	maxAnswer      = 1 << 20
	maxDescription = 255
)

// Config names the service.
type Config struct {
	BaseURL string
	Token   string       // bearer, at least 16 bytes
	Keys    []Key        // of messages; during a change of keys, both
	HTTP    *http.Client // nil: the default client
	// InsecureAllowPlainHTTP accepts a base URL without TLS; for a service on
	// the same machine.
	InsecureAllowPlainHTTP bool
}

// Client is a [payment.Provider]. It may be used by any number of goroutines.
type Client struct {
	base  *url.URL
	token string
	keys  []Key
	http  *http.Client
}

var (
	_ payment.Provider = (*Client)(nil)
	_ payment.Notified = (*Client)(nil)
	_ payment.Refunder = (*Client)(nil)
)

// New returns a client. The error is a [*recht.BefundError].
func New(config Config) (*Client, error) {
	var f recht.Befunde
	base, err := url.Parse(config.BaseURL)
	if err != nil || base.Host == "" || base.Scheme != "https" && (base.Scheme != "http" || !config.InsecureAllowPlainHTTP) {
		f.Add("SGP-CONFIG-01", "/baseUrl", "not an absolute https URL")
	}
	if !long(config.Token) {
		f.Add("SGP-CONFIG-02", "/token", "a token has at least %d bytes", minSecret)
	}
	for _, key := range config.Keys {
		if key.IsZero() {
			f.Add("SGP-CONFIG-03", "/keys", "a key that is not set")
		}
	}
	if len(config.Keys) == 0 {
		f.Add("SGP-CONFIG-04", "/keys", "required")
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	client := http.Client{}
	if config.HTTP != nil {
		client = *config.HTTP
	}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Client{base: base, token: config.Token, keys: slices.Clone(config.Keys), http: &client}, nil
}

// Check implements [payment.Provider].
func (c *Client) Check(request payment.Request) recht.Befunde {
	var f recht.Befunde
	if n := len([]rune(request.Order.Purpose)); n > maxDescription {
		f.Add("SGP-PURPOSE-01", "/purpose", "%d characters, at most %d", n, maxDescription)
	}
	return f
}

// Create implements [payment.Provider]. The request id is the idempotency key.
func (c *Client) Create(ctx context.Context, request payment.Request) (payment.Report, error) {
	order := request.Order
	answer, err := c.call(ctx, http.MethodPost, "/payments", request.ID, opening{
		Amount: order.Amount, Items: ordered(order.Items), Reference: request.ID, Description: order.Purpose, ReturnURL: order.ReturnURL,
	})
	if err != nil {
		return payment.Report{}, err
	}
	return c.read(answer)
}

// Status implements [payment.Provider].
func (c *Client) Status(ctx context.Context, ref string) (payment.Report, error) {
	answer, err := c.call(ctx, http.MethodGet, "/payments/"+url.PathEscape(ref), "", nil)
	if err != nil {
		return payment.Report{}, err
	}
	return c.read(answer)
}

// ParsePush implements [payment.Notified]. Nothing of a message is read before
// its signature fits.
func (c *Client) ParsePush(header http.Header, body []byte) (payment.Report, error) {
	if !Verify(header.Get(SignatureHeader), body, c.keys...) {
		return payment.Report{}, payment.ErrSignature
	}
	return c.read(body)
}

// Refund implements [payment.Refunder].
func (c *Client) Refund(ctx context.Context, request payment.RefundRequest) (payment.RefundReport, error) {
	answer, err := c.call(ctx, http.MethodPost, "/payments/"+url.PathEscape(request.Ref)+"/refunds", request.ID, refunding{
		ID: request.ID, Amount: request.Amount, Available: request.Available,
	})
	if err != nil {
		return payment.RefundReport{}, err
	}
	return readRefund(answer)
}

// RefundStatus implements [payment.Refunder].
func (c *Client) RefundStatus(ctx context.Context, refundID string) (payment.RefundReport, error) {
	answer, err := c.call(ctx, http.MethodGet, "/refunds/"+url.PathEscape(refundID), "", nil)
	if err != nil {
		return payment.RefundReport{}, err
	}
	return readRefund(answer)
}

func (c *Client) call(ctx context.Context, method, path, key string, body any) ([]byte, error) {
	var content io.Reader
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return nil, fmt.Errorf("signedpay: encode: %w", err)
		}
		content = bytes.NewReader(encoded)
	}
	request, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(c.base.String(), "/")+path, content)
	if err != nil {
		return nil, fmt.Errorf("signedpay: %w", err)
	}
	request.Header.Set("Authorization", "Bearer "+c.token)
	request.Header.Set("Accept", "application/json")
	if key != "" {
		request.Header.Set("Idempotency-Key", key)
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := c.http.Do(request)
	if err != nil {
		if wrapped, ok := errors.AsType[*url.Error](err); ok {
			err = wrapped.Err // without the address, which names the payment
		}
		return nil, fmt.Errorf("signedpay: no answer: %w", err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	if err != nil {
		return nil, fmt.Errorf("signedpay: half an answer: %w", err)
	}
	mediaType, _, err := mime.ParseMediaType(response.Header.Get("Content-Type"))
	if err != nil || mediaType != "application/json" || len(answer) > maxAnswer {
		return nil, fmt.Errorf("%w: HTTP %d, not JSON or too long", payment.ErrReport, response.StatusCode)
	}
	if response.StatusCode != http.StatusOK && response.StatusCode != http.StatusCreated {
		return nil, refusal(response.StatusCode, answer)
	}
	return answer, nil
}

// refusal says what an answer other than success means. Only codes of the
// service itself, with a status that fits, are final.
func refusal(status int, answer []byte) error {
	var f failure
	_ = json.Unmarshal(answer, &f) // without a code it is no refusal
	switch {
	case status == http.StatusNotFound && f.Code == codeNotFound:
		return payment.ErrNotFound
	case status == http.StatusConflict && f.Code == codeConflict,
		status == http.StatusUnprocessableEntity && f.Code == codeInvalid,
		status == http.StatusPreconditionFailed && f.Code == codeRefund:
		return &payment.RefusedError{Code: f.Code}
	}
	return fmt.Errorf("signedpay: HTTP %d", status)
}

func (c *Client) read(content []byte) (payment.Report, error) {
	var p paymentState
	if err := json.Unmarshal(content, &p); err != nil || p.ID == "" || !p.Amount.IsSet() {
		return payment.Report{}, fmt.Errorf("%w: not a payment", payment.ErrReport)
	}
	r := payment.Report{
		Ref: p.ID, RequestID: p.Reference, Raw: p.State.Status, Amount: p.Amount, Items: kept(p.Items), Method: p.Method, PaidAt: p.PaidAt,
		Payload: sha256.Sum256(content),
	}
	switch p.State.Status {
	case stateCreated:
		r.Status, r.RedirectURL = payment.StatusOpen, p.NextURL
		if page, err := url.Parse(p.NextURL); err != nil || page.Host == "" || page.Scheme != "https" && page.Scheme != c.base.Scheme {
			return payment.Report{}, fmt.Errorf("%w: next_url", payment.ErrReport)
		}
	case stateSuccess:
		r.Status = payment.StatusPaid
	case stateFailed:
		r.Status = payment.StatusFailed
	case stateCancelled:
		r.Status = payment.StatusCanceled
	default:
		r.Status = payment.StatusUnknown
	}
	return r, nil
}

func readRefund(content []byte) (payment.RefundReport, error) {
	var r refundState
	if err := json.Unmarshal(content, &r); err != nil || r.ID == "" {
		return payment.RefundReport{}, fmt.Errorf("%w: not a refund", payment.ErrReport)
	}
	report := payment.RefundReport{ID: r.ID, Amount: r.Amount, Status: payment.RefundAccepted, Payload: sha256.Sum256(content)}
	if r.Status == refundSuccess {
		report.Status = payment.RefundDone
	}
	return report, nil
}
