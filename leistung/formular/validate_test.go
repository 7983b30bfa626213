// SPDX-License-Identifier: Apache-2.0

package formular_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/din91379"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/formular"
)

// found lists findings as "CODE pointer".
func found(fs formular.Findings) []string {
	out := []string{}
	for _, f := range fs {
		out = append(out, f.Code+" "+f.Pointer)
	}
	return out
}

func single(e formular.Element) *formular.Formular {
	return formular.MustNew(formular.Kopf{ID: "probe"}, e)
}

func TestValidate_ChecksEachTypeOfElement(t *testing.T) {
	for _, tt := range []struct {
		name    string
		element formular.Element
		good    []string
		bad     map[string]string
	}{
		{
			"text", formular.Text("x", "X").Len(2, 3),
			[]string{`"ab"`, `"äöü"`, `"\u00e4\n"`, `"\ud83d\ude00a"`, `"𝔘𝔘"`},
			map[string]string{`"a"`: "FORM-LAENGE-MIN", `""`: "FORM-LAENGE-MIN", `"abcd"`: "FORM-LAENGE-MAX", `1`: "FORM-TYP", `null`: "FORM-TYP", `["ab"]`: "FORM-TYP", `"\ud83d"`: "FORM-JSON-UTF8", `"\ude00\ud83d"`: "FORM-JSON-UTF8"},
		},
		{"pattern", formular.Text("x", "X").Match("^[0-9]{5}$"), []string{`"12345"`, `"\u0031234\u0035"`}, map[string]string{`"1234"`: "FORM-MUSTER", `"12345\n"`: "FORM-MUSTER"}},
		{
			"name of a person", formular.Text("x", "X").Chars(din91379.A),
			[]string{`"Erika Mustermann-Gabler"`, `"Žofia"`, `"K\u035fH"`, `"O\u2019Neill"`, `"Mu\u0308ller"`},
			map[string]string{`"Musterstr. 17"`: "FORM-ZEICHEN", `"Ωmega"`: "FORM-ZEICHEN", `"q\u0308"`: "FORM-ZEICHEN", `"a\tb"`: "FORM-ZEICHEN", `"Иван"`: "FORM-ZEICHEN"},
		},
		{"street", formular.Text("x", "X").Chars(din91379.B), []string{`"Musterstraße 17"`}, map[string]string{`"Λ"`: "FORM-ZEICHEN"}},
		{
			"day", formular.Datum("x", "X").Between("2000-01-01", "2026-12-31"),
			[]string{`"2000-01-01"`, `"2024-02-29"`, `"2026-12-31"`},
			map[string]string{`"2026-02-29"`: "FORM-DATUM", `"1.1.2020"`: "FORM-DATUM", `"2020-1-1"`: "FORM-DATUM", `"1999-12-31"`: "FORM-WERT-MIN", `"2027-01-01"`: "FORM-WERT-MAX", `20200101`: "FORM-TYP"},
		},
		{
			"time", formular.Uhrzeit("x", "X").Between("08:00:00", "18:00:00"),
			[]string{`"08:00:00Z"`, `"17:59:59.999+01:00"`, `"18:00:00-05:00"`},
			map[string]string{`"08:00"`: "FORM-UHRZEIT", `"8:00:00Z"`: "FORM-UHRZEIT", `"08:00:00"`: "FORM-UHRZEIT", `"08:00:00,5Z"`: "FORM-UHRZEIT", `"24:00:00Z"`: "FORM-UHRZEIT", `"12:00:00+24:00"`: "FORM-UHRZEIT", `"12:00:00+01:60"`: "FORM-UHRZEIT", `"12:00:00.Z"`: "FORM-UHRZEIT", `"12:00:00+0100"`: "FORM-UHRZEIT", `"07:59:59Z"`: "FORM-WERT-MIN", `"18:00:01Z"`: "FORM-WERT-MAX"},
		},
		{
			"instant", formular.Zeitpunkt("x", "X").Between("2026-01-01T00:00:00Z", "2026-12-31T23:59:59+01:00"),
			[]string{`"2026-01-01T00:00:00Z"`, `"2026-06-01T12:00:00.5+02:00"`},
			map[string]string{`"2026-01-01"`: "FORM-ZEITPUNKT", `"2026-01-01T00:00:00"`: "FORM-ZEITPUNKT", `"2026-02-01T00:00:00+24:00"`: "FORM-ZEITPUNKT", `"2026-02-01T00:00:00-00:60"`: "FORM-ZEITPUNKT", `"2026-02-01 00:00:00Z"`: "FORM-ZEITPUNKT", `"2026-01-01T00:59:59+01:00"`: "FORM-WERT-MIN", `"2026-12-31T23:59:59Z"`: "FORM-WERT-MAX"},
		},
		{"yes or no", formular.JaNein("x", "X"), []string{`true`, `false`}, map[string]string{`"true"`: "FORM-TYP", `0`: "FORM-TYP", `null`: "FORM-TYP"}},
		{
			"number", formular.Zahl("x", "X").Between("-0.5", "1e2"),
			[]string{`0`, `-0`, `-0.5`, `-5e-1`, `100`, `100.0`, `99.99999999999999999999999999`, `1E2`, `0.1e+3`},
			map[string]string{`-0.50000000000000000001`: "FORM-WERT-MIN", `100.00000000000000000001`: "FORM-WERT-MAX", `1e3`: "FORM-WERT-MAX", `"1"`: "FORM-TYP"},
		},
		{"whole number", formular.Ganzzahl("x", "X").Between("0", "100"), []string{`0`, `1.0`, `1e2`, `1.5e1`, `100`}, map[string]string{`1.5`: "FORM-GANZZAHL", `1e-1`: "FORM-GANZZAHL", `101`: "FORM-WERT-MAX", `-1`: "FORM-WERT-MIN"}},
		{"amount", formular.Geld("x", "X").Between("0", "9007199254740993.01"), []string{`0.01`, `12.50`, `12.500`, `9007199254740993.01`}, map[string]string{`0.001`: "FORM-CENT", `9007199254740993.02`: "FORM-WERT-MAX", `1e-3`: "FORM-CENT"}},
		{"absurd number", formular.Zahl("x", "X"), []string{`1e1000`}, map[string]string{`1e1001`: "FORM-JSON-ZAHL", `1e-99999999999999999999`: "FORM-JSON-ZAHL", strings.Repeat("9", 101): "FORM-JSON-ZAHL"}},
		{"selection", formular.Auswahl("x", "X", formular.Eintrag{Code: "a"}, formular.Eintrag{Code: "ß"}), []string{`"a"`, `"ß"`, `"\u00df"`}, map[string]string{`"b"`: "FORM-CODE", `""`: "FORM-CODE", `1`: "FORM-TYP"}},
		{"file", formular.Datei("x", "X"), []string{`"antrag.pdf"`}, map[string]string{`""`: "FORM-LAENGE-MIN", `{}`: "FORM-TYP"}},
		{
			"partly known day", formular.Teildatum("x", "X"),
			[]string{`{"jahr":1964}`, `{"jahr":1964,"monat":8}`, `{"jahr":1964,"monat":8,"tag":12}`, `{"tag":29,"monat":2,"jahr":2024}`},
			map[string]string{`{"jahr":2023,"monat":2,"tag":29}`: "FORM-TEILDATUM", `{"jahr":1964,"tag":1}`: "FORM-TEILDATUM", `"1964"`: "FORM-TYP"},
		},
		{
			"repeated", formular.Ganzzahl("x", "X").Times(1, 2),
			[]string{`[1]`, `[1,2]`},
			map[string]string{`[]`: "FORM-ANZAHL-MIN", `[1,2,3]`: "FORM-ANZAHL-MAX", `1`: "FORM-TYP"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			form := single(tt.element)
			for _, value := range tt.good {
				require.Empty(t, form.Validate([]byte(`{"x":`+value+`}`)), value)
			}
			for value, code := range tt.bad {
				require.Equal(t, []string{code + " /x"}, found(form.Validate([]byte(`{"x":`+value+`}`))), value)
			}
			require.Equal(t, []string{"FORM-PFLICHT /x"}, found(form.Validate([]byte(`{}`))))
			tt.element.Min = 0
			require.Empty(t, single(tt.element).Validate([]byte(` { } `)))
		})
	}
}

