// SPDX-License-Identifier: Apache-2.0

package dienst_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohngeldantrag/internal/dienst"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/onlinediensttest"
	"github.com/deutschland-stack/bausteine/leistung/regel"
	"github.com/deutschland-stack/bausteine/leistung/regel/wohngeld"
	"github.com/deutschland-stack/bausteine/onceonly"
)

// erika lives in Weimar with a husband, a child and a flatmate.
func erika() dienst.Antrag {
	wer := "Erika Mustermann 1984-08-12"
	return dienst.Antrag{
		Person:  od.Person{Familienname: "Mustermann", Vornamen: "Erika", Geburtsdatum: datum.MustParse("1984-08-12")},
		Wohnung: dienst.Wohnung{Gemeinde: "16055000", PLZ: "99423", Strasse: "Musterstraße", Hausnummer: "1", Seit: datum.MustParse("2024-05-01")},
		Nutzung: dienst.ZurMiete,
		Bewohner: []dienst.Bewohner{
			{Familienname: "Mustermann", Vornamen: "Max", Geburtsdatum: datum.MustParse("1982-03-04"), Verhaeltnis: dienst.Ehe, Mittelpunkt: od.Ja},
			{Familienname: "Mustermann", Vornamen: "Mia", Geburtsdatum: datum.MustParse("2018-06-30"), Verhaeltnis: dienst.Kind, Mittelpunkt: od.Ja, Kindergeld: od.Ja},
		},
		Leistungen: []dienst.Leistung{{Wer: "Max Mustermann 1982-03-04", Art: "sgb14", Wohnkosten: od.Nein}},
		Miete: dienst.Miete{
			Kalt: od.Cents(65000), Nebenkosten: od.Cents(10000), Heizung: od.Cents(9000), Strom: od.Cents(0), Garage: od.Cents(0), Flaeche: od.Z(78),
			Erhoeht: datum.MustParse("2026-01-01"), Untermiete: od.Cents(0), Hilfe: od.Cents(0),
		},
		Rente:     dienst.Rente{Hat: od.Nein},
		Einkommen: []dienst.Einkommen{{Wer: wer, Art: "lohn", Betrag: od.Cents(240000), Zeitraum: dienst.Monat, Abzuege: []dienst.Abzug{dienst.Steuer, dienst.Kranken, dienst.RentenV}}},
		Umstaende: []dienst.Umstand{{Wer: "Max Mustermann 1982-03-04", Art: dienst.GdB100}},
		Unterhalt: []dienst.Unterhalt{{Wer: wer, Fuer: "sonstige", Betrag: od.Cents(10000), Titel: od.Nein}},
		Vermoegen: dienst.Vermoegen{Viel: od.Nein},
		Konto:     dienst.Bankverbindung{IBAN: "DE89 3704 0044 0532 0130 00", Inhaber: "Erika Mustermann"},
	}
}

// vermieter is what the landlord says of the same dwelling: 10 euro less.
func vermieter() dienst.Mietbescheinigung {
	return dienst.Mietbescheinigung{
		Seit: datum.MustParse("2024-05-01"), Kalt: od.Cents(64000), Nebenkosten: od.Cents(10000), Heizung: od.Cents(9000), Strom: od.Cents(0), Garage: od.Cents(0),
		Flaeche: od.Z(78), Erhoeht: datum.MustParse("2026-01-01"),
	}
}

func arbeitgeber() dienst.Verdienstbescheinigung {
	return dienst.Verdienstbescheinigung{Seit: datum.MustParse("2019-02-01"), Art: "lohn", Brutto: od.Cents(250000), Einmal: od.Cents(100000)}
}

func play(t *testing.T, change func(*dienst.Antrag)) *onlinediensttest.Spiel[dienst.Antrag, dienst.Kommune] {
	t.Helper()
	a := erika()
	change(&a)
	return onlinediensttest.Play(t, dienst.Dienst(), dienst.Kommunen{}, "2026-11-30", a)
}

