// SPDX-License-Identifier: Apache-2.0

package xzufi_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/xzufi"
)

func TestSanitize_KeepsHarmlessMarksAndNothingElse(t *testing.T) {
	for _, tt := range []struct{ name, in, want, plain string }{
		{"plain text", "Wohnung & Umzug", "Wohnung &amp; Umzug", "Wohnung & Umzug"},
		{"entities", "&Auml;mter &lt;b&gt;", "Ämter &lt;b&gt;", "Ämter <b>"},
		{"marks", "<P class='x'>Wer <STRONG>einzieht</STRONG></P>", "<p>Wer <strong>einzieht</strong></p>", "Wer einzieht"},
		{"a list", "<ul><li>eins<li>zwei</ul>", "<ul><li>eins<li>zwei</li></li></ul>", "eins zwei"},
		{"a link", `<a href="https://example.test/?a=1&amp;b=2" onclick="x()">Mehr</a>`, `<a href="https://example.test/?a=1&amp;b=2" rel="noreferrer">Mehr</a>`, "Mehr"},
		{"a link without quotes", `<a href=https://example.test/ target=_blank>Mehr</a>`, `<a href="https://example.test/" rel="noreferrer">Mehr</a>`, "Mehr"},
		{"mail", `<a href='mailto:amt@example.test'>Mail</a>`, `<a href="mailto:amt@example.test" rel="noreferrer">Mail</a>`, "Mail"},
		{"script", "a<script>alert('<b>')</script>b", "ab", "ab"},
		{"script never closed", "a<script>alert(1)", "a", "a"},
		{"style and svg", "<style>p{}</style><svg onload=alert(1)><p>x</p></svg>y", "y", "y"},
		{"javascript link", `<a href="javascript:alert(1)">x</a>`, "<a>x</a>", "x"},
		{"javascript link, hidden", `<a href="&#106;avascript:alert(1)">x</a>`, "<a>x</a>", "x"},
		{"javascript link, broken up", "<a href=\"java\tscript:alert(1)\">x</a>", "<a>x</a>", "x"},
		{"data link", `<a href="data:text/html,x">x</a>`, "<a>x</a>", "x"},
		{"image", `<img src=x onerror=alert(1)>x`, "x", "x"},
		{"comment", "a<!-- <b> -->b", "ab", "ab"},
		{"comment never closed", "a<!-- b", "a", "a"},
		{"declaration", "<!DOCTYPE html><?php x ?>a", "a", "a"},
		{"lone bracket", "1 < 2 > 1", "1 &lt; 2 &gt; 1", "1 < 2 > 1"},
		{"tag never closed", "a<b", "a", "a"},
		{"quote never closed", `a<a href="x`, "a", "a"},
		{"end without begin", "</p>a", "a", "a"},
		{"crossing marks", "<b><i>x</b></i>y", "<b><i>x</i></b>y", "xy"},
		{"left open", "<ul><li>x", "<ul><li>x</li></ul>", "x"},
		{"line break", "a<br/>b<br>c", "a<br>b<br>c", "a b c"},
		{"marks that end themselves", "<b/>x<a/>y", "<b>x<a>y</a></b>", "xy"},
		{"unknown mark", "<blink>x</blink>", "x", "x"},
		{"a scheme in capitals", `<a href="JavaScript:alert(1)">x</a>`, "<a>x</a>", "x"},
		{"a scheme behind a blank", `<a href=" javascript:alert(1)">x</a>`, "<a>x</a>", "x"},
		{"a scheme behind a control character", "<a href=\"\x01javascript:alert(1)\">x</a>", "<a>x</a>", "x"},
		{"an entity in the middle of a scheme", `<a href="java&Tab;script&colon;alert(1)">x</a>`, "<a>x</a>", "x"},
		{"vbscript", `<a href="vbscript:x">x</a>`, "<a>x</a>", "x"},
		{"no scheme", `<a href="//attacker.test/x">x</a>`, "<a>x</a>", "x"},
		{"two targets", `<a href="https://a.test/" href="javascript:alert(1)">x</a>`, `<a href="https://a.test/" rel="noreferrer">x</a>`, "x"},
		{"a quote in a target", `<a href='https://a.test/"onmouseover="alert(1)'>x</a>`, `<a href="https://a.test/%22onmouseover=%22alert%281%29" rel="noreferrer">x</a>`, "x"},
		{"an attribute that looks like a target", `<a title='href="javascript:alert(1)"'>x</a>`, "<a>x</a>", "x"},
		{"escaped twice", "&amp;lt;script&amp;gt;", "&amp;lt;script&amp;gt;", "&lt;script&gt;"},
		{"an element of a foreign namespace", "<math><mi><b>x</b></mi></math>y", "y", "y"},
		{"a title that hides a tag", "<title><a title='</title><img src=x onerror=alert(1)>'></title>y", "&#39;&gt;y", "'> y"},
		{"noscript that hides a tag", `<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>y`, "&#34;&gt;y", `"> y`},
		{"bytes that are no text", "a\xc0<b>b\xff</b>", "a\uFFFD<b>b\uFFFD</b>", "a\uFFFDb\uFFFD"},
		{"control characters", "a&#1;b\x00c&#x9f;d\te", "abc\u0178d\te", "abc\u0178d e"},
		{"nested trick", "<scr<script>ipt>alert(1)</script>", "ipt&gt;alert(1)", "ipt>alert(1)"},
		{"an end that would close the page around", "a</div></p></table>b", "ab", "a b"},
		{"depth", strings.Repeat("<b>", 100) + "x", strings.Repeat("<b>", 64) + "x" + strings.Repeat("</b>", 64), "x"},
		{"words in a line", "ein<b>zieh</b>en<br>um<span>melden</span>", "ein<b>zieh</b>en<br>ummelden", "einziehen ummelden"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, xzufi.Sanitize(leistung.HTML(tt.in)))
			require.Equal(t, tt.plain, xzufi.PlainText(leistung.HTML(tt.in)))
		})
	}
}

