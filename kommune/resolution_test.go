// SPDX-License-Identifier: Apache-2.0

package kommune_test

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/kommune"
)

func resolve(t *testing.T, key, asOf string) kommune.Resolution {
	t.Helper()
	r, err := kommune.Deutschland().Resolve(kommune.MustParseAGS(key), kommune.MustParseDatum(asOf))
	require.NoError(t, err, "%s on %s", key, asOf)
	return r
}

func keysOf(r kommune.Resolution) []string {
	var keys []string
	for _, n := range r.Nachfolger {
		keys = append(keys, n.AGS.String())
	}
	return keys
}

func TestResolve_OfTheVectors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, key, asOf string
		want            []string
	}{
		{"Birkenfelde became part of Uder", "16061007", "2025-11-30", []string{"16061119"}},
		{"Birkenfelde, the day before", "16061007", "2023-12-31", []string{"16061007"}},
		{"Birkenfelde, the first day after", "16061007", "2024-01-01", []string{"16061119"}},
		{"Berga/Elster became Berga-Wünschendorf", "16076004", "2025-11-30", []string{"16076094"}},
		{"Frankenroda", "16063028", "2025-11-30", []string{"16063104"}},
		{"Obergeckler, new key, same name", "07232096", "2025-11-30", []string{"07232503"}},
		{"Eisenach, no longer kreisfrei", "16056000", "2025-11-30", []string{"16063105"}},
		{"Eisenach, before", "16056000", "2020-12-31", []string{"16056000"}},
		{"Göttingen, new Kreis", "03152012", "2025-11-30", []string{"03159016"}},
		{"Aachen, Städteregion", "05313000", "2025-11-30", []string{"05334002"}},
		{"Hanau, last day before", "06435014", "2025-12-31", []string{"06435014"}},
		{"Hanau, kreisfrei", "06435014", "2026-01-01", []string{"06415000"}},
		{"Hanau, today's key", "06415000", "2026-01-01", []string{"06415000"}},
		{"Dünwald split", "16064014", "2025-11-30", []string{"16061118", "16064071"}},
		{"Dünwald, the day before", "16064014", "2022-12-31", []string{"16064014"}},
		{"Dünwald, the first day after", "16064014", "2023-01-01", []string{"16061118", "16064071"}},
		{"Anrode went to three", "16064073", "2025-11-30", []string{"16061118", "16064071", "16064046"}},
		{"a key that holds today", "16061114", "2025-11-30", []string{"16061114"}},
	} {
		require.Equal(t, c.want, keysOf(resolve(t, c.key, c.asOf)), c.name)
	}
}

func TestResolve_KeysThatComeBackEndProperly(t *testing.T) {
	t.Parallel()
	// 15001000 -> 15101000 (1991) -> 15001000 (2007)
	require.Equal(t, []string{"15001000"}, keysOf(resolve(t, "15001000", "1990-12-31")))
	require.Equal(t, []string{"15101000"}, keysOf(resolve(t, "15001000", "1995-06-30")))
	require.Equal(t, []string{"15001000"}, keysOf(resolve(t, "15001000", "2010-06-30")))
	require.Equal(t, []string{"15001000"}, keysOf(resolve(t, "15001000", "2025-11-30")))
	require.Equal(t, []string{"15101000"}, keysOf(resolve(t, "15101000", "1995-06-30")))
	require.Equal(t, []string{"15001000"}, keysOf(resolve(t, "15101000", "2025-11-30")))

	// A value of known age is followed from there.
	v := kommune.Deutschland()
	key := kommune.MustParseAGS("15001000")
	r, err := v.ResolveFrom(key, kommune.MustParseDatum("2010-01-01"), kommune.MustParseDatum("2025-11-30"))
	require.NoError(t, err)
	require.Equal(t, []string{"15001000"}, keysOf(r))
	require.Empty(t, r.Pfad, "a value of 2010 stays as it is")
	r, err = v.ResolveFrom(key, kommune.MustParseDatum("1990-12-31"), kommune.MustParseDatum("2025-11-30"))
	require.NoError(t, err)
	require.Equal(t, []string{"15001000"}, keysOf(r))
	require.Len(t, r.Pfad, 2, "a value of 1990 went away and came back")
	r, err = v.ResolveFrom(key, kommune.MustParseDatum("1990-12-31"), kommune.MustParseDatum("2000-01-01"))
	require.NoError(t, err)
	require.Equal(t, []string{"15101000"}, keysOf(r))

	// Mergers that were undone, and done again.
	require.Equal(t, []string{"14272150"}, keysOf(resolve(t, "14272070", "1999-12-31")))
	require.Equal(t, []string{"14272070"}, keysOf(resolve(t, "14272070", "2000-12-31")))
	require.Equal(t, []string{"14272150"}, keysOf(resolve(t, "14272070", "2002-12-31")))
	require.Equal(t, []string{"14272150"}, keysOf(resolve(t, "14272150", "2000-12-31")), "the town it left lived on")
	require.Equal(t, []string{"15085235"}, keysOf(resolve(t, "15085235", "2013-12-31")), "Quedlinburg lived on when three left it")
	require.Equal(t, []string{"15085120"}, keysOf(resolve(t, "15085120", "2013-12-31")))
	require.Equal(t, []string{"15085235"}, keysOf(resolve(t, "15085120", "2025-11-30")))
}

