// SPDX-License-Identifier: Apache-2.0

package rollout_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

// deutschland is a programme of five services in all Länder, and half a million
// events of a year: some twenty for each of 25,000 pairs.
var deutschland = sync.OnceValue(func() (w struct {
	programm rollout.Programm
	soll     []rollout.SollEreignis
	events   []rollout.Ereignis
},
) {
	w.programm = rollout.Programm{ID: "probe", Titel: "Probe", Ziel: day("2027-03-31")}
	for _, key := range []string{"99115005104001", "99107023017000", "99015007012000", "99059001104000", "99088002016000"} {
		d := rollout.Dienst{Leistung: leistung.MustParseSchluessel(key), Name: key}
		for land := range kommune.Laender() {
			art := rollout.RegelTraeger
			if land == kommune.BadenWuerttemberg {
				art = rollout.RegelGemeinden
			}
			d.Regeln = append(d.Regeln, rollout.Sollregel{Land: land, Art: art, Grund: "probe"})
		}
		w.programm.Dienste = append(w.programm.Dienste, d)
	}
	n := 0
	next := func() uuid.UUID { n++; return id(n) }
	soll, err := rollout.FillSoll(&w.programm, rollout.Fuellung{
		Verzeichnis: kommune.Deutschland(), Einwohnerstand: day("2024-12-31"), Ab: day("2026-01-01"), Erfasst: noon("2026-01-01"), NewID: next,
	})
	if err != nil {
		panic(err)
	}
	w.soll = soll
	way := []rollout.Art{rollout.ArtBekundet, rollout.ArtBeauftragt, rollout.ArtBegonnen, rollout.ArtBlockiert, rollout.ArtKontakt, rollout.ArtGeloest, rollout.ArtGeprueft, rollout.ArtAktiviert, rollout.ArtErprobt, rollout.ArtFreigegeben}
	for i := 0; len(w.events) < 500_000; i++ {
		row := &soll[i%len(soll)]
		k := i / len(soll)
		am := day("2026-01-02").AddDays((k*17 + i%13) % 360)
		e := rollout.Ereignis{
			ID: next(), Programm: "probe", Leistung: row.Leistung, Stelle: row.Stelle, Art: way[k%len(way)], Am: am,
			Erfasst: am.Start().AddDate(0, 0, i%5), Von: "landesteam/kuerzel-7f3a", Grund: "modul-fehlt", WartetAuf: rollout.VonHersteller, Schema: rollout.Schema,
		}
		if i%200 == 199 { // and corrections
			e.Korrigiert = w.events[len(w.events)-1].ID
			e.Leistung, e.Stelle = w.events[len(w.events)-1].Leistung, w.events[len(w.events)-1].Stelle
		}
		w.events = append(w.events, e)
	}
	return w
})

func geladen(b *testing.B) *rollout.Buch {
	b.Helper()
	w := deutschland()
	buch, err := rollout.NewBuch(w.programm)
	if err != nil {
		b.Fatal(err)
	}
	if err := buch.AddSoll(w.soll...); err != nil {
		b.Fatal(err)
	}
	if err := buch.Add(w.events...); err != nil {
		b.Fatal(err)
	}
	return buch
}

func BenchmarkAdd_500000Events(b *testing.B) {
	deutschland()
	b.ReportAllocs()
	for b.Loop() {
		geladen(b)
	}
}

func BenchmarkFigures_AllOfGermany(b *testing.B) {
	buch := geladen(b)
	first := buch.Programm().Dienste[0].Leistung
	for _, g := range []string{"DE", "09", "16061"} {
		for name, tag := range map[string]rollout.Stichtag{
			"today": heute("2026-12-31"), "in July as known today": stichtag("2026-07-01", "2026-12-31"), "in July as known in July": heute("2026-07-01"),
		} {
			gebiet := rollout.MustParseGebiet(g)
			for what, do := range map[string]func(){
				"coverage": func() { buch.At(tag).Deckung(first, gebiet) },
				"states":   func() { buch.At(tag).Staende(first, gebiet) },
				"blockers": func() { buch.At(tag).Hindernisse(first, gebiet) },
				"duration": func() { buch.At(tag).Dauer(first, gebiet, rollout.StandVorbereitung) },
				"week":     func() { buch.Unterschied(first, gebiet, rollout.Heute(tag.Gueltig.AddDays(-7)), tag) },
			} {
				b.Run(fmt.Sprintf("%s/%s/%s", what, g, name), func(b *testing.B) {
					for b.Loop() {
						do()
					}
				})
			}
		}
	}
}
