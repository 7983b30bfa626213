// SPDX-License-Identifier: Apache-2.0

// Package gv100ad reads GV100AD, the file in which the Statistisches Bundesamt
// (Destatis) publishes all municipalities of Germany several times a year
// (Gemeindeverzeichnis-Informationssystem GV-ISys, record description in force
// since 14.06.2000).
//
// With it a program uses a newer edition than the one embedded in package
// kommune:
//
//	file, err := os.Open("GV100AD_31012026.txt")
//	…
//	register, err := gv100ad.Load(file)
//	gemeinde, err := register.Gemeinde(key)
//
// # Format
//
// A record has 220 characters and one of six kinds, [Satzart]: Land,
// Regierungsbezirk, Region, Kreis, Gemeindeverband, Gemeinde. Positions count
// characters, not bytes. Editions are UTF-8 since Sorbian names became
// official, and ISO-8859-1 before; the reader finds out which, and refuses a
// file that mixes both. Lines end with LF or CR LF; empty lines are passed over.
// Blanks at the end of a line that an editor or a version control took away are put
// back; a last line that breaks off without an end of line is refused.
//
// # Errors
//
// What breaks the format is an [*Error] with line, field and positions, and
// matches [kommune.ErrSyntax]. The reader stops at the first one and holds no
// more than one record, whatever the file is. [Load] holds at most 50,000
// records, three times what an edition has, and also refuses those that do not
// fit together, as a file cut in the middle of a Kreis has them. A file
// cut between two Kreise cannot be told from a smaller edition: compare the
// number of Gemeinden with the one Destatis states.
package gv100ad
