// SPDX-License-Identifier: Apache-2.0

// Package fall keeps cases (Fälle) under the procedures of package verfahren: who
// takes part, what each stated and confirmed, what was decided, which periods run and
// what their end does, until everything personal is erased.
//
//	akten, err := fall.NewRegistratur(ctx, store, frist.InGemeinde(jena), tabellen, fall.Config{})
//	f, err := akten.Do(ctx, fall.Handlung{
//		Verfahren: "eheschliessung", Wer: fall.Person("konto-1", recht.NiveauHoch),
//		Akt: verfahren.AktBegonnen, Teile: fall.Teile{"a": angaben},
//	})
//	err = store.Run(ctx) // does what the end of a period does, also when nobody is there
//
// # Model
//
// A [Fall] is the fold of its events. Everything that happens is a [Handlung] by
// somebody ([Handelnder]): [Registratur.Do] asks the table whether that act is
// possible now for one of their roles, and who holds several acts for all of them at
// once. What is stated lies in parts, each a stream of its own; [Registratur.Sicht]
// reads the parts that a person sees and no other. While a case is a draft a part is
// state and no history; what is handed in is kept as it was.
//
// A confirmation names the digest of what the person saw. Whoever changes what another
// sees makes it void, and the table waits until all have confirmed what they see now.
//
// # Periods
//
// What is due happens in its order, each exactly once, at the instant at which the
// period ended: when the store looks, and before any act of a person, so that nothing
// depends on when somebody looks. The day told is the earlier of those that can be
// argued, the effect comes after the later (see package frist).
//
// # Versions of a table
//
// A case goes on under the table with which it began. Tables are stored; one that is
// stored under the same Name and Fassung with other content is refused.
//
// # Personal data
//
// Events have a skeleton, which stays and names no person, and a part that is erased.
// What is erased when stands in the table, by end and kind of data. What officials
// read is logged with their reason ([Registratur.Lies]).
//
// # Errors
//
// [ErrNichtMoeglich]: the table has no such act now. [ErrVerboten]: not for this
// person. [ErrVeraltet]: decided upon something that has changed since. [ErrInvalid]:
// incomplete. [ErrNotFound]: no such case, or none of this person.
//
// # Concurrency
//
// Values are immutable; a Registratur may be used by any number of goroutines and
// processes.
package fall
