// SPDX-License-Identifier: Apache-2.0

package formular_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/formular"
)

func hundehaltung() *formular.Formular {
	return formular.MustNew(formular.Kopf{},
		formular.Gruppe("hunde", "Hunde",
			formular.Datum("geboren", "Wurfdatum"),
			formular.Datum("seit", "Gehalten seit")).Times(0, 5),
		formular.Geld("steuer", "Steuer").Optional(),
		formular.JaNein("ja", "Ja").Optional(),
		formular.Text("a/b~c", "Zeichen").Optional())
}

// haltung is a rule over the items of a group that repeats.
func haltung() formular.Regel {
	return formular.Regel{
		Code: "HUND-HALTUNG-01", Basis: "§ 3 Mustersatzung",
		Deutsch:  "Der Hund war noch nicht geboren.",
		Englisch: "The dog was not born yet.",
		Verstoesse: func(a formular.Antworten) (places []string) {
			for i := range a.Len("/hunde") {
				dog := fmt.Sprintf("/hunde/%d", i)
				born, ok1 := a.Datum(dog + "/geboren")
				kept, ok2 := a.Datum(dog + "/seit")
				if ok1 && ok2 && kept.Before(born) {
					places = append(places, dog+"/seit")
				}
			}
			return places
		},
	}
}

func ExampleFormular_WithRegeln() {
	form, err := hundehaltung().WithRegeln(haltung())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range form.Validate([]byte(`{"hunde":[{"geboren":"2026-03-01","seit":"2026-02-01"}]}`)) {
		fmt.Println(f)
		fmt.Println(f.German())
	}
	// Output:
	// HUND-HALTUNG-01 /hunde/0/seit (§ 3 Mustersatzung)
	// Gehalten seit: Der Hund war noch nicht geboren.
}

func TestRegeln_AreReportedTogetherWithEverythingElse(t *testing.T) {
	plain := hundehaltung()
	form, err := plain.WithRegeln(haltung())
	require.NoError(t, err)
	data := []byte(`{"hunde":[{"geboren":"2026-03-01","seit":"2026-03-01"},{"geboren":"2026-03-01","seit":"2025-01-01"},{"seit":"2025-13-01"}]}`)
	require.Equal(t, []string{"HUND-HALTUNG-01 /hunde/1/seit", "FORM-PFLICHT /hunde/2/geboren", "FORM-DATUM /hunde/2/seit"}, found(form.Validate(data)))
	require.Equal(t, "Gehalten seit: The dog was not born yet.", form.Validate(data)[0].English())
	require.Equal(t, []string{"FORM-PFLICHT /hunde/2/geboren", "FORM-DATUM /hunde/2/seit"}, found(plain.Validate(data)), "the form itself is left alone")
	require.Equal(t, []string{"FORM-JSON-SYNTAX "}, found(form.Validate([]byte(`{"hunde":[`))), "rules see only what could be read")
}

func TestWithRegeln_RefusesContradictions(t *testing.T) {
	ok := haltung()
	for name, r := range map[string]formular.Regel{
		"no code":     {Deutsch: "x", Englisch: "x", Verstoesse: ok.Verstoesse},
		"taken code":  {Code: "FORM-PFLICHT", Deutsch: "x", Englisch: "x", Verstoesse: ok.Verstoesse},
		"no sentence": {Code: "X-01", Deutsch: "x", Verstoesse: ok.Verstoesse},
		"no check":    {Code: "X-01", Deutsch: "x", Englisch: "x"},
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

func TestRead_ReturnsTheAnswers(t *testing.T) {
	a, fs := hundehaltung().Read([]byte(`{"steuer":9007199254740993.10,"ja":false,"a/b~c":"x\u0041","hunde":[{"geboren":"2026-02-30","seit":"2026-01-01"}]}`))
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
	none, fs := hundehaltung().Read([]byte(`{`))
	require.Len(t, fs, 1)
	require.False(t, none.Has(""))
}
