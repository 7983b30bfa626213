// SPDX-License-Identifier: Apache-2.0

package onceonlytest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/dataprovider"
)

// SourceCase is the holdings of a register together with what is in them.
type SourceCase struct {
	Source       dataprovider.Source
	EvidenceType onceonly.EvidenceType
	// Person has one document, Nobody none, Several more than one. Several may be
	// zero where holdings cannot be brought to it.
	Person, Nobody, Several onceonly.Person
	// Fields are some that the document about Person has.
	Fields onceonly.Fields
}

// TestSource proves that holdings keep the contract of dataprovider.Source.
func TestSource(t *testing.T, open func(t *testing.T) SourceCase) {
	t.Helper()
	lookup := func(t *testing.T, c SourceCase, evidenceType onceonly.EvidenceType, person onceonly.Person) []dataprovider.Document {
		t.Helper()
		found, err := c.Source.Lookup(t.Context(), evidenceType, person)
		require.NoError(t, err)
		require.True(t, found.AskAgain.IsZero() || len(found.Documents) == 0, "documents, or later")
		return found.Documents
	}

	t.Run("one document that can be filtered", func(t *testing.T) {
		c := open(t)
		found := lookup(t, c, c.EvidenceType, c.Person)
		require.Len(t, found, 1)
		filtered, _, err := c.Fields.Filter(found[0].MediaType(), found[0].Content())
		require.NoError(t, err)
		nothing, _, err := onceonly.MustFields("/onceonlytest").Filter(found[0].MediaType(), found[0].Content())
		require.NoError(t, err)
		require.Greater(t, len(filtered), len(nothing), "the fields are in the document")
	})

	t.Run("nobody and several are told by the number of documents", func(t *testing.T) {
		c := open(t)
		require.Empty(t, lookup(t, c, c.EvidenceType, c.Nobody))
		if !c.Several.IsZero() {
			require.Greater(t, len(lookup(t, c, c.EvidenceType, c.Several)), 1)
		}
	})

	t.Run("of another type there is nothing", func(t *testing.T) {
		c := open(t)
		require.Empty(t, lookup(t, c, onceonly.MustEvidenceType("urn:onceonlytest:nowhere"), c.Person))
	})
}
