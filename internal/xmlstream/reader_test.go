// SPDX-License-Identifier: Apache-2.0

package xmlstream_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/xmlstream"
)

var limits = xmlstream.Limits{Bytes: 1 << 20, Token: 64 << 10, Depth: 100}

func drain(r io.Reader) error {
	reader := xmlstream.NewReader(r, limits)
	for {
		if _, err := reader.Next(); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
	}
}

func TestReader_HandsOutElementsAndText(t *testing.T) {
	reader := xmlstream.NewReader(strings.NewReader("\ufeff<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- c --><p:a xmlns:p='urn:x' b='1'>t&amp;<c/></p:a>\n<!-- end -->"), limits)
	var got []string
	for {
		tok, err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		switch tk := tok.(type) {
		case xml.StartElement:
			got = append(got, "<"+tk.Name.Space+" "+tk.Name.Local)
		case xml.EndElement:
			got = append(got, ">"+tk.Name.Local)
		case xml.CharData:
			got = append(got, string(tk))
		}
	}
	require.Equal(t, []string{"<urn:x a", "t&", "< c", ">c", ">a"}, got)
}

func TestReader_ReadsLatin1WhereAllowed(t *testing.T) {
	const doc = "<?xml version='1.0' encoding='iso-8859-1'?><a>Stra\xdfe \xfc \x80</a>"
	require.ErrorIs(t, drain(strings.NewReader(doc)), xmlstream.ErrEncoding)

	reader := xmlstream.NewReader(strings.NewReader(doc), xmlstream.Limits{Latin1: true})
	_, err := reader.Next()
	require.NoError(t, err)
	tok, err := reader.Next()
	require.NoError(t, err)
	require.Equal(t, "Straße ü \u0080", string(tok.(xml.CharData)))

	reader = xmlstream.NewReader(strings.NewReader(strings.Replace(doc, "iso-8859-1", "windows-1252", 1)), xmlstream.Limits{Latin1: true})
	_, err = reader.Next()
	require.ErrorIs(t, err, xmlstream.ErrEncoding)
}

func TestReader_RefusesEachKindOfBadDocumentWithItsOwnError(t *testing.T) {
	utf16le := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(`<?xml version="1.0" encoding="UTF-16"?><a/>`)) {
		utf16le = append(utf16le, byte(u), byte(u>>8))
	}
	for _, tt := range []struct {
		name, doc string
		want      error
	}{
		{"empty", "", xmlstream.ErrSyntax},
		{"white space only", " \n", xmlstream.ErrSyntax},
		{"text only", "abc", xmlstream.ErrSyntax},
		{"cut off", "<a><b>", xmlstream.ErrSyntax},
		{"wrong nesting", "<a><b></a></b>", xmlstream.ErrSyntax},
		{"text behind the root", "<a/>x", xmlstream.ErrSyntax},
		{"second root", "<a/><b/>", xmlstream.ErrSyntax},
		{"attribute twice", `<a x="1" x="2"/>`, xmlstream.ErrSyntax},
		{"unknown entity", "<a>&nbsp;</a>", xmlstream.ErrSyntax},
		{"control character", "<a>\x01</a>", xmlstream.ErrSyntax},
		{"XML 1.1", `<?xml version="1.1"?><a/>`, xmlstream.ErrSyntax},
		{"document type", "<!DOCTYPE a><a/>", xmlstream.ErrDTD},
		{"entity declared", `<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>`, xmlstream.ErrDTD},
		{"external entity", `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>`, xmlstream.ErrDTD},
		{"Latin-1 declared", `<?xml version="1.0" encoding="ISO-8859-1"?><a/>`, xmlstream.ErrEncoding},
		{"Latin-1 undeclared", "<a>\xe4</a>", xmlstream.ErrEncoding},
		{"UTF-16 with a mark", string(utf16le), xmlstream.ErrEncoding},
		{"UTF-16 without a mark", string(utf16le[2:]), xmlstream.ErrEncoding},
		{"too deep", strings.Repeat("<a>", 101), xmlstream.ErrLimit},
		{"too many attributes", "<a " + strings.Repeat("x ", 70) + "/>", xmlstream.ErrSyntax},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := drain(strings.NewReader(tt.doc))
			require.ErrorIs(t, err, tt.want)
			reader := xmlstream.NewReader(strings.NewReader(tt.doc), limits)
			for first := error(nil); ; {
				if _, err := reader.Next(); err != nil {
					if first == nil {
						first = err
						continue
					}
					require.Equal(t, first, err, "an error is final")
					break
				}
			}
			_, isPlaced := errors.AsType[*xmlstream.Error](err)
			require.True(t, isPlaced)
			require.NotContains(t, err.Error(), "passwd")
		})
	}
}

