// SPDX-License-Identifier: Apache-2.0

package dienst_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
)

// issued submits the draft, has it accepted and returns the kinds of home in the
// Meldebestätigungen.
func (w *welt) issued(v dienst.Vorgang) (out []string) {
	v = w.submit(v)
	w.drain()
	behoerde, err := w.Aemter().Find(v.Behoerde())
	require.NoError(w.t, err)
	_, err = w.Accept(w.t.Context(), behoerde, v.ID())
	require.NoError(w.t, err)
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
	w := newWelt(t)
	v := w.draft()
	answers := map[string]any{"/versicherung": "ja"}
	for row, x := range []struct{ vorname, mit, wohnung string }{{"Mia", "ja", "neben"}, {"Max", "nein", ""}, {"Mila", "ja", "alleinige"}} {
		at := fmt.Sprintf("/familie/%d", row)
		answers[at+"/verhaeltnis"], answers[at+"/familienname"], answers[at+"/vornamen"], answers[at+"/geburtsdatum"] = "kind", "Mustermann", x.vorname, "2017-04-03"
		answers[at+"/mit"], answers[at+"/wohnung"] = x.mit, x.wohnung
	}
	w.answer(v.ID(), answers)
	require.Equal(t, []string{"alleinige Wohnung", "Nebenwohnung", "alleinige Wohnung"}, w.issued(v), "and nothing for who stays")
}
