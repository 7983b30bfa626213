// SPDX-License-Identifier: Apache-2.0

package rollout_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

func fill(t *testing.T, rules ...rollout.Sollregel) *rollout.Buch {
	t.Helper()
	p := einfach()
	p.Dienste[0].Regeln = rules
	buch, err := rollout.NewBuch(p)
	require.NoError(t, err)
	n := 0
	events, err := rollout.FillSoll(&p, rollout.Fuellung{
		Verzeichnis: kommune.Deutschland(), Einwohnerstand: day("2024-12-31"), Ab: day("2026-01-01"), Erfasst: noon("2026-01-01"),
		NewID: func() uuid.UUID { n++; return id(n) },
	})
	require.NoError(t, err)
	require.NoError(t, buch.AddSoll(events...))
	return buch
}

func TestFillSoll_Thueringen(t *testing.T) {
	staedte := []kommune.AGS{
		kommune.MustParseAGS("16067029"), kommune.MustParseAGS("16070029"), kommune.MustParseAGS("16073076"), kommune.MustParseAGS("16073077"),
	}
	for _, f := range []struct {
		name                          string
		regel                         rollout.Sollregel
		traeger, gemeinden, einwohner int64
	}{
		{"registration", rollout.Sollregel{Land: kommune.Thueringen, Art: rollout.RegelTraeger, Grund: "ThürAGBMG"}, 189, 605, 2100277},
		{"Wohngeld", rollout.Sollregel{Land: kommune.Thueringen, Art: rollout.RegelKreise, Staedte: staedte, Grund: "x"}, 26, 605, 2100277},
		{"disability", rollout.Sollregel{Land: kommune.Thueringen, Art: rollout.RegelKreise, Grund: "x"}, 22, 605, 2100277},
		{"each Gemeinde", rollout.Sollregel{Land: kommune.Thueringen, Art: rollout.RegelGemeinden, Grund: "x"}, 605, 605, 2100277},
		{"Standesämter", rollout.Sollregel{Land: kommune.Thueringen, Art: rollout.RegelUnbekannt, Grund: "x"}, 0, 0, 0},
		{"chambers", rollout.Sollregel{Land: kommune.Thueringen, Art: rollout.RegelStellen, Grund: "x", Stellen: []rollout.Stellenname{
			{Stelle: rollout.MustParseStelle("16:ihk-erfurt"), Name: "IHK Erfurt"}, {Stelle: rollout.MustParseStelle("16:tlvwa"), Name: "Landesverwaltungsamt"},
		}}, 2, 0, 0},
	} {
		d := fill(t, f.regel).At(heute("2026-01-01")).Deckung(wohnsitz, thueringen)
		require.Equal(t, []int64{f.traeger, f.gemeinden, f.einwohner}, []int64{d.Traeger.Nenner, d.Gemeinden.Nenner, d.Einwohner.Nenner}, f.name)
	}
}

func TestFillSoll_TownsLeaveTheRowOfTheirLandkreis(t *testing.T) {
	gotha := kommune.MustParseAGS("16067029")
	buch := fill(t, rollout.Sollregel{Land: kommune.Thueringen, Art: rollout.RegelKreise, Staedte: []kommune.AGS{gotha}, Grund: "x"})
	s := buch.At(heute("2026-01-01"))
	town, ok := s.Zeile(wohnsitz, rollout.MustParseStelle("16067029"))
	require.True(t, ok)
	require.Equal(t, "Gotha", town.Name)
	rest, ok := s.Zeile(wohnsitz, rollout.MustParseStelle("16067"))
	require.True(t, ok)
	require.Equal(t, "Landkreis Gotha", rest.Name)
	for _, g := range rest.Gemeinden {
		require.NotEqual(t, gotha, g.AGS, "a Gemeinde counts once, in its row")
	}
}

func TestFillSoll_LindenbergIsSevenGemeinden(t *testing.T) {
	buch := fill(t, rollout.Sollregel{Land: kommune.Thueringen, Art: rollout.RegelTraeger, Grund: "x"})
	row, ok := buch.At(heute("2026-01-01")).Zeile(wohnsitz, rollout.MustParseStelle("160615001"))
	require.True(t, ok)
	require.Equal(t, rollout.Zahlen{Traeger: 1, Gemeinden: 7, Einwohner: 6547}, row.Zahlen)
	require.Equal(t, "Verwaltungsgemeinschaft Lindenberg/Eichsfeld", row.Name)
}

func TestFillSoll_AllOfGermany(t *testing.T) {
	var traeger, meldebehoerden []rollout.Sollregel
	for land := range kommune.Laender() {
		traeger = append(traeger, rollout.Sollregel{Land: land, Art: rollout.RegelTraeger, Grund: "x"})
		art := rollout.RegelTraeger
		if land == kommune.BadenWuerttemberg {
			art = rollout.RegelGemeinden
		}
		meldebehoerden = append(meldebehoerden, rollout.Sollregel{Land: land, Art: art, Grund: "x"})
	}
	s := fill(t, traeger...).At(heute("2026-01-01"))
	// 4,389 administrations, and the two inhabited gemeindefreie Gebiete.
	require.Equal(t, int64(4389+2), s.Deckung(wohnsitz, rollout.Gebiet{}).Traeger.Nenner)
	require.Equal(t, int64(10751+2), s.Deckung(wohnsitz, rollout.Gebiet{}).Gemeinden.Nenner)
	var all int64
	for g := range kommune.Deutschland().Gemeinden() {
		all += int64(g.Einwohner)
	}
	require.Equal(t, all, s.Deckung(wohnsitz, rollout.Gebiet{}).Einwohner.Nenner, "nobody is left out")
	for land, n := range map[string]int64{"01": 169, "02": 1, "03": 405, "04": 2, "05": 396, "06": 421, "07": 170, "08": 460, "09": 1385, "10": 52, "11": 1, "12": 193, "13": 116, "14": 309, "15": 122, "16": 189} {
		require.Equal(t, n, s.Deckung(wohnsitz, rollout.MustParseGebiet(land)).Traeger.Nenner, land)
	}
	s = fill(t, meldebehoerden...).At(heute("2026-01-01"))
	require.Equal(t, int64(1101), s.Deckung(wohnsitz, rollout.MustParseGebiet("08")).Traeger.Nenner)
	require.Equal(t, int64(5030+2), s.Deckung(wohnsitz, rollout.Gebiet{}).Traeger.Nenner, "about 5,000 Meldebehörden")
}

func TestFillSoll_InhabitedGemeindefreieGebieteCount(t *testing.T) {
	s := fill(t, rollout.Sollregel{Land: kommune.Niedersachsen, Art: rollout.RegelTraeger, Grund: "x"}).At(heute("2026-01-01"))
	require.Equal(t, [2]int64{0, 708}, paar(s.Deckung(wohnsitz, rollout.MustParseGebiet("03351501")).Einwohner)) // Lohheide
	require.Equal(t, [2]int64{0, 209}, paar(s.Deckung(wohnsitz, rollout.MustParseGebiet("03358501")).Einwohner)) // Osterheide
}
