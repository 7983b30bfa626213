// SPDX-License-Identifier: Apache-2.0

package xnachweis

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/onceonly/internal/xmltree"
)

// Head is what every message says of itself.
type Head struct {
	Product, Manufacturer string
	ProductVersion        string // may be empty
	// Test marks a message that must not be processed in production.
	Test string
	// ID is the key by which a repeated message is known: new for each message,
	// also for a corrected one.
	ID        uuid.UUID
	CreatedAt time.Time
	// Reader and Author are the elements of the XÖV-Basisnachricht for the one who
	// shall read the message and the one who wrote it, as XML documents of their own.
	Reader, Author []byte
}

// Request is what a message 0101 says.
type Request struct {
	Head         Head
	IssuedAt     time.Time
	Norm         string // Rechtsgrundlage; may be empty
	Purpose      string // Verarbeitungszweck; may be empty
	Language     string
	Requesters   []Agent
	Provider     Agent
	Token        string // empty on the way to the secure connection node (SAK), which adds it
	EvidenceType EvidenceType
	// Exactly one of the two is set.
	Person      *Person
	LegalPerson *LegalPerson
	// Representative acts for the person; may be nil.
	Representative *Person
	Jurisdiction   string // Amtlicher Regionalschlüssel; may be empty
}

// Response is what a message 0102 says.
type Response struct {
	Head       Head
	ID         uuid.UUID // EvidenceResponseIdentifier
	Request    uuid.UUID // of the message that is answered
	IssuedAt   time.Time
	Status     Status
	Requesters []Agent
	Providers  []Agent
	// Either Objects about the person, or the time from which to ask again.
	Objects     []Object
	Person      *Person
	LegalPerson *LegalPerson
	AvailableAt time.Time
}

// ErrorResponse is what a message 0103 says.
type ErrorResponse struct {
	Head          Head
	ID            uuid.UUID // EvidenceResponseIdentifier
	Request       uuid.UUID // of the message that is answered
	IssuedAt      time.Time
	ErrorProvider Agent
	Requesters    []Agent
	Exceptions    []Exception // the severity is filled in
}

const (
	elementReader = "leser"
	elementAuthor = "autor"
)

// Severity is the only one an error may have, as the specification prints it.
const Severity = "urn:oasis:names:tc:ebxmlregrep:ErrorSeverityType:Error"

// NewRequest returns the message. The error wraps ErrSyntax and says that reader
// or author is not the element it should be; all else is Check's business.
func NewRequest(r Request) (Message, error) {
	root, err := root("DE.EvidenceRequest.0101", KindRequest, r.Head)
	if err != nil {
		return Message{}, err
	}
	specification(root, r.IssuedAt)
	optional(root, nsDE, "Rechtsgrundlage", r.Norm)
	optional(root, nsDE, "Verarbeitungszweck", r.Purpose)
	root.Add(coded(nsDE, "lang", r.Language)).Add(agentNodes("EvidenceRequester", r.Requesters)...)
	root.Add(agentNode(nsDE, "EvidenceProvider", r.Provider))
	optional(root, nsDE, "IssuedToken", r.Token)
	query := xmltree.Node(nsDE, "Query").Add(block("QueryDefinition", "DocumentQuery"))
	if r.Representative != nil {
		query.Add(xmltree.Node(nsBlocks, "AuthorizedRepresentative").Add(personNode("AuthorizedRepresentativePerson", *r.Representative)))
	}
	query.Add(subject(r.Person, r.LegalPerson)...)
	evidenceType := xmltree.Node(nsBlocks, "RequestedEvidenceType").
		Add(block("EvidenceTypeClassification", r.EvidenceType.Classification)).Add(textNodes("Title", r.EvidenceType.Titles)...)
	distribution := xmltree.Node(nsBlocks, "DistributedAs")
	for _, f := range r.EvidenceType.Formats {
		distribution.Add(formatNode(f))
	}
	query.Add(evidenceType.Add(block("Identifier", r.EvidenceType.Identifier.String()), distribution))
	if r.Jurisdiction != "" {
		query.Add(coded(nsBlocks, "JurisdictionParameters", r.Jurisdiction))
	}
	return newMessage(root.Add(query)), nil
}

