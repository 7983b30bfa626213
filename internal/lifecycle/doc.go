// SPDX-License-Identifier: Apache-2.0

// Package lifecycle holds the life cycle of an aggregate as a table: rows of
// From, Event, To and an optional Guard, and a pure Step over them.
//
// There is no machine object that carries the current state. An application, a
// consent or a payment is data that is loaded, changed once and stored; the
// table only answers what an event makes of a state. So the same table serves
// the running service, the exhaustive tests (States and Events span the full
// product) and the documentation (Mermaid draws it).
//
// # Errors
//
// [New] refuses a table that contradicts itself: see [ErrTable]. [Table.Step]
// answers with a [*StepError] that is [ErrNoTransition] where the table has no
// row, and [ErrGuarded] where every row that fits was held back by its guard.
//
// # Concurrency
//
// A Table is immutable after New and may be used by any number of goroutines.
package lifecycle
