// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Texte are the texts of a service as data for translators, by their keys.
type Texte map[string]recht.Text

// ParseTexte reads a JSON object with a pair for each key, German and English:
//
//	{"titel": ["Anmeldung einer Wohnung", "Registration of a home"]}
func ParseTexte(data []byte) (Texte, error) {
	var in map[string][2]string
	if err := json.Unmarshal(data, &in); err != nil {
		return nil, fmt.Errorf("onlinedienst: texts: %w", err)
	}
	out := make(Texte, len(in))
	for key, pair := range in {
		if pair[0] == "" || pair[1] == "" {
			return nil, fmt.Errorf("onlinedienst: the text %q is not there in both languages", key)
		}
		out[key] = recht.NewText(pair[0], pair[1])
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
