// SPDX-License-Identifier: Apache-2.0

package wohngeld

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/regel"
)

// Recht is the law of one day, resolved once and shared by all cases of the day.
// It is read only; [Recht.Nach] makes another one.
type Recht struct {
	hoechst [13][8]Cent // Anlage 1 for 1 to 12 members and Mietenstufe 1 to 7
	mehr    [8]Cent     // for each further member
	co2     staffel     // § 12 Abs. 6; zero before 2021
	heizung staffel     // § 12 Abs. 6; zero before 2023
	klima   staffel     // § 12 Abs. 7; zero before 2023
	a       [13]int64   // times 1e10
	b       [13]int64   // times 1e7
	c       [13]int64   // times 1e8
	minM    [13]Cent
	minY    [13]Cent
	faktor  int64 // percent
	ab13    Cent
	deckel  int // from how many members the rent caps the amount
	mindest Cent
	stufen  *stufenliste

	rest      // what a change of §§ 11, 12, 19 alone does not touch
	quellen   quellen
	auslegung Auslegung
}

// rest are §§ 13 to 18 and 25 to 30a.
type rest struct {
	abzug                                  int64 // percent
	schwer, verfolgt, allein, kind         Cent
	renteSockel, rbs1                      Cent
	renteSatz, renteDeckel                 int64 // percent
	auswaerts, wechsel, gatte, sonst       Cent
	kapital, pflege, dritter               Cent
	lohn, rentenPausch, eltern, elternPlus Cent
	haelfte                                int64 // percent
	aktiv, uebergang                       bool
	vermoegen, vermoegenWeitere            Cent
	einmalig, regelMonate, maxMonate       int
	hoeher, niedriger                      int64 // percent
	bagatelle                              Cent
	instand                                Cent
	pauschHeizung, garage, stellung        Cent
	wasser, energie                        jeBewohner
	restQuellen
}

// quellen say where the values of a calculation stand.
type quellen struct {
	hoechst, co2, heizung, klima, a, b, c, minM, minY, faktor, ab13, deckel, mindest, stufen *regel.Nachweis
}

type restQuellen struct {
	qAbzug, qSchwer, qVerfolgt, qAllein, qKind, qRenteSockel, qRBS1, qRenteSatz, qRenteDeckel *regel.Nachweis
	qAuswaerts, qWechsel, qGatte, qSonst, qKapital, qPflege, qDritter                         *regel.Nachweis
	qLohn, qRente, qEltern, qElternPlus, qHaelfte, qAktiv, qVermoegen, qVermoegenWeitere      *regel.Nachweis
	qInstand, qPauschHeizung, qGarage, qStellung, qWasser, qEnergie                           *regel.Nachweis
}

// Nach returns the same law under other readings of its open questions.
func (r *Recht) Nach(a Auslegung) *Recht {
	other := *r
	other.auslegung = a
	return &other
}

// Mietenstufe returns the level of a Gemeinde by its key, and whether it hangs on
// the open question [FrageNachtrag]. A key the lists do not know is
// [ErrUnbekannt].
func (r *Recht) Mietenstufe(ags kommune.AGS) (s Mietenstufe, offen bool, err error) {
	if ags.IsZero() {
		return 0, false, ErrUnbekannt
	}
	return r.stufen.stufe(ags, r.auslegung.NachtragRueckwirkend)
}

// loese fills the law of a day.
func (p *parameter) loese(l *regel.Leser) (Recht, error) {
	var r Recht
	q := &r.quellen
	var h hoechst
	h, q.hoechst = regel.Lies(l, p.hoechst)
	for n := 1; n <= 12; n++ {
		for s := 1; s <= 7; s++ {
			r.hoechst[n][s] = h[min(n, 5)-1][s-1] + Cent(max(n-5, 0))*h[5][s-1]
			r.mehr[s] = h[5][s-1]
		}
	}
	r.co2, q.co2 = regel.LiesWenn(l, p.co2)
	r.heizung, q.heizung = regel.LiesWenn(l, p.heizung)
	r.klima, q.klima = regel.LiesWenn(l, p.klima)
	var err error
	fill := func(into *[13]int64, param *regel.Parameter[werte], unit Zehn) *regel.Nachweis {
		values, n := regel.Lies(l, param)
		for i, z := range values {
			if z%unit != 0 {
				err = fmt.Errorf("%w: %s has more decimals than the calculation keeps", regel.ErrParameter, param.Name())
			}
			into[i+1] = int64(z / unit)
		}
		return n
	}
	q.a, q.b, q.c = fill(&r.a, p.a, 1), fill(&r.b, p.b, eins/1e7), fill(&r.c, p.c, eins/1e8)
	var m, y minima
	m, q.minM = regel.Lies(l, p.minM)
	y, q.minY = regel.Lies(l, p.minY)
	copy(r.minM[1:], m[:])
	copy(r.minY[1:], y[:])
	r.faktor, q.faktor = percent(l, p.faktor)
	r.ab13, q.ab13 = regel.Lies(l, p.ab13)
	r.deckel, q.deckel = whole(l, p.deckelAb)
	r.mindest, q.mindest = regel.Lies(l, p.mindest)
	r.stufen, q.stufen = regel.Lies(l, p.stufen)
	p.loeseRest(l, &r.rest)
	return r, err
}

