// SPDX-License-Identifier: Apache-2.0

package xnachweis

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly/internal/xmltree"
)

// The rules that have an id in the specification.
const (
	RuleOneRequester             = "agenttype-01"
	RuleOneProvider              = "agenttype-02"
	RuleOneRequesterIntermediary = "agenttype-03"
	RuleOneProviderIntermediary  = "agenttype-04"
	RuleRequesterCountry         = "evidencerequester-01"
	RulePriority                 = "distribution-01"         // each priority once
	RuleMoreAboutPerson          = "persontype-01"           // advice: without IDNr give more than name and birth
	RuleProviderReference        = "evidenceprovider-01"     // the reference is the identifier of a provider in the message
	RuleOneAvailability          = "evidenceavailibility-01" // spelt as in the specification
)

// The rules without one.
const (
	RuleMissing            = "MISSING"             // a required part is not there, or empty
	RuleTooMany            = "TOO-MANY"            // a part stands more often than it may
	RuleChoice             = "CHOICE"              // not exactly one of several parts
	RuleFixed              = "FIXED"               // not the only value allowed
	RuleCode               = "CODE"                // not one of the codes known here
	RuleUUID               = "UUID"                // no UUID, or one without "urn:uuid:" where it belongs
	RuleTime               = "TIME"                // no time with zone; UTC or milliseconds are missing where they must be
	RuleDate               = "DATE"                // no day of the calendar
	RuleIDNr               = "IDNR"                // not eleven digits, or the wrong check digit
	RuleToken              = "TOKEN"               // at the provider a request carries the token
	RuleTest               = "TEST"                // a test message outside of a test system
	RuleContent            = "CONTENT"             // evidence that is no base64
	RuleSignatureReference = "SIGNATURE-REFERENCE" // the signature refers to something by URI
	RuleSignatureDigest    = "SIGNATURE-DIGEST"    // the digest is neither SHA-256 nor SHA-512
	RuleText               = "TEXT"                // text beside elements; it is dropped
)

// Rules say where a message is checked. The zero value is a consumer, or its
// node, in production.
type Rules struct {
	AtProvider bool // the request has passed the node that adds the token
	TestSystem bool // take messages that are marked as tests
}

