// SPDX-License-Identifier: Apache-2.0

package witness_test

import (
	"crypto/rand"
	"fmt"
	"net/http/httptest"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog/witness"
)

func records(t *testing.T, n int) []auditlog.Record {
	t.Helper()
	list := make([]auditlog.Record, n)
	for i := range list {
		id := uuid.Must(uuid.NewV7())
		record, err := auditlog.NewRecord(id, "s", start.AddDate(2, 0, 0), fmt.Appendf(nil, `{"id":%q}`, id), rand.Reader)
		require.NoError(t, err)
		list[i] = record
	}
	return list
}

// held is a log over a store that holds these entries.
func held(t *testing.T, keeper auditlog.Keeper, w auditlog.Witness, list []auditlog.Record) *auditlog.Log {
	t.Helper()
	log := open(t, store(), keeper, w)
	for _, record := range list {
		require.NoError(t, log.Append(t.Context(), record))
	}
	_, err := log.Publish(t.Context())
	require.NoError(t, err)
	return log
}

// A witness signs a log that lost entries again only under an act that admits all that
// it has seen.
func TestWitness_SignsARestoredLogOnlyUnderAnAct(t *testing.T) {
	t.Parallel()
	seen := &auditlog.HeadMemory{}
	service := httptest.NewServer(server(t, seen))
	t.Cleanup(service.Close)
	client, err := witness.NewClient(service.URL, server(t, seen).Verifier(), service.Client())
	require.NoError(t, err)

	all := records(t, 9)
	before := held(t, &auditlog.HeadMemory{}, client, all[:7])
	require.NoError(t, before.Witness(t.Context()))
	lost := before.Head()

	log := held(t, &auditlog.HeadMemory{}, client, all[:3]) // the keeper is lost, too
	require.ErrorIs(t, log.Witness(t.Context()), auditlog.ErrRolledBack, "without an act")

	// restored begins an epoch over the first three entries, and opens the log.
	restored := func(act auditlog.Act) *auditlog.Log {
		s := store()
		source := open(t, s, &auditlog.HeadMemory{})
		for _, record := range all[:3] {
			require.NoError(t, source.Append(t.Context(), record))
		}
		keeper := &auditlog.HeadMemory{}
		head, err := auditlog.BeginEpoch(t.Context(), s, auditlog.Config{Origin: origin, Signer: logSigner(t), Keepers: []auditlog.Keeper{keeper}, Witnesses: []auditlog.Witness{client}}, act)
		require.NoError(t, err)
		require.Equal(t, 1, head.Head().Epochs.Len())
		// The log that is open in the process follows the act of the operator.
		_, err = source.Publish(t.Context())
		require.NoError(t, err)
		require.Equal(t, head.Head().Epochs, source.Head().Head().Epochs)
		return source
	}

	// An act that admits less than was seen.
	shorter := held(t, &auditlog.HeadMemory{}, client, all[:5])
	partly := restored(auditlog.Act{Reason: "restored", Seen: shorter.Head().Text()})
	_, err = client.Cosign(t.Context(), 3, nil, partly.Head().Text())
	require.Error(t, err)
	_, err = server(t, seen).Cosign(t.Context(), 3, nil, partly.Head().Text())
	require.ErrorIs(t, err, auditlog.ErrRolledBack)
	require.ErrorContains(t, err, "as if 5 entries had been signed, and 7 were seen")

	// And the one that admits it.
	log = restored(auditlog.Act{Reason: "restored", Seen: lost.Text()})
	for _, record := range all[7:] {
		require.NoError(t, log.Append(t.Context(), record))
	}
	_, err = log.Publish(t.Context())
	require.NoError(t, err)
	cosign := func(head auditlog.SignedHead) error {
		_, err := client.Cosign(t.Context(), 0, nil, head.Text())
		size := &auditlog.OldSizeError{}
		require.ErrorAs(t, err, &size)
		require.Equal(t, uint64(3), size.Size, "of what the witness has seen the log still has three entries")
		proof, err := log.Growth(t.Context(), 3, head.Head().Size)
		require.NoError(t, err)
		_, err = client.Cosign(t.Context(), 3, proof, head.Text())
		return err
	}
	require.NoError(t, cosign(log.Head()))
	kept, err := seen.Last(t.Context())
	require.NoError(t, err)
	require.Contains(t, kept, " restored\n", "the witness keeps the act")

	// From there on no head of the first epoch is signed.
	_, err = server(t, seen).Cosign(t.Context(), 5, nil, lost.Text())
	require.ErrorIs(t, err, auditlog.ErrRolledBack)
}

// Within a running log nobody has to know what the witness has seen.
func TestWitness_IsAskedByTheLogItselfAfterAnAct(t *testing.T) {
	t.Parallel()
	w := server(t, &auditlog.HeadMemory{})
	all := records(t, 6)
	before := held(t, &auditlog.HeadMemory{}, w, all[:5])
	require.NoError(t, before.Witness(t.Context()))

	s, keeper := store(), &auditlog.HeadMemory{}
	log := open(t, s, keeper, w)
	require.NoError(t, log.Append(t.Context(), all[0]))
	require.NoError(t, log.Append(t.Context(), all[1]))
	_, err := auditlog.BeginEpoch(t.Context(), s, auditlog.Config{Origin: origin, Signer: logSigner(t), Keepers: []auditlog.Keeper{keeper}},
		auditlog.Act{Reason: "restored", Seen: before.Head().Text()})
	require.NoError(t, err)
	require.NoError(t, log.Append(t.Context(), all[5]))
	_, err = log.Publish(t.Context())
	require.NoError(t, err)
	require.NoError(t, log.Witness(t.Context()))
	_, err = w.Verifier().Verify(log.Head().Text())
	require.NoError(t, err)
}
