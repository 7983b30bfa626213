// SPDX-License-Identifier: Apache-2.0

package formular_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/formular"
)

// check returns what Check finds.
func check(form *formular.Formular, data string, u formular.Umstaende) []string {
	_, findings := form.Check([]byte(data), u)
	return found(findings)
}

func hundehaltung() *formular.Formular {
	return formular.MustNew(formular.Kopf{},
		formular.Gruppe("hunde", "Hunde",
			formular.Datum("geboren", "Wurfdatum"),
			formular.Datum("seit", "Gehalten seit")).Times(0, 5),
		formular.Geld("steuer", "Steuer").Optional(),
		formular.JaNein("ja", "Ja").Optional(),
		formular.Text("a/b~c", "Zeichen").Optional())
}

// haltung is a rule over each row of a group that repeats.
func haltung() formular.Regel {
	return formular.Regel{
		Code: "HUND-HALTUNG-01", Normen: recht.MustParseNormen("§ 3 Mustersatzung"),
		Text:  recht.NewText("Der Hund war noch nicht geboren.", "The dog was not born yet."),
		Je:    "/hunde",
		Liest: []string{"/seit", "/geboren"},
		Verletzt: func(a formular.Antworten, _ formular.Umstaende) bool {
			born, _ := a.Datum("/geboren")
			kept, _ := a.Datum("/seit")
			return kept.Before(born)
		},
	}
}

func ExampleFormular_WithRegeln() {
	form, err := hundehaltung().WithRegeln(haltung())
	if err != nil {
		fmt.Println(err)
		return
	}
	_, findings := form.Check([]byte(`{"hunde":[{"geboren":"2026-03-01","seit":"2026-02-01"}]}`), formular.Umstaende{})
	for _, f := range findings {
		fmt.Println(f)
		fmt.Println(f.Text.String())
	}
	// Output:
	// HUND-HALTUNG-01 /hunde/0/seit (§ 3 Mustersatzung)
	// Gehalten seit: Der Hund war noch nicht geboren.
}

func TestRegeln_AreReportedTogetherWithEverythingElse(t *testing.T) {
	plain := hundehaltung()
	form, err := plain.WithRegeln(haltung())
	require.NoError(t, err)
	const data = `{"hunde":[{"geboren":"2026-03-01","seit":"2026-03-01"},{"geboren":"2026-03-01","seit":"2025-01-01"},{"seit":"2025-13-01"}]}`
	require.Equal(t, []string{"HUND-HALTUNG-01 /hunde/1/seit", "FORM-PFLICHT /hunde/2/geboren", "FORM-DATUM /hunde/2/seit"}, check(form, data, formular.Umstaende{}))
	_, findings := form.Check([]byte(data), formular.Umstaende{})
	require.Equal(t, "Gehalten seit: The dog was not born yet.", findings[0].Text.English())
	require.Equal(t, []string{"FORM-PFLICHT /hunde/2/geboren", "FORM-DATUM /hunde/2/seit"}, check(plain, data, formular.Umstaende{}), "the form itself is left alone")
	require.Equal(t, []string{"FORM-JSON-SYNTAX "}, check(form, `{"hunde":[`, formular.Umstaende{}), "rules see only what could be read")
	require.Empty(t, check(form, `{"hunde":7}`, formular.Umstaende{})[1:], "nor rows that are none")
}

