// SPDX-License-Identifier: Apache-2.0

package din91379_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/kommune/din91379"
)

// listed is a row of the published lists.
type listed struct {
	group, text, search string
}

// readListed reads a published list, and where it has them the search forms.
func readListed(t *testing.T, name string) []listed {
	t.Helper()
	file, err := os.ReadFile(shareddata.Path(t, "din91379/"+name))
	require.NoError(t, err)
	var rows []listed
	for line := range strings.Lines(string(file)) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "; ")
		if len(fields) < 4 || fields[1] != "char" && fields[1] != "seq" {
			continue // behind a line feed that is itself listed
		}
		row := listed{group: fields[0], text: fromPoints(t, fields[2])}
		if len(fields) > 6 && strings.HasPrefix(fields[7], "icao") {
			row.search = fromPoints(t, fields[5])
		}
		rows = append(rows, row)
	}
	return rows
}

func fromPoints(t *testing.T, points string) string {
	t.Helper()
	var text strings.Builder
	for point := range strings.FieldsSeq(points) {
		n, err := strconv.ParseInt(point, 16, 32)
		require.NoError(t, err)
		text.WriteRune(rune(n))
	}
	return text.String()
}

// allowed says which types may hold a group (DIN 91379:2022-08).
var allowed = map[string]string{
	"bll": "ABCDE", "bnlreq": "ABCDE", "bnl": "BCDE", "bnlopt": "CDE", "bnlnot": "CE",
	"dc": "", "gl": "DE", "cl": "E", "enl": "DE",
}

func TestCheck_TakesEveryListedCharacterInItsTypesAlone(t *testing.T) {
	t.Parallel()
	rows := readListed(t, "latin_list_1.3.txt")
	require.Len(t, rows, 930)
	for _, row := range rows {
		want, ok := allowed[row.group]
		require.True(t, ok, row.group)
		for _, typ := range []din91379.Type{din91379.A, din91379.B, din91379.C, din91379.D, din91379.E} {
			valid := strings.Contains(want, typ.String())
			for _, text := range []string{row.text, norm.NFD.String(row.text), "a" + row.text + "z"} {
				findings := din91379.Check(typ, text)
				if text[0] == 'a' && row.group == "dc" && len(findings) == 0 {
					continue // a mark that makes a letter of the a
				}
				require.Equal(t, valid, len(findings) == 0, "%+q as %s: %v", text, typ, findings)
				if !valid {
					require.Len(t, findings, 1)
					require.Contains(t, norm.NFC.String(text), findings[0].Char)
				}
			}
		}
		require.Equal(t, row.text, din91379.Normalize(norm.NFD.String(row.text)))
	}
}

func TestSearchForm_IsThePublishedOneOfEveryLetter(t *testing.T) {
	t.Parallel()
	rows := readListed(t, "latin_list_search_form_1.3.txt")
	require.Len(t, rows, 649)
	var all, forms strings.Builder
	for _, row := range rows {
		require.NotEmpty(t, row.search, "%+q", row.text)
		require.Equal(t, row.search, din91379.SearchForm(row.text), "%+q", row.text)
		require.Equal(t, row.search, din91379.SearchForm(norm.NFD.String(row.text)), "%+q", row.text)
		all.WriteString(row.text + "-")
		forms.WriteString(row.search + "-")
	}
	require.Equal(t, forms.String(), din91379.SearchForm(all.String()))
}
