// SPDX-License-Identifier: Apache-2.0

package recht

import "cmp"

// Niveau is a Vertrauensniveau: how sure a service must be who acts, and how sure
// an account is (§ 3 (4) OZG, Art. 8 (2) eIDAS Regulation). The zero value is
// "not stated".
type Niveau uint8

// The levels, in their order.
const (
	NiveauUntergeordnet Niveau = iota + 1 // also called Basisregistrierung: name and password
	NiveauNormal
	NiveauSubstantiell // the ELSTER certificate, for example
	NiveauHoch         // the eID of an identity card, for example
)

// The spellings. The lowest level of STORK has no counterpart in eIDAS, whose
// "low" is the German "normal".
var niveaus = [...]struct{ name, english, stork, eidas, bundID string }{
	NiveauUntergeordnet: {"untergeordnet", "basic", "STORK-QAA-Level-1", "", "UNTERGEORDNET"},
	NiveauNormal:        {"normal", "low", "STORK-QAA-Level-2", "http://eidas.europa.eu/LoA/low", "NORMAL"},
	NiveauSubstantiell:  {"substantiell", "substantial", "STORK-QAA-Level-3", "http://eidas.europa.eu/LoA/substantial", "SUBSTANTIELL"},
	NiveauHoch:          {"hoch", "high", "STORK-QAA-Level-4", "http://eidas.europa.eu/LoA/high", "HOCH"},
}

// ParseNiveau reads the German name: untergeordnet, normal, substantiell or hoch.
func ParseNiveau(s string) (Niveau, error) {
	for n := NiveauUntergeordnet; n <= NiveauHoch; n++ {
		if niveaus[n].name == s {
			return n, nil
		}
	}
	return 0, &SyntaxError{"trust level", 0, "must be untergeordnet, normal, substantiell or hoch"}
}

// ReadNiveau reads the spellings of the wire: a STORK level as BundID and BayernID
// state it for a login ("STORK-QAA-Level-3"), the level that BundID states beside
// each attribute ("SUBSTANTIELL"), and the URI of eIDAS
// ("http://eidas.europa.eu/LoA/high"). Anything else, such as
// "STORK-QAA-Level-0", is an error and never a level.
func ReadNiveau(s string) (Niveau, error) {
	for n := NiveauUntergeordnet; n <= NiveauHoch; n++ {
		if v := &niveaus[n]; s != "" && (v.stork == s || v.bundID == s || v.eidas == s) {
			return n, nil
		}
	}
	return 0, &SyntaxError{"trust level", 0, "must be a level of STORK, of BundID or of eIDAS"}
}

// IsValid reports whether n is one of the four levels.
func (n Niveau) IsValid() bool { return n >= NiveauUntergeordnet && n <= NiveauHoch }

// IsZero reports whether the level is not stated.
func (n Niveau) IsZero() bool { return n == 0 }

// Compare orders the levels, lowest first and "not stated" before all.
func (n Niveau) Compare(other Niveau) int { return cmp.Compare(n, other) }

// Reicht reports whether an account of level n may do what requires the level. A
// level that is not stated is enough for nothing, not even for a requirement that
// is not stated: who requires nothing does not ask.
func (n Niveau) Reicht(verlangt Niveau) bool {
	return n.IsValid() && verlangt.IsValid() && n >= verlangt
}

// String returns the German name, and "" where none is stated.
func (n Niveau) String() string {
	if !n.IsValid() {
		return ""
	}
	return niveaus[n].name
}

// English returns the name for English text: basic, low, substantial, high.
func (n Niveau) English() string {
	if !n.IsValid() {
		return ""
	}
	return niveaus[n].english
}

// STORK returns the class that the account services state for a login, and "" for
// no level.
func (n Niveau) STORK() string {
	if !n.IsValid() {
		return ""
	}
	return niveaus[n].stork
}

// EIDAS returns the URI of the level in eIDAS, and "" for no level and for
// [NiveauUntergeordnet], which eIDAS does not know.
func (n Niveau) EIDAS() string {
	if !n.IsValid() {
		return ""
	}
	return niveaus[n].eidas
}

// BundID returns the word that BundID states beside an attribute, and "" for no
// level.
func (n Niveau) BundID() string {
	if !n.IsValid() {
		return ""
	}
	return niveaus[n].bundID
}

// AppendText appends the German name; the zero value appends nothing.
func (n Niveau) AppendText(b []byte) ([]byte, error) {
	if n > NiveauHoch {
		return b, &SyntaxError{"trust level", 0, "is none of the four"}
	}
	return append(b, n.String()...), nil
}

// MarshalText is AppendText on a new slice; use omitzero for an optional level.
func (n Niveau) MarshalText() ([]byte, error) { return n.AppendText(nil) }

// UnmarshalText reads what MarshalText writes; empty text is the zero value.
func (n *Niveau) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*n = 0
		return nil
	}
	*n, err = ParseNiveau(string(b))
	return err
}
