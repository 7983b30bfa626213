// SPDX-License-Identifier: Apache-2.0

package recht_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

func TestParseNorm_TakesTheUsualSpelling(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, act, absatz, satz, nummer, buchstabe, english string
	}{
		{"§ 24 Abs. 1 Satz 2 Nr. 3 BMG", "BMG", "1", "2", "3", "", "section 24(1) sentence 2 no. 3 BMG"},
		{"§ 23a Abs. 1 Satz 5 BMG", "BMG", "1", "5", "", "", "section 23a(1) sentence 5 BMG"},
		{"§ 17 BMG", "BMG", "", "", "", "", "section 17 BMG"},
		{"§ 3 Abs. 1 Nr. 2a Buchst. d BMG", "BMG", "1", "", "2a", "d", "section 3(1) no. 2a letter d BMG"},
		{"§ 22 Abs. 1 1. BMeldDÜV", "1. BMeldDÜV", "1", "", "", "", "section 22(1) 1. BMeldDÜV"},
		{"§ 37 Abs. 2a SGB X", "SGB X", "2a", "", "", "", "section 37(2a) SGB X"},
		{"§ 41 Abs. 2 VwVfG M-V", "VwVfG M-V", "2", "", "", "", "section 41(2) VwVfG M-V"},
		{"§ 3a Abs. 2 Nr. 1 Satz 2 VwVfG", "VwVfG", "2", "2", "1", "", "section 3a(2) no. 1 sentence 2 VwVfG"},
		{"§ 27 Abs. 22a Satz 1 Halbsatz 2 UStG", "UStG", "22a", "1", "", "", "section 27(22a) sentence 1 half-sentence 2 UStG"},
		{"§ 2 Gesetz über die Sonn-, Gedenk- und Feiertage (Bremen)", "Gesetz über die Sonn-, Gedenk- und Feiertage (Bremen)", "", "", "", "", "section 2 Gesetz über die Sonn-, Gedenk- und Feiertage (Bremen)"},
		{"Art. 6 Abs. 1 Buchst. c DSGVO", "DSGVO", "1", "", "", "c", "Article 6(1)(c) GDPR"},
		{"Art. 6 Abs. 1 UAbs. 1 Buchst. c DSGVO", "DSGVO", "1", "", "", "c", "Article 6(1) subparagraph 1 point (c) GDPR"},
		{"Art. 8 Abs. 2 eIDAS-VO", "eIDAS-VO", "2", "", "", "", "Article 8(2) eIDAS Regulation"},
		{"Art. 17 Durchführungsverordnung (EU) 2022/1463", "Durchführungsverordnung (EU) 2022/1463", "", "", "", "", "Article 17 Implementing Regulation (EU) 2022/1463"},
		{"§ 4 Satzung über die Hundesteuer", "Satzung über die Hundesteuer", "", "", "", "", "section 4 Satzung über die Hundesteuer"},
		{"Art. 41 Abs. 2 BayVwVfG", "BayVwVfG", "2", "", "", "", "Article 41(2) BayVwVfG"},
		{"Anlage 1 Nr. 2.1 PAuswGebV", "PAuswGebV", "", "", "2.1", "", "Annex 1 no. 2.1 PAuswGebV"},
		{"§ 1 Abs. 1 Nr. 1 Buchst. a Doppelbuchst. bb EStG", "EStG", "1", "", "1", "a", "section 1(1) no. 1 letter a letter bb EStG"},
	} {
		n, err := recht.ParseNorm(c.text)
		require.NoError(t, err, c.text)
		require.Equal(t, c.text, n.String())
		require.Equal(t, []string{c.act, c.absatz, c.satz, c.nummer, c.buchstabe},
			[]string{n.Act(), n.Absatz(), n.Satz(), n.Nummer(), n.Buchstabe()}, c.text)
		require.Equal(t, c.english, n.English())
		require.Equal(t, c.text, n.Place()+" "+n.Act())
		require.Equal(t, n, recht.MustParseNorm(c.text), "the same text is the same value")
	}
	require.Equal(t, "23a", recht.MustParseNorm("§ 23a BMG").Paragraf())
	require.Equal(t, "6", recht.MustParseNorm("Art. 6 DSGVO").Artikel())
	require.Empty(t, recht.MustParseNorm("Art. 6 DSGVO").Paragraf())
	require.Equal(t, "1", recht.MustParseNorm("Anlage 1 PAuswGebV").Anlage())
}

