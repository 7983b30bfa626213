// SPDX-License-Identifier: Apache-2.0

package recht_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

func TestSperren_OnlyAStatedNoneIsFree(t *testing.T) {
	t.Parallel()
	for s := range recht.Sperren(16) {
		require.Equal(t, s == recht.SperreKeine, s.Frei(), "%d", uint8(s))
		text, err := s.MarshalText()
		if s != 0 && !s.IsValid() {
			require.ErrorIs(t, err, recht.ErrSyntax)
			continue
		}
		require.NoError(t, err)
		var back recht.Sperren
		require.NoError(t, back.UnmarshalText(text))
		require.Equal(t, s, back)
		require.Equal(t, s.IsZero() || s.Frei(), len(s.Normen()) == 0)
		require.Equal(t, s.IsZero() || s.Frei(), s.Text().IsZero())
	}
	both := recht.SperreAuskunft | recht.SperreBedingt
	require.Equal(t, "§ 51 Abs. 1, § 52 Abs. 1 BMG", both.Normen().String())
	require.Contains(t, both.Text().In("en"), "block of information", "the stricter one leads")
	require.False(t, recht.SperreAuskunft.Has(0))
	require.False(t, recht.SperreAuskunft.Has(both))
}

func TestParseSperren_RefusesWhatItDoesNotWrite(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{
		"", ",", "none", "Keine", "keine,auskunftssperre", "auskunftssperre,keine", "auskunftssperre,auskunftssperre",
		"bedingter-sperrvermerk,auskunftssperre", "auskunftssperre,", " keine",
	} {
		s, err := recht.ParseSperren(bad)
		require.ErrorIs(t, err, recht.ErrSyntax, "%q", bad)
		require.False(t, s.Frei())
	}
}

func TestSperren_ShowThemselvesNowhereButInTheirText(t *testing.T) {
	t.Parallel()
	v := struct {
		S recht.Sperren
		P *recht.Sperren
	}{S: recht.SperreAuskunft}
	for _, text := range []string{fmt.Sprint(v.S), fmt.Sprintf("%d %v %#v %s %q", v.S, v, v, v.S, v.S), fmt.Sprintf("%x", v.S)} {
		require.NotContains(t, strings.ToLower(text), "auskunft")
		require.NotContains(t, text, "2")
	}
	wire, err := json.Marshal(map[string]recht.Sperren{"s": v.S})
	require.NoError(t, err)
	require.JSONEq(t, `{"s":"auskunftssperre"}`, string(wire))
}

func TestSperren_ARequestIsToldToThePersonAndToWhoHadTheBlockEntered(t *testing.T) {
	for _, s := range []recht.Sperren{0, recht.SperreAuskunft, recht.SperreAuskunft | recht.SperreBedingt} {
		for _, byAuthority := range []bool{false, true} {
			got := s.BeiErsuchen(byAuthority)
			require.True(t, got.Anhoeren && got.Person)
			require.Equal(t, byAuthority, got.Stelle, "only who had it entered")
			require.Equal(t, "§ 51 Abs. 2, § 51 Abs. 3 BMG", got.Normen.String())
		}
	}
	got := recht.SperreBedingt.BeiErsuchen(true)
	require.True(t, got.Anhoeren)
	require.False(t, got.Person || got.Stelle, "of a conditional block nobody is told")
	require.Equal(t, recht.Ersuchenfolge{}, recht.SperreKeine.BeiErsuchen(true))
}
