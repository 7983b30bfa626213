// SPDX-License-Identifier: Apache-2.0

//nolint:misspell // German words of the official list
package kommune_test

import (
	"encoding/csv"
	"errors"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/kommune"
)

func TestCases_ARSThatAged(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	for old, today := range map[string]string{
		"160645052074": "160640074074", // Südeichsfeld
		"010585859018": "010585896018", // Blumenthal
		"120645410303": "120645408303", // Märkische Höhe
		"160560000000": "160630105105", // Eisenach, whose AGS ended too
	} {
		key := kommune.MustParseARS(old)
		_, err := v.ByARS(key)
		unknown, ok := errors.AsType[*kommune.UnknownError](err)
		require.True(t, ok, old)
		require.ErrorIs(t, err, kommune.ErrUnknown)
		require.Equal(t, today, unknown.Heute)
		require.ErrorContains(t, err, today)
		r, err := v.ResolveARS(key, v.Stand())
		require.NoError(t, err, old)
		g, err := v.Gemeinde(r.Haupt())
		require.NoError(t, err)
		require.Equal(t, today, g.ARS.String())
	}
	for ars := range v.Gemeinden() {
		r, err := v.ResolveARS(ars.ARS, v.Stand())
		require.NoError(t, err)
		require.Equal(t, ars.AGS, r.Haupt())
	}
	never, err := v.ResolveARS(kommune.MustParseARS("160649876074"), v.Stand())
	require.ErrorIs(t, err, kommune.ErrUnknown, "a Verband that never was: %v", never)
	require.ErrorContains(t, err, "160640074074")
	_, err = v.ResolveARS(kommune.MustParseARS("160640999999"), v.Stand())
	require.ErrorIs(t, err, kommune.ErrUnknown)
	_, err = v.ResolveARS(kommune.ARS{}, v.Stand())
	require.ErrorIs(t, err, kommune.ErrUnknown)
}

// Every ARS of every official edition since 1994 leads to a Gemeinde of today, or
// the answer says that it is open what became of it.
func TestResolveARS_OfEveryOfficialEdition(t *testing.T) {
	t.Parallel()
	file, err := os.Open(shareddata.Path(t, "kommune/ars-frueher.csv"))
	require.NoError(t, err)
	defer file.Close()
	table := csv.NewReader(file)
	table.Comma = ';'
	rows, err := table.ReadAll()
	require.NoError(t, err)
	v := kommune.Deutschland()
	open := 0
	for _, row := range rows[1:] {
		r, err := v.ResolveARS(kommune.MustParseARS(row[0]), v.Stand())
		require.NoError(t, err, row[0])
		if !r.OffenSeit.IsZero() {
			open++
			continue
		}
		require.True(t, v.Has(r.Haupt()), row[0])
	}
	require.Len(t, rows, 29_635)
	require.LessOrEqual(t, open, 5)
}

func TestCases_HistoryOfKreise(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	for _, c := range []struct {
		key, day string
		want     []string
	}{
		{"03152", "2025-11-30", []string{"03159"}},
		{"05354", "2025-11-30", []string{"05334"}},
		{"16056", "2025-11-30", []string{"16063"}},
		{"03201", "2025-11-30", []string{"03241"}},
		{"13052", "2025-11-30", []string{"13071", "13075"}},
		{"15151", "2025-11-30", []string{"15082", "15091", "15001", "15086"}},
		{"16061", "2025-11-30", []string{"16061"}},
		{"16056", "2020-12-31", []string{"16056"}},
		{"15001", "2000-06-30", []string{"15101"}},
		{"15001", "2025-11-30", []string{"15001"}},
		{"15101", "2025-11-30", []string{"15001"}},
		{"13052", "2005-01-01", []string{"13052"}},
		{"06435", "2026-06-30", []string{"06435"}},
		{"06415", "2026-06-30", []string{"06415"}},
	} {
		r, err := v.ResolveKreis(kommune.MustParseKreisschluessel(c.key), kommune.MustParseDatum(c.day))
		require.NoError(t, err, c.key)
		var got []string
		for _, n := range r.Nachfolger {
			got = append(got, n.Schluessel.String())
		}
		require.Equal(t, c.want, got, "%s on %s", c.key, c.day)
		require.Equal(t, c.want[0], r.Haupt().String())
		require.Equal(t, len(c.want) > 1, r.Split())
		require.False(t, r.Ungenau)
	}
	demmin, err := v.ResolveKreis(kommune.MustParseKreisschluessel("13052"), kommune.Datum{})
	require.NoError(t, err)
	require.InDelta(t, 0.82, demmin.Nachfolger[0].Anteil, 0.01)
	require.InDelta(t, 0.18, demmin.Nachfolger[1].Anteil, 0.01)
	require.Equal(t, kommune.GrundlageEinwohner, demmin.Nachfolger[0].Grundlage)
	_, err = v.ResolveKreis(kommune.MustParseKreisschluessel("16099"), kommune.Datum{})
	require.ErrorIs(t, err, kommune.ErrUnknown)
	later, err := v.ResolveKreis(kommune.MustParseKreisschluessel("16061"), kommune.MustParseDatum("2031-01-01"))
	require.NoError(t, err)
	require.True(t, later.Ungenau)
	year, err := v.ResolveKreis(kommune.MustParseKreisschluessel("16056"), kommune.MustParseDatum("2021-08-01"))
	require.NoError(t, err)
	require.True(t, year.Ungenau, "the day of the change is not known")
}

