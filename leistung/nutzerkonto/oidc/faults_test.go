// SPDX-License-Identifier: Apache-2.0

package oidc_test

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
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/oidc/simulator"
)

// The faults of logins that were seen in the wild, L1 to L12.

func TestL1_StateIsOfOneBrowserOnceAndForAWhile(t *testing.T) {
	s := newStand(t)
	anfrage := request(recht.NiveauSubstantiell)
	t.Run("another browser", func(t *testing.T) {
		values := s.login(t, anfrage, "p-erika", sub)
		other := anfrage
		other.Zustand = "the-secret-of-another-one"
		_, err := s.konto.Complete(t.Context(), other, values)
		require.ErrorIs(t, err, nutzerkonto.ErrAntwort)
	})
	t.Run("twice", func(t *testing.T) {
		values := s.login(t, anfrage, "p-erika", sub)
		_, err := s.konto.Complete(t.Context(), anfrage, values)
		require.NoError(t, err)
		_, err = s.konto.Complete(t.Context(), anfrage, values)
		require.ErrorIs(t, err, nutzerkonto.ErrAntwort)
	})
	t.Run("never the same", func(t *testing.T) {
		seen := map[string]bool{}
		for range 100 {
			u, err := url.Parse(s.begin(t, anfrage))
			require.NoError(t, err)
			for _, secret := range []string{"state", "nonce", "code_challenge"} {
				require.False(t, seen[u.Query().Get(secret)], secret)
				seen[u.Query().Get(secret)] = true
			}
			require.NotContains(t, u.RawQuery, anfrage.Zustand, "the secret stays in the browser")
		}
	})
	t.Run("at its edge", func(t *testing.T) {
		for late, ok := range map[time.Duration]bool{10 * time.Minute: true, 10*time.Minute + time.Second: false} {
			address := s.begin(t, anfrage)
			s.own, s.idps = s.own.Add(late), s.idps.Add(late)
			returned, err := url.Parse(s.choose(t, address, "p-erika", sub))
			require.NoError(t, err)
			_, err = s.konto.Complete(t.Context(), anfrage, returned.Query())
			if ok {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, nutzerkonto.ErrAntwort)
			}
		}
	})
	t.Run("of the whole request", func(t *testing.T) {
		for name, change := range map[string]func(*nutzerkonto.Anfrage){
			"level":  func(a *nutzerkonto.Anfrage) { a.Niveau = recht.NiveauNormal },
			"back":   func(a *nutzerkonto.Anfrage) { a.Zurueck += "2" },
			"person": func(a *nutzerkonto.Anfrage) { a.Person = "bundid:eA" },
			"fresh":  func(a *nutzerkonto.Anfrage) { a.Frisch = true },
		} {
			values := s.login(t, anfrage, "p-erika", sub)
			other := anfrage
			change(&other)
			_, err := s.konto.Complete(t.Context(), other, values)
			require.ErrorIs(t, err, nutzerkonto.ErrAntwort, name)
		}
	})
	t.Run("a forged end of the login ends none", func(t *testing.T) {
		values := s.login(t, anfrage, "p-erika", sub)
		_, err := s.konto.Complete(t.Context(), anfrage, url.Values{"error": {"access_denied"}, "state": {"x"}})
		require.ErrorIs(t, err, nutzerkonto.ErrAntwort)
		_, err = s.konto.Complete(t.Context(), anfrage, values)
		require.NoError(t, err)
	})
	t.Run("in every process of the service", func(t *testing.T) {
		memory := nutzerkonto.NewMemory(s.clock)
		one, two := s.service(t, "bundid", memory), s.service(t, "bundid", memory)
		s.konto = one
		values := s.login(t, anfrage, "p-erika", sub)
		_, err := two.Complete(t.Context(), anfrage, values)
		require.NoError(t, err, "another process goes on")
		_, err = one.Complete(t.Context(), anfrage, values)
		require.ErrorIs(t, err, nutzerkonto.ErrAntwort)
	})
}

