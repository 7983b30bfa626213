// SPDX-License-Identifier: Apache-2.0

package din91379

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Code says what is wrong with a character. Codes do not change.
type Code string

// The codes.
const (
	// CodeEncoding: the bytes are no UTF-8.
	CodeEncoding Code = "DIN91379-UTF8"
	// CodeForeign: the standard does not list the character.
	CodeForeign Code = "DIN91379-FREMD"
	// CodeSequence: a mark that forms no listed letter with what stands before it.
	CodeSequence Code = "DIN91379-SEQUENZ"
	// CodeType: listed, but not for this type, as a digit in a person's name.
	CodeType Code = "DIN91379-TYP"
	// CodeDeprecated: valid in what a register holds, not to be used in new
	// entries. Only [CheckNew] reports it.
	CodeDeprecated Code = "DIN91379-VERALTET"
)

// Codes returns all codes.
func Codes() []Code {
	return []Code{CodeEncoding, CodeForeign, CodeSequence, CodeType, CodeDeprecated}
}

// Finding is a character that does not belong where it stands. It is a place in a
// text; [Finding.Befund] makes it the finding about a field of a form.
type Finding struct {
	Code Code
	// Position counts characters (code points) of the text in normal form C,
	// from 0; Offset counts its bytes.
	Position, Offset int
	// Char is the character or sequence.
	Char string
	// Replacement stands for a deprecated one in new entries.
	Replacement string
}

// Befund returns the finding of the house about the field that the JSON pointer names.
// A deprecated character is a warning.
func (f Finding) Befund(pointer string) recht.Befund {
	b := recht.Befund{Code: string(f.Code), Pointer: pointer, Detail: f.detail()}
	place, char := f.Position+1, visible(f.Char)
	switch f.Code {
	case CodeEncoding:
		b.Text = recht.NewText(
			fmt.Sprintf("Stelle %d ist nicht lesbar (kein UTF-8).", place),
			fmt.Sprintf("Character %d cannot be read (no UTF-8).", place))
	case CodeDeprecated:
		b.Severity = recht.SeverityWarning
		b.Text = recht.NewText(
			fmt.Sprintf("Das Zeichen %s an Stelle %d bitte als %s schreiben.", char, place, visible(f.Replacement)),
			fmt.Sprintf("Please write the character %s at place %d as %s.", char, place, visible(f.Replacement)))
	default:
		b.Text = recht.NewText(
			fmt.Sprintf("Das Zeichen %s an Stelle %d ist hier nicht zulässig.", char, place),
			fmt.Sprintf("The character %s at place %d is not allowed here.", char, place))
	}
	return b
}

// visible writes a character for people: itself and its code points, or these alone
// where it cannot be seen.
func visible(char string) string {
	points := make([]string, 0, 2)
	seen := true
	for _, r := range char {
		points = append(points, fmt.Sprintf("U+%04X", r))
		seen = seen && unicode.IsGraphic(r) && !unicode.IsSpace(r)
	}
	if !seen {
		return strings.Join(points, " ")
	}
	return "„" + char + "“ (" + strings.Join(points, " ") + ")"
}

// String describes the finding for a log. It names the character, not the text
// it stands in.
func (f Finding) String() string { return string(f.Code) + ": " + f.detail() }

func (f Finding) detail() string {
	switch f.Code {
	case CodeEncoding:
		return fmt.Sprintf("byte %#02x at %d is no UTF-8", f.Char, f.Position)
	case CodeDeprecated:
		return fmt.Sprintf("%+q at %d is to be written %+q in new entries", f.Char, f.Position, f.Replacement)
	default:
		return fmt.Sprintf("%+q at %d is not allowed here", f.Char, f.Position)
	}
}
