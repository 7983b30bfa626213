// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"slices"
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/kommune/recht/pflichten"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/payment/sepa"
)

// LeistungWohngeld is the key of the first grant of Wohngeld (FIM catalogue).
func LeistungWohngeld() leistung.Schluessel { return leistung.MustParseSchluessel("99107023017001") }

// Kommune is what a Kommune sets for itself: for Wohngeld nothing.
type Kommune struct{}

type fall = od.Fall[Antrag, Kommune]

// Kommunen are all Gemeinden of Thüringen.
type Kommunen struct{}

// At says that every Gemeinde of Thüringen takes part.
func (Kommunen) At(gemeinde kommune.AGS, _ datum.Datum) (Kommune, bool) {
	return Kommune{}, !gemeinde.IsZero() && gemeinde.Land() == kommune.Thueringen
}

// Dienst declares the service.
func Dienst() od.Dienst[Antrag, Kommune] {
	t, b, f := od.T, od.Bloecke(), neueFragen()
	return od.Dienst[Antrag, Kommune]{
		Name: "wohngeld", Leistung: LeistungWohngeld(), Titel: t("Wohngeld beantragen", "Apply for Wohngeld"),
		Kurz:      t("Ein Zuschuss zur Miete, den Sie nicht zurückzahlen.", "A contribution to the rent that you do not pay back."),
		Grundlage: recht.Normen{norm("§ 22 Abs. 1 WoGG")}, Fassung: "1", Niveau: recht.NiveauUntergeordnet, Dauer: 20 * time.Minute,
		Kann:      []recht.Text{t("in Thüringen zur Miete oder in einem Heim wohnen", "rent or live in a home in Thuringia"), t("Wohngeld zum ersten Mal beantragen", "apply for Wohngeld for the first time")},
		KannNicht: []recht.Text{t("Ihnen die Wohnung gehört: Dann beantragen Sie Lastenzuschuss", "you own the dwelling: then you apply for Lastenzuschuss"), t("Sie schon Wohngeld bekommen und es weiter brauchen", "you already get Wohngeld and need it further")},
		Braucht: []recht.Text{
			t("den Mietvertrag und was Sie heute zahlen", "the lease, and what you pay today"), t("was alle im Haushalt in den nächsten zwölf Monaten einnehmen, vor Abzügen", "what everybody in the household will take in within the next twelve months, before deductions"), t("eine Bankverbindung", "a bank account"),
		},
		Wirkung: []recht.Text{
			t("Ihr Antrag gilt von heute an. Wohngeld gibt es vom Ersten des Monats an, in dem er ankommt.", "Your application counts from today. Wohngeld begins with the first of the month in which it arrives."),
			t("Die Zeit bis zur Entscheidung beginnt, wenn alle Unterlagen da sind.", "The time to the decision begins when all papers are there."),
			t("Das Amt darf Ihre Angaben später mit anderen Stellen abgleichen (§ 33 WoGG).", "The office may later compare your answers with other bodies (section 33 WoGG)."),
			t("Sinkt die Miete oder steigt das Einkommen um mehr als 15 Prozent, oder zieht jemand aus, müssen Sie das sofort sagen (§ 27 Abs. 3 WoGG).", "If the rent falls or the income rises by more than 15 per cent, or somebody moves out, you must say so at once (section 27(3) WoGG)."),
		},
		Entwurf: od.Frist{Tage: 30, Norm: norm("§ 8a Abs. 3 OZG")},
		Tut:     pflichten.Entscheidung, Pflichten: append([]pflichten.Erfuellung{
			{Pflicht: "PFLICHT-BEGRUENDUNG", Wo: "the notice of each decision"}, {Pflicht: "PFLICHT-URHEBER", Wo: "the notice of each decision"}, {Pflicht: "PFLICHT-RECHTSBEHELF", Wo: "the notice of each decision"},
		}, pflichten.Fehlt(t("Vor einer Ablehnung hört das Amt an, wo das Gesetz es verlangt; ein eigener Schritt dafür fehlt noch.", "Before a refusal the office hears the person where the law asks for it; a step of its own for that is missing yet."), "PFLICHT-ANHOERUNG")...),
		Seiten: []od.Seite[Antrag]{
			od.Zeige("person", od.Element[Antrag](f.person)),
			od.Zeige("wohnung", od.Element[Antrag](f.wohnung)).
				Titled(t("Für welche Wohnung?", "For which dwelling?"), recht.Text{}).Because(t("Von der Gemeinde hängt ab, bis zu welcher Höhe die Miete zählt (§ 12 WoGG) und welches Amt entscheidet.", "The municipality decides up to what amount the rent counts (section 12 WoGG) and which office decides.")).Fetching("meldung"),
			od.Zeige("nutzung", od.Element[Antrag](f.nutzung)),
			od.Zeige("bewohner", od.Element[Antrag](f.bewohner)),
			od.Zeige("leistungen", od.Element[Antrag](f.leistung)),
			od.Zeige("miete", od.Element[Antrag](f.miete), od.Ergibt(f.warm, zusammen)).Because(t("Beim Wohngeld zählt die Miete ohne Heizung, Strom und Garage (§ 9 WoGG). Darum fragen wir nach den Teilen.", "What counts is the rent without heating, electricity and garage (section 9 WoGG). That is why we ask for the parts.")),
			od.Zeige("rente", od.Element[Antrag](f.rente)).Fetching("rentenbezug"),
			od.Zeige("einkommen", od.Element[Antrag](f.einkommen)),
			od.Zeige("ausgleich", od.Ergibt(f.luecke, luecke), od.Element[Antrag](f.ausgleich)),
			od.Zeige("umstaende", od.Element[Antrag](f.umstaende)),
			od.Zeige("unterhalt", od.Element[Antrag](f.unterhalt)).Because(t("Wer Unterhalt zahlt, hat weniger zum Leben. Das zählt bis zu einem Höchstbetrag (§ 18 WoGG).", "Who pays maintenance has less to live on. That counts up to a maximum (section 18 WoGG).")),
			od.Zeige("vermoegen", od.Element[Antrag](f.vermoegen)),
			od.Zeige("konto", od.Element[Antrag](f.konto)),
			od.Zeige("unterlagen", od.Element[Antrag](f.belege)),
		},
		Konto: []od.Uebernahme[Antrag]{
			od.Take(nutzerkonto.Familienname, od.In(f.person, b.Familienname)), od.Take(nutzerkonto.Vornamen, od.In(f.person, b.Vornamen)), od.Take(nutzerkonto.Geburtsdatum, od.In(f.person, b.Geburtsdatum)),
		},
		Nachweise: f.nachweise(), Bescheinigungen: f.bescheinigungen(), Ablauf: ablauf(),
		Regeln:   f.regeln(),
		Auskunft: auskunft, Gemeinde: gemeinde,
		Entscheidungen: entscheidungen(), Blatt: &od.Blatt{Titel: t("Berechnung", "Calculation"), Write: blatt},
	}
}

