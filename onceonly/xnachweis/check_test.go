// SPDX-License-Identifier: Apache-2.0

package xnachweis_test

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly/xnachweis"
)

// Each case spoils one thing in a good message; the finding must be that one.
func TestCheck_FindsEachBreachByItsRule(t *testing.T) {
	t.Parallel()
	const signed = `<d:Signature xmlns:d="http://www.w3.org/2000/09/xmldsig#"><d:SignedInfo><d:Reference>` +
		`<d:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/></d:Reference></d:SignedInfo></d:Signature></xn-bk:RegistryObject>`
	for _, test := range []struct{ file, pattern, with, rule, path string }{
		{"request.xml", ` produkt="Bausteine"`, "", xnachweis.RuleMissing, "@produkt"},
		{"request.xml", `<xn-bk:nachrichtenUUID>8a1f3c9e-`, `<xn-bk:nachrichtenUUID>8a1f3c9e`, xnachweis.RuleUUID, "nachrichtenUUID"},
		{"request.xml", `<code>0101</code>`, `<code>0102</code>`, xnachweis.RuleFixed, "nachrichtentyp"},
		{"request.xml", `\.005Z</xn-bk:erst`, `Z</xn-bk:erst`, xnachweis.RuleTime, "erstellungszeitpunkt"},
		{"request.xml", `xnachweis_1\.4\.0`, `xnachweis_1.3.0`, xnachweis.RuleFixed, "SpecificationIdentifier"},
		{"request.xml", `Z</xn-de:IssueDateTime>`, `+01:00</xn-de:IssueDateTime>`, xnachweis.RuleTime, "IssueDateTime"},
		{"request.xml", `Z</xn-de:IssueDateTime>`, `</xn-de:IssueDateTime>`, xnachweis.RuleTime, "IssueDateTime"},
		{"request.xml", `(?s)<xn-de:IssuedToken>.*</xn-de:IssuedToken>`, ``, xnachweis.RuleToken, "IssuedToken"},
		{"request.xml", `(<xn-de:Rechtsgrundlage>.*)`, `$1$1`, xnachweis.RuleTooMany, "Rechtsgrundlage"},
		{"request.xml", `(?s)(<xn-de:EvidenceRequester>.*</xn-de:EvidenceRequester>)`, `$1$1`, xnachweis.RuleOneRequester, "EvidenceRequester"},
		{"request.xml", `(?s)<xn-bk:Address>.*?</xn-bk:Address>`, ``, xnachweis.RuleRequesterCountry, "EvidenceRequester/Address/AdminUnitLevel1"},
		{"request.xml", `<code>EP</code>`, `<code>XX</code>`, xnachweis.RuleCode, "EvidenceProvider/Classification"},
		{"request.xml", `(?s)<xn-bk:NaturalPerson>.*</xn-bk:NaturalPerson>`, ``, xnachweis.RuleChoice, "Query"},
		{"request.xml", `1964-08-12`, `1964-02-30`, xnachweis.RuleDate, "NaturalPerson/DateOfBirth"},
		{"request.xml", `04452397687`, `04452397688`, xnachweis.RuleIDNr, "NaturalPerson/IDNr"},
		{"request.xml", `04452397687`, `0445239768`, xnachweis.RuleIDNr, "NaturalPerson/IDNr"},
		{"request.xml", `(?s)<code>High</code>(.*Gabler)`, `<code>Top</code>$1`, xnachweis.RuleCode, "AuthorizedRepresentativePerson/LevelOfAssurance"},
		{"request.xml", `<xn-bk:FamilyName>Mustermann</xn-bk:FamilyName>`, ``, xnachweis.RuleMissing, "NaturalPerson/FamilyName"},
		{"request.xml", `<xn-bk:Priority>2<`, `<xn-bk:Priority>1<`, xnachweis.RulePriority, "Priority"},
		{"request.xml", `<xn-bk:Priority>2<`, `<xn-bk:Priority>0<`, xnachweis.RuleCode, "Priority"},
		{"request.xml", `<xn-bk:Identifier>5d0c1b7a-`, `<xn-bk:Identifier>{5d0c1b7a-`, xnachweis.RuleUUID, "RequestedEvidenceType/Identifier"},
		{"request.xml", `<xn-bk:DistributedAs>`, `<xn-bk:DistributedAs>stray`, xnachweis.RuleText, "DistributedAs"},
		{"response.xml", `requestid="urn:uuid:`, `requestid="`, xnachweis.RuleUUID, "@requestid"},
		{"response.xml", `ResponseStatusType:Success`, `ResponseStatusType:Fine`, xnachweis.RuleCode, "Status"},
		{"response.xml", `(?s)(<xn-de:EvidenceProvider>.*</xn-de:EvidenceProvider>)`, `$1$1`, xnachweis.RuleOneProvider, "EvidenceProvider"},
		{"response.xml", `<xn-bk:id>urn:uuid:`, `<xn-bk:id>`, xnachweis.RuleUUID, "RegistryObject/id"},
		{"response.xml", `<xn-bk:RepositoryItem>`, `<xn-bk:RepositoryItem>%`, xnachweis.RuleContent, "RepositoryItem"},
		{"response.xml", `<xn-bk:RepositoryItem>`, `<xn-bk:RepositoryItemRef>a</xn-bk:RepositoryItemRef><xn-bk:RepositoryItem>`, xnachweis.RuleChoice, "RegistryObject/RepositoryItem"},
		{"response.xml", `>musterregister</xn-bk:EvidenceProviderReference>`, `>other</xn-bk:EvidenceProviderReference>`, xnachweis.RuleProviderReference, "EvidenceProviderReference"},
		{"response.xml", `</xn-bk:RegistryObject>`, signed, "", ""},
		{"response.xml", `</xn-bk:RegistryObject>`, regexp.MustCompile(`sha256`).ReplaceAllString(signed, "sha1"), xnachweis.RuleSignatureDigest, "DigestMethod"},
		{"response.xml", `</xn-bk:RegistryObject>`, regexp.MustCompile(`<d:Reference>`).ReplaceAllString(signed, `<d:Reference URI="">`), xnachweis.RuleSignatureReference, "Reference/@URI"},
		{"deferred.xml", `(<xn-bk:ResponseAvailableDateTime>.*)`, `$1$1`, xnachweis.RuleOneAvailability, "ResponseAvailableDateTime"},
		{"deferred.xml", `Z</xn-bk:ResponseAvailableDateTime>`, `</xn-bk:ResponseAvailableDateTime>`, xnachweis.RuleTime, "ResponseAvailableDateTime"},
		{"error.xml", `NOOTS:ERR:0202`, `NOOTS:ERR:9999`, xnachweis.RuleCode, "Exception/Code"},
		{"error.xml", `ErrorSeverityType:Error`, `ErrorSeverityType:Warning`, xnachweis.RuleFixed, "Exception/Severity"},
		{"error.xml", `ebxmlregrep`, `ebxml-regrep`, "", ""},
		{"error.xml", `(?s)<xn-de:Exception>.*</xn-de:Exception>`, ``, xnachweis.RuleMissing, "Exception"},
		{"error.xml", `(?s)<xn-de:ErrorProvider>.*</xn-de:ErrorProvider>`, ``, xnachweis.RuleMissing, "ErrorProvider"},
	} {
		document := file(t, test.file)
		spoilt := regexp.MustCompile(test.pattern).ReplaceAllString(document, test.with)
		require.NotEqual(t, document, spoilt, test.pattern)
		var want recht.Befunde
		if test.rule != "" {
			want = recht.Befunde{{Code: test.rule, Pointer: test.path}}
		}
		require.Equal(t, want, parse(t, spoilt).Check(testSystem), "%s %s", test.pattern, test.with)
	}
}

