// SPDX-License-Identifier: Apache-2.0

package falltest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// verlobt plays a marriage to where both have a part in it.
func verlobt(t *testing.T, open Open) *Spiel {
	t.Helper()
	s := neu(t, open, "2026-05-04T08:00:00Z", fall.Config{})
	s.tut(fall.Handlung{Verfahren: "eheschliessung", Wer: erika, Akt: verfahren.AktBegonnen, Teile: fall.Teile{"a": angaben("Kaiser")}}, "entwurf")
	s.tut(fall.Handlung{Wer: erika, Akt: verfahren.AktBearbeitet, Teile: fall.Teile{"gemeinsam": angaben("kein Ehename")}}, "entwurf")
	s.tut(fall.Handlung{Wer: erika, Akt: verfahren.AktEingeladen, Code: code}, "mitzeichnung")
	s.tutNicht(fall.Handlung{Wer: max, Akt: verfahren.AktBeigetreten}, fall.ErrNotFound)
	s.tutNicht(fall.Handlung{Wer: max, Akt: verfahren.AktBeigetreten, Code: "ein-falscher-code-von-max"}, fall.ErrNotFound)
	s.tut(fall.Handlung{Wer: max, Akt: verfahren.AktBeigetreten, Code: code}, "mitzeichnung")
	s.tut(fall.Handlung{Wer: max, Akt: verfahren.AktBearbeitet, Teile: fall.Teile{"b": angaben("Öztürk")}}, "mitzeichnung")
	return s
}

func (s *Spiel) bestaetigt(wer fall.Handelnder, zustand verfahren.Zustand) {
	s.t.Helper()
	s.tut(fall.Handlung{Wer: wer, Akt: verfahren.AktBestaetigt, Gesehen: s.sieht(wer).Gesehen}, zustand)
}

func testBothConfirm(t *testing.T, open Open) {
	s := verlobt(t, open)
	s.tutNicht(fall.Handlung{Wer: fall.Person("konto-max", recht.NiveauSubstantiell), Akt: verfahren.AktBestaetigt}, fall.ErrVerboten)
	s.tutNicht(fall.Handlung{Wer: erika, Akt: verfahren.AktBestaetigt, Gesehen: "something else"}, fall.ErrVeraltet)
	s.tutNicht(fall.Handlung{Wer: erika, Akt: verfahren.AktBearbeitet, Teile: fall.Teile{"b": angaben("von Erika")}}, fall.ErrVerboten)
	s.bestaetigt(erika, "mitzeichnung")
	require.True(t, s.sieht(erika).Bestaetigt)
	require.False(t, s.sieht(max).Bestaetigt)
	// What the other does not see may change; what both see asks again.
	s.tut(fall.Handlung{Wer: max, Akt: verfahren.AktBearbeitet, Teile: fall.Teile{"b": angaben("Oeztuerk")}}, "mitzeichnung")
	require.True(t, s.sieht(erika).Bestaetigt)
	s.tut(fall.Handlung{Wer: max, Akt: verfahren.AktBearbeitet, Teile: fall.Teile{"gemeinsam": angaben("Öztürk")}}, "mitzeichnung")
	require.False(t, s.sieht(erika).Bestaetigt)
	s.bestaetigt(max, "mitzeichnung")
	s.tutNicht(fall.Handlung{Wer: fall.System(), Akt: verfahren.AktEingereicht}, fall.ErrNichtMoeglich)
	// Back to what she confirmed once: she sees it, and it counts again.
	s.tut(fall.Handlung{Wer: max, Akt: verfahren.AktBearbeitet, Teile: fall.Teile{"gemeinsam": angaben("kein Ehename")}}, "mitzeichnung")
	s.bestaetigt(max, "eingereicht")
	f := s.fall()
	require.Equal(t, 1, mal(f, verfahren.AktEingereicht, ""))
	eingereicht, _ := f.Letztes(verfahren.AktEingereicht)
	require.Len(t, eingereicht.Stand, 3, "what was handed in is named")
}

