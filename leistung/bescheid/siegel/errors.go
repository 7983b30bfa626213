// SPDX-License-Identifier: Apache-2.0

package siegel

import (
	"errors"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

var (
	// ErrInhalt reports content that cannot be sealed.
	ErrInhalt = errors.New("siegel: content that cannot be sealed")
	// ErrSyntax reports text or bytes that are not what they should be; it is the
	// same value as datum.ErrSyntax.
	ErrSyntax = datum.ErrSyntax
)
