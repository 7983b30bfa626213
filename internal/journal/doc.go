// SPDX-License-Identifier: Apache-2.0

// Package journal keeps the state of applications, consents, payments and
// roll-outs as streams of events, so that a crash, a lost answer or a second
// process neither loses nor doubles anything. It is one implementation of
// durability for all blocks of the house; their typed stores rest on it.
//
// # Model
//
// A stream is the history of one aggregate, named by its kind and a UUID. A
// [Commit] adds events to a stream that must be at an expected version
// ([ErrConflict] otherwise) and sets its head: the state and keys to find it
// by. One [Store.Append] writes commits to several streams in one transaction:
// all or none.
//
// A [Command] makes an Append idempotent: the same key gives the stored
// outcome, the same key with other content is [ErrCommandReused].
//
// An [Effect] is something to do in the world outside because of the events. It
// is written with them or not at all, and executed by workers that take a
// lease on it. An effect is tried at least once; towards a receiver that
// honours the effect's id as idempotency key it happens exactly once. What
// fails too often becomes a dead effect that can be listed and resumed.
//
// Every event has a [Position] in one order of the whole store. What was written
// in the knowledge of something else comes after it. Positions may leave numbers
// out; a reader that remembers the last position it saw never misses an event.
//
// # Personal data
//
// Event.Data is the skeleton and stays. Everything personal goes to
// Event.Personal, keys, payloads and answers, which [Store.Erase] removes. The
// kinds, types, states, command keys and names hold no personal data.
//
// Erasing does not reach backups, replicas, and what the database keeps of
// overwritten rows for a while: SQLite overwrites its pages but leaves old ones
// in the write-ahead log until a checkpoint, PostgreSQL in dead rows until a
// vacuum.
//
// # Stores
//
// [Memory] is the model: it forgets with the process. [SQL] keeps its tables in
// SQLite, the embedded default, or in PostgreSQL, where several processes may
// use the same tables:
//
//	db, err := sql.Open("sqlite", "file:journal.db?_pragma=busy_timeout(10000)")
//	store, err := journal.Open(ctx, db, journal.SQLite, journal.Options{})
//
// Writes go through one connection of the store, which [Open] sets up to be
// durable (SQLite: write-ahead log and synchronous FULL) and checks, whatever
// the data source name says. Reads use the pool; for SQLite its connections
// want a busy_timeout. Let it keep as many idle connections as it may open
// (SetMaxIdleConns): a new one costs more than a read. The store makes and
// migrates its tables itself.
//
// What waits to be written shares one transaction and one sync (group commit),
// and is acknowledged only after it. Where the database refuses a statement of
// the group, every write gets a transaction of its own, so that one bad commit
// fails alone. Processes on one SQLite file write one at a time. On PostgreSQL
// they write side by side: a group locks the streams and commands it names, and
// its positions come from the number of its transaction. Readers of the whole
// order look no further than the oldest transaction that is still running, in
// whatever database of the server: one that never ends keeps them from going on
// ([ErrBusy]), and nobody from writing. Ids of streams and keys of commands that grow with
// time (UUIDv7) keep the indexes growing at one end.
//
// # Concurrency
//
// Stores and workers may be used by many goroutines at once. No process holds
// state that another one needs.
//
// # What it does not do
//
// It keeps no projections beyond the heads, notifies no other process (readers
// and workers poll), and never deletes events.
//
// # Errors
//
// The sentinels in this package are what callers branch on; errors of the
// database come wrapped. No error text names a stream, a key or a payload.
package journal
