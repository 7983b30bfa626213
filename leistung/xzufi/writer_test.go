// SPDX-License-Identifier: Apache-2.0

package xzufi_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/xzufi"
)

func write(t testing.TB, kopf xzufi.Kopf, all []xzufi.Transfer) []byte {
	t.Helper()
	var out bytes.Buffer
	w := xzufi.NewWriter(&out, kopf)
	for _, transfer := range all {
		require.NoError(t, w.Write(transfer))
	}
	require.NoError(t, w.Close())
	require.NoError(t, w.Close(), "closing twice writes nothing more")
	return out.Bytes()
}

func TestWriter_WritesWhatWasRead(t *testing.T) {
	all, kopf, err := read(t, bytes.NewReader(sample(t)), xzufi.Limits{})
	require.NoError(t, err)
	out := write(t, kopf, all)
	again, kopfAgain, err := read(t, bytes.NewReader(out), xzufi.Limits{})
	require.NoError(t, err)
	require.Equal(t, kopf, kopfAgain)
	require.Equal(t, all, again)
	require.Contains(t, string(out), "<code>99115005104000</code>", "code has no namespace")

	dec := xml.NewDecoder(bytes.NewReader(out))
	for {
		_, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err, "well-formed to the end")
	}
}

// Every field that can be set survives, also those the sample does not have.
func TestWriter_LosesNoField(t *testing.T) {
	id := func(s string) xzufi.Identifikator {
		return xzufi.Identifikator{Kennung: xzufi.Kennung{Redaktion: "L100016", ID: s}, SchemeID: "a", SchemeName: "b", SchemeURI: "c", SchemeVersionID: "d"}
	}
	code := func(s string) xzufi.Code {
		return xzufi.Code{ListURI: "urn:l", ListVersionID: "1", Code: s, Name: "<&\">"}
	}
	texts := []xzufi.Text{{Sprache: "de", Inhalt: "<p>&amp;</p> ]]>"}, {Sprache: "en", Inhalt: ""}}
	z := xzufi.Zustaendigkeit{ID: id("z"), Leistung: id("l"), Gebiete: []xzufi.Identifikator{id("16"), id("09")}, Rolle: code("01"), Gueltigkeit: []xzufi.Gueltigkeit{{Beginn: "2024-01-01", Ende: "2024-12-31"}}}
	apart := z
	apart.Objekt = id("o")
	all := []xzufi.Transfer{
		{Leistung: &xzufi.Leistung{
			ID: id("l"), IDSekundaer: []xzufi.Identifikator{id("s")}, Schluessel: []string{"99115005104000", "99115005104001"},
			Struktur:    xzufi.Struktur{Typ: "LeistungsstrukturObjektMitVerrichtungUndDetail", Gruppierung: code("115"), ObjektID: id("x"), Verrichtung: code("104"), Detail: texts},
			Adressaten:  []xzufi.Code{code("001")},
			Texte:       []xzufi.Modultext{{Position: "1", Modul: leistung.ModulTeaser, Inhalt: texts, Links: []xzufi.Link{{URI: "https://example.test", Titel: "t", Sprache: "de"}}}},
			Fristen:     []xzufi.Frist{{Typ: code("1"), Dauer: "2", DauerBis: "3", Einheit: "WOCHE", EinheitBis: "MONAT", Von: "--01-01", Bis: "--12-31", Beschreibung: texts}},
			Bearbeitung: []xzufi.Frist{{Dauer: "5", Einheit: "ARBEITSTAG"}},
			Kosten: []xzufi.Kosten{
				{Typ: code("1"), Art: leistung.KostenFix, Betrag: "12.50", Waehrung: "EUR", Vorkasse: true, Beschreibung: texts},
				{Art: leistung.KostenVariabel, Betrag: "1", BetragBis: "2", Waehrung: "EUR"},
				{Art: leistung.KostenFrei},
			},
			Dokumente: []xzufi.Dokument{{Typ: code("1"), Bezeichnung: texts}, {Ausgehend: true, Typ: code("2"), Bezeichnung: texts}},
			Begriffe:  texts, Freigaben: []xzufi.Freigabe{{Am: "2026-01-01", Durch: texts}}, Ursprungsportale: []xzufi.Link{{URI: "u", Titel: "t", Sprache: "de"}},
			Typisierungen: []xzufi.Code{code("2/3")}, Vertrauensniveau: code("40"), Kategorien: []xzufi.Code{code("k")}, Klassifizierung: []xzufi.Code{code("2100400")},
			Gebiete: []xzufi.Identifikator{id("16")}, Gueltigkeit: []xzufi.Gueltigkeit{{Beginn: "2024-01-01"}}, Sprachen: []string{"de", "en"},
			InformationsbereicheSDG: []xzufi.Code{code("1020100")}, Einheitlich: "true", Schriftform: "false",
			Wirtschaftszweige: []xzufi.Code{code("A")}, Rechtsformen: []xzufi.Code{code("1")}, Staatsangehoerigkeiten: []xzufi.Code{code("000"), code("EU")},
			StatusKatalog: code("6"), StatusBibliothek: code("5"), Detailstufe: code("101"), Bezugsort: code("001"), EinheitlicheStelle: []xzufi.Code{code("11")},
		}},
		{Organisationseinheit: &xzufi.Organisationseinheit{ID: id("o"), Namen: texts, Anschriften: []xzufi.Anschrift{{
			Ort: "Jena", Kreis: code("16053"), Bezirk: code("0"), Bundesland: code("16"), Gemeindeschluessel: code("16053000"),
			Regionalschluessel: code("160530000000"), Nation: code("000"), Gemeindeverband: code("160530000"),
		}}, Zustaendigkeiten: []xzufi.Zustaendigkeit{z}}},
		{Zustaendigkeit: &apart},
		{Onlinedienst: &xzufi.Onlinedienst{ID: id("d"), Bezeichnungen: texts, Links: []xzufi.Onlinelink{{Typ: code("1"), Link: xzufi.Link{URI: "https://example.test", Titel: "t", Sprache: "de"}}}, Vertrauensniveau: code("40"), Zustaendigkeiten: []xzufi.Zustaendigkeit{z}}},
		{Spezialisierung: &xzufi.Spezialisierung{ID: id("s"), Leistung: id("l")}},
		{Loesche: &xzufi.Loesche{Klasse: xzufi.KlasseOnlinedienst, ID: id("d")}},
	}
	kopf := xzufi.Kopf{Wurzel: "nachricht", Namensraum: xzufi.Namensraum210, Version: "2.1.0", Produkt: "p", Hersteller: "h", NachrichtUUID: "u", ErstelltZeit: "z", TransaktionID: "t", TransaktionPos: "1"}
	again, kopfAgain, err := read(t, bytes.NewReader(write(t, kopf, all)), xzufi.Limits{})
	require.NoError(t, err)
	require.Equal(t, all, again)
	require.Equal(t, kopf, kopfAgain)

	const other = "urn:example:xzufi-2.3"
	kopf.Namensraum, kopf.Version = other, "2.3.1"
	all[0].Leistung.VerfahrenSDG = []xzufi.Code{code("5010")}
	out := write(t, kopf, all)
	again, _, err = read(t, bytes.NewReader(out), xzufi.Limits{Namensraeume: []string{other}})
	require.NoError(t, err)
	require.Equal(t, all, again)
	require.Contains(t, string(out), "<xzufi:referenzLeistungsschluessel>99115005104000</xzufi:referenzLeistungsschluessel>")
	require.NotContains(t, string(out), "referenzLeiKa")

	set := map[string]bool{}
	fields(set, reflect.ValueOf(all))
	for name, ok := range set {
		require.True(t, ok, "%s was not tried here", name)
	}
}