func TestRegeln_RunOnlyWhereAllTheyReadIsAskedGivenAndValid(t *testing.T) {
	runs := 0
	form, err := formular.MustNew(formular.Kopf{},
		formular.JaNein("a", "A"),
		formular.Ganzzahl("b", "B").Between("0", "9").OnlyIf(formular.Is("a", true)),
		formular.Gruppe("c", "C", formular.Text("d", "D"), formular.Text("e", "E").Optional()).Optional(),
	).WithRegeln(formular.Regel{
		Code: "R-01", Text: recht.NewText("x", "x"), Liest: []string{"/b", "/c"},
		Verletzt: func(a formular.Antworten, _ formular.Umstaende) bool {
			runs++
			_, ok := a.Zahl("/b")
			require.True(t, ok)
			_, ok = a.Text("/c/d")
			require.True(t, ok)
			return true
		},
	})
	require.NoError(t, err)
	for data, want := range map[string]int{
		`{"a":true,"b":0,"c":{"d":"x"}}`:       1, // zero is an answer
		`{"a":true,"c":{"d":"x"}}`:             0, // nothing is none
		`{"a":true,"b":10,"c":{"d":"x"}}`:      0, // not valid
		`{"a":false,"b":0,"c":{"d":"x"}}`:      0, // not asked
		`{"a":true,"b":0}`:                     0, // no group
		`{"a":true,"b":0,"c":{"e":"x"}}`:       0, // something in it is missing
		`{"a":true,"b":0,"c":{"d":1}}`:         0,
		`{"a":true,"b":0,"b":1,"c":{"d":"x"}}`: 0, // which of them counts?
	} {
		runs = 0
		form.Check([]byte(data), formular.Umstaende{})
		require.Equal(t, want, runs, data)
	}
}

func TestRegeln_KnowTheDayTheLevelAndTheParameters(t *testing.T) {
	day := datum.MustParse
	form, err := hundehaltung().WithRegeln(
		formular.Regel{Code: "R-AB", Text: recht.NewText("x", "x"), Liest: []string{"/ja"}, Ab: day("2026-01-01"), Bis: day("2026-12-31"), Verletzt: func(formular.Antworten, formular.Umstaende) bool { return true }},
		formular.Regel{Code: "R-LAGE", Text: recht.NewText("x", "x"), Liest: []string{"/ja"}, Verletzt: func(_ formular.Antworten, u formular.Umstaende) bool {
			return u.Niveau != recht.NiveauHoch || u.Parameter != 7
		}},
		formular.Regel{Code: "R-HUNDE", Text: recht.NewText("x", "x"), Liest: []string{"/hunde"}, Verletzt: func(a formular.Antworten, _ formular.Umstaende) bool { return a.Len("/hunde") > 1 }})
	require.NoError(t, err)
	const data = `{"ja":true,"hunde":[{"geboren":"2026-01-01","seit":"2026-01-01"},{"geboren":"2026-01-01","seit":"2026-01-01"}]}`
	for _, tt := range []struct {
		u    formular.Umstaende
		want []string
	}{
		{formular.Umstaende{}, []string{"R-HUNDE /hunde", "R-LAGE /ja"}},
		{formular.Umstaende{Heute: day("2025-12-31"), Niveau: recht.NiveauHoch, Parameter: 7}, []string{"R-HUNDE /hunde"}},
		{formular.Umstaende{Heute: day("2026-01-01"), Niveau: recht.NiveauHoch, Parameter: 7}, []string{"R-HUNDE /hunde", "R-AB /ja"}},
		{formular.Umstaende{Heute: day("2026-12-31"), Niveau: recht.NiveauHoch, Parameter: 8}, []string{"R-HUNDE /hunde", "R-AB /ja", "R-LAGE /ja"}},
		{formular.Umstaende{Heute: day("2027-01-01"), Niveau: recht.NiveauHoch, Parameter: 7}, []string{"R-HUNDE /hunde"}},
	} {
		require.Equal(t, tt.want, check(form, data, tt.u))
	}
}

func TestRegeln_AreBoundedLikeAllFindings(t *testing.T) {
	form, err := formular.MustNew(formular.Kopf{}, formular.Gruppe("g", "G", formular.Text("t", "T")).Times(0, formular.Unbegrenzt)).WithRegeln(
		formular.Regel{Code: "R-01", Text: recht.NewText("x", "x"), Je: "/g", Liest: []string{"/t"}, Verletzt: func(formular.Antworten, formular.Umstaende) bool { return true }},
		formular.Regel{Code: "R-02", Text: recht.NewText("x", "x"), Je: "/g", Liest: []string{"/t"}, Verletzt: func(formular.Antworten, formular.Umstaende) bool { return true }})
	require.NoError(t, err)
	fs := check(form, `{"g":[`+strings.Repeat(`{"t":"x"},`, 2000)+`{}]}`, formular.Umstaende{})
	require.Len(t, fs, 1001)
	require.Len(t, slices.DeleteFunc(fs, func(s string) bool { return s != "FORM-ZU-VIELE " }), 1)
}

