// SPDX-License-Identifier: Apache-2.0

// Package antrag is the Antrag (application) for a Leistung of the German
// administration: what is applied for, by which account, at which authority,
// and everything that happened to it since.
//
// # Model
//
// An [Antrag] is the fold of its events. An [Ereignis] has an [Art] (what
// happened), an [Akteur] (the role that did it) and, where its kind asks for
// them, the Angaben of the applicant or a text. The life cycle is a table: see
// LEBENSLAUF.md beside this file for its diagram. [Antrag.Apply] is pure and is
// the only way on.
//
// A [Registratur] (registry) is the concrete type that services use. It keeps
// the events in a [Store], checks each command against the life cycle and the
// version it was decided upon, answers a repeated command with the answer of
// the first, and writes the effects of an event (deliver, notify) in the same
// transaction as the event. A [Worker] carries the effects out.
//
// # Personal data
//
// The Angaben, the texts and the account's pseudonym are stored apart from the
// skeleton of events and are erased at their deadline with [Registratur.Erase];
// the skeleton still tells that there was an Antrag and how it ended. Neither
// errors nor the printed forms of the types carry personal data.
//
// # Errors
//
// [ErrUebergang] with [*UebergangError]: not possible in this status.
// [ErrConflict]: decided upon an old version. [ErrInvalid]: incomplete.
// [ErrNotFound], [ErrCommandReused], [ErrUncertain], [ErrBusy]: see there.
//
// # Concurrency
//
// Values are immutable; a Registratur and a Worker may be used from any number of
// goroutines and processes.
//
// # What it does not do
//
// It knows nothing of forms, of the authority's own software, or of how a
// message travels: these are the packages beside it.
package antrag
