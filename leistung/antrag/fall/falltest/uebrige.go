// SPDX-License-Identifier: Apache-2.0

package falltest

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// A1 to A5: receipt in a month; three months from complete documents; still to the end
// of a set day, not of the answer; one extension, with reasons, of a month at most.
func testAnerkennung(t *testing.T, open Open) {
	s := beantragt(t, open, "anerkennung", "2026-01-31T10:00:00Z")
	s.laeuft("empfang", "2026-03-02") // 28 February is a Saturday
	s.tut(fall.Handlung{Wer: anna, Akt: "empfang-bestaetigt"}, "eingereicht")
	s.laeuftNicht("empfang")
	s.am("2026-03-10 10:00", "eingereicht")
	s.tut(fall.Handlung{Wer: anna, Akt: "vollstaendig"}, "in-bearbeitung")
	s.laeuft("entscheidung", "2026-06-10")
	s.tut(fall.Handlung{Wer: anna, Akt: "ausbildungsstaat-gefragt"}, "in-bearbeitung")
	s.laeuft("entscheidung", "2026-06-10") // it does not stop the clock
	s.am("2026-04-01 10:00", "in-bearbeitung")
	s.tutNicht(fall.Handlung{Wer: anna, Akt: "nachgefordert", Text: "Bitte die Fächer"}, fall.ErrInvalid)
	s.tut(fall.Handlung{Wer: anna, Akt: "nachgefordert", Text: "Bitte die Fächer", Termin: d("2026-04-29")}, "in-bearbeitung")
	s.am("2026-04-10 10:00", "in-bearbeitung")
	s.tut(fall.Handlung{Wer: erika, Akt: "nachgereicht", Text: "liegt bei"}, "in-bearbeitung")
	s.laeuft("entscheidung", "2026-07-09")

	laenger := fall.Handlung{Wer: anna, Akt: fall.AktVerlaengert, Frist: "entscheidung", Um: verfahren.Monate(1), Text: "schwieriger Vergleich"}
	zuLang, ohneGrund, fremd, andere := laenger, laenger, laenger, laenger
	zuLang.Um, ohneGrund.Text, fremd.Wer, andere.Frist = verfahren.Monate(2), "", erika, "empfang"
	s.tutNicht(zuLang, fall.ErrInvalid)
	s.tutNicht(ohneGrund, fall.ErrInvalid)
	s.tutNicht(fremd, fall.ErrVerboten)
	s.tutNicht(andere, fall.ErrNichtMoeglich)
	s.tut(laenger, "in-bearbeitung")
	s.laeuft("entscheidung", "2026-08-10") // the 9th is a Sunday
	s.tutNicht(laenger, fall.ErrNichtMoeglich)
	require.NotEmpty(t, s.frist("entscheidung").Schritte().String(), "each step is said")
	f := s.am("2026-09-15 00:01", "in-bearbeitung")
	require.Equal(t, 1, mal(f, fall.AktAbgelaufen, "entscheidung"))
	require.Zero(t, before(f.Verlauf(), "anerkannt"), "nothing counts as granted")
	s.tut(fall.Handlung{Wer: anna, Akt: "ausgleich-verlangt", Beschluss: &fall.Beschluss{
		Ergebnis: verfahren.ErgebnisTeilweise, Gruende: "Unterschiede in zwei Fächern", Nebenbestimmungen: []fall.Nebenbestimmung{{Art: fall.NebenbestimmungBedingung, Text: "Lehrgang oder Prüfung"}},
	}}, "ausgleich")
	s.tut(fall.Handlung{Wer: erika, Akt: "gewaehlt", Text: "Prüfung"}, "ausgleich")
	s.tut(fall.Handlung{Wer: anna, Akt: "ausgleich-erfuellt"}, "anerkannt")
	s.am("2036-09-16 00:01", "geloescht")
	s.geloescht()
}

