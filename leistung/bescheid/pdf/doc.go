// SPDX-License-Identifier: Apache-2.0

// Package pdf writes letters and certificates of an authority as accessible PDF
// files: tagged, with every letter of DIN 91379, made for archives, and the same
// bytes for the same document.
//
//	file, err := pdf.Document{
//		Title: "Meldebestätigung", Language: "de-DE", Author: "Stadt Musterstadt", Created: now,
//		Body: []pdf.Block{
//			pdf.Heading{Level: 1, Text: pdf.Plain("Meldebestätigung")},
//			pdf.Paragraph{Text: pdf.Plain("Die Anmeldung wird bestätigt.")},
//		},
//	}.Bytes()
//
// # Model
//
// A Document is a list of blocks: headings, paragraphs, lists, tables, pairs of
// a name and a value, and square patterns such as a QR code. Whatever can be said
// has a tag in the file; nothing can be drawn that has none. What no accessible
// file may have (a skipped heading, a figure without alternative text, a table
// with a ragged row) is an error, and so is a letter that the typeface lacks: a
// box in somebody's name is never printed.
//
// # Layout
//
// One column on A4 with the margins of DIN 5008 (as remembered, not compared with
// the standard), one typeface in four styles, left to right, black. Paragraphs are
// broken greedily by Unicode's rules (UAX 14) with ragged right, soft hyphens are
// honoured, and no word is divided by a dictionary. All measures are whole
// thousandths of a point, so that a file does not depend on the processor; it may
// depend on the Go release, whose compression may change.
//
// # Text
//
// The same drawing for two texts has two codes, so that the text layer says
// exactly what was written. A letter with its marks is one glyph composed for the
// file, coded as the letter; the marks follow as empty codes without width. Marks
// drawn as glyphs of their own make readers see blanks that are not there.
//
// # What the file claims, and who judged it
//
// The file says that it follows PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2).
// Each file is written by this package alone and its tests hold it against the
// conditions of package pdftest, which name what a program can check; other
// programs read it beside that (QPDF, Poppler, MuPDF, pdf.js, pdfcpu). The claim
// goes as soon as one of them finds something. Three judges have not looked at it:
// veraPDF, PAC, and a person with a screen reader. Whether a heading is a heading
// to its reader, and an alternative text helps, no program tells at all.
//
// # Errors
//
// ErrDocument reports a document that no accessible file can be made of,
// ErrCharacter one with a character that cannot be written. All that is wrong
// with a document is told at once; texts are not repeated in errors.
//
// # Concurrency and limits
//
// A Document is a value; any number of goroutines may write files at the same
// time. A document holds at most a million bytes of text and 50,000 pieces
// (blocks, items, cells), refused before any work. It is no general layout engine:
// no pictures, no colours, no writing from right to left, no signature inside the
// file.
package pdf
