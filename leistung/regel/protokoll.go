// SPDX-License-Identifier: Apache-2.0

package regel

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

// maxProtokoll bounds a record before it is read.
const maxProtokoll = 4 << 20

// Protokoll is what is kept with a decision: enough to calculate it again in ten
// years and to say what differs. It holds facts about persons and is kept and
// erased like the application itself.
type Protokoll struct {
	Regelwerk string              `json:"regelwerk"`
	Code      string              `json:"code"`             // version of the program
	Stichtag  datum.Datum         `json:"stichtag"`         // the day whose law was used
	Fassung   datum.Datum         `json:"fassung"`          // since when that version of the law was in force
	Entwurf   string              `json:"entwurf,omitzero"` // the bill; "" for law
	Eingabe   json.RawMessage     `json:"eingabe"`
	Herkunft  map[string]Herkunft `json:"herkunft,omitempty"`
	Ergebnis  json.RawMessage     `json:"ergebnis"`
	Schritte  []Schritt           `json:"schritte"`
}

// Offen returns the steps at which a person must decide. While there is one the
// result is a calculation and no decision.
func (p *Protokoll) Offen() []Schritt {
	var open []Schritt
	for _, s := range p.Schritte {
		if s.Art == ArtErmessen {
			open = append(open, s)
		}
	}
	return open
}

// ReadProtokoll reads the JSON of a record, at most 4 MiB. Fields it does not
// know are an error: what cannot be understood cannot be calculated again.
func ReadProtokoll(b []byte) (Protokoll, error) {
	if len(b) > maxProtokoll {
		return Protokoll{}, fmt.Errorf("%w: larger than %d bytes", ErrProtokoll, maxProtokoll)
	}
	var p Protokoll
	if err := decodeStrict(b, &p); err != nil {
		return Protokoll{}, err
	}
	return p, nil
}

// decodeStrict reads one JSON value and nothing after it. The error repeats
// nothing of the text, which is about persons.
func decodeStrict(b []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("%w: malformed at byte %d", ErrProtokoll, d.InputOffset())
	}
	if len(bytes.TrimSpace(b[d.InputOffset():])) > 0 {
		return fmt.Errorf("%w: text after its end at byte %d", ErrProtokoll, d.InputOffset())
	}
	return nil
}

// Protokolliere calculates by the law of the day and returns result and record.
// F and E are written as JSON and must come back from it unchanged.
func (g *Regelwerk[F, R, E]) Protokolliere(tag datum.Datum, facts F, herkunft map[string]Herkunft) (Protokoll, E, error) {
	return g.record(g.laws, "", tag, facts, herkunft)
}

// ProtokolliereEntwurf is [Regelwerk.Protokolliere] under a bill.
func (g *Regelwerk[F, R, E]) ProtokolliereEntwurf(entwurf string, tag datum.Datum, facts F, herkunft map[string]Herkunft) (Protokoll, E, error) {
	laws, ok := g.bills[entwurf]
	if !ok {
		var none E
		return Protokoll{}, none, fmt.Errorf("%w: %s knows no such bill", ErrKeinRecht, g.name)
	}
	return g.record(laws, entwurf, tag, facts, herkunft)
}

func (g *Regelwerk[F, R, E]) record(laws []resolved[R], entwurf string, tag datum.Datum, facts F, herkunft map[string]Herkunft) (Protokoll, E, error) {
	var none E
	version, err := g.version(laws, tag)
	if err == nil {
		err = version.err
	}
	if err != nil {
		return Protokoll{}, none, err
	}
	input, err := json.Marshal(facts)
	if err != nil {
		return Protokoll{}, none, fmt.Errorf("regel: write facts: %w", err)
	}
	w := NewWeg(herkunft)
	result := g.rechne(version.law, &facts, w)
	output, err := json.Marshal(result)
	if err != nil {
		return Protokoll{}, none, fmt.Errorf("regel: write result: %w", err)
	}
	p := Protokoll{
		Regelwerk: g.name, Code: g.config.Code, Stichtag: tag, Fassung: version.ab, Entwurf: entwurf,
		Eingabe: input, Herkunft: herkunft, Ergebnis: output, Schritte: w.Schritte(),
	}
	for i := range p.Schritte {
		if len(g.steps) > 0 && !g.steps[p.Schritte[i].Code] {
			return Protokoll{}, none, fmt.Errorf("%w: step %q stands in no chapter", ErrParameter, p.Schritte[i].Code)
		}
	}
	return p, result, nil
}
