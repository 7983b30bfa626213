// SPDX-License-Identifier: Apache-2.0

// Package bausteine opens the one store of a process, on which all building
// blocks of this module keep their state: applications (leistung/antrag),
// evidence and consent (onceonly), payments (payment), roll-outs
// (leistung/rollout).
//
//	db, err := sql.Open("sqlite", "file:dienst.db")
//	store, err := bausteine.OpenSQLite(ctx, db, bausteine.Config{})
//	defer store.Close()
//
//	payments, err := payment.NewService(store, provider, payment.Config{})
//	antraege, err := antrag.NewRegistratur(store, antrag.Config{})
//
//	go store.Run(ctx) // delivers, asks again, erases on time, signs the logs: of all blocks
//
//	// Paid and therefore submitted: both or neither.
//	err = store.Together(ctx, func(ctx context.Context) error {
//		if err := payments.Settle(ctx, payment); err != nil {
//			return err
//		}
//		_, err := antraege.Do(ctx, submit)
//		return err
//	})
//
// Who needs only one block opens a store and takes that block. Packages without
// state, such as kommune, leistung/formular or payment/sepa, need no store.
//
// # What it promises
//
// What a command acknowledged is durable. A command with a key happens once. An
// effect happens at least once, and exactly once towards a receiver that honours
// its id. Every state has a deadline, and a block whose table of deadlines has a
// gap does not start. A second after something was erased, replaced or discarded
// the files of SQLite hold nothing of it; PostgreSQL keeps dead rows until its
// vacuum, and its own log and backups are the operator's to erase.
//
// # What it does not do
//
// It reaches no copy that others made of the database.
//
// # Concurrency
//
// A Store may be used by many goroutines, and on PostgreSQL by several processes
// with the same blocks.
package bausteine
