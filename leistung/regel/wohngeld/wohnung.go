// SPDX-License-Identifier: Apache-2.0

package wohngeld

import (
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/regel"
)

// Miete is the rent of a dwelling, amounts a month (§ 9 WoGG, §§ 2 to 7 WoGV).
type Miete struct {
	// Vereinbart is what the contract asks for, all parts together; the Mietwert
	// for an own house with more than two flats.
	Vereinbart Cent `json:"vereinbart"`
	// Ausgewiesen is the sum of what the contract shows for heating, hot water,
	// energy, garage and services beyond the use of the dwelling: it is no rent.
	Ausgewiesen Cent `json:"ausgewiesen,omitzero"`
	// The following are contained in Vereinbart without an amount: flat amounts of
	// § 6 Abs. 2 WoGV are taken off.
	Heizung    bool `json:"heizung,omitzero"`
	Warmwasser bool `json:"warmwasser,omitzero"`
	Energie    bool `json:"energie,omitzero"`
	Garage     bool `json:"garage,omitzero"`
	Stellplatz bool `json:"stellplatz,omitzero"`
	// Flaeche in hundredths of a square metre; needed for Heizung.
	Flaeche int `json:"flaeche,omitzero"`
	// Heim: resident of a home; the maximum counts as rent (§ 11 Abs. 1 Satz 2).
	Heim bool `json:"heim,omitzero"`
}

// Last is the burden of an own dwelling, amounts a year (§ 10 WoGG, §§ 8 to 15
// WoGV).
type Last struct {
	// KapitaldienstVereinbart and KapitaldienstGezahlt are interest, current costs
	// and repayment of the loans of § 11 WoGV: the smaller counts.
	KapitaldienstVereinbart Cent `json:"kapitaldienstVereinbart,omitzero"`
	KapitaldienstGezahlt    Cent `json:"kapitaldienstGezahlt,omitzero"`
	Buergschaft             Cent `json:"buergschaft,omitzero"`
	Erbbauzins              Cent `json:"erbbauzins,omitzero"`
	Flaeche                 int  `json:"flaeche,omitzero"` // hundredths of a square metre
	Grundsteuer             Cent `json:"grundsteuer,omitzero"`
	Verwaltung              Cent `json:"verwaltung,omitzero"` // paid to somebody else
}

// Abzuege are the parts of § 11 Abs. 2, amounts a month.
type Abzuege struct {
	Gewerbe Cent `json:"gewerbe,omitzero"` // Nr. 1: the part of rooms used only for a trade
	// Nr. 2: part of rent for what is let to somebody else, and what he pays.
	UntermieteAnteil  Cent `json:"untermieteAnteil,omitzero"`
	UntermieteEntgelt Cent `json:"untermieteEntgelt,omitzero"`
	// Nr. 3: co-residents who are no members, and what they pay.
	Mitbewohner       int  `json:"mitbewohner,omitzero"`
	MitbewohnerZahlen Cent `json:"mitbewohnerZahlen,omitzero"`
	Hilfe             Cent `json:"hilfe,omitzero"`       // Nr. 4: public help for the rent
	Buergschaft       Cent `json:"buergschaft,omitzero"` // Nr. 5: of a guarantor of § 68 AufenthG
}

const maxFlaeche = 1_000_000 // hundredths of a square metre

func flaecheBefund(pointer string) recht.Befund {
	return befund("WOHNGELD-FLAECHE", pointer, "§ 6 Abs. 2 WoGV", "Die Wohnfläche fehlt oder ist zu groß.", "The floor space is missing or too great.")
}

