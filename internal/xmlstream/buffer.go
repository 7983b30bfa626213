// SPDX-License-Identifier: Apache-2.0

package xmlstream

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// buffer holds the part of the input around one token and knows where in the
// document it is.
type buffer struct {
	src        io.Reader
	data       []byte
	start, end int // of what is read and not yet consumed
	err        error

	taken              int64 // bytes read from src
	maxBytes           int64
	maxToken           int
	lines, lastNewline int // in what was dropped: newlines, and bytes behind the last of them
}

// emptyReads is how often a source may return nothing at all before it is
// given up.
const emptyReads = 100

// at returns the byte i places into what is not yet consumed.
func (b *buffer) at(i int) byte { return b.data[b.start+i] }

// rest returns what is read and not yet consumed.
func (b *buffer) rest() []byte { return b.data[b.start:b.end] }

// ensure reads until n bytes are there. It is false at the end of the input,
// then without an error, and where reading failed.
func (b *buffer) ensure(n int) (bool, error) {
	for b.end-b.start < n {
		if err := b.more(); err != nil {
			if errors.Is(err, errEnd) {
				return false, nil
			}
			return false, err
		}
	}
	return true, nil
}

// find returns how many bytes, from the current place, end with the delimiter,
// which is looked for from offset on.
func (b *buffer) find(delimiter string, offset int) (int, error) {
	for {
		if i := bytes.Index(b.rest()[min(offset, b.end-b.start):], []byte(delimiter)); i >= 0 {
			return offset + i + len(delimiter), nil
		}
		// The delimiter may have begun at the end of what is there.
		offset = max(offset, b.end-b.start-len(delimiter)+1)
		if err := b.more(); err != nil {
			if errors.Is(err, errEnd) {
				err = nil
			}
			return 0, early(err)
		}
	}
}

// take consumes n bytes and returns them, valid until the next read.
func (b *buffer) take(n int) []byte {
	token := b.data[b.start : b.start+n]
	b.start += n
	return token
}

// more reads on. It returns errEnd at the end of the input.
func (b *buffer) more() error {
	if b.err != nil {
		return b.err
	}
	if b.end-b.start > b.maxToken {
		return fmt.Errorf("%w: one token of more than %d bytes", ErrLimit, b.maxToken)
	}
	if len(b.data)-b.end < 2 { // latin1 needs two
		b.makeRoom()
	}
	for range emptyReads {
		n, err := b.src.Read(b.data[b.end:])
		b.end += n
		if b.taken += int64(n); b.taken > b.maxBytes {
			return fmt.Errorf("%w: more than %d bytes", ErrLimit, b.maxBytes)
		}
		if err == io.EOF { // the end of a source is io.EOF itself, by the contract of io.Reader
			err = errEnd
		}
		b.err = err
		if n > 0 {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return io.ErrNoProgress
}

// makeRoom drops what is consumed or, where that is nothing, doubles the data.
func (b *buffer) makeRoom() {
	if b.start == 0 {
		b.data = append(b.data, make([]byte, min(len(b.data), b.maxToken+1))...)
		return
	}
	gone := b.data[:b.start]
	b.lines += bytes.Count(gone, []byte{'\n'})
	if i := bytes.LastIndexByte(gone, '\n'); i >= 0 {
		b.lastNewline = len(gone) - i - 1
	} else {
		b.lastNewline += len(gone)
	}
	b.end = copy(b.data, b.rest())
	b.start = 0
}

// place returns the line and the column, in bytes, both from 1.
func (b *buffer) place() (line, column int) {
	before := b.data[:b.start]
	line = b.lines + bytes.Count(before, []byte{'\n'}) + 1
	if i := bytes.LastIndexByte(before, '\n'); i >= 0 {
		return line, len(before) - i
	}
	return line, b.lastNewline + len(before) + 1
}

// latin1 turns ISO-8859-1 into UTF-8.
type latin1 struct{ src io.Reader }

// Read fills p to a half at most, for a byte may become two.
func (l latin1) Read(p []byte) (int, error) {
	if len(p) < 2 {
		return 0, io.ErrShortBuffer
	}
	raw := make([]byte, len(p)/2)
	n, err := l.src.Read(raw)
	return len(appendLatin1(p[:0], raw[:n])), err
}

func appendLatin1(dst, src []byte) []byte {
	for _, c := range src {
		if c < 0x80 {
			dst = append(dst, c)
		} else {
			dst = append(dst, 0xC0|c>>6, 0x80|c&0x3F)
		}
	}
	return dst
}

// toLatin1 reads the rest of the input as ISO-8859-1.
func (b *buffer) toLatin1() {
	b.data = appendLatin1(bytes.Clone(b.data[:b.start]), b.rest())
	b.end = len(b.data)
	b.data = append(b.data, make([]byte, chunk)...)
	b.src = latin1{b.src}
}

// begin drops a byte order mark of UTF-8 and refuses the documents that begin
// as UTF-16 or UTF-32 does.
func (b *buffer) begin() error {
	if ok, err := b.ensure(3); !ok && err != nil {
		return err
	}
	head := b.rest()[:min(3, b.end-b.start)]
	switch {
	case bytes.Equal(head, []byte{0xEF, 0xBB, 0xBF}):
		b.take(3)
	case bytes.HasPrefix(head, []byte{0xFE, 0xFF}), bytes.HasPrefix(head, []byte{0xFF, 0xFE}), bytes.IndexByte(head, 0) >= 0:
		return ErrEncoding
	}
	return nil
}
