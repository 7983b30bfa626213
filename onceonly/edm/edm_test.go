// SPDX-License-Identifier: Apache-2.0

package edm_test

import (
	"bytes"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly/edm"
)

var (
	at       = time.Date(2026, time.November, 22, 10, 0, 0, 0, time.UTC)
	id       = uuid.MustParse("1a2b3c4d-0000-4000-8000-000000000000")
	weimar   = edm.Agent{Identifier: edm.Identifier{Scheme: "urn:cef.eu:names:identifier:EAS:9930", Value: "DE0001"}, Names: []edm.Text{{Language: "DE", Value: "Stadt Weimar"}}, Country: "DE", Classification: "EP"}
	brussels = edm.Agent{Identifier: edm.Identifier{Scheme: "urn:cef.eu:names:identifier:EAS:9925", Value: "BE0001"}, Names: []edm.Text{{Language: "FR", Value: "Ville & <Commune>"}}, Country: "BE", Classification: "ER"}
	erika    = edm.Person{LevelOfAssurance: "High", Identifier: edm.Identifier{Scheme: "eidas", Value: "DE/BE/4711"}, FamilyName: "Mustermann", GivenName: "Erika", DateOfBirth: "1964-08-12"}
)

func request() edm.Request {
	return edm.Request{
		ID: id, IssuedAt: at, Procedure: "V1", PossibilityForPreview: true, ExplicitRequestGiven: true,
		Requirements: []edm.Requirement{{Identifier: "https://example.eu/requirements/1", Names: []edm.Text{{Language: "EN", Value: "Proof of domicile"}}}},
		Requesters:   []edm.Agent{brussels}, Provider: weimar, Person: erika,
		EvidenceType: edm.EvidenceType{Identifier: "e1", Classification: "https://example.eu/types/1", Titles: []edm.Text{{Language: "EN", Value: "Address"}}, Formats: []string{"application/pdf"}},
	}
}

func response() edm.Response {
	return edm.Response{
		ID: id, RequestID: id.URN(), IssuedAt: at, Providers: []edm.Agent{weimar}, Requester: brussels, Person: erika,
		Evidences: []edm.Evidence{{Identifier: "x", Classification: "https://example.eu/types/1", Issuer: weimar, IssuingDate: "2026-11-22", Format: "application/pdf", Reference: "cid:1@weimar.example"}},
	}
}

func written(t *testing.T, m edm.Message) string {
	t.Helper()
	var out bytes.Buffer
	n, err := m.WriteTo(&out)
	require.NoError(t, err)
	require.Equal(t, int64(out.Len()), n)
	return out.String()
}

func reread(t *testing.T, m edm.Message) edm.Message {
	t.Helper()
	again, err := edm.Parse(strings.NewReader(written(t, m)))
	require.NoError(t, err)
	require.True(t, m.Equal(again))
	return again
}

func TestRequest_SaysAfterReadingWhatWasWritten(t *testing.T) {
	t.Parallel()
	want := request()
	m := reread(t, edm.NewRequest(want))
	require.Equal(t, edm.KindRequest, m.Kind())
	require.Empty(t, m.Check(edm.Rules{}))
	require.Equal(t, "urn:uuid:"+id.String(), m.ID())
	require.Equal(t, edm.Version2, m.Specification())
	require.Equal(t, "2026-11-22T10:00:00.000Z", m.IssueDateTime())
	require.Equal(t, "V1", m.Procedure())
	require.True(t, m.PossibilityForPreview())
	require.True(t, m.ExplicitRequestGiven())
	require.Equal(t, want.Requirements, m.Requirements())
	require.Equal(t, want.Requesters, m.Requesters())
	require.Equal(t, []edm.Agent{weimar}, m.Providers())
	person, found := m.Person()
	require.True(t, found)
	require.Equal(t, erika, person)
	evidenceType, found := m.EvidenceType()
	require.True(t, found)
	require.Equal(t, want.EvidenceType, evidenceType)
}

