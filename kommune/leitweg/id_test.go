// SPDX-License-Identifier: Apache-2.0

package leitweg_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/leitweg"
)

// valid holds the example of the specification first, then IDs of public
// directories and some computed by hand.
var valid = []string{
	"04011000-1234512345-06",
	"04011000-900X999-08", "992-90009-96", "09564000-NUE0001-49", "991-01484-64", "991-33333TEST-33", "991-03730-19",
	"16066069-0001-38", "057660004004-31001-55", "13-L75810002000-60", "08315033-ESCHBACH6626-66", "09274154-NFH-05",
	"09780119-RATHAUSDIETMANNSRIED7247-90", "15088205-LEUNA6877-16",
	"16052000-39", "160520000000-52", "160610118118-24", "16051000-ABC-45",
}

func TestParse_TakesTheKnownIDs(t *testing.T) {
	t.Parallel()
	for _, s := range valid {
		id, err := leitweg.Parse(s)
		require.NoError(t, err, s)
		require.Equal(t, s, id.String())
		built, err := leitweg.New(id.Grob(), id.Fein())
		require.NoError(t, err)
		require.Equal(t, id, built, "the check digits of %s are computed", s)
		small, err := leitweg.Parse(strings.ToLower(s))
		require.NoError(t, err)
		require.Equal(t, id, small, "letters are not case-sensitive")
		require.True(t, strings.HasSuffix(s, "-"+id.Pruefziffern()))
	}
}

func TestParse_TellsMistypedFromMalformed(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"09274154-NFH-06", "09274154-NHF-05", "993-80158-26", "04011000-900X999-44", "09564000-NUE0001-46", "16052000-00", "16052000-01", "16052000-99",
		"107666666660-00",
	} /* 97 is right, and leaves the same remainder */ {
		_, err := leitweg.Parse(s)
		require.ErrorIs(t, err, leitweg.ErrPruefziffern, s)
		require.NotErrorIs(t, err, kommune.ErrSyntax, s)
	}
	for _, s := range []string{
		"", "-", "--", "16052000", "09274154--05", "0927-XX-05", "55-55-20", "00-12", "17-12", "1605200-39", "16052000-3", "16052000-390",
		"16052000-A-B-39", "16052000-Ä-39", "16052000-A B-39", " 16052000-39", "16052000-39 ", "16052000-3x", "1605x000-39",
		"16052000-" + strings.Repeat("A", 31) + "-39", strings.Repeat("1", 100), "16052000\x00-39",
	} {
		id, err := leitweg.Parse(s)
		require.ErrorIs(t, err, kommune.ErrSyntax, "%q", s)
		require.NotErrorIs(t, err, leitweg.ErrPruefziffern)
		require.True(t, id.IsZero())
	}
}

func TestParse_FindsEveryMistypedCharacterAndEverySwap(t *testing.T) {
	t.Parallel()
	const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	for _, s := range valid {
		for i := range len(s) {
			for _, c := range []byte(alphabet) {
				wrong := s[:i] + string(c) + s[i+1:]
				if s[i] == '-' || wrong == s || (s[i] <= '9') != (c <= '9') {
					continue // another form, or the number of digits behind changes
				}
				_, err := leitweg.Parse(wrong)
				require.Error(t, err, "%s for %s", wrong, s)
			}
			if i+1 < len(s) && s[i] != s[i+1] && s[i] != '-' && s[i+1] != '-' {
				_, err := leitweg.Parse(s[:i] + s[i+1:i+2] + s[i:i+1] + s[i+2:])
				require.Error(t, err, "%s with %d and %d exchanged", s, i, i+1)
			}
		}
	}
}

func TestNew_ChecksItsParts(t *testing.T) {
	t.Parallel()
	id, err := leitweg.New("16051000", "abc")
	require.NoError(t, err)
	require.Equal(t, "16051000-ABC-45", id.String())
	for _, c := range [][2]string{{"", ""}, {"1605", ""}, {"16051000", "A-B"}, {"16051000", "Ä"}, {"16051000", strings.Repeat("A", 31)}, {"98", ""}} {
		_, err := leitweg.New(c[0], c[1])
		require.ErrorIs(t, err, kommune.ErrSyntax, "%v", c)
	}
	longest, err := leitweg.New("160520000000", strings.Repeat("Z", 30))
	require.NoError(t, err)
	require.Len(t, longest.String(), 46)
	require.Equal(t, longest, leitweg.MustParse(longest.String()))
}

