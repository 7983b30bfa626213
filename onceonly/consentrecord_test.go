// SPDX-License-Identifier: Apache-2.0

package onceonly_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/consentrecord"
)

func exportContext() consentrecord.Context {
	office := consentrecord.Controller{Address: "Rathaus, 99974 Mühlhausen", Contact: "amt@muehlhausen.example", Type: "public authority"}
	return consentrecord.Context{
		PrivacyNotice: "https://muehlhausen.example/hinweis", Jurisdiction: "DE", StorageLocation: "DE", Retention: "P1D",
		Withdrawal: "https://muehlhausen.example/widerruf", Requester: office, Provider: office,
	}
}

func TestExport_HasAllMandatoryMembersOfTS27560(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.consent(t)
	record, err := consentrecord.Export(&c, exportContext(), start)
	require.NoError(t, err)
	receipt := consentrecord.NewReceipt(uuid.Must(uuid.NewV7()), start, record)
	require.NotEqual(t, receipt.ReceiptID, receipt.Record.RecordID)
	document, err := json.Marshal(receipt.Record)
	require.NoError(t, err)
	var members map[string]any
	require.NoError(t, json.Unmarshal(document, &members))
	for _, mandatory := range []string{
		"schema_version", "record_id", "pii_principal_id", "privacy_notice", "language", "purpose", "pii_information",
		"pii_controllers", "storage_locations", "retention_period", "jurisdiction", "recipient_third_parties", "withdrawal_method", "events",
	} {
		require.NotEmpty(t, members[mandatory], mandatory)
	}
	party := members["pii_controllers"].([]any)[0].(map[string]any)
	for _, mandatory := range []string{"party_id", "address", "name", "contact", "type"} {
		require.NotEmpty(t, party[mandatory], mandatory)
	}
	event := members["events"].([]any)[0].(map[string]any)
	for _, mandatory := range []string{"event_time", "validity_duration", "validity_until", "entity_id", "event_type", "event_state"} {
		require.NotEmpty(t, event[mandatory], mandatory)
	}
	require.Len(t, record.PIIInformation, len(fields.Paths()))
	require.Equal(t, "choice: § 23a BMG", record.LawfulBasis)
	require.Equal(t, "PT7200S", record.Events[0].Duration)
	require.Equal(t, []onceonly.PartyID{muehlhausen.ID, weimar.ID}, []onceonly.PartyID{record.PIIControllers[0].ID, record.PIIControllers[1].ID})
	require.Equal(t, muehlhausen.ID, record.Recipients[0].ID, "the data go to the requester")
}

func TestExport_SaysAllThatTS27560Allows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.consent(t)
	context := exportContext()
	context.ProcessingMethod, context.ProcessingLocation, context.GeographicRestrictions = "automated", "DE", "EU"
	context.PrivacyRights, context.CodesOfConduct, context.ImpactAssessment, context.Authority = "rights", "code", "dpia", "TLfDI"
	context.Requester.Email, context.Requester.URL, context.Requester.Phone = "a@b.example", "https://b.example", "+49"
	context.PII = map[string]consentrecord.PIIDetail{"/children/givenNames": {Optional: true, Sensitive: "child", Special: "none"}}
	record, err := consentrecord.Export(&c, context, start)
	require.NoError(t, err)
	document, err := json.Marshal(record)
	require.NoError(t, err)
	for _, member := range []string{
		"processing_method", "processing_location", "geographic_restrictions", "privacy_rights", "codes_of_conduct", "impact_assessment",
		"authority_party", "lawful_basis", "purpose_type", "collection_method", "pii_attribute_id", "pii_optional", "sensitive_pii_category",
		"special_pii_category", "role", "email", "url", "phone",
	} {
		require.Contains(t, string(document), `"`+member+`":`)
	}
	context.PII["/other"] = consentrecord.PIIDetail{}
	_, err = consentrecord.Export(&c, context, start)
	require.Equal(t, []string{"CONSENT-FIELDS /pii"}, found(t, err))
	_, err = consentrecord.Export(&c, consentrecord.Context{}, start)
	require.Len(t, found(t, err), 11, "all that is missing at once")
}

func TestExport_TellsEveryVersionWithItsDigest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	given := w.consent(t, func(terms *onceonly.Terms) { terms.MaxUses = 2 })
	_, err := w.broker.Retrieve(t.Context(), requestFor(given))
	require.NoError(t, err)
	withdrawn, err := w.broker.Withdraw(t.Context(), given.ID(), onceonly.Actor{Subject: erika})
	require.NoError(t, err)
	record, err := consentrecord.Export(&withdrawn, exportContext(), start)
	require.NoError(t, err)
	var told []string
	for i, e := range record.Events {
		told = append(told, e.State+" "+e.Type+" "+e.EntityID)
		require.Equal(t, withdrawn.History()[i].Digest, *e.Digest)
		if i > 0 {
			require.Equal(t, *record.Events[i-1].Digest, *e.Previous)
		}
	}
	requester := " recorded by the requester " + muehlhausen.ID.String()
	person := " explicit " + erika.Clear()
	require.Equal(t, []string{"requested" + requester, "given" + person, "given" + requester, "given" + requester, "withdrawn" + person}, told)
	require.Equal(t, onceonly.AssuranceHigh.English(), record.Events[1].Assurance)
}

func TestExport_TellsTheStateAsItIsAtTheTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	last := func(c onceonly.Consent, at time.Time) string {
		record, err := consentrecord.Export(&c, exportContext(), at)
		require.NoError(t, err)
		return record.Events[len(record.Events)-1].State
	}
	given := w.consent(t)
	require.Equal(t, "given", last(given, start))
	require.Equal(t, "expired", last(given, start.Add(2*time.Hour)))
	withdrawn, err := w.broker.Withdraw(t.Context(), given.ID(), onceonly.Actor{Subject: erika})
	require.NoError(t, err)
	require.Equal(t, "withdrawn", last(withdrawn, start))
	proposed, err := w.broker.Propose(t.Context(), terms())
	require.NoError(t, err)
	require.Equal(t, "requested", last(proposed, start))
	require.Equal(t, "expired", last(proposed, start.Add(2*time.Hour)), "nobody answered")
	refused, err := w.broker.Refuse(t.Context(), proposed.ID(), onceonly.Actor{Subject: erika})
	require.NoError(t, err)
	require.Equal(t, "refused", last(refused, start))
	used := w.consent(t)
	_, err = w.broker.Retrieve(t.Context(), requestFor(used))
	require.NoError(t, err)
	used, err = w.broker.Consent(t.Context(), used.ID())
	require.NoError(t, err)
	require.Equal(t, "terminated", last(used, start))
	incomplete := exportContext()
	incomplete.Withdrawal = ""
	_, err = consentrecord.Export(&used, incomplete, start)
	require.Error(t, err)
}
