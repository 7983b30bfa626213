// SPDX-License-Identifier: Apache-2.0

package xzufi_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

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
		{"a link", `<a href="https://example.test/?a=1&amp;b=2" onclick="x()">Mehr</a>`, `<a href="https://example.test/?a=1&amp;b=2" rel="noopener noreferrer">Mehr</a>`, "Mehr"},
		{"a link without quotes", `<a href=https://example.test/ target=_blank>Mehr</a>`, `<a href="https://example.test/" rel="noopener noreferrer">Mehr</a>`, "Mehr"},
		{"mail", `<a href='mailto:amt@example.test'>Mail</a>`, `<a href="mailto:amt@example.test" rel="noopener noreferrer">Mail</a>`, "Mail"},
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
		{"tag never closed", "<b", "&lt;b", "<b"},
		{"quote never closed", `<a href="x`, "&lt;a href=&#34;x", `<a href="x`},
		{"end without begin", "</p>a", "a", "a"},
		{"crossing marks", "<b><i>x</b></i>y", "<b><i>x</i></b>y", "xy"},
		{"left open", "<ul><li>x", "<ul><li>x</li></ul>", "x"},
		{"line break", "a<br/>b<br>c", "a<br>b<br>c", "a b c"},
		{"unknown mark", "<blink>x</blink>", "x", "x"},
		{"nested trick", "<scr<script>ipt>alert(1)</script>", "&lt;scr", "<scr"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, xzufi.Sanitize(leistung.HTML(tt.in)))
			require.Equal(t, tt.plain, xzufi.PlainText(leistung.HTML(tt.in)))
		})
	}
}

func TestSanitize_TakesTimeInProportionToItsInput(t *testing.T) {
	for _, part := range []string{"<a", "<a ", `<a "`, "<a '\"", "<!--", "</", "<b>", "</p>", "&amp"} {
		start := time.Now()
		xzufi.Sanitize(leistung.HTML(strings.Repeat("<i>", 50_000) + strings.Repeat(part, 50_000)))
		require.Less(t, time.Since(start), 5*time.Second, "%q", part)
	}
}

// What comes out consists of text without brackets and of tags from the list.
var harmless = regexp.MustCompile(`^(?:[^<>]|<(?:b|blockquote|br|dd|dl|dt|em|h[2-6]|i|li|ol|p|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul|a(?: href="(?:https?:|mailto:)[^"<>]*" rel="noopener noreferrer")?)>|</[a-z0-9]+>)*$`)

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
