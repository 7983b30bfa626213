// SPDX-License-Identifier: Apache-2.0

package wohngeld_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/regel"
	"github.com/deutschland-stack/bausteine/leistung/regel/wohngeld"
)

// Whatever somebody sends: no panic, and no amount where Check has a finding.
func FuzzHaushalt(f *testing.F) {
	for _, h := range []wohngeld.Haushalt{pensioner(), fourWithIncomes(), {}} {
		b, err := json.Marshal(h)
		require.NoError(f, err)
		f.Add(b, uint8(3))
	}
	f.Add([]byte(`{"zuschuss":"lastenzuschuss","gemeinde":"14713000","personen":[{"gdb":100},{"leistungen":[{"art":"sgb2","wohnkosten":true}]}],"verstorbene":49,"last":{"flaeche":1000000},"abzuege":{"mitbewohner":50,"mitbewohnerZahlen":1000000000}}`), uint8(0))
	f.Add([]byte(`{"zuschuss":"mietzuschuss","gemeinde":"14713000","personen":[{"einnahmen":[{"art":"gewerbe","betrag":-9223372036854775808}]}],"miete":{"vereinbart":9223372036854775807,"heizung":true}}`), uint8(1))
	changes := wohngeld.Regeln().Wechsel()
	f.Fuzz(func(t *testing.T, b []byte, which uint8) {
		var h wohngeld.Haushalt
		if json.Unmarshal(b, &h) != nil {
			return
		}
		law, err := wohngeld.AmTag(changes[int(which)%len(changes)])
		require.NoError(t, err)
		plain := wohngeld.Regeln().Rechne(law, &h, nil)
		w := regel.NewWeg(nil)
		require.Equal(t, plain, wohngeld.Regeln().Rechne(law, &h, w))
		require.NotEmpty(t, w.Schritte())
		require.NotEqual(t, plain.Wohngeld == 0, plain.Grund == 0)
		require.GreaterOrEqual(t, plain.Wohngeld, wohngeld.Cent(0))
		if len(h.Check()) > 0 {
			require.Equal(t, wohngeld.GrundEingabe, plain.Grund)
		}
	})
}
