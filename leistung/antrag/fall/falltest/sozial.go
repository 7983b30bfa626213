// SPDX-License-Identifier: Apache-2.0

package falltest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

var (
	bernd = fall.Amt("amt-bernd")
	// Those who are asked come with a link and no account of a level.
	arzt1, arzt2 = fall.Person("konto-arzt-1", 0), fall.Person("konto-arzt-2", 0)
)

func d(text string) datum.Datum { return datum.MustParse(text) }

// beantragt plays a service with one form to where it is handed in.
func beantragt(t *testing.T, open Open, name, now string) *Spiel {
	t.Helper()
	s := neu(t, open, now, fall.Config{})
	s.tut(fall.Handlung{Verfahren: name, Wer: erika, Akt: verfahren.AktBegonnen}, "entwurf")
	s.tutNicht(fall.Handlung{Wer: erika, Akt: verfahren.AktEingereicht}, fall.ErrNichtMoeglich)
	s.tut(fall.Handlung{Wer: erika, Akt: verfahren.AktEingereicht, Teile: fall.Teile{"antrag": angaben("Antrag")}}, "eingereicht")
	return s
}

func (s *Spiel) uebernommen() *Spiel {
	s.t.Helper()
	s.tut(fall.Handlung{Wer: anna, Akt: verfahren.AktUebernommen}, "in-bearbeitung")
	return s
}

func (s *Spiel) laeuft(name, letzter string) {
	s.t.Helper()
	require.Equal(s.t, letzter, s.frist(name).Letzter.String(), name)
}

func (s *Spiel) laeuftNicht(name string) {
	s.t.Helper()
	laeufe, err := s.fall().Laeufe(jena())
	require.NoError(s.t, err)
	for _, l := range laeufe {
		require.NotEqual(s.t, name, l.Name)
	}
}

// S15 and § 88 SGG.
func testSchwerbehinderungFristen(t *testing.T, open Open) {
	s := beantragt(t, open, "schwerbehinderung", "2026-03-10T10:00:00Z")
	s.laeuft("untaetigkeit", "2026-09-10")
	s.laeuftNicht("drei-wochen")
	s.tut(fall.Handlung{Wer: fall.System(), Akt: "erwerbstaetig"}, "eingereicht")
	s.laeuft("drei-wochen", "2026-03-31")
	s.uebernommen()
	s.am("2026-05-04 10:00", "in-bearbeitung")
	s.tut(fall.Handlung{Wer: anna, Akt: "gutachten-eingegangen"}, "in-bearbeitung")
	s.laeuft("gutachten", "2026-05-18")
	f := s.am("2026-09-11 00:01", "in-bearbeitung")
	require.Equal(t, 1, mal(f, fall.AktAbgelaufen, "untaetigkeit"), "told, and nothing counts as granted")
}

// Doctors are asked side by side, each with a link and a clock; one is late.
func testAerzte(t *testing.T, open Open) {
	s := beantragt(t, open, "schwerbehinderung", "2026-03-10T10:00:00Z").uebernommen()
	s.tut(fall.Handlung{Wer: anna, Akt: "arzt:gefragt", An: "arzt-1", Code: "link-fuer-den-ersten-arzt"}, "in-bearbeitung")
	s.am("2026-03-12 10:00", "in-bearbeitung")
	s.tut(fall.Handlung{Wer: anna, Akt: "arzt:gefragt", An: "arzt-2", Code: "link-fuer-den-zweiten-arzt"}, "in-bearbeitung")
	s.tutNicht(fall.Handlung{Wer: arzt1, Akt: "arzt:geantwortet"}, fall.ErrNotFound)
	befund := fall.Teile{"befund": angaben("Befund")}
	f := s.tut(fall.Handlung{Wer: arzt1, Akt: "arzt:geantwortet", Code: "link-fuer-den-ersten-arzt", Teile: befund, Text: "siehe Befund"}, "in-bearbeitung")
	answer, _ := f.Letztes("arzt:geantwortet")
	require.Equal(t, "arzt-1", answer.An, "whose answer it is")
	sicht := s.sieht(arzt1)
	require.NotContains(t, sicht.Teile, verfahren.Teil("antrag"))
	require.Empty(t, sicht.Fristen)
	f = s.am("2026-04-10 00:01", "in-bearbeitung")
	require.Equal(t, 1, mal(f, "arzt:geschwiegen", "arzt"))
	silent, _ := f.Letztes("arzt:geschwiegen")
	require.Equal(t, "arzt-2", silent.An)
	f = s.tut(fall.Handlung{Wer: arzt2, Akt: "arzt:geantwortet", Code: "link-fuer-den-zweiten-arzt", Text: "Urlaub"}, "in-bearbeitung")
	late, _ := f.Letztes("arzt:geantwortet")
	require.True(t, late.Verspaetet)
	require.False(t, answer.Verspaetet)
	require.Empty(t, s.sieht(arzt1).Verlauf[len(s.sieht(arzt1).Verlauf)-1].Text, "the words of another doctor")
}

