// SPDX-License-Identifier: Apache-2.0

package xzufi

import (
	"html"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/deutschland-stack/bausteine/leistung"
)

// maxOffen bounds the nesting of marks that stay; deeper ones are dropped.
const maxOffen = 64

// erlaubt are the marks that stay, written anew without attributes; a keeps a
// checked link.
var erlaubt = strings.Fields("a b blockquote br dd dl dt em h2 h3 h4 h5 h6 i li ol p strong sub sup table tbody td th thead tr u ul")

// leere have no end.
var leere = []string{"br"}

// verworfen lose what stands inside them too.
var verworfen = strings.Fields("script style template iframe object embed noscript svg math title textarea select xmp plaintext noembed noframes")

// Sanitize returns text that can stand in a page: a small set of marks, written
// anew in lower case and closed where they belong, links to http, https and
// mailto only, everything else as text or gone. It is built up from what is
// allowed, not cut down from what is not.
func Sanitize(text leistung.HTML) string {
	var b strings.Builder
	var open []string
	walk(string(text), func(literal string) {
		b.WriteString(html.EscapeString(literal))
	}, func(m mark) {
		switch {
		case !slices.Contains(erlaubt, m.name), !m.end && len(open) >= maxOffen:
		case m.end:
			i := len(open) - 1
			for i >= 0 && open[i] != m.name {
				i--
			}
			if i < 0 {
				return
			}
			for len(open) > i {
				b.WriteString("</" + open[len(open)-1] + ">")
				open = open[:len(open)-1]
			}
		default:
			b.WriteString("<" + m.name)
			if href := m.link(); href != "" {
				b.WriteString(` href="` + html.EscapeString(href) + `" rel="noopener noreferrer"`)
			}
			b.WriteString(">")
			if !slices.Contains(leere, m.name) {
				open = append(open, m.name)
			}
		}
	})
	for _, name := range slices.Backward(open) {
		b.WriteString("</" + name + ">")
	}
	return b.String()
}

// PlainText returns the words alone, white space joined, a blank where a mark
// stood between blocks.
func PlainText(text leistung.HTML) string {
	var b strings.Builder
	walk(string(text), func(literal string) { b.WriteString(literal) }, func(m mark) {
		if !slices.Contains([]string{"a", "b", "em", "i", "strong", "sub", "sup", "u", "span"}, m.name) {
			b.WriteByte(' ')
		}
	})
	return strings.Join(strings.Fields(b.String()), " ")
}

// mark is one tag.
type mark struct {
	name string
	end  bool
	rest string // what stands behind the name, unparsed
}

// walk calls text for every run of text, entities resolved, and tag for every
// tag. What stands inside a discarded element is passed over. It returns how many
// bytes were looked at in search of the end of a tag, some of them again and
// again: the work, which a test holds in proportion to the input.
func walk(s string, text func(string), tag func(mark)) (looked int) {
	until := "" // the discarded element that is open
	s = strings.ToValidUTF8(s, "\uFFFD")
	for s != "" {
		before, behind, found := strings.Cut(s, "<")
		if until == "" && before != "" {
			text(strings.Map(noControl, html.UnescapeString(before)))
		}
		if !found {
			break
		}
		m, rest, n, ok := readTag(behind)
		looked += n
		if !ok { // a lone "<" is text
			if until == "" {
				text("<")
			}
			s = behind
			continue
		}
		s = rest
		switch {
		case until != "":
			if m.end && m.name == until {
				until = ""
			}
		case slices.Contains(verworfen, m.name):
			if !m.end {
				until = m.name
			}
		case m.name != "":
			tag(m)
		}
	}
	return looked
}

// noControl drops control characters but those that are white space.
func noControl(r rune) rune {
	if unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' {
		return -1
	}
	return r
}

// readTag reads a tag whose "<" is already taken, and returns how many bytes it
// looked at. Comments and declarations give a mark without a name.
func readTag(s string) (m mark, rest string, looked int, ok bool) {
	if strings.HasPrefix(s, "!--") {
		_, rest, _ = strings.Cut(s[3:], "-->")
		return mark{}, rest, len(s) - len(rest), true // one without end swallows the rest
	}
	body := s
	if m.end = strings.HasPrefix(s, "/"); m.end {
		body = s[1:]
	}
	n := 0
	for n < len(body) && (isLetter(body[n]) || n > 0 && body[n] >= '0' && body[n] <= '9') {
		n++
	}
	if n == 0 && !strings.HasPrefix(s, "!") && !strings.HasPrefix(s, "?") {
		return mark{}, s, 1, false
	}
	m.name = strings.ToLower(body[:n])
	quote := byte(0)
	for i := n; i < len(body); i++ {
		switch c := body[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '<':
			return mark{}, s, i, false // also keeps the work linear
		case c == '>':
			m.rest = body[n:i]
			return m, body[i+1:], i, true
		}
	}
	return mark{}, s, len(body), false
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// link returns the target of an a, if it is one of the kinds that may stay.
func (m *mark) link() string {
	if m.name != "a" {
		return ""
	}
	for rest := m.rest; ; {
		name, value, more, ok := readAttribute(rest)
		if !ok {
			return ""
		}
		rest = more
		if !strings.EqualFold(name, "href") {
			continue
		}
		target, err := url.Parse(strings.TrimSpace(html.UnescapeString(value)))
		if err != nil || !slices.Contains([]string{"http", "https", "mailto"}, target.Scheme) {
			return ""
		}
		return target.String()
	}
}

// readAttribute reads the first attribute of what stands behind a tag's name.
func readAttribute(s string) (name, value, rest string, ok bool) {
	const blank = " \t\r\n\f"
	s = strings.TrimLeft(s, blank+"/")
	if s == "" {
		return "", "", "", false
	}
	n := max(1, strings.IndexAny(s+" ", blank+"/="))
	name, s = s[:n], strings.TrimLeft(s[n:], blank)
	if s == "" || s[0] != '=' {
		return name, "", s, true
	}
	s = strings.TrimLeft(s[1:], blank)
	if s != "" && (s[0] == '"' || s[0] == '\'') {
		value, rest, _ = strings.Cut(s[1:], s[:1])
		return name, value, rest, true
	}
	n = strings.IndexAny(s+" ", blank)
	return name, s[:n], s[n:], true
}
