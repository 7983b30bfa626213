// SPDX-License-Identifier: Apache-2.0

package verfahren_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// stored returns the table as it is read back from a store.
func stored(t *testing.T, v verfahren.Verfahren) (back verfahren.Verfahren) {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &back))
	return back
}

// schritt returns the row of an act that leaves a state.
func schritt(v *verfahren.Verfahren, von verfahren.Zustand, akt verfahren.Akt) *verfahren.Schritt {
	for i := range v.Schritte {
		if s := &v.Schritte[i]; s.Akt == akt && s.Von[0] == von {
			return s
		}
	}
	panic("no such row: " + string(akt))
}

func frist(v *verfahren.Verfahren, name string) *verfahren.Frist {
	for i := range v.Fristen {
		if v.Fristen[i].Name == name {
			return &v.Fristen[i]
		}
	}
	panic("no such period: " + name)
}

// One line of a good table is spoilt, and the check says so.
func TestCheck_RefusesEachOneLineMutation(t *testing.T) {
	t.Parallel()
	ehe, kfz := eheschliessung(), ikfz()
	type v = *verfahren.Verfahren
	none := recht.Norm{}
	found := map[string]bool{}
	for _, m := range []struct {
		good  verfahren.Verfahren
		code  string
		name  string
		spoil func(v)
	}{
		{ehe, "VERFAHREN-NAME", "no name", func(v v) { v.Name = "" }},
		{ehe, "VERFAHREN-NAME", "no Fassung", func(v v) { v.Fassung = "" }},
		{ehe, "VERFAHREN-NAME", "two periods of one name", func(v v) { v.Fristen[0].Name = v.Fristen[1].Name }},
		{ehe, "VERFAHREN-NAME", "one role twice", func(v v) { v.Beteiligte = append(v.Beteiligte, v.Beteiligte[0]) }},
		{ehe, "VERFAHREN-NAME", "the authority as a person", func(v v) { v.Beteiligte[0].Rolle = verfahren.RolleBehoerde }},
		{kfz, "VERFAHREN-NAME", "an event without name", func(v v) { v.Anlaesse[0].Name = "" }},

		{ehe, "VERFAHREN-RECHT", "no norm for reasons", func(v v) { v.Recht.Begruendung = none }},
		{ehe, "VERFAHREN-RECHT", "no norm for the hearing", func(v v) { v.Recht.Anhoerung = none }},
		{ehe, "VERFAHREN-RECHT", "a level by no norm", func(v v) { v.Recht.NiveauNorm = none }},
		{ehe, "VERFAHREN-RECHT", "inaction without time", func(v v) { v.Recht.Untaetig = verfahren.Spanne{} }},
		{ehe, "VERFAHREN-BEHELF", "no remedy", func(v v) { v.Recht.Behelf = verfahren.Behelf{} }},
		{kfz, "VERFAHREN-BEHELF", "a Widerspruch without period", func(v v) { v.Recht.Behelf.Frist = verfahren.Spanne{} }},
		{kfz, "VERFAHREN-BEHELF", "a decision with a remedy by no norm", func(v v) {
			v.Entscheidungen[2].Behelf = &verfahren.Behelf{Art: verfahren.BehelfKlage, Frist: verfahren.Monate(1)}
		}},

		{ehe, "VERFAHREN-UNERREICHBAR", "a state that nothing leads to", func(v v) { schritt(v, "entwurf", "eingeladen").Nach = "" }},
		{ehe, "VERFAHREN-UNERREICHBAR", "an end that nothing leads to", func(v v) { v.Enden = append(v.Enden, "vertagt") }},
		{ehe, "VERFAHREN-NIE-GENOMMEN", "a row behind one that is always taken", func(v v) {
			v.Schritte = append(v.Schritte, verfahren.Schritt{Von: verfahren.In("entwurf"), Akt: "verworfen", Nach: "erloschen", Wer: verfahren.Wer("partner-a"), Norm: v.Recht.Beginn})
		}},
		{ehe, "VERFAHREN-ENDE", "an end that is left", func(v v) { schritt(v, "angemeldet", "geschlossen").Von = verfahren.In("erloschen") }},
		{kfz, "VERFAHREN-ENDE", "a decision that leaves an end", func(v v) { v.Entscheidungen[3].Von = verfahren.In("bestandskraeftig") }},
		{ehe, "VERFAHREN-ENDE", "a state that is no end and has no way on", func(v v) { v.Enden = v.Enden[1:] }},
		{ehe, "VERFAHREN-ENDE", "no end at all", func(v v) { v.Enden = nil }},

		{ehe, "VERFAHREN-AKTEUR", "nobody may do it", func(v v) { schritt(v, "angemeldet", "geschlossen").Wer = nil }},
		{ehe, "VERFAHREN-AKTEUR", "a role that is not declared", func(v v) { schritt(v, "entwurf", "verworfen").Wer = verfahren.Wer("trauzeuge") }},
		{ehe, "VERFAHREN-NORM", "an act by no norm", func(v v) { schritt(v, "angemeldet", "geschlossen").Norm = none }},
		{ehe, "VERFAHREN-NORM", "a decision by no norm", func(v v) { v.Entscheidungen[0].Norm = none }},
		{ehe, "VERFAHREN-NORM", "a period by no norm", func(v v) { v.Fristen[0].Norm = none }},
		{kfz, "VERFAHREN-NORM", "a stop by no norm", func(v v) { v.Fristen[0].Ruht = []verfahren.Ruhe{{Ab: "beanstandet"}} }},
		{ehe, "VERFAHREN-BEDINGUNG", "a condition that nobody can tell", func(v v) { schritt(v, "mitzeichnung", "bestaetigt").Wenn[0].Was = "vollmond" }},
		{kfz, "VERFAHREN-BEDINGUNG", "a count of none", func(v v) { schritt(v, "entwurf", "beanstandet").Wenn[0].N = 0 }},
		{ehe, "VERFAHREN-SELBST", "a person's step that happens by itself", func(v v) { schritt(v, "mitzeichnung", "eingereicht").Wer = verfahren.Wer("partner-a") }},
		{ehe, "VERFAHREN-SELBST", "a step by itself that waits for nothing", func(v v) { schritt(v, "mitzeichnung", "eingereicht").Wenn = nil }},
		{kfz, "VERFAHREN-SELBST", "a step by itself that goes on for ever", func(v v) { schritt(v, "zahlung", "eingereicht").Nach = "" }},

		{ehe, "VERFAHREN-ROLLE", "nobody takes part", func(v v) { v.Beteiligte = nil }},
		{ehe, "VERFAHREN-ROLLE", "how it stands is not said", func(v v) { v.Beteiligte[0].Stellung = "" }},
		{ehe, "VERFAHREN-ROLLE", "how it comes in is not said", func(v v) { v.Beteiligte[0].Zugang = "" }},
		{ehe, "VERFAHREN-ROLLE", "a role that acts and never comes in", func(v v) { v.Beteiligte[0].Zugang = verfahren.ZugangKeiner }},
		{ehe, "VERFAHREN-ROLLE", "a role that never acts", func(v v) {
			v.Beteiligte = append(v.Beteiligte, verfahren.Beteiligter{Rolle: "trauzeuge", Stellung: verfahren.StellungBefragter, Zugang: verfahren.ZugangEinladung})
		}},
		{ehe, "VERFAHREN-ROLLE", "writes what it does not see", func(v v) { v.Beteiligte[0].Sieht = v.Beteiligte[0].Sieht[:1] }},
		{ehe, "VERFAHREN-NIVEAU", "a login below the law", func(v v) { v.Beteiligte[1].Niveau = recht.NiveauSubstantiell }},
		{kfz, "VERFAHREN-NIVEAU", "a login of no level", func(v v) { v.Beteiligte[0].Niveau = 0 }},
		{kfz, "VERFAHREN-NIVEAU", "a level for a code", func(v v) { v.Beteiligte[0].Zugang = verfahren.ZugangCode }},
		{ehe, "VERFAHREN-ZEICHNUNG", "nobody signs", func(v v) { v.Beteiligte[0].Zeichnet, v.Beteiligte[1].Zeichnet = false, false }},
		{ehe, "VERFAHREN-ZEICHNUNG", "signs and cannot confirm", func(v v) { schritt(v, "mitzeichnung", "bestaetigt").Wer = verfahren.Wer("partner-a") }},
		{ehe, "VERFAHREN-ZEICHNUNG", "signs and sees nothing", func(v v) { v.Beteiligte[1].Sieht, v.Beteiligte[1].Schreibt = nil, nil }},
		{kfz, "VERFAHREN-ZEICHNUNG", "signs and is not waited for", func(v v) { v.Beteiligte[0].Zeichnet = true }},

		{ehe, "VERFAHREN-OHNE-FRIST", "a state without period", func(v v) { frist(v, "sechs-monate").In = verfahren.In("rueckfrage") }},
		{ehe, "VERFAHREN-OHNE-FRIST", "a period that may never begin", func(v v) { frist(v, "sechs-monate").Ab = []verfahren.Akt{"bearbeitet"} }},
		{kfz, "VERFAHREN-OHNE-FRIST", "a period that an act ends before", func(v v) { frist(v, "nachpruefung").Bis = []verfahren.Akt{"abgerufen"} }},
		{ehe, "VERFAHREN-HALTER", "a period for nobody", func(v v) { v.Fristen[0].Fuer = "" }},
		{ehe, "VERFAHREN-HALTER", "a period for a stranger", func(v v) { v.Fristen[0].Fuer = "trauzeuge" }},
		{ehe, "VERFAHREN-FRIST-DAUER", "no length", func(v v) { v.Fristen[0].Dauer = verfahren.Spanne{} }},
		{ehe, "VERFAHREN-FRIST-DAUER", "two ends", func(v v) { v.Fristen[0].Tag = verfahren.FristTagTermin }},
		{ehe, "VERFAHREN-FRIST-DAUER", "a length that leads backwards", func(v v) { v.Fristen[0].Dauer.Anzahl = -6 }},
		{ehe, "VERFAHREN-FRIST-DAUER", "an extension by no norm", func(v v) { v.Fristen[0].Laenger = &verfahren.Verlaengerung{} }},
		{ehe, "VERFAHREN-FRIST-ORT", "in a state that is not there", func(v v) { v.Fristen[0].In = append(v.Fristen[0].In, "vertagt") }},
		{ehe, "VERFAHREN-FRIST-ORT", "in an end", func(v v) { v.Fristen[0].In = append(v.Fristen[0].In, "erloschen") }},
		{ehe, "VERFAHREN-FRIST-ORT", "nowhere", func(v v) { v.Fristen[0].In = nil }},
		{ehe, "VERFAHREN-FRIST-ORT", "from an act that never happens", func(v v) { v.Fristen[0].Ab = []verfahren.Akt{"vertagt"} }},
		{ehe, "VERFAHREN-FRIST-WIRKUNG", "an end that does nothing", func(v v) { v.Fristen[0].Folge = "" }},
		{ehe, "VERFAHREN-FRIST-WIRKUNG", "an end that only a person can do", func(v v) { v.Fristen[0].Folge = "geschlossen" }},
		{ehe, "VERFAHREN-SCHWEIGEN", "silence where nobody was asked", func(v v) { v.Fristen[0].Schweigen = verfahren.SchweigenZustimmung }},
		{ehe, "VERFAHREN-SCHWEIGEN", "asked, and silence means nothing that is said", func(v v) { v.Fristen[0].Je = true }},

		{ehe, "VERFAHREN-ERGEBNIS", "comes to nothing", func(v v) { v.Entscheidungen[0].Ergebnis = nil }},
		{ehe, "VERFAHREN-ERGEBNIS", "comes to what there is not", func(v v) { v.Entscheidungen[0].Ergebnis[0] = "vertagt" }},
		{ehe, "VERFAHREN-ERGEBNIS", "a fiction that no period ends in", func(v v) { v.Entscheidungen[0].Ergebnis[0] = verfahren.ErgebnisFingiert }},
		{ehe, "VERFAHREN-SPIELRAUM", "how free is not said", func(v v) { v.Entscheidungen[0].Spielraum = "" }},
		{kfz, "VERFAHREN-ANHOERUNG", "a burden without hearing", func(v v) { v.Entscheidungen[3].Wenn = nil }},
		{ehe, "VERFAHREN-ANHOERUNG", "another burden without hearing", func(v v) { v.Entscheidungen[1].Belastet = true }},
		{ehe, "VERFAHREN-ANHOERUNG", "waits for a hearing that never is", func(v v) { v.Entscheidungen[1].Wenn = verfahren.Wenn(verfahren.SacheGehoert) }},
		{kfz, "VERFAHREN-AUTOMATIK", "a machine with discretion", func(v v) { v.Entscheidungen[0].Spielraum = verfahren.SpielraumErmessen }},
		{kfz, "VERFAHREN-AUTOMATIK", "a machine with a margin", func(v v) { v.Entscheidungen[0].Spielraum = verfahren.SpielraumBeurteilung }},
		{kfz, "VERFAHREN-AUTOMATIK", "no statute allows it", func(v v) { v.Entscheidungen[0].Automatisch.Norm = v.Recht.Automatik }},
		{kfz, "VERFAHREN-AUTOMATIK", "no norm at all", func(v v) { v.Entscheidungen[0].Automatisch.Norm = none }},
		{kfz, "VERFAHREN-AUTOMATIK", "no way to a person", func(v v) { v.Entscheidungen[0].Automatisch.Sonst = "abgebrochen" }},
		{kfz, "VERFAHREN-AUTOMATIK", "no sample", func(v v) { v.Entscheidungen[0].Automatisch.Stichprobe = 0 }},
		{kfz, "VERFAHREN-VIER-AUGEN", "a machine and two persons", func(v v) { v.Entscheidungen[0].VierAugen = true }},

		{ehe, "VERFAHREN-AUFBEWAHRUNG", "kept for ever", func(v v) { v.Aufbewahrung = v.Aufbewahrung[1:] }},
		{ehe, "VERFAHREN-AUFBEWAHRUNG", "one kind kept for ever", func(v v) { v.Aufbewahrung[0].Was = v.Aufbewahrung[0].Was[1:] }},
		{ehe, "VERFAHREN-AUFBEWAHRUNG", "by two rows", func(v v) { v.Aufbewahrung = append(v.Aufbewahrung, v.Aufbewahrung[0]) }},
		{ehe, "VERFAHREN-AUFBEWAHRUNG", "by no norm", func(v v) { v.Aufbewahrung[0].Norm = none }},
		{ehe, "VERFAHREN-AUFBEWAHRUNG", "erased while it is open", func(v v) { v.Aufbewahrung[0].In = append(v.Aufbewahrung[0].In, "eingereicht") }},
		{kfz, "VERFAHREN-ANLASS", "opens a case that costs a fee", func(v v) { v.Anlaesse[0].Weise = verfahren.AnlassBeginn }},
		{ehe, "VERFAHREN-ANLASS", "opens a case that law wants applied for", func(v v) {
			v.Anlaesse = []verfahren.Anlass{{Name: "geburt", Norm: v.Recht.Beginn, Weise: verfahren.AnlassBeginn, Rolle: "partner-a"}}
		}},
		{kfz, "VERFAHREN-ANLASS", "no norm lets the data flow", func(v v) { v.Anlaesse[0].Norm = none }},
		{kfz, "VERFAHREN-ANLASS", "for nobody", func(v v) { v.Anlaesse[0].Rolle = "nachbar" }},
		{kfz, "VERFAHREN-ANLASS", "what it does is not said", func(v v) { v.Anlaesse[0].Weise = "" }},
	} {
		good := stored(t, m.good)
		require.Empty(t, good.Check(), m.good.Name)
		m.spoil(&good)
		befunde := good.Check()
		require.True(t, befunde.Has(m.code), "%s: %v", m.name, befunde)
		_, err := verfahren.New(good)
		require.ErrorIs(t, err, recht.ErrInvalid, m.name)
		require.Panics(t, func() { verfahren.MustNew(good) })
		found[m.code] = true
	}
	for _, code := range verfahren.Codes() {
		require.True(t, found[code], "%s has no mutation", code)
	}
}

