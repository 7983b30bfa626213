// SPDX-License-Identifier: Apache-2.0

package xzufi

import (
	"html"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/microcosm-cc/bluemonday"

	"github.com/deutschland-stack/bausteine/leistung"
)

// inline are the marks that stay within a line.
var inline = strings.Fields("a b em i strong sub sup u")

// blocks are the marks that stay and part lines.
var blocks = strings.Fields("blockquote br dd dl dt h2 h3 h4 h5 h6 li ol p table tbody td th thead tr ul")

// discarded lose what stands inside them too.
var discarded = strings.Fields("script style template iframe object noscript svg math title textarea select xmp plaintext noembed noframes")

// policies are rules of bluemonday. They are not changed once made.
type policies struct {
	page  *bluemonday.Policy // what may stand in a page
	lines *bluemonday.Policy // marks within a line alone, a blank for every other
	words *bluemonday.Policy // no marks
}

var policiesOf = sync.OnceValue(func() policies {
	base := func() *bluemonday.Policy {
		p := bluemonday.NewPolicy()
		p.SkipElementsContent(discarded...)
		return p
	}
	p := policies{base(), base(), base()}
	p.page.AllowElements(slices.DeleteFunc(slices.Concat(inline, blocks), func(name string) bool { return name == "a" })...)
	p.page.AllowAttrs("href").OnElements("a")
	p.page.AllowNoAttrs().OnElements("a")
	p.page.AllowURLSchemes("http", "https", "mailto")
	p.page.RequireParseableURLs(true)
	p.page.AllowRelativeURLs(false)
	p.page.RequireNoFollowOnLinks(false)
	p.page.RequireNoReferrerOnLinks(true)
	p.lines.AllowElements(append(slices.Clone(inline), "span")...)
	p.lines.AllowNoAttrs().OnElements("a", "span")
	p.lines.AddSpaceWhenStrippingTag(true)
	return p
})

// Sanitize returns text that can stand in a page: a small set of marks without
// attributes, links to http, https and mailto only, everything else as text or
// gone. Every mark is closed where it belongs, so that the text cannot end one of
// the page around it. The rules are those of bluemonday.
func Sanitize(text leistung.HTML) string {
	return balanced(strings.Map(noControl, policiesOf().page.Sanitize(valid(text))))
}

// PlainText returns the words alone, white space joined, a blank where a mark
// stood between blocks.
func PlainText(text leistung.HTML) string {
	p := policiesOf()
	words := html.UnescapeString(p.words.Sanitize(p.lines.Sanitize(valid(text))))
	return strings.Join(strings.Fields(strings.Map(noControl, words)), " ")
}

func valid(text leistung.HTML) string { return strings.ToValidUTF8(string(text), "\uFFFD") }

// noControl drops control characters but those that are white space.
func noControl(r rune) rune {
	if unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' {
		return -1
	}
	return r
}

// maxOpen bounds the nesting of marks; deeper ones are dropped.
const maxOpen = 64

// balanced closes what is left open and drops ends without a beginning in text
// that a policy wrote: every "<" begins a tag of a known mark there.
func balanced(clean string) string {
	var b strings.Builder
	var open []string
	for clean != "" {
		text, rest, found := strings.Cut(clean, "<")
		b.WriteString(text)
		if !found {
			break
		}
		tag, behind, _ := strings.Cut(rest, ">")
		clean = behind
		tag = strings.TrimRight(tag, "/ ") // <b/> begins a b in HTML
		name, _, _ := strings.Cut(tag, " ")
		if end, ok := strings.CutPrefix(name, "/"); ok {
			at := len(open) - 1
			for at >= 0 && open[at] != end {
				at--
			}
			for ; at >= 0 && len(open) > at; open = open[:len(open)-1] {
				b.WriteString("</" + open[len(open)-1] + ">")
			}
			continue
		}
		if name == "br" {
			b.WriteString("<br>")
			continue
		}
		if len(open) < maxOpen {
			b.WriteString("<" + tag + ">")
			open = append(open, name)
		}
	}
	for _, name := range slices.Backward(open) {
		b.WriteString("</" + name + ">")
	}
	return b.String()
}
