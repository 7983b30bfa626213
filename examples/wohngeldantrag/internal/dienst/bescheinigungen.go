// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// The certificates, by their names.
const (
	vomVermieter   = "vermieter"
	vomArbeitgeber = "arbeitgeber"
)

// Mietbescheinigung is what a landlord certifies.
type Mietbescheinigung struct {
	Seit        datum.Datum `json:"seit,omitzero"` // first day of the lease
	Kalt        od.Betrag   `json:"kalt,omitzero"`
	Nebenkosten od.Betrag   `json:"nebenkosten,omitzero"`
	Heizung     od.Betrag   `json:"heizung,omitzero"`
	Strom       od.Betrag   `json:"strom,omitzero"`
	Garage      od.Betrag   `json:"garage,omitzero"`
	Flaeche     od.Zahl     `json:"flaeche,omitzero"`
	Erhoeht     datum.Datum `json:"erhoeht,omitzero"`
}

// Verdienstbescheinigung is what an employer certifies.
type Verdienstbescheinigung struct {
	Seit   datum.Datum `json:"seit,omitzero"` // first day of the employment
	Bis    datum.Datum `json:"bis,omitzero"`  // its last, where it ends
	Art    Einkunft    `json:"art,omitzero"`
	Brutto od.Betrag   `json:"brutto,omitzero"` // a month
	Einmal od.Betrag   `json:"einmal,omitzero"` // a year, besides
}

// bescheinigungen are what landlord and employer, who have to inform the authority when
// it asks them (§ 23 Abs. 2, 3 WoGG), may certify for the person beforehand. Each sees
// whom and what it is about, and nothing of the other.
func (f *fragen) bescheinigungen() []od.Dritte[Antrag] {
	return []od.Dritte[Antrag]{f.mietbescheinigung(), f.verdienstbescheinigung()}
}

func (f *fragen) mietbescheinigung() od.Dritte[Antrag] {
	type B = Mietbescheinigung
	t := od.T
	betrag := func(get func(*B) *od.Betrag, de, en string) od.Feld[B, od.Betrag] {
		return od.Geld(get, t(de, en)).Between("0", "20000")
	}
	seit := od.Datum(func(b *B) *datum.Datum { return &b.Seit }, t("Beginn des Mietverhältnisses", "Beginning of the lease"))
	kalt := betrag(func(b *B) *od.Betrag { return &b.Kalt }, "Kaltmiete im Monat", "Basic rent a month").Hint(t("Die heutige Miete. Wenn nur eine Summe vereinbart ist: die ganze Summe.", "Today's rent. If only one sum is agreed: the whole sum."))
	neben := betrag(func(b *B) *od.Betrag { return &b.Nebenkosten }, "Kalte Nebenkosten im Monat", "Cold ancillary costs a month").Hint(t("Ohne Heizung und warmes Wasser", "Without heating and hot water"))
	heizung := betrag(func(b *B) *od.Betrag { return &b.Heizung }, "Heizung und warmes Wasser im Monat", "Heating and hot water a month").Hint(t("Nur was an Sie gezahlt wird, sonst 0", "Only what is paid to you, otherwise 0"))
	strom := betrag(func(b *B) *od.Betrag { return &b.Strom }, "Strom im Monat", "Electricity a month").Hint(t("Nur was an Sie gezahlt wird, sonst 0", "Only what is paid to you, otherwise 0"))
	garage := betrag(func(b *B) *od.Betrag { return &b.Garage }, "Garage oder Stellplatz im Monat", "Garage or parking space a month").Hint(t("Keine: 0", "None: 0"))
	flaeche := od.Ganzzahl(func(b *B) *od.Zahl { return &b.Flaeche }, t("Wohnfläche in Quadratmetern", "Floor space in square metres")).Between("5", "1000")
	erhoeht := od.Datum(func(b *B) *datum.Datum { return &b.Erhoeht }, t("Seit wann gilt diese Miete?", "Since when has this rent been due?"))
	m := f.mietteile
	return od.Bescheinigung[Antrag, B]{
		Name: vomVermieter, Titel: t("Bescheinigung über die Miete", "Certificate about the rent"), Von: t("Ihr Vermieter oder die Hausverwaltung", "Your landlord or the property management"),
		Frage: t("Sie werden gebeten, die Miete für eine Wohnung zu bescheinigen. Das ist freiwillig. Ohne Ihre Bescheinigung kann das Amt Sie selbst fragen.", "You are asked to certify the rent for a dwelling. This is voluntary. Without your certificate the office may ask you itself."),
		Norm:  norm("§ 23 Abs. 3 WoGG"), Tage: 14, Vorher: 4,
		Zeigt: func(a Antrag, _ string) []od.Gezeigt {
			return []od.Gezeigt{{Titel: t("Mieterin oder Mieter", "Tenant"), Wert: strings.TrimSpace(a.Person.Vornamen + " " + a.Person.Familienname)}, {Titel: t("Wohnung", "Dwelling"), Wert: anschrift(a.Wohnung)}}
		},
		Fragen: []od.Element[B]{seit, kalt, neben, heizung, strom, garage, flaeche, erhoeht},
		Fuellt: []od.Uebernahme[Antrag]{
			od.Take("/kalt", od.In(f.miete, m.kalt)), od.Take("/nebenkosten", od.In(f.miete, m.neben)), od.Take("/heizung", od.In(f.miete, m.heizung)), od.Take("/strom", od.In(f.miete, m.strom)),
			od.Take("/garage", od.In(f.miete, m.garage)), od.Take("/flaeche", od.In(f.miete, m.flaeche)), od.Take("/erhoeht", od.In(f.miete, m.erhoeht)),
			od.Pass[Antrag]("/seit", t("Beginn des Mietverhältnisses", "Beginning of the lease")),
		},
	}
}

