// SPDX-License-Identifier: Apache-2.0

package frist

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/deutschland-stack/bausteine/kommune"
)

// MariaeHimmelfahrt is the list of the Bayerisches Landesamt für Statistik that
// says in which Gemeinden of Bayern 15 August is a public holiday (Art. 1 (3) FTG):
// those with more Catholic than Protestant inhabitants by the last census. It does
// not change after it was read.
type MariaeHimmelfahrt struct {
	ab    int
	feste map[string]bool // by AGS
}

// These bound what is read: Bayern has 2,056 Gemeinden.
const (
	maxListe   = 4 << 20
	maxEintrag = 5_000
)

// ReadMariaeHimmelfahrt reads the list that the Landesamt publishes at
// www.statistik.bayern.de/statistik/gebiet_bevoelkerung/zensus/himmelfahrt, as a
// table or as the text of the page: behind each key of eight digits the next word
// that is "ja" or "nein" says whether the day is a holiday. Everything else is
// passed over. ab is the first year for which the list holds: 2025 for the census
// of 2022, 2014 for that of 2011.
//
// A key without an answer, one of another Land, one that stands there with both
// answers, and a text without any key are errors that match [ErrListe].
func ReadMariaeHimmelfahrt(r io.Reader, ab int) (*MariaeHimmelfahrt, error) {
	if ab < ErstesJahr || ab > LetztesJahr {
		return nil, fmt.Errorf("%w: the first year is not %d to %d", ErrListe, ErstesJahr, LetztesJahr)
	}
	limited := &io.LimitedReader{R: r, N: maxListe + 1}
	words := bufio.NewScanner(limited)
	words.Split(splitFields)
	l := &MariaeHimmelfahrt{ab: ab, feste: make(map[string]bool, 2_100)}
	key := ""
	for words.Scan() {
		word := words.Text()
		switch {
		case len(word) == len("09162000") && strings.Trim(word, "0123456789") == "":
			if key != "" {
				return nil, fmt.Errorf("%w: no answer for %s", ErrListe, key)
			}
			if ags, err := kommune.ParseAGS(word); err != nil || ags.Land() != kommune.Bayern {
				return nil, fmt.Errorf("%w: a key is none of Bayern", ErrListe)
			}
			key = word
		case key == "", !strings.EqualFold(word, "ja") && !strings.EqualFold(word, "nein"):
		default:
			fest := strings.EqualFold(word, "ja")
			if known, twice := l.feste[key]; twice && known != fest {
				return nil, fmt.Errorf("%w: both answers for %s", ErrListe, key)
			}
			if len(l.feste) == maxEintrag {
				return nil, fmt.Errorf("%w: more keys than Bayern has Gemeinden", ErrListe)
			}
			l.feste[key], key = fest, ""
		}
	}
	switch err := words.Err(); {
	case errors.Is(err, bufio.ErrTooLong), limited.N == 0:
		return nil, fmt.Errorf("%w: longer than such a list can be", ErrListe)
	case err != nil:
		return nil, err
	case key != "":
		return nil, fmt.Errorf("%w: no answer for %s", ErrListe, key)
	case len(l.feste) == 0:
		return nil, fmt.Errorf("%w: no key in it", ErrListe)
	}
	return l, nil
}

// splitFields cuts at blanks and at what parts the fields of tables.
func splitFields(data []byte, atEOF bool) (advance int, token []byte, err error) {
	isBreak := func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`;,|"<>`, r) }
	start := 0
	for start < len(data) && isBreak(rune(data[start])) {
		start++
	}
	for i := start; i < len(data); i++ {
		if isBreak(rune(data[i])) {
			return i + 1, data[start:i], nil
		}
	}
	if atEOF && start < len(data) {
		return len(data), data[start:], nil
	}
	return start, nil, nil
}

// Len returns how many Gemeinden the list names, and in how many the day is a
// holiday.
func (l *MariaeHimmelfahrt) Len() (gemeinden, feiertage int) {
	for _, fest := range l.feste {
		gemeinden++
		if fest {
			feiertage++
		}
	}
	return gemeinden, feiertage
}

// decide returns the row that the list puts in the place of another, nil where it
// says nothing about the Gemeinde in the year.
func (l *MariaeHimmelfahrt) decide(ags string, o *oertlich, jahr int) *oertlich {
	if l == nil || jahr < l.ab || o.name != mariaeHimmelfahrt {
		return nil
	}
	fest, named := l.feste[ags]
	if !named {
		return nil
	}
	row := *o
	row.geltung = niemals
	if fest {
		row.geltung = ganz
	}
	return &row
}

// MitMariaeHimmelfahrt returns the calendar with the official list for Bayern,
// which closes what the tables here leave open. For years before the list, and for
// Gemeinden it does not name, the tables hold. A nil list changes nothing.
func (k Kalender) MitMariaeHimmelfahrt(l *MariaeHimmelfahrt) Kalender {
	k.liste = l
	return k
}
