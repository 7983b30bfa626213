// SPDX-License-Identifier: Apache-2.0

package siegel

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

// Schluessel is a known key: whose it is, and on which days it may seal.
type Schluessel struct {
	Stelle      string // key of the authority, as [Inhalt] has it
	Name        string // of the authority, for people
	Ab, Bis     datum.Datum
	Oeffentlich ed25519.PublicKey
}

// ID names the key by the start of its hash, as the codes under it do.
func (s Schluessel) ID() string {
	id := kid(s.Oeffentlich)
	return hex.EncodeToString(id[:])
}

func (s Schluessel) check() error {
	switch {
	case !isKennung(s.Stelle):
		return fmt.Errorf("%w: authority of a key", ErrInhalt)
	case s.Name == "" || len(s.Name) > 200 || s.Name != strings.TrimSpace(s.Name) || !utf8.ValidString(s.Name) || strings.ContainsFunc(s.Name, unicode.IsControl):
		return fmt.Errorf("%w: name of the authority of a key", ErrInhalt)
	case s.Ab.Before(epoch) || s.Bis.Before(s.Ab):
		return fmt.Errorf("%w: days of a key", ErrInhalt)
	case len(s.Oeffentlich) != ed25519.PublicKeySize:
		return fmt.Errorf("%w: no Ed25519 key", ErrInhalt)
	}
	return nil
}

// MarshalText returns the key in one line: authority, first and last day, the
// public key in base64, and the name, with a blank between.
//
//	073370000000 2026-01-01 2027-12-31 3q2-… Stadt Musterstadt
func (s Schluessel) MarshalText() ([]byte, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	return []byte(strings.Join([]string{s.Stelle, s.Ab.String(), s.Bis.String(), base64.RawURLEncoding.EncodeToString(s.Oeffentlich), s.Name}, " ")), nil
}

// UnmarshalText reads what MarshalText writes.
func (s *Schluessel) UnmarshalText(b []byte) error {
	fields := strings.SplitN(string(b), " ", 5)
	if len(b) > 400 || len(fields) != 5 {
		return fmt.Errorf("siegel: key: %w", ErrSyntax)
	}
	out := Schluessel{Stelle: fields[0], Name: fields[4]}
	var err1, err2, err3 error
	out.Ab, err1 = datum.Parse(fields[1])
	out.Bis, err2 = datum.Parse(fields[2])
	out.Oeffentlich, err3 = base64.RawURLEncoding.Strict().DecodeString(fields[3])
	if err1 != nil || err2 != nil || err3 != nil || strings.ContainsAny(fields[3], "\r\n") || out.check() != nil {
		return fmt.Errorf("siegel: key: %w", ErrSyntax)
	}
	*s = out
	return nil
}