func TestPreview_TakesTwoExchanges(t *testing.T) {
	t.Parallel()
	first := edm.NewRequest(request())
	demand := reread(t, edm.NewErrorResponse(edm.ErrorResponse{
		ID: id, RequestID: first.ID(), Provider: weimar, Requester: brussels, At: at,
		PreviewLocation: "https://weimar.example/preview?s=1",
	}))
	require.Equal(t, edm.KindError, demand.Kind())
	require.Empty(t, demand.Check(edm.Rules{}))
	require.True(t, demand.Exceptions()[0].PreviewRequired())
	require.Equal(t, edm.CodeAuthorization, demand.Exceptions()[0].Code)
	again := request()
	again.ID, again.PreviewLocation = uuid.MustParse("1a2b3c4d-0000-4000-8000-000000000001"), demand.PreviewLocation()
	second := reread(t, edm.NewRequest(again))
	require.Equal(t, "https://weimar.example/preview?s=1", second.PreviewLocation())
	require.Empty(t, second.Check(edm.Rules{}))
	granted := response()
	granted.RequestID = second.ID()
	response := reread(t, edm.NewResponse(granted))
	require.Empty(t, response.Check(edm.Rules{}))
	require.Equal(t, edm.StatusSuccess, response.Status())
	require.Equal(t, second.ID(), response.RequestID())
	require.Equal(t, "cid:1@weimar.example", response.Evidences()[0].Reference)
	require.Equal(t, weimar, response.Evidences()[0].Issuer)
	later := reread(t, edm.NewResponse(edm.Response{ID: id, RequestID: second.ID(), IssuedAt: at, AvailableAt: at.Add(time.Hour), Providers: []edm.Agent{weimar}, Requester: brussels}))
	require.Equal(t, edm.StatusUnavailable, later.Status())
	require.Equal(t, "2026-11-22T11:00:00.000Z", later.AvailableAt())
}

func TestCheck_NamesEveryBreach(t *testing.T) {
	t.Parallel()
	document := written(t, edm.NewRequest(request()))
	slot := func(name string) string {
		_, rest, _ := strings.Cut(document, `<rim:Slot name="`+name+`">`)
		body, _, _ := strings.Cut(rest, "</rim:Slot>")
		return `<rim:Slot name="` + name + `">` + body + "</rim:Slot>"
	}
	for _, c := range []struct{ rule, old, changed string }{
		{"S005", slot("SpecificationIdentifier"), ""},
		{"C001", "oots-edm:v2.0", "oots-edm:v9.9"},
		{"S009", slot("PossibilityForPreview"), ""},
		{"S010", slot("ExplicitRequestGiven"), ""},
		{"S012", slot("EvidenceRequester"), ""},
		{"S013", slot("EvidenceProvider"), ""},
		{"S015", slot("EvidenceRequest"), ""},
		{"S016", slot("NaturalPerson"), ""},
		{"S016", slot("NaturalPerson"), slot("NaturalPerson") + strings.Replace(slot("NaturalPerson"), "NaturalPerson", "LegalPerson", 1)},
		{"S019", slot("Procedure"), slot("Procedure") + strings.Replace(slot("Procedure"), "Procedure", "Foreign", 1)},
		{"C005", slot("Procedure"), slot("Procedure") + strings.NewReplacer("Procedure", "PreviewLocation", "V1", "http://x.example").Replace(slot("Procedure"))},
		{"C039", "DE/BE/4711", "4711"},
		{edm.RuleID, "urn:uuid:" + id.String(), strings.ToUpper(id.String())},
		{edm.RuleProcedure, ">V1<", ">Z9<"},
		{edm.RuleTimestamp, "2026-11-22T10:00:00.000Z", "2026-11-22"},
		{edm.RuleMissing, slot("Requirements"), ""},
		{edm.RuleTwice, slot("ExplicitRequestGiven"), slot("ExplicitRequestGiven") + strings.Replace(slot("ExplicitRequestGiven"), "true", "false", 1)},
		{edm.RuleTwice, slot("NaturalPerson"), slot("NaturalPerson") + strings.Replace(slot("NaturalPerson"), "Erika", "Moritz", 1)},
		{edm.RuleTwice, "<sdg:Person>", "<sdg:Person/><sdg:Person>"},
		{edm.RuleTwice, "</query:Query>", `</query:Query><query:Query queryDefinition="DocumentQuery"/>`},
		{"S019", slot("EvidenceRequest"), slot("EvidenceRequest") + strings.Replace(slot("EvidenceRequest"), "EvidenceRequest", "Foreign", 1)},
		{edm.RuleFixed, "LeafClassWithRepositoryItem", "ObjectRef"},
		{edm.RuleFixed, "DocumentQuery", "OtherQuery"},
	} {
		require.Contains(t, document, c.old)
		m, err := edm.Parse(strings.NewReader(strings.Replace(document, c.old, c.changed, 1)))
		require.NoError(t, err)
		findings := m.Check(edm.Rules{})
		require.Len(t, findings, 1, c.rule)
		require.Equal(t, c.rule, findings[0].Code)
	}
	answer := written(t, edm.NewResponse(response()))
	for _, c := range []struct{ path, old, changed string }{
		{"EvidenceResponseIdentifier", "EvidenceResponseIdentifier", "Other"},
		{"EvidenceRequester", "EvidenceRequester", "Other"},
		{"EvidenceProvider", "EvidenceProvider", "Other"},
		{"RegistryObjectList", "EvidenceMetadata", "Other"},
	} {
		m, err := edm.Parse(strings.NewReader(strings.Replace(answer, c.old, c.changed, 1)))
		require.NoError(t, err)
		require.Equal(t, recht.Befunde{{Code: edm.RuleMissing, Pointer: c.path}}, m.Check(edm.Rules{}))
	}
	m := edm.NewErrorResponse(edm.ErrorResponse{ID: id, RequestID: "x", Provider: weimar, Requester: brussels, Code: "EDM:ERR:9999", At: at})
	require.Equal(t, recht.Befunde{{Code: edm.RuleID, Pointer: "@requestId"}, {Code: edm.RuleErrorCode, Pointer: "Exception"}}, m.Check(edm.Rules{}))
}

