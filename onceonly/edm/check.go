// SPDX-License-Identifier: Apache-2.0

package edm

import (
	"slices"
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly/internal/xmltree"
)

// The rules without a number.
const (
	RuleID        = "ID"         // ids are "urn:uuid:" and a UUID in lower case
	RuleStatus    = "STATUS"     // a response is Success, Unavailable or Failure
	RuleProcedure = "PROCEDURE"  // the procedure is not one the receiver knows
	RuleErrorCode = "ERROR-CODE" // code, type and severity of an error do not go together
	RuleText      = "TEXT"       // text beside elements; it is dropped
	RuleTimestamp = "TIMESTAMP"  // a time that is not xsd:dateTime with a zone
	RuleMissing   = "MISSING"    // a part that the format demands is not there
	RuleTwice     = "TWICE"      // a part that may stand once stands more often: readers could differ on which counts
	RuleFixed     = "FIXED"      // not the only value allowed
)

// Rules say what the receiver takes beyond the format itself.
type Rules struct {
	// Specifications are the versions of the format the receiver speaks. Empty:
	// v1.2 and v2.0.
	Specifications []string
	// Procedures are the codes the receiver knows. Empty: those of the regulation.
	Procedures []string
}

var (
	knownSpecifications = []string{"oots-edm:v1.2", "oots-edm:v2.0"}
	knownProcedures     = []string{
		"R1", "S1", "T1", "T2", "T3", "U1", "U2", "U3", "U4", "V1", "V2", "V3", "V4", "W1", "W2",
		"X1", "X2", "X3", "X4", "X5", "X6", "00",
	}
	requestSlots = []string{
		"SpecificationIdentifier", "IssueDateTime", "Procedure", "PreviewLocation", "ReturnLocation",
		"PossibilityForPreview", "ExplicitRequestGiven", "Requirements", "EvidenceRequester", "EvidenceProvider",
		"EvidenceProviderClassification",
	}
	querySlots = []string{"NaturalPerson", "LegalPerson", "AuthorizedRepresentative", "EvidenceRequest"}
)

// Check returns every breach of a rule that this package knows, in the order of
// the document's parts. The code is the id that the technical design documents give
// the rule where one is known, such as "S012", otherwise a word of this package; the
// pointer names the slot or the attribute.
func (m Message) Check(rules Rules) recht.Befunde {
	if len(rules.Specifications) == 0 {
		rules.Specifications = knownSpecifications
	}
	if len(rules.Procedures) == 0 {
		rules.Procedures = knownProcedures
	}
	c := checker{m: m, root: m.root()}
	c.specification(rules.Specifications)
	c.strayText(c.root)
	c.slotsTwice(c.root)
	switch m.Kind() {
	case KindRequest:
		c.request(rules.Procedures)
	case KindError:
		c.response()
		c.exceptions()
	case KindResponse:
		c.response()
	}
	return c.findings
}

type checker struct {
	m        Message
	root     *xmltree.Element
	findings recht.Befunde
}

func (c *checker) breach(broken bool, rule, path string) {
	if broken {
		c.findings = append(c.findings, recht.Befund{Code: rule, Pointer: path})
	}
}

func (c *checker) specification(spoken []string) {
	version := c.m.Specification()
	c.breach(version == "", "S005", "SpecificationIdentifier")
	c.breach(version != "" && !slices.Contains(spoken, version), "C001", "SpecificationIdentifier")
}

func (c *checker) strayText(e *xmltree.Element) {
	c.breach(e.Stray, RuleText, e.Name.Local)
	for _, child := range e.Children {
		c.strayText(child)
	}
}

// slotsTwice looks for slots of one name beside each other, at all levels.
func (c *checker) slotsTwice(e *xmltree.Element) {
	var names []string
	for _, child := range e.Children {
		if child.Name.Space == nsRIM && child.Name.Local == "Slot" {
			name := child.Attr("", "name")
			c.breach(slices.Contains(names, name), RuleTwice, slotPath(name))
			names = append(names, name)
		}
		c.slotsTwice(child)
	}
}

// slotPath names a slot in a finding: a name that the format does not know could
// be anything, also a person's.
func slotPath(name string) string {
	if slices.Contains(requestSlots, name) || slices.Contains(querySlots, name) {
		return name
	}
	return "Slot"
}

// present demands slots.
func (c *checker) present(slots ...string) {
	for _, name := range slots {
		c.breach(slot(c.root, name) == nil, RuleMissing, name)
	}
}

