// SPDX-License-Identifier: Apache-2.0

package falltest

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

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
