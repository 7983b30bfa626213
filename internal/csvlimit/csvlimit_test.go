// SPDX-License-Identifier: Apache-2.0

package csvlimit_test

import (
	"encoding/csv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/csvlimit"
)

func TestReader_BoundsTheFieldsOfARecord(t *testing.T) {
	t.Parallel()
	for text, ok := range map[string]bool{
		"a;b;c\nd;e;f\n": true, "a;b;c;d\n": false, "": true, "\"a;b;c;d;e\";b;c\n": true, "\"a\n;;;;\n\";b\n": true,
		"a\n;;;\n": false, "a;b\n\"x\"\"y;;;;\";b;c\n": true,
	} {
		for _, r := range []*csvlimit.Reader{
			csvlimit.NewReader(strings.NewReader(text), ';', 3), csvlimit.NewReader(iotest.OneByteReader(strings.NewReader(text)), ';', 3),
		} {
			table := csv.NewReader(r)
			table.Comma, table.FieldsPerRecord = ';', -1
			_, err := table.ReadAll()
			if ok {
				require.NoError(t, err, text)
			} else {
				require.ErrorIs(t, err, csvlimit.ErrColumns, text)
			}
		}
	}
}
