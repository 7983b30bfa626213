// SPDX-License-Identifier: Apache-2.0

package wohngeld

import "github.com/deutschland-stack/bausteine/leistung/regel"

// haushalt is the whole of §§ 5 to 21 for one month under this law.
func (r *Recht) haushalt(h *Haushalt, w *regel.Weg) Ergebnis {
	if h.Check() != nil {
		w.Schritt(vEingabe, regel.JaNein(false))
		return Ergebnis{Grund: GrundEingabe}
	}
	e, touched := r.nachLesart(h, r.auslegung, w)
	for bit := HinweisYRundung; bit <= HinweisGrundrente; bit <<= 1 {
		if touched&bit == 0 {
			continue
		}
		if other, _ := r.nachLesart(h, r.auslegung.flip(bit), nil); other.Wohngeld != e.Wohngeld {
			e.Hinweise |= bit
		}
	}
	r.pruefe(h, &e, w)
	if w.An() {
		zeigeHinweise(w, e.Hinweise)
		w.Schritt(vErgebnis, e.Wohngeld.wert())
	}
	return e
}

// nachLesart calculates under a reading and says which open questions it met.
func (r *Recht) nachLesart(h *Haushalt, lesart Auslegung, w *regel.Weg) (Ergebnis, Hinweis) {
	stufe, offen, err := r.stufen.stufe(h.Gemeinde, lesart.NachtragRueckwirkend)
	if err != nil {
		w.Schritt(vEingabe, regel.JaNein(false))
		return Ergebnis{Grund: GrundEingabe}, 0
	}
	alle := len(h.Personen) + h.Verstorbene
	n := h.Verstorbene
	w.Unter(vHaushalt)
	ausbildung := true
	for i := range h.Personen {
		p := &h.Personen[i]
		excluded := r.excludes(p)
		if !excluded {
			n++
		}
		ausbildung = ausbildung && p.Ausbildung
		if w.An() {
			r.zeigePerson(w, i, p, excluded)
		}
	}
	if h.Verstorbene > 0 {
		w.Schritt(vVerstorbene, regel.Zahl(int64(h.Verstorbene), 0))
	}
	w.Ende(regel.Zahl(int64(n), 0))
	if n == h.Verstorbene { // the deceased alone have no entitlement
		w.Schritt(vAlle, regel.JaNein(true))
		return Ergebnis{Grund: GrundAusgeschlossen}, 0
	}
	if ausbildung {
		w.Schritt(vAusbildung, regel.JaNein(true))
		return Ergebnis{Grund: GrundAusbildung, Mitglieder: n}, 0
	}
	if w.An() {
		w.Schritt(vGemeinde, regel.Wort(h.Gemeinde.String()))
		w.Parameter(vStufe, r.quellen.stufen, stufe.wert(), regel.Wort(h.Gemeinde.String()))
	}
	f := fall{n: n, alle: alle, stufe: stufe, heim: h.Zuschuss == ZuschussMiete && h.Miete.Heim, lesart: lesart}
	f.miete = r.wohnkosten(h, alle, w)
	jahr, brutto, touched := r.gesamteinkommen(h, lesart, w)
	f.jahr = jahr
	if offen {
		touched |= HinweisNachtrag
	}
	e, z4 := r.formel(&f, w)
	e.Brutto = Cent(brutto / (12 * proCent4))
	e.Hinweise |= touched & HinweisGrundrenteFehlt
	if r.quellen.co2 == nil && r.stufen.insel(h.Gemeinde) {
		e.Hinweise |= HinweisInsel2020
	}
	return e, touched | fragenDerFormel(&f, z4)
}

func (r *Recht) excludes(p *Person) bool {
	for i := range p.Leistungen {
		if r.schliesstAus(&p.Leistungen[i]) {
			return true
		}
	}
	return false
}

// schliesstAus is § 7 Abs. 1 as the law of the day has it.
func (r *Recht) schliesstAus(l *Leistung) bool {
	return l.Excludes() && (l.Art != LeistungUebergangsgeld || r.uebergang)
}

// gesamteinkommen is § 13 before its division by twelve, the gross sum, and the
// open questions met.
func (r *Recht) gesamteinkommen(h *Haushalt, lesart Auslegung, w *regel.Weg) (jahr, brutto int64, touched Hinweis) {
	w.Unter(vEinkommen)
	sum, frei, unterhalt := int64(0), int64(0), int64(0)
	for i := range h.Personen {
		p := &h.Personen[i]
		if r.excludes(p) {
			continue
		}
		w.UnterNummer(vPerson, i)
		s := r.person(p, lesart, w)
		if w.An() {
			w.Ende(regel.Betrag(s.jahr, 4))
		}
		sum += s.jahr
		frei += s.freibetrag
		brutto += s.brutto
		touched |= s.touched
		if len(p.Unterhalt) > 0 {
			w.UnterNummer(vUnterhaltPerson, i)
			one := r.unterhalt(p, w)
			if w.An() {
				w.Ende(regel.Betrag(one, 4))
			}
			unterhalt += one
		}
	}
	if h.Alleinerziehend {
		frei += int64(r.allein) * proCent4
		if w.An() {
			w.Schritt(vAlleinFakt, regel.JaNein(true))
			w.Parameter(vAllein, r.qAllein, r.allein.wert())
		}
	}
	jahr = max(sum-frei-unterhalt, 0)
	if w.An() {
		w.Schritt(vGesamt, regel.Betrag(jahr, 4), regel.Betrag(sum, 4), regel.Betrag(frei, 4), regel.Betrag(unterhalt, 4))
		w.Ende(regel.Betrag(jahr, 4))
	}
	return jahr, brutto, touched
}

// pruefe finds what a person must look at. It changes no amount.
func (r *Recht) pruefe(h *Haushalt, e *Ergebnis, w *regel.Weg) {
	if e.Wohngeld == 0 {
		return
	}
	if w.An() {
		zeigeBetrag(w, vVermoegenFakt, h.Vermoegen)
		zeigeBetrag(w, vBedarf, h.Bedarf)
	}
	if limit := r.vermoegen + Cent(e.Mitglieder-1)*r.vermoegenWeitere; h.Vermoegen > limit {
		e.Hinweise |= HinweisVermoegen
		if w.An() {
			w.Parameter(vVermoegen, r.qVermoegen, regel.Wert{}, h.Vermoegen.wert(), limit.wert())
		}
	}
	if has := e.Brutto + e.Wohngeld; has < h.Bedarf {
		e.Hinweise |= HinweisPlausibilitaet
		if w.An() {
			w.Schritt(vPlausibel, regel.Wert{}, has.wert(), h.Bedarf.wert())
		}
	}
}
