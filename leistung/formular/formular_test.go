// SPDX-License-Identifier: Apache-2.0

package formular_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/formular"
)

func TestNew_ReportsEveryContradiction(t *testing.T) {
	text := formular.Text("t", "T")
	many := formular.Text("m", "M").Times(0, 3)
	for _, tt := range []struct {
		name     string
		elements []formular.Element
		want     []string
	}{
		{"no type", []formular.Element{{Name: "x", Min: 1, Max: 1}}, []string{`/x: unknown type ""`}},
		{"no name", []formular.Element{formular.Text("", "X")}, []string{"has a child without a name"}},
		{"name twice", []formular.Element{text, text}, []string{"/t: stands there twice"}},
		{"counts", []formular.Element{text.Times(3, 2), formular.Text("u", "U").Times(-1, 1), formular.Text("v", "V").Times(0, 0), formular.Text("w", "W").Times(0, -2)}, []string{"/t: cannot be given 3 to 2 times", "/u: cannot be given -1", "/v: cannot be given 0 to 0", "/w: cannot"}},
		{"lengths", []formular.Element{text.Len(3, 2), formular.Text("u", "U").Len(-1, 0)}, []string{"/t: cannot have 3 to 2 characters", "/u: cannot have"}},
		{"characters", []formular.Element{text.Chars(77)}, []string{"/t: type 77 is none of DIN 91379"}},
		{"pattern", []formular.Element{text.Match("(?=a)")}, []string{"/t: the pattern is none that Go can run"}},
		{"bounds", []formular.Element{
			formular.Zahl("z", "Z").Between("01", ""), formular.Zahl("y", "Y").Between("2", "1.99"), formular.Datum("d", "D").Between("2026-02-30", ""), formular.Datum("e", "E").Between("2026-02-02", "2026-02-01"),
			formular.Uhrzeit("u", "U").Between("25:00:00", ""), formular.Zeitpunkt("v", "V").Between("", "heute"),
		}, []string{`/z: the bound "01" is none of its type`, `/y: the bound "2" is above "1.99"`, "/d: the bound", `/e: the bound "2026-02-02" is above`, "/u: the bound", "/v: the bound"}},
		{"lists", []formular.Element{formular.Auswahl("a", "A"), formular.Auswahl("b", "B", formular.Eintrag{Code: "1"}, formular.Eintrag{Code: "1"})}, []string{"/a: is a selection without a list", `/b: has the code "1" twice`}},
		{"misplaced", []formular.Element{formular.JaNein("j", "J").Len(1, 2).Match("x").Between("1", "2").UpTo(3), formular.Hinweis("h", "H").OnlyIf(formular.Given("j"))}, []string{"/j: type \"ja-nein\" has no use for a length", "a pattern", "bounds", "the properties of a file", "/h: type \"hinweis\" has no use for a condition"}},
		{"choice", []formular.Element{formular.Wahl("w", "W", text), formular.Wahl("v", "V", text, formular.Text("u", "U").RequiredIf(formular.Given("t")))}, []string{"/w: is a choice of less than two", "/v/u: is one of a choice"}},
		{"conditions", []formular.Element{
			text, many,
			formular.Text("a", "A").OnlyIf(formular.Given("nowhere")),
			formular.Text("b", "B").OnlyIf(formular.Is("m", "x")),
			formular.Text("c", "C").OnlyIf(formular.Is("t", 1.5)),
			formular.Text("d", "D").OnlyIf(formular.All()),
			formular.Text("e", "E").OnlyIf(formular.Bedingung{}),
			formular.Text("f", "F").OnlyIf(formular.Given("t/x")),
			formular.Gruppe("g", "G", formular.Text("h", "H"), formular.Text("i", "I").OnlyIf(formular.Given("j")), formular.Text("j", "J").OnlyIf(formular.Given("j")), formular.Text("p", "P").OnlyIf(formular.Given("g"))),
			formular.Text("q", "Q").OnlyIf(formular.Is("t", true)), formular.JaNein("r", "R").OnlyIf(formular.AtLeast("t", 3)), formular.Auswahl("s", "S", formular.Eintrag{Code: "ja"}),
			formular.Text("u", "U").OnlyIf(formular.Is("s", "Ja")), formular.Datum("v", "V"), formular.Text("w", "W").OnlyIf(formular.AtMost("v", "2026-02-30")), formular.Text("x", "X").OnlyIf(formular.Is("r", "ja")), formular.Text("y", "Y").OnlyIf(formular.Is("g", "x")), formular.Text("z", "Z").OnlyIf(formular.Is("later", "x")), formular.Text("later", "L"),
			formular.Gruppe("k", "K", formular.Text("l", "L")).Times(0, 2),
			formular.Text("n", "N").OnlyIf(formular.Given("k/l")),
			{Name: "o", Typ: formular.TypText, Min: 1, Max: 1, PflichtWenn: &formular.Bedingung{}},
		}, []string{`a: its condition names the unknown element "nowhere"`, `b: its condition compares "m", which may be given several times`, "c: a condition cannot compare with a float64", "d: a condition looks at nothing", "e: a condition looks at nothing", `f: its condition names the unknown element "x"`, `/g/i: its condition looks at "j", which does not stand before it`, `/g/j: its condition looks at "j"`, `/g/p: its condition looks at "g"`, `/q: its condition compares "t" with true, which that is never`, `/r: its condition compares "t" with 3`, `/u: its condition compares "s" with Ja`, `/w: its condition compares "v" with 2026-02-30`, `/x: its condition compares "r" with ja`, `/y: its condition compares "g" with x`, `/z: its condition looks at "later", which does not stand before it`, `n: its condition leads through "k"`, "/o: is required anyway"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := formular.New(formular.Kopf{}, tt.elements...)
			require.ErrorIs(t, err, formular.ErrModell)
			for _, want := range tt.want {
				require.ErrorContains(t, err, want)
			}
			require.Panics(t, func() { formular.MustNew(formular.Kopf{}, tt.elements...) })
		})
	}
}

