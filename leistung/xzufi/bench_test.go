// SPDX-License-Identifier: Apache-2.0

package xzufi_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/metrics"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/xzufi"
)

// peer* are the same objects for encoding/xml, by tags alone.
type (
	peerID struct {
		ID        string `xml:",chardata"`
		Redaktion string `xml:"schemeAgencyID,attr"`
		SchemeID  string `xml:"schemeID,attr"`
	}
	peerCode struct {
		ListURI string `xml:"listURI,attr"`
		Code    string `xml:"code"`
		Name    string `xml:"name"`
	}
	peerText struct {
		Sprache string `xml:"languageCode,attr"`
		Inhalt  string `xml:",chardata"`
	}
	peerLeistung struct {
		ID        peerID     `xml:"id"`
		Sekundaer []peerID   `xml:"idSekundaer"`
		Referenz  []peerCode `xml:"referenzLeiKa"`
		Texte     []struct {
			Position string     `xml:"positionDarstellung"`
			Modul    peerCode   `xml:"leikaTextmodul"`
			Inhalt   []peerText `xml:"inhalt"`
			Links    []struct {
				Sprache string `xml:"languageCode,attr"`
				URI     string `xml:"uri"`
				Titel   string `xml:"titel"`
			} `xml:"weiterfuehrenderLink"`
		} `xml:"modulText"`
		Fristen []struct {
			Typ          peerCode   `xml:"typ"`
			Dauer        string     `xml:"dauer"`
			Einheit      string     `xml:"einheit"`
			Beschreibung []peerText `xml:"beschreibung"`
		} `xml:"modulFrist>frist"`
		Typisierung []peerCode `xml:"typisierung"`
		Gebiete     []peerID   `xml:"gueltigkeitGebietID"`
	}
	peerZustaendigkeit struct {
		Objekt peerID `xml:"uebergeordnetesObjektID"`
		Inner  struct {
			ID       peerID   `xml:"id"`
			Leistung peerID   `xml:"leistungID"`
			Gebiete  []peerID `xml:"gebietID"`
			Rolle    peerCode `xml:"rolle"`
		} `xml:"zustaendigkeit"`
	}
	peerSchreibe struct {
		Leistung       *peerLeistung       `xml:"leistung"`
		Zustaendigkeit *peerZustaendigkeit `xml:"zustaendigkeitTransferObjekt"`
	}
)

// objekte is one Leistung with texts and ten responsibilities, as a feed has
// them, about 6 kB.
func objekte(i int) []xzufi.Transfer {
	text := xzufi.Text{Sprache: "de", Inhalt: "<p>Wer eine Wohnung bezieht, meldet sich <strong>innerhalb von zwei Wochen</strong> bei der Meldebehörde an.</p>"}
	l := &xzufi.Leistung{ID: kennung(fmt.Sprint("L", i)), Schluessel: []string{"99115005104000"}, Typisierungen: []xzufi.Code{{ListURI: "urn:de:fim:leika:typisierung", Code: "2/3"}}}
	for _, modul := range []string{"02", "03", "05", "06", "08", "09"} {
		m := xzufi.Modultext{Inhalt: []xzufi.Text{text, {Sprache: "en", Inhalt: text.Inhalt}}}
		m.Modul = "05"
		m.Position = modul
		l.Texte = append(l.Texte, m)
	}
	l.Fristen = []xzufi.Frist{{Dauer: "2", Einheit: "WOCHE", Beschreibung: []xzufi.Text{text}}}
	all := []xzufi.Transfer{{Leistung: l}}
	for n := range 10 {
		all = append(all, xzufi.Transfer{Zustaendigkeit: &xzufi.Zustaendigkeit{
			ID: kennung(fmt.Sprint("Z", i, ".", n)), Objekt: kennung("42"), Leistung: l.ID, Gebiete: []xzufi.Identifikator{kennung("160530000000")},
			Rolle: xzufi.Code{Code: "01", Name: "Zuständige Stelle"},
		}})
	}
	return all
}

// message builds a message of about the size.
func nachricht(tb testing.TB, size int) []byte {
	tb.Helper()
	var out bytes.Buffer
	w := xzufi.NewWriter(&out, xzufi.Kopf{NachrichtUUID: "0b7a8f2e-0000-4000-8000-000000000001"})
	for i := 0; out.Len() < size; i++ {
		for _, transfer := range objekte(i) {
			require.NoError(tb, w.Write(transfer))
		}
	}
	require.NoError(tb, w.Close())
	return out.Bytes()
}

