// SPDX-License-Identifier: Apache-2.0

package bausteine

import (
	"fmt"
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Retention is a line of the table that says how long what is kept: for the
// privacy notice and the auditor. The table covers every state of every block.
type Retention struct {
	Block  string // "payment"
	What   string // what it is, in the words of the block
	State  string // of what kind of state; empty: all that have no line of their own
	Period Period
	Norm   recht.Norm // zero: the operator's decision (Art. 5(1)(e) GDPR)
}

// Period is a length of time by the calendar or the clock.
type Period struct {
	Years, Months, Days int
	Time                time.Duration
	ThenYear            bool // and on to the close of that calendar year
}

// String returns the period in words, such as "2 years, to the close of the
// year".
func (p Period) String() string {
	var parts []string
	for _, part := range []struct {
		n    int
		unit string
	}{{p.Years, "year"}, {p.Months, "month"}, {p.Days, "day"}} {
		if part.n == 1 {
			parts = append(parts, "1 "+part.unit)
		} else if part.n > 1 {
			parts = append(parts, fmt.Sprintf("%d %ss", part.n, part.unit))
		}
	}
	if p.Time > 0 {
		parts = append(parts, p.Time.String())
	}
	if p.ThenYear {
		parts = append(parts, "to the close of the year")
	}
	return strings.Join(parts, ", ")
}

// Retention returns how long what is kept, of all blocks.
func (s *Store) Retention() (table []Retention) {
	for _, block := range s.core.Blocks() {
		for _, kind := range block.Kinds {
			for _, keep := range kind.Keep {
				if keep.Nothing {
					continue
				}
				table = append(table, Retention{
					Block: block.Name, What: what(kind, keep), State: keep.State, Period: Period(keep.For), Norm: keep.Norm,
				})
			}
		}
	}
	return table
}

func what(kind grund.Kind, keep grund.Keep) string {
	if keep.What != "" {
		return keep.What
	}
	return kind.Name
}
