// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/din91379"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// fragen are the handles that rules look at.
type fragen struct {
	person                         od.Feldgruppe[Antrag, od.Person]
	strasse, nummer, plz, gemeinde od.Feld[Wohnung, string]
	seit                           od.Feld[Wohnung, datum.Datum]
	wohnung                        od.Feldgruppe[Antrag, Wohnung]
	nutzung                        od.Feld[Antrag, Nutzung]
	bewohner                       od.Liste[Antrag, Bewohner]
	leistung                       od.Liste[Antrag, Leistung]
	miete                          od.Feldgruppe[Antrag, Miete]
	mietteile                      mietteile
	warm                           od.Feld[Antrag, od.Betrag]
	rente                          od.Feldgruppe[Antrag, Rente]
	hatRente                       od.Feld[Rente, od.JaNein]
	rentenBetrag                   od.Feld[Rente, od.Betrag]
	einkommen                      od.Liste[Antrag, Einkommen]
	einkommensteile                einkommensteile
	umstaende                      od.Liste[Antrag, Umstand]
	unterhalt                      od.Liste[Antrag, Unterhalt]
	luecke                         od.Feld[Antrag, od.JaNein]
	ausgleich                      od.Feld[Antrag, string]
	vermoegen                      od.Feldgruppe[Antrag, Vermoegen]
	iban                           od.Feld[Bankverbindung, string]
	konto                          od.Feldgruppe[Antrag, Bankverbindung]
	belege                         od.Feldgruppe[Antrag, Belege]
}

// mietteile and einkommensteile are what others may certify.
type mietteile struct {
	kalt, neben, heizung, strom, garage od.Feld[Miete, od.Betrag]
	flaeche                             od.Feld[Miete, od.Zahl]
	erhoeht                             od.Feld[Miete, datum.Datum]
}

type einkommensteile struct {
	wer      od.Feld[Einkommen, string]
	art      od.Feld[Einkommen, Einkunft]
	betrag   od.Feld[Einkommen, od.Betrag]
	zeitraum od.Feld[Einkommen, Zeitraum]
}

func neueFragen() (f fragen) {
	f.wer()
	f.wo()
	f.kosten()
	f.einnahmen()
	f.besonderes()
	return f
}

func norm(s string) recht.Norm { return recht.MustParseNorm(s) }

// wer asks for everybody in the dwelling: who counts is decided by rule (§ 5 WoGG).
func (f *fragen) wer() {
	t := od.T
	f.person = od.PersonAls(func(a *Antrag) *od.Person { return &a.Person }, t("Ihre Person", "About you"))
	familienname := od.Text(func(b *Bewohner) *string { return &b.Familienname }, t("Familienname", "Family name")).Len(1, 120).Chars(din91379.A)
	vornamen := od.Text(func(b *Bewohner) *string { return &b.Vornamen }, t("Vornamen", "Given names")).Len(1, 120).Chars(din91379.A)
	geboren := od.Datum(func(b *Bewohner) *datum.Datum { return &b.Geburtsdatum }, t("Geburtsdatum", "Date of birth"))
	verhaeltnis := od.Auswahl(func(b *Bewohner) *Verhaeltnis { return &b.Verhaeltnis }, t("Was ist diese Person für Sie?", "What is this person to you?"),
		od.W(Ehe, "Ehe- oder Lebenspartner", "Spouse or registered partner"), od.W(Partner, "Partner ohne Trauschein", "Partner without marriage"),
		od.W(Kind, "Kind, auch Stief- oder Pflegekind", "Child, also stepchild or foster child"), od.W(Eltern, "Mutter oder Vater", "Mother or father"),
		od.W(Verwandt, "Anders verwandt oder verschwägert", "Otherwise related, also by marriage"), od.W(Mitbewohner, "Mitbewohner, nicht verwandt", "Flatmate, not related"),
		od.W(Untermieter, "Untermieter von mir", "Subtenant of mine")).Under(norm("§ 5 WoGG"))
	mittelpunkt := od.Frage(func(b *Bewohner) *od.JaNein { return &b.Mittelpunkt }, t("Lebt die Person hauptsächlich hier?", "Does the person mainly live here?")).
		Hint(t("Wo jemand gemeldet ist, entscheidet das nicht. Ein Kind, das zu einem Drittel oder mehr bei Ihnen lebt: Ja.", "Where somebody is registered does not decide it. A child who lives with you for a third of the time or more: yes."))
	kindergeld := od.Frage(func(b *Bewohner) *od.JaNein { return &b.Kindergeld }, t("Bekommt jemand für dieses Kind Kindergeld?", "Does anybody get child benefit for this child?")).
		Under(norm("§ 17 Nr. 3 WoGG")).OnlyIf(verhaeltnis.Is(Kind))
	f.bewohner = od.Mehrfach(func(a *Antrag) *[]Bewohner { return &a.Bewohner }, t("Wer wohnt noch in der Wohnung?", "Who else lives in the dwelling?"), 0, 20,
		od.Element[Bewohner](familienname), vornamen, geboren, verhaeltnis, mittelpunkt, kindergeld).
		Hint(t("Nennen Sie alle, auch Kinder und Mitbewohner. Wer beim Wohngeld zählt, ergibt sich daraus.", "Name everybody, also children and flatmates. Who counts for Wohngeld follows from that."))
}

