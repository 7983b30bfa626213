// SPDX-License-Identifier: Apache-2.0

package onlinedienst_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/onlinediensttest"
)

func play(t *testing.T, day string, change func(*antragParken)) *onlinediensttest.Spiel[antragParken, satzung] {
	t.Helper()
	a := erika()
	change(&a)
	return onlinediensttest.Play(t, parken(), jena(t), day, a)
}

func nothing(*antragParken) {}

func TestLauf_LeadsThroughThePages(t *testing.T) {
	play(t, "2026-11-30", nothing).Pages("person", "anschrift", "wohnung", "fahrzeuge", "ausweis", "kontakt").Findings().Fee("60.00 EUR").Blocked(false)
	onlinediensttest.Play(t, parken(), jena(t), "2026-11-30", antragParken{}).Pages("person", "anschrift", "wohnung", "kontakt").
		Findings("FORM-PFLICHT /anschrift/hausnummer", "FORM-PFLICHT /anschrift/ort", "FORM-PFLICHT /anschrift/plz", "FORM-PFLICHT /anschrift/strasse",
			"FORM-PFLICHT /person/familienname", "FORM-PFLICHT /person/geburtsdatum", "FORM-PFLICHT /person/vornamen",
			"FORM-PFLICHT /wohnung/gebiet", "FORM-PFLICHT /wohnung/hauptwohnung", "FORM-PFLICHT /wohnung/stellplatz").Blocked(true)
}

// The five stubborn walks: nobody gets stuck.
func TestLauf_AChangeOfMind(t *testing.T) {
	s := play(t, "2026-11-30", func(a *antragParken) { a.Fahrzeuge[0].Halter, a.Fahrzeuge[0].Name = andere, "Max" }).Findings().Delivers("Max")
	s.Put(map[string]any{"/fahrzeuge/0/halter": "ich"}).Findings().Keeps("Max")
	s.Put(map[string]any{"/wohnung/hauptwohnung": "nein"}).Pages("person", "anschrift", "wohnung", "kontakt").
		Findings("PARK-HAUPT /wohnung/hauptwohnung").Keeps("J-XY 12", "2026-12-15").Fee("")
	s.Put(map[string]any{"/wohnung/hauptwohnung": "ja"}).Findings().Delivers("J-XY 12").Fee("60.00 EUR")
}

func TestLauf_AGroupOfOptionalAnswers(t *testing.T) {
	play(t, "2026-11-30", func(a *antragParken) { a.Kontakt = kontakt{} }).Findings().
		Put(map[string]any{"/kontakt/telefon": "1"}).Findings("FORM-LAENGE-MIN /kontakt/telefon").
		Put(map[string]any{"/kontakt/telefon": "", "/kontakt/wege/0": "post"}).Findings().Delivers("post")
}

func TestLauf_RowsWithConditions(t *testing.T) {
	s := play(t, "2026-11-30", func(a *antragParken) {
		a.Fahrzeuge = append(a.Fahrzeuge, fahrzeug{Kennzeichen: "J-Z 1", Halter: andere})
	}).Findings("FORM-PFLICHT /fahrzeuge/1/haltername")
	s.Set(func(a *antragParken) { a.Fahrzeuge[1].Name = "Max" }).Findings()
	s.Set(func(a *antragParken) { a.Fahrzeuge = append(a.Fahrzeuge, fahrzeug{Kennzeichen: "J-Z 2", Halter: ich}) }).Findings("PARK-ANZAHL /fahrzeuge")
}

func TestLauf_ANewVersionOfTheForm(t *testing.T) {
	next := parken()
	next.Fassung, next.Umbenannt = "2", map[string]string{"/telefonnummer": "/kontakt/telefon"}
	next.Seiten = next.Seiten[:5]
	next.Umbenannt = nil
	play(t, "2026-11-30", func(a *antragParken) { a.Kontakt.Mail = "erika@example.org" }).
		Resume(next, jena(t), "2026-12-01").Findings().Keeps("erika@example.org").Delivers("J-XY 12").
		Resume(parken(), jena(t), "2026-12-02").Findings().Delivers("erika@example.org")
}

