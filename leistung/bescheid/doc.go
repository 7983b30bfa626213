// SPDX-License-Identifier: Apache-2.0

// Package bescheid makes the notice of an authority (Bescheid, the written or
// electronic Verwaltungsakt of § 35 VwVfG and § 31 SGB X) and certificates
// (Bescheinigungen), as accessible HTML and as PDF with the same words.
//
//	notice, err := bescheid.Issue(bescheid.Entwurf{
//		Behoerde: stadt, Verfahren: bescheid.VerfahrenVwVfG, Adressat: erika,
//		Titel: "Bescheid über …", Ergebnis: bescheid.ErgebnisAbgelehnt,
//		Tenor: []string{"Ihr Antrag vom … wird abgelehnt."}, …
//	})
//	page, err := notice.HTML()
//	file, err := notice.PDF()
//	a, err := notice.Anfechtung(frist.Postfach{Bereitgestellt: heute, Benachrichtigt: heute})
//	a.Ende        // tell the citizen: file by
//	a.Spaetestens // call nobody late before
//
// # Model
//
// An Entwurf is what the authority says: who decides, for whom, what, why, under
// which side conditions, by which way it is announced, and which remedy there is.
// Check holds it against what VwVfG and SGB X ask of a notice and returns all
// findings, each with a code and its norm; Codes lists them. Issue makes a Bescheid
// of an Entwurf that no finding blocks, and of no other.
//
// # The remedy
//
// A wrong instruction costs a year (§ 58 Abs. 2 VwGO, § 66 Abs. 2 SGG), so nothing
// is guessed here. Vorverfahren knows the rule of the Land where it was confirmed
// (Bayern, Niedersachsen, Nordrhein-Westfalen, Thüringen, the Bund, and social law
// in all Länder) and names the exceptions; that a matter is none of them the
// authority says. Everywhere else the authority names the remedy and signs for it
// with a Zusage. The words of the instruction name all forms of the statute or
// none, and print no day: the day depends on the announcement, which comes later.
//
// # Announcement
//
// Anfechtung counts, with leistung/frist, when the notice counts as announced and
// until when the remedy may be lodged, with each step. Where an end can be argued
// it gives both.
//
// # Law
//
// Federal law, state of 19 August 2026. The acts of the Länder have the provisions
// of the VwVfG under the same numbers, Schleswig-Holstein under others; findings
// cite the federal ones, and for authorities in Bayern the articles of the BayVwVfG. It
// is no legal advice: whether reasons persuade and a side
// condition is proportionate, no program tells.
//
// # What it does not do
//
// It delivers nothing (see the service's postbox and post), applies no qualified
// signature or seal, and serves nothing on anybody (VwZG).
//
// # Errors and concurrency
//
// Issue returns a *recht.BefundError where findings block. Errors and %v hold no
// text of a notice. All values may be used by any number of goroutines.
package bescheid
