// SPDX-License-Identifier: Apache-2.0

package xnachweis_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly/xnachweis"
)

var testSystem = xnachweis.Rules{AtProvider: true, TestSystem: true}

func TestMessages_AreWrittenAsTheFilesSayAndKeepTheRules(t *testing.T) {
	t.Parallel()
	for name, document := range documents(t) {
		require.Equal(t, file(t, name), document, name)
		require.Empty(t, parse(t, document).Check(testSystem), name)
	}
}

func TestRequest_IsReadAsItWasMeant(t *testing.T) {
	t.Parallel()
	want, m := request(t), parse(t, file(t, "request.xml"))
	require.Equal(t, xnachweis.KindRequest, m.Kind())
	require.Equal(t, requestID, m.ID())
	created, ok := m.CreatedAt()
	require.True(t, ok)
	require.Equal(t, now, created)
	require.True(t, m.IsTest())
	require.Equal(t, want.Requesters, m.Requesters())
	require.Equal(t, []xnachweis.Agent{want.Provider}, m.Providers())
	require.Equal(t, []string{want.Norm, want.Purpose, want.Language, want.Token, want.Jurisdiction},
		[]string{m.Norm(), m.Purpose(), m.Language(), m.Token(), m.Jurisdiction()})
	person, natural := m.Person()
	require.True(t, natural)
	require.Equal(t, *want.Person, person)
	representative, represented := m.Representative()
	require.True(t, represented)
	require.Equal(t, *want.Representative, representative)
	_, legal := m.LegalPerson()
	require.False(t, legal)
	evidenceType, ok := m.EvidenceType()
	require.True(t, ok)
	require.Equal(t, want.EvidenceType, evidenceType)

	want.Person, want.Representative = nil, nil
	want.LegalPerson = &xnachweis.LegalPerson{LevelOfAssurance: "Substantial", LegalName: "Muster GmbH", Identifiers: []xnachweis.Identifier{provider.Identifier}}
	m, err := xnachweis.NewRequest(want)
	require.NoError(t, err)
	require.Empty(t, m.Check(testSystem))
	company, legal := m.LegalPerson()
	require.True(t, legal)
	require.Equal(t, *want.LegalPerson, company)
}

func TestResponse_CarriesEvidenceOrSaysWhenToAskAgain(t *testing.T) {
	t.Parallel()
	asked, m := parse(t, file(t, "request.xml")), parse(t, file(t, "response.xml"))
	require.True(t, m.Answers(asked))
	require.False(t, asked.Answers(asked))
	require.Equal(t, requestID, m.RequestID())
	require.Equal(t, xnachweis.StatusSuccess, m.Status())
	require.Equal(t, response(t).Objects, m.Objects())
	require.Equal(t, "<nachweis/>", string(m.Objects()[0].Content.Bytes()))
	_, deferred := m.AvailableAt()
	require.False(t, deferred)

	m = parse(t, file(t, "deferred.xml"))
	again, deferred := m.AvailableAt()
	require.True(t, deferred)
	require.Equal(t, now.Add(time.Hour), again)
	require.Empty(t, m.Objects())
	require.True(t, m.Answers(asked))

	other := request(t)
	other.Head.ID = uuid.MustParse("00000000-0000-4000-8000-000000000001")
	corrected, err := xnachweis.NewRequest(other)
	require.NoError(t, err)
	require.False(t, m.Answers(corrected), "a corrected request is another one")
}

func TestErrorResponse_NamesItsErrors(t *testing.T) {
	t.Parallel()
	m := parse(t, file(t, "error.xml"))
	require.Equal(t, xnachweis.KindError, m.Kind())
	require.Equal(t, xnachweis.StatusFailure, m.Status())
	require.Equal(t, []xnachweis.Exception{{Code: xnachweis.CodeNotResponsible, Detail: "other municipality", At: now, Severity: xnachweis.Severity}}, m.Exceptions())
	require.Equal(t, []xnachweis.Agent{failure().ErrorProvider}, m.ErrorProviders())
	text, known := xnachweis.ErrorText(xnachweis.CodeNotResponsible)
	require.True(t, known)
	require.NotEmpty(t, text)
	_, known = xnachweis.ErrorText("NOOTS:ERR:9999")
	require.False(t, known)
}

