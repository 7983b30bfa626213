// SPDX-License-Identifier: Apache-2.0

package wohngeld

import "github.com/deutschland-stack/bausteine/leistung/regel"

// Incomes below are in units of 1/10,000 euro a year (proCent4 make a cent).

// person is the income of one person: §§ 14 and 16, and what § 17 takes of it.
type personSumme struct {
	jahr       int64 // after § 16
	freibetrag int64 // § 17 Nr. 1, 2, 4 and § 17a
	brutto     int64 // before anything is taken off
	touched    Hinweis
}

// konto collects what is added up before it is judged: kinds whose expenses or
// losses count within the kind and in no other (§ 2 Abs. 2 EStG).
type konto struct{ betrag, kosten Cent }

func (r *Recht) person(p *Person, lesart Auslegung, w *regel.Weg) personSumme {
	var konten [EinnahmeSonstige + 1]konto
	var s personSumme
	sum, own := int64(0), int64(0)
	for i := range p.Einnahmen {
		e := &p.Einnahmen[i]
		if w.An() {
			w.UnterNummer(vEinnahme, i)
			zeigeEinnahme(w, e)
		}
		counted := int64(0)
		if e.Art.joint() {
			konten[e.Art].betrag += e.Betrag
			konten[e.Art].kosten += e.Werbungskosten
			s.brutto += max(int64(e.Betrag), 0) * proCent4
			if w.An() {
				w.Schritt(vGemeinsam, regel.Wert{})
				w.Ende(e.Betrag.wert())
			}
			continue
		}
		counted = r.einnahme(e, lesart, &s, w)
		sum += counted
		if e.Art.erwerb() {
			own += counted
		}
		if e.Art != EinnahmeNichtGezaehlt {
			s.brutto += int64(e.Betrag) * proCent4
		}
		if w.An() {
			w.Ende(regel.Betrag(counted, 4))
		}
	}
	for art := range konten {
		if k := &konten[art]; *k != (konto{}) {
			counted := r.konto(Einnahmeart(art), k, w)
			sum += counted
			if Einnahmeart(art).erwerb() {
				own += counted
			}
		}
	}
	factor := 10 - int64(count(p.Steuer, p.Kranken, p.Rente))*r.abzug/10
	s.jahr = sum / 10 * factor
	if w.An() {
		w.Schritt(vSteuer, regel.JaNein(p.Steuer))
		w.Schritt(vKranken, regel.JaNein(p.Kranken))
		w.Schritt(vRentenbeitrag, regel.JaNein(p.Rente))
		w.Parameter(vAbzug, r.qAbzug, regel.Betrag(s.jahr, 4), regel.Zahl((10-factor)*10, 0), regel.Betrag(sum, 4))
	}
	r.freibetraege(p, konten[EinnahmeRente], own/10*factor, factor, lesart, &s, w)
	return s
}

// joint reports whether incomes of the kind are added up before expenses or
// losses are taken off.
func (a Einnahmeart) joint() bool {
	return a == EinnahmeLohn || a == EinnahmeRente || a == EinnahmeVersorgung || a.profit()
}

func count(facts ...bool) (n int) {
	for _, f := range facts {
		if f {
			n++
		}
	}
	return n
}

// konto is what counts of one kind: never below zero, so that a loss lowers no
// other income.
func (r *Recht) konto(art Einnahmeart, k *konto, w *regel.Weg) int64 {
	flat, source := Cent(0), (*regel.Nachweis)(nil)
	switch art {
	case EinnahmeLohn:
		flat, source = r.lohn, r.qLohn
	case EinnahmeRente, EinnahmeVersorgung:
		flat, source = r.rentenPausch, r.qRente
	default:
	}
	counted := max(k.betrag-max(k.kosten, flat), 0)
	if w.An() {
		if source != nil {
			w.Parameter(vPausch, source, flat.wert(), regel.Wort(art.String()), k.kosten.wert())
		}
		w.Schritt(vKonto, counted.wert(), regel.Wort(art.String()), k.betrag.wert(), max(k.kosten, flat).wert())
	}
	return int64(counted) * proCent4
}

