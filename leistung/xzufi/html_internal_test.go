// SPDX-License-Identifier: Apache-2.0

package xzufi

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The work for hostile text stays in proportion to its length. It is counted and
// not timed.
func TestWalk_LooksAtEachByteAFewTimesOnly(t *testing.T) {
	for _, part := range []string{"<", "<a", "<a ", `<a "`, "<a '", "<a '\"", "<a \"'", "<!", "<!--", "<?", "</", "<b>", "</p>", "&amp", "<script", "<script>", "</script", "<script '"} {
		for _, before := range []string{"", strings.Repeat("<i>", 10_000), "<a '", "<a \"", "<script>"} {
			s := before + strings.Repeat(part, 10_000)
			looked := walk(s, func(string) {}, func(mark) {})
			require.LessOrEqual(t, looked, 4*len(s), "%.10q and %q again and again", before, part)
		}
	}
}
