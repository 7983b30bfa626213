// SPDX-License-Identifier: Apache-2.0

package zustaendigkeit_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
)

var (
	immer     kommune.Datum
	anmeldung = leistung.MustParseSchluessel("99115005104000")
	hauptwohn = leistung.MustParseSchluessel("99115005104001")
	wohngeld  = leistung.MustParseSchluessel("99107023017000")
	jena      = kommune.MustParseARS("160530000000")
	teistung  = kommune.MustParseARS("160615001114") // member of a Verwaltungsgemeinschaft
	eichsfeld = gebiet("16061")
)

func gebiet(s string) kommune.ARS {
	g, err := zustaendigkeit.ParseGebiet(s)
	if err != nil {
		panic(err)
	}
	return g
}

func day(s string) kommune.Datum { return kommune.MustParseDatum(s) }

// land is a small country: an office in Jena, one of the Verwaltungsgemeinschaft,
// one of the Kreis, one of the Land, and an online service of the Bund.
func land(t testing.TB) *zustaendigkeit.Index {
	t.Helper()
	ix := zustaendigkeit.NewIndex()
	put := func(a *zustaendigkeit.Aenderung, id, stelle string, key leistung.Schluessel, where ...string) {
		z := zustaendigkeit.Zustaendigkeit{ID: id, Leistung: key, Stelle: stelle}
		for _, g := range where {
			z.Gebiete = append(z.Gebiete, gebiet(g))
		}
		a.Put(z)
	}
	require.NoError(t, ix.Update(func(a *zustaendigkeit.Aenderung) {
		for _, id := range []string{"jena", "vg", "kreis", "land", "jena2"} {
			a.PutStelle(zustaendigkeit.Stelle{ID: id, Art: zustaendigkeit.Behoerde, Name: "Amt " + id})
		}
		a.PutStelle(zustaendigkeit.Stelle{ID: "online", Art: zustaendigkeit.Onlinedienst, Name: "Wohnsitz online"})
		put(a, "1", "jena", anmeldung, "16053")
		put(a, "2", "vg", anmeldung, "160615001")
		put(a, "3", "online", anmeldung, "00")
		put(a, "4", "kreis", wohngeld, "16061")
		put(a, "5", "land", wohngeld, "16")
		put(a, "6", "jena", wohngeld, "160530000000")
		put(a, "7", "jena2", wohngeld, "160530000000")
	}))
	return ix
}

func ids(treffer []zustaendigkeit.Treffer) []string {
	var all []string
	for _, t := range treffer {
		all = append(all, t.Stelle.ID)
	}
	slices.Sort(all)
	return all
}

func codes(e zustaendigkeit.Ergebnis) []string {
	var all []string
	for _, g := range e.Gruende() {
		all = append(all, g.Code)
	}
	return all
}

