// SPDX-License-Identifier: Apache-2.0

package fitconnect_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
	"github.com/deutschland-stack/bausteine/payment/money"
)

func TestMetadata_JudgesThePublishedCasesAsTheSchemaDoes(t *testing.T) {
	text, err := os.ReadFile(shareddata.Path(t, "fitconnect/metadata-2.1.0.cases.json"))
	require.NoError(t, err)
	var file struct {
		Cases []struct {
			Name     string          `json:"name"`
			Valid    bool            `json:"valid"`
			Metadata json.RawMessage `json:"metadata"`
		} `json:"cases"`
	}
	require.NoError(t, json.Unmarshal(text, &file))
	require.Len(t, file.Cases, 13)
	for _, c := range file.Cases {
		found := fitconnect.CheckMetadata(c.Metadata)
		require.Equal(t, c.Valid, len(found) == 0, "%s: %v", c.Name, found)
		m, err := fitconnect.ParseMetadata(c.Metadata)
		require.Equal(t, c.Valid, err == nil, "%s: %v", c.Name, err)
		if c.Valid {
			again, err := m.Encode()
			require.NoError(t, err, c.Name)
			back, err := fitconnect.ParseMetadata(again)
			require.NoError(t, err)
			third, err := back.Encode()
			require.NoError(t, err)
			require.Equal(t, string(again), string(third), c.Name)
		}
	}
}

// whole is a document with everything in it.
func whole(tb testing.TB) fitconnect.Metadata {
	tb.Helper()
	reply, err := fitconnect.NewReplyChannel(key(tb, "reply-enc"), "https://standard.example/1")
	require.NoError(tb, err)
	gross, err := fitconnect.NewGross(money.Cents(1999))
	require.NoError(tb, err)
	no, id := false, uuid.MustParse("11111111-1111-4111-8111-111111111111")
	set, err := fitconnect.NewReportDataSet(id, "a.b.c")
	require.NoError(tb, err)
	return fitconnect.Metadata{
		Schema: fitconnect.SchemaMetadata,
		Content: fitconnect.ContentStructure{
			Data:        fitconnect.DataPart{Hash: fitconnect.NewHash([]byte("{}")), Schema: fitconnect.Schema{URI: "https://schema.example/1", MimeType: "application/json"}},
			Attachments: []fitconnect.AttachmentPart{{ID: attachment, Purpose: fitconnect.PurposeForm, Filename: "Antrag.pdf", MimeType: "application/pdf", Hash: fitconnect.NewHash([]byte("pdf")), Signature: &fitconnect.Signature{Format: "pdf", Content: "abc", Profile: "http://uri.etsi.org/ades/191x2/level/baseline/B-T#"}, Fragments: []uuid.UUID{id}}},
		},
		Payment:    &fitconnect.PaymentInfo{Reference: "512500000013", ID: "t-1", Method: "CREDITCARD", Status: "BOOKED", URL: "https://pay.example/1", Time: "2026-11-30T10:00:00Z", Detail: "Visa", Gross: &gross},
		Reply:      reply,
		References: &fitconnect.ReferenceInfo{Sender: "A-1", ApplicationDate: "2026-11-30", ApplicationID: &id, DigitalNotice: &no},
		Author:     &fitconnect.SourceSystem{Name: "Portal", Product: fitconnect.Product{Name: "p", Version: "1", Manufacturer: "m"}},
		DataSets:   []fitconnect.DataSet{set},
	}
}