func TestVerfahren_MeansTheSameWhenItIsReadBack(t *testing.T) {
	t.Parallel()
	for _, v := range []verfahren.Verfahren{eheschliessung(), ikfz()} {
		back := stored(t, v)
		require.Equal(t, v.Digest(), back.Digest())
		first, err := verfahren.New(v)
		require.NoError(t, err)
		second, err := verfahren.New(back)
		require.NoError(t, err)
		require.Equal(t, first.Mermaid(), second.Mermaid())
		require.Equal(t, first.Ablaufplan(), second.Ablaufplan())
		require.Equal(t, first.Zeilen(), second.Zeilen())
		back.Fristen[0].Fest = !back.Fristen[0].Fest
		require.NotEqual(t, v.Digest(), back.Digest(), "another table has another digest")
	}
}

// The codes of procedure carry each a whole table.
func TestRecht_CarriesATable(t *testing.T) {
	t.Parallel()
	for _, r := range []verfahren.Recht{verfahren.VwVfG(), verfahren.SGBX(), verfahren.AO(), verfahren.PStG(), verfahren.FZV()} {
		v := eheschliessung()
		v.Recht = r
		require.Empty(t, v.Check(), r.Name)
		require.Equal(t, r.Name == "PStG", r.Behelf.Frist.IsZero(), "only the court is asked without a period")
		require.Equal(t, r.Name != "SGB X" && r.Name != "AO", r.GesetzNoetig, "§ 35a VwVfG asks for a statute, § 31a SGB X and § 155 AO do not")
	}
}

