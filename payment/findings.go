// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"errors"
	"fmt"
	"strings"
)

// ErrInvalid reports input that breaks rules; the error is a [*InvalidError]
// that lists every one of them.
var ErrInvalid = errors.New("payment: invalid")

// Finding is one rule that an input breaks. It never repeats the input itself,
// but may name the single character that does not fit.
type Finding struct {
	Code    string `json:"code"`            // stable, such as "XBD-PURPOSE-02"
	Pointer string `json:"pointer"`         // JSON pointer to the place
	Text    string `json:"text"`            // in a few words, for developers
	Basis   string `json:"basis,omitempty"` // the paragraph or clause it rests on
}

func (f Finding) String() string { return f.Code + " " + f.Pointer + ": " + f.Text }

// Findings are all rules that an input breaks, in the order of its fields.
type Findings []Finding

// Add appends a finding.
func (f *Findings) Add(code, pointer, format string, args ...any) {
	*f = append(*f, Finding{Code: code, Pointer: pointer, Text: fmt.Sprintf(format, args...)})
}

// On returns the findings with the basis that they rest on, where they have none.
func (f Findings) On(basis string) Findings {
	for i := range f {
		if f[i].Basis == "" {
			f[i].Basis = basis
		}
	}
	return f
}

// Has reports whether a finding of the code is among them.
func (f Findings) Has(code string) bool {
	for i := range f {
		if f[i].Code == code {
			return true
		}
	}
	return false
}

// Err returns nil where there are no findings, else a [*InvalidError].
func (f Findings) Err() error {
	if len(f) == 0 {
		return nil
	}
	return &InvalidError{Findings: f}
}

// InvalidError carries findings as an error. It is [ErrInvalid].
type InvalidError struct{ Findings Findings }

func (e *InvalidError) Error() string {
	texts := make([]string, len(e.Findings))
	for i, f := range e.Findings {
		texts[i] = f.String()
	}
	return ErrInvalid.Error() + ": " + strings.Join(texts, "; ")
}

// Unwrap ties the error to [ErrInvalid].
func (e *InvalidError) Unwrap() error { return ErrInvalid }
