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
