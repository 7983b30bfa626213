// SPDX-License-Identifier: Apache-2.0

package xdfform_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/formular"
	"github.com/deutschland-stack/bausteine/leistung/formular/xdfform"
	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder"
)

// official reads one of the synthetic schemas.
func official(t testing.TB, name string) xdatenfelder.Schema {
	t.Helper()
	file, err := os.Open("../../xdatenfelder/testdata/" + name)
	require.NoError(t, err)
	defer file.Close()
	s, err := xdatenfelder.Parse(file)
	require.NoError(t, err)
	return s
}

func TestNew_TakesOverEveryKindOfElement(t *testing.T) {
	form, _, err := xdfform.New(official(t, "hundesteuer_xdf3.xml"), xdfform.Config{Codeliste: lists, URI: "https://example.org/s99000000901_1.0.0.schema.json"})
	require.NoError(t, err)
	require.Equal(t, formular.Kopf{ID: "S99000000901", Version: "1.0.0", Titel: recht.NewText("Anmeldung zur Hundesteuer", ""), URI: "https://example.org/s99000000901_1.0.0.schema.json", Normen: recht.MustParseNormen("§ 9 Mustersatzung Hundesteuer")}, form.Kopf())
	elements := form.Elemente()
	require.Len(t, elements, 5)
	require.Equal(t, formular.TypHinweis, elements[0].Typ)
	require.Equal(t, "Bitte melden Sie jeden Hund an.", elements[0].Hilfe.String())
	require.Equal(t, 1, elements[2].Min)
	require.Equal(t, 5, elements[2].Max)
	hund := elements[2].Kinder
	require.Equal(t, formular.Eintrag{Code: "010", Titel: recht.NewText("Dackel", "")}, hund[1].Liste[0])
	require.Equal(t, []formular.Eintrag{{Code: "m", Titel: recht.NewText("männlich", "")}, {Code: "w", Titel: recht.NewText("weiblich", "")}}, hund[2].Liste)
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

func TestNew_KeysDataByTheIDsOfTheSchema(t *testing.T) {
	s := official(t, "hundesteuer_xdf2.xml")
	old, _, err := xdfform.New(s, xdfform.Config{Codeliste: lists})
	require.NoError(t, err)
	require.Empty(t, old.Validate([]byte(`{"G99000901":{"F99000901":"Mustermann","F99000903":18},"F99000912":["010","020"]}`)))
	converted, _, err := xdfform.New(s.ToXDF3(), xdfform.Config{Codeliste: lists})
	require.NoError(t, err)
	require.Empty(t, converted.Validate([]byte(`{"G99000000901":{"F99000000901":"Mustermann"},"F99000000912":["999"]}`)))
	require.Equal(t, []string{"FORM-WERT-MIN /G99000000901/F99000000903"},
		found(converted.Validate([]byte(`{"G99000000901":{"F99000000901":"Mustermann","F99000000903":17},"F99000000912":["999"]}`))))
}

func TestNew_SaysWhatItDoesNotCheck(t *testing.T) {
	s := official(t, "hundesteuer_xdf3.xml")
	s.Struktur[1].Gruppe.Struktur[3].Feld.Praezisierung.Muster = `^(?=.*@).+$`
	_, bare, err := xdfform.New(s, xdfform.Config{})
	require.NoError(t, err)
	require.Equal(t, []xdfform.Auslassung{
		{Pointer: "/G99000000901/F99000000904", Was: "pattern beyond the regular expressions of Go"},
		{Pointer: "/G99000000902", Was: "rule R99000000901 Wurfdatum vor Haltungsbeginn"},
		{Pointer: "/G99000000902/F99000000912", Was: "code list that was not found"},
	}, bare)

	full, omitted, err := xdfform.New(official(t, "hundesteuer_xdf3.xml"), xdfform.Config{Codeliste: lists})
	require.NoError(t, err)
	require.Len(t, omitted, 1, "but for the rule everything is checked")
	fs := full.Validate([]byte(`{"G99000000901":{"F99000000901":"Ωmega","F99000000902":"Žofia K͟H"}}`))
	require.Contains(t, found(fs), "FORM-ZEICHEN /G99000000901/F99000000901")
	require.NotContains(t, found(fs), "FORM-ZEICHEN /G99000000901/F99000000902")
}

func TestNew_ReportsEveryContradiction(t *testing.T) {
	s := official(t, "hundesteuer_xdf3.xml")
	halter, hund := s.Struktur[1].Gruppe, s.Struktur[2].Gruppe
	halter.Struktur[0].Anzahl = "2:1"
	halter.Struktur[1].Feld.Praezisierung.MaxLaenge = "viel"
	halter.Struktur[2].Feld.Praezisierung.MinWert = "gestern"
	hund.Struktur[0].Feld.Datentyp = ""
	hund.Struktur[4].Feld.Praezisierung.MaxWert = "hoch"
	hund.Struktur[6].Feld.MaxSize = "-1"
	_, _, err := xdfform.New(s, xdfform.Config{})
	require.ErrorIs(t, err, formular.ErrModell)
	for _, want := range []string{"F99000000901: its Anzahl", "F99000000902: a length", `F99000000903: the bound "gestern"`, "F99000000911: its Datentyp", `F99000000915: the bound "hoch"`, "F99000000917: its maximal size"} {
		require.ErrorContains(t, err, want)
	}
}

func TestNew_ReadsNumbersAsXMLSchemaSpellsThem(t *testing.T) {
	for in, want := range map[string]string{"+5": "5", "-007": "-7", ".5": "0.5", "-.5": "-0.5", "5.": "5", "0": "0", "00": "0", "0.50": "0.50"} {
		s := official(t, "hundesteuer_xdf3.xml")
		s.Struktur[4].Feld.Praezisierung = xdatenfelder.Praezisierung{MinWert: in}
		form, _, err := xdfform.New(s, xdfform.Config{})
		require.NoError(t, err, in)
		require.Equal(t, want, form.Elemente()[4].MinWert, in)
	}
}

// geburtsdatum is the group for a partly known birthday, with the ids of
// XDatenfelder 2 or 3.
func geburtsdatum(g, tag, monat, jahr, regel string) xdatenfelder.Schema {
	feld := func(id, anzahl, low, high string) xdatenfelder.Struktur {
		return xdatenfelder.Struktur{Anzahl: anzahl, Feld: &xdatenfelder.Feld{
			Merkmale: xdatenfelder.Merkmale{Kennung: xdatenfelder.Kennung{ID: id}},
			Feldart:  xdatenfelder.FeldartEingabe, Datentyp: xdatenfelder.DatentypGanzzahl,
			Praezisierung: xdatenfelder.Praezisierung{MinWert: low, MaxWert: high},
		}}
	}
	return xdatenfelder.Schema{Struktur: []xdatenfelder.Struktur{{Anzahl: "1:1", Gruppe: &xdatenfelder.Gruppe{
		Merkmale: xdatenfelder.Merkmale{Kennung: xdatenfelder.Kennung{ID: g}},
		Regeln:   []xdatenfelder.Regel{{Kennung: xdatenfelder.Kennung{ID: regel}}, {Kennung: xdatenfelder.Kennung{ID: "R60000000099"}}},
		Struktur: []xdatenfelder.Struktur{feld(tag, "0:1", "1", "31"), feld(monat, "0:1", "1", "12"), feld(jahr, "1:1", "1850", "2080")},
	}}}}
}

func TestNew_KnowsTheGroupForAPartlyKnownBirthday(t *testing.T) {
	for _, ids := range [][5]string{
		{"G60000083", "F60000231", "F60000232", "F60000233", "R60000023"},
		{"G60000000083", "F60000000231", "F60000000232", "F60000000233", "R60000000024"},
	} {
		form, omitted, err := xdfform.New(geburtsdatum(ids[0], ids[1], ids[2], ids[3], ids[4]), xdfform.Config{})
		require.NoError(t, err)
		data := func(text string) []byte {
			return []byte(`{"` + ids[0] + `":` + strings.NewReplacer("tag", ids[1], "monat", ids[2], "jahr", ids[3]).Replace(text) + `}`)
		}
		require.Empty(t, form.Validate(data(`{"tag":29,"monat":2,"jahr":2024}`)))
		require.Empty(t, form.Validate(data(`{"jahr":2024}`)))
		require.Equal(t, []string{"FORM-TEILDATUM /" + ids[0]}, found(form.Validate(data(`{"tag":29,"monat":2,"jahr":2023}`))))
		require.Equal(t, []string{"FORM-TEILDATUM /" + ids[0]}, found(form.Validate(data(`{"tag":29,"jahr":2023}`))))
		require.Equal(t, []string{"FORM-WERT-MIN /" + ids[0] + "/" + ids[3]}, found(form.Validate(data(`{"jahr":1849}`))))
		require.Len(t, omitted, 1, "its own rules are checked, a further one is not")
	}
	s := geburtsdatum("G60000083", "F60000231", "F60000232", "F60000233", "R60000023")
	s.Struktur[0].Gruppe.Struktur[0].Feld.Datentyp = xdatenfelder.DatentypText
	s.Struktur[0].Gruppe.Struktur[0].Feld.Praezisierung = xdatenfelder.Praezisierung{}
	form, omitted, err := xdfform.New(s, xdfform.Config{})
	require.NoError(t, err)
	require.Equal(t, formular.TypGruppe, form.Elemente()[0].Typ, "an edition built differently stays a group")
	require.Len(t, omitted, 2)
}

// Whatever schema can be read, its form is refused with a reason or gives a JSON
// Schema and takes any document.
func FuzzNew(f *testing.F) {
	for _, name := range []string{"hundesteuer_xdf2.xml", "hundesteuer_xdf3.xml", "feld_xdf3.xml"} {
		doc, err := os.ReadFile("../../xdatenfelder/testdata/" + name)
		require.NoError(f, err)
		f.Add(doc, []byte(`{"G99000000901":{"F99000000901":"Mustermann"},"G99000000902":[{}]}`))
	}
	f.Fuzz(func(t *testing.T, doc, data []byte) {
		s, err := xdatenfelder.Parse(bytes.NewReader(doc))
		if err != nil {
			return
		}
		form, _, err := xdfform.New(s, xdfform.Config{Codeliste: lists})
		if err != nil {
			require.ErrorIs(t, err, formular.ErrModell)
			return
		}
		schema, err := form.JSONSchema()
		require.NoError(t, err)
		require.True(t, json.Valid(schema))
		form.Validate(data)
	})
}

func found(fs formular.Findings) []string {
	out := []string{}
	for _, f := range fs {
		out = append(out, f.Code+" "+f.Pointer)
	}
	return out
}
