// SPDX-License-Identifier: Apache-2.0

package dienst_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/angaben"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/kommune"
)

// issued submits the draft, has it accepted and returns the kinds of home in the
// Meldebestätigungen.
func (w *welt) issued(v dienst.Vorgang) (out []string) {
	v = w.submit(v)
	w.drain()
	behoerde, err := w.Aemter().Find(v.Behoerde())
	require.NoError(w.t, err)
	for _, akt := range []dienst.Akt{dienst.Uebernehmen, dienst.Annehmen} {
		_, err = w.Decide(w.t.Context(), behoerde, v.ID(), w.load(v.ID()).Version(), akt, "")
		require.NoError(w.t, err)
	}
	w.drain()
	urkunden, err := w.Urkunden(w.t.Context(), w.konto, v.ID())
	require.NoError(w.t, err)
	for _, u := range urkunden {
		for _, zeile := range u.Dokument.Zeilen {
			if zeile.Name == "Art der Wohnung" {
				out = append(out, zeile.Wert)
			}
		}
	}
	return out
}

func TestUrkunde_SaysOfEachPersonWhatWasStated(t *testing.T) {
	mia := angaben.Mitziehend{
		Verhaeltnis: angaben.Kind, Familienname: "Mustermann", Vornamen: "Mia Sophie",
		Geburtsdatum: kommune.MustParseDatum("2017-04-03"), Wohnung: angaben.Nebenwohnung,
	}
	for _, tt := range []struct {
		gleich string
		want   []string
	}{
		{"ja", []string{"alleinige Wohnung", "alleinige Wohnung"}},
		{"nein", []string{"alleinige Wohnung", "Nebenwohnung"}},
	} {
		t.Run(tt.gleich, func(t *testing.T) {
			w := newWelt(t)
			v := w.draft()
			v, err := w.Save(t.Context(), w.konto, v.ID(), v.Version(), func(a *angaben.Angaben) error {
				a.Familie.Personen, a.Familie.GleicheWohnung, a.Familie.Versicherung = []angaben.Mitziehend{mia}, tt.gleich, true
				return nil
			})
			require.NoError(t, err)
			require.Equal(t, tt.want, w.issued(v))
		})
	}
}
