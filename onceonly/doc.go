// SPDX-License-Identifier: Apache-2.0

// Package onceonly retrieves evidence from other authorities' registers under a
// legal basis, so that a person need not hand in what the state already has: the
// person decides on exact terms, sees the document before it is used, and can
// read and check afterwards who fetched what.
//
// Sources: IDNrG §§ 5 to 9, SGB X § 67f and § 77a (twins of EGovG §§ 5, 5a since
// 24 July 2024), OZG § 10, Implementing Regulation (EU) 2022/1463, the NOOTS
// architecture and XNachweis 1.4 (June 2025).
//
// # Model
//
//	Terms -> Propose -> Give | Refuse            the person's first decision
//	Request -> Retrieve                          consent check, abstract permission,
//	                                             log, call, verification, filter
//	Preview -> Accept(digest) | Discard          the person's second decision
//	Evidence                                     handed over, after the log entry
//
// A [Consent] records the decision on [Terms]: one requester, one provider, one
// [EvidenceType], an explicit list of [Fields], one purpose, one application, a
// window of time, a number of uses. Its [Basis] says what kind of decision it is;
// consent within the meaning of the GDPR is only one of four. Its versions form a
// chain, and every entry of the audit log holds the digest of the version that it
// reports.
//
// A [Broker] is the only way from a [Request] to [Evidence]. It makes two checks
// and keeps them apart: the concrete one, whether this request is covered by this
// consent; and the abstract one, a [Permission], whether this authority may ask
// that register for this purpose at all. The abstract check gets a [Question],
// which has no room for content.
//
// A [Provider] is the side of the register. It trusts no broker: it verifies the
// sealed token, recomputes the request's digest, checks the terms again, filters
// and seals. A [Register] is the driver to a provider elsewhere.
//
// Every decision, permit and refusal, becomes an [Entry] of the audit log in the
// same transaction as the deed it reports, before anything is handed over. See
// package auditlog for the log and package cockpit for the person's view of it.
//
// # Refusals and errors
//
// A refusal is a [Decision] with all its reasons; each has a stable [Code]. An
// error means that the machinery failed. That a person was not matched as the
// only one is an outcome of its own, and looks the same for none and for many.
//
// # Personal data
//
// Subjects, persons, documents and entries are masked in every formatting verb,
// in slog and in JSON. No error text quotes them. The block writes no log lines,
// no spans and no metrics.
//
// # Erasure
//
// Entries of the audit log are destroyed after two years (§ 9 (3) IDNrG), those of
// exchanges over the EU system after twelve months; retrievals, consents and the
// answers of a provider with the last entry that refers to them; documents after
// hours. A service runs [Sweep] for it. What is needed longer for a review must
// be exported before, with the reason documented: the block has no exception.
//
// # Concurrency
//
// A Broker and a Provider hold no state: all of it is in the [Store], with
// optimistic concurrency. A store that takes no more work is [ErrBusy]; a service
// answers 503. Any number of goroutines and processes may work on one.
//
// # What it does not do
//
// It does not know which register is responsible where: a [Directory] does. It does
// not authenticate anybody, it asks how surely that was done. It does not speak a
// wire format; see the packages edm and xnachweis.
package onceonly
