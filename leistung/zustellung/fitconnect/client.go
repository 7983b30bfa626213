// SPDX-License-Identifier: Apache-2.0

package fitconnect

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// SimulatorHeader stands in every answer of a simulator. A service that reaches an
// authority never sends it.
const SimulatorHeader = "Bausteine-Simulator"

const (
	// DefaultMaxAttachment bounds an attachment where nothing else is configured.
	DefaultMaxAttachment = 64 << 20
	// MaxData bounds the data of a submission, in bytes.
	MaxData     = 15 << 20
	maxAnswer   = 4 << 20
	maxKeys     = 1000
	maxPageSize = 500
	// defaultTimeout is for a large attachment on a slow line.
	defaultTimeout = 5 * time.Minute
)

// Config says how to reach a delivery service. Every address is configuration: they
// differ between test and production, and have changed before.
type Config struct {
	// SubmissionAPI is its address without the version, such as
	// https://test.fit-connect.fitko.dev/submission-api.
	SubmissionAPI string
	// JWKS is where the service publishes its keys; /.well-known/jwks.json below
	// SubmissionAPI where empty.
	JWKS string
	// TokenURL, ClientID and ClientSecret are those of the self-service portal.
	TokenURL, ClientID, ClientSecret string
	// UserAgent names the caller; the service refuses who does not say.
	UserAgent string
	// Trust says which encryption keys are believed.
	Trust Trust
	// MaxAttachment bounds what is sent or received as one attachment, in bytes:
	// [DefaultMaxAttachment] where 0. Sending or receiving one needs less than three
	// times its size of memory, one after the other.
	MaxAttachment int
	// HTTP is the client; one with a time-out of five minutes where nil. Redirects are
	// never followed.
	HTTP *http.Client
	// InsecureAllowPlainHTTP accepts addresses without TLS; for a simulator on the
	// same machine.
	InsecureAllowPlainHTTP bool
	// InsecureAllowSimulator accepts the answers of a simulator.
	InsecureAllowSimulator bool
}

// Client speaks to one delivery service, for a sender or for a subscriber. It may be
// used from any number of goroutines. It is a [Keys].
type Client struct {
	config Config
	http   *http.Client
	tokens *tokens

	mu   sync.Mutex
	keys map[string]PublicKey // those that were checked, by place
}

// NewClient checks the configuration. The error is a [*recht.BefundError].
func NewClient(config Config) (*Client, error) {
	var f recht.Befunde
	config.SubmissionAPI = strings.TrimSuffix(config.SubmissionAPI, "/")
	if config.JWKS == "" {
		config.JWKS = config.SubmissionAPI + "/.well-known/jwks.json"
	}
	for _, address := range [][2]string{{"/submissionApi", config.SubmissionAPI}, {"/jwks", config.JWKS}, {"/tokenUrl", config.TokenURL}} {
		u, err := url.Parse(address[1])
		if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
			f.Add("FC-CONFIG-01", address[0], "not an absolute URL without user, query and fragment")
		} else if u.Scheme != "https" && (u.Scheme != "http" || !config.InsecureAllowPlainHTTP) {
			f.Add("FC-CONFIG-02", address[0], "not https")
		}
	}
	for _, text := range [][2]string{{"/clientId", config.ClientID}, {"/clientSecret", config.ClientSecret}, {"/userAgent", config.UserAgent}} {
		if text[1] == "" {
			f.Add("FC-CONFIG-03", text[0], "required")
		}
	}
	if config.MaxAttachment == 0 {
		config.MaxAttachment = DefaultMaxAttachment
	}
	if config.MaxAttachment < 0 || config.MaxAttachment > 1<<30 {
		f.Add("FC-CONFIG-04", "/maxAttachment", "not up to 1 GiB")
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	client := http.Client{Timeout: defaultTimeout}
	if config.HTTP != nil {
		client = *config.HTTP
	}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Client{config: config, http: &client, tokens: newTokens(config.TokenURL, config.ClientID, config.ClientSecret, config.UserAgent, &client), keys: map[string]PublicKey{}}, nil
}

// call is one request; what is not set is not sent.
type call struct {
	method, path string // below the address of the API
	address      string // instead of it, without a token
	media        string
	body         []byte
	limit        int // of the answer
}

const (
	mediaJSON = "application/json"
	mediaJOSE = "application/jose"
)

// do sends a request and returns the body of a success. A token that is refused is
// replaced once.
func (c *Client) do(ctx context.Context, request call) ([]byte, error) {
	refused := ""
	for {
		token := ""
		if request.address == "" {
			var err error
			if token, err = c.tokens.get(ctx, refused); err != nil {
				return nil, err
			}
		}
		body, err := c.once(ctx, request, token)
		p, ok := errors.AsType[*ProblemError](err)
		if !ok || p.Status != http.StatusUnauthorized || refused != "" || token == "" {
			return body, err
		}
		refused = token
	}
}

