// SPDX-License-Identifier: Apache-2.0

package xnachweis_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly/idnr"
	"github.com/deutschland-stack/bausteine/onceonly/xnachweis"
)

const basis = "http://xoev.de/schemata/basisnachricht/unqualified/g2g/1_1"

var (
	now       = time.Date(2026, time.November, 22, 9, 0, 0, 5e6, time.UTC)
	requestID = uuid.MustParse("8a1f3c9e-52d4-4b07-9c61-0f2e7d3b5a10")
	requester = xnachweis.Agent{
		Identifier: xnachweis.Identifier{Scheme: "urn:oasis:names:tc:ebcore:partyid-type:unregistered:DE", Value: "musterstadt"},
		Names:      []xnachweis.Text{{Language: "de", Value: "Stadt Musterstadt"}}, Country: "DE", Classification: xnachweis.RoleRequester,
	}
	provider = xnachweis.Agent{
		Identifier: xnachweis.Identifier{Scheme: "urn:oasis:names:tc:ebcore:partyid-type:unregistered:DE", Value: "musterregister"},
		Names:      []xnachweis.Text{{Language: "de", Value: "Musterregister"}}, Classification: xnachweis.RoleProvider,
	}
)

func head(id string) xnachweis.Head {
	return xnachweis.Head{
		Product: "Bausteine", Manufacturer: "Deutschland-Stack", ID: uuid.MustParse(id), CreatedAt: now, Test: "synthetic",
		Reader: []byte(`<b:leser xmlns:b="` + basis + `"><name>Musterregister</name></b:leser>`),
		Author: []byte(`<autor xmlns="` + basis + `"><name xmlns="">Stadt Musterstadt</name></autor>`),
	}
}

func erika(tb testing.TB) *xnachweis.Person {
	tb.Helper()
	number, err := idnr.ParseTest("04452397687")
	require.NoError(tb, err)
	return &xnachweis.Person{
		LevelOfAssurance: "High", FamilyName: "Mustermann", GivenName: "Erika", DateOfBirth: "1964-08-12", BirthName: "Gabler",
		PlaceOfBirth: "Berlin", Gender: "female", Nationalities: []string{"DE"}, IDNr: number,
		Address: xnachweis.Address{Street: "Heidestraße", HouseNumber: "17", PostalCode: "51147", Place: "Köln", Country: "DE"},
	}
}

func request(tb testing.TB) xnachweis.Request {
	tb.Helper()
	return xnachweis.Request{
		Head: head(requestID.String()), IssuedAt: now, Norm: "§ 67f SGB X", Purpose: "Anmeldung einer Wohnung", Language: "de",
		Requesters: []xnachweis.Agent{requester}, Provider: provider, Token: "sealed",
		EvidenceType: xnachweis.EvidenceType{
			Identifier:     uuid.MustParse("5d0c1b7a-3f52-4c8e-8a29-6e1f40b7d953"),
			Classification: "https://sr.oots.tech.ec.europa.eu/evidencetypeclassifications/DE/5d0c1b7a-3f52-4c8e-8a29-6e1f40b7d953",
			Titles:         []xnachweis.Text{{Language: "de", Value: "Musternachweis"}},
			Formats:        []xnachweis.Format{{MediaType: "application/xml", Priority: 1}, {MediaType: "application/pdf", Priority: 2}},
		},
		Person: erika(tb), Representative: &xnachweis.Person{
			LevelOfAssurance: "High", FamilyName: "Muster", GivenName: "Max", DateOfBirth: "1990-01-02", PlaceOfBirth: "Berlin",
		},
		Jurisdiction: "053150000000",
	}
}

func response(tb testing.TB) xnachweis.Response {
	tb.Helper()
	return xnachweis.Response{
		Head: head("f0e36f41-7c1e-4d3a-b7a5-21c7c9d2e6b4"), ID: uuid.MustParse("0b9d5e3c-2a67-4f18-9e40-c3f7a1d8b652"),
		Request: requestID, IssuedAt: now, Status: xnachweis.StatusSuccess,
		Requesters: []xnachweis.Agent{requester}, Providers: []xnachweis.Agent{provider}, Person: erika(tb),
		Objects: []xnachweis.Object{{
			ID: uuid.MustParse("c64d2f19-80ab-4e57-b3d1-97f5e2a06c48"), Title: "Musternachweis", IssuingDate: "2026-11-22",
			Issuer:         xnachweis.Agent{Identifier: provider.Identifier, Names: provider.Names},
			Classification: request(tb).EvidenceType.Classification, ClassTitles: request(tb).EvidenceType.Titles,
			MediaType: "application/xml", ProviderReference: provider.Identifier,
			Content: xnachweis.NewContent([]byte("<nachweis/>")),
		}},
	}
}

func deferred(tb testing.TB) xnachweis.Response {
	tb.Helper()
	r := response(tb)
	r.Objects, r.Person, r.Status, r.AvailableAt = nil, nil, xnachweis.StatusUnavailable, now.Add(time.Hour)
	return r
}

func failure() xnachweis.ErrorResponse {
	errorProvider := provider
	errorProvider.Classification = xnachweis.RoleErrorProvider
	return xnachweis.ErrorResponse{
		Head: head("1f6b2a0d-94c3-4e8a-a5d7-3b0c8e7f4912"), ID: uuid.MustParse("7e52c9b1-6d08-4a3f-8c14-e9a0b5d3f726"),
		Request: requestID, IssuedAt: now, ErrorProvider: errorProvider, Requesters: []xnachweis.Agent{requester},
		Exceptions: []xnachweis.Exception{{Code: xnachweis.CodeNotResponsible, Detail: "other municipality", At: now}},
	}
}

// documents returns the four messages as the package writes them.
func documents(tb testing.TB) map[string]string {
	tb.Helper()
	write := func(m xnachweis.Message, err error) string {
		require.NoError(tb, err)
		var out bytes.Buffer
		n, err := m.WriteTo(&out)
		require.NoError(tb, err)
		require.EqualValues(tb, out.Len(), n)
		return out.String()
	}
	return map[string]string{
		"request.xml": write(xnachweis.NewRequest(request(tb))), "response.xml": write(xnachweis.NewResponse(response(tb))),
		"deferred.xml": write(xnachweis.NewResponse(deferred(tb))), "error.xml": write(xnachweis.NewErrorResponse(failure())),
	}
}

func parse(tb testing.TB, document string) xnachweis.Message {
	tb.Helper()
	m, err := xnachweis.Parse(strings.NewReader(document))
	require.NoError(tb, err)
	return m
}

func file(tb testing.TB, name string) string {
	tb.Helper()
	document, err := os.ReadFile("testdata/" + name)
	require.NoError(tb, err)
	return string(document)
}
