// SPDX-License-Identifier: Apache-2.0

package xmlstream_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/xmlstream"
)

// tokens spells the tokens that next hands out.
func tokens(next func() (xml.Token, error)) ([]string, error) {
	var out []string
	depth := 0
	for {
		tok, err := next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			depth++
			out = append(out, fmt.Sprintf("<%q %q", t.Name, t.Attr))
		case xml.EndElement:
			depth--
			out = append(out, fmt.Sprintf(">%q", t.Name))
		case xml.CharData:
			if depth > 0 {
				out = append(out, fmt.Sprintf("%q", string(t)))
			}
		}
	}
}

func ours(r io.Reader) ([]string, error) {
	return tokens(xmlstream.NewReader(r, xmlstream.Limits{}).Next)
}

func theirs(r io.Reader) ([]string, error) { return tokens(xml.NewDecoder(r).Token) }

func documents(t testing.TB) []string {
	t.Helper()
	docs := []string{
		`<a/>`,
		`<?xml version="1.0"?><a b="1" c='2 "x" &#x41;&#66;'/>`,
		"<a>\r\n x &lt;&gt;&amp;&quot;&apos; \r y</a>\n<!-- c -->",
		`<a><![CDATA[<b>]] & ]]>t<!-- - -->u<?pi x?>v</a>`,
		`<p:a xmlns:p="urn:x" xmlns="urn:y" p:q="1" q="2"><b xmlns=""><c/></b><b/><p:b xmlns:p="urn:z"/><p:b/></p:a>`,
		`<a xml:lang="de" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="t"/>`,
		`<unbound:a unbound:b="1"/>`,
		`<straße größe="ü">€ 𝔘</straße>`,
		`<a>` + strings.Repeat("Text ü ", 6_000) + `<b c="` + strings.Repeat("x&amp;", 6_000) + `"/>` + strings.Repeat("<d>e</d>\n", 6_000) + `</a>`,
	}
	files, err := filepath.Glob("../../leistung/xdatenfelder/testdata/*.xml")
	require.NoError(t, err)
	for _, file := range files {
		doc, err := os.ReadFile(file)
		require.NoError(t, err)
		docs = append(docs, string(doc))
	}
	return docs
}