// Two persons decide the same; a correction, a review, a lowering after a hearing; the
// card ends.
func testVierAugenUndAusweis(t *testing.T, open Open) {
	s := beantragt(t, open, "schwerbehinderung", "2026-03-10T10:00:00Z").uebernommen()
	gdb := func(grad string) *fall.Beschluss {
		return &fall.Beschluss{
			Ergebnis: verfahren.ErgebnisTeilweise, Inhalt: angaben(grad), Gruende: "nach den Befunden",
			Geltung: fall.Geltung{Von: d("2026-03-10"), Bis: d("2031-03-31"), Stufen: []fall.Stufe{{Ab: d("2028-03-10"), Inhalt: angaben("Nachprüfung")}}},
		}
	}
	decide := func(wer fall.Handelnder, grad string) fall.Handlung {
		return fall.Handlung{Wer: wer, Akt: "festgestellt", Beschluss: gdb(grad)}
	}
	s.tutNicht(fall.Handlung{Wer: bernd, Akt: fall.AktZurueckgegeben, Text: "Nichts liegt vor."}, fall.ErrNichtMoeglich)
	s.tut(decide(anna, "50"), "in-bearbeitung")
	s.tut(fall.Handlung{Wer: bernd, Akt: fall.AktZurueckgegeben, Text: "Ein Befund fehlt."}, "in-bearbeitung")
	s.tut(decide(bernd, "50"), "in-bearbeitung") // after it was sent back the same is a new proposal, and no decision
	s.tutNicht(fall.Handlung{Wer: erika, Akt: fall.AktZurueckgegeben, Text: "Ich will nicht."}, fall.ErrVerboten)
	s.tut(decide(anna, "40"), "in-bearbeitung") // another proposal
	s.tut(decide(anna, "50"), "in-bearbeitung")
	s.tutNicht(decide(anna, "50"), fall.ErrVerboten)
	s.tut(decide(bernd, "60"), "in-bearbeitung") // another proposal
	s.tutNicht(decide(bernd, "60"), fall.ErrVerboten)
	s.tut(decide(anna, "60"), "gueltig")
	f := s.tut(fall.Handlung{Wer: anna, Akt: "berichtigt", Beschluss: &fall.Beschluss{Ergebnis: verfahren.ErgebnisBerichtigt, Inhalt: angaben("60"), Geltung: gdb("60").Geltung}}, "gueltig")
	require.Equal(t, 5, mal(f, verfahren.AktVorgelegt, ""))
	for _, e := range s.sieht(erika).Verlauf {
		require.Empty(t, e.Wer, "who it was at the authority")
		require.False(t, e.Akt == verfahren.AktVorgelegt && e.Beschluss != nil, "a proposal is nobody's notice")
	}
	s.laeuft("ausweis", "2031-03-31")
	s.laeuft("nachpruefung", "2028-03-10")
	require.Equal(t, 1, mal(s.am("2028-03-10 00:01", "gueltig"), fall.AktAbgelaufen, "nachpruefung"))
	senken := fall.Handlung{Wer: anna, Akt: "neu-festgestellt", Beschluss: &fall.Beschluss{Ergebnis: verfahren.ErgebnisTeilweise, Gruende: "gebessert", Geltung: fall.Geltung{Von: d("2028-05-01"), Bis: d("2031-03-31")}}}
	s.tutNicht(senken, fall.ErrNichtMoeglich)
	s.tut(fall.Handlung{Wer: anna, Akt: verfahren.AktAngehoert, Text: "Der Grad soll sinken."}, "anhoerung")
	s.tut(fall.Handlung{Wer: erika, Akt: verfahren.AktGeaeussert, Text: "Das sehe ich anders."}, "angehoert")
	s.tut(senken, "gueltig")
	s.am("2031-04-01 00:01", "abgelaufen")
	s.am("2041-04-02 00:01", "geloescht")
	s.geloescht()
}