func testOwnView(t *testing.T, open Open) {
	s := verlobt(t, open)
	require.Len(t, s.sieht(erika).Teile, 2)
	require.NotContains(t, s.sieht(erika).Teile, verfahren.Teil("b"))
	require.NotContains(t, s.sieht(max).Teile, verfahren.Teil("a"))
	require.Equal(t, []verfahren.Rolle{"partner-b"}, s.sieht(max).Rollen)
	_, err := s.Akten.Sicht(t.Context(), s.ID, fall.Person("konto-fremd", recht.NiveauHoch))
	require.ErrorIs(t, err, fall.ErrNotFound)
	_, err = s.Akten.Sicht(t.Context(), s.ID, fall.Person("konto-max", recht.NiveauNormal))
	require.ErrorIs(t, err, fall.ErrVerboten)
	_, err = s.Akten.Sicht(t.Context(), s.ID, anna)
	require.ErrorIs(t, err, fall.ErrVerboten)
	_, err = s.Akten.Lies(t.Context(), s.ID, anna, " ")
	require.ErrorIs(t, err, fall.ErrInvalid)
	_, err = s.Akten.Lies(t.Context(), s.ID, erika, "neugierig")
	require.ErrorIs(t, err, fall.ErrInvalid)
	whole, err := s.Akten.Lies(t.Context(), s.ID, anna, "Anruf der Antragstellerin")
	require.NoError(t, err)
	require.Len(t, whole.Teile, 3)
	log, err := s.Akten.Protokoll(t.Context(), s.ID)
	require.NoError(t, err)
	require.Len(t, log, 1)
	require.Equal(t, "amt-anna", log[0].Wer)
	require.Equal(t, "Anruf der Antragstellerin", log[0].Text)
}

// One who acts for the other, with proof, confirms once for both (§ 28 Abs. 1 PStV).
func testRepresentation(t *testing.T, open Open) {
	s := neu(t, open, "2026-05-04T08:00:00Z", fall.Config{})
	s.tut(fall.Handlung{Verfahren: "eheschliessung", Wer: erika, Akt: verfahren.AktBegonnen, Teile: fall.Teile{"a": angaben("Kaiser"), "gemeinsam": angaben("keiner")}}, "entwurf")
	s.tut(fall.Handlung{Wer: erika, Akt: verfahren.AktEingeladen, Code: code}, "mitzeichnung")
	s.tutNicht(fall.Handlung{Wer: erika, Akt: verfahren.AktVertreten, Rolle: "partner-b"}, fall.ErrInvalid)
	s.tutNicht(fall.Handlung{Wer: erika, Akt: verfahren.AktVertreten, Rolle: "trauzeuge", Nachweis: "Vollmacht"}, fall.ErrVerboten)
	s.tut(fall.Handlung{Wer: erika, Akt: verfahren.AktVertreten, Rolle: "partner-b", Nachweis: "Vollmacht vom 2. Mai 2026"}, "mitzeichnung")
	s.tut(fall.Handlung{Wer: erika, Akt: verfahren.AktBearbeitet, Teile: fall.Teile{"b": angaben("Öztürk")}}, "mitzeichnung")
	require.Equal(t, []verfahren.Rolle{"partner-a", "partner-b"}, s.sieht(erika).Rollen)
	s.bestaetigt(erika, "eingereicht")
	f := s.fall()
	require.Equal(t, 1, mal(f, verfahren.AktBestaetigt, ""), "one person in two roles acts once for both")
	confirmed, _ := f.Letztes(verfahren.AktBestaetigt)
	require.Equal(t, []verfahren.Rolle{"partner-a", "partner-b"}, confirmed.Rollen)
}