// NewResponse returns the message. The error is like that of NewRequest.
func NewResponse(r Response) (Message, error) {
	root, err := root("DE.EvidenceResponse.0102", KindResponse, r.Head)
	if err != nil {
		return Message{}, err
	}
	root.With("", "requestid", r.Request.URN()).Add(coded(nsDE, "Status", statusPrefix+string(r.Status)))
	specification(root, r.IssuedAt)
	root.Add(agentNodes("EvidenceRequester", r.Requesters)...).Add(message("EvidenceResponseIdentifier", r.ID.String()))
	root.Add(agentNodes("EvidenceProvider", r.Providers)...)
	availability := xmltree.Node(nsDE, "EvidenceAvailability")
	for _, o := range r.Objects {
		availability.Add(objectNode(o, subject(r.Person, r.LegalPerson)))
	}
	if !r.AvailableAt.IsZero() {
		availability.Add(block("ResponseAvailableDateTime", stamp(r.AvailableAt)))
	}
	return newMessage(root.Add(availability)), nil
}

// NewErrorResponse returns the message. The error is like that of NewRequest.
func NewErrorResponse(r ErrorResponse) (Message, error) {
	root, err := root("DE.EvidenceErrorResponse.0103", KindError, r.Head)
	if err != nil {
		return Message{}, err
	}
	root.With("", "requestid", r.Request.URN()).Add(coded(nsDE, "Status", statusPrefix+string(StatusFailure)))
	root.Add(message("SpecificationIdentifier", Specification), message("EvidenceResponseIdentifier", r.ID.String()))
	root.Add(message("IssueDateTime", stamp(r.IssuedAt)), agentNode(nsDE, "ErrorProvider", r.ErrorProvider))
	root.Add(agentNodes("EvidenceRequester", r.Requesters)...)
	for _, e := range r.Exceptions {
		exception := xmltree.Node(nsDE, "Exception").Add(coded(nsBlocks, "Code", e.Code))
		optional(exception, nsBlocks, "Detail", e.Detail)
		if !e.At.IsZero() {
			exception.Add(block("Timestamp", stamp(e.At)))
		}
		root.Add(exception.Add(block("Severity", Severity)))
	}
	return newMessage(root), nil
}

func root(name string, kind Kind, h Head) (*xmltree.Element, error) {
	e := xmltree.Node(nsDE, name).With("", "produkt", h.Product).With("", "produkthersteller", h.Manufacturer).
		With("", "standard", "XNachweis").With("", "version", "1.4")
	if h.ProductVersion != "" {
		e.With("", "produktversion", h.ProductVersion)
	}
	if h.Test != "" {
		e.With("", "test", h.Test)
	}
	reader, err := party(elementReader, h.Reader)
	if err != nil {
		return nil, err
	}
	author, err := party(elementAuthor, h.Author)
	if err != nil {
		return nil, err
	}
	identification := xmltree.Node(nsBlocks, "identifikation.nachricht").Add(
		block("nachrichtenUUID", h.ID.String()), coded(nsBlocks, "nachrichtentyp", string(kind)), block("erstellungszeitpunkt", stamp(h.CreatedAt)))
	return e.Add(xmltree.Node(nsDE, "nachrichtenkopf").Add(identification, reader, author)), nil
}

func party(local string, document []byte) (*xmltree.Element, error) {
	e, err := xmltree.Read(bytes.NewReader(document), limits)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrSyntax, local, err)
	}
	if e.Name.Local != local || e.Name.Space != nsBasis {
		return nil, fmt.Errorf("%w: not the element %s of the XÖV-Basisnachricht", ErrSyntax, local)
	}
	return e, nil
}

// stamp writes a time as the format wants it: UTC, with milliseconds.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

func message(local, text string) *xmltree.Element { return xmltree.Leaf(nsDE, local, text) }

func block(local, text string) *xmltree.Element { return xmltree.Leaf(nsBlocks, local, text) }

// coded writes a code as XÖV does.
func coded(space, local, text string) *xmltree.Element {
	return xmltree.Node(space, local).Add(xmltree.Leaf("", "code", text))
}

func optional(e *xmltree.Element, space, local, text string) {
	if text != "" {
		e.Add(xmltree.Leaf(space, local, text))
	}
}

func specification(root *xmltree.Element, issued time.Time) {
	root.Add(message("SpecificationIdentifier", Specification), message("IssueDateTime", stamp(issued)))
}

func textNodes(local string, list []Text) (nodes []*xmltree.Element) {
	for _, t := range list {
		nodes = append(nodes, xmltree.Node(nsBlocks, local).Add(xmltree.Leaf(nsTypes, "value", t.Value), coded(nsTypes, "lang", t.Language)))
	}
	return nodes
}

