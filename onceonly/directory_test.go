// SPDX-License-Identifier: Apache-2.0

package onceonly_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly"
)

func TestParseArea_TakesTheBeginningsOfARegionalschluessel(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"16", "160", "16064", "160645050", "160645050046"} {
		a, err := onceonly.ParseArea(good)
		require.NoError(t, err)
		require.Equal(t, good, a.String())
		require.True(t, onceonly.MustArea("16").Contains(a))
		require.False(t, onceonly.MustArea("15").Contains(a))
		require.True(t, onceonly.Area{}.Contains(a), "the whole country")
		require.False(t, a.Contains(onceonly.Area{}))
	}
	for _, bad := range []string{"", "1", "1606", "160640", "1606450500460", "16a", "１６", "16 64", "-1", "16\n"} {
		_, err := onceonly.ParseArea(bad)
		require.ErrorIs(t, err, onceonly.ErrSyntax, bad)
	}
	var read struct{ A, B onceonly.Area }
	require.NoError(t, json.Unmarshal([]byte(`{"A":"16064","B":""}`), &read))
	require.Equal(t, onceonly.MustArea("16064"), read.A)
	require.True(t, read.B.IsZero())
	require.Error(t, json.Unmarshal([]byte(`{"A":"1606"}`), &read))
	document, err := json.Marshal(read)
	require.NoError(t, err)
	require.JSONEq(t, `{"A":"16064","B":""}`, string(document))
}

func TestLocate_TheSmallestAreaComesFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	party := func(id string) onceonly.Party { return onceonly.Party{ID: onceonly.MustPartyID(id), Name: id} }
	listed := func(id string, areas ...string) onceonly.Listed {
		l := onceonly.Listed{Provider: party(id), EvidenceType: meldedaten}
		for _, a := range areas {
			l.Areas = append(l.Areas, onceonly.MustArea(a))
		}
		return l
	}
	broker, err := onceonly.NewBroker(w.house, w.log, w.intermediary, onceonly.NewDirectory(
		listed("land", "16"), listed("kreis", "16064", "16065"), listed("gemeinde", "160645050046"), listed("elsewhere", "09"),
		listed("kreis", "160645050046"),
	), onceonly.Config{Name: "other"})
	require.NoError(t, err)
	for area, want := range map[string][]onceonly.Party{
		"160645050046": {party("gemeinde"), party("kreis"), party("land")},
		"160645050":    {party("kreis"), party("land")},
		"16065":        {party("kreis"), party("land")},
		"16077":        {party("land")},
		"16":           {party("land")},
		"091":          {party("elsewhere")},
	} {
		found, err := broker.Locate(t.Context(), meldedaten, onceonly.MustArea(area))
		require.NoError(t, err)
		require.Equal(t, want, found, area)
	}
	_, err = broker.Locate(t.Context(), meldedaten, onceonly.Area{})
	require.ErrorIs(t, err, onceonly.ErrArea)
	_, err = broker.Locate(t.Context(), meldedaten, onceonly.MustArea("01"))
	require.ErrorIs(t, err, onceonly.ErrNotFound)
}

func FuzzParseArea(f *testing.F) {
	for _, seed := range []string{"", "16", "160645050046", "1\x006"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if a, err := onceonly.ParseArea(s); err == nil {
			require.Equal(t, s, a.String())
			require.True(t, a.Contains(a))
		}
	})
}