func (m *Miete) check(add func(recht.Befund)) {
	checkBetrag(m.Vereinbart, "/miete/vereinbart", add)
	checkBetrag(m.Ausgewiesen, "/miete/ausgewiesen", add)
	if m.Flaeche < 0 || m.Flaeche > maxFlaeche || (m.Heizung && m.Flaeche == 0) {
		add(flaecheBefund("/miete/flaeche"))
	}
	if m.Ausgewiesen > m.Vereinbart {
		add(befund("WOHNGELD-MIETE-TEILE", "/miete/ausgewiesen", "§ 9 Abs. 2 WoGG", "Die Teile sind zusammen mehr als die ganze Miete.", "The parts are more than the whole rent."))
	}
}

func (l *Last) check(add func(recht.Befund)) {
	checkBetrag(l.KapitaldienstVereinbart, "/last/kapitaldienstVereinbart", add)
	checkBetrag(l.KapitaldienstGezahlt, "/last/kapitaldienstGezahlt", add)
	checkBetrag(l.Buergschaft, "/last/buergschaft", add)
	checkBetrag(l.Erbbauzins, "/last/erbbauzins", add)
	checkBetrag(l.Grundsteuer, "/last/grundsteuer", add)
	checkBetrag(l.Verwaltung, "/last/verwaltung", add)
	if l.Flaeche < 0 || l.Flaeche > maxFlaeche {
		add(flaecheBefund("/last/flaeche"))
	}
}

func (a *Abzuege) check(add func(recht.Befund)) {
	checkBetrag(a.Gewerbe, "/abzuege/gewerbe", add)
	checkBetrag(a.UntermieteAnteil, "/abzuege/untermieteAnteil", add)
	checkBetrag(a.UntermieteEntgelt, "/abzuege/untermieteEntgelt", add)
	checkBetrag(a.MitbewohnerZahlen, "/abzuege/mitbewohnerZahlen", add)
	checkBetrag(a.Hilfe, "/abzuege/hilfe", add)
	checkBetrag(a.Buergschaft, "/abzuege/buergschaft", add)
	if a.Mitbewohner < 0 || a.Mitbewohner > MaxMitglieder || (a.Mitbewohner == 0 && a.MitbewohnerZahlen > 0) {
		add(befund("WOHNGELD-MITBEWOHNER", "/abzuege/mitbewohner", "§ 11 Abs. 2 Nr. 3 WoGG", "Die Zahl der Mitbewohner passt nicht.", "The number of co-residents does not fit."))
	}
}

func (j *jeBewohner) at(n int) Cent {
	if n <= 1 {
		return j[0]
	}
	return j[1] + Cent(n-2)*j[2]
}

// wohnkosten is the rent or burden a month before the caps: §§ 9, 10 and § 11 Abs.
// 2. alle is the number of household members.
func (r *Recht) wohnkosten(h *Haushalt, alle int, w *regel.Weg) Zehn {
	w.Unter(vWohnkosten)
	if w.An() {
		w.Schritt(vZuschuss, regel.Wort(string(h.Zuschuss)))
	}
	rest := Zehn(0)
	if h.Zuschuss == ZuschussLast {
		rest = r.last(&h.Last, w)
	} else {
		rest = r.miete(&h.Miete, alle+h.Abzuege.Mitbewohner, w)
	}
	rest = r.abzuege(&h.Abzuege, rest, alle, w)
	w.Ende(rest.wert())
	return rest
}