// Every Kreis of every official edition leads to Kreise of today; the shares of
// those that were split sum to one.
func TestResolveKreis_OfEveryOfficialEdition(t *testing.T) {
	t.Parallel()
	file, err := os.Open(shareddata.Path(t, "kommune/kreise-frueher.csv"))
	require.NoError(t, err)
	defer file.Close()
	table := csv.NewReader(file)
	table.Comma = ';'
	rows, err := table.ReadAll()
	require.NoError(t, err)
	v := kommune.Deutschland()
	split, stated := 0, 0
	for _, row := range rows[1:] {
		r, err := v.ResolveKreis(kommune.MustParseKreisschluessel(row[0]), kommune.Datum{})
		require.NoError(t, err, row[0])
		sum := 0.0
		for _, n := range r.Nachfolger {
			_, err := v.Kreis(n.Schluessel)
			require.NoError(t, err, "%s to %s", row[0], n.Schluessel)
			sum += n.Anteil
		}
		if r.Split() {
			split++
			if r.Nachfolger[0].Grundlage == kommune.GrundlageEinwohner {
				stated++
				require.InDelta(t, 1, sum, 0.001, row[0])
			}
		}
	}
	t.Logf("%d rows, %d split, of these %d with shares", len(rows)-1, split, stated)
	require.Greater(t, stated, split/2)
}

// Behind the last day known nothing is answered as if it held.
func TestCases_BeyondTheLastKnownDay(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	day := kommune.MustParseDatum("2026-06-30")
	for _, key := range []string{"16077003", "16071038", "01053105", "09475453", "16071042", "16071055", "01060014", "09273452", "09475451", "09476453"} {
		r, err := v.Resolve(kommune.MustParseAGS(key), day)
		require.NoError(t, err, key)
		require.True(t, r.Ungenau, key)
		require.Equal(t, day, r.OffenSeit, key)
		r, err = v.Resolve(kommune.MustParseAGS(key), v.Stand())
		require.NoError(t, err)
		require.False(t, r.Ungenau, key)
		require.Zero(t, r.OffenSeit)
		r, err = v.Resolve(kommune.MustParseAGS(key), kommune.MustParseDatum("2026-03-01"))
		require.NoError(t, err)
		require.True(t, r.Ungenau, "between the editions: %s", key)
		require.Zero(t, r.OffenSeit)
	}
	hanau, err := v.Resolve(kommune.MustParseAGS("06435014"), day)
	require.NoError(t, err)
	require.Equal(t, "06415000", hanau.Haupt().String())
	require.False(t, hanau.Ungenau)
	jena := kommune.MustParseAGS("16053000")
	r, err := v.Resolve(jena, day)
	require.NoError(t, err)
	require.False(t, r.Ungenau, "all ends until that day are known")
	for _, later := range []string{"2026-07-01", "2031-12-31", "9999-12-31"} {
		for _, key := range []string{"16053000", "06435014", "16064014", "16077003"} {
			r, err := v.Resolve(kommune.MustParseAGS(key), kommune.MustParseDatum(later))
			require.NoError(t, err)
			require.True(t, r.Ungenau, "%s on %s", key, later)
		}
	}
}

func TestCases_KeysOfOldEditionsNobodyKnew(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	for key, last := range map[string]string{
		"15228280": "1990-12-31", "14085170": "1994-12-31", "15228380": "1990-12-31", "15320590": "1990-12-31", "14045730": "1994-12-31",
	} {
		r, err := v.Resolve(kommune.MustParseAGS(key), v.Stand())
		require.NoError(t, err, key)
		require.True(t, r.Ungenau)
		require.False(t, r.OffenSeit.IsZero())
		r, err = v.Resolve(kommune.MustParseAGS(key), kommune.MustParseDatum(last))
		require.NoError(t, err)
		require.False(t, r.Ungenau)
	}
}

