// SPDX-License-Identifier: Apache-2.0

// Package wohngeld calculates Wohngeld (housing benefit) by the Wohngeldgesetz
// (WoGG) and the Wohngeldverordnung (WoGV) for every day since 1 January 2020, to
// the euro, and says step by step why.
//
//	protokoll, e, err := wohngeld.Regeln().Protokolliere(tag, haushalt, herkunft)
//	e.Wohngeld            // 691,00 Euro a month
//	e.Hinweise.Codes()    // the open questions of the law that this amount hangs on
//	protokoll.Schritte    // income, M, Y, a, b, c, z1 to z4, rounding: each with its paragraph
//
//	parts, err := wohngeld.Bewillige(zeitraum, haushalt, entschieden, herkunft)  // each month by its law
//
// # Model
//
// [Haushalt] are the facts: persons with incomes, rent or burden, Gemeinde.
// [Regeln] go from there (§§ 5 to 21), [Formel] from the sums of § 4 ([Groessen]).
// [Recht] is the law of a day, resolved once. [Bewillige] calculates a period with
// the transitions of §§ 41 to 44, [Antragszeit] finds its begin (§§ 22, 25),
// [Recht.Aenderung] says what new facts change (§ 27), and [PruefeFortschreibung]
// proves the tables against each other (§ 43).
//
// All arithmetic is in whole numbers: cents for amounts, 1/10,000 euro for income
// a year, ten decimals for the formula; no float.
//
// What the law leaves open stands in one place each: a field of [Auslegung]
// chooses the reading, a question of the rules ([regel.Frage]) says what hangs on
// it, and a result that hangs on it carries a [Hinweis]. Of the bill [Entwurf2027]
// a part is held; no date applies it.
//
// # Sources
//
// WoGG and WoGV in their texts from 2021 to July 2026; the year 2020 is that text
// without what began in 2021. Promulgations stand beside each value. Text of the
// administrative regulation (WoGVwV) of 2017 was seen in quotations only. The
// Mietenstufen were matched from the names of the annex to keys of the register
// of municipalities (Destatis, GV-ISys, 30.11.2025).
//
// # Errors and limits
//
// A day before 2020 is [regel.ErrKeinRecht]. Input is checked by Check, which
// returns all findings; what is calculated without it and cannot be is no amount
// but [GrundEingabe]. Households of at most 50 members, amounts of at most ten
// million euro.
//
// # What it does not do
//
// It decides nothing that the law leaves to a person: wealth and plausibility are
// remarks. It does not judge who is a member (§ 5), who is entitled (§ 3), or
// whether a change of income is only passing; these are facts it is given. Not held
// are § 25 Abs. 4 and 5 and the law before 2020. The text is information, not legal advice.
package wohngeld