func TestDienst_HoldsWhatTheKitPromises(t *testing.T) {
	onlinediensttest.TestDienst(t, onlinediensttest.Probe[dienst.Antrag, dienst.Kommune]{
		Dienst: dienst.Dienst(), Kommunen: dienst.Kommunen{}, Tag: "2026-11-30", Antworten: erika(), Gemeinde: kommune.MustParseAGS("16055000"),
		Auszug: []byte(`{"strasse":"Registerstraße","hausnummer":"7","plz":"99423","gemeinde":"16055000","einzug":"2020-01-01","bezieht":"ja","brutto":4711,"religion":"nicht gefragt"}`), Bekommt: map[string][]string{"meldung": {"Registerstraße"}, "rentenbezug": {"711"}},
		Bescheinigt: map[string]any{"vermieter": vermieter(), "arbeitgeber": arbeitgeber()}, Befristet: "bewilligen",
	})
}

// The usual mistakes, and what keeps people from making them.
func TestMistakes_AreCaughtWhereTheyAreMade(t *testing.T) {
	play(t, func(*dienst.Antrag) {}).Findings().Blocked(false)
	play(t, func(a *dienst.Antrag) { a.Wohnung.Gemeinde = "09162000" }).Findings("DIENST-AUSWAHL-WOHNUNG-GEMEINDE /wohnung/gemeinde")
	play(t, func(a *dienst.Antrag) { a.Nutzung = dienst.Eigentum }).Findings("WOHNGELD-EIGENTUM /nutzung")
	play(t, func(a *dienst.Antrag) {
		a.Bewohner[0] = dienst.Bewohner{Familienname: "MUSTERMANN", Vornamen: "Erika", Geburtsdatum: a.Person.Geburtsdatum, Verhaeltnis: dienst.Verwandt, Mittelpunkt: od.Ja}
		a.Leistungen, a.Umstaende = nil, nil
	}).
		Findings("WOHNGELD-DOPPELT /bewohner")
	play(t, func(a *dienst.Antrag) { a.Konto.IBAN = "DE89370400440532013001" }).Findings("WOHNGELD-IBAN /konto/iban")
	play(t, func(a *dienst.Antrag) { a.Wohnung.Seit = datum.MustParse("2027-01-15") }).Findings("WOHNGELD-SPAETER /wohnung/seit").Blocked(false)
	play(t, func(a *dienst.Antrag) { a.Bewohner[0].Vornamen = "Moritz" }).
		Findings("DIENST-AUSWAHL-LEISTUNGEN-WER /leistungen/0/wer", "DIENST-AUSWAHL-UMSTAENDE-WER /umstaende/0/wer")
}

func TestPlausibility_IsAskedOnlyWhereTheDwellingCostsMoreThanComesIn(t *testing.T) {
	s := play(t, func(*dienst.Antrag) {}).Pages("person", "wohnung", "nutzung", "bewohner", "leistungen", "miete", "rente", "einkommen", "umstaende", "unterhalt", "vermoegen", "konto", "unterlagen")
	s.Set(func(a *dienst.Antrag) { a.Einkommen[0].Betrag = od.Cents(80000) }).Findings("FORM-PFLICHT /ausgleich")
	s.Set(func(a *dienst.Antrag) { a.Ausgleich = "vom Ersparten" }).Findings()
	s.Set(func(a *dienst.Antrag) { a.Einkommen = nil }).Findings()
}

