// SPDX-License-Identifier: Apache-2.0

package register

import (
	_ "embed"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Herkunft says how well the wording of an entry is known.
type Herkunft string

// The ways in which norms were read.
const (
	HerkunftBund Herkunft = "bund" // read in a collection of federal law; has a digest
	HerkunftLand Herkunft = "land" // law of a Land, second hand
	HerkunftEU   Herkunft = "eu"   // law of the European Union, general knowledge
	HerkunftZwei Herkunft = "zwei" // federal law that is not in the collection, second hand
)

// Eintrag is one reviewed norm.
type Eintrag struct {
	Norm     recht.Norm
	Herkunft Herkunft
	// Gelesen is the day of the state that was read; zero for general knowledge.
	Gelesen datum.Datum
	// Nach and Seit bound the day on which the present wording came into force: it
	// was not there yet on Nach, and there on Seit. Without Nach it has held since
	// before Seit. Both are zero where nothing is known.
	Nach, Seit datum.Datum
	// Bis is the last day on which it holds; zero until further notice.
	Bis datum.Datum
	// Worte must stand at the place.
	Worte []string
	// Digest identifies the wording of the place without its Satz; "" where it was
	// not read.
	Digest string
	// Inhalt is what the place says, in our words.
	Inhalt string
}

// InForce reports whether the wording that was read is known to hold on the day.
func (e Eintrag) InForce(day datum.Datum) bool {
	return !e.Seit.IsZero() && !day.Before(e.Seit) && (e.Bis.IsZero() || !day.After(e.Bis))
}

// LawAsOf returns the day as of which federal law is known here: that of the oldest
// state in which a federal norm was read. Later changes are not known, but for those
// of [Changes].
func LawAsOf() datum.Datum {
	var oldest datum.Datum
	for _, e := range entries() {
		if e.Herkunft == HerkunftBund && (oldest.IsZero() || e.Gelesen.Before(oldest)) {
			oldest = e.Gelesen
		}
	}
	return oldest
}

//go:embed normen.tsv
var normenTSV string

var entries = sync.OnceValue(func() []Eintrag {
	all, err := parse(normenTSV)
	if err != nil {
		panic(err) // impossible: a test reads the embedded list
	}
	return all
})

// All yields the entries in the order of their norms.
func All() iter.Seq[Eintrag] { return slices.Values(entries()) }

// Lookup returns the entry of exactly the norm.
func Lookup(norm recht.Norm) (Eintrag, bool) {
	all := entries()
	i, ok := slices.BinarySearchFunc(all, norm, func(e Eintrag, norm recht.Norm) int { return e.Norm.Compare(norm) })
	if !ok {
		return Eintrag{}, false
	}
	return all[i], true
}

// columns of the list: norm, Herkunft, Gelesen, Nach, Seit, Bis, Worte, Digest, Inhalt.
const columns = 9

// parse reads the list. Lines that begin with "#" are remarks.
func parse(text string) ([]Eintrag, error) {
	var all []Eintrag
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		e, err := parseLine(line)
		if err != nil {
			return nil, fmt.Errorf("register: line %d: %w", number, err)
		}
		if len(all) > 0 && all[len(all)-1].Norm.Compare(e.Norm) >= 0 {
			return nil, fmt.Errorf("register: line %d: not in order, or twice", number)
		}
		all = append(all, e)
	}
	return all, nil
}

func parseLine(line string) (Eintrag, error) {
	cells := strings.Split(line, "\t")
	if len(cells) != columns {
		return Eintrag{}, fmt.Errorf("%d columns, want %d", len(cells), columns)
	}
	norm, err := recht.ParseNorm(cells[0])
	if err != nil {
		return Eintrag{}, err
	}
	e := Eintrag{Norm: norm, Herkunft: Herkunft(cells[1]), Digest: cells[7], Inhalt: cells[8]}
	for i, day := range []*datum.Datum{&e.Gelesen, &e.Nach, &e.Seit, &e.Bis} {
		if cells[2+i] == "" {
			continue
		}
		if *day, err = datum.Parse(cells[2+i]); err != nil {
			return Eintrag{}, err
		}
	}
	if cells[6] != "" {
		e.Worte = strings.Split(cells[6], "|")
	}
	return e, nil
}
