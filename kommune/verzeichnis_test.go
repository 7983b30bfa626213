// SPDX-License-Identifier: Apache-2.0

package kommune_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
)

func TestDeutschland_HasTheCountsOfTheEdition(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	require.Equal(t, "2025-11-30", v.Stand().String())
	require.Equal(t, "Quelle: Statistisches Bundesamt (Destatis), Gemeindeverzeichnis-Informationssystem GV-ISys, Gebietsstand 30.11.2025; eigene Aufbereitung", v.Quelle())

	require.Len(t, slices.Collect(v.Bundeslaender()), 16)
	require.Len(t, slices.Collect(v.Regierungsbezirke()), 29)
	require.Len(t, slices.Collect(v.Regionen()), 12)

	kreise := map[kommune.Kreisart]int{}
	for kreis := range v.Kreise() {
		kreise[kreis.Art]++
	}
	require.Equal(t, map[kommune.Kreisart]int{
		kommune.KreisartKreisfreieStadt: 97, kommune.KreisartStadtkreis: 9, kommune.KreisartKreis: 42,
		kommune.KreisartLandkreis: 251, kommune.KreisartRegionalverband: 1,
	}, kreise)

	verbaende := map[kommune.Verbandsart]int{}
	for verband := range v.Verbaende() {
		verbaende[verband.Art]++
	}
	require.Equal(t, map[kommune.Verbandsart]int{
		kommune.VerbandsfreieGemeinde: 3387, kommune.Amt: 207, kommune.Samtgemeinde: 114, kommune.Verbandsgemeinde: 148,
		kommune.Verwaltungsgemeinschaft: 573, kommune.Kirchspielslandgemeinde: 2, kommune.Verwaltungsverband: 120,
		kommune.GruppeErfuellendeGemeinde: 39,
	}, verbaende)

	gemeinden := map[kommune.Gemeindeart]int{}
	perLand := map[kommune.Land]int{}
	population, thueringen, severalPLZ, noPLZ, nobody := 0, 0, 0, 0, 0
	var withoutPlace []string
	for g := range v.Gemeinden() {
		gemeinden[g.Art]++
		perLand[g.AGS.Land()]++
		population += g.Einwohner
		if g.AGS.Land() == kommune.Thueringen {
			thueringen += g.Einwohner
		}
		if g.MehrerePLZ {
			severalPLZ++
		}
		if g.PLZ == "" {
			noPLZ++
		}
		if g.Einwohner == 0 {
			nobody++
		}
		if _, ok := v.Koordinate(g.AGS); !ok {
			withoutPlace = append(withoutPlace, g.AGS.String())
		}
	}
	require.Equal(t, map[kommune.Gemeindeart]int{
		kommune.Markt: 386, kommune.KreisfreieStadt: 97, kommune.Stadtkreis: 9, kommune.Stadt: 1829,
		kommune.KreisangehoerigeGemeinde: 8305, kommune.GebietBewohnt: 2, kommune.GebietUnbewohnt: 200, kommune.GrosseKreisstadt: 125,
	}, gemeinden)
	require.Equal(t, map[kommune.Land]int{
		1: 1106, 2: 1, 3: 964, 4: 2, 5: 396, 6: 425, 7: 2301, 8: 1103, 9: 2221, 10: 53, 11: 1, 12: 413, 13: 726, 14: 418, 15: 218, 16: 605,
	}, perLand)
	require.Equal(t, 83_577_140, population)
	require.Equal(t, 2_100_277, thueringen)
	require.Equal(t, 3893, severalPLZ)
	require.Equal(t, 196, noPLZ)
	require.Equal(t, 200, nobody)
	require.Equal(t, []string{"07000999", "07232503", "10042999", "13000998", "13000999"}, withoutPlace)
}

func TestDeutschland_EveryRowRoundTripsItsKeysAndHasItsParents(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	rows, real := 0, 0
	var before kommune.AGS
	for g := range v.Gemeinden() {
		rows++
		if !g.Gemeindefrei() {
			real++
		}
		require.Equal(t, -1, before.Compare(g.AGS), "rows are in order")
		before = g.AGS

		ags, err := kommune.ParseAGS(g.AGS.String())
		require.NoError(t, err)
		ars, err := kommune.ParseARS(g.ARS.String())
		require.NoError(t, err)
		require.Equal(t, g.AGS, ars.AGS())
		byAGS, err := v.Gemeinde(ags)
		require.NoError(t, err)
		require.Equal(t, g, byAGS)
		byARS, err := v.ByARS(ars)
		require.NoError(t, err)
		require.Equal(t, g, byARS)
		require.True(t, v.Has(ags))

		_, err = v.Verband(g.Verband())
		require.NoError(t, err)
		require.Contains(t, slices.Collect(v.Members(g.Verband())), g)
		_, err = v.Bundesland(g.AGS.Land())
		require.NoError(t, err)
		_, err = v.Kreis(g.AGS.Kreis())
		if !slices.Contains([]string{"07000", "13000"}, g.AGS.Kreis().String()) {
			require.NoError(t, err)
		}
		_, err = v.Traeger(g.AGS)
		require.NoError(t, err)
		require.NotEmpty(t, g.Kurzname())
		require.True(t, g.Art.IsValid())
	}
	require.Equal(t, 10_953, rows)
	require.Equal(t, 10_751, real)
}

