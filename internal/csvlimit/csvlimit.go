// SPDX-License-Identifier: Apache-2.0

// Package csvlimit bounds the records of a table before encoding/csv reads them: a
// line of eight million separators would cost a gigabyte of empty fields.
package csvlimit

import (
	"errors"
	"io"
)

// ErrColumns reports a record with more fields than any such table has.
var ErrColumns = errors.New("csvlimit: a record has too many fields")

// Reader passes on what it reads until a record has too many fields.
type Reader struct {
	r         io.Reader
	separator byte
	most      int
	fields    int // separators of the record so far
	quoted    bool
}

// NewReader returns a reader that ends with [ErrColumns] where a record has more
// than so many fields. The separator is an ASCII character.
func NewReader(r io.Reader, separator byte, most int) *Reader {
	return &Reader{r: r, separator: separator, most: most}
}

// Read implements [io.Reader].
func (l *Reader) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	for _, c := range p[:n] {
		switch {
		case c == '"':
			l.quoted = !l.quoted
		case l.quoted:
		case c == '\n':
			l.fields = 0
		case c == l.separator:
			if l.fields++; l.fields >= l.most {
				return 0, ErrColumns
			}
		}
	}
	return n, err
}
