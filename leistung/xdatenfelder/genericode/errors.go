// SPDX-License-Identifier: Apache-2.0

package genericode

import (
	"errors"

	"github.com/deutschland-stack/bausteine/internal/xmlstream"
)

// Errors about XML, before any question of Genericode. They come with the
// place in the document and never repeat its text.
var (
	// ErrXML reports a document that is not well-formed.
	ErrXML = xmlstream.ErrSyntax
	// ErrLimit reports a document beyond one of its [Limits].
	ErrLimit = xmlstream.ErrLimit
	// ErrDTD reports a document type declaration, where entities come from.
	ErrDTD = xmlstream.ErrDTD
	// ErrEncoding reports a document that is not UTF-8.
	ErrEncoding = xmlstream.ErrEncoding
)

var (
	// ErrNamespace reports a document that is no code list of Genericode 1.0.
	ErrNamespace = errors.New("genericode: not a CodeList of Genericode 1.0")
	// ErrStructure reports a row or a key that names no column of the list, or a
	// column that is declared twice.
	ErrStructure = errors.New("genericode: contradictory list")
)
