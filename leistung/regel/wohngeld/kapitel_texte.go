// SPDX-License-Identifier: Apache-2.0

package wohngeld

// kapitelTexte say in German and English what a chapter of the reading is about.
var kapitelTexte = map[string][2]string{
	"groessen": {
		"Das Wohngeld richtet sich nach der Zahl der Haushaltsmitglieder, der Miete oder Belastung und dem Gesamteinkommen.",
		"Wohngeld depends on the number of household members, the rent or burden, and the total income.",
	},
	"haushalt": {
		"Alle Haushaltsmitglieder zählen, außer wer eine andere Leistung erhält, in der Wohnkosten enthalten sind. Sind alle ausgeschlossen oder in geförderter Ausbildung, gibt es kein Wohngeld.",
		"All household members count except those who receive another benefit that contains housing costs. Where all are excluded, or in training with support, there is no Wohngeld.",
	},
	"wohnkosten": {
		"Miete ist das vereinbarte Entgelt mit kalten Nebenkosten; Heizung, Warmwasser, Energie und Garage gehören nicht dazu. Belastung sind Kapitaldienst, Instandhaltung und Betrieb, Grundsteuer und Verwaltung. Davon gehen die Teile des § 11 Abs. 2 in ihrer Reihenfolge ab.",
		"Rent is what was agreed, with cold ancillary costs; heating, hot water, energy and garage are no part of it. Burden is interest and repayment, upkeep and running costs, property tax and administration. The parts of § 11 Abs. 2 are taken off in their order.",
	},
	"einkommen": {
		"Für jede Person werden die positiven Einkünfte und die Einnahmen des § 14 Abs. 2 eines Jahres zusammengezählt; Verluste mindern nichts anderes. Davon gehen für Steuer, Kranken- und Rentenversicherung je 10 Prozent ab, für jede Person einzeln.",
		"For each person the positive incomes and the receipts of § 14 Abs. 2 of a year are added; losses lower nothing else. For tax, health and pension insurance 10 percent each are taken off, person by person.",
	},
	"freibetraege": {
		"Freibeträge und Unterhalt werden von der Summe aller abgezogen. Der Freibetrag bei Grundrentenzeiten setzt die Mitteilung der Rentenversicherung voraus.",
		"Allowances and maintenance are taken off the sum of all. The allowance for Grundrentenzeiten needs the notice of the pension insurer.",
	},
	"miete": {
		"Es zählt die Miete, höchstens Höchstbetrag und Klimakomponente; die Beträge für Heizkosten kommen danach dazu und sind nicht begrenzt. Sind Mitglieder ausgeschlossen, werden die Tafeln für alle gelesen und die Beträge geteilt.",
		"The rent counts, at most the maximum and the climate component; the amounts for heating are added after it and are not capped. Where members are excluded, the tables are read for all of them and the amounts shared.",
	},
	"formel": {
		"Wohngeld ist 1,15 · (M − (a + b · M + c · Y) · Y). M und Y sind mindestens die Werte der Anlage 3 Nr. 1. Gerechnet wird mit zehn Nachkommastellen, das Ergebnis auf volle Euro gerundet.",
		"Wohngeld is 1.15 · (M − (a + b · M + c · Y) · Y). M and Y are at least the values of Anlage 3 Nr. 1. Ten decimals are kept, and the result is rounded to whole euro.",
	},
	"ergebnis": {
		"Ab dem 13. Mitglied kommt ein Zuschlag dazu, höchstens bis zur Miete, die zählt. Weniger als der Mindestbetrag wird nicht gezahlt. Erhebliches Vermögen und eine Lücke zum Bedarf prüft eine Person; sie ändern hier keinen Betrag.",
		"From the 13th member on a supplement is added, up to the rent that counts. Less than the minimum is not paid. Considerable wealth and a gap to the need are for a person to look at; they change no amount here.",
	},
	"zeit": {
		"Jeder Monat wird nach seinem Recht gerechnet; was entschieden war, behält das alte Recht, außer wo §§ 42c, 42d und 44 eine neue Entscheidung von Amts wegen vorsehen.",
		"Each month is calculated by its law; what was decided keeps the old law, except where §§ 42c, 42d and 44 ask for a new decision ex officio.",
	},
}
