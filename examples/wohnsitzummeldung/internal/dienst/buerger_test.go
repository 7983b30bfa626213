// SPDX-License-Identifier: Apache-2.0

package dienst_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly"
)

func TestGiveUp_DiscardsTheRecordThatWaits(t *testing.T) {
	w := newWelt(t)
	v := w.fetched(false)
	require.NoError(t, w.GiveUp(t.Context(), w.konto, v.ID(), v.Version()))
	require.Contains(t, w.actions(), onceonly.ActionDiscarded)
}
