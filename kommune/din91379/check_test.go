// SPDX-License-Identifier: Apache-2.0

package din91379_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/din91379"
)

func TestCheck_AllowsByTypeWhatTheStandardLists(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		text  string
		valid string // types that allow it
	}{
		{"plain", "Erika Mustermann", "ABCDE"},
		{"umlauts", "Jürgen Groß-Mößmer", "ABCDE"},
		{"apostrophe of N1", "O’Connor d'Arc", "ABCDE"},
		{"digit", "Musterweg 17", "BCDE"},
		{"fraction of N3", "Musterweg ½", "CDE"},
		{"line feed of N4", "Musterweg\nMusterstadt", "CE"},
		{"no-break space of N4", "Muster\u00a0Stadt", "CE"},
		{"Greek", "Ελλάδα", "DE"},
		{"Cyrillic", "София", "E"},
		{"E1", "Muster™", "DE"},
		{"listed sequence of two", "A\u030b", "ABCDE"},
		{"listed sequence of three", "C\u0328\u0306", "ABCDE"},
		{"sequence over two letters", "K\u035fH k\u035fh K\u035fh", "ABCDE"},
		{"decomposed umlaut", "Mu\u0308ller", "ABCDE"},
		{"mark alone", "\u0301", ""},
		{"base with an allowed mark that is not listed", "q\u0300", ""},
		{"Arabic", "محمد", ""},
		{"emoji", "Muster😀", ""},
		{"zero width space", "Mus\u200bter", ""},
		{"control character", "Muster\x00", ""},
		{"deprecated is valid", "ŉ Ŀ", "ABCDE"},
		{"empty", "", "ABCDE"},
	} {
		for _, typ := range []din91379.Type{din91379.A, din91379.B, din91379.C, din91379.D, din91379.E} {
			findings := din91379.Check(typ, c.text)
			require.Equal(t, strings.Contains(c.valid, typ.String()), len(findings) == 0, "%s as %s: %v", c.name, typ, findings)
		}
	}
	require.NotEmpty(t, din91379.Check(0, "a"), "no type allows nothing")
	require.NotEmpty(t, din91379.Check(din91379.E+1, "a"))
}

func TestCheck_ReportsAllWithPlaceAndCharacter(t *testing.T) {
	t.Parallel()
	findings := din91379.Check(din91379.A, "Mü1l\u0302er😀\xff\u0301")
	require.Equal(t, []din91379.Finding{
		{Code: din91379.CodeType, Position: 2, Offset: 3, Char: "1"},
		{Code: din91379.CodeForeign, Position: 7, Offset: 9, Char: "😀"},
		{Code: din91379.CodeEncoding, Position: 8, Offset: 13, Char: "\xff"},
		{Code: din91379.CodeSequence, Position: 9, Offset: 14, Char: "\u0301"},
	}, findings, "l with circumflex is listed")
	seen := map[din91379.Code]bool{}
	for _, code := range din91379.Codes() {
		require.False(t, seen[code])
		require.True(t, strings.HasPrefix(string(code), "DIN91379-"))
		seen[code] = true
	}
	require.Equal(t, `DIN91379-TYP: "1" at 2 is not allowed here`, findings[0].String())
	require.Equal(t, `DIN91379-UTF8: byte 0xff at 8 is no UTF-8`, findings[2].String())
}

func TestCheckNew_NamesWhatToWriteInstead(t *testing.T) {
	t.Parallel()
	require.Empty(t, din91379.CheckNew(din91379.A, "Erika Mustermann"))
	findings := din91379.CheckNew(din91379.A, "Co\u013foma")
	require.Equal(t, []din91379.Finding{
		{Code: din91379.CodeDeprecated, Position: 2, Offset: 2, Char: "\u013f", Replacement: "L\u00b7"},
	}, findings)
	require.Empty(t, din91379.Check(din91379.A, "Co\u013foma"))
	require.Equal(t, `DIN91379-VERALTET: "\u013f" at 2 is to be written "L\u00b7" in new entries`, findings[0].String())
	require.Empty(t, din91379.CheckNew(din91379.A, findings[0].Replacement))
}

