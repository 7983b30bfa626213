// SPDX-License-Identifier: Apache-2.0

package xzufi_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/xmlstream"
	"github.com/deutschland-stack/bausteine/leistung/xzufi"
)

func readParallel(r io.Reader, limits xzufi.Limits, workers int, piece ...int) ([]xzufi.Transfer, xzufi.Kopf, error) {
	p := xzufi.NewParallel(r, limits, workers)
	for _, size := range piece {
		p.SetPiece(size)
	}
	var all []xzufi.Transfer
	for transfer, err := range p.All() {
		if err != nil {
			return all, p.Kopf(), err
		}
		all = append(all, transfer)
	}
	return all, p.Kopf(), nil
}

func TestParallel_GivesWhatAReaderGives(t *testing.T) {
	long := nachricht(t, 1<<20)
	// Things that look like ends of objects and are none.
	tricky := message(`<!-- </t> <schreibe> --><schreibe><leistung><id>1</id><modulText><inhalt><![CDATA[</schreibe></t><x>]]></inhalt></modulText></leistung></schreibe>` +
		`<?pi </t> ?><schreibe x="</t>>"><spezialisierung><id y='">'>2</id></spezialisierung></schreibe><loesche klasse="Leistung"><id>3</id></loesche>`)
	for name, doc := range map[string][]byte{
		"sample": sample(t), "long": long, "tricky": []byte(tricky),
		"tricky and long":       []byte(strings.Replace(tricky, "<!--", strings.Repeat("<schreibe><spezialisierung><id>9</id></spezialisierung></schreibe>\n", 10_000)+"<!--", 1)),
		"empty":                 []byte(message("")),
		"one element":           []byte(`<t xmlns="` + xzufi.Namensraum220 + `"/>`),
		"root with line breaks": []byte(strings.Replace(string(long), " xmlns:xsi", "\n\txmlns:xsi", 1)),
	} {
		for _, workers := range []int{1, 2, 7} {
			wantAll, wantKopf, wantErr := read(t, bytes.NewReader(doc), xzufi.Limits{})
			all, kopf, err := readParallel(bytes.NewReader(doc), xzufi.Limits{}, workers)
			require.Equal(t, wantErr == nil, err == nil, "%s: %v", name, err)
			require.Equal(t, wantAll, all, name)
			require.Equal(t, wantKopf, kopf, name)
			for _, size := range []int{1, 300, 20_000} {
				if size < 20_000 && len(doc) > 100_000 {
					continue // takes long and shows nothing more
				}
				all, kopf, err := readParallel(bytes.NewReader(doc), xzufi.Limits{}, workers, size)
				require.Equal(t, wantErr == nil, err == nil, "%s: %v", name, err)
				require.Equal(t, wantAll, all, name)
				require.Equal(t, wantKopf, kopf, name)
			}
		}
		one, _, err := readParallel(iotest.OneByteReader(bytes.NewReader(doc[:min(len(doc), 20_000)])), xzufi.Limits{}, 2)
		two, _, wantErr := read(t, bytes.NewReader(doc[:min(len(doc), 20_000)]), xzufi.Limits{})
		require.Equal(t, wantErr == nil, err == nil, name)
		require.Equal(t, two, one, name)
	}
}

