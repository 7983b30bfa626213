// SPDX-License-Identifier: Apache-2.0

package xzufi

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/deutschland-stack/bausteine/internal/xmlstream"
)

// Sizes of a piece: it is cut at the first end of an object behind pieceSize; an
// object of more than maxPiece is refused. Smaller pieces keep the heap so small
// that the garbage collector runs all the time.
const (
	pieceSize = 512 << 10
	maxPiece  = 16 << 20
)

// schnitt cuts a message into pieces. It judges nothing: it only finds where the
// children of the root end. Each piece is read by the hardened reader, between
// the root's own start tag and end tag, and what is malformed fails there.
type schnitt struct {
	source io.Reader
	limits Limits
	size   int           // of a piece
	room   func() []byte // a buffer for a piece, empty
	emit   func(*piece) bool

	buffer []byte // what is read and not yet cut
	pos    int    // how far it is looked at
	total  int64
	ended  bool // nothing more can be read
	err    error
	root   []byte // its start tag, without line breaks
	name   []byte // its name with prefix
	line   int    // lines before the buffer
	first  bool
}

// cut cuts the message and calls emit for every piece until it returns false.
func cut(source io.Reader, limits Limits, size int, room func() []byte, emit func(*piece) bool) {
	s := &schnitt{source: source, limits: limits, size: size, room: room, emit: emit, first: true}
	if s.begin() {
		s.children()
	}
}

// begin looks for the start tag of the root. The prolog stays in the buffer, so
// that the first piece has it.
func (s *schnitt) begin() bool {
	for {
		kind, from, ok := s.tag()
		switch {
		case !ok, kind == tagOther:
			s.rest()
			return false
		case kind == tagSkip:
			continue
		case kind == tagEmpty, kind == tagEnd:
			s.rest()
			return false
		}
		s.root = bytes.ReplaceAll(bytes.Clone(s.buffer[from:s.pos]), []byte("\n"), []byte(" "))
		end := bytes.IndexAny(s.root, " \t\r/>")
		s.name = s.root[1:end]
		return true
	}
}

// children cuts behind children of the root.
func (s *schnitt) children() {
	for depth := 1; ; {
		kind, _, ok := s.tag()
		if !ok {
			s.rest()
			return
		}
		switch kind {
		case tagStart:
			depth++
		case tagEnd:
			depth--
		case tagOther: // not XML, or a document type: for the reader to refuse
			s.rest()
			return
		case tagEmpty, tagSkip:
		}
		switch {
		case depth == 0:
			s.rest()
			return
		case depth == 1 && s.pos >= s.size:
			if !s.piece(s.pos, true) {
				return
			}
		}
	}
}

// piece hands out the buffer up to end.
func (s *schnitt) piece(end int, closeRoot bool) bool {
	p := &piece{first: s.first, line: s.line}
	doc := slices.Grow(s.room(), len(s.root)+end+len(s.name)+4)
	if !s.first {
		doc = append(doc, s.root...)
	}
	doc = append(doc, s.buffer[:end]...)
	if closeRoot {
		doc = append(append(append(doc, "</"...), s.name...), '>')
	}
	p.doc = doc
	s.line += bytes.Count(s.buffer[:end], []byte("\n"))
	s.first = false
	s.buffer = s.buffer[:copy(s.buffer, s.buffer[end:])]
	s.pos = 0
	return s.emit(p)
}

// rest hands out everything that is left as the last piece.
func (s *schnitt) rest() {
	for s.err == nil && s.more() {
	}
	if s.err != nil {
		s.emit(&piece{first: s.first, err: s.err})
		return
	}
	s.piece(len(s.buffer), false)
}

// Kinds of what begins with "<".
type tagKind uint8

const (
	tagStart tagKind = iota
	tagEnd
	tagEmpty // <a/>
	tagSkip  // comment, CDATA section, processing instruction
	tagOther
)

// tag moves behind the next thing that begins with "<", says what it is and
// where it began, and false where the message ends before.
func (s *schnitt) tag() (kind tagKind, from int, ok bool) {
	for {
		if i := bytes.IndexByte(s.buffer[s.pos:], '<'); i >= 0 {
			s.pos += i
			break
		}
		s.pos = len(s.buffer)
		if !s.more() {
			return 0, 0, false
		}
	}
	from = s.pos
	for len(s.buffer)-from < len("<![CDATA[") && s.more() { // enough to tell
	}
	head := s.buffer[from:]
	switch {
	case bytes.HasPrefix(head, []byte("<!--")):
		return tagSkip, from, s.behind(from+len("<!--"), "-->")
	case bytes.HasPrefix(head, []byte("<![CDATA[")):
		return tagSkip, from, s.behind(from+len("<![CDATA["), "]]>")
	case bytes.HasPrefix(head, []byte("<?")):
		return tagSkip, from, s.behind(from+len("<?"), "?>")
	case bytes.HasPrefix(head, []byte("<!")):
		return tagOther, from, true
	}
	if !s.close(from + 1) {
		return 0, 0, false
	}
	switch {
	case s.buffer[from+1] == '/':
		return tagEnd, from, true
	case s.buffer[s.pos-2] == '/':
		return tagEmpty, from, true
	}
	return tagStart, from, true
}

// behind moves behind the next occurrence of mark from i on.
func (s *schnitt) behind(i int, mark string) bool {
	for {
		if n := bytes.Index(s.buffer[i:], []byte(mark)); n >= 0 {
			s.pos = i + n + len(mark)
			return true
		}
		i = max(i, len(s.buffer)-len(mark)+1)
		if !s.more() {
			return false
		}
	}
}

// close moves behind the ">" of a tag, which may also stand in quotes.
func (s *schnitt) close(i int) bool {
	quote := byte(0)
	for {
		for ; i < len(s.buffer); i++ {
			switch c := s.buffer[i]; {
			case quote != 0:
				if c == quote {
					quote = 0
				}
			case c == '"' || c == '\'':
				quote = c
			case c == '>':
				s.pos = i + 1
				return true
			}
		}
		if !s.more() {
			return false
		}
	}
}

// more reads more of the message, and false at its end or at a limit.
func (s *schnitt) more() bool {
	if s.ended || s.err != nil {
		return false
	}
	switch {
	case len(s.buffer) >= maxPiece:
		s.err = fmt.Errorf("%w: an object of more than %d bytes", xmlstream.ErrLimit, maxPiece)
		return false
	case s.total > s.limits.Bytes:
		s.err = fmt.Errorf("%w: more than %d bytes", xmlstream.ErrLimit, s.limits.Bytes)
		return false
	}
	const step = 64 << 10
	if cap(s.buffer)-len(s.buffer) < step {
		grown := make([]byte, len(s.buffer), 2*cap(s.buffer)+2*step)
		copy(grown, s.buffer)
		s.buffer = grown
	}
	n, err := s.source.Read(s.buffer[len(s.buffer) : len(s.buffer)+step])
	s.buffer = s.buffer[:len(s.buffer)+n]
	s.total += int64(n)
	switch {
	case errors.Is(err, io.EOF):
		s.ended = true
	case err != nil:
		s.err = err
	}
	return n > 0 || err == nil
}
