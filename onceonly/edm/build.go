// SPDX-License-Identifier: Apache-2.0

package edm

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/onceonly/internal/xmltree"
)

// Version2 is the version of the format that this package writes.
const Version2 = "oots-edm:v2.0"

// What every request says of the answer and of the query.
const (
	returnType      = "LeafClassWithRepositoryItem"
	queryDefinition = "DocumentQuery"
)

// Request is what a request says. NewRequest makes the message.
type Request struct {
	ID                    uuid.UUID
	IssuedAt              time.Time
	Procedure             string
	PreviewLocation       string // of a second request
	PossibilityForPreview bool
	ExplicitRequestGiven  bool
	Requirements          []Requirement
	Requesters            []Agent
	Provider              Agent
	Person                Person
	EvidenceType          EvidenceType
}

// Format shows the id alone.
func (r Request) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "edm.Request{"+r.ID.String()+"}")
}

// NewRequest returns the message of a request, in version 2.0 of the format.
func NewRequest(r Request) Message {
	root := xmltree.Node(nsQuery, "QueryRequest").With("", "id", r.ID.URN())
	root.Add(stringSlot("SpecificationIdentifier", Version2), timeSlot("IssueDateTime", r.IssuedAt), stringSlot("Procedure", r.Procedure))
	if r.PreviewLocation != "" {
		root.Add(stringSlot("PreviewLocation", r.PreviewLocation))
	}
	root.Add(boolSlot("PossibilityForPreview", r.PossibilityForPreview), boolSlot("ExplicitRequestGiven", r.ExplicitRequestGiven))
	var requirements []*xmltree.Element
	for _, q := range r.Requirements {
		requirements = append(requirements, xmltree.Node(nsSDG, "Requirement").Add(xmltree.Leaf(nsSDG, "Identifier", q.Identifier)).Add(textNodes("Name", q.Names)...))
	}
	root.Add(
		collectionSlot("Requirements", requirements), collectionSlot("EvidenceRequester", agentNodes(r.Requesters)),
		anySlot("EvidenceProvider", agentNode("Agent", r.Provider)),
		xmltree.Node(nsQuery, "ResponseOption").With("", "returnType", returnType),
		xmltree.Node(nsQuery, "Query").With("", "queryDefinition", queryDefinition).Add(
			anySlot("NaturalPerson", personNode("Person", r.Person)),
			anySlot("EvidenceRequest", evidenceTypeNode(r.EvidenceType)),
		),
	)
	return newMessage(root)
}

// Response is what a successful or deferred response says.
type Response struct {
	ID          uuid.UUID // of the response
	RequestID   string
	IssuedAt    time.Time
	AvailableAt time.Time // set: deferred, and there is no evidence yet
	Providers   []Agent
	Requester   Agent
	Person      Person
	Evidences   []Evidence
}

// Format shows the id alone.
func (r Response) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "edm.Response{"+r.ID.String()+"}")
}

// NewResponse returns the message of a response, in version 2.0 of the format.
func NewResponse(r Response) Message {
	status := StatusSuccess
	if !r.AvailableAt.IsZero() {
		status = StatusUnavailable
	}
	root := responseRoot(r.RequestID, status, r.ID)
	root.Add(timeSlot("IssueDateTime", r.IssuedAt), collectionSlot("EvidenceProvider", agentNodes(r.Providers)),
		anySlot("EvidenceRequester", agentNode("Agent", r.Requester)))
	if status == StatusUnavailable {
		root.Add(timeSlot("ResponseAvailableDateTime", r.AvailableAt))
		return newMessage(root)
	}
	objects := xmltree.Node(nsRIM, "RegistryObjectList")
	for i, e := range r.Evidences {
		metadata := xmltree.Node(nsSDG, "Evidence").Add(
			xmltree.Leaf(nsSDG, "Identifier", e.Identifier),
			xmltree.Node(nsSDG, "IsAbout").Add(personNode("NaturalPerson", r.Person)),
			agentNode("IssuingAuthority", e.Issuer),
			xmltree.Node(nsSDG, "IsConformantTo").Add(xmltree.Leaf(nsSDG, "EvidenceTypeClassification", e.Classification)).Add(textNodes("Title", e.Titles)...),
			xmltree.Leaf(nsSDG, "IssuingDate", e.IssuingDate),
			xmltree.Node(nsSDG, "Distribution").Add(xmltree.Leaf(nsSDG, "Format", e.Format)),
		)
		objects.Add(xmltree.Node(nsRIM, "RegistryObject").Typed(nsRIM, "ExtrinsicObjectType").With("", "id", derived(r.ID, "object", i)).Add(
			anySlot("EvidenceMetadata", metadata),
			xmltree.Node(nsRIM, "Classification").With("", "id", derived(r.ID, "classification", i)).
				With("", "classificationScheme", "urn:fdc:oots:classification:edm").With("", "classificationNode", "MainEvidence"),
			xmltree.Node(nsRIM, "RepositoryItemRef").With(nsXLink, "href", e.Reference).With(nsXLink, "title", "Evidence"),
		))
	}
	root.Add(xmltree.Node(nsRIM, "RegistryObjectList").Add(
		xmltree.Node(nsRIM, "RegistryObject").Typed(nsRIM, "RegistryPackageType").With("", "id", derived(r.ID, "package", 0)).Add(objects)))
	return newMessage(root)
}

// ErrorResponse is what an error response says.
type ErrorResponse struct {
	ID        uuid.UUID // of the response
	RequestID string
	Provider  Agent
	Requester Agent
	Code      string // one of the codes of this package
	Detail    string
	At        time.Time
	// PreviewLocation makes the error a demand for a preview; the code is then
	// CodeAuthorization.
	PreviewLocation string
}

