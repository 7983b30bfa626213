// SPDX-License-Identifier: Apache-2.0

package xmltree_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/xmlstream"
	"github.com/deutschland-stack/bausteine/onceonly/internal/xmltree"
)

var limits = xmlstream.Limits{Bytes: 16 << 20, Token: 1 << 20, Depth: 64}

func read(t *testing.T, document string) *xmltree.Element {
	t.Helper()
	root, err := xmltree.Read(strings.NewReader(document), limits)
	require.NoError(t, err)
	return root
}

func TestEqual_LooksAtMeaningAndNotAtSpelling(t *testing.T) {
	t.Parallel()
	a := read(t, `<a:r xmlns:a="urn:a" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" x="1" y="2"><a:c i:type="a:T">v</a:c></a:r>`)
	b := read(t, "<r y='2' x='1' xmlns='urn:a'>\n  <c q:type='t:T' xmlns:t='urn:a' xmlns:q='http://www.w3.org/2001/XMLSchema-instance'>v</c>\n</r>")
	require.True(t, a.Equal(b))
	for _, other := range []string{
		`<r xmlns="urn:b" x="1" y="2"/>`,
		`<r xmlns="urn:a" x="1"/>`,
		`<r xmlns="urn:a" x="1" y="2"><c>v</c></r>`,
		`<r xmlns="urn:a" x="1" y="2"><c i:type="T" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">w</c></r>`,
	} {
		require.False(t, a.Equal(read(t, other)), other)
	}
}

// Each document is at one limit of what a tree takes: it can be read, written,
// and read again. With one more of the same it is refused.
func TestRead_WhatItTakesCanBeWrittenAndReadAgain(t *testing.T) {
	t.Parallel()
	repeat := func(n int, one func(int) string) string {
		var all strings.Builder
		for i := range n {
			all.WriteString(one(i))
		}
		return all.String()
	}
	for name, c := range map[string]struct {
		most     int
		document func(n int) string
	}{
		"attributes": {32, func(n int) string {
			return "<r " + repeat(n, func(i int) string { return fmt.Sprintf(` a%d=""`, i) }) + "/>"
		}},
		"namespaces": {32, func(n int) string {
			return "<r>" + repeat(n, func(i int) string { return fmt.Sprintf(`<a xmlns="urn:%d"/>`, i) }) + "</r>"
		}},
		"attributes in namespaces": {32, func(n int) string {
			return "<r " + repeat(n, func(i int) string { return fmt.Sprintf(` xmlns:a%d="urn:%d" a%d:b=""`, i, i, i) }) + "/>"
		}},
		"elements": {199_999, func(n int) string { return "<r>" + strings.Repeat("<a/>", n) + "</r>" }},
		"levels":   {64, func(n int) string { return strings.Repeat("<a>", n) + strings.Repeat("</a>", n) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := read(t, c.document(c.most))
			var out strings.Builder
			n, err := xmltree.Write(&out, root, nil)
			require.NoError(t, err)
			require.Equal(t, int64(out.Len()), n)
			require.True(t, root.Equal(read(t, out.String())))
			_, err = xmltree.Read(strings.NewReader(c.document(c.most+1)), limits)
			require.ErrorIs(t, err, xmlstream.ErrLimit)
		})
	}
}

// The shortest tags make the largest tree of a document's length.
func TestRead_HostileDocumentsDoNotFillTheMemory(t *testing.T) {
	document := "<r>" + strings.Repeat("<a/>", 4<<20) + "</r>"
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := xmltree.Read(strings.NewReader(document), xmlstream.Limits{Bytes: 64 << 20, Token: 1 << 20, Depth: 64})
	runtime.ReadMemStats(&after)
	require.ErrorIs(t, err, xmlstream.ErrLimit)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(128<<20))
}

var errFormat = errors.New("a format's own")

func TestOpen_TellsTheDocumentFromItsReader(t *testing.T) {
	t.Parallel()
	for _, malformed := range []string{"", "<a>", "<!DOCTYPE a><a/>", "\xff\xfe", strings.Repeat("<a>", 65)} {
		_, err := xmltree.Open(strings.NewReader(malformed), limits, errFormat)
		require.ErrorIs(t, err, errFormat, malformed)
	}
	broken := errors.New("the line is dead")
	_, err := xmltree.Open(iotest.ErrReader(broken), limits, errFormat)
	require.ErrorIs(t, err, broken)
	require.NotErrorIs(t, err, errFormat)
}

func TestDocument_IsMaskedAndItsZeroIsEmpty(t *testing.T) {
	t.Parallel()
	d := xmltree.NewDocument(read(t, "<r>LEAK-4711</r>"))
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d"} {
		require.NotContains(t, fmt.Sprintf(verb, []any{d, &d, struct{ hidden xmltree.Document }{d}}), "LEAK-4711")
	}
	require.True(t, xmltree.Document{}.IsZero())
	require.False(t, d.IsZero())
	require.False(t, d.Equal(xmltree.Document{}))
	var one, other xmltree.Document
	require.True(t, one.Equal(other))
}