// fields notes which fields of the model a value sets.
func fields(set map[string]bool, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			fields(set, v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			fields(set, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			name := v.Type().Name() + "." + v.Type().Field(i).Name
			set[name] = set[name] || !v.Field(i).IsZero()
			fields(set, v.Field(i))
		}
	default:
	}
}

func TestWriter_RefusesWhatIsNotOneChange(t *testing.T) {
	w := xzufi.NewWriter(io.Discard, xzufi.Kopf{})
	id := xzufi.Identifikator{Kennung: xzufi.Kennung{ID: "1"}}
	for _, bad := range []xzufi.Transfer{
		{},
		{Leistung: &xzufi.Leistung{}},
		{Loesche: &xzufi.Loesche{Klasse: xzufi.KlasseLeistung}},
		{Loesche: &xzufi.Loesche{ID: id}},
		{Leistung: &xzufi.Leistung{ID: id}, Loesche: &xzufi.Loesche{ID: id}},
	} {
		require.ErrorIs(t, w.Write(bad), xzufi.ErrObjekt)
	}
	require.NoError(t, w.Write(xzufi.Transfer{Spezialisierung: &xzufi.Spezialisierung{ID: id}}), "a refused change does not break the message")
	require.NoError(t, w.Close())
	require.ErrorIs(t, w.Write(xzufi.Transfer{Spezialisierung: &xzufi.Spezialisierung{ID: id}}), xzufi.ErrObjekt, "behind the end")
	for _, bad := range []string{"a b", "x:y", "1a", "a><b", "ä"} {
		w := xzufi.NewWriter(io.Discard, xzufi.Kopf{Wurzel: bad})
		require.ErrorIs(t, w.Close(), xzufi.ErrObjekt, bad)
	}
}

// full fails after some bytes.
type full struct{ room int }

func (f *full) Write(b []byte) (int, error) {
	if f.room -= len(b); f.room < 0 {
		return 0, io.ErrShortWrite
	}
	return len(b), nil
}

func TestWriter_RepeatsItsError(t *testing.T) {
	w := xzufi.NewWriter(&full{100_000}, xzufi.Kopf{})
	l := xzufi.Transfer{Leistung: &xzufi.Leistung{ID: xzufi.Identifikator{Kennung: xzufi.Kennung{ID: "1"}}, Schluessel: []string{"99115005104000"}}}
	var err error
	for range 5000 {
		if err = w.Write(l); err != nil {
			break
		}
	}
	require.ErrorIs(t, err, io.ErrShortWrite)
	require.ErrorIs(t, w.Write(l), io.ErrShortWrite)
	require.ErrorIs(t, w.Close(), io.ErrShortWrite)
}
