// SPDX-License-Identifier: Apache-2.0

package formular_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/formular"
	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder"
)

// official reads one of the synthetic schemas.
func official(t testing.TB, name string) xdatenfelder.Schema {
	t.Helper()
	file, err := os.Open("../xdatenfelder/testdata/" + name)
	require.NoError(t, err)
	defer file.Close()
	s, err := xdatenfelder.Parse(file)
	require.NoError(t, err)
	return s
}

func TestFromSchema_TakesOverEveryKindOfElement(t *testing.T) {
	form, err := formular.FromSchema(official(t, "hundesteuer_xdf3.xml"), formular.Quellen{Codeliste: lists, URI: "https://example.org/s99000000901_1.0.0.schema.json"})
	require.NoError(t, err)
	require.Equal(t, formular.Kopf{ID: "S99000000901", Version: "1.0.0", Titel: "Anmeldung zur Hundesteuer", URI: "https://example.org/s99000000901_1.0.0.schema.json", Basis: "§ 9 Mustersatzung Hundesteuer"}, form.Kopf())
	elements := form.Elemente()
	require.Len(t, elements, 5)
	require.Equal(t, formular.TypHinweis, elements[0].Typ)
	require.Equal(t, "Bitte melden Sie jeden Hund an.", elements[0].Inhalt)
	require.Equal(t, 1, elements[2].Min)
	require.Equal(t, 5, elements[2].Max)
	hund := elements[2].Kinder
	require.Equal(t, formular.Eintrag{Code: "010", Titel: "Dackel"}, hund[1].Liste[0])
	require.Equal(t, []formular.Eintrag{{Code: "m", Titel: "männlich"}, {Code: "w", Titel: "weiblich"}}, hund[2].Liste)
	require.Equal(t, formular.TypDatum, hund[3].Typ)
	require.Equal(t, "2000-01-01", hund[3].MinWert)
	require.Equal(t, formular.TypGanzzahl, hund[4].Typ)
	require.Equal(t, formular.TypJaNein, hund[5].Typ)
	require.Equal(t, []string{"application/pdf", "image/jpeg"}, hund[6].MediaTypes)
	require.Equal(t, int64(5_000_000), hund[6].MaxBytes)
	require.Equal(t, formular.Unbegrenzt, hund[6].Max)
	require.Equal(t, formular.TypWahl, elements[3].Typ)
	require.Equal(t, formular.TypGeld, elements[4].Typ)
	schema, err := form.JSONSchema()
	require.NoError(t, err)
	require.Contains(t, string(schema), `"$id": "https://example.org/s99000000901_1.0.0.schema.json"`)
	require.NotContains(t, string(schema), "F99000000900", "a note is no part of the data")
}

func TestFromSchema_KeysDataByTheIDsOfTheSchema(t *testing.T) {
	s := official(t, "hundesteuer_xdf2.xml")
	old, err := formular.FromSchema(s, formular.Quellen{Codeliste: lists})
	require.NoError(t, err)
	require.Empty(t, old.Validate([]byte(`{"G99000901":{"F99000901":"Mustermann","F99000903":18},"F99000912":["010","020"]}`)))
	converted, err := formular.FromSchema(s.ToXDF3(), formular.Quellen{Codeliste: lists})
	require.NoError(t, err)
	require.Empty(t, converted.Validate([]byte(`{"G99000000901":{"F99000000901":"Mustermann"},"F99000000912":["999"]}`)))
	require.Equal(t, []string{"FORM-WERT-MIN /G99000000901/F99000000903"},
		found(converted.Validate([]byte(`{"G99000000901":{"F99000000901":"Mustermann","F99000000903":17},"F99000000912":["999"]}`))))
}

func TestFromSchema_SaysWhatItDoesNotCheck(t *testing.T) {
	s := official(t, "hundesteuer_xdf3.xml")
	s.Struktur[1].Gruppe.Struktur[3].Feld.Praezisierung.Muster = `^(?=.*@).+$`
	bare, err := formular.FromSchema(s, formular.Quellen{})
	require.NoError(t, err)
	require.Equal(t, []formular.Auslassung{
		{Pfad: "/G99000000901/F99000000901", Was: "characters of String.Latin"},
		{Pfad: "/G99000000901/F99000000902", Was: "characters of String.Latin"},
		{Pfad: "/G99000000901/F99000000904", Was: "pattern beyond the regular expressions of Go"},
		{Pfad: "/G99000000902", Was: "rule R99000000901 Wurfdatum vor Haltungsbeginn"},
		{Pfad: "/G99000000902/F99000000912", Was: "code list that was not found"},
	}, bare.Auslassungen())

	ascii := formular.Zeichensatz{Name: "ASCII", Enthaelt: func(s string) bool { return !strings.ContainsFunc(s, func(r rune) bool { return r > 0x7F }) }}
	full, err := formular.FromSchema(official(t, "hundesteuer_xdf3.xml"), formular.Quellen{Codeliste: lists, Latin: ascii})
	require.NoError(t, err)
	require.Len(t, full.Auslassungen(), 1, "but for the rule everything is checked")
	fs := full.Validate([]byte(`{"G99000000901":{"F99000000901":"Ωmega"}}`))
	require.Contains(t, found(fs), "FORM-ZEICHEN /G99000000901/F99000000901")
}

func TestFromSchema_ReportsEveryContradiction(t *testing.T) {
	s := official(t, "hundesteuer_xdf3.xml")
	halter, hund := s.Struktur[1].Gruppe, s.Struktur[2].Gruppe
	halter.Struktur[0].Anzahl = "2:1"
	halter.Struktur[1].Feld.Praezisierung.MaxLaenge = "viel"
	halter.Struktur[2].Feld.Praezisierung.MinWert = "gestern"
	hund.Struktur[0].Feld.Datentyp = ""
	hund.Struktur[4].Feld.Praezisierung.MaxWert = "hoch"
	hund.Struktur[6].Feld.MaxSize = "-1"
	_, err := formular.FromSchema(s, formular.Quellen{})
	require.ErrorIs(t, err, formular.ErrModell)
	for _, want := range []string{"F99000000901: its Anzahl", "F99000000902: a length", `F99000000903: the bound "gestern"`, "F99000000911: its Datentyp", `F99000000915: the bound "hoch"`, "F99000000917: its maximal size"} {
		require.ErrorContains(t, err, want)
	}
}

func TestFromSchema_ReadsNumbersAsXMLSchemaSpellsThem(t *testing.T) {
	for in, want := range map[string]string{"+5": "5", "-007": "-7", ".5": "0.5", "-.5": "-0.5", "5.": "5", "0": "0", "00": "0", "0.50": "0.50"} {
		s := official(t, "hundesteuer_xdf3.xml")
		s.Struktur[4].Feld.Praezisierung = xdatenfelder.Praezisierung{MinWert: in}
		form, err := formular.FromSchema(s, formular.Quellen{})
		require.NoError(t, err, in)
		require.Equal(t, want, form.Elemente()[4].MinWert, in)
	}
}
