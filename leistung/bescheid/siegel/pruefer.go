// SPDX-License-Identifier: Apache-2.0

package siegel

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

// Config are the settings of a [Pruefer]. The zero value is ready to use.
type Config struct {
	// Now is the clock, time.Now if nil.
	Now func() time.Time
}

// Pruefer checks codes against known keys and revocation lists, without a network.
// It may be used by any number of goroutines.
type Pruefer struct {
	now   func() time.Time
	keys  map[[kidSize]byte]Schluessel
	mu    sync.RWMutex
	lists map[string]*sperren // by authority
}

// NewPruefer makes a Pruefer that knows these keys, at least one.
func NewPruefer(keys []Schluessel, config Config) (*Pruefer, error) {
	p := &Pruefer{now: config.Now, keys: map[[kidSize]byte]Schluessel{}, lists: map[string]*sperren{}}
	if p.now == nil {
		p.now = time.Now
	}
	if len(keys) == 0 {
		return nil, errors.New("siegel: no known keys")
	}
	for i, key := range keys {
		if err := key.check(); err != nil {
			return nil, fmt.Errorf("key %d: %w", i+1, err)
		}
		id := kid(key.Oeffentlich)
		if _, twice := p.keys[id]; twice {
			return nil, fmt.Errorf("key %d: %w: stands twice", i+1, ErrInhalt)
		}
		p.keys[id] = key
	}
	return p, nil
}

// Update takes a signed revocation list. The list must come from a known key of
// the authority that it names, valid on the list's day, and must not be older than
// the one at hand, nor from the future by more than five minutes: the error is
// [ErrSyntax] where it is none, and the list at hand stays.
func (p *Pruefer) Update(signed []byte) error {
	if len(signed) > maxListe {
		return fmt.Errorf("siegel: revocation list: %w", ErrSyntax)
	}
	payload, key, ok := open(list, signed, p.keys)
	if !ok {
		return fmt.Errorf("siegel: revocation list: no signature of a known key: %w", ErrSyntax)
	}
	s, ok := parseSperren(payload)
	if !ok || s.stelle != key.Stelle || !key.on(datum.Of(s.stand)) {
		return fmt.Errorf("siegel: revocation list: %w", ErrSyntax)
	}
	if s.stand.After(p.now().Add(5 * time.Minute)) {
		return fmt.Errorf("siegel: revocation list from the future: %w", ErrSyntax)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if old := p.lists[s.stelle]; old != nil && s.stand.Before(old.stand) {
		return fmt.Errorf("siegel: revocation list older than the one at hand: %w", ErrSyntax)
	}
	p.lists[s.stelle] = s
	return nil
}

// on reports whether the key may sign on the day.
func (s Schluessel) on(day datum.Datum) bool { return !day.Before(s.Ab) && !day.After(s.Bis) }

// Pruefung is the answer to a check.
type Pruefung struct {
	Zustand    Zustand
	Inhalt     Inhalt     // nothing where the code is not genuine
	Schluessel Schluessel // whose seal it is
	// Sperrstand is the time as of which the certificate was compared with what
	// the authority revoked. It is zero where no list is at hand that is still
	// current: then say that revocation was not checked.
	Sperrstand time.Time
}

// Verify checks the text of a code.
func (p *Pruefer) Verify(code string) Pruefung {
	unecht := Pruefung{Zustand: ZustandUnecht}
	text, ok := strings.CutPrefix(code, seal)
	if !ok || len(text) > maxBytes*3/2+1 {
		return unecht
	}
	msg, ok := unbase45(text)
	if !ok {
		return unecht
	}
	payload, key, ok := open(seal, msg, p.keys)
	if !ok {
		return unecht
	}
	in, ok := parseInhalt(payload)
	if !ok || in.Stelle != key.Stelle || !key.on(in.Vom) {
		return unecht
	}
	out := Pruefung{Zustand: ZustandGueltig, Inhalt: in, Schluessel: key}
	now := p.now()
	p.mu.RLock()
	s := p.lists[in.Stelle]
	p.mu.RUnlock()
	if s != nil && !now.After(s.naechste) {
		out.Sperrstand = s.stand
	}
	switch {
	case s != nil && s.has(in.Nummer): // a list grown old still revokes
		out.Zustand, out.Sperrstand = ZustandGesperrt, s.stand
	case !in.Bis.IsZero() && datum.Of(now).After(in.Bis):
		out.Zustand = ZustandAbgelaufen
	}
	return out
}