func (p *parameter) loeseRest(l *regel.Leser, r *rest) {
	r.abzug, r.qAbzug = percent(l, p.abzug)
	r.schwer, r.qSchwer = regel.Lies(l, p.schwer)
	r.verfolgt, r.qVerfolgt = regel.Lies(l, p.verfolgt)
	r.allein, r.qAllein = regel.Lies(l, p.allein)
	r.kind, r.qKind = regel.Lies(l, p.kind)
	r.renteSockel, r.qRenteSockel = regel.LiesWenn(l, p.renteSockel)
	r.rbs1, r.qRBS1 = regel.LiesWenn(l, p.rbs1)
	var satz, deckel prozent
	satz, r.qRenteSatz = regel.LiesWenn(l, p.renteSatz)
	deckel, r.qRenteDeckel = regel.LiesWenn(l, p.renteDeckel)
	r.renteSatz, r.renteDeckel = int64(satz), int64(deckel)
	r.auswaerts, r.qAuswaerts = regel.Lies(l, p.auswaerts)
	r.wechsel, r.qWechsel = regel.Lies(l, p.wechsel)
	r.gatte, r.qGatte = regel.Lies(l, p.gatte)
	r.sonst, r.qSonst = regel.Lies(l, p.sonst)
	r.kapital, r.qKapital = regel.Lies(l, p.kapital)
	r.pflege, r.qPflege = regel.Lies(l, p.pflege)
	r.dritter, r.qDritter = regel.Lies(l, p.dritter)
	r.lohn, r.qLohn = regel.Lies(l, p.lohn)
	r.rentenPausch, r.qRente = regel.Lies(l, p.rente)
	r.eltern, r.qEltern = regel.Lies(l, p.eltern)
	r.elternPlus, r.qElternPlus = regel.Lies(l, p.elternPlus)
	r.haelfte, r.qHaelfte = percent(l, p.haelfte)
	_, r.qAktiv = regel.LiesWenn(l, p.aktiv)
	r.aktiv = r.qAktiv != nil
	_, uebergang := regel.LiesWenn(l, p.uebergang)
	r.uebergang = uebergang != nil
	r.vermoegen, r.qVermoegen = regel.Lies(l, p.vermoegen)
	r.vermoegenWeitere, r.qVermoegenWeitere = regel.Lies(l, p.vermoegenWeitere)
	r.einmalig, _ = whole(l, p.einmalig)
	r.regelMonate, _ = whole(l, p.regelMonate)
	most, n := regel.LiesWenn(l, p.maxMonate)
	if r.maxMonate = int(most); n == nil {
		r.maxMonate = r.regelMonate
	}
	r.hoeher, _ = percent(l, p.hoeher)
	r.niedriger, _ = percent(l, p.niedriger)
	r.bagatelle, _ = regel.LiesWenn(l, p.bagatelle)
	r.instand, r.qInstand = regel.Lies(l, p.instand)
	r.pauschHeizung, r.qPauschHeizung = regel.Lies(l, p.pauschHeizung)
	r.garage, r.qGarage = regel.Lies(l, p.garage)
	r.stellung, r.qStellung = regel.Lies(l, p.stellung)
	r.wasser, r.qWasser = regel.Lies(l, p.wasser)
	r.energie, r.qEnergie = regel.Lies(l, p.energie)
}

func percent(l *regel.Leser, p *regel.Parameter[prozent]) (int64, *regel.Nachweis) {
	v, n := regel.Lies(l, p)
	return int64(v), n
}

func whole(l *regel.Leser, p *regel.Parameter[anzahl]) (int, *regel.Nachweis) {
	v, n := regel.Lies(l, p)
	return int(v), n
}
