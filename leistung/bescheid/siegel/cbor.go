// SPDX-License-Identifier: Apache-2.0

package siegel

import (
	"encoding/binary"
	"unicode/utf8"
)

// The major types of CBOR (RFC 8949, 3.1).
const (
	majorUint byte = iota
	majorNegative
	majorBytes
	majorText
	majorArray
	majorMap
	majorTag
)

func appendHead(b []byte, major byte, n uint64) []byte {
	m := major << 5
	switch {
	case n < 24:
		return append(b, m|byte(n))
	case n < 1<<8:
		return append(b, m|24, byte(n))
	case n < 1<<16:
		return binary.BigEndian.AppendUint16(append(b, m|25), uint16(n))
	case n < 1<<32:
		return binary.BigEndian.AppendUint32(append(b, m|26), uint32(n))
	}
	return binary.BigEndian.AppendUint64(append(b, m|27), n)
}

func appendBytes(b, v []byte) []byte {
	return append(appendHead(b, majorBytes, uint64(len(v))), v...)
}

func appendText(b []byte, s string) []byte {
	return append(appendHead(b, majorText, uint64(len(s))), s...)
}

// reader takes deterministic CBOR apart and refuses every other spelling. After
// the first failure it stays bad.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) head(major byte) uint64 {
	if r.bad || len(r.b) == 0 || r.b[0]>>5 != major {
		r.bad = true
		return 0
	}
	info := r.b[0] & 31
	r.b = r.b[1:]
	if info < 24 {
		return uint64(info)
	}
	size := 1 << (info - 24)
	if info > 27 || len(r.b) < size {
		r.bad = true
		return 0
	}
	var n uint64
	for _, c := range r.b[:size] {
		n = n<<8 | uint64(c)
	}
	r.b = r.b[size:]
	if n < 24 || size > 1 && n>>(4*size) == 0 {
		r.bad = true // longer than need be
	}
	return n
}

func (r *reader) want(major byte, n uint64) {
	if r.head(major) != n {
		r.bad = true
	}
}

func (r *reader) bytes(major byte) []byte {
	n := r.head(major)
	if r.bad || n > uint64(len(r.b)) {
		r.bad = true
		return nil
	}
	v := r.b[:n]
	r.b = r.b[n:]
	return v
}

func (r *reader) text() string {
	s := string(r.bytes(majorText))
	if !utf8.ValidString(s) {
		r.bad = true
	}
	return s
}
