// SPDX-License-Identifier: Apache-2.0

// Package zustaendigkeit finds who is responsible for a Leistung in an area on
// a day: the authorities (Organisationseinheiten) and the online services.
//
//	index := zustaendigkeit.NewIndex()
//	err := index.Update(func(a *zustaendigkeit.Aenderung) {
//		a.PutStelle(zustaendigkeit.Stelle{ID: "L100016.OE.7", Art: zustaendigkeit.Behoerde, Name: "Bürgeramt"})
//		a.Put(zustaendigkeit.Zustaendigkeit{Leistung: key, Gebiete: []kommune.ARS{jena}, Stelle: "L100016.OE.7"})
//	})
//	e := index.Resolve(key, jena, heute)
//	e.Art()      // Eine
//	e.Gruende()  // why, in German and English
//
// Package xzufifeed fills an Index from transfer messages.
//
// # Model
//
// A [Zustaendigkeit] links a Leistung, areas and a [Stelle], as in XZuFi. An
// area is an ARS padded with zeros: a Gemeinde, a Verband, a Kreis, a
// Regierungsbezirk, a Land; the zero ARS is the whole country. What holds in a
// wider area holds in every area inside it, and the entry with the most specific
// area wins. That is decided for authorities and for online services apart: a
// service of the Land stands beside the office of the town.
//
// An [Ergebnis] is one of four: [Keine], [Eine], [Mehrere] authorities, or
// [Rueckfrage]: the area asked about is so wide that the answer differs inside
// it, or no place was given where it matters. None of them is an error; each gives
// its reasons.
//
// [Index] answers from memory; package zustaendigkeit/routing asks the Routing API of
// FIT-Connect and verifies every signature. Both are an [Aufloeser].
//
// # Sources
//
// The rule of inheritance is the one that portals over XZuFi follow; areas and
// roles as in the transfer objects of XZuFi 2.2.
//
// # Cost
//
// A question to an Index allocates nothing. What it costs are steps to memory
// that is not near: a whole country fits the caches as far as its areas are alike,
// because areas in which the same Leistungen fall to the same number of offices
// share one pattern. BenchmarkResolve and BenchmarkLoadCountry measure this for a
// country of 6.3 million pairs, and for countries without any order.
//
// # Errors
//
// [ErrEingabe] reports a change that cannot be made.
//
// # Concurrency
//
// An Index may be read by any number of goroutines while it is updated. A reader
// sees an update as a whole or not at all and never waits.
package zustaendigkeit
