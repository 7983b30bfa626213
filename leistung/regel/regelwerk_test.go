// SPDX-License-Identifier: Apache-2.0

package regel_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/regel"
)

func TestRegelwerk_NoLawInForceIsAnErrorAndNeverNothing(t *testing.T) {
	g := newWerk(9)
	_, err := g.Recht(day("2019-12-31"))
	require.ErrorIs(t, err, regel.ErrKeinRecht)
	_, _, err = g.Protokolliere(day("2019-12-31"), fakten{}, nil)
	require.ErrorIs(t, err, regel.ErrKeinRecht)
	_, err = g.Entwurf("BT-Drs. 99/2", day("2027-01-01"))
	require.ErrorIs(t, err, regel.ErrKeinRecht)
	_, _, err = g.ProtokolliereEntwurf("BT-Drs. 99/2", day("2027-01-01"), fakten{}, nil)
	require.ErrorIs(t, err, regel.ErrKeinRecht)
}

func TestRegelwerk_ALawThatEndsLeavesNoneAfterIt(t *testing.T) {
	p := must(regel.NewParameter("x", recht.NewText("x", "x"), monthly, regel.Stand[euro]{Ab: day("2020-01-01"), Bis: day("2020-12-31"), Wert: 1, Fundstelle: stelle("§ 1 X", "BGBl.")}))
	g := must(regel.New("x", func(l *regel.Leser) euro { v, _ := regel.Lies(l, p); return v }, func(r *euro, _ *fakten, _ *regel.Weg) ergebnis { return ergebnis{int64(*r)} }, regel.Config{Code: "1", Parameter: []regel.Angabe{p}}))
	_, err := g.Recht(day("2020-12-31"))
	require.NoError(t, err)
	_, err = g.Recht(day("2021-01-01"))
	require.ErrorIs(t, err, regel.ErrKeinRecht)
}

func TestRegelwerk_LawOfADayIsResolvedOnce(t *testing.T) {
	satz, calls := satzParameter(9), 0
	g := must(regel.New("zuschlag", func(l *regel.Leser) gesetz { calls++; return loese(l, satz) }, rechne, configWith(satz)))
	after := calls
	a, err := g.Recht(day("2024-01-01"))
	require.NoError(t, err)
	b, err := g.Recht(day("2026-12-31"))
	require.NoError(t, err)
	require.Same(t, a, b)
	require.Equal(t, after, calls)
	require.Equal(t, []string{"2020-01-01", "2021-07-01", "2023-01-01"}, strings(g))
	bill, err := g.Entwurf("BT-Drs. 99/1", day("2027-01-01"))
	require.NoError(t, err)
	require.Equal(t, euro(20), bill.satz[0])
	law, err := g.Recht(day("2027-01-01"))
	require.NoError(t, err)
	require.Equal(t, euro(12), law.satz[0])
	require.Equal(t, []string{"BT-Drs. 99/1"}, g.Entwuerfe())
}

func strings(g *regel.Regelwerk[fakten, gesetz, ergebnis]) (out []string) {
	for _, d := range g.Wechsel() {
		out = append(out, d.String())
	}
	return out
}

