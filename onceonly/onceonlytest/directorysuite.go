// SPDX-License-Identifier: Apache-2.0

package onceonlytest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly"
)

// DirectoryCase is a directory together with what it must know.
type DirectoryCase struct {
	Directory onceonly.Directory
	// EvidenceType is provided by Provider for Area, which is smaller than a Land,
	// and by nobody else there.
	EvidenceType onceonly.EvidenceType
	Provider     onceonly.Party
	Area         onceonly.Area
}

// TestDirectory proves that a directory keeps the contract of onceonly.Directory.
func TestDirectory(t *testing.T, open func(t *testing.T) DirectoryCase) {
	t.Helper()
	nowhere := onceonly.MustEvidenceType("urn:onceonlytest:nowhere")

	t.Run("who is responsible is found and can be reached", func(t *testing.T) {
		c := open(t)
		found, err := c.Directory.Locate(t.Context(), c.EvidenceType, c.Area)
		require.NoError(t, err)
		require.Equal(t, []onceonly.Party{c.Provider}, found)
		connection, err := c.Directory.Find(t.Context(), found[0].ID, c.EvidenceType)
		require.NoError(t, err)
		require.NotNil(t, connection.Register)
		require.NotEmpty(t, connection.Key, "what it seals must be verifiable")
	})

	t.Run("an area that is too large is asked back for", func(t *testing.T) {
		c := open(t)
		for _, area := range []onceonly.Area{{}, onceonly.MustArea(c.Area.String()[:2])} {
			_, err := c.Directory.Locate(t.Context(), c.EvidenceType, area)
			require.ErrorIs(t, err, onceonly.ErrArea)
		}
	})

	t.Run("what nobody provides is not found", func(t *testing.T) {
		c := open(t)
		_, err := c.Directory.Locate(t.Context(), nowhere, c.Area)
		require.ErrorIs(t, err, onceonly.ErrNotFound)
		_, err = c.Directory.Find(t.Context(), c.Provider.ID, nowhere)
		require.ErrorIs(t, err, onceonly.ErrNotFound)
		_, err = c.Directory.Find(t.Context(), onceonly.MustPartyID("onceonlytest.nobody"), c.EvidenceType)
		require.ErrorIs(t, err, onceonly.ErrNotFound)
		_, err = c.Directory.Locate(t.Context(), onceonly.EvidenceType{}, c.Area)
		require.ErrorIs(t, err, onceonly.ErrNotFound)
	})
}
