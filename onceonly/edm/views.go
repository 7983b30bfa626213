// SPDX-License-Identifier: Apache-2.0

package edm

import (
	"fmt"
	"io"

	"github.com/deutschland-stack/bausteine/onceonly/internal/xmltree"
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
// formatting verb and in JSON.
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

// MarshalText hides the person from JSON, too.
func (Person) MarshalText() ([]byte, error) { return []byte("[masked]"), nil }

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
		list = append(list, Requirement{e.Child(nsSDG, "Identifier").Value(), texts(e, "Name")})
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
		LevelOfAssurance: p.Child(nsSDG, "LevelOfAssurance").Value(),
		Identifier:       identifier(p.Child(nsSDG, "Identifier")),
		FamilyName:       p.Child(nsSDG, "FamilyName").Value(),
		GivenName:        p.Child(nsSDG, "GivenName").Value(),
		DateOfBirth:      p.Child(nsSDG, "DateOfBirth").Value(),
		PlaceOfBirth:     p.Child(nsSDG, "PlaceOfBirth").Value(),
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
		Identifier:     e.Child(nsSDG, "Identifier").Value(),
		Classification: e.Child(nsSDG, "EvidenceTypeClassification").Value(),
		Titles:         texts(e, "Title"),
	}
	for _, d := range e.All(nsSDG, "DistributedAs") {
		found.Formats = append(found.Formats, d.Child(nsSDG, "Format").Value())
	}
	return found, true
}

// Exceptions returns the errors of an error response.
func (m Message) Exceptions() (list []Exception) {
	for _, e := range m.root().All(nsRS, "Exception") {
		x := Exception{
			Type: e.XSIType().Local, Code: e.Attr("", "code"), Message: e.Attr("", "message"),
			Severity: e.Attr("", "severity"), Detail: e.Attr("", "detail"),
			Timestamp:       slotValue(e, "Timestamp"),
			PreviewLocation: slotValue(e, "PreviewLocation"),
			PreviewMethod:   slotValue(e, "PreviewMethod"),
		}
		description := slot(e, "PreviewDescription").Child(nsRIM, "SlotValue").Child(nsRIM, "Value")
		for _, s := range description.All(nsRIM, "LocalizedString") {
			language := s.Attr(xmltree.NSXML, "lang")
			if language == "" {
				language = s.Attr(xmltree.NSXSI, "lang") // as the published samples of v1.2 write it
			}
			x.PreviewDescription = append(x.PreviewDescription, Text{language, s.Attr("", "value")})
		}
		list = append(list, x)
	}
	return list
}

// Evidences returns what a response holds, with or without a package around it.
func (m Message) Evidences() []Evidence { return evidences(m.root(), nil) }

func evidences(e *xmltree.Element, found []Evidence) []Evidence {
	for _, object := range e.Child(nsRIM, "RegistryObjectList").All(nsRIM, "RegistryObject") {
		for _, metadata := range slotContents(object, "EvidenceMetadata") {
			conforms := metadata.Child(nsSDG, "IsConformantTo")
			evidence := Evidence{
				Identifier:     metadata.Child(nsSDG, "Identifier").Value(),
				Classification: conforms.Child(nsSDG, "EvidenceTypeClassification").Value(),
				Titles:         texts(conforms, "Title"),
				Issuer:         agent(metadata.Child(nsSDG, "IssuingAuthority")),
				IssuingDate:    metadata.Child(nsSDG, "IssuingDate").Value(),
				Format:         metadata.Child(nsSDG, "Distribution").Child(nsSDG, "Format").Value(),
			}
			if reference := object.Child(nsRIM, "RepositoryItemRef"); reference != nil {
				evidence.Reference = reference.Attr(nsXLink, "href")
			}
			found = append(found, evidence)
		}
		found = evidences(object, found)
	}
	return found
}

func (m Message) query() *xmltree.Element {
	if q := m.root().Child(nsQuery, "Query"); q != nil {
		return q
	}
	return &xmltree.Element{}
}

func agents(elements []*xmltree.Element) (list []Agent) {
	for _, e := range elements {
		list = append(list, agent(e))
	}
	return list
}

func agent(e *xmltree.Element) Agent {
	return Agent{
		Identifier:     identifier(e.Child(nsSDG, "Identifier")),
		Names:          texts(e, "Name"),
		Country:        e.Child(nsSDG, "Address").Child(nsSDG, "AdminUnitLevel1").Value(),
		Classification: e.Child(nsSDG, "Classification").Value(),
	}
}

func identifier(e *xmltree.Element) Identifier {
	if e == nil {
		return Identifier{}
	}
	return Identifier{Scheme: e.Attr("", "schemeID"), Value: e.Value()}
}

func texts(e *xmltree.Element, local string) (list []Text) {
	for _, t := range e.All(nsSDG, local) {
		list = append(list, Text{t.Attr("", "lang"), t.Value()})
	}
	return list
}
