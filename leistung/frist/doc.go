// SPDX-License-Identifier: Apache-2.0

// Package frist counts the periods and days of German administrative
// procedure, and says step by step how it came to a day.
//
//	kalender := frist.InGemeinde(kommune.MustParseAGS("16053000")) // Jena
//	f, err := kalender.Berechne(frist.Regel{
//		Beginn: einzug,          // the event: its day is not counted
//		Dauer:  frist.Wochen(2), // § 17 (1) BMG
//	})
//	f.Ende     // the last day, Saturdays, Sundays and holidays considered
//	f.Schritte // why, paragraph by paragraph, in German and English
//
// # Model
//
// A [Kalender] knows the public holidays of one place: of a Land ([InLand]), or
// of a Gemeinde with its own exceptions ([InGemeinde]). A [Regel] is one period:
// when it begins, how long it is, what suspends or extends it. A [Frist] is the
// result. [Kalender.Bekanntgabe] answers when a notice of an authority counts as
// announced, [Kalender.Genehmigungsfiktion] when silence counts as consent.
// Days are [kommune.Datum]: civil days, as the law counts them.
//
// # Sources
//
//   - §§ 187 to 193 and § 209 BGB; § 31, § 41 (2), § 42a VwVfG in the wording of
//     19 August 2026; that of § 41 (2) holds since 1 January 2025, the others since
//     before 2021.
//   - The holiday acts of the sixteen Länder in the wording of September 2026, with
//     their changes since the year 2000; each [Feiertag] names its own. Years to come
//     follow the law as it stood then.
//   - For § 41 (2): Postrechtsmodernisierungsgesetz of 15 July 2024, in force on
//     1 January 2025; see [PostregelLand] for the Länder.
//
// The acts of the Länder have the provisions of the VwVfG under the same numbers,
// Schleswig-Holstein under others. Steps about letters cite the act of the Land
// where it has one, and so do those about public holidays in Bayern; the others cite
// the federal ones.
//
// What a table here does not know is not guessed, nor what the law leaves open:
// where a day hangs on a list that is not part of this package (Mariä Himmelfahrt
// in much of Bavaria, Fronleichnam in two Kreise of Thüringen and in parts of some
// Gemeinden of Sachsen) it counts as a working day, and where an extension can be
// counted in two ways the shorter is taken. So the computed end is the earlier and
// safer one, and the result carries a Vorbehalt and, as Spaetestens, the later day
// that can be argued: tell the first to whoever has to act, and call nobody late
// before the second. [Kalender.MitFeiertagen] closes such a gap, and for Mariä
// Himmelfahrt the official list, read with [ReadMariaeHimmelfahrt].
//
// # Errors
//
// [ErrRegel] reports a rule that cannot be counted, [ErrJahr] a day outside the
// years the tables cover, [ErrUngeklaert] a question of law this package has no
// confirmed answer to. That a fiction does not take effect is a result, not an
// error.
//
// # Concurrency
//
// All values are immutable; everything may be used by any number of goroutines.
//
// # Limits
//
// No restitution (§ 32 VwVfG), no judgement whether a delay was anybody's fault.
// Periods in hours are [Stunden]. The text is information, not legal advice.
package frist