func (f *fragen) verdienstbescheinigung() od.Dritte[Antrag] {
	type B = Verdienstbescheinigung
	t := od.T
	seit := od.Datum(func(b *B) *datum.Datum { return &b.Seit }, t("Beginn der Beschäftigung", "Beginning of the employment"))
	bis := od.Datum(func(b *B) *datum.Datum { return &b.Bis }, t("Ende, wenn sie befristet oder gekündigt ist", "End, if it is fixed or has been given notice")).Optional()
	art := od.Auswahl(func(b *B) *Einkunft { return &b.Art }, t("Art der Beschäftigung", "Kind of employment"),
		od.W[Einkunft]("lohn", "Lohn oder Gehalt", "Wages"), od.W[Einkunft]("minijob_pauschal", "Minijob, pauschal versteuert", "Mini-job, taxed at a flat rate"))
	brutto := od.Geld(func(b *B) *od.Betrag { return &b.Brutto }, t("Brutto im Monat", "Gross a month")).Between("0", "1000000").
		Hint(t("Schwankt es: der Durchschnitt der letzten zwölf Monate, ohne einmalige Zahlungen", "If it varies: the average of the last twelve months, without one-off payments"))
	einmal := od.Geld(func(b *B) *od.Betrag { return &b.Einmal }, t("Einmalige Zahlungen im Jahr, brutto", "One-off payments a year, gross")).Between("0", "1000000").Hint(t("Zum Beispiel Weihnachtsgeld. Keine: 0", "For example a Christmas bonus. None: 0"))
	e := f.einkommensteile
	return od.Bescheinigung[Antrag, B]{
		Name: vomArbeitgeber, Titel: t("Bescheinigung über den Verdienst", "Certificate about the wages"), Von: t("Der Arbeitgeber", "The employer"),
		Frage: t("Sie werden gebeten, den Verdienst einer Person zu bescheinigen, die bei Ihnen arbeitet. Das ist freiwillig. Ohne Ihre Bescheinigung kann das Amt Sie selbst fragen.", "You are asked to certify the wages of a person who works for you. This is voluntary. Without your certificate the office may ask you itself."),
		Norm:  norm("§ 23 Abs. 2 WoGG"), Tage: 14, Vorher: 4,
		Fuer: mitglieder,
		Zeigt: func(a Antrag, fuer string) []od.Gezeigt {
			name, born := wer(a, fuer)
			return []od.Gezeigt{{Titel: t("Beschäftigte oder Beschäftigter", "Employee"), Wert: name}, {Titel: t("Geburtsdatum", "Date of birth"), Wert: born}}
		},
		Fragen: []od.Element[B]{seit, bis, art, brutto, einmal},
		Fuellt: []od.Uebernahme[Antrag]{
			od.TakeRows("", f.einkommen, od.Take("/fuer", e.wer), od.Take("/art", e.art), od.Take("/brutto", e.betrag), od.Put(e.zeitraum, Monat)),
			od.Pass[Antrag]("/seit", t("Beginn der Beschäftigung", "Beginning of the employment")), od.Pass[Antrag]("/bis", t("Ende der Beschäftigung", "End of the employment")),
			od.Pass[Antrag]("/einmal", t("Einmalige Zahlungen im Jahr", "One-off payments a year")),
		},
	}
}

