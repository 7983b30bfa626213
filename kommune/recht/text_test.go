// SPDX-License-Identifier: Apache-2.0

package recht_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

func TestText_GivesTheFirstLanguageItHas(t *testing.T) {
	t.Parallel()
	text := recht.NewText("Bitte prüfen", "Please check").
		With("uk", "Перевірте").
		With(recht.LeichteSprache, "Schauen Sie bitte nach")
	require.Equal(t, "Bitte prüfen", text.String())
	require.Equal(t, "Bitte prüfen", text.In())
	require.Equal(t, "Please check", text.In("fr", "en-GB"))
	require.Equal(t, "Перевірте", text.In("uk"))
	require.Equal(t, "Schauen Sie bitte nach", text.In(recht.LeichteSprache, "en"))
	require.Equal(t, "Bitte prüfen", text.In("de-AT", "en"))
	require.Equal(t, "Bitte prüfen", text.In("fr"))
	require.Equal(t, []string{"de", "en", "de-x-leicht", "uk"}, text.Languages())

	german := recht.NewText("Nur deutsch", "")
	require.Equal(t, "Nur deutsch", german.English())
	require.Equal(t, "Nur deutsch", german.In(recht.LeichteSprache), "no easy text: the German one")
	require.Equal(t, "Only German", german.With("en", "Only German").English())
}

func TestText_IsAComparableValue(t *testing.T) {
	t.Parallel()
	a := recht.NewText("a", "b").With("uk", "1").With("fr", "2")
	require.Equal(t, a, recht.NewText("a", "b").With("fr", "2").With("uk", "9").With("uk", "1"))
	require.Equal(t, recht.NewText("a", ""), a.With("uk", "").With("fr", "").With("en", ""))
	require.Equal(t, a, a.With("de", "other"), "German is given at the start")
	require.Equal(t, a, a.With("f r", "x"))
	require.Equal(t, a, a.With("fr", "x\x00y"))
	require.True(t, recht.NewText("", "English only").IsZero())
	require.True(t, recht.Text{}.With("en", "x").IsZero())
}

func TestText_JSON(t *testing.T) {
	t.Parallel()
	for _, text := range []recht.Text{{}, recht.NewText("a", ""), recht.NewText("a", "b"), recht.NewText("ä", "b").With("uk", "в").With(recht.EinfacheSprache, "e")} {
		wire, err := json.Marshal(text)
		require.NoError(t, err)
		var back recht.Text
		require.NoError(t, json.Unmarshal(wire, &back))
		require.Equal(t, text, back)
	}
	for _, bad := range []string{`{}`, `{"en":"x"}`, `{"de":""}`, `{"de":"a","en":""}`, `{"de":"a","f r":"x"}`, `{"de":"a","fr":"\u0000"}`, `"a"`, `[]`, `{"de":1}`} {
		var text recht.Text
		require.ErrorIs(t, json.Unmarshal([]byte(bad), &text), recht.ErrSyntax, bad)
	}
}

func FuzzText_UnmarshalJSON(f *testing.F) {
	for _, seed := range []string{`{"de":"a","en":"b"}`, `null`, `{"de":"a","de-x-leicht":"b","uk":"c"}`, `{"de":"a","-":"b"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var text recht.Text
		if text.UnmarshalJSON(b) != nil {
			return
		}
		wire, err := text.MarshalJSON()
		require.NoError(t, err)
		var back recht.Text
		require.NoError(t, back.UnmarshalJSON(wire))
		require.Equal(t, text, back)
	})
}