func TestErrorCodes_AllMakeValidResponses(t *testing.T) {
	t.Parallel()
	for i := 1; i <= 8; i++ {
		code := fmt.Sprintf("EDM:ERR:%04d", i)
		m := reread(t, edm.NewErrorResponse(edm.ErrorResponse{ID: id, RequestID: "urn:uuid:" + id.String(), Provider: weimar, Requester: brussels, Code: code, Detail: "d", At: at}))
		require.Empty(t, m.Check(edm.Rules{}), code)
		require.Equal(t, code, m.Exceptions()[0].Code)
	}
}

func TestParse_RefusesWhatIsNoMessage(t *testing.T) {
	t.Parallel()
	for document, want := range map[string]error{
		"":                 edm.ErrSyntax,
		"<a>":              edm.ErrSyntax,
		"<a/>":             edm.ErrUnknown,
		`<!DOCTYPE a><a/>`: edm.ErrSyntax,
		`<QueryRequest xmlns="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0"/>`: edm.ErrUnknown,
		strings.Repeat("<a>", 65): edm.ErrSyntax,
	} {
		_, err := edm.Parse(strings.NewReader(document))
		require.ErrorIs(t, err, want, document)
	}
}

func TestG12_MessagesAreMasked(t *testing.T) {
	t.Parallel()
	m := edm.NewRequest(request())
	type outer struct{ hidden edm.Message }
	shown := fmt.Sprintf("%v %+v %#v %s %v %+v %#v", m, m, m, m, outer{m}, &outer{m}, outer{m}) + fmt.Sprintf("%v %+v %#v", erika, erika, erika)
	asked, answered := request(), response()
	var more strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&more, verb, []any{erika, &erika, asked, &asked, answered, &answered, m, &m})
	}
	shown += more.String()
	document, err := json.Marshal([]any{m, outer{m}, erika, asked, answered})
	require.NoError(t, err)
	require.NotContains(t, shown+string(document), "Mustermann")
	require.NotContains(t, shown, fmt.Sprintf("%x", "Mustermann"))
}

func TestData_EveryMessageKeepsItsMeaning(t *testing.T) {
	t.Parallel()
	read := 0
	for _, pattern := range []string{"oots-edm-v2.0/messages/*.xml", "oots-edm-v1.2-preview/*.xml"} {
		paths, err := filepath.Glob(filepath.Join(shareddata.Path(t, "onceonly"), pattern))
		require.NoError(t, err)
		for _, path := range paths {
			document, err := os.ReadFile(path)
			require.NoError(t, err)
			if strings.HasSuffix(path, ".entete.xml") {
				header, err := edm.ParseHeader(bytes.NewReader(document))
				require.NoError(t, err, path)
				require.Equal(t, "QueryManager", header.Service)
				require.Equal(t, edm.Version2, header.Property("SpecificationId"))
				require.NotEmpty(t, header.Property("ExchangeId"))
				require.Equal(t, edm.MediaType, header.Parts[0].MediaType)
				continue
			}
			m, err := edm.Parse(bytes.NewReader(document))
			require.NoError(t, err, path)
			again := reread(t, m)
			require.Equal(t, m.Kind(), again.Kind())
			read++
		}
	}
	require.Equal(t, 4+4, read)
}