func (r *Recht) miete(m *Miete, bewohner int, w *regel.Weg) Zehn {
	if m.Heim {
		w.Schritt(vHeimFakt, regel.JaNein(true))
		return 0 // the formula takes the maximum
	}
	rest := Zehn(m.Vereinbart) * proCent
	if w.An() {
		w.Schritt(vVereinbart, m.Vereinbart.wert())
		m.zeigeAngaben(w)
	}
	if m.Ausgewiesen > 0 {
		rest -= Zehn(m.Ausgewiesen) * proCent
		if w.An() {
			w.Schritt(vAusgewiesen, m.Ausgewiesen.wert())
		}
	}
	if m.Heizung {
		// cents by hundredths of a square metre are hundredths of cents
		rest -= Zehn(r.pauschHeizung) * Zehn(m.Flaeche) * (proCent / 100)
		if w.An() {
			w.Parameter(vPauschHeizung, r.qPauschHeizung, r.pauschHeizung.wert(), regel.Zahl(int64(m.Flaeche), 2))
		}
	}
	for _, part := range [...]struct {
		in     bool
		v      *regel.Vorlage
		n      *regel.Nachweis
		amount Cent
	}{
		{m.Warmwasser, vPauschWasser, r.qWasser, r.wasser.at(bewohner)},
		{m.Energie, vPauschEnergie, r.qEnergie, r.energie.at(bewohner)},
		{m.Garage, vPauschGarage, r.qGarage, r.garage},
		{m.Stellplatz, vPauschStellplatz, r.qStellung, r.stellung},
	} {
		if part.in {
			rest -= Zehn(part.amount) * proCent
			if w.An() {
				w.Parameter(part.v, part.n, part.amount.wert(), regel.Zahl(int64(bewohner), 0))
			}
		}
	}
	return max(rest, 0)
}

// last is the burden: a twelfth of a year's.
func (r *Recht) last(l *Last, w *regel.Weg) Zehn {
	dienst := min(l.KapitaldienstVereinbart, l.KapitaldienstGezahlt)
	// hundredths of cents a year
	instand := int64(r.instand) * int64(l.Flaeche)
	year := int64(dienst+l.Buergschaft+l.Erbbauzins+l.Grundsteuer+l.Verwaltung)*100 + instand
	if w.An() {
		w.Schritt(vDienstVereinbart, l.KapitaldienstVereinbart.wert())
		w.Schritt(vDienstGezahlt, l.KapitaldienstGezahlt.wert())
		w.Schritt(vDienst, dienst.wert())
		w.Schritt(vLastBuergschaft, l.Buergschaft.wert())
		w.Schritt(vErbbauzins, l.Erbbauzins.wert())
		w.Schritt(vLastFlaeche, regel.Zahl(int64(l.Flaeche), 2))
		w.Parameter(vInstand, r.qInstand, regel.Betrag(instand, 4), regel.Zahl(int64(l.Flaeche), 2), r.instand.wert())
		w.Schritt(vGrundsteuer, l.Grundsteuer.wert())
		w.Schritt(vVerwaltung, l.Verwaltung.wert())
		w.Schritt(vLastMonat, Zehn(year*(proCent/100)/12).wert(), regel.Betrag(year, 4))
	}
	return Zehn(year * (proCent / 100) / 12)
}

// abzuege is § 11 Abs. 2, in the order of its numbers.
func (r *Recht) abzuege(a *Abzuege, rest Zehn, alle int, w *regel.Weg) Zehn {
	if *a == (Abzuege{}) {
		return rest
	}
	if w.An() {
		a.zeigeAngaben(w)
	}
	take := func(v *regel.Vorlage, amount Cent) {
		if amount > 0 {
			rest = max(rest-Zehn(amount)*proCent, 0)
			if w.An() {
				w.Schritt(v, amount.wert())
			}
		}
	}
	take(vGewerbe, a.Gewerbe)
	take(vUntermiete, max(a.UntermieteAnteil, a.UntermieteEntgelt))
	if a.Mitbewohner > 0 {
		left := rest * Zehn(alle) / Zehn(alle+a.Mitbewohner)
		left = max(min(left, rest-Zehn(a.MitbewohnerZahlen)*proCent), 0)
		if w.An() {
			w.Schritt(vMitbewohner, (rest - left).wert(), regel.Zahl(int64(a.Mitbewohner), 0), regel.Zahl(int64(alle+a.Mitbewohner), 0), a.MitbewohnerZahlen.wert())
		}
		rest = left
	}
	take(vHilfe, a.Hilfe)
	take(vBuerge, a.Buergschaft)
	return rest
}