func TestID_GivesTheKeysInIt(t *testing.T) {
	t.Parallel()
	gemeinde := leitweg.MustParse("16066069-0001-38")
	key, ok := gemeinde.AGS()
	require.True(t, ok)
	require.Equal(t, "16066069", key.String())
	_, ok = gemeinde.ARS()
	require.False(t, ok)
	land, ok := gemeinde.Land()
	require.True(t, ok)
	require.Equal(t, kommune.Thueringen, land)
	require.False(t, gemeinde.Bund())
	require.Equal(t, "0001", gemeinde.Fein())

	region := leitweg.MustParse("057660004004-31001-55")
	ars, ok := region.ARS()
	require.True(t, ok)
	require.Equal(t, "057660004004", ars.String())
	key, ok = region.AGS()
	require.True(t, ok)
	require.Equal(t, "05766004", key.String())

	keys := func(grob string) string {
		id, err := leitweg.New(grob, "")
		require.NoError(t, err)
		var texts []string
		if land, ok := id.Land(); ok {
			texts = append(texts, land.String())
		}
		if key, ok := id.Kreis(); ok {
			texts = append(texts, key.String())
		}
		if key, ok := id.Verband(); ok {
			texts = append(texts, key.String())
		}
		if key, ok := id.AGS(); ok {
			texts = append(texts, key.String())
		}
		if key, ok := id.ARS(); ok {
			texts = append(texts, key.String())
		}
		return strings.Join(texts, " ")
	}
	for grob, want := range map[string]string{
		"16": "16", "160": "16", "16061": "16 16061", "16061114": "16 16061 16061114", "160615001": "16 16061 160615001",
		"160615001114": "16 16061 160615001 16061114 160615001114",
		"99":           "", "992": "", "99100": "", "99100000": "", "991000000": "", "991000000000": "",
	} {
		require.Equal(t, want, keys(grob), grob)
	}

	federal := leitweg.MustParse("992-90009-96")
	require.True(t, federal.Bund())
	_, ok = federal.Land()
	require.False(t, ok)
	_, ok = federal.AGS()
	require.False(t, ok)

	var zero leitweg.ID
	require.Empty(t, zero.Grob()+zero.Fein()+zero.Pruefziffern()+zero.String())
	_, ok = zero.Land()
	require.False(t, ok)
	_, ok = zero.AGS()
	require.False(t, ok)
	require.False(t, zero.Bund())
}

func TestID_TextAndSQL(t *testing.T) {
	t.Parallel()
	type invoice struct {
		To leitweg.ID `json:"to,omitzero"`
	}
	in := invoice{leitweg.MustParse("16051000-ABC-45")}
	text, err := json.Marshal(in)
	require.NoError(t, err)
	require.JSONEq(t, `{"to":"16051000-ABC-45"}`, string(text))
	var out invoice
	require.NoError(t, json.Unmarshal(text, &out))
	require.Equal(t, in, out)
	require.Error(t, json.Unmarshal([]byte(`{"to":"16051000-ABC-46"}`), &out))
	empty, err := json.Marshal(invoice{})
	require.NoError(t, err)
	require.JSONEq(t, `{}`, string(empty))

	value, err := in.To.Value()
	require.NoError(t, err)
	for _, src := range []any{value, []byte("16051000-abc-45")} {
		var id leitweg.ID
		require.NoError(t, id.Scan(src))
		require.Equal(t, in.To, id)
	}
	for _, src := range []any{nil, 5, ""} {
		var id leitweg.ID
		require.ErrorIs(t, id.Scan(src), kommune.ErrSyntax)
	}
	_, err = leitweg.ID{}.Value()
	require.ErrorIs(t, err, kommune.ErrSyntax)
	_, err = leitweg.ID{}.MarshalText()
	require.ErrorIs(t, err, kommune.ErrSyntax)
	require.Equal(t, -1, leitweg.MustParse("16051000-ABC-45").Compare(leitweg.MustParse("16052000-39")))
}

func TestParse_AllocatesNothing(t *testing.T) {
	require.Zero(t, testing.AllocsPerRun(100, func() { _, _ = leitweg.Parse("09780119-RATHAUSDIETMANNSRIED7247-90") }))
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := leitweg.Parse("04011000-1234512345-06"); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range valid {
		f.Add(s)
	}
	f.Add("09274154--05")
	f.Add("107666666660-00")
	f.Fuzz(func(t *testing.T, s string) {
		id, err := leitweg.Parse(s)
		if err != nil {
			require.True(t, id.IsZero())
			return
		}
		require.Equal(t, strings.ToUpper(s), id.String())
		again, err := leitweg.New(id.Grob(), id.Fein())
		require.NoError(t, err)
		require.Equal(t, id, again)
	})
}

func ExampleParse() {
	id, err := leitweg.Parse("04011000-1234512345-06")
	if err != nil {
		fmt.Println(err)
		return
	}
	key, _ := id.AGS()
	fmt.Println(id.Grob(), id.Fein(), id.Pruefziffern(), key.Land().Name())
	_, err = leitweg.Parse("04011000-1234512354-06")
	fmt.Println(err)
	// Output:
	// 04011000 1234512345 06 Bremen
	// leitweg: check digits do not fit
}

func ExampleNew() {
	id, err := leitweg.New("16061114", "RATHAUS")
	fmt.Println(id, err)
	// Output: 16061114-RATHAUS-14 <nil>
}