func TestValidate_ReportsPartsOfAPartlyKnownDay(t *testing.T) {
	form := single(formular.Teildatum("x", "X").Keys("F1", "F2", "F3"))
	require.Empty(t, form.Validate([]byte(`{"x":{"F1":2000,"F2":1,"F3":31}}`)))
	require.Equal(t, []string{"FORM-WERT-MAX /x/F2"}, found(form.Validate([]byte(`{"x":{"F1":2000,"F2":13,"F3":31}}`))))
	require.Equal(t, []string{"FORM-PFLICHT /x/F1"}, found(form.Validate([]byte(`{"x":{"F2":12,"F3":31}}`))))
	require.Equal(t, []string{"FORM-TEILDATUM /x"}, found(form.Validate([]byte(`{"x":{"F1":2e3,"F2":2.0,"F3":30}}`))), "however the numbers are spelt")
	require.Equal(t, []string{"FORM-TEILDATUM /x"}, found(form.Validate([]byte(`{"x":{"F1":2000.0,"F3":30}}`))))
	require.Equal(t, []string{"FORM-TYP /x/F3"}, found(form.Validate([]byte(`{"x":{"F1":2000,"F2":12,"F3":"31"}}`))))
}

func TestValidate_FindsFaultsOfTheJSON(t *testing.T) {
	form := formular.MustNew(formular.Kopf{}, formular.Text("a", "A").Optional(),
		formular.Gruppe("g", "G", formular.Text("b", "B").Optional()).Times(0, formular.Unbegrenzt))
	for name, tt := range map[string]struct {
		data string
		want []string
	}{
		"empty":                       {"", []string{"FORM-JSON-SYNTAX "}},
		"white space":                 {" \n", []string{"FORM-JSON-SYNTAX "}},
		"cut off":                     {`{"a":"x`, []string{"FORM-JSON-SYNTAX "}},
		"no colon":                    {`{"a" "x"}`, []string{"FORM-JSON-SYNTAX "}},
		"trailing comma":              {`{"a":"x",}`, []string{"FORM-JSON-SYNTAX "}},
		"trailing text":               {`{} x`, []string{"FORM-JSON-SYNTAX "}},
		"single quotes":               {`{'a':'x'}`, []string{"FORM-JSON-SYNTAX "}},
		"leading zero":                {`{"a":01}`, []string{"FORM-JSON-SYNTAX "}},
		"plus sign":                   {`{"a":+1}`, []string{"FORM-JSON-SYNTAX "}},
		"point without digits":        {`{"a":1.}`, []string{"FORM-JSON-SYNTAX "}},
		"NaN":                         {`{"a":NaN}`, []string{"FORM-JSON-SYNTAX "}},
		"control character":           {"{\"a\":\"x\ty\"}", []string{"FORM-JSON-SYNTAX "}},
		"unknown escape":              {`{"a":"\x"}`, []string{"FORM-JSON-SYNTAX "}},
		"short escape":                {`{"a":"\u12"}`, []string{"FORM-JSON-SYNTAX "}},
		"byte order mark":             {"\ufeff{}", []string{"FORM-JSON-SYNTAX "}},
		"broken UTF-8":                {"{\"a\":\"\xe4\"}", []string{"FORM-JSON-UTF8 "}},
		"overlong UTF-8":              {"{\"a\":\"\xc0\xaf\"}", []string{"FORM-JSON-UTF8 "}},
		"key of half a pair":          {`{"\ud800":1}`, []string{"FORM-JSON-UTF8 "}},
		"array at the root":           {`[]`, []string{"FORM-TYP "}},
		"null at the root":            {`null`, []string{"FORM-TYP "}},
		"key twice":                   {`{"a":"x","a":"y"}`, []string{"FORM-JSON-DOPPELT /a"}},
		"key twice, once escaped":     {`{"a":"x","\u0061":"y"}`, []string{"FORM-JSON-DOPPELT /a"}},
		"key thrice":                  {`{"a":"x","a":"y","a":"z"}`, []string{"FORM-JSON-DOPPELT /a", "FORM-JSON-DOPPELT /a"}},
		"key twice far down":          {`{"g":[{},{"b":"x","b":"y"}]}`, []string{"FORM-JSON-DOPPELT /g/1/b"}},
		"key twice in the unknown":    {`{"u":{"v/w":1,"v/w":2}}`, []string{"FORM-JSON-DOPPELT ", "FORM-UNBEKANNT "}},
		"unknown key":                 {`{"A":"x","~":1}`, []string{"FORM-UNBEKANNT ", "FORM-UNBEKANNT "}},
		"unknown key without name":    {`{"":1,"g":[{"":{"":1,"":2}}]}`, []string{"FORM-UNBEKANNT ", "FORM-JSON-DOPPELT /g/0", "FORM-UNBEKANNT /g/0"}},
		"unknown key of great length": {`{"` + strings.Repeat("k", 300) + `":1}`, []string{"FORM-UNBEKANNT "}},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, tt.want, found(form.Validate([]byte(tt.data))))
		})
	}
}

