// SPDX-License-Identifier: Apache-2.0

// Package kassenzeichen draws the codes that tie a payment to a receivable.
//
// A Kassenzeichen has no nationwide format: every cash office has its own
// prefix, length and check digit. So a [Format] is data, and a [Pool] draws from
// it with a counter that survives a restart:
//
//	format := kassenzeichen.Format{Prefix: "5125", Start: 1, Max: 9_999_999, Length: 12, Check: kassenzeichen.Modulus11}
//	pool, err := kassenzeichen.NewPool(store, "stadtkasse", format, kassenzeichen.Config{Low: 1000})
//	draw, err := pool.Draw(ctx, paymentID)   // 512500000013, once and for ever for this payment
//
// # Model
//
// A code is the prefix, the counter padded with zeros, and the check digit, as
// the pools of ePayBL are. Counters for which the method has no digit are
// skipped. Drawing twice for one cause gives the same code, so a retry after a
// lost answer wastes none. The draw that leaves fewer than the low-water mark
// says so, and only that one.
//
// [Format.Find] picks codes out of the text that a payer typed.
//
// # Sources
//
// The check digit methods 00, 01 and 02 of the Deutsche Bundesbank
// (Pruefzifferberechnungsmethoden, June 2018). The shape of a pool follows the
// online help of ePayBL.
//
// # Errors
//
// [ErrExhausted]: no number is left. [bausteine.ErrConflict]: too many draws at
// once. A format that cannot work is a [*recht.BefundError]. The others are those
// of the store.
//
// # Concurrency
//
// A Pool may be used by any number of goroutines and, over one database, by any
// number of processes.
package kassenzeichen