// nachweise are what the person need not write again: they decide on each. The
// matching of § 33 WoGG is a control of the authority and fills nothing in.
func (f *fragen) nachweise() []od.Nachweis[Antrag] {
	t := od.T
	return []od.Nachweis[Antrag]{
		{
			Name: "meldung", Typ: onceonly.MustEvidenceType("urn:example:evidence:meldeanschrift"), Basis: onceonly.BasisChoice, Norm: norm("§ 5 Abs. 1 EGovG"), Niveau: onceonly.AssuranceSubstantial,
			Zweck:   onceonly.Purpose{Code: "wohngeld", Text: "Wohngeld"},
			Hinweis: t("Wir holen Ihre Anschrift und den Tag des Einzugs aus dem Melderegister.", "We fetch your address and the day you moved in from the register of residents."),
			Fuellt: []od.Uebernahme[Antrag]{
				od.Take("/strasse", od.In(f.wohnung, f.strasse)), od.Take("/hausnummer", od.In(f.wohnung, f.nummer)), od.Take("/plz", od.In(f.wohnung, f.plz)),
				od.Take("/gemeinde", od.In(f.wohnung, f.gemeinde)), od.Take("/einzug", od.In(f.wohnung, f.seit)),
			},
		},
		{
			Name: "rentenbezug", Typ: onceonly.MustEvidenceType("urn:example:evidence:rentenbezug"), Basis: onceonly.BasisChoice, Norm: norm("§ 5 Abs. 1 EGovG"), Niveau: onceonly.AssuranceSubstantial,
			Zweck:   onceonly.Purpose{Code: "wohngeld", Text: "Wohngeld"},
			Hinweis: t("Wir fragen die Rentenversicherung, ob Sie eine Rente bekommen und wie hoch sie ist.", "We ask the pension insurer whether you get a pension and how much it is."),
			Fuellt:  []od.Uebernahme[Antrag]{od.Take("/bezieht", od.In(f.rente, f.hatRente)), od.Take("/brutto", od.In(f.rente, f.rentenBetrag))},
		},
	}
}