func TestNew_RefusesRulesThatDoNotFitTogether(t *testing.T) {
	broken := func(change func(*regel.Config)) error {
		c := config()
		change(&c)
		satz, _ := c.Parameter[0].(*regel.Parameter[staffel])
		_, err := regel.New("zuschlag", func(l *regel.Leser) gesetz { return loese(l, satz) }, rechne, c)
		return err
	}
	require.NoError(t, broken(func(*regel.Config) {}))
	vorlage := func(change func(*regel.Vorlage)) func(*regel.Config) {
		return func(c *regel.Config) {
			v := *vGrenze
			change(&v)
			c.Kapitel[0].Schritte = slices.Clone(c.Kapitel[0].Schritte)
			c.Kapitel[0].Schritte[1] = &v
		}
	}
	unread := must(regel.NewParameter("ungelesen", recht.NewText("x", "x"), monthly, regel.Stand[euro]{Ab: day("2020-01-01"), Fundstelle: stelle("§ 9 X", "BGBl.")}))
	for name, change := range map[string]func(*regel.Config){
		"no version of the program": func(c *regel.Config) { c.Code = "" },
		"parameter twice":           func(c *regel.Config) { c.Parameter = append(c.Parameter, limitParameter) },
		"parameter read, not named": func(c *regel.Config) { c.Parameter = c.Parameter[:2] },
		"parameter named, never read": func(c *regel.Config) {
			c.Parameter = append(c.Parameter, unread)
			c.Kapitel[0].Parameter = append(c.Kapitel[0].Parameter, unread)
		},
		"parameter in no chapter":     func(c *regel.Config) { c.Kapitel[0].Parameter = c.Kapitel[0].Parameter[:2] },
		"foreign table in a chapter":  func(c *regel.Config) { c.Kapitel[0].Parameter = append(c.Kapitel[0].Parameter, unread) },
		"chapter twice":               func(c *regel.Config) { c.Kapitel = append(c.Kapitel, c.Kapitel[0]) },
		"chapter without norm":        func(c *regel.Config) { c.Kapitel[0].Normen = nil },
		"step twice":                  func(c *regel.Config) { c.Kapitel[0].Schritte = append(c.Kapitel[0].Schritte, vSatz) },
		"step without English":        vorlage(func(v *regel.Vorlage) { v.Titel = recht.NewText("Grenze", "") }),
		"step with other operands":    vorlage(func(v *regel.Vorlage) { v.Text = recht.NewText("{0} und {1}", "{0}") }),
		"step without norm":           vorlage(func(v *regel.Vorlage) { v.Norm = recht.Norm{} }),
		"step without kind":           vorlage(func(v *regel.Vorlage) { v.Art = 0 }),
		"exception displaces nothing": vorlage(func(v *regel.Vorlage) { v.Verdraengt = recht.Norm{} }),
		"fact without path":           vorlage(func(v *regel.Vorlage) { v.Art = regel.ArtTatsache }),
		"question with one reading":   func(c *regel.Config) { c.Fragen[0].Lesarten = c.Fragen[0].Lesarten[:1] },
		"question without its choice": func(c *regel.Config) { c.Fragen[0].Gewaehlt = 2 },
		"question twice":              func(c *regel.Config) { c.Fragen = append(c.Fragen, c.Fragen[0]) },
	} {
		require.ErrorIs(t, broken(change), regel.ErrParameter, name)
	}
}

func TestProtokoll_EveryStepMustStandInTheReading(t *testing.T) {
	c := config()
	satz, _ := c.Parameter[0].(*regel.Parameter[staffel])
	c.Kapitel[0].Schritte = c.Kapitel[0].Schritte[:7] // without vSumme
	g := must(regel.New("zuschlag", func(l *regel.Leser) gesetz { return loese(l, satz) }, rechne, c))
	_, _, err := g.Protokolliere(day("2024-01-01"), fakten{}, nil)
	require.ErrorIs(t, err, regel.ErrParameter)
}

func TestWeg_KeepsTreeOriginSourceAndBothLanguages(t *testing.T) {
	g := newWerk(9)
	p, e, err := g.Protokolliere(day("2024-01-01"), fakten{Kinder: []int64{5, 6}, Einkommen: 100}, map[string]regel.Herkunft{
		"/kinder": {Stelle: "Arbeitgeber", Am: day("2023-12-31")}, "/kinder/1": {Stelle: "Bundesagentur für Arbeit"},
	})
	require.NoError(t, err)
	require.Equal(t, int64(27), e.Betrag)
	var got []string
	for _, s := range p.Schritte {
		got = append(got, s.Code)
	}
	require.Equal(t, []string{"einkommen", "kind", "lohn", "satz", "bonus", "kind", "lohn", "satz", "bonus", "summe"}, got)
	require.Equal(t, regel.Herkunft{}, *p.Schritte[0].Herkunft, "nobody named an origin: a statement without evidence")
	require.Equal(t, 0, p.Schritte[1].Tiefe)
	require.Equal(t, 1, p.Schritte[1].Nummer)
	require.Equal(t, "15,00 Euro", p.Schritte[1].Wert.String(), "a section has its result")
	require.Equal(t, 1, p.Schritte[2].Tiefe)
	require.Equal(t, "/kinder/0", p.Schritte[2].Pfad)
	require.Equal(t, "Arbeitgeber", p.Schritte[2].Herkunft.Stelle)
	require.Equal(t, "/kinder/1", p.Schritte[6].Pfad)
	require.Equal(t, "Bundesagentur für Arbeit", p.Schritte[6].Herkunft.Stelle)
	require.Equal(t, "BGBl. I 2022 S. 2", p.Schritte[7].Nachweis.Fundstelle.Quelle)
	require.Equal(t, "für Kind 2", p.Schritte[7].Text.String())
	require.Equal(t, "for child 2", p.Schritte[7].Text.English())
	require.Equal(t, 0, p.Schritte[9].Tiefe)
	require.Empty(t, p.Offen())
	require.Equal(t, "2023-01-01", p.Fassung.String())
}

