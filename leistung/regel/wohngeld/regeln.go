// SPDX-License-Identifier: Apache-2.0

package wohngeld

import (
	"sync"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/regel"
)

// Code is the version of these rules, kept in every record. It changes with every
// change of a value or a rule.
const Code = "wohngeld 2026.1"

// Formel are the rules from the sums on: §§ 11, 12, 19, 21.
func Formel() *regel.Regelwerk[Groessen, Recht, Ergebnis] { return built().formel }

// Regeln are the rules from the household on: §§ 3 to 21.
func Regeln() *regel.Regelwerk[Haushalt, Recht, Ergebnis] { return built().haushalt }

type werke struct {
	formel   *regel.Regelwerk[Groessen, Recht, Ergebnis]
	haushalt *regel.Regelwerk[Haushalt, Recht, Ergebnis]
}

// built makes the rules of the embedded tables, once. That they fit together is a
// property of the program, held by its tests; a program that breaks it does not
// calculate.
var built = sync.OnceValue(func() werke {
	p, all, err := newParameter()
	if err != nil {
		panic(err)
	}
	w, err := newWerke(p, all)
	if err != nil {
		panic(err)
	}
	return w
})

func newWerke(p *parameter, all []regel.Angabe) (w werke, err error) {
	var lawErr error
	loese := func(l *regel.Leser) Recht {
		r, err := p.loese(l)
		if err != nil && lawErr == nil {
			lawErr = err
		}
		return r
	}
	config := regel.Config{Code: Code, Parameter: all, Fragen: fragen(), Kapitel: p.kapitel()}
	if w.formel, err = regel.New("wohngeld-formel", loese, (*Recht).groessen, config); err != nil {
		return w, err
	}
	if w.haushalt, err = regel.New("wohngeld", loese, (*Recht).haushalt, config); err != nil {
		return w, err
	}
	return w, lawErr
}

// kapitel is the reading.
func (p *parameter) kapitel() []regel.Kapitel {
	kapitel := func(code, titel, title, normen string, schritte []*regel.Vorlage, parameter ...regel.Angabe) regel.Kapitel {
		return regel.Kapitel{Code: code, Titel: recht.NewText(titel, title), Normen: recht.MustParseNormen(normen), Text: recht.NewText(kapitelTexte[code][0], kapitelTexte[code][1]), Schritte: schritte, Parameter: parameter}
	}
	return []regel.Kapitel{
		kapitel("groessen", "Berechnungsgrößen", "What the amount hangs on", "§ 4 WoGG",
			[]*regel.Vorlage{vGMitglieder, vGAusgeschlossen, vGStufe, vGMiete, vGEinkommen, vEingabe}),
		kapitel("haushalt", "Haushalt", "Household", "§ 5, § 6, § 7, § 20 WoGG",
			[]*regel.Vorlage{vHaushalt, vMitglied, vAusschluss, vNichtAus, vLeistungArt, vWohnkostenIn, vNurDarlehen, vVermeidbar, vAusbildungFakt, vVerstorbene, vAlle, vAusbildung}, p.uebergang),
		kapitel("wohnkosten", "Miete und Belastung", "Rent and burden", "§ 9, § 10, § 11 Abs. 2 WoGG",
			[]*regel.Vorlage{
				vWohnkosten, vZuschuss, vVereinbart, vHeizungDrin, vWasserDrin, vEnergieDrin, vGarageDrin, vStellplatzDrin, vFlaeche, vHeimFakt,
				vAusgewiesen, vPauschHeizung, vPauschWasser, vPauschEnergie, vPauschGarage, vPauschStellplatz,
				vDienstVereinbart, vDienstGezahlt, vDienst, vLastBuergschaft, vErbbauzins, vInstand, vGrundsteuer, vVerwaltung, vLastMonat,
				vLastFlaeche, vGewerbeFakt, vUnterAnteil, vUnterEntgelt, vMitbewohnerZahl, vMitbewohnerGeld, vHilfeFakt, vBuergeFakt,
				vGewerbe, vUntermiete, vMitbewohner, vHilfe, vBuerge,
			}, p.pauschHeizung, p.wasser, p.energie, p.garage, p.stellung, p.instand),
		kapitel("einkommen", "Einkommen", "Income", "§ 13, § 14, § 15, § 16 WoGG",
			[]*regel.Vorlage{
				vEinkommen, vPerson, vEinnahme, vEinnahmeArt, vBetrag, vMonate, vWerbungskosten, vGemeinsam, vPausch, vKonto, vMinijob, vAktiv, vAktivNicht, vKapital,
				vElterngeld, vPflegeFrei, vZuwendungFrei, vHaelfte, vNichtGezaehlt, vVoll, vSteuer, vKranken, vRentenbeitrag, vAbzug,
			}, p.lohn, p.rente, p.kapital, p.eltern, p.elternPlus, p.pflege, p.dritter, p.haelfte, p.aktiv, p.abzug),
		kapitel("freibetraege", "Freibeträge und Unterhalt", "Allowances and maintenance", "§ 17, § 17a, § 18 WoGG",
			[]*regel.Vorlage{
				vGdB, vPflege, vVerfolgtFakt, vKindFakt, vGrundrenteFakt, vAlleinFakt, vUnterhaltArt, vSchwer, vVerfolgt, vAllein, vKind, vRBS1, vGrundrente, vGrundrenteFehlt, vUnterhaltPerson, vUnterhalt, vUnterhaltBetrag,
				vUnterhaltTitel, vUnterhaltHoechst, vGesamt,
			}, p.schwer, p.verfolgt, p.allein, p.kind, p.renteSockel, p.renteSatz, p.renteDeckel, p.rbs1, p.auswaerts, p.wechsel, p.gatte, p.sonst),
		kapitel("miete", "Miete, die zählt", "Rent that counts", "§ 11, § 12 WoGG",
			[]*regel.Vorlage{vM, vGemeinde, vStufe, vTafel12, vRent, vHoechst, vKlima, vHeim, vGrenze, vCO2, vHeizung, vAnteil}, p.hoechst, p.klima, p.co2, p.heizung, p.stufen),
		kapitel("formel", "Formel", "Formula", "§ 19, Anlage 2, Anlage 3 WoGG",
			[]*regel.Vorlage{vY, vMinM, vMinY, vFormel, vA, vB, vC, vZ1, vZ2, vZ3, vZ4, vRundung}, p.minM, p.minY, p.a, p.b, p.c, p.faktor),
		kapitel("ergebnis", "Ergebnis", "Result", "§ 19 Abs. 3, § 21 WoGG",
			[]*regel.Vorlage{vKeinBetrag, vAb13, vDeckel, vUeberM, vMindest, vBesitzstand, vVermoegenFakt, vBedarf, vVermoegen, vPlausibel, vOffen, vErgebnis},
			p.ab13, p.deckelAb, p.mindest, p.vermoegen, p.vermoegenWeitere),
		kapitel("zeit", "Zeit und Änderung", "Time and change", "§ 15, § 25, § 27, § 30a WoGG", nil,
			p.einmalig, p.regelMonate, p.maxMonate, p.hoeher, p.niedriger, p.bagatelle),
	}
}

// AmTag returns the law of the day.
func AmTag(tag datum.Datum) (*Recht, error) { return Formel().Recht(tag) }
