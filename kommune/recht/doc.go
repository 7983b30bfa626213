// SPDX-License-Identifier: Apache-2.0

// Package recht is the legal vocabulary of the house: the norm a thing rests on,
// the finding about an input, the trust level of an account, and text in several
// languages. All blocks use these types; a wire format with an own one converts
// at its door.
//
//	norm := recht.MustParseNorm("§ 23a Abs. 1 Satz 5 BMG")
//	befund := recht.Befund{
//		Code:    "UMZUG-FAMILIE-01",
//		Pointer: "/familie/0",
//		Normen:  recht.Normen{norm},
//		Text:    recht.NewText("Bitte versichern Sie …", "Please assure …"),
//	}
//	if konto.Niveau.Reicht(recht.NiveauHoch) { … }
//
// # Norms
//
// A [Norm] is one place of one act. Its one German spelling is the usual one, and
// [Norm.String] gives back what [ParseNorm] read:
//
//	§ 3 Abs. 1 Nr. 9 Buchst. a BMG          § 5 Abs. 4 1. BMeldDÜV
//	Art. 6 Abs. 1 UAbs. 1 Buchst. c DSGVO   § 23a Abs. 1 Satz 5 BMG
//
// Several places are several norms: [Normen], written with commas. There is no
// norm of a range ("§§ 187 bis 193", "§ 39 ff.") and none of a list ("Abs. 2 und
// 3"), because what cites twenty places cites none that can be checked; each
// place is named, or the one that carries the thing. There is no "i. V. m." and no
// "a. F." either: which wording holds on which day is not part of the place but of
// the registry of norms, which says since when the wording holds.
//
// # Errors
//
// Input with findings that block is [ErrInvalid], a [*BefundError].
// Malformed text is a [*SyntaxError], which matches [ErrSyntax] and names the
// byte. Whether an act or a place exists is another question, which the registry
// answers.
//
// # Concurrency
//
// All types are values and never change.
package recht
