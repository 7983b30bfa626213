// SPDX-License-Identifier: Apache-2.0

// Package onlinedienst is the kit for online services: a service is one Go value.
//
// What a person answers is a struct; its json names are the keys on the wire. Each
// question is a typed handle that is bound to a field of the struct and used in
// conditions, rules, evidence and tests, so the compiler knows every use:
//
//	hund  := onlinedienst.Text(func(a *Antrag) *string { return &a.Rufname }, onlinedienst.T("Rufname", "Name of the dog"))
//	seit  := onlinedienst.Datum(func(a *Antrag) *datum.Datum { return &a.Seit }, onlinedienst.T("Im Haushalt seit", "In the household since"))
//
//	dienst := onlinedienst.Dienst[Antrag, Satzung]{
//		Name:   "hundesteuer",
//		Seiten: []onlinedienst.Seite[Antrag]{onlinedienst.Zeige("hund", hund, seit)},
//		Regeln: []onlinedienst.Regel[Antrag, Satzung]{…},
//		…
//	}
//	findings := dienst.Check() // all contradictions, before the first request
//
// # Adding a field
//
// One struct field, one handle, its texts. The page, the check page, what is
// delivered and what is erased follow.
//
// # What is asked
//
// Conditions look back only, so one pass from front to back decides what is asked
// ([formular]). What is not asked any more stays in the draft, comes back with its
// question, and leaves nowhere: no rule, no fee, no page and no delivery sees it.
// [Ergibt] computes answers that nobody is asked for, an age or a sum, from what
// stands before.
//
// # Rules
//
// A [Regel] has its norms and the days on which it holds, and runs only where all
// that it reads was asked, is given and valid. What each Kommune sets for itself
// is a struct, dated by [Kommunen].
//
// # Evidence
//
// A [Nachweis] fills answers in. The consent is computed from what it fills
// ([Nachweis.Fields]): nothing else can be asked for. What a source said stays
// beside what the person made of it, with its origin.
//
// # Testing
//
// A [Lauf] is an application without pages and store; package onlinediensttest
// plays one in a test.
//
// # Concurrency
//
// A Dienst is plain data. A Lauf serves one goroutine at a time.
package onlinedienst