func TestCheck_CountsIntermediariesOnBothSides(t *testing.T) {
	t.Parallel()
	platform := provider
	platform.Classification = xnachweis.RoleIntermediary
	r := response(t)
	r.Requesters = append(r.Requesters, platform, platform)
	r.Providers = append(r.Providers, platform, platform)
	m, err := xnachweis.NewResponse(r)
	require.NoError(t, err)
	require.Equal(t, recht.Befunde{
		{Code: xnachweis.RuleOneRequesterIntermediary, Pointer: "EvidenceRequester"},
		{Code: xnachweis.RuleOneProviderIntermediary, Pointer: "EvidenceProvider"},
	}, m.Check(testSystem))
}

func TestCheck_AdvisesToSayMoreWithoutIDNr(t *testing.T) {
	t.Parallel()
	r := request(t)
	r.Person = &xnachweis.Person{LevelOfAssurance: "High", FamilyName: "Mustermann", GivenName: "Erika", DateOfBirth: "1964-08-12"}
	m, err := xnachweis.NewRequest(r)
	require.NoError(t, err)
	require.Equal(t, recht.Befunde{{Code: xnachweis.RuleMoreAboutPerson, Pointer: "NaturalPerson", Severity: recht.SeverityWarning}}, m.Check(testSystem))
}

func TestCheck_KnowsWhereTheMessageStands(t *testing.T) {
	t.Parallel()
	r := request(t)
	r.Token = ""
	m, err := xnachweis.NewRequest(r)
	require.NoError(t, err)
	require.Empty(t, m.Check(xnachweis.Rules{TestSystem: true}), "the node will add the token")
	require.Equal(t, recht.Befunde{{Code: xnachweis.RuleTest, Pointer: "@test"}}, m.Check(xnachweis.Rules{}))
	r.Head.Test = ""
	m, err = xnachweis.NewRequest(r)
	require.NoError(t, err)
	require.Empty(t, m.Check(xnachweis.Rules{}))
	require.NotEmpty(t, xnachweis.Message{}.Check(xnachweis.Rules{}), "no message is no good message")
}
