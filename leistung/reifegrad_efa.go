// SPDX-License-Identifier: Apache-2.0

package leistung

import (
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// EfAProfil is what a service that one Land runs for all ("Einer für Alle", EfA)
// states about itself. It is written down beside the service and checked by its
// tests; see [EfAProfil.Pruefe].
type EfAProfil struct {
	DesignNeutral        bool     `json:"designNeutral"`        // no Land's colours or crest built in
	Barrierefrei         bool     `json:"barrierefrei"`         // BITV 2.0, with a published declaration
	Parametrisierbar     bool     `json:"parametrisierbar"`     // what differs by place is data, not code
	Nutzerkonten         []string `json:"nutzerkonten"`         // accounts a person can use
	Gebuehrenpflichtig   bool     `json:"gebuehrenpflichtig"`   // fees arise
	Bezahlschnittstelle  string   `json:"bezahlschnittstelle"`  // the standard that joins any payment service
	Datenaustausch       string   `json:"datenaustausch"`       // the published schema of what is sent
	Zustaendigkeitssuche string   `json:"zustaendigkeitssuche"` // where the responsible authority is looked up
	Transport            string   `json:"transport"`            // how applications get there
	Nachnutzung          string   `json:"nachnutzung"`          // the terms under which others may join
	Lizenz               string   `json:"lizenz"`               // of the code, if it is given away
	Betrieb              string   `json:"betrieb"`              // who runs it
	Support              string   `json:"support"`              // who helps the authorities that joined
}

// EfAGrad is how binding a requirement is.
type EfAGrad string

// The grades of the requirements.
const (
	EfAMuss EfAGrad = "MUSS"
	EfASoll EfAGrad = "SOLL"
)

// EfAAnforderung is one line of the checklist.
type EfAAnforderung struct {
	Code     string
	Bereich  string // one of the eight areas of the minimum requirements
	Grad     EfAGrad
	Text     recht.Text
	Pfad     string // JSON pointer into the profile
	erfuellt func(*EfAProfil) bool
}

// EfAAnforderungen returns the checklist. The eight areas are those of the
// EfA-Mindestanforderungen that the IT-Planungsrat's round adopted; the lines,
// their wording and their grade are this package's own short form. Passing it
// is necessary for a service that wants to be joined, and no certificate.
func EfAAnforderungen() []EfAAnforderung { return slices.Clone(efaAnforderungen) }

var efaAnforderungen = []EfAAnforderung{
	{"EFA-DESIGN-01", "Oberflächengestaltung und Design", EfAMuss, recht.NewText("Die Oberfläche ist neutral und trägt das Erscheinungsbild der angeschlossenen Stelle nur als Einstellung.", "The surface is neutral and wears the looks of the authority that joined as a setting only."), "/designNeutral", func(p *EfAProfil) bool { return p.DesignNeutral }},
	{"EFA-DESIGN-02", "Oberflächengestaltung und Design", EfAMuss, recht.NewText("Der Dienst ist barrierefrei.", "The service is accessible."), "/barrierefrei", func(p *EfAProfil) bool { return p.Barrierefrei }},
	{"EFA-FACHLOGIK-01", "Fachlogik", EfAMuss, recht.NewText("Was sich von Ort zu Ort unterscheidet, ist einstellbar.", "What differs from place to place can be set."), "/parametrisierbar", func(p *EfAProfil) bool { return p.Parametrisierbar }},
	{"EFA-NUTZERKONTO-01", "Nutzerkonto", EfAMuss, recht.NewText("Mindestens ein Nutzerkonto ist angebunden.", "At least one account service is connected."), "/nutzerkonten", func(p *EfAProfil) bool { return slices.ContainsFunc(p.Nutzerkonten, benannt) }},
	{"EFA-PAYMENT-01", "Payment", EfAMuss, recht.NewText("Fallen Gebühren an, ist der Bezahldienst jeder angeschlossenen Stelle über einen Standard anzubinden.", "Where fees arise, the payment service of every authority that joined connects over a standard."), "/bezahlschnittstelle", func(p *EfAProfil) bool { return !p.Gebuehrenpflichtig || benannt(p.Bezahlschnittstelle) }},
	{"EFA-DATEN-01", "Datenaustauschstandard", EfAMuss, recht.NewText("Antragsdaten gehen in einem veröffentlichten Format hinaus.", "Data of applications leave in a published format."), "/datenaustausch", func(p *EfAProfil) bool { return benannt(p.Datenaustausch) }},
	{"EFA-ROUTING-01", "Routing & Transport", EfAMuss, recht.NewText("Die zuständige Stelle wird ermittelt und ist nicht fest eingebaut.", "The responsible authority is looked up and not built in."), "/zustaendigkeitssuche", func(p *EfAProfil) bool { return benannt(p.Zustaendigkeitssuche) }},
	{"EFA-ROUTING-02", "Routing & Transport", EfAMuss, recht.NewText("Anträge gehen über einen vereinbarten Transportweg zur zuständigen Stelle.", "Applications go to the responsible authority over an agreed transport."), "/transport", func(p *EfAProfil) bool { return benannt(p.Transport) }},
	{"EFA-RECHT-01", "Rechtliche Nachnutzungsmöglichkeit", EfAMuss, recht.NewText("Die Bedingungen der Nachnutzung sind benannt.", "The terms under which others may use the service are named."), "/nachnutzung", func(p *EfAProfil) bool { return benannt(p.Nachnutzung) }},
	{"EFA-RECHT-02", "Rechtliche Nachnutzungsmöglichkeit", EfASoll, recht.NewText("Der Quelltext steht unter einer benannten Lizenz.", "The code stands under a named licence."), "/lizenz", func(p *EfAProfil) bool { return benannt(p.Lizenz) }},
	{"EFA-ORGANISATION-01", "Organisation", EfAMuss, recht.NewText("Der Betrieb ist benannt.", "Who runs the service is named."), "/betrieb", func(p *EfAProfil) bool { return benannt(p.Betrieb) }},
	{"EFA-ORGANISATION-02", "Organisation", EfASoll, recht.NewText("Eine Anlaufstelle für angeschlossene Stellen ist benannt.", "A contact for authorities that joined is named."), "/support", func(p *EfAProfil) bool { return benannt(p.Support) }},
}

func benannt(text string) bool { return strings.TrimSpace(text) != "" }

// Pruefe returns every requirement that the profile does not meet, in the order of
// the list: a MUSS as an error, a SOLL as a warning. A test of the service asks for
// the Err of it.
func (p *EfAProfil) Pruefe() recht.Befunde {
	var open recht.Befunde
	for _, a := range efaAnforderungen {
		if a.erfuellt(p) {
			continue
		}
		severity := recht.SeverityError
		if a.Grad == EfASoll {
			severity = recht.SeverityWarning
		}
		open = append(open, recht.Befund{Code: a.Code, Pointer: a.Pfad, Severity: severity, Text: a.Text})
	}
	return open
}