func TestVerzeichnis_MalformedAndUnknownAreTwoErrors(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	for _, s := range []string{"16056000", "16999999", "01001001"} {
		_, err := v.Gemeinde(kommune.MustParseAGS(s))
		require.ErrorIs(t, err, kommune.ErrUnknown)
		require.NotErrorIs(t, err, kommune.ErrSyntax)
		require.ErrorContains(t, err, s)
		require.False(t, v.Has(kommune.MustParseAGS(s)))
		_, err = v.Traeger(kommune.MustParseAGS(s))
		require.ErrorIs(t, err, kommune.ErrUnknown)
	}
	_, err := v.Gemeinde(kommune.AGS{})
	require.ErrorIs(t, err, kommune.ErrUnknown)
	_, err = v.ByARS(kommune.MustParseARS("160610114114"))
	require.ErrorIs(t, err, kommune.ErrUnknown, "Teistungen belongs to a Verband: its ARS is another")
	_, err = v.ByARS(kommune.ARS{})
	require.ErrorIs(t, err, kommune.ErrUnknown)
	_, err = v.Verband(kommune.MustParseVerbandsschluessel("160615999"))
	require.ErrorIs(t, err, kommune.ErrUnknown)
	_, err = v.Kreis(kommune.MustParseKreisschluessel("13000"))
	require.ErrorIs(t, err, kommune.ErrUnknown)
	_, err = v.Bundesland(0)
	require.ErrorIs(t, err, kommune.ErrUnknown)
}

func TestVerzeichnis_GemeindeGivesWhatTheRegisterSays(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	jena, err := v.Gemeinde(kommune.MustParseAGS("16053000"))
	require.NoError(t, err)
	require.Equal(t, "Jena, Stadt", jena.Name)
	require.Equal(t, "Jena", jena.Kurzname())
	require.Equal(t, "Stadt", jena.Zusatz())
	require.Equal(t, "160530000000", jena.ARS.String())
	require.Equal(t, kommune.KreisfreieStadt, jena.Art)
	require.Equal(t, "Kreisfreie Stadt", jena.Art.String())
	point, ok := v.Koordinate(jena.AGS)
	require.True(t, ok)
	require.InDelta(t, 50.93, point.Breite, 0.05)
	require.InDelta(t, 11.59, point.Laenge, 0.05)
	_, ok = v.Koordinate(kommune.MustParseAGS("16056000"))
	require.False(t, ok)
	zuordnung, err := v.Zuordnung(jena.AGS)
	require.NoError(t, err)
	require.Equal(t, "4162", zuordnung.Finanzamt)
	_, err = v.Zuordnung(kommune.MustParseAGS("16056000"))
	require.ErrorIs(t, err, kommune.ErrUnknown)

	teistungen, err := v.Gemeinde(kommune.MustParseAGS("16061114"))
	require.NoError(t, err)
	require.Equal(t, "Teistungen", teistungen.Name)
	require.Empty(t, teistungen.Zusatz())
	require.Equal(t, 2457, teistungen.Einwohner)
	require.Equal(t, 1234, teistungen.Maennlich)
	require.Equal(t, 2615, teistungen.FlaecheHa)
	require.Equal(t, "37339", teistungen.PLZ)
	require.False(t, teistungen.MehrerePLZ)
	require.Equal(t, "160615001", teistungen.Verband().String())

	forst, err := v.Gemeinde(kommune.MustParseAGS("13000998"))
	require.NoError(t, err)
	require.True(t, forst.Gemeindefrei())
	require.Equal(t, "130009989999"[:5]+"9999998", forst.ARS.String(), "the one row whose Verband does not repeat its number")
}

func TestVerzeichnis_KnowsTheLevelsBetween(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	bezirk, ok := v.Regierungsbezirk(kommune.MustParseKreisschluessel("05315"))
	require.True(t, ok)
	require.Equal(t, "Reg.-Bez. Köln", bezirk.Name)
	_, ok = v.Regierungsbezirk(kommune.MustParseKreisschluessel("16061"))
	require.False(t, ok)
	region, ok := v.Region(kommune.MustParseKreisschluessel("08111"))
	require.True(t, ok)
	require.Equal(t, "Region Stuttgart", region.Name)
	_, ok = v.Region(kommune.MustParseKreisschluessel("09162"))
	require.False(t, ok)
	land, err := v.Bundesland(kommune.Thueringen)
	require.NoError(t, err)
	require.Equal(t, kommune.Bundesland{Land: kommune.Thueringen, Name: "Thüringen", Sitz: "Erfurt"}, land)

	require.Len(t, slices.Collect(v.GemeindenOf(kommune.Thueringen)), 605)
	for key, want := range map[string]string{
		"16061": "Landkreis Eichsfeld", "16063": "Wartburgkreis", "16053": "Jena", "05158": "Kreis Mettmann",
		"03241": "Region Hannover", "10041": "Regionalverband Saarbrücken", "13072": "Landkreis Rostock",
	} {
		kreis, err := v.Kreis(kommune.MustParseKreisschluessel(key))
		require.NoError(t, err)
		require.Equal(t, want, kreis.Bezeichnung())
	}
	sum := 0
	for kreis := range v.Kreise() {
		sum += len(slices.Collect(v.GemeindenIn(kreis.Schluessel)))
	}
	require.Equal(t, 10_953-3, sum, "three areas lie outside every Kreis")
}

