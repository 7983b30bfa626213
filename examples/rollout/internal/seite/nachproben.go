// SPDX-License-Identifier: Apache-2.0

package seite

import (
	"fmt"
	"net/http"

	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

type rerunPage struct {
	rahmen
	Am      string // when the live ones were run again; empty where they were not
	Proben  tabelle
	Verlor  int
	Strecke string
}

// reruns shows what the last dry runs of the live authorities came to.
func (s *server) reruns(w http.ResponseWriter, r *http.Request) {
	a := newAnsicht(s.sim, r)
	list, day := s.sim.Nachgeprobt(a.dienst.Leistung)
	page := rerunPage{rahmen: a.rahmen("Nachprobe der laufenden Verwaltungen", "")}
	page.Zurueck = a.link("/")
	if day.IsZero() {
		s.render(w, r, "nachproben", page)
		return
	}
	page.Am = kurz(day)
	page.Proben = tabelle{Titel: "Was die Probeläufe ergaben", Kopf: []string{"Verwaltung", "Probelauf", "Folge"}}
	for _, failed := range []bool{true, false} { // what is to be done comes first
		for _, n := range list {
			if (n.Ausgesetzt || n.Fehler != nil) == failed {
				page.Proben.add(a.rerunRow(n)...)
			}
		}
	}
	for _, n := range list {
		if n.Ausgesetzt {
			page.Verlor++
		}
	}
	page.Titel = fmt.Sprintf("Nachprobe: %d von %d laufen weiter", len(list)-page.Verlor, len(list))
	s.render(w, r, "nachproben", page)
}

func (a *ansicht) rerunRow(n rollout.Nachprobe) []zelle {
	name := wort(n.Stelle.String())
	if z, ok := a.sicht.Zeile(a.dienst.Leistung, n.Stelle); ok {
		name = zelle{Text: z.Name, Link: a.link("/behoerde/" + n.Stelle.String())}
	}
	switch leg, failed := n.Probelauf.Gescheitert(); {
	case n.Fehler != nil:
		return []zelle{name, wort("nicht gelaufen"), wort("nichts ist bekannt, bitte noch einmal")}
	case failed:
		return []zelle{name, {Text: "gescheitert: " + strecken[leg], Stand: "stand fehler"}, wort("ausgesetzt, handeln muss: " + rollout.VonBetreiber.Label())}
	default:
		return []zelle{name, {Text: "bestanden", Stand: "stand fertig"}, wort("läuft weiter")}
	}
}

// rerun lets every live authority of the service go its dry run again.
func (s *server) rerun(w http.ResponseWriter, r *http.Request) {
	a := newAnsicht(s.sim, r)
	if _, err := s.sim.Nachproben(r.Context(), a.dienst); err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, a.link("/nachproben"), http.StatusSeeOther) //nolint:gosec // a path of our own with days and a key that were read
}