func TestReader_PassesOnTheErrorOfTheSource(t *testing.T) {
	broken := errors.New("line dropped")
	err := drain(io.MultiReader(strings.NewReader("<a>"), iotest.ErrReader(broken)))
	require.ErrorIs(t, err, broken)
	require.NotErrorIs(t, err, xmlstream.ErrSyntax)
}

// endless repeats one text and counts what was taken of it.
type endless struct {
	head, body string
	taken      int64
}

func (e *endless) Read(p []byte) (int, error) {
	if e.head != "" {
		n := copy(p, e.head)
		e.head = e.head[n:]
		return n, nil
	}
	n := 0
	for n+len(e.body) <= len(p) {
		n += copy(p[n:], e.body)
	}
	e.taken += int64(n)
	return n, nil
}

func TestReader_BoundsMemoryOnEndlessInput(t *testing.T) {
	for name, src := range map[string]*endless{
		"attribute":        {head: `<a b="`, body: "x"},
		"text":             {head: "<a>", body: "x"},
		"comment":          {head: "<a><!--", body: "x"},
		"element name":     {head: "<", body: "x"},
		"declaration":      {head: "<!DOCTYPE a [", body: " "},
		"levels":           {body: "<a>"},
		"small elements":   {head: "<a>", body: "<b></b>"},
		"attributes":       {head: "<a ", body: "b='' "},
		"prefix bindings":  {head: "<a>", body: "<b xmlns:c='d'/>"},
		"nested bindings":  {body: "<b xmlns:c='d' xmlns:e='f' xmlns:g='h'>"},
		"trailing comment": {head: "<a/>", body: "<!-- -->"},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			err := drain(src)
			runtime.GC()
			runtime.ReadMemStats(&after)
			require.Error(t, err)
			require.LessOrEqual(t, src.taken, limits.Bytes+32<<10)
			require.Less(t, int64(after.HeapAlloc)-int64(before.HeapAlloc), int64(1<<20))
		})
	}
}

func TestReader_CountsAttributesOfOneElement(t *testing.T) {
	var many strings.Builder
	for i := range 70 {
		many.WriteString(" a")
		many.WriteByte(byte('A' + i%26))
		many.WriteByte(byte('a' + i/26))
		many.WriteString(`="1"`)
	}
	err := drain(strings.NewReader("<a" + many.String() + "/>"))
	require.ErrorIs(t, err, xmlstream.ErrLimit)
}

func FuzzReader(f *testing.F) {
	f.Add([]byte("<a b='c'>d<e/></a>"))
	f.Add([]byte("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe4</a>"))
	f.Add([]byte("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"))
	f.Fuzz(func(t *testing.T, doc []byte) {
		small := xmlstream.Limits{Bytes: 4 << 10, Token: 256, Depth: 8, Latin1: true}
		reader := xmlstream.NewReader(bytes.NewReader(doc), small)
		depth := 0
		for {
			tok, err := reader.Next()
			if errors.Is(err, io.EOF) {
				if depth != 0 {
					t.Fatal("the document ended inside an element")
				}
				return
			}
			if err != nil {
				if _, ok := errors.AsType[*xmlstream.Error](err); !ok {
					t.Fatalf("an error without its place: %v", err)
				}
				return
			}
			switch tk := tok.(type) {
			case xml.StartElement:
				depth++
			case xml.EndElement:
				depth--
			case xml.CharData:
				if !utf8.Valid(tk) || len(tk) > 2*small.Token {
					t.Fatal("text beyond the limits")
				}
			}
			if depth > small.Depth {
				t.Fatal("deeper than allowed")
			}
		}
	})
}
