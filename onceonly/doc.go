// SPDX-License-Identifier: Apache-2.0

// Package onceonly retrieves evidence from other authorities' registers under a
// legal basis, so that a person need not hand in what the state already has: the
// person decides on exact terms, sees the document before it is used, and can
// read and check afterwards who fetched what.
//
// Sources: EGovG §§ 5, 5a and, for social data, their twins SGB X §§ 67f, 77a (all
// since 24 July 2024), IDNrG §§ 5 to 9, OZG § 10, Implementing Regulation (EU)
// 2022/1463, the NOOTS architecture and XNachweis 1.4 (June 2025). Special acts go
// first, such as BMG §§ 18a, 23, 23a for the register of residents.
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
// Terms bind the person by a salted [Commitment]: no register looks up anybody else
// under them. Where the evidence can hold data about others, a spouse or minor
// children, the terms say so ([Concerned]), whoever decides declares first why that is
// allowed ([Declaration]), and each of them finds the exchange in the log.
//
// A [Broker] is the only way from a [Request] to [Evidence]. It makes two checks
// and keeps them apart: the concrete one, whether this request is covered by this
// consent; and the abstract one, a [Permission], whether this authority may ask
// that register for this purpose at all. The abstract check gets a [Question],
// which has no room for content. Whoever looks at evidence or decides on it is named
// ([Actor]); acting for another needs a [Proof] that a [Representation] accepts.
//
// A dataprovider.Provider is the side of the register. It trusts no broker: it verifies the
// sealed token, recomputes the request's digest, checks the terms again, filters
// and seals; for a repeated request as for the first. A [Register] is the driver to a
// provider elsewhere; package remote is one over HTTPS.
//
// Every decision, permit and refusal, becomes an [Entry] of the audit log in the
// same transaction as the deed it reports, before anything is handed over. See
// package auditlog for the log and package cockpit for the person's view of it.
//
// # Files
//
// An evidence request is followed by step: retrieve.go decides, send.go asks,
// record.go verifies and keeps the answer, handover.go shows it and hands it over;
// package dataprovider is the other side.
//
// # Promises
//
// Each has tests that would break a false one; their names begin with its number.
//
//	G1   nothing leaves without a consent that covers it                 TestG1_…
//	G2   only listed fields are delivered                                TestG2_…
//	G3   withdrawal holds for every check that begins after it           TestG3_…
//	G4   one-time means one                                              TestG4_…
//	G5   one request has one answer, through every crash                 TestG5_…, TestNetwork_…
//	G6   every decision is logged before anything is handed over         TestG6_…
//	G7   no change of the log goes unnoticed                             auditlog: TestG7_…
//	G8   everybody sees the own entries and none of others               cockpit: TestG8_…
//	G9   what is handed over is what was shown, byte for byte            TestG9_…
//	G10  evidence is bound to its request                                TestG10_…
//	G11  all is gone at the deadline of its statute                      TestG11_…, auditlog: TestG11_…
//	G12  no identifier in errors, logs, panics and formatting            TestG12_…
//	G13  nobody found and several found look the same                    TestG13_…
//	G14  the abstract check sees no content                              TestG14_…
//	G15  the person is bound by the terms                                TestG15_…
//	G16  a repetition is authorised and logged like the first time       TestG16_…
//	G17  every person concerned sees the exchange                        TestG17_…, cockpit: TestG17_…
//	G18  the log is signed from its first entry on                       auditlog: TestG18_…, TestTiles_…
//	G19  clocks differ, and what passes is no outcome                    TestG19_…
//	G20  nobody learns of a block of the register of residents            TestG20_…
//
// onceonlytest.TestAttacks tries them on a broker and a provider of others.
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
// How long an entry is kept depends on the statute: two years with the identification
// number (§ 9 (3) IDNrG), twelve months over a portal (§ 40 (5) BMG), and over the EU
// system as the log is told, at least these; see auditlog.Retention. The register of
// residents logs name, address and the data themselves (§ 40 (4) BMG); they go with the
// entry. Retrievals, consents and the answers of a provider go
// with the last entry that refers to them, documents after hours. The store's Run does
// it. What is needed longer for a review must be exported before, with the reason
// documented: the block has no exception.
//
// # Clocks
//
// Two machines may differ by the leeway of the configuration, two minutes unless it says
// otherwise; an entry says where that was needed. What only a clock speaks against is
// never stored as an outcome.
//
// # Concurrency
//
// A Broker and a Provider hold no state: all of it is in the store of the process, with
// optimistic concurrency; under its Together a deed is one transaction with those of
// other blocks. A store that takes no more work is [ErrBusy]; a service answers 503. Any
// number of goroutines and processes may work on one.
//
// # What it does not do
//
// It does not know which register is responsible where: a [Directory] does. It does
// not authenticate anybody, it asks how surely that was done. It does not speak a
// wire format; see the packages edm and xnachweis.
package onceonly
