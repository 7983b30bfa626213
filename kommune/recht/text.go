// SPDX-License-Identifier: Apache-2.0

package recht

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// The language tags (BCP 47) that the house uses. Others are as good.
const (
	Deutsch  = "de"
	Englisch = "en"
	// LeichteSprache is German by the rules of Leichte Sprache, for people with
	// learning difficulties (§ 11 BGG). The tag is one of private use.
	LeichteSprache = "de-x-leicht"
	// EinfacheSprache is plain German; "simple" is a registered variant.
	EinfacheSprache = "de-simple"
)

// The bounds of a text that is read.
const (
	maxLanguages = 64
	maxText      = 64 << 10 // bytes of all languages
)

// Text says one thing in several languages. German is required; every text that
// is not the zero Text has it. It is a comparable, immutable value.
type Text struct {
	de, en string
	more   string // further languages, sorted: tag, 0, text, 0, ...
}

// NewText returns the text in German and English; English may be empty. Without
// German there is no text: the result is the zero Text.
func NewText(de, en string) Text {
	if de == "" {
		return Text{}
	}
	return Text{de: de, en: en}
}

// With returns the text with a further language, or with another text for one it
// has; an empty text takes the language away. It has no effect on German, on the
// zero Text, and for a malformed tag or a text that holds a NUL.
func (t Text) With(language, text string) Text {
	if t.IsZero() || language == Deutsch || !isTag(language) || strings.ContainsRune(text, 0) {
		return t
	}
	if language == Englisch {
		t.en = text
		return t
	}
	all := t.others()
	delete(all, language)
	if text != "" {
		all[language] = text
	}
	var b strings.Builder
	for _, tag := range slices.Sorted(maps.Keys(all)) {
		b.WriteString(tag + "\x00" + all[tag] + "\x00")
	}
	t.more = b.String()
	return t
}

// IsZero reports whether there is no text.
func (t Text) IsZero() bool { return t == Text{} }

// String returns the German text.
func (t Text) String() string { return t.de }

// English returns the English text, and the German one where there is none.
func (t Text) English() string { return t.In(Englisch) }

// In returns the text in the first of the languages that it has, and otherwise in
// German. A more special tag finds the more general text, "en-GB" that of "en";
// a private or easy variant is only found by its own tag.
func (t Text) In(languages ...string) string {
	for _, tag := range languages {
		for tag != "" {
			if text, ok := t.Lookup(tag); ok {
				return text
			}
			tag = tag[:max(strings.LastIndexByte(tag, '-'), 0)]
		}
	}
	return t.de
}

// Lookup returns the text of exactly the language.
func (t Text) Lookup(language string) (string, bool) {
	switch language {
	case Deutsch:
		return t.de, t.de != ""
	case Englisch:
		return t.en, t.en != ""
	}
	for rest := t.more; rest != ""; {
		var tag, text string
		tag, rest, _ = strings.Cut(rest, "\x00")
		text, rest, _ = strings.Cut(rest, "\x00")
		if tag == language {
			return text, true
		}
	}
	return "", false
}

// Languages returns the tags of the languages it has, German first.
func (t Text) Languages() []string {
	var tags []string
	if t.de != "" {
		tags = append(tags, Deutsch)
	}
	if t.en != "" {
		tags = append(tags, Englisch)
	}
	return append(tags, slices.Sorted(maps.Keys(t.others()))...)
}

// MarshalJSON writes an object of tags and texts: {"de":"…","en":"…"}. The zero
// Text is null; mark the field omitzero.
func (t Text) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	all := t.others()
	all[Deutsch] = t.de
	if t.en != "" {
		all[Englisch] = t.en
	}
	return json.Marshal(all)
}

// UnmarshalJSON reads what MarshalJSON writes. An object without German is an
// error.
func (t *Text) UnmarshalJSON(b []byte) error {
	if len(b) > 6*maxText {
		return &SyntaxError{"text", 6 * maxText, "too long"}
	}
	var all map[string]string
	if err := json.Unmarshal(b, &all); err != nil {
		return &SyntaxError{"text", 0, "not an object of languages and texts"}
	}
	if all == nil {
		*t = Text{}
		return nil
	}
	if all[Deutsch] == "" {
		return &SyntaxError{"text", 0, "the German text is missing"}
	}
	size := 0
	for tag, text := range all {
		size += len(tag) + len(text)
		if !isTag(tag) || text == "" || strings.ContainsRune(text, 0) || !utf8.ValidString(text) {
			return &SyntaxError{"text", 0, "not a language tag and a text"}
		}
	}
	if len(all) > maxLanguages || size > maxText {
		return &SyntaxError{"text", 0, "too many languages or too long"}
	}
	out := NewText(all[Deutsch], all[Englisch])
	for _, tag := range slices.Sorted(maps.Keys(all)) {
		if tag != Deutsch && tag != Englisch {
			out.more += tag + "\x00" + all[tag] + "\x00"
		}
	}
	*t = out
	return nil
}

// isTag accepts letters, digits and single hyphens, at most 35 characters as RFC
// 5646 (4.4.1) recommends.
func isTag(s string) bool {
	for i := range len(s) {
		b := s[i] | 0x20
		if b-'a' > 'z'-'a' && !isDigit(s[i]) && (s[i] != '-' || i == 0 || i == len(s)-1 || s[i-1] == '-') {
			return false
		}
	}
	return s != "" && len(s) <= 35
}

func (t Text) others() map[string]string {
	all := map[string]string{}
	for rest := t.more; rest != ""; {
		var tag, text string
		tag, rest, _ = strings.Cut(rest, "\x00")
		text, rest, _ = strings.Cut(rest, "\x00")
		all[tag] = text
	}
	return all
}
