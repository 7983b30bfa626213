// SPDX-License-Identifier: Apache-2.0

package zustaendigkeit_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
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
				require.NotEmpty(t, g.Text)
				require.NotEmpty(t, g.English)
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
			require.Contains(t, e.Gruende()[1].Text, "202")
		}
	}
	later := ix.Resolve(wohngeld, before, day("2026-06-01"))
	require.Equal(t, "Für die Gemeinde 064350014014 ist eine Stelle eingetragen, aber bis 2025-12-31.", later.Gruende()[1].Text)
}

func TestUpdate_ReplacesAndDeletesByID(t *testing.T) {
	ix := land(t)
	require.NoError(t, ix.Update(func(a *zustaendigkeit.Aenderung) {
		a.Put(zustaendigkeit.Zustaendigkeit{ID: "1", Leistung: anmeldung, Gebiete: []kommune.ARS{teistung}, Stelle: "jena"})
		a.Delete("7")
		a.Delete("never sent")
		a.PutStelle(zustaendigkeit.Stelle{ID: "jena", Art: zustaendigkeit.Behoerde, Name: "Bürgerservice"})
	}))
	e := ix.Resolve(anmeldung, jena, immer)
	require.Empty(t, e.Behoerden())
	e = ix.Resolve(anmeldung, teistung, immer)
	require.Equal(t, "Bürgerservice", e.Behoerden()[0].Stelle.Name)
	e = ix.Resolve(wohngeld, jena, immer)
	require.Equal(t, []string{"jena"}, ids(e.Behoerden()))
	require.Equal(t, []kommune.ARS{teistung}, ix.Gebiete("1"))
	require.Nil(t, ix.Gebiete("7"))
	require.NoError(t, ix.Update(func(a *zustaendigkeit.Aenderung) {
		a.Delete("1")
		a.Delete("2")
		a.Delete("3")
	}))
	require.Contains(t, codes(ix.Resolve(anmeldung, jena, immer)), zustaendigkeit.CodeUnbekannt, "nothing of the Leistung is left")
	require.NotContains(t, codes(ix.Resolve(hauptwohn, jena, immer)), zustaendigkeit.CodeElternteil)
}

func TestUpdate_TheSameUnderTwoIDsStaysUntilBothAreDeleted(t *testing.T) {
	ix := zustaendigkeit.NewIndex()
	z := zustaendigkeit.Zustaendigkeit{Leistung: wohngeld, Gebiete: []kommune.ARS{jena}, Stelle: "a"}
	found := func() int {
		e := ix.Resolve(wohngeld, jena, immer)
		return len(e.Behoerden())
	}
	require.NoError(t, ix.Update(func(a *zustaendigkeit.Aenderung) {
		a.PutStelle(zustaendigkeit.Stelle{ID: "a", Art: zustaendigkeit.Behoerde})
		for _, id := range []string{"x", "y", ""} {
			z.ID = id
			a.Put(z)
		}
	}))
	require.Equal(t, 1, found())
	for _, drop := range []func(*zustaendigkeit.Aenderung){
		func(a *zustaendigkeit.Aenderung) { a.Delete("x") },
		func(a *zustaendigkeit.Aenderung) { a.DeleteOne(z) },
	} {
		require.NoError(t, ix.Update(drop))
		require.Equal(t, 1, found())
	}
	require.NoError(t, ix.Update(func(a *zustaendigkeit.Aenderung) { a.Delete("y") }))
	require.Zero(t, found())
	require.Zero(t, ix.Len())
}

func TestUpdate_LeavesOutWhatCannotBeAndReportsIt(t *testing.T) {
	ix := zustaendigkeit.NewIndex()
	err := ix.Update(func(a *zustaendigkeit.Aenderung) {
		a.PutStelle(zustaendigkeit.Stelle{ID: "a"})
		a.PutStelle(zustaendigkeit.Stelle{Art: zustaendigkeit.Behoerde})
		a.PutStelle(zustaendigkeit.Stelle{ID: "b", Art: zustaendigkeit.Behoerde})
		a.PutStelle(zustaendigkeit.Stelle{ID: "b", Art: zustaendigkeit.Onlinedienst})
		a.Put(zustaendigkeit.Zustaendigkeit{Leistung: wohngeld, Gebiete: []kommune.ARS{jena}, Stelle: "unknown"})
		a.Put(zustaendigkeit.Zustaendigkeit{Leistung: wohngeld, Stelle: "b"})
		a.Put(zustaendigkeit.Zustaendigkeit{Gebiete: []kommune.ARS{jena}, Stelle: "b"})
		a.Put(zustaendigkeit.Zustaendigkeit{Leistung: wohngeld, Gebiete: []kommune.ARS{jena}, Stelle: "b", GueltigAb: day("2026-01-02"), GueltigBis: day("2026-01-01")})
		a.Put(zustaendigkeit.Zustaendigkeit{Leistung: wohngeld, Gebiete: []kommune.ARS{jena}, Stelle: "b"})
	})
	require.ErrorIs(t, err, zustaendigkeit.ErrEingabe)
	require.Len(t, strings.Split(err.Error(), "\n"), 7)
	e := ix.Resolve(wohngeld, jena, immer)
	require.Equal(t, []string{"b"}, ids(e.Behoerden()))
	err = ix.Update(func(a *zustaendigkeit.Aenderung) {
		for range 1000 {
			a.PutStelle(zustaendigkeit.Stelle{})
		}
	})
	require.Len(t, strings.Split(err.Error(), "\n"), 100, "a feed full of faults does not fill the memory")
}

