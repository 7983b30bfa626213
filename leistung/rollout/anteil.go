// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Stichtag is a day on both axes of time: what held on the day Gueltig, as it
// was known at the end of the day Bekannt (German legal time).
type Stichtag struct {
	Gueltig datum.Datum `json:"gueltig"`
	Bekannt datum.Datum `json:"bekannt"`
}

// Heute returns the Stichtag on which the day is seen with what is known on it.
func Heute(tag datum.Datum) Stichtag { return Stichtag{tag, tag} }

// Zahlen are the three units in which a roll-out is counted. One is never
// converted into another.
type Zahlen struct {
	Traeger   int64 `json:"traeger"`
	Gemeinden int64 `json:"gemeinden"`
	Einwohner int64 `json:"einwohner"`
}

func (z *Zahlen) add(sign int64, other Zahlen) {
	z.Traeger += sign * other.Traeger
	z.Gemeinden += sign * other.Gemeinden
	z.Einwohner += sign * other.Einwohner
}

// IsZero reports whether all three are 0.
func (z Zahlen) IsZero() bool { return z == Zahlen{} }

// Einheit is what a figure counts.
type Einheit string

// The units.
const (
	EinheitTraeger   Einheit = "traeger"
	EinheitGemeinden Einheit = "gemeinden"
	EinheitEinwohner Einheit = "einwohner"
	EinheitDienste   Einheit = "dienste"
	EinheitFaelle    Einheit = "faelle"
)

// Zaehlweise is the rule by which numerator and denominator were counted, with
// its version. Figures of two rules are never drawn as one line.
type Zaehlweise string

// The rules.
const (
	// ZaehlweiseProduktiv: live of those due. The one that counts.
	ZaehlweiseProduktiv Zaehlweise = "produktiv-von-faellig/1"
	// ZaehlweiseAngeboten: live here or in another online service, of those due.
	ZaehlweiseAngeboten Zaehlweise = "angeboten-von-faellig/1"
	// ZaehlweiseWillig: live of those due that did not decline. Never shown in
	// the place of ZaehlweiseProduktiv.
	ZaehlweiseWillig Zaehlweise = "produktiv-von-willig/1"
	// ZaehlweiseFlaechendeckend: services that are live at every authority due, of
	// all services of the programme.
	ZaehlweiseFlaechendeckend Zaehlweise = "flaechendeckend-von-dienste/1"
	// ZaehlweiseGemessen: listed in the PVOG with an address that answers, of
	// those due.
	ZaehlweiseGemessen Zaehlweise = "pvog-gemessen-von-faellig/1"
	// ZaehlweiseGelistet: listed in the PVOG, of those due.
	ZaehlweiseGelistet Zaehlweise = "pvog-gelistet-von-faellig/1"
	// ZaehlweiseGenutzt: with one case at least, of those live whose use is known.
	ZaehlweiseGenutzt Zaehlweise = "genutzt-von-produktiv/1"
)

// Anteil is a figure: so many of so many, in a unit, by a rule, with the days of
// both numbers. It is a comparable value.
type Anteil struct {
	Zaehler        int64       `json:"zaehler"`
	Nenner         int64       `json:"nenner"`
	Einheit        Einheit     `json:"einheit"`
	Zaehlweise     Zaehlweise  `json:"zaehlweise"`
	ZaehlerTag     Stichtag    `json:"zaehlerTag"`
	NennerTag      Stichtag    `json:"nennerTag"`
	Einwohnerstand datum.Datum `json:"einwohnerstand,omitzero"` // the oldest population figure in it
}

// Flaechendeckend reports whether it is all of them, and there are any.
func (a Anteil) Flaechendeckend() bool { return a.Nenner > 0 && a.Zaehler == a.Nenner }

// Promille returns the share in thousandths, rounded down; -1 where there is
// nothing to have a share of.
func (a Anteil) Promille() int64 {
	if a.Nenner <= 0 || a.Zaehler < 0 {
		return -1
	}
	hi, lo := bits.Mul64(uint64(a.Zaehler), 1000)
	if hi >= uint64(a.Nenner) {
		return -1 // a share beyond all numbers
	}
	q, _ := bits.Div64(hi, lo, uint64(a.Nenner))
	if q > 1<<62 {
		return -1
	}
	return int64(q)
}

// Prozent returns the share as it is shown: one decimal, rounded down; "100 %"
// only where it is all of them, "< 0,1 %" where it is few but not none, "–"
// where there is nothing to have a share of. More than all is shown as it is.
func (a Anteil) Prozent() string {
	p := a.Promille()
	switch {
	case p < 0:
		return "–"
	case a.Zaehler == 0:
		return "0 %"
	case a.Zaehler == a.Nenner:
		return "100 %"
	case p == 0:
		return "< 0,1 %"
	case p == 1000:
		return "> 100 %"
	}
	return fmt.Sprintf("%d,%d %%", p/10, p%10)
}

// String returns the figure with both numbers and its unit: "188 von 189
// Trägern (99,4 %)".
func (a Anteil) String() string {
	labels := map[Einheit]string{
		EinheitTraeger: "Verwaltungen", EinheitGemeinden: "Gemeinden", EinheitEinwohner: "Menschen", EinheitDienste: "Diensten", EinheitFaelle: "Fällen",
	}
	return Number(a.Zaehler) + " von " + Number(a.Nenner) + " " + labels[a.Einheit] + " (" + a.Prozent() + ")"
}

// Befunde returns what is wrong with the figure itself: a share of more than all
// comes of two dates or of a wrong row, and is shown, never cut off.
func (a Anteil) Befunde() recht.Befunde {
	if a.Zaehler <= a.Nenner && a.Zaehler >= 0 && a.Nenner >= 0 {
		return nil
	}
	return recht.Befunde{{
		Code: "ROLLOUT-ANTEIL-01", Severity: recht.SeverityWarning,
		Text: recht.NewText("Der Anteil ist größer als das Ganze: die beiden Zahlen haben verschiedene Tage, oder eine Zeile ist falsch.",
			"The share is greater than the whole: the two numbers are of different days, or a row is wrong."),
	}}
}

// Number writes an integer with points between the thousands.
func Number(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if s[0] == '-' {
		sign, s = "−", s[1:]
	}
	var b strings.Builder
	for i := range len(s) {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteByte('.')
		}
		b.WriteByte(s[i])
	}
	return sign + b.String()
}

// Reihe is a line of figures over time that may be drawn as one.
type Reihe struct{ punkte []Anteil }

// NewReihe returns the line of the figures. Figures of two units or two rules of
// counting are ErrMixed: a line across them would show a jump that nobody made.
func NewReihe(punkte ...Anteil) (Reihe, error) {
	for i := range punkte {
		if punkte[i].Einheit != punkte[0].Einheit || punkte[i].Zaehlweise != punkte[0].Zaehlweise {
			return Reihe{}, fmt.Errorf("%w: point %d", ErrMixed, i+1)
		}
		if i > 0 && !punkte[i-1].ZaehlerTag.Gueltig.Before(punkte[i].ZaehlerTag.Gueltig) {
			return Reihe{}, fmt.Errorf("%w: point %d is not after the one before", ErrMixed, i+1)
		}
	}
	return Reihe{append([]Anteil(nil), punkte...)}, nil
}

// Punkte returns a copy of the figures, oldest first.
func (r Reihe) Punkte() []Anteil { return append([]Anteil(nil), r.punkte...) }
