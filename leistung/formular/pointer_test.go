// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestComparePointers_IsAnOrder(t *testing.T) {
	all := []string{"", "/", "/a", "/a/2", "/a/10", "/a/1a", "/a/01", "/a/+1", "/a/2/b", "/a/x", "/2", "/10", "/1a", "/b~1"}
	for _, a := range all {
		require.Zero(t, comparePointers(a, a))
		for _, b := range all {
			require.Equal(t, comparePointers(a, b), -comparePointers(b, a), "%s and %s", a, b)
			for _, c := range all {
				if comparePointers(a, b) < 0 && comparePointers(b, c) < 0 {
					require.Negative(t, comparePointers(a, c), "%s, %s, %s", a, b, c)
				}
			}
		}
	}
	sorted := []string{"/a/x", "/a/10", "/a", "/a/2", "/a/1a"}
	slices.SortFunc(sorted, comparePointers)
	require.Equal(t, []string{"/a", "/a/2", "/a/10", "/a/1a", "/a/x"}, sorted)
}
