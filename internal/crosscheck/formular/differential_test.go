// SPDX-License-Identifier: Apache-2.0

package formular_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/formular"
	"github.com/deutschland-stack/bausteine/leistung/formular/xdfform"
	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder"
	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder/genericode"
)

// compile hands the JSON Schema of a form to the peer, formats asserted.
func compile(t testing.TB, form *formular.Formular) *jsonschema.Schema {
	t.Helper()
	text, err := form.JSONSchema()
	require.NoError(t, err)
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	require.NoError(t, c.AddResource("form.json", doc))
	schema, err := c.Compile("form.json")
	require.NoError(t, err, string(text))
	return schema
}

// peer returns the verdict of the independent library.
func peer(t testing.TB, schema *jsonschema.Schema, data string) error {
	t.Helper()
	instance, err := jsonschema.UnmarshalJSON(strings.NewReader(data))
	require.NoError(t, err)
	return schema.Validate(instance)
}

// stricter reports whether every finding is about something that JSON Schema
// has no words for: among them what is missing in a group that is missing, and
// conditions that compare days or look out of a row.
func stricter(fs formular.Findings, data string, wordless bool) bool {
	for _, f := range fs {
		switch f.Code {
		case "FORM-PFLICHT", "FORM-WAHL", "FORM-NICHT-GEFRAGT":
			if !wordless && !parentMissing(data, f) {
				return false
			}
		case "FORM-CENT", "FORM-TEILDATUM", "FORM-JSON-DOPPELT", "FORM-JSON-ZAHL", "FORM-ZEICHEN":
		case "FORM-WERT-MIN", "FORM-WERT-MAX":
			if !strings.Contains(f.Text.String(), "-01-01") && !strings.Contains(f.Text.String(), "-12-31") {
				return false // a number: the schema has a word for its bounds
			}
		default:
			return false
		}
	}
	return true
}

// parentMissing reports whether a finding stands in a group that is not there.
func parentMissing(data string, f recht.Befund) bool {
	var v any
	if json.Unmarshal([]byte(data), &v) != nil {
		return false
	}
	parts := strings.Split(f.Pointer, "/")[1:]
	if f.Code == "FORM-PFLICHT" {
		parts = parts[:len(parts)-1]
	}
	for _, p := range parts {
		switch at := v.(type) {
		case map[string]any:
			v = at[strings.NewReplacer("~1", "/", "~0", "~").Replace(p)]
		case []any:
			i, err := strconv.Atoi(p)
			if err != nil || i >= len(at) {
				return true
			}
			v = at[i]
		}
	}
	return v == nil
}

func TestValidate_AgreesWithAnIndependentLibraryOnGeneratedApplications(t *testing.T) {
	const forms, applications = 150, 200
	var both, neither, stricterOnly int
	for seed := range uint64(forms) {
		g := &generator{Rand: rand.New(rand.NewPCG(seed, 7)), wordy: seed%3 > 0}
		form, err := g.form()
		for errors.Is(err, formular.ErrModell) {
			form, err = g.form()
		}
		require.NoError(t, err)
		schema := compile(t, form)
		elements := form.Elemente()
		for i := range applications {
			g.faults = []float64{0, 0.02, 0.2}[i%3]
			data := g.application(elements)
			verdict, findings := peer(t, schema, data), form.Validate([]byte(data))
			switch {
			case verdict == nil && len(findings) == 0:
				both++
			case verdict != nil && len(findings) > 0:
				neither++
			case verdict == nil && stricter(findings, data, !g.wordy):
				stricterOnly++
			default:
				text, _ := form.JSONSchema()
				t.Fatalf("seed %d: the library says %v, Validate %v\n%s\n%s", seed, verdict, findings, data, text)
			}
		}
	}
	t.Logf("%d applications: %d accepted by both, %d refused by both, %d refused by Validate for what the schema cannot say",
		forms*applications, both, neither, stricterOnly)
	require.Equal(t, forms*applications, both+neither+stricterOnly)
	require.Greater(t, both, forms*applications/10, "a comparison on faulty data alone shows little")
	require.Greater(t, neither, forms*applications/10)
}

