// SPDX-License-Identifier: Apache-2.0

package xzufi_test

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/xzufi"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
)

var (
	jena      = kommune.MustParseARS("160530000000")
	anmeldung = leistung.MustParseSchluessel("99115005104000")
)

func kennung(id string) xzufi.Identifikator {
	return xzufi.Identifikator{Kennung: xzufi.Kennung{Redaktion: "L100016", ID: id}}
}

func apply(t testing.TB, f *xzufi.Feed, ix *zustaendigkeit.Index, all ...xzufi.Transfer) {
	t.Helper()
	require.NoError(t, ix.Update(func(a *zustaendigkeit.Aenderung) {
		for _, transfer := range all {
			f.Apply(a, transfer)
		}
	}))
}

func stellen(ix *zustaendigkeit.Index, key leistung.Schluessel) []string {
	e := ix.Resolve(key, jena, kommune.Datum{})
	var ids []string
	for _, treffer := range append(e.Behoerden(), e.Onlinedienste()...) {
		ids = append(ids, treffer.Stelle.ID)
	}
	return ids
}

func TestFeed_FillsAnIndexInAnyOrder(t *testing.T) {
	all, _, err := read(t, bytes.NewReader(sample(t)), xzufi.Limits{})
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		f, ix := xzufi.NewFeed(), zustaendigkeit.NewIndex()
		apply(t, f, ix, all...)
		require.Zero(t, f.Offen())
		e := ix.Resolve(anmeldung, jena, kommune.Datum{})
		one, ok := e.Behoerde()
		require.True(t, ok)
		require.Equal(t, "L100016.OE.42", one.Stelle.ID)
		require.Equal(t, "Bürgerservice Jena", one.Stelle.Name)
		require.Equal(t, "Zuständige Stelle", one.Rolle)
	}
}

func TestFeed_FollowsChangesAndDeletions(t *testing.T) {
	f, ix := xzufi.NewFeed(), zustaendigkeit.NewIndex()
	// The id 1 stands for a Leistung, an authority and an online service at once.
	l := &xzufi.Leistung{ID: kennung("1"), Schluessel: []string{"99115005104000", "not a key"}}
	oe := &xzufi.Organisationseinheit{ID: kennung("1")}
	od := &xzufi.Onlinedienst{ID: kennung("1"), Links: []xzufi.Onlinelink{{Link: xzufi.Link{URI: "https://example.test"}}}}
	responsibility := func(id, scheme string) xzufi.Transfer {
		z := &xzufi.Zustaendigkeit{ID: kennung(id), Objekt: kennung("1"), Leistung: kennung("1"), Gebiete: []xzufi.Identifikator{kennung("16"), kennung("xx")}}
		z.ID.SchemeID = scheme
		return xzufi.Transfer{Zustaendigkeit: z}
	}
	loesche := func(klasse, id string) xzufi.Transfer {
		return xzufi.Transfer{Loesche: &xzufi.Loesche{Klasse: klasse, ID: kennung(id)}}
	}
	apply(t, f, ix, responsibility("z1", "ZustaendigkeitOrganisationseinheit"), responsibility("z2", "ZustaendigkeitOnlinedienst"))
	require.Equal(t, 2, f.Offen())
	apply(t, f, ix, xzufi.Transfer{Leistung: l}, xzufi.Transfer{Onlinedienst: od})
	require.Equal(t, 1, f.Offen())
	require.Equal(t, []string{"L100016.OD.1"}, stellen(ix, anmeldung))
	apply(t, f, ix, xzufi.Transfer{Organisationseinheit: oe})
	require.Equal(t, []string{"L100016.OE.1", "L100016.OD.1"}, stellen(ix, anmeldung))

	wohngeld := leistung.MustParseSchluessel("99107023017000")
	apply(t, f, ix, xzufi.Transfer{Leistung: &xzufi.Leistung{ID: kennung("1"), Schluessel: []string{wohngeld.String()}}})
	require.Empty(t, stellen(ix, anmeldung), "the Leistung has another key now")
	require.Len(t, stellen(ix, wohngeld), 2)

	apply(t, f, ix, loesche(xzufi.KlasseOrganisationseinheit, "1"))
	require.Equal(t, []string{"L100016.OD.1"}, stellen(ix, wohngeld))
	apply(t, f, ix, xzufi.Transfer{Organisationseinheit: oe})
	require.Len(t, stellen(ix, wohngeld), 2, "what comes back is responsible again")

	apply(t, f, ix, loesche(xzufi.KlasseZustaendigkeit, "z1"), loesche(xzufi.KlasseZustaendigkeit, "never sent"), loesche("Gebuehr", "1"))
	require.Equal(t, []string{"L100016.OD.1"}, stellen(ix, wohngeld))
	apply(t, f, ix, loesche(xzufi.KlasseLeistung, "1"))
	require.Empty(t, stellen(ix, wohngeld))
	require.Equal(t, 1, f.Offen())
	apply(t, f, ix, loesche(xzufi.KlasseZustaendigkeit, "z2"))
	require.Zero(t, f.Offen())
	require.Zero(t, ix.Len())
}

func TestFeed_ReadsResponsibilitiesThatStandInside(t *testing.T) {
	f, ix := xzufi.NewFeed(), zustaendigkeit.NewIndex()
	inner := xzufi.Zustaendigkeit{ID: kennung("z"), Leistung: kennung("7"), Gebiete: []xzufi.Identifikator{kennung("00")}, Rolle: xzufi.Code{Code: "01"}, Gueltigkeit: []xzufi.Gueltigkeit{{Beginn: "2026-01-01"}}}
	apply(t, f, ix,
		xzufi.Transfer{Leistung: &xzufi.Leistung{ID: kennung("7"), Schluessel: []string{anmeldung.String()}}},
		xzufi.Transfer{Organisationseinheit: &xzufi.Organisationseinheit{ID: kennung("o"), Zustaendigkeiten: []xzufi.Zustaendigkeit{inner}}})
	e := ix.Resolve(anmeldung, jena, kommune.MustParseDatum("2026-01-01"))
	require.Equal(t, zustaendigkeit.Eine, e.Art())
	e = ix.Resolve(anmeldung, jena, kommune.MustParseDatum("2025-12-31"))
	require.Equal(t, zustaendigkeit.Keine, e.Art())

	inner.Gueltigkeit[0].Beginn = "soon"
	apply(t, f, ix, xzufi.Transfer{Zustaendigkeit: &inner})
	require.Empty(t, stellen(ix, anmeldung), "a time that cannot be read is not taken as none")
}
