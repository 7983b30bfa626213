// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import "github.com/deutschland-stack/bausteine/kommune/recht"

// Auskunft is what the answers come to as far as a program can tell, shown on the
// check page before the person sends. It binds nobody: the authority decides.
type Auskunft struct {
	Titel recht.Text // "Ihr Wohngeld wäre etwa …"
	Text  recht.Text // what it hangs on and where its limits are
	Gang  []Gang     // the way to it, from top to bottom
}

// Gang is one step on the way to an Auskunft.
type Gang struct {
	Text, Wert recht.Text
	Normen     recht.Normen
}

// auskunftteil is an Auskunft in one language.
type auskunftteil struct {
	Titel, Text string
	Gang        []gangteil
}

type gangteil struct{ Text, Wert, Norm string }

func (a *anfrage) auskunft(list []Auskunft) []auskunftteil {
	out := make([]auskunftteil, len(list))
	for i, x := range list {
		out[i] = auskunftteil{Titel: x.Titel.In(a.sprache), Text: x.Text.In(a.sprache)}
		for _, g := range x.Gang {
			norms := g.Normen.String()
			if a.sprache == recht.Englisch {
				norms = g.Normen.English()
			}
			out[i].Gang = append(out[i].Gang, gangteil{g.Text.In(a.sprache), g.Wert.In(a.sprache), norms})
		}
	}
	return out
}
