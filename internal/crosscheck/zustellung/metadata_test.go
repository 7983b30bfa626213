// SPDX-License-Identifier: Apache-2.0

package zustellung_test

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"sort"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
)

// beyond are findings that the schema does not have: ids that stand there twice.
const beyond = "FC-META-09"

// Changed documents get the verdict that a validator gives by the published schema.
func TestMetadata_JudgesAsAValidatorDoesByTheSchema(t *testing.T) {
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	schema, err := compiler.Compile(shareddata.Path(t, "fitconnect/metadata-2.1.0.schema.json"))
	require.NoError(t, err)
	text, err := os.ReadFile(shareddata.Path(t, "fitconnect/metadata-2.1.0.cases.json"))
	require.NoError(t, err)
	var file struct {
		Cases []struct {
			Metadata json.RawMessage `json:"metadata"`
		} `json:"cases"`
	}
	require.NoError(t, json.Unmarshal(text, &file))
	documents := []string{everything}
	for _, c := range file.Cases {
		documents = append(documents, string(c.Metadata))
	}
	r := rand.New(rand.NewPCG(19, 2))
	valid, invalid := 0, 0
	for i := range 3_000 {
		document := decode(t, documents[i%len(documents)])
		for range r.IntN(3) {
			document = change(r, document)
		}
		ours, err := json.Marshal(document)
		require.NoError(t, err)
		found := fitconnect.CheckMetadata(ours)
		only := len(found) > 0
		for _, f := range found {
			only = only && f.Code == beyond
		}
		verdict := schema.Validate(decode(t, string(ours)))
		if verdict == nil && only {
			continue
		}
		require.Equal(t, verdict == nil, len(found) == 0, "%s\n%v\n%v", ours, verdict, found)
		if verdict == nil {
			valid++
		} else {
			invalid++
		}
	}
	require.Greater(t, valid, 500)
	require.Greater(t, invalid, 500)
}

func decode(t *testing.T, text string) any {
	t.Helper()
	var v any
	require.NoError(t, json.Unmarshal([]byte(text), &v))
	return v
}

// values are what a place of a document is changed to.
func values() []any {
	return []any{
		nil, true, false, "", "x", 0.0, 1.0, 0.01, 19.5, -1.0,
		[]any{},
		map[string]any{},
		"2026-11-30", "2026-11-30T10:00:00Z", "2026-11-30T10:00:00",
		"11111111-1111-4111-8111-111111111111", "https://example.org/1", "a@example.org", "a@", "application/pdf", "application/xml", "pdf", "RSA", "AQAB", "wrapKey", "sha512", "FORM", "form", "BOOKED", "PAID",
		map[string]any{"address": "a@example.org"},
		[]any{"x"},
		[]any{"https://example.org/1"},
		"2026-02-30", "12345678", "a_b-c",
	}
}

// change changes, drops or adds a member somewhere in a document.
func change(r *rand.Rand, v any) any {
	if r.IntN(6) == 0 {
		all := values()
		return all[r.IntN(len(all))]
	}
	switch v := v.(type) {
	case map[string]any:
		if len(v) == 0 {
			return v
		}
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		sort.Strings(names)
		name := names[r.IntN(len(names))]
		switch r.IntN(8) {
		case 0:
			delete(v, name)
		case 1:
			v["unknown"] = v[name]
		default:
			v[name] = change(r, v[name])
		}
	case []any:
		if len(v) == 0 {
			return v
		}
		i := r.IntN(len(v))
		v[i] = change(r, v[i])
		if r.IntN(8) == 0 {
			return append(v, v[i])
		}
	default:
		all := values()
		return all[r.IntN(len(all))]
	}
	return v
}

const everything = `{
	"$schema":"https://schema.fitko.de/fit-connect/metadata/2.1.0/metadata.schema.json",
	"contentStructure":{
		"data":{"hash":{"type":"sha512","content":"f1fe6f9ce764637096223ba3f93650d4897427d37a0bdb68e3a63751d0eb8454d794c72289539275de2328257bfb8eb027de48d9276b07e6c6bca52c10ed4396"},
			"submissionSchema":{"schemaUri":"https://schema.example/1","mimeType":"application/json"},"signature":{"signatureFormat":"json","detachedSignature":true,"content":"abc-","eidasAdesProfile":"http://uri.etsi.org/ades/191x2/level/baseline/B-T#"}},
		"attachments":[{"attachmentId":"11111111-1111-4111-8111-111111111112","purpose":"form","filename":"a","description":"b","mimeType":"application/pdf",
			"hash":{"type":"sha512","content":"f1fe6f9ce764637096223ba3f93650d4897427d37a0bdb68e3a63751d0eb8454d794c72289539275de2328257bfb8eb027de48d9276b07e6c6bca52c10ed4396"},"fragments":["11111111-1111-4111-8111-111111111113"]}]},
	"paymentInformation":{"transactionReference":"1","transactionId":"t-1","paymentMethod":"CREDITCARD","status":"BOOKED","transactionUrl":"https://pay.example/1","transactionTimestamp":"2026-11-30T10:00:00Z","paymentMethodDetail":"Visa","grossAmount":1.5},
	"replyChannel":{"elster":{"accountId":"1","lieferTicket":"2","geschaeftszeichen":"3"}},
	"additionalReferenceInfo":{"senderReference":"1","applicationDate":"2026-11-30","idBundDeApplicationId":"11111111-1111-4111-8111-111111111114","zustimmungZumDigitalenBescheid":false},
	"author":{"name":"a","description":"b","url":"c","product":{"name":"a","description":"b","version":"1","manufacturer":"m"}},
	"dataSets":[{"dataSetId":"11111111-1111-4111-8111-111111111115","schema":{"schemaUri":"https://schema.example/2","mimeType":"application/jose"},"description":"d","content":"a.b.c",
		"hash":{"type":"sha512","content":"f1fe6f9ce764637096223ba3f93650d4897427d37a0bdb68e3a63751d0eb8454d794c72289539275de2328257bfb8eb027de48d9276b07e6c6bca52c10ed4396"}}]
}`
