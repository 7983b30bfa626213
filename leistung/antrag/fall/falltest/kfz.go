// SPDX-License-Identifier: Apache-2.0

package falltest

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// dialog begins a re-registration.
func dialog(t *testing.T, open Open, config fall.Config) *Spiel {
	t.Helper()
	s := neu(t, open, "2026-12-18T09:00:00Z", config)
	s.tut(fall.Handlung{Verfahren: "ikfz-ummeldung", Wer: erika, Akt: verfahren.AktBegonnen, Teile: fall.Teile{"antrag": angaben("J-AB 123")}}, "entwurf")
	return s
}

// bezahlt plays to where the money is there: it is handed in by that.
func (s *Spiel) bezahlt() {
	s.t.Helper()
	s.tut(fall.Handlung{Wer: erika, Akt: verfahren.AktGeprueft}, "zahlung")
	s.tutNicht(fall.Handlung{Wer: erika, Akt: verfahren.AktEingereicht}, fall.ErrNichtMoeglich)
	s.tut(fall.Handlung{Wer: fall.System(), Akt: verfahren.AktBezahlt}, "eingereicht")
}

var zulassung = &fall.Beschluss{Ergebnis: verfahren.ErgebnisStattgegeben, Inhalt: angaben("J-AB 123"), Geltung: fall.Geltung{Von: datum.MustParse("2026-12-18")}}

// K2: three corrections, then it is over; K4: and after 30 minutes nothing is left.
func testThreeCorrections(t *testing.T, open Open) {
	s := dialog(t, open, fall.Config{})
	falsch := fall.Handlung{Wer: fall.System(), Akt: verfahren.AktBeanstandet, Text: "Der Code passt nicht."}
	for range 3 {
		s.tut(falsch, "entwurf")
		s.tut(fall.Handlung{Wer: erika, Akt: verfahren.AktBearbeitet, Teile: fall.Teile{"antrag": angaben("J-AB 124")}}, "entwurf")
	}
	s.tut(falsch, "abgebrochen")
	s.vergeht(29*time.Minute, "abgebrochen")
	s.vergeht(2*time.Minute, "geloescht")
	s.geloescht()
}

// K3: no money, no case; money that comes after the end is refused and so goes back.
func testNotPaidInTime(t *testing.T, open Open) {
	s := dialog(t, open, fall.Config{})
	s.tut(fall.Handlung{Wer: erika, Akt: verfahren.AktGeprueft}, "zahlung")
	s.Uhr.Vergeht(31 * time.Minute)
	_, err := s.Akten.Do(t.Context(), fall.Handlung{Fall: s.ID, Wer: fall.System(), Akt: verfahren.AktBezahlt})
	require.ErrorIs(t, err, fall.ErrNichtMoeglich, "what was due happens before the act, though nobody looked")
	require.Equal(t, verfahren.Zustand("abgebrochen"), s.fall().Zustand())
	s.vergeht(30*time.Minute, "geloescht")
	s.geloescht()
}

// K5 to K9, K13: decided by machine, announced at once, retrieved on 2026-12-18.
func testDecidedByMachine(t *testing.T, open Open) {
	s := dialog(t, open, fall.Config{})
	s.bezahlt()
	f := s.tut(fall.Handlung{Wer: fall.System(), Akt: "zugelassen", Beschluss: zulassung}, "wirksam")
	require.False(t, f.Nachzusehen())
	s.vergeht(10*time.Minute, "wirksam")
	s.tut(fall.Handlung{Wer: erika, Akt: "abgerufen"}, "wirksam")
	require.Equal(t, "2026-12-24", s.frist("papiere").Letzter.String())
	require.Equal(t, "2026-12-28", s.frist("fahren").Letzter.String())
	require.Equal(t, "2027-01-18", s.frist("nachpruefung").Letzter.String())
	termine, err := s.Akten.Termine(t.Context(), erika)
	require.NoError(t, err)
	require.Len(t, termine, 1)
	require.Equal(t, "fahren", termine[0].Lauf.Name)
	anstehend, err := s.Akten.Anstehendes(t.Context(), amt, datum.MustParse("2026-12-31"))
	require.NoError(t, err)
	require.Len(t, anstehend, 1)
	require.Equal(t, "papiere", anstehend[0].Lauf.Name)
	none, err := s.Akten.Anstehendes(t.Context(), "16055000", datum.MustParse("2026-12-31"))
	require.NoError(t, err)
	require.Empty(t, none)

	f = s.am("2026-12-29 00:01", "wirksam")
	require.Equal(t, 1, mal(f, fall.AktAbgelaufen, "papiere"))
	require.Equal(t, 1, mal(f, fall.AktAbgelaufen, "fahren"))
	require.Equal(t, 1, mal(f, fall.AktErinnert, "fahren"))
	require.Zero(t, mal(f, "ausdruck-gesandt", ""), "it was retrieved")
	s.am("2027-01-18 23:59", "wirksam")
	s.am("2027-01-19 00:01", "bestandskraeftig")
	_, err = s.Akten.Lies(t.Context(), s.ID, anna, "Rückfrage der Halterin")
	require.NoError(t, err)
	s.am("2027-07-20 00:01", "bestandskraeftig")
	log, err := s.Akten.Protokoll(t.Context(), s.ID)
	require.NoError(t, err)
	for _, e := range log {
		require.Empty(t, e.Wer, "the log goes after six months")
	}
	require.NotEmpty(t, s.sieht(erika).Teile, "the file stays a year")
	s.am("2028-01-20 00:01", "geloescht")
	s.geloescht()
}

