// SPDX-License-Identifier: Apache-2.0

// Package sepa holds what a cash office needs of the Single Euro Payments Area:
// account numbers, references that check themselves, the QR code of a credit
// transfer, and bank statements brought together with what is owed.
//
//	iban, err := sepa.ParseIBAN("DE89370400440532013000")
//	rf, err := sepa.NewRF("2026000042")             // RF022026000042
//	payload, err := sepa.EPC{
//		Name:      "Stadt Musterstadt",
//		IBAN:      iban,
//		Amount:    money.MustParseAmount("7.50 EUR"),
//		Reference: rf.String(),
//	}.Payload()
//
// A statement is read entry by entry, and a [Matcher] says what each movement is:
//
//	matcher, err := sepa.NewMatcher(claims, bookedKeys, format.Find)
//	for entry, err := range sepa.ReadEntries(file, sepa.Limits{}) {
//		matches, err := matcher.Match(entry) // exact, partial, over, reversal, ...
//	}
//
// The movements of an entry and what they leave unexplained always add up to the
// entry, and a statement that is read twice is booked once.
//
// # Sources
//
// IBAN: ISO 13616 with the account structures of its registry, release 103.
// [CreditorID]: the SEPA creditor identifier as the DFUE-Abkommen describes it.
// [RF]: ISO 11649. [EPC]: EPC069-12. Statements: ISO 20022, the schemas
// camt.053.001.08 and camt.054.001.08, and for version 02 samples that banks have
// published. Only what the matching needs is read; the rest, and what other
// versions add, is passed over.
//
// # Errors
//
// Text of the wrong form is [ErrSyntax], with a [*SyntaxError] that names the
// place. Text of the right form with a slip in it is [ErrCheckDigits]; an IBAN
// of a country that is not in the registry is [ErrUnknownCountry]. A QR code
// that cannot be made is a [*recht.BefundError] with all findings. A document
// that cannot be read is [ErrStatement].
//
// # Personal data
//
// An IBAN can be a person's. Errors never repeat it, and fmt and slog print it
// masked; String, Paper and the marshallers give it in full.
//
// # Concurrency
//
// All values are immutable. A [Matcher] belongs to one goroutine.
package sepa
