// SPDX-License-Identifier: Apache-2.0

package gast_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/gast"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/nutzerkontotest"
)

var key = []byte(strings.Repeat("k", 32))

func newGast(t *testing.T, now func() time.Time) *gast.Anbieter {
	t.Helper()
	a, err := gast.New("gast", "https://dienst.example/gast", key, gast.Config{Now: now})
	require.NoError(t, err)
	return a
}

func request() nutzerkonto.Anfrage {
	return nutzerkonto.Anfrage{Zustand: "the-secret-of-one-browser", Niveau: recht.NiveauUntergeordnet, Zurueck: "https://dienst.example/login/zurueck"}
}

// page opens the page of an address and returns the Merkcode that it offers.
func page(t *testing.T, a *gast.Anbieter, address string) string {
	t.Helper()
	w := httptest.NewRecorder()
	a.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
	require.Equal(t, http.StatusOK, w.Code)
	require.Contains(t, w.Body.String(), "Niemand kann ihn ersetzen")
	found := regexp.MustCompile(`<code>([A-Z2-7-]+)</code>`).FindStringSubmatch(w.Body.String())
	require.Len(t, found, 2)
	return found[1]
}

// send sends the form with a Merkcode, "" gives up.
func send(t *testing.T, a *gast.Anbieter, address, code string) *httptest.ResponseRecorder {
	t.Helper()
	u, err := url.Parse(address)
	require.NoError(t, err)
	form := url.Values{"anfrage": {u.Query().Get("anfrage")}}
	if code != "" {
		form.Set("weg", "zurueck")
		form.Set("zurueck", code)
	}
	r := httptest.NewRequest(http.MethodPost, "/gast", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	a.ServeHTTP(w, r)
	return w
}

// login goes in with a Merkcode.
func login(t *testing.T, a *gast.Anbieter, code string) nutzerkonto.Konto {
	t.Helper()
	address, err := a.Begin(t.Context(), request())
	require.NoError(t, err)
	w := send(t, a, address, code)
	require.Equal(t, http.StatusSeeOther, w.Code)
	u, err := w.Result().Location()
	require.NoError(t, err)
	konto, err := a.Complete(t.Context(), request(), u.Query())
	require.NoError(t, err)
	return konto
}

func TestGast_IsAnAnbieter(t *testing.T) {
	nutzerkontotest.TestAnbieter(t, func(t *testing.T) nutzerkontotest.Pruefling {
		t.Helper()
		a := newGast(t, nil)
		address, err := a.Begin(t.Context(), request())
		require.NoError(t, err)
		code := page(t, a, address)
		return nutzerkontotest.Pruefling{
			Anbieter: a, Niveau: recht.NiveauUntergeordnet,
			Login: func(t *testing.T, address string) string {
				t.Helper()
				return send(t, a, address, code).Header().Get("Location")
			},
			Cancel: func(t *testing.T, address string) string {
				t.Helper()
				return send(t, a, address, "").Header().Get("Location")
			},
		}
	})
}

func TestGast_ComesBackWithTheMerkcodeAlone(t *testing.T) {
	a := newGast(t, nil)
	address, err := a.Begin(t.Context(), request())
	require.NoError(t, err)
	mine, other := page(t, a, address), page(t, a, address)
	require.NotEqual(t, mine, other)
	konto := login(t, a, mine)
	require.Equal(t, recht.NiveauUntergeordnet, konto.Niveau)
	require.Empty(t, konto.Merkmale, "nothing is proved")
	for _, typed := range []string{mine, strings.ToLower(mine), strings.ReplaceAll(mine, "-", ""), " " + strings.ReplaceAll(mine, "-", " - ") + "\n", strings.NewReplacer("O", "0", "I", "1").Replace(mine)} {
		require.Equal(t, konto.Kennung, login(t, a, typed).Kennung, "as people type it")
	}
	require.Equal(t, konto.Kennung, login(t, newGast(t, nil), mine).Kennung, "in every process")
	require.NotEqual(t, konto.Kennung, login(t, a, other).Kennung)
	require.NotContains(t, konto.Kennung, strings.ReplaceAll(mine, "-", ""))
	elsewhere, err := gast.New("gast", "/gast", []byte(strings.Repeat("x", 32)), gast.Config{})
	require.NoError(t, err)
	address, err = elsewhere.Begin(t.Context(), request())
	require.NoError(t, err)
	require.Equal(t, http.StatusUnprocessableEntity, send(t, elsewhere, address, mine).Code, "of another service")
}

func TestGast_SaysThatAMerkcodeIsMistyped(t *testing.T) {
	a := newGast(t, nil)
	address, err := a.Begin(t.Context(), request())
	require.NoError(t, err)
	code := page(t, a, address)
	for i := range code {
		for _, c := range []string{"A", "Z", ""} {
			typed := code[:i] + c + code[i+1:]
			if strings.ReplaceAll(typed, "-", "") == strings.ReplaceAll(code, "-", "") {
				continue
			}
			w := send(t, a, address, typed)
			require.Equal(t, http.StatusUnprocessableEntity, w.Code, "at %d", i)
			require.Contains(t, w.Body.String(), "stimmt nicht")
			require.NotContains(t, w.Body.String(), `value="`+typed, "and it is not repeated")
		}
	}
	require.Equal(t, http.StatusUnprocessableEntity, send(t, a, address, strings.Repeat("A", 10_000)).Code)
}

func TestGast_ReachesNoHigherLevel(t *testing.T) {
	a := newGast(t, nil)
	anfrage := request()
	anfrage.Niveau = recht.NiveauNormal
	address, err := a.Begin(t.Context(), anfrage)
	require.NoError(t, err)
	u, err := url.Parse(send(t, a, address, page(t, a, address)).Header().Get("Location"))
	require.NoError(t, err)
	_, err = a.Complete(t.Context(), anfrage, u.Query())
	require.ErrorIs(t, err, nutzerkonto.ErrNiveau)
}

func TestGast_EndsALoginThatTakesTooLong(t *testing.T) {
	now := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	a := newGast(t, func() time.Time { return now })
	address, err := a.Begin(t.Context(), request())
	require.NoError(t, err)
	code := page(t, a, address)
	u, err := url.Parse(send(t, a, address, code).Header().Get("Location"))
	require.NoError(t, err)
	now = now.Add(11 * time.Minute)
	_, err = a.Complete(t.Context(), request(), u.Query())
	require.ErrorIs(t, err, nutzerkonto.ErrAntwort)
	require.Equal(t, http.StatusBadRequest, send(t, a, address, code).Code)
	require.Equal(t, http.StatusBadRequest, send(t, a, "https://dienst.example/gast?anfrage=x", code).Code)
}

func TestNew_RefusesWhatCannotBe(t *testing.T) {
	for _, c := range []struct {
		name, address string
		key           []byte
	}{{"Gast", "/gast", key}, {"gast", "", key}, {"gast", "/gast?x", key}, {"gast", "/gast", key[:31]}} {
		_, err := gast.New(c.name, c.address, c.key, gast.Config{})
		require.Error(t, err)
	}
}
