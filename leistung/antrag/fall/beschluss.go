// SPDX-License-Identifier: Apache-2.0

package fall

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// Beschluss is what is decided.
type Beschluss struct {
	Ergebnis verfahren.Ergebnis
	// Inhalt is the typed content, JSON: a degree, an amount, a plate.
	Inhalt  json.RawMessage `json:",omitempty"`
	Gruende string          `json:",omitempty"`
	// Nebenbestimmungen are conditions (§ 36 VwVfG, § 32 SGB X).
	Nebenbestimmungen []Nebenbestimmung `json:",omitempty"`
	Geltung           Geltung           `json:",omitzero"`
}

// Nebenbestimmung is a condition of a decision.
type Nebenbestimmung struct {
	Art  NebenbestimmungArt
	Text string
}

// NebenbestimmungArt is the kind of a condition.
type NebenbestimmungArt string

// The kinds of § 36 Abs. 2 VwVfG.
const (
	NebenbestimmungBefristung        NebenbestimmungArt = "befristung"
	NebenbestimmungBedingung         NebenbestimmungArt = "bedingung"
	NebenbestimmungWiderruf          NebenbestimmungArt = "widerrufsvorbehalt"
	NebenbestimmungAuflage           NebenbestimmungArt = "auflage"
	NebenbestimmungAuflagenvorbehalt NebenbestimmungArt = "auflagenvorbehalt"
)

// Geltung is when what was decided holds: both days included, without Bis until
// further notice. Steps change it from a day on: a higher degree, another amount.
type Geltung struct {
	Von, Bis datum.Datum `json:",omitzero"`
	Stufen   []Stufe     `json:",omitempty"`
}

// Stufe is what holds from a day on.
type Stufe struct {
	Ab     datum.Datum
	Inhalt json.RawMessage
}

// Gilt reports whether it holds on the day.
func (g Geltung) Gilt(am datum.Datum) bool {
	return !g.Von.IsZero() && !am.Before(g.Von) && (g.Bis.IsZero() || !am.After(g.Bis))
}

// Stufe returns the step that holds on the day; false: none yet.
func (g Geltung) Stufe(am datum.Datum) (Stufe, bool) {
	for _, s := range slices.Backward(g.Stufen) {
		if g.Gilt(am) && !am.Before(s.Ab) {
			return s, true
		}
	}
	return Stufe{}, false
}

func (g Geltung) check() error {
	if !g.Bis.IsZero() && (g.Von.IsZero() || g.Bis.Before(g.Von)) {
		return fmt.Errorf("%w: it ends before it begins", ErrInvalid)
	}
	last := g.Von
	for i, s := range g.Stufen {
		if s.Ab.IsZero() || s.Ab.Before(last) || i > 0 && s.Ab == last || !g.Bis.IsZero() && s.Ab.After(g.Bis) {
			return fmt.Errorf("%w: the steps of what holds are out of order", ErrInvalid)
		}
		last = s.Ab
	}
	return nil
}

// check holds the decision against the table: what it may come to, and that reasons
// are given wherever it is less than was applied for.
func (b *Beschluss) check(e *verfahren.Entscheidung) error {
	if b == nil {
		return fmt.Errorf("%w: %s is a decision: what is decided is missing", ErrInvalid, e.Akt)
	}
	if !slices.Contains(e.Ergebnis, b.Ergebnis) {
		return fmt.Errorf("%w: %s cannot come to %q", ErrInvalid, e.Akt, b.Ergebnis)
	}
	whole := b.Ergebnis == verfahren.ErgebnisStattgegeben || b.Ergebnis == verfahren.ErgebnisFingiert || b.Ergebnis == verfahren.ErgebnisBerichtigt
	if (!whole || len(b.Nebenbestimmungen) > 0) && strings.TrimSpace(b.Gruende) == "" {
		return fmt.Errorf("%w: %s needs reasons", ErrInvalid, e.Akt)
	}
	for _, n := range b.Nebenbestimmungen {
		switch n.Art {
		case NebenbestimmungBefristung, NebenbestimmungBedingung, NebenbestimmungWiderruf, NebenbestimmungAuflage, NebenbestimmungAuflagenvorbehalt:
		default:
			return fmt.Errorf("%w: a condition of no kind", ErrInvalid)
		}
		if strings.TrimSpace(n.Text) == "" {
			return fmt.Errorf("%w: a condition without words", ErrInvalid)
		}
	}
	if len(b.Inhalt) > 0 && !json.Valid(b.Inhalt) {
		return fmt.Errorf("%w: what is decided is not JSON", ErrInvalid)
	}
	return b.Geltung.check()
}

// digest identifies the decision, for the second of four eyes.
func (b *Beschluss) digest() (string, error) {
	text, err := json.Marshal(b)
	if err != nil {
		return "", fmt.Errorf("%w: what is decided is not JSON", ErrInvalid)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}