func TestHaushalt_CountsWhoBelongsToIt(t *testing.T) {
	tag := datum.MustParse("2026-11-30")
	a := erika()
	a.Bewohner = append(a.Bewohner, dienst.Bewohner{Familienname: "Beispiel", Vornamen: "Jonas", Geburtsdatum: datum.MustParse("1990-05-17"), Verhaeltnis: dienst.Mitbewohner, Mittelpunkt: od.Ja})
	h, err := dienst.Haushalt(a, tag)
	require.NoError(t, err)
	require.Empty(t, h.Check())
	require.Len(t, h.Personen, 3, "a flatmate is no member (§ 5 WoGG)")
	require.Equal(t, 1, h.Abzuege.Mitbewohner, "but takes a share of the rent (§ 11 Abs. 2 Nr. 3 WoGG)")
	require.Equal(t, wohngeld.Cent(84000), h.Miete.Vereinbart)
	require.Equal(t, wohngeld.Cent(9000), h.Miete.Ausgewiesen, "heating is no rent (§ 9 Abs. 2 WoGG)")
	require.Equal(t, wohngeld.Cent(12*240000), h.Personen[0].Einnahmen[0].Betrag)
	require.Equal(t, 100, h.Personen[1].GdB)
	require.True(t, h.Personen[2].KindUnter25)
	require.False(t, h.Alleinerziehend)

	a.Bewohner = a.Bewohner[1:2]
	a.Leistungen, a.Umstaende = nil, nil
	h, err = dienst.Haushalt(a, tag)
	require.NoError(t, err)
	require.True(t, h.Alleinerziehend)

	a.Einkommen[0].Wer = "Niemand"
	_, err = dienst.Haushalt(a, tag)
	require.Error(t, err)
	require.NotContains(t, err.Error(), "Niemand")
}

// What the person reads before sending is what the law as code says of the same
// household.
func TestAuskunft_IsTheAmountOfTheLaw(t *testing.T) {
	lauf, err := dienst.Dienst().Begin(dienst.Kommunen{}, datum.MustParse("2026-11-30"), recht.NiveauHoch)
	require.NoError(t, err)
	a := erika()
	require.NoError(t, lauf.Answer(a))
	told, err := lauf.Auskunft()
	require.NoError(t, err)
	require.Len(t, told, 2, "%v", told)

	h, err := dienst.Haushalt(a, datum.MustParse("2026-11-30"))
	require.NoError(t, err)
	law, err := wohngeld.AmTag(datum.MustParse("2026-11-01"))
	require.NoError(t, err)
	want := wohngeld.Regeln().Rechne(law, &h, nil)
	require.Positive(t, want.Wohngeld)
	require.Contains(t, told[0].Titel.String(), want.Wohngeld.String())
	require.Contains(t, told[0].Text.String(), "Vom 1.11.2026 bis zum 31.10.2027")
	require.Contains(t, told[0].Text.String(), "kein Bescheid")
	require.NotEmpty(t, told[0].Gang)
	for _, g := range told[0].Gang {
		require.NotEmpty(t, g.Normen, g.Text)
		_, english := g.Text.Lookup(recht.Englisch)
		require.True(t, english, g.Text)
	}
	require.Contains(t, told[1].Text.String(), "Lohnabrechnungen")
	require.Contains(t, told[1].Text.String(), "nachreichen")
}

func TestAuskunft_SaysWhyThereIsNone(t *testing.T) {
	lauf, err := dienst.Dienst().Begin(dienst.Kommunen{}, datum.MustParse("2026-11-30"), recht.NiveauHoch)
	require.NoError(t, err)
	a := erika()
	a.Einkommen[0].Betrag = od.Cents(900000)
	require.NoError(t, lauf.Answer(a))
	told, err := lauf.Auskunft()
	require.NoError(t, err)
	require.Contains(t, told[0].Titel.String(), "kein Wohngeld")
	require.Contains(t, told[0].Text.String(), "zu hoch")
}

func TestZustaendig_IsTheKreisTheTownOrTheTownWithin(t *testing.T) {
	index, err := dienst.Zustaendig(dienst.LeistungWohngeld())
	require.NoError(t, err)
	for ort, want := range map[string]string{"Weimar": "Weimar, Stadt, Wohngeldbehörde", "Gotha": "Stadt Gotha, Wohngeldbehörde", "Teistungen": "Eichsfeld, Wohngeldbehörde"} {
		hits := kommune.Deutschland().SearchLand(ort, kommune.Thueringen, 1)
		require.NotEmpty(t, hits, ort)
		answer, err := index.Zustaendig(t.Context(), dienst.LeistungWohngeld(), hits[0].Gemeinde.ARS, datum.MustParse("2026-11-30"))
		require.NoError(t, err)
		hit, ok := answer.Behoerde()
		require.True(t, ok, ort)
		require.Equal(t, want, hit.Stelle.Name)
	}
	towns := 0
	for g := range kommune.Deutschland().GemeindenOf(kommune.Thueringen) {
		answer, err := index.Zustaendig(t.Context(), dienst.LeistungWohngeld(), g.ARS, datum.MustParse("2026-11-30"))
		require.NoError(t, err)
		hit, ok := answer.Behoerde()
		require.True(t, ok, g.Name)
		if len(hit.Stelle.ID) == 8 {
			towns++
		}
	}
	require.Equal(t, 4, towns)
}