func TestWeg_WithAndWithoutItTheResultIsTheSame(t *testing.T) {
	g := newWerk(9)
	law := must(g.Recht(day("2024-01-01")))
	f := fakten{Kinder: []int64{1, 2, 3}}
	w := regel.NewWeg(nil)
	require.Equal(t, g.Rechne(law, &f, nil), g.Rechne(law, &f, w))
	first := w.Schritte()
	w.Reset()
	require.Empty(t, w.Schritte())
	g.Rechne(law, &f, w)
	require.Equal(t, first, w.Schritte())
	var none *regel.Weg
	none.Unter(vKind)
	none.Ende(regel.Wert{})
	require.Nil(t, none.Schritte())
	require.Zero(t, testing.AllocsPerRun(100, func() { g.Rechne(law, &f, nil) }), "no trace, no allocation")
	w.Reset()
	w.Ende(regel.Wert{})
	require.Empty(t, w.Schritte(), "an end without a beginning is nothing")
}

func TestProtokoll_WhereAPersonMustDecideItIsNotFinal(t *testing.T) {
	p, e, err := newWerk(9).Protokolliere(day("2024-01-01"), fakten{Einkommen: 2000, Haerte: true}, nil)
	require.NoError(t, err)
	require.Zero(t, e.Betrag)
	require.Len(t, p.Offen(), 1)
	require.Equal(t, "haerte", p.Offen()[0].Code)
	require.Equal(t, regel.ArtAusnahme, p.Schritte[1].Art)
	require.Equal(t, "§ 2 ZuschlG", p.Schritte[1].Verdraengt.String())
	require.Equal(t, "2.000,00 Euro ist mehr als 1.000,00 Euro", p.Schritte[1].Text.String())
}

// kept returns a record as it comes back from where it was kept.
func kept(t *testing.T, p regel.Protokoll) regel.Protokoll {
	t.Helper()
	b, err := json.Marshal(p)
	require.NoError(t, err)
	back, err := regel.ReadProtokoll(b)
	require.NoError(t, err)
	require.Equal(t, p, back)
	return back
}

func TestReplay_SameLawSaysNothing(t *testing.T) {
	g := newWerk(9)
	for _, f := range []fakten{{}, {Kinder: []int64{1, 2, 3}}, {Einkommen: 5000, Haerte: true}} {
		p, _, err := g.Protokolliere(day("2024-01-01"), f, map[string]regel.Herkunft{"/einkommen": {Stelle: "X"}})
		require.NoError(t, err)
		diff, err := g.Replay(kept(t, p))
		require.NoError(t, err)
		require.Empty(t, diff)
	}
	p, _, err := g.ProtokolliereEntwurf("BT-Drs. 99/1", day("2027-02-01"), fakten{Kinder: []int64{1}}, nil)
	require.NoError(t, err)
	diff, err := g.Replay(kept(t, p))
	require.NoError(t, err)
	require.Empty(t, diff)
}

