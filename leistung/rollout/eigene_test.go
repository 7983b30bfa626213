// SPDX-License-Identifier: Apache-2.0

package rollout_test

import (
	"math"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

// Cases of our own, each computed by hand.

func TestDeckung_CoveredOtherwiseIsOfferedAndNotLive(t *testing.T) {
	w := goldwelt(t)
	w.add(rollout.Ereignis{
		Stelle: rollout.MustParseStelle(goldB), Art: rollout.ArtAnderweitig, Am: day("2026-10-01"), Grund: "eigener-dienst",
		Beleg: rollout.Beleg{URI: "https://b.example/anmelden"},
	})
	d := w.buch.At(heute("2026-10-01")).Deckung(wohnsitz, thueringen)
	require.Equal(t, [2]int64{2, 3}, paar(d.Traeger))                                   // A and C
	require.Equal(t, [2]int64{3, 3}, paar(d.Angeboten), "B can be done online as well") // and is no success of this programme
	require.Equal(t, [2]int64{2, 3}, paar(d.Willig))
	require.Equal(t, [2]int64{4600, 6000}, paar(d.Einwohner)) // 1,600 + 3,000
	require.False(t, d.Flaechendeckend())
	u := w.buch.Unterschied(wohnsitz, thueringen, heute("2026-09-30"), heute("2026-10-01"))
	require.Equal(t, rollout.Unterschied{Rueckschlaege: rollout.Zahlen{Traeger: -1, Gemeinden: -4, Einwohner: -1400}}, u)
}

func TestDeckung_ByKreisAndGemeinde(t *testing.T) {
	w := neueWelt(t)
	// One Verband over the border of two Kreise, as it is nowhere today.
	w.soll("2026-01-01", aufgenommen, goldA, "16061001=100 16061002=50 16062001=30", programmgrund)
	w.event("2026-02-01", goldA, rollout.ArtFreigegeben)
	s := w.buch.At(heute("2026-02-01"))
	for _, f := range []struct {
		gebiet                        string
		traeger, gemeinden, einwohner [2]int64
	}{
		{"DE", [2]int64{1, 1}, [2]int64{3, 3}, [2]int64{180, 180}},
		{"16", [2]int64{1, 1}, [2]int64{3, 3}, [2]int64{180, 180}},
		{"16061", [2]int64{1, 1}, [2]int64{2, 2}, [2]int64{150, 150}},
		{"16062", [2]int64{1, 1}, [2]int64{1, 1}, [2]int64{30, 30}},
		{"16061002", [2]int64{1, 1}, [2]int64{1, 1}, [2]int64{50, 50}},
		{"16063", [2]int64{0, 0}, [2]int64{0, 0}, [2]int64{0, 0}},
		{"09", [2]int64{0, 0}, [2]int64{0, 0}, [2]int64{0, 0}},
	} {
		d := s.Deckung(wohnsitz, rollout.MustParseGebiet(f.gebiet))
		require.Equal(t, f.traeger, paar(d.Traeger), f.gebiet)
		require.Equal(t, f.gemeinden, paar(d.Gemeinden), f.gebiet)
		require.Equal(t, f.einwohner, paar(d.Einwohner), f.gebiet)
	}
}

func TestDeckung_BodyWithoutGemeindenHasNoInhabitants(t *testing.T) {
	w := neueWelt(t)
	w.soll("2026-01-01", aufgenommen, "16:ihk-erfurt", "", programmgrund)
	w.soll("2026-01-01", aufgenommen, "16:hwk-erfurt", "", programmgrund)
	w.event("2026-02-01", "16:ihk-erfurt", rollout.ArtFreigegeben)
	d := w.buch.At(heute("2026-03-01")).Deckung(wohnsitz, thueringen)
	require.Equal(t, [2]int64{1, 2}, paar(d.Traeger))
	require.Equal(t, "–", d.Einwohner.Prozent())
	require.Equal(t, int64(0), w.buch.At(heute("2026-03-01")).Deckung(wohnsitz, rollout.MustParseGebiet("16061")).Traeger.Nenner)
}

func TestDeckung_LiveBeforeDueAndAfterCountsNothing(t *testing.T) {
	w := neueWelt(t)
	w.event("2026-01-10", goldA, rollout.ArtFreigegeben) // tried out before anybody asked for it
	require.Equal(t, [2]int64{0, 0}, paar(w.buch.At(heute("2026-01-20")).Deckung(wohnsitz, thueringen).Traeger))
	w.soll("2026-02-01", aufgenommen, goldA, a, programmgrund)
	require.Equal(t, [2]int64{1, 1}, paar(w.buch.At(heute("2026-02-01")).Deckung(wohnsitz, thueringen).Traeger))
	w.soll("2026-03-01", entfallen, goldA, "", programmgrund)
	require.Equal(t, [2]int64{0, 0}, paar(w.buch.At(heute("2026-03-01")).Deckung(wohnsitz, thueringen).Traeger))
	require.Equal(t, "–", w.buch.At(heute("2026-03-01")).Deckung(wohnsitz, thueringen).Traeger.Prozent())
	u := w.buch.Unterschied(wohnsitz, thueringen, heute("2026-01-31"), heute("2026-03-01"))
	require.Equal(t, rollout.Unterschied{}, u, "+1 and −1 by the Soll")
	u = w.buch.Unterschied(wohnsitz, thueringen, heute("2026-01-31"), heute("2026-02-01"))
	require.Equal(t, rollout.Unterschied{Soll: rollout.Zahlen{1, 1, 1000}, SollSoll: rollout.Zahlen{1, 1, 1000}}, u)
}

func TestDeckung_LateRecordGoesToTheCorrections(t *testing.T) {
	w := neueWelt(t)
	w.soll("2026-01-01", aufgenommen, goldA, a, programmgrund)
	w.add(rollout.Ereignis{Stelle: rollout.MustParseStelle(goldA), Art: rollout.ArtFreigegeben, Am: day("2026-01-15"), Erfasst: noon("2026-03-05")})
	require.Equal(t, int64(0), w.buch.At(stichtag("2026-02-01", "2026-02-01")).Deckung(wohnsitz, thueringen).Traeger.Zaehler)
	require.Equal(t, int64(1), w.buch.At(stichtag("2026-02-01", "2026-03-05")).Deckung(wohnsitz, thueringen).Traeger.Zaehler)
	u := w.buch.Unterschied(wohnsitz, thueringen, stichtag("2026-02-01", "2026-02-01"), stichtag("2026-03-10", "2026-03-10"))
	require.Equal(t, rollout.Zahlen{Traeger: 1, Gemeinden: 1, Einwohner: 1000}, u.Berichtigungen)
	require.True(t, u.GoLives.IsZero(), "nobody went live in these days")
}

func TestCorrection_OfACorrectionAndWithdrawal(t *testing.T) {
	w := neueWelt(t)
	w.soll("2026-01-01", aufgenommen, goldA, a, programmgrund)
	live := w.event("2026-02-01", goldA, rollout.ArtFreigegeben)
	first := w.add(rollout.Ereignis{Stelle: live.Stelle, Art: rollout.ArtFreigegeben, Am: day("2026-02-10"), Erfasst: noon("2026-02-20"), Korrigiert: live.ID})
	w.add(rollout.Ereignis{Stelle: live.Stelle, Art: rollout.ArtFreigegeben, Am: day("2026-02-05"), Erfasst: noon("2026-02-25"), Korrigiert: first.ID})
	away := rollout.Storno(&live, id(900), noon("2026-03-01"), "programmbuero/1", "doppelt-erfasst")
	require.NoError(t, w.buch.Add(away))
	for _, f := range []struct {
		gueltig, bekannt string
		live             int64
	}{
		{"2026-02-01", "2026-02-19", 1},
		{"2026-02-09", "2026-02-20", 0},
		{"2026-02-10", "2026-02-20", 1},
		{"2026-02-05", "2026-02-25", 1},
		{"2026-02-04", "2026-02-25", 0},
		{"2026-02-10", "2026-03-01", 0}, // it had not happened
		{"2026-02-10", "2026-02-28", 1}, // and the report of February says what was known
	} {
		got := w.buch.At(stichtag(f.gueltig, f.bekannt)).Deckung(wohnsitz, thueringen).Traeger
		require.Equal(t, f.live, got.Zaehler, "%s known %s", f.gueltig, f.bekannt)
	}
	lines := w.buch.Verlauf(wohnsitz, live.Stelle)
	require.Len(t, lines, 4, "what was recorded stays visible")
	replaced := 0
	for _, l := range lines {
		if l.Ersetzt {
			replaced++
		}
	}
	require.Equal(t, 3, replaced)
}

func TestCorrection_OfTheSoll(t *testing.T) {
	w := neueWelt(t)
	first := w.soll("2026-01-01", aufgenommen, goldA, a, programmgrund)
	w.event("2026-01-01", goldA, rollout.ArtFreigegeben)
	second := first
	second.ID, second.Korrigiert, second.Erfasst, second.Gemeinden = id(50), first.ID, noon("2026-02-01"), gemeinden(t, "16061001=900")
	require.NoError(t, w.buch.AddSoll(second))
	require.Equal(t, [2]int64{1000, 1000}, paar(w.buch.At(stichtag("2026-01-15", "2026-01-31")).Deckung(wohnsitz, thueringen).Einwohner))
	require.Equal(t, [2]int64{900, 900}, paar(w.buch.At(stichtag("2026-01-15", "2026-02-01")).Deckung(wohnsitz, thueringen).Einwohner))
	u := w.buch.Unterschied(wohnsitz, thueringen, stichtag("2026-01-15", "2026-01-15"), stichtag("2026-02-15", "2026-02-15"))
	require.Equal(t, rollout.Unterschied{Berichtigungen: rollout.Zahlen{Einwohner: -100}, SollBerichtigung: rollout.Zahlen{Einwohner: -100}}, u)
	third := rollout.SollEreignis{
		ID: id(51), Programm: "probe", Leistung: wohnsitz, Stelle: first.Stelle, Art: rollout.SollStorniert, Am: first.Am, Erfasst: noon("2026-03-01"),
		Ursache: programmgrund, Grund: "irrtum", Korrigiert: first.ID,
	}
	require.NoError(t, w.buch.AddSoll(third))
	require.Equal(t, int64(0), w.buch.At(stichtag("2026-01-15", "2026-03-01")).Deckung(wohnsitz, thueringen).Traeger.Nenner)
}

func TestBuendel_SplitServiceIsOneOfTwo(t *testing.T) {
	zwei := leistung.MustParseSchluessel("99115005104002")
	w := neueWelt(t, zwei)
	for _, key := range []leistung.Schluessel{wohnsitz, zwei} {
		for i, stelle := range []string{goldA, goldB, goldC} {
			w.n++
			require.NoError(t, w.buch.AddSoll(rollout.SollEreignis{
				ID: id(w.n), Programm: "probe", Leistung: key, Stelle: rollout.MustParseStelle(stelle), Art: aufgenommen,
				Gemeinden: gemeinden(t, []string{a, b, c}[i]), Am: day("2026-01-01"), Erfasst: noon("2026-01-01"), Ursache: programmgrund, Grund: "teilung",
			}))
		}
	}
	for _, stelle := range []string{goldA, goldB, goldC} {
		w.event("2026-02-01", stelle, rollout.ArtFreigegeben) // carried over by all for the first
	}
	s := w.buch.At(heute("2026-02-01"))
	require.Equal(t, [2]int64{3, 3}, paar(s.Deckung(wohnsitz, thueringen).Traeger))
	require.Equal(t, [2]int64{0, 3}, paar(s.Deckung(zwei, thueringen).Traeger))
	require.Equal(t, [2]int64{1, 2}, paar(s.Buendel(thueringen)), "never 1 of 1")
	require.Equal(t, [2]int64{1, 1}, paar(s.Buendel(thueringen, wohnsitz)))
}

func TestEisenach_ComesIntoTheWartburgkreis(t *testing.T) {
	v := kommune.Deutschland()
	w := neueWelt(t)
	// The Wartburgkreis of today without Eisenach, and Eisenach under its old key.
	events, err := rollout.FillSoll(&rollout.Programm{
		ID: "probe", Titel: "Probe", Ziel: day("2027-03-31"),
		Dienste: []rollout.Dienst{{Leistung: wohnsitz, Name: "x", Regeln: []rollout.Sollregel{{Land: kommune.Thueringen, Art: rollout.RegelTraeger, Grund: "probe"}}}},
	}, rollout.Fuellung{Verzeichnis: v, Ab: day("2021-01-01"), Erfasst: noon("2021-01-01"), NewID: func() uuid.UUID { w.n++; return id(w.n) }})
	require.NoError(t, err)
	neu := rollout.MustParseStelle("160630105")
	events = slices.DeleteFunc(events, func(e rollout.SollEreignis) bool { return e.Stelle == neu })
	require.NoError(t, w.buch.AddSoll(events...))
	eisenach, err := v.Gemeinde(kommune.MustParseAGS("16063105"))
	require.NoError(t, err)
	require.Equal(t, 40747, eisenach.Einwohner)

	alt := "160560000"
	w.soll("2021-01-01", aufgenommen, alt, "16056000=40747", programmgrund)
	w.event("2021-03-01", alt, rollout.ArtFreigegeben)
	w.soll("2021-07-01", entfallen, alt, "", gebietsgrund)
	w.soll("2021-07-01", aufgenommen, neu.String(), "16063105=40747", gebietsgrund)
	w.add(rollout.Ereignis{Stelle: neu, Art: rollout.ArtFreigegeben, Am: day("2021-07-01"), Grund: rollout.GrundGebiet})
	w.event("2021-07-01", alt, rollout.ArtBeendet)

	wartburg, kreis := rollout.MustParseGebiet("16063"), rollout.MustParseGebiet("16056")
	s := w.buch.At(heute("2021-06-30"))
	d := s.Deckung(wohnsitz, wartburg)
	require.Equal(t, [][2]int64{{0, 15}, {0, 29}, {0, 114210}}, [][2]int64{paar(d.Traeger), paar(d.Gemeinden), paar(d.Einwohner)})
	require.Equal(t, [2]int64{1, 1}, paar(s.Deckung(wohnsitz, kreis).Traeger))
	require.True(t, s.Deckung(wohnsitz, kreis).Flaechendeckend())

	s = w.buch.At(heute("2021-07-01"))
	d = s.Deckung(wohnsitz, wartburg)
	require.Equal(t, [][2]int64{{1, 16}, {1, 30}, {40747, 154957}}, [][2]int64{paar(d.Traeger), paar(d.Gemeinden), paar(d.Einwohner)})
	require.Equal(t, "26,2 %", d.Einwohner.Prozent())
	require.Zero(t, s.Deckung(wohnsitz, kreis).Traeger.Nenner, "the Kreis does not exist")
	u := w.buch.Unterschied(wohnsitz, thueringen, heute("2021-06-30"), heute("2021-07-01"))
	require.Equal(t, rollout.Unterschied{}, u, "the Land is as before")
	u = w.buch.Unterschied(wohnsitz, wartburg, heute("2021-06-30"), heute("2021-07-01"))
	require.Equal(t, rollout.Zahlen{Traeger: 1, Gemeinden: 1, Einwohner: 40747}, u.Gebiet)
	require.True(t, u.GoLives.IsZero())
}

func TestAnrode_DissolvedIntoAuthoritiesThatAreNotLive(t *testing.T) {
	w := neueWelt(t)
	w.soll("2022-01-01", aufgenommen, "160640073", "16064073=3138", programmgrund)
	w.soll("2022-01-01", aufgenommen, "160610118", "16061118=7000", programmgrund)
	w.soll("2022-01-01", aufgenommen, "160640046", "16064046=37000", programmgrund)
	w.soll("2022-01-01", aufgenommen, "160640077", "16064077=6000", programmgrund)
	w.event("2022-06-01", "160640073", rollout.ArtFreigegeben)
	w.soll("2023-01-01", entfallen, "160640073", "", gebietsgrund)
	w.soll("2023-01-01", geaendert, "160610118", "16061118=8699", gebietsgrund)
	w.soll("2023-01-01", geaendert, "160640077", "16064077=7126", gebietsgrund)
	w.soll("2023-01-01", geaendert, "160640046", "16064046=37313", gebietsgrund)
	w.event("2023-01-01", "160640073", rollout.ArtBeendet)
	u := w.buch.Unterschied(wohnsitz, thueringen, heute("2022-12-31"), heute("2023-01-01"))
	require.Equal(t, rollout.Zahlen{Traeger: -1, Gemeinden: -1, Einwohner: -3138}, u.Gebiet, "nobody did wrong")
	require.True(t, u.Rueckschlaege.IsZero())
	require.Equal(t, rollout.Zahlen{Traeger: -1, Gemeinden: -1}, u.SollGebiet, "no inhabitant was lost: 1,699 + 1,126 + 313 = 3,138")
}

func TestAnteil_Shown(t *testing.T) {
	for _, f := range []struct {
		n, d int64
		text string
	}{
		{188, 189, "99,4 %"},
		{249, 250, "99,6 %"},
		{2098685, 2100277, "99,9 %"},
		{9999, 10000, "99,9 %"},
		{1, 10751, "< 0,1 %"},
		{0, 189, "0 %"},
		{189, 189, "100 %"},
		{0, 0, "–"},
		// Our own.
		{1, 1000, "0,1 %"},
		{999, 1000001, "< 0,1 %"},
		{1, 2, "50,0 %"},
		{2, 3, "66,6 %"},
		{1499, 1500, "99,9 %"},
		{math.MaxInt64 - 1, math.MaxInt64, "99,9 %"},
		{math.MaxInt64, math.MaxInt64, "100 %"},
		{190, 189, "100,5 %"},
		{100001, 100000, "> 100 %"},
		{5, 0, "–"},
		{-1, 5, "–"},
		{math.MaxInt64, 1, "–"},
	} {
		require.Equal(t, f.text, rollout.Anteil{Zaehler: f.n, Nenner: f.d}.Prozent(), "%d of %d", f.n, f.d)
	}
	require.Equal(t, "2.098.685 von 2.100.277 Menschen (99,9 %)", rollout.Anteil{Zaehler: 2098685, Nenner: 2100277, Einheit: rollout.EinheitEinwohner}.String())
	require.False(t, rollout.Anteil{}.Flaechendeckend(), "0 of 0 is not all")
}

func TestAnteil_MoreThanAllIsAFinding(t *testing.T) {
	require.Empty(t, rollout.Anteil{Zaehler: 5, Nenner: 5}.Befunde())
	require.True(t, rollout.Anteil{Zaehler: 6, Nenner: 5}.Befunde().Has("ROLLOUT-ANTEIL-01"))
	require.True(t, rollout.Anteil{Zaehler: 1}.Befunde().Has("ROLLOUT-ANTEIL-01"))
}

func TestReihe_RefusesTwoRulesOfCounting(t *testing.T) {
	one := rollout.Anteil{Zaehler: 214, Nenner: 575, Einheit: rollout.EinheitDienste, Zaehlweise: "ozg-buendel/1", ZaehlerTag: heute("2024-03-31")}
	two := rollout.Anteil{Zaehler: 1231, Nenner: 6000, Einheit: rollout.EinheitDienste, Zaehlweise: "leistungen/1", ZaehlerTag: heute("2025-06-30")}
	_, err := rollout.NewReihe(one, two)
	require.ErrorIs(t, err, rollout.ErrMixed)
	two.Zaehlweise = one.Zaehlweise
	line, err := rollout.NewReihe(one, two)
	require.NoError(t, err)
	require.Len(t, line.Punkte(), 2)
	_, err = rollout.NewReihe(two, one)
	require.ErrorIs(t, err, rollout.ErrMixed, "not in the order of time")
}

func TestDauer_ByHand(t *testing.T) {
	for _, f := range []struct {
		name        string
		done, open  []int
		median, p90 int
	}{
		{"nearest rank", []int{3, 5, 8, 13, 21, 34, 55, 89, 144, 233}, nil, 21, 144},
		{"open ones count", []int{10, 20}, []int{30, 40}, 20, -1},
		{"finished alone would say 10", []int{10, 20}, nil, 10, 20},
		{"nobody finished", nil, []int{400}, -1, -1},
		{"nobody", nil, nil, -1, -1},
		{"one", []int{7}, nil, 7, 7},
		// 5 at risk, three leave on day 4: 2/5 are left, then 1/5, then 0.
		{"ties", []int{4, 4, 4, 9, 12}, nil, 4, 12},
		// 10: 3/4; the open one of 15 leaves; 20: 3/4·1/2 = 3/8; 30: 0.
		{"open between", []int{10, 20, 30}, []int{15}, 20, 30},
		// An open visit of the same day was still there when the others left.
		{"open on the same day", []int{10}, []int{10}, 10, -1},
	} {
		d := rollout.NewDauer(f.done, f.open)
		require.Equal(t, rollout.Dauer{Fertig: len(f.done), Offen: len(f.open), Median: f.median, P90: f.p90}, d, f.name)
	}
}

func TestDauer_OfConnections(t *testing.T) {
	w := neueWelt(t)
	for i, stelle := range []string{goldA, goldB, goldC, goldD} {
		w.soll("2026-01-01", aufgenommen, stelle, []string{a, b, c, d}[i], programmgrund)
		w.event("2026-01-11", stelle, rollout.ArtBegonnen)
	}
	w.event("2026-01-21", goldA, rollout.ArtGeprueft) // 10 days
	w.event("2026-01-31", goldB, rollout.ArtGeprueft) // 20 days
	w.add(rollout.Ereignis{Stelle: rollout.MustParseStelle(goldC), Art: rollout.ArtKontakt, Am: day("2026-01-25")})
	w.soll("2026-02-10", entfallen, goldC, "", programmgrund) // 30 days, and not finished
	got := w.buch.At(heute("2026-02-20")).Dauer(wohnsitz, thueringen, rollout.StandVorbereitung)
	require.Equal(t, rollout.Dauer{Fertig: 2, Offen: 2, Median: 20, P90: -1}, got)
	// Known on 25 January, one was finished and three were open.
	got = w.buch.At(heute("2026-01-25")).Dauer(wohnsitz, thueringen, rollout.StandVorbereitung)
	require.Equal(t, rollout.Dauer{Fertig: 1, Offen: 3, Median: -1, P90: -1}, got)
}

func TestHindernisse_ByWhoMustMove(t *testing.T) {
	w := goldwelt(t)
	block := func(am, stelle, grund string, wer rollout.Verantwortung) {
		w.add(rollout.Ereignis{Stelle: rollout.MustParseStelle(stelle), Art: rollout.ArtBlockiert, Am: day(am), Grund: grund, WartetAuf: wer})
	}
	w.soll("2026-09-21", aufgenommen, "160610050", "16061050=70", programmgrund)
	w.soll("2026-09-21", aufgenommen, "160610051", "16061051=5000", programmgrund)
	w.soll("2026-09-21", aufgenommen, "160610052", "16061052=10", programmgrund)
	block("2026-09-25", "160610050", "modul-fehlt", rollout.VonHersteller)
	block("2026-09-23", "160610051", "modul-fehlt", rollout.VonHersteller)
	block("2026-09-24", "160610052", "zertifikat", rollout.VonITDienstleister)
	s := w.buch.At(heute("2026-10-01"))
	require.Equal(t, []rollout.Hindernisgruppe{
		{WartetAuf: rollout.VonHersteller, Grund: "modul-fehlt", Zahlen: rollout.Zahlen{Traeger: 2, Gemeinden: 2, Einwohner: 5070}, Seit: day("2026-09-23")},
		{WartetAuf: rollout.VonITDienstleister, Grund: "zertifikat", Zahlen: rollout.Zahlen{Traeger: 1, Gemeinden: 1, Einwohner: 10}, Seit: day("2026-09-24")},
	}, s.Hindernisse(wohnsitz, thueringen))
	row, ok := s.Zeile(wohnsitz, rollout.MustParseStelle("160610050"))
	require.True(t, ok)
	require.Equal(t, rollout.StandOffen, row.Stand, "blocked is no state")
	require.Equal(t, rollout.Hindernis{Grund: "modul-fehlt", WartetAuf: rollout.VonHersteller, Seit: day("2026-09-25")}, row.Hindernis)
	gaps := s.Luecken(wohnsitz, thueringen)
	require.Len(t, gaps, 3)
	require.Equal(t, "160610051", gaps[0].Stelle.String(), "by inhabitants")
	// Going live takes the flag down.
	w.event("2026-10-02", "160610050", rollout.ArtFreigegeben)
	require.Len(t, w.buch.At(heute("2026-10-02")).Hindernisse(wohnsitz, thueringen), 2)
	row, _ = w.buch.At(heute("2026-10-02")).Zeile(wohnsitz, rollout.MustParseStelle("160610050"))
	require.True(t, row.Hindernis.IsZero())
}

func TestStaende_AddUpToThoseDue(t *testing.T) {
	w := goldwelt(t)
	for _, g := range goldfaelle() {
		s := w.buch.At(stichtag(g.Gueltig, g.Bekannt))
		var sum rollout.Zahlen
		for _, z := range s.Staende(wohnsitz, thueringen) {
			sum.Traeger += z.Zahlen.Traeger
			sum.Gemeinden += z.Zahlen.Gemeinden
			sum.Einwohner += z.Zahlen.Einwohner
		}
		require.Equal(t, rollout.Zahlen{Traeger: g.Traeger[1], Gemeinden: g.Gemeinden[1], Einwohner: g.Einwohner[1]}, sum)
	}
}

func TestVerlauf_SaysWhereStepsAreMissing(t *testing.T) {
	w := neueWelt(t)
	w.soll("2026-01-01", aufgenommen, goldA, a, programmgrund)
	w.event("2026-01-10", goldA, rollout.ArtBekundet)
	w.event("2026-01-11", goldA, rollout.ArtKontakt)
	w.event("2026-01-12", goldA, rollout.ArtBeauftragt)
	w.event("2026-02-10", goldA, rollout.ArtFreigegeben) // nothing between
	w.event("2026-03-10", goldA, rollout.ArtGestoert)
	w.event("2026-03-11", goldA, rollout.ArtGesperrt) // is suspended already
	var missing []rollout.Art
	for _, line := range w.buch.Verlauf(wohnsitz, rollout.MustParseStelle(goldA)) {
		if line.Ausgelassen {
			missing = append(missing, line.Art)
		}
	}
	require.Equal(t, []rollout.Art{rollout.ArtFreigegeben, rollout.ArtGesperrt}, missing)
}
