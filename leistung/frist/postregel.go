// SPDX-License-Identifier: Apache-2.0

package frist

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune"
)

// Postregel says on which day after posting a letter of an authority within
// Germany counts as announced (§ 41 (2) VwVfG and the acts of the Länder). The
// same day after sending holds for what is sent electronically.
type Postregel struct {
	Tage   int
	Norm   string
	Quelle string
	// Vorbehalt says in German for which letters the rule does not hold; empty
	// where it holds for all.
	Vorbehalt string
}

const (
	dritter = 3
	vierter = 4

	quelleBisher = "bis 31.12.2024"
	quelleBund   = "seit 1.1.2025 (Postrechtsmodernisierungsgesetz vom 15.7.2024)"
)

// beginnVierterTag is the day from which the fourth day holds in federal law.
var beginnVierterTag = tag(2025, 1, 1)

// PostregelBund returns the rule for an authority of the Bund, and for every
// matter in which federal procedural law applies, by the day of posting. § 37 (2)
// SGB X and § 122 (2) AO have the same days since the same date.
func PostregelBund(aufgabe kommune.Datum) Postregel {
	if aufgabe.Before(beginnVierterTag) {
		return Postregel{Tage: dritter, Norm: "§ 41 Abs. 2 VwVfG a. F.", Quelle: quelleBisher}
	}
	return Postregel{Tage: vierter, Norm: "§ 41 Abs. 2 VwVfG", Quelle: quelleBund}
}

// wechsel is a change of the rule of a Land. A zero rule says that from the day
// on the law of the Land is not known here.
type wechsel struct {
	ab    kommune.Datum
	regel Postregel
}

// wechselAb2025 are the changes since 2025, in order. Until then the third day
// held everywhere.
//
// Where the act of the Land refers to the federal one, or a survey of the change
// names the Land (Bremen, Nordrhein-Westfalen), the fourth day came with it.
// Thüringen has referred since the same day: § 1 (1) ThürVwVfG of 2 July 2024
// (GVBl. p. 277) excepts some provisions, § 41 not among them.
// Baden-Württemberg and Schleswig-Holstein changed their own acts, whose texts
// were read; for the latter the day of the change is open. The other five have
// full acts of their own whose changes were not at hand.
var wechselAb2025 = func() [17][]wechsel {
	var out [17][]wechsel
	bund := Postregel{Tage: vierter, Norm: "Landesrecht entsprechend § 41 Abs. 2 VwVfG", Quelle: "seit 1.1.2025"}
	for _, land := range []kommune.Land{
		kommune.Berlin, kommune.Brandenburg, kommune.Bremen, kommune.Niedersachsen, kommune.NordrheinWestfalen,
		kommune.RheinlandPfalz, kommune.Sachsen, kommune.SachsenAnhalt,
	} {
		out[land] = []wechsel{{beginnVierterTag, bund}}
	}
	for _, land := range []kommune.Land{kommune.Bayern, kommune.Hamburg, kommune.Hessen, kommune.MecklenburgVorpommern, kommune.Saarland} {
		out[land] = []wechsel{{beginnVierterTag, Postregel{}}}
	}
	out[kommune.Thueringen] = []wechsel{{beginnVierterTag, Postregel{
		Tage: vierter, Norm: "§ 1 Abs. 1 ThürVwVfG, § 41 Abs. 2 VwVfG", Quelle: quelleBund,
	}}}
	out[kommune.BadenWuerttemberg] = []wechsel{{tag(2025, 2, 7), Postregel{
		Tage: vierter, Norm: "§ 41 Abs. 2 LVwVfG", Quelle: "seit 7.2.2025 (Gesetz vom 28.1.2025, GBl. 2025 Nr. 8)",
		Vorbehalt: "In Verfahren, die vor dem 7.2.2025 begonnen haben, gilt noch der dritte Tag (§ 102b LVwVfG).",
	}}}
	out[kommune.SchleswigHolstein] = []wechsel{{beginnVierterTag, Postregel{}}, {tag(2026, 4, 15), Postregel{
		Tage: vierter, Norm: "§ 110 Abs. 2 LVwG", Quelle: "Fassung vom 15.4.2026",
	}}}
	return out
}()

// PostregelLand returns the rule for authorities of the Land and its Kommunen by
// the day of posting. Where the law of the Land at that time is not known here,
// the error is [ErrUngeklaert]: some Länder still had the third day after 2024.
// Who knows the act in force passes its Postregel himself.
func PostregelLand(land kommune.Land, aufgabe kommune.Datum) (Postregel, error) {
	if !land.IsValid() || aufgabe.IsZero() {
		return Postregel{}, fmt.Errorf("%w: the rule for letters needs a Land and a day", ErrRegel)
	}
	regel := Postregel{Tage: dritter, Norm: "Landesrecht entsprechend § 41 Abs. 2 VwVfG a. F.", Quelle: quelleBisher}
	for _, w := range wechselAb2025[land] {
		if !aufgabe.Before(w.ab) {
			regel = w.regel
		}
	}
	if regel.Tage == 0 {
		return Postregel{}, fmt.Errorf("%w: whether letters in %s count as announced on the third day or the fourth", ErrUngeklaert, land.Name())
	}
	return regel, nil
}