// NewErrorResponse returns the message of an error response, in version 2.0 of the format.
func NewErrorResponse(r ErrorResponse) Message {
	severity := SeverityError
	if r.PreviewLocation != "" {
		r.Code, severity = CodeAuthorization, SeverityPreviewRequired
	}
	code, _ := ErrorCodeOf(r.Code)
	space := nsRS
	if r.Code == CodeQuery {
		space = nsQuery
	}
	exception := xmltree.Node(nsRS, "Exception").Typed(space, code.Type).With("", "message", code.Message).
		With("", "severity", severity).With("", "code", r.Code)
	if r.Detail != "" {
		exception.With("", "detail", r.Detail)
	}
	exception.Add(timeSlot("Timestamp", r.At))
	if r.PreviewLocation != "" {
		exception.Add(stringSlot("PreviewLocation", r.PreviewLocation), stringSlot("PreviewMethod", "GET"))
	}
	root := responseRoot(r.RequestID, StatusFailure, r.ID)
	root.Add(anySlot("ErrorProvider", agentNode("Agent", r.Provider)), anySlot("EvidenceRequester", agentNode("Agent", r.Requester)), exception)
	return newMessage(root)
}

func responseRoot(requestID string, status Status, id uuid.UUID) *xmltree.Element {
	return xmltree.Node(nsQuery, "QueryResponse").With("", "requestId", requestID).With("", "status", statusPrefix+string(status)).
		Add(stringSlot("SpecificationIdentifier", Version2), stringSlot("EvidenceResponseIdentifier", id.String()))
}

// derived returns ids that repeat when the same response is written again.
func derived(id uuid.UUID, what string, number int) string {
	return uuid.NewSHA1(id, []byte(what+strconv.Itoa(number))).URN()
}

func textNodes(local string, list []Text) (nodes []*xmltree.Element) {
	for _, t := range list {
		nodes = append(nodes, xmltree.Leaf(nsSDG, local, t.Value).With("", "lang", t.Language))
	}
	return nodes
}

func slotOf(name string, value *xmltree.Element) *xmltree.Element {
	return xmltree.Node(nsRIM, "Slot").With("", "name", name).Add(value)
}

func valueSlot(name, valueType, value string) *xmltree.Element {
	return slotOf(name, xmltree.Node(nsRIM, "SlotValue").Typed(nsRIM, valueType).Add(xmltree.Leaf(nsRIM, "Value", value)))
}

func stringSlot(name, value string) *xmltree.Element {
	return valueSlot(name, "StringValueType", value)
}

func boolSlot(name string, value bool) *xmltree.Element {
	return valueSlot(name, "BooleanValueType", strconv.FormatBool(value))
}

func timeSlot(name string, value time.Time) *xmltree.Element {
	return valueSlot(name, "DateTimeValueType", value.UTC().Format("2006-01-02T15:04:05.000Z"))
}

func anySlot(name string, content *xmltree.Element) *xmltree.Element {
	return slotOf(name, xmltree.Node(nsRIM, "SlotValue").Typed(nsRIM, "AnyValueType").Add(content))
}

func collectionSlot(name string, contents []*xmltree.Element) *xmltree.Element {
	value := xmltree.Node(nsRIM, "SlotValue").Typed(nsRIM, "CollectionValueType").
		With("", "collectionType", "urn:oasis:names:tc:ebxml-regrep:CollectionType:Set")
	for _, c := range contents {
		value.Add(xmltree.Node(nsRIM, "Element").Typed(nsRIM, "AnyValueType").Add(c))
	}
	return slotOf(name, value)
}

func agentNodes(list []Agent) (nodes []*xmltree.Element) {
	for _, a := range list {
		nodes = append(nodes, agentNode("Agent", a))
	}
	return nodes
}

func agentNode(local string, a Agent) *xmltree.Element {
	e := xmltree.Node(nsSDG, local).Add(identifierNode(a.Identifier)).Add(textNodes("Name", a.Names)...)
	if a.Country != "" {
		e.Add(xmltree.Node(nsSDG, "Address").Add(xmltree.Leaf(nsSDG, "AdminUnitLevel1", a.Country)))
	}
	if a.Classification != "" {
		e.Add(xmltree.Leaf(nsSDG, "Classification", a.Classification))
	}
	return e
}

func identifierNode(id Identifier) *xmltree.Element {
	return xmltree.Leaf(nsSDG, "Identifier", id.Value).With("", "schemeID", id.Scheme)
}

func personNode(local string, p Person) *xmltree.Element {
	e := xmltree.Node(nsSDG, local)
	if p.LevelOfAssurance != "" && local == "Person" {
		e.Add(xmltree.Leaf(nsSDG, "LevelOfAssurance", p.LevelOfAssurance))
	}
	if p.Identifier != (Identifier{}) {
		e.Add(identifierNode(p.Identifier))
	}
	for _, part := range []struct{ local, value string }{
		{"FamilyName", p.FamilyName}, {"GivenName", p.GivenName}, {"DateOfBirth", p.DateOfBirth}, {"PlaceOfBirth", p.PlaceOfBirth},
	} {
		if part.value != "" {
			e.Add(xmltree.Leaf(nsSDG, part.local, part.value))
		}
	}
	return e
}

func evidenceTypeNode(t EvidenceType) *xmltree.Element {
	e := xmltree.Node(nsSDG, "DataServiceEvidenceType").Add(
		xmltree.Leaf(nsSDG, "Identifier", t.Identifier), xmltree.Leaf(nsSDG, "EvidenceTypeClassification", t.Classification)).Add(textNodes("Title", t.Titles)...)
	for _, format := range t.Formats {
		e.Add(xmltree.Node(nsSDG, "DistributedAs").Add(xmltree.Leaf(nsSDG, "Format", format)))
	}
	return e
}
