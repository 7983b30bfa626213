// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"maps"
	"slices"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// schluessel names a text of the kit.
type schluessel string

const (
	textAuswahl schluessel = "choice"
)

// text returns a text of the kit.
func text(key schluessel) recht.Text { return texte[key] }

// texte are what every service says, as data for translators.
var texte = map[schluessel]recht.Text{
	textAuswahl: recht.NewText("Wählen Sie etwas, das Ihre Gemeinde anbietet.", "Choose something that your municipality offers."),
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
