// SPDX-License-Identifier: Apache-2.0

package rollout_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

// satzung is what a service wants to know of each authority.
type satzung struct {
	Fachverfahren string `json:"fachverfahren"`
	GebuehrCent   int64  `json:"gebuehrCent"`
}

func pruefe(s *satzung) (befunde recht.Befunde) {
	if s.Fachverfahren == "" {
		befunde = append(befunde, recht.Befund{Code: "PROBE-01", Pointer: "/fachverfahren"})
	}
	if s.GebuehrCent < 0 {
		befunde = append(befunde, recht.Befund{Code: "PROBE-02", Pointer: "/gebuehrCent"})
	}
	return befunde
}

func einstellungen(t *testing.T, l *rollout.Leitstelle) *rollout.Einstellungen[satzung] {
	t.Helper()
	e, err := rollout.NewEinstellungen(l, wohnsitz, pruefe)
	require.NoError(t, err)
	return e
}

func gesetzt(n int, stelle, ab string, werte satzung) rollout.Einstellung[satzung] {
	return rollout.Einstellung[satzung]{ID: id(5000 + n), Stelle: rollout.MustParseStelle(stelle), Ab: day(ab), Von: "landesteam/kuerzel-7f3a", Werte: werte}
}

func TestEinstellungen_AreDatedAndHoldOnlyForWhoIsLive(t *testing.T) {
	store := bausteine.NewMemory(bausteine.Config{Now: func() time.Time { return noon("2026-03-01") }})
	t.Cleanup(func() { _ = store.Close() })
	l := leitstelle(t, store)
	soll, events := inhalt(goldwelt(t).buch)
	require.NoError(t, l.Record(t.Context(), soll, events))
	e := einstellungen(t, l)
	for n, s := range []rollout.Einstellung[satzung]{
		gesetzt(1, goldB, "2026-02-01", satzung{"Meldewesen 4", 0}),
		gesetzt(2, goldB, "2026-06-15", satzung{"Meldewesen 5", 750}),
		gesetzt(3, goldC, "2026-01-01", satzung{"Meldewesen 4", 0}),
	} {
		befunde, err := e.Set(t.Context(), s)
		require.NoError(t, err, n)
		require.Empty(t, befunde)
		befunde, err = e.Set(t.Context(), s)
		require.NoError(t, err, "twice has no effect")
		require.Empty(t, befunde)
	}
	member := kommune.MustParseAGS("16061012")
	for tag, want := range map[string]string{
		"2026-02-28": "", "2026-03-01": "Meldewesen 4", "2026-06-14": "Meldewesen 4", "2026-06-15": "Meldewesen 5",
		"2026-07-01": "", "2026-08-01": "Meldewesen 5", // suspended in July
	} {
		werte, ok := e.At(member, day(tag))
		require.Equal(t, want != "", ok, tag)
		require.Equal(t, want, werte.Fachverfahren, tag)
	}
	_, ok := e.At(kommune.MustParseAGS("16061021"), day("2026-05-01"))
	require.False(t, ok, "declined, whatever is set")
	_, ok = e.At(kommune.MustParseAGS("16061001"), day("2026-05-01"))
	require.False(t, ok, "live, and nothing set")
	moved := kommune.MustParseAGS("16061022") // from C to B on 1 June
	werte, ok := e.At(moved, day("2026-06-20"))
	require.True(t, ok)
	require.Equal(t, int64(750), werte.GebuehrCent, "of the authority that acts for it now")

	open := e.Offen(rollout.Heute(day("2026-05-01")))
	require.Len(t, open, 1)
	require.Equal(t, goldA, open[0].Stelle.String(), "due, nothing set")
}

func TestEinstellungen_RefuseWhatTheServiceDoesNotTake(t *testing.T) {
	l := leitstelle(t, speicher(t))
	e := einstellungen(t, l)
	befunde, err := e.Set(t.Context(), gesetzt(1, goldA, "2026-02-01", satzung{"", -1}))
	require.NoError(t, err)
	require.Equal(t, []string{"PROBE-01", "PROBE-02"}, codesOf(befunde), "all at once, and nothing is kept")
	_, ok := e.Of(rollout.MustParseStelle(goldA), rollout.Heute(day("2026-03-01")))
	require.False(t, ok)

	good := gesetzt(1, goldA, "2026-02-01", satzung{"Meldewesen 4", 0})
	_, err = e.Set(t.Context(), good)
	require.NoError(t, err)
	good.Werte.GebuehrCent = 1
	_, err = e.Set(t.Context(), good)
	require.ErrorIs(t, err, rollout.ErrConflict, "the same id with other values")
	for name, change := range map[string]func(*rollout.Einstellung[satzung]){
		"no id":        func(e *rollout.Einstellung[satzung]) { e.ID = [16]byte{} },
		"no authority": func(e *rollout.Einstellung[satzung]) { e.Stelle = rollout.Stelle{} },
		"no day":       func(e *rollout.Einstellung[satzung]) { e.Ab = datum.Datum{} },
		"a long name":  func(e *rollout.Einstellung[satzung]) { e.Von = strings.Repeat("x", 10_000) },
		"too large":    func(e *rollout.Einstellung[satzung]) { e.Werte.Fachverfahren = strings.Repeat("x", 70_000) },
	} {
		other := gesetzt(2, goldA, "2026-02-01", satzung{"Meldewesen 4", 0})
		change(&other)
		_, err := e.Set(t.Context(), other)
		require.ErrorIs(t, err, rollout.ErrEvent, name)
	}
	_, err = rollout.NewEinstellungen(l, leistung.MustParseSchluessel("99107023017000"), pruefe)
	require.ErrorIs(t, err, rollout.ErrUnknown, "no service of the programme")
}