func (f *fragen) wo() {
	t := od.T
	f.gemeinde = od.AusVerzeichnis(func(w *Wohnung) *string { return &w.Gemeinde }, t("Stadt oder Gemeinde", "Town or municipality"), thueringen{od.Gemeinden(kommune.Deutschland())})
	f.plz = od.Text(func(w *Wohnung) *string { return &w.PLZ }, t("Postleitzahl", "Postcode")).Len(5, 5).Match("^[0-9]{5}$").Autocomplete("postal-code")
	f.strasse = od.Text(func(w *Wohnung) *string { return &w.Strasse }, t("Straße", "Street")).Len(1, 55).Chars(din91379.B).Autocomplete("address-line1")
	f.nummer = od.Text(func(w *Wohnung) *string { return &w.Hausnummer }, t("Hausnummer", "House number")).Len(1, 10).Chars(din91379.B)
	f.seit = od.Datum(func(w *Wohnung) *datum.Datum { return &w.Seit }, t("Seit wann wohnen Sie dort, oder ab wann?", "Since when do you live there, or from when?"))
	f.wohnung = od.Gruppe(func(a *Antrag) *Wohnung { return &a.Wohnung }, t("Die Wohnung", "The dwelling"), od.Element[Wohnung](f.strasse), f.nummer, f.plz, f.gemeinde, f.seit)
	f.nutzung = od.Auswahl(func(a *Antrag) *Nutzung { return &a.Nutzung }, t("Wie wohnen Sie dort?", "How do you live there?"),
		od.W(ZurMiete, "Zur Miete oder Untermiete, auch in der Genossenschaft", "As a tenant or subtenant, also of a cooperative"),
		od.W(ImHeim, "In einem Heim", "In a home"), od.W(Eigentum, "Im eigenen Haus oder in der eigenen Wohnung", "In my own house or flat")).Under(norm("§ 3 Abs. 1 WoGG"))
}

