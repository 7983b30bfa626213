// SPDX-License-Identifier: Apache-2.0

package xdatenfelder_test

import (
	"bytes"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder"
)

func itoa(n int) string { return strconv.Itoa(n) }

func TestParse_ReadsASchemaOfXDF3(t *testing.T) {
	s := hundesteuer(t)
	require.Equal(t, xdatenfelder.XDF3, s.Standard)
	require.Equal(t, xdatenfelder.NachrichtSchema, s.Nachricht)
	require.Equal(t, xdatenfelder.Kennung{ID: "S99000000901", Version: "1.0.0"}, s.Kennung)
	require.Equal(t, "Anmeldung zur Hundesteuer", s.BezeichnungEingabe)
	require.Equal(t, "D99000000902", s.Dokumentsteckbrief.ID)
	require.Len(t, s.Struktur, 5)

	hund := find(t, &s, "G99000000902")
	require.Equal(t, "1:5", hund.Anzahl)
	require.Equal(t, "V", hund.Gruppe.Regeln[0].Typ)
	require.Equal(t, "https://example.org/satzung", hund.Gruppe.Regeln[0].Bezuege[0].Link)
	require.Equal(t, xdatenfelder.GruppenartAuswahl, find(t, &s, "G99000000903").Gruppe.Art)
	require.Equal(t, []xdatenfelder.Wert{{Code: "m", Name: "männlich"}, {Code: "w", Name: "weiblich"}}, find(t, &s, "F99000000913").Feld.Werte)
	require.Equal(t, "urn:example:hundesteuer:rassen", find(t, &s, "F99000000912").Feld.Codeliste.URI)
	require.Equal(t, xdatenfelder.Praezisierung{MinLaenge: "3", MaxLaenge: "254", Muster: "^[^@ ]+@[^@ ]+$"}, find(t, &s, "F99000000904").Feld.Praezisierung)
	require.Equal(t, []string{"application/pdf", "image/jpeg"}, find(t, &s, "F99000000917").Feld.MediaTypes)
}

func TestParse_ReadsASchemaOfXDF2IntoTheSameModel(t *testing.T) {
	s, err := xdatenfelder.Parse(open(t, "hundesteuer_xdf2.xml"))
	require.NoError(t, err)
	require.Equal(t, xdatenfelder.XDF2, s.Standard)
	require.Equal(t, xdatenfelder.StatusAktiv, s.Status)
	require.Equal(t, "Wer anmeldet, ist volljährig.", s.Regeln[0].Freitext)
	require.Equal(t, "function script() { return 1 < 2; }", s.Regeln[0].Skript)
	require.Equal(t, xdatenfelder.Praezisierung{MinWert: "18", MaxWert: "120"}, find(t, &s, "F99000903").Feld.Praezisierung)
	require.Equal(t, "C99000001", find(t, &s, "F99000912").Feld.Codeliste.Kennung.ID)

	c := s.ToXDF3()
	require.Equal(t, xdatenfelder.Kennung{ID: "S99000000901", Version: "1.1.0"}, c.Kennung)
	require.Equal(t, xdatenfelder.FreigabeGold, c.Freigabestatus)
	require.Equal(t, "F99000000912", c.Struktur[1].Feld.ID)
	require.Equal(t, xdatenfelder.VorbefuellungKeine, c.Struktur[1].Feld.Vorbefuellung)
	require.Equal(t, "S99000901", s.ID, "the schema itself is left alone")
	require.Equal(t, "F99000912", s.Struktur[1].Feld.ID)
}

func TestToXDF3_MapsTheStatus(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   xdatenfelder.Merkmale
		want xdatenfelder.Freigabestatus
	}{
		{"inactive", xdatenfelder.Merkmale{Status: xdatenfelder.StatusInaktiv, Kennung: xdatenfelder.Kennung{Version: "1.0"}, StatusGesetztAm: "2020-01-01"}, xdatenfelder.FreigabeInaktiv},
		{"working copy", xdatenfelder.Merkmale{Status: xdatenfelder.StatusAktiv, StatusGesetztAm: "2020-01-01"}, xdatenfelder.FreigabeInBearbeitung},
		{"not released", xdatenfelder.Merkmale{Status: xdatenfelder.StatusAktiv, Kennung: xdatenfelder.Kennung{Version: "1.0"}}, xdatenfelder.FreigabeInBearbeitung},
		{"released", xdatenfelder.Merkmale{Status: xdatenfelder.StatusAktiv, Kennung: xdatenfelder.Kennung{Version: "1.0"}, StatusGesetztAm: "2020-01-01"}, xdatenfelder.FreigabeGold},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := xdatenfelder.Schema{Standard: xdatenfelder.XDF2, Nachricht: xdatenfelder.NachrichtSchema, Merkmale: tt.in}
			require.Equal(t, tt.want, s.ToXDF3().Freigabestatus)
		})
	}
}

