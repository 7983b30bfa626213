// SPDX-License-Identifier: Apache-2.0

package routing

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
)

// Limits of what is read from a service.
const (
	maxAntwort   = 4 << 20 // bytes of one page
	maxRouten    = 500     // routes of one question
	seitenlaenge = 100
)

// Config says how to reach a Routing API of FIT-Connect (version 2).
type Config struct {
	// BaseURL is the address without the version, such as
	// https://routing-api-prod.fit-connect.fitko.net.
	BaseURL string
	// UserAgent names the caller; the service refuses who does not say.
	UserAgent string
	// Key returns the public key that signs routes, by its key id. Only
	// keys that the caller trusts may come back.
	Key func(ctx context.Context, kid string) (*jose.JSONWebKey, error)
	// Issuers are the accepted values of iss. Empty accepts none.
	Issuers []string
	// MaxAge is how old a signature may be, by its iat; 0 is any age. One that
	// names its own end (exp) is refused after it in any case.
	MaxAge time.Duration
	// Now returns the present instant; time.Now where nil.
	Now func() time.Time
	// HTTP is the client; http.DefaultClient where nil. Give it a timeout. A copy
	// is used that follows no redirect: nobody but BaseURL is asked.
	HTTP *http.Client
	// InsecureAllowPlainHTTP accepts a base URL without TLS; for a service on the
	// same machine.
	InsecureAllowPlainHTTP bool
}

// Client answers from a Routing API; it is a [zustaendigkeit.Aufloeser] and serves
// any number of goroutines. Use [New].
type Client struct {
	config Config
	base   *url.URL
}

var _ zustaendigkeit.Aufloeser = (*Client)(nil)

