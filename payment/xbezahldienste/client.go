// SPDX-License-Identifier: Apache-2.0

package xbezahldienste

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment"
)

// maxAnswer bounds what is read of an answer.
const maxAnswer = 1 << 20

// Config names the service and the tenant there.
type Config struct {
	// BaseURL is where the operations lie. It is taken as it is: services put a
	// version into it or not.
	BaseURL string
	// OriginatorID and EndPointID name the online service and the authority in
	// the way that the payment service has agreed on.
	OriginatorID, EndPointID string
	// HTTP sends the requests and knows how to authenticate. Its time-out
	// bounds a call; redirects are never followed.
	HTTP *http.Client
	// InsecureAllowPlainHTTP accepts a base URL without TLS; for a simulator on the
	// same machine.
	InsecureAllowPlainHTTP bool
	// InsecureAllowSimulator accepts the answers of a simulator, which moves no
	// money; see [ErrSimulator].
	InsecureAllowSimulator bool
}

// SimulatorHeader stands in every answer of a simulator. A service that moves money
// never sends it.
const SimulatorHeader = "Bausteine-Simulator"

// ErrSimulator reports that a simulator has answered to a client that is not
// configured for one: somebody has put the wrong address into the configuration of
// an authority.
var ErrSimulator = errors.New("xbezahldienste: the payment service is a simulator, which moves no money")

// Client speaks to one tenant of one payment service.
type Client struct {
	base *url.URL
	path string // of the tenant
	http *http.Client

	simulator bool // may answer
}

// New returns a client. The error is a [*recht.BefundError].
func New(config Config) (*Client, error) {
	var f recht.Befunde
	base, err := url.Parse(config.BaseURL)
	if err != nil || base.Host == "" || base.RawQuery != "" || base.Fragment != "" || base.User != nil {
		f.Add("XBD-CONFIG-01", "/baseUrl", "not an absolute URL without user, query and fragment")
	} else if base.Scheme != "https" && (base.Scheme != "http" || !config.InsecureAllowPlainHTTP) {
		f.Add("XBD-CONFIG-02", "/baseUrl", "not https")
	}
	check(&f, "XBD-ORIGINATORID", "/originatorId", config.OriginatorID, 1, maxID, isID)
	check(&f, "XBD-ENDPOINTID", "/endPointId", config.EndPointID, 1, maxID, isID)
	if err := f.Err(); err != nil {
		return nil, err
	}
	client := http.Client{}
	if config.HTTP != nil {
		client = *config.HTTP
	}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Client{base: base, path: config.OriginatorID + "/" + config.EndPointID, http: &client, simulator: config.InsecureAllowSimulator}, nil
}

// Initiate sends a request and returns the transaction that the service opened.
// A request with findings is not sent: the error is a [*recht.BefundError].
func (c *Client) Initiate(ctx context.Context, request PaymentRequest) (PaymentTransaction, error) {
	transaction, _, err := c.initiate(ctx, request)
	return transaction, err
}

// Read returns a transaction as it is now.
func (c *Client) Read(ctx context.Context, transactionID string) (PaymentTransaction, error) {
	transaction, _, err := c.read(ctx, transactionID)
	return transaction, err
}

// Ping asks whether the service knows the tenant and is up. The error is a
// [*ProblemError] where it says otherwise.
func (c *Client) Ping(ctx context.Context) error {
	_, err := c.call(ctx, http.MethodGet, "status/"+c.path, nil)
	return err
}

func (c *Client) initiate(ctx context.Context, request PaymentRequest) (PaymentTransaction, []byte, error) {
	if err := request.Findings().Err(); err != nil {
		return PaymentTransaction{}, nil, err
	}
	body, err := json.Marshal(request)
	if err != nil {
		return PaymentTransaction{}, nil, fmt.Errorf("xbezahldienste: encode the request: %w", err)
	}
	answer, err := c.call(ctx, http.MethodPost, "paymenttransaction/"+c.path, body)
	if err != nil {
		return PaymentTransaction{}, nil, err
	}
	return decode(answer)
}

func (c *Client) read(ctx context.Context, transactionID string) (PaymentTransaction, []byte, error) {
	if transactionID == "" || transactionID == "." || transactionID == ".." {
		return PaymentTransaction{}, nil, payment.ErrNotFound
	}
	answer, err := c.call(ctx, http.MethodGet, "paymenttransaction/"+c.path+"/"+url.PathEscape(transactionID), nil)
	if err != nil {
		return PaymentTransaction{}, nil, err
	}
	return decode(answer)
}

func decode(answer []byte) (PaymentTransaction, []byte, error) {
	var transaction PaymentTransaction
	if err := json.Unmarshal(answer, &transaction); err != nil {
		return PaymentTransaction{}, nil, fmt.Errorf("%w: not a PaymentTransaction", payment.ErrReport)
	}
	if transaction.PaymentInformation.TransactionID == "" || transaction.PaymentInformation.Status == "" {
		return PaymentTransaction{}, nil, fmt.Errorf("%w: no transactionId or status", payment.ErrReport)
	}
	return transaction, answer, nil
}

// call sends one request and returns the body of a success.
func (c *Client) call(ctx context.Context, method, path string, body []byte) ([]byte, error) {
	target := strings.TrimSuffix(c.base.String(), "/") + "/" + path
	request, err := http.NewRequestWithContext(ctx, method, target, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("xbezahldienste: %w", err)
	}
	request.Header.Set("Accept", "application/json, application/problem+json")
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, fmt.Errorf("xbezahldienste: no answer: %w", withoutURL(err))
	}
	defer response.Body.Close()
	if response.Header.Get(SimulatorHeader) != "" && !c.simulator {
		return nil, ErrSimulator
	}
	answer, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("xbezahldienste: half an answer: %w", err)
	case len(answer) > maxAnswer:
		return nil, fmt.Errorf("%w: longer than %d bytes", payment.ErrReport, maxAnswer)
	case response.StatusCode != http.StatusOK && response.StatusCode != http.StatusCreated:
		return nil, problem(response, answer)
	case !isJSON(response):
		return nil, fmt.Errorf("%w: not JSON", payment.ErrReport)
	}
	return answer, nil
}

// problem reads what the service says about its refusal. An answer that is not
// a problem document comes from something in between and keeps its status only.
func problem(response *http.Response, answer []byte) error {
	p := &ProblemError{}
	if !isJSON(response) || json.Unmarshal(answer, p) != nil {
		p = &ProblemError{}
	}
	p.Status = response.StatusCode
	return p
}

func isJSON(response *http.Response) bool {
	mediaType, _, err := mime.ParseMediaType(response.Header.Get("Content-Type"))
	return err == nil && (mediaType == "application/json" || mediaType == "application/problem+json")
}

// withoutURL takes the address, which names the transaction, out of an error.
func withoutURL(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		return wrapped.Err
	}
	return err
}
