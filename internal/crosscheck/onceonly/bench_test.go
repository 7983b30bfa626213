// SPDX-License-Identifier: Apache-2.0

package onceonly_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"
	"github.com/cedar-policy/cedar-go"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/edm"
	"github.com/deutschland-stack/bausteine/onceonly/onceonlytest"
	"github.com/deutschland-stack/bausteine/onceonly/permission"
)

const ruleCount = 100_000

var (
	start    = time.Date(2026, time.November, 22, 10, 0, 0, 0, time.UTC)
	evidence = onceonly.MustEvidenceType("urn:example:evidence:meldedatensatz")
	fields   = onceonly.MustFields("/address/place", "/address/postalCode", "/familyName", "/givenNames")
)

func requester(i int) string { return fmt.Sprintf("requester-%d", i/100) }
func provider(i int) string  { return fmt.Sprintf("provider-%d", i%100) }

// BenchmarkDecision decides one retrieval: ours consent and permission together,
// the peers the permission alone, over an equal set of 100,000 rules.
func BenchmarkDecision(b *testing.B) {
	b.Run("bausteine, consent and permission", func(b *testing.B) {
		rules := make([]permission.Rule, ruleCount)
		for i := range rules {
			rules[i] = permission.Rule{
				Requester: onceonly.MustPartyID(requester(i)), Provider: onceonly.MustPartyID(provider(i)), EvidenceType: evidence,
				Purpose: "anmeldung", Bases: []onceonly.Basis{onceonly.BasisChoice}, Norm: recht.MustParseNorm("§ 23a BMG"), ValidFrom: start,
			}
		}
		set, err := permission.NewRules(rules...)
		require.NoError(b, err)
		consent, request := givenConsent(b)
		question := onceonly.Question{
			Requester: request.Requester, Provider: request.Provider, EvidenceType: evidence, Purpose: "anmeldung",
			Basis: onceonly.BasisChoice, At: start,
		}
		b.ReportAllocs()
		for b.Loop() {
			concrete := consent.Authorises(&request, start)
			abstract, _ := set.Decide(question)
			if !concrete.Permitted || !abstract.Permitted {
				b.Fatal("refused")
			}
		}
	})
	b.Run("cedar-go, permission", func(b *testing.B) {
		policies := cedar.NewPolicySet()
		for i := range ruleCount {
			var policy cedar.Policy
			require.NoError(b, policy.UnmarshalCedar(fmt.Appendf(nil,
				`permit(principal == Requester::%q, action == Action::"anmeldung", resource == Provider::%q) when { context.type == %q };`,
				requester(i), provider(i), evidence.String())))
			policies.Add(cedar.PolicyID(strconv.Itoa(i)), &policy)
		}
		request := cedar.Request{
			Principal: cedar.NewEntityUID("Requester", "requester-500"), Action: cedar.NewEntityUID("Action", "anmeldung"),
			Resource: cedar.NewEntityUID("Provider", "provider-50"),
			Context:  cedar.NewRecord(cedar.RecordMap{"type": cedar.String(evidence.String())}),
		}
		b.ReportAllocs()
		for b.Loop() {
			if decision, _ := cedar.Authorize(policies, cedar.EntityMap{}, request); decision != cedar.Allow {
				b.Fatal("refused")
			}
		}
	})
	b.Run("casbin, permission", func(b *testing.B) {
		m, err := model.NewModelFromString(`
[request_definition]
r = sub, obj, type, act
[policy_definition]
p = sub, obj, type, act
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.sub == p.sub && r.obj == p.obj && r.type == p.type && r.act == p.act`)
		require.NoError(b, err)
		enforcer, err := casbin.NewEnforcer(m)
		require.NoError(b, err)
		rules := make([][]string, ruleCount)
		for i := range rules {
			rules[i] = []string{requester(i), provider(i), evidence.String(), "anmeldung"}
		}
		_, err = enforcer.AddPolicies(rules)
		require.NoError(b, err)
		b.ReportAllocs()
		for b.Loop() {
			if allowed, err := enforcer.Enforce("requester-500", "provider-50", evidence.String(), "anmeldung"); err != nil || !allowed {
				b.Fatal("refused")
			}
		}
	})
}

type nobody struct{}

func (nobody) Ask(context.Context, onceonly.Question) (onceonly.Permit, error) {
	return onceonly.Permit{}, nil
}