func TestNachweise_FillWhatARegisterKnowsAndNothingElse(t *testing.T) {
	s := play(t, func(a *dienst.Antrag) { a.Wohnung, a.Rente = dienst.Wohnung{}, dienst.Rente{} })
	s.Take("meldung", `{"strasse":"Registerstraße","hausnummer":"7","plz":"99423","gemeinde":"16055000","einzug":"2020-01-01","religion":"keine"}`, "Meldebehörde")
	s.Take("rentenbezug", `{"bezieht":"ja","brutto":1200.5,"konto":"DE00"}`, "Rentenversicherung").Findings().Delivers("Registerstraße", "1200.5")
	h, err := dienst.Haushalt(s.Case().Angaben, datum.MustParse("2026-11-30"))
	require.NoError(t, err)
	require.Equal(t, wohngeld.Einnahme{Art: wohngeld.EinnahmeRente, Betrag: 12 * 120050}, h.Personen[0].Einnahmen[0])
}

// What landlord and employer certify stands in the application with its origin, and the
// person's own words beside it; the official's tree says which is which.
func TestBescheinigungen_FillAndStandBesideWhatThePersonWrote(t *testing.T) {
	s := play(t, func(a *dienst.Antrag) {
		a.Einkommen = nil
		a.Miete = dienst.Miete{Kalt: od.Cents(65000), Untermiete: od.Cents(0), Hilfe: od.Cents(0)}
	})
	s.Certify("vermieter", "", vermieter(), "Hausverwaltung").Certify("arbeitgeber", "Erika Mustermann 1984-08-12", arbeitgeber(), "Firma").Findings()
	a := s.Case().Angaben
	require.Equal(t, od.Cents(65000), a.Miete.Kalt, "what the person wrote stays")
	require.Equal(t, od.Cents(10000), a.Miete.Nebenkosten)
	require.Equal(t, dienst.Einkommen{Wer: "Erika Mustermann 1984-08-12", Art: "lohn", Betrag: od.Cents(250000), Zeitraum: dienst.Monat}, a.Einkommen[0])
}

// The weeks of the authority begin when all papers are there: the person reads before
// sending whether they are.
func TestUnterlagen_TellWhetherTheApplicationIsComplete(t *testing.T) {
	lauf, err := dienst.Dienst().Begin(dienst.Kommunen{}, datum.MustParse("2026-11-30"), recht.NiveauHoch)
	require.NoError(t, err)
	told := func(a dienst.Antrag, taken ...string) string {
		t.Helper()
		require.NoError(t, lauf.Answer(a))
		lauf.Belegt(taken...)
		out, err := lauf.Auskunft()
		require.NoError(t, err)
		last := out[len(out)-1]
		return last.Titel.String() + " " + last.Text.String()
	}
	a := erika()
	a.Leistungen, a.Umstaende, a.Unterhalt = nil, nil, nil
	require.Contains(t, told(a), "Es fehlt noch etwas")
	require.Contains(t, told(a), "Die Zeit bis zur Entscheidung beginnt erst, wenn alle da sind")
	half := told(a, "vermieter")
	require.Contains(t, half, "Lohnabrechnungen")
	require.Contains(t, half, "Schon da: Mietvertrag")
	whole := told(a, "vermieter", "arbeitgeber")
	require.Contains(t, whole, "vollständig")
	require.Contains(t, whole, "beginnt, sobald er im Amt ankommt")
	a.Einkommen = append(a.Einkommen, dienst.Einkommen{Wer: a.Einkommen[0].Wer, Art: "kapital", Betrag: od.Cents(5000), Zeitraum: dienst.Jahr})
	require.Contains(t, told(a, "vermieter", "arbeitgeber"), "Bank über Zinsen")
}

