// SPDX-License-Identifier: Apache-2.0

package formular_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/formular"
)

func umzug() *formular.Formular {
	return formular.MustNew(formular.Kopf{},
		formular.Gruppe("person", "Person", formular.Text("name", "Name"), formular.Ganzzahl("kinder", "Kinder").Optional()),
		formular.Gruppe("hunde", "Hunde", formular.Text("a/b", "Rufname")).Times(0, 12),
		formular.Text("telefon", "Telefon").Times(0, 3))
}

var melderegister = formular.Herkunft{Quelle: "Melderegister", Niveau: recht.NiveauHoch, Stand: datum.MustParse("2026-11-01")}

func TestEntwurf_KeepsWhatTheSourceSaidBesideCorrections(t *testing.T) {
	e := umzug().NewEntwurf()
	require.NoError(t, e.Prefill("/person/name", "Mustermann", melderegister))
	a, ok := e.Answer("/person/name")
	require.True(t, ok)
	require.False(t, a.Korrigiert())
	require.Equal(t, melderegister, a.Bestand.Herkunft)

	require.NoError(t, e.Set(map[string]any{"/person/name": "Musterfrau"}))
	a, _ = e.Answer("/person/name")
	require.True(t, a.Korrigiert())
	require.JSONEq(t, `"Musterfrau"`, string(a.Wert))
	require.JSONEq(t, `"Mustermann"`, string(a.Bestand.Wert))

	require.NoError(t, e.Prefill("/person/name", "Mustermensch", melderegister))
	a, _ = e.Answer("/person/name")
	require.JSONEq(t, `"Musterfrau"`, string(a.Wert), "a correction outlives a second retrieval")
	require.JSONEq(t, `"Mustermensch"`, string(a.Bestand.Wert))

	require.NoError(t, e.Set(map[string]any{"/person/name": nil}))
	a, _ = e.Answer("/person/name")
	require.True(t, a.Gestrichen())
	require.NotNil(t, a.Bestand)
	data, err := e.Data()
	require.NoError(t, err)
	require.JSONEq(t, `{"person":{}}`, string(data))

	e.Revert("/person/name")
	a, _ = e.Answer("/person/name")
	require.False(t, a.Korrigiert())

	a.Bestand.Wert[1] = 'X'
	a, _ = e.Answer("/person/name")
	require.JSONEq(t, `"Mustermensch"`, string(a.Bestand.Wert), "what is handed out is a copy")
}

func TestEntwurf_ForgetsASourceAndKeepsWhatThePersonWrote(t *testing.T) {
	e := umzug().NewEntwurf()
	account := formular.Herkunft{Quelle: "Konto"}
	require.NoError(t, e.Prefill("/person/name", "Mustermann", melderegister))
	require.NoError(t, e.Prefill("/person/kinder", 2, account))
	require.NoError(t, e.Prefill("/hunde/0/a~1b", "Rex", melderegister))
	require.NoError(t, e.Set(map[string]any{"/person/name": "Musterfrau", "/hunde/1/a~1b": "Waldi"}))
	e.Forget("Melderegister")
	data, err := e.Data()
	require.NoError(t, err)
	require.JSONEq(t, `{"person":{"name":"Musterfrau","kinder":2},"hunde":[{"a/b":"Waldi"}]}`, string(data))
	stored, err := e.MarshalJSON()
	require.NoError(t, err)
	require.NotContains(t, string(stored), "Mustermann")
	require.NotContains(t, string(stored), "Rex")
	require.Contains(t, string(stored), "Konto")
}

func TestEntwurf_FollowsTheSourceUntilThePersonAnswers(t *testing.T) {
	e := umzug().NewEntwurf()
	require.NoError(t, e.Prefill("/person/kinder", 1, melderegister))
	require.NoError(t, e.Prefill("/person/kinder", json.Number("2"), melderegister))
	a, _ := e.Answer("/person/kinder")
	require.JSONEq(t, `2`, string(a.Wert))

	require.NoError(t, e.Set(map[string]any{"/telefon/0": "030 1"}))
	require.NoError(t, e.Set(map[string]any{"/telefon/0": nil}))
	_, ok := e.Answer("/telefon/0")
	require.False(t, ok, "an answer without a source is gone")
	require.NoError(t, e.Set(map[string]any{"/telefon/1": nil}))
	e.Revert("/telefon/1")
}

