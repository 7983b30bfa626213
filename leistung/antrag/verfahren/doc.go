// SPDX-License-Identifier: Apache-2.0

// Package verfahren is the procedure of a service as data: who takes part, what may
// be done by whom in which state and by which norm, what is decided, which periods
// run and what their end does, and how long what is kept.
//
//	vwvfg := verfahren.VwVfG()
//	tabelle, err := verfahren.New(verfahren.Baue(verfahren.Verfahren{
//		Name: "bewohnerparken", Fassung: "2026-11", Recht: vwvfg,
//		Beteiligte: []verfahren.Beteiligter{{Rolle: "halter", …}},
//		Entscheidungen: …, Aufbewahrung: …,
//	}, vwvfg.Entwerfen("halter"), vwvfg.Einreichen("halter"), vwvfg.Bearbeiten("halter")))
//
// # Model
//
// A [Verfahren] is plain data: it can be stored, compared, drawn, and read by a
// lawyer. It stands on a [Recht], the code of procedure with its own paragraphs, and
// is put together from building parts ([Baustein]) and single rows ([Schritt]). A row
// says from where, what, whereto, by whom, by which norm, and under which condition.
// The conditions are names ([Bedingung]) and no functions, so that a stored table
// means the same when it is read back.
//
// [Verfahren.Check] proves a table: it returns all contradictions at once, as
// findings with a stable code and the place ([Codes] lists them). [New] makes a
// [Tabelle] of a table without any. Its [Tabelle.Step] is pure.
//
// # Old cases
//
// A case goes on under the table with which it began. Name and Fassung name it, and
// [Verfahren.Digest] tells whether two tables of one Fassung are the same.
//
// # What it does not do
//
// It keeps no case (see package fall beside it), counts no day (leistung/frist), and
// writes no notice (leistung/bescheid). That a table is free of contradiction does
// not make it lawful: the norms are for a reader to check.
//
// # Errors and concurrency
//
// [New] returns a *recht.BefundError, [Tabelle.Step] a [*StepError]. All values may be
// used by any number of goroutines.
package verfahren
