// SPDX-License-Identifier: Apache-2.0

package auswahl_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/auswahl"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/nutzerkontotest"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/testkonto"
)

const back = "https://dienst.example/login/zurueck"

func key() []byte { return bytes.Repeat([]byte{7}, 32) }

// account is a pretended account service with one person.
func account(t *testing.T, name string, niveau recht.Niveau) *testkonto.Anbieter {
	t.Helper()
	schluessel, err := nutzerkonto.NewSchluessel(name, "1")
	require.NoError(t, err)
	a, err := testkonto.New("https://"+name+".example/testkonto", []testkonto.Konto{{
		Konto: nutzerkonto.Konto{Kennung: schluessel.Kennung(), Niveau: niveau, Mittel: name, Merkmale: []nutzerkonto.Merkmal{
			{Name: nutzerkonto.Familienname, Wert: "Mustermann", Niveau: niveau}, {Name: nutzerkonto.Vornamen, Wert: "Erika", Niveau: niveau},
		}},
		Zeigt: recht.NewText("Erfunden.", "Invented."),
	}}, nil)
	require.NoError(t, err)
	return a
}

type haus struct {
	*auswahl.Anbieter

	buerger, firma *testkonto.Anbieter
	now            time.Time
}

func newHaus(t *testing.T) *haus {
	t.Helper()
	h := &haus{buerger: account(t, "buerger", recht.NiveauSubstantiell), firma: account(t, "firma", recht.NiveauUntergeordnet), now: time.Now()}
	var err error
	h.Anbieter, err = auswahl.New("https://dienst.example/konto", key(), []auswahl.Angebot{
		{Name: "buerger", Anbieter: h.buerger, Hoechstens: recht.NiveauSubstantiell, Titel: recht.NewText("Konto für Menschen", "Account for people"), Hilfe: recht.NewText("Mit Ausweis.", "With an ID card.")},
		{Name: "firma", Anbieter: h.firma, Hoechstens: recht.NiveauUntergeordnet, Titel: recht.NewText("Konto für Unternehmen", "Account for companies")},
	}, func() time.Time { return h.now })
	require.NoError(t, err)
	return h
}

