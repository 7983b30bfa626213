// SPDX-License-Identifier: Apache-2.0

//go:build unix

package main

import (
	"context"
	"html"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/internal/speichertest"
	"github.com/deutschland-stack/bausteine/internal/journal/pgtest"
)

// verteiler is the proxy in front of several processes: each request goes to
// the next one in turn.
type verteiler struct {
	url string

	mu      sync.Mutex
	ziele   []*url.URL
	nr      int
	anfrage map[string]int // how many requests went to which process
	// absenden, if set, is where submissions go.
	absenden *url.URL
}

func newVerteiler(t *testing.T) *verteiler {
	v := &verteiler{anfrage: map[string]int{}}
	server := httptest.NewServer(&httputil.ReverseProxy{
		// As README tells the operator: the Host of the browser is passed on.
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(v.ziel(r.In))
			r.Out.Host = r.In.Host
		},
		Transport: &http.Transport{MaxIdleConnsPerHost: 32},
		ErrorLog:  slog.NewLogLogger(slog.DiscardHandler, slog.LevelInfo), // a killed process is no news here
	})
	t.Cleanup(server.Close)
	v.url = server.URL
	return v
}

func (v *verteiler) ziel(r *http.Request) *url.URL {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.nr++
	ziel := v.ziele[v.nr%len(v.ziele)]
	if v.absenden != nil && r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/absenden") {
		ziel = v.absenden
	}
	v.anfrage[ziel.String()]++
	return ziel
}

// an leads to these processes, and submissions to one of them if it is not nil.
func (v *verteiler) an(t *testing.T, absenden *prozess, alle ...*prozess) {
	t.Helper()
	v.mu.Lock()
	defer v.mu.Unlock()
	v.ziele, v.absenden = nil, nil
	for _, p := range alle {
		ziel, err := url.Parse(p.url)
		require.NoError(t, err)
		v.ziele = append(v.ziele, ziel)
		if p == absenden {
			v.absenden = ziel
		}
	}
}

// TestTwoProcesses_ServeOnePersonInTurn sends every request of a citizen and of
// a clerk to the other process than the one before.
func TestTwoProcesses_ServeOnePersonInTurn(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program and starts a PostgreSQL")
	}
	data, keys := speichertest.Schema(t, pgtest.DSN(t)), t.TempDir()
	binary := baue(t)
	v := newVerteiler(t)
	one, two := starte(t, binary, data, "-keys", keys, "-url", v.url), starte(t, binary, data, "-keys", keys, "-url", v.url)
	t.Cleanup(func() { one.kill(); two.kill() })
	v.an(t, nil, one, two)

	m := newMensch(t, "tk-4711-02")
	require.NoError(t, m.geh(t.Context(), v.url, func() {}))
	antrag := m.alle[0].pfad
	m.wait(t, v.url+antrag, "Beim Amt eingegangen")

	clerk := newMensch(t, "")
	_, err := clerk.send(t.Context(), v.url, "/amt/login?ziel=/amt/", "/amt/testkonto", url.Values{"konto": {"160530000/1"}})
	require.NoError(t, err)
	fall := strings.Replace(antrag, "/anmeldung/", "/amt/faelle/", 1)
	clerk.wait(t, v.url+"/amt/", fall)
	_, err = clerk.send(t.Context(), v.url, fall, fall+"/uebernommen", nil)
	require.NoError(t, err)
	_, err = clerk.send(t.Context(), v.url, fall+"/stattgeben", fall+"/stattgeben", nil)
	require.NoError(t, err)

	m.wait(t, v.url+antrag, "Ihre Urkunden")
	papier := m.wait(t, v.url+antrag+"/urkunden/1.pdf", "%PDF")
	for range 2 { // the key of the authority is the same in both
		require.Equal(t, papier, m.wait(t, v.url+antrag+"/urkunden/1.pdf", "%PDF"))
	}
	protokoll := m.wait(t, v.url+"/einsicht/abrufe", "hat Ihre Daten von")
	eintrag := regexp.MustCompile(`href="(/einsicht/abrufe/beweis[^"]*)"`).FindStringSubmatch(protokoll)
	require.NotNil(t, eintrag)
	for range 2 { // and both prove the log
		m.wait(t, v.url+eintrag[1], "Der Eintrag steht unverändert im Protokoll")
	}

	v.mu.Lock()
	defer v.mu.Unlock()
	require.Len(t, v.anfrage, 2)
	for _, n := range v.anfrage {
		require.Greater(t, n, 20)
	}
}

// wait asks for a page until it says what is expected.
func (m *mensch) wait(t *testing.T, ziel, sagt string) (text string) {
	t.Helper()
	require.Eventually(t, func() bool {
		_, body, err := m.do(t.Context(), http.MethodGet, ziel, http.NoBody)
		text = body
		return err == nil && strings.Contains(html.UnescapeString(body), sagt)
	}, 30*time.Second, 50*time.Millisecond, "%s never says %q", ziel, sagt)
	return text
}

// abstuerzeZuZweit is how often one of two processes is killed.
const abstuerzeZuZweit = 16

// TestKill_OfOneOfTwoProcessesLosesAndDoublesNothing kills the process that has
// a submission in hand, again and again, at any moment from right before it to
// right after its answer. The other one goes on: the person sends again what
// got no answer, and it is delivered, also where the dead process had begun to.
func TestKill_OfOneOfTwoProcessesLosesAndDoublesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	data, keys := speichertest.Schema(t, pgtest.DSN(t)), t.TempDir()
	binary := baue(t)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	chance := rand.New(rand.NewPCG(seed, 0))
	v := newVerteiler(t)
	lebt, stirbt := starte(t, binary, data, "-keys", keys, "-url", v.url), starte(t, binary, data, "-keys", keys, "-url", v.url)
	t.Cleanup(func() { lebt.kill() })
	v.an(t, stirbt, stirbt, lebt)

	m := newMensch(t, "tk-4711-02")
	var start time.Time
	require.NoError(t, m.geh(t.Context(), v.url, func() { start = time.Now() }))
	dauer := time.Since(start)

	ohne, mit := 0, 0 // answer
	for ohne+mit < abstuerzeZuZweit || ohne == 0 || mit == 0 {
		require.Less(t, ohne+mit, 4*abstuerzeZuZweit, "there are kills before the answer and after it")
		absenden, geht := make(chan struct{}), make(chan error, 1)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		go func() { geht <- m.geh(ctx, v.url, func() { close(absenden) }) }()
		select {
		case <-absenden:
		case err := <-geht:
			require.NoError(t, err)
			t.Fatal("there was no submission")
		}
		time.Sleep(time.Duration(chance.Int64N(int64(dauer + dauer/2))))
		stirbt.kill()
		if err := <-geht; err == nil {
			mit++
		} else {
			ohne++
			v.an(t, nil, lebt)
			require.NoError(t, m.geh(ctx, v.url, func() {}), "the other process goes on")
		}
		cancel()
		// Next time it is the other one's turn.
		lebt, stirbt = starte(t, binary, data, "-keys", keys, "-url", v.url), lebt
		v.an(t, stirbt, stirbt, lebt)
	}
	stirbt.kill()
	t.Logf("%d kills between a submission and its answer, %d after the answer; a submission takes %s", ohne, mit, dauer)
	checkNachAbsturz(t, data, keys, m)
}
