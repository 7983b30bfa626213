// SPDX-License-Identifier: Apache-2.0

package fall

import (
	"errors"

	"github.com/deutschland-stack/bausteine"
)

var (
	// ErrNotFound reports that there is no such case, or none in which this person
	// takes part: the two are told apart for nobody.
	ErrNotFound = bausteine.ErrNotFound
	// ErrVeraltet reports an act that was decided upon another state of the case: look
	// again, decide anew.
	ErrVeraltet = bausteine.ErrConflict
	// ErrCommandReused reports a key that came before with other content.
	ErrCommandReused = bausteine.ErrCommandReused

	// ErrInvalid reports an act that lacks what it needs.
	ErrInvalid = errors.New("fall: incomplete")
	// ErrNichtMoeglich reports an act that the table does not have now; the error
	// wraps what the table said.
	ErrNichtMoeglich = errors.New("fall: not possible now")
	// ErrVerboten reports an act that the table has, but not for this person: another
	// role, a login too low, or the same person twice where two are asked for.
	ErrVerboten = errors.New("fall: not for this person")
	// ErrGeaendert reports a table that was stored under the same Name and Fassung with
	// other content: give it a new Fassung.
	ErrGeaendert = errors.New("fall: a table that cases began under was changed")
)