// hundesteuer is the form of the synthetic schema.
func hundesteuer(t testing.TB) *formular.Formular {
	t.Helper()
	const dir = "../../../leistung/xdatenfelder/testdata/"
	file, err := os.Open(dir + "hundesteuer_xdf3.xml")
	require.NoError(t, err)
	defer file.Close()
	schema, err := xdatenfelder.Parse(file)
	require.NoError(t, err)
	listFile, err := os.Open(dir + "rassen_genericode.xml")
	require.NoError(t, err)
	defer listFile.Close()
	list, err := genericode.Parse(listFile)
	require.NoError(t, err)
	form, _, err := xdfform.New(schema, xdfform.Config{
		Codeliste: func(xdatenfelder.CodelisteReferenz) (*genericode.List, bool) { return list, true },
	})
	require.NoError(t, err)
	return form
}

const antrag = `{
	"G99000000901": {"F99000000901": "Mustermann", "F99000000902": "Erika", "F99000000903": "1964-08-12", "F99000000904": ["erika@example.org"]},
	"G99000000902": [{"F99000000911": "Bello", "F99000000912": "030", "F99000000913": "m", "F99000000914": "2026-03-01", "F99000000915": 62, "F99000000916": true, "F99000000917": ["nachweis.pdf"]}],
	"G99000000903": {"F99000000922": true},
	"F99000000923": 96.50
}`

func TestXDatenfelder_BecomeAJSONSchemaThatAcceptsTheSampleAndRejectsMutations(t *testing.T) {
	form := hundesteuer(t)
	schema := compile(t, form)
	require.NoError(t, peer(t, schema, antrag))
	require.Empty(t, form.Validate([]byte(antrag)))
	for _, m := range []struct{ old, new, code string }{
		{`"F99000000901": "Mustermann", `, ``, "FORM-PFLICHT"},
		{`"F99000000901": "Mustermann"`, `"F99000000901": ""`, "FORM-LAENGE-MIN"},
		{`"Mustermann"`, `"` + strings.Repeat("m", 121) + `"`, "FORM-LAENGE-MAX"},
		{`"erika@example.org"`, `"erika"`, "FORM-MUSTER"},
		{`["erika@example.org"]`, `"erika@example.org"`, "FORM-TYP"},
		{`["erika@example.org"]`, `["a@b","a@b","a@b","a@b"]`, "FORM-ANZAHL-MAX"},
		{`"1964-08-12"`, `"12.08.1964"`, "FORM-DATUM"},
		{`"030"`, `"031"`, "FORM-CODE"},
		{`"m"`, `"d"`, "FORM-CODE"},
		{`: 62`, `: 62.5`, "FORM-GANZZAHL"},
		{`: 62`, `: 4`, "FORM-WERT-MIN"},
		{`96.50`, `10000`, "FORM-WERT-MAX"},
		{`"F99000000922": true`, `"F99000000922": true, "F99000000921": "DE02120300000000202051"`, "FORM-WAHL"},
		{`"F99000000922": true`, ``, "FORM-WAHL"},
		{`"F99000000922": true`, `"F99000000922": "ja"`, "FORM-TYP"},
		{`"F99000000923"`, `"F00000000000"`, "FORM-UNBEKANNT"},
		{`"G99000000902"`, `"g99000000902"`, "FORM-UNBEKANNT"},
		{`"nachweis.pdf"`, `7`, "FORM-TYP"},
	} {
		spoilt := strings.Replace(antrag, m.old, m.new, 1)
		require.NotEqual(t, antrag, spoilt)
		require.Error(t, peer(t, schema, spoilt), m.new)
		findings := form.Validate([]byte(spoilt))
		require.NotEmpty(t, findings, m.new)
		require.True(t, slices.ContainsFunc(findings, func(f recht.Befund) bool { return f.Code == m.code }), "%s: %v", m.new, findings)
	}
}