func TestResolve_SplitsCarrySharesAndOneMainSuccessor(t *testing.T) {
	t.Parallel()
	r := resolve(t, "16064014", "2025-11-30") // Dünwald: 2,182 of 2,257 people to Dingelstädt
	require.True(t, r.Split())
	require.Equal(t, "16061118", r.Haupt().String())
	require.True(t, r.Nachfolger[0].Haupt)
	require.False(t, r.Nachfolger[1].Haupt)
	require.InDelta(t, 2182.0/2257, r.Nachfolger[0].Anteil, 0.0001)
	require.InDelta(t, 75.0/2257, r.Nachfolger[1].Anteil, 0.0001)
	require.Equal(t, kommune.GrundlageEinwohner, r.Nachfolger[0].Grundlage)
	require.Equal(t, []kommune.Schritt{
		{Von: r.Key, Nach: kommune.MustParseAGS("16061118"), Ab: kommune.MustParseDatum("2023-01-01"), Tagesgenau: true},
		{Von: r.Key, Nach: kommune.MustParseAGS("16064071"), Ab: kommune.MustParseDatum("2023-01-01"), Tagesgenau: true},
	}, r.Pfad)

	forest := resolve(t, "09479453", "2025-11-30") // nobody lived there: shares of the area
	require.Equal(t, []kommune.Nachfolger{
		{AGS: kommune.MustParseAGS("09479159"), Anteil: 0.7428, Grundlage: kommune.GrundlageFlaeche, Haupt: true},
		{AGS: kommune.MustParseAGS("09479127"), Anteil: 0.2572, Grundlage: kommune.GrundlageFlaeche},
	}, forest.Nachfolger)

	old := resolve(t, "07137502", "2025-11-30") // 1994, no source states shares
	require.True(t, old.Split())
	for _, n := range old.Nachfolger {
		require.Zero(t, n.Anteil)
		require.Equal(t, kommune.GrundlageUnbekannt, n.Grundlage)
	}
	require.False(t, old.Pfad[0].Tagesgenau)
}

func TestResolve_SaysWhereTheDayIsNotKnown(t *testing.T) {
	t.Parallel()
	r := resolve(t, "16056000", "2021-07-15") // the source has the year 2021
	require.Equal(t, []string{"16056000"}, keysOf(r))
	require.True(t, r.Ungenau)
	require.False(t, resolve(t, "16056000", "2020-12-31").Ungenau)
	require.False(t, resolve(t, "16056000", "2021-12-31").Ungenau)
	require.False(t, resolve(t, "16061007", "2023-07-01").Ungenau, "this day is known")
	require.True(t, resolve(t, "15001000", "2007-03-01").Ungenau, "also at the end of a path")
	require.Equal(t, "2026-06-30", r.BekanntBis.String())
}

func TestResolve_UnknownKeysAreAnError(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	for _, key := range []string{"16999999", "01001001", "16061999"} {
		_, err := v.Resolve(kommune.MustParseAGS(key), v.Stand())
		require.ErrorIs(t, err, kommune.ErrUnknown)
		require.NotErrorIs(t, err, kommune.ErrSyntax)
	}
	_, err := v.Resolve(kommune.AGS{}, v.Stand())
	require.ErrorIs(t, err, kommune.ErrUnknown)
	_, err = v.Resolve(kommune.MustParseAGS("06415000"), kommune.MustParseDatum("2025-12-31"))
	require.ErrorIs(t, err, kommune.ErrUnknown, "Hanau's new key holds from 2026 on")
}

