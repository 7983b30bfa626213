// SPDX-License-Identifier: Apache-2.0

package wohngeld

import (
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/regel"
)

func vorlage(art regel.Art, code, norm, titel, title, text, english string) *regel.Vorlage {
	return &regel.Vorlage{Art: art, Code: code, Norm: recht.MustParseNorm(norm), Titel: recht.NewText(titel, title), Text: recht.NewText(text, english)}
}

func fakt(code, norm, pfad, titel, title string) *regel.Vorlage {
	v := vorlage(regel.ArtTatsache, code, norm, titel, title, "", "")
	v.Pfad = pfad
	return v
}

func ausnahme(code, norm, verdraengt, titel, title, text, english string) *regel.Vorlage {
	v := vorlage(regel.ArtAusnahme, code, norm, titel, title, text, english)
	v.Verdraengt = recht.MustParseNorm(verdraengt)
	return v
}

// What the steps of the formula say.
var (
	vGMitglieder     = fakt("mitglieder", "§ 5 WoGG", "/mitglieder", "Haushaltsmitglieder", "Household members")
	vGAusgeschlossen = fakt("ausgeschlossen", "§ 7 WoGG", "/ausgeschlossen", "davon ausgeschlossen", "Of these excluded")
	vGStufe          = fakt("stufe", "§ 12 Abs. 2 WoGG", "/stufe", "Mietenstufe", "Level of rents (Mietenstufe)")
	vGMiete          = fakt("miete_monat", "§ 9 WoGG", "/miete", "Miete oder Belastung im Monat", "Rent or burden a month")
	vGEinkommen      = fakt("gesamteinkommen_jahr", "§ 13 WoGG", "/gesamteinkommen", "Gesamteinkommen im Jahr", "Total income a year")
	vEingabe         = vorlage(regel.ArtPruefung, "eingabe", "§ 4 WoGG", "Eingabe vollständig und ohne Widerspruch", "Input complete and consistent", "sonst wird nichts berechnet", "otherwise nothing is calculated")
	vAlle            = vorlage(regel.ArtPruefung, "alle_ausgeschlossen", "§ 21 Nr. 2 WoGG", "Alle Mitglieder sind ausgeschlossen", "All members are excluded", "kein Anspruch", "no entitlement")

	vM       = vorlage(regel.ArtRechnung, "M", "§ 11 Abs. 1 WoGG", "Miete, die zählt (M)", "Rent that counts (M)", "", "")
	vRent    = vorlage(regel.ArtRechnung, "miete", "§ 11 Abs. 2 WoGG", "Miete oder Belastung nach Abzügen", "Rent or burden after deductions", "", "")
	vHeim    = ausnahme("heim", "§ 11 Abs. 1 Satz 2 WoGG", "§ 9 WoGG", "Im Heim gilt der Höchstbetrag als Miete", "In a home the maximum counts as the rent", "", "")
	vHoechst = vorlage(regel.ArtParameter, "hoechstbetrag", "§ 12 Abs. 1 WoGG", "Höchstbetrag", "Maximum amount", "Mitglieder: {0}, Mietenstufe {1}", "members: {0}, Mietenstufe {1}")
	vKlima   = vorlage(regel.ArtParameter, "klima", "§ 12 Abs. 7 WoGG", "dazu Klimakomponente", "Plus climate component", "Mitglieder: {0}", "members: {0}")
	vGrenze  = vorlage(regel.ArtRechnung, "grenze", "§ 11 Abs. 1 WoGG", "der kleinere Betrag zählt", "The smaller amount counts", "Miete {0}, Grenze {1}", "rent {0}, limit {1}")
	vCO2     = vorlage(regel.ArtParameter, "co2", "§ 12 Abs. 6 WoGG", "dazu Entlastung bei den Heizkosten (CO2)", "Plus relief for heating costs (CO2)", "Mitglieder: {0}; nach der Grenze addiert", "members: {0}; added after the limit")
	vHeizung = vorlage(regel.ArtParameter, "heizung", "§ 12 Abs. 6 WoGG", "dazu Heizkostenkomponente", "Plus heating component", "Mitglieder: {0}; nach der Grenze addiert", "members: {0}; added after the limit")
	vAnteil  = ausnahme("anteil", "§ 11 Abs. 3 WoGG", "§ 11 Abs. 1 WoGG", "Anteil der zu berücksichtigenden Mitglieder", "Share of the counted members", "{0} von {1}; ungerundet", "{0} of {1}; not rounded")
	vTafel12 = ausnahme("tafel_12", "§ 19 Abs. 3 WoGG", "§ 12 Abs. 1 WoGG", "Mehr als zwölf: Beträge für zwölf Mitglieder", "More than twelve: amounts for twelve members", "Hinweis der Länder zu Nr. 19.31 WoGVwV; nach dem Wortlaut wären es {0}", "advice of the Länder on no. 19.31 WoGVwV; by the wording it would be {0}")
	vY       = vorlage(regel.ArtRechnung, "Y", "§ 13 Abs. 1 WoGG", "Einkommen im Monat (Y)", "Income a month (Y)", "{0} im Jahr, geteilt durch 12", "{0} a year, divided by 12")
	vMinM    = vorlage(regel.ArtParameter, "min_M", "Anlage 3 Nr. 1 WoGG", "M ist mindestens", "M is at least", "Mitglieder: {0}", "members: {0}")
	vMinY    = vorlage(regel.ArtParameter, "min_Y", "Anlage 3 Nr. 1 WoGG", "Y ist mindestens", "Y is at least", "Mitglieder: {0}", "members: {0}")

	vFormel = vorlage(regel.ArtRechnung, "formel", "§ 19 Abs. 1 WoGG", "Formel", "Formula", "", "")

	vA  = vorlage(regel.ArtParameter, "a", "§ 19 Abs. 1 WoGG", "a", "a", "Mitglieder: {0}", "members: {0}")
	vB  = vorlage(regel.ArtParameter, "b", "§ 19 Abs. 1 WoGG", "b", "b", "Mitglieder: {0}", "members: {0}")
	vC  = vorlage(regel.ArtParameter, "c", "§ 19 Abs. 1 WoGG", "c", "c", "Mitglieder: {0}", "members: {0}")
	vZ1 = vorlage(regel.ArtRechnung, "z1", "Anlage 3 Nr. 2 WoGG", "z1 = a + b × M + c × Y", "z1 = a + b × M + c × Y", "{0} + {1} × {2} + {3} × {4}; nach der zehnten Stelle abgeschnitten", "{0} + {1} × {2} + {3} × {4}; cut after the tenth decimal")
	vZ2 = vorlage(regel.ArtRechnung, "z2", "Anlage 3 Nr. 2 WoGG", "z2 = z1 × Y", "z2 = z1 × Y", "{0} × {1}", "{0} × {1}")
	vZ3 = vorlage(regel.ArtRechnung, "z3", "Anlage 3 Nr. 2 WoGG", "z3 = M − z2", "z3 = M − z2", "{0} − {1}", "{0} − {1}")
	vZ4 = vorlage(regel.ArtRechnung, "z4", "Anlage 3 Nr. 2 WoGG", "z4 = 1,15 × z3", "z4 = 1.15 × z3", "{0} × {1}", "{0} × {1}")

	vRundung     = vorlage(regel.ArtRundung, "rundung", "Anlage 3 Nr. 3 WoGG", "auf volle Euro gerundet", "Rounded to whole euro", "ab 0,50 nach oben: {0}", "0.50 and more upward: {0}")
	vKeinBetrag  = vorlage(regel.ArtPruefung, "kein_betrag", "§ 19 Abs. 1 WoGG", "Die Formel ergibt keinen Betrag", "The formula gives no amount", "kein Anspruch", "no entitlement")
	vAb13        = vorlage(regel.ArtParameter, "ab_13", "§ 19 Abs. 3 WoGG", "Zuschlag ab dem 13. Mitglied", "Supplement from the 13th member on", "{0} × {1} dazu", "{0} × {1} added")
	vDeckel      = ausnahme("deckel", "§ 19 Abs. 3 WoGG", "§ 19 Abs. 1 WoGG", "nicht mehr als die Miete, die zählt", "Not more than the rent that counts", "M = {0}; auf volle Euro abgeschnitten", "M = {0}; cut to whole euro")
	vUeberM      = vorlage(regel.ArtHinweis, "ueber_M", "§ 19 Abs. 1 WoGG", "Der Betrag ist höher als M", "The amount is higher than M", "M = {0}; bis zwölf Mitglieder sieht der Wortlaut keine Grenze vor", "M = {0}; up to twelve members the wording has no limit")
	vMindest     = vorlage(regel.ArtParameter, "mindestbetrag", "§ 21 Nr. 1 WoGG", "Mindestbetrag erreicht", "Minimum amount reached", "{0}, mindestens {1}", "{0}, at least {1}")
	vErgebnis    = vorlage(regel.ArtRechnung, "wohngeld", "§ 19 WoGG", "Wohngeld im Monat", "Wohngeld a month", "", "")
	vBesitzstand = ausnahme("besitzstand", "§ 42d WoGG", "§ 19 WoGG", "Der Betrag vom Dezember bleibt", "The amount of December stays", "nach dem neuen Recht wären es {0}", "by the new law it would be {0}")
	vOffen       = vorlage(regel.ArtHinweis, "offene_frage", "§ 19 WoGG", "Das Ergebnis hängt an einer offenen Frage", "The result hangs on an open question", "", "")
)

