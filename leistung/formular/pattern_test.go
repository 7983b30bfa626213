// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Each of these was read by an engine of ECMA-262 with the flag u.
func TestECMAPattern_SpellsWhatOnlyGoReads(t *testing.T) {
	for pattern, want := range map[string]string{
		`(?i)abc`:            `[Aa][Bb][Cc]`,
		`(?i)s`:              `[Ssſ]`,
		`\A\d\z`:             `^[0-9]$`,
		`(?P<a>x)|y*?`:       `(?:x)|y*?`,
		`a\-b`:               `a-b`,
		`\@\"`:               `@"`,
		`^*`:                 `(?:^)*`,
		`(?m)^a$`:            `(?:^|(?<=\n))a(?:$|(?=\n))`,
		`x{,3}`:              `x\{,3\}`,
		`(?s).`:              `[\s\S]`,
		`^.{1,5}$`:           `^[^\n]{1,5}$`,
		`\s`:                 `[\t-\n\f-\r ]`,
		`^\S+$`:              `^[^\t-\n\f-\r ]+$`,
		`[[:alpha:]]`:        `[A-Za-z]`,
		`\Qa.b\E`:            `a\.b`,
		`[]a]`:               `[\]a]`,
		`[[a]`:               `[\[a]`,
		`a}`:                 `a\}`,
		`{`:                  `\{`,
		`(?:ab){2,}?x+`:      `(?:ab){2,}?x+`,
		`(?i:a)b{3}.?`:       `[Aa]b{3}[^\n]?`,
		`[^\x00-\x{10FFFF}]`: `[^\s\S]`,
		"a\tb":               `a\tb`,
	} {
		require.Equal(t, want, ecmaPattern(pattern), pattern)
	}
}

func TestECMAPattern_KeepsWhatBothReadTheSame(t *testing.T) {
	for _, pattern := range []string{
		``, `^[0-9]{5}$`, `^\p{L}+$`, `^\P{Lu}$`, `[\p{L} .'-]+`, `^[^@ ]+@[^@ ]+$`, `[a\-z]`, `[-a]`, `[\d-]`, `a{2,3}?`, `a{2,}`,
		`(a|b)+c`, `^(?:a|b){2,}$`, `\d+(,\d{2})?`, `\/\.\\`, `^\W$`, `ä|ö`, `^[^a-z]$`,
	} {
		require.Equal(t, pattern, ecmaPattern(pattern))
	}
}

// What is written anew, Go reads as well but for looking back; so both can be
// compared on texts.
func TestECMAPattern_MatchesTheSameTexts(t *testing.T) {
	atoms := []string{`.`, `\s`, `\S`, `(?i)ä`, `(?i:k)`, `[[:punct:]]`, `\pL`, `\p{Greek}`, `[^\n]`, `\x41`, `\-`, `(?s:.)`, `\b`, `\B`, `[^\s\d]`, `x{,2}`, `(?:)`, `\z`}
	texts := []string{"", "a", "A", "ä", "Ä", "k", "K", "\u212a", " ", "\n", "\r", "\t", "\v", "\u00a0", "\u2028", "-", "1", "α", "x{,2}", "xx", "a b", "\x00", "\U0010ffff", "𝔘"}
	for _, first := range atoms {
		for _, form := range []string{"^%$", "%", "^(?:%)*$", "^%1?$", "^(%|-)$", "^a%"} {
			pattern := strings.ReplaceAll(form, "%", first)
			original, again := regexp.MustCompile(pattern), regexp.MustCompile(ecmaPattern(pattern))
			for _, text := range texts {
				require.Equal(t, original.MatchString(text), again.MatchString(text), "%q written as %q, on %q", pattern, ecmaPattern(pattern), text)
			}
		}
	}
}

func TestFromECMA_KnowsTheOneOtherSpelling(t *testing.T) {
	for in, want := range map[string]string{
		`^[a-z\u00E4]$`: `^[a-z\x{00E4}]$`, `\\u00e4`: `\\u00e4`, `\u00e`: `\u00e`, `\\\u00e4\d`: `\\\x{00E4}\d`, `\`: `\`, ``: ``, `u00e4`: `u00e4`,
	} {
		require.Equal(t, want, fromECMA(in), in)
	}
	require.Equal(t, `^[a-zä]$`, ecmaPattern(fromECMA(`^[a-z\u00E4]$`)), "and back")
}

func TestNew_RefusesPatternsThatAskForTooMuch(t *testing.T) {
	_, err := New(Kopf{}, Text("x", "X").Match(strings.Repeat(".{1000}", 11)))
	require.ErrorIs(t, err, ErrModell)
	many := make([]Element, 100)
	for i := range many {
		many[i] = Text("x"+itoa(i), "X").Match(".{1000}")
	}
	_, err = New(Kopf{}, many...)
	require.NoError(t, err)
	for i := range many {
		many[i] = many[i].Match(".{1000}.{1000}.{1000}")
	}
	_, err = New(Kopf{}, many...)
	require.ErrorIs(t, err, ErrModell)
}

// FuzzECMAPattern holds that every pattern Go reads can be written, and what was
// written can be kept.
func FuzzECMAPattern(f *testing.F) {
	for _, s := range []string{`(?i)a|b`, `[^a-z]{2,3}?`, `\p{Lu}\S.`, `x{,3}$*`} {
		f.Add(s, "aB1 ")
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		original, err := regexp.Compile(pattern)
		if err != nil || len(pattern) > 40 {
			return // longer ones are only slow to compile
		}
		written := ecmaPattern(pattern)
		if strings.Contains(written, "(?<=") {
			return
		}
		again, err := regexp.Compile(written)
		require.NoError(t, err, written)
		require.Equal(t, original.MatchString(text), again.MatchString(text), written)
	})
}

// A long pattern is refused by its length, before anything reads it.
func TestPatternSize_OfALongPatternIsTooLarge(t *testing.T) {
	for _, pattern := range []string{strings.Repeat("(a|b)*", 100_000), strings.Repeat("(", 600_000), strings.Repeat("a", maxLetters+1)} {
		require.Greater(t, patternSize(pattern), maxPattern)
	}
	require.LessOrEqual(t, patternSize(strings.Repeat("a", maxLetters-1)), maxPattern)
}