func (c *Client) once(ctx context.Context, request call, token string) ([]byte, error) {
	address := request.address
	if address == "" {
		address = c.config.SubmissionAPI + "/v2/" + request.path
	}
	r, err := http.NewRequestWithContext(ctx, request.method, address, bytes.NewReader(request.body))
	if err != nil {
		return nil, fmt.Errorf("fitconnect: %w", withoutURL(err))
	}
	r.Header.Set("User-Agent", c.config.UserAgent)
	r.Header.Set("Accept", "application/json, application/jose, application/problem+json")
	if request.media != "" {
		r.Header.Set("Content-Type", request.media)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := c.http.Do(r)
	if err != nil {
		return nil, fmt.Errorf("fitconnect: no answer: %w", withoutURL(err))
	}
	defer response.Body.Close()
	if response.Header.Get(SimulatorHeader) != "" && !c.config.InsecureAllowSimulator {
		return nil, ErrSimulator
	}
	limit := request.limit
	if limit == 0 || response.StatusCode >= 300 {
		limit = maxAnswer
	}
	body, err := readBounded(response, limit)
	if err != nil {
		return nil, err
	}
	if response.StatusCode < 200 || response.StatusCode > 299 {
		return nil, problem(response, body)
	}
	return body, nil
}

// readBounded reads an answer into memory of its own size.
func readBounded(response *http.Response, limit int) ([]byte, error) {
	if response.ContentLength > int64(limit) {
		return nil, fmt.Errorf("%w: longer than %d bytes", ErrAnswer, limit)
	}
	if n := response.ContentLength; n >= 0 {
		body := make([]byte, n)
		if _, err := io.ReadFull(response.Body, body); err != nil {
			return nil, fmt.Errorf("%w: half an answer", ErrAnswer)
		}
		return body, nil
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, int64(limit)+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: half an answer", ErrAnswer)
	case len(body) > limit:
		return nil, fmt.Errorf("%w: longer than %d bytes", ErrAnswer, limit)
	}
	return body, nil
}

// withoutURL takes the address, which names a submission, out of an error.
func withoutURL(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		return wrapped.Err
	}
	return err
}

// get reads a JSON answer.
func (c *Client) get(ctx context.Context, path string, limit int, into any) error {
	body, err := c.do(ctx, call{method: http.MethodGet, path: path, limit: limit})
	if err != nil {
		return err
	}
	if err := json.Unmarshal(body, into); err != nil {
		return fmt.Errorf("%w: not JSON of the known form", ErrAnswer)
	}
	return nil
}

// Destination is a receiving point (Zustellpunkt).
type Destination struct {
	ID               uuid.UUID            `json:"destinationId"`
	Status           string               `json:"status"` // "active", or it takes nothing
	EncryptionKid    string               `json:"encryptionKid"`
	Services         []DestinationService `json:"publicServices"`
	MetadataVersions []string             `json:"metadataVersions"`
}

// DestinationService is one service that a destination takes applications for.
type DestinationService struct {
	Identifier string   `json:"identifier"` // urn:de:fim:leika:leistung:99…
	Regions    []string `json:"regions"`
	Schemas    []Schema `json:"submissionSchemas"`
}

// Destination asks for a destination and refuses one that is not active.
func (c *Client) Destination(ctx context.Context, id uuid.UUID) (Destination, error) {
	var d Destination
	if err := c.get(ctx, "destinations/"+id.String(), 0, &d); err != nil {
		return Destination{}, err
	}
	if d.ID != uuid.Nil && d.ID != id {
		return Destination{}, fmt.Errorf("%w: another destination than the one asked for", ErrAnswer)
	}
	d.ID = id
	if d.Status != "active" {
		return Destination{}, refusal("FC-DEST-01", "/status", "the destination is not active")
	}
	return d, nil
}

// FromRoute takes the destination of a route that was verified, as package
// leistung/zustaendigkeit/routing returns it: Stelle.ID and Stelle.Adresse, the host of
// the delivery service that the destination is at. Both are signed. A route to another
// delivery service is refused, since this one may have a destination of that id too.
func (c *Client) FromRoute(destination, submissionHost string) (uuid.UUID, error) {
	id, ok := parseUUID(destination)
	if !ok {
		return uuid.Nil, refusal("FC-DEST-04", "/destinationId", "not the id of a destination")
	}
	own, err := url.Parse(c.config.SubmissionAPI)
	if err != nil || !strings.EqualFold(own.Host, submissionHost) {
		return uuid.Nil, refusal("FC-DEST-04", "/submissionHost", "the route leads to another delivery service")
	}
	return id, nil
}

