// SPDX-License-Identifier: Apache-2.0

// Package xzufi reads and writes transfer messages of XZuFi, the format in which
// portals of the administration exchange Leistungen, authorities, online
// services and who is responsible.
//
//	r := xzufi.NewReader(file, xzufi.Limits{})
//	for t, err := range r.All() {
//		if err != nil { return err }
//		switch {
//		case t.Leistung != nil:
//		case t.Zustaendigkeit != nil:
//		case t.Loesche != nil:
//		}
//	}
//
// A message is read as a stream: one object at a time, whatever its length.
// [Parallel] does the same with all processors.
// Package zustaendigkeit/xzufifeed carries objects into an index of responsibilities,
// [Leistung.Eintraege] into
// a catalogue.
//
// # Source and state
//
// Namespaces of 2.1.0 and 2.2.0. The structure of the transfer message
// (nachrichtenkopf, schreibe, loesche) and the spelling of identity, names,
// codes, text modules and responsibilities follow public importers of the feed
// of the Portalverbund; the spelling inside deadlines, fees and documents is
// derived from the names of the FIM Portal's model (API 0.24) and has not been
// checked against the schema. Of 2.3 the fields with such a name are read, and
// written where the version says 2.3; its namespace is not confirmed: name it in
// [Limits].Namensraeume to accept it.
// The files in testdata are synthetic.
//
// # Model
//
// The identity of an object is [Kennung]: the Redaktion (schemeAgencyID) and the
// id. Ids repeat between Redaktionen. Every module is a slice; 2.2 holds at most
// one of most. Elements are told by namespace URI and local name, never by a
// prefix; code and name inside a code list value have no namespace. Elements
// this package does not know are passed over.
//
// Real feeds hold empty messages, and deletions of objects that were never sent.
// Both are normal here.
//
// Texts are [leistung.HTML] from many hands. [Sanitize] keeps a small set of
// harmless marks, [PlainText] none.
//
// # Errors
//
// [ErrFormat] reports a message that is not XZuFi as described, ErrLimit of
// package xmlstream and its relatives a document beyond the limits or not
// well-formed; each names line and column and no text of the document.
//
// # Limits
//
// No document type, no entity of its own, no encoding but UTF-8. Not validated
// against the XSD: what is missing is empty.
package xzufi