func document(t testing.TB, name string) string {
	t.Helper()
	doc, err := io.ReadAll(open(t, name))
	require.NoError(t, err)
	return string(doc)
}

func TestParse_NeverDependsOnThePrefix(t *testing.T) {
	doc := document(t, "hundesteuer_xdf3.xml")
	want := hundesteuer(t)
	for _, other := range []string{
		strings.NewReplacer("xdf3:", "a:", ":xdf3=", ":a=").Replace(doc),
		strings.NewReplacer("<xdf3:", "<", "</xdf3:", "</", ":xdf3=", "=", "<code>", `<code xmlns="">`).Replace(doc),
	} {
		got, err := xdatenfelder.Parse(strings.NewReader(other))
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	_, err := xdatenfelder.Parse(strings.NewReader(strings.Replace(doc, "xmlns:xdf3=", "xmlns:xdf4=", 1)))
	require.ErrorIs(t, err, xdatenfelder.ErrNamespace, "a prefix alone binds nothing")
}

func TestParse_RefusesWhatCouldBeMisread(t *testing.T) {
	doc := document(t, "hundesteuer_xdf3.xml")
	for _, tt := range []struct {
		name, old, new string
		want           error
	}{
		{"foreign namespace", "urn:xoev-de:fim:standard:xdatenfelder_3.0.0", "urn:xoev-de:fim:standard:xdatenfelder_4.0.0", xdatenfelder.ErrNamespace},
		{"foreign message", "stammdatenschema.0102", "stammdatenschema.0101", xdatenfelder.ErrNamespace},
		{"name twice", "<xdf3:name>Hund</xdf3:name>", "<xdf3:name>Hund</xdf3:name><xdf3:name>Katze</xdf3:name>", xdatenfelder.ErrStruktur},
		{"unknown element", "<xdf3:name>Hund</xdf3:name>", "<xdf3:name>Hund</xdf3:name><xdf3:nom>Chien</xdf3:nom>", xdatenfelder.ErrStruktur},
		{"foreign element", "<xdf3:name>Hund</xdf3:name>", `<xdf3:name>Hund</xdf3:name><nom>Chien</nom>`, xdatenfelder.ErrStruktur},
		{"element of XDF 2", "<xdf3:name>Hund</xdf3:name>", `<xdf3:name>Hund</xdf3:name><xdf3:freigabedatum>2020-01-01</xdf3:freigabedatum>`, xdatenfelder.ErrStruktur},
		{"element in text", "<xdf3:name>Hund</xdf3:name>", "<xdf3:name>Hund<xdf3:b/></xdf3:name>", xdatenfelder.ErrStruktur},
		{"stray text", "<xdf3:enthaelt>", "<xdf3:enthaelt>also", xdatenfelder.ErrStruktur},
		{"empty id", "<xdf3:id>F99000000911</xdf3:id>", "<xdf3:id/>", xdatenfelder.ErrStruktur},
		{"unknown data type", "<code>num_int</code>", "<code>integer</code>", xdatenfelder.ErrCode},
		{"code in a namespace", "<code>num_int</code>", "<xdf3:code>num_int</xdf3:code>", xdatenfelder.ErrStruktur},
		{"unknown status", "<code>6</code>", "<code>10</code>", xdatenfelder.ErrCode},
		{"unknown group kind", "<code>X</code>", "<code>Y</code>", xdatenfelder.ErrCode},
		{"no header", "xdf3:header>", "xdf3:kopf>", xdatenfelder.ErrStruktur},
		{"cut off", "</xdf3:stammdatenschema>", "", xdatenfelder.ErrXML},
	} {
		t.Run(tt.name, func(t *testing.T) {
			spoilt := strings.Replace(doc, tt.old, tt.new, 2)
			require.NotEqual(t, doc, spoilt)
			_, err := xdatenfelder.Parse(strings.NewReader(spoilt))
			require.ErrorIs(t, err, tt.want)
			require.Contains(t, err.Error(), "line ")
		})
	}
}

func TestParse_ReadsAMessageOfASingleField(t *testing.T) {
	s, err := xdatenfelder.Parse(open(t, "feld_xdf3.xml"))
	require.NoError(t, err)
	require.Equal(t, xdatenfelder.NachrichtFeld, s.Nachricht)
	require.Empty(t, s.ID, "the frame has no identity")
	require.Equal(t, "1:1", s.Struktur[0].Anzahl)
	require.Equal(t, "Steuermarke", s.Struktur[0].Feld.Name)
}

// Some documents leave an element empty and give it again further down.
func TestParse_TakesAnEmptyElementOfXDF3AsMissing(t *testing.T) {
	doc := document(t, "hundesteuer_xdf3.xml")
	doc = strings.Replace(doc, "<xdf3:inhalt>", "<xdf3:inhalt/><xdf3:inhalt>", 1)
	doc = strings.Replace(doc, "<xdf3:praezisierung ", "<xdf3:codelisteReferenz> </xdf3:codelisteReferenz><xdf3:bezug/><xdf3:praezisierung ", 1)
	got, err := xdatenfelder.Parse(strings.NewReader(doc))
	require.NoError(t, err)
	require.Equal(t, hundesteuer(t), got)

	xdf2 := strings.Replace(document(t, "hundesteuer_xdf2.xml"), "<xdf:beschreibung/>", "<xdf:beschreibung/><xdf:beschreibung/>", 1)
	_, err = xdatenfelder.Parse(strings.NewReader(xdf2))
	require.ErrorIs(t, err, xdatenfelder.ErrStruktur)
}

func TestParse_KeepsAPraezisierungItCannotReadAsARemark(t *testing.T) {
	doc := document(t, "hundesteuer_xdf2.xml")
	for in, want := range map[string]xdatenfelder.Praezisierung{
		`{"minValue":"","maxValue":null}`: {},
		`{"minValue":18}`:                 {MinWert: "18"},
		`{"pattern":"[0-9]+"}`:            {Muster: "[0-9]+"},
		`höchstens 120`:                   {Text: "höchstens 120"},
		`{"step":"2"}`:                    {Text: `{"step":"2"}`},
		`{"minValue":[]}`:                 {Text: `{"minValue":[]}`},
	} {
		spoilt := strings.Replace(doc, `{"minValue":"18","maxValue":120}`, in, 1)
		spoilt = strings.Replace(spoilt, `{&quot;minValue&quot;:&quot;18&quot;,&quot;maxValue&quot;:120}`, in, 1)
		require.NotEqual(t, doc, spoilt)
		s, err := xdatenfelder.Parse(strings.NewReader(spoilt))
		require.NoError(t, err)
		require.Equal(t, want, find(t, &s, "F99000903").Feld.Praezisierung, in)
	}
}

// gigabyte is an attribute of 1 GB, made while it is read.
type gigabyte struct {
	head string
	left int64
}

func (g *gigabyte) Read(p []byte) (int, error) {
	if g.head != "" {
		n := copy(p, g.head)
		g.head = g.head[n:]
		return n, nil
	}
	if g.left == 0 {
		return 0, io.EOF
	}
	n := min(int64(len(p)), g.left)
	for i := range p[:n] {
		p[i] = 'x'
	}
	g.left -= n
	return int(n), nil
}

func TestParse_RefusesHostileDocumentsWithBoundedMemory(t *testing.T) {
	const root = `<x:xdatenfelder.stammdatenschema.0102 xmlns:x="urn:xoev-de:fim:standard:xdatenfelder_3.0.0"`
	var laughs strings.Builder
	laughs.WriteString(`<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol0 "lol">`)
	for i := range 9 {
		laughs.WriteString("<!ENTITY lol" + itoa(i+1) + ` "` + strings.Repeat("&lol"+itoa(i)+";", 10) + `">`)
	}
	laughs.WriteString("]>" + root + ">&lol9;")
	group := "<x:struktur><x:enthaelt><x:datenfeldgruppe>"
	for _, tt := range []struct {
		name string
		doc  io.Reader
		want error
	}{
		{"billion laughs", strings.NewReader(laughs.String()), xdatenfelder.ErrDTD},
		{"external entity", strings.NewReader(`<!DOCTYPE x SYSTEM "http://example.org/x.dtd">` + root + "/>"), xdatenfelder.ErrDTD},
		{"10,000 levels of groups", strings.NewReader(root + "><x:header/><x:stammdatenschema>" + strings.Repeat(group, 10_000)), xdatenfelder.ErrLimit},
		{"10,000 levels of one element", strings.NewReader(strings.Repeat("<a>", 10_000)), xdatenfelder.ErrNamespace},
		{"attribute of 1 GB", &gigabyte{head: root + ` y="`, left: 1 << 30}, xdatenfelder.ErrLimit},
		{"text of 1 GB", &gigabyte{head: root + "><x:header><x:nachrichtID>", left: 1 << 30}, xdatenfelder.ErrLimit},
		{"comment of 1 GB", &gigabyte{head: root + "><!--", left: 1 << 30}, xdatenfelder.ErrLimit},
		{"text of many pieces", strings.NewReader(root + "><x:header><x:nachrichtID>" + strings.Repeat(strings.Repeat("x", 1000)+"<!---->", 2000)), xdatenfelder.ErrLimit},
		{"Latin-1 declared", strings.NewReader(`<?xml version="1.0" encoding="ISO-8859-1"?>` + root + "/>"), xdatenfelder.ErrEncoding},
		{"Latin-1 undeclared", strings.NewReader(root + "><x:header><x:nachrichtID>\xe4</x:nachrichtID>"), xdatenfelder.ErrEncoding},
		{"UTF-16", strings.NewReader("\xff\xfe<\x00a\x00/\x00>\x00"), xdatenfelder.ErrEncoding},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := xdatenfelder.Parse(tt.doc)
			runtime.ReadMemStats(&after)
			require.ErrorIs(t, err, tt.want)
			require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(8<<20), "all allocations of the call together")
		})
	}
}

