// SPDX-License-Identifier: Apache-2.0

package xrechnung_test

import (
	"bytes"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/payment/xrechnung"
)

func TestRead_RefusesWhatIsNoInvoice(t *testing.T) {
	ubl, cii := string(write(t, notice(), xrechnung.UBL)), string(write(t, notice(), xrechnung.CII))
	for name, file := range map[string]string{
		"nothing":      "",
		"text":         "Rechnung",
		"a page":       "<!doctype html><title>x</title>",
		"an entity":    strings.Replace(ubl, "<Invoice", `<!DOCTYPE x [<!ENTITY a "aaaa">]><Invoice`, 1),
		"half":         ubl[:len(ubl)/2],
		"two":          ubl + ubl,
		"another root": `<CreditNote xmlns="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"/>`,
		"no namespace": strings.Replace(ubl, ` xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"`, "", 1),
		"UTF-16":       strings.Replace(cii, "UTF-8", "UTF-16", 1),
		"deep":         strings.Repeat("<a>", 100),
		"bad bytes":    strings.Replace(ubl, "Markt 1", "Markt \xff", 1),
	} {
		_, err := xrechnung.Read(strings.NewReader(file), xrechnung.Limits{})
		require.ErrorIs(t, err, xrechnung.ErrSyntax, name)
		require.NotContains(t, err.Error(), "Markt")
	}
}

// A file in the parts of both syntaxes is of one, and the rest of it is said.
func TestRead_SaysWhatIsOfAnotherSyntax(t *testing.T) {
	ubl, cii := string(write(t, notice(), xrechnung.UBL)), string(write(t, notice(), xrechnung.CII))
	inner := cii[strings.Index(cii, "<rsm:ExchangedDocumentContext"):strings.LastIndex(cii, "</rsm:")]
	names := cii[strings.Index(cii, " xmlns:rsm"):strings.Index(cii, "><rsm:ExchangedDocumentContext")]
	mixed := strings.Replace(ubl, "<Invoice", "<Invoice"+names, 1)
	mixed = strings.Replace(mixed, "</Invoice>", inner+"</Invoice>", 1)
	found := read(t, []byte(mixed)).Check()
	require.True(t, found.Has("XR-SUBSET-01"))
	require.Error(t, found.Err())
	for _, f := range found {
		require.NotContains(t, f.Pointer, "rsm", "nothing of the file is repeated")
	}
}

// endless is an invoice that goes on.
type endless struct {
	head, again string
	sent        int
}

func (e *endless) Read(p []byte) (int, error) {
	text := e.again
	if e.sent == 0 {
		text = e.head
	}
	n := copy(p, text)
	e.sent += n
	return n, nil
}

func TestRead_TakesBoundedMemory(t *testing.T) {
	ubl := string(write(t, notice(), xrechnung.UBL))
	head, body, found := strings.Cut(strings.TrimSuffix(ubl, "</Invoice>\n"), "<cac:InvoiceLine>")
	require.True(t, found)
	body = "<cac:InvoiceLine>" + body
	for name, again := range map[string]string{
		"lines":        body,
		"notes":        "<cbc:Note>x</cbc:Note>",
		"text":         strings.Repeat("x", 1<<10),
		"unknown":      "<cbc:What/>",
		"means":        "<cac:PaymentMeans></cac:PaymentMeans>",
		"identifiers":  "<cac:AccountingSupplierParty><cac:Party><cac:PartyIdentification></cac:PartyIdentification></cac:Party></cac:AccountingSupplierParty>",
		"one text":     "",
		"one nesting":  "<cbc:ID>",
		"one comment ": "-",
	} {
		start := head
		switch name {
		case "one text":
			start, again = head+"<cbc:Note>", strings.Repeat("x", 1<<10)
		case "one comment ":
			start, again = head+"<!--", " "
		}
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		_, err := xrechnung.Read(&endless{head: start, again: again}, xrechnung.Limits{})
		require.ErrorIs(t, err, xrechnung.ErrSyntax, name)
		runtime.ReadMemStats(&after)
		require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(64<<20), name)
	}
}

func TestRead_ReturnsTheErrorOfItsSource(t *testing.T) {
	_, err := xrechnung.Read(io.MultiReader(strings.NewReader("<?xml version='1.0'?>"), broken{}), xrechnung.Limits{})
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	require.NotErrorIs(t, err, xrechnung.ErrSyntax)
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func FuzzRead(f *testing.F) {
	n := notice()
	ubl, err := n.UBL()
	require.NoError(f, err)
	cii, err := n.CII()
	require.NoError(f, err)
	f.Add(ubl)
	f.Add(cii)
	f.Add([]byte(`<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>`))
	f.Fuzz(func(t *testing.T, file []byte) {
		i, err := xrechnung.Read(bytes.NewReader(file), xrechnung.Limits{})
		if err != nil {
			require.Nil(t, i)
			return
		}
		again, err := xrechnung.Read(bytes.NewReader(file), xrechnung.Limits{})
		require.NoError(t, err)
		require.Equal(t, i.Check(), again.Check(), "the same file, the same findings")
	})
}

func BenchmarkWriteAndCheck(b *testing.B) {
	for name, write := range map[string]func(xrechnung.Notice) ([]byte, error){"UBL": xrechnung.Notice.UBL, "CII": xrechnung.Notice.CII} {
		b.Run(name, func(b *testing.B) {
			n := notice()
			b.ReportAllocs()
			for b.Loop() {
				file, err := write(n)
				if err != nil {
					b.Fatal(err)
				}
				i, err := xrechnung.Read(bytes.NewReader(file), xrechnung.Limits{})
				if err != nil {
					b.Fatal(err)
				}
				if found := i.Check(); len(found) > 0 {
					b.Fatal(found)
				}
			}
		})
	}
}
