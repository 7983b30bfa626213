// SPDX-License-Identifier: Apache-2.0

package regel_test

import (
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/regel"
)

// The rules of these tests are invented: a supplement for each child, none above
// a limit of income, and a case of hardship that a person decides.

var day = datum.MustParse

type euro int64

func (e euro) Darstellung() (regel.Wert, regel.Tabelle) {
	return regel.Betrag(int64(e), 0), regel.Tabelle{}
}

type staffel [2]euro

func (s staffel) Darstellung() (regel.Wert, regel.Tabelle) {
	return regel.Wert{}, regel.Tabelle{Kopf: []recht.Text{recht.NewText("Kind", "Child"), recht.NewText("Euro", "Euro")}, Zeilen: []regel.Zeile{
		{Titel: recht.NewText("erstes", "first"), Werte: []regel.Wert{regel.Betrag(int64(s[0]), 0)}},
		{Titel: recht.NewText("weiteres", "further"), Werte: []regel.Wert{regel.Betrag(int64(s[1]), 0)}},
	}}
}

var monthly = recht.NewText("Euro im Monat", "euro a month")

type gesetz struct {
	satz                  staffel
	limit                 euro
	bonus                 euro
	nSatz, nLimit, nBonus *regel.Nachweis
}

type fakten struct {
	Kinder    []int64 `json:"kinder"` // income of each
	Einkommen int64   `json:"einkommen"`
	Haerte    bool    `json:"haerte"`
}

type ergebnis struct {
	Betrag int64 `json:"betrag"`
}

