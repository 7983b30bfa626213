// SPDX-License-Identifier: Apache-2.0

package onceonly_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly"
)

func exportContext() onceonly.ExportContext {
	office := onceonly.Controller{Address: "Rathaus, 99974 Mühlhausen", Contact: "amt@muehlhausen.example", Type: "public authority"}
	return onceonly.ExportContext{
		PrivacyNotice: "https://muehlhausen.example/hinweis", Jurisdiction: "DE", StorageLocation: "DE", Retention: "P1D",
		Withdrawal: "https://muehlhausen.example/widerruf", Requester: office, Provider: office,
	}
}

func TestExport_HasAllMandatoryMembersOfTS27560(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.consent(t)
	record, err := c.Export(exportContext(), start)
	require.NoError(t, err)
	receipt := onceonly.NewConsentReceipt(uuid.Must(uuid.NewV7()), start, record)
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
	for _, mandatory := range []string{"event_time", "validity_until", "entity_id", "event_type", "event_state"} {
		require.NotEmpty(t, event[mandatory], mandatory)
	}
	require.Len(t, record.PIIInformation, len(fields.Paths()))
	require.Equal(t, "choice: § 23a BMG", record.LawfulBasis)
}

func TestExport_TellsTheStateAsItIsAtTheTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	last := func(c onceonly.Consent, at time.Time) string {
		record, err := c.Export(exportContext(), at)
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
	_, err = used.Export(incomplete, start)
	require.Error(t, err)
}
