// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/onceonly"
)

// A session ends after leerlauf without a request, and after dauer at all events.
// For nachlauf longer a form that is sent too late is kept for its owner.
const (
	leerlauf = 30 * time.Minute
	dauer    = 8 * time.Hour
	nachlauf = 24 * time.Hour
	// uhren is how far the clocks of two processes may differ. What began later than
	// that did so by a clock that was turned back since, and nobody knows how far.
	uhren = time.Minute
)

// sitzung is one login. It travels sealed in a cookie, so that any process that
// has the key goes on with it; who logs out loses the cookie.
type sitzung struct {
	ID       string                `json:"id"`
	Konto    string                `json:"konto"`
	Niveau   recht.Niveau          `json:"niveau"`
	Name     string                `json:"name"`
	Merkmale []nutzerkonto.Merkmal `json:"merkmale"`
	Mittel   string                `json:"mittel"`
	// Organisation is whose account it is, where that is no citizen.
	Organisation []nutzerkonto.Merkmal `json:"organisation,omitempty"`
	// Anmeldung names the login to the account, for the logout there.
	Anmeldung string    `json:"anmeldung,omitempty"`
	Beginn    time.Time `json:"beginn"`
	Zuletzt   time.Time `json:"zuletzt"`
}

// login is a login that is under way.
type login struct {
	Zustand string       `json:"zustand"`
	Ziel    string       `json:"ziel"` // where the person wanted to go
	Niveau  recht.Niveau `json:"niveau"`
	Person  string       `json:"person,omitempty"` // who must come back, where somebody is logged in
	Zeit    time.Time    `json:"zeit"`
}

// fresh reports whether the person may come back from it.
func (l *login) fresh(now time.Time) bool {
	age := now.Sub(l.Zeit)
	return age < leerlauf && age > -uhren
}

func newSitzung(k nutzerkonto.Konto, now time.Time) sitzung {
	return sitzung{ID: rand.Text(), Konto: noCounter(k.Kennung), Niveau: k.Niveau, Name: k.Name(), Merkmale: k.Merkmale, Organisation: k.Organisation, Mittel: k.Mittel, Anmeldung: k.Anmeldung, Beginn: now, Zuletzt: now}
}

// ohneName begins the name of a session in which nobody is identified.
const ohneName = "ohne:"

func (s *sitzung) guest() bool { return strings.HasPrefix(s.Konto, ohneName) }

// account is what the session knows of the account.
func (s *sitzung) account() nutzerkonto.Konto {
	return nutzerkonto.Konto{Kennung: s.Konto, Niveau: s.Niveau, Mittel: s.Mittel, Anmeldung: s.Anmeldung, Merkmale: s.Merkmale, Organisation: s.Organisation}
}

// identitaet is who the person is by the login.
func (s *sitzung) identitaet() Identitaet {
	k := s.account()
	return Identitaet{Mittel: k.Mittel, Familienname: k.Merkmal(nutzerkonto.Familienname).Wert, Vornamen: k.Merkmal(nutzerkonto.Vornamen).Wert, Geburtsdatum: k.Merkmal(nutzerkonto.Geburtsdatum).Wert}
}

// wer is who the person is for rules.
func (s *sitzung) wer() wer { return wer{s.Niveau, s.identitaet()} }

// gesucht is the key by which a register looks the person up.
func (s *sitzung) gesucht() (onceonly.Person, error) { return Gesucht(s.account()) }

// Gesucht is the key by which a register looks up the person of an account.
func Gesucht(k nutzerkonto.Konto) (onceonly.Person, error) {
	return onceonly.NewPerson(onceonly.PersonData{
		FamilyName: k.Merkmal(nutzerkonto.Familienname).Wert, GivenNames: k.Merkmal(nutzerkonto.Vornamen).Wert, DateOfBirth: k.Merkmal(nutzerkonto.Geburtsdatum).Wert,
		Address: onceonly.Address{
			Street: k.Merkmal(nutzerkonto.Strasse).Wert, HouseNumber: k.Merkmal(nutzerkonto.Hausnummer).Wert, PostalCode: k.Merkmal(nutzerkonto.PLZ).Wert, Place: k.Merkmal(nutzerkonto.Ort).Wert,
		},
	})
}

// state tells what the session is worth now. One from the future is worth nothing.
func (s *sitzung) state(now time.Time) (valid, late bool) {
	idle, age := now.Sub(s.Zuletzt), now.Sub(s.Beginn)
	if s.Konto == "" || idle < -uhren || age < -uhren || idle > leerlauf+nachlauf {
		return false, false
	}
	valid = idle <= leerlauf && age <= dauer
	return valid, !valid
}

// siegel seals what travels in cookies and signs forms.
type siegel struct {
	aead cipher.AEAD
	mac  [32]byte
}

func newSiegel(key []byte) (*siegel, error) {
	if len(key) < 32 {
		return nil, errors.New("onlinedienst: the key needs 32 bytes at least")
	}
	sum := hmac.New(sha256.New, key)
	_, _ = sum.Write([]byte("cookie"))
	block, err := aes.NewCipher(sum.Sum(nil))
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, err
	}
	s := &siegel{aead: aead}
	sum.Reset()
	_, _ = sum.Write([]byte("form"))
	copy(s.mac[:], sum.Sum(nil))
	return s, nil
}

// seal makes a cookie of that name; one is not taken for another.
func (s *siegel) seal(name string, v any) (string, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	//nolint:gosec // this AEAD draws a nonce for each seal and puts it in front
	return base64.RawURLEncoding.EncodeToString(s.aead.Seal(nil, nil, text, []byte(name))), nil
}

func (s *siegel) open(name, sealed string, v any) bool {
	text, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil {
		return false
	}
	if text, err = s.aead.Open(nil, nil, text, []byte(name)); err != nil {
		return false
	}
	return json.Unmarshal(text, v) == nil
}

// sign signs something for a session: a form, the answers that a page showed.
func (s *siegel) sign(parts ...string) string {
	h := hmac.New(sha256.New, s.mac[:])
	for _, p := range parts {
		sum := sha256.Sum256([]byte(p))
		_, _ = h.Write(sum[:])
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:18])
}

// cookie names, of which one with the prefix is bound to the host and to https.
func (s *Server) cookieName(what string) string {
	if s.https {
		return "__Host-" + what
	}
	return what
}

func (s *Server) setCookie(w http.ResponseWriter, what string, v any) error {
	sealed, err := s.siegel.seal(what, v)
	if err != nil {
		return err
	}
	s.cookie(w, what, sealed, 0)
	return nil
}

func (s *Server) getCookie(r *http.Request, what string, v any) bool {
	c, err := r.Cookie(s.cookieName(what))
	return err == nil && s.siegel.open(what, c.Value, v)
}

func (s *Server) dropCookie(w http.ResponseWriter, what string) {
	s.cookie(w, what, "", -1)
}

// cookie sets a cookie for maxAge seconds; 0 is until the browser is closed, less
// than 0 takes it away.
func (s *Server) cookie(w http.ResponseWriter, what, value string, maxAge int) {
	//nolint:gosec // Secure wherever the pages come by https
	http.SetCookie(w, &http.Cookie{Name: s.cookieName(what), Value: value, Path: "/", MaxAge: maxAge, HttpOnly: true, Secure: s.https, SameSite: http.SameSiteLaxMode})
}