func TestNamespaces_AreBoundByURIAndNotByPrefix(t *testing.T) {
	t.Parallel()
	document := file(t, "request.xml")
	other := strings.NewReplacer("xn-de:", "p:", ":xn-de=", ":p=", "xn-bk:", "xn-de:", ":xn-bk=", ":xn-de=").Replace(document)
	require.NotEqual(t, document, other)
	require.True(t, parse(t, document).Equal(parse(t, other)))
	require.Empty(t, parse(t, other).Check(testSystem))

	_, err := xnachweis.Parse(strings.NewReader(strings.Replace(document, "xnachweis-de-noots_1.4", "xnachweis-de-noots_1.3", 1)))
	require.ErrorIs(t, err, xnachweis.ErrUnknown, "another version is another format")
	foreign := parse(t, strings.Replace(document, "xnachweis-baukasten_1.4", "something-else", 1))
	_, natural := foreign.Person()
	require.False(t, natural, "a foreign namespace means nothing here")
	require.NotEmpty(t, foreign.Check(testSystem))
}

func TestParse_RefusesWhatIsNoMessageOrNoXML(t *testing.T) {
	t.Parallel()
	for document, want := range map[string]error{
		"":                           xnachweis.ErrSyntax,
		"<a>":                        xnachweis.ErrSyntax,
		"<a/>":                       xnachweis.ErrUnknown,
		"<DE.EvidenceRequest.0101/>": xnachweis.ErrUnknown,
		`<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`:                             xnachweis.ErrSyntax,
		strings.Repeat("<a>", 100) + strings.Repeat("</a>", 100):               xnachweis.ErrSyntax,
		"<a>" + strings.Repeat(strings.Repeat("b", 1<<20)+"<c/>", 33) + "</a>": xnachweis.ErrSyntax,
	} {
		_, err := xnachweis.Parse(strings.NewReader(document))
		require.ErrorIs(t, err, want, "%.60s", document)
	}
	bad := request(t)
	bad.Head.Author = bad.Head.Reader
	_, err := xnachweis.NewRequest(bad)
	require.ErrorIs(t, err, xnachweis.ErrSyntax)
	bad.Head.Reader = []byte("<")
	_, err = xnachweis.NewRequest(bad)
	require.ErrorIs(t, err, xnachweis.ErrSyntax)
}

func TestOutput_NeverShowsThePersonOrTheEvidence(t *testing.T) {
	t.Parallel()
	asked, answer := parse(t, file(t, "request.xml")), parse(t, file(t, "response.xml"))
	person, _ := asked.Person()
	trader := xnachweis.LegalPerson{LegalName: "Erika Mustermann e. K."}
	for _, value := range []any{asked, &asked, person, &person, person.Address, trader, answer.Objects(), answer.Objects()[0].Content, answer.Check(testSystem)} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d", "%x"} {
			out := fmt.Sprintf(verb, value)
			for _, secret := range []string{"Mustermann", "04452397687", "nachweis/", "Heidestra"} {
				require.NotContains(t, out, secret, verb)
			}
		}
	}
	document, err := json.Marshal([]any{person, person.Address, trader, answer.Objects()[0].Content})
	require.NoError(t, err)
	require.NotContains(t, string(document), "Mustermann")
	require.NotContains(t, string(document), "Heidestra")
}

func FuzzParse(f *testing.F) {
	for _, document := range documents(f) {
		f.Add([]byte(document))
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		m, err := xnachweis.Parse(bytes.NewReader(document))
		if err != nil {
			return
		}
		m.Check(xnachweis.Rules{})
		m.Objects()
		m.Exceptions()
		m.Person()
		m.EvidenceType()
		var out bytes.Buffer
		_, err = m.WriteTo(&out)
		require.NoError(t, err)
		again, err := xnachweis.Parse(&out)
		require.NoError(t, err)
		require.True(t, m.Equal(again))
	})
}
