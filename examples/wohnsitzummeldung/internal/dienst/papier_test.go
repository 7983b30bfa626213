// SPDX-License-Identifier: Apache-2.0

package dienst_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf/pdftest"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/siegel"
)

// The code on the paper verifies, here and with nothing but the keys, and says
// what the signed text says; one changed letter does not.
func TestPapier_VerifiesFromTheCodeOnIt(t *testing.T) {
	w := newWelt(t)
	v := w.draft()
	require.Len(t, w.issued(v), 1)
	u, err := w.Papier(t.Context(), w.konto, v.ID(), 1)
	require.NoError(t, err)
	require.Empty(t, pdftest.Inspect(u.PDF()))
	again, err := w.Papier(t.Context(), w.konto, v.ID(), 1)
	require.NoError(t, err)
	require.Equal(t, u, again, "made anew it is the same")

	urkunden, err := w.Urkunden(t.Context(), w.konto, v.ID())
	require.NoError(t, err)
	for _, text := range []string{u.Code(), "  \n" + u.Code() + "\r\n"} {
		p, err := w.Verify(t.Context(), text)
		require.NoError(t, err)
		require.True(t, p.Echt)
		require.Equal(t, "Stadt Ruhla", p.Behoerde.Name)
		require.Len(t, p.Dokument.Zeilen, 8)
		for i, zeile := range urkunden[0].Dokument.Zeilen {
			want := zeile
			if want.Wert == "-" {
				want.Wert = "keine Angabe"
			}
			require.Equal(t, want, p.Dokument.Zeilen[i])
		}
	}
	for _, bad := range []string{strings.Replace(u.Code(), "A", "B", 1), u.Code()[:len(u.Code())-3], "DS1:"} {
		p, err := w.Verify(t.Context(), bad)
		require.NoError(t, err)
		require.False(t, p.Echt)
		require.Empty(t, p.Dokument.Zeilen)
	}

	keys, err := w.Siegelschluessel(t.Context())
	require.NoError(t, err)
	require.Len(t, keys, len(w.Aemter().Behoerden()))
	pruefer, err := siegel.NewPruefer(keys, siegel.Config{Now: func() time.Time { return time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC) }})
	require.NoError(t, err)
	require.Equal(t, siegel.ZustandGueltig, pruefer.Verify(u.Code()).Zustand)
}

func TestPapier_IsThereForTheOwnerAfterTheDecisionOnly(t *testing.T) {
	w := newWelt(t)
	v := w.draft()
	_, err := w.Papier(t.Context(), w.konto, v.ID(), 1)
	require.ErrorIs(t, err, dienst.ErrNichtGefunden)
	w.issued(v)
	for _, n := range []int{-1, 0, 2} {
		_, err = w.Papier(t.Context(), w.konto, v.ID(), n)
		require.ErrorIs(t, err, dienst.ErrNichtGefunden)
	}
	other := w.konto
	other.Kennung = "somebody else"
	_, err = w.Papier(t.Context(), other, v.ID(), 1)
	require.ErrorIs(t, err, dienst.ErrNichtGefunden)
}
