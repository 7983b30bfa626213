// SPDX-License-Identifier: Apache-2.0

package xzufi_test

import (
	"bytes"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/xmlstream"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/xzufi"
)

func kennung(id string) xzufi.Identifikator {
	return xzufi.Identifikator{Kennung: xzufi.Kennung{Redaktion: "L100016", ID: id}}
}

func read(t testing.TB, r io.Reader, limits xzufi.Limits) ([]xzufi.Transfer, xzufi.Kopf, error) {
	t.Helper()
	reader := xzufi.NewReader(r, limits)
	var all []xzufi.Transfer
	for transfer, err := range reader.All() {
		if err != nil {
			return all, reader.Kopf(), err
		}
		all = append(all, transfer)
	}
	return all, reader.Kopf(), nil
}

func sample(t testing.TB) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/transfer-2.2.xml")
	require.NoError(t, err)
	return b
}

func TestReader_ReadsEveryObject(t *testing.T) {
	all, kopf, err := read(t, bytes.NewReader(sample(t)), xzufi.Limits{})
	require.NoError(t, err)
	require.Equal(t, xzufi.Kopf{
		Wurzel: "transfer", Namensraum: xzufi.Namensraum220, Version: "2.2", Produkt: "Musterportal", Hersteller: "Muster GmbH",
		NachrichtUUID: "0b7a8f2e-0000-4000-8000-000000000001", ErstelltZeit: "2026-11-20T08:00:00+01:00",
	}, kopf)
	require.Len(t, all, 6, "an object of an unknown class is passed over")

	l := all[0].Leistung
	require.Equal(t, "L100016:7001", l.ID.String())
	require.Equal(t, "Leistung", l.ID.SchemeID)
	require.Equal(t, []string{"99115005104000"}, l.Schluessel)
	require.Equal(t, "LeistungsstrukturObjektMitVerrichtung", l.Struktur.Typ)
	require.Equal(t, xzufi.Code{ListURI: "urn:de:fim:leika:verrichtung", Code: "104", Name: "Anmeldung"}, l.Struktur.Verrichtung)
	require.Len(t, l.Texte, 3)
	require.Equal(t, leistung.ModulBezeichnungII, l.Texte[1].Modul)
	require.Equal(t, []xzufi.Text{{Sprache: "de", Inhalt: "Wohnung anmelden"}, {Sprache: "en", Inhalt: "Register your home"}}, l.Texte[1].Inhalt)
	require.Contains(t, l.Texte[2].Inhalt[0].Inhalt, "<script>", "the reader hands out what stands there")
	require.Equal(t, "https://www.example.test/anmelden", l.Texte[2].Links[0].URI)
	require.Equal(t, "2", l.Fristen[0].Dauer)
	require.Equal(t, leistung.KostenFrei, l.Kosten[0].Art)
	require.Equal(t, []xzufi.Text{{Sprache: "de", Inhalt: "Umzug"}}, l.Begriffe)
	require.Equal(t, "2026-01-15", l.Freigaben[0].Am)
	require.Equal(t, "2/3", l.Typisierungen[0].Code)
	require.Equal(t, "16", l.Gebiete[0].ID)
	require.Equal(t, "2024-01-01", l.Gueltigkeit[0].Beginn)

	require.Equal(t, "Bürgerservice Jena", string(all[1].Organisationseinheit.Namen[0].Inhalt))
	require.Equal(t, "160530000000", all[1].Organisationseinheit.Anschriften[0].Regionalschluessel.Code)
	z := all[2].Zustaendigkeit
	require.Equal(t, "L100016:42", z.Objekt.String())
	require.Equal(t, "L100016:7001", z.Leistung.String())
	require.Equal(t, "Zuständige Stelle", z.Rolle.Name)
	require.Equal(t, "https://www.example.test/online", all[3].Onlinedienst.Links[0].URI)
	require.Equal(t, "B100019:1", all[4].Spezialisierung.Leistung.String())
	require.Equal(t, &xzufi.Loesche{Klasse: "Zustaendigkeit", ID: xzufi.Identifikator{Kennung: xzufi.Kennung{Redaktion: "L100016", ID: "never-sent"}}}, all[5].Loesche)
}

func TestReader_ReadsEmptyMessagesAndAnyPrefix(t *testing.T) {
	file, err := os.Open("testdata/leer-2.1.xml")
	require.NoError(t, err)
	defer file.Close()
	all, kopf, err := read(t, file, xzufi.Limits{})
	require.NoError(t, err)
	require.Empty(t, all)
	require.Equal(t, xzufi.Namensraum210, kopf.Namensraum)

	other := strings.NewReplacer("<z:", "<q:", "</z:", "</q:", "xmlns:z", "xmlns:q", `"z:`, `"q:`).Replace(string(sample(t)))
	one, _, err := read(t, strings.NewReader(other), xzufi.Limits{})
	require.NoError(t, err)
	two, _, err := read(t, bytes.NewReader(sample(t)), xzufi.Limits{})
	require.NoError(t, err)
	require.Equal(t, two, one)
}

func TestReader_AcceptsAnotherNamespaceOnlyWhenNamed(t *testing.T) {
	doc := strings.ReplaceAll(string(sample(t)), "xzufi/2_2_0", "xzufi/2_3_1")
	_, _, err := read(t, strings.NewReader(doc), xzufi.Limits{})
	require.ErrorIs(t, err, xzufi.ErrFormat)
	all, _, err := read(t, strings.NewReader(doc), xzufi.Limits{Namensraeume: []string{"http://xoev.de/schemata/xzufi/2_3_1"}})
	require.NoError(t, err)
	require.Len(t, all, 6)
}