// Check returns every breach of a rule that this package knows. The code is the id
// that the specification gives the rule, without its common beginning
// "urn-xoev-de-bva-standard-xnachweis-", or a word of this package; the pointer names
// the element or attribute. A rule that recommends and does not forbid is a warning.
func (m Message) Check(rules Rules) recht.Befunde {
	c := checker{m: m, root: m.root()}
	c.strayText(c.root)
	c.head(rules)
	switch m.Kind() {
	case KindRequest:
		c.request(rules)
	case KindResponse:
		c.response()
	case KindError:
		c.failure()
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

// one finds out that each part is there exactly once and not empty.
func (c *checker) one(e *xmltree.Element, path string, parts ...string) {
	for _, local := range parts {
		found := all(e, local)
		where := strings.TrimPrefix(path+"/"+local, "/")
		c.breach(len(found) == 0 || len(found[0].Children) == 0 && found[0].Value() == "", RuleMissing, where)
		c.breach(len(found) > 1, RuleTooMany, where)
	}
}

func (c *checker) atMostOne(e *xmltree.Element, path string, parts ...string) {
	for _, local := range parts {
		c.breach(len(all(e, local)) > 1, RuleTooMany, strings.TrimPrefix(path+"/"+local, "/"))
	}
}

func (c *checker) choice(e *xmltree.Element, path string, parts ...string) {
	found := 0
	for _, local := range parts {
		found += len(all(e, local))
	}
	c.breach(found != 1, RuleChoice, path)
}

func (c *checker) strayText(e *xmltree.Element) {
	c.breach(e.Stray, RuleText, e.Name.Local)
	for _, child := range e.Children {
		c.strayText(child)
	}
}

func (c *checker) head(rules Rules) {
	for _, name := range []string{"produkt", "produkthersteller", "standard", "version"} {
		c.breach(c.root.Attr("", name) == "", RuleMissing, "@"+name)
	}
	c.breach(c.m.IsTest() && !rules.TestSystem, RuleTest, "@test")
	c.one(c.root, "", "nachrichtenkopf", "SpecificationIdentifier", "IssueDateTime")
	head := find(c.root, "nachrichtenkopf")
	c.one(head, "nachrichtenkopf", "identifikation.nachricht", elementReader, elementAuthor)
	id := find(head, "identifikation.nachricht")
	c.one(id, "identifikation.nachricht", "nachrichtenUUID", "nachrichtentyp", "erstellungszeitpunkt")
	c.breach(c.m.ID() == uuid.Nil, RuleUUID, "nachrichtenUUID")
	c.breach(code(find(id, "nachrichtentyp")) != string(c.m.Kind()), RuleFixed, "nachrichtentyp")
	created := value(find(id, "erstellungszeitpunkt"))
	c.breach(!hasMilliseconds(created), RuleTime, "erstellungszeitpunkt")
	c.breach(value(find(c.root, "SpecificationIdentifier")) != Specification, RuleFixed, "SpecificationIdentifier")
	issued, ok := parseTime(value(find(c.root, "IssueDateTime")))
	_, offset := issued.Zone()
	c.breach(!ok || offset != 0, RuleTime, "IssueDateTime")
}

func (c *checker) request(rules Rules) {
	c.one(c.root, "", "lang", "EvidenceProvider", "Query")
	c.atMostOne(c.root, "", "Rechtsgrundlage", "Verarbeitungszweck", "IssuedToken")
	c.breach(rules.AtProvider && c.m.Token() == "", RuleToken, "IssuedToken")
	c.agents()
	query := find(c.root, "Query")
	c.one(query, "Query", "RequestedEvidenceType")
	c.atMostOne(query, "Query", "QueryDefinition", "AuthorizedRepresentative", "JurisdictionParameters")
	c.choice(query, "Query", "NaturalPerson", "LegalPerson")
	c.person(find(query, "NaturalPerson"), "NaturalPerson")
	c.person(find(query, "AuthorizedRepresentative", "AuthorizedRepresentativePerson"), "AuthorizedRepresentativePerson")
	c.legalPerson(find(query, "LegalPerson"))
	if wanted := find(query, "RequestedEvidenceType"); wanted != nil {
		c.one(wanted, "RequestedEvidenceType", "Identifier", "EvidenceTypeClassification", "DistributedAs")
		c.breach(len(all(wanted, "Title")) == 0, RuleMissing, "RequestedEvidenceType/Title")
		_, ok := parseUUID(value(find(wanted, "Identifier")))
		c.breach(!ok, RuleUUID, "RequestedEvidenceType/Identifier")
		c.formats(find(wanted, "DistributedAs"), "DistributedAs")
	}
}

func (c *checker) formats(distribution *xmltree.Element, path string) {
	formats := all(distribution, "PrioritizedFormat")
	c.breach(len(formats) == 0, RuleMissing, path+"/PrioritizedFormat")
	seen := make(map[int]bool)
	for _, f := range formats {
		c.one(f, "PrioritizedFormat", "Format")
		if find(f, "Priority") == nil {
			continue
		}
		priority, ok := parsePriority(value(find(f, "Priority")))
		c.breach(!ok, RuleCode, "Priority")
		c.breach(ok && seen[priority], RulePriority, "Priority")
		seen[priority] = true
	}
}

func (c *checker) agents() {
	requesters, providers := c.m.Requesters(), c.m.Providers()
	count := func(list []Agent, role string) (n int) {
		for _, a := range list {
			if a.Classification == role {
				n++
			}
		}
		return n
	}
	c.breach(len(requesters) == 0, RuleMissing, "EvidenceRequester")
	c.breach(count(requesters, RoleRequester) > 1, RuleOneRequester, "EvidenceRequester")
	c.breach(count(providers, RoleProvider) > 1, RuleOneProvider, "EvidenceProvider")
	c.breach(count(requesters, RoleIntermediary) > 1, RuleOneRequesterIntermediary, "EvidenceRequester")
	c.breach(count(providers, RoleIntermediary) > 1, RuleOneProviderIntermediary, "EvidenceProvider")
	for _, local := range []string{"EvidenceRequester", "EvidenceProvider", "ErrorProvider"} {
		for _, e := range all(c.root, local) {
			a := agent(e)
			c.one(e, local, "Identifier", "Classification")
			c.breach(len(a.Names) == 0, RuleMissing, local+"/Name")
			c.breach(!slices.Contains([]string{RoleRequester, RoleIntermediary, RoleProvider, RoleErrorProvider}, a.Classification), RuleCode, local+"/Classification")
			c.breach(a.Classification == RoleRequester && a.Country == "", RuleRequesterCountry, local+"/Address/AdminUnitLevel1")
		}
	}
}

func (c *checker) person(e *xmltree.Element, path string) {
	if e == nil {
		return
	}
	c.one(e, path, "LevelOfAssurance", "FamilyName", "GivenName", "DateOfBirth")
	c.atMostOne(e, path, "IDNr", "BirthName", "PlaceOfBirth", "CurrentAddress", "Gender")
	c.assurance(e, path)
	_, err := time.Parse(time.DateOnly, value(find(e, "DateOfBirth")))
	c.breach(err != nil, RuleDate, path+"/DateOfBirth")
	if number := find(e, "IDNr"); number != nil {
		_, ok := parseIDNr(value(number))
		c.breach(!ok, RuleIDNr, path+"/IDNr")
		return
	}
	more := slices.ContainsFunc([]string{
		"BirthName", "PlaceOfBirth", "CurrentAddress", "Gender", "Nationality",
		"CountryOfBirth", "TownOfBirth", "CountryOfResidence", "PhoneNumber", "EmailAddress",
	}, func(local string) bool { return find(e, local) != nil })
	if !more {
		c.findings = append(c.findings, recht.Befund{Code: RuleMoreAboutPerson, Pointer: path, Severity: recht.SeverityWarning})
	}
}

func (c *checker) legalPerson(e *xmltree.Element) {
	if e != nil {
		c.one(e, "LegalPerson", "LevelOfAssurance", "LegalName")
		c.assurance(e, "LegalPerson")
	}
}

func (c *checker) assurance(e *xmltree.Element, path string) {
	c.breach(!slices.Contains([]string{"Low", "Substantial", "High"}, code(find(e, "LevelOfAssurance"))), RuleCode, path+"/LevelOfAssurance")
}

// answer checks what responses and errors have in common.
func (c *checker) answer() {
	c.one(c.root, "", "Status", "EvidenceResponseIdentifier")
	c.breach(c.m.RequestID() == uuid.Nil, RuleUUID, "@requestid")
	_, ok := parseUUID(value(find(c.root, "EvidenceResponseIdentifier")))
	c.breach(!ok, RuleUUID, "EvidenceResponseIdentifier")
	c.breach(!slices.Contains([]Status{StatusSuccess, StatusUnavailable, StatusFailure}, c.m.Status()), RuleCode, "Status")
	c.agents()
}

func (c *checker) response() {
	c.answer()
	c.breach(len(c.m.Providers()) == 0, RuleMissing, "EvidenceProvider")
	c.one(c.root, "", "EvidenceAvailability")
	availability := find(c.root, "EvidenceAvailability")
	objects, times := all(availability, "RegistryObject"), all(availability, "ResponseAvailableDateTime")
	c.breach((len(objects) > 0) == (len(times) > 0), RuleChoice, "EvidenceAvailability")
	c.breach(len(times) > 1, RuleOneAvailability, "ResponseAvailableDateTime")
	for _, t := range times {
		_, ok := parseTime(t.Value())
		c.breach(!ok, RuleTime, "ResponseAvailableDateTime")
	}
	for _, o := range objects {
		c.object(o)
	}
}

func (c *checker) object(e *xmltree.Element) {
	c.one(e, "RegistryObject", "id", "EvidenceMetadata", "EvidenceProviderReference")
	_, ok := parseURN(value(find(e, "id")))
	c.breach(!ok, RuleUUID, "RegistryObject/id")
	metadata := find(e, "EvidenceMetadata")
	c.one(metadata, "EvidenceMetadata", "Title", "IssuingDate", "IssuingAuthority", "Distribution", "IsConformantTo")
	c.atMostOne(metadata, "EvidenceMetadata", "ValidityPeriod")
	c.choice(e, "RegistryObject/RepositoryItem", "RepositoryItem", "RepositoryItemRef")
	c.choice(e, "RegistryObject", "NaturalPerson", "LegalPerson")
	c.person(find(e, "NaturalPerson"), "NaturalPerson")
	c.legalPerson(find(e, "LegalPerson"))
	if item := find(e, "RepositoryItem"); item != nil {
		_, ok := decode(item.Value())
		c.breach(!ok, RuleContent, "RepositoryItem")
	}
	reference := identifier(find(e, "EvidenceProviderReference"))
	known := slices.ContainsFunc(c.m.Providers(), func(a Agent) bool { return a.Identifier.Value == reference.Value })
	c.breach(!known, RuleProviderReference, "EvidenceProviderReference")
	if s := signature(e); s != nil {
		c.signature(s)
	}
}

// signature looks for what makes wrapping possible and for weak digests.
func (c *checker) signature(e *xmltree.Element) {
	references := e.Child(nsDSig, "SignedInfo").All(nsDSig, "Reference")
	c.breach(len(references) == 0, RuleMissing, "Signature/SignedInfo/Reference")
	for _, r := range references {
		c.breach(hasAttr(r, "URI"), RuleSignatureReference, "Reference/@URI")
		method := r.Child(nsDSig, "DigestMethod")
		strong := method != nil && slices.Contains([]string{
			"http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2001/04/xmlenc#sha512",
		}, method.Attr("", "Algorithm"))
		c.breach(!strong, RuleSignatureDigest, "DigestMethod")
	}
}

func (c *checker) failure() {
	c.answer()
	c.one(c.root, "", "ErrorProvider")
	exceptions := all(c.root, "Exception")
	c.breach(len(exceptions) == 0, RuleMissing, "Exception")
	for _, e := range exceptions {
		c.one(e, "Exception", "Code", "Severity")
		c.atMostOne(e, "Exception", "Detail", "Timestamp")
		_, known := ErrorText(code(find(e, "Code")))
		c.breach(!known, RuleCode, "Exception/Code")
		// The EU writes the same with a hyphen.
		severity := strings.Replace(value(find(e, "Severity")), "ebxml-regrep", "ebxmlregrep", 1)
		c.breach(severity != Severity, RuleFixed, "Exception/Severity")
		if at := find(e, "Timestamp"); at != nil {
			_, ok := parseTime(at.Value())
			c.breach(!ok, RuleTime, "Exception/Timestamp")
		}
	}
}

func hasMilliseconds(s string) bool {
	_, ok := parseTime(s)
	return ok && len(s) > len("2006-01-02T15:04:05.000") && s[19] == '.' && strings.Trim(s[20:23], "0123456789") == ""
}

// parsePriority accepts a positive number of up to nine digits.
func parsePriority(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && n > 0 && len(s) <= 9
}