// The periods of A6, the fast track: receipt in two weeks, two months from complete
// documents, still to the end of a set day, one extension with reasons of what is
// reasonable.
func testAnerkennungBeschleunigt(t *testing.T, open Open) {
	s := beantragt(t, open, "anerkennung-beschleunigt", "2026-01-31T10:00:00Z")
	s.laeuft("empfang", "2026-02-16") // the 14th is a Saturday
	s.tut(fall.Handlung{Wer: anna, Akt: "empfang-bestaetigt"}, "eingereicht")
	s.am("2026-03-10 10:00", "eingereicht")
	s.tut(fall.Handlung{Wer: anna, Akt: "vollstaendig"}, "in-bearbeitung")
	s.laeuft("entscheidung", "2026-05-11") // the 10th is a Sunday
	s.am("2026-04-01 10:00", "in-bearbeitung")
	s.tut(fall.Handlung{Wer: anna, Akt: "nachgefordert", Text: "Bitte die Fächer", Termin: d("2026-04-29")}, "in-bearbeitung")
	s.laeuft("entscheidung", "2026-06-08")
	s.tut(fall.Handlung{Wer: anna, Akt: fall.AktVerlaengert, Frist: "entscheidung", Um: verfahren.Monate(2), Text: "schwieriger Vergleich"}, "in-bearbeitung")
	s.laeuft("entscheidung", "2026-08-10") // the 8th is a Saturday
	s.tutNicht(fall.Handlung{Wer: anna, Akt: fall.AktVerlaengert, Frist: "entscheidung", Um: verfahren.Monate(1), Text: "noch einmal"}, fall.ErrNichtMoeglich)
	f := s.am("2026-09-15 00:01", "in-bearbeitung")
	require.Equal(t, 1, mal(f, fall.AktAbgelaufen, "entscheidung"))
	require.Zero(t, before(f.Verlauf(), "anerkannt"), "nothing counts as granted")
}

// P: what is sent online is no application; it becomes one at the counter.
func testPass(t *testing.T, open Open) {
	s := neu(t, open, "2026-03-10T10:00:00Z", fall.Config{})
	vordaten := func() {
		s.tut(fall.Handlung{Verfahren: "pass", Wer: erika, Akt: verfahren.AktBegonnen, Teile: fall.Teile{"antrag": angaben("Größe 170")}}, "entwurf")
		s.tutNicht(fall.Handlung{Wer: erika, Akt: verfahren.AktEingereicht}, fall.ErrNichtMoeglich)
		s.tut(fall.Handlung{Wer: erika, Akt: "vordaten-gesandt"}, "vorbereitet")
		s.tutNicht(fall.Handlung{Wer: erika, Akt: verfahren.AktEingereicht}, fall.ErrVerboten)
	}
	vordaten()
	s.am("2026-04-10 00:01", "geloescht")
	s.geloescht()
	vordaten()
	s.tut(fall.Handlung{Wer: anna, Akt: verfahren.AktEingereicht}, "in-bearbeitung")
	s.tut(fall.Handlung{Wer: anna, Akt: "ausgestellt", Beschluss: &fall.Beschluss{Ergebnis: verfahren.ErgebnisStattgegeben, Geltung: fall.Geltung{Von: d("2026-04-10"), Bis: d("2036-04-09")}}}, "bestellt")
	s.tut(fall.Handlung{Wer: fall.System(), Akt: "eingetroffen"}, "abholbereit")
	s.tut(fall.Handlung{Wer: anna, Akt: "ausgehaendigt"}, "gueltig")
	s.laeuft("gueltigkeit", "2036-04-09")
	require.Equal(t, 1, mal(s.am("2036-01-10 12:00", "gueltig"), fall.AktErinnert, "gueltigkeit"))
	s.am("2036-04-10 00:01", "abgelaufen")
	s.am("2041-04-11 00:01", "geloescht") // P9: five years after the end of validity
	s.geloescht()
}

