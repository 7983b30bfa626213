// SPDX-License-Identifier: Apache-2.0

package bescheid

import (
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/frist"
)

// Ergebnis is what a notice decides.
type Ergebnis uint8

// The results. The zero value is "not stated".
const (
	ErgebnisStattgegeben Ergebnis = iota + 1 // as applied for
	ErgebnisTeilweise                        // in part, or with less than applied for
	ErgebnisAbgelehnt
	ErgebnisEingriff // something is ordered, taken back or demanded: the person is heard before
	ErgebnisAnderes  // something is found or changed at nobody's cost
)

func (e Ergebnis) valid() bool { return e >= ErgebnisStattgegeben && e <= ErgebnisAnderes }

// Entwurf is what an authority says in a notice. Texts are plain German, one
// string a paragraph.
type Entwurf struct {
	Behoerde     Behoerde
	Verfahren    Verfahren
	Adressat     Adressat
	Titel        string
	Aktenzeichen string
	Datum        datum.Datum
	Auskunft     string // who to ask; may be empty

	Ergebnis Ergebnis
	Tenor    []string // what is decided, sentence by sentence; numbered if several
	// Anspruch says that the person has a claim to what is granted, Ermessen that
	// the authority had discretion, Spielraum that it had a margin of judgement.
	Anspruch, Ermessen, Spielraum bool
	Nebenbestimmungen             []Nebenbestimmung
	Begruendung                   Begruendung
	Kosten                        []string // fees, or that there are none; may be empty
	Hinweise                      []string // what the person has to know, beside the decision
	// Erlaeuterung explains the notice in other words and languages, as easy
	// German. It is marked as no part of the decision.
	Erlaeuterung recht.Text

	Rechtsbehelf Rechtsbehelf
	// Kalender gives the public holidays of a place, by which the period of the remedy is
	// counted; nil is [frist.InGemeinde]. One with the official list for Mariä Himmelfahrt
	// settles in Bayern what the tables leave open.
	Kalender func(kommune.AGS) frist.Kalender
	Kanal    Kanal
	// Einwilligung says that the person agreed to the electronic way, which
	// KanalAbruf needs. Ausgeschlossen says that the person excluded KanalPostfach.
	Einwilligung, Ausgeschlossen bool
	// Elterngeld says that the matter is parental allowance, where alone social law
	// announces over the postbox (§ 37 Abs. 2b SGB X).
	Elterngeld bool
	// Schriftform is the provision that orders written form, Siegelform says that
	// the electronic document gets the qualified seal or signature that replaces it.
	Schriftform recht.Norm
	Siegelform  bool

	Zeichner Zeichner
	// Automatisch says that no person decided. Erlaubt is the provision that allows
	// it; social law needs none (§ 31a SGB X).
	Automatisch bool
	Erlaubt     recht.Norm

	// Angehoert is the day on which the person was heard or given the time to be;
	// KeineAnhoerung says why not, for the file.
	Angehoert      datum.Datum
	KeineAnhoerung string

	// Code is the text of a sealed code (package siegel) and Pruefung the https
	// address where it is checked; both may be empty.
	Code, Pruefung string
}

// String names the notice and says nothing of its content.
func (e Entwurf) String() string { return "bescheid.Entwurf{" + e.Behoerde.Name + "}" }
