// SPDX-License-Identifier: Apache-2.0

package falltest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// zustand is what the model knows of a case. It is written down independently of the
// tables.
type zustand struct {
	z verfahren.Zustand
	// Of a marriage: what both see, and what each confirmed.
	text    int
	von     [2]int
	gesehen int // what A looked at last
	takes   int // months that passed since it was handed in
	gezahlt int // money that came in, less what went back
}

// akteur is one who may act in the model: what they try, and what must come of it. It
// reports whether the act must be accepted.
type akteur struct {
	name string
	tut  func(s *Spiel) error
	will func(m *zustand) bool
}

// altert moves the model by what time does; it is always accepted.
func (m *zustand) altert(nach map[verfahren.Zustand]verfahren.Zustand) bool {
	if z, found := nach[m.z]; found {
		m.z = z
	}
	return true
}

// passt lets time pass and the store look.
func passt(d time.Duration) func(*Spiel) error {
	return func(s *Spiel) error {
		s.Uhr.Vergeht(d)
		s.schau(s.fall().Zustand())
		return nil
	}
}

// do is an act in the case of the play, remembered for who does it twice.
func do(h fall.Handlung) func(*Spiel) error {
	return func(s *Spiel) error {
		s.n++
		h := h
		h.Fall, h.Key = s.ID, fmt.Sprintf("%s/%d", s.ID, s.n)
		s.letzte = h
		_, err := s.Akten.Do(s.t.Context(), h)
		s.letzteGing = err == nil
		return err
	}
}

// doppelt repeats the last act with its key, as a second click does: nothing happens,
// or it is refused as before.
func doppelt(s *Spiel) error {
	if s.letzte.Akt == "" {
		return nil
	}
	before := s.fall()
	_, err := s.Akten.Do(s.t.Context(), s.letzte)
	switch {
	case before.Zustand() == verfahren.ZustandGeloescht:
		require.Error(s.t, err, "nobody takes part any more")
	case s.letzteGing:
		require.NoError(s.t, err)
		require.Equal(s.t, before.Version(), s.fall().Version(), "a repeat changes nothing")
	}
	return nil
}

// absturz is a process that dies while it acts: the act did not happen.
func absturz(s *Spiel) error {
	ctx, cancel := context.WithCancel(s.t.Context())
	cancel()
	before := s.fall()
	h := s.letzte
	if h.Akt == "" {
		return nil
	}
	h.Key = ""
	_, err := s.Akten.Do(ctx, h)
	require.Error(s.t, err)
	require.Equal(s.t, before, s.fall(), "what was not written did not happen")
	if s.neustart != nil {
		s.neustart()
		after := s.fall()
		require.Equal(s.t, before.Version(), after.Version(), "what was written is there after a restart")
		require.Equal(s.t, before.Verlauf(), after.Verlauf())
	}
	return nil
}

func ehe() []akteur {
	aendert := func(wer fall.Handelnder) func(*Spiel) error {
		return func(s *Spiel) error {
			return do(fall.Handlung{Wer: wer, Akt: verfahren.AktBearbeitet, Teile: fall.Teile{"gemeinsam": angaben(strconv.Itoa(s.n))}})(s)
		}
	}
	geaendert := func(m *zustand) bool {
		if m.z != "mitzeichnung" {
			return false
		}
		m.text++
		return true
	}
	sieht := func(wer fall.Handelnder) func(*Spiel) error {
		return func(s *Spiel) error {
			sicht, err := s.Akten.Sicht(s.t.Context(), s.ID, wer)
			if err == nil {
				return do(fall.Handlung{Wer: wer, Akt: verfahren.AktBestaetigt, Gesehen: sicht.Gesehen})(s)
			}
			return err
		}
	}
	bestaetigt := func(wer int) func(*zustand) bool {
		return func(m *zustand) bool {
			if m.z != "mitzeichnung" {
				return false
			}
			if m.von[wer] = m.text; m.von[0] == m.von[1] {
				m.z = "eingereicht"
			}
			return true
		}
	}
	geht := func(von, nach verfahren.Zustand) func(*zustand) bool {
		return func(m *zustand) bool {
			if m.z == von {
				m.z = nach
				return true
			}
			return false
		}
	}
	return []akteur{
		{"A ändert", aendert(erika), geaendert},
		{"B ändert", aendert(max), geaendert},
		{"A bestätigt", sieht(erika), bestaetigt(0)},
		{"B bestätigt", sieht(max), bestaetigt(1)},
		{"A sieht hin", func(s *Spiel) error {
			if sicht, err := s.Akten.Sicht(s.t.Context(), s.ID, erika); err == nil {
				s.gesehen = sicht.Gesehen
			}
			return nil
		}, func(m *zustand) bool { m.gesehen = m.text; return true }},
		{"A bestätigt, was sie sah", func(s *Spiel) error {
			return do(fall.Handlung{Wer: erika, Akt: verfahren.AktBestaetigt, Gesehen: s.gesehen})(s)
		}, func(m *zustand) bool { return m.gesehen == m.text && bestaetigt(0)(m) }},
		{"Amt übernimmt", do(fall.Handlung{Wer: anna, Akt: verfahren.AktUebernommen}), geht("eingereicht", "in-bearbeitung")},
		{"Amt entscheidet", do(fall.Handlung{Wer: anna, Akt: "mitgeteilt", Beschluss: &fall.Beschluss{Ergebnis: verfahren.ErgebnisStattgegeben}}), geht("in-bearbeitung", "angemeldet")},
		{"31 Tage", passt(31 * 24 * time.Hour), func(m *zustand) bool {
			if m.z == "angemeldet" {
				m.takes++
			}
			return m.altert(map[verfahren.Zustand]verfahren.Zustand{"mitzeichnung": "geloescht"}) && (m.takes < 6 || m.altert(map[verfahren.Zustand]verfahren.Zustand{"angemeldet": "erloschen"}))
		}},
		{"zweimal", doppelt, func(*zustand) bool { return true }},
		{"Absturz", absturz, func(*zustand) bool { return true }},
	}
}

