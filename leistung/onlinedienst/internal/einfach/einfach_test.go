// SPDX-License-Identifier: Apache-2.0

package einfach_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/internal/einfach"
)

func TestCheck_FindsWhatIsNotEasy(t *testing.T) {
	for text, want := range map[string]string{
		"Sie müssen sich, wenn Sie in eine neue Wohnung gezogen sind, bald im Amt melden.":             "more than one thing",
		"Sie sind in eine neue Wohnung gezogen und müssen das jetzt dem Amt in Ihrem neuen Ort sagen.": "a sentence of 18 words",
		"Sie brauchen z. B. einen Ausweis.":                             `the abbreviation "z. B."`,
		"Das steht im Gesetz, Abs. 2.":                                  `the abbreviation "Abs."`,
		"Das Amt schickt Ihre Daten nach dem BMG.":                      `"BMG" is explained nowhere`,
		"Das ist erforderlich.":                                         `the word "erforderlich"; better: nötig`,
		"Das Amt übermittelt Ihre Daten.":                               "better: schicken",
		"Man braucht einen Ausweis.":                                    "better: Sie",
		"Sie könnten auch anrufen.":                                     "better: können",
		"Sie brauchen eine Wohnungsgeberbestätigung.":                   "has 24 letters",
		"Sie brauchen einen Ausweis (mit Chip).":                        "more than one thing",
		"Sie gehen zum Amt; dort hilft man Ihnen.":                      "more than one thing",
		"Mit diesem Mittel zeigen Sie, wer Sie sind, und wo Sie leben.": "more than one thing",
	} {
		found := einfach.Check(text)
		require.NotEmpty(t, found, text)
		require.Contains(t, strings.Join(found, "\n"), want, text)
	}
}

func TestCheck_LeavesWhatIsEasy(t *testing.T) {
	for _, text := range []string{
		"", "Sie sind umgezogen. Jetzt sagen Sie dem Amt, wo Sie wohnen.",
		"Sie brauchen Ihre PIN. Die PIN ist Ihre geheime Zahl.", "Auch ein Ausweis aus einem anderen EU-Land geht.",
		"30 Tage nach der letzten Änderung löschen wir alles (§ 8a Abs. 3 OZG).", "Wer kann das nutzen?", "Hier steht, wer hilft: das Amt in Ihrem Ort.",
	} {
		require.Empty(t, einfach.Check(text), text)
	}
}

// The tag is one that the registry of language subtags (BCP 47) has, as the list of it in
// golang.org/x/text says.
func TestTag_IsRegistered(t *testing.T) {
	tag, err := language.Parse(recht.EinfacheSprache)
	require.NoError(t, err)
	require.Equal(t, "de-simple", tag.String())
	_, err = language.Parse("de-einfach")
	require.Error(t, err, "a tag that nobody registered is refused")
}
