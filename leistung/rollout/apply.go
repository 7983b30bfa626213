// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"errors"

	"github.com/deutschland-stack/bausteine/internal/lifecycle"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Apply returns the state to which an event leads from a state, in a situation.
// It changes nothing. Where the event may not happen the state stays as it is,
// and the findings say why: every condition that is missing, with the party that
// must move in Bedingungen of the Lage.
//
// What was recorded by others, an import of what happened elsewhere, does not go
// through Apply: Buch.Add takes it as it was.
func Apply(from Stand, e *Ereignis, lage *Lage) (Stand, recht.Befunde) {
	if err := e.check(); err != nil {
		return from, recht.Befunde{{Code: "ROLLOUT-EREIGNIS-01", Text: recht.NewText("Das Ereignis ist unvollständig oder fehlerhaft.", "The event is incomplete or malformed.")}}
	}
	if lage == nil {
		lage = &Lage{}
	}
	to, err := lebenslauf().Step(from, e.Art, schritt{ereignis: e, lage: lage, wieder: lage.Wiedervorlage})
	switch {
	case err == nil:
		return to, nil
	case errors.Is(err, lifecycle.ErrGuarded):
		var list recht.Befunde
		for _, b := range lage.missing(e.Am, bedingungenVon[e.Art]) {
			list = append(list, b.befund())
		}
		if len(list) == 0 {
			list = recht.Befunde{{Code: "ROLLOUT-GRUND-01", Text: recht.NewText(
				"Es fehlt, was dieses Ereignis braucht: ein Grund; bei einer Ablehnung auch, wer entschieden hat und wann wieder gefragt wird; bei „anderweitig“ die Adresse des anderen Dienstes.",
				"What this event needs is missing: a reason; for a refusal also who decided and when to ask again; for “covered otherwise” the address of the other service.")}}
		}
		return from, list
	default:
		return from, recht.Befunde{{Code: "ROLLOUT-STAND-01", Text: recht.NewText(
			"„"+e.Art.Label()+"“ geht nicht, solange der Stand „"+from.Label()+"“ ist.",
			"This event is not possible in the present state.")}}
	}
}
