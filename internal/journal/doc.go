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
// Every event has a [Position] in one order of the whole store, without gaps:
// a reader that remembers the last position it saw never misses an event.
//
// # Personal data
//
// Event.Data is the skeleton and stays. Everything personal goes to
// Event.Personal, keys, payloads and answers, which [Store.Erase] removes. The
// kinds, types, states, command keys and names hold no personal data.
//
// # Errors
//
// The sentinels in this package are what callers branch on; errors of the
// database come wrapped. No error text names a stream, a key or a payload.
package journal
