// SPDX-License-Identifier: Apache-2.0

package wohngeld

import "github.com/deutschland-stack/bausteine/leistung/regel"

// The facts of a household that stand in the way to its result, each under the
// pointer by which its origin is known. Every fact that a calculation uses is one
// of its steps.
var (
	vZuschuss        = fakt("zuschuss", "§ 3 WoGG", "/zuschuss", "Art des Wohngeldes", "Kind of Wohngeld")
	vGemeinde        = fakt("gemeinde", "§ 12 Abs. 2 WoGG", "/gemeinde", "Gemeinde der Wohnung", "Gemeinde of the dwelling")
	vVerstorbene     = fakt("verstorbene", "§ 6 Abs. 2 WoGG", "/verstorbene", "Verstorbene, die noch zählen", "Deceased who still count")
	vAlleinFakt      = fakt("alleinerziehend", "§ 17 Nr. 3 WoGG", "/alleinerziehend", "Ein Mitglied lebt nur mit Kindern", "One member lives only with children")
	vVermoegenFakt   = fakt("vermoegen_angabe", "§ 21 Nr. 3 WoGG", "/vermoegen", "Vermögen", "Wealth")
	vBedarf          = fakt("bedarf", "§ 15 Abs. 1 WoGG", "/bedarf", "Bedarf im Monat, wie ihn die Behörde ansetzt", "Need a month, as the authority sees it")
	vLeistungArt     = fakt("leistung_art", "§ 7 Abs. 1 WoGG", "/personen/#/leistungen/#/art", "Leistung", "Benefit")
	vWohnkostenIn    = fakt("leistung_wohnkosten", "§ 7 Abs. 1 WoGG", "/personen/#/leistungen/#/wohnkosten", "Wohnkosten sind enthalten", "Housing costs are contained")
	vNurDarlehen     = fakt("leistung_darlehen", "§ 7 Abs. 1 WoGG", "/personen/#/leistungen/#/nurDarlehen", "nur als Darlehen", "Only as a loan")
	vVermeidbar      = fakt("leistung_vermeidbar", "§ 7 Abs. 1 WoGG", "/personen/#/leistungen/#/vermeidbar", "durch Wohngeld vermeidbar und noch nicht gezahlt", "Avoidable by Wohngeld and not yet paid")
	vAusbildungFakt  = fakt("ausbildung_angabe", "§ 20 Abs. 2 WoGG", "/personen/#/ausbildung", "Ausbildungsförderung dem Grunde nach", "Support for training in principle")
	vEinnahmeArt     = fakt("einnahme_art", "§ 14 WoGG", "/personen/#/einnahmen/#/art", "Art der Einnahme", "Kind of income")
	vMonate          = fakt("elterngeld_monate", "§ 10 BEEG", "/personen/#/einnahmen/#/monate", "Monate des Bezugs", "Months of receipt")
	vSteuer          = fakt("steuer", "§ 16 WoGG", "/personen/#/steuer", "zahlt Einkommensteuer", "Pays income tax")
	vKranken         = fakt("krankenversicherung", "§ 16 WoGG", "/personen/#/kranken", "zahlt Beiträge zur Kranken- und Pflegeversicherung", "Pays for health and care insurance")
	vRentenbeitrag   = fakt("rentenversicherung", "§ 16 WoGG", "/personen/#/rente", "zahlt Beiträge zur Rentenversicherung", "Pays for pension insurance")
	vGdB             = fakt("gdb", "§ 17 Nr. 1 WoGG", "/personen/#/gdb", "Grad der Behinderung", "Degree of disability")
	vPflege          = fakt("pflege", "§ 17 Nr. 1 WoGG", "/personen/#/pflege", "häuslich, teilstationär oder kurzzeitig gepflegt", "Cared for at home, part-time or for a short time")
	vVerfolgtFakt    = fakt("verfolgt", "§ 17 Nr. 2 WoGG", "/personen/#/verfolgt", "Opfer nationalsozialistischer Verfolgung", "Persecuted by the Nazi regime")
	vKindFakt        = fakt("kind_unter_25", "§ 17 Nr. 4 WoGG", "/personen/#/kindUnter25", "Kind unter 25 Jahren", "Child under 25")
	vGrundrenteFakt  = fakt("grundrentenzeiten", "§ 17a WoGG", "/personen/#/grundrente", "33 Jahre Grundrentenzeiten", "33 years of Grundrentenzeiten")
	vUnterhaltArt    = fakt("unterhalt_art", "§ 18 WoGG", "/personen/#/unterhalt/#/art", "für wen", "For whom")
	vHeizungDrin     = fakt("heizung_enthalten", "§ 9 Abs. 2 WoGG", "/miete/heizung", "Heizung ist enthalten, ohne Betrag", "Heating is contained, without an amount")
	vWasserDrin      = fakt("warmwasser_enthalten", "§ 9 Abs. 2 WoGG", "/miete/warmwasser", "Warmwasser ist enthalten, ohne Betrag", "Hot water is contained, without an amount")
	vEnergieDrin     = fakt("energie_enthalten", "§ 9 Abs. 2 WoGG", "/miete/energie", "Haushaltsenergie ist enthalten, ohne Betrag", "Household energy is contained, without an amount")
	vGarageDrin      = fakt("garage_enthalten", "§ 9 Abs. 2 WoGG", "/miete/garage", "eine Garage ist enthalten, ohne Betrag", "A garage is contained, without an amount")
	vStellplatzDrin  = fakt("stellplatz_enthalten", "§ 9 Abs. 2 WoGG", "/miete/stellplatz", "ein Stellplatz ist enthalten, ohne Betrag", "A parking space is contained, without an amount")
	vFlaeche         = fakt("flaeche", "§ 6 Abs. 2 Nr. 1 WoGV", "/miete/flaeche", "Wohnfläche in Quadratmetern", "Floor space in square metres")
	vHeimFakt        = fakt("heim_bewohner", "§ 3 Abs. 1 WoGG", "/miete/heim", "wohnt in einem Heim", "Lives in a home")
	vLastFlaeche     = fakt("last_flaeche", "§ 13 Abs. 2 WoGV", "/last/flaeche", "Wohnfläche in Quadratmetern", "Floor space in square metres")
	vGewerbeFakt     = fakt("gewerblich_angabe", "§ 11 Abs. 2 Nr. 1 WoGG", "/abzuege/gewerbe", "Anteil gewerblich genutzter Räume", "Part of rooms used for a trade")
	vUnterAnteil     = fakt("untermiete_anteil", "§ 11 Abs. 2 Nr. 2 WoGG", "/abzuege/untermieteAnteil", "Anteil des untervermieteten Teils", "Part of what is let to somebody else")
	vUnterEntgelt    = fakt("untermiete_entgelt", "§ 11 Abs. 2 Nr. 2 WoGG", "/abzuege/untermieteEntgelt", "Entgelt des Untermieters", "Payment of the subtenant")
	vMitbewohnerZahl = fakt("mitbewohner_zahl", "§ 11 Abs. 2 Nr. 3 WoGG", "/abzuege/mitbewohner", "Mitbewohner, die keine Mitglieder sind", "Co-residents who are no members")
	vMitbewohnerGeld = fakt("mitbewohner_zahlen", "§ 11 Abs. 2 Nr. 3 WoGG", "/abzuege/mitbewohnerZahlen", "Zahlungen der Mitbewohner", "Payments of the co-residents")
	vHilfeFakt       = fakt("hilfe_angabe", "§ 11 Abs. 2 Nr. 4 WoGG", "/abzuege/hilfe", "öffentliche Hilfe zur Miete", "Public help for the rent")
	vBuergeFakt      = fakt("buerge_angabe", "§ 11 Abs. 2 Nr. 5 WoGG", "/abzuege/buergschaft", "Leistungen aus einer Verpflichtung nach § 68 AufenthG", "Payments of a guarantor (§ 68 AufenthG)")
)

