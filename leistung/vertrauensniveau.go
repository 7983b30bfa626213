// SPDX-License-Identifier: Apache-2.0

package leistung

import (
	"cmp"
	"errors"
	"fmt"
)

// Vertrauensniveau is how sure a service must be who acts, and how sure an
// account is. The levels are ordered; the zero value means "not stated" and is
// below all of them.
type Vertrauensniveau uint8

// The levels, lowest first.
const (
	NiveauUntergeordnet Vertrauensniveau = iota + 1 // also called Basisregistrierung
	NiveauNormal
	NiveauSubstantiell
	NiveauHoch
)

// ErrVertrauensniveau reports text that names no level.
var ErrVertrauensniveau = errors.New("leistung: not a Vertrauensniveau")

var niveaus = [...]struct{ name, stork string }{
	NiveauUntergeordnet: {"untergeordnet", "STORK-QAA-Level-1"},
	NiveauNormal:        {"normal", "STORK-QAA-Level-2"},
	NiveauSubstantiell:  {"substantiell", "STORK-QAA-Level-3"},
	NiveauHoch:          {"hoch", "STORK-QAA-Level-4"},
}

// ParseVertrauensniveau reads the German name: untergeordnet, normal,
// substantiell, hoch.
func ParseVertrauensniveau(s string) (Vertrauensniveau, error) {
	for n := NiveauUntergeordnet; n <= NiveauHoch; n++ {
		if niveaus[n].name == s {
			return n, nil
		}
	}
	return 0, ErrVertrauensniveau
}

// ParseSTORK reads the value that the account services BundID and BayernID
// send: STORK-QAA-Level-1 to STORK-QAA-Level-4.
func ParseSTORK(s string) (Vertrauensniveau, error) {
	for n := NiveauUntergeordnet; n <= NiveauHoch; n++ {
		if niveaus[n].stork == s {
			return n, nil
		}
	}
	return 0, ErrVertrauensniveau
}

// IsValid reports whether n is one of the four levels.
func (n Vertrauensniveau) IsValid() bool { return n >= NiveauUntergeordnet && n <= NiveauHoch }

// IsZero reports whether the level is not stated.
func (n Vertrauensniveau) IsZero() bool { return n == 0 }

// Compare orders the levels, lowest first.
func (n Vertrauensniveau) Compare(other Vertrauensniveau) int { return cmp.Compare(n, other) }

// Reicht reports whether an account of level n may do what requires the level.
// A level that is not stated is enough for nothing, not even for a requirement
// that is not stated: who requires nothing does not ask.
func (n Vertrauensniveau) Reicht(verlangt Vertrauensniveau) bool {
	return n.IsValid() && verlangt.IsValid() && n >= verlangt
}

// String returns the German name, and "" for no level.
func (n Vertrauensniveau) String() string {
	if !n.IsValid() {
		return ""
	}
	return niveaus[n].name
}

// STORK returns the value of the account services, and "" for no level.
func (n Vertrauensniveau) STORK() string {
	if !n.IsValid() {
		return ""
	}
	return niveaus[n].stork
}

// AppendText appends the German name; the zero value appends nothing.
func (n Vertrauensniveau) AppendText(b []byte) ([]byte, error) {
	if n > NiveauHoch {
		return b, fmt.Errorf("%w: %d", ErrVertrauensniveau, uint8(n))
	}
	return append(b, n.String()...), nil
}

// MarshalText returns the German name; use omitzero for an optional level.
func (n Vertrauensniveau) MarshalText() ([]byte, error) { return n.AppendText(nil) }

// UnmarshalText reads what MarshalText writes; empty text is the zero value.
func (n *Vertrauensniveau) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*n = 0
		return nil
	}
	*n, err = ParseVertrauensniveau(string(b))
	return err
}
