// SPDX-License-Identifier: Apache-2.0

package leistung_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/leistung"
)

func TestParseSchluessel_TellsKindParentAndParts(t *testing.T) {
	for _, tt := range []struct {
		key, parent string
		typ         leistung.Leistungstyp
	}{
		{"99115005000000", "", leistung.TypLO},
		{"99115005104000", "99115005000000", leistung.TypLOV},
		{"99115005104001", "99115005104000", leistung.TypLOVD},
		{"99107023017000", "99107023000000", leistung.TypLOV},
		{"99900000000000", "", leistung.TypLO}, // seen in public test systems
	} {
		t.Run(tt.key, func(t *testing.T) {
			k, err := leistung.ParseSchluessel(tt.key)
			require.NoError(t, err)
			require.Equal(t, tt.key, k.String())
			require.Equal(t, tt.typ, k.Typ())
			require.Equal(t, "urn:de:fim:leika:leistung:"+tt.key, k.URN())
			require.Equal(t, tt.key, "99"+k.Gruppierung()+k.Kennung()+k.Verrichtung()+k.Detail())
			parent, ok := k.Parent()
			require.Equal(t, tt.parent != "", ok)
			require.Equal(t, tt.parent, parent.String())
			again, err := leistung.ParseSchluesselURN(k.URN())
			require.NoError(t, err)
			require.Equal(t, k, again)
		})
	}
}

func TestParseSchluessel_RefusesAndNamesThePlace(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		offset     int
	}{
		{"empty", "", 0},
		{"too short", "9911500510400", 13},
		{"too long", "991150051040011", 14},
		{"other catalogue", "98115005104001", 0},
		{"letter", "9911500510400x", 13},
		{"blank in front", " 9911500510400", 0},
		{"blanks between", "99 115 005 104 001", 2},
		{"URN in the strict door", "urn:de:fim:leika:leistung:99115005104001", 0},
		{"digits of another script", "９９115005104001", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k, err := leistung.ParseSchluessel(tt.text)
			require.ErrorIs(t, err, leistung.ErrSyntax)
			require.True(t, k.IsZero())
			syntax, ok := errors.AsType[*leistung.SyntaxError](err)
			require.True(t, ok)
			require.Equal(t, tt.offset, syntax.Offset)
		})
	}
	_, err := leistung.ParseSchluesselURN("urn:de:fim:leika:99115005104001")
	require.ErrorIs(t, err, leistung.ErrSyntax)
	_, err = leistung.ParseSchluesselURN("urn:de:fim:leika:leistung:99115005104x01")
	require.ErrorContains(t, err, "at byte 37")
	require.Panics(t, func() { leistung.MustParseSchluessel("99") })
}

func TestNormalizeSchluessel_ReadsWhatPeopleWrite(t *testing.T) {
	for _, text := range []string{"99115005104001", " 99 115 005 104 001\n", "99-115-005-104-001", "99.115.005.104.001", "99\u00a0115\u2011005104001", "urn:de:fim:leika:leistung:99115005104001"} {
		k, err := leistung.NormalizeSchluessel(text)
		require.NoError(t, err, text)
		require.Equal(t, "99115005104001", k.String())
	}
	for _, text := range []string{"", "99", "98 115 005 104 001", "99 115 005 104 OO1", "９９115005104001", "99115005104001" + strings.Repeat(" ", 1<<20)} {
		_, err := leistung.NormalizeSchluessel(text)
		require.ErrorIs(t, err, leistung.ErrSyntax)
	}
}

func TestSchluessel_ZeroValueIsNoKey(t *testing.T) {
	var k leistung.Schluessel
	require.True(t, k.IsZero())
	require.Empty(t, k.String()+k.URN()+k.Detail()+string(k.Typ()))
	_, ok := k.Parent()
	require.False(t, ok)
	_, err := k.Value()
	require.ErrorIs(t, err, leistung.ErrSyntax)
}

func TestSchluessel_TravelsThroughJSONAndSQL(t *testing.T) {
	type message struct {
		Leistung leistung.Schluessel `json:"leistung,omitzero"`
	}
	k := leistung.MustParseSchluessel("99115005104001")
	b, err := json.Marshal(message{k})
	require.NoError(t, err)
	require.JSONEq(t, `{"leistung":"99115005104001"}`, string(b))
	var back message
	require.NoError(t, json.Unmarshal(b, &back))
	require.Equal(t, k, back.Leistung)
	b, err = json.Marshal(message{})
	require.NoError(t, err)
	require.JSONEq(t, `{}`, string(b))
	require.ErrorIs(t, json.Unmarshal([]byte(`{"leistung":"x"}`), &back), leistung.ErrSyntax)

	stored, err := k.Value()
	require.NoError(t, err)
	var scanned leistung.Schluessel
	require.NoError(t, scanned.Scan(stored))
	require.Equal(t, k, scanned)
	require.NoError(t, scanned.Scan([]byte("99115005104002")))
	require.Positive(t, scanned.Compare(k))
	for _, bad := range []any{nil, "", 99115005104001, "99"} {
		require.ErrorIs(t, scanned.Scan(bad), leistung.ErrSyntax)
	}
}

// The catalogue of 2019 holds 1,812 objects, 2,025 Verrichtungen and 976 details.
func TestParseSchluessel_ReadsTheWholeCatalogueOf2019(t *testing.T) {
	file, err := os.Open(shareddata.Path(t, "leistung/leika-ozg-2019.csv"))
	require.NoError(t, err)
	defer func() { require.NoError(t, file.Close()) }()
	reader := csv.NewReader(file)
	reader.Comma, reader.FieldsPerRecord, reader.LazyQuotes = ';', -1, true
	rows, err := reader.ReadAll()
	require.NoError(t, err)
	counts := map[leistung.Leistungstyp]int{}
	for _, row := range rows[1:] {
		k, err := leistung.ParseSchluessel(row[0])
		require.NoError(t, err)
		counts[k.Typ()]++
	}
	require.Equal(t, map[leistung.Leistungstyp]int{leistung.TypLO: 1812, leistung.TypLOV: 2025, leistung.TypLOVD: 976}, counts)
}

func FuzzParseSchluessel(f *testing.F) {
	for _, seed := range []string{"", "99115005104001", "99115005104000", "98", "99 115", "９９"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		k, err := leistung.ParseSchluessel(string(b))
		if err != nil {
			require.ErrorIs(t, err, leistung.ErrSyntax)
			return
		}
		again, err := k.MarshalText()
		require.NoError(t, err)
		require.True(t, bytes.Equal(b, again), "accepted text is its own spelling")
		for parent, ok := k.Parent(); ok; parent, ok = parent.Parent() {
			require.Less(t, parent.String(), k.String())
		}
	})
}