func TestReader_HandsOutWhatEncodingXMLDoes(t *testing.T) {
	for _, doc := range documents(t) {
		want, err := theirs(strings.NewReader(doc))
		require.NoError(t, err)
		got, err := ours(strings.NewReader(doc))
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
}

func TestReader_DoesNotDependOnHowTheSourceIsCut(t *testing.T) {
	for _, doc := range documents(t) {
		want, err := ours(strings.NewReader(doc))
		require.NoError(t, err)
		for _, cut := range []func(io.Reader) io.Reader{iotest.OneByteReader, iotest.HalfReader, iotest.DataErrReader} {
			got, err := ours(cut(strings.NewReader(doc)))
			require.NoError(t, err)
			require.Equal(t, want, got)
		}
	}
}

func TestReader_ReadsLatin1HoweverTheSourceIsCut(t *testing.T) {
	doc := "<?xml version='1.0' encoding='ISO-8859-1'?><a>" + strings.Repeat("\xe4 b \xff", 6_000) + "</a>"
	for _, cut := range []func(io.Reader) io.Reader{iotest.OneByteReader, iotest.HalfReader, iotest.DataErrReader, func(r io.Reader) io.Reader { return r }} {
		got, err := tokens(xmlstream.NewReader(cut(strings.NewReader(doc)), xmlstream.Limits{Latin1: true}).Next)
		require.NoError(t, err)
		require.Equal(t, fmt.Sprintf("%q", strings.Repeat("ä b ÿ", 6_000)), got[1])
	}
}

func TestReader_NamesThePlaceOfAnError(t *testing.T) {
	for doc, want := range map[string]string{
		"<a>\n  <b></c></a>": "line 2, column 10: ",
		"<a>" + strings.Repeat("zeile <x/>\n", 5_000) + "ab<b>\x01</b>": "line 5001, column 7: ",
		"\ufeff<!DOCTYPE a>": "line 1, column 4: ",
	} {
		_, err := ours(iotest.HalfReader(strings.NewReader(doc)))
		require.Error(t, err)
		require.True(t, strings.HasPrefix(err.Error(), want), err)
	}
}

func TestReader_RefusesWhatEncodingXMLLetsPass(t *testing.T) {
	for name, doc := range map[string]string{
		"no space between attributes":    `<a b="1"c="2"/>`,
		"two hyphens in a comment":       `<a><!-- a -- b --></a>`,
		"declaration further down":       `<a><?xml version="1.0"?></a>`,
		"declaration behind a newline":   "\n<?xml version=\"1.0\"?><a/>",
		"declaration in capitals":        `<?XML version="1.0"?><a/>`,
		"declaration without a version":  `<?xml encoding="UTF-8"?><a/>`,
		"unknown part of declaration":    `<?xml version="1.0" author="x"?><a/>`,
		"surrogate by reference":         `<a>&#xD800;</a>`,
		"null by reference":              `<a>&#0;</a>`,
		"sign in a reference":            `<a>&#+65;</a>`,
		"name of two colons":             `<a:b:c/>`,
		"name of one colon":              `<:a/>`,
		"name that ends in a colon":      `<a:/>`,
		"prefix bound to nothing":        `<a xmlns:b=""/>`,
		"same attribute, two prefixes":   `<a xmlns:b="urn:x" xmlns:c="urn:x" b:d="1" c:d="2"/>`,
		"bare ampersand":                 `<a>a & b</a>`,
		"]]> in text":                    `<a>]]></a>`,
		"< in an attribute":              `<a b="<"/>`,
		"attribute without quotes":       `<a b=c/>`,
		"attribute without a value":      `<a b/>`,
		"closing tag with attribute":     `<a></a b="1">`,
		"closing tag after a space":      `<a></ a>`,
		"CDATA outside":                  `<![CDATA[x]]><a/>`,
		"cut off comment":                `<a><!-`,
		"cut off CDATA":                  `<a><![CDA`,
		"lone tag end":                   `<>`,
		"digit first":                    `<1a/>`,
		"control character in a comment": "<a><!-- \x02 --></a>",
	} {
		_, err := ours(strings.NewReader(doc))
		require.ErrorIs(t, err, xmlstream.ErrSyntax, name)
	}
}

func TestReader_StepDoesTheSameWithoutBoxes(t *testing.T) {
	r := xmlstream.NewReader(strings.NewReader(`<p:a xmlns:p="urn:x" b="1" p:b="2">t</p:a>`), xmlstream.Limits{})
	kind, err := r.Step()
	require.NoError(t, err)
	require.Equal(t, xmlstream.Start, kind)
	require.Equal(t, xml.Name{Space: "urn:x", Local: "a"}, r.Name())
	require.Len(t, r.Attrs(), 3)
	value, ok := r.Attr("b")
	require.True(t, ok)
	require.Equal(t, "1", value)
	_, ok = r.Attr("c")
	require.False(t, ok)
	kind, err = r.Step()
	require.NoError(t, err)
	require.Equal(t, xmlstream.Text, kind)
	require.Equal(t, "t", string(r.Text()))
	kind, err = r.Step()
	require.NoError(t, err)
	require.Equal(t, xmlstream.End, kind)
	require.Equal(t, "a", r.Name().Local)
	for range 2 {
		_, err = r.Step()
		require.ErrorIs(t, err, io.EOF)
	}
}

func TestReader_GivesUpOnASourceThatReturnsNothing(t *testing.T) {
	_, err := ours(stuck{})
	require.ErrorIs(t, err, io.ErrNoProgress)
}

type stuck struct{}

func (stuck) Read([]byte) (int, error) { return 0, nil }

// Whatever the Reader accepts, encoding/xml accepts and reads the same.
func FuzzAgainstEncodingXML(f *testing.F) {
	for _, doc := range documents(f) {
		if len(doc) < 10_000 {
			f.Add([]byte(doc))
		}
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		got, err := ours(bytes.NewReader(doc))
		cut, cutErr := ours(iotest.OneByteReader(bytes.NewReader(doc)))
		if (err == nil) != (cutErr == nil) || (err != nil && err.Error() != cutErr.Error()) {
			t.Fatalf("read at once: %v; byte by byte: %v", err, cutErr)
		}
		if err != nil {
			return
		}
		require.Equal(t, got, cut)
		want, err := theirs(bytes.NewReader(bytes.TrimPrefix(doc, []byte("\xef\xbb\xbf"))))
		if err != nil {
			if bytes.ContainsFunc(doc, func(r rune) bool { return r > 0x7F }) {
				return // it knows the letters of an older edition of XML
			}
			t.Fatalf("encoding/xml refuses: %v", err)
		}
		require.Equal(t, want, got)
	})
}
