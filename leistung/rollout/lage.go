// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Lage is what is known about a connection when an event is to happen: who
// declared what, and what was measured. What is not set is not known, and a
// condition that rests on it does not hold. Persons are ids of another store,
// never names.
type Lage struct {
	Faellig bool // due on the day (the Soll says so)

	Nachnutzung   Zeitraum    // of the Land: from when until when it may be used
	AngebotBis    datum.Datum // the offer of the programme expires; zero: it does not
	Datenschutz   Datenschutzgrundlage
	Wiedervorlage datum.Datum // with a refusal: when it is looked at again

	Projektleitung, Fachlich, Technisch string // ids of the persons
	Funktionspostfach                   bool

	DVDV            kommune.Organisationsschluessel
	DVDVKategorien  []string // the prefixes that the service allows
	Zertifikat      Zeitraum // validity
	Zustellziel     string   // OSCI URI or FIT-Connect destination
	ZielUmgebung    kommune.Umgebung
	ZielAntwortet   Probe
	OrganisationsID string // Organisationseinheit-ID of the PVOG
	Link            string // address in the PVOG entry
	LinkErreichbar  Probe
	Fachverfahren   string // name and version
	AufListe        bool   // that version is on the list of the vendor
	Medienbruch     bool   // declared: what comes in is printed or sent as a PDF by mail

	Probelauf     Probelauf
	ParameterHash string // of the parameters as they are now
	Schulung      bool
	FirstLevel    bool
	Bezahldienst  string
	Gebuehrenfrei bool
}

// Zeitraum is from a day to a day, both included; a zero end is open, a zero
// begin means that there is none.
type Zeitraum struct{ Von, Bis datum.Datum }

// Contains reports whether the day is in it.
func (z Zeitraum) Contains(tag datum.Datum) bool {
	return !z.Von.IsZero() && !tag.Before(z.Von) && (z.Bis.IsZero() || !tag.After(z.Bis))
}

// Datenschutzgrundlage is on which basis personal data go to the operator.
type Datenschutzgrundlage string

// The kinds seen. Which one fits is the authority's question.
const (
	DatenschutzOZG   Datenschutzgrundlage = "ozg-8a"
	DatenschutzAVV   Datenschutzgrundlage = "avv"
	DatenschutzArt26 Datenschutzgrundlage = "art26"
)

// Probe is a measurement: when, and whether it went well.
type Probe struct {
	Am datum.Datum
	OK bool
}

// fresh reports whether it went well, on the day or in the days before.
func (p Probe) fresh(tag datum.Datum, days int) bool {
	return p.OK && !p.Am.IsZero() && !p.Am.After(tag) && p.Am.DaysUntil(tag) <= days
}

// Bedingung is one of the thirteen conditions, G1 to G13, and whether it holds.
type Bedingung struct {
	Nummer    int // 1 to 13
	Text      recht.Text
	Erfuellt  bool
	WartetAuf Verantwortung // who must move where it does not hold
}

func (b Bedingung) befund() recht.Befund {
	nr := strconv.Itoa(b.Nummer)
	if len(nr) == 1 {
		nr = "0" + nr
	}
	return recht.Befund{
		Code: "ROLLOUT-G-" + nr, Pointer: "/bedingungen/" + strconv.Itoa(b.Nummer-1),
		Text: recht.NewText("Es fehlt: "+b.Text.String()+". Handeln muss: "+b.WartetAuf.Label()+".", "Missing: "+b.Text.English()+"."),
	}
}

const (
	zertifikatTage = 30 // how long a certificate must still hold (G5)
	probelaufTage  = 30 // how old a dry run may be (G10)
	probeTage      = 7  // how old the answer of a target or a link may be (G7, G12)
)