// What comes out consists of text without brackets and of tags from the list.
var harmless = regexp.MustCompile(`^(?:[^<>]|<(?:b|blockquote|br|dd|dl|dt|em|h[2-6]|i|li|ol|p|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul|a(?: href="(?:https?:|mailto:)[^"<>]*" rel="noreferrer")?)>|</[a-z0-9]+>)*$`)

func FuzzSanitize(f *testing.F) {
	for _, seed := range []string{"<a href='https://x'>y</a>", "<script>", "<p><ul></p>", "&lt;script&gt;", "<a href=\"javascript:x\">", "<!--", "<B>x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		out := xzufi.Sanitize(leistung.HTML(s))
		require.Regexp(t, harmless, out)
		require.Equal(t, out, xzufi.Sanitize(leistung.HTML(out)), "what is clean stays as it is")
	})
}

// Long hostile text is read to its end: each of these is a megabyte.
func TestSanitize_OfLongHostileText(t *testing.T) {
	for _, part := range []string{"<", "<a", "<a ", `<a "`, "<a '", "<!", "<!--", "</", "<b>", "</p>", "&amp", "<script", "<script>", "<table><p>", "<a href=x>", "&"} {
		long := leistung.HTML(strings.Repeat(part, 1<<20/len(part)))
		require.NotContains(t, xzufi.Sanitize(long), "<script")
		require.NotContains(t, xzufi.PlainText(long), "\x00")
	}
}

func BenchmarkSanitize(b *testing.B) {
	text := leistung.HTML(strings.Repeat("<p>Wer <strong>einzieht</strong>, meldet sich <a href='https://example.test/'>hier</a> an.</p>", 20))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		xzufi.Sanitize(text)
	}
}