func TestNewVerzeichnis_RefusesRowsThatDoNotFitTogether(t *testing.T) {
	t.Parallel()
	good := func() kommune.Bestand {
		return kommune.Bestand{
			Stand:  kommune.MustParseDatum("2030-01-01"),
			Kreise: []kommune.Kreis{{Schluessel: kommune.MustParseKreisschluessel("16061"), Name: "Eichsfeld", Art: kommune.KreisartLandkreis}},
			Verbaende: []kommune.Verband{
				{Schluessel: kommune.MustParseVerbandsschluessel("160615001"), Name: "Musterverband", Art: kommune.Verwaltungsgemeinschaft},
			},
			Gemeinden: []kommune.Gemeinde{
				{AGS: kommune.MustParseAGS("16061002"), ARS: kommune.MustParseARS("160615001002"), Name: "Zweitdorf"},
				{AGS: kommune.MustParseAGS("16061001"), ARS: kommune.MustParseARS("160615001001"), Name: "Erstdorf"},
			},
		}
	}
	v, err := kommune.NewVerzeichnis(good())
	require.NoError(t, err)
	require.Equal(t, "Erstdorf", slices.Collect(v.Gemeinden())[0].Name, "rows are sorted")
	full := good()
	full.Gemeinden[0].PLZ, full.Gemeinden[0].MehrerePLZ = "99999", true
	full.Gemeinden[0].FlaecheHa, full.Gemeinden[0].Einwohner, full.Gemeinden[0].Maennlich = 1<<32-1, 2, 1
	full.Gemeinden[1].MehrerePLZ = true
	v, err = kommune.NewVerzeichnis(full)
	require.NoError(t, err)
	for _, want := range full.Gemeinden {
		got, err := v.Gemeinde(want.AGS)
		require.NoError(t, err)
		require.Equal(t, want, got, "nothing is lost")
	}
	require.Equal(t, full.Verbaende, slices.Collect(v.Verbaende()))

	for name, spoil := range map[string]func(*kommune.Bestand){
		"no day":         func(b *kommune.Bestand) { b.Stand = kommune.Datum{} },
		"no Gemeinden":   func(b *kommune.Bestand) { b.Gemeinden = nil },
		"too many":       func(b *kommune.Bestand) { b.Gemeinden = make([]kommune.Gemeinde, 70_000) },
		"Gemeinde twice": func(b *kommune.Bestand) { b.Gemeinden[1] = b.Gemeinden[0] },
		"AGS not set":    func(b *kommune.Bestand) { b.Gemeinden[0].AGS = kommune.AGS{} },
		"ARS of another": func(b *kommune.Bestand) { b.Gemeinden[0].ARS = b.Gemeinden[1].ARS },
		"long name":      func(b *kommune.Bestand) { b.Gemeinden[0].Name = strings.Repeat("x", 256) },
		"half a PLZ":     func(b *kommune.Bestand) { b.Gemeinden[0].PLZ = "0774" },
		"negative":       func(b *kommune.Bestand) { b.Gemeinden[0].Einwohner = -1 },
		"too large":      func(b *kommune.Bestand) { b.Gemeinden[0].FlaecheHa = 1 << 40 },
		"no Verband":     func(b *kommune.Bestand) { b.Verbaende = nil },
		"Verband twice":  func(b *kommune.Bestand) { b.Verbaende = append(b.Verbaende, b.Verbaende[0]) },
		"Verband without any": func(b *kommune.Bestand) {
			b.Verbaende = append(b.Verbaende, kommune.Verband{Schluessel: kommune.MustParseVerbandsschluessel("160615002")})
		},
		"no Kreis":    func(b *kommune.Bestand) { b.Kreise = nil },
		"Kreis twice": func(b *kommune.Bestand) { b.Kreise = append(b.Kreise, b.Kreise[0]) },
		"Kreis without any": func(b *kommune.Bestand) {
			b.Kreise = append(b.Kreise, kommune.Kreis{Schluessel: kommune.MustParseKreisschluessel("16062")})
		},
	} {
		b := good()
		spoil(&b)
		_, err := kommune.NewVerzeichnis(b)
		require.ErrorIs(t, err, kommune.ErrSyntax, name)
	}
}

func TestVerzeichnis_LookupAllocatesNothing(t *testing.T) {
	v := kommune.Deutschland()
	key := kommune.MustParseAGS("16061114")
	require.Zero(t, testing.AllocsPerRun(100, func() { _, _ = v.Gemeinde(key) }))
}
