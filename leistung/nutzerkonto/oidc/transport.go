// SPDX-License-Identifier: Apache-2.0

package oidc

import (
	"bytes"
	"io"
	"net/http"
	"sync"
	"time"
)

// SimulatorHeader stands in every answer of a simulated provider.
const SimulatorHeader = "Bausteine-Simulator"

// carrier bounds the answers of a provider and refuses a simulator where none is
// allowed.
type carrier struct {
	base      http.RoundTripper
	simulator bool
}

func (c carrier) RoundTrip(r *http.Request) (*http.Response, error) {
	base := c.base
	if base == nil {
		base = http.DefaultTransport
	}
	response, err := base.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if response.Header.Get(SimulatorHeader) != "" && !c.simulator {
		_ = response.Body.Close()
		return nil, errSimulator
	}
	response.Body = http.MaxBytesReader(nil, response.Body, maxAnswer)
	return response, nil
}

// noRedirect keeps secrets with the host that they are for.
func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// keyGate answers a question for keys that comes soon after another with the same
// answer: whoever sends tokens with invented key ids makes nobody ask the provider.
type keyGate struct {
	base http.RoundTripper
	now  func() time.Time

	mu       sync.Mutex
	asked    time.Time
	response http.Response
	body     []byte
}

func (g *keyGate) RoundTrip(r *http.Request) (*http.Response, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if age := g.now().Sub(g.asked); g.body == nil || age < 0 || age >= keysPause {
		response, err := g.base.RoundTrip(r)
		if err != nil {
			return nil, err
		}
		body, err := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if err != nil {
			return nil, err
		}
		if response.StatusCode != http.StatusOK {
			response.Body = io.NopCloser(bytes.NewReader(body))
			return response, nil
		}
		g.asked, g.response, g.body = g.now(), *response, body
	}
	again := g.response
	again.Request, again.Body = r, io.NopCloser(bytes.NewReader(g.body))
	return &again, nil
}
