// SPDX-License-Identifier: Apache-2.0

// Package pvog reads the extracts of the federal online catalogue that the Data
// Hub "Open-PVOG" gives out: which Leistung is listed for which area, with which
// address, and whether the address answers.
//
//	extract, err := pvog.ReadCSV(file, pvog.Config{Stand: today})
//	page, err := extract.AddPage(body)      // one page of the JSON interface, both shapes
//
// The reader takes what was seen: comma or semicolon, a byte order mark, column
// names in snake or camel case, Kreise and Länder as keys padded with zeros.
// Columns that it does not know are reported and kept out, values that it does
// not know are findings and no crash. Which values the hub may carry is not
// documented in a source that was read; the known ones are those seen.
//
// Several rows of one pair are normal. Duplicates by Leistung, area and address
// are one row.
package pvog
