// SPDX-License-Identifier: Apache-2.0

package regel

import "github.com/deutschland-stack/bausteine/kommune/datum"

// Stand is one version of a value.
type Stand[T any] struct {
	Ab         datum.Datum // first day
	Bis        datum.Datum // last day; zero while open
	Wert       T
	Fundstelle Fundstelle
	// Entwurf names the bill that would bring the version ("BT-Drs. 21/8284").
	// Such a version is not law: no date reaches it, only the name does.
	Entwurf string
}

// contains reports whether the version would hold on the day.
func (s *Stand[T]) contains(tag datum.Datum) bool {
	return !tag.Before(s.Ab) && (s.Bis.IsZero() || !tag.After(s.Bis))
}
