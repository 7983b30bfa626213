// SPDX-License-Identifier: Apache-2.0

// Package payment is fees and e-payment for public administration: what is to
// be paid and why, taken through a payment service so that no cent is lost and
// nobody is charged twice.
//
//	table, err := payment.ReadFeeTable(file)                 // dated rules with their legal basis
//	assessment, err := table.Assess(today, positions...)     // one explained line per position
//	service, err := payment.NewService(provider, store, payment.Config{OnPaid: release})
//	tx, err := service.Start(ctx, order, formToken)          // then send the browser to tx.RedirectURL()
//	tx, err = service.Refresh(ctx, tx.ID())                  // the browser came back
//	n, err := service.Work(ctx)                              // in a loop: it may never come back
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
// legal basis: which fees an authority takes is its own law. An [Assessment] of
// nothing makes no payment.
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
//   - Whatever stands on the bank statement is booked once. A part of the money
//     releases nothing.
//   - There is no way back from paid. A payment after it was given up is
//     [StateLate]: money has moved, and somebody must accept it or send it back.
//   - What the application does on paid is an effect stored with the event, so a
//     crash cannot lose it. However many workers there are, [Service.Work] gives it
//     to one at a time, and again until it is taken: at least once, always with
//     the same Notice.ID, by which the application does it once. One that is never
//     taken ends on the list of the cash office, and [Service.Resume] gives it again.
//   - A refund is an entity of its own. Its amount is held on the transaction in
//     the same write, so refunds together never exceed the payment.
//   - Whatever does not add up carries a [Flag] and stands on the list of
//     [Service.CashOffice].
//
// A [Provider] is the driver of one payment service; package paymenttest proves
// one, package xbezahldienste is the driver of the federal standard.
//
// # Personal data
//
// Description, payer and page addresses are stored apart from the skeleton of
// events and can be erased. Neither errors nor the printed forms carry them.
//
// # Errors
//
// Text that is not an amount is [money.ErrSyntax], with a [*money.SyntaxError] that names
// the place. Input that breaks rules is [recht.ErrInvalid], with every finding. See
// the variables for what a [Service] and a [Provider] answer. A payment service
// that gives no answer is no error but a state.
//
// # Concurrency
//
// Values are immutable. A Service may be used by any number of goroutines, and
// by any number of processes over one store.
//
// # What it does not do
//
// It dunns nobody, and it knows no Bescheid; it hands over the figures for both.
// A Leistung is a URN and an application its id, so that this package can be
// used without the rest.
package payment