func TestReplay_NamesTheParameterItsSourceAndTheDifference(t *testing.T) {
	p, _, err := newWerk(9).Protokolliere(day("2024-01-01"), fakten{Kinder: []int64{1, 2}}, nil)
	require.NoError(t, err)
	diff, err := newWerk(7).Replay(kept(t, p))
	require.NoError(t, err)
	require.Equal(t, regel.AbweichungParameter, diff[0].Art)
	require.Equal(t, "satz", diff[0].Stelle)
	require.Contains(t, diff[0].Damals, "9,00 Euro")
	require.Contains(t, diff[0].Heute, "7,00 Euro")
	require.Equal(t, "§ 2 Abs. 1 ZuschlG (BGBl. I 2022 S. 2)", diff[0].QuelleHeute.String())
	last := diff[len(diff)-1]
	require.Equal(t, regel.Abweichung{Art: regel.AbweichungErgebnis, Stelle: "/betrag", Damals: "27", Heute: "25"}, last)
	require.Contains(t, diff[0].String(), "BGBl. I 2022 S. 2")
}

func TestReplay_NoticesAnyChangeOfTheRecord(t *testing.T) {
	g := newWerk(9)
	p, _, err := g.Protokolliere(day("2024-01-01"), fakten{Kinder: []int64{1, 2}}, nil)
	require.NoError(t, err)
	for name, change := range map[string]func(*regel.Protokoll){
		"result":       func(p *regel.Protokoll) { p.Ergebnis = json.RawMessage(`{"betrag":28}`) },
		"result field": func(p *regel.Protokoll) { p.Ergebnis = json.RawMessage(`{"betrag":27,"mehr":1}`) },
		"facts":        func(p *regel.Protokoll) { p.Eingabe = json.RawMessage(`{"kinder":[1],"einkommen":0,"haerte":false}`) },
		"step removed": func(p *regel.Protokoll) { p.Schritte = slices.Delete(slices.Clone(p.Schritte), 2, 3) },
		"step changed": func(p *regel.Protokoll) { p.Schritte = slices.Clone(p.Schritte); p.Schritte[1].Wert = regel.Zahl(1, 0) },
		"step doubled": func(p *regel.Protokoll) { p.Schritte = append(slices.Clone(p.Schritte), p.Schritte[0]) },
		"day":          func(p *regel.Protokoll) { p.Stichtag = day("2022-12-31") },
		"program":      func(p *regel.Protokoll) { p.Code = "0.9.0" },
	} {
		changed := p
		change(&changed)
		diff, err := g.Replay(changed)
		require.NoError(t, err, name)
		require.NotEmpty(t, diff, name)
	}
	for name, change := range map[string]func(*regel.Protokoll){
		"other rules":   func(p *regel.Protokoll) { p.Regelwerk = "anderes" },
		"unknown facts": func(p *regel.Protokoll) { p.Eingabe = json.RawMessage(`{"kinder":[],"name":"Erika Mustermann"}`) },
		"no facts":      func(p *regel.Protokoll) { p.Eingabe = nil },
		"more behind":   func(p *regel.Protokoll) { p.Eingabe = json.RawMessage(`{} {}`) },
		"no result":     func(p *regel.Protokoll) { p.Ergebnis = nil },
	} {
		changed := p
		change(&changed)
		_, err := g.Replay(changed)
		require.ErrorIs(t, err, regel.ErrProtokoll, name)
		require.NotContains(t, err.Error(), "Mustermann")
	}
	changed := p
	changed.Stichtag = day("2019-01-01")
	_, err = g.Replay(changed)
	require.ErrorIs(t, err, regel.ErrKeinRecht)
}