func TestData_MessagesOfVersion2(t *testing.T) {
	t.Parallel()
	open := func(name string) edm.Message {
		file, err := os.Open(filepath.Join(shareddata.Path(t, "onceonly/oots-edm-v2.0/messages"), name))
		require.NoError(t, err)
		defer file.Close()
		m, err := edm.Parse(file)
		require.NoError(t, err)
		require.Empty(t, m.Check(edm.Rules{Specifications: []string{edm.Version2}}), name)
		return m
	}
	request := open("requete.xml")
	require.Equal(t, "T3", request.Procedure())
	require.Len(t, request.Requesters(), 2)
	require.Equal(t, "IP", request.Requesters()[1].Classification)
	require.Equal(t, "DE73524311", request.Providers()[0].Identifier.Value)
	response := open("reponse.xml")
	require.Equal(t, "cid:1a2b3c4d-0000-4000-8000-000000000003@pdf.oots.fr", response.Evidences()[0].Reference)
	require.Equal(t, edm.CodeObjectNotFound, open("erreur.xml").Exceptions()[0].Code)
	require.Equal(t, edm.CodeInvalidRequest, open("erreurRequeteInvalide.xml").Exceptions()[0].Code)
}

func TestData_ThePreviewExchangeOfVersion12(t *testing.T) {
	t.Parallel()
	open := func(name string) edm.Message {
		file, err := os.Open(filepath.Join(shareddata.Path(t, "onceonly/oots-edm-v1.2-preview"), name))
		require.NoError(t, err)
		defer file.Close()
		m, err := edm.Parse(file)
		require.NoError(t, err)
		require.Equal(t, "oots-edm:v1.2", m.Specification())
		require.Empty(t, m.Check(edm.Rules{}), name)
		return m
	}
	first, demand, second, response := open("EDM_Ferst_Request.xml"), open("EDM_Ferst_Response.xml"), open("EDM_Second_Request.xml"), open("EDM_Second_Response.xml")
	require.Equal(t, "T2", first.Procedure())
	require.Equal(t, first.ID(), demand.RequestID())
	require.True(t, demand.Exceptions()[0].PreviewRequired())
	require.Equal(t, "GET", demand.Exceptions()[0].PreviewMethod)
	require.Equal(t, edm.Text{Language: "NL", Value: "Kies uw diploma."}, demand.Exceptions()[0].PreviewDescription[0])
	require.Equal(t, demand.PreviewLocation(), second.PreviewLocation())
	require.Equal(t, second.ID(), response.RequestID())
	require.Len(t, response.Evidences(), 1)
}

func TestData_EnvelopesOfARealGateway(t *testing.T) {
	t.Parallel()
	open := func(name string) (edm.Envelope, error) {
		file, err := os.Open(filepath.Join(shareddata.Path(t, "onceonly/oots-edm-v2.0"), name))
		require.NoError(t, err)
		defer file.Close()
		return edm.ParseEnvelope(file)
	}
	for name, action := range map[string]string{
		"captured-soap/requete.xml": "ExecuteQueryRequest", "captured-soap/requete.demarcheInconnue.xml": "ExecuteQueryRequest",
		"captured-soap/reponseAvecPieceJointe.xml": "ExecuteQueryResponse", "captured-soap/erreurObjetIntrouvable.xml": "ExceptionResponse",
	} {
		envelope, err := open(name)
		require.NoError(t, err, name)
		require.Equal(t, action, envelope.Header.Action)
		m, err := envelope.Message()
		require.NoError(t, err)
		require.Empty(t, reread(t, m).Check(edm.Rules{}), name)
		if m.Kind() == edm.KindRequest { // the gateway's template leaves a comma between two titles
			require.Equal(t, recht.Befunde{{Code: edm.RuleText, Pointer: "DataServiceEvidenceType"}}, m.Check(edm.Rules{}))
		}
		for _, evidence := range m.Evidences() {
			payload, found := envelope.Evidence(evidence.Reference)
			require.True(t, found)
			require.Equal(t, "application/pdf", payload.MediaType)
			require.Equal(t, "%PDF", string(payload.Content()[:4]))
		}
	}
	for _, name := range []string{"captured-soap/listeMessagesEnAttente.xml", "captured-soap/listeMessagesEnAttente.vide.xml", "captured-soap/soumissionMessage.xml"} {
		_, err := open(name)
		require.ErrorIs(t, err, edm.ErrUnknown, name)
	}
}