// accepts reports whether a destination takes a service, by its identifier, with
// data of a schema. What it does not state it does not restrict.
func (d Destination) accepts(identifier, schema string) error {
	if len(d.Services) == 0 {
		return nil
	}
	for _, s := range d.Services {
		if s.Identifier != identifier {
			continue
		}
		if len(s.Schemas) == 0 {
			return nil
		}
		for _, known := range s.Schemas {
			if known.URI == schema {
				return nil
			}
		}
		return refusal("FC-DEST-03", "/publicServices/submissionSchemas", "the destination does not take data of this schema")
	}
	return refusal("FC-DEST-02", "/publicServices", "the destination does not take this service")
}

// EncryptionKey returns the key that a destination has things encrypted to. It is
// asked for by its id alone: the first key of a list may be another one.
func (c *Client) EncryptionKey(ctx context.Context, d Destination) (PublicKey, error) {
	return c.destinationKey(ctx, d.ID, d.EncryptionKid, func(jwk []byte) (PublicKey, error) {
		return ParseEncryptionKey(ctx, jwk, d.EncryptionKid, c.config.Trust)
	}, false)
}

// DestinationKey implements [Keys].
func (c *Client) DestinationKey(ctx context.Context, destination uuid.UUID, kid string) (PublicKey, error) {
	return c.destinationKey(ctx, destination, kid, func(jwk []byte) (PublicKey, error) { return ParseSignatureKey(jwk, kid) }, true)
}

func (c *Client) destinationKey(ctx context.Context, destination uuid.UUID, kid string, parse func([]byte) (PublicKey, error), keep bool) (PublicKey, error) {
	if len(kid) < minKid || len(kid) > maxKid {
		return PublicKey{}, refusal("FC-KEY-05", "/kid", "an id of a key that cannot be one")
	}
	place := destination.String() + "/" + kid
	if key, ok := c.kept(place); ok && keep {
		return key, nil
	}
	jwk, err := c.do(ctx, call{method: http.MethodGet, path: "destinations/" + destination.String() + "/keys/" + url.PathEscape(kid), limit: maxKey})
	if err != nil {
		return PublicKey{}, err
	}
	key, err := parse(jwk)
	if err == nil && keep {
		c.keep(place, key)
	}
	return key, err
}

// ServiceKey implements [Keys]. Keys of the service change; one that is not known is
// looked for once more.
func (c *Client) ServiceKey(ctx context.Context, kid string) (PublicKey, error) {
	if key, ok := c.kept("jwks/" + kid); ok {
		return key, nil
	}
	body, err := c.do(ctx, call{method: http.MethodGet, address: c.config.JWKS})
	if err != nil {
		return PublicKey{}, err
	}
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if err := json.Unmarshal(body, &set); err != nil || len(set.Keys) > maxKeys {
		return PublicKey{}, fmt.Errorf("%w: not a set of keys", ErrAnswer)
	}
	for _, jwk := range set.Keys {
		object, err := readObject(jwk)
		if err != nil || str(object, "kid") != kid {
			continue
		}
		key, err := ParseSignatureKey(jwk, kid)
		if err == nil {
			c.keep("jwks/"+kid, key)
		}
		return key, err
	}
	return PublicKey{}, nil
}

func (c *Client) kept(place string) (PublicKey, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	key, ok := c.keys[place]
	return key, ok
}

func (c *Client) keep(place string, key PublicKey) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.keys) >= maxKeys {
		clear(c.keys)
	}
	c.keys[place] = key
}

// events returns the whole log of a submission, unverified. A service may give less
// than asked for at once.
func (c *Client) events(ctx context.Context, submission uuid.UUID) ([]string, error) {
	var log []string
	for len(log) <= maxLog {
		var page struct {
			Log   []string `json:"eventLog"`
			Total *int     `json:"totalCount"`
		}
		path := fmt.Sprintf("submissions/%s/events?offset=%d&limit=%d", submission, len(log), maxPageSize)
		if err := c.get(ctx, path, maxAnswer, &page); err != nil {
			return nil, err
		}
		log = append(log, page.Log...)
		if last(len(page.Log), len(log), page.Total) {
			break
		}
	}
	return log, nil
}

// last reports whether a page was the last one: by the total, where the service says
// it, else by a page that is not full.
func last(got, so int, total *int) bool {
	if total != nil {
		return got == 0 || so >= *total
	}
	return got < maxPageSize
}

// Log fetches the log of a submission and verifies it.
func (c *Client) Log(ctx context.Context, expected Expected) (Log, error) {
	entries, err := c.events(ctx, expected.Subject.ID)
	if err != nil {
		return Log{}, err
	}
	return VerifyLog(ctx, c, expected, entries)
}
