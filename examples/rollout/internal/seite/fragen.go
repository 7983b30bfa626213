// SPDX-License-Identifier: Apache-2.0

package seite

import (
	"fmt"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

// zelle is a cell of a table; Link leads to the authority.
type zelle struct {
	Text  string
	Link  string
	Zahl  bool
	Stand string // a word in a box, with its kind
}

// tabelle is what a question is answered with, on the page and as CSV.
type tabelle struct {
	Titel string
	Kopf  []string
	Zahl  []bool // columns of numbers
	Reihe [][]zelle
	Leer  string // what stands there without rows
}

func (t *tabelle) add(cells ...zelle) { t.Reihe = append(t.Reihe, cells) }

func wort(s string) zelle   { return zelle{Text: s} }
func zahl(n int64) zelle    { return zelle{Text: rollout.Number(n), Zahl: true} }
func anteil(s string) zelle { return zelle{Text: s, Zahl: true} }

// rows returns the table as text.
func (t *tabelle) rows() [][]string {
	list := [][]string{t.Kopf}
	for _, row := range t.Reihe {
		line := make([]string, len(row))
		for i, c := range row {
			line[i] = c.Text
		}
		list = append(list, line)
	}
	return list
}

// frage is one of the ten of every Monday: the short answer of the first page,
// and the table of its own.
type frage struct {
	Nr       int
	Frage    string
	Wert     string
	Text     string
	Mehr     string // what the link says
	Tabellen []tabelle
}

// fragen answers all ten.
func (a *ansicht) fragen() ([]frage, error) {
	abgleich, _, err := a.abgleich()
	if err != nil {
		return nil, err
	}
	p, err := a.prognose()
	if err != nil {
		return nil, err
	}
	list := []frage{a.stand(), a.termin(p), a.fehlende(), a.hindernisse(), a.naechste(), a.schweigende(), a.kaputte(abgleich), a.ungenutzte(abgleich), a.bund(abgleich), a.damals()}
	for i := range list {
		list[i].Nr = i + 1
	}
	return list, nil
}

func (a *ansicht) stelle(z *rollout.Zeile) zelle {
	return zelle{Text: z.Name, Link: a.link("/behoerde/" + z.Stelle.String())}
}

func standZelle(z *rollout.Zeile) zelle {
	kind := map[string]string{"z-live": "gut", "z-test": "", "z-vor": "warnung", "z-leer": "still", "z-nein": "still"}[klasseOf(z.Stand).CSS]
	if z.Stand == rollout.StandAusgesetzt {
		kind = "fehler"
	}
	return zelle{Text: z.Stand.Label(), Stand: "stand " + kind}
}

func (a *ansicht) stand() frage {
	d := a.sicht.Deckung(a.dienst.Leistung, a.gebiet)
	before := rollout.Heute(a.tag.Gueltig.AddDays(-7))
	u := a.buch.Unterschied(a.dienst.Leistung, a.gebiet, before, a.tag)
	f := frage{Frage: "Wo stehen wir?", Wert: rollout.Number(d.Traeger.Zaehler) + " von " + rollout.Number(d.Traeger.Nenner), Mehr: "Alle drei Einheiten, nach Ursachen"}
	if d.Traeger.Nenner == 0 {
		f.Wert, f.Text = "–", "Wie viele Behörden zuständig sind, ist nicht belegt. Ohne diese Zahl gibt es keinen Anteil."
	} else {
		f.Text = fmt.Sprintf("Verwaltungen laufen (%s). Das sind %s von %s Gemeinden und %s der Menschen. Seit letztem Montag %s: %s.",
			d.Traeger.Prozent(), rollout.Number(d.Gemeinden.Zaehler), rollout.Number(d.Gemeinden.Nenner), d.Einwohner.Prozent(),
			mehr(u.Live().Traeger), ursachen(u))
	}
	t := tabelle{Titel: "Laufende Verwaltungen, Gemeinden und Menschen", Kopf: []string{"Dienst", "Einheit", "läuft", "fällig", "Anteil", "flächendeckend"}, Zahl: []bool{false, false, true, true, true, false}}
	for _, dienst := range a.buch.Programm().Dienste {
		d := a.sicht.Deckung(dienst.Leistung, a.gebiet)
		for _, row := range []struct {
			name string
			n    rollout.Anteil
		}{{"Verwaltungen", d.Traeger}, {"Gemeinden", d.Gemeinden}, {"Menschen", d.Einwohner}} {
			everywhere, due := "nein", zahl(row.n.Nenner)
			switch {
			case d.Traeger.Nenner == 0:
				everywhere, due = "–", anteil("unbekannt")
			case row.n.Flaechendeckend():
				everywhere = "ja"
			}
			t.add(wort(dienst.Name), wort(row.name), zahl(row.n.Zaehler), due, anteil(row.n.Prozent()), wort(everywhere))
		}
	}
	c := tabelle{Titel: "Was sich seit letztem Montag geändert hat, nach Ursachen", Kopf: []string{"Ursache", "Verwaltungen", "Gemeinden", "Menschen"}, Zahl: []bool{false, true, true, true}}
	for _, row := range []struct {
		name string
		z    rollout.Zahlen
	}{
		{"gestartet", u.GoLives}, {"ausgesetzt oder beendet", u.Rueckschlaege}, {"Gebiet", u.Gebiet}, {"Soll", u.Soll}, {"Berichtigungen und Nachträge", u.Berichtigungen}, {"Summe", u.Live()},
	} {
		c.add(wort(row.name), anteil(mehr(row.z.Traeger)), anteil(mehr(row.z.Gemeinden)), anteil(mehr(row.z.Einwohner)))
	}
	f.Tabellen = []tabelle{t, c}
	return f
}

// ursachen names the causes of a difference, those of authorities that are none
// left out.
func ursachen(u rollout.Unterschied) string {
	parts := []string{rollout.Number(u.GoLives.Traeger) + " neu", rollout.Number(-u.Rueckschlaege.Traeger) + " ausgesetzt oder beendet"}
	for _, c := range []struct {
		n    int64
		name string
	}{{u.Gebiet.Traeger, "durch Gebietsänderung"}, {u.Soll.Traeger, "durch das Soll"}, {u.Berichtigungen.Traeger, "durch Nachträge und Berichtigungen"}} {
		if c.n != 0 {
			parts = append(parts, mehr(c.n)+" "+c.name)
		}
	}
	return strings.Join(parts, ", ")
}

func (a *ansicht) luecken() tabelle {
	t := tabelle{
		Titel: "Wer fehlt, worauf gewartet wird, wer handeln muss", Kopf: []string{"Verwaltung", "Einwohner", "Stand", "Wartet auf", "Seit"},
		Zahl: []bool{false, true, false, false, true}, Leer: "Es fehlt niemand.",
	}
	for _, z := range a.sicht.Luecken(a.dienst.Leistung, a.gebiet) {
		waits, since := "–", z.Seit
		switch {
		case !z.Hindernis.IsZero():
			waits, since = z.Hindernis.WartetAuf.Label()+": "+grund(z.Hindernis.Grund), z.Hindernis.Seit
		case z.Stand == rollout.StandOffen:
			waits = "Kommune: keine Rückmeldung"
		case z.Stand == rollout.StandErprobung || z.Stand == rollout.StandAktiviert || z.Stand == rollout.StandBereit:
			waits = "Stichtag"
		}
		t.add(a.stelle(&z), zahl(z.Zahlen.Einwohner), standZelle(&z), wort(waits), anteil(tage(since.DaysUntil(a.tag.Gueltig))))
	}
	return t
}

func (a *ansicht) fehlende() frage {
	t := a.luecken()
	people, top := int64(0), int64(0)
	for i, z := range a.sicht.Luecken(a.dienst.Leistung, a.gebiet) {
		people += z.Zahlen.Einwohner
		if i < 12 {
			top += z.Zahlen.Einwohner
		}
	}
	f := frage{Frage: "Wer fehlt noch?", Wert: verwaltungen(int64(len(t.Reihe))), Mehr: "Lücken nach Größe", Tabellen: []tabelle{t}}
	part := rollout.Anteil{Zaehler: top, Nenner: people}
	f.Text = fmt.Sprintf("mit %s Menschen. Die zwölf größten stehen unten und machen %s davon aus.", rollout.Number(people), part.Prozent())
	if len(t.Reihe) <= 12 {
		f.Text = fmt.Sprintf("mit %s Menschen. Sie stehen unten.", rollout.Number(people))
	}
	return f
}

func (a *ansicht) hindernisse() frage {
	groups := a.sicht.Hindernisse(a.dienst.Leistung, a.gebiet)
	f := frage{Frage: "Was hält am meisten auf?", Wert: "nichts", Text: "Keine Verwaltung ist blockiert.", Mehr: "Hindernisse nach Verantwortung"}
	t := tabelle{Titel: "Hindernisse nach Verantwortung und Grund", Kopf: []string{"Wer handeln muss", "Grund", "Verwaltungen", "Menschen", "Am längsten seit"}, Zahl: []bool{false, false, true, true, false}, Leer: "Keine Verwaltung ist blockiert."}
	for _, g := range groups {
		t.add(wort(g.WartetAuf.Label()), wort(grund(g.Grund)), zahl(g.Zahlen.Traeger), zahl(g.Zahlen.Einwohner), wort(kurz(g.Seit)))
	}
	if len(groups) > 0 {
		g := groups[0]
		f.Wert = grund(g.Grund)
		f.Text = fmt.Sprintf("Darauf warten %s mit %s Menschen. Handeln muss: %s.", verwaltungen(g.Zahlen.Traeger), rollout.Number(g.Zahlen.Einwohner), g.WartetAuf.Label())
	}
	f.Tabellen = []tabelle{t, a.dauern()}
	return f
}

// dauern is how long connections stay in each state; those still in it count with
// what they lasted so far.
func (a *ansicht) dauern() tabelle {
	t := tabelle{Titel: "Wie lange Verwaltungen in einem Stand bleiben, in Tagen", Kopf: []string{"Stand", "abgeschlossen", "noch darin", "die Hälfte höchstens", "neun von zehn höchstens"}, Zahl: []bool{false, true, true, true, true}}
	days := func(n int) zelle {
		if n < 0 {
			return anteil("nicht erreicht")
		}
		return zahl(int64(n))
	}
	for _, s := range rollout.Staende() {
		if !s.Before() && s != rollout.StandAusgesetzt {
			continue
		}
		d := a.sicht.Dauer(a.dienst.Leistung, a.gebiet, s)
		t.add(wort(s.Label()), zahl(int64(d.Fertig)), zahl(int64(d.Offen)), days(d.Median), days(d.P90))
	}
	return t
}

// stichtag is the next Monday on which go-lives are agreed, after the day.
func stichtag(day datum.Datum) datum.Datum {
	next := day.AddDays(1)
	for next.Weekday() != 1 {
		next = next.AddDays(1)
	}
	return next
}

func (a *ansicht) naechste() frage {
	t := tabelle{Titel: "Bereit, aktiviert oder in Erprobung, und was vor dem Start noch fehlt", Kopf: []string{"Verwaltung", "Einwohner", "Stand", "Es fehlt noch"}, Zahl: []bool{false, true, false, false}, Leer: "Zurzeit steht keine Verwaltung vor dem Start."}
	open := 0
	for _, z := range a.sicht.Zeilen(a.dienst.Leistung, a.gebiet) {
		if z.Stand != rollout.StandBereit && z.Stand != rollout.StandAktiviert && z.Stand != rollout.StandErprobung {
			continue
		}
		var missing []string
		for _, b := range a.sim.Lage(a.dienst.Leistung, &z, a.tag.Gueltig).Bedingungen(a.tag.Gueltig) {
			if !b.Erfuellt {
				missing = append(missing, fmt.Sprintf("G%d", b.Nummer))
			}
		}
		text := "nichts"
		if len(missing) > 0 {
			text = strings.Join(missing, ", ")
			open++
		}
		t.add(a.stelle(&z), zahl(z.Zahlen.Einwohner), standZelle(&z), wort(text))
	}
	next := stichtag(a.tag.Gueltig)
	return frage{
		Frage: "Wer geht als Nächstes live?", Wert: tagText(next)[:len(tagText(next))-5], Mehr: "Vor dem Start", Tabellen: []tabelle{t},
		Text: fmt.Sprintf("%s vor dem Start: bei %d ist alles erfüllt, bei %d fehlt noch eine Bedingung.", verwaltungen(int64(len(t.Reihe))), len(t.Reihe)-open, open),
	}
}

const stille = 30 // days without a word

func (a *ansicht) schweigende() frage {
	no := tabelle{Titel: "Abgelehnt", Kopf: []string{"Verwaltung", "Einwohner", "Grund", "Seit"}, Zahl: []bool{false, true, false, false}, Leer: "Niemand hat abgelehnt."}
	quiet := tabelle{Titel: "Seit über 30 Tagen keine Rückmeldung", Kopf: []string{"Verwaltung", "Einwohner", "Stand", "Zuletzt gehört"}, Zahl: []bool{false, true, false, true}, Leer: "Alle haben sich gemeldet."}
	for _, z := range a.sicht.Luecken(a.dienst.Leistung, a.gebiet) {
		silent := z.Zuletzt.DaysUntil(a.tag.Gueltig)
		switch {
		case z.Stand == rollout.StandAbgelehnt:
			reason := ""
			for _, e := range a.buch.Verlauf(a.dienst.Leistung, z.Stelle) {
				if e.Art == rollout.ArtAbgelehnt && !e.Ersetzt {
					reason = e.Grund
				}
			}
			no.add(a.stelle(&z), zahl(z.Zahlen.Einwohner), wort(grund(reason)), wort(kurz(z.Seit)))
		case z.Stand.Before() && silent > stille:
			when := "vor " + rollout.Number(int64(silent)) + " Tagen"
			if z.Stand == rollout.StandOffen {
				when = "noch nie"
			}
			quiet.add(a.stelle(&z), zahl(z.Zahlen.Einwohner), standZelle(&z), anteil(when))
		}
	}
	return frage{
		Frage: "Wer hat abgelehnt oder schweigt?", Wert: fmt.Sprintf("%d und %d", len(no.Reihe), len(quiet.Reihe)), Mehr: "Wer abgelehnt hat und wer schweigt", Tabellen: []tabelle{no, quiet},
		Text: fmt.Sprintf("%d haben abgelehnt, %d seit über 30 Tagen keine Rückmeldung gegeben. Ansprechen muss sie das Landesteam.", len(no.Reihe), len(quiet.Reihe)),
	}
}