// checked returns what is found in a draft.
func checked(t *testing.T, e *formular.Entwurf) []string {
	t.Helper()
	_, findings, err := e.Check(formular.Umstaende{})
	require.NoError(t, err)
	return found(findings)
}

// set answers, and must succeed.
func set(t *testing.T, e *formular.Entwurf, pairs ...any) {
	t.Helper()
	answers := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		answers[pairs[i].(string)] = pairs[i+1]
	}
	require.NoError(t, e.Set(answers))
}

func data(t *testing.T, e *formular.Entwurf) string {
	t.Helper()
	out, err := e.Data()
	require.NoError(t, err)
	return string(out)
}

func TestEntwurf_BuildsTheDataAndChecksThem(t *testing.T) {
	e := umzug().NewEntwurf()
	require.Equal(t, []string{"FORM-PFLICHT /person/name"}, checked(t, e), "a group that is missing is an empty one")
	set(t, e, "/hunde/0/a~1b", "Bello", "/hunde/1/a~1b", "Rex", "/person/name", "Erika", "/telefon/0", "030")
	require.JSONEq(t, `{"person":{"name":"Erika"},"hunde":[{"a/b":"Bello"},{"a/b":"Rex"}],"telefon":["030"]}`, data(t, e))
	require.Empty(t, checked(t, e))
}

func TestEntwurf_SetsAPageAtOnceOrNothing(t *testing.T) {
	e := umzug().NewEntwurf()
	set(t, e, "/person/name", "Erika")
	require.ErrorIs(t, e.Set(map[string]any{"/person/name": "Max", "/person/kinder": 1.5}), formular.ErrWert)
	require.ErrorIs(t, e.Set(map[string]any{"/person/name": "Max", "/person/nase": "x"}), formular.ErrPfad)
	require.ErrorIs(t, e.Set(map[string]any{"/person/name": nil, "/person/nase": nil}), formular.ErrPfad)
	require.JSONEq(t, `{"person":{"name":"Erika"}}`, data(t, e))
}

func TestEntwurf_ZeroIsAnAnswerAndNothingIsNone(t *testing.T) {
	form := formular.MustNew(formular.Kopf{},
		formular.Ganzzahl("kinder", "Kinder"),
		formular.JaNein("hund", "Hund").OnlyIf(formular.AtMost("kinder", 0)),
		formular.Text("notiz", "Notiz").Optional().OnlyIf(formular.Given("hund")))
	e := form.NewEntwurf()
	require.Equal(t, []string{"FORM-PFLICHT /kinder"}, checked(t, e), "no answer is not zero")
	set(t, e, "/kinder", 0)
	require.Equal(t, []string{"FORM-PFLICHT /hund"}, checked(t, e))
	set(t, e, "/hund", false, "/notiz", "keine")
	require.Empty(t, checked(t, e))
	require.JSONEq(t, `{"kinder":0,"hund":false,"notiz":"keine"}`, data(t, e))
	set(t, e, "/notiz", "", "/hund", nil)
	require.Equal(t, []string{"FORM-PFLICHT /hund"}, checked(t, e))
	require.JSONEq(t, `{"kinder":0}`, data(t, e))
}