// BenchmarkRead reads the same message with this package and with encoding/xml
// into structs of the same fields, one object at a time.
func BenchmarkRead(b *testing.B) {
	doc := nachricht(b, 8<<20)
	for _, way := range leser {
		b.Run(way.name, func(b *testing.B) {
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			for b.Loop() {
				way.read(b, bytes.NewReader(doc), func() {})
			}
		})
	}
}

// repeated is a message in which the objects come again and again.
type repeated struct {
	head, body, tail string
	times            int
	rest             string
	state            int
}

func (r *repeated) Read(b []byte) (int, error) {
	for r.rest == "" {
		switch {
		case r.state == 0:
			r.rest, r.state = r.head, 1
		case r.state == 1 && r.times > 0:
			r.rest = r.body
			r.times--
		case r.state == 1:
			r.rest, r.state = r.tail, 2
		default:
			return 0, io.EOF
		}
	}
	n := copy(b, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// strom is a message of about the size that is made while it is read.
func strom(tb testing.TB, size int) io.Reader {
	tb.Helper()
	doc := string(nachricht(tb, 256<<10))
	first, last := strings.Index(doc, "<xzufi:schreibe>"), strings.LastIndex(doc, "</xzufi:transfer>")
	return &repeated{head: doc[:first], body: doc[first:last], tail: doc[last:], times: size / (last - first)}
}

// leser are the ways to read a message: each counts its objects and calls seen
// after every one.
var leser = []struct {
	name string
	read func(tb testing.TB, r io.Reader, seen func())
}{
	{"parallel", func(tb testing.TB, r io.Reader, seen func()) {
		for _, err := range xzufi.NewParallel(r, xzufi.Limits{}, 0).All() {
			require.NoError(tb, err)
			seen()
		}
	}},
	{"reader", func(tb testing.TB, r io.Reader, seen func()) {
		for _, err := range xzufi.NewReader(r, xzufi.Limits{}).All() {
			require.NoError(tb, err)
			seen()
		}
	}},
	{"encoding-xml", func(tb testing.TB, r io.Reader, seen func()) {
		dec := xml.NewDecoder(r)
		for {
			tok, err := dec.Token()
			if errors.Is(err, io.EOF) {
				return
			}
			require.NoError(tb, err)
			if start, ok := tok.(xml.StartElement); ok && start.Name.Local == "schreibe" {
				var s peerSchreibe
				require.NoError(tb, dec.DecodeElement(&s, &start))
				require.True(tb, s.Leistung != nil || s.Zustaendigkeit != nil)
				seen()
			}
		}
	}},
}

// gemessen reads about size bytes and returns how many objects there were and the
// most bytes of the heap that were taken, garbage not yet collected included,
// beyond those before.
func gemessen(tb testing.TB, size int, read func(testing.TB, io.Reader, func())) (objects int, peak int64) {
	tb.Helper()
	source := strom(tb, size)
	runtime.GC()
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	held := func() int64 {
		metrics.Read(sample)
		return int64(sample[0].Value.Uint64())
	}
	before := held()
	read(tb, source, func() {
		if objects++; objects%500 == 0 { // about every 300 kB
			peak = max(peak, held()-before)
		}
	})
	return objects, peak
}

// TestRead_HoldsAConstantAmountOfMemory reads 16 MB and 64 MB; that a gigabyte
// takes no more shows the benchmark.
func TestRead_HoldsAConstantAmountOfMemory(t *testing.T) {
	for _, way := range leser[:2] {
		t.Run(way.name, func(t *testing.T) {
			few, _ := gemessen(t, 16<<20, way.read)
			many, peak := gemessen(t, 64<<20, way.read)
			require.Greater(t, many, 3*few)
			require.Less(t, peak, int64(24<<20))
		})
	}
}

// BenchmarkGigabyte streams a gigabyte through each way of reading in one run and
// reports the most heap it took. Run it with -benchtime 1x.
func BenchmarkGigabyte(b *testing.B) {
	objects := 0
	for _, way := range leser {
		b.Run(way.name, func(b *testing.B) {
			b.SetBytes(1 << 30)
			for b.Loop() {
				read, peak := gemessen(b, 1<<30, way.read)
				if objects == 0 {
					objects = read
				}
				require.Equal(b, objects, read, "every way finds the same")
				b.ReportMetric(float64(peak)/(1<<20), "MB-peak-heap")
			}
		})
	}
}
