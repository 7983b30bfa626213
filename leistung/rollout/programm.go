// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung"
)

// Programm is what is to be rolled out, where, and until when. It is data: the
// services differ from Land to Land.
type Programm struct {
	ID      string      `json:"id"`
	Titel   string      `json:"titel"`
	Ziel    datum.Datum `json:"ziel"`
	Quelle  string      `json:"quelle"` // where list and day come from
	Dienste []Dienst    `json:"dienste"`
	// Unbestaetigt says what of this is not confirmed by a source; a page shows it.
	Unbestaetigt string `json:"unbestaetigt,omitzero"`
}

// Dienst is a service of a programme, with the rules of who is due for it.
type Dienst struct {
	Leistung leistung.Schluessel `json:"leistung"`
	Name     string              `json:"name"`
	Regeln   []Sollregel         `json:"regeln"`
}

const maxDienste = 1000

func (p *Programm) check() error {
	if p.ID == "" || len(p.ID) > maxText || p.Titel == "" || p.Ziel.IsZero() || len(p.Dienste) == 0 || len(p.Dienste) > maxDienste {
		return fmt.Errorf("%w: a programme has an id, a title, a day, and 1 to %d services", ErrEvent, maxDienste)
	}
	seen := map[leistung.Schluessel]bool{}
	for i, d := range p.Dienste {
		if d.Leistung.IsZero() || d.Name == "" || seen[d.Leistung] {
			return fmt.Errorf("%w: service %d has no key or no name, or stands twice", ErrEvent, i+1)
		}
		seen[d.Leistung] = true
		for j := range d.Regeln {
			if err := d.Regeln[j].check(); err != nil {
				return fmt.Errorf("service %d, rule %d: %w", i+1, j+1, err)
			}
		}
	}
	return nil
}

// Dienst returns a service of the programme.
func (p Programm) Dienst(key leistung.Schluessel) (Dienst, bool) {
	for _, d := range p.Dienste {
		if d.Leistung == key {
			return d, true
		}
	}
	return Dienst{}, false
}

// ReadProgramm reads a programme from JSON, at most a megabyte, and checks it.
// Names of fields that it does not know are an error.
func ReadProgramm(r io.Reader) (Programm, error) {
	var p Programm
	limited := &io.LimitedReader{R: r, N: 1 << 20}
	decoder := json.NewDecoder(limited)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&p); err != nil {
		if limited.N <= 0 {
			return Programm{}, fmt.Errorf("%w: a programme has at most a megabyte", ErrTooLarge)
		}
		return Programm{}, &SyntaxError{Kind: "Programm", Reason: err.Error()}
	}
	return p, p.check()
}
