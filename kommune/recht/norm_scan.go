// SPDX-License-Identifier: Apache-2.0

package recht

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxNorm bounds a norm in bytes: the longest title of an act in use has 90.
const maxNorm = 200

type part uint8

const (
	partAbsatz part = iota
	partUnterabsatz
	partSatz
	partHalbsatz
	partNummer
	partBuchstabe
	partDoppelbuchstabe
	parts
)

var partWords = [parts]string{"Abs. ", "UAbs. ", "Satz ", "Halbsatz ", "Nr. ", "Buchst. ", "Doppelbuchst. "}

// scanner takes a norm apart without allocating.
type scanner struct {
	s      string
	at     int // after norm: where the act begins
	unit   string
	number string
	parts  [parts]string
	order  [parts]part // the parts in the order they stand
	count  int
}

func (p *scanner) errorf(offset int, reason string) error {
	return &SyntaxError{"norm", offset, reason}
}

func (p *scanner) norm() error {
	if len(p.s) > maxNorm {
		return p.errorf(maxNorm, "longer than 200 bytes")
	}
	if err := p.place(); err != nil {
		return err
	}
	if p.at == len(p.s) {
		return p.errorf(p.at, "the act is missing")
	}
	return p.act(p.at)
}

// place reads unit and parts and stops where the act would begin.
func (p *scanner) place() error {
	for _, unit := range [...]string{"§", "Art.", "Anlage"} {
		if rest, ok := strings.CutPrefix(p.s, unit); ok {
			if strings.HasPrefix(rest, "§") {
				return p.errorf(len(unit), "one place only; several are several norms")
			}
			if !strings.HasPrefix(rest, " ") {
				return p.errorf(len(unit), "one space must follow")
			}
			p.unit, p.at = unit, len(unit)+1
			break
		}
	}
	if p.unit == "" {
		return p.errorf(0, "must begin with \"§ \", \"Art. \" or \"Anlage \"")
	}
	var err error
	if p.number, err = p.take(isNumber, "must be a number such as 23 or 23a"); err != nil {
		return err
	}
	for p.count < int(parts) {
		k, ok := p.word()
		if !ok {
			return nil
		}
		if reason := p.misplaced(k); reason != "" {
			return p.errorf(p.at, reason)
		}
		p.at += len(partWords[k])
		valid, reason := isNumber, "must be a number such as 1 or 2a"
		switch k {
		case partSatz, partHalbsatz, partUnterabsatz:
			valid, reason = isPlainNumber, "must be a number"
		case partNummer:
			valid, reason = isDottedNumber, "must be a number such as 1, 2a or 2.1"
		case partBuchstabe, partDoppelbuchstabe:
			valid, reason = isLetter, "must be one or two small letters"
		default:
		}
		if p.parts[k], err = p.take(valid, reason); err != nil {
			return err
		}
		p.order[p.count] = k
		p.count++
	}
	return nil
}

// word returns the part whose word stands at the place.
func (p *scanner) word() (part, bool) {
	for k, word := range partWords {
		if strings.HasPrefix(p.s[p.at:], word) {
			return part(k), true
		}
	}
	return 0, false
}

// misplaced says why part k may not follow those read so far.
func (p *scanner) misplaced(k part) string {
	last := parts // none
	if p.count > 0 {
		last = p.order[p.count-1]
	}
	has := func(k part) bool { return p.parts[k] != "" }
	switch {
	case has(k):
		return "the part stands twice"
	case k == partAbsatz && p.count > 0:
		return "the Absatz comes first"
	case k == partUnterabsatz && p.count > 0 && last != partAbsatz:
		return "the Unterabsatz comes behind the Absatz"
	case k == partHalbsatz && last != partSatz:
		return "a Halbsatz is one of a Satz"
	case k == partNummer && (has(partBuchstabe) || has(partDoppelbuchstabe)):
		return "the number comes before the letter"
	case k == partDoppelbuchstabe && last != partBuchstabe:
		return "a Doppelbuchstabe is one of a Buchstabe"
	}
	return ""
}