func post(h http.Handler, address string, form url.Values) *httptest.ResponseRecorder {
	u, _ := url.Parse(address)
	form.Set("anfrage", u.Query().Get("anfrage"))
	r := httptest.NewRequest(http.MethodPost, u.Path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// choose goes through the page of the choice, where there is one, and that of the
// account.
func (h *haus) choose(name, kennung string) func(*testing.T, string) string {
	return func(t *testing.T, address string) string {
		t.Helper()
		if strings.HasPrefix(address, "https://dienst.example/konto?") {
			w := post(h, address, url.Values{"konto": {name}})
			require.Equal(t, http.StatusSeeOther, w.Code)
			address = w.Header().Get("Location")
		}
		of := map[string]http.Handler{"buerger": h.buerger, "firma": h.firma}[name]
		require.True(t, strings.HasPrefix(address, "https://"+name+".example/"), address)
		w := post(of, address, url.Values{"konto": {kennung}})
		require.Equal(t, http.StatusSeeOther, w.Code)
		return w.Header().Get("Location")
	}
}

func kennung(t *testing.T, name string) string {
	t.Helper()
	k, err := nutzerkonto.NewSchluessel(name, "1")
	require.NoError(t, err)
	return k.Kennung()
}

func TestAuswahl_IsAnAnbieter(t *testing.T) {
	nutzerkontotest.TestAnbieter(t, func(t *testing.T) nutzerkontotest.Pruefling {
		t.Helper()
		h := newHaus(t)
		k := kennung(t, "buerger")
		return nutzerkontotest.Pruefling{
			// Above what any account reaches nobody is sent away: see the next test.
			Anbieter: lenient{h.Anbieter, h.buerger}, Login: h.choose("buerger", k), Cancel: h.choose("buerger", ""), Niveau: recht.NiveauSubstantiell, Name: "Erika Mustermann",
		}
	})
}

// lenient asks the account itself where the choice offers none.
type lenient struct {
	*auswahl.Anbieter

	account nutzerkonto.Anbieter
}

func (l lenient) Begin(ctx context.Context, a nutzerkonto.Anfrage) (string, error) {
	to, err := l.Anbieter.Begin(ctx, a)
	if err == nutzerkonto.ErrNiveau { //nolint:errorlint // as it is documented
		a.Zurueck += "?konto=buerger"
		return l.account.Begin(ctx, a)
	}
	return to, err
}

func anfrage(niveau recht.Niveau, person string) nutzerkonto.Anfrage {
	return nutzerkonto.Anfrage{Zustand: "0123456789012345678901", Niveau: niveau, Zurueck: back, Person: person}
}

func TestAuswahl_OffersWhatReachesTheLevel(t *testing.T) {
	h := newHaus(t)
	for name, c := range map[string]struct {
		niveau recht.Niveau
		person string
		leads  string
	}{
		"both":                          {recht.NiveauUntergeordnet, "", "https://dienst.example/konto?"},
		"one is asked nothing":          {recht.NiveauSubstantiell, "", "https://buerger.example/"},
		"more of the person in it":      {recht.NiveauUntergeordnet, kennung(t, "firma"), "https://firma.example/"},
		"none":                          {recht.NiveauHoch, "", ""},
		"not the one the person is in":  {recht.NiveauSubstantiell, kennung(t, "firma"), ""},
		"the person of another service": {recht.NiveauUntergeordnet, "tk-1", "https://dienst.example/konto?"},
	} {
		t.Run(name, func(t *testing.T) {
			to, err := h.Begin(t.Context(), anfrage(c.niveau, c.person))
			if c.leads == "" {
				require.ErrorIs(t, err, nutzerkonto.ErrNiveau)
				return
			}
			require.NoError(t, err)
			require.True(t, strings.HasPrefix(to, c.leads), to)
		})
	}
}

func TestAuswahl_TheSecretOfTheBrowserStandsInNoAddressOfTheChoice(t *testing.T) {
	h := newHaus(t)
	to, err := h.Begin(t.Context(), anfrage(recht.NiveauUntergeordnet, ""))
	require.NoError(t, err)
	u, err := url.Parse(to)
	require.NoError(t, err)
	plain, err := base64.RawURLEncoding.DecodeString(u.Query().Get("anfrage"))
	require.NoError(t, err)
	require.NotContains(t, to+string(plain), "0123456789012345678901")
}

func TestAuswahl_ThePageTellsWhatToChoose(t *testing.T) {
	h := newHaus(t)
	to, err := h.Begin(t.Context(), anfrage(recht.NiveauUntergeordnet, ""))
	require.NoError(t, err)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, to, nil))
	require.Equal(t, http.StatusOK, w.Code)
	for _, text := range []string{"Konto für Menschen", "Mit Ausweis.", "Konto für Unternehmen", `lang="de"`} {
		require.Contains(t, w.Body.String(), text)
	}
	require.NotContains(t, w.Body.String(), "checked", "nothing is chosen for a person")
	english := httptest.NewRequest(http.MethodGet, to, nil)
	english.Header.Set("Accept-Language", "en-GB")
	w = httptest.NewRecorder()
	h.ServeHTTP(w, english)
	require.Contains(t, w.Body.String(), "Account for people")

	require.Contains(t, post(h, to, url.Values{}).Body.String(), "Bitte wählen Sie ein Konto.")
	require.Equal(t, http.StatusUnprocessableEntity, post(h, to, url.Values{"konto": {"fremd"}}).Code)
	w = post(h, to, url.Values{"abbrechen": {"1"}})
	require.Equal(t, http.StatusSeeOther, w.Code)
	returned, err := url.Parse(w.Header().Get("Location"))
	require.NoError(t, err)
	_, err = h.Complete(t.Context(), anfrage(recht.NiveauUntergeordnet, ""), returned.Query())
	require.ErrorIs(t, err, nutzerkonto.ErrAbgebrochen)

	h.now = h.now.Add(11 * time.Minute)
	require.Equal(t, http.StatusBadRequest, post(h, to, url.Values{"konto": {"buerger"}}).Code, "too late")
	require.Equal(t, http.StatusBadRequest, post(h, to[:len(to)-2], url.Values{"konto": {"buerger"}}).Code, "forged")
}