// kosten asks for the rent part by part, so that nobody gives the warm rent.
func (f *fragen) kosten() {
	t := od.T
	betrag := func(get func(*Miete) *od.Betrag, de, en string) od.Feld[Miete, od.Betrag] {
		return od.Geld(get, t(de, en)).Between("0", "20000")
	}
	kalt := betrag(func(m *Miete) *od.Betrag { return &m.Kalt }, "Kaltmiete im Monat", "Basic rent a month").
		Hint(t("Die heutige Miete, nach der letzten Erhöhung. Wenn im Vertrag nur eine Summe steht: die ganze Summe.", "Today's rent, after the last rise. If the contract gives only one sum: the whole sum."))
	neben := betrag(func(m *Miete) *od.Betrag { return &m.Nebenkosten }, "Kalte Nebenkosten im Monat", "Cold ancillary costs a month").Hint(t("Wasser, Müll, Hausmeister, Grundsteuer, Versicherungen", "Water, waste, caretaker, property tax, insurance"))
	heizung := betrag(func(m *Miete) *od.Betrag { return &m.Heizung }, "Heizung und warmes Wasser im Monat", "Heating and hot water a month").Hint(t("Nur was Sie an den Vermieter zahlen, sonst 0", "Only what you pay to the landlord, otherwise 0")).Under(norm("§ 9 Abs. 2 WoGG"))
	strom := betrag(func(m *Miete) *od.Betrag { return &m.Strom }, "Strom im Monat", "Electricity a month").Hint(t("Nur was Sie an den Vermieter zahlen, sonst 0", "Only what you pay to the landlord, otherwise 0"))
	garage := betrag(func(m *Miete) *od.Betrag { return &m.Garage }, "Garage oder Stellplatz im Monat", "Garage or parking space a month").Hint(t("Keine: 0", "None: 0"))
	flaeche := od.Ganzzahl(func(m *Miete) *od.Zahl { return &m.Flaeche }, t("Wohnfläche in Quadratmetern", "Floor space in square metres")).Between("5", "1000")
	erhoeht := od.Datum(func(m *Miete) *datum.Datum { return &m.Erhoeht }, t("Seit wann zahlen Sie so viel?", "Since when have you paid this much?")).
		Hint(t("Der Tag der letzten Erhöhung, sonst der Beginn des Vertrags", "The day of the last rise, otherwise the beginning of the contract"))
	unter := betrag(func(m *Miete) *od.Betrag { return &m.Untermiete }, "Was zahlen Ihnen Untermieter im Monat?", "What do subtenants pay you a month?").Hint(t("Niemand: 0", "Nobody: 0")).Under(norm("§ 11 Abs. 2 Nr. 2 WoGG"))
	hilfe := betrag(func(m *Miete) *od.Betrag { return &m.Hilfe }, "Andere öffentliche Hilfe zur Miete im Monat", "Other public help for the rent a month").Hint(t("Keine: 0", "None: 0")).Under(norm("§ 11 Abs. 2 Nr. 4 WoGG"))
	f.miete = od.Gruppe(func(a *Antrag) *Miete { return &a.Miete }, t("Was die Wohnung kostet", "What the dwelling costs"), od.Element[Miete](kalt), neben, heizung, strom, garage, flaeche, erhoeht, unter, hilfe)
	f.mietteile = mietteile{kalt, neben, heizung, strom, garage, flaeche, erhoeht}
	f.warm = od.Geld(func(a *Antrag) *od.Betrag { return &a.Warm }, t("Zusammen", "In all"))
}