// New checks the configuration.
func New(config Config) (*Client, error) {
	base, err := url.Parse(config.BaseURL)
	if err != nil || base.Host == "" {
		return nil, fmt.Errorf("%w: the base URL must be absolute", zustaendigkeit.ErrEingabe)
	}
	if base.Scheme != "https" && (base.Scheme != "http" || !config.InsecureAllowPlainHTTP) {
		return nil, fmt.Errorf("%w: the base URL must be https", zustaendigkeit.ErrEingabe)
	}
	if config.UserAgent == "" || config.Key == nil || len(config.Issuers) == 0 || config.MaxAge < 0 {
		return nil, fmt.Errorf("%w: user agent, keys and issuers are required, and an age is not negative", zustaendigkeit.ErrEingabe)
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	if config.HTTP == nil {
		config.HTTP = http.DefaultClient
	}
	client := *config.HTTP
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	config.HTTP = &client
	return &Client{config, base}, nil
}

// route is what this package reads of a route; the service sends more.
type route struct {
	DestinationID        string         `json:"destinationId"`
	DestinationSignature string         `json:"destinationSignature"`
	DestinationName      string         `json:"destinationName"`
	CustomParameters     map[string]any `json:"customParameters"`
}

type seite struct {
	Count      int     `json:"count"`
	TotalCount int     `json:"totalCount"`
	Routes     []route `json:"routes"`
}

// Zustaendig asks the service. It answers for today in Germany; another day is
// [ErrTodayOnly], the zero day means today. Every route must be signed for its
// destination, the Leistung and the area: if one is not, the whole answer is
// refused as [ErrSignature], because somebody may be redirecting applications. A
// route that is signed for a part of the area only makes it a
// zustaendigkeit.Rueckfrage.
//
// The signature covers the id of the destination, the submission host (which is
// Stelle.Adresse), the Leistung and the areas. It does not cover what is only
// shown: the name of the destination, which is Stelle.Name, and the Parameter. For
// these, and for a route left out, TLS and the word of the service are all there is.
func (r *Client) Zustaendig(ctx context.Context, key leistung.Schluessel, ars kommune.ARS, am datum.Datum) (zustaendigkeit.Ergebnis, error) {
	switch {
	case key.IsZero():
		return zustaendigkeit.Ergebnis{}, fmt.Errorf("%w: no key", zustaendigkeit.ErrEingabe)
	case !am.IsZero() && am != datum.Of(r.config.Now()):
		return zustaendigkeit.Ergebnis{}, ErrTodayOnly
	case ars.IsZero():
		return zustaendigkeit.NewErgebnis(nil, recht.Befunde{zustaendigkeit.AskForPlace(ars)}, true), nil
	}
	routes, err := r.routes(ctx, key, ars)
	if err != nil {
		return zustaendigkeit.Ergebnis{}, err
	}
	var found []zustaendigkeit.Treffer
	narrower := false
	for _, rt := range routes {
		treffer, covers, err := r.verify(ctx, rt, key, ars)
		if err != nil {
			return zustaendigkeit.Ergebnis{}, err
		}
		if narrower = narrower || !covers; covers {
			found = append(found, treffer)
		}
	}
	reasons := recht.Befunde{note(zustaendigkeit.CodeRouting,
		fmt.Sprintf("Der Routingdienst nennt %d Empfänger; jede Signatur ist geprüft.", len(routes)),
		fmt.Sprintf("the routing service names %d destinations; each signature is verified", len(routes)))}
	switch {
	case narrower:
		reasons = append(reasons, zustaendigkeit.AskForPlace(ars))
	case len(routes) == 0:
		area := zustaendigkeit.AreaName(ars)
		reasons = append(reasons, note(zustaendigkeit.CodeNiemand,
			"Für "+area.String()+" ist kein Empfänger eingetragen.", "no destination is entered for "+area.English()))
	}
	return zustaendigkeit.NewErgebnis(found, reasons, narrower), nil
}

func note(code, deutsch, english string) recht.Befund {
	return recht.Befund{Code: code, Severity: recht.SeverityNote, Text: recht.NewText(deutsch, english)}
}

// routes reads all pages of the answer.
func (r *Client) routes(ctx context.Context, key leistung.Schluessel, ars kommune.ARS) ([]route, error) {
	var all []route
	for {
		page, err := r.page(ctx, url.Values{
			"leikaKey": {key.String()}, "ars": {ars.String()},
			"offset": {strconv.Itoa(len(all))}, "limit": {strconv.Itoa(seitenlaenge)},
		})
		if err != nil {
			return nil, err
		}
		all = append(all, page.Routes...)
		switch {
		case len(all) > maxRouten || page.TotalCount > maxRouten:
			return nil, fmt.Errorf("%w: more than %d routes", ErrAnswer, maxRouten)
		case len(all) >= page.TotalCount:
			return all, nil
		case len(page.Routes) == 0:
			return nil, fmt.Errorf("%w: a page is empty before the end", ErrAnswer)
		}
	}
}

func (r *Client) page(ctx context.Context, query url.Values) (seite, error) {
	target := r.base.JoinPath("v2", "routes")
	target.RawQuery = query.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), http.NoBody)
	if err != nil {
		return seite{}, fmt.Errorf("%w: %w", ErrAnswer, err)
	}
	request.Header.Set("User-Agent", r.config.UserAgent)
	request.Header.Set("Accept", "application/json")
	response, err := r.config.HTTP.Do(request)
	if err != nil {
		return seite{}, fmt.Errorf("%w: %w", ErrAnswer, err)
	}
	defer response.Body.Close()
	switch {
	case response.StatusCode == http.StatusTooManyRequests:
		return seite{}, &RateLimitError{RetryAfter: retryAfter(response.Header, r.config.Now())}
	case response.StatusCode != http.StatusOK:
		return seite{}, fmt.Errorf("%w: status %d", ErrAnswer, response.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAntwort+1))
	if err != nil {
		return seite{}, fmt.Errorf("%w: %w", ErrAnswer, err)
	}
	if len(body) > maxAntwort {
		return seite{}, fmt.Errorf("%w: the answer is larger than %d bytes", ErrAnswer, maxAntwort)
	}
	var page seite
	if err := json.Unmarshal(body, &page); err != nil {
		return seite{}, fmt.Errorf("%w: the answer is not the JSON of routes", ErrAnswer)
	}
	return page, nil
}

// retryAfter reads both forms of the header: seconds, or an instant.
func retryAfter(header http.Header, now time.Time) time.Duration {
	value := header.Get("Retry-After")
	if seconds, err := strconv.Atoi(value); err == nil {
		return time.Duration(min(max(seconds, 0), math.MaxInt32)) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(at.Sub(now), 0)
	}
	return 0
}

// treffer carries what the service says into the common form.
func (rt *route) treffer(ars kommune.ARS, host string) zustaendigkeit.Treffer {
	t := zustaendigkeit.Treffer{
		Stelle: zustaendigkeit.Stelle{ID: rt.DestinationID, Art: zustaendigkeit.Behoerde, Name: rt.DestinationName, Adresse: host},
		Gebiet: ars,
	}
	for name, value := range rt.CustomParameters {
		if text, ok := value.(string); ok {
			if t.Parameter == nil {
				t.Parameter = map[string]string{}
			}
			t.Parameter[name] = text
		}
	}
	return t
}

// errSignatur says what part of a signature does not hold, without repeating
// what an attacker wrote.
func errSignature(what string) error { return fmt.Errorf("%w: %s", ErrSignature, what) }