// zeigeJa records a fact of yes or no where it is yes.
func zeigeJa(w *regel.Weg, v *regel.Vorlage, yes bool) {
	if yes {
		w.Schritt(v, regel.JaNein(true))
	}
}

// zeigeBetrag records an amount that is not zero.
func zeigeBetrag(w *regel.Weg, v *regel.Vorlage, c Cent) {
	if c != 0 {
		w.Schritt(v, c.wert())
	}
}

func (r *Recht) zeigePerson(w *regel.Weg, i int, p *Person, excluded bool) {
	w.UnterNummer(vMitglied, i)
	for j := range p.Leistungen {
		l := &p.Leistungen[j]
		v, excludes := vNichtAus, r.schliesstAus(l)
		if excludes {
			v = vAusschluss
		}
		w.UnterNummer(v, j)
		w.Schritt(vLeistungArt, regel.Wort(l.Art.String()))
		w.Schritt(vWohnkostenIn, regel.JaNein(l.Wohnkosten))
		zeigeJa(w, vNurDarlehen, l.NurDarlehen)
		zeigeJa(w, vVermeidbar, l.Vermeidbar)
		w.Ende(regel.JaNein(excludes))
	}
	zeigeJa(w, vAusbildungFakt, p.Ausbildung)
	w.Ende(regel.JaNein(!excluded))
}