func kfz() []akteur {
	geht := func(von, nach verfahren.Zustand) func(*zustand) bool {
		return func(m *zustand) bool {
			if m.z == von {
				m.z = nach
				return true
			}
			return false
		}
	}
	return []akteur{
		{"geprüft", do(fall.Handlung{Wer: erika, Akt: verfahren.AktGeprueft}), geht("entwurf", "zahlung")},
		{"Geld kommt", func(s *Spiel) error {
			err := do(fall.Handlung{Wer: fall.System(), Akt: verfahren.AktBezahlt})(s)
			if s.gezahlt++; err != nil {
				s.gezahlt-- // it goes back
			}
			return err
		}, func(m *zustand) bool {
			if m.z != "zahlung" {
				return false
			}
			m.z, m.gezahlt = "eingereicht", 1
			return true
		}},
		{"Maschine entscheidet", do(fall.Handlung{Wer: fall.System(), Akt: "zugelassen", Beschluss: zulassung}), geht("eingereicht", "wirksam")},
		{"Maschine gibt ab", do(fall.Handlung{Wer: fall.System(), Akt: verfahren.AktUebergeben}), geht("eingereicht", "in-bearbeitung")},
		{"abgerufen", do(fall.Handlung{Wer: erika, Akt: "abgerufen"}), geht("wirksam", "wirksam")},
		{"Anhörung", do(fall.Handlung{Wer: anna, Akt: verfahren.AktAngehoert, Text: "Wir wollen aufheben."}), geht("wirksam", "anhoerung")},
		{"geäußert", do(fall.Handlung{Wer: erika, Akt: verfahren.AktGeaeussert, Text: "Nein."}), geht("anhoerung", "angehoert")},
		{"aufgehoben", do(fall.Handlung{Wer: anna, Akt: "aufgehoben", Beschluss: &fall.Beschluss{Ergebnis: verfahren.ErgebnisAufgehoben, Gruende: "falsch"}}), geht("angehoert", "aufgehoben")},
		{"31 Minuten", passt(31 * time.Minute), func(m *zustand) bool {
			return m.altert(map[verfahren.Zustand]verfahren.Zustand{
				"entwurf": "verworfen", "zahlung": "abgebrochen", "verworfen": "geloescht", "abgebrochen": "geloescht",
			})
		}},
		{"32 Tage", passt(32 * 24 * time.Hour), func(m *zustand) bool {
			return m.altert(map[verfahren.Zustand]verfahren.Zustand{
				"entwurf": "geloescht", "zahlung": "geloescht", "verworfen": "geloescht", "abgebrochen": "geloescht",
				"wirksam": "bestandskraeftig", "angehoert": "bestandskraeftig", "anhoerung": "angehoert",
			})
		}},
		{"zweimal", doppelt, func(*zustand) bool { return true }},
		{"Absturz", absturz, func(*zustand) bool { return true }},
	}
}

// wandere plays one order of acts and holds the case against the model after each.
func wandere(s *Spiel, m zustand, akteure []akteur, order []int) {
	s.t.Helper()
	var way strings.Builder
	for _, i := range order {
		fmt.Fprintf(&way, "%s; ", akteure[i].name)
		err := akteure[i].tut(s)
		accepted := akteure[i].will(&m)
		require.Equal(s.t, accepted, err == nil, "%s: %v", &way, err)
		f := s.fall()
		require.Equal(s.t, m.z, f.Zustand(), "%s", &way)
		s.gesetze(f, m, way.String())
	}
}