// A person who changes her mind gets through, whatever she said before, and what
// she said comes back with the question.
func TestEntwurf_WhatIsNotAskedAnyMoreStaysAndLeavesNowhere(t *testing.T) {
	form, err := formular.MustNew(formular.Kopf{},
		formular.JaNein("auto", "Auto"),
		formular.Gruppe("wagen", "Wagen", formular.Text("kennzeichen", "Kennzeichen"), formular.JaNein("anhaenger", "Anhänger")).OnlyIf(formular.Is("auto", true)),
		formular.Text("laenge", "Länge").OnlyIf(formular.Is("wagen/anhaenger", true)),
		formular.Text("zulassung", "Zulassung").OnlyIf(formular.Given("laenge"))).WithRegeln(
		formular.Regel{Code: "R-01", Text: recht.NewText("x", "x"), Liest: []string{"/laenge"}, Verletzt: func(formular.Antworten, formular.Umstaende) bool { return true }})
	require.NoError(t, err)
	e := form.NewEntwurf()
	set(t, e, "/auto", true, "/wagen/kennzeichen", "J-AB 1", "/wagen/anhaenger", true, "/laenge", "5", "/zulassung", "x")
	require.Equal(t, []string{"R-01 /laenge"}, checked(t, e))
	set(t, e, "/auto", false)
	require.Empty(t, checked(t, e), "neither the rule nor the chain of questions behind it is left")
	require.JSONEq(t, `{"auto":false}`, data(t, e))
	a, _, err := e.Check(formular.Umstaende{})
	require.NoError(t, err)
	for _, p := range []string{"/wagen", "/wagen/kennzeichen", "/laenge", "/zulassung"} {
		require.False(t, a.Has(p), p)
		require.False(t, a.Asked(p), p)
	}
	kept, ok := e.Answer("/wagen/kennzeichen")
	require.True(t, ok)
	require.JSONEq(t, `"J-AB 1"`, string(kept.Wert))
	set(t, e, "/auto", true)
	require.JSONEq(t, `{"auto":true,"wagen":{"kennzeichen":"J-AB 1","anhaenger":true},"laenge":"5","zulassung":"x"}`, data(t, e))
	require.Contains(t, strings.Join(found(form.Validate([]byte(`{"auto":false,"laenge":"5","zulassung":"x"}`))), " "), "FORM-NICHT-GEFRAGT /zulassung", "who delivers it is told")
}

func TestEntwurf_OptionalGroupsCheckTheirInside(t *testing.T) {
	form := formular.MustNew(formular.Kopf{},
		formular.Gruppe("kontakt", "Kontakt", formular.Text("mail", "E-Mail").Optional(), formular.Text("telefon", "Telefon").Optional()),
		formular.JaNein("fremd", "Fremd"),
		formular.Gruppe("konto", "Konto", formular.Text("iban", "IBAN"), formular.Text("inhaber", "Inhaber").OnlyIf(formular.Is("fremd", true)),
			formular.Gruppe("bank", "Bank", formular.Text("bic", "BIC"))).Optional())
	e := form.NewEntwurf()
	set(t, e, "/fremd", true)
	require.Empty(t, checked(t, e), "a group of optional answers can be left empty, and so can an optional group")
	set(t, e, "/konto/inhaber", "Max")
	require.Equal(t, []string{"FORM-PFLICHT /konto/bank/bic", "FORM-PFLICHT /konto/iban"}, checked(t, e))
	set(t, e, "/fremd", false)
	require.Empty(t, checked(t, e), "nothing that is asked is left in the group")
	set(t, e, "/fremd", true, "/konto/iban", "DE02", "/konto/bank/bic", "X")
	require.Empty(t, checked(t, e))
	require.NoError(t, e.Prefill("/kontakt/mail", "a@example.org", melderegister))
	set(t, e, "/kontakt/mail", nil)
	require.Empty(t, checked(t, e), "a struck record is no answer")
}