func TestMetadata_RulesEachAreHeld(t *testing.T) {
	text, err := whole(t).Encode()
	require.NoError(t, err)
	require.Contains(t, string(text), `"grossAmount":19.99`)
	require.Contains(t, string(text), `"zustimmungZumDigitalenBescheid":false`, "a refusal is sent")
	require.Contains(t, string(text), `"status":"BOOKED"`)
	for _, tt := range []struct{ old, new, code string }{
		{"metadata/2.1.0/", "metadata/1.3.0/", "FC-META-02"},
		{"metadata/2.1.0/", "metadata/2.1/", "FC-META-02"},
		{`"contentStructure"`, `"x"`, "FC-META-03"},
		{`"data":{`, `"date":{`, "FC-META-03"},
		{`"attachments":[`, `"attachment":[`, "FC-META-03"},
		{`"submissionSchema":{`, `"x":{`, "FC-META-03"},
		{`"sha512"`, `"sha256"`, "FC-META-05"},
		{`"application/json"`, `"text/plain"`, "FC-META-05"},
		{`"schemaUri":"https://schema.example/1"`, `"schemaUri":"schema"`, "FC-META-06"},
		{fitconnect.Hash([]byte("{}")), strings.ToUpper(fitconnect.Hash([]byte("{}"))), "FC-META-06"},
		{`"purpose":"form"`, `"purpose":"Form"`, "FC-META-05"},
		{`"mimeType":"application/pdf"`, `"mimeType":"pdf"`, "FC-META-06"},
		{`"mimeType":"application/pdf"`, `"mimeType":"application/pdf; x=1"`, "FC-META-06"},
		{attachment.String(), "4a2f1c3e0b1d4c5e8f7a9b8c7d6e5f40", "FC-META-06"},
		{`"fragments":["11111111-1111-4111-8111-111111111111"]`, `"fragments":[]`, "FC-META-07"},
		{`"fragments":["11111111-1111-4111-8111-111111111111"]`, `"fragments":["11111111-1111-4111-8111-111111111111","11111111-1111-4111-8111-111111111111"]`, "FC-META-09"},
		{`"signatureFormat":"pdf"`, `"signatureFormat":"PDF"`, "FC-META-05"},
		{`"detachedSignature":false`, `"detachedSignature":"false"`, "FC-META-04"},
		{"baseline/B-T#", "baseline/B-T", "FC-META-05"},
		{`"transactionReference"`, `"reference"`, "FC-META-03"},
		{`"transactionId":"t-1"`, `"transactionId":"t 1"`, "FC-META-06"},
		{`"transactionId":"t-1"`, `"transactionId":"` + strings.Repeat("1", 37) + `"`, "FC-META-06"},
		{`"BOOKED"`, `"PAID"`, "FC-META-05"},
		{`"CREDITCARD"`, `"CREDIT"`, "FC-META-05"},
		{`19.99`, `0`, "FC-META-07"},
		{`19.99`, `19.999`, "FC-META-07"},
		{`19.99`, `"19.99"`, "FC-META-04"},
		{`19.99`, `1e999999999`, "FC-META-07"},
		{`2026-11-30T10:00:00Z`, `2026-11-30`, "FC-META-06"},
		{`"replyChannel":{`, `"replyChannel":{"eMail":{"address":"a@example.org"},`, "FC-META-08"},
		{`["https://standard.example/1"]`, `[]`, "FC-META-07"},
		{`"key_ops":["wrapKey"]`, `"key_ops":["encrypt"]`, "FC-META-05"},
		{`"kid":"test-reply-enc"`, `"kid":"test"`, "FC-META-07"},
		{`"applicationDate":"2026-11-30"`, `"applicationDate":"2026-11-31"`, "FC-META-06"},
		{`"senderReference"`, `"reference"`, "FC-META-08"},
		{`"zustimmungZumDigitalenBescheid":false`, `"zustimmungZumDigitalenBescheid":"nein"`, "FC-META-04"},
		{`"manufacturer"`, `"maker"`, "FC-META-03"},
		{`"dataSetId"`, `"id"`, "FC-META-03"},
		{`"application/jose"`, `"application/pdf"`, "FC-META-05"},
		{`{"$schema"`, `{"$schema":"x","$schema"`, "FC-META-01"},
		{`{"$schema"`, `{{`, "FC-META-01"},
	} {
		changed := strings.Replace(string(text), tt.old, tt.new, 1)
		require.NotEqual(t, string(text), changed, tt.old)
		found := fitconnect.CheckMetadata([]byte(changed))
		require.True(t, found.Has(tt.code), "%s -> %s: %v", tt.old, tt.new, found)
	}
	double := whole(t)
	double.Content.Attachments = append(double.Content.Attachments, double.Content.Attachments[0])
	_, err = double.Encode()
	refused(t, "FC-META-09", err, "one id for two attachments")
}

func TestMetadata_WhatIsCheckedIsWhatIsUsed(t *testing.T) {
	text, err := whole(t).Encode()
	require.NoError(t, err)
	other := strings.Replace(string(text), `"replyChannel":`, `"REPLYCHANNEL":{"eMail":{"address":"not an address"}},"replyChannel":`, 1)
	m, err := fitconnect.ParseMetadata([]byte(other))
	require.NoError(t, err, "a name in other letters is another name")
	require.Nil(t, m.Reply.EMail)
	require.NotNil(t, m.Reply.FitConnect)
}

func TestMetadata_AmountsAreExact(t *testing.T) {
	for cents := int64(1); cents < 20_000; cents++ {
		g, err := fitconnect.NewGross(money.Cents(cents))
		require.NoError(t, err)
		text, err := json.Marshal(g)
		require.NoError(t, err)
		var back fitconnect.Gross
		require.NoError(t, json.Unmarshal(text, &back))
		require.Equal(t, g, back)
	}
	_, err := fitconnect.NewGross(money.Cents(0))
	refused(t, "FC-META-07", err)
	var g fitconnect.Gross
	require.NoError(t, json.Unmarshal([]byte("2e1"), &g))
	require.EqualValues(t, 2000, g)
}

func TestMetadata_FindingsAreBoundedAndNameNoContent(t *testing.T) {
	many := `{"contentStructure":{"attachments":[` + strings.Repeat(`{"filename":1},`, 5000) + `{"filename":"Erika.pdf"}]}}`
	found := fitconnect.CheckMetadata([]byte(many))
	require.Len(t, found, 100)
	require.NotContains(t, fmt.Sprintf("%v", found), "Erika")
	require.NotContains(t, fmt.Sprintf("%v %+v %#v", whole(t), whole(t), whole(t)), "Antrag")
	require.True(t, fitconnect.CheckMetadata(make([]byte, 5<<20)).Has("FC-META-01"))
	require.True(t, fitconnect.CheckMetadata([]byte(strings.Repeat("[", 10_000))).Has("FC-META-01"))
}

func FuzzParseMetadata(f *testing.F) {
	text, err := whole(f).Encode()
	require.NoError(f, err)
	f.Add(text)
	f.Add([]byte(`{"$schema":"https://schema.fitko.de/fit-connect/metadata/2.1.0/metadata.schema.json"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := fitconnect.ParseMetadata(text)
		if err != nil {
			_, ok := fitconnect.Refused(err)
			require.True(t, ok)
			return
		}
		again, err := m.Encode()
		if err != nil { // such as a reply channel that is not known
			_, ok := fitconnect.Refused(err)
			require.True(t, ok)
			return
		}
		_, err = fitconnect.ParseMetadata(again)
		require.NoError(t, err)
	})
}
