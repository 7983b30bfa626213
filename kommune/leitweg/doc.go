// SPDX-License-Identifier: Apache-2.0

// Package leitweg reads and builds the Leitweg-ID, the address of an authority
// for electronic invoices (XRechnung BT-10, Peppol scheme 0204), as KoSIT,
// "Leitweg-ID Format-Spezifikation" 2.0.2 of 28.07.2021, defines it.
//
//	id, err := leitweg.Parse("04011000-1234512345-06")
//	id, err = leitweg.New("16061114", "RATHAUS") // computes the check digits
//
// # Model
//
// An ID is the Grobadressierung, an optional Feinadressierung and two check
// digits, joined by hyphens. The Grobadressierung has 2, 3, 5, 8, 9 or 12
// digits: Land, Regierungsbezirk, Kreis, AGS, key of a Verband, ARS; 99 in
// front stands for the Bund. The Feinadressierung has 1 to 30 letters and
// digits; small letters mean the same and are read as capital ones. The check
// digits follow ISO/IEC 7064 MOD 97-10.
//
// # Errors
//
// A text of another form matches [kommune.ErrSyntax], wrong check digits match
// [ErrPruefziffern]: the one is no Leitweg-ID, the other a mistyped one.
//
// # What it does not do
//
// It does not know which Leitweg-IDs are in use.
package leitweg