// einnahme is what counts of an income by itself.
func (r *Recht) einnahme(e *Einnahme, lesart Auslegung, s *personSumme, w *regel.Weg) int64 {
	free := func(v *regel.Vorlage, n *regel.Nachweis, amount Cent) int64 {
		if w.An() {
			w.Parameter(v, n, amount.wert(), regel.Zahl(int64(max(e.Monate, 1)), 0))
		}
		return int64(max(e.Betrag-amount, 0)) * proCent4
	}
	full := int64(e.Betrag) * proCent4
	switch e.Art {
	case EinnahmeMinijob:
		if w.An() {
			w.Schritt(vMinijob, e.Werbungskosten.wert())
		}
		return int64(max(e.Betrag-e.Werbungskosten, 0)) * proCent4
	case EinnahmeAktivrente:
		if !r.aktiv {
			w.Schritt(vAktivNicht, regel.Wert{})
			return 0
		}
		if w.An() {
			w.Parameter(vAktiv, r.qAktiv, e.Betrag.wert())
		}
		return full
	case EinnahmeKapital:
		if e.Betrag > r.kapital {
			s.touched |= HinweisKapital
			if lesart.KapitalVoll {
				return full
			}
		}
		return free(vKapital, r.qKapital, r.kapital)
	case EinnahmeElterngeld:
		return free(vElterngeld, r.qEltern, r.eltern*Cent(e.Monate))
	case EinnahmeElterngeldPlus:
		return free(vElterngeld, r.qElternPlus, r.elternPlus*Cent(e.Monate))
	case EinnahmeUnterhaltPflege:
		return free(vPflegeFrei, r.qPflege, r.pflege)
	case EinnahmeZuwendung:
		return free(vZuwendungFrei, r.qDritter, r.dritter)
	case EinnahmeAusbildungshilfe, EinnahmePflegekind:
		if w.An() {
			w.Parameter(vHaelfte, r.qHaelfte, regel.Zahl(r.haelfte, 0))
		}
		return full / 100 * r.haelfte
	case EinnahmeNichtGezaehlt:
		w.Schritt(vNichtGezaehlt, regel.Wert{})
		return 0
	default:
		w.Schritt(vVoll, regel.Wert{})
		return full
	}
}

// freibetraege are §§ 17 and 17a for one person.
func (r *Recht) freibetraege(p *Person, rente konto, own, factor int64, lesart Auslegung, s *personSumme, w *regel.Weg) {
	take := func(v *regel.Vorlage, n *regel.Nachweis, amount int64) {
		s.freibetrag += amount
		if w.An() {
			w.Parameter(v, n, regel.Betrag(amount, 4))
		}
	}
	if w.An() {
		zeigeFreibetraege(w, p)
	}
	if p.GdB == 100 || (p.GdB > 0 && p.Pflege) {
		take(vSchwer, r.qSchwer, int64(r.schwer)*proCent4)
	}
	if p.Verfolgt {
		take(vVerfolgt, r.qVerfolgt, int64(r.verfolgt)*proCent4)
	}
	if p.KindUnter25 && own > 0 {
		take(vKind, r.qKind, min(own, int64(r.kind)*proCent4))
	}
	if p.Grundrente == "" || r.qRenteSockel == nil || rente.betrag <= 0 {
		return
	}
	if p.Grundrente != GrundrenteMitgeteilt {
		s.touched |= HinweisGrundrenteFehlt
		w.Schritt(vGrundrenteFehlt, regel.Wert{})
		return
	}
	base := int64(rente.betrag) * proCent4
	if lesart.GrundrenteNachAbzug {
		base = int64(max(rente.betrag-max(rente.kosten, r.rentenPausch), 0)) * 10 * factor
	}
	sockel := int64(r.renteSockel) * proCent4
	limit := int64(r.rbs1) * proCent4 * 12 * r.renteDeckel / 100
	amount := min(base, sockel+max(base-sockel, 0)*r.renteSatz/100)
	if amount < limit {
		s.touched |= HinweisGrundrente
	}
	amount = min(amount, limit)
	s.freibetrag += amount
	if w.An() {
		w.Parameter(vRBS1, r.qRBS1, r.rbs1.wert())
		w.Parameter(vGrundrente, r.qRenteSockel, regel.Betrag(amount, 4), regel.Betrag(base, 4), r.renteSockel.wert(), regel.Zahl(r.renteSatz, 0), regel.Betrag(limit, 4))
	}
}

// unterhalt is § 18 for one person.
func (r *Recht) unterhalt(p *Person, w *regel.Weg) (sum int64) {
	for i := range p.Unterhalt {
		u := &p.Unterhalt[i]
		limit, source := r.sonst, r.qSonst
		switch u.Art {
		case UnterhaltAuswaerts:
			limit, source = r.auswaerts, r.qAuswaerts
		case UnterhaltWechsel:
			limit, source = r.wechsel, r.qWechsel
		case UnterhaltEhegatte:
			limit, source = r.gatte, r.qGatte
		case UnterhaltSonstige:
		}
		if u.Titel > 0 {
			limit = u.Titel
		}
		amount := min(u.Betrag, limit)
		sum += int64(amount) * proCent4
		if w.An() {
			w.UnterNummer(vUnterhalt, i)
			w.Schritt(vUnterhaltArt, regel.Wort(u.Art.String()))
			w.Schritt(vUnterhaltBetrag, u.Betrag.wert())
			if u.Titel > 0 {
				w.Schritt(vUnterhaltTitel, u.Titel.wert())
			} else {
				w.Parameter(vUnterhaltHoechst, source, limit.wert())
			}
			w.Ende(amount.wert())
		}
	}
	return sum
}
