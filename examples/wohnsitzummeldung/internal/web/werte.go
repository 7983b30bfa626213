// SPDX-License-Identifier: Apache-2.0

package web

import (
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/deutschland-stack/bausteine/kommune"
)

// tidy returns the fields of a form as they are kept: normal form C (DIN
// 91379 asks for it at interfaces), blanks around and doubled blanks removed,
// line feeds as line ends.
func tidy(form url.Values) url.Values {
	out := url.Values{}
	for name, werte := range form {
		if name == feldToken || name == feldVersion {
			continue
		}
		for _, w := range werte {
			w = norm.NFC.String(strings.ReplaceAll(w, "\r\n", "\n"))
			var lines []string
			for line := range strings.SplitSeq(w, "\n") {
				lines = append(lines, strings.Join(strings.Fields(line), " "))
			}
			out.Add(name, strings.TrimSpace(strings.Join(lines, "\n")))
		}
	}
	return out
}

// tagText is a day as people write it, without leading zeros.
func tagText(d kommune.Datum) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d.%d.%04d", d.Day(), int(d.Month()), d.Year())
}

var monate = map[Sprache][12]string{
	Deutsch:  {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
	Englisch: {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
}

// Tag is a day in words: "2. November 2026".
func (s Sprache) Tag(d kommune.Datum) string {
	if d.IsZero() {
		return ""
	}
	monat := monate[s][d.Month()-1]
	return fmt.Sprintf(s.Text("%d. %s %d", "%d %s %d"), d.Day(), monat, d.Year())
}
