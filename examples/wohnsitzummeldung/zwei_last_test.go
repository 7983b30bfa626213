// SPDX-License-Identifier: Apache-2.0

//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/internal/speichertest"
	konten "github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/internal/journal/pgtest"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/testkonto"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

const (
	// alsDienst has this very program be the service, with accounts for a crowd and bounds
	// that a crowd behind one address does not reach.
	alsDienst = "WOHNSITZUMMELDUNG_TEST_DIENST"
	// umzuegeUnterLast is how many moves the crowd makes; a hundred without it.
	umzuegeUnterLast = "WOHNSITZUMMELDUNG_MOVES"
	besucherAnzahl   = 16
	jeAbsturz        = 1000 // moves to each kill; one kill where there are fewer
)

func TestMain(m *testing.M) {
	if os.Getenv(alsDienst) == "" {
		os.Exit(m.Run())
	}
	p, err := programm(time.Now)
	if err == nil {
		viel := od.Rate{ProSekunde: 1 << 20, Stoss: 1 << 20}
		p.Config.Grenzen = od.Grenzen{JeAdresse: viel, JeKonto: viel, JeSitzung: viel}
		p.Konto, err = testkonto.New("/testkonto", menge(), time.Now)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	od.Main(p)
}

// menge are the accounts of the crowd. All are those of one person, whom the register
// knows.
func menge() (out []testkonto.Konto) {
	for i := range besucherAnzahl {
		one := konten.Konten()[1]
		one.Kennung = fmt.Sprintf("tk-4712-%02d", i)
		out = append(out, one)
	}
	return out
}

// last is a crowd of visitors before two processes.
type last struct {
	v         *verteiler
	besucher  []*mensch
	moves     int64
	begonnen  atomic.Int64
	fertig    atomic.Int64
	kills     atomic.Int64
	ohne      atomic.Int64 // requests without an answer
	ueber     atomic.Int64 // moves that were under way when a process was killed
	naechster chan struct{}
}

func newLast(v *verteiler, moves int) *last {
	return &last{v: v, moves: int64(moves), naechster: make(chan struct{}, moves)}
}

// walk makes moves, one after the other, and goes on where an answer did not come.
func (l *last) walk(ctx context.Context, m *mensch) error {
	for l.begonnen.Add(1) <= l.moves {
		before, begin := l.kills.Load(), time.Now()
		for {
			err := m.geh(ctx, l.v.url, func() {})
			if err == nil {
				break
			}
			if errors.Is(err, errNeu) {
				return err // a session that another process does not know
			}
			if !errors.Is(err, errStop) {
				l.ohne.Add(1)
			}
			if time.Since(begin) > time.Minute {
				return fmt.Errorf("%s is not let on: %w", m.konto, err)
			}
			time.Sleep(20 * time.Millisecond)
		}
		if l.kills.Load() > before {
			l.ueber.Add(1)
		}
		l.fertig.Add(1)
		l.naechster <- struct{}{}
	}
	return nil
}

// run has all visitors walk, and calls kill each time that so many moves are done.
func (l *last) run(t *testing.T, each int, kill func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var group sync.WaitGroup
	ended := make(chan error, len(l.besucher))
	for _, m := range l.besucher {
		group.Go(func() { ended <- l.walk(ctx, m) })
	}
	for done := 0; done < int(l.moves); {
		select {
		case err := <-ended:
			require.NoError(t, err)
		case <-l.naechster:
			if done++; done%each == each/2 {
				kill()
			}
		}
	}
	group.Wait()
}

// TestKill_UnderLoadLosesAndDoublesNothing has a crowd of visitors walk through the
// pages of two processes on one PostgreSQL, and kills one of them in the middle: all go
// on with the other, in the session and the draft they had. In the end everything that
// was acknowledged is there, nothing is doubled, and each application was delivered
// once. RESULT.md says what the full run gave.
func TestKill_UnderLoadLosesAndDoublesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a PostgreSQL and two processes")
	}
	moves := 100
	if s := os.Getenv(umzuegeUnterLast); s != "" {
		var err error
		moves, err = strconv.Atoi(s)
		require.NoError(t, err)
	}
	data, keys := speichertest.Schema(t, pgtest.DSN(t)), t.TempDir()
	t.Setenv(alsDienst, "1")
	v := newVerteiler(t)
	start := func() *prozess { return starte(t, os.Args[0], data, "-keys", keys, "-url", v.url) }
	lebt, stirbt := start(), start()
	t.Cleanup(func() { lebt.kill() })
	v.an(t, nil, stirbt, lebt)

	l := newLast(v, moves)
	transport := &http.Transport{MaxIdleConnsPerHost: besucherAnzahl}
	defer transport.CloseIdleConnections()
	for _, konto := range menge() {
		m := newMensch(t, konto.Kennung)
		m.client.Transport, m.nurAntwort.Transport, m.bleibt = transport, transport, true
		l.besucher = append(l.besucher, m)
	}
	begin := time.Now()
	l.run(t, min(moves, jeAbsturz), func() {
		time.Sleep(time.Duration(rand.IntN(50)) * time.Millisecond)
		stirbt.kill()
		l.kills.Add(1)
		v.an(t, nil, lebt)
		if l.kills.Load()*jeAbsturz < l.moves { // the next one is the other one's turn
			lebt, stirbt = start(), lebt
			v.an(t, nil, stirbt, lebt)
		}
	})
	took := time.Since(begin)
	kills, ueber, ohne := l.kills.Load(), l.ueber.Load(), l.ohne.Load()
	require.Equal(t, int64(moves), l.fertig.Load())
	require.Positive(t, kills)
	require.GreaterOrEqual(t, ueber, kills, "a kill hits moves that are under way")
	t.Setenv(alsDienst, "")
	l.check(t, data, keys)
	t.Logf("%d moves of %d visitors in %s; %d kills, which hit %d moves under way; %d ways went without an answer; each application is there once, and was delivered once",
		moves, besucherAnzahl, took.Round(time.Second), kills, ueber, ohne)
}

// check holds what is there against what was acknowledged to everybody.
func (l *last) check(t *testing.T, data, keys string) {
	t.Helper()
	a := anlage(t, time.Now, data, keys, "http://localhost")
	t.Cleanup(arbeite(t, a))
	n := nachAbsturz{a: a}
	var one antrag.Antrag
	var sent *bekannt
	all := 0
	for i, m := range l.besucher {
		n.u = checkProtokoll(t, a, menge()[i].Konto, max(1, int(l.moves)/200))
		require.Len(t, antraege(t, a, m.konto), len(m.alle), "as many applications as were begun, none doubled, none lost")
		for _, u := range m.alle {
			v := n.arrived(t, uuid.MustParse(u.pfad[len("/anmeldung/"):]))
			require.Empty(t, n.faults(t, v, u), "%s", u.pfad)
			one, sent, all = v, u, all+1
		}
	}
	require.Equal(t, int(l.moves), all)
	in := inbox(t, a)
	require.Len(t, in, all, "in the inbox is what was sent and nothing else")
	for id, times := range in {
		require.Equal(t, 1, times, "%s is in the inbox once", id)
	}

	// The check itself finds what is wrong.
	other := *sent
	other.hausnummer, other.uebernommen, other.abgesendet = "0", "another", false
	require.Len(t, n.faults(t, one, &other), 3)
	id := one.ID().String()
	n.u.anzahl[id]++
	n.u.angefragt[id][uuid.New()] = true
	require.Len(t, n.faults(t, one, sent), 2)
}