// U8, U12, U13: the other parent is no party; steps by age; stop after 14 days, resumed
// after two months.
func testUnterhaltsvorschuss(t *testing.T, open Open) {
	s := beantragt(t, open, "unterhaltsvorschuss", "2026-03-20T10:00:00Z").uebernommen()
	s.tut(fall.Handlung{Wer: anna, Akt: "anderer-elternteil:gefragt", Code: code, Text: "Bitte geben Sie Auskunft."}, "in-bearbeitung")
	s.tut(fall.Handlung{Wer: max, Akt: "anderer-elternteil:geantwortet", Code: code, Teile: fall.Teile{"auskunft": angaben("2.000 Euro")}, Text: "vertraulich"}, "in-bearbeitung")
	require.NotContains(t, s.sieht(max).Teile, verfahren.Teil("antrag"))
	require.NotContains(t, s.sieht(erika).Teile, verfahren.Teil("auskunft"))
	for _, e := range s.sieht(erika).Verlauf {
		require.NotEqual(t, "vertraulich", e.Text)
	}
	s.tut(fall.Handlung{Wer: anna, Akt: "bewilligt", Beschluss: &fall.Beschluss{
		Ergebnis: verfahren.ErgebnisStattgegeben, Inhalt: angaben("227"),
		Geltung: fall.Geltung{Von: d("2026-03-01"), Bis: d("2041-05-14"), Stufen: []fall.Stufe{{Ab: d("2029-05-15"), Inhalt: angaben("299")}, {Ab: d("2035-05-15"), Inhalt: angaben("394")}}},
	}}, "laufend")
	for _, e := range s.sieht(max).Verlauf {
		require.Nil(t, e.Beschluss, "who has a duty and is no party gets no notice")
	}
	s.am("2026-06-01 10:00", "laufend")
	s.tut(fall.Handlung{Wer: anna, Akt: verfahren.AktAngehoert, Text: "Wir wollen die Zahlung einstellen."}, "anhoerung")
	s.laeuft("anhoerung", "2026-06-15")
	s.am("2026-06-16 00:01", "angehoert")
	s.laeuft("aufheben", "2026-08-17") // the 16th is a Sunday
	f := s.am("2026-08-18 00:01", "laufend")
	require.Equal(t, 1, mal(f, "wiederaufgenommen", "aufheben"))
	require.Zero(t, mal(f, "altersstufe", ""))
	f = s.am("2029-05-15 00:01", "laufend")
	require.Equal(t, 1, mal(f, "altersstufe", "altersstufe"))
	b, _ := f.Entscheidung()
	stufe, found := b.Geltung.Stufe(d("2029-05-15"))
	require.True(t, found)
	require.JSONEq(t, string(angaben("299")), string(stufe.Inhalt))
	f = s.am("2041-05-15 00:01", "beendet")
	require.Equal(t, 2, mal(f, "altersstufe", ""))
	s.am("2046-05-16 00:01", "geloescht")
	s.geloescht()
}

func testWohngeld(t *testing.T, open Open) {
	s := beantragt(t, open, "wohngeld", "2026-03-10T10:00:00Z").uebernommen()
	s.tut(fall.Handlung{Wer: anna, Akt: "bewilligt", Beschluss: &fall.Beschluss{
		Ergebnis: verfahren.ErgebnisTeilweise, Gruende: "Einkommen", Nebenbestimmungen: []fall.Nebenbestimmung{{Art: fall.NebenbestimmungBefristung, Text: "bis 28.2.2027"}},
		Geltung: fall.Geltung{Von: d("2026-03-01"), Bis: d("2027-02-28")},
	}}, "bewilligt")
	require.Equal(t, 1, mal(s.am("2027-01-01 12:00", "bewilligt"), fall.AktErinnert, "bewilligungszeitraum"))
	s.am("2027-03-01 00:01", "ausgelaufen")
	s.am("2037-03-02 00:01", "geloescht")
	s.geloescht()
}