// gesetze are the invariants.
func (s *Spiel) gesetze(f fall.Fall, m zustand, way string) {
	s.t.Helper()
	ends := map[string]int{}
	verlauf := f.Verlauf()
	for i, e := range verlauf {
		if e.Lauf != "" {
			ends[e.Lauf+" "+string(e.Akt)]++
			require.Equal(s.t, 1, ends[e.Lauf+" "+string(e.Akt)], "%s: the end of a period has its effect once", way)
		}
		if i > 0 {
			require.False(s.t, e.Zeit.Before(verlauf[i-1].Zeit), "%s: time goes forward", way)
		}
		if e.Ergebnis != "" {
			require.NotZero(s.t, before(verlauf[:i], verfahren.AktEingereicht), "%s: never decided before it was handed in", way)
		}
	}
	if f.Tabelle().Verfahren().Entgelt.IsZero() {
		if mal(f, verfahren.AktEingereicht, "") > 0 {
			require.Equal(s.t, m.von[0], m.von[1], "%s: never handed in without both confirmations of the same", way)
			require.Equal(s.t, m.text, m.von[0], "%s: and of what there is now", way)
		}
		return
	}
	require.Equal(s.t, mal(f, verfahren.AktEingereicht, ""), s.gezahlt, "%s: never a fee without case or a case without fee", way)
	require.Equal(s.t, m.gezahlt, s.gezahlt, "%s", way)
}

func before(events []fall.Ereignis, akt verfahren.Akt) (n int) {
	for _, e := range events {
		if e.Akt == akt {
			n++
		}
	}
	return n
}

const start = "2026-05-04T08:00:00Z"

// partie is a table to be played: who acts, and how a case of it begins.
type partie struct {
	name    string
	akteure []akteur
	begin   func(s *Spiel) zustand
}

func partien() []partie {
	return []partie{
		{"Eheschliessung", ehe(), func(s *Spiel) zustand {
			s.tut(fall.Handlung{Verfahren: "eheschliessung", Wer: erika, Akt: verfahren.AktBegonnen, Teile: fall.Teile{"a": angaben("A"), "gemeinsam": angaben("0")}}, "entwurf")
			s.tut(fall.Handlung{Wer: erika, Akt: verfahren.AktEingeladen, Code: code}, "mitzeichnung")
			s.tut(fall.Handlung{Wer: max, Akt: verfahren.AktBeigetreten, Code: code}, "mitzeichnung")
			s.tut(fall.Handlung{Wer: max, Akt: verfahren.AktBearbeitet, Teile: fall.Teile{"b": angaben("B")}}, "mitzeichnung")
			return zustand{z: "mitzeichnung", von: [2]int{-1, -2}, gesehen: -3}
		}},
		{"Kfz", kfz(), func(s *Spiel) zustand {
			s.tut(fall.Handlung{Verfahren: "ikfz-ummeldung", Wer: erika, Akt: verfahren.AktBegonnen, Teile: fall.Teile{"antrag": angaben("J-AB 1")}}, "entwurf")
			return zustand{z: "entwurf"}
		}},
	}
}

// spielt plays one order of acts from the beginning.
func (p *partie) spielt(s *Spiel, order []int) {
	s.t.Helper()
	s.letzte, s.letzteGing, s.gesehen, s.gezahlt = fall.Handlung{}, false, "", 0
	s.Uhr.Set(day(s.t, start))
	wandere(s, p.begin(s), p.akteure, order)
}

// wanderung draws an order of twelve acts.
func (p *partie) wanderung(chance *rand.Rand) []int {
	order := make([]int, 12)
	for i := range order {
		order[i] = chance.IntN(len(p.akteure))
	}
	return order
}

// TestModell plays all orders of acts of two applicants, the authority, a timer, a
// crash and a double click up to a depth, on the tables of a marriage and of a vehicle,
// and as many longer ones drawn by chance.
func TestModell(t *testing.T, open Open, depth, walks int) {
	t.Helper()
	for _, p := range partien() {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			var s *Spiel
			plays := 0
			play := func(order []int) {
				if plays%200 == 0 { // a store of many cases is slow in memory
					s = neu(t, open, start, fall.Config{})
				}
				plays++
				p.spielt(s, order)
			}
			order := make([]int, depth)
			for n := range pow(len(p.akteure), depth) {
				for i := range order {
					order[i], n = n%len(p.akteure), n/len(p.akteure)
				}
				play(order)
			}
			chance := rand.New(rand.NewPCG(16, 9)) //nolint:gosec // a test that can be repeated
			for range walks {
				play(p.wanderung(chance))
			}
		})
	}
}

// TestNeustart plays orders drawn by chance where a crash is a restart of the program
// on what its store holds.
func TestNeustart(t *testing.T, file func(t *testing.T) Reopen, walks int) {
	t.Helper()
	for _, p := range partien() {
		t.Run(p.name, func(t *testing.T) {
			reopen := file(t)
			s := neu(t, Open(reopen), start, fall.Config{})
			restarts := 0
			s.neustart = func() {
				restarts++
				require.NoError(t, s.store.Close())
				s.store = reopen(t, bausteine.Config{Now: s.Uhr.Now})
				var err error
				s.Akten, err = fall.NewRegistratur(t.Context(), s.store, jena(), tabellen(), fall.Config{Ziehen: func(int) int { return 1 }})
				require.NoError(t, err)
			}
			chance := rand.New(rand.NewPCG(16, 10)) //nolint:gosec // a test that can be repeated
			for range walks {
				p.spielt(s, p.wanderung(chance))
			}
			require.Positive(t, restarts)
		})
	}
}

func pow(base, exponent int) int {
	n := 1
	for range exponent {
		n *= base
	}
	return n
}
