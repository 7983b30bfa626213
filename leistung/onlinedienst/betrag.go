// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/formular"
	"github.com/deutschland-stack/bausteine/payment/money"
)

// Betrag is an amount in euro that was answered: no rent is an answer, unlike the
// zero Betrag.
type Betrag struct{ amount money.Amount }

// Cents is the amount of so many cents as an answer.
func Cents(n int64) Betrag { return Betrag{money.Cents(n)} }

// Cents returns the amount in cents, 0 where there is none.
func (b Betrag) Cents() int64 { return b.amount.Minor() }

// IsZero reports whether there is no answer.
func (b Betrag) IsZero() bool { return !b.amount.IsSet() }

// String returns the amount with two decimals and a point, "" where there is no
// answer.
func (b Betrag) String() string {
	if b.IsZero() {
		return ""
	}
	return b.amount.Decimal()
}

// MarshalJSON writes a number of euro; mark the field omitzero.
func (b Betrag) MarshalJSON() ([]byte, error) {
	if b.IsZero() {
		return []byte("null"), nil
	}
	return []byte(b.String()), nil
}

// UnmarshalJSON reads a number of euro with at most two decimals.
func (b *Betrag) UnmarshalJSON(raw []byte) error {
	var n json.Number
	if err := json.Unmarshal(raw, &n); err != nil || n == "" {
		return errors.New("onlinedienst: an amount is a number of euro")
	}
	amount, err := money.ParseDecimal(n.String(), money.EUR)
	if err != nil {
		return fmt.Errorf("onlinedienst: amount: %w", err)
	}
	*b = Betrag{amount}
	return nil
}

// Geld asks for an amount in euro. People write it as they are used to: "420",
// "420,50", "1.225,00 €".
func Geld[G any](get func(*G) *Betrag, titel recht.Text) Feld[G, Betrag] {
	return feld(get, titel, formular.Geld[recht.Text])
}

var (
	plainAmount   = regexp.MustCompile(`^-?[0-9]+([.,][0-9]{1,2})?$`)
	germanAmount  = regexp.MustCompile(`^-?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]{1,2})?$`)
	englishAmount = regexp.MustCompile(`^-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,2})?$`)
)

// readBetrag reads an amount as people write it. Three digits behind a point or a
// comma are thousands: cents have two.
func readBetrag(typed string) (Betrag, bool) {
	s := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "\u2212", "-").Replace(typed)
	for _, unit := range []string{"€", "Euro", "euro", "EUR"} {
		s = strings.TrimPrefix(strings.TrimSuffix(s, unit), unit)
	}
	s = strings.TrimSuffix(strings.TrimSuffix(s, ",-"), ",--")
	switch {
	case plainAmount.MatchString(s):
		s = strings.Replace(s, ",", ".", 1)
	case germanAmount.MatchString(s):
		s = strings.Replace(strings.ReplaceAll(s, ".", ""), ",", ".", 1)
	case englishAmount.MatchString(s):
		s = strings.ReplaceAll(s, ",", "")
	default:
		return Betrag{}, false
	}
	whole, cents, _ := strings.Cut(s, ".")
	amount, err := money.ParseDecimal(trimZeros(whole)+"."+cmp.Or(cents, "0"), money.EUR)
	return Betrag{amount}, err == nil
}

// typedBetrag is an amount as it is typed again: "1225,00".
func typedBetrag(raw json.RawMessage) (string, bool) {
	var b Betrag
	if b.UnmarshalJSON(raw) != nil {
		return "", false
	}
	return strings.Replace(b.String(), ".", ",", 1), true
}
