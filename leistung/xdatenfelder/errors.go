// SPDX-License-Identifier: Apache-2.0

package xdatenfelder

import (
	"errors"

	"github.com/deutschland-stack/bausteine/internal/xmlstream"
)

// Errors about XML, before any question of XDatenfelder. They come with the
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
	// ErrNamespace reports a root element of a namespace that is none of
	// XDatenfelder 2 and 3, or of a message unknown there.
	ErrNamespace = errors.New("xdatenfelder: not a message of XDatenfelder 2 or 3")
	// ErrStruktur reports an element that is missing, doubled, out of place or
	// without the content it must have.
	ErrStruktur = errors.New("xdatenfelder: element missing, doubled or out of place")
	// ErrCode reports a code that is well-formed and not in its list.
	ErrCode = errors.New("xdatenfelder: code not in its list")
	// ErrID reports text that is not an id.
	ErrID = errors.New("xdatenfelder: not an id")
	// ErrAnzahl reports text that is not a number range such as "0:1" or "1:*".
	ErrAnzahl = errors.New("xdatenfelder: not an Anzahl")
	// ErrWrite reports a schema that cannot be written as XDatenfelder 3.
	ErrWrite = errors.New("xdatenfelder: not writable as XDatenfelder 3")
)
