// SPDX-License-Identifier: Apache-2.0

// Package einfach holds texts in Einfache Sprache (plain German) to rules that a
// program can count.
//
// They are rules of the house: what the standards for Einfache Sprache ask for
// (DIN ISO 24495-1, DIN 8581-1) was not at hand, nothing here claims to meet them, and no
// count shows that somebody understands. Einfache Sprache is not Leichte Sprache either,
// which has other rules and is what the law on accessibility asks for: it leaves nothing
// out, so norms may stand there, in brackets, where they are not counted.
//
// Why each: short sentences and one statement in each, because whoever reads slowly has
// lost the beginning of a long one; no abbreviations and no words of the office, because
// who does not know them cannot guess them; no subjunctive, because "könnte" leaves open
// whether it is so.
package einfach

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The bounds of a sentence and of a word.
const (
	MaxWoerter    = 12
	MaxBuchstaben = 16
)

var (
	norm       = regexp.MustCompile(`\s*\((?:§|Art\.)[^)]*\)`)
	satzende   = regexp.MustCompile(`[.!?:](?:\s+|$)|\n`)
	abkuerzung = regexp.MustCompile(`(?:^|[\s(])((?:z\. ?B|d\. ?h|u\. ?a|o\. ?ä|bzw|usw|ggf|evtl|inkl|ca|Abs|Nr|Art|Str|Tel|vgl|etc)\.)`)
	wort       = regexp.MustCompile(`[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*`)
)

// schwer are words of the office and of the law, each with one that people use. They are
// looked for as the beginning of a word, so that their forms are found, too.
var schwer = map[string]string{
	"rechtsgrundlage": "Gesetz", "vertrauensniveau": "Stufe", "niveau": "Stufe", "gemäß": "nach", "bezüglich": "zu", "hinsichtlich": "zu",
	"sofern": "wenn", "sowie": "und", "unverzüglich": "sofort", "erforderlich": "nötig", "übermitt": "schicken", "meldebehörde": "Amt",
	"wohnungsgeber": "wer Ihnen die Wohnung gibt", "vorsprach": "Besuch im Amt", "inanspruchnahme": "nutzen", "einwillig": "Erlaubnis",
	"frist": "bis wann", "elektronisch": "online", "identifizier": "zeigen, wer Sie sind", "authentifizier": "zeigen, wer Sie sind", "verifizier": "prüfen",
	"sämtlich": "alle", "jeweilig": "weglassen", "entsprechend": "weglassen", "betroffen": "sagen, wer", "obliegt": "muss", "zuständig": "sagen, welches Amt",
	"antragsteller": "Sie", "kostenfrei": "kostet nichts", "kostenlos": "kostet nichts", "gebühr": "was Sie bezahlen",
}

// genau are words that count only by themselves.
var genau = map[string]string{
	"man": "Sie", "mittels": "mit", "zwecks": "für", "würde": "sagen, was ist", "würden": "sagen, was ist", "könnte": "kann", "könnten": "können", "müsste": "muss", "müssten": "müssen",
	"sollte": "soll", "sollten": "sollen", "wäre": "ist", "wären": "sind", "hätte": "hat", "hätten": "haben", "dürfte": "darf", "dürften": "dürfen",
}

// kurz are short words in capitals that people know as words.
var kurz = []string{"EU"}

// Check returns what is not easy in a text: none where it keeps the rules.
func Check(text string) (out []string) {
	text = norm.ReplaceAllString(text, "")
	for _, m := range abkuerzung.FindAllStringSubmatch(text, -1) {
		out = append(out, fmt.Sprintf("the abbreviation %q", m[1]))
	}
	for _, sentence := range satzende.Split(text, -1) {
		words := wort.FindAllString(sentence, -1)
		if len(words) > MaxWoerter {
			out = append(out, fmt.Sprintf("a sentence of %d words, and %d are enough: %q", len(words), MaxWoerter, sentence))
		}
		if strings.Count(sentence, ",") > 1 || strings.ContainsAny(sentence, ";()–—") {
			out = append(out, fmt.Sprintf("a sentence that says more than one thing: %q", sentence))
		}
		for _, w := range words {
			out = append(out, check(w, text)...)
		}
	}
	return out
}

func check(word, text string) (out []string) {
	lower := strings.ToLower(word)
	if better, hard := genau[lower]; hard {
		out = append(out, fmt.Sprintf("the word %q; better: %s", word, better))
	}
	for _, start := range slices.Sorted(maps.Keys(schwer)) {
		if strings.HasPrefix(lower, start) {
			out = append(out, fmt.Sprintf("the word %q; better: %s", word, schwer[start]))
		}
	}
	for part := range strings.SplitSeq(word, "-") {
		if n := utf8.RuneCountInString(part); n > MaxBuchstaben {
			out = append(out, fmt.Sprintf("the word %q has %d letters, and %d are enough", part, n, MaxBuchstaben))
		}
		if shout(part) && !slices.Contains(kurz, part) && !strings.Contains(text, part+" ist ") {
			out = append(out, fmt.Sprintf("%q is explained nowhere (\"%s ist …\")", part, part))
		}
	}
	return out
}

// shout reports whether a word is letters that stand for words.
func shout(word string) bool {
	capitals := 0
	for _, r := range word {
		if unicode.IsUpper(r) {
			capitals++
		}
	}
	return capitals > 1
}