func TestResolve_TheZeroDayIsThatOfTheRegister(t *testing.T) {
	t.Parallel()
	r, err := kommune.Deutschland().Resolve(kommune.MustParseAGS("16056000"), kommune.Datum{})
	require.NoError(t, err)
	require.Equal(t, []string{"16063105"}, keysOf(r))
	require.Equal(t, "2025-11-30", r.AsOf.String())
}

func TestResolve_EveryKeyOfTheRegisterIsItself(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	for g := range v.Gemeinden() {
		r, err := v.Resolve(g.AGS, v.Stand())
		require.NoError(t, err)
		require.Equal(t, []kommune.Nachfolger{{AGS: g.AGS, Anteil: 1, Grundlage: kommune.GrundlageEinwohner, Haupt: true}}, r.Nachfolger)
		require.Empty(t, r.Pfad)
	}
}

// checkResolution checks what must hold for any key and day.
func checkResolution(t *testing.T, r kommune.Resolution) {
	t.Helper()
	require.NotEmpty(t, r.Nachfolger)
	main, sum, stated := 0, 0.0, true
	seen := map[kommune.AGS]bool{}
	for _, n := range r.Nachfolger {
		require.False(t, seen[n.AGS])
		seen[n.AGS] = true
		if n.Haupt {
			main++
		}
		sum += n.Anteil
		stated = stated && n.Grundlage != kommune.GrundlageUnbekannt && n.Grundlage == r.Nachfolger[0].Grundlage
		require.GreaterOrEqual(t, n.Anteil, 0.0)
	}
	require.Equal(t, 1, main)
	require.Equal(t, r.Nachfolger[0].AGS, r.Haupt())
	if stated {
		require.InDelta(t, 1, sum, 1e-6, "%s: the shares sum to the whole", r.Key)
	}
	for i, step := range r.Pfad {
		require.False(t, step.Ab.After(r.AsOf))
		require.True(t, i == 0 || !step.Ab.Before(r.Pfad[i-1].Ab), "steps are in the order of time")
	}
}

// edge is a row of the table of moves.
type edge struct {
	ab, to string
}

// readEdges returns the moves that the table gives as whole, by old key and in
// the order of time. A year stands for its last day, as in the table.
func readEdges(t *testing.T) map[string][]edge {
	t.Helper()
	file, err := os.Open(shareddata.Path(t, "kommune/ags_nachfolger.csv"))
	require.NoError(t, err)
	defer file.Close()
	table := csv.NewReader(file)
	table.Comma = ';'
	rows, err := table.ReadAll()
	require.NoError(t, err)
	edges := map[string][]edge{}
	for _, row := range rows[1:] {
		if row[5] == "1" {
			continue
		}
		ab := row[1]
		if len(ab) == len("2009") {
			ab += "-12-31"
		}
		edges[row[0]] = append(edges[row[0]], edge{ab, row[2]})
	}
	for _, list := range edges {
		slices.SortFunc(list, func(a, b edge) int { return strings.Compare(a.ab, b.ab) })
	}
	return edges
}

func TestResolve_All16851OldKeysLeadToKeysOfTheRegister(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	days := []string{"1990-12-31", "1992-06-30", "1994-12-31", "2003-10-26", "2007-07-01", "2011-12-31", "2023-01-01"}
	old := readEdges(t)
	n := 0
	for digits := range old {
		key := kommune.MustParseAGS(digits)
		n++
		earlier, err := v.Resolve(key, kommune.MustParseDatum(days[n%len(days)]))
		require.NoError(t, err)
		checkResolution(t, earlier)
		first, err := v.ResolveFrom(key, kommune.MustParseDatum("1990-01-01"), v.Stand())
		require.NoError(t, err)
		today, err := v.Resolve(key, v.Stand())
		require.NoError(t, err)
		checkResolution(t, today)
		for _, n := range slices.Concat(today.Nachfolger, first.Nachfolger) {
			require.True(t, v.Has(n.AGS), "%s -> %s", key, n.AGS)
		}
	}
	require.Len(t, old, 16_851)
}

