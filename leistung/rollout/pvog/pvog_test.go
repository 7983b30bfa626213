// SPDX-License-Identifier: Apache-2.0

package pvog_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/rollout/pvog"
)

// Invented rows in the columns of the hub.
const rows = `leika_key;leika_name;ars;ars_name;ars_federal_state;bundesland;leika_bezeichnung;ozgid;ozg_bezeichnung;url;online_status;aktiv;art_flaechendeckung;begruendung_nicht_beruecksichtigt;export_datum;datenstand_pvog_import
99115005104001;Wohnsitz Anmeldung;160510000000;Erfurt;16;Thüringen;Wohnsitz anmelden;10114;Ummeldung;https://a.example/erfurt;ok;ja;in mind. einer Kommune verfügbar;;2026-11-27;2026-11-27
99115005104001;Wohnsitz Anmeldung;160615001000;VG;16;Thüringen;Wohnsitz anmelden;;Ummeldung;https://a.example/vg;nicht ok;;x;"mit "";"" darin";;
99115005104001;Wohnsitz Anmeldung;160615001114;Teistungen;16;Thüringen;Wohnsitz anmelden;10114;Ummeldung;https://a.example/t;vielleicht;nein;x;;;
`

func config() pvog.Config { return pvog.Config{Stand: datum.MustParse("2026-11-27")} }

func TestReadCSV_BothSeparatorsBomAndCamelCase(t *testing.T) {
	want, err := pvog.ReadCSV(strings.NewReader(rows), config())
	require.NoError(t, err)
	require.Len(t, want.Zeilen, 3)
	require.Empty(t, want.Unbekannt)
	require.True(t, want.Befunde.Has("PVOG-STATUS-01"))
	require.Len(t, want.Befunde, 1)
	require.Equal(t, []pvog.Antwort{pvog.AntwortJa, pvog.AntwortNein, pvog.AntwortUnbekannt}, []pvog.Antwort{want.Zeilen[0].Online, want.Zeilen[1].Online, want.Zeilen[2].Online})
	require.Equal(t, `mit ";" darin`, want.Zeilen[1].Begruendung)
	require.True(t, want.Zeilen[0].Reachable())
	require.True(t, want.Zeilen[1].Listed())
	require.False(t, want.Zeilen[1].Reachable())
	require.False(t, want.Zeilen[2].Listed(), "switched off")

	commas := strings.NewReplacer(";;", ",,", ";", ",").Replace(strings.Replace(rows, `"mit "";"" darin"`, "", 1))
	camel := strings.NewReplacer("leika_key", "leikaKey", "online_status", "onlineStatus", "art_flaechendeckung", "artFlaechendeckung").Replace(rows)
	for name, text := range map[string]string{"BOM": "\xef\xbb\xbf" + rows, "CRLF": strings.ReplaceAll(rows, "\n", "\r\n"), "camel": camel} {
		got, err := pvog.ReadCSV(strings.NewReader(text), config())
		require.NoError(t, err, name)
		require.Equal(t, want.Zeilen, got.Zeilen, name)
		require.Equal(t, want.Unbekannt, got.Unbekannt, name)
	}
	got, err := pvog.ReadCSV(strings.NewReader(commas), config())
	require.NoError(t, err)
	require.Len(t, got.Zeilen, 3)
	require.Equal(t, want.Zeilen[0], got.Zeilen[0])
}

func TestReadCSV_RowsThatDoNotFitAreFindings(t *testing.T) {
	text := "leika_key,ars,url,neu\n" +
		"99115005104001,160510000000,https://a.example,1\n" +
		"99115005104001,160510000000,https://a.example,1\n" + // the same again
		"99115005104001,10510010000,https://b.example,1\n" + // Land 01 without its zero
		"115005104001,160510000000,https://a.example,1\n" +
		"99115005104001,16051,https://a.example,1\n" +
		"99115005104001,160510000000\n"
	a, err := pvog.ReadCSV(strings.NewReader(text), config())
	require.NoError(t, err)
	require.Len(t, a.Zeilen, 2)
	require.Equal(t, "010510010000", a.Zeilen[1].ARS)
	require.Equal(t, []string{"neu"}, a.Unbekannt)
	for _, code := range []string{"PVOG-LEISTUNG-01", "PVOG-ARS-01", "PVOG-ZEILE-01"} {
		require.True(t, a.Befunde.Has(code), code)
	}
	for _, text := range []string{"", "a,b\n1,2\n", "leika_key,ars\n", "leika_key,ars,url\n\"x"} {
		_, err := pvog.ReadCSV(strings.NewReader(text), config())
		require.ErrorIs(t, err, pvog.ErrSyntax, text)
	}
}