// gebaut plays a building application to where it is handed in: written by the author,
// signed by the builder.
func gebaut(t *testing.T, open Open, now string) *Spiel {
	t.Helper()
	s := neu(t, open, now, fall.Config{})
	_, err := s.Akten.Do(t.Context(), fall.Handlung{Verfahren: "bauantrag", Behoerde: amt, Wer: max, Akt: verfahren.AktBegonnen})
	require.ErrorIs(t, err, fall.ErrInvalid, "an author without the right to draw plans")
	s.tut(fall.Handlung{Verfahren: "bauantrag", Wer: max, Akt: verfahren.AktBegonnen, Nachweis: "Kammer 4711", Teile: fall.Teile{"antrag": angaben("Carport"), "plaene": angaben("Index A")}}, "entwurf")
	s.tut(fall.Handlung{Wer: max, Akt: verfahren.AktEingeladen, Rolle: "bauherr", Code: code}, "mitzeichnung")
	s.tut(fall.Handlung{Wer: erika, Akt: verfahren.AktBeigetreten, Code: code}, "mitzeichnung")
	s.tutNicht(fall.Handlung{Wer: erika, Akt: verfahren.AktBearbeitet, Teile: fall.Teile{"plaene": angaben("Index B")}}, fall.ErrVerboten)
	s.bestaetigt(max, "mitzeichnung")
	s.bestaetigt(erika, "eingereicht")
	return s
}

// B2: a deficit that is not cured in the set time counts as withdrawal.
func testBauMaengel(t *testing.T, open Open) {
	s := gebaut(t, open, "2026-02-02T10:00:00Z")
	s.tut(fall.Handlung{Wer: anna, Akt: "maengel", Text: "Lageplan fehlt", Termin: d("2026-03-02")}, "unvollstaendig")
	s.am("2026-03-03 00:01", "zurueckgenommen")
	s.am("2056-03-04 00:01", "geloescht")
	s.geloescht()
}

// B3, B4, B6: bodies and neighbours side by side, deemed consent, late answers; B9: three
// years that stand still while somebody objects.
func testBau(t *testing.T, open Open) {
	gemeinde, nachbar := fall.Person("konto-gemeinde", 0), fall.Person("konto-nachbar", 0)
	s := gebaut(t, open, "2026-02-02T10:00:00Z")
	s.tut(fall.Handlung{Wer: anna, Akt: "vollstaendig"}, "in-bearbeitung")
	s.am("2026-02-27 10:00", "in-bearbeitung")
	s.tut(fall.Handlung{Wer: anna, Akt: "gemeinde:gefragt", Code: "postfach-der-gemeinde"}, "in-bearbeitung")
	s.tut(fall.Handlung{Wer: anna, Akt: "nachbar:gefragt", An: "nachbar-1", Code: "link-des-ersten-nachbarn"}, "in-bearbeitung")
	s.tut(fall.Handlung{Wer: anna, Akt: "nachbar:gefragt", An: "nachbar-2", Code: "link-des-zweiten-nachbarn"}, "in-bearbeitung")
	s.tut(fall.Handlung{Wer: nachbar, Akt: "nachbar:geantwortet", Code: "link-des-ersten-nachbarn", Text: "Schatten"}, "in-bearbeitung")
	require.NotContains(t, s.sieht(nachbar).Teile, verfahren.Teil("antrag"))
	require.Contains(t, s.sieht(nachbar).Teile, verfahren.Teil("plaene"))
	s.laeuft("gemeinde", "2026-04-27")
	permit := fall.Handlung{Wer: anna, Akt: "genehmigt", Beschluss: &fall.Beschluss{
		Ergebnis: verfahren.ErgebnisTeilweise, Gruende: "es fügt sich ein", Nebenbestimmungen: []fall.Nebenbestimmung{{Art: fall.NebenbestimmungAuflage, Text: "Regenwasser"}},
	}}
	s.tutNicht(permit, fall.ErrNichtMoeglich)
	s.am("2026-04-27 23:59", "in-bearbeitung")
	f := s.am("2026-04-28 00:01", "in-bearbeitung")
	require.Equal(t, 1, mal(f, "gemeinde:geschwiegen", "gemeinde"), "consent counts as given")
	require.Equal(t, 1, mal(f, "nachbar:geschwiegen", "nachbar"))
	f = s.tut(fall.Handlung{Wer: gemeinde, Akt: "gemeinde:geantwortet", Code: "postfach-der-gemeinde", Text: "Bedenken"}, "in-bearbeitung")
	late, _ := f.Letztes("gemeinde:geantwortet")
	require.True(t, late.Verspaetet)
	s.am("2026-05-04 10:00", "in-bearbeitung")
	s.tut(permit, "genehmigt")
	s.laeuft("baubeginn", "2029-05-04")
	s.am("2026-05-10 10:00", "genehmigt")
	remedy := s.angefochten(erika, "widerspruch-VwVfG", "genehmigt")
	require.True(t, s.frist("baubeginn").Ende.IsZero(), "it stands still")
	s.am("2027-05-10 10:00", "genehmigt")
	s.zurueckgewiesen(remedy)
	s.laeuft("baubeginn", "2030-05-05") // 366 days, both ends included, were not counted
	s.am("2030-05-05 12:00", "genehmigt")
	s.tut(fall.Handlung{Wer: anna, Akt: fall.AktVerlaengert, Frist: "baubeginn", Um: verfahren.Jahre(3), Text: "auf Antrag vom 5.5.2030"}, "genehmigt")
	s.am("2033-05-06 00:01", "erloschen")
	s.am("2063-05-07 00:01", "geloescht")
	s.geloescht()
}