func identifierNode(local string, id Identifier) *xmltree.Element {
	return block(local, id.Value).With("", "schemeID", id.Scheme)
}

func agentNodes(local string, list []Agent) (nodes []*xmltree.Element) {
	for _, a := range list {
		nodes = append(nodes, agentNode(nsDE, local, a))
	}
	return nodes
}

func agentNode(space, local string, a Agent) *xmltree.Element {
	e := xmltree.Node(space, local).Add(identifierNode("Identifier", a.Identifier)).Add(textNodes("Name", a.Names)...)
	if a.Country != "" {
		e.Add(xmltree.Node(nsBlocks, "Address").Add(coded(nsBlocks, "AdminUnitLevel1", a.Country)))
	}
	if a.Classification != "" {
		e.Add(coded(nsBlocks, "Classification", a.Classification))
	}
	return e
}

func subject(natural *Person, legal *LegalPerson) (nodes []*xmltree.Element) {
	if natural != nil {
		nodes = append(nodes, personNode("NaturalPerson", *natural))
	}
	if legal != nil {
		e := xmltree.Node(nsBlocks, "LegalPerson").Add(block("LegalName", legal.LegalName), coded(nsBlocks, "LevelOfAssurance", legal.LevelOfAssurance))
		for _, id := range legal.Identifiers {
			e.Add(identifierNode("Identifier", id))
		}
		nodes = append(nodes, e)
	}
	return nodes
}

func personNode(local string, p Person) *xmltree.Element {
	e := xmltree.Node(nsBlocks, local).Add(block("DateOfBirth", p.DateOfBirth), block("FamilyName", p.FamilyName),
		block("GivenName", p.GivenName), coded(nsBlocks, "LevelOfAssurance", p.LevelOfAssurance))
	optional(e, nsBlocks, "BirthName", p.BirthName)
	optional(e, nsBlocks, "PlaceOfBirth", p.PlaceOfBirth)
	if p.Address != (Address{}) {
		address := xmltree.Node(nsBlocks, "CurrentAddress")
		optional(address, nsBlocks, "Thoroughfare", p.Address.Street)
		optional(address, nsBlocks, "LocatorDesignator", p.Address.HouseNumber)
		if p.Address.Country != "" {
			address.Add(coded(nsBlocks, "AdminUnitLevel1", p.Address.Country))
		}
		optional(address, nsBlocks, "PostCode", p.Address.PostalCode)
		optional(address, nsBlocks, "PostCityName", p.Address.Place)
		e.Add(address)
	}
	optional(e, nsBlocks, "Gender", p.Gender)
	if !p.IDNr.IsZero() {
		e.Add(block("IDNr", p.IDNr.Clear()))
	}
	for _, n := range p.Nationalities {
		e.Add(coded(nsBlocks, "Nationality", n))
	}
	return e
}

func formatNode(f Format) *xmltree.Element {
	e := xmltree.Node(nsBlocks, "PrioritizedFormat").Add(coded(nsBlocks, "Format", f.MediaType))
	if f.Priority > 0 {
		e.Add(block("Priority", strconv.Itoa(f.Priority)))
	}
	return e
}

func objectNode(o Object, about []*xmltree.Element) *xmltree.Element {
	metadata := xmltree.Node(nsBlocks, "EvidenceMetadata").Add(
		block("Title", o.Title), block("IssuingDate", o.IssuingDate),
		agentNode(nsBlocks, "IssuingAuthority", Agent{Identifier: o.Issuer.Identifier, Names: o.Issuer.Names}),
		xmltree.Node(nsBlocks, "Distribution").Add(formatNode(Format{MediaType: o.MediaType})),
		xmltree.Node(nsBlocks, "IsConformantTo").Add(block("EvidenceTypeClassification", o.Classification)).Add(textNodes("Title", o.ClassTitles)...))
	item := block("RepositoryItemRef", o.Reference)
	if document := o.Content.Bytes(); len(document) > 0 {
		item = block("RepositoryItem", base64.StdEncoding.EncodeToString(document))
	}
	return xmltree.Node(nsBlocks, "RegistryObject").Add(block("id", o.ID.URN()), metadata, item).Add(about...).
		Add(identifierNode("EvidenceProviderReference", o.ProviderReference))
}
