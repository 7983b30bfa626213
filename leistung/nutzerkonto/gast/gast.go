// SPDX-License-Identifier: Apache-2.0

// Package gast is the way in without an account, which is voluntary (§ 3 (1) OZG): a
// person gets a Merkcode, a secret of 130 bits, and comes back with it. Nothing is
// proved by that, so it reaches the lowest level alone, and what a guest says of
// themselves is as if typed by hand.
//
//	ohne, err := gast.New("gast", "https://dienst.example/gast", key, gast.Config{})
//	mux.Handle("/gast", ohne)
//
// Nothing is stored: the key of the account is computed from the Merkcode. Who loses
// it has lost the way back, and the page says so; a case therefore keeps a postal
// address, see [nutzerkonto.Erreichbarkeit].
package gast

import (
	"bytes"
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"encoding/base32"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/internal/siegel"
)

const (
	frist    = 10 * time.Minute // of a login, and then of its answer
	minKey   = 32
	secret   = 26 // characters of a Merkcode, 5 bits each
	proof    = 4  // and of what tells a mistyped one
	maxInput = 16 << 10
)

// Config holds what has a default.
type Config struct {
	// Speicher remembers which answers were used; nil is the memory of this process.
	Speicher nutzerkonto.Speicher
	// Now is the clock; nil is [time.Now].
	Now func() time.Time
}

// Anbieter is the way in. It is a [nutzerkonto.Anbieter] and, as a handler, the page
// that hands out and takes Merkcodes.
type Anbieter struct {
	name, adresse string
	siegel        siegel.Siegel
	config        Config
}

