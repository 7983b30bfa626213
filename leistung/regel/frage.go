// SPDX-License-Identifier: Apache-2.0

package regel

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Frage is a contradiction or gap of the law that stays open: what can be read
// in more than one way, how it is read here, and what hangs on it. It is data, so
// that a notice, a lawyer's reading and a test all name the same ones.
type Frage struct {
	Code     string       `json:"code"` // stable: "WOGG-Y-RUNDUNG"
	Normen   recht.Normen `json:"normen"`
	Frage    recht.Text   `json:"frage"`
	Lesarten []Leseweise  `json:"lesarten"` // at least two
	Gewaehlt int          `json:"gewaehlt"` // index of the one applied
	Wirkung  recht.Text   `json:"wirkung"`  // what hangs on it
}

// Leseweise is one way to read the law.
type Leseweise struct {
	Code string     `json:"code"`
	Text recht.Text `json:"text"`
	// Quelle names who reads it so; "" where it is the wording alone.
	Quelle string `json:"quelle,omitzero"`
}

func (f *Frage) check() error {
	switch {
	case f.Code == "" || len(f.Normen) == 0 || f.Frage.IsZero():
		return fmt.Errorf("%w: open question %q names no code, norm or question", ErrParameter, f.Code)
	case len(f.Lesarten) < 2 || f.Gewaehlt < 0 || f.Gewaehlt >= len(f.Lesarten):
		return fmt.Errorf("%w: open question %q has no two readings of which one is applied", ErrParameter, f.Code)
	}
	return nil
}