// The matching of § 33 WoGG is a control of the authority: it fills nothing in, and people
// are told of it before they send.
func TestAbgleich_FillsNothingIn(t *testing.T) {
	d := dienst.Dienst()
	for _, n := range d.Nachweise {
		require.Equal(t, onceonly.BasisChoice, n.Basis, n.Name)
		require.NotContains(t, n.Norm.String(), "§ 33", n.Name)
	}
	require.True(t, slices.ContainsFunc(d.Wirkung, func(w recht.Text) bool { return strings.Contains(w.String(), "§ 33 WoGG") }))
}

// Wealth is for a person to judge: it changes no amount, refuses nothing, and the official
// finds it in the tree and has to state the amount themselves.
func TestVermoegen_IsAFlagAndNeverARefusal(t *testing.T) {
	day := datum.MustParse("2026-11-30")
	poor, rich := erika(), erika()
	rich.Vermoegen = dienst.Vermoegen{Viel: od.Ja, Betrag: od.Cents(50000000)}
	without, err := dienst.Rechne(poor, day, nil)
	require.NoError(t, err)
	with, err := dienst.Rechne(rich, day, nil)
	require.NoError(t, err)
	require.Equal(t, without.Abschnitte[0].Ergebnis.Wohngeld, with.Abschnitte[0].Ergebnis.Wohngeld)
	require.Zero(t, with.Abschnitte[0].Ergebnis.Grund)
	require.True(t, with.Abschnitte[0].Ergebnis.Hinweise.Offen())
	require.False(t, without.Abschnitte[0].Ergebnis.Hinweise.Offen())
	require.True(t, slices.ContainsFunc(with.Abschnitte[0].Schritte, func(s regel.Schritt) bool { return s.Art == regel.ArtErmessen && s.Code == "vermoegen" }))
	play(t, func(a *dienst.Antrag) { *a = rich }).Findings().Blocked(false)
	play(t, func(a *dienst.Antrag) { a.Einkommen = nil; a.Ausgleich = "vom Ersparten" }).Findings().Blocked(false)
}

// The origin of each fact: what a landlord certified whole, and what the person corrected.
func TestAkte_SaysWhereFactsComeFrom(t *testing.T) {
	s := play(t, func(a *dienst.Antrag) {
		a.Einkommen = nil
		a.Miete = dienst.Miete{Untermiete: od.Cents(0), Hilfe: od.Cents(0)}
	})
	s.Certify("vermieter", "", vermieter(), "Hausverwaltung").Certify("arbeitgeber", "Erika Mustermann 1984-08-12", arbeitgeber(), "Firma")
	tree := func() string {
		akte, err := dienst.ReadAkte(s.Eingang())
		require.NoError(t, err)
		var out bytes.Buffer
		require.NoError(t, akte.WriteRechnung(&out, recht.Deutsch))
		return out.String()
	}
	whole := tree()
	require.Equal(t, 3, strings.Count(whole, "Quelle: Hausverwaltung"), "rent, what is taken off it, floor space")
	require.Equal(t, 2, strings.Count(whole, "Quelle: Firma"), "amount and kind")
	s.Put(map[string]any{"/miete/heizung": json.Number("95.00")})
	require.Equal(t, 1, strings.Count(tree(), "Quelle: Hausverwaltung"), "what is corrected is the person's statement")
}

// The reminder says until when the next application must be there.
func TestAblauf_SaysWhenToApplyAgain(t *testing.T) {
	a := dienst.Dienst().Ablauf
	require.Equal(t, 2, a.Monate)
	for bis, want := range map[string]string{"2027-10-31": "30.11.2027", "2027-01-31": "28.2.2027", "2027-11-30": "31.12.2027"} {
		require.Contains(t, a.Text(datum.MustParse(bis)).String(), "spätestens am "+want, bis)
	}
}
