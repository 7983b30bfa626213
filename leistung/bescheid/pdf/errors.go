// SPDX-License-Identifier: Apache-2.0

package pdf

import "errors"

var (
	// ErrDocument reports a document that lacks what an accessible file needs, or
	// is larger than this package writes.
	ErrDocument = errors.New("pdf: not an accessible document")
	// ErrCharacter reports a character that the typeface lacks, that is not
	// written from left to right, or that cannot be seen.
	ErrCharacter = errors.New("pdf: character cannot be written")
)