func TestEntwurf_RowsHaveConditionsOfTheirOwnAndCloseUp(t *testing.T) {
	form := formular.MustNew(formular.Kopf{},
		formular.Gruppe("wagen", "Wagen",
			formular.Auswahl("halter", "Halter", formular.Eintrag{Code: "ich"}, formular.Eintrag{Code: "andere"}),
			formular.Text("name", "Name").OnlyIf(formular.Is("halter", "andere"))).Times(1, 3))
	e := form.NewEntwurf()
	require.Equal(t, []string{"FORM-PFLICHT /wagen"}, checked(t, e))
	set(t, e, "/wagen/0/halter", "ich", "/wagen/1/halter", "andere", "/wagen/2/halter", "andere", "/wagen/2/name", "Max")
	require.Equal(t, []string{"FORM-PFLICHT /wagen/1/name"}, checked(t, e), "rows do not look into each other")
	require.Equal(t, 3, e.Rows("/wagen"))
	require.ErrorIs(t, e.Set(map[string]any{"/wagen/3/halter": "ich"}), formular.ErrPfad)
	require.NoError(t, e.Remove("/wagen/1"))
	require.Equal(t, 2, e.Rows("/wagen"))
	require.Empty(t, checked(t, e))
	require.JSONEq(t, `{"wagen":[{"halter":"ich"},{"halter":"andere","name":"Max"}]}`, data(t, e))
	set(t, e, "/wagen/1/halter", "ich")
	require.JSONEq(t, `{"wagen":[{"halter":"ich"},{"halter":"ich"}]}`, data(t, e))
	set(t, e, "/wagen/0/halter", nil)
	require.Equal(t, 1, e.Rows("/wagen"), "a row without an answer is none")
	kept, ok := e.Answer("/wagen/0/name")
	require.True(t, ok)
	require.JSONEq(t, `"Max"`, string(kept.Wert))
	require.ErrorIs(t, e.Set(map[string]any{"/wagen/2/halter": "ich"}), formular.ErrPfad, "rows leave no gap")
	for _, p := range []string{"/wagen/1", "/wagen", "/wagen/x", "/wagen/0/halter", "/nichts/0", ""} {
		require.ErrorIs(t, e.Remove(p), formular.ErrPfad, p)
	}
}

func TestEntwurf_OutlivesAChangedForm(t *testing.T) {
	first := formular.MustNew(formular.Kopf{ID: "umzug", Version: "1"},
		formular.Text("name", "Name"), formular.Gruppe("alt", "Alt", formular.Text("ort", "Ort")), formular.Text("fax", "Fax"), formular.Text("zahl", "Zahl"))
	e := first.NewEntwurf()
	set(t, e, "/name", "Erika", "/alt/ort", "Jena", "/fax", "036", "/zahl", "7")
	saved, err := json.Marshal(e)
	require.NoError(t, err)
	second := formular.MustNew(formular.Kopf{ID: "umzug", Version: "2", Umbenannt: map[string]string{"/alt": "/bisher"}},
		formular.Text("name", "Name"), formular.Gruppe("bisher", "Bisher", formular.Text("ort", "Ort")), formular.Text("mail", "Mail"), formular.Ganzzahl("zahl", "Zahl"))
	e, err = second.ParseEntwurf(saved)
	require.NoError(t, err)
	require.JSONEq(t, `{"name":"Erika","bisher":{"ort":"Jena"},"zahl":"7"}`, data(t, e))
	require.Equal(t, []string{"FORM-PFLICHT /mail", "FORM-TYP /zahl"}, checked(t, e), "what the new form asks is asked, and nothing else stands in the way")
	require.Len(t, e.Verwaist(), 1)
	require.Equal(t, "/fax", e.Verwaist()[0].Pointer)
	saved, err = json.Marshal(e)
	require.NoError(t, err)
	third := formular.MustNew(formular.Kopf{ID: "umzug", Version: "3"}, formular.Text("fax", "Fax"))
	e, err = third.ParseEntwurf(saved)
	require.NoError(t, err)
	require.JSONEq(t, `{"fax":"036"}`, data(t, e), "and comes back with the version that asks for it")

	for _, renamed := range []map[string]string{{"/alt": "/nirgends"}, {"/fax": "/fax"}, {"alt": "/fax"}} {
		_, err = formular.New(formular.Kopf{ID: "umzug", Umbenannt: renamed}, formular.Text("fax", "Fax"))
		require.ErrorIs(t, err, formular.ErrModell)
	}
}

