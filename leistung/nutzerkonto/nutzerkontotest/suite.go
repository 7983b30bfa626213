// SPDX-License-Identifier: Apache-2.0

// Package nutzerkontotest is the suite for everything that is a
// [nutzerkonto.Anbieter].
package nutzerkontotest

import (
	"fmt"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
)

// Pruefling is an Anbieter with a person who can log in.
type Pruefling struct {
	Anbieter nutzerkonto.Anbieter
	// Login goes to the address that Begin gave, logs the person in and returns
	// the address to which the browser is sent back.
	Login func(t *testing.T, address string) string
	// Cancel does the same and gives up.
	Cancel func(t *testing.T, address string) string
	// Niveau is the level of the person's login, and Name how they are called; ""
	// where the account does not say.
	Niveau recht.Niveau
	Name   string
}

// TestAnbieter holds an account service to its contract.
func TestAnbieter(t *testing.T, newPruefling func(*testing.T) Pruefling) {
	const back = "https://dienst.example/login/zurueck"
	anfrage := nutzerkonto.Anfrage{Zustand: "0123456789012345678901", Niveau: recht.NiveauUntergeordnet, Zurueck: back}
	login := func(t *testing.T, p Pruefling, a nutzerkonto.Anfrage, how func(*testing.T, string) string) url.Values {
		t.Helper()
		address, err := p.Anbieter.Begin(t.Context(), a)
		require.NoError(t, err)
		returned, err := url.Parse(how(t, address))
		require.NoError(t, err)
		require.Equal(t, back, returned.Scheme+"://"+returned.Host+returned.Path)
		return returned.Query()
	}
	t.Run("SaysWhoItIs", func(t *testing.T) {
		p := newPruefling(t)
		konto, err := p.Anbieter.Complete(t.Context(), anfrage, login(t, p, anfrage, p.Login))
		require.NoError(t, err)
		require.NotEmpty(t, konto.Kennung)
		require.Equal(t, p.Niveau, konto.Niveau)
		require.Equal(t, p.Name, konto.Name())
		for _, m := range konto.Merkmale {
			require.True(t, m.Niveau.IsValid(), "each attribute has a level of its own: %s", m.Name)
			require.LessOrEqual(t, m.Niveau, konto.Niveau, "and none above that of the login: %s", m.Name)
		}
		if p.Name != "" {
			require.NotContains(t, fmt.Sprintf("%v %+v %#v", konto, konto, konto), p.Name)
		}
	})
	t.Run("IsTheSameAccountEachTime", func(t *testing.T) {
		p := newPruefling(t)
		a, err := p.Anbieter.Complete(t.Context(), anfrage, login(t, p, anfrage, p.Login))
		require.NoError(t, err)
		b, err := p.Anbieter.Complete(t.Context(), anfrage, login(t, p, anfrage, p.Login))
		require.NoError(t, err)
		require.Equal(t, a.Kennung, b.Kennung)
	})
	t.Run("TakesAnAnswerOnce", func(t *testing.T) {
		p := newPruefling(t)
		values := login(t, p, anfrage, p.Login)
		_, err := p.Anbieter.Complete(t.Context(), anfrage, values)
		require.NoError(t, err)
		_, err = p.Anbieter.Complete(t.Context(), anfrage, values)
		require.ErrorIs(t, err, nutzerkonto.ErrAntwort)
	})
	t.Run("TakesNoAnswerOfAnotherBrowser", func(t *testing.T) {
		p := newPruefling(t)
		values := login(t, p, anfrage, p.Login)
		for _, state := range []string{"", "another-secret-of-22-chars"} {
			other := anfrage
			other.Zustand = state
			_, err := p.Anbieter.Complete(t.Context(), other, values)
			require.ErrorIs(t, err, nutzerkonto.ErrAntwort)
		}
	})
	t.Run("TakesNoForgedAnswer", func(t *testing.T) {
		p := newPruefling(t)
		values := login(t, p, anfrage, p.Login)
		for name, v := range values {
			for _, forged := range []string{"", "x", v[0] + "A", v[0][:len(v[0])/2]} {
				spoilt := url.Values{}
				for n, w := range values {
					spoilt[n] = w
				}
				spoilt.Set(name, forged)
				_, err := p.Anbieter.Complete(t.Context(), anfrage, spoilt)
				require.ErrorIs(t, err, nutzerkonto.ErrAntwort, name)
			}
		}
		_, err := p.Anbieter.Complete(t.Context(), anfrage, url.Values{})
		require.ErrorIs(t, err, nutzerkonto.ErrAntwort)
	})
	t.Run("RefusesALevelBelow", func(t *testing.T) {
		p := newPruefling(t)
		if p.Niveau == recht.NiveauHoch {
			t.Skip("there is nothing above")
		}
		higher := anfrage
		higher.Niveau = p.Niveau + 1
		_, err := p.Anbieter.Complete(t.Context(), higher, login(t, p, higher, p.Login))
		require.ErrorIs(t, err, nutzerkonto.ErrNiveau)
	})
	t.Run("TakesTheSamePersonAlone", func(t *testing.T) {
		p := newPruefling(t)
		first, err := p.Anbieter.Complete(t.Context(), anfrage, login(t, p, anfrage, p.Login))
		require.NoError(t, err)
		stepUp := anfrage
		stepUp.Person, stepUp.Frisch = first.Kennung, true
		again, err := p.Anbieter.Complete(t.Context(), stepUp, login(t, p, stepUp, p.Login))
		require.NoError(t, err)
		require.Equal(t, first.Kennung, again.Kennung)
		stepUp.Person = "somebody-else"
		none, err := p.Anbieter.Complete(t.Context(), stepUp, login(t, p, stepUp, p.Login))
		require.ErrorIs(t, err, nutzerkonto.ErrPerson)
		require.Zero(t, none, "and nothing is told about who came")
	})
	t.Run("TellsThatThePersonGaveUp", func(t *testing.T) {
		p := newPruefling(t)
		_, err := p.Anbieter.Complete(t.Context(), anfrage, login(t, p, anfrage, p.Cancel))
		require.ErrorIs(t, err, nutzerkonto.ErrAbgebrochen)
	})
	t.Run("NeedsASecretAWayBackAndALevel", func(t *testing.T) {
		p := newPruefling(t)
		for _, a := range []nutzerkonto.Anfrage{
			{Niveau: anfrage.Niveau, Zurueck: back}, {Zustand: "short", Niveau: anfrage.Niveau, Zurueck: back}, {Zustand: anfrage.Zustand, Niveau: anfrage.Niveau}, {Zustand: anfrage.Zustand, Zurueck: back},
		} {
			_, err := p.Anbieter.Begin(t.Context(), a)
			require.Error(t, err)
		}
	})
}