// take reads up to the next space, or to the end.
func (p *scanner) take(valid func(string) bool, reason string) (string, error) {
	end := strings.IndexByte(p.s[p.at:], ' ')
	word := p.s[p.at:]
	if end >= 0 {
		word = word[:end]
	}
	if !valid(word) {
		return "", p.errorf(p.at, reason)
	}
	p.at += len(word)
	if end >= 0 {
		p.at++
	}
	return word, nil
}

// act checks the rest as the name of an act.
func (p *scanner) act(from int) error {
	letter := false
	for at, r := range p.s[from:] {
		at += from
		switch {
		case r == utf8.RuneError:
			return p.errorf(at, "no UTF-8")
		case unicode.IsLetter(r):
			letter = true
		case r >= '0' && r <= '9', r == '.', r == '-', r == '(', r == ')', r == '/', r == '\u2019':
		case r == ',' || r == ' ':
			if at == from || at+1 == len(p.s) || r == ' ' && p.s[at-1] == ' ' || r == ',' && p.s[at+1] != ' ' {
				return p.errorf(at, "single spaces between the words of the act")
			}
		case r == '§':
			return p.errorf(at, "one place only; several are several norms")
		default:
			return p.errorf(at, "no character of the name of an act")
		}
	}
	name := p.s[from:]
	for _, word := range partWords {
		bare := strings.TrimSuffix(word, " ")
		if name == bare || strings.HasPrefix(name, word) || bare[len(bare)-1] == '.' && strings.HasPrefix(name, bare) {
			return p.errorf(from, "a part that is not where or how it is written")
		}
	}
	for _, refused := range [...]struct{ begin, reason string }{
		{"und ", "one place only; several are several norms"},
		{"bis ", "one place only; a range is none"},
		{"ff.", "one place only; a range is none"},
		{"f. ", "one place only; a range is none"},
		{"i. V. m.", "one place only; several are several norms"},
		{"Absatz ", "is written Abs."},
		{"Nummer ", "is written Nr."},
		{"Buchstabe ", "is written Buchst."},
		{"S. ", "is written Satz"},
		{"a. F.", "the day says which wording holds, not the norm"},
		{"n. F.", "the day says which wording holds, not the norm"},
	} {
		if strings.HasPrefix(name, refused.begin) {
			return p.errorf(from, refused.reason)
		}
	}
	for _, refused := range [...]struct{ word, reason string }{
		{" i. V. m. ", "one place only; several are several norms"},
		{" in Verbindung mit ", "one place only; several are several norms"},
		{" Anlage ", "one place only; several are several norms"},
		{" Art. ", "one place only; several are several norms"},
		{" a. F. ", "the day says which wording holds, not the norm"},
		{" n. F. ", "the day says which wording holds, not the norm"},
	} {
		if i := strings.Index(name+" ", refused.word); i >= 0 {
			return p.errorf(from+i+1, refused.reason)
		}
	}
	if !letter {
		return p.errorf(from, "the act is missing")
	}
	return nil
}

func isDigit(b byte) bool { return b-'0' <= 9 }

func isSmall(b byte) bool { return b-'a' <= 'z'-'a' }

// isPlainNumber accepts 1 to 9999 without leading zeros.
func isPlainNumber(s string) bool {
	return len(s) <= 4 && s != "" && s[0] != '0' && leadingDigits(s) == len(s)
}

// isNumber accepts a plain number with up to two letters: 23, 23a, 111bb.
func isNumber(s string) bool {
	n := leadingDigits(s)
	rest := s[n:]
	return isPlainNumber(s[:n]) && (rest == "" || isLetter(rest))
}

// isDottedNumber accepts numbers of a list of fees too: 2.1, 41.1.3.
func isDottedNumber(s string) bool {
	for rest := s; ; {
		one, more, dotted := strings.Cut(rest, ".")
		if !isNumber(one) || len(s) > 16 {
			return false
		}
		if !dotted {
			return true
		}
		rest = more
	}
}

func isLetter(s string) bool {
	return len(s) == 1 && isSmall(s[0]) || len(s) == 2 && isSmall(s[0]) && isSmall(s[1])
}
