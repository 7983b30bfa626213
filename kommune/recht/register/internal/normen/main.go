// SPDX-License-Identifier: Apache-2.0

// Command normen prints what a source tree cites where, what changed since it was
// read, and what comes:
//
//	go run ./kommune/recht/register/internal/normen -corpus ../shared/data/recht
//
// With -add it prints a line for normen.tsv for each norm that is named behind, with
// the digest of its wording; the words that must stand there, and what it says, are
// for the person who read it. It ends with status 1 where something is wrong.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/kommune/recht/register"
	"github.com/deutschland-stack/bausteine/kommune/recht/register/internal/citations"
	"github.com/deutschland-stack/bausteine/kommune/recht/register/internal/corpus"
)

func main() {
	root := flag.String("root", ".", "folder of the source tree")
	dir := flag.String("corpus", "", "folder of the statutes, one Markdown file an act; empty: they are not checked")
	on := flag.String("on", "", "day for which the law is asked, YYYY-MM-DD; empty: today in Germany")
	add := flag.Bool("add", false, "print lines for normen.tsv for the norms that follow")
	tests := flag.Bool("tests", false, "list what tests cite, too; they invent norms")
	flag.Parse()
	if err := run(os.Stdout, *root, *dir, *on, *tests, *add, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "normen:", err)
		os.Exit(1)
	}
}

func run(out io.Writer, root, dir, on string, tests, add bool, args []string) error {
	day := datum.Of(time.Now())
	if on != "" {
		var err error
		if day, err = datum.Parse(on); err != nil {
			return err
		}
	}
	var statutes *corpus.Corpus
	if dir != "" {
		statutes = corpus.New(os.DirFS(dir))
	}
	if add {
		return suggest(out, statutes, args)
	}
	cited, err := citations.Scan(root, acts())
	if err != nil {
		return err
	}
	if !tests {
		cited = slices.DeleteFunc(cited, func(c citations.Citation) bool { return c.Test })
	}
	fmt.Fprintf(out, "Law as of %s; cited on %s.\n", register.LawAsOf(), day)
	wrong := places(out, cited, statutes, day)
	changes(out, cited, day)
	if wrong > 0 {
		return fmt.Errorf("%d norms are to be looked at", wrong)
	}
	return nil
}

// acts are those that the register knows.
func acts() []string {
	var all []string
	for e := range register.All() {
		if act := e.Norm.Act(); !slices.Contains(all, act) {
			all = append(all, act)
		}
	}
	return all
}

// places prints each norm with where it is cited and what is wrong with it.
func places(out io.Writer, cited []citations.Citation, statutes *corpus.Corpus, day datum.Datum) (wrong int) {
	slices.SortStableFunc(cited, func(a, b citations.Citation) int { return a.Norm.Compare(b.Norm) })
	for i := 0; i < len(cited); {
		norm, first := cited[i].Norm, i
		value := false
		for ; i < len(cited) && cited[i].Norm == norm; i++ {
			value = value || cited[i].Value && !cited[i].Test
		}
		entry, known := register.Lookup(norm)
		notes := trouble(entry, norm, known, value, statutes)
		fmt.Fprintf(out, "\n%s", norm)
		if known {
			fmt.Fprintf(out, "  %s; %s", since(entry), entry.Inhalt)
		}
		fmt.Fprintln(out)
		for _, note := range notes {
			fmt.Fprintln(out, "  !", note)
		}
		wrong += len(notes)
		if known && !entry.Bis.IsZero() && day.After(entry.Bis) {
			fmt.Fprintln(out, "  held until", entry.Bis) // cited by rules that have days
		}
		for _, c := range cited[first:i] {
			fmt.Fprintf(out, "    %s:%d\n", c.File, c.Line)
		}
	}
	return wrong
}

func trouble(entry register.Eintrag, norm recht.Norm, known, value bool, statutes *corpus.Corpus) []string {
	var notes []string
	if citations.Invented(norm) || slices.ContainsFunc(slices.Collect(register.Changes()), func(a register.Aenderung) bool { return a.Norm == norm }) {
		return nil // of the examples, or of a law that comes
	}
	if !known && value {
		notes = append(notes, "is a value and not in the register: read it, then add it")
	}
	if statutes == nil || known && entry.Herkunft != register.HerkunftBund {
		return notes
	}
	text, err := statutes.Text(norm)
	if err != nil {
		if known || strings.Contains(err.Error(), "place") {
			notes = append(notes, err.Error())
		}
		return notes
	}
	if !known {
		return notes
	}
	if corpus.Digest(text) != entry.Digest {
		notes = append(notes, "the wording has changed since "+register.LawAsOf().String())
	}
	for _, words := range entry.Worte {
		if !corpus.Contains(text, words) {
			notes = append(notes, fmt.Sprintf("%q does not stand there", words))
		}
	}
	return notes
}

func since(e register.Eintrag) string {
	switch {
	case e.Seit.IsZero():
		return "since when is not known (" + string(e.Herkunft) + ")"
	case e.Nach.IsZero():
		return "unchanged since before " + e.Seit.String()
	case e.Nach.AddDays(1) == e.Seit:
		return "since " + e.Seit.String()
	default:
		return "since a day after " + e.Nach.String() + ", at the latest " + e.Seit.String()
	}
}

// changes prints what comes and what it touches.
func changes(out io.Writer, cited []citations.Citation, day datum.Datum) {
	fmt.Fprintln(out, "\nWhat comes:")
	for c := range register.Changes() {
		when := "open      "
		switch {
		case c.Ab.IsZero():
		case c.Ab.After(day):
			when = c.Ab.String()
		default:
			when = c.Ab.String() + " (is here)"
		}
		hits := 0
		for _, cite := range cited {
			if c.Norm.Contains(cite.Norm) || cite.Norm.Contains(c.Norm) {
				hits++
			}
		}
		fmt.Fprintf(out, "  %s  %s: %s (%s); cited at %d places\n", when, c.Norm, c.Was, c.Stand, hits)
	}
}

func suggest(out io.Writer, statutes *corpus.Corpus, args []string) error {
	for _, text := range args {
		norm, err := recht.ParseNorm(text)
		if err != nil {
			return err
		}
		digest := ""
		if statutes != nil {
			wording, err := statutes.Text(norm)
			if err != nil {
				return err
			}
			digest = corpus.Digest(wording)
			fmt.Fprintln(os.Stderr, strings.TrimSpace(wording))
		}
		fmt.Fprintln(out, strings.Join([]string{norm.String(), string(register.HerkunftBund), "", "", "", "", "", digest, ""}, "\t"))
	}
	return nil
}
