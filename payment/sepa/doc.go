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
// # What banks write
//
// A statement is read as banks write it: in the encoding that it declares, in the
// name space of the Austrian banks too, in the envelope of a transport, with
// amounts of the payer's currency beside those of the account, and with the
// reference in any of the members that may hold one. What is odd about an entry
// ends nothing; it is a finding of that entry:
//
//	SEP-AMOUNT-01     no amount, or not one of the currency: nothing is booked
//	SEP-CURRENCY-01   a currency that is not counted here: nothing is booked
//	SEP-CURRENCY-02   no code of a currency: nothing is booked
//	SEP-DIRECTION-01  neither credit nor debit: nothing is booked
//	SEP-STATUS-01     no status: nothing is booked
//	SEP-STATUS-02     a status that the format does not know: nothing is booked
//	SEP-REVERSAL-01   an indicator of a reversal that is neither true nor false
//	SEP-DATE-01       a booking or value date that is none
//	SEP-DETAIL-01     details without an amount; they are in Unclear and in Rest
//	SEP-DETAIL-02     details that contradict the entry; they are in Unclear
//	SEP-SIZE-01       more text or elements than are read; the entry stands for all
//	SEP-TEXT-01       a character that the encoding does not have; U+FFFD stands for it
//
// Only what has the status BOOK is booked, and nothing of a camt.052, which may
// change until the day is over.
//
// # Sources
//
// IBAN: ISO 13616 with the account structures of its registry, release 103.
// [CreditorID]: the SEPA creditor identifier as the DFUE-Abkommen describes it.
// [RF]: ISO 11649. [EPC]: EPC069-12, with the countries of EPC409-09. Statements:
// ISO 20022, the schemas camt.053.001.08 and camt.054.001.08, and for version 02
// samples that banks have published. Only what the matching needs is read; the
// rest, and what other versions add, is passed over.
//
// The account structure of Brazil is the one of the registry's release 103; earlier
// releases have the same characters in other parts.
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
