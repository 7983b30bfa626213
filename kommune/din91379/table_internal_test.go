// SPDX-License-Identifier: Apache-2.0

package din91379

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"
)

func TestTable_HasTheCountsOfTheStandard(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("data/zeichen.txt")
	require.NoError(t, err)
	counts, sequences, three := map[string]int{}, 0, 0
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(strings.TrimSuffix(line, "\n"), ";")
		counts[fields[0]]++
		char, err := decodePoints(fields[1])
		require.NoError(t, err)
		require.True(t, norm.NFC.IsNormalString(char), "%+q is in form C", char)
		match, length := characters().longest(char)
		require.NotNil(t, match)
		require.Len(t, char, length, "%+q is found as a whole", char)
		require.Equal(t, groupNames[fields[0]], match.group)
		if n := utf8.RuneCountInString(char); n > 1 {
			require.Equal(t, "bll", fields[0])
			sequences++
			if n == 3 {
				three++
			}
		}
		if fields[0] == "bll" {
			require.Regexp(t, `^[A-Z]+$`, match.search, "%+q", char)
			require.Empty(t, Check(A, char))
		} else {
			require.Empty(t, match.search)
		}
	}
	require.Equal(t, map[string]int{
		"bll": 649, "bnlreq": 18, "bnl": 60, "bnlopt": 6, "bnlnot": 4, "dc": 20, "gl": 69, "cl": 62, "enl": 42,
	}, counts)
	require.Equal(t, 149, sequences)
	require.Equal(t, 11, three)
}

func TestParseTable_RefusesBrokenRows(t *testing.T) {
	t.Parallel()
	for _, row := range []string{"bll;0041", "xyz;0041;A;", "bll;00ZZ;A;", "bll;0041;A;00ZZ"} {
		_, err := parseTable(row + "\n")
		require.ErrorContains(t, err, "line 1", row)
	}
}