func TestAuswahl_TakesNoAnswerOfAnotherAccount(t *testing.T) {
	h := newHaus(t)
	a := anfrage(recht.NiveauUntergeordnet, "")
	to, err := h.Begin(t.Context(), a)
	require.NoError(t, err)
	returned, err := url.Parse(h.choose("firma", kennung(t, "firma"))(t, to))
	require.NoError(t, err)
	for _, names := range [][]string{{"buerger"}, {"fremd"}, {""}, nil, {"firma", "buerger"}, {"firma", "firma"}} {
		values := returned.Query()
		delete(values, "konto")
		if names != nil {
			values["konto"] = names
		}
		_, err := h.Complete(t.Context(), a, values)
		require.ErrorIs(t, err, nutzerkonto.ErrAntwort, "%v", names)
	}
	konto, err := h.Complete(t.Context(), a, returned.Query())
	require.NoError(t, err)
	require.Equal(t, kennung(t, "firma"), konto.Kennung)
}

// impostor says that its person is one of another account service.
type impostor struct{ nutzerkonto.Anbieter }

func (i impostor) Complete(context.Context, nutzerkonto.Anfrage, url.Values) (nutzerkonto.Konto, error) {
	k, err := nutzerkonto.NewSchluessel("buerger", "1")
	return nutzerkonto.Konto{Kennung: k.Kennung(), Niveau: recht.NiveauHoch}, err
}

func TestAuswahl_NoAccountServiceSpeaksForAnother(t *testing.T) {
	a, err := auswahl.New("https://dienst.example/konto", key(), []auswahl.Angebot{
		{Name: "fremd", Anbieter: impostor{account(t, "fremd", recht.NiveauHoch)}, Hoechstens: recht.NiveauHoch, Titel: recht.NewText("Fremd", "Foreign")},
	}, nil)
	require.NoError(t, err)
	konto, err := a.Complete(t.Context(), anfrage(recht.NiveauUntergeordnet, ""), url.Values{"konto": {"fremd"}})
	require.Error(t, err)
	require.Zero(t, konto)
}

// ending is an account whose logins end.
type ending struct{ nutzerkonto.Anbieter }

func (ending) Logout(context.Context, nutzerkonto.Konto, string) (string, error) {
	return "https://konto.example/logout", nil
}
func (ending) Ended(context.Context, nutzerkonto.Konto) (bool, error) { return true, nil }

func TestAuswahl_ALoginEndsWhereItBegan(t *testing.T) {
	a, err := auswahl.New("https://dienst.example/konto", key(), []auswahl.Angebot{
		{Name: "mit", Anbieter: ending{account(t, "mit", recht.NiveauHoch)}, Hoechstens: recht.NiveauHoch, Titel: recht.NewText("Mit", "With")},
		{Name: "ohne", Anbieter: account(t, "ohne", recht.NiveauHoch), Hoechstens: recht.NiveauHoch, Titel: recht.NewText("Ohne", "Without")},
	}, nil)
	require.NoError(t, err)
	for name, want := range map[string]string{"mit": "https://konto.example/logout", "ohne": "", "weg": ""} {
		konto := nutzerkonto.Konto{Kennung: kennung(t, name)}
		to, err := a.Logout(t.Context(), konto, back)
		require.NoError(t, err)
		require.Equal(t, want, to)
		ended, err := a.Ended(t.Context(), konto)
		require.NoError(t, err)
		require.Equal(t, want != "", ended)
	}
}

func TestNew_RefusesWhatCannotBeChosenAmong(t *testing.T) {
	good := auswahl.Angebot{Name: "a", Anbieter: account(t, "a", recht.NiveauHoch), Hoechstens: recht.NiveauHoch, Titel: recht.NewText("A", "A")}
	for name, spoil := range map[string]func(*auswahl.Angebot){
		"a name": func(g *auswahl.Angebot) { g.Name = "A b" }, "a service": func(g *auswahl.Angebot) { g.Anbieter = nil },
		"a level": func(g *auswahl.Angebot) { g.Hoechstens = 0 }, "a title": func(g *auswahl.Angebot) { g.Titel = recht.Text{} },
	} {
		bad := good
		spoil(&bad)
		_, err := auswahl.New("/konto", key(), []auswahl.Angebot{bad}, nil)
		require.Error(t, err, name)
	}
	for name, err := range map[string]error{
		"twice": second(auswahl.New("/konto", key(), []auswahl.Angebot{good, good}, nil)), "nothing": second(auswahl.New("/konto", key(), nil, nil)),
		"key": second(auswahl.New("/konto", key()[:31], []auswahl.Angebot{good}, nil)), "address": second(auswahl.New("/konto?x=1", key(), []auswahl.Angebot{good}, nil)),
	} {
		require.Error(t, err, name)
	}
}

func second(_ *auswahl.Anbieter, err error) error { return err }
