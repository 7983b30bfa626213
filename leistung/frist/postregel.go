// SPDX-License-Identifier: Apache-2.0

package frist

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Postregel says on which day after posting a letter of an authority within
// Germany counts as announced (§ 41 (2) VwVfG and the acts of the Länder). The
// same day after sending holds for what is sent electronically.
type Postregel struct {
	Tage   int
	Normen recht.Normen
	Quelle string // from when to when the wording holds, and where it was published
	// FruehererZugang makes an arrival before the day count where it can be
	// proved, as in Brandenburg; elsewhere it changes nothing.
	FruehererZugang bool
	// Vorbehalte are warnings that say for which letters the rule may not hold;
	// none where it holds for all. Andernfalls is the number of days that holds for
	// them.
	Vorbehalte  recht.Befunde
	Andernfalls int
}

const (
	dritter = 3
	vierter = 4

	quelleBisher  = "Fassung bis 31.12.2024"
	quelleVerweis = "das Landesrecht verweist darauf, " + quelleBund
	quelleBund    = "seit 1.1.2025 (Postrechtsmodernisierungsgesetz vom 15.7.2024)"
)

// beginnVierterTag is the day from which the fourth day holds in federal law.
var beginnVierterTag = tag(2025, 1, 1)

// PostregelSozial returns the rule for social matters, in all Länder, by the day
// of posting.
func PostregelSozial(aufgabe kommune.Datum) Postregel {
	r := PostregelBund(aufgabe)
	r.Normen = normSozialPost
	return r
}

// PostregelBund returns the rule for an authority of the Bund, and for every
// matter in which federal procedural law applies, by the day of posting. § 122 (2)
// AO has the same days since the same date.
func PostregelBund(aufgabe kommune.Datum) Postregel {
	if aufgabe.Before(beginnVierterTag) {
		return Postregel{Tage: dritter, Normen: normBekanntgabe, Quelle: quelleBisher}
	}
	return Postregel{Tage: vierter, Normen: normBekanntgabe, Quelle: quelleBund}
}

// wechsel is a change of the rule of a Land.
type wechsel struct {
	ab    kommune.Datum
	regel Postregel
	zuvor recht.Normen // of the old wording, where its place was another
}

// wechselAb2025 are the changes since 2025, in order. Until then the third day
// held everywhere.
//
// Where the act of the Land refers to the federal one, the fourth day came with
// it; so it is in Thüringen since the same day, for § 1 (1) ThürVwVfG excepts some
// provisions, § 41 not among them. Of the Länder with full acts of their own, the
// texts of Baden-Württemberg and Schleswig-Holstein were read. Bayern, Hamburg,
// Mecklenburg-Vorpommern and Nordrhein-Westfalen follow their gazettes as surveys
// of September 2026 cite them, and so does what Brandenburg has of its own. That
// Hessen kept the third day is what such a survey says, hence the reservation. The act
// of the Saarland was read second hand, but for the day on which it came into force; it
// cannot be one before it was published, on 2 October 2025.
var wechselAb2025 = func() [17][]wechsel {
	var out [17][]wechsel
	since2025 := func(land kommune.Land, regel Postregel) { out[land] = []wechsel{{ab: beginnVierterTag, regel: regel}} }
	for _, land := range []kommune.Land{
		kommune.Berlin, kommune.Bremen, kommune.Niedersachsen, kommune.RheinlandPfalz, kommune.Sachsen, kommune.SachsenAnhalt,
	} {
		since2025(land, Postregel{Tage: vierter, Normen: normBekanntgabe, Quelle: quelleVerweis})
	}
	since2025(kommune.Brandenburg, Postregel{
		Tage: vierter, Normen: recht.MustParseNormen("§ 41 Abs. 2 VwVfG, § 7 VwVfGBbg"), Quelle: quelleBund, FruehererZugang: true,
	})
	since2025(kommune.Thueringen, Postregel{
		Tage: vierter, Normen: recht.MustParseNormen("§ 41 Abs. 2 VwVfG, § 1 Abs. 1 ThürVwVfG"), Quelle: quelleBund,
	})
	since2025(kommune.NordrheinWestfalen, Postregel{
		Tage: vierter, Normen: recht.MustParseNormen("§ 41 Abs. 2 VwVfG NRW"), Quelle: "seit 1.1.2025 (GV. NRW. 2024 S. 1184)",
	})
	since2025(kommune.SchleswigHolstein, Postregel{
		Tage: vierter, Normen: recht.MustParseNormen("§ 110 Abs. 2 LVwG (Schleswig-Holstein)"), Quelle: "seit 1.1.2025 (Gesetz vom 13.12.2024, GVOBl. Schl.-H. S. 934)",
	})
	since2025(kommune.Bayern, Postregel{
		Tage: vierter, Normen: recht.MustParseNormen("Art. 41 Abs. 2 BayVwVfG"), Quelle: "seit 1.1.2025 (Gesetz vom 23.12.2024, GVBl. S. 599)",
		Vorbehalte: vorbehalt(vorbehaltAlt, "Art. 98 BayVwVfG",
			"In Verfahren, die vor dem 1.1.2025 begonnen haben, gilt noch der dritte Tag (Art. 98 BayVwVfG).",
			"In procedures that began before 1 January 2025 the third day still holds (Article 98 BayVwVfG)."),
		Andernfalls: dritter,
	})
	since2025(kommune.MecklenburgVorpommern, Postregel{
		Tage: vierter, Normen: recht.MustParseNormen("§ 41 Abs. 2 VwVfG M-V"), Quelle: "seit 1.1.2025 (GVOBl. M-V 2024 S. 617)",
		Vorbehalte: vorbehalt(vorbehaltAlt, "§ 120a VwVfG M-V",
			"In Verfahren, die vor dem 1.1.2025 begonnen haben, gilt noch der dritte Tag (§ 120a VwVfG M-V).",
			"In procedures that began before 1 January 2025 the third day still holds (section 120a VwVfG M-V)."),
		Andernfalls: dritter,
	})
	since2025(kommune.Hessen, Postregel{
		Tage: dritter, Normen: recht.MustParseNormen("§ 41 Abs. 2 HVwVfG"), Quelle: "Stand September 2026",
		Vorbehalte: vorbehalt("FRIST-BEKANNTGABE-02", "§ 41 Abs. 2 HVwVfG",
			"Hessen hat den dritten Tag nach einer Übersicht vom September 2026 behalten; § 41 Abs. 2 HVwVfG selbst wurde nicht gelesen.",
			"A survey of September 2026 says that Hessen kept the third day; section 41(2) HVwVfG itself was not read."),
		Andernfalls: vierter,
	})
	out[kommune.Saarland] = []wechsel{{ab: tag(2025, 10, 3), zuvor: recht.MustParseNormen("§ 41 Abs. 2 SVwVfG (Saarland)"), regel: Postregel{
		Tage: vierter, Normen: recht.MustParseNormen("§ 41 Abs. 2 VwVfG, § 1 Abs. 1 SVwVfG (Saarland)"), Quelle: "Gesetz vom 27.8.2025, Amtsbl. I S. 854, ausgegeben am 2.10.2025",
		Vorbehalte: vorbehalt("FRIST-BEKANNTGABE-02", "§ 1 Abs. 1 SVwVfG (Saarland)",
			"Das Saarland verweist seit dem Gesetz vom 27.8.2025 auf den vierten Tag des Bundes. Seit welchem Tag und ob für ältere Verfahren noch der dritte gilt, wurde nicht gelesen.",
			"By the act of 27 August 2025 the Saarland refers to the fourth day of federal law. Since which day, and whether the third still holds for older procedures, was not read."),
		Andernfalls: dritter,
	}}}
	out[kommune.BadenWuerttemberg] = []wechsel{{ab: tag(2025, 2, 7), regel: Postregel{
		Tage: vierter, Normen: recht.MustParseNormen("§ 41 Abs. 2 LVwVfG (Baden-Württemberg)"), Quelle: "seit 7.2.2025 (Gesetz vom 28.1.2025, GBl. 2025 Nr. 8)",
		Vorbehalte: vorbehalt(vorbehaltAlt, "§ 102b LVwVfG (Baden-Württemberg)",
			"In Verfahren, die vor dem 7.2.2025 begonnen haben, gilt noch der dritte Tag (§ 102b LVwVfG).",
			"In procedures that began before 7 February 2025 the third day still holds (section 102b LVwVfG)."),
		Andernfalls: dritter,
	}}}
	out[kommune.Hamburg] = []wechsel{{ab: tag(2025, 5, 14), regel: Postregel{
		Tage: vierter, Normen: recht.MustParseNormen("§ 41 Abs. 2 HmbVwVfG"), Quelle: "seit 14.5.2025 (Gesetz vom 5.5.2025, HmbGVBl. S. 338)",
	}}}
	return out
}()

