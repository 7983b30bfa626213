// SPDX-License-Identifier: Apache-2.0

// Package regel holds law as code: dated parameters that are checked, rules as
// plain Go functions, and the way a result was reached, step by step with its
// paragraph.
//
//	satz, err := regel.NewParameter("zuschlag", titel, einheit,
//		regel.Stand[regel.Cent]{Ab: day("2023-01-01"), Bis: day("2024-12-31"), Wert: 5700, Fundstelle: …},
//		regel.Stand[regel.Cent]{Ab: day("2025-01-01"), Wert: 6500, Fundstelle: …})
//	werk, err := regel.New("zuschlag", "1.0.0", resolve, rechne, regel.Config{Parameter: …, Kapitel: …})
//	law, err := werk.Recht(day("2025-03-01"))   // resolved once, shared by all cases of the day
//	result := werk.Rechne(law, &facts, nil)     // no trace, no allocation by this package
//	protokoll, result, err := werk.Protokolliere(tag, facts, herkunft)
//
// # Model
//
// A [Parameter] is a value that the law changes over time. Its versions neither
// overlap nor leave a gap, and each names where it stands; [NewParameter] refuses
// others. A version of a bill ([Stand.Entwurf]) is never applied by date, only
// where somebody names the bill.
//
// The law R of one day is a struct of the user, filled once per version by a
// function that reads the parameters through a [Leser]. So a rule has no search
// by date in it. A rule is a function of law, facts and a *[Weg]: with a nil Weg
// it calculates, with a Weg it also records each step. What a step says stands in
// a [Vorlage], once, for the trace and for the [Lesart] that a lawyer reads.
//
// Where a person must decide, the rule records a step of [ArtErmessen], and the
// [Protokoll] is not final: see [Protokoll.Offen].
//
// # Errors
//
// [ErrKeinRecht]: nothing is in force on the day. It is an error and never an
// amount of zero. [ErrParameter]: a table of law contradicts itself.
// [ErrProtokoll]: a record that cannot be read or belongs to other rules.
//
// # Concurrency
//
// A Parameter and a Regelwerk never change and may be used by any number of
// goroutines. A Weg belongs to one calculation.
//
// # What it does not do
//
// It does not keep what it records, and it judges nothing: what the law leaves to
// a person stays with the person. It carries no names: a path of facts names
// places ("/personen/1"), and [Wort] is for words of the program.
package regel