// message wraps the inside in a root and a header.
func message(inside string) string {
	return `<t xmlns="` + xzufi.Namensraum220 + `"><nachrichtenkopf/>` + inside + `</t>`
}

func TestReader_RefusesWhatIsNoMessage(t *testing.T) {
	for _, tt := range []struct {
		name, doc string
		want      error
	}{
		{"nothing", "", xmlstream.ErrSyntax},
		{"another format", "<html/>", xzufi.ErrFormat},
		{"no header", `<t xmlns="` + xzufi.Namensraum220 + `"/>`, xzufi.ErrFormat},
		{"two headers", message("<nachrichtenkopf/>"), xzufi.ErrFormat},
		{"two objects in one schreibe", message("<schreibe><leistung/><leistung/></schreibe>"), xzufi.ErrFormat},
		{"cut off", message("")[:60], xmlstream.ErrSyntax},
		{"cut off in a text", `<t xmlns="` + xzufi.Namensraum220 + `"><transaktionID>1`, xmlstream.ErrSyntax},
		{"text behind the end", message("") + "x", xmlstream.ErrSyntax},
		{"a document type", `<!DOCTYPE t [<!ENTITY a "b">]>` + message(""), xmlstream.ErrDTD},
		{"billion laughs", `<!DOCTYPE t [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>` + message("<transaktionID>&b;</transaktionID>"), xmlstream.ErrDTD},
		{"an entity of its own", message("<transaktionID>&nbsp;</transaktionID>"), xmlstream.ErrSyntax},
		{"10,000 levels", message(strings.Repeat("<a>", 10_000)), xmlstream.ErrLimit},
		{"Latin-1", `<?xml version="1.0" encoding="ISO-8859-1"?>` + message(""), xmlstream.ErrEncoding},
		{"UTF-16", "\xFE\xFF\x00<", xmlstream.ErrEncoding},
		{"an object without end", message("<schreibe><leistung>" + strings.Repeat("<idSekundaer>1</idSekundaer>", 100_001)), xmlstream.ErrLimit},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := read(t, strings.NewReader(tt.doc), xzufi.Limits{})
			require.ErrorIs(t, err, tt.want)
		})
	}
}

func TestReader_RepeatsItsErrorAndPassesOnThatOfTheSource(t *testing.T) {
	r := xzufi.NewReader(strings.NewReader("<html/>"), xzufi.Limits{})
	_, first := r.Next()
	_, again := r.Next()
	require.Equal(t, first, again)
	_, _, err := read(t, io.MultiReader(strings.NewReader(message("")[:50]), iotest.ErrReader(io.ErrClosedPipe)), xzufi.Limits{})
	require.ErrorIs(t, err, io.ErrClosedPipe)
}

// endless repeats a text after a head.
type endless struct {
	head, body string
	rest       string
	taken      int64
}

func (e *endless) Read(b []byte) (int, error) {
	n := copy(b, e.head)
	e.head = e.head[n:]
	for n < len(b) {
		if e.rest == "" {
			e.rest = e.body
		}
		m := copy(b[n:], e.rest)
		e.rest = e.rest[m:]
		n += m
	}
	e.taken += int64(n)
	return n, nil
}

func TestReader_BoundsMemoryOnHostileInput(t *testing.T) {
	head := `<t xmlns="` + xzufi.Namensraum220 + `"><nachrichtenkopf/>`
	for name, source := range map[string]*endless{
		"an attribute of a gigabyte": {head: head + `<schreibe x="`, body: strings.Repeat("x", 1<<10)},
		"a text of a gigabyte":       {head: head + "<schreibe><leistung><id>", body: strings.Repeat("x", 1<<10)},
		"one object without end":     {head: head + "<schreibe><leistung>", body: "<idSekundaer>1</idSekundaer>"},
		"a header without end":       {head: `<t xmlns="` + xzufi.Namensraum220 + `"><nachrichtenkopf>`, body: "<x/>"},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			_, _, err := read(t, source, xzufi.Limits{})
			require.ErrorIs(t, err, xmlstream.ErrLimit)
			runtime.GC()
			runtime.ReadMemStats(&after)
			require.Less(t, source.taken, int64(8<<20))
			require.Less(t, int64(after.HeapAlloc)-int64(before.HeapAlloc), int64(8<<20))
		})
	}
}

func FuzzReader(f *testing.F) {
	f.Add(sample(f))
	f.Add([]byte(message("<schreibe><onlinedienst><id>1</id></onlinedienst></schreibe>")))
	f.Add([]byte(message("<loesche klasse='Leistung'><id>1</id></loesche>")))
	f.Fuzz(func(t *testing.T, doc []byte) {
		all, kopf, err := read(t, bytes.NewReader(doc), xzufi.Limits{Bytes: 1 << 16, Text: 1 << 12})
		if err != nil {
			return
		}
		var out bytes.Buffer
		w := xzufi.NewWriter(&out, kopf)
		var kept []xzufi.Transfer
		for _, transfer := range all {
			if w.Write(transfer) == nil {
				kept = append(kept, transfer)
			}
			if l := transfer.Leistung; l != nil {
				for _, m := range l.Texte {
					for _, text := range m.Inhalt {
						xzufi.Sanitize(text.Inhalt)
						xzufi.PlainText(text.Inhalt)
					}
				}
				_, _ = l.Eintraege()
			}
		}
		require.NoError(t, w.Close())
		again, _, err := read(t, &out, xzufi.Limits{})
		require.NoError(t, err, "what was written can be read")
		require.Len(t, again, len(kept))
	})
}