func TestParallel_RefusesWhatAReaderRefuses(t *testing.T) {
	filler := strings.Repeat("<schreibe><spezialisierung><id>9</id></spezialisierung></schreibe>\n", 10_000)
	for name, tt := range map[string]struct {
		doc  string
		want error
	}{
		"nothing":             {"", xmlstream.ErrSyntax},
		"another format":      {"<html></html>", xzufi.ErrFormat},
		"no header":           {`<t xmlns="` + xzufi.Namensraum220 + `">` + filler + "</t>", xzufi.ErrFormat},
		"header twice, far":   {message(filler + "<nachrichtenkopf/>"), xzufi.ErrFormat},
		"two objects, far":    {message(filler + "<schreibe><leistung/><leistung/></schreibe>"), xzufi.ErrFormat},
		"cut off, far":        {message(filler)[:300_000], xmlstream.ErrSyntax},
		"wrong nesting, far":  {message(filler + "<schreibe></leistung></schreibe>"), xmlstream.ErrSyntax},
		"end before the end":  {message(filler + "</t>"), xmlstream.ErrSyntax},
		"text behind the end": {message(filler) + "x", xmlstream.ErrSyntax},
		"second root":         {message(filler) + message(""), xmlstream.ErrSyntax},
		"document type":       {"<!DOCTYPE t>" + message(filler), xmlstream.ErrDTD},
		"document type, late": {message(filler + "<!DOCTYPE t>"), xmlstream.ErrDTD},
		"entity":              {message(filler + "<transaktionID>&nbsp;</transaktionID>"), xmlstream.ErrSyntax},
		"Latin-1":             {`<?xml version="1.0" encoding="ISO-8859-1"?>` + message(filler), xmlstream.ErrEncoding},
		"UTF-16":              {"\xFE\xFF\x00<\x00t\x00>", xmlstream.ErrEncoding},
		"10,000 levels":       {message(strings.Repeat("<a>", 10_000)), xmlstream.ErrLimit},
	} {
		_, _, want := read(t, strings.NewReader(tt.doc), xzufi.Limits{})
		require.ErrorIs(t, want, tt.want, name)
		_, _, err := readParallel(strings.NewReader(tt.doc), xzufi.Limits{}, 2, 100_000)
		require.ErrorIs(t, err, tt.want, name)
		placed, ok := errors.AsType[*xmlstream.Error](want)
		if here, also := errors.AsType[*xmlstream.Error](err); ok && also {
			require.Equal(t, placed.Line, here.Line, "%s: the line of the whole message", name)
		}
	}
}

func TestParallel_BoundsMemoryAndStopsWhenAsked(t *testing.T) {
	head := `<t xmlns="` + xzufi.Namensraum220 + `"><nachrichtenkopf/>`
	for name, source := range map[string]*endless{
		"attribute": {head: head + `<schreibe x="`, body: strings.Repeat("x", 1<<10)},
		"text":      {head: head + "<schreibe><leistung><id>", body: strings.Repeat("x", 1<<10)},
		"comment":   {head: head + "<!--", body: strings.Repeat("x", 1<<10)},
		"object":    {head: head + "<schreibe><leistung>", body: "<idSekundaer>1</idSekundaer>"},
		"prolog":    {head: "", body: "<!-- -->"},
		"epilog":    {head: head + "</t>", body: " "},
	} {
		_, _, err := readParallel(source, xzufi.Limits{}, 2)
		require.ErrorIs(t, err, xmlstream.ErrLimit, name)
		require.Less(t, source.taken, int64(40<<20), name)
	}
	_, _, err := readParallel(bytes.NewReader(nachricht(t, 1<<20)), xzufi.Limits{Bytes: 500_000}, 2)
	require.ErrorIs(t, err, xmlstream.ErrLimit)

	broken := errors.New("line dropped")
	_, _, err = readParallel(io.MultiReader(bytes.NewReader(nachricht(t, 1<<20)[:300_000]), iotest.ErrReader(broken)), xzufi.Limits{}, 2)
	require.ErrorIs(t, err, broken)

	n := 0
	for _, err := range xzufi.NewParallel(bytes.NewReader(nachricht(t, 4<<20)), xzufi.Limits{}, 3).All() {
		require.NoError(t, err)
		if n++; n == 10 {
			break // the goroutines end, or the test would hang here
		}
	}
	require.Equal(t, 10, n)
}

// FuzzParallel holds both ways of reading to the same answer, with pieces so small
// that every object is one.
func FuzzParallel(f *testing.F) {
	f.Add("<schreibe><spezialisierung><id>1</id></spezialisierung></schreibe>")
	f.Add("<!-- </t> --><schreibe/>")
	f.Add("<![CDATA[<a>]]>")
	f.Add("</t><t>")
	f.Add("<a b='>'/><?x ?>")
	filler := strings.Repeat("<schreibe><spezialisierung><id>9</id></spezialisierung></schreibe>", 5)
	f.Fuzz(func(t *testing.T, inside string) {
		for _, doc := range []string{message(filler + inside + filler), message(inside + filler), inside} {
			want, wantKopf, wantErr := read(t, strings.NewReader(doc), xzufi.Limits{})
			for _, size := range []int{1, 100} {
				all, kopf, err := readParallel(strings.NewReader(doc), xzufi.Limits{}, 2, size)
				require.Equal(t, wantErr == nil, err == nil, "%v against %v", wantErr, err)
				if err == nil {
					require.Equal(t, want, all)
					require.Equal(t, wantKopf, kopf)
				}
			}
		}
	})
}
