// SPDX-License-Identifier: Apache-2.0

package wohngeld

import (
	"math/bits"

	"github.com/deutschland-stack/bausteine/leistung/regel"
)

// An income a year counts in units of 1/10,000 euro: every sum of §§ 13 to 18 is
// a whole number of them (halves of cents, less 10 to 30 percent).
const proCent4 = 100 // of these units make a cent

// maxJahr4 bounds the income that is calculated with: 600,000 euro a year, at
// which no household has Wohngeld under any law held here.
const maxJahr4 = 600_000 * 10_000

// fall is what the formula needs.
type fall struct {
	n, alle int // counted members, all members
	stufe   Mietenstufe
	miete   Zehn // a month, § 11 Abs. 2 done
	jahr    int64
	heim    bool // the rent is taken as the caps (§ 11 Abs. 1 Satz 2)
	lesart  Auslegung
	hinweis Hinweis
}

// formel is §§ 11, 12, 19, § 21 Nr. 1 and Anlage 3. n is from 1 to alle, alle at
// most MaxMitglieder, stufe valid. It also returns z4.
func (r *Recht) formel(f *fall, w *regel.Weg) (Ergebnis, Zehn) {
	m, den, rent := r.mietbetrag(f, w)
	k := min(f.n, 12)
	jahr := min(max(f.jahr, 0), maxJahr4)
	if f.lesart.YAufCent {
		jahr = (jahr + 6*proCent4) / (12 * proCent4) * (12 * proCent4)
	}
	e := Ergebnis{Miete: rent, Wohnkosten: f.miete, Gesamteinkommen: f.jahr, Mitglieder: f.n, Hinweise: f.hinweis}
	if w.An() {
		w.Schritt(vY, zwoelftel(jahr).wert(), regel.Betrag(jahr, 4))
	}
	if least := Zehn(r.minM[k]) * proCent; m < least*den {
		m, den = least, 1
		if w.An() {
			w.Parameter(vMinM, r.quellen.minM, m.wert(), regel.Zahl(int64(k), 0))
		}
	}
	if least := int64(r.minY[k]) * 12 * proCent4; jahr < least {
		jahr = least
		if w.An() {
			w.Parameter(vMinY, r.quellen.minY, zwoelftel(jahr).wert(), regel.Zahl(int64(k), 0))
		}
	}
	z1 := r.z1(k, m, den, jahr)
	z2 := produkt(z1, jahr)
	z3 := m - z2
	if den > 1 {
		z3 = (m - z2*den) / den
	}
	z4 := Zehn(int64(z3) * r.faktor / 100)
	euro := int64(0)
	if z4 > 0 {
		euro = (int64(z4) + eins/2) / eins
	}
	e.M, e.Y, e.Wohngeld = m/den, zwoelftel(jahr), Cent(euro*100)
	if w.An() {
		r.zeigeFormel(w, k, e.M, e.Y, [4]Zehn{z1, z2, z3, z4}, e.Wohngeld)
	}
	r.schluss(f, &e, w)
	return e, z4
}

// rechne is the formula and the question whether its result hangs on how an open
// question of the law is read.
func (r *Recht) rechne(f *fall, w *regel.Weg) Ergebnis {
	e, z4 := r.formel(f, w)
	if touched := fragenDerFormel(f, z4); touched != 0 {
		for bit := HinweisYRundung; bit <= HinweisTafel13; bit <<= 1 {
			if touched&bit == 0 {
				continue
			}
			other := *f
			other.lesart = f.lesart.flip(bit)
			if x, _ := r.formel(&other, nil); x.Wohngeld != e.Wohngeld {
				e.Hinweise |= bit
			}
		}
	}
	if w.An() {
		zeigeHinweise(w, e.Hinweise)
		w.Schritt(vErgebnis, e.Wohngeld.wert())
	}
	return e
}

// fragenDerFormel returns the open questions that may move the amount.
func fragenDerFormel(f *fall, z4 Zehn) (touched Hinweis) {
	// Rounding Y moves z4 by less than a twentieth, so only there it can matter.
	const near = eins / 20
	if f.jahr%(12*proCent4) != 0 {
		if rest := int64(z4) % eins; rest > eins/2-near && rest < eins/2+near {
			touched |= HinweisYRundung
		}
	}
	if f.n > 12 {
		touched |= HinweisTafel13
	}
	return touched
}

// groessen calculates from the sums.
func (r *Recht) groessen(g *Groessen, w *regel.Weg) Ergebnis {
	if w.An() {
		w.Schritt(vGMitglieder, regel.Zahl(int64(g.Mitglieder), 0))
		w.Schritt(vGAusgeschlossen, regel.Zahl(int64(g.Ausgeschlossen), 0))
		w.Schritt(vGStufe, g.Stufe.wert())
		w.Schritt(vGMiete, g.Miete.wert())
		w.Schritt(vGEinkommen, g.Gesamteinkommen.wert())
	}
	n := g.Mitglieder - g.Ausgeschlossen
	if g.Mitglieder < 1 || g.Mitglieder > MaxMitglieder || g.Ausgeschlossen < 0 || n < 0 || !g.Stufe.IsValid() ||
		g.Miete < 0 || g.Miete > MaxBetrag || g.Gesamteinkommen < 0 || g.Gesamteinkommen > MaxBetrag {
		w.Schritt(vEingabe, regel.JaNein(false))
		return Ergebnis{Grund: GrundEingabe}
	}
	if n == 0 {
		w.Schritt(vAlle, regel.JaNein(true))
		return Ergebnis{Grund: GrundAusgeschlossen}
	}
	return r.rechne(&fall{n: n, alle: g.Mitglieder, stufe: g.Stufe, miete: Zehn(g.Miete) * proCent, jahr: int64(g.Gesamteinkommen) * proCent4, lesart: r.auslegung}, w)
}