func TestL2_StateIsOfOneProvider(t *testing.T) {
	a, b := newStand(t), newStand(t) // same client id, same key, same browser
	anfrage := request(recht.NiveauSubstantiell)
	values := a.login(t, anfrage, "p-erika", sub)
	for _, iss := range []string{a.issuer, b.issuer} { // whatever the answer says of itself
		values.Set("iss", iss)
		_, err := b.konto.Complete(t.Context(), anfrage, values)
		require.ErrorIs(t, err, nutzerkonto.ErrAntwort)
	}
	require.Zero(t, b.asked["/token"], "and no code goes to the wrong provider")
	for _, fault := range []simulator.Fault{simulator.ForeignIss, simulator.NoIss, simulator.TokenOfOther} {
		_, err := a.complete(t, fault, anfrage, sub)
		require.ErrorIs(t, err, nutzerkonto.ErrAntwort, fault)
	}
	values = a.login(t, anfrage, "p-erika", sub)
	values.Add("iss", "https://other.example")
	_, err := a.konto.Complete(t.Context(), anfrage, values)
	require.ErrorIs(t, err, nutzerkonto.ErrAntwort, "two are none")
}

func TestL3_ACodeOfAnotherLoginDoesNotFit(t *testing.T) {
	s := newStand(t)
	anfrage, other := request(recht.NiveauSubstantiell), request(recht.NiveauSubstantiell)
	other.Zustand = "the-secret-of-another-one"
	u, err := url.Parse(s.begin(t, anfrage))
	require.NoError(t, err)
	require.Equal(t, "S256", u.Query().Get("code_challenge_method"))
	for _, fault := range []simulator.Fault{simulator.None, simulator.SkipsPKCE} { // the nonce stops what PKCE lets pass
		s.plan.Next(fault, fault)
		mine, theirs := s.login(t, anfrage, "p-erika", sub), s.login(t, other, "p-max", sub)
		mine.Set("code", theirs.Get("code"))
		_, err := s.konto.Complete(t.Context(), anfrage, mine)
		require.ErrorIs(t, err, nutzerkonto.ErrAntwort)
	}
}

func TestL4_NonceIsOfThisLogin(t *testing.T) {
	s := newStand(t)
	anfrage := request(recht.NiveauSubstantiell)
	_, err := s.complete(t, simulator.None, anfrage, sub)
	require.NoError(t, err)
	for _, fault := range []simulator.Fault{simulator.NoNonce, simulator.OtherNonce, simulator.ForeignNonce, simulator.Replayed} {
		_, err := s.complete(t, fault, anfrage, sub)
		require.ErrorIs(t, err, nutzerkonto.ErrAntwort, fault)
	}
}

func TestL5_TokensThatAreNotSignedForUsAreRefused(t *testing.T) {
	for _, fault := range []simulator.Fault{
		simulator.Unsigned, simulator.AlgNone, simulator.HMACByPublicKey, simulator.HMACBySecret, simulator.ForeignKey, simulator.UnknownKey, simulator.TamperedClaims,
		simulator.ForeignAud, simulator.SeveralAud, simulator.ForeignAzp, simulator.ForeignHash, simulator.NoIDToken,
	} {
		s := newStand(t)
		_, err := s.complete(t, fault, request(recht.NiveauSubstantiell), sub)
		require.ErrorIs(t, err, nutzerkonto.ErrAntwort, fault)
	}
}

func TestL6_AnAccountIsItsPseudonymAndNoEMailAddress(t *testing.T) {
	s := newStand(t)
	anfrage := request(recht.NiveauSubstantiell)
	erika, err := s.konto.Complete(t.Context(), anfrage, s.login(t, anfrage, "p-erika", sub))
	require.NoError(t, err)
	max, err := s.konto.Complete(t.Context(), anfrage, s.login(t, anfrage, "p-max", sub))
	require.NoError(t, err)
	require.Equal(t, erika.Merkmal(nutzerkonto.EMail).Wert, max.Merkmal(nutzerkonto.EMail).Wert)
	require.NotEqual(t, erika.Kennung, max.Kennung)
	s.konto = s.service(t, "other", nutzerkonto.NewMemory(s.clock))
	elsewhere, err := s.konto.Complete(t.Context(), anfrage, s.login(t, anfrage, "p-erika", sub))
	require.NoError(t, err)
	require.NotEqual(t, erika.Kennung, elsewhere.Kennung, "the same pseudonym of another provider is another account")
}

