// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	vf "github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// Where a table keeps a case open after its refusal, as for an objection, the refusal ends
// nothing, and the fee goes back all the same.
func TestErstattung_ARefusalThatEndsNothingGivesTheFeeBack(t *testing.T) {
	norm := recht.MustParseNorm("§ 70 Abs. 1 VwGO")
	v := vf.VwVfG().Rechtsbehelf("1", recht.NiveauHoch, norm, norm, vf.Jahre(1), norm)
	i := slices.IndexFunc(v.Entscheidungen, func(e vf.Entscheidung) bool { return e.Akt == "zurueckgewiesen" })
	v.Entscheidungen[i].Nach = vf.ZustandInBearbeitung
	v.Enden = vf.In("abgeholfen", vf.ZustandZurueckgenommen)
	v.Aufbewahrung[0].In = v.Enden
	table, err := vf.New(v)
	require.NoError(t, err)
	require.Equal(t, []vf.Akt{vf.AktZurueckgenommen, "abgeholfen", "zurueckgewiesen"}, beendet(table))
}
