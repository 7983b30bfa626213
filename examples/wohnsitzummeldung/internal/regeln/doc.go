// SPDX-License-Identifier: Apache-2.0

// Package regeln holds the rules of the Bundesmeldegesetz (BMG) for the
// registration of a home, as predicates with their paragraph, and the check of
// a whole application that reports all findings at once.
//
// The rules by number:
//
//	R1   two weeks after moving in                 § 17(1)            [Frist]
//	R2   not before moving in                      § 17(1)            [Bezogen]
//	R4   under 16: whoever's home the child enters § 17(3)            [Meldepflichtig]
//	R6   no duty for a stay of up to six months    § 27(2)            [Befreit], [Check]
//	R10  all other homes, and the main one         § 21(4)            [Check]
//	R11  family on one form, with an assurance     § 23(5)            [Check]
//	R12  landlord's confirmation or its code       §§ 19, 23(1)       [Check]
//	R14  identity: eID                             § 10(2), (3), § 23a(4) [Nachgewiesen]
//	R15  nothing beyond the list of the law        § 24(1), § 3       [Erhebbar]
//	R16  come to the office on request             § 25               an act of the clerk
//	R17  the confirmation is free                  § 24(2)            no fee is asked anywhere
//
// R15 is held by a test over the fields that are fetched; what the form asks
// beyond the list, for the sake of advice, is not passed on.
//
// Outside this service, and said so in its help: leaving Germany (R3, § 17(2)),
// guardians (R5, § 17(3)), service accommodation, prison and diplomats (R7, R8,
// §§ 26, 27), what a dwelling is (R9, § 20), and the code that the authority
// posts to the new address in place of a landlord's confirmation (R13, § 23a(3)).
//
// State of the law: §§ 18, 18a, 23a, 24 and 33 as of December 2025; the others
// in the text of early 2022. Words and deadlines change: a rule is changed here
// and nowhere else.
package regeln