// plainWalk follows every row of the table as the move of a whole Gemeinde,
// forward in time. It reports whether it left a key that went on to hold: one
// that moves again later, or is in the register.
func plainWalk(edges map[string][]edge, key string, register map[string]bool) (ends map[string]bool, leftLiving bool) {
	ends = map[string]bool{}
	type place struct{ key, since string }
	for places := []place{{key, ""}}; len(places) > 0; {
		p := places[0]
		places = places[1:]
		list := edges[p.key]
		for len(list) > 0 && list[0].ab <= p.since {
			list = list[1:]
		}
		if len(list) == 0 {
			ends[p.key] = true
			continue
		}
		leftLiving = leftLiving || register[p.key] || list[len(list)-1].ab > list[0].ab
		for _, e := range list {
			if e.ab == list[0].ab {
				places = append(places, place{e.to, e.ab})
			}
		}
	}
	return ends, leftLiving
}

// The table of moves drops rows in which a key stayed, so where a part left a
// Gemeinde, it looks as if all of it had gone. Taken so, 131 old keys split;
// but then the villages of Möckern, to name the most, would be in Genthin
// today. Resolve follows the old key as long as it held. Everywhere else it
// finds what the plain walk finds.
func TestResolve_DiffersFromThePlainWalkOnlyWhereAKeyLivedOn(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	edges, register := readEdges(t), map[string]bool{}
	for g := range v.Gemeinden() {
		register[g.AGS.String()] = true
	}
	plainSplits, splits, differ := 0, 0, 0
	for key := range edges {
		want, leftLiving := plainWalk(edges, key, register)
		r, err := v.Resolve(kommune.MustParseAGS(key), v.Stand())
		require.NoError(t, err)
		if len(want) > 1 {
			plainSplits++
		}
		if r.Split() {
			splits++
		}
		same := len(want) == len(r.Nachfolger)
		for _, digits := range keysOf(r) {
			same = same && want[digits]
		}
		if !same {
			differ++
			require.True(t, leftLiving, "%s: %v, and the table says %v", key, keysOf(r), want)
		}
	}
	require.Equal(t, 131, plainSplits)
	require.Equal(t, 111, splits)
	t.Logf("%d of %d keys differ", differ, len(edges))
}

func TestResolve_FollowsWhatLeftAgainWhenAMergerWasUndone(t *testing.T) {
	t.Parallel()
	// Schopsdorf: 15358058 -> 15086210 (2007) -> Möckern 15086140 (2010), annulled
	// in 2011, -> Genthin 15086040 (2012).
	require.Equal(t, []string{"15086140"}, keysOf(resolve(t, "15358058", "2010-12-31")))
	require.Equal(t, []string{"15086210"}, keysOf(resolve(t, "15358058", "2011-12-31")))
	today := resolve(t, "15358058", "2025-11-30")
	require.Equal(t, []string{"15086040"}, keysOf(today))
	var path []string
	for _, step := range today.Pfad {
		path = append(path, step.Von.String()+">"+step.Nach.String())
	}
	require.Equal(t, []string{"15358058>15086210", "15086210>15086140", "15086140>15086210", "15086210>15086040"}, path)
	checkResolution(t, today)
	require.True(t, resolve(t, "15358058", "2011-06-30").Ungenau, "some day in 2011")
	require.True(t, resolve(t, "15086210", "2011-06-30").Ungenau)
	// The others stayed in Möckern.
	require.Equal(t, []string{"15086140"}, keysOf(resolve(t, "15151066", "2025-11-30")))

	// Rieder: Quedlinburg, annulled, Ballenstedt. Gernrode: Quedlinburg twice.
	require.Equal(t, []string{"15085235"}, keysOf(resolve(t, "15364018", "2013-02-18")))
	require.Equal(t, []string{"15085255"}, keysOf(resolve(t, "15364018", "2013-02-19")))
	require.Equal(t, []string{"15085040"}, keysOf(resolve(t, "15364018", "2013-12-01")))
	require.Equal(t, []string{"15085040"}, keysOf(resolve(t, "15085255", "2025-11-30")))
	require.Equal(t, []string{"15085120"}, keysOf(resolve(t, "15364007", "2013-12-31")))
	require.Equal(t, []string{"15085235"}, keysOf(resolve(t, "15364007", "2025-11-30")))
	require.Equal(t, []string{"15085235"}, keysOf(resolve(t, "15364016", "2025-11-30")), "Quedlinburg itself")
}