// B9 without an objection: not begun by 2029-05-04 it lapses, and what has lapsed is
// extended by nobody.
func testBauErlischt(t *testing.T, open Open) {
	s := gebaut(t, open, "2026-05-04T06:00:00Z")
	s.tut(fall.Handlung{Wer: anna, Akt: "vollstaendig"}, "in-bearbeitung")
	s.tut(fall.Handlung{Wer: anna, Akt: "genehmigt", Beschluss: &fall.Beschluss{Ergebnis: verfahren.ErgebnisStattgegeben}}, "genehmigt")
	s.am("2029-05-04 23:59", "genehmigt")
	s.am("2029-05-05 00:01", "erloschen")
	s.tutNicht(fall.Handlung{Wer: anna, Akt: fall.AktVerlaengert, Frist: "baubeginn", Um: verfahren.Jahre(3), Text: "zu spät"}, fall.ErrNichtMoeglich)
}

// B8: silence counts as a permit where the Land says so, after one extension.
func testBauHessen(t *testing.T, open Open) {
	s := beantragt(t, open, "bauantrag-hessen", "2026-03-10T10:00:00Z")
	s.tut(fall.Handlung{Wer: anna, Akt: "vollstaendig"}, "in-bearbeitung")
	s.laeuft("entscheidung", "2026-06-10")
	s.tutNicht(fall.Handlung{Wer: fall.System(), Akt: "gilt-als-genehmigt", Beschluss: &fall.Beschluss{Ergebnis: verfahren.ErgebnisFingiert}}, fall.ErrNichtMoeglich)
	s.tut(fall.Handlung{Wer: anna, Akt: fall.AktVerlaengert, Frist: "entscheidung", Um: verfahren.Monate(2), Text: "Denkmalschutz"}, "in-bearbeitung")
	s.laeuft("entscheidung", "2026-08-10")
	f := s.am("2026-08-11 00:01", "gilt-als-genehmigt")
	b, _ := f.Entscheidung()
	require.Equal(t, verfahren.ErgebnisFingiert, b.Ergebnis)
	s.am("2056-08-12 00:01", "geloescht")
	s.geloescht()
}

