// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"encoding/json"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/formular"
)

// eingabe is a form as it was sent, on its way into a draft.
type eingabe struct {
	dienst dienst
	felder url.Values
	neu    map[string][]upload // the files it brought, by their question
	bei    *beiwerk            // of the draft, with the names of its files
}

// answers reads the fields of a page from a form. What cannot be read stays as it
// was typed, so that it is shown again and nothing is lost.
func (x eingabe) answers(elements []formular.Element, prefix string, e *formular.Entwurf, out map[string]any) {
	for i := range elements {
		el := &elements[i]
		pointer := prefix + "/" + el.Name
		m := x.dienst.merkmal(names(pointer))
		switch {
		case el.Typ == formular.TypHinweis, m.kennt != "": // nobody writes it here
		case el.Typ == formular.TypGruppe && el.Max == 1:
			x.answers(el.Kinder, pointer, e, out)
		case fileField(el):
			several(pointer, x.files(el, pointer, e), e, out)
		case el.Typ == formular.TypAuswahl && el.Max != 1:
			var codes []string
			for _, code := range x.felder[pointer] {
				if code = clean(code); code != "" && len(codes) < len(el.Liste) {
					codes = append(codes, code)
				}
			}
			several(pointer, codes, e, out)
		case m.suche != nil:
			held, _ := e.Answer(pointer)
			out[pointer] = answer(el, m.found(clean(x.felder.Get(pointer)), clean(x.felder.Get(pointer+treffer)), plainText(el, held.Wert)))
		default:
			out[pointer] = answer(el, clean(x.felder.Get(pointer)))
		}
	}
}

// several are the answers to a question with any number of them.
func several(pointer string, values []string, e *formular.Entwurf, out map[string]any) {
	for n, v := range values {
		out[pointer+"/"+strconv.Itoa(n)] = v
	}
	for n := len(values); n < e.Rows(pointer); n++ {
		out[pointer+"/"+strconv.Itoa(n)] = nil
	}
}

// files are those that the draft has, without what the person took away, and what
// the form brought, as far as there is room. They do not hang on what the page
// showed: a second window adds its own. A file takes the place of one of the same
// name: of a document the newest version is kept, and no other (Art. 5 (1) c GDPR).
func (x eingabe) files(el *formular.Element, pointer string, e *formular.Entwurf) (ids []string) {
	for n := range e.Rows(pointer) {
		held, _ := e.Answer(pointer + "/" + strconv.Itoa(n))
		if id := plainText(el, held.Wert); id != "" && !slices.Contains(x.felder[pointer+weg], id) && !x.replaced(pointer, id) {
			ids = append(ids, id)
		}
	}
	for _, u := range x.neu[pointer] {
		if len(ids) < el.Max && !slices.Contains(ids, u.ID.String()) {
			ids = append(ids, u.ID.String())
		}
	}
	return ids
}

// replaced reports whether the form brings a newer version of a file.
func (x eingabe) replaced(pointer, id string) bool {
	old, there := x.bei.datei(id)
	return there && !vonSelbst(old.Name) && slices.ContainsFunc(x.neu[pointer], func(u upload) bool { return u.ID != old.ID && u.Name == old.Name })
}

// vonSelbst reports whether a device gives each picture this name: the second one is
// another page then, and no newer version.
func vonSelbst(name string) bool {
	name = strings.ToLower(strings.TrimSuffix(name, path.Ext(name)))
	return slices.Contains([]string{"image", "photo", "foto", "bild", "scan", "datei", "file", "document", "dokument", "unbenannt", "untitled"}, name)
}

// What a form calls the hit that was picked in a search, and the files that are to
// go, behind the pointer of the question.
const (
	treffer = "~treffer"
	weg     = "~weg"
)

// answer reads one value; nil is none.
func answer(el *formular.Element, typed string) any {
	if typed == "" {
		return nil
	}
	switch el.Typ {
	case formular.TypDatum:
		if day, ok := readDatum(typed); ok {
			return day.String()
		}
	case formular.TypGanzzahl:
		digits := strings.NewReplacer(".", "", " ", "", "\u00a0", "").Replace(typed)
		if _, err := strconv.ParseInt(digits, 10, 64); err == nil {
			return json.Number(strings.TrimPrefix(trimZeros(digits), "+"))
		}
	case formular.TypGeld:
		if amount, ok := readBetrag(typed); ok {
			return json.Number(amount.String())
		}
	default:
	}
	return typed
}

// trimZeros drops the zeros before a number, which JSON does not have.
func trimZeros(digits string) string {
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	digits = strings.TrimPrefix(digits, "+")
	if digits = strings.TrimLeft(digits, "0"); digits == "" {
		return "0"
	}
	return sign + digits
}

// clean puts text into the form in which registers hold it, and drops blanks at
// its ends and line ends of other systems.
func clean(typed string) string {
	return strings.TrimSpace(strings.ReplaceAll(norm.NFC.String(strings.ToValidUTF8(typed, "\uFFFD")), "\r\n", "\n"))
}

// monate are the names of months as people write them.
var monate = map[string]int{
	"januar": 1, "jänner": 1, "january": 1, "jan": 1, "februar": 2, "february": 2, "feb": 2, "märz": 3, "maerz": 3, "march": 3, "mär": 3, "mar": 3,
	"april": 4, "apr": 4, "mai": 5, "may": 5, "juni": 6, "june": 6, "jun": 6, "juli": 7, "july": 7, "jul": 7, "august": 8, "aug": 8,
	"september": 9, "sep": 9, "sept": 9, "oktober": 10, "october": 10, "okt": 10, "oct": 10, "november": 11, "nov": 11, "dezember": 12, "december": 12, "dez": 12, "dec": 12,
}

// readDatum reads a day as people write it: "1.10.2026", "01.10.26",
// "1. Oktober 2026", "2026-10-01". A year of two digits is one of the last 80
// years or the next 19, counted from 2026: birthdays and moves both fit.
func readDatum(typed string) (datum.Datum, bool) {
	if d, err := datum.Parse(typed); err == nil {
		return d, true
	}
	parts := strings.FieldsFunc(strings.ToLower(typed), func(r rune) bool { return r == '.' || r == ' ' || r == '/' || r == '-' || r == ',' || r == '\u00a0' })
	if len(parts) != 3 || strings.IndexFunc(typed, unicode.IsPunct) == 0 {
		return datum.Datum{}, false
	}
	if _, ok := monate[parts[0]]; ok { // "October 1, 2026"
		parts[0], parts[1] = parts[1], parts[0]
	}
	day, err1 := strconv.Atoi(parts[0])
	month, ok := monate[parts[1]]
	if !ok {
		var err error
		month, err = strconv.Atoi(parts[1])
		ok = err == nil
	}
	year, err2 := strconv.Atoi(parts[2])
	if err1 != nil || err2 != nil || !ok || len(parts[0]) > 2 || (len(parts[2]) != 2 && len(parts[2]) != 4) {
		return datum.Datum{}, false
	}
	if len(parts[2]) == 2 {
		const newest = 45 // 2045
		if year += 2000; year > 2000+newest {
			year -= 100
		}
	}
	d, err := newDatum(year, month, day)
	return d, err == nil
}
