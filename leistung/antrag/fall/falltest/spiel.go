// SPDX-License-Identifier: Apache-2.0

// Package falltest plays cases from their first event to erasure, on any database, with
// a clock moved by hand.
package falltest

import (
	"encoding/json"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren/verfahrentest"
	"github.com/deutschland-stack/bausteine/leistung/frist"
)

// Open returns an empty store with the clock, and closes it when the test ends.
type Open func(t *testing.T, config bausteine.Config) *bausteine.Store

// Uhr is a clock moved by hand.
type Uhr struct {
	mu  sync.Mutex
	now time.Time
}

// NewUhr returns a clock that stands at a time.
func NewUhr(now time.Time) *Uhr { return &Uhr{now: now} }

// Now returns the time.
func (u *Uhr) Now() time.Time {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.now
}

// Set moves it to a time, also back.
func (u *Uhr) Set(now time.Time) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.now = now
}

// Vergeht moves it forward.
func (u *Uhr) Vergeht(d time.Duration) { u.Set(u.Now().Add(d)) }

// Those who play. All names are invented.
var (
	erika = fall.Person("konto-erika", recht.NiveauHoch)
	max   = fall.Person("konto-max", recht.NiveauHoch)
	anna  = fall.Amt("amt-anna")
)

const (
	amt  = "16053000"
	code = "ein-code-mit-genug-zeichen"
)

// Spiel is a case that is played.
type Spiel struct {
	t     *testing.T
	store *bausteine.Store
	Akten *fall.Registratur
	Uhr   *Uhr
	ID    uuid.UUID

	// What the model remembers.
	n          int
	letzte     fall.Handlung
	letzteGing bool
	gesehen    string
	gezahlt    int
	neustart   func()
}

// jena is the calendar of the authority's place.
func jena() frist.Kalender { return frist.InGemeinde(kommune.MustParseAGS(amt)) }

func tabellen() (tables []*verfahren.Tabelle) {
	for _, name := range verfahrentest.Namen() {
		tables = append(tables, verfahrentest.Tabelle(name))
	}
	return tables
}

// neu opens a store on which cases are played from a time on.
func neu(t *testing.T, open Open, now string, config fall.Config) *Spiel {
	t.Helper()
	uhr := NewUhr(day(t, now))
	if config.Ziehen == nil {
		config.Ziehen = func(int) int { return 1 } // nobody is drawn
	}
	store := open(t, bausteine.Config{Now: uhr.Now})
	akten, err := fall.NewRegistratur(t.Context(), store, jena(), tabellen(), config)
	require.NoError(t, err)
	return &Spiel{t: t, store: store, Akten: akten, Uhr: uhr}
}

func day(t *testing.T, text string) time.Time {
	t.Helper()
	instant, err := time.Parse(time.RFC3339, text)
	require.NoError(t, err)
	return instant
}

// tut does something and looks where the case stands then.
func (s *Spiel) tut(h fall.Handlung, zustand verfahren.Zustand) fall.Fall {
	s.t.Helper()
	if h.Verfahren == "" {
		h.Fall = s.ID
	} else {
		h.Behoerde = amt
	}
	f, err := s.Akten.Do(s.t.Context(), h)
	require.NoError(s.t, err, "%s", h)
	require.Equal(s.t, zustand, f.Zustand(), "%s", h)
	s.ID = f.ID()
	return f
}

// tutNicht does something that must be refused.
func (s *Spiel) tutNicht(h fall.Handlung, err error) {
	s.t.Helper()
	h.Fall = s.ID
	before := s.fall()
	_, got := s.Akten.Do(s.t.Context(), h)
	require.ErrorIs(s.t, got, err, "%s", h)
	require.NotContains(s.t, got.Error(), "konto-", "no pseudonym in an error")
	require.Equal(s.t, before, s.fall(), "a refused act leaves the case as it is")
}

// vergeht lets time pass, and the store's one worker look.
func (s *Spiel) vergeht(d time.Duration, zustand verfahren.Zustand) fall.Fall {
	s.t.Helper()
	s.Uhr.Vergeht(d)
	return s.schau(zustand)
}

// am moves the clock to an instant in German time.
func (s *Spiel) am(tag string, zustand verfahren.Zustand) fall.Fall {
	s.t.Helper()
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(s.t, err)
	now, err := time.ParseInLocation("2006-01-02 15:04", tag, berlin)
	require.NoError(s.t, err)
	s.Uhr.Set(now)
	return s.schau(zustand)
}

// schau has the store look for what is due, twice: the second time nothing is.
func (s *Spiel) schau(zustand verfahren.Zustand) fall.Fall {
	s.t.Helper()
	for range 12 { // erasing is a step for each kind of data
		n, err := s.store.Sweep(s.t.Context())
		require.NoError(s.t, err)
		if n == 0 {
			break
		}
	}
	f := s.fall()
	require.Equal(s.t, zustand, f.Zustand())
	return f
}

func (s *Spiel) fall() fall.Fall {
	s.t.Helper()
	f, err := s.Akten.Faellig(s.t.Context(), s.ID)
	require.NoError(s.t, err)
	return f
}

func (s *Spiel) sieht(wer fall.Handelnder) fall.Sicht {
	s.t.Helper()
	sicht, err := s.Akten.Sicht(s.t.Context(), s.ID, wer)
	require.NoError(s.t, err)
	return sicht
}

// frist returns a period that runs.
func (s *Spiel) frist(name string) fall.Lauf {
	s.t.Helper()
	laeufe, err := s.fall().Laeufe(jena())
	require.NoError(s.t, err)
	for _, l := range laeufe {
		if l.Name == name {
			return l
		}
	}
	require.Failf(s.t, "no period", "%s does not run, but %v", name, laeufe)
	return fall.Lauf{}
}

// geloescht holds the case against what must be left: the skeleton and nobody's data.
func (s *Spiel) geloescht() {
	s.t.Helper()
	f := s.schau(verfahren.ZustandGeloescht)
	for _, e := range f.Verlauf() {
		require.Empty(s.t, e.Wer, e)
		require.Empty(s.t, e.Text, e)
		require.Nil(s.t, e.Beschluss, e)
		require.Empty(s.t, e.Stand, e)
	}
	for _, wer := range []fall.Handelnder{erika, max} {
		_, err := s.Akten.Sicht(s.t.Context(), s.ID, wer)
		require.ErrorIs(s.t, err, fall.ErrNotFound)
	}
	sicht, err := s.Akten.Lies(s.t.Context(), s.ID, anna, "Prüfung der Löschung")
	require.NoError(s.t, err)
	require.Empty(s.t, sicht.Teile)
}

// mal counts how often an act was done.
func mal(f fall.Fall, akt verfahren.Akt, frist string) (n int) {
	for _, e := range f.Verlauf() {
		if e.Akt == akt && (frist == "" || e.Frist == frist) {
			n++
		}
	}
	return n
}

func angaben(text string) json.RawMessage {
	content, err := json.Marshal(map[string]string{"angabe": text})
	if err != nil {
		panic(err)
	}
	return content
}
