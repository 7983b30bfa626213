// SPDX-License-Identifier: Apache-2.0

package seite

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

// Questions about what comes after the start.

func (a *ansicht) kaputte(abgleich rollout.Abgleich) frage {
	t := tabelle{Titel: "Störungen nach dem Start", Kopf: []string{"Verwaltung", "Einwohner", "Was", "Seit oder bis"}, Zahl: []bool{false, true, false, false}, Leer: "Keine Störung bekannt."}
	down, soon, dead := 0, 0, 0
	for _, z := range a.sicht.Zeilen(a.dienst.Leistung, a.gebiet) {
		switch z.Stand {
		case rollout.StandAusgesetzt:
			down++
			t.add(a.stelle(&z), zahl(z.Zahlen.Einwohner), wort("ausgesetzt"), wort("seit "+kurz(z.Seit)))
		case rollout.StandProduktiv:
			until := a.sim.Lage(a.dienst.Leistung, &z, a.tag.Gueltig).Zertifikat.Bis
			if days := a.tag.Gueltig.DaysUntil(until); days <= 60 {
				soon++
				t.add(a.stelle(&z), zahl(z.Zahlen.Einwohner), wort("Zertifikat läuft ab"), wort("bis "+kurz(until)))
			}
		default:
		}
	}
	for _, w := range abgleich.Zeilen {
		if w.Gemeldet == rollout.StandProduktiv && slices.Contains(w.Abweichung, rollout.GelistetTot) {
			dead++
			t.add(zelle{Text: w.Name, Link: a.link("/behoerde/" + w.Stelle.String())}, zahl(w.Einwohner), wort("Link im PVOG antwortet nicht"), wort("–"))
		}
	}
	return frage{
		Frage: "Was ist nach dem Start kaputt?", Wert: fmt.Sprintf("%d ausgesetzt", down), Mehr: "Störungen", Tabellen: []tabelle{t},
		Text: fmt.Sprintf("%d Zertifikate laufen in 60 Tagen ab, %d Links antworten nicht.", soon, dead),
	}
}

func (a *ansicht) ungenutzte(abgleich rollout.Abgleich) frage {
	t := tabelle{Titel: "Läuft, aber niemand nutzt es", Kopf: []string{"Verwaltung", "Einwohner", "Live seit", "Fälle"}, Zahl: []bool{false, true, false, true}, Leer: "Jede Verwaltung, bei der Fälle zu erwarten waren, hatte welche."}
	for _, w := range abgleich.Zeilen {
		if slices.Contains(w.Abweichung, rollout.Ungenutzt) {
			t.add(zelle{Text: w.Name, Link: a.link("/behoerde/" + w.Stelle.String())}, zahl(w.Einwohner), wort(kurz(w.Seit)), zahl(w.Faelle))
		}
	}
	return frage{
		Frage: "Was läuft, aber niemand nutzt es?", Wert: verwaltungen(int64(len(t.Reihe))), Mehr: "Ungenutzte", Tabellen: []tabelle{t},
		Text: "seit über 60 Tagen live: erwartet waren mindestens 3 Fälle, gekommen ist keiner.",
	}
}

