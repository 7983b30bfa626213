// SPDX-License-Identifier: Apache-2.0

package seite

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/probelauf"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
	"github.com/deutschland-stack/bausteine/leistung/rollout/programme"
)

// kreisName is where an authority lies, for people.
func kreisName(stelle rollout.Stelle) string {
	key := stelle.String()
	if len(key) < 5 || strings.Contains(key, ":") {
		return ""
	}
	parsed, err := kommune.ParseKreisschluessel(key[:5])
	if err != nil {
		return ""
	}
	kreis, err := kommune.Deutschland().Kreis(parsed)
	if err != nil {
		return ""
	}
	return kreis.Bezeichnung()
}

type schrittZeile struct {
	CSS, Was, Wann string
	Ersetzt        bool
}

// wertZeile is one thing that the authority has set for the service.
type wertZeile struct{ Name, Wert string }

type authorityPage struct {
	rahmen
	Zeile       rollout.Zeile
	Stand       zelle
	Kreis       string
	Gemeinden   []string
	Bedingungen tabelle
	Wahrheiten  tabelle
	Verlauf     []schrittZeile
	Werte       []wertZeile
	Gesetzt     string // since when the settings hold
	Auskunft    string // what a person reads who looks for the service
	Proben      tabelle
	Geprobt     string // when the dry run was
	Probe       string // address that lets it go; empty where it cannot
	Dauer       string
	Seit        int
}