func FuzzReadProtokoll(f *testing.F) {
	g := newWerk(9)
	p, _, err := g.Protokolliere(day("2024-01-01"), fakten{Kinder: []int64{1, 2}}, map[string]regel.Herkunft{"/kinder": {Stelle: "X"}})
	require.NoError(f, err)
	b, err := json.Marshal(p)
	require.NoError(f, err)
	f.Add(b)
	f.Add([]byte(`{}`))
	f.Add([]byte(`{"schritte":[{"art":"rechnung","tiefe":-9},{"tiefe":900}],"regelwerk":"zuschlag","stichtag":"2024-01-01","eingabe":{},"ergebnis":{}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := regel.ReadProtokoll(b)
		if err != nil {
			require.ErrorIs(t, err, regel.ErrProtokoll)
			return
		}
		p.Regelwerk = g.Name()
		if diff, err := g.Replay(p); err == nil {
			for _, d := range diff {
				require.NotEmpty(t, d.String())
			}
		}
	})
}

func TestVergleiche_CountsWinnersLosersSumsAndTracesExamples(t *testing.T) {
	g := newWerk(9)
	alt, neu := must(g.Recht(day("2027-01-01"))), must(g.Entwurf("BT-Drs. 99/1", day("2027-01-01")))
	population := make([]fakten, 100)
	for i := range population {
		population[i].Kinder = make([]int64, i%4)
		if i%10 == 0 {
			population[i].Einkommen = 1001
		}
	}
	betrag := func(e *ergebnis) int64 { return e.Betrag }
	progress := 0
	b, err := g.Vergleiche(t.Context(), alt, neu, slices.Values(population), betrag, regel.Vergleich{Beispiele: 10, Klasse: 5, Fortschritt: func(n int) { progress = n }})
	require.NoError(t, err)
	require.Equal(t, 100, progress)
	var wins, losses, same int
	var sumOld, sumNew int64
	for i := range population {
		x, y := g.Rechne(alt, &population[i], nil), g.Rechne(neu, &population[i], nil)
		sumOld, sumNew = sumOld+x.Betrag, sumNew+y.Betrag
		switch {
		case y.Betrag > x.Betrag:
			wins++
		case y.Betrag < x.Betrag:
			losses++
		default:
			same++
		}
	}
	require.Equal(t, []int{wins, losses, same}, []int{b.Gewinner, b.Verlierer, b.Gleich})
	require.Equal(t, []int64{sumOld, sumNew}, []int64{b.SummeAlt, b.SummeNeu})
	require.Len(t, b.Beispiele, 10)
	require.True(t, slices.IsSortedFunc(b.Beispiele, func(x, y regel.Beispiel) int { return int((y.Neu - y.Alt) - (x.Neu - x.Alt)) }), "gains first")
	require.Less(t, b.Beispiele[9].Neu, b.Beispiele[9].Alt)
	require.NotEmpty(t, b.Beispiele[0].WegAlt)
	require.NotEmpty(t, b.Beispiele[0].WegNeu)
	total := 0
	for _, k := range b.Verteilung {
		require.Equal(t, int64(5), k.Bis-k.Von)
		total += k.Faelle
	}
	require.Equal(t, 100, total)
}

func TestVergleiche_EndsWithTheContext(t *testing.T) {
	g := newWerk(9)
	law := must(g.Recht(day("2024-01-01")))
	ctx, cancel := context.WithCancel(t.Context())
	endless := func(yield func(fakten) bool) {
		for yield(fakten{}) {
		}
	}
	_, err := g.Vergleiche(ctx, law, law, endless, func(e *ergebnis) int64 { return e.Betrag }, regel.Vergleich{Fortschritt: func(int) { cancel() }})
	require.ErrorIs(t, err, context.Canceled)
	_, err = g.Vergleiche(t.Context(), nil, law, endless, func(e *ergebnis) int64 { return e.Betrag }, regel.Vergleich{})
	require.Error(t, err)
}

func TestLesart_HoldsTheVeryTablesAndSteps(t *testing.T) {
	g := newWerk(9)
	l := g.Lesart()
	require.Len(t, l.Kapitel, 1)
	require.Len(t, l.Fragen, 1)
	p, ok := g.Parameter("satz")
	require.True(t, ok)
	require.Equal(t, p, l.Kapitel[0].Parameter[0])
	_, ok = g.Parameter("nichts")
	require.False(t, ok)
	f, ok := g.Frage("Z-1")
	require.True(t, ok)
	require.Equal(t, "ja", f.Lesarten[f.Gewaehlt].Code)
	_, ok = g.Frage("Z-2")
	require.False(t, ok)
}