func TestL7_TheServiceComparesLevelsByItself(t *testing.T) {
	for _, fault := range []simulator.Fault{simulator.LowerLevel, simulator.NoLevel, simulator.StrangeLevel} {
		s := newStand(t)
		_, err := s.complete(t, fault, request(recht.NiveauSubstantiell), high)
		require.ErrorIs(t, err, nutzerkonto.ErrNiveau, fault)
		konto, err := s.complete(t, fault, request(recht.NiveauUntergeordnet), high)
		require.NoError(t, err)
		require.Equal(t, recht.NiveauUntergeordnet, konto.Niveau, fault)
	}
	s := newStand(t)
	u, err := url.Parse(s.begin(t, request(recht.NiveauSubstantiell)))
	require.NoError(t, err)
	require.Equal(t, sub+" "+high, u.Query().Get("acr_values"), "what is enough, the lowest first")
	_, err = s.complete(t, simulator.CannotStepUp, request(recht.NiveauHoch), sub)
	require.ErrorIs(t, err, nutzerkonto.ErrNiveau)
}

func TestL8_StepUpIsFreshAndOfTheSamePerson(t *testing.T) {
	s := newStand(t)
	erika, err := s.complete(t, simulator.None, request(recht.NiveauUntergeordnet), low)
	require.NoError(t, err)
	stepUp := request(recht.NiveauHoch)
	stepUp.Person, stepUp.Frisch = erika.Kennung, true
	u, err := url.Parse(s.begin(t, stepUp))
	require.NoError(t, err)
	require.Equal(t, "login", u.Query().Get("prompt"))
	require.Equal(t, "0", u.Query().Get("max_age"))
	konto, err := s.complete(t, simulator.None, stepUp, high)
	require.NoError(t, err)
	require.Equal(t, recht.NiveauHoch, konto.Niveau)
	require.Equal(t, s.idps, konto.Zeit.UTC())
	konto, err = s.konto.Complete(t.Context(), stepUp, s.login(t, stepUp, "p-max", high))
	require.ErrorIs(t, err, nutzerkonto.ErrPerson)
	require.Zero(t, konto)
	for _, fault := range []simulator.Fault{simulator.StaleLogin, simulator.NoLoginTime} {
		_, err := s.complete(t, fault, stepUp, high)
		require.ErrorIs(t, err, nutzerkonto.ErrNiveau, fault)
		notFresh := stepUp
		notFresh.Frisch = false
		_, err = s.complete(t, fault, notFresh, high)
		require.NoError(t, err, "where no fresh proof was asked for")
	}
}

func TestL9_ALowerLoginInheritsNothing(t *testing.T) {
	s := newStand(t)
	first, err := s.complete(t, simulator.None, request(recht.NiveauHoch), high)
	require.NoError(t, err)
	again, err := s.complete(t, simulator.RaisedAttribute, request(recht.NiveauUntergeordnet), low)
	require.NoError(t, err)
	require.Equal(t, first.Kennung, again.Kennung)
	require.False(t, again.Reaches(recht.NiveauNormal))
	require.NotEqual(t, first.Anmeldung, again.Anmeldung, "another login")
	for _, m := range again.Merkmale {
		require.Equal(t, recht.NiveauUntergeordnet, m.Niveau, m.Name)
	}
	require.Equal(t, recht.NiveauSubstantiell, first.Merkmal(nutzerkonto.Familienname).Niveau)
	require.Equal(t, recht.NiveauUntergeordnet, first.Merkmal(nutzerkonto.EMail).Niveau, "without a level it counts as typed by hand")
}

