// SPDX-License-Identifier: Apache-2.0

package edm_test

import (
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly/edm"
)

// Text in a million pieces must not cost the square of their number: copying the
// text for each piece would take 500 GB. Measured in memory, not in time.
func TestParse_TakesTextInPiecesAtLinearCost(t *testing.T) {
	document := `<q:QueryRequest xmlns:q="urn:oasis:names:tc:ebxml-regrep:xsd:query:4.0">` + strings.Repeat("x<!---->", 1<<20) + `</q:QueryRequest>`
	require.Less(t, allocatedBy(func() {
		_, err := edm.Parse(strings.NewReader(document))
		require.NoError(t, err)
	}), uint64(128<<20))
}

func allocatedBy(work func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	work()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// endless is a source that never ends.
type endless struct{ head, body string }

func (e *endless) Read(b []byte) (int, error) {
	if e.head != "" {
		n := copy(b, e.head)
		e.head = e.head[n:]
		return n, nil
	}
	n := 0
	for n < len(b) {
		n += copy(b[n:], e.body)
	}
	return n, nil
}

func TestParse_HostileInputIsRefusedWithinBoundedMemory(t *testing.T) {
	const root = `<q:QueryRequest xmlns:q="urn:oasis:names:tc:ebxml-regrep:xsd:query:4.0">`
	for name, source := range map[string]*endless{
		"nothing but tags":          {root, "<a/>"},
		"ever deeper":               {root, "<a>"},
		"one endless text":          {root, "x"},
		"one endless comment":       {root + "<!--", "x"},
		"one endless tag":           {"<q", " a='b'"},
		"one endless name":          {"<", "x"},
		"one endless value":         {"<q a='", "x"},
		"one endless CDATA section": {root + "<![CDATA[", "x"},
		"one endless entity":        {root + "&", "x"},
		"comments without end":      {root, "<!---->"},
		"blanks before the root":    {"", " "},
		"processing instructions":   {root, "<?a b?>"},
	} {
		require.Less(t, allocatedBy(func() {
			_, err := edm.Parse(source)
			require.ErrorIs(t, err, edm.ErrSyntax, name)
		}), uint64(128<<20), name)
	}
	for name, source := range map[string]*endless{"nothing but tags": {root, "<a/>"}, "one endless payload": {root, "x"}} {
		require.Less(t, allocatedBy(func() { // a payload may take 32 MiB in one token, and the buffer doubles on the way
			_, err := edm.ParseEnvelope(source)
			require.ErrorIs(t, err, edm.ErrSyntax, name)
		}), uint64(256<<20), name)
	}
}

func TestParse_AFailingReaderIsNoMalformedMessage(t *testing.T) {
	t.Parallel()
	broken := errors.New("the line is dead")
	for _, parse := range []func(io.Reader) error{
		func(r io.Reader) error { _, err := edm.Parse(r); return err },
		func(r io.Reader) error { _, err := edm.ParseHeader(r); return err },
		func(r io.Reader) error { _, err := edm.ParseEnvelope(r); return err },
	} {
		err := parse(io.MultiReader(strings.NewReader("<a>"), iotest.ErrReader(broken)))
		require.ErrorIs(t, err, broken)
		require.NotErrorIs(t, err, edm.ErrSyntax)
		require.NotErrorIs(t, err, edm.ErrUnknown)
	}
}

// Entities are the classical way to blow a document up or to read files with it.
func TestParse_TakesNoEntitiesOfADocument(t *testing.T) {
	t.Parallel()
	for _, document := range []string{
		`<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><a>&b;</a>`,
		`<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>`,
		`<a>&undeclared;</a>`,
		"<a>\x00</a>",
		"<a>&#0;</a>",
	} {
		_, err := edm.Parse(strings.NewReader(document))
		require.ErrorIs(t, err, edm.ErrSyntax, document)
	}
}

// Nobody without a certificate under the root gets an answer verified.
func FuzzVerifyDirectoryAnswer(f *testing.F) {
	f.Add("SHA-256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "eyJhbGciOiJFUzI1NiIsImI2NCI6ZmFsc2V9..AAAA", []byte{})
	f.Add("", "..", []byte("x"))
	f.Fuzz(func(t *testing.T, digest, signature string, body []byte) {
		header := http.Header{}
		header.Set("digest", digest)
		header.Set("oots-response-sig", signature)
		require.ErrorIs(t, edm.VerifyDirectoryAnswer(header, body, x509.NewCertPool(), at), edm.ErrSignature)
	})
}

func TestMessage_TheZeroMessageAnswersEveryQuestion(t *testing.T) {
	t.Parallel()
	var zero edm.Message
	require.True(t, zero.IsZero())
	require.True(t, zero.Equal(edm.Message{}))
	require.False(t, zero.Equal(edm.NewRequest(request())))
	require.False(t, edm.NewRequest(request()).Equal(zero))
	require.NotEmpty(t, zero.Check(edm.Rules{}), "no message is no good message")
	method := reflect.TypeFor[edm.Message]()
	for i := range method.NumMethod() {
		if m := method.Method(i); m.Type.NumIn() == 1 {
			require.NotPanics(t, func() { m.Func.Call([]reflect.Value{reflect.ValueOf(zero)}) }, m.Name)
		}
	}
}