func TestNew_KeepsTheFirstThousandContradictions(t *testing.T) {
	elements := make([]formular.Element, 3000)
	for i := range elements {
		elements[i] = formular.Text("x", "X").OnlyIf(formular.Given("nowhere"))
	}
	_, err := formular.New(formular.Kopf{}, elements...)
	require.ErrorIs(t, err, formular.ErrModell)
	require.Equal(t, 1001, strings.Count(err.Error(), "contradictory form"))
	require.ErrorContains(t, err, "4999 more")
}

func TestNew_RefusesAnIDThatIsNone(t *testing.T) {
	for _, uri := range []string{"https://example.org/a b", "https://example.org/x#", "https://example.org/x#y", "%zz", "http://[::1"} {
		_, err := formular.New(formular.Kopf{URI: uri}, formular.Text("t", "T"))
		require.ErrorIs(t, err, formular.ErrModell, uri)
	}
	for _, uri := range []string{"", "https://schema.example.org/fim/s00000114_1.1.schema.json", "urn:example:form"} {
		_, err := formular.New(formular.Kopf{URI: uri}, formular.Text("t", "T"))
		require.NoError(t, err, uri)
	}
}

func TestNew_KeepsNothingOfTheCallers(t *testing.T) {
	elements := []formular.Element{formular.Auswahl("a", "A", formular.Eintrag{Code: "1"}), formular.Gruppe("g", "G", formular.Text("t", "T"))}
	form, err := formular.New(formular.Kopf{}, elements...)
	require.NoError(t, err)
	elements[0].Liste[0].Code = "2"
	elements[1].Kinder[0].Name = "u"
	form.Elemente()[1].Kinder[0].Name = "v"
	require.Empty(t, form.Validate([]byte(`{"a":"1","g":{"t":"x"}}`)))
	require.Equal(t, "t", form.Elemente()[1].Kinder[0].Name)
}

func TestFormular_ServesManyGoroutines(t *testing.T) {
	form := single(formular.Text("x", "X").Match("^[a-z]+$"))
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 200 {
				data, want := `{"x":"abc"}`, 0
				if i%2 == 1 {
					data, want = `{"x":"\u0041"}`, 1
				}
				if len(form.Validate([]byte(data))) != want {
					t.Error("a verdict of another goroutine")
				}
			}
		})
	}
	wg.Wait()
}

func TestValidate_AllocatesAFewTimesHoweverManyFields(t *testing.T) {
	form := formular.MustNew(formular.Kopf{}, formular.Gruppe("g", "G", formular.Datum("d", "D"), formular.Zahl("n", "N"), formular.Text("t", "T").Len(1, 9)).Times(1, 100))
	data := []byte(`{"g":[{"d":"2026-01-01","n":1.5,"t":"abc"},{"d":"2026-01-02","n":2.5,"t":"abc"},{"d":"2026-01-03","n":3.5,"t":"abc"}]}`)
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() { form.Validate(data) }), 6.0)
}

func BenchmarkValidate(b *testing.B) {
	form := formular.MustNew(formular.Kopf{}, formular.Gruppe("g", "G",
		formular.Text("name", "Name").Len(1, 120), formular.Datum("seit", "Seit"), formular.Text("plz", "PLZ").Match("^[0-9]{5}$")).Times(1, 9))
	data := []byte(`{"g":[{"name":"Bello","seit":"2026-01-01","plz":"12345"},{"name":"Rex","seit":"2026-01-01","plz":"12345"}]}`)
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if fs := form.Validate(data); len(fs) > 0 {
			b.Fatal(fs)
		}
	}
}
