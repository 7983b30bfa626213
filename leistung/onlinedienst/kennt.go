// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"encoding/json"
	"strings"

	"github.com/deutschland-stack/bausteine/leistung/formular"
)

// Bekannt is an answer that one learns of another, see [Kennt].
type Bekannt[A, T any] struct {
	Feld[A, T]
}

// Kennt tells who fills in what the other has answered: that one answer and no more.
// It stands among the elements of a page and is read there, not asked; conditions and
// rules look at it like at any other. Both learn the same of each other.
func Kennt[A, T any](von, nach Feld[A, T]) Bekannt[A, T] {
	nach = nach.Optional()
	nach.mehr.kennt = von.ort()
	return Bekannt[A, T]{nach}
}

// first is the name at the top that a pointer leads through.
func first(pointer string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
	return name
}

// bekannt is what others learn of who answers: what is asked, given and in order.
func (o *ordnung) bekannt(e *formular.Entwurf, s *stand) (json.RawMessage, error) {
	out := map[string]json.RawMessage{}
	for _, von := range o.kennt {
		a, given := e.Answer(von)
		if given && !a.Gestrichen() && s.antw.Asked(von) && len(s.befunde.Blocking().At(von)) == 0 {
			out[von] = a.Wert
		}
	}
	return json.Marshal(out)
}
