// SPDX-License-Identifier: Apache-2.0

package formular_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/formular"
)

func umzug() *formular.Formular {
	return formular.MustNew(formular.Kopf{},
		formular.Gruppe("person", "Person", formular.Text("name", "Name"), formular.Ganzzahl("kinder", "Kinder").Optional()),
		formular.Gruppe("hunde", "Hunde", formular.Text("a/b", "Rufname")).Times(0, 12),
		formular.Text("telefon", "Telefon").Times(0, 3))
}

var melderegister = formular.Herkunft{Quelle: "Melderegister", Niveau: "hoch", Stand: kommune.MustParseDatum("2026-11-01")}

func TestEntwurf_KeepsWhatTheSourceSaidBesideCorrections(t *testing.T) {
	e := umzug().NewEntwurf()
	require.NoError(t, e.Prefill("/person/name", "Mustermann", melderegister))
	a, ok := e.Answer("/person/name")
	require.True(t, ok)
	require.False(t, a.Korrigiert())
	require.Equal(t, melderegister, a.Bestand.Herkunft)

	require.NoError(t, e.Set("/person/name", "Musterfrau"))
	a, _ = e.Answer("/person/name")
	require.True(t, a.Korrigiert())
	require.JSONEq(t, `"Musterfrau"`, string(a.Wert))
	require.JSONEq(t, `"Mustermann"`, string(a.Bestand.Wert))

	require.NoError(t, e.Prefill("/person/name", "Mustermensch", melderegister))
	a, _ = e.Answer("/person/name")
	require.JSONEq(t, `"Musterfrau"`, string(a.Wert), "a correction outlives a second retrieval")
	require.JSONEq(t, `"Mustermensch"`, string(a.Bestand.Wert))

	e.Clear("/person/name")
	a, _ = e.Answer("/person/name")
	require.True(t, a.Gestrichen())
	require.NotNil(t, a.Bestand)
	data, err := e.Data()
	require.NoError(t, err)
	require.JSONEq(t, `{}`, string(data))

	e.Revert("/person/name")
	a, _ = e.Answer("/person/name")
	require.False(t, a.Korrigiert())

	a.Bestand.Wert[1] = 'X'
	a, _ = e.Answer("/person/name")
	require.JSONEq(t, `"Mustermensch"`, string(a.Bestand.Wert), "what is handed out is a copy")
}

func TestEntwurf_FollowsTheSourceUntilThePersonAnswers(t *testing.T) {
	e := umzug().NewEntwurf()
	require.NoError(t, e.Prefill("/person/kinder", 1, melderegister))
	require.NoError(t, e.Prefill("/person/kinder", json.Number("2"), melderegister))
	a, _ := e.Answer("/person/kinder")
	require.JSONEq(t, `2`, string(a.Wert))

	require.NoError(t, e.Set("/telefon/0", "030 1"))
	e.Clear("/telefon/0")
	_, ok := e.Answer("/telefon/0")
	require.False(t, ok, "an answer without a source is gone")
	e.Clear("/telefon/1")
	e.Revert("/telefon/1")
}

func TestEntwurf_BuildsTheDataAndChecksThem(t *testing.T) {
	e := umzug().NewEntwurf()
	findings, err := e.Validate()
	require.NoError(t, err)
	require.Equal(t, []string{"FORM-PFLICHT /person"}, found(findings))
	for _, p := range []string{"/hunde/10/a~1b", "/hunde/2/a~1b", "/hunde/0/a~1b"} {
		require.NoError(t, e.Set(p, p[:9]))
	}
	require.NoError(t, e.Set("/person/name", "Erika"))
	require.NoError(t, e.Set("/telefon/1", "030"))
	data, err := e.Data()
	require.NoError(t, err)
	require.JSONEq(t, `{"person":{"name":"Erika"},"hunde":[{"a/b":"/hunde/0/"},{"a/b":"/hunde/2/"},{"a/b":"/hunde/10"}],"telefon":["030"]}`, string(data))
	findings, err = e.Validate()
	require.NoError(t, err)
	require.Empty(t, findings)
}

func TestEntwurf_RefusesForeignPlacesAndValues(t *testing.T) {
	e := umzug().NewEntwurf()
	for _, p := range []string{"", "/", "person/name", "/person", "/person/", "/person/name/", "/person/nase", "/hunde", "/hunde/0", "/hunde/12/a~1b", "/hunde/-1/a~1b", "/hunde/01/a~1b", "/hunde/x/a~1b", "/hunde/0/a/b", "/telefon", "/telefon/3"} {
		require.ErrorIs(t, e.Set(p, "x"), formular.ErrPfad, p)
		require.ErrorIs(t, e.Prefill(p, "x", melderegister), formular.ErrPfad, p)
	}
	require.ErrorIs(t, e.Prefill("/person/name", "x", formular.Herkunft{Niveau: "hoch"}), formular.ErrHerkunft)
	_, ok := e.Answer("/person/name")
	require.False(t, ok, "nothing is noted")
	for _, v := range []any{nil, 1.5, []string{"x"}, map[string]any{}, json.Number("eins"), json.Number("01"), "M\xfcller"} {
		require.ErrorIs(t, e.Set("/person/name", v), formular.ErrWert)
	}
}

func TestEntwurf_IsSavedAndResumed(t *testing.T) {
	form := umzug()
	e := form.NewEntwurf()
	require.NoError(t, e.Prefill("/person/name", "Mustermann", melderegister))
	require.NoError(t, e.Set("/person/name", "Musterfrau"))
	require.NoError(t, e.Prefill("/person/kinder", 2, melderegister))
	e.Clear("/person/kinder")
	require.NoError(t, e.Set("/telefon/0", "030"))
	saved, err := json.Marshal(e)
	require.NoError(t, err)
	resumed, err := form.ParseEntwurf(saved)
	require.NoError(t, err)
	require.Equal(t, e, resumed)

	other := formular.MustNew(formular.Kopf{}, formular.Text("x", "X"))
	_, err = other.ParseEntwurf(saved)
	require.ErrorIs(t, err, formular.ErrPfad)
	_, err = form.ParseEntwurf([]byte(`[{"pfad":"/telefon/0","wert":"x","bestand":{"wert":"x","herkunft":{"niveau":"hoch"}}}]`))
	require.ErrorIs(t, err, formular.ErrHerkunft)
	for _, bad := range []string{``, `{}`, `[{"pfad":"/telefon/0","wert":[]}]`, `[{"pfad":"/telefon/0","wert":null}]`, `[{"pfad":"/telefon/0"}]`, `[{"pfad":"/telefon/0","wert":"x","bestand":{"wert":{}}}]`} {
		_, err = form.ParseEntwurf([]byte(bad))
		require.ErrorIs(t, err, formular.ErrWert, bad)
	}
}

func FuzzParseEntwurf(f *testing.F) {
	form := umzug()
	f.Add([]byte(`[{"pfad":"/person/name","wert":"x","bestand":{"wert":"y","herkunft":{"quelle":"z","stand":"2026-01-01"}}}]`))
	f.Add([]byte(`[{"pfad":"/hunde/3/a~1b","wert":null,"bestand":{"wert":1,"herkunft":{"quelle":"z"}}}]`))
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
		_, err = form.ParseEntwurf(saved)
		require.NoError(t, err)
	})
}
