// SPDX-License-Identifier: Apache-2.0

package rollout_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/rollout"
	"github.com/deutschland-stack/bausteine/leistung/rollout/pvog"
)

func abzug(t *testing.T, rows string) *pvog.Abzug {
	t.Helper()
	a, err := pvog.ReadCSV(strings.NewReader("leika_key;ars;url;online_status;aktiv\n"+rows), pvog.Config{Stand: day("2026-09-29")})
	require.NoError(t, err)
	return a
}

func TestAbgleich_FourTruthsAndTheirDifferences(t *testing.T) {
	w := goldwelt(t) // on 1 October A, B and C are live
	w.soll("2026-09-21", aufgenommen, "160610050", "16061050=5000", programmgrund)
	w.soll("2026-09-21", aufgenommen, "160610051", "16061051=10", programmgrund)
	extract := abzug(t, `99115005104001;160610001001;https://a.example;ok;ja
99115005104001;160615002000;https://b.example;nicht ok;ja
99115005104001;160615053021;https://c.example;ok;nein
99115005104001;160610050050;https://e.example;ok;ja
99115005104001;160610050050;https://e2.example;;
99115005104001;160000000000;https://land.example;ok;ja
`)
	s := w.buch.At(heute("2026-10-01"))
	a := s.Abgleich(wohnsitz, thueringen, rollout.Quellen{PVOG: extract})
	require.Equal(t, [2]int64{3, 5}, paar(a.Gemeldet)) // A, B, C
	require.Equal(t, [2]int64{3, 5}, paar(a.Gelistet), "A, B and E; C is switched off")
	require.Equal(t, [2]int64{2, 5}, paar(a.Erreichbar), "A and E")
	require.Equal(t, rollout.ZaehlweiseGemessen, a.Erreichbar.Zaehlweise)
	require.Equal(t, day("2026-09-29"), a.Erreichbar.ZaehlerTag.Gueltig, "numerator and denominator have days of their own")
	require.Equal(t, day("2026-10-01"), a.Erreichbar.NennerTag.Gueltig)
	drift := map[string][]rollout.Abweichung{}
	for _, z := range a.Zeilen {
		drift[z.Stelle.String()] = z.Abweichung
		require.Empty(t, z.Genutzt, "without data nothing is known of the use")
	}
	require.Equal(t, map[string][]rollout.Abweichung{
		goldA: nil, goldB: {rollout.GelistetTot}, goldC: {rollout.GemeldetNichtGelistet, rollout.GelistetInaktiv},
		"160610050": {rollout.GelistetNichtGemeldet, rollout.MehrereAdressen}, "160610051": nil,
	}, drift)

	// With the levels above the entry of the Land covers all.
	extract.MitUebergeordneten = true
	a = s.Abgleich(wohnsitz, thueringen, rollout.Quellen{PVOG: extract})
	require.Equal(t, [2]int64{5, 5}, paar(a.Gelistet))

	// An extract that moved by more than a fifth gives no figures.
	a = s.Abgleich(wohnsitz, thueringen, rollout.Quellen{PVOG: extract, Vorher: &pvog.Abzug{Zeilen: extract.Zeilen[:4]}})
	require.True(t, a.Unsicher)
	require.Zero(t, a.Gelistet)
}

func nutzung(t *testing.T, rows string, whole bool) *rollout.Nutzung {
	t.Helper()
	n, befunde, err := rollout.ReadNutzung(strings.NewReader("monat;leika;ars;anzahl\n"+rows), whole)
	require.NoError(t, err)
	require.Empty(t, befunde)
	return n
}

func TestAbgleich_UnusedNeedsThreeExpectedCasesAndSixtyDays(t *testing.T) {
	w := neueWelt(t)
	for stelle, rows := range map[string]string{goldA: "16061001=10000", goldB: "16061011=8000", goldC: "16061021=500", goldD: "16061009=8000"} {
		w.soll("2026-01-01", aufgenommen, stelle, rows, programmgrund)
	}
	w.event("2026-01-01", goldA, rollout.ArtFreigegeben)
	w.event("2026-01-01", goldB, rollout.ArtFreigegeben)
	w.event("2026-01-01", goldC, rollout.ArtFreigegeben)
	w.event("2026-03-01", goldD, rollout.ArtFreigegeben)
	// 40 cases in 31 + 28 + 31 = 90 days: of A. The others had none.
	data := nutzung(t, "2026-01;99115005104001;160610001001;20\n2026-03;99115005104001;160610001001;20\n", true)
	s := w.buch.At(heute("2026-04-01"))
	a := s.Abgleich(wohnsitz, thueringen, rollout.Quellen{Nutzung: data})
	// Rate: 40 / (90·10,000 + 90·8,000 + 90·500 + 31·8,000) = 40 / 1,913,000.
	// B: 90·8,000 → 15.05 expected; C: 90·500 → 0.94; D: live for 31 days.
	drift := map[string]int{}
	for _, z := range a.Zeilen {
		drift[z.Stelle.String()] = len(z.Abweichung)
	}
	require.Equal(t, map[string]int{goldA: 0, goldB: 1, goldC: 0, goldD: 0}, drift)
	require.Equal(t, [2]int64{1, 4}, paar(a.Genutzt))
	// Where an area without a row may be unknown, nobody is accused.
	data.Vollstaendig = false
	a = s.Abgleich(wohnsitz, thueringen, rollout.Quellen{Nutzung: data})
	for _, z := range a.Zeilen {
		require.Empty(t, z.Abweichung)
	}
	require.Equal(t, [2]int64{1, 1}, paar(a.Genutzt))
}

