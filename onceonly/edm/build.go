// SPDX-License-Identifier: Apache-2.0

package edm

import (
	"encoding/xml"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/onceonly/internal/masked"
)

// Version2 is the version of the format that this package writes.
const Version2 = "oots-edm:v2.0"

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

// NewRequest returns the message of a request, in version 2.0 of the format.
func NewRequest(r Request) Message {
	root := node(nsQuery, "QueryRequest").with("", "id", r.ID.URN())
	root.add(stringSlot("SpecificationIdentifier", Version2), timeSlot("IssueDateTime", r.IssuedAt), stringSlot("Procedure", r.Procedure))
	if r.PreviewLocation != "" {
		root.add(stringSlot("PreviewLocation", r.PreviewLocation))
	}
	root.add(boolSlot("PossibilityForPreview", r.PossibilityForPreview), boolSlot("ExplicitRequestGiven", r.ExplicitRequestGiven))
	var requirements []*element
	for _, q := range r.Requirements {
		requirements = append(requirements, node(nsSDG, "Requirement").add(leaf(nsSDG, "Identifier", q.Identifier)).texts("Name", q.Names))
	}
	root.add(
		collectionSlot("Requirements", requirements), collectionSlot("EvidenceRequester", agentNodes(r.Requesters)),
		anySlot("EvidenceProvider", agentNode("Agent", r.Provider)),
		node(nsQuery, "ResponseOption").with("", "returnType", "LeafClassWithRepositoryItem"),
		node(nsQuery, "Query").with("", "queryDefinition", "DocumentQuery").add(
			anySlot("NaturalPerson", personNode("Person", r.Person)),
			anySlot("EvidenceRequest", evidenceTypeNode(r.EvidenceType)),
		),
	)
	return Message{masked.NewBox(root)}
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

// NewResponse returns the message of a response, in version 2.0 of the format.
func NewResponse(r Response) Message {
	status := StatusSuccess
	if !r.AvailableAt.IsZero() {
		status = StatusUnavailable
	}
	root := responseRoot(r.RequestID, status, r.ID)
	root.add(timeSlot("IssueDateTime", r.IssuedAt), collectionSlot("EvidenceProvider", agentNodes(r.Providers)),
		anySlot("EvidenceRequester", agentNode("Agent", r.Requester)))
	if status == StatusUnavailable {
		root.add(timeSlot("ResponseAvailableDateTime", r.AvailableAt))
		return Message{masked.NewBox(root)}
	}
	objects := node(nsRIM, "RegistryObjectList")
	for i, e := range r.Evidences {
		metadata := node(nsSDG, "Evidence").add(
			leaf(nsSDG, "Identifier", e.Identifier),
			node(nsSDG, "IsAbout").add(personNode("NaturalPerson", r.Person)),
			agentNode("IssuingAuthority", e.Issuer),
			node(nsSDG, "IsConformantTo").add(leaf(nsSDG, "EvidenceTypeClassification", e.Classification)).texts("Title", e.Titles),
			leaf(nsSDG, "IssuingDate", e.IssuingDate),
			node(nsSDG, "Distribution").add(leaf(nsSDG, "Format", e.Format)),
		)
		objects.add(node(nsRIM, "RegistryObject").typed(nsRIM, "ExtrinsicObjectType").with("", "id", derived(r.ID, "object", i)).add(
			anySlot("EvidenceMetadata", metadata),
			node(nsRIM, "Classification").with("", "id", derived(r.ID, "classification", i)).
				with("", "classificationScheme", "urn:fdc:oots:classification:edm").with("", "classificationNode", "MainEvidence"),
			node(nsRIM, "RepositoryItemRef").with(nsXLink, "href", e.Reference).with(nsXLink, "title", "Evidence"),
		))
	}
	root.add(node(nsRIM, "RegistryObjectList").add(
		node(nsRIM, "RegistryObject").typed(nsRIM, "RegistryPackageType").with("", "id", derived(r.ID, "package", 0)).add(objects)))
	return Message{masked.NewBox(root)}
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
	exception := node(nsRS, "Exception").typed(space, code.Type).with("", "message", code.Message).
		with("", "severity", severity).with("", "code", r.Code)
	if r.Detail != "" {
		exception.with("", "detail", r.Detail)
	}
	exception.add(timeSlot("Timestamp", r.At))
	if r.PreviewLocation != "" {
		exception.add(stringSlot("PreviewLocation", r.PreviewLocation), stringSlot("PreviewMethod", "GET"))
	}
	root := responseRoot(r.RequestID, StatusFailure, r.ID)
	root.add(anySlot("ErrorProvider", agentNode("Agent", r.Provider)), anySlot("EvidenceRequester", agentNode("Agent", r.Requester)), exception)
	return Message{masked.NewBox(root)}
}

func responseRoot(requestID string, status Status, id uuid.UUID) *element {
	return node(nsQuery, "QueryResponse").with("", "requestId", requestID).with("", "status", statusPrefix+string(status)).
		add(stringSlot("SpecificationIdentifier", Version2), stringSlot("EvidenceResponseIdentifier", id.String()))
}

// derived returns ids that repeat when the same response is written again.
func derived(id uuid.UUID, what string, number int) string {
	return uuid.NewSHA1(id, []byte(what+strconv.Itoa(number))).URN()
}

func node(space, local string) *element { return &element{name: xml.Name{Space: space, Local: local}} }

func leaf(space, local, text string) *element {
	e := node(space, local)
	e.text = text
	return e
}

func (e *element) add(children ...*element) *element {
	e.children = append(e.children, children...)
	return e
}

func (e *element) with(space, local, value string) *element {
	e.attrs = append(e.attrs, attribute{name: xml.Name{Space: space, Local: local}, value: value})
	sortAttributes(e.attrs)
	return e
}

func (e *element) typed(space, local string) *element {
	e.attrs = append(e.attrs, attribute{name: xml.Name{Space: nsXSI, Local: "type"}, qname: xml.Name{Space: space, Local: local}})
	sortAttributes(e.attrs)
	return e
}

func (e *element) texts(local string, list []Text) *element {
	for _, t := range list {
		e.add(leaf(nsSDG, local, t.Value).with("", "lang", t.Language))
	}
	return e
}

func slotOf(name string, value *element) *element {
	return node(nsRIM, "Slot").with("", "name", name).add(value)
}

func valueSlot(name, valueType, value string) *element {
	return slotOf(name, node(nsRIM, "SlotValue").typed(nsRIM, valueType).add(leaf(nsRIM, "Value", value)))
}

func stringSlot(name, value string) *element { return valueSlot(name, "StringValueType", value) }

func boolSlot(name string, value bool) *element {
	return valueSlot(name, "BooleanValueType", strconv.FormatBool(value))
}

func timeSlot(name string, value time.Time) *element {
	return valueSlot(name, "DateTimeValueType", value.UTC().Format("2006-01-02T15:04:05.000Z"))
}

func anySlot(name string, content *element) *element {
	return slotOf(name, node(nsRIM, "SlotValue").typed(nsRIM, "AnyValueType").add(content))
}

func collectionSlot(name string, contents []*element) *element {
	value := node(nsRIM, "SlotValue").typed(nsRIM, "CollectionValueType").
		with("", "collectionType", "urn:oasis:names:tc:ebxml-regrep:CollectionType:Set")
	for _, c := range contents {
		value.add(node(nsRIM, "Element").typed(nsRIM, "AnyValueType").add(c))
	}
	return slotOf(name, value)
}

func agentNodes(list []Agent) (nodes []*element) {
	for _, a := range list {
		nodes = append(nodes, agentNode("Agent", a))
	}
	return nodes
}

func agentNode(local string, a Agent) *element {
	e := node(nsSDG, local).add(identifierNode(a.Identifier)).texts("Name", a.Names)
	if a.Country != "" {
		e.add(node(nsSDG, "Address").add(leaf(nsSDG, "AdminUnitLevel1", a.Country)))
	}
	if a.Classification != "" {
		e.add(leaf(nsSDG, "Classification", a.Classification))
	}
	return e
}

func identifierNode(id Identifier) *element {
	return leaf(nsSDG, "Identifier", id.Value).with("", "schemeID", id.Scheme)
}

func personNode(local string, p Person) *element {
	e := node(nsSDG, local)
	if p.LevelOfAssurance != "" && local == "Person" {
		e.add(leaf(nsSDG, "LevelOfAssurance", p.LevelOfAssurance))
	}
	if p.Identifier != (Identifier{}) {
		e.add(identifierNode(p.Identifier))
	}
	for _, part := range []struct{ local, value string }{
		{"FamilyName", p.FamilyName}, {"GivenName", p.GivenName}, {"DateOfBirth", p.DateOfBirth}, {"PlaceOfBirth", p.PlaceOfBirth},
	} {
		if part.value != "" {
			e.add(leaf(nsSDG, part.local, part.value))
		}
	}
	return e
}

func evidenceTypeNode(t EvidenceType) *element {
	e := node(nsSDG, "DataServiceEvidenceType").add(
		leaf(nsSDG, "Identifier", t.Identifier), leaf(nsSDG, "EvidenceTypeClassification", t.Classification)).texts("Title", t.Titles)
	for _, format := range t.Formats {
		e.add(node(nsSDG, "DistributedAs").add(leaf(nsSDG, "Format", format)))
	}
	return e
}