func TestParseNorm_RefusesOtherSpellingsAndNamesThePlace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text   string
		offset int
	}{
		{"", 0},
		{"BMG", 0},
		{"§24 BMG", 2},
		{"§  24 BMG", 3},
		{"§ 24", 5},
		{"§ 24 ", 6},
		{"§ 24  BMG", 6},
		{"§ 24 BMG ", 9},
		{"§ 024 BMG", 3},
		{"§ BMG", 3},
		{"§ 24 Abs.1 BMG", 6},
		{"§ 24 Abs. BMG", 11},
		{"§ 24 Abs. 1 Abs. 2 BMG", 13},
		{"§ 24 Satz 1 Abs. 2 BMG", 13},
		{"§ 24 Buchst. a Nr. 2 BMG", 16},
		{"§ 24 Doppelbuchst. aa BMG", 6},
		{"§ 24 Halbsatz 2 BMG", 6},
		{"§ 24 Satz 2a BMG", 11},
		{"§ 24 Absatz 1 BMG", 6},
		{"§ 24 Satz", 6},
		{"§ 24 S. 1 BMG", 6},
		{"§§ 187 bis 193 BGB", 2},
		{"§ 39 ff. VwVfG", 6},
		{"§ 39 f. VwVfG", 6},
		{"§ 23a Abs. 4, § 10 BMG", 12},
		{"§ 10 Abs. 2 und 3 BMG", 13},
		{"§ 23a BMG, § 10 BMG", 12},
		{"§ 2 ThürFGtG i. V. m. Art. 3 GG", 15},
		{"§ 41 Abs. 2 VwVfG a. F.", 19},
		{"§ 41 Abs. 2 1. 2. 3.", 13},
		{"§ 4 BMG\n", 8},
		{"§ 5 a. F.", 5},
		{"§ 4 BMG;", 8},
		{"§ 4 \xffBMG", 5},
		{"§ 4 " + strings.Repeat("B", 200), 200},
	} {
		n, err := recht.ParseNorm(c.text)
		require.ErrorIs(t, err, recht.ErrSyntax, "%q", c.text)
		require.True(t, n.IsZero())
		var syntax *recht.SyntaxError
		require.ErrorAs(t, err, &syntax)
		require.Equal(t, c.offset, syntax.Offset, "%q: %v", c.text, err)
	}
}

func TestNorm_ContainsWhatLiesInside(t *testing.T) {
	t.Parallel()
	outer := recht.MustParseNorm("§ 2 Abs. 1 BMG")
	for text, want := range map[string]bool{
		"§ 2 Abs. 1 BMG":         true,
		"§ 2 Abs. 1 Satz 3 BMG":  true,
		"§ 2 Abs. 12 BMG":        false,
		"§ 2 Abs. 1a BMG":        false,
		"§ 2 BMG":                false,
		"§ 2 Abs. 1 PassG":       false,
		"Art. 2 Abs. 1 BMG":      false,
		"§ 23 Abs. 1 Satz 1 BMG": false,
	} {
		require.Equal(t, want, outer.Contains(recht.MustParseNorm(text)), text)
	}
	require.False(t, recht.Norm{}.Contains(outer))
	require.False(t, outer.Contains(recht.Norm{}))
}

func TestNorm_CompareOrdersNumbersAsNumbers(t *testing.T) {
	t.Parallel()
	want := []string{
		"", "§ 1 BGB", "§ 193 BGB", "§ 9 BMG", "§ 23 BMG", "§ 23 Abs. 2 BMG", "§ 23 Abs. 10 BMG", "§ 23a BMG", "§ 100 BMG", "§ 1 SGB X",
	}
	norms := make([]recht.Norm, len(want))
	for i, text := range want {
		if text != "" {
			norms[i] = recht.MustParseNorm(text)
		}
	}
	slices.Reverse(norms)
	slices.SortFunc(norms, recht.Norm.Compare)
	for i, n := range norms {
		require.Equal(t, want[i], n.String())
	}
}

