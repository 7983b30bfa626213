// SPDX-License-Identifier: Apache-2.0

package xnachweis

import (
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/xmlstream"
	"github.com/deutschland-stack/bausteine/onceonly/idnr"
	"github.com/deutschland-stack/bausteine/onceonly/internal/masked"
	"github.com/deutschland-stack/bausteine/onceonly/internal/xmltree"
)

// Identifier is a value within a scheme.
type Identifier struct{ Scheme, Value string }

// Text is a text in a language.
type Text struct{ Language, Value string }

// The roles of agents.
const (
	RoleRequester     = "ER"
	RoleIntermediary  = "IP"
	RoleProvider      = "EP"
	RoleErrorProvider = "ERRP"
)

// Agent is one side of the exchange.
type Agent struct {
	Identifier     Identifier
	Names          []Text
	Country        string // AdminUnitLevel1
	Classification string // one of the roles
}

// Address is where a person lives.
type Address struct{ Street, HouseNumber, PostalCode, Place, Country string }

// Format hides the address.
func (Address) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "xnachweis.Address{[masked]}") }

// MarshalText hides the address from JSON, too.
func (Address) MarshalText() ([]byte, error) { return []byte("[masked]"), nil }

// Person is a natural person. It is masked in every formatting verb and in JSON.
type Person struct {
	LevelOfAssurance string // Low, Substantial or High
	FamilyName       string
	GivenName        string
	DateOfBirth      string // YYYY-MM-DD
	BirthName        string
	PlaceOfBirth     string
	Address          Address
	Gender           string
	Nationalities    []string
	// IDNr is zero also where the message holds a wrong one; Check finds that.
	IDNr idnr.IdNr
}

// Format hides the person.
func (Person) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "xnachweis.Person{[masked]}") }

// MarshalText hides the person from JSON, too.
func (Person) MarshalText() ([]byte, error) { return []byte("[masked]"), nil }

// LegalPerson is a company, an association and the like. Its name may be that of
// a person, so it is masked in every formatting verb and in JSON.
type LegalPerson struct {
	LevelOfAssurance string
	LegalName        string
	Identifiers      []Identifier
}

// Format hides the legal person.
func (LegalPerson) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "xnachweis.LegalPerson{[masked]}")
}

// MarshalText hides the legal person from JSON, too.
func (LegalPerson) MarshalText() ([]byte, error) { return []byte("[masked]"), nil }

// Format is a format that evidence may have. Priority zero means none is given.
type Format struct {
	MediaType string
	Priority  int
}

// EvidenceType is the kind of evidence asked for. The classification is an
// opaque URI: a national pattern beside the European one is announced.
type EvidenceType struct {
	Identifier     uuid.UUID
	Classification string
	Titles         []Text
	Formats        []Format
}

// Object is one piece of evidence of an answer. It is masked in every output.
type Object struct {
	ID                uuid.UUID
	Title             string
	IssuingDate       string
	Issuer            Agent // without role and country
	Classification    string
	ClassTitles       []Text
	MediaType         string
	ProviderReference Identifier
	// Reference stands in the place of the content, if that is empty.
	Reference string
	Content   Content
	// Signed reports whether a signature is there, not whether it holds.
	Signed bool
}

// Format hides the object.
func (Object) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "xnachweis.Object{[masked]}") }

// Content is the document of evidence. It is masked in every output.
type Content struct{ bytes masked.Box[[]byte] }

// NewContent masks a document. The caller must not change it any more.
func NewContent(document []byte) Content { return Content{masked.NewBox(document)} }

// Bytes returns the document. The caller must not change it.
func (c Content) Bytes() []byte { return c.bytes.Get() }

// Exception is one error of an error message.
type Exception struct {
	Code     string
	Detail   string
	At       time.Time // zero: not given
	Severity string
}

// Requesters returns who asks.
func (m Message) Requesters() []Agent { return agents(all(m.root(), "EvidenceRequester")) }

// Providers returns who is asked, or who answered.
func (m Message) Providers() []Agent { return agents(all(m.root(), "EvidenceProvider")) }

// ErrorProviders returns who reports an error.
func (m Message) ErrorProviders() []Agent { return agents(all(m.root(), "ErrorProvider")) }

// Language returns in which language the evidence is wanted.
func (m Message) Language() string { return code(find(m.root(), "lang")) }

// Norm returns the legal ground that a request names (Rechtsgrundlage).
func (m Message) Norm() string { return value(find(m.root(), "Rechtsgrundlage")) }

// Purpose returns the purpose that a request names (Verarbeitungszweck).
func (m Message) Purpose() string { return value(find(m.root(), "Verarbeitungszweck")) }

// Token returns the sealed abstract permission of a request (IssuedToken).
func (m Message) Token() string { return value(find(m.root(), "IssuedToken")) }

// Person returns the natural person that a request is about.
func (m Message) Person() (Person, bool) { return person(find(m.root(), "Query", "NaturalPerson")) }

// LegalPerson returns the legal person that a request is about.
func (m Message) LegalPerson() (LegalPerson, bool) {
	e := find(m.root(), "Query", "LegalPerson")
	if e == nil {
		return LegalPerson{}, false
	}
	p := LegalPerson{LevelOfAssurance: code(find(e, "LevelOfAssurance")), LegalName: value(find(e, "LegalName"))}
	for _, id := range all(e, "Identifier") {
		p.Identifiers = append(p.Identifiers, identifier(id))
	}
	return p, true
}

