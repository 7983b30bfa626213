// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The keys of a head are stored as a JSON array of pairs.

func encodeKeys(keys []Key) string {
	if len(keys) == 0 {
		return ""
	}
	if text, plain := plainText(keys); plain {
		return text
	}
	pairs := make([][2]string, len(keys))
	for i, key := range keys {
		pairs[i] = [2]string{key.Name, key.Value}
	}
	text, err := json.Marshal(pairs)
	if err != nil {
		panic(err) // strings always marshal
	}
	return string(text)
}

func decodeKeys(text string) ([]Key, error) {
	if text == "" {
		return nil, nil
	}
	if keys, plain := plainKeys(text); plain {
		return keys, nil
	}
	var pairs [][2]string
	if err := json.Unmarshal([]byte(text), &pairs); err != nil {
		return nil, fmt.Errorf("%w: the keys of a head", ErrDamaged)
	}
	keys := make([]Key, len(pairs))
	for i, pair := range pairs {
		keys[i] = Key{Name: pair[0], Value: pair[1]}
	}
	return keys, nil
}

// plainText writes keys in which JSON escapes nothing.
func plainText(keys []Key) (text string, plain bool) {
	escaped := func(r rune) bool { return r < ' ' || r > '~' || strings.ContainsRune(`"\<>&`, r) }
	var b strings.Builder
	for i, key := range keys {
		if strings.ContainsFunc(key.Name, escaped) || strings.ContainsFunc(key.Value, escaped) {
			return "", false
		}
		before := `[["`
		if i > 0 {
			before = `"],["`
		}
		for _, part := range [...]string{before, key.Name, `","`, key.Value} {
			b.WriteString(part)
		}
	}
	b.WriteString(`"]]`)
	return b.String(), true
}

// plainKeys reads keys as they are nearly always spelt: every load reads some. Of
// anything else it says so.
func plainKeys(text string) (keys []Key, plain bool) {
	if !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' }) ||
		strings.Count(text, `\`) != strings.Count(text, `\u`) {
		return nil, false
	}
	rest, found := strings.CutPrefix(text, `[["`)
	if !found {
		return nil, false
	}
	if rest, found = strings.CutSuffix(rest, `"]]`); !found {
		return nil, false
	}
	keys = make([]Key, 0, strings.Count(rest, `"],["`)+1)
	for pair := range strings.SplitSeq(rest, `"],["`) {
		name, value, found := strings.Cut(pair, `","`)
		if found {
			name, found = unescaped(name)
		}
		if found {
			value, found = unescaped(value)
		}
		if !found {
			return nil, false
		}
		keys = append(keys, Key{Name: name, Value: value})
	}
	return keys, true
}

// unescaped reads a string that escapes by code points alone, as the joined values
// of a key have their separator.
func unescaped(text string) (plain string, ok bool) {
	if strings.IndexByte(text, '"') >= 0 {
		return "", false
	}
	if strings.IndexByte(text, '\\') < 0 {
		return text, true
	}
	// Go spells them like JSON, but for halves of a surrogate pair, which it refuses.
	plain, err := strconv.Unquote(`"` + text + `"`)
	return plain, err == nil
}
