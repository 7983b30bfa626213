// SPDX-License-Identifier: Apache-2.0

package gv100ad

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"iter"
	"strconv"
	"unicode/utf8"
)

// length is the number of characters of a record.
const length = 220

// Read iterates over the records of a file. After an error, which is an
// [*Error] or one of the reader, it stops. It holds one line at a time, and no
// line longer than a record can be.
func Read(r io.Reader) iter.Seq2[Satz, error] {
	return func(yield func(Satz, error) bool) {
		lines := lineReader{r: bufio.NewReaderSize(r, utf8.UTFMax*length+2)}
		for {
			line, err := lines.next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(Satz{}, err)
				return
			}
			satz, err := parse(line)
			if err != nil {
				yield(Satz{}, err)
				return
			}
			if !yield(satz, nil) {
				return
			}
		}
	}
}

// lineReader cuts the file into records of characters.
type lineReader struct {
	r        *bufio.Reader
	number   int
	encoding encoding
	chars    record
	blanks   []byte
}

// shortest is the length of a record at least, without the blanks behind it: the
// name begins at 23, and a Gemeinde has its population until 161.
const shortest = 23

type encoding uint8

const (
	undecided encoding = iota // so far ASCII only
	utf8Text
	latin1
)

// record is a line, cut into characters.
type record struct {
	number int
	text   []byte          // UTF-8
	starts [length + 1]int // where each character starts in text
}

func (l *lineReader) next() (*record, error) {
	for {
		line, err := l.r.ReadSlice('\n')
		whole := err == nil // ends with an end of line
		if len(line) == 0 && err != nil {
			return nil, err
		}
		l.number++
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			return nil, l.errorf("longer than " + strconv.Itoa(length) + " characters")
		case err != nil && err != io.EOF:
			return nil, err
		}
		line = bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
		if l.number == 1 {
			line = bytes.TrimPrefix(line, []byte("\uFEFF"))
		}
		if len(line) == 0 {
			continue
		}
		if err := l.cut(line, whole); err != nil {
			return nil, err
		}
		return &l.chars, nil
	}
}

// cut finds the characters of a line. The first line with letters outside
// ASCII decides the encoding of the file. Blanks that an editor took from the end
// of a whole line are put back.
func (l *lineReader) cut(line []byte, whole bool) error {
	seen := undecided
	switch {
	case isASCII(line):
	case utf8.Valid(line):
		seen = utf8Text
	default:
		seen = latin1
	}
	switch {
	case seen == undecided:
	case l.encoding == undecided:
		l.encoding = seen
	case l.encoding != seen:
		return l.errorf("mixes UTF-8 and ISO-8859-1 within one file")
	}
	if l.encoding == latin1 {
		line = fromLatin1(line)
	}
	n := utf8.RuneCount(line)
	if shortest <= n && n < length && whole && line[len(line)-1] != ' ' {
		l.blanks = append(l.blanks[:0], line...)
		for ; n < length; n++ {
			l.blanks = append(l.blanks, ' ')
		}
		line = l.blanks
	}
	if n != length {
		return l.errorf("has " + strconv.Itoa(n) + " characters instead of " + strconv.Itoa(length))
	}
	l.chars.number, l.chars.text = l.number, line
	i := 0
	for start := range string(line) {
		l.chars.starts[i] = start
		i++
	}
	l.chars.starts[length] = len(line)
	return nil
}

func (l *lineReader) errorf(reason string) error { return &Error{Zeile: l.number, Reason: reason} }

func isASCII(line []byte) bool {
	for _, b := range line {
		if b >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func fromLatin1(line []byte) []byte {
	text := make([]byte, 0, 2*len(line))
	for _, b := range line {
		text = utf8.AppendRune(text, rune(b))
	}
	return text
}

// bytes returns the characters first to last, counted from 1 as the record
// description does, without the blanks behind them.
func (r *record) bytes(first, last int) []byte {
	return bytes.TrimRight(r.text[r.starts[first-1]:r.starts[last]], " ")
}

func (r *record) errorf(f field, reason string) error {
	return &Error{Zeile: r.number, Feld: f.String(), Reason: reason}
}