func (s *server) authority(w http.ResponseWriter, r *http.Request) {
	a := newAnsicht(s.sim, r)
	key, err := rollout.ParseStelle(r.PathValue("stelle"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	z, ok := a.sicht.Zeile(a.dienst.Leistung, key)
	if !ok {
		http.NotFound(w, r)
		return
	}
	page := authorityPage{rahmen: a.rahmen(z.Name, ""), Zeile: z, Stand: standZelle(&z), Kreis: kreisName(key), Seit: z.Hindernis.Seit.DaysUntil(a.tag.Gueltig)}
	page.Zurueck = a.link("/")
	for _, g := range z.Gemeinden {
		if row, err := kommune.Deutschland().Gemeinde(g.AGS); err == nil {
			page.Gemeinden = append(page.Gemeinden, row.Kurzname())
		}
	}
	slices.Sort(page.Gemeinden)
	page.Bedingungen = tabelle{Titel: "Was vor dem Start erfüllt sein muss", Kopf: []string{"Nr.", "Bedingung", "Stand", "Wer handelt"}}
	for _, b := range a.sim.Lage(a.dienst.Leistung, &z, a.tag.Gueltig).Bedingungen(a.tag.Gueltig) {
		state, who := zelle{Text: "erfüllt", Stand: "stand fertig"}, "–"
		if !b.Erfuellt {
			state, who = zelle{Text: "fehlt", Stand: "stand fehler"}, b.WartetAuf.Label()
		}
		page.Bedingungen.add(wort(fmt.Sprintf("G%d", b.Nummer)), wort(b.Text.String()), state, wort(who))
	}
	abgleich, q, err := a.abgleich()
	if err != nil {
		s.fail(w, r, err)
		return
	}
	page.Wahrheiten = tabelle{Titel: "Vier Wahrheiten", Kopf: []string{"Frage", "Antwort", "Quelle und Tag"}}
	if i := slices.IndexFunc(abgleich.Zeilen, func(x rollout.Wahrheiten) bool { return x.Stelle == key }); i >= 0 {
		t := abgleich.Zeilen[i]
		use := t.Genutzt.Label()
		if t.Genutzt == rollout.Ja {
			use += ", " + rollout.Number(t.Faelle) + " Fälle"
		}
		if t.Gemeldet.Before() || t.Gemeldet == rollout.StandAbgelehnt {
			use = "noch nicht gestartet"
		}
		page.Wahrheiten.add(wort("Gemeldet"), wort(t.Gemeldet.Label()), wort("eigenes Protokoll, "+kurz(a.tag.Gueltig)))
		page.Wahrheiten.add(wort("Gelistet"), wort(t.Gelistet.Label()), wort("Open-PVOG (Simulation), "+kurz(q.PVOG.Stand)))
		page.Wahrheiten.add(wort("Erreichbar"), wort(t.Erreichbar.Label()), wort("Open-PVOG (Simulation), "+kurz(q.PVOG.Stand)))
		page.Wahrheiten.add(wort("Genutzt"), wort(use), wort("Fallzahlen (Simulation), bis "+kurz(q.Nutzung.Bis)))
	}
	for _, e := range slices.Backward(a.buch.Verlauf(a.dienst.Leistung, key)) {
		if e.Am.After(a.tag.Gueltig) || datum.Of(e.Erfasst).After(a.tag.Bekannt) {
			continue
		}
		line := schrittZeile{CSS: "ereignis", Was: e.Art.Label(), Ersetzt: e.Ersetzt, Wann: tagText(e.Am)}
		if e.Art == rollout.ArtBlockiert || e.Art == rollout.ArtGestoert || e.Art == rollout.ArtGesperrt || e.Art == rollout.ArtAbgelehnt {
			line.CSS = "halt"
		}
		if e.Art == rollout.ArtFreigegeben || e.Art == rollout.ArtBehoben {
			line.CSS = ""
		}
		if e.Grund != "" {
			line.Was += ": " + grund(e.Grund)
		}
		if e.WartetAuf != "" {
			line.Wann += ", wartet auf " + e.WartetAuf.Label()
		}
		if e.Ausgelassen {
			line.Wann += ", Zwischenschritte nicht erfasst"
		}
		line.Wann += ", erfasst " + kurz(datum.Of(e.Erfasst)) + " von " + e.Von
		page.Verlauf = append(page.Verlauf, line)
	}
	page.Dauer = a.dauer(&z)
	settings, err := a.sim.Einstellungen(a.dienst.Leistung)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if set, ok := settings.Of(key, a.tag); ok {
		fee := "keine"
		if set.Werte.GebuehrCent > 0 {
			fee = fmt.Sprintf("%d,%02d €", set.Werte.GebuehrCent/100, set.Werte.GebuehrCent%100)
		}
		page.Gesetzt = kurz(set.Ab)
		page.Werte = []wertZeile{{"Fachverfahren", set.Werte.Fachverfahren}, {"Übertragung", set.Werte.Uebertragung}, {"Gebühr", fee}}
	}
	page.Proben = tabelle{Titel: "Probelauf", Kopf: []string{"Strecke", "Ergebnis"}}
	if p, ok := a.sim.Geprobt(a.dienst.Leistung, key); ok {
		page.Geprobt = kurz(p.Am)
		for _, step := range p.Schritte {
			page.Proben.add(wort(strecken[step.Strecke]), ergebnis(step))
		}
	}
	if len(z.Gemeinden) > 0 && page.Werte != nil {
		page.Probe = a.link("/behoerde/" + key.String() + "/probelauf")
	}
	if len(z.Gemeinden) > 0 {
		page.Auskunft = a.sicht.Auskunft(a.dienst.Leistung, z.Gemeinden[0].AGS).Text.String()
	}
	s.render(w, r, "behoerde", page)
}

// strecken are the legs of a dry run, for people.
var strecken = map[rollout.Strecke]string{
	rollout.StreckeAntrag: "Antrag", rollout.StreckeZahlung: "Zahlung", rollout.StreckeZustellung: "Zustellung", rollout.StreckeQuittung: "Quittung der Verwaltung", rollout.StreckeBescheid: "Bescheid",
}

func ergebnis(s probelauf.Schritt) zelle {
	switch {
	case s.Entfaellt:
		return wort("entfällt, es ist nichts zu zahlen")
	case s.Bestanden:
		return zelle{Text: "bestanden", Stand: "stand fertig"}
	default:
		return zelle{Text: "nicht bestanden", Stand: "stand fehler"}
	}
}

// dryRun lets an invented application go over all legs of the running kit.
func (s *server) dryRun(w http.ResponseWriter, r *http.Request) {
	a := newAnsicht(s.sim, r)
	key, err := rollout.ParseStelle(r.PathValue("stelle"))
	if err == nil {
		_, err = s.sim.Probelauf(r.Context(), a.dienst, key)
	}
	switch {
	case errors.Is(err, rollout.ErrUnknown), errors.Is(err, rollout.ErrSyntax):
		http.NotFound(w, r)
	case err != nil:
		s.fail(w, r, err)
	default:
		http.Redirect(w, r, a.link("/behoerde/"+key.String()), http.StatusSeeOther) //nolint:gosec // a path of our own with a key that was read
	}
}

// dauer says how long it has been in its state, and how long others were.
func (a *ansicht) dauer(z *rollout.Zeile) string {
	text := fmt.Sprintf("Im Stand „%s“: %s.", z.Stand.Label(), tage(z.Seit.DaysUntil(a.tag.Gueltig)))
	if z.Stand == rollout.StandProduktiv {
		return text
	}
	d := a.sicht.Dauer(a.dienst.Leistung, a.gebiet, z.Stand)
	if d.Median < 0 {
		return text + " Wie lange die anderen darin bleiben, ist noch nicht abzusehen."
	}
	return text + fmt.Sprintf(" Die Hälfte aller bleibt darin höchstens %s; wer noch darin ist, zählt mit.", tage(d.Median))
}

func (s *server) programmes(w http.ResponseWriter, r *http.Request) {
	a := newAnsicht(s.sim, r)
	list, err := programme.All()
	if err != nil {
		s.fail(w, r, err)
		return
	}
	page := struct {
		rahmen
		Programme []rollout.Programm
		Tabellen  []tabelle
	}{a.rahmen("Programme", "programme"), list, nil}
	page.Zurueck = a.link("/")
	for i := range list {
		t, err := due(&list[i])
		if err != nil {
			s.fail(w, r, err)
			return
		}
		page.Tabellen = append(page.Tabellen, t)
	}
	s.render(w, r, "programme", page)
}