func (f *fragen) einnahmen() {
	t := od.T
	f.hatRente = od.Frage(func(r *Rente) *od.JaNein { return &r.Hat }, t("Bekommen Sie selbst eine gesetzliche Rente?", "Do you yourself get a statutory pension?"))
	f.rentenBetrag = od.Geld(func(r *Rente) *od.Betrag { return &r.Betrag }, t("Wie viel im Monat, vor allen Abzügen (brutto)?", "How much a month, before all deductions (gross)?")).Between("0", "20000").OnlyIf(f.hatRente.Is(od.Ja)).Under(norm("§ 14 WoGG")).
		Hint(t("Der Betrag nach der letzten Erhöhung im Juli", "The amount after the last rise in July"))
	bezahlt := od.Mehrfachwahl(func(r *Rente) *[]Abzug { return &r.Abzuege }, t("Was wird davon bezahlt?", "What is paid out of it?"), 0,
		od.W(Steuer, "Einkommensteuer", "Income tax"), od.W(Kranken, "Kranken- und Pflegeversicherung", "Health and care insurance")).Under(norm("§ 16 Satz 1 WoGG")).OnlyIf(f.hatRente.Is(od.Ja))
	f.rente = od.Gruppe(func(a *Antrag) *Rente { return &a.Rente }, t("Ihre Rente", "Your pension"), od.Element[Rente](f.hatRente), f.rentenBetrag, bezahlt)
	wer := od.AuswahlAus(func(e *Einkommen) *string { return &e.Wer }, t("Wer hat dieses Einkommen?", "Whose income is it?"), mitglieder)
	art := od.Auswahl(func(e *Einkommen) *Einkunft { return &e.Art }, t("Was ist es?", "What is it?"),
		od.W[Einkunft]("lohn", "Lohn oder Gehalt", "Wages"), od.W[Einkunft]("minijob_pauschal", "Minijob, pauschal versteuert", "Mini-job, taxed at a flat rate"),
		od.W[Einkunft]("rente", "Gesetzliche Rente von jemand anderem", "Statutory pension of somebody else"), od.W[Einkunft]("versorgung", "Pension", "Pension of an official"),
		od.W[Einkunft]("selbststaendig", "Gewinn aus selbstständiger Arbeit", "Profit of the self-employed"), od.W[Einkunft]("gewerbe", "Gewinn aus Gewerbe", "Profit of a trade"),
		od.W[Einkunft]("vermietung", "Überschuss aus Vermietung", "Surplus from letting"), od.W[Einkunft]("kapital", "Zinsen und Dividenden", "Interest and dividends"),
		od.W[Einkunft]("lohnersatz", "Arbeitslosen-, Kranken-, Mutterschafts- oder Kurzarbeitergeld", "Unemployment, sickness, maternity or short-time benefit"),
		od.W[Einkunft]("unterhalt", "Unterhalt, den jemand bekommt", "Maintenance received"), od.W[Einkunft]("unterhaltsvorschuss", "Unterhaltsvorschuss", "Maintenance advance"),
		od.W[Einkunft]("ausbildungshilfe", "BAföG, Ausbildungsbeihilfe, Stipendium: der Zuschuss", "Training support, scholarship: the grant"),
		od.W[Einkunft]("zuschlaege", "Steuerfreie Zuschläge für Sonntag, Feiertag, Nacht", "Tax-free supplements for Sundays, holidays, nights"),
		od.W[Einkunft]("weitere", "Etwas anderes", "Something else")).Under(norm("§ 14 WoGG")).
		Hint(t("Kindergeld und Pflegegeld zählen nicht. Die brauchen Sie nicht zu nennen.", "Child benefit and care allowance do not count. You need not name them."))
	betrag := od.Geld(func(e *Einkommen) *od.Betrag { return &e.Betrag }, t("Wie viel, vor allen Abzügen (brutto)?", "How much, before all deductions (gross)?")).Between("0", "1000000").
		Hint(t("So viel, wie in den nächsten zwölf Monaten zu erwarten ist. Eine Rente: nach der Erhöhung im Juli.", "As much as is to be expected in the next twelve months. A pension: after the rise in July.")).Under(norm("§ 15 Abs. 1 WoGG"))
	zeitraum := od.Auswahl(func(e *Einkommen) *Zeitraum { return &e.Zeitraum }, t("Für welche Zeit?", "For what time?"), od.W(Monat, "Im Monat", "A month"), od.W(Jahr, "Im Jahr", "A year"))
	kosten := od.Geld(func(e *Einkommen) *od.Betrag { return &e.Kosten }, t("Werbungskosten im Jahr", "Expenses for work a year")).Between("0", "100000").Optional().
		Hint(t("Nur wenn es mehr ist als der Pauschbetrag. Den ziehen wir sonst selbst ab.", "Only if it is more than the flat amount, which we deduct otherwise.")).OnlyIf(art.Is("lohn", "minijob_pauschal"))
	abzuege := od.Mehrfachwahl(func(e *Einkommen) *[]Abzug { return &e.Abzuege }, t("Was wird davon bezahlt?", "What is paid out of it?"), 0,
		od.W(Steuer, "Einkommensteuer", "Income tax"), od.W(Kranken, "Kranken- und Pflegeversicherung", "Health and care insurance"), od.W(RentenV, "Rentenversicherung", "Pension insurance")).Under(norm("§ 16 Satz 1 WoGG"))
	f.einkommen = od.Mehrfach(func(a *Antrag) *[]Einkommen { return &a.Einkommen }, t("Weiteres Einkommen", "Other income"), 0, 40, od.Element[Einkommen](wer), art, betrag, zeitraum, kosten, abzuege).
		Hint(t("Für jede Person und jede Art ein Eintrag. Auch Zinsen gehören dazu.", "One entry for each person and each kind. Interest belongs to it, too."))
	f.einkommensteile = einkommensteile{wer, art, betrag, zeitraum}
	f.luecke = od.Frage(func(a *Antrag) *od.JaNein { return &a.Luecke }, t("Die Wohnung kostet mehr, als Sie einnehmen", "The dwelling costs more than you take in"))
	f.ausgleich = od.Text(func(a *Antrag) *string { return &a.Ausgleich }, t("Wie bezahlen Sie den Rest?", "How do you pay the rest?")).Len(3, 500).OnlyIf(f.luecke.Is(od.Ja)).
		Hint(t("Die Wohnung kostet mehr, als Sie einnehmen. Zum Beispiel: vom Ersparten, mit Hilfe der Familie.", "The dwelling costs more than you take in. For example: from savings, with help of the family."))
}

