// SPDX-License-Identifier: Apache-2.0

package datum

import (
	"errors"
	"fmt"
)

// ErrSyntax reports text that is malformed, in this package and in those that
// build on it: kommune.ErrSyntax and recht.ErrSyntax are the same value.
var ErrSyntax = errors.New("malformed text")

// SyntaxError says which part of a date is wrong. It never repeats the text: a
// form field may hold anything, also what belongs in no log.
type SyntaxError struct {
	Part   string // "year", "month" or "day"; empty for the whole
	Reason string
}

func (e *SyntaxError) Error() string {
	if e.Part == "" {
		return "datum: malformed date: " + e.Reason
	}
	return fmt.Sprintf("datum: malformed date: %s: %s", e.Part, e.Reason)
}

// Is makes errors.Is(err, ErrSyntax) true.
func (e *SyntaxError) Is(target error) bool { return target == ErrSyntax }
