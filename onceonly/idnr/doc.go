// SPDX-License-Identifier: Apache-2.0

// Package idnr holds the identifiers of persons and companies that registers
// are matched with: the identification number (Identifikationsnummer, IdNr,
// § 139b AO, used by registers under the IDNrG), the business identification
// number (Wirtschafts-Identifikationsnummer, W-IdNr, § 139c AO), and the
// service-specific pseudonym of the BundID account (bPK2).
//
//	id, err := idnr.Parse("86 095 742 719")
//	fmt.Println(id)         // [masked]
//	fmt.Println(id.Clear()) // 86095742719
//
// Each is a type of its own, comparable, and masked in every output: String,
// every formatting verb, slog, JSON and XML show a mark, also where the value is
// an unexported field of another struct. Only Clear and Display give the number
// away, so that a search for them finds every such place. For the same reason
// there is no driver.Valuer: storing a number is an explicit act.
//
// # Errors
//
// ErrSyntax: not of the form. ErrDigits: of the form, but the digits break the
// rule of repetition. ErrCheckDigit: the check digit is another one. ErrTestNumber: a number that is reserved for tests, see
// ParseTest. No error shows the number.
//
// # What it does not do
//
// It cannot tell whether a number was ever assigned. The check digit (ISO 7064
// MOD 11,10) finds every single wrong digit, but not every swap of neighbours.
package idnr
