// SPDX-License-Identifier: Apache-2.0

package frist

import "errors"

var (
	// ErrRegel reports a rule that cannot be counted: a day that is not set, a
	// length below one, a suspension that ends before it begins.
	ErrRegel = errors.New("frist: rule cannot be counted")
	// ErrJahr reports a day outside the years the holiday tables cover.
	ErrJahr = errors.New("frist: outside the years of the holiday tables")
	// ErrUngeklaert reports a question this package has no confirmed answer to.
	// The caller who knows the answer can give it.
	ErrUngeklaert = errors.New("frist: not settled here")
	// ErrListe reports a text that is no list of Gemeinden with and without a
	// holiday.
	ErrListe = errors.New("frist: no list of Gemeinden and holidays")
)
