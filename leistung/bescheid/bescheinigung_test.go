// SPDX-License-Identifier: Apache-2.0

package bescheid_test

import (
	"crypto/ed25519"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf/pdftest"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/siegel"
)

var sealKey = ed25519.NewKeyFromSeed([]byte(strings.Repeat("s", 32)))

var meldung = bescheid.Profil{Nummer: 1, Titel: "Meldebestätigung", Felder: []string{"Familienname", "Vornamen", "Doktorgrad"}}

func certificate() bescheid.Bescheinigung {
	return bescheid.Bescheinigung{
		Behoerde: jena, Profil: meldung, Nummer: "33-2026-004711", Datum: day("2026-11-30"), Grundlage: recht.MustParseNorm("§ 24 Abs. 2 BMG"),
		Einleitung: []string{"Die Anmeldung der folgenden Person wird bestätigt."}, Angaben: []string{"M\u0302üller-O\u0323\u0300ladélé", "Željka", ""},
		Hinweise: []string{"Diese Bescheinigung ist kostenfrei."}, Pruefung: "https://jena.example/pruefen",
	}
}

func pruefer(tb testing.TB) *siegel.Pruefer {
	tb.Helper()
	p, err := siegel.NewPruefer([]siegel.Schluessel{{
		Stelle: jena.Schluessel, Name: jena.Name, Ab: day("2026-01-01"), Bis: day("2027-12-31"), Oeffentlich: sealKey.Public().(ed25519.PublicKey),
	}}, siegel.Config{Now: func() time.Time { return day("2026-12-01").Start() }})
	require.NoError(tb, err)
	return p
}

// What is printed is what is sealed, value by value.
func TestSeal_PaperAndCodeSayTheSame(t *testing.T) {
	u, err := certificate().Seal(sealKey)
	require.NoError(t, err)
	require.Empty(t, pdftest.Inspect(u.PDF()))
	p := pruefer(t).Verify(u.Code())
	require.Equal(t, siegel.ZustandGueltig, p.Zustand)
	angaben, err := meldung.Read(p.Inhalt)
	require.NoError(t, err)
	require.Equal(t, []bescheid.Angabe{{"Familienname", "M\u0302üller-O\u0323\u0300ladélé"}, {"Vornamen", "Željka"}, {"Doktorgrad", "keine Angabe"}}, angaben)
	lines, err := pdftest.Text(u.PDF())
	require.NoError(t, err)
	var text strings.Builder
	pairs := map[string]string{}
	for i, l := range lines {
		text.WriteString(l.Text + "\n")
		if l.Tag == "LBody" {
			pairs[strings.TrimSuffix(strings.TrimSpace(lines[i-1].Text), ":")] = strings.TrimSpace(l.Text)
		}
	}
	for _, a := range angaben {
		require.Equal(t, a.Wert, pairs[a.Name])
	}
	require.Equal(t, "33-2026-004711", pairs["Nummer"])
	require.Equal(t, "30. November 2026", pairs["Ausgestellt am"])
	require.Equal(t, "§ 24 Abs. 2 BMG", pairs["Rechtsgrundlage"])
	require.Contains(t, text.String(), "jena.example/pruefen")
	require.Contains(t, string(u.HTML()), `aria-label="QR-Code mit den Angaben dieser Bescheinigung`)

	again, err := certificate().Seal(sealKey)
	require.NoError(t, err)
	require.Equal(t, u, again)
	require.Equal(t, siegel.ZustandUnecht, pruefer(t).Verify(strings.Replace(u.Code(), "A", "B", 1)).Zustand)
}

func TestSeal_PrintsTheEndOfTheValidity(t *testing.T) {
	b := certificate()
	b.GueltigBis = day("2027-11-30")
	u, err := b.Seal(sealKey)
	require.NoError(t, err)
	require.Contains(t, string(u.HTML()), "30. November 2027")
	require.Equal(t, day("2027-11-30"), pruefer(t).Verify(u.Code()).Inhalt.Bis)
}

func TestSeal_RefusesWhatDoesNotFit(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*bescheid.Bescheinigung)
		want   error
	}{
		"a value more":      {func(b *bescheid.Bescheinigung) { b.Angaben = append(b.Angaben, "x") }, bescheid.ErrProfil},
		"no address":        {func(b *bescheid.Bescheinigung) { b.Behoerde.Anschrift = nil }, bescheid.ErrProfil},
		"no profile":        {func(b *bescheid.Bescheinigung) { b.Profil.Nummer = 0 }, bescheid.ErrProfil},
		"no number":         {func(b *bescheid.Bescheinigung) { b.Nummer = "" }, siegel.ErrInhalt},
		"no day":            {func(b *bescheid.Bescheinigung) { b.Datum = datum.Datum{} }, siegel.ErrInhalt},
		"a line of its own": {func(b *bescheid.Bescheinigung) { b.Angaben[0] = "a\nDoktorgrad: Dr." }, siegel.ErrInhalt},
		"no glyph":          {func(b *bescheid.Bescheinigung) { b.Angaben = []string{"漢", "a", "b"} }, pdf.ErrCharacter},
		"no address to ask": {func(b *bescheid.Bescheinigung) { b.Pruefung = "javascript:1" }, pdf.ErrDocument},
	} {
		b := certificate()
		tt.change(&b)
		_, err := b.Seal(sealKey)
		require.ErrorIs(t, err, tt.want, name)
	}
	_, err := meldung.Read(siegel.Inhalt{Profil: 2, Angaben: []string{"a", "b", "c"}})
	require.ErrorIs(t, err, bescheid.ErrProfil)
	require.NotContains(t, certificate().String(), "Željka")
}