func testWohnsitz(t *testing.T, open Open) {
	s := neu(t, open, "2026-03-10T10:00:00Z", fall.Config{})
	s.tut(fall.Handlung{Verfahren: "wohnsitzmeldung", Wer: erika, Akt: verfahren.AktBegonnen}, "entwurf")
	s.tutNicht(fall.Handlung{Wer: fall.Person("konto-erika", recht.NiveauSubstantiell), Akt: verfahren.AktVerworfen}, fall.ErrVerboten)
	s.tut(fall.Handlung{Wer: erika, Akt: verfahren.AktEingereicht, Teile: fall.Teile{"antrag": angaben("Einzug 1.3.")}}, "eingereicht")
	s.uebernommen()
	s.tut(fall.Handlung{Wer: anna, Akt: "eingetragen", Beschluss: &fall.Beschluss{Ergebnis: verfahren.ErgebnisAnderes, Gruende: "wie gemeldet"}}, "eingetragen")
	s.am("2026-06-11 00:01", "geloescht")
	s.geloescht()
}

// angefochten begins a remedy, a case of its own, and returns it.
func (s *Spiel) angefochten(wer fall.Handelnder, procedure string, zustand verfahren.Zustand) uuid.UUID {
	s.t.Helper()
	h := fall.Handlung{Zu: s.ID, Verfahren: procedure, Behoerde: amt, Wer: wer, Akt: verfahren.AktEingereicht, Teile: fall.Teile{"begruendung": angaben("zu wenig")}}
	stranger := h
	stranger.Wer = fall.Person("konto-fremd", recht.NiveauHoch)
	_, err := s.Akten.Anfechten(s.t.Context(), stranger)
	require.ErrorIs(s.t, err, fall.ErrNotFound)
	remedy, err := s.Akten.Anfechten(s.t.Context(), h)
	require.NoError(s.t, err)
	require.Equal(s.t, verfahren.ZustandEingereicht, remedy.Zustand())
	require.Equal(s.t, s.ID, remedy.Zu())
	_, err = s.Akten.Anfechten(s.t.Context(), h)
	require.ErrorIs(s.t, err, fall.ErrNichtMoeglich, "one remedy at a time")
	require.Equal(s.t, 1, mal(s.schau(zustand), verfahren.AktAngefochten, ""))
	return remedy.ID()
}

// zurueckgewiesen ends a remedy: the first case goes on in the same step.
func (s *Spiel) zurueckgewiesen(id uuid.UUID) {
	s.t.Helper()
	_, err := s.Akten.Do(s.t.Context(), fall.Handlung{Fall: id, Wer: bernd, Akt: "zurueckgewiesen", Beschluss: &fall.Beschluss{Ergebnis: verfahren.ErgebnisAbgelehnt, Gruende: "unbegründet"}})
	require.NoError(s.t, err)
	require.Equal(s.t, 1, mal(s.fall(), verfahren.AktRechtsbehelfEnde, ""))
}

// A remedy has its own clock and its own end, also after the first case is erased.
func testRechtsbehelf(t *testing.T, open Open) {
	s := beantragt(t, open, "wohngeld", "2026-03-02T10:00:00Z").uebernommen()
	_, err := s.Akten.Anfechten(t.Context(), fall.Handlung{Zu: s.ID, Verfahren: "widerspruch-SGB X", Wer: erika, Akt: verfahren.AktEingereicht})
	require.ErrorIs(t, err, fall.ErrNichtMoeglich, "nothing was decided")
	s.tut(fall.Handlung{Wer: anna, Akt: "abgelehnt", Beschluss: &fall.Beschluss{Ergebnis: verfahren.ErgebnisAbgelehnt, Gruende: "Vermögen"}}, "abgelehnt")
	s.am("2026-03-16 10:00", "abgelehnt")
	first := s.ID
	s.ID = s.angefochten(erika, "widerspruch-SGB X", "abgelehnt")
	s.laeuft("untaetigkeit", "2026-06-16")
	require.Equal(t, 1, mal(s.am("2026-06-17 00:01", "eingereicht"), fall.AktAbgelaufen, "untaetigkeit"))
	s.uebernommen()
	s.zurueckgewiesenVonUnten(first)
	s.am("2031-06-18 00:01", "geloescht")
	s.geloescht()
}

