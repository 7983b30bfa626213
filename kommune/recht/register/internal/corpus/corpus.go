// SPDX-License-Identifier: Apache-2.0

// Package corpus reads statutes as Markdown, one file an act, as collections of
// federal law keep them, and finds in them the place that a norm names.
//
// Every unit is a line that begins with "# " or more of them: "# § 23a – Elektronische Anmeldung",
// "# Art 1", "# Anlage 1 …". An Absatz is a line that begins with "(1) " and all up
// to the next. Numbers begin with "1. " or "1\. ", letters with "a) ". Sentences are
// not marked, so a norm is looked up without its Satz.
package corpus

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"unicode"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

var (
	// ErrNoAct reports an act that the corpus does not hold.
	ErrNoAct = errors.New("corpus: the act is not there")
	// ErrNoPlace reports a place that the act does not have.
	ErrNoPlace = errors.New("corpus: the act has no such place")
	// ErrRepealed reports a place that is empty.
	ErrRepealed = errors.New("corpus: the place is repealed")
)

// Corpus is a folder of acts.
type Corpus struct{ dir fs.FS }

// New returns the corpus of a folder.
func New(dir fs.FS) *Corpus { return &Corpus{dir} }

// file names the file of an act.
func file(act string) string {
	switch act {
	case "1. BMeldDÜV":
		return "BMeldDUEV1.md"
	case "SGB I":
		return "SGB_1.md"
	case "SGB X":
		return "SGB_10.md"
	case "BITV 2.0":
		return "BITV_2.0.md"
	}
	return act + ".md"
}

// Text returns the wording of the place, without its Satz.
func (c *Corpus) Text(norm recht.Norm) (string, error) {
	text, err := fs.ReadFile(c.dir, file(norm.Act()))
	if err != nil {
		return "", fmt.Errorf("%w: %s", ErrNoAct, norm.Act())
	}
	return Find(string(text), norm)
}

// Find returns the wording of the place in the text of its act.
func Find(act string, norm recht.Norm) (string, error) {
	unit, err := unit(act, norm)
	if err != nil {
		return "", err
	}
	text := unit
	for _, step := range []struct {
		want string
		find func(text, want string) (string, bool)
	}{{norm.Absatz(), absatz}, {norm.Nummer(), nummer}, {norm.Buchstabe(), buchstabe}} {
		if step.want == "" {
			continue
		}
		found := false
		if text, found = step.find(text, step.want); !found {
			return "", fmt.Errorf("%w: %s", ErrNoPlace, norm)
		}
	}
	if strings.Contains(text, "(weggefallen)") && len(Normalize(text)) < 40 {
		return "", fmt.Errorf("%w: %s", ErrRepealed, norm)
	}
	return text, nil
}

// Absaetze returns the Absätze of the unit that the norm names, by number; a unit
// without any has one under "".
func Absaetze(act string, norm recht.Norm) (map[string]string, error) {
	text, err := unit(act, norm)
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	for _, m := range startAbsatz.FindAllStringSubmatch(text, -1) {
		all[m[1]], _ = absatz(text, m[1])
	}
	if len(all) == 0 {
		all[""] = text
	}
	return all, nil
}

func unit(act string, norm recht.Norm) (string, error) {
	var heading string
	switch {
	case norm.Paragraf() != "":
		heading = "§ " + norm.Paragraf()
	case norm.Artikel() != "":
		heading = "Art " + norm.Artikel()
	default:
		heading = "Anlage " + norm.Anlage()
	}
	var b strings.Builder
	inside, found := false, false
	for line := range strings.Lines(act) {
		if rest, ok := strings.CutPrefix(strings.TrimLeft(line, "#"), " "); ok && line[0] == '#' {
			rest = strings.TrimRight(rest, "\r\n")
			after, ok := strings.CutPrefix(rest, heading)
			inside = ok && (after == "" || after[0] == ' ')
			found = found || inside
			if inside {
				b.WriteString(after + "\n")
			}
			continue
		}
		if inside && !strings.HasPrefix(line, "(+++") {
			b.WriteString(line)
		}
	}
	if !found {
		return "", fmt.Errorf("%w: %s", ErrNoPlace, norm)
	}
	return b.String(), nil
}

var (
	startAbsatz    = regexp.MustCompile(`(?m)^\((\d+[a-z]?)\) `)
	startNummer    = regexp.MustCompile(`(?m)^(\d+[a-z]?)\\?\. `)
	startBuchstabe = regexp.MustCompile(`(?m)^([a-z]{1,2})\) `)
)

func absatz(text, want string) (string, bool) { return cut(startAbsatz, text, want) }

func nummer(text, want string) (string, bool) { return cut(startNummer, text, want) }

func buchstabe(text, want string) (string, bool) { return cut(startBuchstabe, text, want) }

// cut returns the part that begins with the mark, up to the next mark of its kind.
func cut(start *regexp.Regexp, text, want string) (string, bool) {
	all := start.FindAllStringSubmatchIndex(text, -1)
	for i, m := range all {
		if text[m[2]:m[3]] != want {
			continue
		}
		end := len(text)
		if i+1 < len(all) {
			end = all[i+1][0]
		}
		return text[m[0]:end], true
	}
	return "", false
}

var tag = regexp.MustCompile(`<[^>]*>`)

// Normalize leaves letters and digits of the wording: layout, tags and punctuation
// are no change of law.
func Normalize(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, tag.ReplaceAllString(text, ""))
}

// Digest identifies a wording.
func Digest(text string) string {
	sum := sha256.Sum256([]byte(Normalize(text)))
	return hex.EncodeToString(sum[:8])
}

// Contains reports whether the words stand in the text, whatever layout is between.
func Contains(text, words string) bool {
	return strings.Contains(Normalize(text), Normalize(words))
}
