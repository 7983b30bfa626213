// SPDX-License-Identifier: Apache-2.0

package din91379

import "strings"

// SearchForm returns the form in which two spellings of a name are compared:
// every Latin letter as A to Z, everything else as it is. René Müller and Rene
// Mueller both give RENE MUELLER.
func SearchForm(s string) string {
	s = Normalize(s)
	table := characters()
	var b strings.Builder
	b.Grow(len(s) + len(s)/8)
	for len(s) > 0 {
		match, length := table.longest(s)
		if match != nil && match.search != "" {
			b.WriteString(match.search)
		} else {
			b.WriteString(s[:length])
		}
		s = s[length:]
	}
	return b.String()
}