func TestL10_ClocksMayDifferByAMinute(t *testing.T) {
	for _, c := range []struct {
		name string
		idp  time.Duration // how far its clock is ahead
		err  error
	}{
		{"ahead, at the edge", time.Minute, nil},
		{"ahead, beyond", time.Minute + time.Second, nutzerkonto.ErrUhr},
		{"behind, at the edge", -time.Minute, nil},
		{"behind, beyond", -time.Minute - time.Second, nutzerkonto.ErrUhr},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newStand(t)
			s.idps = s.own.Add(c.idp)
			anfrage := request(recht.NiveauSubstantiell)
			anfrage.Frisch = true
			_, err := s.complete(t, simulator.None, anfrage, sub)
			require.ErrorIs(t, err, c.err)
		})
	}
	for _, fault := range []simulator.Fault{simulator.FastClock, simulator.SlowClock} {
		s := newStand(t)
		_, err := s.complete(t, fault, request(recht.NiveauSubstantiell), sub)
		require.ErrorIs(t, err, nutzerkonto.ErrUhr, fault)
		require.NotErrorIs(t, err, nutzerkonto.ErrAntwort, "no new try of the person mends it")
		require.ErrorContains(t, err, "clock")
	}
	for _, fault := range []simulator.Fault{simulator.Expired, simulator.NoExpiry, simulator.NotYet} {
		s := newStand(t)
		_, err := s.complete(t, fault, request(recht.NiveauSubstantiell), sub)
		require.ErrorIs(t, err, nutzerkonto.ErrAntwort, fault)
	}
	t.Run("expiry at its edge", func(t *testing.T) {
		for late, ok := range map[time.Duration]bool{6*time.Minute - time.Second: true, 6 * time.Minute: false} { // five, and the skew
			s := newStand(t)
			anfrage := request(recht.NiveauSubstantiell)
			values := s.login(t, anfrage, "p-erika", sub)
			s.own = s.own.Add(late) // our clock goes on while the code is redeemed
			_, err := s.konto.Complete(t.Context(), anfrage, values)
			if ok {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, nutzerkonto.ErrAntwort)
			}
		}
	})
}

// tell sends a logout token as a provider does.
func (s *stand) tell(t *testing.T, token string) int {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/login/abgemeldet", strings.NewReader(url.Values{"logout_token": {token}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.konto.ServeHTTP(w, r)
	return w.Code
}

func (s *stand) ended(t *testing.T, k nutzerkonto.Konto) bool {
	t.Helper()
	ended, err := s.konto.Ended(t.Context(), k)
	require.NoError(t, err)
	return ended
}

func TestL11_LogoutAtTheAccountIsAskedForWithTheToken(t *testing.T) {
	s := newStand(t)
	konto, err := s.complete(t, simulator.None, request(recht.NiveauSubstantiell), sub)
	require.NoError(t, err)
	address, err := s.konto.Logout(t.Context(), konto, back)
	require.NoError(t, err)
	u, err := url.Parse(address)
	require.NoError(t, err)
	require.NotEmpty(t, u.Query().Get("id_token_hint"))
	require.NotContains(t, konto.Anmeldung, "erika")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	require.NoError(t, err)
	response, err := s.browser.Do(r)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, back, response.Header.Get("Location"))
	s.own = s.own.Add(9 * time.Hour)
	address, err = s.konto.Logout(t.Context(), konto, back)
	require.NoError(t, err)
	require.NotContains(t, address, "id_token_hint", "which is kept no longer than a session")

	s = newStand(t)
	s.idp, err = simulator.New(s.issuer, simulator.Config{NoLogout: true})
	require.NoError(t, err)
	address, err = s.konto.Logout(t.Context(), konto, back)
	require.NoError(t, err)
	require.Empty(t, address, "the page says that the logout there cannot be promised")
}

func TestL11_ALogoutTokenEndsWhatItNames(t *testing.T) {
	s := newStand(t)
	log := func() nutzerkonto.Konto {
		k, err := s.complete(t, simulator.None, request(recht.NiveauSubstantiell), sub)
		require.NoError(t, err)
		return k
	}
	one, two := log(), log()
	require.False(t, s.ended(t, one))
	address, err := s.konto.Logout(t.Context(), one, back)
	require.NoError(t, err)
	u, err := url.Parse(address)
	require.NoError(t, err)
	session := claim(t, u.Query().Get("id_token_hint"), "sid")
	token, err := s.idp.LogoutToken(clientID, "p-erika", session, nil)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, s.tell(t, token))
	require.True(t, s.ended(t, one))
	require.False(t, s.ended(t, two), "the other login goes on")
	require.Equal(t, http.StatusBadRequest, s.tell(t, token), "its jti is remembered")
	for range 2 { // a person may log out everywhere again and again
		token, err = s.idp.LogoutToken(clientID, "p-erika", "", nil)
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, s.tell(t, token))
		require.True(t, s.ended(t, two))
		s.own, s.idps = s.own.Add(time.Second), s.idps.Add(time.Second)
		two = log()
		require.False(t, s.ended(t, two), "a login after that is a new one")
		s.own, s.idps = s.own.Add(time.Second), s.idps.Add(time.Second)
	}
	late := log()
	token, err = s.idp.LogoutToken(clientID, "p-erika", "", nil)
	require.NoError(t, err)
	before, err := s.idp.LogoutToken(clientID, "p-erika", "", func(c map[string]any) { c["iat"] = s.own.Add(-time.Minute).Unix() })
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, s.tell(t, token))
	require.Equal(t, http.StatusOK, s.tell(t, before))
	require.True(t, s.ended(t, late), "an earlier end that is told later takes nothing back")
	require.True(t, s.ended(t, nutzerkonto.Konto{Anmeldung: "forged"}))
}

