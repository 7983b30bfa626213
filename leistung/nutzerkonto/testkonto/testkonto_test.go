// SPDX-License-Identifier: Apache-2.0

package testkonto_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/nutzerkontotest"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/testkonto"
)

func erika() testkonto.Konto {
	n := recht.NiveauSubstantiell
	return testkonto.Konto{
		Konto: nutzerkonto.Konto{Kennung: "tk-1", Niveau: n, Mittel: "ELSTER-Zertifikat", Merkmale: []nutzerkonto.Merkmal{
			{Name: nutzerkonto.Familienname, Wert: "Mustermann", Niveau: n}, {Name: nutzerkonto.Vornamen, Wert: "Erika", Niveau: n}, {Name: nutzerkonto.EMail, Wert: "erika@mustermann.example", Niveau: recht.NiveauUntergeordnet},
		}},
		Zeigt: recht.NewText("Eine erfundene Person.", "An invented person."),
	}
}

// choose sends the form of the page with an account, or with none.
func choose(a *testkonto.Anbieter, kennung string) func(*testing.T, string) string {
	return func(t *testing.T, address string) string {
		t.Helper()
		w := httptest.NewRecorder()
		a.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
		require.Equal(t, http.StatusOK, w.Code)
		require.Contains(t, w.Body.String(), "Erika Mustermann")
		require.Contains(t, w.Body.String(), "erfunden", "the page says what it is")
		u, err := url.Parse(address)
		require.NoError(t, err)
		r := httptest.NewRequest(http.MethodPost, "/testkonto", strings.NewReader(url.Values{"anfrage": {u.Query().Get("anfrage")}, "konto": {kennung}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w = httptest.NewRecorder()
		a.ServeHTTP(w, r)
		require.Equal(t, http.StatusSeeOther, w.Code)
		return w.Header().Get("Location")
	}
}

func TestTestkonto_IsAnAnbieter(t *testing.T) {
	nutzerkontotest.TestAnbieter(t, func(t *testing.T) nutzerkontotest.Pruefling {
		t.Helper()
		a, err := testkonto.New("https://konto.example/testkonto", []testkonto.Konto{erika()}, nil)
		require.NoError(t, err)
		return nutzerkontotest.Pruefling{Anbieter: a, Login: choose(a, "tk-1"), Cancel: choose(a, ""), Niveau: recht.NiveauSubstantiell, Name: "Erika Mustermann"}
	})
}

func TestTestkonto_EndsALoginThatTakesTooLong(t *testing.T) {
	now := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	a, err := testkonto.New("/testkonto", []testkonto.Konto{erika()}, func() time.Time { return now })
	require.NoError(t, err)
	anfrage := nutzerkonto.Anfrage{Zustand: "0123456789012345678901", Niveau: recht.NiveauNormal, Zurueck: "/zurueck?x=1"}
	address, err := a.Begin(t.Context(), anfrage)
	require.NoError(t, err)
	returned, err := url.Parse(choose(a, "tk-1")(t, address))
	require.NoError(t, err)
	require.Equal(t, "1", returned.Query().Get("x"))
	now = now.Add(11 * time.Minute)
	_, err = a.Complete(t.Context(), anfrage, returned.Query())
	require.ErrorIs(t, err, nutzerkonto.ErrAntwort)
	w := httptest.NewRecorder()
	a.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
	require.Equal(t, http.StatusBadRequest, w.Code)
}

func TestNew_RefusesWhatCannotBe(t *testing.T) {
	for name, konten := range map[string][]testkonto.Konto{
		"twice":    {erika(), erika()},
		"no id":    {{Konto: nutzerkonto.Konto{Niveau: recht.NiveauHoch}}},
		"no level": {{Konto: nutzerkonto.Konto{Kennung: "x"}}},
	} {
		_, err := testkonto.New("/testkonto", konten, nil)
		require.Error(t, err, name)
	}
	_, err := testkonto.New("", nil, nil)
	require.Error(t, err)
}
