// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Fall is what rules, fees and effects see: only answers that are asked and
// valid, with the parameters of the Kommune on the deciding day.
type Fall[A, P any] struct {
	ID       uuid.UUID // zero before the case is opened
	Angaben  A
	Kommune  P
	Gemeinde kommune.AGS
	Heute    datum.Datum  // in German legal time, from the clock of the kit
	Niveau   recht.Niveau // of the login
	// Identitaet is who answers, as the login proved it; zero where nobody logged in.
	Identitaet Identitaet
	// An is whom a notice is for, where that is not who applied: one of [Dienst].Mit.
	An Identitaet
	// Belegt are the names of the evidence and of the certificates that were taken over.
	Belegt []string
}

// Regel is a dated rule of law. It runs only where all it reads was asked, is
// given and valid, so Verletzt needs no guards.
type Regel[A, P any] struct {
	Code   string // stable, of the service: "PARK-HAUPT"
	Normen recht.Normen
	// Ab and Bis are the first and the last day on which it holds; zero is open.
	Ab, Bis datum.Datum
	// Severity counts as an error where it is not set: the person must change
	// something. A warning lets the person go on, a note is for the authority.
	Severity recht.Severity
	Liest    []Ort[A] // the first is where the finding stands
	Text     recht.Text
	Verletzt func(Fall[A, P]) bool
}

// Liest lists places; Go cannot infer a slice of interfaces.
func Liest[A any](orte ...Ort[A]) []Ort[A] { return orte }