// mietbetrag is § 11: the rent that counts with the heating amount, as a fraction
// m/den because a share leaves fractions that nobody may round, and without it.
func (r *Recht) mietbetrag(f *fall, w *regel.Weg) (m, den, rent Zehn) {
	tafel := f.alle
	if f.n > 12 && !f.lesart.Tafel13Wortlaut {
		tafel = 12
	}
	hb := r.hoechst[min(tafel, 12)][f.stufe] + Cent(max(tafel-12, 0))*r.mehr[f.stufe]
	klima := r.klima.at(tafel)
	heiz := r.co2.at(tafel) + r.heizung.at(tafel)
	cap10 := Zehn(hb+klima) * proCent
	rent = cap10
	if !f.heim {
		rent = min(max(f.miete, 0), cap10)
	}
	m, den = rent+Zehn(heiz)*proCent, 1
	if f.n < f.alle { // § 11 Abs. 3: each part by the same share, so the sum by it
		m, den = m*Zehn(f.n), Zehn(f.alle)
		rent = rent * Zehn(f.n) / den
	}
	if w.An() {
		r.zeigeMiete(w, f, tafel, hb, klima, heiz, m/den)
	}
	return m, den, rent
}

// z1 is a + b·M + c·Y with M = m/den and Y = jahr/12, cut at the tenth decimal of
// the sum. The two products keep their remainders, so nothing is lost before the
// cut.
func (r *Recht) z1(k int, m, den Zehn, jahr int64) Zehn {
	const bUnit, cUnit = 10_000_000, 1200 // b is times 1e7; c times 1e8, by 1/10,000 euro a year
	bm, unit := uint64(r.b[k])*uint64(m), uint64(bUnit)
	cy := uint64(r.c[k]) * uint64(jahr)
	var sum int64
	if den == 1 {
		sum = r.a[k] + int64(bm/bUnit) + int64(cy/cUnit)
		bm %= bUnit
	} else {
		unit = bUnit * uint64(den)
		sum = r.a[k] + int64(bm/unit) + int64(cy/cUnit)
		bm %= unit
	}
	rem := bm*3 + cy%cUnit*(unit/(cUnit/3)) // both over 3·unit
	if rem >= 3*unit {
		sum, rem = sum+1, rem-3*unit
	}
	if sum < 0 && rem > 0 {
		sum++ // cut toward zero
	}
	return Zehn(sum)
}

// produkt is z·Y with Y = jahr/12, cut toward zero at the tenth decimal.
func produkt(z Zehn, jahr int64) Zehn {
	magnitude := uint64(z)
	if z < 0 {
		magnitude = -magnitude
	}
	const unit = 12 * 10_000
	hi, lo := bits.Mul64(magnitude, uint64(jahr))
	var q uint64
	if hi == 0 {
		q = lo / unit
	} else {
		q, _ = bits.Div64(hi, lo, unit) // hi < unit: both factors are bounded
	}
	if z < 0 {
		return -Zehn(q)
	}
	return Zehn(q)
}

// zwoelftel is the monthly amount of a year's, cut at the tenth decimal.
func zwoelftel(jahr int64) Zehn { return Zehn(jahr * (eins / 10_000) / 12) }

// schluss applies § 19 Abs. 3 and § 21 Nr. 1.
func (r *Recht) schluss(f *fall, e *Ergebnis, w *regel.Weg) {
	if e.Wohngeld == 0 {
		e.Grund = GrundKeinBetrag
		w.Schritt(vKeinBetrag, regel.JaNein(true))
		return
	}
	if f.n > 12 {
		more := Cent(f.n-12) * r.ab13
		e.Wohngeld += more
		if w.An() {
			w.Parameter(vAb13, r.quellen.ab13, e.Wohngeld.wert(), regel.Zahl(int64(f.n-12), 0), r.ab13.wert())
		}
	}
	limit := Cent(e.M / proCent)
	if !f.lesart.DeckelAufCent {
		limit = limit / 100 * 100
	}
	if e.Wohngeld > limit {
		if f.n >= r.deckel || f.lesart.DeckelImmer {
			e.Wohngeld = limit
			if w.An() {
				w.Parameter(vDeckel, r.quellen.deckel, limit.wert(), e.M.wert())
			}
			if e.M%(100*proCent) != 0 {
				e.Hinweise |= HinweisDeckelCent
			}
		} else {
			e.Hinweise |= HinweisDeckel
			if w.An() {
				w.Schritt(vUeberM, e.Wohngeld.wert(), e.M.wert())
			}
		}
	}
	if e.Wohngeld < r.mindest {
		if w.An() {
			w.Parameter(vMindest, r.quellen.mindest, regel.JaNein(false), e.Wohngeld.wert(), r.mindest.wert())
		}
		e.Wohngeld, e.Grund = 0, GrundMindestbetrag
		return
	}
	if w.An() {
		w.Parameter(vMindest, r.quellen.mindest, regel.JaNein(true), e.Wohngeld.wert(), r.mindest.wert())
	}
}
