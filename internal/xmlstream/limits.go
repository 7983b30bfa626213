// SPDX-License-Identifier: Apache-2.0

package xmlstream

// Limits bound what a Reader takes in. A zero field takes the default.
type Limits struct {
	Bytes  int64 // length of the document; default 64 MiB
	Token  int   // length of one tag with its attributes, one run of text, one comment; default 1 MiB
	Depth  int   // nesting of elements; default 200
	Latin1 bool  // read documents that declare ISO-8859-1
}

// Bounds that no caller needs to move. The formats read here know less than ten
// attributes of an element and as few prefixes; the names and values kept to be used again fill a
// few hundred kilobytes at most.
const (
	maxAttributes = 64
	maxBindings   = 256 // of prefixes, in force at one place
	maxInterned   = 4096
	maxInternLen  = 64
	chunk         = 32 << 10
)
