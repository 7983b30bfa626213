// SPDX-License-Identifier: Apache-2.0

// Package leistung names the services of the German administration as the
// federal catalogue of services does.
//
// A Leistung (administrative service) is known by its [Schluessel], the key of
// 14 digits that the catalogue LeiKa, now part of FIM (Foederales
// Informationsmanagement), gives it. The same key, as a URN, addresses the
// service in messages of FIT-Connect:
//
//	key, err := leistung.ParseSchluessel("99115005104001") // Wohnsitz Anmeldung als Hauptwohnsitz
//	key.Typ()    // leistung.TypLOVD: object, Verrichtung and detail
//	key.Parent() // 99115005104000, Wohnsitz Anmeldung
//	key.URN()    // urn:de:fim:leika:leistung:99115005104001
//
// A [Katalog] is an edition of the catalogue: dated entries ([Leistung]), the
// bundles of the Onlinezugangsgesetz they belong to ([Buendel], many to many),
// and a search in plain words:
//
//	k, err := leistung.NewKatalog(stand, leistungen, buendel) // see ReadLeistungenCSV
//	k.Search("umziehen", heute, 5)                            // Wohnsitz Anmeldung, ...
//	k.Lookup(key, heute)                                      // the wording of that day
//	k.Nachfolger(key, heute)                                  // what took its place
//
// [NormalizeSchluessel] reads keys as people write them, with blanks or hyphens.
//
// leistungtest.Beispielkatalog is a small set for examples; it is not the catalogue
// in force. [Typisierung] says who regulates and executes a Leistung,
// a [recht.Niveau] how sure it must be who acts, [Reifegrad] how far a service
// is online (with the edition of the model, without which a level says nothing),
// and [EfAProfil] is a checklist for services that others are to join.
//
// # Errors
//
// Text that is not a key is [ErrSyntax], with a [*SyntaxError] that names the
// place. Whether a well-formed key stands in a given edition of the catalogue is
// another question: then it is [ErrUnknown]. Groups and Verrichtungen are open
// lists, and a parent need not have an entry of its own. [ErrKatalog] reports a
// catalogue that contradicts itself or cannot be read.
//
// # Sources
//
// The pattern 99 and twelve digits is the one of the FIT-Connect Routing API 2.0.
// The parts and their widths follow the names of the FIM Portal's model (API
// 0.24) and were checked against the 4,813 keys of a catalogue of October 2019.
package leistung
