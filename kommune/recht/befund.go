// SPDX-License-Identifier: Apache-2.0

package recht

import (
	"fmt"
	"strings"
)

// Severity says what a [Befund] means for the input it is about.
type Severity uint8

// The severities.
const (
	SeverityError   Severity = iota + 1 // must be put right
	SeverityWarning                     // goes on, but is likely wrong or will be refused elsewhere
	SeverityNote                        // a remark for person or clerk
)

var severities = [...]string{SeverityError: "error", SeverityWarning: "warning", SeverityNote: "note"}

// String returns error, warning or note, and "" where it is not set.
func (s Severity) String() string {
	if int(s) >= len(severities) {
		return ""
	}
	return severities[s]
}

// IsZero reports whether it is not set, which counts as [SeverityError].
func (s Severity) IsZero() bool { return s == 0 }

// MarshalText returns the word; the zero value is empty.
func (s Severity) MarshalText() ([]byte, error) {
	if int(s) >= len(severities) {
		return nil, &SyntaxError{"severity", 0, "is none of the three"}
	}
	return []byte(s.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (s *Severity) UnmarshalText(b []byte) error {
	for i, word := range severities {
		if word == string(b) {
			*s = Severity(i)
			return nil
		}
	}
	return &SyntaxError{"severity", 0, "must be error, warning or note"}
}

// Befund is one finding about an input: what is the matter, where, and why. A
// check returns all of them at once.
type Befund struct {
	// Code is stable and documented by the package that gives it; programs and
	// statistics go by it. Capitals, digits, hyphens and colons.
	Code string `json:"code"`
	// Pointer is the JSON pointer (RFC 6901) of the place, or of where what is
	// missing would stand; "" is the whole. It is made of names that the program
	// knows and of positions, never of text that somebody sent: what is wrong with
	// an unknown key is said of the object that holds it.
	Pointer string `json:"pointer"`
	// Severity counts as SeverityError where it is not set.
	Severity Severity `json:"severity,omitzero"`
	// Normen are what the finding rests on; none for a plain gap.
	Normen Normen `json:"normen,omitempty"`
	// Detail says in a few English words what is the matter, for developers and
	// logs. It may name a bound or a single character, and no more of the input.
	Detail string `json:"detail,omitempty"`
	// Text says to a person what to do. It may name what is wrong with the input,
	// so it goes to the person who gave it and into no log.
	Text Text `json:"text,omitzero"`
}

// Blocks reports whether the input may not go on as it is: the finding is neither
// a warning nor a note.
func (b Befund) Blocks() bool { return b.Severity != SeverityWarning && b.Severity != SeverityNote }

// String returns code, place, norms and detail in one line for developers, and
// nothing of the text: "FEE-BASIS-01 /fees/0: no fee without a legal basis".
func (b Befund) String() string {
	s := b.Code
	if !b.Blocks() {
		s += " " + b.Severity.String()
	}
	if b.Pointer != "" {
		s += " " + b.Pointer
	}
	if len(b.Normen) > 0 {
		s += " (" + b.Normen.String() + ")"
	}
	if b.Detail != "" {
		s += ": " + b.Detail
	}
	return s
}

// Befunde are all findings about one input, in the order of its places.
type Befunde []Befund

// Add appends a finding with a detail and no text, for what developers and
// administrators see.
func (bs *Befunde) Add(code, pointer, format string, args ...any) {
	*bs = append(*bs, Befund{Code: code, Pointer: pointer, Detail: fmt.Sprintf(format, args...)})
}

// Err returns nil where no finding blocks, else a [*BefundError] with all of them.
func (bs Befunde) Err() error {
	for i := range bs {
		if bs[i].Blocks() {
			return &BefundError{Befunde: bs}
		}
	}
	return nil
}

// Has reports whether a finding has the code.
func (bs Befunde) Has(code string) bool {
	for i := range bs {
		if bs[i].Code == code {
			return true
		}
	}
	return false
}

// At returns the findings about one of the places and about places below it.
func (bs Befunde) At(pointers ...string) Befunde {
	return bs.filter(func(b *Befund) bool {
		for _, pointer := range pointers {
			if rest, ok := strings.CutPrefix(b.Pointer, pointer); ok && (rest == "" || rest[0] == '/') {
				return true
			}
		}
		return false
	})
}

// Blocking returns the findings that must be put right.
func (bs Befunde) Blocking() Befunde {
	return bs.filter(func(b *Befund) bool { return b.Blocks() })
}

// Remarks returns the others: warnings and notes.
func (bs Befunde) Remarks() Befunde {
	return bs.filter(func(b *Befund) bool { return !b.Blocks() })
}

func (bs Befunde) filter(keep func(*Befund) bool) Befunde {
	var out Befunde
	for i := range bs {
		if keep(&bs[i]) {
			out = append(out, bs[i])
		}
	}
	return out
}

// BefundError carries findings where a function must return an error. It is
// [ErrInvalid].
type BefundError struct{ Befunde Befunde }

// Error lists the first findings that block, without their texts.
func (e *BefundError) Error() string {
	const shown = 5
	texts := make([]string, 0, shown)
	for i := range e.Befunde {
		if e.Befunde[i].Blocks() && len(texts) < shown {
			texts = append(texts, e.Befunde[i].String())
		}
	}
	if len(e.Befunde) == 1 {
		return fmt.Sprintf("%v: %s", ErrInvalid, strings.Join(texts, "; "))
	}
	return fmt.Sprintf("%v: %d findings: %s", ErrInvalid, len(e.Befunde), strings.Join(texts, "; "))
}

// Unwrap ties the error to [ErrInvalid].
func (e *BefundError) Unwrap() error { return ErrInvalid }