func (c *checker) request(procedures []string) {
	c.breach(!validURN(c.m.ID()), RuleID, "@id")
	c.breach(!validTime(c.m.IssueDateTime()), RuleTimestamp, "IssueDateTime")
	c.breach(!slices.Contains(procedures, c.m.Procedure()), RuleProcedure, "Procedure")
	c.breach(!isBool(slotValue(c.root, "PossibilityForPreview")), "S009", "PossibilityForPreview")
	c.breach(!isBool(slotValue(c.root, "ExplicitRequestGiven")), "S010", "ExplicitRequestGiven")
	c.breach(len(c.m.Requesters()) == 0, "S012", "EvidenceRequester")
	c.breach(len(c.m.Providers()) == 0, "S013", "EvidenceProvider")
	location := slotValue(c.root, "PreviewLocation")
	c.breach(location != "" && !strings.HasPrefix(location, "https://"), "C005", "PreviewLocation")
	_, asked := c.m.EvidenceType()
	c.breach(!asked, "S015", "EvidenceRequest")
	person, natural := c.m.Person()
	legal := len(slotContents(c.m.query(), "LegalPerson")) > 0
	c.breach(natural == legal, "S016", "NaturalPerson")
	c.breach(natural && !validPersonID(person.Identifier), "C039", "NaturalPerson")
	c.breach(len(slotContents(c.m.query(), "NaturalPerson")) > 1, RuleTwice, "NaturalPerson")
	c.breach(len(slotContents(c.m.query(), "EvidenceRequest")) > 1, RuleTwice, "EvidenceRequest")
	c.breach(len(c.root.All(nsQuery, "Query")) > 1, RuleTwice, "Query")
	c.foreignSlots(c.root, requestSlots)
	c.foreignSlots(c.m.query(), querySlots)
	c.present("Requirements")
	c.breach(c.root.Child(nsQuery, "ResponseOption").Attr("", "returnType") != returnType, RuleFixed, "ResponseOption/@returnType")
	c.breach(c.m.query().Attr("", "queryDefinition") != queryDefinition, RuleFixed, "Query/@queryDefinition")
}

func (c *checker) foreignSlots(e *xmltree.Element, known []string) {
	for _, s := range e.All(nsRIM, "Slot") {
		c.breach(!slices.Contains(known, s.Attr("", "name")), "S019", "Slot")
	}
}

func (c *checker) response() {
	switch c.m.Status() {
	case StatusSuccess, StatusUnavailable, StatusFailure:
	default:
		c.breach(true, RuleStatus, "@status")
	}
	c.breach(!validURN(c.m.RequestID()), RuleID, "@requestId")
	c.present("EvidenceResponseIdentifier", "EvidenceRequester")
	switch c.m.Status() {
	case StatusFailure:
		c.present("ErrorProvider")
	case StatusUnavailable:
		c.present("EvidenceProvider")
		c.breach(!validTime(c.m.AvailableAt()), RuleTimestamp, "ResponseAvailableDateTime")
	default:
		c.present("EvidenceProvider")
		c.breach(len(c.m.Evidences()) == 0, RuleMissing, "RegistryObjectList")
	}
}

func (c *checker) exceptions() {
	exceptions := c.m.Exceptions()
	c.breach(len(exceptions) == 0, RuleErrorCode, "Exception")
	for _, e := range exceptions {
		code, known := ErrorCodeOf(e.Code)
		preview := e.PreviewLocation != ""
		severity := SeverityError
		if preview {
			severity = SeverityPreviewRequired
		}
		c.breach(!known || e.Type != code.Type || e.Severity != severity || preview && e.Code != CodeAuthorization, RuleErrorCode, "Exception")
		c.breach(preview && !strings.HasPrefix(e.PreviewLocation, "https://"), "C005", "PreviewLocation")
		c.breach(!validTime(e.Timestamp), RuleTimestamp, "Timestamp")
	}
}

func isBool(s string) bool { return s == "true" || s == "false" }

func validTime(s string) bool {
	_, err := time.Parse(time.RFC3339Nano, s)
	return err == nil
}

// validURN accepts "urn:uuid:" and 8-4-4-4-12 lower-case hexadecimal digits.
func validURN(s string) bool {
	rest, prefixed := strings.CutPrefix(s, "urn:uuid:")
	if !prefixed || len(rest) != 36 {
		return false
	}
	for i := range len(rest) {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		digit := rest[i] >= '0' && rest[i] <= '9' || rest[i] >= 'a' && rest[i] <= 'f'
		if dash != (rest[i] == '-') || !dash && !digit {
			return false
		}
	}
	return true
}

// validPersonID accepts an absent identifier, or "XX/YY/..." in the scheme "eidas".
func validPersonID(id Identifier) bool {
	if id == (Identifier{}) {
		return true
	}
	country := func(s string) bool {
		return len(s) == 2 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z'
	}
	parts := strings.SplitN(id.Value, "/", 3)
	return id.Scheme == "eidas" && len(parts) == 3 && country(parts[0]) && country(parts[1]) && parts[2] != ""
}