// zeigeMiete records § 11 and § 12.
func (r *Recht) zeigeMiete(w *regel.Weg, f *fall, tafel int, hb, klima, heiz Cent, m Zehn) {
	q, members := &r.quellen, regel.Zahl(int64(tafel), 0)
	w.Unter(vM)
	if tafel != f.alle {
		w.Schritt(vTafel12, members, regel.Zahl(int64(f.alle), 0))
	}
	if !f.heim {
		w.Schritt(vRent, f.miete.wert())
	}
	w.Parameter(vHoechst, q.hoechst, hb.wert(), members, f.stufe.wert())
	if q.klima != nil {
		w.Parameter(vKlima, q.klima, klima.wert(), members)
	}
	if f.heim {
		w.Schritt(vHeim, (hb + klima).wert())
	} else {
		w.Schritt(vGrenze, min(f.miete, Zehn(hb+klima)*proCent).wert(), f.miete.wert(), (hb + klima).wert())
	}
	if q.co2 != nil {
		w.Parameter(vCO2, q.co2, r.co2.at(tafel).wert(), members)
	}
	if q.heizung != nil {
		w.Parameter(vHeizung, q.heizung, (heiz - r.co2.at(tafel)).wert(), members)
	}
	if f.n < f.alle {
		w.Schritt(vAnteil, m.wert(), regel.Zahl(int64(f.n), 0), regel.Zahl(int64(f.alle), 0))
	}
	w.Ende(m.wert())
}

