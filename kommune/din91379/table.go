// SPDX-License-Identifier: Apache-2.0

package din91379

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:generate go run ./internal/gen -in ../../../shared/data/din91379 -out data/zeichen.txt

//go:embed data/zeichen.txt
var data string

// character is a listed character or sequence.
type character struct {
	group       group
	search      string // search form of a Latin letter
	deprecated  bool
	replacement string
}

// table finds characters and sequences by their text.
type table struct {
	ascii     [utf8.RuneSelf]*character
	singles   map[rune]*character
	sequences map[string]*character // of two and three code points
	seconds   map[rune]bool         // code points that stand second in a sequence
}

// characters returns the table. The data is part of the program and covered by
// its tests: that it cannot be read is an impossible state.
var characters = sync.OnceValue(func() *table {
	t, err := parseTable(data)
	if err != nil {
		panic(err)
	}
	return t
})

// parseTable reads rows of group, code points in hex, search form, code points
// of the replacement; the last is "-" where a deprecated one has none.
func parseTable(data string) (*table, error) {
	t := &table{
		singles:   make(map[rune]*character, 800),
		sequences: make(map[string]*character, 160),
		seconds:   make(map[rune]bool, 24),
	}
	line := 0
	for row := range strings.Lines(data) {
		line++
		row = strings.TrimSuffix(row, "\n")
		if strings.HasPrefix(row, "#") {
			continue
		}
		fields := strings.Split(row, ";")
		if len(fields) != 4 {
			return nil, fmt.Errorf("din91379: table, line %d: %d fields", line, len(fields))
		}
		text, err := decodePoints(fields[1])
		if err != nil {
			return nil, fmt.Errorf("din91379: table, line %d: %w", line, err)
		}
		c := &character{group: groupNames[fields[0]], search: fields[2]}
		if c.group == 0 {
			return nil, fmt.Errorf("din91379: table, line %d: unknown group", line)
		}
		if fields[3] != "" {
			c.deprecated = true
			if c.replacement, err = decodePoints(fields[3]); err != nil {
				return nil, fmt.Errorf("din91379: table, line %d: %w", line, err)
			}
		}
		t.add(text, c)
	}
	return t, nil
}

func (t *table) add(text string, c *character) {
	first, size := utf8.DecodeRuneInString(text)
	switch {
	case size < len(text):
		second, _ := utf8.DecodeRuneInString(text[size:])
		t.sequences[text], t.seconds[second] = c, true
	case first < utf8.RuneSelf:
		t.ascii[first] = c
	default:
		t.singles[first] = c
	}
}

// decodePoints reads code points in hex with blanks between.
func decodePoints(s string) (string, error) {
	var b strings.Builder
	for point := range strings.FieldsSeq(s) {
		n, err := strconv.ParseUint(point, 16, 21)
		if err != nil {
			return "", err
		}
		b.WriteRune(rune(n))
	}
	return b.String(), nil
}

// longest returns the longest listed character or sequence at the beginning of
// a text that is not empty, with its length in bytes; nil and the length of one
// code point where none is.
func (t *table) longest(s string) (*character, int) {
	first, size := utf8.DecodeRuneInString(s)
	if second, secondSize := utf8.DecodeRuneInString(s[size:]); secondSize > 0 && t.seconds[second] {
		two := size + secondSize
		if _, thirdSize := utf8.DecodeRuneInString(s[two:]); thirdSize > 0 {
			if c, ok := t.sequences[s[:two+thirdSize]]; ok {
				return c, two + thirdSize
			}
		}
		if c, ok := t.sequences[s[:two]]; ok {
			return c, two
		}
	}
	switch {
	case first == utf8.RuneError && size == 1:
		return nil, 1
	case first < utf8.RuneSelf:
		return t.ascii[first], size
	default:
		return t.singles[first], size
	}
}
