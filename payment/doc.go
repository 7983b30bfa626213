// SPDX-License-Identifier: Apache-2.0

// Package payment is fees and e-payment for public administration: what is to
// be paid and why, taken through a payment service so that no cent is lost and
// nobody is charged twice.
//
//	store, err := bausteine.OpenSQLite(ctx, db, bausteine.Config{})
//	table, err := payment.ReadFeeTable(file)                 // dated rules with their legal basis
//	assessment, err := table.Assess(today, positions...)     // one explained line per position
//	service, err := payment.NewService(store, provider, payment.Config{FeeTables: tables, OnPaid: release})
//	go store.Run(ctx)                                        // the browser may never come back
//	tx, err := service.Start(ctx, order, formToken)          // then send the browser to tx.RedirectURL()
//	tx, err = service.Refresh(ctx, tx.ID())                  // the browser came back
//	list, err := service.Day(ctx, today)                     // for the cash office, also as CSV
//
// # Money
//
// An [Amount] is a whole number of cents in a [Currency]. Nothing here touches a
// float: not the arithmetic, not JSON, not the database. Sums are checked for
// overflow, a multiplication by a fraction names its [Rounding], and parts of an
// amount always sum to the amount.
//
// # Fees
//
// A [FeeTable] holds rules as data, each with the days on which it holds and its
// legal basis: which fees an authority takes is its own law. What a payment service
// cannot carry is found when the table is loaded ([FeeTable.CheckProvider]). An
// [Assessment] of nothing makes no payment.
//
// # Payments
//
// A [Transaction] is the fold of its events; LIFECYCLE.md beside this file has
// the diagram. The promises:
//
//   - The intent is stored before the first call. The [RequestID] under which a
//     payment is opened follows from it and repeats on every try.
//   - A call without an answer leads to [StateUnknown], and the [Schedule] asks
//     again. Where the service knows the request and will not say more, a new
//     attempt begins: the payer never saw a page of the old one.
//   - Every report, pulled or pushed, is compared with the order (id, amount,
//     currency, each item) before it is believed.
//   - For one application and one assessment there is one payment that is open or
//     paid, whatever keys are used. A second one is an explicit act
//     ([Service.StartSecond]).
//   - An entry of the bank statement is booked once over all payments. A part of
//     the money releases nothing.
//   - There is no way back from paid. A payment after it was given up is
//     [StateLate]: money has moved, and somebody must accept it or send it back.
//   - What the application does on paid is an effect stored with the event, so a
//     crash cannot lose it. The worker of the store gives it to one at a time, and
//     again until it is taken: at least once, always with the same Notice.ID, by
//     which the application does it once. One that is never taken ends on the list
//     of the cash office, and [Service.Resume] gives it again.
//   - A refund is an entity of its own. Its amount is held on the transaction in
//     the same write, so refunds together never exceed the payment, and those side
//     by side do not make one another fail. One that was sent by hand is recorded, and
//     one that was reported wrongly is corrected.
//   - Whatever does not add up carries a [Flag] and stands on the list of
//     [Service.CashOffice]. What happened to money on a day is [Service.Day].
//   - Every state has its period ([Keep]). After it nothing of a person is left.
//
// A [Provider] is the driver of one payment service; package paymenttest proves
// one, package xbezahldienste is the driver of the federal standard.
//
// # Personal data
//
// Application, Kassenzeichen, texts, payer and page addresses are stored apart from
// the skeleton of events and are erased at their deadline by the store. Neither errors nor the
// printed forms carry them.
//
// # Errors
//
// Text that is not an amount is [money.ErrSyntax]. Input that breaks rules is
// [recht.ErrInvalid], with every finding. The variables say what a [Service] and a
// [Provider] answer beside that; the others are those of package bausteine. A
// payment service that gives no answer is no error but a state.
//
// # Concurrency
//
// Values are immutable. A Service may be used by any number of goroutines, and
// by any number of processes over one database.
//
// # What it does not do
//
// It dunns nobody, and it knows no Bescheid; it hands over the figures for both.
// A Leistung is a URN and an application its id, so that this package can be
// used without the rest.
package payment
