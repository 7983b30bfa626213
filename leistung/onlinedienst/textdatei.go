// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/internal/einfach"
)

// Texte are the texts of a service as data for translators, by their keys.
type Texte map[string]recht.Text

// ParseTexte reads a JSON object with a pair for each key, German and English, and for
// the texts of the start page and of the help, where a service offers them, Einfache
// Sprache:
//
//	{"titel": ["Anmeldung einer Wohnung", "Registration of a home", "Wohnung anmelden"]}
//
// It refuses what breaks the rules of Einfache Sprache that can be counted: sentences of
// more than 12 words, abbreviations, words of the office, subjunctives.
func ParseTexte(data []byte) (Texte, error) {
	var in map[string][]string
	if err := json.Unmarshal(data, &in); err != nil {
		return nil, fmt.Errorf("onlinedienst: texts: %w", err)
	}
	out := make(Texte, len(in))
	for key, all := range in {
		if len(all) < 2 || len(all) > 3 || slices.Contains(all, "") {
			return nil, fmt.Errorf("onlinedienst: the text %q is not there in both languages", key)
		}
		if out[key] = recht.NewText(all[0], all[1]); len(all) == 3 {
			if wrong := einfach.Check(all[2]); len(wrong) > 0 {
				return nil, fmt.Errorf("onlinedienst: the text %q in Einfache Sprache: %s", key, strings.Join(wrong, "; "))
			}
			out[key] = out[key].With(recht.EinfacheSprache, all[2])
		}
	}
	return out, nil
}

// Get returns the text of a key. Where there is none it is the key itself, in German
// alone, so that [Dienst.Check] finds it.
func (t Texte) Get(key string) recht.Text {
	if text, ok := t[key]; ok {
		return text
	}
	return recht.NewText(key, "")
}

// Fill returns the text of a key with values in the place of names in braces, given
// in pairs: "gemeinde", "Jena" for "{gemeinde}".
func (t Texte) Fill(key string, pairs ...string) recht.Text {
	for i := 0; i < len(pairs); i += 2 {
		pairs[i] = "{" + pairs[i] + "}"
	}
	r := strings.NewReplacer(pairs...)
	text := t.Get(key)
	return recht.NewText(r.Replace(text.String()), r.Replace(text.English()))
}
