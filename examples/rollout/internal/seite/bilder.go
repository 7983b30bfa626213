// SPDX-License-Identifier: Apache-2.0

package seite

import (
	"fmt"
	"html/template"
	"strings"

	"github.com/deutschland-stack/bausteine/examples/rollout/internal/karte"
	"github.com/deutschland-stack/bausteine/examples/rollout/internal/simulation"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

// bild is a figure: its message, and the picture with title and description. The
// table beside it comes from the same rows.
type bild struct {
	Botschaft, Unterzeile string
	Legende               []legende
	SVG                   template.HTML
	Quelle                string
}

type legende struct {
	CSS, Name string
	Anzahl    int
}

// flaeche is an authority as the map, the hexagons and the table show it: one
// source for all three.
type flaeche struct {
	Zeile  rollout.Zeile
	Klasse klasse
	Kreis  string
	Link   string
}

func (a *ansicht) flaechen() []flaeche {
	var list []flaeche
	for _, z := range a.sicht.Zeilen(a.dienst.Leistung, a.gebiet) {
		list = append(list, flaeche{Zeile: z, Klasse: klasseOf(z.Stand), Kreis: kreisName(z.Stelle), Link: a.link("/behoerde/" + z.Stelle.String())})
	}
	return list
}

func legenden(list []flaeche) []legende {
	rows := make([]legende, len(klassen))
	for i, k := range klassen {
		rows[i] = legende{CSS: k.CSS, Name: k.Name}
		for _, f := range list {
			if f.Klasse == k {
				rows[i].Anzahl++
			}
		}
	}
	return rows
}

// muster are the patterns of the five kinds: told apart without colour.
const muster = `<defs><pattern id="m-test" width="10" height="10" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="10" height="10" fill="var(--papier)"/><rect width="5" height="10" fill="var(--tat)"/></pattern>` +
	`<pattern id="m-vor" width="12" height="12" patternUnits="userSpaceOnUse"><rect width="12" height="12" fill="var(--papier)"/><circle cx="6" cy="6" r="2.4" fill="var(--tat)"/></pattern>` +
	`<pattern id="m-leer" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="var(--linie)"/></pattern>` +
	`<pattern id="m-nein" width="14" height="14" patternUnits="userSpaceOnUse"><rect width="14" height="14" fill="var(--papier)"/><path d="M2 2l10 10M12 2L2 12" stroke="var(--fehl)" stroke-width="2.2"/></pattern></defs>`

func beschreibung(rows []legende) string {
	var parts []string
	for _, r := range rows {
		parts = append(parts, fmt.Sprintf("%s: %d", r.Name, r.Anzahl))
	}
	return "Von den Verwaltungen sind " + strings.Join(parts, "; ") + ". Die Tabelle darunter nennt jede einzeln."
}

// botschaft is the headline of the map, made of the numbers.
func (a *ansicht) botschaft(list []flaeche) string {
	d := a.sicht.Deckung(a.dienst.Leistung, a.gebiet)
	large, missing := 0, 0
	var live, gap int64
	for _, f := range list {
		if f.Klasse != klassen[0] {
			gap++
			missing += int(f.Zeile.Zahlen.Einwohner)
		} else {
			live++
		}
		if f.Zeile.Zahlen.Einwohner >= 20_000 && f.Klasse != klassen[0] {
			large++
		}
	}
	switch {
	case len(list) == 0:
		return "Für diesen Dienst ist nicht belegt, wer zuständig ist"
	case d.Flaechendeckend():
		return "Alle " + verwaltungen(d.Traeger.Nenner) + " laufen"
	case large == 0:
		return fmt.Sprintf("Alle großen laufen; es fehlen %s mit %s Menschen", verwaltungen(gap), rollout.Number(int64(missing)))
	}
	return fmt.Sprintf("%d von %d laufen; unter den fehlenden sind %d mit mehr als 20.000 Menschen", live, live+gap, large)
}

func (a *ansicht) karte(list []flaeche) (bild, error) {
	k, err := karte.Thueringen()
	if err != nil {
		return bild{}, err
	}
	b := a.grund(list)
	b.Quelle = karte.Quelle
	byKey := map[string]klasse{}
	for _, f := range list {
		byKey[f.Zeile.Stelle.String()] = f.Klasse
	}
	var svg strings.Builder
	_, _ = fmt.Fprintf(&svg, `<svg class="karte-th" viewBox="%s" role="img" aria-labelledby="kt kd"><title id="kt">Karte von Thüringen mit %d Verwaltungen</title><desc id="kd">%s</desc>%s<g>`,
		karte.ViewBox, len(list), template.HTMLEscapeString(beschreibung(b.Legende)), muster)
	for _, f := range k.Traeger {
		if kind, ok := byKey[f.Schluessel]; ok {
			_, _ = fmt.Fprintf(&svg, `<path class="%s" data-stelle="%s" d="%s"/>`, kind.CSS, f.Schluessel, f.Pfad)
		}
	}
	svg.WriteString(`</g><g class="kreise">`)
	for _, path := range k.Kreise {
		_, _ = fmt.Fprintf(&svg, `<path d="%s"/>`, path)
	}
	svg.WriteString(`</g></svg>`)
	b.SVG = template.HTML(svg.String()) //nolint:gosec // outlines are checked when they are read, keys and classes are our own, the text is escaped
	return b, nil
}

func (a *ansicht) waben(list []flaeche) (bild, error) {
	k, err := karte.Thueringen()
	if err != nil {
		return bild{}, err
	}
	b := a.grund(list)
	b.Botschaft = "Jede Verwaltung gleich groß: so viele sind es, nicht so viel Fläche"
	byKey := map[string]klasse{}
	for _, f := range list {
		byKey[f.Zeile.Stelle.String()] = f.Klasse
	}
	const width, height = 40, 34.64
	var svg strings.Builder
	_, _ = fmt.Fprintf(&svg, `<svg class="waben" viewBox="0 0 840 580" role="img" aria-labelledby="wt wd"><title id="wt">Waben: %d Verwaltungen in Thüringen</title><desc id="wd">%s</desc><g>`,
		len(list), template.HTMLEscapeString(beschreibung(b.Legende)))
	for _, f := range k.Traeger {
		kind, ok := byKey[f.Schluessel]
		if !ok {
			continue
		}
		x, y := float64(f.Spalte)*width+20, float64(f.Zeile)*height+23
		if f.Zeile%2 == 1 {
			x += width / 2
		}
		_, _ = fmt.Fprintf(&svg, `<path class="%s" data-stelle="%s" d="M%.1f %.1fl20 11.5v23.1l-20 11.5-20-11.5v-23.1z"/>`, kind.CSS, f.Schluessel, x, y-23)
	}
	svg.WriteString(`</g></svg>`)
	b.SVG = template.HTML(svg.String()) //nolint:gosec // as above
	return b, nil
}

func (a *ansicht) grund(list []flaeche) bild {
	return bild{
		Botschaft: a.botschaft(list), Legende: legenden(list),
		Unterzeile: fmt.Sprintf("Stand der %s, %s. Fläche ist nicht Bevölkerung: die Tabelle der Lücken sortiert nach Menschen.", verwaltungen(int64(len(list))), tagText(a.tag.Gueltig)),
	}
}

// punkt is a point of the curve, as the picture and the table show it.
type punkt struct {
	Tag         string
	Live        int64 // −1: a forecast
	Punkt       int
	Unten, Oben int
}

// kurve draws the burn-up with its band.
func (a *ansicht) kurve(o *ausblick) (bild, []punkt, error) {
	var history []rollout.Anteil
	for day := simulation.Beginn; !day.After(a.tag.Gueltig); day = day.AddDays(7) {
		history = append(history, a.buch.At(rollout.Stichtag{Gueltig: day, Bekannt: a.tag.Bekannt}).Deckung(a.dienst.Leistung, a.gebiet).Traeger)
	}
	line, err := rollout.NewReihe(history...) // one unit, one rule of counting
	if err != nil {
		return bild{}, nil, err
	}
	history = line.Punkte()
	if len(history) == 0 || o.lage.Faellig == 0 {
		return bild{}, nil, nil
	}
	last := history[len(history)-1]
	weeks := len(history) - 1
	total := weeks + len(o.punkte)
	const left, right, top, bottom = 46.0, 704.0, 36.0, 390.0
	x := func(week int) float64 { return left + (right-left)*float64(week)/float64(max(1, total)) }
	y := func(n float64) float64 { return bottom - (bottom-top)*n/float64(last.Nenner)*0.96 }

	var rows []punkt
	for i := 0; i < len(history); i += max(1, len(history)/6) {
		rows = append(rows, punkt{Tag: tagText(history[i].ZaehlerTag.Gueltig), Live: history[i].Zaehler})
	}
	if rows[len(rows)-1].Tag != tagText(last.ZaehlerTag.Gueltig) {
		rows = append(rows, punkt{Tag: tagText(last.ZaehlerTag.Gueltig), Live: last.Zaehler})
	}
	b := bild{Botschaft: fmt.Sprintf("Von %d auf %d Verwaltungen", history[0].Zaehler, last.Zaehler), Unterzeile: "Laufende Verwaltungen."}
	desc := fmt.Sprintf("Von %d am %s auf %d am %s.", history[0].Zaehler, tagText(history[0].ZaehlerTag.Gueltig), last.Zaehler, tagText(last.ZaehlerTag.Gueltig))
	var s strings.Builder
	s.WriteString(`<g class="achse">`)
	step, factor := int64(1), 2
	for last.Nenner/step > 5 {
		if factor = 7 - factor; factor == 5 { // 1, 5, 10, 50, 100 …
			step *= 5
		} else {
			step *= 2
		}
	}
	for n := int64(0); n < last.Nenner; n += step {
		_, _ = fmt.Fprintf(&s, `<line x1="%.0f" x2="%.0f" y1="%.1f" y2="%.1f"/><text class="leise" x="36" y="%.1f" text-anchor="end">%d</text>`, left, right, y(float64(n)), y(float64(n)), y(float64(n))+5, n)
	}
	for week := 0; week <= total; week++ {
		day := simulation.Beginn.AddDays(7 * week)
		if day.Day() <= 7 && (day.Month() == 1 || day.Month() == 4 || day.Month() == 7 || day.Month() == 10) {
			name := monate[day.Month()]
			if day.Month() == 1 {
				name += " " + day.String()[:4]
			}
			anchor := "middle"
			if week == 0 {
				anchor = "start"
			}
			_, _ = fmt.Fprintf(&s, `<text class="leise" x="%.0f" y="416" text-anchor="%s">%s</text>`, x(week), anchor, name)
		}
	}
	s.WriteString(`</g>`)
	_, _ = fmt.Fprintf(&s, `<line class="ziel" x1="%.0f" x2="%.0f" y1="%.1f" y2="%.1f"/><text x="52" y="%.1f">Ziel: alle %d</text>`, left, right, y(float64(last.Nenner)), y(float64(last.Nenner)), y(float64(last.Nenner))-8, last.Nenner)
	points := func(f func(i int) (int, float64), to int) string {
		var p []string
		for i := 0; i <= to; i++ {
			w, n := f(i)
			p = append(p, fmt.Sprintf("%.1f,%.1f", x(w), y(n)))
		}
		return strings.Join(p, " ")
	}
	if !o.vorbei {
		at := func(f func(i int) int) func(i int) (int, float64) {
			return func(i int) (int, float64) {
				if i == 0 {
					return weeks, float64(last.Zaehler)
				}
				return weeks + i, float64(f(i - 1))
			}
		}
		n := len(o.punkte)
		lower := points(at(func(i int) int { return o.punkte[i].Unten }), n)
		upper := points(at(func(i int) int { return o.punkte[i].Oben }), n)
		var back []string
		for _, p := range strings.Fields(upper) {
			back = append([]string{p}, back...)
		}
		_, _ = fmt.Fprintf(&s, `<polygon class="bandflaeche" points="%s %s"/><polyline class="bandrand" points="%s"/><polyline class="bandrand" points="%s"/><polyline class="mitte" points="%s"/>`,
			lower, strings.Join(back, " "), lower, upper, points(at(func(i int) int { return o.punkte[i].Punkt }), n))
		ziel := o.ziel()
		day := tagText(a.tag.Gueltig.AddDays(7 * ziel.Wochen))
		target := tagText(a.buch.Programm().Ziel)
		b.Botschaft = fmt.Sprintf("Im bisherigen Tempo werden es zum Ziel %d sein, nicht %d", ziel.Punkt, ziel.Faellig)
		if ziel.Punkt >= ziel.Faellig {
			b.Botschaft = fmt.Sprintf("Im bisherigen Tempo werden es zum Ziel %d sein: alle", ziel.Punkt)
		}
		t := a.buch.Treffer(a.tag)
		b.Unterzeile = fmt.Sprintf("Laufende Verwaltungen; Band: 80 %% Sicherheit. Von %d gespeicherten Bändern haben %d getroffen.", t.Von, t.Gehalten)
		if !ziel.Geeicht {
			b.Unterzeile = "Laufende Verwaltungen; Band: 80 % Sicherheit, noch nicht geeicht."
		}
		desc += fmt.Sprintf(" Bis %s im bisherigen Tempo: %d, mit 80 Prozent Sicherheit zwischen %d und %d. Möglich sind höchstens %d; Ziel sind %d.", target, ziel.Punkt, ziel.Unten, ziel.Oben, ziel.Hoechstens, ziel.Faellig)
		rows = append(rows, punkt{Tag: day, Live: -1, Punkt: ziel.Punkt, Unten: ziel.Unten, Oben: ziel.Oben})
		_, _ = fmt.Fprintf(&s, `<line class="marke-linie" x1="%.1f" x2="%.1f" y1="%.1f" y2="%.0f"/><text x="%.1f" y="%.1f" text-anchor="end">%s</text>`, x(total), x(total), y(float64(last.Nenner)), bottom, x(total)-8, bottom-14, "Ziel "+target)
		low := y(max(float64(last.Zaehler)*0.45, float64(last.Nenner)*0.2))
		_, _ = fmt.Fprintf(&s, `<text x="%.1f" y="%.1f" text-anchor="end">im Tempo: %d</text><text class="leise" x="%.1f" y="%.1f" text-anchor="end">80 %%: %d bis %d</text>`,
			x(total)-8, low, ziel.Punkt, x(total)-8, low+22, ziel.Unten, ziel.Oben)
	}
	_, _ = fmt.Fprintf(&s, `<polyline class="ist" points="%s"/>`, points(func(i int) (int, float64) { return i, float64(history[i].Zaehler) }, weeks))
	_, _ = fmt.Fprintf(&s, `<line class="marke-linie" x1="%.1f" x2="%.1f" y1="%.1f" y2="%.0f"/><text x="%.1f" y="%.1f" text-anchor="end">%s: %d</text>`,
		x(weeks), x(weeks), y(float64(last.Nenner))+26, bottom, x(weeks)-10, y(float64(last.Zaehler))-16, map[bool]string{true: "heute", false: kurz(a.tag.Gueltig)}[a.tag.Gueltig == a.heute], last.Zaehler)
	b.SVG = template.HTML(fmt.Sprintf(`<svg class="kurve" viewBox="0 0 720 430" role="img" aria-labelledby="bt bd"><title id="bt">Verwaltungen mit laufendem Dienst %s und Prognose</title><desc id="bd">%s</desc>%s</svg>`, //nolint:gosec // numbers, days, and escaped text
		template.HTMLEscapeString(a.dienst.Name), template.HTMLEscapeString(desc), s.String()))
	return b, rows, nil
}
