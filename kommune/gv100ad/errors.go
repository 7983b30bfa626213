// SPDX-License-Identifier: Apache-2.0

package gv100ad

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune"
)

// Error says where a file breaks the format. It matches [kommune.ErrSyntax].
type Error struct {
	Zeile  int    // line, from 1
	Feld   string // field with its positions, such as "PLZ (166-170)"; empty for the whole line
	Reason string
}

func (e *Error) Error() string {
	if e.Feld == "" {
		return fmt.Sprintf("gv100ad: line %d: %s", e.Zeile, e.Reason)
	}
	return fmt.Sprintf("gv100ad: line %d: %s: %s", e.Zeile, e.Feld, e.Reason)
}

// Is makes errors.Is(err, kommune.ErrSyntax) true.
func (e *Error) Is(target error) bool { return target == kommune.ErrSyntax }