func TestUpdate_ThatPanicsLeavesAUsableIndex(t *testing.T) {
	ix := zustaendigkeit.NewIndex()
	put := func(a *zustaendigkeit.Aenderung, id string, ars kommune.ARS) {
		a.PutStelle(zustaendigkeit.Stelle{ID: id, Art: zustaendigkeit.Behoerde})
		a.Put(zustaendigkeit.Zustaendigkeit{Leistung: wohngeld, Gebiete: []kommune.ARS{ars}, Stelle: id})
	}
	require.Panics(t, func() {
		_ = ix.Update(func(a *zustaendigkeit.Aenderung) {
			put(a, "a", jena)
			panic("feed broke")
		})
	})
	require.NoError(t, ix.Update(func(a *zustaendigkeit.Aenderung) { put(a, "b", teistung) }))
	for ars, want := range map[kommune.ARS]string{jena: "a", teistung: "b"} {
		e := ix.Resolve(wohngeld, ars, immer)
		require.Equal(t, []string{want}, ids(e.Behoerden()))
	}
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
	require.Equal(t, "Es ist keine Leistung genannt.", e.Gruende()[0].Text)
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

func TestUpdate_ForgetsWhatItReplaces(t *testing.T) {
	ix := zustaendigkeit.NewIndex()
	var areas []kommune.ARS
	for i := range 900 {
		areas = append(areas, gebiet(fmt.Sprintf("160615001%03d", 100+i)))
	}
	move := func(i int) {
		require.NoError(t, ix.Update(func(a *zustaendigkeit.Aenderung) {
			for n, id := range []string{"a", "b", "c"} {
				a.PutStelle(zustaendigkeit.Stelle{ID: id, Art: zustaendigkeit.Behoerde})
				a.Put(zustaendigkeit.Zustaendigkeit{ID: id, Leistung: []leistung.Schluessel{wohngeld, anmeldung}[(i+n)%2], Gebiete: areas[:300+(100*i+n)%600], Stelle: id})
			}
		}))
	}
	for i := range 20 {
		move(i)
	}
	before := heap()
	for i := range 500 {
		move(i)
	}
	grown := int64(heap()) - int64(before)
	require.Less(t, grown, int64(1<<20), "five hundred updates leave nothing behind")
	require.NotZero(t, ix.Len(), "and it was still there")
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
	for _, bad := range []string{"", "1", "17", "99", "1606150011140", "16061114", "16x", " 16"} {
		_, err := zustaendigkeit.ParseGebiet(bad)
		require.ErrorIs(t, err, zustaendigkeit.ErrGebiet, bad)
	}
}

// TestIndex_AgreesWithAPlainList makes random changes and asks random questions
// of the index and of a list that is searched from end to end.
func TestIndex_AgreesWithAPlainList(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	keys := []leistung.Schluessel{anmeldung, wohngeld, hauptwohn}
	var areas []kommune.ARS
	for _, s := range []string{"00", "16", "160", "16061", "160615001", "160615001114", "160615001003", "16053", "11", "091", "09162", "09"} {
		areas = append(areas, gebiet(s))
	}
	for i := range 60 { // enough that maps become tables
		areas = append(areas, gebiet(fmt.Sprintf("160615001%03d", 200+i)))
	}
	days := []kommune.Datum{immer, day("2025-01-01"), day("2026-01-01"), day("2027-01-01")}
	ix := zustaendigkeit.NewIndex()
	list := map[string]zustaendigkeit.Zustaendigkeit{}
	for range 300 {
		require.NoError(t, ix.Update(func(a *zustaendigkeit.Aenderung) {
			for range 1 + r.IntN(4) {
				id := strconv.Itoa(r.IntN(40))
				if r.IntN(3) == 0 {
					a.Delete(id)
					delete(list, id)
					continue
				}
				z := zustaendigkeit.Zustaendigkeit{ID: id, Leistung: keys[r.IntN(len(keys))], Stelle: fmt.Sprint("s", r.IntN(6))}
				for range 1 + r.IntN(12) {
					if g := areas[r.IntN(len(areas))]; !slices.Contains(z.Gebiete, g) {
						z.Gebiete = append(z.Gebiete, g)
					}
				}
				switch r.IntN(3) {
				case 0:
					z.GueltigAb = days[2]
				case 1:
					z.GueltigBis = days[1]
				}
				a.PutStelle(zustaendigkeit.Stelle{ID: z.Stelle, Art: zustaendigkeit.Behoerde})
				a.Put(z)
				list[id] = z
			}
		}))
		for range 20 {
			key, ars, am := keys[r.IntN(len(keys))], areas[1+r.IntN(len(areas)-1)], days[r.IntN(len(days))]
			e := ix.Resolve(key, ars, am)
			require.Equal(t, plain(list, key, ars, am), slices.Compact(ids(e.Behoerden())), "%s %s %s", key, ars, am)
		}
	}
}

// plain finds the Stellen of the narrowest area that contains ars.
func plain(list map[string]zustaendigkeit.Zustaendigkeit, key leistung.Schluessel, ars kommune.ARS, am kommune.Datum) []string {
	// An area reaches to the end of the part its last digit other than 0 is in.
	depth := func(g kommune.ARS) int {
		digits := len(strings.TrimRight(g.String(), "0"))
		for _, end := range []int{0, 2, 3, 5, 9, 12} {
			if digits <= end {
				return end
			}
		}
		return 12
	}
	best, found := -1, []string(nil)
	for _, z := range list {
		if z.Leistung != key || !am.IsZero() && (!z.GueltigAb.IsZero() && am.Before(z.GueltigAb) || !z.GueltigBis.IsZero() && am.After(z.GueltigBis)) {
			continue
		}
		for _, g := range z.Gebiete {
			if !g.IsZero() && !strings.HasPrefix(ars.String(), g.String()[:depth(g)]) {
				continue
			}
			switch d := depth(g); {
			case d > best:
				best, found = d, []string{z.Stelle}
			case d == best:
				found = append(found, z.Stelle)
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// TestIndex_IsReadWhileItIsUpdated adds areas, Leistungen, roles, groups and online
// services while others read.
func TestIndex_IsReadWhileItIsUpdated(t *testing.T) {
	ix := land(t)
	var readers sync.WaitGroup
	done := make(chan struct{})
	for range 4 {
		readers.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-done:
					return
				default:
				}
				e := ix.Resolve(wohngeld, jena, immer)
				if n := len(e.Behoerden()); n != 2 && n != 3 {
					panic(fmt.Sprintf("half of an update was seen: %d", n))
				}
				for _, ars := range []kommune.ARS{gebiet("16"), gebiet(fmt.Sprintf("090%02d", i%40)), teistung} {
					wide := ix.Resolve(anmeldung, ars, day("2026-11-20"))
					wide.Behoerde()
					wide.Onlinedienste()
					wide.Gruende()
				}
				ix.Len()
			}
		})
	}
	for i := range 300 {
		require.NoError(t, ix.Update(func(a *zustaendigkeit.Aenderung) {
			id := fmt.Sprint("s", i)
			a.Delete(fmt.Sprint("extra", i-1))
			a.PutStelle(zustaendigkeit.Stelle{ID: id, Art: zustaendigkeit.Behoerde})
			a.PutStelle(zustaendigkeit.Stelle{ID: "jena", Art: zustaendigkeit.Behoerde, Name: id})
			a.PutStelle(zustaendigkeit.Stelle{ID: "od" + id, Art: zustaendigkeit.Onlinedienst})
			a.Put(zustaendigkeit.Zustaendigkeit{ID: fmt.Sprint("extra", i), Leistung: wohngeld, Gebiete: []kommune.ARS{jena}, Stelle: id})
			a.Put(zustaendigkeit.Zustaendigkeit{Leistung: anmeldung, Gebiete: []kommune.ARS{gebiet(fmt.Sprintf("090%02d", i%40))}, Stelle: id, Rolle: id})
			a.Put(zustaendigkeit.Zustaendigkeit{Leistung: leistung.MustParseSchluessel(fmt.Sprintf("99%012d", i+1)), Gebiete: []kommune.ARS{teistung}, Stelle: "od" + id})
		}))
	}
	close(done)
	readers.Wait()
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