func TestStep_OverTheFullProductTakesARowOfTheTableOrNone(t *testing.T) {
	t.Parallel()
	for _, v := range []verfahren.Verfahren{eheschliessung(), ikfz()} {
		table := verfahren.MustNew(v)
		for _, von := range table.Zustaende() {
			for _, akt := range table.Akte() {
				taken, err := table.Step(von, akt, verfahren.Lage{})
				if err != nil {
					require.Nil(t, taken)
					continue
				}
				require.Equal(t, akt, taken.Akt)
				require.Contains(t, taken.Von, von)
				require.Empty(t, withoutCounts(taken.Wenn), "nothing holds: %s in %s", akt, von)
				require.Contains(t, table.Zustaende(), taken.Ziel(von))
			}
		}
	}
}

func withoutCounts(conditions []verfahren.Bedingung) (left []verfahren.Bedingung) {
	for _, b := range conditions {
		if b.Was != verfahren.SacheHoechstens {
			left = append(left, b)
		}
	}
	return left
}

func BenchmarkStep(b *testing.B) {
	table := verfahren.MustNew(eheschliessung())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := table.Step("mitzeichnung", "eingereicht", verfahren.Lage{Bestaetigt: true}); err != nil {
			b.Fatal(err)
		}
	}
}

func TestStep_DoesNotAllocate(t *testing.T) {
	table := verfahren.MustNew(eheschliessung())
	require.Zero(t, testing.AllocsPerRun(100, func() {
		_, _ = table.Step("mitzeichnung", "eingereicht", verfahren.Lage{Bestaetigt: true})
	}))
}
