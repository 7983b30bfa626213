// SPDX-License-Identifier: Apache-2.0

package leistung

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrEfA reports a service that does not meet the minimum requirements.
var ErrEfA = errors.New("leistung: EfA minimum requirements are not met")

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
	Text     string
	Pfad     string // JSON pointer into the profile
	erfuellt func(*EfAProfil) bool
}

// EfAAnforderungen returns the checklist. The eight areas are those of the
// EfA-Mindestanforderungen that the IT-Planungsrat's round adopted; the lines,
// their wording and their grade are this package's own short form. Passing it
// is necessary for a service that wants to be joined, and no certificate.
func EfAAnforderungen() []EfAAnforderung { return slices.Clone(efaAnforderungen) }

var efaAnforderungen = []EfAAnforderung{
	{"EFA-DESIGN-01", "Oberflächengestaltung und Design", EfAMuss, "Die Oberfläche ist neutral und trägt das Erscheinungsbild der angeschlossenen Stelle nur als Einstellung.", "/designNeutral", func(p *EfAProfil) bool { return p.DesignNeutral }},
	{"EFA-DESIGN-02", "Oberflächengestaltung und Design", EfAMuss, "Der Dienst ist barrierefrei.", "/barrierefrei", func(p *EfAProfil) bool { return p.Barrierefrei }},
	{"EFA-FACHLOGIK-01", "Fachlogik", EfAMuss, "Was sich von Ort zu Ort unterscheidet, ist einstellbar.", "/parametrisierbar", func(p *EfAProfil) bool { return p.Parametrisierbar }},
	{"EFA-NUTZERKONTO-01", "Nutzerkonto", EfAMuss, "Mindestens ein Nutzerkonto ist angebunden.", "/nutzerkonten", func(p *EfAProfil) bool { return slices.ContainsFunc(p.Nutzerkonten, benannt) }},
	{"EFA-PAYMENT-01", "Payment", EfAMuss, "Fallen Gebühren an, ist der Bezahldienst jeder angeschlossenen Stelle über einen Standard anzubinden.", "/bezahlschnittstelle", func(p *EfAProfil) bool { return !p.Gebuehrenpflichtig || benannt(p.Bezahlschnittstelle) }},
	{"EFA-DATEN-01", "Datenaustauschstandard", EfAMuss, "Antragsdaten gehen in einem veröffentlichten Format hinaus.", "/datenaustausch", func(p *EfAProfil) bool { return benannt(p.Datenaustausch) }},
	{"EFA-ROUTING-01", "Routing & Transport", EfAMuss, "Die zuständige Stelle wird ermittelt und ist nicht fest eingebaut.", "/zustaendigkeitssuche", func(p *EfAProfil) bool { return benannt(p.Zustaendigkeitssuche) }},
	{"EFA-ROUTING-02", "Routing & Transport", EfAMuss, "Anträge gehen über einen vereinbarten Transportweg zur zuständigen Stelle.", "/transport", func(p *EfAProfil) bool { return benannt(p.Transport) }},
	{"EFA-RECHT-01", "Rechtliche Nachnutzungsmöglichkeit", EfAMuss, "Die Bedingungen der Nachnutzung sind benannt.", "/nachnutzung", func(p *EfAProfil) bool { return benannt(p.Nachnutzung) }},
	{"EFA-RECHT-02", "Rechtliche Nachnutzungsmöglichkeit", EfASoll, "Der Quelltext steht unter einer benannten Lizenz.", "/lizenz", func(p *EfAProfil) bool { return benannt(p.Lizenz) }},
	{"EFA-ORGANISATION-01", "Organisation", EfAMuss, "Der Betrieb ist benannt.", "/betrieb", func(p *EfAProfil) bool { return benannt(p.Betrieb) }},
	{"EFA-ORGANISATION-02", "Organisation", EfASoll, "Eine Anlaufstelle für angeschlossene Stellen ist benannt.", "/support", func(p *EfAProfil) bool { return benannt(p.Support) }},
}

func benannt(text string) bool { return strings.TrimSpace(text) != "" }

// Pruefe returns every requirement that the profile does not meet, in the order
// of the list.
func (p *EfAProfil) Pruefe() EfAMaengel {
	var open EfAMaengel
	for _, a := range efaAnforderungen {
		if !a.erfuellt(p) {
			open = append(open, a)
		}
	}
	return open
}

// EfAMaengel are requirements that are not met.
type EfAMaengel []EfAAnforderung

// Erfuellt reports whether none of them is a MUSS.
func (m EfAMaengel) Erfuellt() bool {
	return !slices.ContainsFunc(m, func(a EfAAnforderung) bool { return a.Grad == EfAMuss })
}

// Err returns an error that names the requirements of grade MUSS that are not
// met, for a test of the service, and nil if there are none.
func (m EfAMaengel) Err() error {
	var open []string
	for i := range m {
		if m[i].Grad == EfAMuss {
			open = append(open, m[i].Code)
		}
	}
	if len(open) == 0 {
		return nil
	}
	return fmt.Errorf("%w: %s", ErrEfA, strings.Join(open, ", "))
}