func TestSearchForm_MakesSpellingsComparable(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"René Müller":            "RENE MUELLER",
		"Rene Mueller":           "RENE MUELLER",
		"Nœl":                    "NOEL",
		"Noël Schmidt-Strauß":    "NOEL SCHMIDT-STRAUSS",
		"Karl-Bröger Straße 17":  "KARL-BROEGER STRASSE 17",
		"Ångström Øre Þór Eiður": "AANGSTROEM OERE THOR EIDUR",
		"Mu\u0308ller":           "MUELLER",
		"K\u035fHan":             "KHAN",
		"":                       "",
		"Σίσυφος":                "Σίσυφος",
		"a\xffb":                 "A\xffB",
	} {
		require.Equal(t, want, din91379.SearchForm(text), text)
	}
}

func TestNormalize_IsFormC(t *testing.T) {
	t.Parallel()
	require.Equal(t, "Müller", din91379.Normalize("Mu\u0308ller"))
	require.Equal(t, "Müller", din91379.Normalize("Müller"))
}

func TestType_HasItsLetter(t *testing.T) {
	t.Parallel()
	require.Equal(t, "A", din91379.A.String())
	require.Equal(t, "E", din91379.E.String())
	require.Equal(t, "Type(9)", din91379.Type(9).String())
}

func BenchmarkCheck(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if din91379.Check(din91379.A, "Jürgen Groß-Mößmer") != nil {
			b.Fatal("valid")
		}
	}
}

func BenchmarkSearchForm(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		din91379.SearchForm("Jürgen Groß-Mößmer")
	}
}

func FuzzCheck(f *testing.F) {
	for _, seed := range []string{"Jürgen Groß", "K\u035fH", "C\u0328\u0306", "a\xff", "\u0301\u0301", "q\u0300", "Ελλάδα", "ŉ\n1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		normal := din91379.Normalize(s)
		require.Equal(t, normal, din91379.Normalize(normal))
		var before []din91379.Finding
		for _, typ := range []din91379.Type{din91379.C, din91379.B, din91379.A} {
			findings := din91379.Check(typ, s)
			require.GreaterOrEqual(t, len(findings), len(before), "a narrower type allows no more")
			require.Equal(t, findings, din91379.Check(typ, normal))
			for i, found := range findings {
				require.Equal(t, found.Char, normal[found.Offset:found.Offset+len(found.Char)])
				require.Equal(t, found.Position, utf8.RuneCountInString(normal[:found.Offset]))
				require.True(t, i == 0 || findings[i-1].Offset < found.Offset)
			}
			before = findings
		}
		require.GreaterOrEqual(t, len(din91379.CheckNew(din91379.A, s)), len(before))
		form := din91379.SearchForm(s)
		if len(before) == 0 {
			require.Empty(t, din91379.Check(din91379.A, form), "the search form of a name is a name")
			require.Equal(t, form, din91379.SearchForm(form), "and its own search form")
		}
	})
}

func ExampleCheck() {
	for _, finding := range din91379.Check(din91379.A, "Erika Mustermann 2") {
		fmt.Println(finding)
	}
	fmt.Println(len(din91379.Check(din91379.B, "Musterstraße 2")))
	// Output:
	// DIN91379-TYP: "2" at 17 is not allowed here
	// 0
}

func ExampleSearchForm() {
	fmt.Println(din91379.SearchForm("René Müller"), din91379.SearchForm("Rene Mueller"))
	// Output: RENE MUELLER RENE MUELLER
}

// A long text in which nothing is allowed costs no more than its first findings.
func TestCheck_ReportsTheFirstThousandFindings(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("\u4e00", 4_000_000) // 12 MB
	for _, findings := range [][]din91379.Finding{din91379.Check(din91379.A, long), din91379.CheckNew(din91379.C, long)} {
		require.Len(t, findings, din91379.MaxFindings)
		require.Equal(t, din91379.MaxFindings-1, findings[din91379.MaxFindings-1].Position)
	}
	require.Len(t, din91379.Check(din91379.A, strings.Repeat("\u4e00", din91379.MaxFindings-1)), din91379.MaxFindings-1)
}