func stelle(norm, quelle string) regel.Fundstelle {
	return regel.Fundstelle{Norm: recht.MustParseNorm(norm), Quelle: quelle}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func satzParameter(second euro) *regel.Parameter[staffel] {
	return must(regel.NewParameter("satz", recht.NewText("Satz", "Rate"), monthly,
		regel.Stand[staffel]{Ab: day("2020-01-01"), Bis: day("2022-12-31"), Wert: staffel{10, 8}, Fundstelle: stelle("§ 2 Abs. 1 ZuschlG", "BGBl. I 2019 S. 1")},
		regel.Stand[staffel]{Ab: day("2023-01-01"), Wert: staffel{12, second}, Fundstelle: stelle("§ 2 Abs. 1 ZuschlG", "BGBl. I 2022 S. 2")},
		regel.Stand[staffel]{Ab: day("2027-01-01"), Wert: staffel{20, 1}, Fundstelle: stelle("§ 2 Abs. 1 ZuschlG", "BT-Drs. 99/1"), Entwurf: "BT-Drs. 99/1"},
	))
}

var (
	limitParameter = must(regel.NewParameter("grenze", recht.NewText("Grenze", "Limit"), monthly,
		regel.Stand[euro]{Ab: day("2020-01-01"), Wert: 1000, Fundstelle: stelle("§ 3 ZuschlG", "BGBl. I 2019 S. 1")}))
	bonusParameter = must(regel.NewParameter("bonus", recht.NewText("Bonus", "Bonus"), monthly,
		regel.Stand[euro]{Ab: day("2021-07-01"), Wert: 3, Fundstelle: stelle("§ 2a ZuschlG", "BGBl. I 2021 S. 7")}))

	vEinkommen = &regel.Vorlage{Art: regel.ArtTatsache, Code: "einkommen", Norm: recht.MustParseNorm("§ 3 ZuschlG"), Pfad: "/einkommen", Titel: recht.NewText("Einkommen", "Income")}
	vGrenze    = &regel.Vorlage{Art: regel.ArtAusnahme, Code: "grenze", Norm: recht.MustParseNorm("§ 3 ZuschlG"), Verdraengt: recht.MustParseNorm("§ 2 ZuschlG"), Titel: recht.NewText("Kein Zuschlag", "No supplement"), Text: recht.NewText("{0} ist mehr als {1}", "{0} is more than {1}")}
	vHaerte    = &regel.Vorlage{Art: regel.ArtErmessen, Code: "haerte", Norm: recht.MustParseNorm("§ 4 ZuschlG"), Titel: recht.NewText("Härtefall", "Hardship")}
	vKind      = &regel.Vorlage{Art: regel.ArtRechnung, Code: "kind", Norm: recht.MustParseNorm("§ 2 ZuschlG"), Titel: recht.NewText("Kind", "Child")}
	vLohn      = &regel.Vorlage{Art: regel.ArtTatsache, Code: "lohn", Norm: recht.MustParseNorm("§ 2 ZuschlG"), Pfad: "/kinder/#", Titel: recht.NewText("Lohn des Kindes", "Wage of the child")}
	vSatz      = &regel.Vorlage{Art: regel.ArtParameter, Code: "satz", Norm: recht.MustParseNorm("§ 2 Abs. 1 ZuschlG"), Titel: recht.NewText("Satz", "Rate"), Text: recht.NewText("für Kind {0}", "for child {0}")}
	vBonus     = &regel.Vorlage{Art: regel.ArtParameter, Code: "bonus", Norm: recht.MustParseNorm("§ 2a ZuschlG"), Titel: recht.NewText("Bonus", "Bonus")}
	vSumme     = &regel.Vorlage{Art: regel.ArtRechnung, Code: "summe", Norm: recht.MustParseNorm("§ 2 ZuschlG"), Titel: recht.NewText("Zuschlag", "Supplement")}
)

func loese(l *regel.Leser, satz *regel.Parameter[staffel]) gesetz {
	var g gesetz
	g.satz, g.nSatz = regel.Lies(l, satz)
	g.limit, g.nLimit = regel.Lies(l, limitParameter)
	g.bonus, g.nBonus = regel.LiesWenn(l, bonusParameter)
	return g
}

func rechne(g *gesetz, f *fakten, w *regel.Weg) ergebnis {
	w.Schritt(vEinkommen, regel.Betrag(f.Einkommen, 0))
	if f.Einkommen > int64(g.limit) {
		if w.An() {
			w.Schritt(vGrenze, regel.JaNein(true), regel.Betrag(f.Einkommen, 0), regel.Betrag(int64(g.limit), 0))
		}
		if f.Haerte {
			w.Schritt(vHaerte, regel.Wert{})
		}
		return ergebnis{}
	}
	sum := int64(0)
	for i, lohn := range f.Kinder {
		w.UnterNummer(vKind, i)
		if w.An() {
			w.Schritt(vLohn, regel.Betrag(lohn, 0))
			w.Parameter(vSatz, g.nSatz, regel.Betrag(int64(g.satz[min(i, 1)]), 0), regel.Zahl(int64(i+1), 0))
		}
		one := int64(g.satz[min(i, 1)])
		if g.nBonus != nil {
			w.Parameter(vBonus, g.nBonus, regel.Betrag(int64(g.bonus), 0))
			one += int64(g.bonus)
		}
		w.Ende(regel.Betrag(one, 0))
		sum += one
	}
	w.Schritt(vSumme, regel.Betrag(sum, 0))
	return ergebnis{Betrag: sum}
}

func config() regel.Config {
	satz := satzParameter(9)
	return configWith(satz)
}

func configWith(satz *regel.Parameter[staffel]) regel.Config {
	return regel.Config{
		Code:      "1.0.0",
		Parameter: []regel.Angabe{satz, limitParameter, bonusParameter},
		Kapitel: []regel.Kapitel{{
			Code: "alles", Titel: recht.NewText("Zuschlag", "Supplement"), Normen: recht.MustParseNormen("§ 2 ZuschlG"),
			Schritte:  []*regel.Vorlage{vEinkommen, vGrenze, vHaerte, vKind, vLohn, vSatz, vBonus, vSumme},
			Parameter: []regel.Angabe{satz, limitParameter, bonusParameter},
		}},
		Fragen: []regel.Frage{{
			Code: "Z-1", Normen: recht.MustParseNormen("§ 2 ZuschlG"), Frage: recht.NewText("Zählt das dritte Kind?", "Does the third child count?"),
			Lesarten: []regel.Leseweise{{Code: "ja", Text: recht.NewText("Ja", "Yes")}, {Code: "nein", Text: recht.NewText("Nein", "No")}},
		}},
	}
}

func newWerk(second euro) *regel.Regelwerk[fakten, gesetz, ergebnis] {
	satz := satzParameter(second)
	return must(regel.New("zuschlag", func(l *regel.Leser) gesetz { return loese(l, satz) }, rechne, configWith(satz)))
}
