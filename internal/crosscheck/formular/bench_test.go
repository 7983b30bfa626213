// SPDX-License-Identifier: Apache-2.0

package formular_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/din91379"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/formular"
)

// wohnsitz is a form of a typical size: 40 fields are answered in the
// application below, two persons among them.
func wohnsitz(tb testing.TB) *formular.Formular {
	tb.Helper()
	staaten := make([]formular.Eintrag, 200)
	for i := range staaten {
		staaten[i] = formular.Eintrag{Code: string([]byte{'0' + byte(i/100), '0' + byte(i/10%10), '0' + byte(i%10)})}
	}
	anschrift := func(name, titel string) formular.Element {
		return formular.Gruppe(name, titel,
			formular.Text("strasse", "Straße").Len(1, 55).Chars(din91379.B),
			formular.Text("hausnummer", "Hausnummer").Len(1, 4).Chars(din91379.B),
			formular.Text("zusatz", "Zusatz").Len(1, 21).Chars(din91379.B).Optional(),
			formular.Text("plz", "Postleitzahl").Match("^[0-9]{5}$"),
			formular.Text("ort", "Ort").Len(1, 40).Chars(din91379.B))
	}
	form, err := formular.New(formular.Kopf{ID: "wohnsitz", Normen: recht.MustParseNormen("§ 17 BMG")},
		formular.Datum("einzug", "Einzug").Between("2020-01-01", "2030-12-31"),
		formular.Auswahl("art", "Art der Wohnung", formular.Eintrag{Code: "haupt"}, formular.Eintrag{Code: "neben"}, formular.Eintrag{Code: "einzig"}),
		anschrift("neu", "Neue Wohnung"),
		anschrift("alt", "Bisherige Wohnung"),
		formular.JaNein("beibehalten", "Bisherige Wohnung beibehalten"),
		formular.Gruppe("personen", "Personen",
			formular.Text("familienname", "Familienname").Len(1, 120).Chars(din91379.A),
			formular.Text("vornamen", "Vornamen").Len(1, 120).Chars(din91379.A),
			formular.Text("geburtsname", "Geburtsname").Len(1, 120).Chars(din91379.A).Optional(),
			formular.Teildatum("geburtsdatum", "Geburtsdatum"),
			formular.Text("geburtsort", "Geburtsort").Len(1, 80).Chars(din91379.B),
			formular.Auswahl("geschlecht", "Geschlecht", formular.Eintrag{Code: "m"}, formular.Eintrag{Code: "w"}, formular.Eintrag{Code: "d"}),
			formular.Auswahl("staat", "Staatsangehörigkeit", staaten...).Times(1, 5),
			formular.Text("ausweis", "Ausweisnummer").Match("^[CFGHJKLMNPRTVWXYZ0-9]{9}$"),
			formular.Datum("gueltig", "Ausweis gültig bis")).Times(1, 10),
		formular.Gruppe("geber", "Wohnungsgeber",
			formular.Text("name", "Name").Len(1, 120).Chars(din91379.A),
			anschrift("anschrift", "Anschrift"),
			formular.Datei("bestaetigung", "Bestätigung", "application/pdf")),
		formular.Wahl("kontakt", "Kontakt",
			formular.Text("email", "E-Mail").Len(3, 254),
			formular.Text("telefon", "Telefon").Len(3, 30)),
		formular.Text("grund", "Grund").Len(1, 500).RequiredIf(formular.Is("art", "neben")),
		formular.Geld("gebuehr", "Gebühr").Between("0", "500"))
	require.NoError(tb, err)
	return form
}

const umzug = `{
  "einzug": "2026-11-15", "art": "haupt", "beibehalten": false, "gebuehr": 0.00,
  "neu": {"strasse": "Musterstraße", "hausnummer": "17", "zusatz": "a", "plz": "12345", "ort": "Musterstadt"},
  "alt": {"strasse": "Beispielweg", "hausnummer": "3", "plz": "54321", "ort": "Beispielhausen"},
  "personen": [
    {"familienname": "Mustermann", "vornamen": "Erika", "geburtsname": "Gabler", "geburtsdatum": {"jahr": 1964, "monat": 8, "tag": 12},
     "geburtsort": "Berlin", "geschlecht": "w", "staat": ["000", "151"], "ausweis": "L01X00T47", "gueltig": "2031-10-31"},
    {"familienname": "Mustermann", "vornamen": "Max Emil", "geburtsdatum": {"jahr": 1990},
     "geburtsort": "München", "geschlecht": "m", "staat": ["000"], "ausweis": "T22000129", "gueltig": "2030-01-01"}],
  "geber": {"name": "Wohnbau Muster eG", "anschrift": {"strasse": "Am Markt", "hausnummer": "1", "plz": "12345", "ort": "Musterstadt"}, "bestaetigung": "wohnungsgeber.pdf"},
  "kontakt": {"email": "erika.mustermann@example.org"}
}`

func TestBenchmarkedApplication_HasFortyFieldsAndFits(t *testing.T) {
	form := wohnsitz(t)
	require.Empty(t, form.Validate([]byte(umzug)))
	require.NoError(t, peer(t, compile(t, form), umzug))
	var v any
	require.NoError(t, json.Unmarshal([]byte(umzug), &v))
	require.GreaterOrEqual(t, leaves(v), 40)
}

func leaves(v any) (n int) {
	switch v := v.(type) {
	case map[string]any:
		for _, m := range v {
			n += leaves(m)
		}
	case []any:
		for _, m := range v {
			n += leaves(m)
		}
	default:
		return 1
	}
	return n
}

// The benchmarks do the same work: from the bytes of an application to the
// verdict; Validate checks names after DIN 91379 in addition. Decode is what encoding/json alone takes for these bytes.

func BenchmarkForm40_Validate(b *testing.B) {
	form, data := wohnsitz(b), []byte(umzug)
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if fs := form.Validate(data); len(fs) > 0 {
			b.Fatal(fs)
		}
	}
}

func BenchmarkForm40_SanthoshTekuri(b *testing.B) {
	schema, data := compile(b, wohnsitz(b)), []byte(umzug)
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			b.Fatal(err)
		}
		if err := schema.Validate(instance); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkForm40_DecodeOnly(b *testing.B) {
	data := []byte(umzug)
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		var v any
		if err := json.Unmarshal(data, &v); err != nil {
			b.Fatal(err)
		}
	}
}