// Representative returns the natural person who acts for the one a request is about.
func (m Message) Representative() (Person, bool) {
	return person(find(m.root(), "Query", "AuthorizedRepresentative", "AuthorizedRepresentativePerson"))
}

// EvidenceType returns what a request asks for.
func (m Message) EvidenceType() (EvidenceType, bool) {
	e := find(m.root(), "Query", "RequestedEvidenceType")
	if e == nil {
		return EvidenceType{}, false
	}
	id, _ := parseUUID(value(find(e, "Identifier")))
	t := EvidenceType{Identifier: id, Classification: value(find(e, "EvidenceTypeClassification")), Titles: texts(all(e, "Title"))}
	for _, f := range all(find(e, "DistributedAs"), "PrioritizedFormat") {
		priority, _ := parsePriority(value(find(f, "Priority")))
		t.Formats = append(t.Formats, Format{code(find(f, "Format")), priority})
	}
	return t, true
}

// Jurisdiction returns the Amtlicher Regionalschlüssel that a request names.
func (m Message) Jurisdiction() string {
	return code(find(m.root(), "Query", "JurisdictionParameters"))
}

// Objects returns the evidence of an answer. Content that is no base64 is left
// out; Check finds it.
func (m Message) Objects() (objects []Object) {
	for _, e := range all(find(m.root(), "EvidenceAvailability"), "RegistryObject") {
		metadata := find(e, "EvidenceMetadata")
		o := Object{
			Title: value(find(metadata, "Title")), IssuingDate: value(find(metadata, "IssuingDate")),
			Issuer: agent(find(metadata, "IssuingAuthority")), Classification: value(find(metadata, "IsConformantTo", "EvidenceTypeClassification")),
			ClassTitles: texts(all(find(metadata, "IsConformantTo"), "Title")),
			MediaType:   code(find(metadata, "Distribution", "PrioritizedFormat", "Format")),
			Reference:   value(find(e, "RepositoryItemRef")), ProviderReference: identifier(find(e, "EvidenceProviderReference")),
			Signed: signature(e) != nil,
		}
		o.ID, _ = parseURN(value(find(e, "id")))
		if item := find(e, "RepositoryItem"); item != nil {
			if document, ok := decode(value(item)); ok {
				o.Content = NewContent(document)
			}
		}
		objects = append(objects, o)
	}
	return objects
}

// Exceptions returns the errors of an error message.
func (m Message) Exceptions() (list []Exception) {
	for _, e := range all(m.root(), "Exception") {
		at, _ := parseTime(value(find(e, "Timestamp")))
		list = append(list, Exception{code(find(e, "Code")), value(find(e, "Detail")), at, value(find(e, "Severity"))})
	}
	return list
}

func agents(elements []*xmltree.Element) (list []Agent) {
	for _, e := range elements {
		list = append(list, agent(e))
	}
	return list
}

func agent(e *xmltree.Element) Agent {
	return Agent{
		Identifier: identifier(find(e, "Identifier")), Names: texts(all(e, "Name")),
		Country: code(find(e, "Address", "AdminUnitLevel1")), Classification: code(find(e, "Classification")),
	}
}

func identifier(e *xmltree.Element) Identifier {
	if e == nil {
		return Identifier{}
	}
	return Identifier{e.Attr("", "schemeID"), e.Value()}
}

func texts(elements []*xmltree.Element) (list []Text) {
	for _, e := range elements {
		list = append(list, Text{code(find(e, "lang")), value(find(e, "value"))})
	}
	return list
}

func person(e *xmltree.Element) (Person, bool) {
	if e == nil {
		return Person{}, false
	}
	address := find(e, "CurrentAddress")
	p := Person{
		LevelOfAssurance: code(find(e, "LevelOfAssurance")),
		FamilyName:       value(find(e, "FamilyName")), GivenName: value(find(e, "GivenName")), DateOfBirth: value(find(e, "DateOfBirth")),
		BirthName: value(find(e, "BirthName")), PlaceOfBirth: value(find(e, "PlaceOfBirth")), Gender: value(find(e, "Gender")),
		Address: Address{
			value(find(address, "Thoroughfare")), value(find(address, "LocatorDesignator")), value(find(address, "PostCode")),
			value(find(address, "PostCityName")), code(find(address, "AdminUnitLevel1")),
		},
	}
	for _, n := range all(e, "Nationality") {
		p.Nationalities = append(p.Nationalities, code(n))
	}
	p.IDNr, _ = parseIDNr(value(find(e, "IDNr")))
	return p, true
}

// parseIDNr accepts eleven digits without blanks that are a number in use, or
// one reserved for tests.
func parseIDNr(s string) (idnr.IdNr, bool) {
	if len(s) != 11 {
		return idnr.IdNr{}, false
	}
	id, err := idnr.Parse(s)
	if err != nil {
		id, err = idnr.ParseTest(s)
	}
	return id, err == nil
}

func decode(s string) ([]byte, bool) {
	document, err := base64.StdEncoding.DecodeString(strings.NewReplacer(" ", "", "\t", "", "\r", "", "\n", "").Replace(strings.Trim(s, xmlstream.Space)))
	return document, err == nil && len(document) > 0
}

func signature(object *xmltree.Element) *xmltree.Element {
	if own := find(object, "Signature"); own != nil {
		return own
	}
	return object.Child(nsDSig, "Signature")
}
