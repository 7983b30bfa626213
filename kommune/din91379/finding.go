// SPDX-License-Identifier: Apache-2.0

package din91379

import "fmt"

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

// Finding is a character that does not belong where it stands.
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

// String describes the finding for a log. It names the character, not the text
// it stands in.
func (f Finding) String() string {
	switch f.Code {
	case CodeEncoding:
		return fmt.Sprintf("%s: byte %#02x at %d is no UTF-8", f.Code, f.Char, f.Position)
	case CodeDeprecated:
		return fmt.Sprintf("%s: %+q at %d is to be written %+q in new entries", f.Code, f.Char, f.Position, f.Replacement)
	default:
		return fmt.Sprintf("%s: %+q at %d is not allowed here", f.Code, f.Char, f.Position)
	}
}
