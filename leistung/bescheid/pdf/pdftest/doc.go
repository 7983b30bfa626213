// SPDX-License-Identifier: Apache-2.0

// Package pdftest reads PDF files back, as package pdf writes them, and holds them
// against what a program can check of an accessible file.
//
//	for _, f := range pdftest.Inspect(file) {
//		t.Error(f)
//	}
//
// # Conditions
//
// Each finding names a condition. Numbers such as 14-003 are those of the
// Matterhorn Protocol 1.02 (PDF Association), as remembered; of it, the conditions
// are here that a program can decide and that apply to what package pdf can say.
// "A 6.1.3" and the like are clauses of ISO 19005-2, "tree" is the agreement of
// structure tree, parent tree and content, "file" the syntax of the file.
// Conditions returns them with what they want.
//
// The reader shares no code with the writer: it finds objects through the
// cross-reference stream, unpacks object streams, and reads the embedded fonts
// itself. It knows no encryption, no cross-reference tables and no filter but
// Flate.
//
// # What it cannot tell
//
// Whether the reading order is the right one, whether what looks like a heading is
// tagged as one, and whether an alternative text helps: that takes a person.
package pdftest
