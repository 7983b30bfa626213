// SPDX-License-Identifier: Apache-2.0

package edm

import (
	"fmt"
	"io"
)

// Identifier is a value within a scheme.
type Identifier struct{ Scheme, Value string }

// Text is a text in a language.
type Text struct{ Language, Value string }

// Agent is one side of the exchange.
type Agent struct {
	Identifier     Identifier
	Names          []Text
	Country        string // AdminUnitLevel1
	Classification string // ER, IP, EP or ERRP
}

// Person is the natural person that evidence is about. It is masked in every
// formatting verb.
type Person struct {
	LevelOfAssurance string
	Identifier       Identifier
	FamilyName       string
	GivenName        string
	DateOfBirth      string
	PlaceOfBirth     string
}

// Format hides the person.
func (Person) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "edm.Person{[masked]}") }

// Requirement is what has to be proven.
type Requirement struct {
	Identifier string
	Names      []Text
}

// EvidenceType is the kind of evidence asked for.
type EvidenceType struct {
	Identifier     string
	Classification string
	Titles         []Text
	Formats        []string
}

// Exception is one error of an error response.
type Exception struct {
	Type               string // local name of xsi:type
	Code               string
	Message            string
	Severity           string
	Detail             string
	Timestamp          string
	PreviewLocation    string
	PreviewMethod      string
	PreviewDescription []Text
}

// SeverityPreviewRequired marks the error that sends the person to a preview.
const SeverityPreviewRequired = "urn:sr.oots.tech.ec.europa.eu:codes:ErrorSeverity:EDMErrorResponse:PreviewRequired"

// SeverityError marks every other error.
const SeverityError = "urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error"

// PreviewRequired reports whether the error sends the person to a preview.
func (e Exception) PreviewRequired() bool { return e.Severity == SeverityPreviewRequired }

// Evidence describes one piece of evidence of a response. The document itself
// travels beside the message.
type Evidence struct {
	Identifier     string
	Classification string
	Titles         []Text
	Issuer         Agent
	IssuingDate    string
	Format         string
	// Reference names the attached document: "cid:" and its content id.
	Reference string
}

// Requesters returns the requester with the platforms between.
func (m Message) Requesters() []Agent { return agents(slotContents(m.root(), "EvidenceRequester")) }

// Providers returns the provider with the platforms between.
func (m Message) Providers() []Agent { return agents(slotContents(m.root(), "EvidenceProvider")) }

// ErrorProvider returns who sent an error response.
func (m Message) ErrorProvider() []Agent { return agents(slotContents(m.root(), "ErrorProvider")) }

// Requirements returns what the requested evidence is to prove.
func (m Message) Requirements() (list []Requirement) {
	for _, e := range slotContents(m.root(), "Requirements") {
		list = append(list, Requirement{e.child(nsSDG, "Identifier").value(), texts(e, "Name")})
	}
	return list
}

// Person returns the natural person of a request.
func (m Message) Person() (Person, bool) {
	contents := slotContents(m.query(), "NaturalPerson")
	if len(contents) == 0 {
		return Person{}, false
	}
	p := contents[0]
	return Person{
		LevelOfAssurance: p.child(nsSDG, "LevelOfAssurance").value(),
		Identifier:       identifier(p.child(nsSDG, "Identifier")),
		FamilyName:       p.child(nsSDG, "FamilyName").value(),
		GivenName:        p.child(nsSDG, "GivenName").value(),
		DateOfBirth:      p.child(nsSDG, "DateOfBirth").value(),
		PlaceOfBirth:     p.child(nsSDG, "PlaceOfBirth").value(),
	}, true
}

// EvidenceType returns the kind of evidence that a request asks for.
func (m Message) EvidenceType() (EvidenceType, bool) {
	contents := slotContents(m.query(), "EvidenceRequest")
	if len(contents) == 0 {
		return EvidenceType{}, false
	}
	e := contents[0]
	found := EvidenceType{
		Identifier:     e.child(nsSDG, "Identifier").value(),
		Classification: e.child(nsSDG, "EvidenceTypeClassification").value(),
		Titles:         texts(e, "Title"),
	}
	for _, d := range e.all(nsSDG, "DistributedAs") {
		found.Formats = append(found.Formats, d.child(nsSDG, "Format").value())
	}
	return found, true
}

// Exceptions returns the errors of an error response.
func (m Message) Exceptions() (list []Exception) {
	for _, e := range m.root().all(nsRS, "Exception") {
		x := Exception{
			Type: e.xsiType().Local, Code: e.attr("", "code"), Message: e.attr("", "message"),
			Severity: e.attr("", "severity"), Detail: e.attr("", "detail"),
			Timestamp:       slotValue(e, "Timestamp"),
			PreviewLocation: slotValue(e, "PreviewLocation"),
			PreviewMethod:   slotValue(e, "PreviewMethod"),
		}
		description := slot(e, "PreviewDescription").child(nsRIM, "SlotValue").child(nsRIM, "Value")
		for _, s := range description.all(nsRIM, "LocalizedString") {
			language := s.attr(nsXML, "lang")
			if language == "" {
				language = s.attr(nsXSI, "lang") // as the published samples of v1.2 write it
			}
			x.PreviewDescription = append(x.PreviewDescription, Text{language, s.attr("", "value")})
		}
		list = append(list, x)
	}
	return list
}

// Evidences returns what a response holds, with or without a package around it.
func (m Message) Evidences() []Evidence { return evidences(m.root(), nil) }

func evidences(e *element, found []Evidence) []Evidence {
	for _, object := range e.child(nsRIM, "RegistryObjectList").all(nsRIM, "RegistryObject") {
		for _, metadata := range slotContents(object, "EvidenceMetadata") {
			conforms := metadata.child(nsSDG, "IsConformantTo")
			evidence := Evidence{
				Identifier:     metadata.child(nsSDG, "Identifier").value(),
				Classification: conforms.child(nsSDG, "EvidenceTypeClassification").value(),
				Titles:         texts(conforms, "Title"),
				Issuer:         agent(metadata.child(nsSDG, "IssuingAuthority")),
				IssuingDate:    metadata.child(nsSDG, "IssuingDate").value(),
				Format:         metadata.child(nsSDG, "Distribution").child(nsSDG, "Format").value(),
			}
			if reference := object.child(nsRIM, "RepositoryItemRef"); reference != nil {
				evidence.Reference = reference.attr(nsXLink, "href")
			}
			found = append(found, evidence)
		}
		found = evidences(object, found)
	}
	return found
}

func (m Message) query() *element {
	if q := m.root().child(nsQuery, "Query"); q != nil {
		return q
	}
	return &element{}
}

func agents(elements []*element) (list []Agent) {
	for _, e := range elements {
		list = append(list, agent(e))
	}
	return list
}

func agent(e *element) Agent {
	return Agent{
		Identifier:     identifier(e.child(nsSDG, "Identifier")),
		Names:          texts(e, "Name"),
		Country:        e.child(nsSDG, "Address").child(nsSDG, "AdminUnitLevel1").value(),
		Classification: e.child(nsSDG, "Classification").value(),
	}
}

func identifier(e *element) Identifier {
	if e == nil {
		return Identifier{}
	}
	return Identifier{Scheme: e.attr("", "schemeID"), Value: e.value()}
}

func texts(e *element, local string) (list []Text) {
	for _, t := range e.all(nsSDG, local) {
		list = append(list, Text{t.attr("", "lang"), t.value()})
	}
	return list
}