func TestAddPage_BothShapes(t *testing.T) {
	entry := `{"leikaKey":"99115005104001","ars":"160510000000","url":"https://a.example","onlineStatus":"ok","aktiv":"ja","ozgid":10114,"neu":true}`
	other := strings.Replace(entry, "a.example", "b.example", 1)
	for name, pages := range map[string][3]string{
		"top": {
			`{"content":[` + entry + `],"totalPages":3,"number":0,"last":false}`,
			`{"content":[` + other + `,` + entry + `],"totalPages":3,"number":1,"last":false}`, `{"content":[],"totalPages":3,"number":2,"last":true}`,
		},
		"page": {
			`{"content":[` + entry + `],"page":{"totalPages":3,"number":0,"size":100}}`,
			`{"content":[` + other + `],"page":{"totalPages":3,"number":1}}`, `{"content":[],"page":{"totalPages":9,"number":2}}`,
		},
	} {
		var a pvog.Abzug
		for i, body := range pages {
			p, err := a.AddPage(strings.NewReader(body))
			require.NoError(t, err, name)
			require.Equal(t, i, p.Number)
			require.Equal(t, i == 2, p.Last, "an empty page is the last")
		}
		require.Len(t, a.Zeilen, 2, name)
		require.Equal(t, []string{"neu"}, a.Unbekannt)
	}
	var a pvog.Abzug
	for _, body := range []string{"", "[]", `{"content":[]}`, `{"content":5,"totalPages":1,"number":0}`} {
		_, err := a.AddPage(strings.NewReader(body))
		require.ErrorIs(t, err, pvog.ErrSyntax)
	}
	_, err := a.AddPage(strings.NewReader(`{"content":[` + strings.Repeat(" ", 33<<20)))
	require.ErrorIs(t, err, pvog.ErrTooLarge)
}

func TestCovers(t *testing.T) {
	for _, f := range []struct{ ars, prefix, verband string }{
		{"160000000000", "16", ""},
		{"160610000000", "16061", ""},
		{"160510000000", "16051", ""}, // kreisfreie Stadt: all inside is itself
		{"160615001114", "16061114", ""},
		{"160630105105", "16063105", ""},
		{"160615001000", "-", "160615001"},
		{"", "-", ""},
	} {
		prefix, verband := (&pvog.Zeile{ARS: f.ars}).Covers()
		require.Equal(t, [2]string{f.prefix, f.verband}, [2]string{prefix, verband}, f.ars)
	}
}

func TestSprung_AFifth(t *testing.T) {
	of := func(n int) *pvog.Abzug { return &pvog.Abzug{Zeilen: make([]pvog.Zeile, n)} }
	require.False(t, of(120).Sprung(of(100)))
	require.True(t, of(121).Sprung(of(100)))
	require.False(t, of(80).Sprung(of(100)))
	require.True(t, of(79).Sprung(of(100)))
	require.False(t, of(79).Sprung(of(0)), "the first one")
}

func TestReadCSV_TheSharedSample(t *testing.T) {
	raw, err := os.ReadFile(shareddata.Path(t, "rollout/open-pvog-beispiel.csv"))
	require.NoError(t, err)
	a, err := pvog.ReadCSV(bytes.NewReader(raw), config())
	require.NoError(t, err)
	require.Len(t, a.Zeilen, 5)
	require.Empty(t, a.Befunde)
	require.Empty(t, a.Unbekannt)
}

func FuzzReadCSV(f *testing.F) {
	f.Add(rows)
	f.Add("leika_key,ars,url\n99115005104001,160510000000,x\n")
	f.Fuzz(func(t *testing.T, text string) {
		a, err := pvog.ReadCSV(strings.NewReader(text), config())
		if err != nil {
			require.Nil(t, a)
			return
		}
		for i := range a.Zeilen {
			require.Len(t, a.Zeilen[i].ARS, 12)
			require.False(t, a.Zeilen[i].Leistung.IsZero())
			a.Zeilen[i].Covers()
		}
	})
}

func FuzzAddPage(f *testing.F) {
	f.Add(`{"content":[{"leikaKey":"99115005104001","ars":"160510000000"}],"totalPages":1,"number":0}`)
	f.Add(`{"content":[null],"page":{}}`)
	f.Fuzz(func(_ *testing.T, text string) {
		var a pvog.Abzug
		_, _ = a.AddPage(strings.NewReader(text))
	})
}