// Every key of every official edition since 1990 leads from its last edition to keys
// of today, or it is open what became of it.
func TestResolveFrom_OfEveryOfficialEdition(t *testing.T) {
	t.Parallel()
	file, err := os.Open(shareddata.Path(t, "kommune/namen-frueher.csv"))
	require.NoError(t, err)
	defer file.Close()
	table := csv.NewReader(file)
	table.Comma, table.LazyQuotes = ';', true
	rows, err := table.ReadAll()
	require.NoError(t, err)
	v := kommune.Deutschland()
	open := map[string]bool{}
	for _, row := range rows[1:] {
		r, err := v.ResolveFrom(kommune.MustParseAGS(row[0]), kommune.MustParseDatum(row[3]), v.Stand())
		require.NoError(t, err, row[0])
		if !r.OffenSeit.IsZero() {
			open[row[0]] = true
			continue
		}
		for _, n := range r.Nachfolger {
			require.True(t, v.Has(n.AGS), "%s to %s", row[0], n.AGS)
		}
	}
	require.Len(t, rows, 16_704)
	require.Len(t, open, 5)
}

// A change that comes in says what took the place of a key that was open.
func TestWithAenderungen_ClosesWhatWasOpen(t *testing.T) {
	t.Parallel()
	key, to := kommune.MustParseAGS("16077003"), kommune.MustParseAGS("16077001")
	v := kommune.Deutschland().WithAenderungen([]kommune.Aenderung{{
		Alt: key, Neu: to, Arten: []kommune.Aenderungsart{kommune.Aufloesung}, Statistisch: kommune.MustParseDatum("2026-01-01"),
	}}, kommune.Datum{})
	r, err := v.Resolve(key, kommune.MustParseDatum("2026-06-30"))
	require.NoError(t, err)
	require.Equal(t, to, r.Haupt())
	require.False(t, r.Ungenau)
	require.Zero(t, r.OffenSeit)
}

// newer is an invented edition of 31.01.2031 without Dobitschen, Teistungen and
// Kühdorf, in which Uder has another name and another Verband.
func newer(t *testing.T) *kommune.Verzeichnis {
	t.Helper()
	old := kommune.Deutschland()
	b := kommune.Bestand{Stand: kommune.MustParseDatum("2031-01-31"), Quelle: "Muster"}
	for k := range old.Kreise() {
		b.Kreise = append(b.Kreise, k)
	}
	used := map[kommune.Verbandsschluessel]bool{}
	for g := range old.Gemeinden() {
		switch g.AGS.String() {
		case "16077003", "16061114":
			continue
		case "16061119":
			g.Name = "Neu-Uder"
		}
		used[g.Verband()] = true
		b.Gemeinden = append(b.Gemeinden, g)
	}
	for verband := range old.Verbaende() {
		if used[verband.Schluessel] {
			b.Verbaende = append(b.Verbaende, verband)
		}
	}
	v, err := kommune.NewVerzeichnis(b)
	require.NoError(t, err)
	return v
}

func TestCases_NewerEditionKeepsWhatTheEmbeddedOneKnew(t *testing.T) {
	t.Parallel()
	v := newer(t)
	teistungen := kommune.MustParseAGS("16061114")
	r, err := v.Resolve(teistungen, kommune.MustParseDatum("2025-11-30"))
	require.NoError(t, err)
	require.Equal(t, teistungen, r.Haupt())
	require.False(t, r.Ungenau, "it held on that day")
	r, err = v.Resolve(teistungen, v.Stand())
	require.NoError(t, err, "ended is not unknown")
	require.True(t, r.Ungenau)
	require.Equal(t, v.Stand(), r.OffenSeit)
	r, err = v.Resolve(kommune.MustParseAGS("16053000"), v.Stand())
	require.NoError(t, err)
	require.False(t, r.Ungenau, "the edition itself says so")
	dobitschen, err := v.Resolve(kommune.MustParseAGS("16077003"), kommune.MustParseDatum("2026-06-30"))
	require.NoError(t, err)
	require.Equal(t, "2026-06-30", dobitschen.OffenSeit.String())
	hits := v.Search("Uder", 3)
	require.Equal(t, "16061119", hits[0].Gemeinde.AGS.String())
	hits = v.Search("Bromskirchen", 3)
	require.Equal(t, "06635001", hits[0].Gemeinde.AGS.String(), "former names stay known")
	_, err = v.Resolve(kommune.MustParseAGS("16061999"), v.Stand())
	require.ErrorIs(t, err, kommune.ErrUnknown)
}
