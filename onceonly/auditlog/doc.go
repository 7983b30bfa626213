// SPDX-License-Identifier: Apache-2.0

// Package auditlog is a log that cannot be changed unnoticed and still forgets
// on time.
//
// Transfers between public bodies are logged so that their lawfulness can be
// checked, and every statute that demands it demands deletion, too, after times that
// differ; see [Retention]. A chain of hashes over the entries would forbid that. Here
// the log is a Merkle tree (RFC 6962) that holds of each entry only a commitment:
//
//	commitment = HMAC-SHA-256(salt, entry)     32 random bytes of salt for each entry
//	leaf       = SHA-256(0x00 || commitment)
//	node       = SHA-256(0x01 || left || right)
//
// Entry and salt lie beside the tree as a Record and are destroyed together at
// the deadline. The tree keeps verifying; what was erased cannot be guessed from
// it, because nobody can test a guess without the salt.
//
// # Heads
//
// A Head states origin, size, root and time. It is signed with Ed25519 as plain
// text, in the signed-note and checkpoint formats of transparency logs:
//
//	muehlhausen.example/onceonly
//	2
//	yU+fXA1hLkGPLMRLzk3xp2cSfFyq4Qn4Xq0UkFg5M8g=
//	time 2026-11-22T09:30:00Z
//
//	— muehlhausen.example bA7…
//
// The store's Run signs a head within seconds of every entry, and once more at its
// end. A [Keeper] outside of the store has every head before anybody else sees it: a
// store that was rolled back or forked is not opened, and there is no second head for a
// size. Whenever an entry is read it is held against the tree first.
//
// A log that one party keeps alone proves nothing against that party. It does as
// soon as heads lie elsewhere: with the person, as part of a Receipt, or with a
// [Witness], who signs only what continues the head that it signed before (package
// witness). Two heads of one log must be linked by a consistency proof.
//
// # Tiles
//
// The tree lies in the store, cut into tiles as those of the C2SP (tlog-tiles): eight
// levels high, 256 nodes wide. Opening a log reads its right edge, a proof over ten million
// entries reads two tiles, and what is read must have the root that the tile above it
// says; the edge is held against the signed head. A tile is written in one step with the
// head that covers it. All are derived from the entries: one that is missing is made
// anew, one that was changed is ErrProof. They hold hashes of commitments alone.
//
// # Epochs
//
// A log whose backup was restored lost what came after. It goes on only by an act of the
// operator ([BeginEpoch]): signed with the key of the log, it names the last head that
// was seen, what is still there of it, and why. The act stands as one more line in every
// later head:
//
//	epoch 2 7 <root> <time> 3 <root> <time> <key before> <key since> <signature> restored the backup of 22 November
//
// Keys are changed in the same way: the old one signs an act that names the new one, so
// that whoever has either can check both. A witness signs on only under an act that
// admits all that it has seen; [VerifyGrowth] and [VerifyExport] say from which entry on
// something is gone. What is proven by a receipt stays proven. An act heals no fork.
//
// # Checking
//
// VerifyInclusion and VerifyConsistency are pure functions over the standard
// library. A Receipt holds all that is needed to check one entry offline; it
// keeps holding after the log has erased its own copy. VerifyExport checks a whole log file.
//
// Entries are JSON in the canonical form of RFC 8785, see Canonical.
//
// # Concurrency
//
// Log may be used by many goroutines and, over one database, by many processes.
// Tree is not synchronised. All other values are immutable.
//
// # What it does not do
//
// It does not decide what is logged, who may read it, or where heads are
// published; package onceonly and its cockpit do that.
package auditlog