func (s *Spiel) zurueckgewiesenVonUnten(first uuid.UUID) {
	s.t.Helper()
	remedy := s.ID
	s.ID = first
	s.zurueckgewiesen(remedy)
	s.ID = remedy
}

// An event offers, and opens nothing without a yes; where the law opens a case ex
// officio it does.
func testAnlaesse(t *testing.T, open Open) {
	s := neu(t, open, "2026-03-02T10:00:00Z", fall.Config{})
	umzug := fall.Angebot{Verfahren: "ikfz-ummeldung", Anlass: "umzug-gemeldet", Behoerde: amt, Konto: "konto-erika"}
	fremd, beginn := umzug, umzug
	fremd.Anlass, beginn.Verfahren, beginn.Anlass = "hochzeit", "nachpruefung", "zeit"
	for _, offer := range []fall.Angebot{fremd, beginn} {
		_, err := s.Akten.Bieten(t.Context(), offer)
		require.ErrorIs(t, err, fall.ErrNichtMoeglich)
	}
	_, err := s.Akten.Eroeffnen(t.Context(), umzug, verfahren.AktBegonnen)
	require.ErrorIs(t, err, fall.ErrNichtMoeglich, "an event that may only offer")
	id, err := s.Akten.Bieten(t.Context(), umzug)
	require.NoError(t, err)
	yes := fall.Handlung{Wer: erika, Akt: verfahren.AktBegonnen, Teile: fall.Teile{"antrag": angaben("J-AB 1")}}
	stranger := yes
	stranger.Wer = max
	_, err = s.Akten.Annehmen(t.Context(), id, stranger)
	require.ErrorIs(t, err, fall.ErrNotFound)
	f, err := s.Akten.Annehmen(t.Context(), id, yes)
	require.NoError(t, err)
	require.Equal(t, verfahren.ZustandEntwurf, f.Zustand())
	require.Equal(t, "umzug-gemeldet", f.Verlauf()[0].Anlass)
	_, err = s.Akten.Annehmen(t.Context(), id, yes)
	require.ErrorIs(t, err, fall.ErrNotFound, "a yes is a yes once")

	id, err = s.Akten.Bieten(t.Context(), umzug)
	require.NoError(t, err)
	require.NoError(t, s.Akten.Ablehnen(t.Context(), id, max))
	_, err = s.Akten.Angebot(t.Context(), id, erika)
	require.NoError(t, err, "somebody else's no")
	require.NoError(t, s.Akten.Ablehnen(t.Context(), id, erika))
	_, err = s.Akten.Angebot(t.Context(), id, erika)
	require.ErrorIs(t, err, fall.ErrNotFound)
	id, err = s.Akten.Bieten(t.Context(), umzug)
	require.NoError(t, err)
	s.Uhr.Vergeht(31 * 24 * time.Hour)
	_, err = s.Akten.Angebot(t.Context(), id, erika)
	require.ErrorIs(t, err, fall.ErrNotFound, "too old")

	f, err = s.Akten.Eroeffnen(t.Context(), beginn, "eroeffnet")
	require.NoError(t, err)
	s.ID = f.ID()
	s.tut(fall.Handlung{Wer: erika, Akt: verfahren.AktBeantwortet, Teile: fall.Teile{"befunde": angaben("neu")}}, "in-bearbeitung")
	s.tut(fall.Handlung{Wer: anna, Akt: "belassen"}, "belassen")
}