// The ids, and the shape of the instance, are those of a published service; the
// schema around them is put together here.
func TestXDatenfelder_AcceptTheInstanceOfAPublishedService(t *testing.T) {
	feld := func(id, name string, typ xdatenfelder.Datentyp, z xdatenfelder.Praezisierung) xdatenfelder.Struktur {
		return xdatenfelder.Struktur{Anzahl: "1:1", Feld: &xdatenfelder.Feld{
			Merkmale: xdatenfelder.Merkmale{Kennung: xdatenfelder.Kennung{ID: id, Version: "1.1"}, Name: name},
			Feldart:  xdatenfelder.FeldartEingabe, Datentyp: typ, Praezisierung: z,
		}}
	}
	gruppe := func(id, name string, children ...xdatenfelder.Struktur) xdatenfelder.Struktur {
		return xdatenfelder.Struktur{Anzahl: "1:1", Gruppe: &xdatenfelder.Gruppe{
			Merkmale: xdatenfelder.Merkmale{Kennung: xdatenfelder.Kennung{ID: id, Version: "1.0"}, Name: name}, Struktur: children,
		}}
	}
	s := xdatenfelder.Schema{
		Standard: xdatenfelder.XDF2, Nachricht: xdatenfelder.NachrichtSchema,
		Merkmale: xdatenfelder.Merkmale{Kennung: xdatenfelder.Kennung{ID: "S06000001", Version: "1.0"}, Name: "Probe"},
		Struktur: []xdatenfelder.Struktur{gruppe("G06001617", "Person",
			feld("F60000227", "Familienname", xdatenfelder.DatentypText, xdatenfelder.Praezisierung{MinLaenge: "1", MaxLaenge: "120"}),
			gruppe("G60000083", "Geburtsdatum (teilbekannt)",
				feld("F60000231", "Tag", xdatenfelder.DatentypGanzzahl, xdatenfelder.Praezisierung{MinWert: "1", MaxWert: "31"})))},
	}
	const instance = `{"G06001617":{"F60000227":"Mustermann","G60000083":{"F60000231":15}}}`
	form, _, err := xdfform.New(s, xdfform.Config{})
	require.NoError(t, err)
	schema := compile(t, form)
	require.NoError(t, peer(t, schema, instance))
	require.Empty(t, form.Validate([]byte(instance)))
	for _, m := range [][2]string{
		{`15`, `32`},
		{`15`, `"15"`},
		{`15`, `1.5`},
		{`15`, `null`},
		{`"Mustermann"`, `""`},
		{`"Mustermann"`, `7`},
		{`"F60000227":"Mustermann",`, ``},
		{`{"F60000231":15}`, `{}`},
		{`{"F60000231":15}`, `15`},
		{`F60000231`, `F60000000231`},
		{`"G60000083"`, `"g60000083"`},
	} {
		spoilt := strings.Replace(instance, m[0], m[1], 1)
		require.Error(t, peer(t, schema, spoilt), spoilt)
		require.NotEmpty(t, form.Validate([]byte(spoilt)), spoilt)
	}

	// The same service in XDatenfelder 3 has the longer ids.
	form, _, err = xdfform.New(s.ToXDF3(), xdfform.Config{})
	require.NoError(t, err)
	const instance3 = `{"G06000001617":{"F60000000227":"Mustermann","G60000000083":{"F60000000231":15}}}`
	require.NoError(t, peer(t, compile(t, form), instance3))
	require.Empty(t, form.Validate([]byte(instance3)))
}

func TestXDatenfelder_OfTheCollectedDocumentsBecomeJSONSchemas(t *testing.T) {
	for _, tt := range []struct{ name, good, bad string }{
		{"xdf2/simple.xml", `{"G00000082":{"F60000227":"Mustermann"}}`, `{"G00000082":{"F60000227":""}}`},
		{"xdf2/select.xml", `{"F123":"a"}`, `{"F123":1}`},
		{"xdf3/schema.xml", `{"G00001":{"F00001":"test"}}`, `{"G00001":{}}`},
		{"xdf3/simple.xml", `{"G60000000088":{"G60000000086":{"F60000000243":"Musterstraße"}}}`, `{"G60000000088":{"G60000000086":{"F60000000243":"` + strings.Repeat("x", 56) + `"}}}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file, err := os.Open(shareddata.Path(t, "leistung/"+tt.name))
			require.NoError(t, err)
			defer file.Close()
			s, err := xdatenfelder.Parse(file)
			require.NoError(t, err)
			form, _, err := xdfform.New(s, xdfform.Config{})
			require.NoError(t, err)
			schema := compile(t, form)
			if tt.name != "xdf3/schema.xml" { // that field allows one character and the pattern asks for four
				require.NoError(t, peer(t, schema, tt.good))
				require.Empty(t, form.Validate([]byte(tt.good)))
			}
			require.Error(t, peer(t, schema, tt.bad))
			require.NotEmpty(t, form.Validate([]byte(tt.bad)))
		})
	}
}