// anschrift is the address of a dwelling in one line, "" where a part of it is missing.
func anschrift(w Wohnung) string {
	ort, known := gemeindename(w.Gemeinde)
	if !known || w.Strasse == "" || w.Hausnummer == "" || w.PLZ == "" {
		return ""
	}
	return w.Strasse + " " + w.Hausnummer + ", " + w.PLZ + " " + ort
}

// wer is a member of the household by name and date of birth.
func wer(a Antrag, key string) (name, born string) {
	is := func(vornamen, familienname string, geboren datum.Datum) bool {
		if schluessel(vornamen, familienname, geboren) != key || geboren.IsZero() {
			return false
		}
		name, born = strings.TrimSpace(vornamen+" "+familienname), tag(geboren)
		return true
	}
	if is(a.Person.Vornamen, a.Person.Familienname, a.Person.Geburtsdatum) {
		return name, born
	}
	for _, b := range a.zaehlende() {
		if is(b.Vornamen, b.Familienname, b.Geburtsdatum) {
			return name, born
		}
	}
	return "", ""
}

// ablauf reminds of the end of what was granted.
func ablauf() *od.Ablauf {
	return &od.Ablauf{
		Norm: norm("§ 25 Abs. 1 WoGG"), Monate: 2, Laengstens: 24,
		Betreff: func(bis datum.Datum) recht.Text {
			return od.T("Ihr Wohngeld endet am "+tag(bis), "Your Wohngeld ends on "+day(bis))
		},
		Text: func(bis datum.Datum) recht.Text {
			late := bis.AddDays(1 - bis.Day()).AddMonths(2).AddDays(-1) // of the month after it
			return od.T(
				"Ihr Wohngeld ist bis zum "+tag(bis)+" bewilligt. Brauchen Sie es weiter, dann stellen Sie jetzt einen neuen Antrag: Wohngeld gibt es nur auf Antrag (§ 22 Abs. 1 WoGG). Es beginnt mit dem Monat, in dem der Antrag gestellt ist (§ 25 Abs. 2 WoGG). Damit kein Monat fehlt, muss er spätestens am "+tag(late)+" da sein. Je früher er da ist, desto kürzer warten Sie auf das Geld.",
				"Your Wohngeld is granted until "+day(bis)+". If you still need it, apply anew now: Wohngeld is granted on application only (section 22(1) WoGG). It begins with the month in which the application is made (section 25(2) WoGG). For no month to be missing it must be there by "+day(late)+". The earlier it is there, the less you wait for the money.")
		},
	}
}
