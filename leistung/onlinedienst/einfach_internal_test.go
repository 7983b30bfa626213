// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/internal/einfach"
)

var (
	verbs      = regexp.MustCompile(`%(?:\[\d\])?[a-z]`)
	inBrackets = regexp.MustCompile(`\(%(?:\[\d\])?s\)`) // norms
)

// What stands on the start page and on the help is easy: by a text of its own, or for the
// German one is.
func TestEinfacheTexte_KeepTheRules(t *testing.T) {
	german := []string{"my", "start.easy"} // what goes on in German, and the name of another page
	said := []string{"help", "back", "help.who", "help.how", "help.save", "help.back", "help.check", "help.office", "imprint.contact", "operator.none", "operator.for", "operator.phone", "operator.hours", "start.kept", "start.kept.begun"}
	page, err := os.ReadFile("vorlagen/start.html")
	require.NoError(t, err)
	for _, m := range regexp.MustCompile(`\{\.?T "([a-z.]+)"|\.T "([a-z.]+)"`).FindAllStringSubmatch(string(page), -1) {
		key := m[1] + m[2]
		if !slices.Contains(german, key) && key[:min(6, len(key))] != "offer." {
			said = append(said, key)
		}
	}
	require.Contains(t, said, "start.high")
	for _, key := range said {
		require.Contains(t, texte, key)
		simple := text(key).In(recht.EinfacheSprache)
		filled := verbs.ReplaceAllString(inBrackets.ReplaceAllString(simple, "(§ 8a Abs. 3 OZG)"), "x")
		require.Empty(t, einfach.Check(filled), "%s: %s", key, simple)
		require.NotRegexp(t, `(?i)\banmelden\b|!`, simple, key)
	}
	for key, simple := range einfachetexte() {
		require.Contains(t, said, key, "nobody sees it")
		require.Len(t, verbs.FindAllString(simple, -1), len(verbs.FindAllString(text(key).String(), -1)), "%s says all that the German one says", key)
	}
}

func TestParseTexte_TakesEinfacheSpracheThatIsEasy(t *testing.T) {
	texts, err := ParseTexte([]byte(`{"titel": ["Anmeldung einer Wohnung", "Registration of a home", "Wohnung anmelden"], "kurz": ["Kurz", "Short"]}`))
	require.NoError(t, err)
	require.Equal(t, "Wohnung anmelden", texts.Get("titel").In(recht.EinfacheSprache))
	_, ok := texts.Get("kurz").Lookup(recht.EinfacheSprache)
	require.False(t, ok)
	_, err = ParseTexte([]byte(`{"titel": ["a", "b", "Man benötigt z. B. einen Ausweis."]}`))
	require.ErrorContains(t, err, `"titel" in Einfache Sprache: the abbreviation "z. B."`)
	for _, bad := range []string{`{"a": ["nur eins"]}`, `{"a": ["a", ""]}`, `{"a": ["a", "b", "c", "d"]}`, `{"a": ["a", "b", ""]}`} {
		_, err = ParseTexte([]byte(bad))
		require.Error(t, err, bad)
	}
}
