// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"fmt"
	"regexp/syntax"
	"strings"
	"unicode"
	"unicode/utf16"
)

// ecmaPattern spells a regular expression of Go as JSON Schema asks for it: in
// the dialect of ECMA-262 with the flag u, matching the same texts. A pattern
// that reads the same in both stays as it is.
func ecmaPattern(pattern string) string {
	if sameInECMA(pattern) {
		return pattern
	}
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		panic(err) // impossible: New compiled it
	}
	var b strings.Builder
	writeECMA(&b, re)
	return b.String()
}

// sameInECMA reports whether both dialects read the pattern the same. It knows
// the common constructs and says no to all others, among them the dot, the \s
// and the named classes, which differ.
func sameInECMA(pattern string) bool {
	class := false
	for i := 0; i < len(pattern); i++ {
		rest := pattern[i+1:]
		switch c := pattern[i]; c {
		case '\\':
			i++
			switch {
			case rest == "":
				return false
			case strings.IndexByte(`dDwW\.+*?()[]{}|/^$`, rest[0]) >= 0, class && rest[0] == '-':
			case rest[0] == 'p' || rest[0] == 'P':
				// \p{L} or \p{Lu}: the general categories have the same names
				end := strings.IndexByte(rest, '}')
				if !strings.HasPrefix(rest[1:], "{") || end < 3 || end > 4 || strings.Contains(rest[:end], "^") {
					return false
				}
				i += end
			default:
				return false
			}
		case '[':
			if class || strings.HasPrefix(rest, "]") || strings.HasPrefix(rest, "^]") {
				return false
			}
			class = true
			if strings.HasPrefix(rest, "^") {
				i++
			}
		case ']':
			if !class {
				return false
			}
			class = false
		case '{':
			end := strings.IndexByte(rest, '}')
			if class || end < 1 || strings.Trim(rest[:end], "0123456789,") != "" || rest[0] == ',' {
				return false // Go takes some braces for themselves
			}
			i += end + 1
		case '(':
			if !class && strings.HasPrefix(rest, "?") && !strings.HasPrefix(rest, "?:") {
				return false
			}
		case '^', '$':
			if !class && rest != "" && strings.IndexByte("*+?{", rest[0]) >= 0 {
				return false // only Go lets an anchor repeat
			}
		case '.':
			if !class {
				return false
			}
		case '}':
			return false
		default:
			if c < ' ' {
				return false
			}
		}
	}
	return true
}

// FromECMA spells a pattern of an official schema, which is one of ECMA-262, as Go
// does: \u00E4 is \x{00E4}. It is false, and the result empty, for a pattern beyond
// the regular expressions of Go.
func FromECMA(pattern string) (string, bool) {
	muster := fromECMA(pattern)
	if muster != "" && patternSize(muster) == 0 {
		return "", false
	}
	return muster, true
}

// ToECMA spells a pattern of Go as official schemas have it, in the dialect of
// ECMA-262, matching the same texts. It is false, and the result empty, for what is no
// pattern.
func ToECMA(pattern string) (string, bool) {
	if pattern != "" && patternSize(pattern) == 0 {
		return "", false
	}
	return ecmaPattern(pattern), true
}

// fromECMA takes the one spelling of official schemas that Go has another for:
// \u00E4 is \x{00E4}.
func fromECMA(pattern string) string {
	if !strings.Contains(pattern, `\u`) {
		return pattern
	}
	var b strings.Builder
	for i := 0; i < len(pattern); i++ {
		b.WriteByte(pattern[i])
		if pattern[i] != '\\' || i+1 == len(pattern) {
			continue
		}
		i++
		if r, ok := hex4([]byte(pattern), i+1); ok && pattern[i] == 'u' {
			fmt.Fprintf(&b, "x{%04X}", r)
			i += 4
			continue
		}
		b.WriteByte(pattern[i])
	}
	return b.String()
}

// A short pattern can ask for a large program: x{1000} is a thousand steps. These
// bound one pattern and all of a form, in steps of a few dozen bytes.
const (
	maxPattern  = 10_000
	maxPatterns = 200_000
	maxLetters  = 10_000 // of the text of one pattern, before it is read
)

// patternSize returns about how many steps the program of a pattern has, and 0
// where Go cannot run it.
func patternSize(pattern string) int {
	if len(pattern) > maxLetters {
		return maxPatterns
	}
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return 0
	}
	return stepsOf(re)
}

func stepsOf(re *syntax.Regexp) int {
	n := 1 + len(re.Rune)
	for _, sub := range re.Sub {
		steps := stepsOf(sub)
		if re.Op == syntax.OpRepeat {
			steps *= max(re.Min, re.Max, 1)
		}
		n += steps
	}
	return min(n, maxPatterns)
}

