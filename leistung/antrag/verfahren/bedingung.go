// SPDX-License-Identifier: Apache-2.0

package verfahren

import "fmt"

// Bedingung is what must be the case for a step: a name, and a number where it
// counts. It is data, so that a stored table means the same when it is read back.
type Bedingung struct {
	Was Sache
	N   int `json:",omitempty"`
}

// Sache is what a condition looks at.
type Sache string

// What conditions look at.
const (
	SacheAngaben      Sache = "angaben"         // something is stated
	SacheText         Sache = "text"            // the act carries words
	SacheVollstaendig Sache = "vollstaendig"    // no finding hinders what was stated
	SacheBestaetigt   Sache = "bestaetigt"      // every role that signs has confirmed what it sees now
	SacheBezahlt      Sache = "bezahlt"         // what is owed now is paid, or nothing is
	SacheGehoert      Sache = "gehoert"         // the person was heard, or let the period pass
	SacheBeantwortet  Sache = "alle-geaeussert" // everybody who was asked has answered, or counts as having done so
	SacheHoechstens   Sache = "hoechstens"      // the act was done fewer than N times
	SacheDanach       Sache = "danach"          // the act was done N times already
)

// Wenn returns conditions that all must hold.
func Wenn(was ...Sache) []Bedingung {
	conditions := make([]Bedingung, len(was))
	for i := range was {
		conditions[i].Was = was[i]
	}
	return conditions
}

// Hoechstens lets a step happen n times.
func Hoechstens(n int) []Bedingung { return []Bedingung{{SacheHoechstens, n}} }

// Danach lets a step happen after the act was done n times.
func Danach(n int) []Bedingung { return []Bedingung{{SacheDanach, n}} }

// Lage is what conditions look at: whether things are so, not what they say.
type Lage struct {
	Angaben, Text, Vollstaendig, Bestaetigt, Bezahlt, Gehoert, Beantwortet bool
	// Bisher is how often the act was done.
	Bisher int
}

// holds reports whether the condition is met.
func (b Bedingung) holds(l *Lage) bool {
	switch b.Was {
	case SacheAngaben:
		return l.Angaben
	case SacheText:
		return l.Text
	case SacheVollstaendig:
		return l.Vollstaendig
	case SacheBestaetigt:
		return l.Bestaetigt
	case SacheBezahlt:
		return l.Bezahlt
	case SacheGehoert:
		return l.Gehoert
	case SacheBeantwortet:
		return l.Beantwortet
	case SacheHoechstens:
		return l.Bisher < b.N
	case SacheDanach:
		return l.Bisher >= b.N
	}
	return false
}

func (b Bedingung) known() bool {
	switch b.Was {
	case SacheAngaben, SacheText, SacheVollstaendig, SacheBestaetigt, SacheBezahlt, SacheGehoert, SacheBeantwortet:
		return b.N == 0
	case SacheHoechstens, SacheDanach:
		return b.N > 0
	}
	return false
}

// String says in a few English words what must be the case.
func (b Bedingung) String() string {
	switch b.Was {
	case SacheAngaben:
		return "Angaben are present"
	case SacheText:
		return "a text is given"
	case SacheVollstaendig:
		return "complete"
	case SacheBestaetigt:
		return "all have confirmed what they see"
	case SacheBezahlt:
		return "paid"
	case SacheGehoert:
		return "heard"
	case SacheBeantwortet:
		return "all who were asked have answered"
	case SacheHoechstens:
		return fmt.Sprintf("at most %d times", b.N)
	case SacheDanach:
		return fmt.Sprintf("after %d times", b.N)
	}
	return string(b.Was)
}
