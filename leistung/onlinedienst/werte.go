// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"encoding/json"
	"strconv"
)

// Zahl is a number that was answered: no wage is an answer, unlike the zero Zahl.
type Zahl struct {
	n     int64
	given bool
}

// Z is the number as an answer.
func Z(n int64) Zahl { return Zahl{n, true} }

// Int returns the number, 0 where there is none.
func (z Zahl) Int() int64 { return z.n }

// IsZero reports whether there is no answer.
func (z Zahl) IsZero() bool { return !z.given }

// String returns the digits, "" where there is no answer.
func (z Zahl) String() string {
	if !z.given {
		return ""
	}
	return strconv.FormatInt(z.n, 10)
}

// MarshalJSON writes a number; mark the field omitzero.
func (z Zahl) MarshalJSON() ([]byte, error) { return json.Marshal(z.n) }

// UnmarshalJSON reads a number.
func (z *Zahl) UnmarshalJSON(b []byte) error {
	var n json.Number
	if err := json.Unmarshal(b, &n); err != nil {
		return err
	}
	whole, err := strconv.ParseInt(n.String(), 10, 64)
	if err != nil { // 1e2 and 1.0 are whole numbers in JSON, too
		f, ferr := n.Float64()
		if whole = int64(f); ferr != nil || float64(whole) != f {
			return err
		}
	}
	*z = Z(whole)
	return nil
}

// JaNein is a question that was answered; Nein is an answer, unlike false.
type JaNein string

// The answers.
const (
	Ja   JaNein = "ja"
	Nein JaNein = "nein"
)
