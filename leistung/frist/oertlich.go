// SPDX-License-Identifier: Apache-2.0

package frist

import (
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// geltung says how much of a Gemeinde a local holiday covers.
type geltung uint8

const (
	ganz    geltung = iota + 1 // the whole Gemeinde
	teils                      // named parts of it only
	unklar                     // the list that decides is not part of this package
	genannt                    // common surveys name it, and no official list does
	niemals                    // expressly not
)

// oertlich is a holiday that holds in some Gemeinden of a Land. Rows are tried
// in order; the first whose area and years fit decides for that holiday.
type oertlich struct {
	name    string
	tag     jahrestag
	gebiet  string // beginning of the AGS
	geltung geltung
	ab, bis int
	norm    recht.Normen
	teile   string // for teils: which parts
}

var (
	normHimmelfahrt = recht.MustParseNormen("Art. 1 Abs. 1 Nr. 2, Art. 1 Abs. 3 FTG (Bayern)")
	normSorben      = recht.MustParseNormen("§ 1 SächsSFG") // and the FronleichnamsVO of 4 May 1993
	normEichsfeld   = recht.MustParseNormen("§ 2 Abs. 2, § 10 Abs. 1 ThürFGtG")
)

const mariaeHimmelfahrt = "Mariä Himmelfahrt"

const (
	zensus2011 = 2014 // first 15 August by the census of 2011
	zensus2022 = 2025 // first 15 August by the census of 2022
)

// oertliche are the local holidays. Keys are those of November 2025.
//
// Sachsen: the annex of the FronleichnamsVO, read onto the Gemeinden of today;
// a listed place that became part of a larger Gemeinde keeps the holiday for
// itself alone. Thüringen: where Fronleichnam was kept in 1994; that is the
// Landkreis Eichsfeld, and places in Unstrut-Hainich-Kreis and Wartburgkreis that
// surveys name and no official list does.
// Bayern: the Landesamt für Statistik finds after each census where more
// Catholics than Protestants live; that is all of Oberbayern and Niederbayern.
// Beyond that, only Gemeinden that its notices and what could be read of its
// database name are listed. As the census of 2022 changed eight Gemeinden and no
// other (notice of 8 August 2025), what it says of another holds since the census
// of 2011. The whole list is read with [ReadMariaeHimmelfahrt].
var oertliche = func() []oertlich {
	fest := func(gebiet string, g geltung, ab, bis int) oertlich {
		return oertlich{name: mariaeHimmelfahrt, tag: am(15, time.August), gebiet: gebiet, geltung: g, ab: ab, bis: bis, norm: normHimmelfahrt}
	}
	leib := func(gebiet string, g geltung, norm recht.Normen, teile string) oertlich {
		return oertlich{name: "Fronleichnam", tag: ostern(60), gebiet: gebiet, geltung: g, norm: norm, teile: teile}
	}
	rows := []oertlich{
		{name: "Augsburger Hohes Friedensfest", tag: am(8, time.August), gebiet: "09761000", geltung: ganz, norm: recht.MustParseNormen("Art. 1 Abs. 2 FTG (Bayern)")},
		fest("091", ganz, 0, 0),                  // Oberbayern
		fest("092", ganz, 0, 0),                  // Niederbayern
		fest("09362000", ganz, 0, 0),             // Regensburg
		fest("09663000", ganz, 0, 0),             // Würzburg
		fest("09761000", ganz, 0, 0),             // Augsburg
		fest("09562000", niemals, 0, 0),          // Erlangen
		fest("09563000", niemals, 0, 0),          // Fürth
		fest("09564000", niemals, 0, 0),          // Nürnberg
		fest("09462000", niemals, zensus2011, 0), // Bayreuth
		fest("09463000", niemals, zensus2011, 0), // Coburg
		fest("09464000", niemals, zensus2011, 0), // Hof
		fest("09561000", niemals, zensus2011, 0), // Ansbach
		fest("09565000", niemals, zensus2011, 0), // Schwabach
		fest("09672126", niemals, zensus2011, 0), // Geroda
		fest("09673113", niemals, zensus2011, 0), // Aubstadt
		fest("09673182", niemals, zensus2011, 0), // Willmars
		fest("09674223", niemals, zensus2011, 0), // Ermershausen
		fest("09675116", niemals, zensus2011, 0), // Castell
		fest("09675150", niemals, zensus2011, 0), // Martinsheim
		fest("09675166", niemals, zensus2011, 0), // Segnitz
		fest("09471154", ganz, zensus2011, 0),    // Königsfeld
		fest("09471189", ganz, zensus2011, 0),    // Stadelhofen
		fest("09471209", ganz, zensus2011, 0),    // Wattendorf
	}
	for _, neu := range []string{
		"09476183", // Marktrodach
		"09572115", // Baiersdorf
		"09572164", // Weisendorf
		"09678176", // Schwebheim
		"09778171", // Memmingerberg
		"09779197", // Oettingen in Bayern
	} {
		rows = append(rows, fest(neu, ganz, zensus2022, 0), fest(neu, niemals, zensus2011, zensus2022-1))
	}
	for _, weg := range []string{
		"09477139", // Marktschorgast
		"09473165", // Seßlach
	} {
		rows = append(rows, fest(weg, niemals, zensus2022, 0), fest(weg, ganz, zensus2011, zensus2022-1))
	}
	rows = append(rows, fest("09", unklar, 0, 0))

	for _, gemeinde := range []string{
		"14625080", // Crostwitz
		"14625350", // Nebelschütz
		"14625440", // Panschwitz-Kuckau
		"14625460", // Puschwitz
		"14625470", // Räckelwitz
		"14625490", // Radibor
		"14625500", // Ralbitz-Rosenthal
		"14625640", // Wittichenau
	} {
		rows = append(rows, leib(gemeinde, ganz, normSorben, ""))
	}
	return append(rows,
		leib("14625020", teils, normSorben, "Bolbritz und Salzenforst"),
		leib("14625150", teils, normSorben, "Prischwitz"),
		leib("14625160", teils, normSorben, "Sdier"),
		leib("14625240", teils, normSorben, "Dörgenhausen"),
		leib("14625280", teils, normSorben, "alle Ortsteile außer Wartha"),
		leib("14625360", teils, normSorben, "Neschwitz und Saritsch"),
		leib("16061", ganz, normEichsfeld, ""),       // Eichsfeld
		leib("16063011", genannt, normEichsfeld, ""), // Buttlar
		leib("16063032", genannt, normEichsfeld, ""), // Geisa
		leib("16063068", genannt, normEichsfeld, ""), // Schleid
		leib("16064074", genannt, normEichsfeld, ""), // Südeichsfeld
		leib("16063015", teils, normEichsfeld, "nach verbreiteten Aufstellungen in Föhlritz, Steinberg und dem früheren Zella/Rhön"), // Dermbach
		leib("16063", unklar, normEichsfeld, ""), // Wartburgkreis
		leib("16064", unklar, normEichsfeld, ""), // Unstrut-Hainich-Kreis
	)
}()

func (o *oertlich) gilt(ags string, jahr int) bool {
	return strings.HasPrefix(ags, o.gebiet) && jahr >= o.ab && (o.bis == 0 || jahr <= o.bis)
}
