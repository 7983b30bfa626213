// SPDX-License-Identifier: Apache-2.0

package xmlstream

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// fence counts the bytes that the decoder takes. It is an io.ByteReader, so
// the decoder puts no buffer of its own before it and the count of a token is
// exact.
type fence struct {
	src   *bufio.Reader
	limit Limits
	total int64
	token int // bytes since the token began
	begun bool
}

func newFence(r io.Reader, limit Limits) *fence {
	return &fence{src: bufio.NewReaderSize(r, 16<<10), limit: limit}
}

// ReadByte returns the next byte within the limits.
func (f *fence) ReadByte() (byte, error) {
	if !f.begun {
		f.begun = true
		if err := f.begin(); err != nil {
			return 0, err
		}
	}
	b, err := f.src.ReadByte()
	if err != nil {
		return 0, err
	}
	if f.total++; f.total > f.limit.Bytes {
		return 0, fmt.Errorf("%w: more than %d bytes", ErrLimit, f.limit.Bytes)
	}
	if f.token++; f.token > f.limit.Token {
		return 0, fmt.Errorf("%w: one token of more than %d bytes", ErrLimit, f.limit.Token)
	}
	return b, nil
}

// Read makes a fence an io.Reader, which xml.NewDecoder asks for; it then uses
// ReadByte alone.
func (f *fence) Read(p []byte) (int, error) { return readByByte(f, p) }

func readByByte(r io.ByteReader, p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	b, err := r.ReadByte()
	if err != nil {
		return 0, err
	}
	p[0] = b
	return 1, nil
}

// latin1 turns ISO-8859-1 into UTF-8: a byte from 0x80 on becomes two.
type latin1 struct {
	fence  *fence
	second byte // still to be handed out; 0 is none
}

// ReadByte returns the next byte of the UTF-8 form.
func (l *latin1) ReadByte() (byte, error) {
	if b := l.second; b != 0 {
		l.second = 0
		return b, nil
	}
	b, err := l.fence.ReadByte()
	if err != nil || b < 0x80 {
		return b, err
	}
	l.second = 0x80 | b&0x3F
	return 0xC0 | b>>6, nil
}

// Read makes a latin1 an io.Reader, as it does a fence.
func (l *latin1) Read(p []byte) (int, error) { return readByByte(l, p) }

// begin drops a byte order mark of UTF-8 and refuses the documents that begin
// as UTF-16 or UTF-32 does.
func (f *fence) begin() error {
	head, err := f.src.Peek(3)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	switch {
	case bytes.Equal(head, []byte{0xEF, 0xBB, 0xBF}):
		_, err = f.src.Discard(3)
		return err
	case bytes.HasPrefix(head, []byte{0xFE, 0xFF}), bytes.HasPrefix(head, []byte{0xFF, 0xFE}),
		bytes.IndexByte(head, 0) >= 0:
		return ErrEncoding
	}
	return nil
}
