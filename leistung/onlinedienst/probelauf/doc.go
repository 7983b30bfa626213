// SPDX-License-Identifier: Apache-2.0

// Package probelauf is the dry run of a service for one authority before people reach
// it: an application of an invented person goes over all legs (application, payment,
// delivery, receipt, notice), by the very declaration, parameters, directory and steps
// that people take.
//
//	lauf, err := probelauf.New(probelauf.Config[Antrag, Satzung]{Dienst: dienst, Einstellungen: set, …})
//	p, err := lauf.Run(ctx, stelle)                  // what each leg came to, and why
//	lage.Probelauf = p.Ergebnis()                    // condition G10 of going live
//	stand, missing, err := zentrale.Do(ctx, freigegeben, lage)
//
// # What it touches
//
// Nothing real: the run has a store of its own in memory, which ends with it, and with it
// everything that was written. No case, list, statistic, register or cash desk of the
// running service hears of it. What lies outside is reached by the test environment of
// the payment service and the test address of the authority, which are given; what
// arrives there says that it is a dry run: the account is called "Probelauf", and so does
// the title that stands in the payment. Evidence is not fetched; the person writes.
//
// # What it shows
//
// That the answers get through the rules with the parameters of the authority, that the
// fee comes out and a paid application goes off by itself, that the delivery arrives and
// is confirmed, and that a decision reaches the person. It is bound to the digest of
// the parameters: where they change, it counts no more ([rollout.Probelauf]).
package probelauf
