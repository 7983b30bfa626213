// SPDX-License-Identifier: Apache-2.0

package wohngeld

import "github.com/deutschland-stack/bausteine/kommune/recht"

// titelOf names the parameters for a reader.
func titelOf(name string) recht.Text {
	t := titel[name]
	return recht.NewText(t[0], t[1])
}

var titel = map[string][2]string{
	"hoechstbetrag":                  {"Höchstbeträge für Miete und Belastung", "Maximum amounts for rent and burden"},
	"heizkosten_co2":                 {"Entlastung bei den Heizkosten (CO2)", "Relief for heating costs (CO2)"},
	"heizkostenkomponente":           {"Heizkostenkomponente", "Heating component"},
	"klimakomponente":                {"Klimakomponente", "Climate component"},
	"a":                              {"Wert a", "Value a"},
	"b":                              {"Wert b", "Value b"},
	"c":                              {"Wert c", "Value c"},
	"min_M":                          {"Mindestwert für M", "Minimum of M"},
	"min_Y":                          {"Mindestwert für Y", "Minimum of Y"},
	"faktor":                         {"Faktor der Formel", "Factor of the formula"},
	"zuschlag_ab_13":                 {"Zuschlag ab dem 13. Mitglied", "Supplement from the 13th member on"},
	"deckel_ab_mitgliedern":          {"Miete als Obergrenze ab so vielen Mitgliedern", "Rent as upper limit from so many members on"},
	"mindestbetrag":                  {"Mindestbetrag", "Minimum amount"},
	"mietenstufen":                   {"Mietenstufen der Gemeinden", "Levels of rents of the Gemeinden"},
	"abzug_je_kategorie":             {"Abzug je Pflichtbeitrag und Steuer", "Deduction for each kind of contribution and tax"},
	"freibetrag_schwerbehindert":     {"Freibetrag Schwerbehinderung", "Allowance for disability"},
	"freibetrag_ns_verfolgt":         {"Freibetrag für Verfolgte", "Allowance for persecuted persons"},
	"freibetrag_alleinerziehend":     {"Freibetrag für Alleinerziehende", "Allowance for single parents"},
	"freibetrag_kind_erwerb_hoechst": {"Freibetrag für eigenen Erwerb eines Kindes, höchstens", "Allowance for a child's own earnings, at most"},
	"grundrente_sockel":              {"Grundrentenzeiten: Sockel des Freibetrags", "Grundrentenzeiten: base of the allowance"},
	"grundrente_satz":                {"Grundrentenzeiten: Anteil am Mehrbetrag", "Grundrentenzeiten: share of what exceeds it"},
	"grundrente_deckel":              {"Grundrentenzeiten: Obergrenze", "Grundrentenzeiten: upper limit"},
	"regelbedarfsstufe_1":            {"Regelbedarfsstufe 1", "Regelbedarfsstufe 1"},
	"unterhalt_auswaerts":            {"Unterhalt für ein auswärts lebendes Mitglied, höchstens", "Maintenance for a member who lives away, at most"},
	"unterhalt_kind_wechselmodell":   {"Unterhalt für ein Kind in beiden Haushalten, höchstens", "Maintenance for a child of both households, at most"},
	"unterhalt_ehegatte":             {"Unterhalt für frühere oder getrennte Ehegatten, höchstens", "Maintenance for a former or separated spouse, at most"},
	"unterhalt_sonstige":             {"Unterhalt für andere Personen, höchstens", "Maintenance for anybody else, at most"},
	"kapital_frei":                   {"Kapitalerträge, frei", "Capital income, free"},
	"zuwendung_pflege_frei":          {"Unterhalt an Pflegepersonen, frei", "Maintenance for carers, free"},
	"zuwendung_dritter_frei":         {"Zuwendungen Dritter, frei", "Gifts of third parties, free"},
	"haelftig_gezaehlt":              {"Ausbildungshilfen und Pflegegelder, gezählter Anteil", "Grants for training and foster-care rates, share that counts"},
	"aktivrente":                     {"Steuerfreier Lohn nach § 3 Nr. 21 EStG zählt (1 = ja)", "Tax-free wages of § 3 Nr. 21 EStG count (1 = yes)"},
	"uebergangsgeld_ausgeschlossen":  {"Übergangsgeld schließt aus (1 = ja)", "Übergangsgeld excludes (1 = yes)"},
	"arbeitnehmer_pauschbetrag":      {"Arbeitnehmer-Pauschbetrag", "Flat amount for employees"},
	"renten_pauschbetrag":            {"Pauschbetrag für Renten und Versorgungsbezüge", "Flat amount for pensions"},
	"elterngeld_frei":                {"Elterngeld, frei", "Elterngeld, free"},
	"elterngeld_plus_frei":           {"ElterngeldPlus, frei", "ElterngeldPlus, free"},
	"vermoegen_erstes_mitglied":      {"Richtwert für erhebliches Vermögen, erstes Mitglied", "Guide value for considerable wealth, first member"},
	"vermoegen_weiteres_mitglied":    {"Richtwert für erhebliches Vermögen, jedes weitere Mitglied", "Guide value for considerable wealth, each further member"},
	"pauschale_heizung":              {"Pauschbetrag Heizung", "Flat amount for heating"},
	"pauschale_warmwasser":           {"Pauschbetrag Warmwasser", "Flat amount for hot water"},
	"pauschale_haushaltsenergie":     {"Pauschbetrag Haushaltsenergie", "Flat amount for household energy"},
	"pauschale_garage":               {"Pauschbetrag Garage", "Flat amount for a garage"},
	"pauschale_stellplatz":           {"Pauschbetrag Stellplatz", "Flat amount for a parking space"},
	"instandhaltung_betrieb":         {"Instandhaltung und Betrieb", "Upkeep and running costs"},
	"einmaliges_einkommen_monate":    {"Einmaliges Einkommen zählt verteilt auf", "One-off income is spread over"},
	"bewilligung_monate_regel":       {"Bewilligungszeitraum in der Regel", "Period as a rule"},
	"bewilligung_monate_hoechst":     {"Bewilligungszeitraum höchstens", "Period at most"},
	"erhoehung_schwelle":             {"Erhöhung auf Antrag bei mehr als", "Increase on application above"},
	"minderung_schwelle":             {"Minderung von Amts wegen bei mehr als", "Decrease ex officio above"},
	"bagatell_rueckforderung":        {"Nicht zurückgefordert bis", "Not reclaimed up to"},
}

var einheiten = map[string]string{
	monat: "euro a month", jahr: "euro a year", "Euro": "euro", "Prozent": "percent", "Monate": "months", "Mitglieder": "members",
	"Stufe": "level", "Prozent der Regelbedarfsstufe 1": "percent of Regelbedarfsstufe 1", "zählt": "counts",
	"Euro im Monat je Quadratmeter": "euro a month for each square metre", "Euro im Jahr je Quadratmeter": "euro a year for each square metre",
}