func TestData_EveryNegativeCaseGetsItsCode(t *testing.T) {
	t.Parallel()
	open := func(name string) edm.Message {
		file, err := os.Open(filepath.Join(shareddata.Path(t, "onceonly/oots-edm-v2.0/negative"), name))
		require.NoError(t, err)
		defer file.Close()
		envelope, err := edm.ParseEnvelope(file)
		require.NoError(t, err, name)
		m, err := envelope.Message()
		require.NoError(t, err, name)
		return m
	}
	rules := func(m edm.Message) (list []string) {
		for _, f := range m.Check(edm.Rules{Procedures: []string{"00"}}) {
			list = append(list, f.Code)
		}
		return list
	}
	require.NotContains(t, rules(open("requete.xml")), "S012")
	require.Contains(t, rules(open("requete.sansRequeteur.xml")), "S012")
	require.NotContains(t, rules(open("requete.xml")), edm.RuleProcedure)
	require.Contains(t, rules(open("requete.demarcheInconnue.xml")), edm.RuleProcedure)
	authorization := open("erreurAutorisationRequise.xml")
	require.Equal(t, edm.CodeAuthorization, authorization.Exceptions()[0].Code)
	require.True(t, authorization.Exceptions()[0].PreviewRequired())
	require.Equal(t, "https://previsualisation.example.si/espace?jeton=abc", authorization.PreviewLocation())
	require.Equal(t, edm.CodeObjectNotFound, open("erreurObjetIntrouvable.xml").Exceptions()[0].Code)
	require.Equal(t, edm.KindResponse, open("reponseAvecPieceJointe.xml").Kind())
}

func TestData_SignedDirectoryAnswersVerifyAndOneFlippedByteFails(t *testing.T) {
	t.Parallel()
	folder := shareddata.Path(t, "onceonly/oots-edm-v2.0/common-services")
	roots := x509.NewCertPool()
	pem, err := os.ReadFile(filepath.Join(folder, "services_communs_acc.pem"))
	require.NoError(t, err)
	require.True(t, roots.AppendCertsFromPEM(pem))
	paths, err := filepath.Glob(filepath.Join(folder, "*.xml"))
	require.NoError(t, err)
	require.Len(t, paths, 4)
	for _, path := range paths {
		body, err := os.ReadFile(path)
		require.NoError(t, err)
		lines, err := os.ReadFile(strings.TrimSuffix(path, ".xml") + ".headers")
		require.NoError(t, err)
		header := http.Header{}
		for line := range strings.Lines(string(lines)) {
			name, value, _ := strings.Cut(line, ":")
			header.Set(name, strings.TrimSpace(value))
		}
		require.NoError(t, edm.VerifyDirectoryAnswer(header, body, roots, at), path)
		m, err := edm.Parse(bytes.NewReader(body))
		require.NoError(t, err)
		require.True(t, m.Equal(reread(t, m)))

		for _, i := range []int{0, len(body) / 2, len(body) - 1} {
			changed := bytes.Clone(body)
			changed[i] ^= 1
			require.ErrorIs(t, edm.VerifyDirectoryAnswer(header, changed, roots, at), edm.ErrSignature)
		}
		for _, name := range []string{"digest", "oots-response-sig"} {
			value := header.Get(name)
			for i := 0; i < len(value); i += 1 + len(value)/60 {
				changed := []byte(value)
				changed[i] ^= 1
				header.Set(name, string(changed))
				require.ErrorIs(t, edm.VerifyDirectoryAnswer(header, body, roots, at), edm.ErrSignature, "%s %d", name, i)
			}
			header.Del(name)
			require.ErrorIs(t, edm.VerifyDirectoryAnswer(header, body, roots, at), edm.ErrSignature)
			header.Set(name, value)
		}
		require.ErrorIs(t, edm.VerifyDirectoryAnswer(header, body, x509.NewCertPool(), at), edm.ErrSignature)
		require.ErrorIs(t, edm.VerifyDirectoryAnswer(header, body, roots, at.AddDate(3, 0, 0)), edm.ErrSignature)
	}
}

func FuzzParse(f *testing.F) {
	var document bytes.Buffer
	_, err := edm.NewRequest(request()).WriteTo(&document)
	require.NoError(f, err)
	f.Add(document.Bytes())
	f.Add([]byte(`<q:QueryResponse xmlns:q="urn:oasis:names:tc:ebxml-regrep:xsd:query:4.0" status="x" a="&#10;"> </q:QueryResponse>`))
	f.Fuzz(func(t *testing.T, document []byte) {
		m, err := edm.Parse(bytes.NewReader(document))
		if err != nil {
			return
		}
		m.Check(edm.Rules{})
		m.Exceptions()
		m.Evidences()
		var out bytes.Buffer
		_, err = m.WriteTo(&out)
		require.NoError(t, err)
		again, err := edm.Parse(&out)
		require.NoError(t, err)
		require.True(t, m.Equal(again))
	})
}

func FuzzParseEnvelope(f *testing.F) {
	f.Add([]byte(`<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header/><s:Body/></s:Envelope>`))
	f.Fuzz(func(_ *testing.T, document []byte) {
		if envelope, err := edm.ParseEnvelope(bytes.NewReader(document)); err == nil {
			_, _ = envelope.Message()
		}
	})
}
