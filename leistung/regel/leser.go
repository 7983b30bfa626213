// SPDX-License-Identifier: Apache-2.0

package regel

import (
	"errors"
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

// Leser reads parameters for one day while a law is resolved. The first
// parameter that is not in force is kept as the error of the whole.
type Leser struct {
	tag     datum.Datum
	entwurf string
	known   map[string]bool // parameters that the Regelwerk names
	read    map[string]bool
	err     error
}

// Tag is the first day of the version that is being resolved.
func (l *Leser) Tag() datum.Datum { return l.tag }

// Entwurf names the bill that is resolved, "" for law.
func (l *Leser) Entwurf() string { return l.entwurf }

// Lies returns the value in force and where it stands. Where nothing is in force
// the law of the day does not resolve, and everybody who asks for it gets
// [ErrKeinRecht].
func Lies[T Darstellbar](l *Leser, p *Parameter[T]) (T, *Nachweis) {
	value, n, err := lookup(l, p)
	if err != nil && l.err == nil {
		l.err = err
	}
	return value, n
}

// LiesWenn is [Lies] for what the law did not always know: where nothing is in
// force it returns the zero value and a nil Nachweis.
func LiesWenn[T Darstellbar](l *Leser, p *Parameter[T]) (T, *Nachweis) {
	value, n, err := lookup(l, p)
	if err != nil && !errors.Is(err, ErrKeinRecht) && l.err == nil {
		l.err = err
	}
	return value, n
}

func lookup[T Darstellbar](l *Leser, p *Parameter[T]) (T, *Nachweis, error) {
	var zero T
	if !l.known[p.name] {
		return zero, nil, fmt.Errorf("%w: parameter %q is read and not among those of the rules", ErrParameter, p.name)
	}
	l.read[p.name] = true
	s, err := p.ImEntwurf(l.entwurf, l.tag)
	if err != nil {
		return zero, nil, err
	}
	return s.Wert, &Nachweis{Parameter: p.name, Ab: s.Ab, Fundstelle: s.Fundstelle}, nil
}