func TestReadNutzung_AllFindingsAtOnce(t *testing.T) {
	n, befunde, err := rollout.ReadNutzung(strings.NewReader("monat,leika,ars,anzahl\n2026-13,99115005104001,160610001001,1\n2026-01,x,160610001001,1\n2026-01,99115005104001,1606,1\n2026-01,99115005104001,160610001001,-1\n2026-01\n"), true)
	require.NoError(t, err)
	require.Nil(t, n, "no partial import")
	require.Len(t, befunde, 5)
	_, befunde, err = rollout.ReadNutzung(strings.NewReader("monat;leika;ars;geheim\n"), true)
	require.NoError(t, err)
	require.Len(t, befunde, 2, "one column is missing, one is unknown")
}

func TestReadEreignisse_AllOrNone(t *testing.T) {
	n := 0
	next := func() uuid.UUID { n++; return id(n) }
	vorlage := rollout.Ereignis{Programm: "probe", Erfasst: noon("2026-02-02"), Von: "programmbuero/1"}
	good := "leistung;traeger;art;am;grund;wartet_auf\n99115005104001;160610001;bekundet;2026-02-01;;\n99115005104001;160610001;blockiert;2026-02-02;modul-fehlt;hersteller\n"
	events, befunde, err := rollout.ReadEreignisse(strings.NewReader(good), vorlage, next)
	require.NoError(t, err)
	require.Empty(t, befunde)
	require.Len(t, events, 2)
	require.Equal(t, rollout.HerkunftImport, events[0].Herkunft)
	require.Equal(t, "programmbuero/1", events[0].Von)
	buch, err := rollout.NewBuch(einfach())
	require.NoError(t, err)
	require.NoError(t, buch.Add(events...))
	events, befunde, err = rollout.ReadEreignisse(strings.NewReader(good+"99115005104001;x;bekundet;2026-02-01;;\n99115005104001;160610001;blockiert;2026-02-02;;\n"), vorlage, next)
	require.NoError(t, err)
	require.Nil(t, events)
	require.Equal(t, []string{"/3/traeger", "/4/art"}, []string{befunde[0].Pointer, befunde[1].Pointer})
}

func TestReadFragebogen(t *testing.T) {
	head := "leistung;ars;name;oe_id;dvdv;plz;link;kontakt\n"
	list, befunde, err := rollout.ReadFragebogen(strings.NewReader(head + "99115005104001;160615001114;Teistungen;L100;ags:16061114;37339, 37345;https://a.example;k-17\n"))
	require.NoError(t, err)
	require.Empty(t, befunde)
	require.Equal(t, []string{"37339", "37345"}, list[0].PLZ)
	for name, row := range map[string]string{
		"leistung": "x;160615001114;T;L;ags:16061114;37339;https://a.example;k",
		"ars":      "99115005104001;1606;T;L;ags:16061114;37339;https://a.example;k",
		"dvdv":     "99115005104001;160615001114;T;L;16061114;37339;https://a.example;k",
		"plz":      "99115005104001;160615001114;T;L;ags:16061114;3733;https://a.example;k",
		"name":     "99115005104001;160615001114;;L;ags:16061114;37339;https://a.example;k",
		"oe_id":    "99115005104001;160615001114;T;;ags:16061114;37339;https://a.example;k",
		"link":     "99115005104001;160615001114;T;L;ags:16061114;37339;http://a.example;k",
		"kontakt":  "99115005104001;160615001114;T;L;ags:16061114;37339;https://a.example;erika@muster.example",
	} {
		list, befunde, err := rollout.ReadFragebogen(strings.NewReader(head + row + "\n"))
		require.NoError(t, err)
		require.Nil(t, list)
		require.Len(t, befunde, 1, name)
		require.Equal(t, "/1/"+name, befunde[0].Pointer)
	}
}

func TestWriteCSV_NoFormulasAndKeysAsText(t *testing.T) {
	w := neueWelt(t)
	e := w.soll("2026-01-01", aufgenommen, "160610001", a, programmgrund)
	for i, name := range []string{`=HYPERLINK("http://x")`, "+1", "-1", "@x", "gut; mit \"Zeichen\""} {
		e.ID, e.Name, e.Korrigiert, e.Erfasst = id(100+i), name, id(1), noon("2026-01-0"+string(rune('2'+i)))
		require.NoError(t, w.buch.AddSoll(e))
		var out bytes.Buffer
		require.NoError(t, w.buch.At(rollout.Heute(day("2026-01-02").AddDays(i))).WriteCSV(&out, wohnsitz, thueringen))
		if strings.ContainsAny(name[:1], "=+-@") {
			require.Contains(t, out.String(), "'"+name[:1])
		} else {
			require.Contains(t, out.String(), `"gut; mit ""Zeichen"""`)
		}
		require.Contains(t, out.String(), ";160610001;")
	}
}

func FuzzReadTables(f *testing.F) {
	f.Add("monat;leika;ars;anzahl\n2026-01;99115005104001;160610001001;20\n")
	f.Add("leistung;ars;name;oe_id;dvdv;plz;link\n")
	f.Add("leistung,traeger,art,am\n")
	f.Fuzz(func(t *testing.T, text string) {
		n, befunde, err := rollout.ReadNutzung(strings.NewReader(text), true)
		require.Equal(t, err != nil || len(befunde) > 0, n == nil)
		_, _, _ = rollout.ReadFragebogen(strings.NewReader(text))
		_, _, _ = rollout.ReadEreignisse(strings.NewReader(text), rollout.Ereignis{Programm: "p", Erfasst: noon("2026-01-01")}, func() uuid.UUID { return id(1) })
	})
}