// zusammen is all that is paid for the dwelling.
func zusammen(a Antrag, _ datum.Datum) od.Betrag {
	m := a.Miete
	if m.Kalt.IsZero() {
		return od.Betrag{}
	}
	return od.Cents(m.Kalt.Cents() + m.Nebenkosten.Cents() + m.Heizung.Cents() + m.Strom.Cents() + m.Garage.Cents())
}

// luecke says that the dwelling alone costs more than comes in. What somebody needs
// to live besides is for the office to judge.
func luecke(a Antrag, _ datum.Datum) od.JaNein {
	if !a.Warm.IsZero() && brutto(a) < a.Warm.Cents() {
		return od.Ja
	}
	return od.Nein
}

func (f *fragen) regeln() []od.Regel[Antrag, Kommune] {
	t, b := od.T, od.Bloecke()
	return []od.Regel[Antrag, Kommune]{
		{
			Code: "WOHNGELD-EIGENTUM", Normen: recht.Normen{norm("§ 3 WoGG")}, Liest: od.Liest[Antrag](f.nutzung),
			Text:     t("Wem die Wohnung gehört, der beantragt Lastenzuschuss. Das geht hier noch nicht; die Wohngeldbehörde gibt Ihnen den Antrag.", "Who owns the dwelling applies for Lastenzuschuss. That is not possible here yet; the office gives you the form."),
			Verletzt: func(c fall) bool { return c.Angaben.Nutzung == Eigentum },
		},
		{
			Code: "WOHNGELD-GEBURT", Normen: recht.Normen{norm("§ 23 Abs. 1 WoGG")}, Liest: od.Liest[Antrag](od.In(f.person, b.Geburtsdatum)),
			Text:     t("Dieser Tag liegt in der Zukunft.", "This day lies in the future."),
			Verletzt: func(c fall) bool { return c.Angaben.Person.Geburtsdatum.After(c.Heute) },
		},
		{
			Code: "WOHNGELD-DOPPELT", Normen: recht.Normen{norm("§ 5 WoGG")}, Liest: od.Liest[Antrag](f.bewohner),
			Text:     t("Eine Person steht zweimal da. Jede Person nennen Sie einmal, sich selbst nicht.", "A person stands there twice. Name each person once, and not yourself."),
			Verletzt: func(c fall) bool { return doppelt(c.Angaben) },
		},
		{
			Code: "WOHNGELD-SPAETER", Normen: recht.Normen{norm("§ 25 Abs. 2 WoGG")}, Severity: recht.SeverityWarning, Liest: od.Liest[Antrag](od.In(f.wohnung, f.seit)),
			Text:     t("Sie ziehen erst noch ein. Wohngeld gibt es vom Ersten des Monats an, in dem Sie dort wohnen.", "You have yet to move in. Wohngeld begins with the first of the month in which you live there."),
			Verletzt: func(c fall) bool { return c.Angaben.Wohnung.Seit.After(c.Heute) },
		},
		{
			Code: "WOHNGELD-IBAN", Normen: recht.Normen{norm("§ 26 Abs. 2 WoGG")}, Liest: od.Liest[Antrag](od.In(f.konto, f.iban)),
			Text:     t("In dieser IBAN ist ein Fehler. Vergleichen Sie sie mit Ihrer Karte.", "There is a mistake in this IBAN. Compare it with your card."),
			Verletzt: func(c fall) bool { _, err := sepa.NormalizeIBAN(c.Angaben.Konto.IBAN); return err != nil },
		},
	}
}

// doppelt reports whether two persons cannot be told apart.
func doppelt(a Antrag) bool {
	seen := []string{strings.ToLower(schluessel(a.Person.Vornamen, a.Person.Familienname, a.Person.Geburtsdatum))}
	for _, b := range a.Bewohner {
		key := strings.ToLower(schluessel(b.Vornamen, b.Familienname, b.Geburtsdatum))
		if slices.Contains(seen, key) {
			return true
		}
		seen = append(seen, key)
	}
	return false
}