func (f *fragen) besonderes() {
	t := od.T
	werL := od.AuswahlAus(func(l *Leistung) *string { return &l.Wer }, t("Wer?", "Who?"), mitglieder)
	art := od.Auswahl(func(l *Leistung) *Leistungsart { return &l.Art }, t("Welche Leistung?", "Which benefit?"),
		od.W[Leistungsart]("sgb2", "Bürgergeld oder Grundsicherungsgeld", "Basic income support"), od.W[Leistungsart]("grundsicherung", "Grundsicherung im Alter oder bei Erwerbsminderung", "Basic support in old age or with reduced capacity"),
		od.W[Leistungsart]("lebensunterhalt", "Hilfe zum Lebensunterhalt", "Social assistance"), od.W[Leistungsart]("asylblg", "Leistungen für Asylbewerber", "Benefits for asylum seekers"),
		od.W[Leistungsart]("sgb14", "Leistungen der Sozialen Entschädigung", "Social compensation")).Under(norm("§ 7 Abs. 1 WoGG"))
	wohnkosten := od.Frage(func(l *Leistung) *od.JaNein { return &l.Wohnkosten }, t("Ist darin Geld für die Wohnung enthalten?", "Does it contain money for the dwelling?"))
	f.leistung = od.Mehrfach(func(a *Antrag) *[]Leistung { return &a.Leistungen }, t("Bekommt oder beantragt jemand Bürgergeld oder Sozialhilfe?", "Does anybody get or apply for basic support?"), 0, 20, od.Element[Leistung](werL), art, wohnkosten).
		Hint(t("Wer eine solche Leistung mit Wohnkosten bekommt, bekommt kein Wohngeld. Die anderen können es bekommen. Wird sie abgelehnt, zählt Ihr Wohngeldantrag von dem Monat an, von dem an sie abgelehnt wurde, wenn Sie ihn bis zum Ende des Monats nach der Ablehnung stellen.", "Who gets such a benefit with money for the dwelling gets no Wohngeld. The others may. If it is refused, your application counts from the month from which it was refused, if you apply by the end of the month after the refusal."))
	werU := od.AuswahlAus(func(u *Umstand) *string { return &u.Wer }, t("Für wen gilt das?", "For whom is it so?"), mitglieder)
	umstand := od.Auswahl(func(u *Umstand) *Umstandsart { return &u.Art }, t("Was?", "What?"),
		od.W(GdB100, "Grad der Behinderung 100", "Degree of disability 100"), od.W(GdBPflege, "Grad der Behinderung unter 100 und zu Hause oder in Kurzzeitpflege gepflegt", "Degree of disability below 100 and cared for at home or for a short time"),
		od.W(Verfolgt, "Opfer nationalsozialistischer Verfolgung", "Victim of national socialist persecution"), od.W(Grundrente, "33 Jahre Grundrentenzeiten", "33 years of basic-pension periods"),
		od.W(Ausbildung, "In Ausbildung oder Studium mit Anspruch auf BAföG oder Berufsausbildungsbeihilfe, auch wenn es 0 Euro sind", "In training or studies with a right to support, even of 0 euro")).Under(norm("§ 17 WoGG"), norm("§ 20 Abs. 2 WoGG"))
	f.umstaende = od.Mehrfach(func(a *Antrag) *[]Umstand { return &a.Umstaende }, t("Gibt es etwas Besonderes?", "Is there anything special?"), 0, 40, od.Element[Umstand](werU), umstand).
		Hint(t("Behinderung, Pflege, Verfolgung, lange Rentenzeiten, Ausbildung. Sonst gehen Sie einfach weiter.", "Disability, care, persecution, long pension periods, training. Otherwise just go on."))
	werM := od.AuswahlAus(func(u *Unterhalt) *string { return &u.Wer }, t("Wer zahlt?", "Who pays?"), mitglieder)
	fuer := od.Auswahl(func(u *Unterhalt) *Unterhaltsart { return &u.Fuer }, t("Für wen?", "For whom?"),
		od.W[Unterhaltsart]("auswaerts", "Für jemanden aus dem Haushalt, der zur Ausbildung woanders wohnt", "For a member who lives elsewhere for training"), od.W[Unterhaltsart]("wechselmodell", "Für ein Kind, das auch beim anderen Elternteil lebt", "For a child who also lives with the other parent"),
		od.W[Unterhaltsart]("ehegatte", "Für den früheren oder getrennt lebenden Partner", "For a former or separated spouse"), od.W[Unterhaltsart]("sonstige", "Für jemand anderen", "For somebody else"))
	zahlt := od.Geld(func(u *Unterhalt) *od.Betrag { return &u.Betrag }, t("Wie viel im Monat?", "How much a month?")).Between("0", "20000")
	titel := od.Frage(func(u *Unterhalt) *od.JaNein { return &u.Titel }, t("Steht der Betrag in einem Urteil, einer Urkunde oder einem Bescheid?", "Is the amount fixed by a judgment, deed or notice?"))
	f.unterhalt = od.Mehrfach(func(a *Antrag) *[]Unterhalt { return &a.Unterhalt }, t("Zahlt jemand aus dem Haushalt Unterhalt?", "Does anybody of the household pay maintenance?"), 0, 20, od.Element[Unterhalt](werM), fuer, zahlt, titel)
	viel := od.Frage(func(v *Vermoegen) *od.JaNein { return &v.Viel }, t("Haben alle zusammen viel Vermögen?", "Do all together have great wealth?")).
		Hint(t("Als viel gelten in der Regel mehr als 60.000 Euro für die erste Person und 30.000 Euro für jede weitere. Das Amt prüft es im Einzelfall.", "As a rule more than 60,000 euro for the first person and 30,000 euro for each further one. The office looks at each case.")).Under(norm("§ 21 Nr. 3 WoGG"))
	wieviel := od.Geld(func(v *Vermoegen) *od.Betrag { return &v.Betrag }, t("Wie viel ungefähr?", "How much, roughly?")).Between("0", "10000000").OnlyIf(viel.Is(od.Ja))
	f.vermoegen = od.Gruppe(func(a *Antrag) *Vermoegen { return &a.Vermoegen }, t("Vermögen", "Wealth"), od.Element[Vermoegen](viel), wieviel)
	f.iban = od.Text(func(b *Bankverbindung) *string { return &b.IBAN }, t("IBAN", "IBAN")).Len(15, 42)
	inhaber := od.Text(func(b *Bankverbindung) *string { return &b.Inhaber }, t("Wem gehört das Konto?", "Whose account is it?")).Len(1, 120).Hint(t("Ihnen oder jemandem aus dem Haushalt", "Yours, or of somebody of the household"))
	wohnung := od.Dateien(func(b *Belege) *[]string { return &b.Wohnung }, t("Mietvertrag oder Heimvertrag, letzte Mieterhöhung", "Lease or contract with the home, last rise of the rent"), 0, 10)
	einkommen := od.Dateien(func(b *Belege) *[]string { return &b.Einkommen }, t("Nachweise über Einkommen", "Proof of income"), 0, 10)
	sonstige := od.Dateien(func(b *Belege) *[]string { return &b.Sonstige }, t("Alles andere", "Everything else"), 0, 10)
	f.belege = od.Gruppe(func(a *Antrag) *Belege { return &a.Belege }, t("Unterlagen", "Papers"), od.Element[Belege](wohnung), einkommen, sonstige).
		Hint(t("Was Sie jetzt nicht haben, dürfen Sie nachreichen. Die Zeit bis zur Entscheidung beginnt, wenn alles da ist.", "What you do not have now you may hand in later. The time to the decision begins when everything is there."))
	f.konto = od.Gruppe(func(a *Antrag) *Bankverbindung { return &a.Konto }, t("Wohin soll das Geld?", "Where shall the money go?"), od.Element[Bankverbindung](f.iban), inhaber)
}
