// SPDX-License-Identifier: Apache-2.0

package wohngeld

// Unterhalt is maintenance that a member is expected to pay (§ 18).
type Unterhalt struct {
	Art    Unterhaltsart `json:"art"`
	Betrag Cent          `json:"betrag"` // a year
	// Titel is what a title, notarial agreement or notice fixes, a year; it takes
	// the place of the maximum. 0 is none.
	Titel Cent `json:"titel,omitzero"`
}

// Unterhaltsart says for whom. The zero value is "not set".
type Unterhaltsart uint8

// For whom maintenance is paid.
const (
	UnterhaltAuswaerts Unterhaltsart = iota + 1 // a member who lives away for training
	UnterhaltWechsel                            // a child of § 5 Abs. 4 who also lives with the other parent
	UnterhaltEhegatte                           // a former or separated spouse
	UnterhaltSonstige                           // anybody else
)

var unterhaltNames = [...]string{UnterhaltAuswaerts: "auswaerts", UnterhaltWechsel: "wechselmodell", UnterhaltEhegatte: "ehegatte", UnterhaltSonstige: "sonstige"}

// String returns the word for storage, "" for the zero value.
func (a Unterhaltsart) String() string { return nameOf(unterhaltNames[:], int(a)) }

// MarshalText returns the word.
func (a Unterhaltsart) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (a *Unterhaltsart) UnmarshalText(b []byte) error { return readName(unterhaltNames[:], b, a) }