func zeigeEinnahme(w *regel.Weg, e *Einnahme) {
	w.Schritt(vEinnahmeArt, regel.Wort(e.Art.String()))
	w.Schritt(vBetrag, e.Betrag.wert())
	zeigeBetrag(w, vWerbungskosten, e.Werbungskosten)
	if e.Monate != 0 {
		w.Schritt(vMonate, regel.Zahl(int64(e.Monate), 0))
	}
}

// zeigeFreibetraege records what §§ 17 and 17a ask of a person.
func zeigeFreibetraege(w *regel.Weg, p *Person) {
	if p.GdB != 0 {
		w.Schritt(vGdB, regel.Zahl(int64(p.GdB), 0))
	}
	zeigeJa(w, vPflege, p.Pflege)
	zeigeJa(w, vVerfolgtFakt, p.Verfolgt)
	zeigeJa(w, vKindFakt, p.KindUnter25)
	if p.Grundrente != "" {
		w.Schritt(vGrundrenteFakt, regel.Wort(string(p.Grundrente)))
	}
}

// zeigeAngaben records what is contained in a rent.
func (m *Miete) zeigeAngaben(w *regel.Weg) {
	zeigeJa(w, vHeizungDrin, m.Heizung)
	zeigeJa(w, vWasserDrin, m.Warmwasser)
	zeigeJa(w, vEnergieDrin, m.Energie)
	zeigeJa(w, vGarageDrin, m.Garage)
	zeigeJa(w, vStellplatzDrin, m.Stellplatz)
	if m.Flaeche != 0 {
		w.Schritt(vFlaeche, regel.Zahl(int64(m.Flaeche), 2))
	}
}

// zeigeAngaben records the parts of § 11 Abs. 2.
func (a *Abzuege) zeigeAngaben(w *regel.Weg) {
	zeigeBetrag(w, vGewerbeFakt, a.Gewerbe)
	zeigeBetrag(w, vUnterAnteil, a.UntermieteAnteil)
	zeigeBetrag(w, vUnterEntgelt, a.UntermieteEntgelt)
	if a.Mitbewohner != 0 {
		w.Schritt(vMitbewohnerZahl, regel.Zahl(int64(a.Mitbewohner), 0))
	}
	zeigeBetrag(w, vMitbewohnerGeld, a.MitbewohnerZahlen)
	zeigeBetrag(w, vHilfeFakt, a.Hilfe)
	zeigeBetrag(w, vBuergeFakt, a.Buergschaft)
}