func TestResolve_GivesEachOfTheFourAnswersWithReasons(t *testing.T) {
	ix := land(t)
	for _, tt := range []struct {
		name      string
		key       leistung.Schluessel
		ars       kommune.ARS
		want      zustaendigkeit.Antwort
		behoerden []string
		dienste   []string
		codes     []string
	}{
		{"the town itself", anmeldung, jena, zustaendigkeit.Eine, []string{"jena"}, []string{"online"}, []string{zustaendigkeit.CodeGefunden}},
		{"the Verband for its member", anmeldung, teistung, zustaendigkeit.Eine, []string{"vg"}, []string{"online"}, []string{zustaendigkeit.CodeGefunden, zustaendigkeit.CodeGeerbt}},
		{"the Kreis for a member of a Verband", wohngeld, teistung, zustaendigkeit.Eine, []string{"kreis"}, nil, []string{zustaendigkeit.CodeGefunden, zustaendigkeit.CodeGeerbt}},
		{"the Land for the rest", wohngeld, kommune.MustParseARS("160540000000"), zustaendigkeit.Eine, []string{"land"}, nil, []string{zustaendigkeit.CodeGefunden, zustaendigkeit.CodeGeerbt}},
		{"two offices in one town", wohngeld, jena, zustaendigkeit.Mehrere, []string{"jena", "jena2"}, nil, []string{zustaendigkeit.CodeGefunden, zustaendigkeit.CodeMehrere}},
		{"only the online service", anmeldung, kommune.MustParseARS("160540000000"), zustaendigkeit.Keine, nil, []string{"online"}, []string{zustaendigkeit.CodeNiemand, zustaendigkeit.CodeNurDienst}},
		{"another Land", wohngeld, kommune.MustParseARS("110000000000"), zustaendigkeit.Keine, nil, nil, []string{zustaendigkeit.CodeNiemand}},
		{"a Leistung without any entry, its parent has some", hauptwohn, jena, zustaendigkeit.Keine, nil, nil, []string{zustaendigkeit.CodeUnbekannt, zustaendigkeit.CodeElternteil}},
		{"a Land in which places differ", wohngeld, gebiet("16"), zustaendigkeit.Rueckfrage, []string{"land"}, nil, []string{zustaendigkeit.CodeUneinig}},
		{"a Kreis in which a Verband differs", anmeldung, eichsfeld, zustaendigkeit.Rueckfrage, nil, []string{"online"}, []string{zustaendigkeit.CodeUneinig}},
		{"a Kreis in which nothing differs", wohngeld, eichsfeld, zustaendigkeit.Eine, []string{"kreis"}, nil, []string{zustaendigkeit.CodeGefunden}},
		{"no place, and it matters", anmeldung, kommune.ARS{}, zustaendigkeit.Rueckfrage, nil, []string{"online"}, []string{zustaendigkeit.CodeOhneOrt}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := ix.Resolve(tt.key, tt.ars, immer)
			require.Equal(t, tt.want, e.Art(), "%v", e.Gruende())
			require.Equal(t, tt.behoerden, ids(e.Behoerden()))
			require.Equal(t, tt.dienste, ids(e.Onlinedienste()))
			require.Equal(t, tt.codes, codes(e))
			one, ok := e.Behoerde()
			require.Equal(t, tt.want == zustaendigkeit.Eine, ok)
			require.Equal(t, ok, one.Stelle.ID != "")
			require.NotEmpty(t, e.Art().String())
			for _, g := range e.Gruende() {
				require.NotEmpty(t, g.Text.String())
				_, ok := g.Text.Lookup(recht.Englisch)
				require.True(t, ok)
			}
			again, err := ix.Zustaendig(t.Context(), tt.key, tt.ars, immer)
			require.NoError(t, err)
			require.Equal(t, e.Art(), again.Art())
		})
	}
	require.Equal(t, 6, ix.Len(), "two offices in one town are one pair of Leistung and area")
}

// Hanau left its Kreis on 1 January 2026 and has another ARS since.
func TestResolve_AnswersByDay(t *testing.T) {
	ix := zustaendigkeit.NewIndex()
	before, after := kommune.MustParseARS("064350014014"), kommune.MustParseARS("064150000000")
	require.NoError(t, ix.Update(func(a *zustaendigkeit.Aenderung) {
		a.PutStelle(zustaendigkeit.Stelle{ID: "kreis", Art: zustaendigkeit.Behoerde})
		a.PutStelle(zustaendigkeit.Stelle{ID: "stadt", Art: zustaendigkeit.Behoerde})
		a.Put(zustaendigkeit.Zustaendigkeit{Leistung: wohngeld, Gebiete: []kommune.ARS{before}, Stelle: "kreis", GueltigBis: day("2025-12-31")})
		a.Put(zustaendigkeit.Zustaendigkeit{Leistung: wohngeld, Gebiete: []kommune.ARS{after}, Stelle: "stadt", GueltigAb: day("2026-01-01")})
	}))
	for _, tt := range []struct {
		ars  kommune.ARS
		am   string
		want []string
	}{
		{before, "2025-12-31", []string{"kreis"}},
		{before, "2026-01-01", nil},
		{after, "2025-12-31", nil},
		{after, "2026-01-01", []string{"stadt"}},
	} {
		e := ix.Resolve(wohngeld, tt.ars, day(tt.am))
		require.Equal(t, tt.want, ids(e.Behoerden()), tt.am)
		if tt.want == nil {
			require.Contains(t, codes(e), zustaendigkeit.CodeZeit)
			require.Contains(t, e.Gruende()[1].Text.String(), "202")
		}
	}
	later := ix.Resolve(wohngeld, before, day("2026-06-01"))
	require.Equal(t, "Für die Gemeinde 064350014014 ist eine Stelle eingetragen, aber bis 2025-12-31.", later.Gruende()[1].Text.String())
}

