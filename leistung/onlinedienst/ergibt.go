// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"encoding/json"
	"errors"
	"reflect"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

// Berechnet is an answer that nobody is asked for, see [Ergibt].
type Berechnet[A, T any] struct {
	Feld[A, T]
}

// Ergibt computes an answer from those that stand before it and from the day: an
// age, a sum, whether any row is so. It stands among the elements of a page and
// is not drawn; conditions and rules look at it like at any other, so they stay
// data. No answer, the zero T, is none. The function sees only answers that are
// asked and valid.
func Ergibt[A, T any](nach Feld[A, T], aus func(a A, heute datum.Datum) T) Berechnet[A, T] {
	nach = nach.Optional()
	nach.mehr.ergibt = func(a any, heute datum.Datum) (any, error) {
		answers, ok := a.(A)
		if !ok {
			return nil, errors.New("onlinedienst: computed from other answers")
		}
		v := aus(answers, heute)
		if reflect.ValueOf(&v).Elem().IsZero() {
			return nil, nil
		}
		if amount, ok := any(v).(Betrag); ok {
			return json.Number(amount.String()), nil
		}
		return plain(v), nil
	}
	return Berechnet[A, T]{nach}
}
