// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"flag"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/lifecycle"
)

var update = flag.Bool("update", false, "write LIFECYCLES.md anew")

// The document is drawn from the tables, so it cannot say anything else.
func TestLifecycles_AreDocumentedAsTheyAre(t *testing.T) {
	want := "# Life cycles\n\nDrawn from the tables by `go test ./onceonly -run Documented -update`.\n\n" +
		"## Consent\n\n```mermaid\n" + consentTable().Mermaid() + "```\n\n" +
		"## Retrieval\n\n```mermaid\n" + retrievalTable().Mermaid() + "```\n"
	if *update {
		require.NoError(t, os.WriteFile("LIFECYCLES.md", []byte(want), 0o600))
	}
	got, err := os.ReadFile("LIFECYCLES.md")
	require.NoError(t, err)
	require.Equal(t, want, string(got))
}

// Over the full product of states and events: an event without a row changes
// nothing, and no way leads out of a final state.
func TestConsent_StepsOnlyWhereTheTableHasARow(t *testing.T) {
	t.Parallel()
	for _, from := range consentTable().States() {
		for _, event := range consentTable().Events() {
			before := Consent{state: from, version: 1, terms: Terms{MaxUses: 2}}
			if from == ConsentDraft {
				before.version = 0
			}
			after, err := before.apply(consentEvent{Type: event, At: time.Now(), Terms: (Terms{Subject: MustSubject("x")}).wire()})
			to, stepErr := consentTable().Step(from, event, &before)
			require.Equal(t, stepErr == nil, err == nil, "%s in %s", event, from)
			if err != nil {
				require.ErrorIs(t, err, ErrState)
				require.Equal(t, before, after)
				continue
			}
			require.Equal(t, to, after.state)
			require.Equal(t, before.version+1, after.version)
			require.False(t, consentTable().IsFinal(from))
		}
	}
}

func TestConsent_OnlyGivenAuthorises(t *testing.T) {
	t.Parallel()
	seen := map[Code]ConsentState{}
	for _, state := range consentTable().States() {
		code := state.refusal()
		require.Equal(t, state == ConsentGiven, code == "", state)
		if state == ConsentDraft || code == "" {
			continue
		}
		require.NotContains(t, seen, code, "every state refuses with a code of its own")
		seen[code] = state
	}
}

func TestRetrieval_StepsOnlyWhereTheTableHasARow(t *testing.T) {
	t.Parallel()
	for _, from := range retrievalTable().States() {
		for _, event := range retrievalTable().Events() {
			for _, waived := range []bool{false, true} {
				before := Retrieval{State: from, Version: 1, PreviewWaived: waived}
				if from == RetrievalNew {
					before.Version = 0
				}
				after, err := before.apply(retrievalEvent{Type: event, PreviewWaived: waived})
				to, stepErr := retrievalTable().Step(from, event, &before)
				require.Equal(t, stepErr == nil, err == nil, "%s in %s", event, from)
				if err != nil {
					require.ErrorIs(t, err, ErrState)
					continue
				}
				require.Equal(t, to, after.State)
				if to == RetrievalDelivered {
					require.True(t, from == RetrievalPreviewed || waived, "seen, or not to be seen")
				}
			}
		}
	}
}

func TestLifecycles_AreSound(t *testing.T) {
	t.Parallel()
	_, err := lifecycle.New(consentSpec())
	require.NoError(t, err)
	_, err = lifecycle.New(retrievalSpec())
	require.NoError(t, err)
}