func TestValidate_FindsKeysTwiceInLargeObjects(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"k7":1`)
	for i := range 60 {
		fmt.Fprintf(&b, `,"k%d":1`, i)
	}
	b.WriteString("}")
	fs := single(formular.Text("a", "A").Optional()).Validate([]byte(b.String()))
	require.Contains(t, found(fs), "FORM-JSON-DOPPELT ")
	require.Len(t, fs, 62)
}

// Each of these took most of a minute when looking into an object meant going
// through all its members.
func TestValidate_StaysLinearOnLargeDocuments(t *testing.T) {
	const many = 90_000
	form := formular.MustNew(formular.Kopf{},
		formular.Gruppe("adresse", "Adresse", formular.Text("land", "Land").Optional()).Optional(),
		formular.Gruppe("hunde", "Hunde", formular.Text("ust", "USt-Id").RequiredIf(formular.Is("adresse/land", "AT"))).Times(0, formular.Unbegrenzt))
	findings := form.Validate([]byte("{" + strings.Repeat(`"land":1,`, 2*many) + `"land":1}`))
	require.Len(t, findings, 1001, "and that there are more")
	require.True(t, findings.Has("FORM-ZU-VIELE"))

	keys := strings.Repeat(`"ort":1,`, many)
	findings = form.Validate([]byte(`{"adresse":{` + keys + `"land":"AT"},"hunde":[` + strings.Repeat("{},", many) + `{}]}`))
	require.Len(t, findings, 1001)

	ruled, err := form.WithRegeln(formular.Regel{
		Code: "HUND-01", Text: recht.NewText("Nein.", "No."), Je: "/hunde", Liest: []string{"/ust"},
		Verletzt: func(a formular.Antworten, _ formular.Umstaende) bool {
			text, _ := a.Text("/ust")
			return text == "x"
		},
	})
	require.NoError(t, err)
	answers, findings := ruled.Check([]byte(`{"hunde":[`+strings.Repeat("{},", many)+`{"ust":"x"}]}`), formular.Umstaende{})
	require.Equal(t, []string{fmt.Sprintf("HUND-01 /hunde/%d/ust", many)}, found(findings))
	require.False(t, answers.Has("/hunde/-1"))
	require.False(t, answers.Has("/hunde/007"))
	require.False(t, answers.Has(fmt.Sprintf("/hunde/%d", many+1)))
}

func TestFinding_KeepsKeysOfTheSenderOutOfErrorsAndLogs(t *testing.T) {
	form := formular.MustNew(formular.Kopf{}, formular.Text("a", "A").Optional())
	for _, data := range []string{`{"Erika Mustermann\n":1}`, `{"u":{"Erika Mustermann":1,"Erika Mustermann":2}}`} {
		findings := form.Validate([]byte(data))
		require.NotContains(t, findings.Err().Error(), "Mustermann")
		for _, f := range findings {
			require.NotContains(t, f.String()+f.Pointer, "Mustermann")
		}
	}
	require.Equal(t, "FORM-PFLICHT /b", single(formular.Text("b", "B")).Validate([]byte("{}"))[0].String())
}

func TestValidate_ReportsEverythingSorted(t *testing.T) {
	form := formular.MustNew(formular.Kopf{},
		formular.Gruppe("hunde", "Hunde", formular.Text("name", "Name").Under(recht.MustParseNorm("§ 1 MusterS"))).Times(0, 20),
		formular.Text("a", "A"))
	items := make([]string, 12)
	for i := range items {
		items[i] = `{"name":""}`
	}
	fs := form.Validate([]byte(`{"zz":1,"hunde":[` + strings.Join(items, ",") + `]}`))
	want := []string{"FORM-PFLICHT /a"}
	for i := range items {
		want = append(want, fmt.Sprintf("FORM-LAENGE-MIN /hunde/%d/name", i))
	}
	require.Equal(t, append([]string{"FORM-UNBEKANNT "}, want...), found(fs))
	require.Contains(t, fs[0].Text.English(), `"zz"`, "whoever sent the key is told")
	require.Equal(t, "§ 1 MusterS", fs[2].Normen.String())
	require.Len(t, fs.At("/hunde/1"), 1)
	require.Len(t, fs.At("/hunde"), 12)
	require.Error(t, fs.Err())
	require.NoError(t, formular.Findings(nil).Err())
}

func TestValidate_EvaluatesConditions(t *testing.T) {
	form := formular.MustNew(formular.Kopf{},
		formular.Auswahl("art", "Art", formular.Eintrag{Code: "privat"}, formular.Eintrag{Code: "firma"}),
		formular.Ganzzahl("alter", "Alter").Optional(),
		formular.Text("firma", "Firma").OnlyIf(formular.Is("art", "firma")),
		formular.Text("vormund", "Vormund").RequiredIf(formular.In("alter", 15, 16, 17)),
		formular.Text("notiz", "Notiz").Optional().OnlyIf(formular.Not(formular.Given("alter"))),
		formular.Gruppe("adresse", "Adresse", formular.Text("land", "Land"), formular.Text("ort", "Ort").Optional()).Optional(),
		formular.Gruppe("hunde", "Hunde",
			formular.JaNein("assistenz", "Assistenz"),
			formular.Text("name", "Name").Optional(),
			formular.Text("ausweis", "Ausweis").OnlyIf(formular.All(formular.Is("assistenz", true), formular.Not(formular.Given("name")))),
			formular.Text("ust", "USt-Id").RequiredIf(formular.Is("art", "firma")),
			formular.Text("mutter", "Eltern").RequiredIf(formular.Any(formular.Is("adresse/land", "AT"), formular.Given("adresse/ort"))),
		).Times(0, 9))
	for data, want := range map[string][]string{
		`{"art":"privat"}`:                                                       {},
		`{"art":"firma"}`:                                                        {"FORM-PFLICHT /firma"},
		`{"art":"firma","firma":"X"}`:                                            {},
		`{"art":"privat","firma":"X"}`:                                           {"FORM-NICHT-GEFRAGT /firma"},
		`{"art":"privat","alter":16}`:                                            {"FORM-PFLICHT /vormund"},
		`{"art":"privat","alter":16.0,"vormund":"X"}`:                            {},
		`{"art":"privat","alter":18,"notiz":"X"}`:                                {"FORM-NICHT-GEFRAGT /notiz"},
		`{"art":"privat","notiz":"X"}`:                                           {},
		`{"art":"privat","hunde":[{"assistenz":true}]}`:                          {"FORM-PFLICHT /hunde/0/ausweis"},
		`{"art":"privat","hunde":[{"assistenz":true,"name":"B"}]}`:               {},
		`{"art":"firma","firma":"X","hunde":[{"assistenz":false}]}`:              {"FORM-PFLICHT /hunde/0/ust"},
		`{"art":"privat","hunde":[{"assistenz":false}],"adresse":{"land":"AT"}}`: {"FORM-PFLICHT /hunde/0/mutter"},
		`{"art":"privat","hunde":[{"assistenz":false}],"adresse":{"land":"D"}}`:  {},
		`{"art":"privat","hunde":[{"assistenz":false}],"adresse":"AT"}`:          {"FORM-TYP /adresse"},
	} {
		require.Equal(t, want, found(form.Validate([]byte(data))), data)
	}
}

func TestValidate_TakesExactlyOneOfAChoice(t *testing.T) {
	form := single(formular.Wahl("w", "W", formular.Text("a", "A"), formular.Gruppe("b", "B", formular.Text("c", "C")), formular.Ganzzahl("d", "D").Times(1, 3)))
	for data, want := range map[string][]string{
		`{"w":{"a":"x"}}`:               {},
		`{"w":{"b":{"c":"x"}}}`:         {},
		`{"w":{"d":[1]}}`:               {},
		`{"w":{}}`:                      {"FORM-WAHL /w"},
		`{"w":{"a":"x","d":[1]}}`:       {"FORM-WAHL /w"},
		`{"w":{"b":{}}}`:                {"FORM-PFLICHT /w/b/c"},
		`{"w":{"a":"x","unbekannt":1}}`: {"FORM-UNBEKANNT /w"},
	} {
		require.Equal(t, want, found(form.Validate([]byte(data))), data)
	}
}

func TestCheck_ComparesWithWhatIsAttached(t *testing.T) {
	form := formular.MustNew(formular.Kopf{ID: "probe", MaxAnlagen: 150}, formular.Datei("x", "X", "application/pdf", "image/png").UpTo(100).Times(0, 5))
	pdf := formular.Anlage{MediaType: "application/PDF", Bytes: 100}
	half := formular.Anlage{MediaType: "application/pdf", Bytes: 50}
	for _, tt := range []struct {
		name, data string
		anlagen    map[string]formular.Anlage
		want       []string
	}{
		{"fits", `{"x":["a"]}`, map[string]formular.Anlage{"a": pdf}, []string{}},
		{"fit together", `{"x":["a","b"]}`, map[string]formular.Anlage{"a": pdf, "b": half}, []string{}},
		{"too large together", `{"x":["a","b","c"]}`, map[string]formular.Anlage{"a": half, "b": half, "c": {MediaType: "image/png", Bytes: 51}}, []string{"FORM-ANLAGEN-GROESSE "}},
		{"no bytes", `{"x":["a"]}`, map[string]formular.Anlage{"a": {MediaType: "image/png", Bytes: -1}}, []string{"FORM-ANLAGEN-GROESSE "}},
		{"missing", `{"x":["a","b"]}`, map[string]formular.Anlage{"a": pdf}, []string{"FORM-ANLAGE-FEHLT /x/1"}},
		{"none at all", `{"x":["a"]}`, map[string]formular.Anlage{}, []string{"FORM-ANLAGE-FEHLT /x/0"}},
		{"not named", `{"x":["a"]}`, map[string]formular.Anlage{"a": half, "b": half}, []string{"FORM-ANLAGE-UNGENANNT "}},
		{"kind", `{"x":["a"]}`, map[string]formular.Anlage{"a": {MediaType: "text/html"}}, []string{"FORM-ANLAGE-TYP /x/0"}},
		{"size", `{"x":["a"]}`, map[string]formular.Anlage{"a": {MediaType: "image/png", Bytes: 101}}, []string{"FORM-ANLAGE-GROESSE /x/0"}},
		{"of any size", `{"x":["a"]}`, map[string]formular.Anlage{"a": {MediaType: "image/png", Bytes: 1 << 62}}, []string{"FORM-ANLAGEN-GROESSE ", "FORM-ANLAGE-GROESSE /x/0"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, findings := form.Check([]byte(tt.data), formular.Umstaende{Anlagen: tt.anlagen})
			require.Equal(t, tt.want, found(findings))
		})
	}
	require.Empty(t, form.Validate([]byte(`{"x":["a"]}`)), "without attachments only the data are checked")
}

func TestValidate_BoundsMemoryOnHostileInput(t *testing.T) {
	form := formular.MustNew(formular.Kopf{}, formular.Text("a", "A").Times(0, formular.Unbegrenzt))
	for name, tt := range map[string]struct {
		data string
		want string
	}{
		"10,000 levels":       {strings.Repeat("[", 10_000), "FORM-JSON-TIEFE "},
		"a million objects":   {strings.Repeat(`{"a":`, 1_000_000), "FORM-JSON-TIEFE "},
		"a million values":    {"[" + strings.Repeat("0,", 1_000_000) + "0]", "FORM-JSON-UMFANG "},
		"17 MB of text":       {`{"a":["` + strings.Repeat("x", 17<<20) + `"]}`, "FORM-JSON-GROESSE "},
		"number of 1 MB":      {`{"a":` + strings.Repeat("9", 1<<20) + `}`, "FORM-TYP /a"},
		"number in the array": {`{"a":[` + strings.Repeat("9", 1<<20) + `]}`, "FORM-JSON-ZAHL /a/0"},
	} {
		t.Run(name, func(t *testing.T) {
			data := []byte(tt.data)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			fs := form.Validate(data)
			runtime.ReadMemStats(&after)
			require.Equal(t, tt.want, found(fs)[0])
			require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(32<<20))
		})
	}
	many := form.Validate([]byte(`{"a":[` + strings.Repeat("1,", 100_000) + "1]}"))
	require.Len(t, many, 1001, "the list of findings is cut, and says so")
	require.True(t, slices.ContainsFunc(many, func(f recht.Befund) bool { return f.Code == "FORM-ZU-VIELE" }))
}

func TestFinding_SpeaksWithoutRepeatingTheAnswer(t *testing.T) {
	for _, c := range formular.Codes() {
		require.Regexp(t, `^FORM-[A-Z]+[A-Z0-9-]*$`, c)
	}
	fs := single(formular.Text("x", recht.NewText("Rufname", "Name")).Len(1, 3)).Validate([]byte(`{"x":"Geheimnis"}`))
	require.Equal(t, "Rufname: Schreiben Sie höchstens 3 Zeichen.", fs[0].Text.String())
	require.Equal(t, "Name: Write at most 3 characters.", fs[0].Text.English())
	require.NotContains(t, fmt.Sprintf("%v %+v %#v", fs, fs, fs), "Geheimnis")
}

func FuzzValidate(f *testing.F) {
	form := formular.MustNew(formular.Kopf{},
		formular.Text("t", "T").Len(1, 5).Match("^[a-z]+$").Optional(),
		formular.Zahl("n", "N").Between("-1.5", "1e3").Optional(),
		formular.Teildatum("d", "D").Optional(),
		formular.Zeitpunkt("z", "Z").Optional(),
		formular.Wahl("w", "W", formular.Geld("g", "G"), formular.Uhrzeit("u", "U")).Optional(),
		formular.Gruppe("r", "R", formular.JaNein("j", "J"), formular.Datum("q", "Q").OnlyIf(formular.Is("j", true)), formular.Text("p", "P").RequiredIf(formular.In("n", 1, 2))).Times(0, 3))
	for _, seed := range []string{
		`{}`, `{"t":"abc","n":1e2,"d":{"jahr":2000},"z":"2026-01-01T00:00:00Z","w":{"g":0.01},"r":[{"j":true,"q":"2026-01-01"}]}`,
		`{"t":"\ud800","t":1,"n":1e99999}`, `[[[[`, `{"r":[{"j":false}],"n":1}`, "{\"a\":\"\xff\"}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		fs := form.Validate(data)
		syntax := slices.ContainsFunc(fs, func(f recht.Befund) bool { return f.Code == "FORM-JSON-SYNTAX" })
		broken := slices.ContainsFunc(fs, func(f recht.Befund) bool { return f.Code == "FORM-JSON-UTF8" })
		deep := slices.ContainsFunc(fs, func(f recht.Befund) bool { return f.Code == "FORM-JSON-TIEFE" || f.Code == "FORM-JSON-UMFANG" })
		if json.Valid(data) == syntax && !broken && !deep {
			t.Fatalf("encoding/json and Validate disagree on the syntax")
		}
		for _, finding := range fs {
			if finding.Text.String() == "" || (finding.Pointer != "" && finding.Pointer[0] != '/') {
				t.Fatalf("a finding without text or place: %v", finding)
			}
		}
		if len(fs) == 0 {
			var compact bytes.Buffer
			require.NoError(t, json.Compact(&compact, data))
			require.Empty(t, form.Validate(compact.Bytes()))
		}
	})
}