// writeECMA writes one part of an expression so that it can be repeated or stand
// beside others.
func writeECMA(b *strings.Builder, re *syntax.Regexp) {
	switch re.Op {
	case syntax.OpNoMatch:
		b.WriteString(`[^\s\S]`)
	case syntax.OpEmptyMatch:
		b.WriteString(`(?:)`)
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			if re.Flags&syntax.FoldCase != 0 {
				writeFolded(b, r)
			} else {
				writeRune(b, r)
			}
		}
	case syntax.OpCharClass:
		writeClass(b, re.Rune)
	case syntax.OpAnyCharNotNL:
		b.WriteString(`[^\n]`)
	case syntax.OpAnyChar:
		b.WriteString(`[\s\S]`)
	case syntax.OpBeginLine:
		b.WriteString(`(?:^|(?<=\n))`)
	case syntax.OpEndLine:
		b.WriteString(`(?:$|(?=\n))`)
	case syntax.OpBeginText:
		b.WriteString(`^`)
	case syntax.OpEndText:
		b.WriteString(`$`)
	case syntax.OpWordBoundary:
		b.WriteString(`\b`)
	case syntax.OpNoWordBoundary:
		b.WriteString(`\B`)
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			writeGrouped(b, sub, sub.Op == syntax.OpAlternate)
		}
	case syntax.OpCapture:
		writeGrouped(b, re.Sub[0], true)
	case syntax.OpAlternate:
		for i, sub := range re.Sub {
			if i > 0 {
				b.WriteByte('|')
			}
			writeECMA(b, sub)
		}
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		writeGrouped(b, re.Sub[0], !single(re.Sub[0]))
		b.WriteString(repetition(re))
		if re.Flags&syntax.NonGreedy != 0 {
			b.WriteByte('?')
		}
	}
}

func writeGrouped(b *strings.Builder, re *syntax.Regexp, group bool) {
	if group {
		b.WriteString("(?:")
		defer b.WriteByte(')')
	}
	writeECMA(b, re)
}

// single reports whether a part is one character, which a repetition takes
// without a group around it.
func single(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL, syntax.OpCapture:
		return true
	case syntax.OpLiteral:
		return len(re.Rune) == 1
	default:
		return false
	}
}

func repetition(re *syntax.Regexp) string {
	switch {
	case re.Op == syntax.OpStar:
		return "*"
	case re.Op == syntax.OpPlus:
		return "+"
	case re.Op == syntax.OpQuest:
		return "?"
	case re.Max == re.Min:
		return fmt.Sprintf("{%d}", re.Min)
	case re.Max < 0:
		return fmt.Sprintf("{%d,}", re.Min)
	default:
		return fmt.Sprintf("{%d,%d}", re.Min, re.Max)
	}
}

func writeFolded(b *strings.Builder, r rune) {
	fold := []rune{r, r}
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		fold = append(fold, f, f)
	}
	if len(fold) == 2 {
		writeRune(b, r)
		return
	}
	writeClass(b, fold)
}

// writeClass writes pairs of first and last character, or what they leave out
// where that is the usual way to say it.
func writeClass(b *strings.Builder, ranges []rune) {
	if len(ranges) == 0 {
		b.WriteString(`[^\s\S]`)
		return
	}
	b.WriteByte('[')
	if ranges[len(ranges)-1] == unicode.MaxRune {
		b.WriteByte('^')
		ranges = complement(ranges)
	}
	for i := 0; i+1 < len(ranges); i += 2 {
		first, last := ranges[i], ranges[i+1]
		if utf16.IsSurrogate(first) { // half a pair, which no text holds and no pattern can name
			first = lastSurrogate + 1
		}
		if utf16.IsSurrogate(last) {
			last = firstSurrogate - 1
		}
		if first > last {
			continue
		}
		writeClassRune(b, first)
		if first < last {
			b.WriteByte('-')
			writeClassRune(b, last)
		}
	}
	b.WriteByte(']')
}

const firstSurrogate, lastSurrogate = 0xD800, 0xDFFF

// complement returns the ranges between those given, which are in order and end
// with the last character there is.
func complement(ranges []rune) []rune {
	var out []rune
	next := rune(0)
	for i := 0; i+1 < len(ranges); i += 2 {
		if next < ranges[i] {
			out = append(out, next, ranges[i]-1)
		}
		next = ranges[i+1] + 1
	}
	return out
}

func writeClassRune(b *strings.Builder, r rune) {
	if r == '-' {
		b.WriteString(`\-`)
		return
	}
	writeRune(b, r)
}

func writeRune(b *strings.Builder, r rune) {
	switch {
	case strings.ContainsRune(`\.+*?()[]{}|^$`, r):
		b.WriteByte('\\')
		b.WriteRune(r)
	case r >= '\t' && r <= '\r':
		b.WriteString([...]string{`\t`, `\n`, `\v`, `\f`, `\r`}[r-'\t'])
	case r < ' ' || r == 0x7F:
		fmt.Fprintf(b, `\x%02X`, r)
	default:
		b.WriteRune(r)
	}
}