// New makes one. name goes into the keys of its accounts and stays for ever; adresse
// is where its page is served; key is a secret of at least 32 bytes, the same in
// each process and for as long as a Merkcode is to work.
func New(name, adresse string, key []byte, config Config) (*Anbieter, error) {
	if _, err := nutzerkonto.NewSchluessel(name, "x"); err != nil {
		return nil, err
	}
	if u, err := url.Parse(adresse); err != nil || u.Path == "" || u.RawQuery != "" {
		return nil, errors.New("gast: the address of its page is none")
	}
	if len(key) < minKey {
		return nil, errors.New("gast: the key needs 32 bytes at least")
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	if config.Speicher == nil {
		config.Speicher = nutzerkonto.NewMemory(config.Now)
	}
	return &Anbieter{name, adresse, siegel.New(bytes.Clone(key)), config}, nil
}

// frage is what the browser carries to the page, and antwort what it carries back.
// Of the secret of the browser there is only a mark in them.
type (
	frage struct {
		Marke, Zurueck string
		Niveau         recht.Niveau
		Bis            time.Time
	}
	antwort struct {
		Marke, Kennung, Nonce string
		Zeit, Bis             time.Time
	}
)

func (a *Anbieter) marke(zustand string) string {
	return base64.RawURLEncoding.EncodeToString(a.siegel.MAC("zustand", []byte(zustand)))
}

// Begin implements [nutzerkonto.Anbieter].
func (a *Anbieter) Begin(_ context.Context, anfrage nutzerkonto.Anfrage) (string, error) {
	if err := anfrage.Check(); err != nil {
		return "", err
	}
	f := frage{a.marke(anfrage.Zustand), anfrage.Zurueck, anfrage.Niveau, a.config.Now().Add(frist)}
	return a.adresse + "?" + url.Values{"anfrage": {a.siegel.Seal("frage", f)}}.Encode(), nil
}

// Complete implements [nutzerkonto.Anbieter].
func (a *Anbieter) Complete(ctx context.Context, anfrage nutzerkonto.Anfrage, values url.Values) (nutzerkonto.Konto, error) {
	if values.Get("abgebrochen") != "" {
		return nutzerkonto.Konto{}, nutzerkonto.ErrAbgebrochen
	}
	var got antwort
	if anfrage.Check() != nil || !a.siegel.Open("antwort", values.Get("antwort"), &got) ||
		!hmac.Equal([]byte(got.Marke), []byte(a.marke(anfrage.Zustand))) || a.config.Now().After(got.Bis) {
		return nutzerkonto.Konto{}, nutzerkonto.ErrAntwort
	}
	if first, err := a.config.Speicher.Put(ctx, "gast:"+got.Nonce, nil, got.Bis.Add(time.Second)); err != nil || !first {
		return nutzerkonto.Konto{}, cmp.Or(err, nutzerkonto.ErrAntwort)
	}
	konto := nutzerkonto.Konto{Kennung: got.Kennung, Niveau: recht.NiveauUntergeordnet, Mittel: "ohne Konto", Zeit: got.Zeit}
	if err := anfrage.Accepts(konto); err != nil {
		return nutzerkonto.Konto{}, err
	}
	return konto, nil
}

// newCode draws a Merkcode: the secret and what tells a mistyped one.
func (a *Anbieter) newCode() string {
	code := rand.Text()[:secret]
	return code + a.proof(code)
}

func (a *Anbieter) proof(code string) string {
	return base32.StdEncoding.EncodeToString(a.siegel.MAC("merkcode", []byte(code)))[:proof]
}

// shown is a Merkcode in groups of five, as it is read aloud and copied.
func shown(code string) string {
	var b strings.Builder
	for i := range len(code) {
		if i > 0 && i%5 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(code[i])
	}
	return b.String()
}

// parseCode reads a Merkcode as people type it: small letters, blanks, hyphens, and
// the digits 0 and 1 for the letters that they look like.
func (a *Anbieter) parseCode(typed string) (string, bool) {
	if len(typed) > 4*(secret+proof) {
		return "", false
	}
	code := strings.Map(func(r rune) rune {
		switch {
		case r == '0':
			return 'O'
		case r == '1':
			return 'I'
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case r >= 'A' && r <= 'Z', r >= '2' && r <= '7':
			return r
		}
		return -1
	}, typed)
	if len(code) != secret+proof || !hmac.Equal([]byte(a.proof(code[:secret])), []byte(code[secret:])) {
		return "", false
	}
	return code[:secret], true
}

// kennung is the key of the account of a Merkcode, from which nobody finds it.
func (a *Anbieter) kennung(code string) (string, error) {
	key, err := nutzerkonto.NewSchluessel(a.name, string(a.siegel.MAC("kennung", []byte(code))))
	return key.Kennung(), err
}

// ServeHTTP shows the page and sends the browser back.
func (a *Anbieter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxInput)
	var f frage
	if err := r.ParseForm(); err != nil || !a.siegel.Open("frage", r.Form.Get("anfrage"), &f) || a.config.Now().After(f.Bis) {
		http.Error(w, "Das hat zu lange gedauert. Bitte beginnen Sie noch einmal. This took too long. Please start again.", http.StatusBadRequest)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	if r.Method != http.MethodPost {
		a.show(w, r, page{Neu: shown(a.newCode())})
		return
	}
	switch r.PostForm.Get("weg") {
	case "neu", "zurueck":
		code, ok := a.parseCode(r.PostForm.Get(r.PostForm.Get("weg")))
		kennung, err := a.kennung(code)
		if !ok || err != nil {
			w.WriteHeader(http.StatusUnprocessableEntity)
			a.show(w, r, page{Neu: shown(a.newCode()), Falsch: true})
			return
		}
		now := a.config.Now()
		a.back(w, r, f, url.Values{"antwort": {a.siegel.Seal("antwort", antwort{f.Marke, kennung, rand.Text(), now, now.Add(frist)})}})
	default:
		a.back(w, r, f, url.Values{"abgebrochen": {"1"}})
	}
}

func (a *Anbieter) back(w http.ResponseWriter, r *http.Request, f frage, values url.Values) {
	sep := "?"
	if strings.Contains(f.Zurueck, "?") {
		sep = "&"
	}
	http.Redirect(w, r, f.Zurueck+sep+values.Encode(), http.StatusSeeOther) // the address is sealed by Begin
}