func TestNorm_ZeroRestsOnNothing(t *testing.T) {
	t.Parallel()
	var zero recht.Norm
	require.True(t, zero.IsZero())
	require.Empty(t, zero.String()+zero.English()+zero.Act()+zero.Place()+zero.Absatz())
	text, err := json.Marshal(struct {
		Norm recht.Norm `json:"norm,omitzero"`
	}{})
	require.NoError(t, err)
	require.JSONEq(t, `{}`, string(text))
}

func TestParseNormen_ReadsWhatItWrites(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "§ 17 BMG", "§ 188 Abs. 2, § 189 BGB", "§ 193 BGB, § 31 Abs. 3 VwVfG",
		"§ 4 Abs. 1 BMeldDigiV, § 23a Abs. 4, § 10 Abs. 3 BMG", "Art. 6 Abs. 1 Buchst. e DSGVO, § 3 BDSG",
		"§ 2 Gesetz über die Sonn-, Gedenk- und Feiertage (Bremen), § 193 BGB",
	} {
		normen, err := recht.ParseNormen(text)
		require.NoError(t, err, text)
		require.Equal(t, text, normen.String())
		wire, err := json.Marshal(normen)
		require.NoError(t, err)
		var back recht.Normen
		require.NoError(t, json.Unmarshal(wire, &back))
		require.Equal(t, normen, back)
	}
	normen, err := recht.ParseNormen("§ 188 Abs. 2, § 189 BGB")
	require.NoError(t, err)
	require.Equal(t, recht.Normen{recht.MustParseNorm("§ 188 Abs. 2 BGB"), recht.MustParseNorm("§ 189 BGB")}, normen)
	require.Equal(t, "section 188(2) BGB, section 189 BGB", normen.English())

	_, err = recht.ParseNormen("§ 17 BMG, § 189")
	var syntax *recht.SyntaxError
	require.ErrorAs(t, err, &syntax)
	require.Equal(t, len("§ 17 BMG, § 189"), syntax.Offset)
	_, err = recht.ParseNormen(strings.Repeat("§ 1, ", 40) + "§ 1 BGB")
	require.ErrorIs(t, err, recht.ErrSyntax)
}

func FuzzParseNorm(f *testing.F) {
	for _, seed := range []string{
		"§ 24 Abs. 1 Satz 2 Nr. 3 BMG", "Art. 6 Abs. 1 UAbs. 1 Buchst. c DSGVO", "Anlage 1 Nr. 2.1 PAuswGebV", "§ 22 Abs. 1 1. BMeldDÜV",
		"§ 3a Abs. 2 Nr. 1 Satz 2 VwVfG", "§§ 1 BGB", "§ 1 Abs. 1 Nr. 1 Buchst. a Doppelbuchst. bb EStG", "§ \xff",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := recht.ParseNorm(s)
		if err != nil {
			require.ErrorIs(t, err, recht.ErrSyntax)
			require.True(t, n.IsZero())
			return
		}
		require.Equal(t, s, n.String())
		require.Equal(t, s, n.Place()+" "+n.Act())
		require.NotEmpty(t, n.Paragraf()+n.Artikel()+n.Anlage())
		require.True(t, n.Contains(n))
		normen, err := recht.ParseNormen(s)
		require.NoError(t, err)
		require.Equal(t, recht.Normen{n}, normen)
	})
}

func FuzzParseNormen(f *testing.F) {
	for _, seed := range []string{"§ 188 Abs. 2, § 189 BGB", "§ 1 A, Art. 2 B", "§ 1, § 2, Anlage 3 C, § 4 D", "§ 1 A, § 2"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		normen, err := recht.ParseNormen(s)
		if err != nil {
			require.ErrorIs(t, err, recht.ErrSyntax)
			return
		}
		again, err := recht.ParseNormen(normen.String())
		require.NoError(t, err)
		require.Equal(t, normen, again)
	})
}
