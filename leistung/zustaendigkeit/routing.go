// SPDX-License-Identifier: Apache-2.0

package zustaendigkeit

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
	"github.com/deutschland-stack/bausteine/leistung"
)

// Limits of what is read from a service.
const (
	maxAntwort   = 4 << 20 // bytes of one page
	maxRouten    = 500     // routes of one question
	seitenlaenge = 100
)

// RoutingConfig says how to reach a Routing API of FIT-Connect (version 2).
type RoutingConfig struct {
	// BaseURL is the address without the version, such as
	// https://routing-api-prod.fit-connect.fitko.net.
	BaseURL string
	// UserAgent names the caller; the service refuses who does not say.
	UserAgent string
	// Schluessel returns the public key that signs routes, by its key id. Only
	// keys that the caller trusts may come back.
	Schluessel func(ctx context.Context, kid string) (*jose.JSONWebKey, error)
	// Aussteller are the accepted values of iss. Empty accepts none.
	Aussteller []string
	// MaxAlter is how old a signature may be, by its iat; 0 is any age. One that
	// names its own end (exp) is refused after it in any case.
	MaxAlter time.Duration
	// Heute returns the present instant; time.Now where nil.
	Heute func() time.Time
	// HTTP is the client; http.DefaultClient where nil. Give it a timeout. A copy
	// is used that follows no redirect: nobody but BaseURL is asked.
	HTTP *http.Client
	// InsecureAllowPlainHTTP accepts a base URL without TLS; for a service on the
	// same machine.
	InsecureAllowPlainHTTP bool
}

// Routing answers from a Routing API. Use [NewRouting].
type Routing struct {
	config RoutingConfig
	base   *url.URL
}

var _ Aufloeser = (*Routing)(nil)

// NewRouting checks the configuration.
func NewRouting(config RoutingConfig) (*Routing, error) {
	base, err := url.Parse(config.BaseURL)
	if err != nil || base.Host == "" {
		return nil, fmt.Errorf("%w: the base URL must be absolute", ErrEingabe)
	}
	if base.Scheme != "https" && (base.Scheme != "http" || !config.InsecureAllowPlainHTTP) {
		return nil, fmt.Errorf("%w: the base URL must be https", ErrEingabe)
	}
	if config.UserAgent == "" || config.Schluessel == nil || len(config.Aussteller) == 0 || config.MaxAlter < 0 {
		return nil, fmt.Errorf("%w: user agent, keys and issuers are required, and an age is not negative", ErrEingabe)
	}
	if config.Heute == nil {
		config.Heute = time.Now
	}
	if config.HTTP == nil {
		config.HTTP = http.DefaultClient
	}
	client := *config.HTTP
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	config.HTTP = &client
	return &Routing{config, base}, nil
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
// [ErrNurHeute], the zero day means today. Every route must be signed for its
// destination, the Leistung and the area: if one is not, the whole answer is
// refused as [ErrSignatur], because somebody may be redirecting applications. A
// route that is signed for a part of the area only makes it a [Rueckfrage].
//
// The signature covers the id of the destination, the submission host (which is
// Stelle.Adresse), the Leistung and the areas. It does not cover what is only
// shown: the name of the destination, which is Stelle.Name, and the Parameter. For
// these, and for a route left out, TLS and the word of the service are all there is.
func (r *Routing) Zustaendig(ctx context.Context, key leistung.Schluessel, ars kommune.ARS, am kommune.Datum) (Ergebnis, error) {
	e := Ergebnis{anfrage: anfrage{key, ars, am}, direkt: &direkt{}}
	heute := kommune.DatumOf(r.config.Heute())
	switch {
	case key.IsZero():
		return Ergebnis{}, fmt.Errorf("%w: no key", ErrEingabe)
	case !am.IsZero() && am != heute:
		return Ergebnis{}, ErrNurHeute
	case ars.IsZero():
		e.art = Rueckfrage
		e.direkt.gruende = []Grund{ohneOrt}
		return e, nil
	}
	routes, err := r.routes(ctx, key, ars)
	if err != nil {
		return Ergebnis{}, err
	}
	narrower := false
	for _, rt := range routes {
		treffer, covers, err := r.verify(ctx, rt, key, ars)
		if err != nil {
			return Ergebnis{}, err
		}
		if narrower = narrower || !covers; covers {
			e.direkt.treffer = append(e.direkt.treffer, treffer)
		}
	}
	e.direkt.gruende = []Grund{{
		CodeRouting,
		fmt.Sprintf("Der Routingdienst nennt %d Empfänger; jede Signatur ist geprüft.", len(routes)),
		fmt.Sprintf("the routing service names %d destinations; each signature is verified", len(routes)),
	}}
	switch {
	case narrower:
		e.art = Rueckfrage
		e.direkt.gruende = append(e.direkt.gruende, uneinig(ars))
	case len(routes) == 0:
		e.art = Keine
		deutsch, english := areaOf(ars).name()
		e.direkt.gruende = append(e.direkt.gruende, Grund{CodeNiemand, "Für " + deutsch + " ist kein Empfänger eingetragen.", "no destination is entered for " + english})
	case len(routes) == 1:
		e.art = Eine
	default:
		e.art = Mehrere
	}
	return e, nil
}

// routes reads all pages of the answer.
func (r *Routing) routes(ctx context.Context, key leistung.Schluessel, ars kommune.ARS) ([]route, error) {
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
			return nil, fmt.Errorf("%w: more than %d routes", ErrRouting, maxRouten)
		case len(all) >= page.TotalCount:
			return all, nil
		case len(page.Routes) == 0:
			return nil, fmt.Errorf("%w: a page is empty before the end", ErrRouting)
		}
	}
}

func (r *Routing) page(ctx context.Context, query url.Values) (seite, error) {
	target := r.base.JoinPath("v2", "routes")
	target.RawQuery = query.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), http.NoBody)
	if err != nil {
		return seite{}, fmt.Errorf("%w: %w", ErrRouting, err)
	}
	request.Header.Set("User-Agent", r.config.UserAgent)
	request.Header.Set("Accept", "application/json")
	response, err := r.config.HTTP.Do(request)
	if err != nil {
		return seite{}, fmt.Errorf("%w: %w", ErrRouting, err)
	}
	defer response.Body.Close()
	switch {
	case response.StatusCode == http.StatusTooManyRequests:
		return seite{}, &RateLimitError{RetryAfter: retryAfter(response.Header, r.config.Heute())}
	case response.StatusCode != http.StatusOK:
		return seite{}, fmt.Errorf("%w: status %d", ErrRouting, response.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAntwort+1))
	if err != nil {
		return seite{}, fmt.Errorf("%w: %w", ErrRouting, err)
	}
	if len(body) > maxAntwort {
		return seite{}, fmt.Errorf("%w: the answer is larger than %d bytes", ErrRouting, maxAntwort)
	}
	var page seite
	if err := json.Unmarshal(body, &page); err != nil {
		return seite{}, fmt.Errorf("%w: the answer is not the JSON of routes", ErrRouting)
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
func (rt *route) treffer(ars kommune.ARS, host string) Treffer {
	t := Treffer{
		Stelle: Stelle{ID: rt.DestinationID, Art: Behoerde, Name: rt.DestinationName, Adresse: host},
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
func errSignatur(what string) error { return fmt.Errorf("%w: %s", ErrSignatur, what) }
