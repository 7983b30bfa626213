// SPDX-License-Identifier: Apache-2.0

// Package xrechnung writes a fee notice as an electronic invoice that a company or a
// public body can book by machine: XRechnung 3.0 in UBL and in CII, category O ("not
// subject to VAT"), and reads and checks such files.
//
//	file, err := xrechnung.Notice{Number: "GB-2026-000042", …}.UBL()
//	invoice, err := xrechnung.Read(file, xrechnung.Limits{})
//	findings := invoice.Check()
//
// # What it is for
//
// A public authority in sovereign action is no entrepreneur (§ 2b UStG), so nothing
// obliges it to send an invoice for a fee. The file is a service beside the notice and
// never in its place. A [Notice] has no place for VAT: shown on a fee that is not
// taxable it would be owed (§ 14c UStG). Fees that are taxable, and invoices with both,
// are not written here, and [Invoice.Check] refuses them.
//
// A fee that was paid before has [Notice].Paid: nothing of it is payable again. That is
// how leistung/onlinedienst uses it, for payers that ask for an invoice; examples/ikfz
// shows it.
//
// # Check
//
// Check gives all findings under the ids of the rules: BR-… of EN 16931 and BR-DE-… of
// XRechnung, UBL-DT-01 for amounts in UBL, PEPPOL-EN16931-… of those that the official
// build of XRechnung adds. Rules about parts that a fee notice does not have are left
// out; the parts themselves are XR-SUBSET-01. Information is a note. Our own:
//
//	XR-SUBSET-01  a part that this package does not read, so nobody has judged it
//	XR-SUBSET-02  a part that stands twice
//	XR-VAT-01     a category other than O
//	XR-CURRENCY-01 an amount in another currency than the invoice, which EN 16931 lets pass
//	XR-DATE-01    a date that is none
//	XR-AMOUNT-01  an amount, a quantity or a rate that is no number
//	XR-VATEX-01   a reason for exemption other than that of category O
//	XR-TEXT-01    characters that XML cannot carry
//
// The order of elements is not judged; what is written has that of the schemas.
//
// # Bounds
//
// [Read] holds one file up to [Limits].Bytes, refuses document types and entities, and
// reports a bounded number of findings. Errors repeat no text of the file.
//
// Sources: EN 16931-1 with the validation artefacts 1.3.16, XRechnung 3.0 with the
// schematron 2.5.0.
package xrechnung
