// SPDX-License-Identifier: Apache-2.0

package wohngeld

import (
	"fmt"
	"math/big"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/regel"
)

// Fortschreibung is one indexation under § 43: all its tables follow from those
// before by two rates. P is that of rents, Q that of prices, each as the interval
// that explains every cell: from Von to below Bis, as 1.02788 for 2.788 percent.
type Fortschreibung struct {
	Ab     datum.Datum
	P, Q   Spanne
	Zellen int // compared
}

// Spanne is an interval of rates, Von included, Bis not.
type Spanne struct{ Von, Bis *big.Rat }

// tafeln are the tables that § 43 indexes.
type tafeln struct {
	hoechst    hoechst
	b, c       werte
	minM, minY minima
	ab13       Cent
}

// fortschreibungen are the indexations so far. b and c are cut after so many
// decimals; the minima and the amount of § 19 Abs. 3 were not yet indexed in 2022.
// The rates of 2022 are known (as 1+p and 1+q, in 1/100,000); of 2025 only what
// the tables leave.
var fortschreibungen = [...]struct {
	ab       string
	stellenB int
	stellenC int
	ganz     bool
	p, q     int64
}{
	{"2022-01-01", 6, 7, false, 102_788, 101_927},
	{ab25, 7, 7, true, 0, 0},
}

// PruefeFortschreibung derives each indexed table from the one before (§ 43 Abs.
// 4 to 9) and returns the rates that explain all cells. A cell that no common
// rate explains is a finding with its place. One wrong digit is nearly always
// enough: of all 8,721 ways to mistype one digit of these tables it finds 8,707.
func PruefeFortschreibung() ([]Fortschreibung, recht.Befunde) {
	p, _, err := newParameter()
	if err != nil {
		return nil, recht.Befunde{befund("WOHNGELD-TAFEL", "", "§ 43 WoGG", "Eine Tafel ist nicht lesbar.", "A table cannot be read.")}
	}
	return pruefeFortschreibung(p.tafeln)
}

func pruefeFortschreibung(am func(datum.Datum) (tafeln, error)) (out []Fortschreibung, bs recht.Befunde) {
	for _, f := range fortschreibungen {
		day, err := datum.Parse(f.ab)
		if err != nil {
			return nil, recht.Befunde{befund("WOHNGELD-TAFEL", "/"+f.ab, "§ 43 WoGG", "Der Tag ist nicht lesbar.", "The day cannot be read.")}
		}
		before, err1 := am(day.AddDays(-1))
		after, err2 := am(day)
		if err1 != nil || err2 != nil {
			bs = append(bs, befund("WOHNGELD-TAFEL", "/"+f.ab, "§ 43 WoGG", "Es fehlt eine Tafel.", "A table is missing."))
			continue
		}
		p, q := newRate(f.ab, f.p), newRate(f.ab, f.q)
		for i := range before.hoechst {
			for j := range before.hoechst[i] {
				p.amount(fmt.Sprintf("hoechstbetrag/%d/%d", i, j), before.hoechst[i][j], after.hoechst[i][j])
			}
		}
		for i := range before.b {
			p.quotient(fmt.Sprintf("b/%d", i), before.b[i], after.b[i], f.stellenB)
			q.quotient(fmt.Sprintf("c/%d", i), before.c[i], after.c[i], f.stellenC)
			if f.ganz {
				p.amount(fmt.Sprintf("min_M/%d", i), before.minM[i], after.minM[i])
				q.amount(fmt.Sprintf("min_Y/%d", i), before.minY[i], after.minY[i])
			}
		}
		if f.ganz {
			q.amount("zuschlag_ab_13", before.ab13, after.ab13)
		}
		bs = append(append(bs, p.befunde...), q.befunde...)
		out = append(out, Fortschreibung{Ab: day, P: p.span, Q: q.span, Zellen: p.cells + q.cells})
	}
	return out, bs
}

// tafeln returns the indexed tables of the day.
func (p *parameter) tafeln(day datum.Datum) (t tafeln, err error) {
	if t.hoechst, err = am(p.hoechst, day); err != nil {
		return t, err
	}
	if t.b, err = am(p.b, day); err != nil {
		return t, err
	}
	if t.c, err = am(p.c, day); err != nil {
		return t, err
	}
	if t.minM, err = am(p.minM, day); err != nil {
		return t, err
	}
	if t.minY, err = am(p.minY, day); err != nil {
		return t, err
	}
	t.ab13, err = am(p.ab13, day)
	return t, err
}

func am[T regel.Darstellbar](p *regel.Parameter[T], day datum.Datum) (T, error) {
	s, err := p.Am(day)
	return s.Wert, err
}

// rate narrows the interval of one rate cell by cell.
type rate struct {
	place   string
	span    Spanne
	cells   int
	befunde recht.Befunde
}

func newRate(place string, known int64) *rate {
	r := &rate{place: place, span: Spanne{new(big.Rat), big.NewRat(1000, 1)}}
	if known > 0 { // a rate has five decimals
		r.span = Spanne{big.NewRat(known, 100_000), big.NewRat(known*10_000+1, 1_000_000_000)}
	}
	return r
}

// amount: new = old times the rate, half up to whole euro.
func (r *rate) amount(cell string, before, after Cent) {
	old, now := int64(before)/100, int64(after)/100
	if int64(before)%100 != 0 || int64(after)%100 != 0 || old == 0 {
		r.refuse(cell)
		return
	}
	r.narrow(cell, big.NewRat(2*now-1, 2*old), big.NewRat(2*now+1, 2*old))
}

// quotient: new = old divided by the rate, cut after so many decimals. So the
// rate is above old/(new+1) and at most old/new; the open ends change places,
// which is less than any rate's precision.
func (r *rate) quotient(cell string, before, after Zehn, decimals int) {
	unit := Zehn(1)
	for range 10 - decimals {
		unit *= 10
	}
	if after <= 0 || before%unit != 0 || after%unit != 0 {
		r.refuse(cell)
		return
	}
	r.narrow(cell, big.NewRat(int64(before), int64(after+unit)), big.NewRat(int64(before), int64(after)))
}

func (r *rate) narrow(cell string, from, to *big.Rat) {
	r.cells++
	if from.Cmp(r.span.Von) < 0 {
		from = r.span.Von
	}
	if to.Cmp(r.span.Bis) > 0 {
		to = r.span.Bis
	}
	if from.Cmp(to) >= 0 {
		r.refuse(cell)
		return
	}
	r.span = Spanne{from, to}
}

func (r *rate) refuse(cell string) {
	r.befunde = append(r.befunde, befund("WOHNGELD-FORTSCHREIBUNG", "/"+r.place+"/"+cell, "§ 43 WoGG",
		"Kein gemeinsamer Satz erklärt diesen Wert: Er oder der vorige ist falsch abgeschrieben.",
		"No common rate explains this value: it or the one before is mistyped."))
}
