// SPDX-License-Identifier: Apache-2.0

package rollout_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

// The programme office records what happened; the store's worker erases in time
// who recorded it. Where a crash swallowed the answer, the same events are recorded
// once more, without effect.
func ExampleLeitstelle() {
	now := time.Date(2026, time.November, 30, 9, 0, 0, 0, time.UTC)
	store := bausteine.NewMemory(bausteine.Config{Now: func() time.Time { return now }}) // in its place: bausteine.OpenSQLite(...)
	defer store.Close()
	ctx, end := context.WithCancel(context.Background())
	office, err := rollout.NewLeitstelle(ctx, store, einfach(), rollout.Config{Keep: bausteine.Period{Days: 30}})
	if err != nil {
		fmt.Println(err)
		return
	}
	stopped := make(chan error)
	go func() { stopped <- store.Run(ctx) }()

	event := rollout.Ereignis{
		ID: uuid.MustParse("01900000-0000-7000-8000-000000000001"), Programm: "probe", Leistung: wohnsitz, Stelle: rollout.MustParseStelle("160510000"),
		Art: rollout.ArtBekundet, Am: datum.Of(now), Erfasst: now, Von: "landesteam/kuerzel-7f3a", Herkunft: rollout.HerkunftHand,
	}
	fmt.Println(office.Record(ctx, nil, []rollout.Ereignis{event}))
	end() // the process is killed here, and starts again
	if err := <-stopped; err != nil && !errors.Is(err, context.Canceled) {
		fmt.Println(err)
	}
	ctx, end = context.WithCancel(context.Background())
	defer end()
	go func() { stopped <- store.Run(ctx) }()
	fmt.Println(office.Record(ctx, nil, []rollout.Ereignis{event}))
	for line := range office.Buch().Ereignisse() {
		fmt.Println(line.Art, line.Am)
	}
	// Output:
	// <nil>
	// <nil>
	// bekundet 2026-11-30
}

// What moved between two reports, split by cause: of 1,600 people more, 1,000 have
// a Gemeinde that went live, and 600 came to it by a merger.
func ExampleBuch_Unterschied() {
	buch, err := rollout.NewBuch(einfach())
	if err != nil {
		fmt.Println(err)
		return
	}
	due := func(n int, am string, art rollout.SollArt, stelle string, cause rollout.Ursache, people int) rollout.SollEreignis {
		e := rollout.SollEreignis{
			ID: id(n), Programm: "probe", Leistung: wohnsitz, Stelle: rollout.MustParseStelle(stelle), Art: art, Einwohnerstand: day("2024-12-31"),
			Am: day(am), Erfasst: noon(am), Ursache: cause, Grund: "register",
		}
		if people > 0 {
			e.Gemeinden = []rollout.Gemeindezeile{{AGS: kommune.MustParseAGS(stelle[:5] + stelle[6:]), Einwohner: people}}
		}
		return e
	}
	err = buch.AddSoll(
		due(1, "2026-01-01", rollout.SollAufgenommen, "160610001", rollout.UrsacheSoll, 1000),
		due(2, "2026-01-01", rollout.SollAufgenommen, "160610009", rollout.UrsacheSoll, 600),
		due(3, "2026-04-01", rollout.SollEntfallen, "160610009", rollout.UrsacheGebiet, 0), // went up in the other
		due(4, "2026-04-01", rollout.SollGeaendert, "160610001", rollout.UrsacheGebiet, 1600),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	err = buch.Add(rollout.Ereignis{
		ID: id(5), Programm: "probe", Leistung: wohnsitz, Stelle: rollout.MustParseStelle("160610001"), Art: rollout.ArtFreigegeben,
		Am: day("2026-02-02"), Erfasst: noon("2026-02-02"), Von: "landesteam/kuerzel-7f3a", Herkunft: rollout.HerkunftHand,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	u := buch.Unterschied(wohnsitz, rollout.MustParseGebiet("16"), rollout.Heute(day("2026-01-05")), rollout.Heute(day("2026-04-06")))
	fmt.Println(u.GoLives.Einwohner, u.Gebiet.Einwohner, u.Live().Einwohner)
	// Output:
	// 1000 600 1600
}

// What each authority sets for a service is a value that the service declares, dated
// and checked; who is not live takes no part, and a person learns what is so.
func ExampleEinstellungen() {
	type werte struct {
		Fachverfahren string `json:"fachverfahren"`
		GebuehrCent   int64  `json:"gebuehrCent"`
	}
	ctx := context.Background()
	store := bausteine.NewMemory(bausteine.Config{Now: func() time.Time { return noon("2026-02-01") }})
	defer store.Close()
	office, err := rollout.NewLeitstelle(ctx, store, einfach(), rollout.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	settings, err := rollout.NewEinstellungen(office, wohnsitz, func(w *werte) (befunde recht.Befunde) {
		if w.Fachverfahren == "" {
			befunde.Add("MELDUNG-01", "/fachverfahren", "missing")
		}
		return befunde
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	erfurt, gemeinde := rollout.MustParseStelle("160510000"), kommune.MustParseAGS("16051000")
	set := rollout.Einstellung[werte]{ID: id(1), Stelle: erfurt, Ab: day("2026-02-01"), Von: "landesteam/kuerzel-7f3a"}
	findings, err := settings.Set(ctx, set)
	fmt.Println(findings, err)
	set.Werte.Fachverfahren = "Meldewesen 4"
	findings, err = settings.Set(ctx, set)
	fmt.Println(len(findings), err)

	_, ok := settings.At(gemeinde, day("2026-02-02"))
	fmt.Println("takes part:", ok)
	fmt.Println(office.Buch().At(rollout.Heute(day("2026-02-02"))).Auskunft(wohnsitz, gemeinde).Text.English())
	// Output:
	// [MELDUNG-01 /fachverfahren: missing] <nil>
	// 0 <nil>
	// takes part: false
	// No authority is listed here for this place. Please ask your municipality.
}
