// SPDX-License-Identifier: Apache-2.0

package formular

import "errors"

var (
	// ErrModell reports elements or rules that contradict themselves or each
	// other.
	ErrModell = errors.New("formular: contradictory form")
	// ErrPfad reports a pointer that leads to no field of the form.
	ErrPfad = errors.New("formular: no such field")
	// ErrFormular reports a draft of another form.
	ErrFormular = errors.New("formular: a draft of another form")
	// ErrHerkunft reports a prefilled value that does not say where it comes from.
	ErrHerkunft = errors.New("formular: a prefilled value without its source")
	// ErrWert reports a value that is not a text, a number, true or false.
	ErrWert = errors.New("formular: not a value of a field")
)