// Reach: who may do one thing for another may not do the next.
func testReach(t *testing.T, open Open) {
	s := neu(t, open, "2026-05-04T08:00:00Z", fall.Config{})
	s.tut(fall.Handlung{Verfahren: "eheschliessung", Wer: erika, Akt: verfahren.AktBegonnen, Teile: fall.Teile{"a": angaben("Kaiser"), "gemeinsam": angaben("keiner")}}, "entwurf")
	s.tut(fall.Handlung{Wer: erika, Akt: verfahren.AktEingeladen, Code: code}, "mitzeichnung")
	s.tut(fall.Handlung{
		Wer: erika, Akt: verfahren.AktVertreten, Rolle: "partner-b", Nachweis: "Vollmacht", Reichweite: []verfahren.Akt{verfahren.AktBearbeitet},
	}, "mitzeichnung")
	s.tut(fall.Handlung{Wer: erika, Akt: verfahren.AktBearbeitet, Teile: fall.Teile{"b": angaben("Öztürk")}}, "mitzeichnung")
	s.bestaetigt(erika, "mitzeichnung")
	confirmed, _ := s.fall().Letztes(verfahren.AktBestaetigt)
	require.Equal(t, []verfahren.Rolle{"partner-a"}, confirmed.Rollen, "to confirm was not among it")
}

// A sends, B never answers, 30 days later it is deleted, and A was told.
func testNobodyAnswers(t *testing.T, open Open) {
	s := verlobt(t, open)
	require.Equal(t, datum.MustParse("2026-06-03"), s.frist("entwurf").Letzter)
	f := s.am("2026-05-28 12:00", "mitzeichnung")
	require.Equal(t, 1, mal(f, fall.AktErinnert, "entwurf"))
	s.am("2026-06-03 23:59", "mitzeichnung")
	s.am("2026-06-04 00:01", "geloescht")
	s.geloescht()
}

// What is edited again runs from then on.
func testDraftRunsFromTheLastEdit(t *testing.T, open Open) {
	s := verlobt(t, open)
	s.am("2026-05-28 12:00", "mitzeichnung")
	s.tut(fall.Handlung{Wer: erika, Akt: verfahren.AktBearbeitet, Teile: fall.Teile{"a": angaben("Kaiser-Weber")}}, "mitzeichnung")
	require.Equal(t, datum.MustParse("2026-06-27"), s.frist("entwurf").Letzter)
	f := s.am("2026-06-21 12:00", "mitzeichnung")
	require.Equal(t, 2, mal(f, fall.AktErinnert, "entwurf"), "reminded of the new end, too")
}

// angemeldet plays to the notice of 20 May 2026.
func angemeldet(t *testing.T, open Open) *Spiel {
	t.Helper()
	s := verlobt(t, open)
	s.bestaetigt(erika, "mitzeichnung")
	s.bestaetigt(max, "eingereicht")
	s.tut(fall.Handlung{Wer: anna, Akt: verfahren.AktUebernommen}, "in-bearbeitung")
	s.tutNicht(fall.Handlung{Wer: anna, Akt: verfahren.AktNachgefragt, Text: "Bitte das Scheidungsurteil"}, fall.ErrInvalid)
	s.tut(fall.Handlung{Wer: anna, Akt: verfahren.AktNachgefragt, Text: "Bitte das Scheidungsurteil", Termin: datum.MustParse("2026-05-18")}, "rueckfrage")
	require.Equal(t, "2026-05-18", s.frist("rueckfrage").Letzter.String())
	require.Equal(t, "Bitte das Scheidungsurteil", s.sieht(max).Verlauf[len(s.sieht(max).Verlauf)-1].Text)
	s.am("2026-05-15 09:00", "rueckfrage")
	s.tut(fall.Handlung{Wer: max, Akt: verfahren.AktBeantwortet, Text: "liegt bei"}, "in-bearbeitung")
	require.Empty(t, s.sieht(erika).Verlauf[len(s.sieht(erika).Verlauf)-1].Text, "the words of the other")
	s.am("2026-05-20 10:00", "in-bearbeitung")
	s.tutNicht(fall.Handlung{Wer: anna, Akt: "mitgeteilt"}, fall.ErrInvalid)
	s.tutNicht(fall.Handlung{Wer: anna, Akt: "mitgeteilt", Beschluss: &fall.Beschluss{Ergebnis: verfahren.ErgebnisAbgelehnt}}, fall.ErrInvalid)
	s.tutNicht(fall.Handlung{Wer: anna, Akt: "abgelehnt", Beschluss: &fall.Beschluss{Ergebnis: verfahren.ErgebnisAbgelehnt}}, fall.ErrInvalid)
	s.tutNicht(fall.Handlung{Wer: fall.System(), Akt: "mitgeteilt", Beschluss: &fall.Beschluss{Ergebnis: verfahren.ErgebnisStattgegeben}}, fall.ErrVerboten)
	s.tut(fall.Handlung{Wer: anna, Akt: "mitgeteilt", Beschluss: &fall.Beschluss{
		Ergebnis: verfahren.ErgebnisStattgegeben, Geltung: fall.Geltung{Von: datum.MustParse("2026-05-20"), Bis: datum.MustParse("2026-11-20")},
	}}, "angemeldet")
	return s
}

