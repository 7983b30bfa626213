// SPDX-License-Identifier: Apache-2.0

// Package wohngeld calculates Wohngeld (housing benefit) by the Wohngeldgesetz
// (WoGG) and the Wohngeldverordnung (WoGV) for every day since 1 January 2020, to
// the euro, and says step by step why.
//
//	werk := wohngeld.Formel()
//	protokoll, e, err := werk.Protokolliere(tag, wohngeld.Groessen{
//		Mitglieder: 4, Stufe: 7, Miete: 1225_00, Gesamteinkommen: 26_727_00,
//	}, nil)
//	e.Wohngeld            // 691,00 Euro a month
//	protokoll.Schritte    // M, Y, a, b, c, z1 to z4, rounding: each with its paragraph
//
// # Model
//
// [Groessen] are the sums of § 4 WoGG. [Recht] is the law of a day: tables,
// formula, Mietenstufen. All arithmetic is in whole numbers: cents for amounts,
// 1/10,000 euro for income a year, ten decimals for the formula; no float.
//
// What the law leaves open stands in one place each: a [Auslegung] field chooses
// the reading, a question of the rules ([regel.Frage]) says what hangs on it, and
// a result that hangs on it carries a [Hinweis]. Of the bill [Entwurf2027] a part
// is held; no date applies it.
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
// remarks. The text is information, not legal advice.
package wohngeld
