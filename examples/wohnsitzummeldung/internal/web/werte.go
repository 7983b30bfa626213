// SPDX-License-Identifier: Apache-2.0

package web

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

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

// zeile is a field of one line: a line break in it becomes a blank.
func zeile(werte url.Values, name string) string {
	return strings.Join(strings.Fields(werte.Get(name)), " ")
}

// readTag reads a day as people write it: 2.11.2026, 02.11.2026 or 2026-11-02.
// An empty field is no day and no fault.
func readTag(s string) (kommune.Datum, bool) {
	if s == "" {
		return kommune.Datum{}, true
	}
	if d, err := kommune.ParseDatum(s); err == nil {
		return d, true
	}
	teile := strings.Split(strings.ReplaceAll(s, " ", ""), ".")
	if len(teile) != 3 || len(teile[2]) != 4 {
		return kommune.Datum{}, false
	}
	var zahl [3]int
	for i, teil := range teile {
		n, err := strconv.Atoi(teil)
		if err != nil || n < 1 {
			return kommune.Datum{}, false
		}
		zahl[i] = n
	}
	d, err := kommune.NewDatum(zahl[2], time.Month(zahl[1]), zahl[0])
	return d, err == nil
}

// tagFeld reads a day from a field, or reports how to write one.
func (a *anfrage) tagFeld(werte url.Values, name string, ziel *kommune.Datum) []fehlend {
	d, ok := readTag(werte.Get(name))
	*ziel = d
	if ok {
		return nil
	}
	return []fehlend{{Feld: name, Text: a.sprache.Text(
		"Diesen Tag gibt es nicht. Schreiben Sie ihn so: 2.11.2026.", "There is no such day. Write it like this: 2.11.2026.")}}
}

// tagText is a day as people write it, without leading zeros.
func tagText(d kommune.Datum) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d.%d.%04d", d.Day(), int(d.Month()), d.Year())
}

var (
	wochentage = map[Sprache][7]string{
		Deutsch:  {"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
		Englisch: {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	}
	monate = map[Sprache][12]string{
		Deutsch:  {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
		Englisch: {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	}
)

// Tag is a day in words: "2. November 2026".
func (s Sprache) Tag(d kommune.Datum) string {
	if d.IsZero() {
		return ""
	}
	monat := monate[s][d.Month()-1]
	return fmt.Sprintf(s.Text("%d. %s %d", "%d %s %d"), d.Day(), monat, d.Year())
}

// Wochentag is a day in words with the day of the week before it.
func (s Sprache) Wochentag(d kommune.Datum) string {
	if d.IsZero() {
		return ""
	}
	return wochentage[s][d.Weekday()] + ", " + s.Tag(d)
}
