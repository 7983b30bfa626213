// SPDX-License-Identifier: Apache-2.0

package anmeldung

import (
	"strings"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/amt"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/frist"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// Frist counts the time to register (R1): two weeks from the day of moving in, with
// the public holidays of the new home's municipality. The error is that of package
// frist: a day outside the years it knows.
func Frist(einzug datum.Datum, gemeinde kommune.AGS) (frist.Frist, error) {
	return frist.InGemeinde(gemeinde).Berechne(frist.Regel{Normen: recht.MustParseNormen("§ 17 Abs. 1 BMG"), Beginn: einzug, Dauer: frist.Wochen(2)})
}

// befreit reports whether a further home for a time needs no registration (R6).
func befreit(e Einzug) bool {
	return !e.Auszug.IsZero() && e.Auszug.After(e.Tag) && !e.Auszug.After(e.Tag.AddMonths(6))
}

// verspaetet reports whether the time to register is over (R1). Of a day so long ago
// that no calendar of holidays reaches back, it is over without counting.
func verspaetet(f fall) bool {
	if befreit(f.Angaben.Einzug) {
		return false
	}
	last, err := Frist(f.Angaben.Einzug.Tag, f.Angaben.AGS())
	if err != nil {
		return f.Angaben.Einzug.Tag.AddDays(28).Before(f.Heute)
	}
	return last.AbgelaufenAm(f.Heute)
}

// unglaubhaft reports whether nobody alive was born on the day.
func unglaubhaft(tag, heute datum.Datum) bool {
	return tag.After(heute) || tag.Before(heute.AddMonths(-130*12))
}

// jahr22 is when §§ 23 and 23a BMG and the ordinance got the wording used here.
var jahr22 = datum.MustParse("2022-05-01")

func (f fragen) regeln(gebiete *kommune.Verzeichnis, t od.Texte) []od.Regel[Antrag, struct{}] {
	norm := func(texts ...string) (out recht.Normen) {
		for _, s := range texts {
			out = append(out, recht.MustParseNorm(s))
		}
		return out
	}
	regel := func(code string, normen recht.Normen, liest []od.Ort[Antrag], verletzt func(fall) bool) od.Regel[Antrag, struct{}] {
		return od.Regel[Antrag, struct{}]{Code: code, Normen: normen, Liest: liest, Text: t.Get(code), Verletzt: verletzt}
	}
	hinweis := func(r od.Regel[Antrag, struct{}]) od.Regel[Antrag, struct{}] {
		r.Severity = recht.SeverityWarning
		return r
	}
	seit22 := func(r od.Regel[Antrag, struct{}]) od.Regel[Antrag, struct{}] {
		r.Ab = jahr22
		return r
	}
	tag, auszug := od.In(f.einzug, f.tag), od.In(f.einzug, f.auszug)
	geburt, vornamen, familienname := od.In(f.person, f.geburtsdatum), od.In(f.person, f.vornamen), od.In(f.person, f.familienname)
	return []od.Regel[Antrag, struct{}]{
		hinweis(regel("WSM-PLZ-03", norm("§ 3 Abs. 1 Nr. 12 BMG"), od.Liest[Antrag](od.In(f.anschrift, f.plz), f.gemeinde), func(x fall) bool {
			g, err := gebiete.Gemeinde(x.Angaben.AGS())
			return err == nil && !g.MehrerePLZ && g.PLZ != "" && g.PLZ != x.Angaben.Anschrift.PLZ
		})),
		hinweis(regel("WSM-R01", norm("§ 17 Abs. 1 BMG"), od.Liest[Antrag](tag, f.gemeinde), func(x fall) bool { return !x.Angaben.Einzug.Tag.After(x.Heute) && verspaetet(x) })),
		regel("WSM-R02", norm("§ 17 Abs. 1 BMG"), od.Liest[Antrag](tag), func(x fall) bool { return x.Angaben.Einzug.Tag.After(x.Heute) }),
		regel("WSM-EINZUG-02", norm("§ 17 Abs. 1 BMG"), od.Liest[Antrag](tag), func(x fall) bool { return x.Angaben.Einzug.Tag.Before(x.Heute.AddMonths(-100 * 12)) }),
		hinweis(regel("WSM-R06", norm("§ 27 Abs. 2 BMG"), od.Liest[Antrag](auszug, tag), func(x fall) bool { return befreit(x.Angaben.Einzug) })),
		regel("WSM-R06-2", norm("§ 27 Abs. 2 BMG"), od.Liest[Antrag](auszug, tag), func(x fall) bool { return !x.Angaben.Einzug.Auszug.After(x.Angaben.Einzug.Tag) }),
		regel("WSM-R04", norm("§ 17 Abs. 3 BMG"), od.Liest[Antrag](geburt), func(x fall) bool {
			g := x.Angaben.Person.Geburtsdatum
			return !g.After(x.Heute) && g.AddMonths(16*12).After(x.Heute)
		}),
		regel("WSM-GEBURT-02", norm("§ 3 Abs. 1 Nr. 6 BMG"), od.Liest[Antrag](geburt), func(x fall) bool { return unglaubhaft(x.Angaben.Person.Geburtsdatum, x.Heute) }),
		regel("WSM-GEBURT-03", norm("§ 3 Abs. 1 Nr. 16 BMG"), od.Liest[Antrag](f.familie), func(x fall) bool {
			for _, m := range x.Angaben.Familie {
				if !m.Geburtsdatum.IsZero() && unglaubhaft(m.Geburtsdatum, x.Heute) {
					return true
				}
			}
			return false
		}),
		regel("WSM-NAME-03", norm("§ 3 Abs. 1 Nr. 3 BMG"), od.Liest[Antrag](od.In(f.person, f.rufname), vornamen), func(x fall) bool {
			return !strings.Contains(" "+x.Angaben.Person.Vornamen+" ", " "+x.Angaben.Person.Rufname+" ")
		}),
		seit22(hinweis(regel("WSM-R14-2", norm("§ 23a Abs. 4 BMG"), od.Liest[Antrag](familienname, vornamen, geburt), func(x fall) bool {
			p, i := x.Angaben.Person, x.Identitaet
			return i.Familienname != "" && (i.Familienname != p.Familienname || i.Vornamen != p.Vornamen || i.Geburtsdatum != p.Geburtsdatum.String())
		}))),
		hinweis(regel("WSM-R12-9", norm("§ 19 Abs. 3 BMG"), od.Liest[Antrag](od.In(f.geber, f.geberEinzug), tag), func(x fall) bool { return x.Angaben.Geber.Einzug != x.Angaben.Einzug.Tag })),
		hinweis(regel("WSM-R12-10", norm("§ 19 BMG"), od.Liest[Antrag](od.In(f.geber, f.geberName), familienname, vornamen), func(x fall) bool {
			return strings.EqualFold(strings.TrimSpace(x.Angaben.Geber.Name), x.Angaben.Person.Vornamen+" "+x.Angaben.Person.Familienname)
		})),
	}
}

// auskunft tells which administration acts, and until when.
type auskunft struct {
	gebiete *kommune.Verzeichnis
	aemter  *amt.Verzeichnis
	t       od.Texte
}

func (x auskunft) zustaendig(a Antrag, heute datum.Datum) []od.Mitteilung {
	g, err := x.gebiete.Gemeinde(a.AGS())
	if err != nil {
		return nil
	}
	traeger, err := x.gebiete.Traeger(a.AGS())
	if err != nil {
		return nil
	}
	name, key := amt.Name(traeger), "zustaendig.erfuellend"
	switch {
	case traeger.AGS == g.AGS:
		key = "zustaendig.selbst"
	case traeger.Art == kommune.TraegerVerband:
		key = "zustaendig.verband"
	}
	out := []od.Mitteilung{{Absaetze: []recht.Text{x.t.Fill(key, "gemeinde", g.Kurzname(), "amt", name)}}}
	_, err = x.aemter.Find(traeger.Verband.String())
	connected := od.Mitteilung{Titel: x.t.Get("online.ja"), Absaetze: []recht.Text{x.t.Get("online.ja.was")}, Gelungen: true}
	if err != nil {
		connected = od.Mitteilung{Titel: x.t.Get("online.nein"), Absaetze: []recht.Text{x.t.Get("online.nein.was"), x.t.Get("online.nein.termin")}, Wichtig: true, Einzelheiten: x.t.Get("online.wer")}
		for _, b := range x.aemter.Behoerden() {
			connected.Liste = append(connected.Liste, recht.NewText(b.Name, b.Name))
		}
	}
	out = append(out, connected)
	if befreit(a.Einzug) {
		return append(out, od.Mitteilung{Titel: x.t.Get("befreit"), Absaetze: []recht.Text{x.t.Get("WSM-R06")}})
	}
	if last, err := Frist(a.Einzug.Tag, a.AGS()); err == nil && !a.Einzug.Tag.IsZero() {
		m := od.Mitteilung{Titel: x.t.Get("frist"), Absaetze: []recht.Text{recht.NewText(od.LongDay(last.Ende, recht.Deutsch), od.LongDay(last.Ende, recht.Englisch))}, Einzelheiten: x.t.Get("frist.wie")}
		if last.AbgelaufenAm(heute) {
			m.Absaetze, m.Wichtig = append(m.Absaetze, x.t.Get("WSM-R01")), true
		}
		for _, s := range last.Schritte {
			m.Liste = append(m.Liste, recht.NewText(s.Normen.String()+": "+s.Text.String(), s.Normen.English()+": "+s.Text.English()))
		}
		out = append(out, m)
	}
	return out
}
