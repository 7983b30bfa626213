// SPDX-License-Identifier: Apache-2.0

// Package register is the reviewed list of the norms that this library and its
// services cite: for each, since when its wording holds, what it was read against,
// and the words that must stand there.
//
//	entry, ok := register.Lookup(recht.MustParseNorm("§ 23a Abs. 1 Satz 5 BMG"))
//	entry.InForce(today)        // the wording that was read held on the day
//	entry.Seit                  // the first day on which it was seen
//	register.LawAsOf()          // the newest state that entries were read in
//	for change := range register.Changes() { … }
//
// A wording is held as a digest, never as text. Who has the statutes as files can
// check them against the list:
//
//	go run ./kommune/recht/register/internal/normen -corpus path/to/statutes
//
// It prints what is cited where, what changed since it was read, and what comes.
//
// # What the list says and what not
//
// Federal law was read in a collection that is not official, as of 19 August 2026;
// the day a wording came into force is known as an interval between two states of
// that collection ([Eintrag.Nach], [Eintrag.Seit]). Law of the Länder and of the
// European Union was read second hand or is general knowledge; such entries have no
// digest, and [Eintrag.Herkunft] says so. Nothing here is legal advice.
package register
