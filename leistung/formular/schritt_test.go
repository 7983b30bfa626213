// SPDX-License-Identifier: Apache-2.0

package formular_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/formular"
)

func parken(t *testing.T) *formular.Formular {
	t.Helper()
	form, err := formular.New(formular.Kopf{ID: "parken", Schritte: []formular.Schritt{
		{Name: "person", Titel: recht.NewText("Ihre Person", ""), Elemente: []string{"name", "alter"}},
		{Name: "wagen", Titel: recht.NewText("Ihr Wagen", ""), Elemente: []string{"wagen"}},
		{Name: "notiz", Titel: recht.NewText("Notiz", ""), Elemente: []string{"notiz"}},
	}},
		formular.Text("name", "Name").Len(1, 9),
		formular.Ganzzahl("alter", "Alter"),
		formular.Gruppe("wagen", "Wagen", formular.Text("kennzeichen", "Kennzeichen"), formular.Datum("seit", "Seit"),
			formular.Text("grund", "Grund").RequiredIf(formular.All(formular.AtLeast("seit", datum.MustParse("2026-01-01")), formular.AtMost("alter", 17))),
		).OnlyIf(formular.AtLeast("alter", "16")),
		formular.Text("notiz", "Notiz").Optional())
	require.NoError(t, err)
	return form
}

func TestSchritte_TellHowFarAPersonIs(t *testing.T) {
	const weg, offen, begonnen, fehler, fertig = formular.StandEntfaellt, formular.StandOffen, formular.StandBegonnen, formular.StandFehlerhaft, formular.StandFertig
	form := parken(t)
	for data, want := range map[string][]formular.Stand{
		`{}`:                              {offen, weg, offen},
		`{"name":"Erika"}`:                {begonnen, weg, offen},
		`{"name":"Erika","alter":15}`:     {fertig, weg, offen},
		`{"name":"Erika","alter":16}`:     {fertig, offen, offen},
		`{"name":"zu langer Name"}`:       {fehler, weg, offen},
		`{"alter":16,"wagen":{}}`:         {begonnen, begonnen, offen},
		`{"notiz":"x"}`:                   {offen, weg, fertig},
		`{"alter":16,"wagen":{"seit":1}}`: {begonnen, fehler, offen},
	} {
		a, fs := form.Check([]byte(data), formular.Umstaende{})
		require.Equal(t, want, a.Schritte(fs), data)
	}
	require.Nil(t, formular.Antworten{}.Schritte(nil))
}

func TestSchritte_HaveEachElementOnce(t *testing.T) {
	a, b := formular.Text("a", "A"), formular.Text("b", "B")
	for name, steps := range map[string][]formular.Schritt{
		"left out": {{Name: "s", Titel: recht.NewText("S", ""), Elemente: []string{"a"}}},
		"twice":    {{Name: "s", Titel: recht.NewText("S", ""), Elemente: []string{"a", "b"}}, {Name: "t", Titel: recht.NewText("T", ""), Elemente: []string{"a"}}},
		"order":    {{Name: "s", Titel: recht.NewText("S", ""), Elemente: []string{"b"}}, {Name: "t", Titel: recht.NewText("T", ""), Elemente: []string{"a"}}},
		"no name":  {{Titel: recht.NewText("S", ""), Elemente: []string{"a", "b"}}},
		"no title": {{Name: "s", Elemente: []string{"a", "b"}}},
		"empty":    {{Name: "s", Titel: recht.NewText("S", ""), Elemente: []string{"a", "b"}}, {Name: "t", Titel: recht.NewText("T", "")}},
		"same":     {{Name: "s", Titel: recht.NewText("S", ""), Elemente: []string{"a"}}, {Name: "s", Titel: recht.NewText("T", ""), Elemente: []string{"b"}}},
	} {
		_, err := formular.New(formular.Kopf{Schritte: steps}, a, b)
		require.ErrorIs(t, err, formular.ErrModell, name)
	}
}

func TestConditions_CompareAcrossGroups(t *testing.T) {
	form := parken(t)
	for data, want := range map[string][]string{
		`{"name":"E","alter":16,"wagen":{"kennzeichen":"X","seit":"2025-12-31"}}`:               {},
		`{"name":"E","alter":16,"wagen":{"kennzeichen":"X","seit":"2026-01-01"}}`:               {"FORM-PFLICHT /wagen/grund"},
		`{"name":"E","alter":17.0,"wagen":{"kennzeichen":"X","seit":"2026-01-01","grund":"x"}}`: {},
		`{"name":"E","alter":18,"wagen":{"kennzeichen":"X","seit":"2026-01-01"}}`:               {},
		`{"name":"E","alter":15,"wagen":{"kennzeichen":"X","seit":"2026-01-01"}}`:               {"FORM-NICHT-GEFRAGT /wagen"},
		`{"name":"E","alter":"16","wagen":{"kennzeichen":"X","seit":"2026-01-01"}}`:             {"FORM-TYP /alter", "FORM-NICHT-GEFRAGT /wagen"},
		`{"name":"E","alter":16,"wagen":{"kennzeichen":"X","seit":"2026-02-30"}}`:               {"FORM-DATUM /wagen/seit"},
	} {
		require.Equal(t, want, found(form.Validate([]byte(data))), data)
	}
}

func TestDecode_GivesWhatIsAskedAndValid(t *testing.T) {
	type wagen struct {
		Halter string      `json:"halter"`
		Name   string      `json:"name"`
		Seit   datum.Datum `json:"seit"`
	}
	type antrag struct {
		Anzahl *int     `json:"anzahl"`
		Wagen  []wagen  `json:"wagen"`
		Mail   []string `json:"mail"`
		Kind   struct {
			Name string `json:"name"`
		} `json:"kind"`
	}
	form := formular.MustNew(formular.Kopf{},
		formular.Ganzzahl("anzahl", "Anzahl"),
		formular.Gruppe("wagen", "Wagen", formular.Text("halter", "Halter"), formular.Text("name", "Name").OnlyIf(formular.Is("halter", "andere")), formular.Datum("seit", "Seit")).Times(0, 3),
		formular.Text("mail", "E-Mail").Len(3, 9).Times(0, 3),
		formular.Gruppe("kind", "Kind", formular.Text("name", "Name")))
	a, _ := form.Check([]byte(`{"anzahl":0,"fremd":1,"wagen":[{"halter":"ich","name":"Max","seit":"morgen"},7,{"halter":"andere","name":"K\u00e4the","seit":"2026-01-01"}],"mail":["x","a@b.de"],"kind":"x"}`), formular.Umstaende{})
	var got antrag
	require.NoError(t, a.Decode(&got))
	require.NotNil(t, got.Anzahl, "zero is an answer")
	require.Equal(t, []wagen{{Halter: "ich"}, {}, {"andere", "Käthe", datum.MustParse("2026-01-01")}}, got.Wagen)
	require.Equal(t, []string{"a@b.de"}, got.Mail)
	a, _ = form.Check([]byte(`{}`), formular.Umstaende{})
	got = antrag{}
	require.NoError(t, a.Decode(&got))
	require.Nil(t, got.Anzahl, "nothing is none")
	a, _ = form.Check([]byte(`nichts`), formular.Umstaende{})
	require.NoError(t, a.Decode(&got))
}
