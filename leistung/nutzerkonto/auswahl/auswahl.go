// SPDX-License-Identifier: Apache-2.0

// Package auswahl lets a person choose among several accounts: that of citizens, that
// of organisations, the way in without one. It is one account service to the pages that
// use it, and offers what reaches the level that a step asks for.
//
//	konten, err := auswahl.New("https://dienst.example/konto", key, []auswahl.Angebot{
//		{Name: "bundid", Anbieter: bundid, Hoechstens: recht.NiveauHoch, Titel: recht.NewText("BundID", "BundID")},
//		{Name: "gast", Anbieter: ohne, Hoechstens: recht.NiveauUntergeordnet, Titel: recht.NewText("Ohne Konto", "Without an account")},
//	}, nil)
//	mux.Handle("/konto", konten)
//
// Where one account alone is left, the person is asked nothing. More of the same person
// (a step-up) is asked of the account that they are in. Nothing is stored: what the
// browser carries to the page and back is encrypted.
package auswahl

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
)

const (
	frist    = 10 * time.Minute // to choose
	minKey   = 32
	maxInput = 16 << 10
	mostly   = 8 // accounts that a page offers

	// feld names the account in the address to which the browser comes back.
	feld = "konto"
)

// Angebot is one account to choose.
type Angebot struct {
	// Name is the provider in the keys of its accounts, see
	// [nutzerkonto.NewSchluessel]; it stays for ever.
	Name     string
	Anbieter nutzerkonto.Anbieter
	// Hoechstens is the highest level that its logins reach. A step that asks for more
	// does not offer it.
	Hoechstens recht.Niveau
	// Titel is what the page calls it, and Hilfe a sentence for whom it is.
	Titel, Hilfe recht.Text
}

// Anbieter is the choice. It is a [nutzerkonto.Abmelder] and, as a handler, the page on
// which is chosen. It may be used by any number of goroutines and, with the same key, by
// any number of processes.
type Anbieter struct {
	adresse  string
	aead     cipher.AEAD
	angebote []Angebot
	now      func() time.Time
}

var _ nutzerkonto.Abmelder = (*Anbieter)(nil)

// New makes the choice. adresse is where its page is served, key a secret of at least 32
// bytes; now is the clock, nil is [time.Now].
func New(adresse string, key []byte, angebote []Angebot, now func() time.Time) (*Anbieter, error) {
	if u, err := url.Parse(adresse); err != nil || u.Path == "" || u.RawQuery != "" {
		return nil, errors.New("auswahl: the address of its page is none")
	}
	if len(key) < minKey {
		return nil, errors.New("auswahl: the key needs 32 bytes at least")
	}
	if len(angebote) == 0 || len(angebote) > mostly {
		return nil, fmt.Errorf("auswahl: a choice has 1 to %d accounts", mostly)
	}
	names := map[string]bool{}
	for _, angebot := range angebote {
		if _, err := nutzerkonto.NewSchluessel(angebot.Name, "x"); err != nil {
			return nil, err
		}
		if names[angebot.Name] || angebot.Anbieter == nil || !angebot.Hoechstens.IsValid() || angebot.Titel.IsZero() {
			return nil, fmt.Errorf("auswahl: the account %q is there twice, or without its service, level or title", angebot.Name)
		}
		names[angebot.Name] = true
	}
	sum := sha256.Sum256(append([]byte("auswahl\x00"), key...))
	block, err := aes.NewCipher(sum[:])
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, err
	}
	if now == nil {
		now = time.Now
	}
	return &Anbieter{adresse, aead, angebote, now}, nil
}

// frage is what the browser carries to the page.
type frage struct {
	Anfrage nutzerkonto.Anfrage
	Bis     time.Time
}

// Begin implements [nutzerkonto.Anbieter]. [nutzerkonto.ErrNiveau] says that no account
// here reaches the level, or not the one that the person is in.
func (a *Anbieter) Begin(ctx context.Context, anfrage nutzerkonto.Anfrage) (string, error) {
	if err := anfrage.Check(); err != nil {
		return "", err
	}
	switch fit := a.fitting(anfrage); len(fit) {
	case 0:
		return "", nutzerkonto.ErrNiveau
	case 1:
		return fit[0].begin(ctx, anfrage)
	}
	text, err := json.Marshal(frage{anfrage, a.now().Add(frist)})
	if err != nil {
		return "", err
	}
	//nolint:gosec // this AEAD draws a nonce for each seal and puts it in front
	sealed := base64.RawURLEncoding.EncodeToString(a.aead.Seal(nil, nil, text, nil))
	return a.adresse + "?" + url.Values{"anfrage": {sealed}}.Encode(), nil
}