// PostregelLand returns the rule for authorities of the Land and its Kommunen by
// the day of posting. Some Länder came to the fourth day later than the Bund, and
// some keep the third for procedures that had begun before; then the rule carries
// a Vorbehalt. Who knows the act in force passes its Postregel himself.
func PostregelLand(land kommune.Land, aufgabe kommune.Datum) (Postregel, error) {
	if !land.IsValid() || aufgabe.IsZero() {
		return Postregel{}, fmt.Errorf("%w: the rule for letters needs a Land and a day", ErrRegel)
	}
	first := wechselAb2025[land][0]
	regel := Postregel{Tage: dritter, Normen: first.regel.Normen, Quelle: "Fassung bis " + kurz(first.ab.AddDays(-1))}
	if len(first.zuvor) > 0 {
		regel.Normen = first.zuvor
	}
	for _, w := range wechselAb2025[land] {
		if !aufgabe.Before(w.ab) {
			regel = w.regel
		}
	}
	return regel, nil
}

// PostregelVerfahren is [PostregelLand] for a procedure that began on a day: where a Land
// keeps the third day for procedures from before, it says which of both holds.
func PostregelVerfahren(land kommune.Land, aufgabe, begonnen kommune.Datum) (Postregel, error) {
	regel, err := PostregelLand(land, aufgabe)
	if err != nil {
		return Postregel{}, err
	}
	if begonnen.IsZero() || begonnen.After(aufgabe) {
		return Postregel{}, fmt.Errorf("%w: a procedure begins before its notice is posted", ErrRegel)
	}
	if len(regel.Vorbehalte) != 1 || regel.Vorbehalte[0].Code != vorbehaltAlt {
		return regel, nil
	}
	for _, w := range wechselAb2025[land] {
		if begonnen.Before(w.ab) {
			regel.Tage = regel.Andernfalls
			regel.Normen = append(append(recht.Normen{}, regel.Normen...), regel.Vorbehalte[0].Normen...)
		}
	}
	regel.Vorbehalte, regel.Andernfalls = nil, 0
	return regel, nil
}

// vorbehaltAlt is the reservation of procedures that began before the fourth day came.
const vorbehaltAlt = "FRIST-BEKANNTGABE-01"

func vorbehalt(code, norm, deutsch, english string) recht.Befunde {
	return recht.Befunde{warning(code, recht.MustParseNormen(norm), deutsch, english)}
}