func TestLauf_ComputesAnswersFromWhatStandsBefore(t *testing.T) {
	s := play(t, "2026-11-30", func(a *antragParken) { a.Person.Geburtsdatum = datum.MustParse("2009-12-01") })
	s.Pages("person", "anschrift", "wohnung", "ausweis", "kontakt") // too young for a car
	require.Equal(t, int64(16), s.Case().Angaben.Alter.Int())
	s.On("2026-12-01").Pages("person", "anschrift", "wohnung", "fahrzeuge", "ausweis", "kontakt")
	s.Put(map[string]any{"/person/geburtsdatum": "unleserlich"}).Pages("person", "anschrift", "wohnung", "ausweis", "kontakt").
		Findings("FORM-DATUM /person/geburtsdatum")
	require.True(t, s.Case().Angaben.Alter.IsZero(), "no day of birth is no age")
}

func TestLauf_RulesHaveDaysAndReadOnlyWhatIsValid(t *testing.T) {
	s := play(t, "2026-12-20", nothing).Findings("PARK-AB /ausweis/ab").Blocked(false)
	s.On("2025-12-31").Put(map[string]any{"/ausweis/ab": "2025-12-01"}).Findings()
	s.Put(map[string]any{"/ausweis/ab": "morgen"}).Findings("FORM-DATUM /ausweis/ab")
}

func TestLauf_ChoicesOfTheKommuneAreHeldTo(t *testing.T) {
	s := play(t, "2026-11-30", func(a *antragParken) { a.Wohnung.Gebiet = "Z" }).
		Findings("DIENST-AUSWAHL-WOHNUNG-GEBIET /wohnung/gebiet") // and the rule that reads it does not run
	require.Empty(t, s.Case().Angaben.Wohnung.Gebiet)
	s.Set(func(a *antragParken) { a.Wohnung.Gebiet = "B" }).Findings("PARK-GEBIET /wohnung/gebiet")
	s.Set(func(a *antragParken) { a.Anschrift.Strasse = "Markt" }).Findings()
}

func TestLauf_EvidenceFillsOnlyWhatTheMappingSays(t *testing.T) {
	d := parken()
	fields, err := d.Nachweise[0].Fields(false)
	require.NoError(t, err)
	require.Len(t, fields.Paths(), 4)
	s := play(t, "2026-11-30", func(a *antragParken) { a.Anschrift = od.Anschrift{} })
	s.Take("meldeanschrift", `{"strasse":"Am Anger","hausnummer":"1","plz":"07743","ort":"Jena","religion":"keine"}`, "Meldebehörde").Findings().Delivers("Am Anger")
	data, err := play(t, "2026-11-30", nothing).Case().Angaben.Person.Geburtsdatum.MarshalText()
	require.NoError(t, err)
	require.Equal(t, "1964-08-12", string(data))
}

func TestLauf_TakesRowsOfEvidenceAndKeepsThemApart(t *testing.T) {
	s := onlinediensttest.Play(t, mehr(), jena(t), "2026-11-30", mehrAntworten()).Blocked(false)
	s.Take("haushalt", haushalt, "Register").Findings()
	require.Equal(t, []mitbewohner{{"Otto Beispiel", "ehegatte"}, {"Anna Register", "kind"}, {"Bert Register", "kind"}, {"Carl Register", "ehegatte"}}, s.Case().Angaben.Mitbewohner)
	fields, err := mehr().Nachweise[1].Fields(true)
	require.NoError(t, err)
	require.Equal(t, []string{"/ehegatte/name", "/kinder/name"}, fields.Paths(), "and nothing else is asked for")
}

func TestLauf_TellsWhatFollows(t *testing.T) {
	a := mehrAntworten()
	onlinediensttest.Play(t, mehr(), jena(t), "2026-11-30", a).Pages("person", "anschrift", "wohnung", "fahrzeuge", "ausweis", "kontakt", "mitbewohner", "stand", "belege")
	a.Mitbewohner = nil
	onlinediensttest.Play(t, mehr(), jena(t), "2026-11-30", a).Pages("person", "anschrift", "wohnung", "fahrzeuge", "ausweis", "kontakt", "mitbewohner", "belege")
}