// Both axes: what was known last month is reproduced after a correction.
func TestEinstellungen_CorrectionsLeaveWhatWasKnown(t *testing.T) {
	now := "2026-03-01"
	store := bausteine.NewMemory(bausteine.Config{Now: func() time.Time { return noon(now) }})
	t.Cleanup(func() { _ = store.Close() })
	e := einstellungen(t, leitstelle(t, store))
	_, err := e.Set(t.Context(), gesetzt(1, goldA, "2026-02-01", satzung{"Meldewesen 4", 0}))
	require.NoError(t, err)
	now = "2026-04-01"
	_, err = e.Set(t.Context(), gesetzt(2, goldA, "2026-02-01", satzung{"Meldewesen 4.1", 0}))
	require.NoError(t, err)
	stelle := rollout.MustParseStelle(goldA)
	then, ok := e.Of(stelle, stichtag("2026-03-15", "2026-03-15"))
	require.True(t, ok)
	today, ok := e.Of(stelle, stichtag("2026-03-15", "2026-04-02"))
	require.True(t, ok)
	require.Equal(t, []string{"Meldewesen 4", "Meldewesen 4.1"}, []string{then.Werte.Fachverfahren, today.Werte.Fachverfahren})
	require.NotEqual(t, then.Hash, today.Hash, "a dry run with the others does not count")
	require.Len(t, today.Hash, 64)
	_, ok = e.Of(stelle, stichtag("2026-01-31", "2026-04-02"))
	require.False(t, ok)
}

// A service that asks for more than
// before does not run on what no longer fits.
func TestEinstellungen_AreHeldAgainstWhatTheServiceWantsToday(t *testing.T) {
	store := bausteine.NewMemory(bausteine.Config{Now: func() time.Time { return noon("2026-02-10") }})
	t.Cleanup(func() { _ = store.Close() })
	l := leitstelle(t, store)
	soll, events := inhalt(goldwelt(t).buch)
	require.NoError(t, l.Record(t.Context(), soll, events))
	e := einstellungen(t, l)
	_, err := e.Set(t.Context(), gesetzt(1, goldA, "2026-02-01", satzung{"Meldewesen 4", 0}))
	require.NoError(t, err)
	stricter, err := rollout.NewEinstellungen(l, wohnsitz, func(s *satzung) recht.Befunde {
		if !strings.HasPrefix(s.Fachverfahren, "Meldewesen 5") {
			return recht.Befunde{{Code: "PROBE-03", Pointer: "/fachverfahren"}}
		}
		return nil
	})
	require.NoError(t, err)
	_, ok := stricter.At(kommune.MustParseAGS("16061001"), day("2026-03-01"))
	require.False(t, ok)
	open := stricter.Offen(rollout.Heute(day("2026-02-15")))
	require.Equal(t, []string{goldC, goldA, goldB, goldD}, stellen(open))
	require.Equal(t, []string{"PROBE-03"}, codesOf(open[1].Befunde))
	require.Equal(t, []string{"ROLLOUT-EINSTELLUNG-01"}, codesOf(open[0].Befunde))
}

func codesOf(befunde recht.Befunde) (codes []string) {
	for _, b := range befunde {
		codes = append(codes, b.Code)
	}
	return codes
}

func stellen(open []rollout.OffeneEinstellung) (keys []string) {
	for _, o := range open {
		keys = append(keys, o.Stelle.String())
	}
	return keys
}

// Where a service is not live, a person learns what is so and what works there.
func TestAuskunft_SaysHonestlyWhatIsSo(t *testing.T) {
	buch := goldwelt(t).buch
	for _, c := range []struct{ tag, ags, want string }{
		{"2026-01-15", "16061001", "noch nicht online"},
		{"2026-02-15", "16061001", ""},
		{"2026-05-15", "16061021", "bietet diesen Dienst nicht online an"},
		{"2026-07-15", "16061012", "zurzeit gestört"},
		{"2026-08-15", "16061012", ""},
		{"2026-05-15", "16061009", "niemand"},
	} {
		a := buch.At(heute(c.tag)).Auskunft(wohnsitz, kommune.MustParseAGS(c.ags))
		require.Equal(t, c.want == "", a.Live, "%v", c)
		if c.want == "niemand" {
			require.True(t, a.Stelle.IsZero())
			require.Contains(t, a.Text.In("de"), "keine Verwaltung")
			continue
		}
		require.Contains(t, a.Text.In("de"), c.want)
		require.Equal(t, a.Live, a.Text.IsZero())
	}
}