func TestEntwurf_RefusesForeignPlacesAndValues(t *testing.T) {
	e := umzug().NewEntwurf()
	for _, p := range []string{"", "/", "person/name", "/person", "/person/", "/person/name/", "/person/nase", "/hunde", "/hunde/0", "/hunde/12/a~1b", "/hunde/-1/a~1b", "/hunde/01/a~1b", "/hunde/x/a~1b", "/hunde/0/a/b", "/telefon", "/telefon/3", "/telefon/1", "/hunde/1/a~1b"} {
		require.ErrorIs(t, e.Set(map[string]any{p: "x"}), formular.ErrPfad, p)
		require.ErrorIs(t, e.Prefill(p, "x", melderegister), formular.ErrPfad, p)
	}
	require.ErrorIs(t, e.Prefill("/person/name", "x", formular.Herkunft{Niveau: recht.NiveauHoch}), formular.ErrHerkunft)
	_, ok := e.Answer("/person/name")
	require.False(t, ok, "nothing is noted")
	for _, v := range []any{1.5, []string{"x"}, map[string]any{}, json.Number("eins"), json.Number("01"), "M\xfcller"} {
		require.ErrorIs(t, e.Set(map[string]any{"/person/name": v}), formular.ErrWert)
	}
}

func TestEntwurf_IsSavedAndResumed(t *testing.T) {
	form := umzug()
	e := form.NewEntwurf()
	require.NoError(t, e.Prefill("/person/name", "Mustermann", melderegister))
	require.NoError(t, e.Set(map[string]any{"/person/name": "Musterfrau"}))
	require.NoError(t, e.Prefill("/person/kinder", 2, melderegister))
	require.NoError(t, e.Set(map[string]any{"/person/kinder": ""}))
	require.NoError(t, e.Set(map[string]any{"/telefon/0": "030"}))
	saved, err := json.Marshal(e)
	require.NoError(t, err)
	resumed, err := form.ParseEntwurf(saved)
	require.NoError(t, err)
	require.Equal(t, slices.Collect(e.Answers()), slices.Collect(resumed.Answers()))
	again, err := json.Marshal(resumed)
	require.NoError(t, err)
	require.Equal(t, string(saved), string(again))

	_, err = formular.MustNew(formular.Kopf{}, formular.Text("x", "X")).ParseEntwurf(saved)
	require.ErrorIs(t, err, formular.ErrPfad)
	_, err = formular.MustNew(formular.Kopf{ID: "anderes"}, formular.Text("x", "X")).ParseEntwurf(saved)
	require.ErrorIs(t, err, formular.ErrFormular)
	_, err = form.ParseEntwurf([]byte(`{"antworten":[{"pointer":"/telefon/0","wert":"x","bestand":{"wert":"x","herkunft":{"niveau":"hoch"}}}]}`))
	require.ErrorIs(t, err, formular.ErrHerkunft)
	for _, bad := range []string{``, `[]`, `{"antworten":[{"pointer":"/telefon/0","wert":[]}]}`, `{"antworten":[{"pointer":"/telefon/0","wert":null}]}`, `{"antworten":[{"pointer":"/telefon/0"}]}`, `{"antworten":[{"pointer":"/telefon/0","wert":"x","bestand":{"wert":{}}}]}`, `{"verwaist":[{"pointer":"/x","wert":[]}]}`} {
		_, err = form.ParseEntwurf([]byte(bad))
		require.ErrorIs(t, err, formular.ErrWert, bad)
	}
}

func FuzzParseEntwurf(f *testing.F) {
	form := umzug()
	f.Add([]byte(`{"antworten":[{"pointer":"/person/name","wert":"x","bestand":{"wert":"y","herkunft":{"quelle":"z","stand":"2026-01-01"}}}]}`))
	f.Add([]byte(`{"version":"0","antworten":[{"pointer":"/hunde/3/a~1b","wert":null,"bestand":{"wert":1,"herkunft":{"quelle":"z"}}}],"verwaist":[{"pointer":"weg","wert":1}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := form.ParseEntwurf(data)
		if err != nil {
			return
		}
		out, err := e.Data()
		require.NoError(t, err)
		require.True(t, json.Valid(out))
		saved, err := json.Marshal(e)
		require.NoError(t, err)
		again, err := form.ParseEntwurf(saved)
		require.NoError(t, err)
		more, err := again.Data()
		require.NoError(t, err)
		require.Equal(t, string(out), string(more))
		require.NotContains(t, found(form.Validate(out)), "FORM-NICHT-GEFRAGT")
	})
}
