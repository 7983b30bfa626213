// SPDX-License-Identifier: Apache-2.0

package dienst_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/onceonly"
)

func TestAccept_HandsNothingOverForADraftThatMovedOn(t *testing.T) {
	w := newWelt(t)
	v := w.fetched(false)
	vorschau, err := w.Preview(t.Context(), w.konto, v)
	require.NoError(t, err)

	_, err = w.Accept(t.Context(), w.konto, v.ID(), v.Version()-1, vorschau.SHA256)
	require.ErrorIs(t, err, dienst.ErrGeaendert)
	require.NotContains(t, w.actions(), onceonly.ActionDelivered)
}