// K6, K7: not retrieved in 30 minutes: printed and posted, still effective that day.
func testNotRetrieved(t *testing.T, open Open) {
	s := dialog(t, open, fall.Config{})
	s.bezahlt()
	s.tut(fall.Handlung{Wer: fall.System(), Akt: "zugelassen", Beschluss: zulassung}, "wirksam")
	f := s.vergeht(31*time.Minute, "wirksam")
	require.Equal(t, 1, mal(f, "ausdruck-gesandt", "abruf"))
	require.Equal(t, "2026-12-24", s.frist("papiere").Letzter.String())
	require.Equal(t, 1, mal(s.vergeht(time.Hour, "wirksam"), "ausdruck-gesandt", ""))
}

// K5: the check of the machine fails: a person decides.
func testHandedToAPerson(t *testing.T, open Open) {
	s := dialog(t, open, fall.Config{})
	s.bezahlt()
	s.tut(fall.Handlung{Wer: fall.System(), Akt: verfahren.AktUebergeben, Text: "Steuerrückstand"}, "in-bearbeitung")
	s.tutNicht(fall.Handlung{Wer: fall.System(), Akt: "zugelassen", Beschluss: zulassung}, fall.ErrVerboten)
	s.tut(fall.Handlung{Wer: anna, Akt: "abgelehnt", Beschluss: &fall.Beschluss{Ergebnis: verfahren.ErgebnisAbgelehnt, Gruende: "Rückstand bei der Kraftfahrzeugsteuer"}}, "abgelehnt")
	s.am("2027-12-19 00:01", "geloescht")
	s.geloescht()
}

// K8: samples by chance and by risk are looked at by a person; revoked after a hearing
// only.
func testSamplesAndRevocation(t *testing.T, open Open) {
	drawn := []int{}
	s := dialog(t, open, fall.Config{Ziehen: func(n int) int { drawn = append(drawn, n); return 1 }})
	s.bezahlt()
	f := s.tut(fall.Handlung{Wer: fall.System(), Akt: "zugelassen", Beschluss: zulassung, Risiko: true}, "wirksam")
	require.Empty(t, drawn, "a risk needs no chance")
	require.True(t, f.Nachzusehen())
	list, err := s.Akten.Nachzusehen(t.Context(), amt)
	require.NoError(t, err)
	require.Equal(t, []uuid.UUID{s.ID}, list)
	s.tutNicht(fall.Handlung{Wer: erika, Akt: fall.AktNachgesehen}, fall.ErrVerboten)
	f = s.tut(fall.Handlung{Wer: anna, Akt: fall.AktNachgesehen, Text: "Der Code gehört zu einem anderen Fahrzeug."}, "wirksam")
	require.False(t, f.Nachzusehen())
	s.tutNicht(fall.Handlung{Wer: anna, Akt: fall.AktNachgesehen}, fall.ErrNichtMoeglich)
	aufheben := fall.Handlung{Wer: anna, Akt: "aufgehoben", Beschluss: &fall.Beschluss{Ergebnis: verfahren.ErgebnisAufgehoben, Gruende: "falscher Code"}}
	s.tutNicht(aufheben, fall.ErrNichtMoeglich)
	s.tutNicht(fall.Handlung{Wer: anna, Akt: verfahren.AktAngehoert}, fall.ErrNichtMoeglich)
	s.tut(fall.Handlung{Wer: anna, Akt: verfahren.AktAngehoert, Text: "Wir wollen die Zulassung aufheben."}, "anhoerung")
	s.tutNicht(aufheben, fall.ErrNichtMoeglich)
	s.am("2027-01-04 23:59", "anhoerung") // New Year is a holiday, and a weekend follows
	s.am("2027-01-05 00:01", "angehoert")
	s.tut(aufheben, "aufgehoben")

	// By chance.
	s = dialog(t, open, fall.Config{Ziehen: func(n int) int { drawn = append(drawn, n); return 0 }})
	s.bezahlt()
	require.True(t, s.tut(fall.Handlung{Wer: fall.System(), Akt: "zugelassen", Beschluss: zulassung}, "wirksam").Nachzusehen())
	require.Equal(t, []int{20}, drawn)
}

// A double click, a stranger with the key, and the same key for something else.
func testRepeats(t *testing.T, open Open) {
	s := dialog(t, open, fall.Config{})
	h := fall.Handlung{Fall: s.ID, Wer: erika, Akt: verfahren.AktGeprueft, Key: "token of the form"}
	first, err := s.Akten.Do(t.Context(), h)
	require.NoError(t, err)
	again, err := s.Akten.Do(t.Context(), h)
	require.NoError(t, err)
	require.Equal(t, first, again)
	stranger := h
	stranger.Wer = max
	_, err = s.Akten.Do(t.Context(), stranger)
	require.ErrorIs(t, err, fall.ErrNotFound)
	other := h
	other.Akt = verfahren.AktVerworfen
	_, err = s.Akten.Do(t.Context(), other)
	require.ErrorIs(t, err, fall.ErrCommandReused)
	s.tutNicht(fall.Handlung{Wer: erika, Akt: verfahren.AktVerworfen, Version: first.Version() - 1}, fall.ErrVeraltet)
}
