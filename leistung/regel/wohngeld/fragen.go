// SPDX-License-Identifier: Apache-2.0

package wohngeld

import (
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/regel"
)

// fragen are the open questions of the law as far as this package met them. What
// can be chosen is chosen in [Auslegung]; the first reading is the one applied.
func fragen() []regel.Frage {
	frage := func(code, normen, frage, question, wirkung, effect string, lesarten ...regel.Leseweise) regel.Frage {
		return regel.Frage{
			Code: code, Normen: recht.MustParseNormen(normen), Frage: recht.NewText(frage, question),
			Wirkung: recht.NewText(wirkung, effect), Lesarten: lesarten,
		}
	}
	lesart := func(code, german, english, quelle string) regel.Leseweise {
		return regel.Leseweise{Code: code, Text: recht.NewText(german, english), Quelle: quelle}
	}
	return []regel.Frage{
		frage(FrageYRundung, "§ 13 Abs. 1 WoGG",
			"Wird das monatliche Einkommen auf Cent gerundet?", "Is the monthly income rounded to cents?",
			"Ein Euro in etwa drei von zehntausend Fällen.", "One euro in about three of ten thousand cases.",
			lesart("genau", "Nein, ein Zwölftel bleibt genau: Eine Rundung ist nicht angeordnet.", "No, a twelfth stays exact: no rounding is ordered.", ""),
			lesart("cent", "Ja, kaufmännisch auf Cent.", "Yes, half up to cents.", "Rechenbeispiele des Bundes, Stand 01.01.2025")),
		frage(FrageTafel13, "§ 19 Abs. 3, § 12 Abs. 1 WoGG",
			"Für wie viele Mitglieder gelten Höchstbetrag, Klima- und Heizkosten, wenn mehr als zwölf zu berücksichtigen sind?",
			"For how many members do maximum, climate and heating amounts hold where more than twelve are counted?",
			"Bei großen Haushalten mit hoher Miete einige Euro bis einige Dutzend Euro.", "For large households with a high rent a few euro to a few dozen.",
			lesart("zwoelf", "Für zwölf.", "For twelve.", "Hinweis der Länder zu Nr. 19.31 WoGVwV, Dezember 2024"),
			lesart("wortlaut", "Für alle Haushaltsmitglieder.", "For all household members.", "")),
		frage(FrageDeckel, "§ 19 Abs. 1 WoGG",
			"Darf das Wohngeld bis zwölf Mitglieder höher sein als die Miete, die zählt?", "May Wohngeld exceed the rent that counts up to twelve members?",
			"Nur bei sehr niedriger Miete und sehr niedrigem Einkommen.", "Only with a very low rent and a very low income.",
			lesart("wortlaut", "Ja, eine Grenze steht nur in § 19 Abs. 3.", "Yes, only § 19 Abs. 3 has a limit.", ""),
			lesart("grenze", "Nein.", "No.", "Entwurf BT-Drs. 21/8284 (§ 19 Abs. 4)")),
		frage(FrageDeckelCent, "§ 19 Abs. 3 WoGG",
			"Wie wird das Wohngeld gerundet, wenn es durch die Miete begrenzt ist?", "How is Wohngeld rounded where the rent limits it?",
			"Weniger als ein Euro.", "Less than one euro.",
			lesart("abgeschnitten", "Auf volle Euro abgeschnitten.", "Cut to whole euro.", ""),
			lesart("cent", "Gar nicht.", "Not at all.", "")),
		frage(FrageNachtrag, "§ 1 Abs. 3 WoGV",
			"Gelten die Mietenstufen der 18 im April 2023 nachgetragenen Gemeinden schon ab Januar 2023?",
			"Do the levels of the 18 Gemeinden that were added in April 2023 hold from January 2023?",
			"18 Gemeinden, Januar bis April 2023. Für Nordkirchen ist die zuvor gedruckte Stufe des Kreises nicht bekannt; dort gilt immer die nachgetragene.",
			"18 Gemeinden, January to April 2023. For Nordkirchen the level printed before is not known; the added one is always used there.",
			lesart("ab_verkuendung", "Nein, bis dahin gilt die Stufe des Kreises.", "No, until then the level of the Kreis holds.", ""),
			lesart("von_anfang", "Ja.", "Yes.", "")),
		frage(FrageKapital, "§ 14 Abs. 2 Nr. 15 WoGG",
			"Was zählt von Kapitalerträgen über 100 Euro im Jahr?", "What counts of capital income above 100 euro a year?",
			"Bis zu 100 Euro Einkommen im Jahr.", "Up to 100 euro of income a year.",
			lesart("uebersteigend", "Der Teil, der 100 Euro übersteigt.", "The part above 100 euro.", ""),
			lesart("voll", "Alles, sobald 100 Euro überschritten sind.", "All of it, once 100 euro are exceeded.", "")),
		frage(FrageGrundrente, "§ 17a Abs. 1 WoGG",
			"Wovon wird der Freibetrag berechnet, von der Rente oder von dem, was nach § 16 von ihr bleibt?",
			"What is the allowance taken of, the pension or what § 16 leaves of it?",
			"Nur wenn die Obergrenze nicht erreicht ist.", "Only where the upper limit is not reached.",
			lesart("rente", "Von der Rente.", "The pension.", ""),
			lesart("nach_abzug", "Von der Rente nach Abzug.", "The pension after deductions.", "")),
		frage(FrageInsel2020, "§ 12 Abs. 4a WoGG",
			"Seit wann gilt Mietenstufe V für die Inseln ohne Festlandanschluss?", "Since when does level V hold for the islands without a link to the mainland?",
			"28 Gemeinden, Jahr 2020.", "28 Gemeinden, the year 2020.",
			lesart("2020", "Seit 01.01.2020.", "Since 1 January 2020.", ""),
			lesart("spaeter", "Später.", "Later.", "")),
		frage(FrageGebiet, "§ 1 Abs. 3 WoGV",
			"Welche Stufe hat eine Gemeinde, die nach dem Gebietsstand der Liste entstanden ist?", "Which level does a Gemeinde have that was formed after the list's territorial state?",
			"Wenige Gemeinden nach Zusammenschlüssen.", "A few Gemeinden after mergers.",
			lesart("kreis", "Die des Kreises, wie jede nicht genannte.", "That of the Kreis, as every one that is not listed.", ""),
			lesart("vorgaenger", "Die der Vorgängerin.", "That of its predecessor.", "")),
		frage(FrageZehnte, "Anlage 3 Nr. 2 WoGG",
			"Wird an der zehnten Stelle abgeschnitten oder gerundet?", "Is the tenth decimal cut or rounded?",
			"Keine: In fünf Millionen Fällen kein Unterschied.", "None: no difference in five million cases.",
			lesart("abgeschnitten", "Abgeschnitten.", "Cut.", ""), lesart("gerundet", "Gerundet.", "Rounded.", "")),
		frage(FrageWoGVwV, "§ 21 Nr. 3 WoGG",
			"Gelten die Beträge der Verwaltungsvorschrift von 2017 unverändert?", "Do the amounts of the administrative regulation of 2017 still hold?",
			"Vermögen ist hier nur ein Anlass zu prüfen, nie eine Ablehnung.", "Wealth is only a cause to look here, never a refusal.",
			lesart("ja", "Ja, eine neuere Fassung wurde nicht gefunden.", "Yes, no newer version was found.", ""), lesart("nein", "Nein.", "No.", "")),
		frage(FrageEntwurf, "§ 19 WoGG",
			"Was vom Entwurf BT-Drs. 21/8284 ist abgebildet?", "How much of the bill BT-Drs. 21/8284 is held?",
			"Vergleiche mit dem Entwurf sind um diese Teile unvollständig: neue Mietenstufen, Vermögen im Gesetz, Werbungskosten nur pauschal, § 17 Nr. 1 mit Pflegegrad 3, Sparer-Pauschbetrag.",
			"Comparisons with the bill lack these parts: new levels of rents, wealth in the act, only flat expenses, § 17 Nr. 1 with care degree 3, saver's allowance.",
			lesart("teil", "Werte c, Heizkosten, Mindestbetrag, Grenze M, Stellplatz.", "Values c, heating, minimum amount, limit M, parking space.", "Bericht Dritter über den Entwurf, Oktober 2026"),
			lesart("ganz", "Alles.", "All of it.", "")),
	}
}