// Bedingungen returns all thirteen for an event on the day.
func (l *Lage) Bedingungen(tag datum.Datum) []Bedingung {
	dvdv := !l.DVDV.IsZero() && l.DVDV.Umgebung() != kommune.UmgebungTest &&
		(len(l.DVDVKategorien) == 0 || slices.Contains(l.DVDVKategorien, l.DVDV.Praefix()))
	return []Bedingung{
		{1, recht.NewText("Die Behörde ist an diesem Tag zuständig", "the authority is due on that day"), l.Faellig, VonLand},
		{
			2, recht.NewText("Nachnutzung des Landes gilt, das Angebot ist nicht abgelaufen, Grundlage des Datenschutzes ist benannt", "re-use by the Land is in force, the offer has not expired, the basis of data protection is named"),
			l.Nachnutzung.Contains(tag) && (l.AngebotBis.IsZero() || !tag.After(l.AngebotBis)) &&
				(l.Datenschutz == DatenschutzOZG || l.Datenschutz == DatenschutzAVV || l.Datenschutz == DatenschutzArt26), VonLand,
		},
		{
			3, recht.NewText("Projektleitung, fachliche und technische Ansprechperson, Funktionspostfach", "project lead, professional and technical contact, functional mailbox"),
			l.Projektleitung != "" && l.Fachlich != "" && l.Technisch != "" && l.Funktionspostfach, VonKommune,
		},
		{4, recht.NewText("Eintrag im DVDV gültig, Umgebung produktiv, Kategorie erlaubt", "DVDV entry valid, live environment, category allowed"), dvdv, VonITDienstleister},
		{
			5, recht.NewText("Zertifikat noch mindestens 30 Tage gültig", "certificate valid for 30 more days"),
			l.Zertifikat.Contains(tag) && l.Zertifikat.Contains(tag.AddDays(zertifikatTage)), VonITDienstleister,
		},
		{
			6, recht.NewText("Zustellziel benannt, richtige Umgebung", "delivery target named, in the right environment"),
			l.Zustellziel != "" && l.ZielUmgebung == kommune.UmgebungProduktion, VonITDienstleister,
		},
		{7, recht.NewText("Zustellziel antwortet", "the delivery target answers"), l.ZielAntwortet.fresh(tag, probeTage), VonITDienstleister},
		{8, recht.NewText("Eintrag im PVOG mit Organisationseinheit und Link", "PVOG entry with organisation and link"), l.OrganisationsID != "" && isHTTPS(l.Link), VonPVOGRedaktion},
		{
			9, recht.NewText("Fachverfahren und Version auf der Liste, oder Medienbruch erklärt", "specialist software and version on the list, or a media break declared"),
			l.Medienbruch || l.Fachverfahren != "" && l.AufListe, VonHersteller,
		},
		{
			10, recht.NewText("Probelauf über alle Strecken bestanden, höchstens 30 Tage alt, mit denselben Einstellungen", "dry run over all legs passed, at most 30 days old, with the same parameters"),
			l.Probelauf.bestanden(tag, l.ParameterHash), VonBetreiber,
		},
		{11, recht.NewText("Schulung und erste Hilfe im Haus", "training and first-level support"), l.Schulung && l.FirstLevel, VonKommune},
		{12, recht.NewText("Link erreichbar", "the link answers"), l.LinkErreichbar.fresh(tag, probeTage), VonBetreiber},
		{13, recht.NewText("Bezahldienst eingerichtet, oder der Dienst ist gebührenfrei", "payment provider set, or the service is free"), l.Gebuehrenfrei || l.Bezahldienst != "", VonKommune},
	}
}

// missing returns those of the numbers that do not hold.
func (l *Lage) missing(tag datum.Datum, nummern []int) []Bedingung {
	all := l.Bedingungen(tag)
	var list []Bedingung
	for _, n := range nummern {
		if !all[n-1].Erfuellt {
			list = append(list, all[n-1])
		}
	}
	return list
}

func isHTTPS(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme == "https" && u.Host != "" && len(s) <= 2000
}