// A group of tens of thousands of children took minutes when each was compared
// with all before it.
func TestLint_StaysLinearInTheChildrenOfAGroup(t *testing.T) {
	const many = 20_000
	s := xdatenfelder.Schema{Standard: xdatenfelder.XDF3, Nachricht: xdatenfelder.NachrichtSchema, Struktur: make([]xdatenfelder.Struktur, many)}
	for i := range s.Struktur {
		s.Struktur[i] = xdatenfelder.Struktur{Anzahl: "1:1", Feld: &xdatenfelder.Feld{Merkmale: xdatenfelder.Merkmale{Kennung: xdatenfelder.Kennung{ID: "F" + itoa(10_000_000_000+i), Version: "1.0.0"}}}}
	}
	s.Struktur[1].Feld.ID = s.Struktur[0].Feld.ID
	findings := xdatenfelder.Lint(s)
	require.Equal(t, 1, count(findings, 1025))
	require.Len(t, findings, 20_000, "and no more")
}

func TestLimits_AreTheCallers(t *testing.T) {
	doc := document(t, "hundesteuer_xdf3.xml")
	for _, l := range []xdatenfelder.Limits{{Bytes: int64(len(doc)) - 1}, {Depth: 5}, {Token: 20}} {
		_, err := l.Parse(strings.NewReader(doc))
		require.ErrorIs(t, err, xdatenfelder.ErrLimit)
	}
	_, err := xdatenfelder.Limits{Bytes: int64(len(doc))}.Parse(strings.NewReader(doc))
	require.NoError(t, err)
}

func FuzzParse(f *testing.F) {
	for _, name := range []string{"hundesteuer_xdf2.xml", "hundesteuer_xdf3.xml", "feld_xdf3.xml"} {
		doc, err := os.ReadFile("testdata/" + name)
		require.NoError(f, err)
		f.Add(doc)
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		s, err := xdatenfelder.Parse(bytes.NewReader(doc))
		if err != nil {
			return
		}
		for _, finding := range xdatenfelder.Lint(s) {
			if finding.Detail == "" || finding.Severity.IsZero() {
				t.Fatalf("finding without text or weight: %+v", finding)
			}
		}
		s = s.ToXDF3()
		var out bytes.Buffer
		if err := xdatenfelder.Write(&out, s); err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		back, err := xdatenfelder.Parse(&out)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		require.Equal(t, s, back)
	})
}
