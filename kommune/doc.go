// SPDX-License-Identifier: Apache-2.0

// Package kommune knows the municipalities of Germany: their keys, the register
// of all of them, and the administration that acts for each.
//
// The embedded register is the edition of 30.11.2025 (all 10,953 rows, of which
// 10,751 are Gemeinden and 202 gemeindefreie Gebiete):
//
//	Quelle: Statistisches Bundesamt (Destatis), Gemeindeverzeichnis-Informationssystem
//	GV-ISys, Gebietsstand 30.11.2025; eigene Aufbereitung
//
// Destatis allows copying and passing on, extracts included, with the source
// named; a program that shows the data shows [Verzeichnis.Quelle] beside it.
// Area and population are of 31.12.2024, coordinates from the Destatis workbook
// "Auszug GV4Q" of that day. The history of keys joins the Umsteigeschlüssel of
// BBSR Bonn (1990 to 2023) and the Gebietsänderungen of Destatis; former names
// and former ARS are those of 13 editions since 1990. A newer edition is loaded
// with package kommune/gv100ad, further changes with [ReadAenderungen]; either
// keeps what the embedded one knew.
//
//	register := kommune.Deutschland()
//	hits := register.Search("muhlhausen", 5)            // what a person types
//	key, err := kommune.ParseAGS("16061114")
//	gemeinde, err := register.Gemeinde(key)             // Teistungen
//	traeger, err := register.Traeger(key)               // VG Lindenberg/Eichsfeld
//	today, err := register.Resolve(oldKey, asOf)        // what became of a key
//	register.ResolveKreis(oldKreis, asOf)               // … of a Kreis
//	register.ResolveARS(oldARS, asOf)                   // … of an ARS
//
// # Model
//
// A [Gemeinde] is identified by its [AGS] (Amtlicher Gemeindeschlüssel). The
// [ARS] (Amtlicher Regionalschlüssel) has the digits of the Gemeindeverband in
// its middle and changes with it. The unit that acts is often not the Gemeinde:
// [Verzeichnis.Traeger] goes from one to the other in one step.
//
// All keys are small comparable values. Only a Parse function makes one, so a
// key is well formed or zero ("not set"). Text, JSON and SQL carry the digits
// with their leading zeros. [Datum] is a calendar day, for which a law or a
// register never means an instant.
//
// # Errors
//
// [ErrSyntax] says that a text is no key at all, [ErrUnknown] that a well
// formed key is not in this edition; [Verzeichnis.Resolve] may still know what
// became of it. Both are matched with errors.Is; [*SyntaxError] and
// [*UnknownError] carry the facts.
//
// # Concurrency
//
// A [Verzeichnis] never changes and may be used by any number of goroutines.
// Importing the package does no work. The first call of [Deutschland] decodes
// the embedded register, the first search makes the index of names, the first
// question about history, coordinates or [Zuordnung] decodes those: a few
// milliseconds each, once.
//
// # What it does not do
//
// It does not route by PLZ: the register has the PLZ of the seat only. It does
// not say which duties a Verband has taken over, which is a matter of the law of
// each Land (see [Traeger]). It does not know NUTS regions below the Land. Of
// Ortsteile it knows those that were Gemeinden since 1990. It does not follow a key
// back in time. Of changes after 30.11.2025 it knows which keys ended until
// 30.06.2026, and of Hanau alone what took its place: [Resolution.OffenSeit] and
// [Resolution.BekanntBis] say so. Names that lived only between two of the editions
// read are missing.
package kommune
