// SPDX-License-Identifier: Apache-2.0

package bestaetigung_test

import (
	"crypto/ed25519"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/bestaetigung"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf/pdftest"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/siegel"
)

// The command siegelpruefung knows the profile by this very line: certificates are
// on paper for years, so a change of the list is a new number.
func TestProfil_IsTheOneThatCheckersKnow(t *testing.T) {
	p := bestaetigung.Profil()
	require.Equal(t, "1;Meldebestätigung;Familienname;Vornamen;Doktorgrad;Geburtsdatum;Einzugsdatum;Datum der Anmeldung;Anschrift;Art der Wohnung",
		"1;"+p.Titel+";"+strings.Join(p.Felder, ";"))
	require.EqualValues(t, 1, p.Nummer)
}

func TestSeal_PaperSaysWhatTheSignedTextSays(t *testing.T) {
	text, err := behoerde().Issue(inhalt())
	require.NoError(t, err)
	d, err := bestaetigung.Parse(text)
	require.NoError(t, err)
	stelle := bescheid.Behoerde{Stelle: bescheid.Stelle{Name: "Stadt Jena", Anschrift: []string{"07743 Jena"}}, Schluessel: "160530000"}
	u, err := d.Seal(stelle, "WSM-ABCD-2345-1", kommune.MustParseDatum("2026-11-12"), behoerde().Schluessel)
	require.NoError(t, err)
	require.Empty(t, pdftest.Inspect(u.PDF()))

	pruefer, err := siegel.NewPruefer([]siegel.Schluessel{{
		Stelle: "160530000", Name: "Stadt Jena", Ab: kommune.MustParseDatum("2026-01-01"), Bis: kommune.MustParseDatum("2026-12-31"), Oeffentlich: public(behoerde()),
	}}, siegel.Config{Now: func() time.Time { return time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC) }})
	require.NoError(t, err)
	p := pruefer.Verify(u.Code())
	require.Equal(t, siegel.ZustandGueltig, p.Zustand, "sealed while the key held")
	read, err := bestaetigung.FromCode(p)
	require.NoError(t, err)
	require.Equal(t, "Stadt Jena", read.Behoerde)
	for i, z := range d.Zeilen {
		if z.Wert == "-" {
			z.Wert = "keine Angabe"
		}
		require.Equal(t, z, read.Zeilen[i])
	}
	p.Inhalt.Profil = 2
	_, err = bestaetigung.FromCode(p)
	require.ErrorIs(t, err, bescheid.ErrProfil)

	var none ed25519.PrivateKey
	_, err = d.Seal(stelle, "WSM", kommune.MustParseDatum("2026-11-12"), none)
	require.ErrorIs(t, err, siegel.ErrInhalt)
}
