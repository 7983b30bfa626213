// SPDX-License-Identifier: Apache-2.0

package din91379

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Normalize returns the text in Unicode normal form C, the form in which
// registers exchange it.
func Normalize(s string) string { return norm.NFC.String(s) }

// MaxFindings bounds what a check reports: who has read a thousand findings needs
// no more, and a long text of another script would give millions.
const MaxFindings = 1000

// Check returns the characters of the text that the type does not allow, in their
// order, and no more than the first [MaxFindings]; none if the text is valid. The
// text is brought to normal form C first. What is no type allows nothing.
func Check(t Type, s string) []Finding { return check(t, s, false) }

// CheckNew is Check for new entries: it also reports deprecated characters,
// with what to write instead.
func CheckNew(t Type, s string) []Finding { return check(t, s, true) }

func check(t Type, s string, isNew bool) (findings []Finding) {
	allowed := t.groups()
	table := characters()
	position := 0
	for s, offset := Normalize(s), 0; offset < len(s) && len(findings) < MaxFindings; {
		match, length := table.longest(s[offset:])
		found := Finding{Position: position, Offset: offset, Char: s[offset : offset+length]}
		switch {
		case match == nil:
			found.Code = unlisted(found.Char)
		case match.group&allowed == 0:
			found.Code = CodeType
			if match.group == diacritic {
				found.Code = CodeSequence
			}
		case isNew && match.deprecated:
			found.Code, found.Replacement = CodeDeprecated, match.replacement
		}
		if found.Code != "" {
			findings = append(findings, found)
		}
		position += utf8.RuneCountInString(found.Char)
		offset += length
	}
	return findings
}

func unlisted(char string) Code {
	r, size := utf8.DecodeRuneInString(char)
	switch {
	case r == utf8.RuneError && size == 1:
		return CodeEncoding
	case unicode.Is(unicode.M, r):
		return CodeSequence
	default:
		return CodeForeign
	}
}