func TestWithRegeln_RefusesContradictions(t *testing.T) {
	ok := haltung()
	for name, r := range map[string]formular.Regel{
		"no code":     {Text: recht.NewText("x", "x"), Liest: ok.Liest, Je: ok.Je, Verletzt: ok.Verletzt},
		"taken code":  {Code: "FORM-PFLICHT", Text: recht.NewText("x", "x"), Liest: ok.Liest, Je: ok.Je, Verletzt: ok.Verletzt},
		"no sentence": {Code: "X-01", Liest: ok.Liest, Je: ok.Je, Verletzt: ok.Verletzt},
		"no check":    {Code: "X-01", Text: recht.NewText("x", "x"), Liest: ok.Liest, Je: ok.Je},
		"no reads":    {Code: "X-01", Text: recht.NewText("x", "x"), Verletzt: ok.Verletzt},
		"no place":    {Code: "X-01", Text: recht.NewText("x", "x"), Liest: []string{"/hunde/seit"}, Verletzt: ok.Verletzt},
		"no rows":     {Code: "X-01", Text: recht.NewText("x", "x"), Je: "/steuer", Liest: []string{"/seit"}, Verletzt: ok.Verletzt},
		"no time":     {Code: "X-01", Text: recht.NewText("x", "x"), Liest: []string{"/ja"}, Verletzt: ok.Verletzt, Ab: datum.MustParse("2026-02-01"), Bis: datum.MustParse("2026-01-01")},
		"twice":       ok,
	} {
		t.Run(name, func(t *testing.T) {
			form, err := hundehaltung().WithRegeln(ok)
			require.NoError(t, err)
			_, err = form.WithRegeln(r)
			require.ErrorIs(t, err, formular.ErrModell)
		})
	}
}

func TestCheck_ReturnsTheAnswers(t *testing.T) {
	a, fs := hundehaltung().Check([]byte(`{"steuer":9007199254740993.10,"ja":false,"a/b~c":"x\u0041","hunde":[{"geboren":"2026-02-30","seit":"2026-01-01"}]}`), formular.Umstaende{})
	require.Equal(t, []string{"FORM-DATUM /hunde/0/geboren"}, found(fs))
	zahl, ok := a.Zahl("/steuer")
	require.True(t, ok)
	require.Equal(t, "9007199254740993.10", zahl)
	ja, ok := a.JaNein("/ja")
	require.True(t, ok)
	require.False(t, ja)
	text, ok := a.Text("/a~1b~0c")
	require.True(t, ok)
	require.Equal(t, "xA", text)
	tag, ok := a.Datum("/hunde/0/seit")
	require.True(t, ok)
	require.Equal(t, "2026-01-01", tag.String())
	require.Equal(t, 1, a.Len("/hunde"))
	require.True(t, a.Has("/hunde/0"))

	_, ok = a.Datum("/hunde/0/geboren")
	require.False(t, ok)
	for _, p := range []string{"/hunde/1", "/hunde/00", "/hunde/x", "/ja/x", "hunde", "/"} {
		require.False(t, a.Has(p), p)
		_, ok = a.Text(p)
		require.False(t, ok)
		_, ok = a.Zahl(p)
		require.False(t, ok)
		_, ok = a.JaNein(p)
		require.False(t, ok)
		require.Zero(t, a.Len(p))
	}
	none, fs := hundehaltung().Check([]byte(`{`), formular.Umstaende{})
	require.Len(t, fs, 1)
	require.False(t, none.Has(""))
}
