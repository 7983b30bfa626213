// SPDX-License-Identifier: Apache-2.0

// Package din91379 checks and compares names as German registers keep them, by
// DIN 91379:2022-08 ("Zeichen und definierte Zeichensequenzen in Unicode für
// die elektronische Verarbeitung von Namen und den Datenaustausch in Europa").
//
//	findings := din91379.Check(din91379.A, "René Müller")    // none
//	same := din91379.SearchForm("René Müller") == din91379.SearchForm("Rene Mueller")
//
// The characters, sequences and search forms are taken from the independent
// transcription "DIN-91379-Characters-and-Sequences" 1.3 of String-Latin (CC BY
// 4.0), whose authors state that they have no connection to DIN, KoSIT or
// FITKO.
//
// # Model
//
// The standard lists letters, of which 149 exist as a sequence of two or three
// code points only. A text is valid if, in Unicode normal form C, it can be cut
// into listed characters and sequences, the longest first. A check rune by
// rune, or by what a reader takes for one letter, is wrong: a base letter with
// an allowed mark need not be allowed, and K͟H is one sequence of two letters.
//
// The five types ([A] to [E]) say which groups of characters a field may hold.
// A person's name is of type A, which has no digits; a street or a place is of
// type B.
//
// # Findings
//
// [Check] returns all that is wrong at once, each finding with a code, the
// place and the character. [CheckNew] is for fields that somebody fills in now:
// it also names characters that registers still hold, but that are not to be
// used in new entries.
//
// # Search form
//
// [SearchForm] maps every letter to A to Z (Ä to AE, ß to SS, Þ to TH). Compare
// it, never store it instead of the name.
//
// # Concurrency
//
// All functions may be called at the same time. Importing the package does no
// work; the first call reads the table.
//
// # What it does not do
//
// It does not know which characters a font can show, and it does not
// transliterate Greek or Cyrillic.
package din91379