func (a *ansicht) bund(abgleich rollout.Abgleich) frage {
	truth := tabelle{Titel: "Vier Wahrheiten, keine aus der anderen gerechnet", Kopf: []string{"Was", "Zahl", "von", "Anteil", "Tag der Zahl", "Zählweise"}, Zahl: []bool{false, true, true, true, false, false}}
	for _, row := range []struct {
		name string
		n    rollout.Anteil
	}{{"gemeldet (eigenes Protokoll)", abgleich.Gemeldet}, {"gelistet (PVOG)", abgleich.Gelistet}, {"erreichbar (PVOG, Link antwortet)", abgleich.Erreichbar}, {"genutzt (Fälle der letzten drei Monate)", abgleich.Genutzt}} {
		truth.add(wort(row.name), zahl(row.n.Zaehler), zahl(row.n.Nenner), anteil(row.n.Prozent()), wort(kurz(row.n.ZaehlerTag.Gueltig)), wort(string(row.n.Zaehlweise)))
	}
	t := tabelle{Titel: "Abweichungen", Kopf: []string{"Verwaltung", "Einwohner", "Bei uns", "Abweichung"}, Zahl: []bool{false, true, false, false}, Leer: "Keine Abweichung."}
	var gone, early, dead int
	for _, w := range abgleich.Zeilen {
		var words []string
		for _, d := range w.Abweichung {
			if d == rollout.Ungenutzt {
				continue
			}
			words = append(words, d.Label())
			switch d {
			case rollout.GemeldetNichtGelistet:
				gone++
			case rollout.GelistetNichtGemeldet:
				early++
			case rollout.GelistetTot:
				dead++
			default:
			}
		}
		if len(words) > 0 {
			t.add(zelle{Text: w.Name, Link: a.link("/behoerde/" + w.Stelle.String())}, zahl(w.Einwohner), wort(w.Gemeldet.Label()), wort(strings.Join(words, ", ")))
		}
	}
	return frage{
		Frage: "Sagt der Bund dasselbe?", Wert: fmt.Sprintf("%d Abweichungen", len(t.Reihe)), Mehr: "Abgleich", Tabellen: []tabelle{truth, t},
		Text: fmt.Sprintf("Im Portalverbund (PVOG) sind %s gelistet: %d bei uns live und dort nicht, %d dort und bei uns nicht live, %d mit totem Link.", rollout.Number(abgleich.Gelistet.Zaehler), gone, early, dead),
	}
}

func (a *ansicht) damals() frage {
	then := a.tag.Gueltig.AddDays(-28)
	said := a.buch.At(rollout.Heute(then)).Deckung(a.dienst.Leistung, a.gebiet).Traeger
	known := a.buch.At(rollout.Stichtag{Gueltig: then, Bekannt: a.tag.Bekannt}).Deckung(a.dienst.Leistung, a.gebiet).Traeger
	f := frage{Frage: "Was haben wir vor einem Monat gesagt?", Wert: rollout.Number(said.Zaehler) + " von " + rollout.Number(said.Nenner), Mehr: "Gemeldet und berichtigt"}
	f.Text = "Gemeldet am " + tagText(then) + ". Seither ist nichts zu berichtigen gewesen."
	if known.Zaehler != said.Zaehler || known.Nenner != said.Nenner {
		f.Text = fmt.Sprintf("Gemeldet am %s. Nach heutigem Wissen waren es %s von %s: es gab Nachträge und Berichtigungen.", tagText(then), rollout.Number(known.Zaehler), rollout.Number(known.Nenner))
	}
	t := tabelle{Titel: "Der " + tagText(then) + ", damals und heute gesehen", Kopf: []string{"Gesehen am", "läuft", "fällig", "Anteil"}, Zahl: []bool{false, true, true, true}}
	t.add(wort(kurz(then)), zahl(said.Zaehler), zahl(said.Nenner), anteil(said.Prozent()))
	t.add(wort(kurz(a.tag.Bekannt)), zahl(known.Zaehler), zahl(known.Nenner), anteil(known.Prozent()))
	late := tabelle{Titel: "Was seither über die Zeit davor erfasst wurde", Kopf: []string{"Verwaltung", "Was", "Am", "Erfasst", "Art", "Von"}, Leer: "Nichts."}
	type line struct {
		e    rollout.Ereignis
		name string
	}
	var lines []line
	for _, z := range a.sicht.Zeilen(a.dienst.Leistung, a.gebiet) {
		for _, e := range a.buch.Verlauf(a.dienst.Leistung, z.Stelle) {
			recorded := datum.Of(e.Erfasst)
			if recorded.After(then) && !recorded.After(a.tag.Bekannt) && !e.Am.After(then) {
				lines = append(lines, line{e.Ereignis, z.Name})
			}
		}
	}
	slices.SortStableFunc(lines, func(x, y line) int { return cmp.Or(x.e.Erfasst.Compare(y.e.Erfasst), strings.Compare(x.name, y.name)) })
	for _, l := range lines {
		kind := "Nachtrag"
		if l.e.Korrigiert != [16]byte{} {
			kind = "Berichtigung"
		}
		late.add(zelle{Text: l.name, Link: a.link("/behoerde/" + l.e.Stelle.String())}, wort(l.e.Art.Label()), wort(kurz(l.e.Am)), wort(kurz(datum.Of(l.e.Erfasst))), wort(kind), wort(l.e.Von))
	}
	f.Tabellen = []tabelle{t, late}
	return f
}