// E8: notice of 2026-05-20, ceremony on 2026-11-20 allowed, on 2026-11-21 not any more.
func testNoticeHoldsSixMonths(t *testing.T, open Open) {
	s := angemeldet(t, open)
	require.Equal(t, "2026-11-20", s.frist("sechs-monate").Letzter.String())
	f := s.am("2026-10-24 08:00", "angemeldet")
	require.Equal(t, 1, mal(f, fall.AktErinnert, "sechs-monate"))
	b, _ := f.Entscheidung()
	require.True(t, b.Geltung.Gilt(datum.MustParse("2026-11-20")))
	require.False(t, b.Geltung.Gilt(datum.MustParse("2026-11-21")))
	s.am("2026-11-20 16:00", "angemeldet")
	s.tut(fall.Handlung{Wer: anna, Akt: "geschlossen"}, "geschlossen")
	s.am("2106-11-20 12:00", "geschlossen")
	s.am("2106-11-21 00:01", "geloescht")
	s.geloescht()
}

func testNoticeExpires(t *testing.T, open Open) {
	s := angemeldet(t, open)
	s.Uhr.Set(time.Date(2026, 11, 20, 23, 5, 0, 0, time.UTC)) // five past midnight, and nobody looked
	s.tutNicht(fall.Handlung{Wer: anna, Akt: "geschlossen"}, fall.ErrNichtMoeglich)
	f := s.schau("erloschen")
	require.Equal(t, 1, mal(f, "erloschen", "sechs-monate"))
	erloschen, _ := f.Letztes("erloschen")
	require.Equal(t, time.Date(2026, 11, 20, 23, 0, 0, 0, time.UTC), erloschen.Zeit, "it counts from the end of the day")
	s.am("2031-11-21 12:00", "erloschen")
	s.am("2031-11-22 00:01", "geloescht")
	s.geloescht()
}

// Years pass while nothing runs: every end happens in its order, once.
func testEverythingWhileNobodyIsThere(t *testing.T, open Open) {
	s := angemeldet(t, open)
	s.Uhr.Set(time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC))
	s.schau("geloescht")
	f := s.fall()
	require.Equal(t, 1, mal(f, fall.AktErinnert, "sechs-monate"))
	require.Equal(t, 1, mal(f, "erloschen", ""))
	require.Equal(t, 3, mal(f, fall.AktDatenGeloescht, ""))
	s.geloescht()
}

// The clock goes back: nothing happens twice, and no event comes before another.
func testClockGoesBack(t *testing.T, open Open) {
	s := angemeldet(t, open)
	s.am("2026-11-21 00:30", "erloschen")
	s.am("2026-11-01 12:00", "erloschen")
	s.am("2026-11-21 01:00", "erloschen")
	f := s.fall()
	require.Equal(t, 1, mal(f, "erloschen", ""))
	verlauf := f.Verlauf()
	for i := 1; i < len(verlauf); i++ {
		require.False(t, verlauf[i].Zeit.Before(verlauf[i-1].Zeit))
	}
}
