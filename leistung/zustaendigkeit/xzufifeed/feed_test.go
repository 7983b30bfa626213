// SPDX-License-Identifier: Apache-2.0

package xzufifeed_test

import (
	"bytes"
	"io"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/xzufi"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit/xzufifeed"
)

var (
	jena      = kommune.MustParseARS("160530000000")
	anmeldung = leistung.MustParseSchluessel("99115005104000")
)

func kennung(id string) xzufi.Identifikator {
	return xzufi.Identifikator{Kennung: xzufi.Kennung{Redaktion: "L100016", ID: id}}
}

func read(t testing.TB, r io.Reader, limits xzufi.Limits) ([]xzufi.Transfer, error) {
	t.Helper()
	var all []xzufi.Transfer
	for transfer, err := range xzufi.NewReader(r, limits).All() {
		if err != nil {
			return all, err
		}
		all = append(all, transfer)
	}
	return all, nil
}

func sample(t testing.TB) []byte {
	t.Helper()
	b, err := os.ReadFile("../../xzufi/testdata/transfer-2.2.xml")
	require.NoError(t, err)
	return b
}

// message wraps the inside in a root and a header.
func message(inside string) string {
	return `<t xmlns="` + xzufi.Namensraum220 + `"><nachrichtenkopf/>` + inside + `</t>`
}

