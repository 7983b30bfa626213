// SPDX-License-Identifier: Apache-2.0

package bescheid_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
)

func TestCheck_NamesTheActOfTheLand(t *testing.T) {
	for _, tt := range []struct {
		behoerde bescheid.Behoerde
		v        bescheid.Verfahren
		norm     string
	}{
		{bescheid.Behoerde{Stelle: bescheid.Stelle{Sitz: kommune.MustParseAGS("09761000")}}, bescheid.VerfahrenVwVfG, "Art. 37 BayVwVfG"},
		{bescheid.Behoerde{Stelle: bescheid.Stelle{Sitz: kommune.MustParseAGS("09761000")}, Bund: true}, bescheid.VerfahrenVwVfG, "§ 37 Abs. 6 Satz 1 VwVfG"},
		{bescheid.Behoerde{Stelle: bescheid.Stelle{Sitz: kommune.MustParseAGS("09761000")}}, bescheid.VerfahrenSGBX, "§ 36 Satz 1 SGB X"},
		{bescheid.Behoerde{Stelle: bescheid.Stelle{Sitz: kommune.MustParseAGS("16053000")}}, bescheid.VerfahrenVwVfG, "§ 37 Abs. 6 Satz 1 VwVfG"},
	} {
		found := bescheid.Entwurf{Behoerde: tt.behoerde, Verfahren: tt.v, Ergebnis: bescheid.ErgebnisAbgelehnt}.Check()
		said := map[string]string{}
		for _, b := range found {
			said[b.Code] = b.Normen.String()
		}
		require.Equal(t, tt.norm, said["BESCHEID-RECHTSBEHELF-01"])
	}
}