// zeigeFormel records § 19 Abs. 1 and Anlage 3 Nr. 2 and 3.
func (r *Recht) zeigeFormel(w *regel.Weg, k int, m, y Zehn, z [4]Zehn, wohngeld Cent) {
	q, members := &r.quellen, regel.Zahl(int64(k), 0)
	a, b, c := regel.Zahl(r.a[k]/1e8, 2), regel.Zahl(r.b[k], 7), regel.Zahl(r.c[k], 8)
	w.Unter(vFormel)
	w.Parameter(vA, q.a, a, members)
	w.Parameter(vB, q.b, b, members)
	w.Parameter(vC, q.c, c, members)
	w.Schritt(vZ1, z[0].zahl(), a, b, m.wert(), c, y.wert())
	w.Schritt(vZ2, z[1].zahl(), z[0].zahl(), y.wert())
	w.Schritt(vZ3, z[2].zahl(), m.wert(), z[1].zahl())
	w.Parameter(vZ4, q.faktor, z[3].zahl(), regel.Zahl(r.faktor, 2), z[2].zahl())
	w.Schritt(vRundung, wohngeld.wert(), z[3].zahl())
	w.Ende(wohngeld.wert())
}

func zeigeHinweise(w *regel.Weg, h Hinweis) {
	for i, code := range hinweisCodes {
		if bit := Hinweis(1) << i; h&bit != 0 && bit < HinweisGrundrenteFehlt {
			w.Schritt(vOffen, regel.Wort(code))
		}
	}
}