func givenConsent(b *testing.B) (onceonly.Consent, onceonly.Request) {
	b.Helper()
	now := func() time.Time { return start }
	store := bausteine.NewMemory(bausteine.Config{Now: now})
	broker, err := onceonly.NewBroker(store, onceonlytest.NewLog(b, store, "log"), nobody{}, onceonly.NewDirectory(), onceonly.Config{})
	require.NoError(b, err)
	subject := onceonly.MustSubject("erika")
	about, err := onceonly.CommitPerson(person(b), nil)
	require.NoError(b, err)
	terms := onceonly.Terms{
		Basis: onceonly.BasisChoice, Norm: recht.MustParseNorm("§ 23a BMG"), Assurance: onceonly.AssuranceSubstantial, Subject: subject, Person: about,
		Requester: onceonly.Party{ID: onceonly.MustPartyID("requester-500"), Name: "Stadt Mühlhausen"},
		Provider:  onceonly.Party{ID: onceonly.MustPartyID("provider-50"), Name: "Stadt Weimar"}, EvidenceType: evidence, Fields: fields,
		Purpose: onceonly.Purpose{Code: "anmeldung", Text: "Anmeldung"}, Application: "antrag-1",
		Notice:    onceonly.Notice{Digest: onceonly.DigestOf([]byte("notice")), Language: "de"},
		NotBefore: start, NotAfter: start.Add(time.Hour), MaxUses: 1,
	}
	proposed, err := broker.Propose(b.Context(), terms)
	require.NoError(b, err)
	consent, err := broker.Give(b.Context(), proposed.ID(), onceonly.Actor{Subject: subject, Assurance: onceonly.AssuranceHigh})
	require.NoError(b, err)
	return consent, consent.Request(uuid.New(), person(b))
}

func BenchmarkFilter10kB(b *testing.B) {
	var document bytes.Buffer
	document.WriteString(`{"familyName":"Mustermann","givenNames":"Erika","address":{"place":"Weimar","postalCode":"99423"},"more":[`)
	for i := 0; document.Len() < 10_000; i++ {
		fmt.Fprintf(&document, `{"name":"Feld %d","value":"Inhalt der Zeile","flag":true},`, i)
	}
	document.WriteString(`0]}`)
	b.SetBytes(int64(document.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := fields.Filter("application/json", document.Bytes()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkParseResponse reads one evidence response, beside encoding/xml into
// a struct of the same parts.
func BenchmarkParseResponse(b *testing.B) {
	agent := edm.Agent{Identifier: edm.Identifier{Scheme: "s", Value: "v"}, Names: []edm.Text{{Language: "DE", Value: "Stadt Weimar"}}, Country: "DE", Classification: "EP"}
	message := edm.NewResponse(edm.Response{
		ID: uuid.New(), RequestID: uuid.New().URN(), IssuedAt: start, Providers: []edm.Agent{agent}, Requester: agent,
		Person:    edm.Person{FamilyName: "Mustermann", GivenName: "Erika", DateOfBirth: "1964-08-12"},
		Evidences: []edm.Evidence{{Identifier: "1", Classification: "c", Titles: agent.Names, Issuer: agent, IssuingDate: "2026-11-22", Format: "application/pdf", Reference: "cid:1@x"}},
	})
	var document strings.Builder
	_, err := message.WriteTo(&document)
	require.NoError(b, err)
	b.Run("bausteine", func(b *testing.B) {
		b.SetBytes(int64(document.Len()))
		b.ReportAllocs()
		for b.Loop() {
			m, err := edm.Parse(strings.NewReader(document.String()))
			if err != nil || len(m.Evidences()) != 1 || len(m.Providers()) != 1 {
				b.Fatal(err)
			}
		}
	})
	b.Run("encoding/xml", func(b *testing.B) {
		b.SetBytes(int64(document.Len()))
		b.ReportAllocs()
		for b.Loop() {
			var r xmlResponse
			if err := xml.Unmarshal([]byte(document.String()), &r); err != nil || len(r.Slots) != 5 {
				b.Fatal(err)
			}
		}
	})
}

type xmlAgent struct {
	Identifier struct {
		Scheme string `xml:"schemeID,attr"`
		Value  string `xml:",chardata"`
	} `xml:"Identifier"`
	Names []struct {
		Language string `xml:"lang,attr"`
		Value    string `xml:",chardata"`
	} `xml:"Name"`
	Country        string `xml:"Address>AdminUnitLevel1"`
	Classification string `xml:"Classification"`
}

type xmlSlot struct {
	Name     string     `xml:"name,attr"`
	Value    string     `xml:"SlotValue>Value"`
	Agent    *xmlAgent  `xml:"SlotValue>Agent"`
	Agents   []xmlAgent `xml:"SlotValue>Element>Agent"`
	Evidence *struct {
		Identifier     string   `xml:"Identifier"`
		FamilyName     string   `xml:"IsAbout>NaturalPerson>FamilyName"`
		Issuer         xmlAgent `xml:"IssuingAuthority"`
		Classification string   `xml:"IsConformantTo>EvidenceTypeClassification"`
		IssuingDate    string   `xml:"IssuingDate"`
		Format         string   `xml:"Distribution>Format"`
	} `xml:"SlotValue>Evidence"`
}

type xmlResponse struct {
	RequestID string    `xml:"requestId,attr"`
	Status    string    `xml:"status,attr"`
	Slots     []xmlSlot `xml:"Slot"`
	Objects   []struct {
		Slots     []xmlSlot `xml:"Slot"`
		Reference struct {
			Href string `xml:"http://www.w3.org/1999/xlink href,attr"`
		} `xml:"RepositoryItemRef"`
	} `xml:"RegistryObjectList>RegistryObject>RegistryObjectList>RegistryObject"`
}
