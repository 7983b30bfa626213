// SPDX-License-Identifier: Apache-2.0

package regel

import (
	"errors"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

var (
	// ErrKeinRecht reports that no version of a law or parameter is in force on
	// the day, or that no bill has the name. Law that is missing never becomes an
	// amount of zero.
	ErrKeinRecht = errors.New("regel: no law in force")
	// ErrParameter reports a parameter or set of rules that contradicts itself.
	ErrParameter = errors.New("regel: contradiction in the law's tables")
	// ErrProtokoll reports a record that cannot be calculated again.
	ErrProtokoll = errors.New("regel: record cannot be calculated again")
	// ErrSyntax reports malformed text; it is the house's one value.
	ErrSyntax = recht.ErrSyntax
)