func apply(t testing.TB, f *xzufifeed.Feed, ix *zustaendigkeit.Index, all ...xzufi.Transfer) {
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
	all, err := read(t, bytes.NewReader(sample(t)), xzufi.Limits{})
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		f, ix := xzufifeed.New(), zustaendigkeit.NewIndex()
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
	f, ix := xzufifeed.New(), zustaendigkeit.NewIndex()
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
	f, ix := xzufifeed.New(), zustaendigkeit.NewIndex()
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

func TestFeed_AnObjectThatComesAgainReplacesWhatStoodInside(t *testing.T) {
	f, ix := xzufifeed.New(), zustaendigkeit.NewIndex()
	wohngeld := leistung.MustParseSchluessel("99107023017000")
	inner := func(l string) xzufi.Zustaendigkeit {
		return xzufi.Zustaendigkeit{Leistung: kennung(l), Gebiete: []xzufi.Identifikator{kennung("16053"), kennung("16053")}}
	}
	office := func(inside ...xzufi.Zustaendigkeit) xzufi.Transfer {
		return xzufi.Transfer{Organisationseinheit: &xzufi.Organisationseinheit{ID: kennung("o"), Zustaendigkeiten: inside}}
	}
	apart := inner("2")
	apart.Objekt = kennung("o")
	apply(t, f, ix,
		xzufi.Transfer{Leistung: &xzufi.Leistung{ID: kennung("1"), Schluessel: []string{anmeldung.String(), anmeldung.String()}}},
		xzufi.Transfer{Leistung: &xzufi.Leistung{ID: kennung("2"), Schluessel: []string{wohngeld.String()}}},
		office(inner("1"), inner("2")), xzufi.Transfer{Zustaendigkeit: &apart})
	require.Len(t, stellen(ix, anmeldung), 1, "responsibilities without an id do not push each other out")
	require.Len(t, stellen(ix, wohngeld), 1)
	apply(t, f, ix, office(inner("2")))
	require.Empty(t, stellen(ix, anmeldung), "it does not stand inside any more")
	apply(t, f, ix, office())
	require.Len(t, stellen(ix, wohngeld), 1, "what was sent apart stays")
	apply(t, f, ix, xzufi.Transfer{Loesche: &xzufi.Loesche{Klasse: xzufi.KlasseOrganisationseinheit, ID: kennung("o")}})
	require.Zero(t, ix.Len())
	require.Equal(t, 1, f.Offen())
	apply(t, f, ix, office())
	require.Len(t, stellen(ix, wohngeld), 1)
}

func TestFeed_KeepsEveryTimeAndCountsWhatCannotBeRead(t *testing.T) {
	f, ix := xzufifeed.New(), zustaendigkeit.NewIndex()
	z := xzufi.Zustaendigkeit{ID: kennung("z"), Objekt: kennung("o"), Leistung: kennung("1"), Gebiete: []xzufi.Identifikator{kennung("16053")}}
	z.Gueltigkeit = []xzufi.Gueltigkeit{{Ende: "2024-12-31"}, {Beginn: "2026-01-01T00:00:00"}, {Beginn: "2028-01-01", Ende: "2027-01-01"}, {Beginn: "someday"}}
	apply(t, f, ix,
		xzufi.Transfer{Leistung: &xzufi.Leistung{ID: kennung("1"), Schluessel: []string{anmeldung.String()}}},
		xzufi.Transfer{Organisationseinheit: &xzufi.Organisationseinheit{ID: kennung("o")}}, xzufi.Transfer{Zustaendigkeit: &z})
	for am, want := range map[string]zustaendigkeit.Antwort{
		"2024-12-31": zustaendigkeit.Eine, "2025-01-01": zustaendigkeit.Keine, "2025-12-31": zustaendigkeit.Keine, "2026-01-01": zustaendigkeit.Eine, "2028-06-01": zustaendigkeit.Eine,
	} {
		require.Equal(t, want, ix.Resolve(anmeldung, jena, kommune.MustParseDatum(am)).Art(), am)
	}
	require.Zero(t, f.Unlesbar())
	z.Gebiete = []xzufi.Identifikator{kennung("Jena"), kennung("16053000")}
	apply(t, f, ix, xzufi.Transfer{Zustaendigkeit: &z})
	require.Zero(t, ix.Len())
	require.Zero(t, f.Offen())
	require.Equal(t, 1, f.Unlesbar())
	apply(t, f, ix, xzufi.Transfer{Loesche: &xzufi.Loesche{Klasse: xzufi.KlasseZustaendigkeit, ID: kennung("z")}})
	require.Zero(t, f.Unlesbar())
}

func TestFeed_TakesOnlyPagesOfTheWebAsAddress(t *testing.T) {
	f, ix := xzufifeed.New(), zustaendigkeit.NewIndex()
	od := &xzufi.Onlinedienst{ID: kennung("d"), Zustaendigkeiten: []xzufi.Zustaendigkeit{{Leistung: kennung("1"), Gebiete: []xzufi.Identifikator{kennung("00")}}}}
	for _, uri := range []string{"javascript:alert(1)", "data:text/html,x", "//attacker.test", "https:", "", "https://dienst.example.test/start", "https://second.example.test"} {
		od.Links = append(od.Links, xzufi.Onlinelink{Link: xzufi.Link{URI: uri}})
	}
	apply(t, f, ix, xzufi.Transfer{Leistung: &xzufi.Leistung{ID: kennung("1"), Schluessel: []string{anmeldung.String()}}}, xzufi.Transfer{Onlinedienst: od})
	require.Equal(t, "https://dienst.example.test/start", ix.Resolve(anmeldung, jena, kommune.Datum{}).Onlinedienste()[0].Stelle.Adresse)
}

// FuzzFeed applies whatever a message says; the index must go on working, and
// everything is gone when all is deleted.
func FuzzFeed(f *testing.F) {
	f.Add(sample(f))
	f.Add([]byte(message("<schreibe><zustaendigkeitTransferObjekt><zustaendigkeit><gebietID>00</gebietID></zustaendigkeit></zustaendigkeitTransferObjekt></schreibe>")))
	f.Fuzz(func(t *testing.T, doc []byte) {
		all, _ := read(t, bytes.NewReader(doc), xzufi.Limits{Bytes: 1 << 16, Text: 1 << 12})
		feed, ix := xzufifeed.New(), zustaendigkeit.NewIndex()
		apply := func(transfer xzufi.Transfer) {
			_ = ix.Update(func(a *zustaendigkeit.Aenderung) { feed.Apply(a, transfer) })
			for _, g := range ix.Resolve(anmeldung, jena, kommune.Datum{}).Gruende() {
				require.NotEmpty(t, g.Code)
			}
		}
		for _, transfer := range all {
			apply(transfer)
		}
		for _, transfer := range all {
			switch {
			case transfer.Leistung != nil:
				apply(xzufi.Transfer{Loesche: &xzufi.Loesche{Klasse: xzufi.KlasseLeistung, ID: transfer.Leistung.ID}})
			case transfer.Zustaendigkeit != nil:
				apply(xzufi.Transfer{Loesche: &xzufi.Loesche{Klasse: xzufi.KlasseZustaendigkeit, ID: transfer.Zustaendigkeit.ID}})
			}
		}
		require.Zero(t, ix.Len())
	})
}
