// SPDX-License-Identifier: Apache-2.0

package pflichten_test

import (
	"fmt"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/kommune/recht/pflichten"
	"github.com/deutschland-stack/bausteine/kommune/recht/register"
)

func Example() {
	for _, befund := range pflichten.Check(
		pflichten.Zwischenspeicher,
		pflichten.Erfuellung{Pflicht: "PFLICHT-DATENSCHUTZ", Wo: "/datenschutz"},
		pflichten.Erfuellung{Pflicht: "PFLICHT-AUSKUNFT", Wo: "/konto"},
		pflichten.Erfuellung{Pflicht: "PFLICHT-IMPRESSUM", Wo: "/impressum"},
		pflichten.Erfuellung{Pflicht: "PFLICHT-BARRIEREFREI", Wo: "/barrierefreiheit"},
		pflichten.Erfuellung{Pflicht: "PFLICHT-GEBAERDEN", Fehlt: recht.NewText("Der Film ist noch nicht gedreht.", "The film is not made yet.")},
		pflichten.Erfuellung{Pflicht: "PFLICHT-HILFE", Wo: "/hilfe"},
		pflichten.Erfuellung{Pflicht: "PFLICHT-ENTWURF-VORHER", Wo: "/start"},
	) {
		fmt.Println(befund)
	}
	// Output:
	// PFLICHT-FEHLT warning /pflichten/PFLICHT-GEBAERDEN (§ 4 BITV 2.0): The film is not made yet.
	// PFLICHT-OFFEN /pflichten/PFLICHT-ENTWURF-LOESCHEN (§ 8a Abs. 3 OZG): nothing is said of it
}

const alle = pflichten.Antrag | pflichten.Zwischenspeicher | pflichten.Nachweisabruf | pflichten.Gebuehr | pflichten.Entscheidung |
	pflichten.Kontobekanntgabe | pflichten.Anmeldung | pflichten.Familie

func TestAll_RestsOnNormsThatWereRead(t *testing.T) {
	code := regexp.MustCompile(`^PFLICHT(-[A-Z]+)+$`)
	seen := map[string]bool{}
	for p := range pflichten.All() {
		require.Regexp(t, code, p.Code)
		require.False(t, seen[p.Code], p.Code)
		seen[p.Code] = true
		require.NotEmpty(t, p.Normen, p.Code)
		require.NotEmpty(t, p.Ort, p.Code)
		for _, language := range []string{"de", "en"} {
			text, ok := p.Text.Lookup(language)
			require.True(t, ok && text != "", "%s in %s", p.Code, language)
		}
		for _, n := range p.Normen {
			_, known := register.Lookup(n)
			require.True(t, known, "%s: %s", p.Code, n)
		}
	}
	// What the law asks of every service, by its norms.
	for _, norm := range []string{
		"§ 9a Abs. 2 OZG", "§ 9a Abs. 3 OZG", "§ 9a Abs. 4 OZG", "§ 8a Abs. 3 OZG", "Art. 13 DSGVO", "§ 42 Abs. 3 BMG", "§ 50 Abs. 5 BMG",
		"§ 37 Abs. 3 VwVfG", "§ 37 Abs. 6 VwVfG", "§ 12b Abs. 2 BGG", "§ 4 Abs. 1 BMeldDigiV", "§ 23 Abs. 4 Satz 4 BMG",
	} {
		n := recht.MustParseNorm(norm)
		require.True(t, slices.ContainsFunc(slices.Collect(pflichten.All()), func(p pflichten.Pflicht) bool { return slices.Contains(p.Normen, n) }), norm)
	}
}

func TestOf_AppliesByWhatAServiceDoes(t *testing.T) {
	require.Equal(t, slices.Collect(pflichten.All()), slices.Collect(pflichten.Of(alle)))
	for p := range pflichten.Of(0) {
		require.Zero(t, p.Gilt)
	}
	for p := range pflichten.All() {
		for one := pflichten.Merkmal(1); one <= pflichten.Familie; one <<= 1 {
			applies := slices.ContainsFunc(slices.Collect(pflichten.Of(alle&^one)), func(q pflichten.Pflicht) bool { return q.Code == p.Code })
			require.Equal(t, p.Gilt&one == 0, applies, "%s without %d", p.Code, one)
		}
	}
}

func TestCheck_FindsEveryDutyThatNobodySpeaksOf(t *testing.T) {
	var full []pflichten.Erfuellung
	for p := range pflichten.All() {
		full = append(full, pflichten.Erfuellung{Pflicht: p.Code, Wo: "somewhere"})
	}
	require.Empty(t, pflichten.Check(alle, full...))
	for i, left := range full {
		found := pflichten.Check(alle, slices.Delete(slices.Clone(full), i, i+1)...)
		require.Len(t, found, 1)
		require.Equal(t, "PFLICHT-OFFEN", found[0].Code)
		require.Equal(t, "/pflichten/"+left.Pflicht, found[0].Pointer)
		require.NotEmpty(t, found[0].Normen)
		require.True(t, found[0].Blocks())
	}
	for name, tt := range map[string]struct {
		said pflichten.Erfuellung
		code string
	}{
		"unknown": {pflichten.Erfuellung{Pflicht: "PFLICHT-X", Wo: "here"}, "PFLICHT-UNBEKANNT"},
		"twice":   {pflichten.Erfuellung{Pflicht: "PFLICHT-KOPIE", Wo: "here"}, "PFLICHT-DOPPELT"},
	} {
		require.Equal(t, tt.code, pflichten.Check(alle, append(full, tt.said)...)[0].Code, name)
	}
	require.Equal(t, "PFLICHT-GILT-NICHT", pflichten.Check(0, pflichten.Erfuellung{Pflicht: "PFLICHT-KOPIE", Wo: "here"})[0].Code, "said of a service that takes nothing")
	why := recht.NewText("Darum nicht.", "For that reason not.")
	for _, e := range []pflichten.Erfuellung{{}, {Wo: "here", Fehlt: why}, {Fehlt: recht.NewText("Darum nicht.", "")}} {
		changed := slices.Clone(full)
		e.Pflicht = changed[0].Pflicht
		changed[0] = e
		require.Equal(t, "PFLICHT-LEER", pflichten.Check(alle, changed...)[0].Code)
	}
}
