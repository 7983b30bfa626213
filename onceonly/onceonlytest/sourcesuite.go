// SPDX-License-Identifier: Apache-2.0

package onceonlytest

import (
	"slices"
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
	// Concerned are the persons whom a document can hold. The source must say of each
	// where the blocks stand (§§ 51, 52 BMG).
	Concerned []onceonly.Concerned
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

	t.Run("of everybody in a document it says where the blocks stand", func(t *testing.T) {
		c := open(t)
		for _, d := range lookup(t, c, c.EvidenceType, c.Person) {
			for _, who := range c.Concerned {
				require.True(t, slices.ContainsFunc(d.Persons(), func(h onceonly.Held) bool { return h.At == who.At }), "%s at %q", who.Role, who.At)
			}
		}
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
