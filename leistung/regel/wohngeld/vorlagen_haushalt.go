// SPDX-License-Identifier: Apache-2.0

package wohngeld

import "github.com/deutschland-stack/bausteine/leistung/regel"

func rechnung(code, norm, titel, title, text, english string) *regel.Vorlage {
	return vorlage(regel.ArtRechnung, code, norm, titel, title, text, english)
}

func gesetz(code, norm, titel, title, text, english string) *regel.Vorlage {
	return vorlage(regel.ArtParameter, code, norm, titel, title, text, english)
}

// What the steps of the household say.
var (
	vHaushalt   = rechnung("haushalt", "§ 6 Abs. 1 WoGG", "Zu berücksichtigende Haushaltsmitglieder", "Counted household members", "", "")
	vMitglied   = vorlage(regel.ArtPruefung, "mitglied", "§ 6 Abs. 1 WoGG", "Mitglied wird berücksichtigt", "Member is counted", "", "")
	vAusschluss = ausnahme("ausschluss", "§ 7 WoGG", "§ 6 Abs. 1 WoGG", "Ausgeschlossen", "Excluded", "", "")
	vNichtAus   = ausnahme("nicht_ausgeschlossen", "§ 7 Abs. 1 WoGG", "§ 7 WoGG", "Leistung schließt nicht aus", "Benefit does not exclude", "", "")
	vAusbildung = vorlage(regel.ArtPruefung, "ausbildung", "§ 20 Abs. 2 WoGG", "Alle haben dem Grunde nach Anspruch auf Ausbildungsförderung", "All are entitled in principle to support for training", "kein Anspruch", "no entitlement")
	vStufe      = gesetz("mietenstufe", "§ 12 Abs. 2 WoGG", "Mietenstufe der Gemeinde", "Level of rents of the Gemeinde", "Gemeindeschlüssel {0}", "key {0}")

	vWohnkosten    = rechnung("wohnkosten", "§ 9 WoGG", "Miete oder Belastung im Monat", "Rent or burden a month", "", "")
	vVereinbart    = fakt("vereinbart", "§ 9 Abs. 1 WoGG", "/miete/vereinbart", "Miete nach dem Vertrag", "Rent by the contract")
	vAusgewiesen   = fakt("ausgewiesen", "§ 9 Abs. 2 WoGG", "/miete/ausgewiesen", "weniger Heizung, Warmwasser, Energie, Garage, Dienste", "Less heating, hot water, energy, garage, services")
	vPauschHeizung = gesetz("pauschal_heizung", "§ 6 Abs. 2 Nr. 1 WoGV", "weniger Heizung, pauschal je Quadratmeter", "Less heating, flat for each square metre", "{0} Quadratmeter", "{0} square metres")
	vPauschWasser  = gesetz("pauschal_warmwasser", "§ 6 Abs. 2 Nr. 2 WoGV", "weniger Warmwasser, pauschal", "Less hot water, flat", "{0} Bewohner", "{0} residents")
	vPauschEnergie = gesetz("pauschal_energie", "§ 6 Abs. 2 Nr. 3 WoGV", "weniger Haushaltsenergie, pauschal", "Less household energy, flat", "{0} Bewohner", "{0} residents")
	vPauschGarage  = gesetz("pauschal_garage", "§ 6 Abs. 2 Nr. 4 WoGV", "weniger Garage, pauschal", "Less garage, flat", "", "")

	vPauschStellplatz = gesetz("pauschal_stellplatz", "§ 6 Abs. 2 Nr. 4 WoGV", "weniger Stellplatz, pauschal", "Less parking space, flat", "", "")
	vDienstVereinbart = fakt("kapitaldienst_vereinbart", "§ 12 Abs. 2 WoGV", "/last/kapitaldienstVereinbart", "Zinsen und Tilgung im Jahr, vereinbart", "Interest and repayment a year, agreed")
	vDienstGezahlt    = fakt("kapitaldienst_gezahlt", "§ 12 Abs. 2 WoGV", "/last/kapitaldienstGezahlt", "Zinsen und Tilgung im Jahr, gezahlt", "Interest and repayment a year, paid")
	vDienst           = rechnung("kapitaldienst", "§ 12 Abs. 2 WoGV", "der kleinere Betrag zählt", "The smaller amount counts", "", "")
	vLastBuergschaft  = fakt("buergschaftskosten", "§ 12 Abs. 1 Nr. 3 WoGV", "/last/buergschaft", "Bürgschaftskosten im Jahr", "Costs of a guarantee a year")
	vErbbauzins       = fakt("erbbauzins", "§ 12 Abs. 1 Nr. 4 WoGV", "/last/erbbauzins", "Erbbauzinsen im Jahr", "Ground rent a year")
	vInstand          = gesetz("instandhaltung", "§ 13 Abs. 2 WoGV", "Instandhaltung und Betrieb im Jahr", "Upkeep and running costs a year", "{0} Quadratmeter × {1}", "{0} square metres × {1}")
	vGrundsteuer      = fakt("grundsteuer", "§ 13 Abs. 2 WoGV", "/last/grundsteuer", "Grundsteuer im Jahr", "Property tax a year")
	vVerwaltung       = fakt("verwaltung", "§ 13 Abs. 2 WoGV", "/last/verwaltung", "Verwaltung durch Dritte im Jahr", "Administration by others a year")
	vLastMonat        = rechnung("belastung", "§ 10 Abs. 1 WoGG", "Belastung im Monat", "Burden a month", "{0} im Jahr, geteilt durch 12", "{0} a year, divided by 12")
	vGewerbe          = rechnung("gewerblich", "§ 11 Abs. 2 Nr. 1 WoGG", "weniger gewerblich genutzter Teil", "Less the part used for a trade", "", "")
	vUntermiete       = rechnung("untermiete", "§ 11 Abs. 2 Nr. 2 WoGG", "weniger untervermieteter Teil, mindestens das Entgelt", "Less the part let to somebody else, at least what he pays", "", "")
	vMitbewohner      = rechnung("mitbewohner", "§ 11 Abs. 2 Nr. 3 WoGG", "weniger Anteil der Mitbewohner, mindestens was sie zahlen", "Less the share of co-residents, at least what they pay", "{0} von {1} Personen; sie zahlen {2}", "{0} of {1} persons; they pay {2}")
	vHilfe            = rechnung("hilfe", "§ 11 Abs. 2 Nr. 4 WoGG", "weniger öffentliche Hilfe zur Miete", "Less public help for the rent", "", "")
	vBuerge           = rechnung("buerge", "§ 11 Abs. 2 Nr. 5 WoGG", "weniger Leistungen aus einer Verpflichtung nach § 68 AufenthG", "Less payments of a guarantor (§ 68 AufenthG)", "", "")

	vEinkommen      = rechnung("gesamteinkommen", "§ 13 WoGG", "Gesamteinkommen im Jahr", "Total income a year", "", "")
	vPerson         = rechnung("person", "§ 14 Abs. 1 WoGG", "Mitglied", "Member", "", "")
	vEinnahme       = rechnung("einnahme", "§ 14 WoGG", "Einnahme", "Income", "", "")
	vBetrag         = fakt("betrag", "§ 15 Abs. 1 WoGG", "/personen/#/einnahmen/#/betrag", "Betrag im Jahr", "Amount a year")
	vWerbungskosten = fakt("werbungskosten", "§ 9 EStG", "/personen/#/einnahmen/#/werbungskosten", "Werbungskosten", "Expenses")
	vGemeinsam      = rechnung("gemeinsam", "§ 14 Abs. 1 WoGG", "zählt mit den anderen dieser Art", "Counts with the others of its kind", "", "")
	vPausch         = gesetz("pauschbetrag", "§ 14 Abs. 1 WoGG", "Pauschbetrag", "Flat amount", "{0}; nachgewiesen {1}, der höhere Betrag zählt", "{0}; shown {1}, the higher amount counts")
	vKonto          = rechnung("einkuenfte", "§ 14 Abs. 1 WoGG", "Einkünfte, nie unter null", "Income of the kind, never below zero", "{0}: {1} weniger {2}", "{0}: {1} less {2}")
	vMinijob        = ausnahme("minijob", "§ 14 Abs. 1 Satz 3 WoGG", "§ 9a Satz 1 Nr. 1 EStG", "Pauschal besteuert: nur nachgewiesene Kosten, kein Pauschbetrag", "Taxed at a flat rate: only expenses shown, no flat amount", "", "")
	vAktiv          = gesetz("aktivrente", "§ 14 Abs. 2 Nr. 12 WoGG", "Steuerfreier Lohn (Aktivrente) zählt", "Tax-free wages (Aktivrente) count", "", "")
	vAktivNicht     = rechnung("aktivrente_nicht", "§ 14 Abs. 2 WoGG", "zählt vor 2026 nicht", "Does not count before 2026", "", "")
	vKapital        = gesetz("kapital_frei", "§ 14 Abs. 2 Nr. 15 WoGG", "davon frei", "Of this free", "", "")
	vElterngeld     = gesetz("elterngeld_frei", "§ 10 BEEG", "davon frei", "Of this free", "für {0} Monate", "for {0} months")
	vPflegeFrei     = gesetz("pflege_frei", "§ 14 Abs. 2 Nr. 19 WoGG", "davon frei", "Of this free", "", "")
	vZuwendungFrei  = gesetz("zuwendung_frei", "§ 14 Abs. 2 Nr. 19 WoGG", "davon frei", "Of this free", "", "")
	vHaelfte        = gesetz("haelfte", "§ 14 Abs. 2 Nr. 27 WoGG", "davon zählt, in Prozent", "Of this counts, in percent", "", "")
	vNichtGezaehlt  = rechnung("nicht_gezaehlt", "§ 14 Abs. 2 WoGG", "steht nicht in der Liste und zählt nicht", "Is not in the list and does not count", "", "")
	vVoll           = rechnung("voll", "§ 14 Abs. 2 WoGG", "zählt voll", "Counts in full", "", "")
	vAbzug          = gesetz("abzug", "§ 16 WoGG", "nach dem Abzug", "After the deduction", "{0} Prozent von {1}", "{0} percent of {1}")

	vSchwer           = gesetz("frei_schwerbehindert", "§ 17 Nr. 1 WoGG", "Freibetrag Schwerbehinderung", "Allowance for disability", "", "")
	vVerfolgt         = gesetz("frei_verfolgt", "§ 17 Nr. 2 WoGG", "Freibetrag für Verfolgte", "Allowance for persecuted persons", "", "")
	vAllein           = gesetz("frei_allein", "§ 17 Nr. 3 WoGG", "Freibetrag für Alleinerziehende", "Allowance for single parents", "", "")
	vKind             = gesetz("frei_kind", "§ 17 Nr. 4 WoGG", "Freibetrag für eigenen Erwerb eines Kindes", "Allowance for a child's own earnings", "", "")
	vGrundrente       = gesetz("frei_grundrente", "§ 17a Abs. 1 WoGG", "Freibetrag bei Grundrentenzeiten", "Allowance for Grundrentenzeiten", "Rente {0}: {1} und {2} Prozent des Mehrbetrags, höchstens {3}", "pension {0}: {1} and {2} percent of what exceeds it, at most {3}")
	vRBS1             = gesetz("regelbedarfsstufe_1", "§ 17a Abs. 1 WoGG", "Regelbedarfsstufe 1", "Regelbedarfsstufe 1", "", "")
	vGrundrenteFehlt  = vorlage(regel.ArtHinweis, "grundrente_fehlt", "§ 17a Abs. 3 WoGG", "Ohne Mitteilung der Rentenversicherung kein Freibetrag; danach wird von Amts wegen neu entschieden", "No allowance without notice of the pension insurer; after it a new decision ex officio", "", "")
	vUnterhaltPerson  = rechnung("unterhalt_mitglied", "§ 18 WoGG", "Unterhalt, den das Mitglied zahlt", "Maintenance the member pays", "", "")
	vUnterhalt        = rechnung("unterhalt", "§ 18 WoGG", "Unterhalt", "Maintenance", "", "")
	vUnterhaltBetrag  = fakt("unterhalt_betrag", "§ 18 WoGG", "/personen/#/unterhalt/#/betrag", "Betrag im Jahr", "Amount a year")
	vUnterhaltTitel   = fakt("unterhalt_titel", "§ 18 WoGG", "/personen/#/unterhalt/#/titel", "höchstens nach Titel, Urkunde oder Bescheid", "At most by title, agreement or notice")
	vUnterhaltHoechst = gesetz("unterhalt_hoechst", "§ 18 WoGG", "höchstens", "At most", "", "")
	vGesamt           = rechnung("summe", "§ 13 Abs. 1 WoGG", "Summe weniger Freibeträge und Unterhalt", "Sum less allowances and maintenance", "{0} − {1} − {2}, nicht unter null", "{0} − {1} − {2}, not below zero")

	vVermoegen = vorlage(regel.ArtErmessen, "vermoegen", "§ 21 Nr. 3 WoGG", "Erhebliches Vermögen: eine Person entscheidet", "Considerable wealth: a person decides", "angegeben {0}, Richtwert {1}", "stated {0}, guide value {1}")
	vPlausibel = vorlage(regel.ArtErmessen, "plausibilitaet", "§ 15 Abs. 1 WoGG", "Einkommen und Wohngeld decken den Bedarf nicht: eine Person fragt nach", "Income and Wohngeld do not cover the need: a person asks", "{0} im Monat, Bedarf {1}", "{0} a month, need {1}")
)