func TestL11_AFalseLogoutTokenEndsNothing(t *testing.T) {
	s := newStand(t)
	konto, err := s.complete(t, simulator.None, request(recht.NiveauSubstantiell), sub)
	require.NoError(t, err)
	address, err := s.konto.Logout(t.Context(), konto, back)
	require.NoError(t, err)
	u, err := url.Parse(address)
	require.NoError(t, err)
	for name, change := range map[string]func(map[string]any){
		"issuer":     func(c map[string]any) { c["iss"] = "https://other.example" },
		"audience":   func(c map[string]any) { c["aud"] = "other-client" },
		"no events":  func(c map[string]any) { delete(c, "events") },
		"a nonce":    func(c map[string]any) { c["nonce"] = "x" },
		"no jti":     func(c map[string]any) { delete(c, "jti") },
		"nobody":     func(c map[string]any) { delete(c, "sub") },
		"no iat":     func(c map[string]any) { delete(c, "iat") },
		"no exp":     func(c map[string]any) { delete(c, "exp") },
		"expired":    func(c map[string]any) { c["exp"] = s.own.Add(-time.Minute).Unix() },
		"the future": func(c map[string]any) { c["iat"] = s.own.Add(time.Minute + time.Second).Unix() },
	} {
		token, err := s.idp.LogoutToken(clientID, "p-erika", "", change)
		require.NoError(t, err)
		require.Equal(t, http.StatusBadRequest, s.tell(t, token), name)
	}
	for _, fault := range []simulator.Fault{simulator.AlgNone, simulator.Unsigned, simulator.HMACByPublicKey, simulator.ForeignKey, simulator.UnknownKey, simulator.TamperedClaims} {
		claims := map[string]any{
			"iss": s.issuer, "aud": clientID, "iat": s.own.Unix(), "exp": s.own.Add(time.Minute).Unix(), "jti": "1", "sub": "p-erika",
			"events": map[string]any{"http://schemas.openid.net/event/backchannel-logout": map[string]any{}},
		}
		token, err := s.idp.Sign(claims, fault)
		require.NoError(t, err)
		require.Equal(t, http.StatusBadRequest, s.tell(t, token), fault)
	}
	require.Equal(t, http.StatusBadRequest, s.tell(t, u.Query().Get("id_token_hint")), "an ID token is no logout token")
	require.Equal(t, http.StatusBadRequest, s.tell(t, ""))
	require.Equal(t, http.StatusBadRequest, s.tell(t, strings.Repeat("x", 1<<20)))
	require.False(t, s.ended(t, konto))
	w := httptest.NewRecorder()
	s.konto.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	require.Equal(t, http.StatusMethodNotAllowed, w.Code)
}

// L12: the draft lies with the service and not with the login. What the kit does is
// held by its suite (KeepsToThePersonAtStepUp, KeepsWhatASessionThatEnded); here a
// login that fails in any way changes nothing about an earlier one.
func TestL12_AFailedLoginLeavesTheEarlierOne(t *testing.T) {
	s := newStand(t)
	erika, err := s.complete(t, simulator.None, request(recht.NiveauSubstantiell), sub)
	require.NoError(t, err)
	stepUp := request(recht.NiveauHoch)
	stepUp.Person = erika.Kennung
	for _, fault := range simulator.Faults() {
		if fault == simulator.Endless {
			continue // slow, and no different
		}
		_, err := s.complete(t, fault, stepUp, high)
		require.Error(t, err, fault)
		require.False(t, s.ended(t, erika), fault)
	}
	again, err := s.complete(t, simulator.None, stepUp, high)
	require.NoError(t, err)
	require.Equal(t, erika.Kennung, again.Kennung)
}
