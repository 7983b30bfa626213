// SPDX-License-Identifier: Apache-2.0

package antrag_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// The life cycle of this package is one table among others: it is proved like any, and
// steps as the Antrag does, over the full product of statuses and events.
func TestVerfahren_StepsAsTheAntragDoes(t *testing.T) {
	v, err := aufbewahrung().Verfahren()
	require.NoError(t, err)
	tabelle, err := verfahren.New(v)
	require.NoError(t, err)
	for status, path := range paths {
		var a antrag.Antrag
		for _, art := range path {
			a, err = a.Apply(event(art))
			require.NoError(t, err)
		}
		require.Equal(t, status, a.Status())
		for _, akt := range tabelle.Akte() {
			von := verfahren.Zustand(status)
			taken, refused := tabelle.Step(von, akt, verfahren.Lage{Angaben: true, Text: true})
			after, err := a.Apply(event(antrag.Art(akt)))
			require.Equal(t, err == nil, refused == nil, "%s in %s", akt, status)
			if err == nil {
				require.Equal(t, after.Status(), antrag.Status(taken.Ziel(von)))
			}
		}
	}
}

func TestVerfahren_RefusesAPeriodThatItCannotSay(t *testing.T) {
	spoilt := aufbewahrung()
	spoilt[antrag.StatusEntwurf] = antrag.Frist{Period: bausteine.Period{Months: 1, Days: 3}}
	_, err := spoilt.Verfahren()
	require.ErrorIs(t, err, antrag.ErrInvalid)
	delete(spoilt, antrag.StatusEntwurf)
	_, err = spoilt.Verfahren()
	require.ErrorIs(t, err, antrag.ErrInvalid)
}

func BenchmarkApply(b *testing.B) {
	a, err := antrag.Antrag{}.Apply(event(antrag.ArtBegonnen))
	require.NoError(b, err)
	e := event(antrag.ArtEingereicht)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := a.Apply(e); err != nil {
			b.Fatal(err)
		}
	}
}
