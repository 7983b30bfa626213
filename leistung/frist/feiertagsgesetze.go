// SPDX-License-Identifier: Apache-2.0

package frist

import (
	"time"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// gesetze names, for each Land, the provision that lists its public holidays.
// The lists of all sixteen were read in the wording of September 2026, with the
// day from which each has held where it was given: 1995 in Baden-Württemberg and
// Nordrhein-Westfalen, 2001 to 2004 in Rheinland-Pfalz, Sachsen, Sachsen-Anhalt and
// Hessen, 2010 in Saarland, 2018 in the north. Of Berlin each wording since 2018
// was read, of Thüringen since 2016, of Bremen that of 2015 to 2017 and each since
// 2020. The years before, and what is dated 2017, rest on a table by other hands,
// with which all of 2000 to 2035 agrees.
//
// Not known here are single days that a government may set by ordinance, which
// some acts allow; [Kalender.MitFeiertagen] takes them.
var gesetze = [...]recht.Normen{
	kommune.SchleswigHolstein:     recht.MustParseNormen("§ 2 SFTG (Schleswig-Holstein)"),
	kommune.Hamburg:               recht.MustParseNormen("§ 1 Feiertagsgesetz (Hamburg)"),
	kommune.Niedersachsen:         recht.MustParseNormen("§ 2 NFeiertagsG"),
	kommune.Bremen:                recht.MustParseNormen("§ 2 Gesetz über die Sonn-, Gedenk- und Feiertage (Bremen)"),
	kommune.NordrheinWestfalen:    recht.MustParseNormen("§ 2 Feiertagsgesetz NW"),
	kommune.Hessen:                recht.MustParseNormen("§ 1 HFeiertagsG"),
	kommune.RheinlandPfalz:        recht.MustParseNormen("§ 2 LFtG (Rheinland-Pfalz)"),
	kommune.BadenWuerttemberg:     recht.MustParseNormen("§ 1 FTG (Baden-Württemberg)"),
	kommune.Bayern:                recht.MustParseNormen("Art. 1 Abs. 1 Nr. 1 FTG (Bayern)"),
	kommune.Saarland:              recht.MustParseNormen("§ 2 SFG (Saarland)"),
	kommune.Berlin:                recht.MustParseNormen("§ 1 Gesetz über die Sonn- und Feiertage (Berlin)"),
	kommune.Brandenburg:           recht.MustParseNormen("§ 2 FTG (Brandenburg)"),
	kommune.MecklenburgVorpommern: recht.MustParseNormen("§ 2 FTG M-V"),
	kommune.Sachsen:               recht.MustParseNormen("§ 1 SächsSFG"),
	kommune.SachsenAnhalt:         recht.MustParseNormen("§ 2 FeiertG LSA"),
	kommune.Thueringen:            recht.MustParseNormen("§ 2 ThürFGtG"),
}

// laender is a set of Länder.
type laender uint32

func in(namen ...kommune.Land) (menge laender) {
	for _, land := range namen {
		menge |= 1 << land
	}
	return menge
}

func (m laender) has(land kommune.Land) bool { return m&(1<<land) != 0 }

const alle laender = 1<<17 - 2 // Länder 1 to 16

// bestimmung is one holiday of one or more Länder within years.
type bestimmung struct {
	name    string
	tag     jahrestag
	laender laender
	ab, bis int          // first and last year; 0 is open
	norm    recht.Normen // instead of the act of the Land
	einmal  bool         // by an act or ordinance of each Land for this one day, not known here
}

func (b *bestimmung) giltIm(jahr int) bool {
	return jahr >= b.ab && (b.bis == 0 || jahr <= b.bis)
}

func (b *bestimmung) grundlage(land kommune.Land) recht.Normen {
	switch {
	case b.einmal:
		return nil
	case b.norm != nil:
		return b.norm
	}
	return gesetze[land]
}

// bestimmungen are all public holidays that hold in a whole Land since 2000.
// The rows with years are the changes since then.
var bestimmungen = []bestimmung{
	{name: "Neujahr", tag: am(1, time.January), laender: alle},
	{name: "Heilige Drei Könige", tag: am(6, time.January), laender: in(kommune.BadenWuerttemberg, kommune.Bayern, kommune.SachsenAnhalt)},
	{name: "Internationaler Frauentag", tag: am(8, time.March), laender: in(kommune.Berlin), ab: 2019},
	{name: "Internationaler Frauentag", tag: am(8, time.March), laender: in(kommune.MecklenburgVorpommern), ab: 2023},
	{name: "Karfreitag", tag: ostern(-2), laender: alle},
	{name: "Ostersonntag", tag: ostern(0), laender: in(kommune.Brandenburg)},
	{name: "Ostermontag", tag: ostern(1), laender: alle},
	{name: "Tag der Arbeit", tag: am(1, time.May), laender: alle},
	{name: "75. Jahrestag der Befreiung vom Nationalsozialismus", tag: am(8, time.May), laender: in(kommune.Berlin), ab: 2020, bis: 2020},
	{name: "80. Jahrestag der Befreiung vom Nationalsozialismus", tag: am(8, time.May), laender: in(kommune.Berlin), ab: 2025, bis: 2025},
	{name: "Christi Himmelfahrt", tag: ostern(39), laender: alle},
	{name: "Pfingstsonntag", tag: ostern(49), laender: in(kommune.Brandenburg)},
	{name: "Pfingstmontag", tag: ostern(50), laender: alle},
	{name: "Fronleichnam", tag: ostern(60), laender: in(kommune.BadenWuerttemberg, kommune.Bayern, kommune.Hessen, kommune.NordrheinWestfalen, kommune.RheinlandPfalz, kommune.Saarland)},
	{name: "75. Jahrestag des Aufstandes vom 17. Juni 1953", tag: am(17, time.June), laender: in(kommune.Berlin), ab: 2028, bis: 2028},
	{name: "Mariä Himmelfahrt", tag: am(15, time.August), laender: in(kommune.Saarland)},
	{name: "Weltkindertag", tag: am(20, time.September), laender: in(kommune.Thueringen), ab: 2019},
	{name: "Tag der Deutschen Einheit", tag: am(3, time.October), laender: alle, norm: recht.MustParseNormen("Art. 2 Abs. 2 Einigungsvertrag")},
	{name: "Reformationstag", tag: am(31, time.October), laender: in(kommune.Brandenburg, kommune.MecklenburgVorpommern, kommune.Sachsen, kommune.SachsenAnhalt, kommune.Thueringen)},
	{
		name: "Reformationstag", tag: am(31, time.October), ab: 2017, bis: 2017,
		laender: alle &^ in(kommune.Brandenburg, kommune.MecklenburgVorpommern, kommune.Sachsen, kommune.SachsenAnhalt, kommune.Thueringen),
		einmal:  true, // 500 years
	},
	{name: "Reformationstag", tag: am(31, time.October), laender: in(kommune.SchleswigHolstein, kommune.Hamburg, kommune.Niedersachsen, kommune.Bremen), ab: 2018},
	{name: "Allerheiligen", tag: am(1, time.November), laender: in(kommune.BadenWuerttemberg, kommune.Bayern, kommune.NordrheinWestfalen, kommune.RheinlandPfalz, kommune.Saarland)},
	{name: "Buß- und Bettag", tag: jahrestag{wert: bussUndBettag}, laender: in(kommune.Sachsen)},
	{name: "1. Weihnachtstag", tag: am(25, time.December), laender: alle},
	{name: "2. Weihnachtstag", tag: am(26, time.December), laender: alle},
}