func (g Angebot) begin(ctx context.Context, anfrage nutzerkonto.Anfrage) (string, error) {
	anfrage.Zurueck = with(anfrage.Zurueck, url.Values{feld: {g.Name}})
	return g.Anbieter.Begin(ctx, anfrage)
}

// fitting are the accounts that can answer.
func (a *Anbieter) fitting(anfrage nutzerkonto.Anfrage) []Angebot {
	var fit []Angebot
	person, _ := nutzerkonto.ParseSchluessel(anfrage.Person)
	_, known := a.named(person.Anbieter()) // of another, whoever comes is not the person
	for _, g := range a.angebote {
		if g.Hoechstens >= anfrage.Niveau && (!known || person.Anbieter() == g.Name) {
			fit = append(fit, g)
		}
	}
	return fit
}

// Complete implements [nutzerkonto.Anbieter].
func (a *Anbieter) Complete(ctx context.Context, anfrage nutzerkonto.Anfrage, values url.Values) (nutzerkonto.Konto, error) {
	name := values[feld]
	if len(name) == 0 && values.Get("abgebrochen") != "" {
		return nutzerkonto.Konto{}, nutzerkonto.ErrAbgebrochen
	}
	g, known := a.named(values.Get(feld))
	if !known || len(name) != 1 {
		return nutzerkonto.Konto{}, nutzerkonto.ErrAntwort
	}
	rest := url.Values{}
	for key, v := range values {
		if key != feld {
			rest[key] = v
		}
	}
	sub := anfrage
	sub.Zurueck = with(anfrage.Zurueck, url.Values{feld: {g.Name}})
	konto, err := g.Anbieter.Complete(ctx, sub, rest)
	if err != nil {
		return nutzerkonto.Konto{}, err
	}
	if key, err := nutzerkonto.ParseSchluessel(konto.Kennung); err != nil || key.Anbieter() != g.Name {
		return nutzerkonto.Konto{}, fmt.Errorf("auswahl: the account service %q gives keys of another name", g.Name)
	}
	if err := anfrage.Accepts(konto); err != nil {
		return nutzerkonto.Konto{}, err
	}
	return konto, nil
}

func (a *Anbieter) named(name string) (Angebot, bool) {
	for _, g := range a.angebote {
		if g.Name == name {
			return g, true
		}
	}
	return Angebot{}, false
}

// of is the account service of an account, nil where its logins do not end.
func (a *Anbieter) of(konto nutzerkonto.Konto) nutzerkonto.Abmelder {
	key, err := nutzerkonto.ParseSchluessel(konto.Kennung)
	if err != nil {
		return nil
	}
	g, _ := a.named(key.Anbieter())
	abmelder, _ := g.Anbieter.(nutzerkonto.Abmelder)
	return abmelder
}

// Logout implements [nutzerkonto.Abmelder].
func (a *Anbieter) Logout(ctx context.Context, konto nutzerkonto.Konto, zurueck string) (string, error) {
	if abmelder := a.of(konto); abmelder != nil {
		return abmelder.Logout(ctx, konto, zurueck)
	}
	return "", nil
}

// Ended implements [nutzerkonto.Abmelder].
func (a *Anbieter) Ended(ctx context.Context, konto nutzerkonto.Konto) (bool, error) {
	if abmelder := a.of(konto); abmelder != nil {
		return abmelder.Ended(ctx, konto)
	}
	return false, nil
}

// open reads what the browser carried to the page.
func (a *Anbieter) open(sealed string) (frage, bool) {
	var f frage
	text, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil {
		return frage{}, false
	}
	if text, err = a.aead.Open(nil, nil, text, nil); err != nil || json.Unmarshal(text, &f) != nil {
		return frage{}, false
	}
	return f, !a.now().After(f.Bis)
}

// with adds values to an address.
func with(address string, values url.Values) string {
	sep := "?"
	if strings.Contains(address, "?") {
		sep = "&"
	}
	return address + sep + values.Encode()
}

// back sends the browser back without a login.
func back(w http.ResponseWriter, r *http.Request, f frage) {
	http.Redirect(w, r, with(f.Anfrage.Zurueck, url.Values{"abgebrochen": {"1"}}), http.StatusSeeOther) // the address is sealed by Begin
}