func TestIndex_ZeroValueIsAnEmptyIndex(t *testing.T) {
	var ix zustaendigkeit.Index
	e := ix.Resolve(anmeldung, jena, immer)
	require.Equal(t, zustaendigkeit.Keine, e.Art())
	require.Equal(t, []string{zustaendigkeit.CodeUnbekannt}, codes(e))
	require.Empty(t, e.Behoerden())
	require.Empty(t, e.Onlinedienste())
	require.Zero(t, ix.Len())
	require.Empty(t, ix.Gebiete("1"))
	require.NoError(t, ix.Update(func(a *zustaendigkeit.Aenderung) {
		a.Delete("never sent")
		a.DeleteOne(zustaendigkeit.Zustaendigkeit{Leistung: wohngeld, Gebiete: []kommune.ARS{jena}, Stelle: "a"})
	}))
	require.NoError(t, ix.Update(func(a *zustaendigkeit.Aenderung) {
		a.PutStelle(zustaendigkeit.Stelle{ID: "a", Art: zustaendigkeit.Behoerde})
		a.Put(zustaendigkeit.Zustaendigkeit{Leistung: wohngeld, Gebiete: []kommune.ARS{jena}, Stelle: "a"})
	}))
	require.Equal(t, zustaendigkeit.Eine, ix.Resolve(wohngeld, jena, immer).Art())
	var none zustaendigkeit.Ergebnis
	_, ok := none.Behoerde()
	require.False(t, ok)
	require.Empty(t, none.Behoerden())
	require.Empty(t, none.Gruende())
	require.Empty(t, none.Art().String())
}

func TestResolve_WithoutALeistungSaysSo(t *testing.T) {
	e := land(t).Resolve(leistung.Schluessel{}, jena, immer)
	require.Equal(t, zustaendigkeit.Keine, e.Art())
	require.Equal(t, "Es ist keine Leistung genannt.", e.Gruende()[0].Text.String())
}

// put makes an index of entries: Stelle, area, role, and two days.
func put(t *testing.T, entries ...[5]string) *zustaendigkeit.Index {
	t.Helper()
	ix := zustaendigkeit.NewIndex()
	require.NoError(t, ix.Update(func(a *zustaendigkeit.Aenderung) {
		for _, e := range entries {
			z := zustaendigkeit.Zustaendigkeit{Leistung: wohngeld, Gebiete: []kommune.ARS{gebiet(e[1])}, Stelle: e[0], Rolle: e[2]}
			if e[3] != "" {
				z.GueltigAb = day(e[3])
			}
			if e[4] != "" {
				z.GueltigBis = day(e[4])
			}
			a.PutStelle(zustaendigkeit.Stelle{ID: e[0], Art: zustaendigkeit.Behoerde})
			a.Put(z)
		}
	}))
	return ix
}

func TestResolve_AsksBackOnlyWhereThePlaceMatters(t *testing.T) {
	bund := [5]string{"bund", "00"}
	for _, tt := range []struct {
		name    string
		ars     kommune.ARS
		entries [][5]string
		want    zustaendigkeit.Antwort
	}{
		{"one authority for the whole country, and no place", kommune.ARS{}, [][5]string{bund}, zustaendigkeit.Eine},
		{"one more inside, and no place", kommune.ARS{}, [][5]string{bund, {"jena", "16053"}}, zustaendigkeit.Rueckfrage},
		{"the same one inside, and no place", kommune.ARS{}, [][5]string{bund, {"bund", "16053"}}, zustaendigkeit.Eine},
		{"the same one inside, in another role", gebiet("16"), [][5]string{{"land", "16"}, {"land", "16053", "Ansprechpunkt"}}, zustaendigkeit.Eine},
		{"one more inside besides the same", gebiet("16"), [][5]string{{"land", "16"}, {"land", "16053"}, {"jena", "16053"}}, zustaendigkeit.Rueckfrage},
		{"another inside, but not on the day", gebiet("16"), [][5]string{{"land", "16"}, {"jena", "16053", "", "2027-01-01"}}, zustaendigkeit.Eine},
		{"another in the next Land", gebiet("16"), [][5]string{{"land", "16"}, {"halle", "15002"}}, zustaendigkeit.Eine},
		{"nothing for the wide area, something inside", gebiet("16"), [][5]string{{"jena", "16053"}}, zustaendigkeit.Rueckfrage},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := put(t, tt.entries...).Resolve(wohngeld, tt.ars, day("2026-11-20"))
			require.Equal(t, tt.want, e.Art(), "%v", e.Gruende())
		})
	}
}

