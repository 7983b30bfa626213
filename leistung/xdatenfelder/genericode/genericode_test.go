// SPDX-License-Identifier: Apache-2.0

package genericode_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder/genericode"
)

// rassen is synthetic: no published list has this URN.
const rassen = `<?xml version="1.0" encoding="UTF-8"?>
<l:CodeList xmlns:l="http://docs.oasis-open.org/codelist/ns/genericode/1.0/" xmlns:o="urn:example:other">
 <Annotation><Description><o:ShortName>foreign</o:ShortName></Description></Annotation>
 <Identification><ShortName>Rassen</ShortName><LongName> Hunderassen </LongName><Version>2</Version>
  <CanonicalUri>urn:example:rassen</CanonicalUri><CanonicalVersionUri>urn:example:rassen_2</CanonicalVersionUri>
  <Agency><LongName>not the name of the list</LongName></Agency></Identification>
 <ColumnSet>
  <Column Id="Name" Use="optional"><ShortName>Name</ShortName><Data Type="string"/></Column>
  <Column Id="Schl" Use="required"><ShortName>Schl</ShortName></Column>
  <Column Id="Hinweis" Use="optional"/>
  <Key Id="K"><ShortName>K</ShortName><ColumnRef Ref="Schl"/></Key>
 </ColumnSet>
 <SimpleCodeList>
  <Row><Value ColumnRef="Schl"><SimpleValue>D1</SimpleValue></Value><Value ColumnRef="Name"><SimpleValue>Dackel &amp; Co</SimpleValue></Value></Row>
  <Row><Value><SimpleValue>Pudel</SimpleValue></Value><Value><SimpleValue>P1</SimpleValue></Value><Value/></Row>
  <Row><Value ColumnRef="Schl"><SimpleValue>D1</SimpleValue></Value><Value ColumnRef="Hinweis"><ComplexValue><x/></ComplexValue></Value></Row>
 </SimpleCodeList>
</l:CodeList>`

func TestParse_ReadsHeadAndRows(t *testing.T) {
	list, err := genericode.Parse(strings.NewReader(rassen))
	require.NoError(t, err)
	head := list.Head()
	require.Equal(t, "Rassen", head.ShortName)
	require.Equal(t, "Hunderassen", head.LongName)
	require.Equal(t, "2", head.Version)
	require.Equal(t, "urn:example:rassen", head.URI)
	require.Equal(t, "urn:example:rassen_2", head.VersionURI)
	require.Equal(t, "Schl", head.KeyColumn())
	require.Equal(t, "Name", head.NameColumn())
	require.True(t, head.Columns[1].Required)
	require.Equal(t, 3, list.Len())

	row, ok := list.Lookup("D1")
	require.True(t, ok)
	require.Equal(t, "Dackel & Co", row.Name(), "of two rows with one code the first counts")
	row, ok = list.Lookup("P1")
	require.True(t, ok, "a value without a ColumnRef follows the one before it")
	require.Equal(t, "Pudel", row.Name())
	require.Empty(t, row.Value("Hinweis"))
	require.Empty(t, row.Value("nowhere"))
	_, ok = list.Lookup("X")
	require.False(t, ok)
	require.Empty(t, genericode.Row{}.Code())
}

func TestParse_RefusesContradictoryLists(t *testing.T) {
	for _, tt := range []struct {
		name, old, new string
		want           error
	}{
		{"other namespace", "genericode/1.0/", "genericode/0.9/", genericode.ErrNamespace},
		{"other root", "l:CodeList", "l:ColumnSet", genericode.ErrNamespace},
		{"key of no column", `Ref="Schl"`, `Ref="Schluessel"`, genericode.ErrStructure},
		{"value of no column", `ColumnRef="Schl"`, `ColumnRef="Code"`, genericode.ErrStructure},
		{"value behind the last column", "<Value/></Row>", "<Value/><Value/></Row>", genericode.ErrStructure},
		{"column twice", `Id="Name"`, `Id="Schl"`, genericode.ErrStructure},
		{"column without id", `Id="Name"`, `id="Name"`, genericode.ErrStructure},
		{"two values for one column", `<Value ColumnRef="Name"><SimpleValue>Dackel`, `<Value ColumnRef="Schl"><SimpleValue>Dackel`, genericode.ErrStructure},
		{"two sets of rows", "</SimpleCodeList>", "</SimpleCodeList><SimpleCodeList/>", genericode.ErrStructure},
		{"cut off", "</l:CodeList>", "", genericode.ErrXML},
		{"document type", "<l:CodeList", "<!DOCTYPE x><l:CodeList", genericode.ErrDTD},
		{"encoding", "UTF-8", "ISO-8859-1", genericode.ErrEncoding},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc := strings.ReplaceAll(rassen, tt.old, tt.new)
			require.NotEqual(t, rassen, doc)
			_, err := genericode.Parse(strings.NewReader(doc))
			require.ErrorIs(t, err, tt.want)
		})
	}
}

func TestReader_HandsOutAListOfAnyLengthRowByRow(t *testing.T) {
	const rows = 30_000
	head, tail, _ := strings.Cut(rassen, "<Row>")
	_, tail, _ = strings.Cut(tail, "</SimpleCodeList>")
	pr, pw := io.Pipe()
	done := make(chan error, 1)
	go func() {
		_, err := io.WriteString(pw, head)
		for i := 0; i < rows && err == nil; i++ {
			_, err = fmt.Fprintf(pw, "<Row><Value><SimpleValue>Name %d</SimpleValue></Value><Value><SimpleValue>C%d</SimpleValue></Value></Row>\n", i, i)
		}
		if err == nil {
			_, err = io.WriteString(pw, "</SimpleCodeList>"+tail)
		}
		done <- err
		_ = pw.Close()
	}()
	reader, err := genericode.NewReader(pr)
	require.NoError(t, err)
	require.Equal(t, "urn:example:rassen", reader.Head().URI)
	n := 0
	for ; ; n++ {
		row, err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		if row.Code() != fmt.Sprint("C", n) {
			t.Fatalf("row %d has the code %q", n, row.Code())
		}
	}
	require.Equal(t, rows, n)
	require.NoError(t, <-done)
	_, err = reader.Next()
	require.ErrorIs(t, err, io.EOF)
}

func TestParse_ReadsTheOfficialListOfMessages(t *testing.T) {
	doc, err := os.ReadFile(shareddata.Path(t, "leistung/genericode/xdfm_1.8.xml"))
	require.NoError(t, err)
	list, err := genericode.Parse(bytes.NewReader(doc))
	require.NoError(t, err)
	require.Equal(t, 142, list.Len())
	row, ok := list.Lookup("1118")
	require.True(t, ok)
	require.Equal(t, "FehlerKritisch", row.Value("Typ"))
	require.Equal(t, row.Value("Typ"), row.Name())
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(rassen))
	f.Add([]byte(`<g:CodeList xmlns:g="http://docs.oasis-open.org/codelist/ns/genericode/1.0/"/>`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		list, err := genericode.Parse(bytes.NewReader(doc))
		if err != nil {
			return
		}
		n := 0
		for row := range list.Rows() {
			if _, ok := list.Lookup(row.Code()); !ok {
				t.Fatal("a row is not found by its code")
			}
			n++
		}
		if n != list.Len() {
			t.Fatal("rows and length differ")
		}
	})
}
