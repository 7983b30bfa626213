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

// Aenderung is a change of the law that is known to come.
type Aenderung struct {
	// Ab is the first day; zero where it hangs on an event.
	Ab   datum.Datum
	Norm recht.Norm
	Was  string
	// Stand says how well it is known.
	Stand string
}

//go:embed kommend.tsv
var kommendTSV string

var aenderungen = sync.OnceValue(func() []Aenderung {
	all, err := parseChanges(kommendTSV)
	if err != nil {
		panic(err) // impossible: a test reads the embedded list
	}
	return all
})

// Changes yields the known changes: those with a day first, in their order.
func Changes() iter.Seq[Aenderung] { return slices.Values(aenderungen()) }

func parseChanges(text string) ([]Aenderung, error) {
	var all []Aenderung
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != 4 {
			return nil, fmt.Errorf("register: change in line %d: %d columns, want 4", number, len(cells))
		}
		norm, err := recht.ParseNorm(cells[1])
		if err != nil {
			return nil, fmt.Errorf("register: change in line %d: %w", number, err)
		}
		a := Aenderung{Norm: norm, Was: cells[2], Stand: cells[3]}
		if cells[0] != "" {
			if a.Ab, err = datum.Parse(cells[0]); err != nil {
				return nil, fmt.Errorf("register: change in line %d: %w", number, err)
			}
		}
		if last := len(all) - 1; last >= 0 && (all[last].Ab.IsZero() && !a.Ab.IsZero() || !a.Ab.IsZero() && a.Ab.Before(all[last].Ab)) {
			return nil, fmt.Errorf("register: change in line %d: not in order", number)
		}
		all = append(all, a)
	}
	return all, nil
}
