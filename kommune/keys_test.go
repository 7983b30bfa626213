// SPDX-License-Identifier: Apache-2.0

package kommune_test

import (
	"database/sql"
	"database/sql/driver"
	"encoding"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
)

// key is what the five kinds of keys have in common.
type key interface {
	comparable
	fmt.Stringer
	encoding.TextMarshaler
	encoding.TextAppender
	driver.Valuer
	IsZero() bool
}

// pointer is what a pointer to a key can do.
type pointer[K key] interface {
	*K
	encoding.TextUnmarshaler
	sql.Scanner
}

func testKey[K key, P pointer[K]](t *testing.T, parse func(string) (K, error), compare func(K, K) int, good, bad []string) {
	t.Helper()
	var before K
	require.True(t, before.IsZero())
	require.Empty(t, before.String())
	_, err := before.MarshalText()
	require.ErrorIs(t, err, kommune.ErrSyntax, "a key that is not set has no text")
	for _, s := range good { // ascending
		k, err := parse(s)
		require.NoError(t, err, s)
		require.Equal(t, s, k.String())
		require.False(t, k.IsZero())
		require.Equal(t, -1, compare(before, k))
		require.Equal(t, 1, compare(k, before))
		require.Zero(t, compare(k, k))
		before = k

		text, err := json.Marshal(map[string]K{"key": k})
		require.NoError(t, err)
		require.JSONEq(t, `{"key":"`+s+`"}`, string(text))
		var back map[string]K
		require.NoError(t, json.Unmarshal(text, &back))
		require.Equal(t, k, back["key"])
		appended, err := k.AppendText([]byte("x"))
		require.NoError(t, err)
		require.Equal(t, "x"+s, string(appended))

		value, err := k.Value()
		require.NoError(t, err)
		require.Equal(t, s, value)
		var scanned K
		require.NoError(t, P(&scanned).Scan(value))
		require.Equal(t, k, scanned)
		require.NoError(t, P(&scanned).Scan([]byte(s)))
		require.ErrorIs(t, P(&scanned).Scan(nil), kommune.ErrSyntax)
		require.ErrorIs(t, P(&scanned).Scan(12), kommune.ErrSyntax)
	}
	for _, s := range bad {
		k, err := parse(s)
		require.ErrorIs(t, err, kommune.ErrSyntax, "%q", s)
		require.True(t, k.IsZero(), "%q", s)
		if len(s) > 3 {
			require.NotContains(t, err.Error(), s, "an error repeats no input")
		}
	}
}

func TestKeys_HaveOneSpellingAndKeepItEverywhere(t *testing.T) {
	t.Parallel()
	t.Run("AGS", func(t *testing.T) {
		t.Parallel()
		testKey[kommune.AGS](t, kommune.ParseAGS, kommune.AGS.Compare,
			[]string{"01001000", "09162000", "16061114", "16999999"},
			[]string{"", "1001000", "00000000", "00001000", "17001000", "99001000", "160611140", "1606111x", " 16061114", "16061114\n", "１６０６１１１４", "-6061114"})
	})
	t.Run("ARS", func(t *testing.T) {
		t.Parallel()
		testKey[kommune.ARS](t, kommune.ParseARS, kommune.ARS.Compare,
			[]string{"010010000000", "051580000000", "160615001114"},
			[]string{"", "16061114", "000010000000", "990010000000", "16061500111", "16061500111a"})
	})
	t.Run("Kreis", func(t *testing.T) {
		t.Parallel()
		testKey[kommune.Kreisschluessel](t, kommune.ParseKreisschluessel, kommune.Kreisschluessel.Compare,
			[]string{"01001", "16061"}, []string{"", "1001", "00001", "17001", "16061000", "1606x"})
	})
	t.Run("Verband", func(t *testing.T) {
		t.Parallel()
		testKey[kommune.Verbandsschluessel](t, kommune.ParseVerbandsschluessel, kommune.Verbandsschluessel.Compare,
			[]string{"010010000", "160615001"}, []string{"", "10010000", "000010000", "170015001", "1606150011", "16061500x"})
	})
	t.Run("Land", func(t *testing.T) {
		t.Parallel()
		testKey[kommune.Land](t, kommune.ParseLand, kommune.Land.Compare,
			[]string{"01", "09", "16"}, []string{"", "1", "00", "17", "99", "016", "1x"})
	})
}