// One office that is entered with two roles is one office.
func TestResolve_CountsStellenAndNotTheirRoles(t *testing.T) {
	e := put(t, [5]string{"amt", "16053", "Zuständige Stelle"}, [5]string{"amt", "16053", "Ansprechpunkt"}).Resolve(wohngeld, jena, immer)
	require.Equal(t, zustaendigkeit.Eine, e.Art())
	require.Len(t, e.Behoerden(), 2, "both roles are told")
	one, ok := e.Behoerde()
	require.True(t, ok)
	require.Equal(t, "amt", one.Stelle.ID)
	e = put(t, [5]string{"amt", "16053", "", "", "2025-12-31"}, [5]string{"amt", "16053", "", "2026-01-01"}, [5]string{"b", "16053", "", "2027-01-01"}).Resolve(wohngeld, jena, day("2026-06-01"))
	require.Equal(t, zustaendigkeit.Eine, e.Art())
	require.Len(t, e.Behoerden(), 1)
}

// More roles and times than fit the short form of an entry.
func TestIndex_HoldsManyRolesAndTimes(t *testing.T) {
	const many = 5000
	ix := zustaendigkeit.NewIndex()
	first := day("2020-01-01")
	add := func(a *zustaendigkeit.Aenderung, i int, ars kommune.ARS) zustaendigkeit.Zustaendigkeit {
		z := zustaendigkeit.Zustaendigkeit{Leistung: wohngeld, Gebiete: []kommune.ARS{ars}, Stelle: "a", Rolle: strconv.Itoa(i), GueltigAb: first.AddDays(i), GueltigBis: first.AddDays(i)}
		a.Put(z)
		return z
	}
	var all []zustaendigkeit.Zustaendigkeit
	require.NoError(t, ix.Update(func(a *zustaendigkeit.Aenderung) {
		a.PutStelle(zustaendigkeit.Stelle{ID: "a", Art: zustaendigkeit.Behoerde})
		for i := range many {
			all = append(all, add(a, i, jena))
		}
		add(a, many, teistung) // alone in its area
	}))
	for i := range many {
		e := ix.Resolve(wohngeld, jena, first.AddDays(i))
		one, ok := e.Behoerde()
		require.True(t, ok)
		require.Equal(t, strconv.Itoa(i), one.Rolle)
	}
	one, ok := ix.Resolve(wohngeld, teistung, first.AddDays(many)).Behoerde()
	require.True(t, ok)
	require.Equal(t, strconv.Itoa(many), one.Rolle)
	require.NoError(t, ix.Update(func(a *zustaendigkeit.Aenderung) {
		for _, z := range all[1:] {
			a.DeleteOne(z)
		}
	}))
	require.Len(t, ix.Resolve(wohngeld, jena, immer).Behoerden(), 1)
	require.Equal(t, 2, ix.Len())
}

func TestParseGebiet_ReadsAnyLength(t *testing.T) {
	for text, want := range map[string]string{
		"16": "160000000000", "091": "091000000000", "16061": "160610000000", "160615001": "160615001000", "160615001114": "160615001114",
		"00": "", "000000000000": "",
	} {
		got, err := zustaendigkeit.ParseGebiet(text)
		require.NoError(t, err)
		require.Equal(t, want, got.String())
	}
	for _, bad := range []string{
		"", "1", "17", "99", "1606150011140", "16061114", "16x", " 16", "0811", "160615", "1606150", "1606150011",
		"1053", "9576", "10510011011", "0", // lost zeros
	} {
		_, err := zustaendigkeit.ParseGebiet(bad)
		require.ErrorIs(t, err, zustaendigkeit.ErrGebiet, bad)
	}
}

func TestResolve_DoesNotAllocate(t *testing.T) {
	ix := land(t)
	am := day("2026-11-20")
	for _, ars := range []kommune.ARS{jena, teistung, kommune.MustParseARS("160540000000"), eichsfeld, gebiet("16"), {}} {
		require.Zero(t, testing.AllocsPerRun(100, func() {
			e := ix.Resolve(wohngeld, ars, am)
			e.Behoerde()
		}))
	}
}

func FuzzParseGebiet(f *testing.F) {
	for _, seed := range []string{"", "16", "00", "160615001114", "17", "1６"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		g, err := zustaendigkeit.ParseGebiet(s)
		if err != nil {
			require.ErrorIs(t, err, zustaendigkeit.ErrGebiet)
			return
		}
		require.True(t, g.IsZero() || strings.HasPrefix(g.String(), s))
	})
}
