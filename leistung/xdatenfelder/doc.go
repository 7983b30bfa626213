// SPDX-License-Identifier: Apache-2.0

// Package xdatenfelder reads and writes XDatenfelder, the format in which FIM
// (Foederales Informationsmanagement) describes the data fields of forms.
//
//	s, err := xdatenfelder.Parse(file)   // XDatenfelder 2 or 3
//	for place := range s.Alle() { … }     // every group and field with its path
//	findings := xdatenfelder.Lint(s)      // quality messages by official number
//	err = xdatenfelder.Write(out, s.ToXDF3())
//
// # Model
//
// One [Schema] serves both versions of the standard and the three messages of
// each: a Stammdatenschema, a single Datenfeldgruppe and a single Datenfeld.
// Reading keeps ids, versions and states as the document has them;
// [Schema.ToXDF3] converts them. A code list that a schema carries itself is
// Feld.Werte, one that it names is a [CodelisteReferenz] and is read with package
// genericode. Package formular makes a form of a schema.
//
// # Reading
//
// Elements are told by their namespace, never by a prefix. Reading streams and
// keeps within [Limits]; document type declarations, and with them all entities,
// are refused, as is any encoding but UTF-8. What a receiver could misread is an
// error: an element that is unknown, doubled or without the id or the content it
// must have, a code outside its list. What is bad practice is left to [Lint].
//
// # Linting
//
// [Lint] gives the messages of the official list, version 1.8, that a document
// can be checked for by itself, [Linter] also those about code lists. Left out
// are messages that need the federal repository (1115, 1121, 1123 to 1126),
// the other elements of an editor's office (1036, 1087, 1088, 1134), recommended
// lengths (1136 to 1138), the script of a rule (1001, 1019, 1041), texts in an
// outdated form (1035, 1132), Dokumentsteckbriefe of their own (1008, 1049, 1052
// to 1055, 1092, 1107, 1144), and those the list itself has switched off.
//
// # Errors
//
// [ErrXML], [ErrLimit], [ErrDTD] and [ErrEncoding] tell what is wrong with the
// document as XML; [ErrNamespace], [ErrStruktur] and [ErrCode] with what it says.
// They name the line and repeat no text of the document.
//
// # Concurrency
//
// The functions keep no state. A Schema is plain data: share it as you share a
// slice.
//
// # Sources and limits
//
// The elements and their cardinalities follow public parsers and the quality
// rules of the FIM stylesheets; their order and the versions of the code lists
// follow 91 schemas that the FIM Portal exported in 2026. The XML Schema of the
// standard was not at hand, so documents written here have not been checked
// against it. Rule scripts are carried along and never executed.
package xdatenfelder