func TestParse_NamesTheWrongGroupOfDigits(t *testing.T) {
	t.Parallel()
	errorOf := func(_ any, err error) error { return err }
	for want, err := range map[string]error{
		"AGS: Land (digits 1-2): must be 01 to 16":                                     errorOf(kommune.ParseAGS("17061114")),
		"AGS: Land (digits 1-2): must consist of digits only":                          errorOf(kommune.ParseAGS("1o061114")),
		"AGS: Regierungsbezirk (digit 3): must consist of digits only":                 errorOf(kommune.ParseAGS("16 61114")),
		"AGS: Kreis (digits 4-5): must consist of digits only":                         errorOf(kommune.ParseAGS("160-1114")),
		"AGS: Gemeinde (digits 6-8): must consist of digits only":                      errorOf(kommune.ParseAGS("1606111\x00")),
		"AGS: must have 8 digits, has 7 characters":                                    errorOf(kommune.ParseAGS("1001000")),
		"AGS: must have 8 digits, has 0 characters":                                    errorOf(kommune.ParseAGS("")),
		"ARS: Gemeindeverband (digits 6-9): must consist of digits only":               errorOf(kommune.ParseARS("16061V001114")),
		"ARS: Gemeinde (digits 10-12): must consist of digits only":                    errorOf(kommune.ParseARS("16061500111x")),
		"ARS: must have 12 digits, has 9 characters":                                   errorOf(kommune.ParseARS("160615001")),
		"Verbandsschlüssel: Gemeindeverband (digits 6-9): must consist of digits only": errorOf(kommune.ParseVerbandsschluessel("16061500x")),
		"Kreisschlüssel: Kreis (digits 4-5): must consist of digits only":              errorOf(kommune.ParseKreisschluessel("1606x")),
		"Land: Land (digits 1-2): must consist of digits only":                         errorOf(kommune.ParseLand("1x")),
		"Organisationsschlüssel: prefix: must be three small letters":                  errorOf(kommune.ParseOrganisationsschluessel("AGS:16061114")),
		"Organisationsschlüssel: must have a colon behind the prefix":                  errorOf(kommune.ParseOrganisationsschluessel("ags-16061114")),
		"Organisationsschlüssel: id: must consist of digits only":                      errorOf(kommune.ParseOrganisationsschluessel("ags:1606111x")),
		"Organisationsschlüssel: must be three letters, a colon and 8 or 12 digits":    errorOf(kommune.ParseOrganisationsschluessel("ags:160611140")),
	} {
		require.EqualError(t, err, "kommune: malformed "+want)
	}
}

func TestKeys_GiveTheLevelsAbove(t *testing.T) {
	t.Parallel()
	ars := kommune.MustParseARS("160615001114")
	require.Equal(t, "16061114", ars.AGS().String())
	require.Equal(t, "160615001", ars.Verband().String())
	require.Equal(t, "16061", ars.Kreis().String())
	require.Equal(t, kommune.Thueringen, ars.Land())
	require.Equal(t, ars.Kreis(), ars.AGS().Kreis())
	require.Equal(t, ars.Kreis(), ars.Verband().Kreis())
	require.Equal(t, ars.Land(), ars.AGS().Land())
	require.Equal(t, ars.Land(), ars.Verband().Land())
	require.Equal(t, ars.Land(), ars.Kreis().Land())
	require.Equal(t, "160610000000", ars.Kreis().ARS().String())
}

func TestLand_KnowsNameAndCodes(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for land := range kommune.Laender() {
		require.True(t, land.IsValid())
		for _, code := range []string{land.Name(), land.ISO(), land.NUTS1()} {
			require.NotEmpty(t, code)
			require.False(t, seen[code], code)
			seen[code] = true
		}
	}
	require.Len(t, seen, 16*3-0)
	require.Equal(t, "Thüringen", kommune.Thueringen.Name())
	require.Equal(t, "DE-TH", kommune.Thueringen.ISO())
	require.Equal(t, "DEG", kommune.Thueringen.NUTS1())
	require.Equal(t, "16", kommune.Thueringen.String())
	for _, none := range []kommune.Land{0, 17, 99} {
		require.False(t, none.IsValid())
		require.Empty(t, none.Name()+none.ISO()+none.NUTS1()+none.String())
	}
}

func TestParse_AllocatesNothing(t *testing.T) {
	require.Zero(t, testing.AllocsPerRun(100, func() {
		_, _ = kommune.ParseAGS("16061114")
		_, _ = kommune.ParseARS("160615001114")
		_, _ = kommune.ParseDatum("2026-11-21")
	}))
}

func FuzzParseKeys(f *testing.F) {
	for _, seed := range []string{"16061114", "160615001114", "160615001", "16061", "16", "", "1606111４"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if k, err := kommune.ParseAGS(s); err == nil {
			require.Equal(t, s, k.String())
		}
		if k, err := kommune.ParseARS(s); err == nil {
			require.Equal(t, s, k.String())
			require.Equal(t, s[:5]+s[9:], k.AGS().String())
		}
		if k, err := kommune.ParseKreisschluessel(s); err == nil {
			require.Equal(t, s, k.String())
		}
		if k, err := kommune.ParseVerbandsschluessel(s); err == nil {
			require.Equal(t, s, k.String())
		}
		if k, err := kommune.ParseLand(s); err == nil {
			require.Equal(t, s, k.String())
		}
	})
}
