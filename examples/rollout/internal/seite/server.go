// SPDX-License-Identifier: Apache-2.0

// Package seite is the dashboard of a roll-out: the ten questions of every
// Monday answered on the first page, each with a page, a table and a CSV of its
// own, a map, hexagons and a table from one source, the burn-up with its band,
// and a page for every authority. It needs no JavaScript.
package seite

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/examples/rollout/internal/simulation"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

//go:embed stil.css
var stil []byte

//go:embed *.html
var seiten embed.FS

// server answers from a simulation.
type server struct {
	sim       *simulation.Simulation
	templates *template.Template
}

// New returns the pages of a simulation.
func New(sim *simulation.Simulation) (http.Handler, error) {
	templates, err := template.New("").Funcs(template.FuncMap{
		"tag": tagText, "kurz": kurz, "zahl": rollout.Number, "grund": grund, "tage": tage,
		"plus": func(a, b int) int { return a + b },
	}).ParseFS(seiten, "*.html")
	if err != nil {
		return nil, err
	}
	s := &server{sim: sim, templates: templates}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.overview)
	mux.HandleFunc("GET /frage/{nr}", s.question)
	mux.HandleFunc("GET /behoerde/{stelle}", s.authority)
	mux.HandleFunc("POST /behoerde/{stelle}/probelauf", s.dryRun)
	mux.HandleFunc("GET /nachproben", s.reruns)
	mux.HandleFunc("POST /nachproben", s.rerun)
	mux.HandleFunc("GET /bericht", s.report)
	mux.HandleFunc("GET /bericht.pdf", s.reportPDF)
	mux.HandleFunc("GET /programme", s.programmes)
	mux.HandleFunc("GET /zustand.csv", s.stateCSV)
	mux.HandleFunc("GET /figuren.json", s.figures)
	mux.HandleFunc("GET /ereignisse.jsonl", s.events)
	mux.HandleFunc("POST /woche", s.week)
	mux.HandleFunc("GET /stil.css", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
		w.Header().Set("Cache-Control", "max-age=600")
		_, _ = w.Write(stil)
	})
	protected := http.NewCrossOriginProtection().Handler(mux)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		r.Body = http.MaxBytesReader(w, r.Body, 1<<16)
		protected.ServeHTTP(w, r)
	}), nil
}

// rahmen is what every page shows around its content.
type rahmen struct {
	Titel, Dienst string
	Programm      rollout.Programm
	Tag           rollout.Stichtag
	Heute         datum.Datum
	Start         string // address of the overview
	Aktuell       string // of the navigation
	Quelle        string
	Zurueck       string

	a *ansicht
}

// Link returns the address of another page with the same service and days.
func (r rahmen) Link(path string) string { return r.a.link(path) }

func (a *ansicht) rahmen(title, current string) rahmen {
	return rahmen{
		Titel: title, Dienst: a.dienst.Name, Programm: a.buch.Programm(), Tag: a.tag, Heute: a.heute, Start: a.link("/"), Aktuell: current,
		Quelle: kommune.Deutschland().Quelle(), a: a,
	}
}

func (s *server) render(w http.ResponseWriter, r *http.Request, name string, data any) {
	var page bytes.Buffer
	if err := s.templates.ExecuteTemplate(&page, name, data); err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(page.Bytes())
}

// fail answers without details: what went wrong is for the log of the process.
func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	slog.ErrorContext(r.Context(), "page", "error", err)
	http.Error(w, "Das hat nicht geklappt. Bitte versuchen Sie es gleich noch einmal.", http.StatusInternalServerError)
}

type overviewPage struct {
	rahmen
	Ueberschrift  string
	Kurz          string
	Einwohner     datum.Datum
	Fragen        []frage
	Flaechen      []flaeche
	Karte, Waben  bild
	Kurve         bild
	Punkte        []punkt
	Wahrheiten    []wahrheit
	Luecken       tabelle
	Dienste       []rollout.Dienst
	DienstWert    string
	Teams, Bisher int
	Unbestaetigt  []string
}

type wahrheit struct{ Name, Wert, Text string }

func (s *server) overview(w http.ResponseWriter, r *http.Request) {
	a := newAnsicht(s.sim, r)
	page := overviewPage{Flaechen: a.flaechen(), Dienste: a.buch.Programm().Dienste, DienstWert: a.dienst.Leistung.String()}
	d := a.sicht.Deckung(a.dienst.Leistung, a.gebiet)
	page.Ueberschrift = fmt.Sprintf("%s in Thüringen: %s von %s Verwaltungen laufen", a.dienst.Name, rollout.Number(d.Traeger.Zaehler), rollout.Number(d.Traeger.Nenner))
	if d.Traeger.Nenner == 0 {
		page.Ueberschrift = a.dienst.Name + " in Thüringen: wer zuständig ist, ist nicht belegt"
	}
	page.Einwohner = d.Einwohner.Einwohnerstand
	page.rahmen = a.rahmen(page.Ueberschrift, "uebersicht")
	page.Unbestaetigt = a.unconfirmed()
	o, err := a.prognose()
	if err == nil {
		page.Fragen, err = a.fragen()
	}
	if err == nil {
		page.Kurve, page.Punkte, err = a.kurve(o)
	}
	if err == nil && a.dienst.Leistung == a.buch.Programm().Dienste[0].Leistung {
		page.Karte, err = a.karte(page.Flaechen)
		if err == nil {
			page.Waben, err = a.waben(page.Flaechen)
		}
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if !o.vorbei {
		page.Bisher, page.Teams = o.ziel().Punkt, o.teams.Punkt
	}
	for i := range page.Fragen {
		page.Fragen[i].Tabellen = nil
	}
	abgleich, _, err := a.abgleich()
	if err != nil {
		s.fail(w, r, err)
		return
	}
	for _, t := range []struct {
		name string
		n    rollout.Anteil
		text string
	}{
		{"Gemeldet", abgleich.Gemeldet, "eigenes Protokoll, " + kurz(abgleich.Gemeldet.ZaehlerTag.Gueltig)},
		{"Gelistet", abgleich.Gelistet, "PVOG, " + kurz(abgleich.Gelistet.ZaehlerTag.Gueltig)},
		{"Erreichbar", abgleich.Erreichbar, "Link antwortet, " + kurz(abgleich.Erreichbar.ZaehlerTag.Gueltig)},
		{"Genutzt", abgleich.Genutzt, "Fälle der letzten drei Monate bis " + kurz(abgleich.Genutzt.ZaehlerTag.Gueltig)},
	} {
		page.Wahrheiten = append(page.Wahrheiten, wahrheit{t.name, rollout.Number(t.n.Zaehler) + " von " + rollout.Number(t.n.Nenner), t.text})
	}
	page.Luecken = a.luecken()
	page.Luecken.Titel = "Die größten Lücken: wer fehlt, worauf gewartet wird, wer handeln muss"
	page.Luecken.Reihe = page.Luecken.Reihe[:min(12, len(page.Luecken.Reihe))]
	s.render(w, r, "uebersicht", page)
}

// unconfirmed is what of the programme and the service no source confirms.
func (a *ansicht) unconfirmed() []string {
	var list []string
	if text := a.buch.Programm().Unbestaetigt; text != "" {
		list = append(list, text)
	}
	for _, rule := range a.dienst.Regeln {
		if rule.Unbestaetigt != "" {
			list = append(list, rule.Unbestaetigt)
		}
	}
	return list
}

func (s *server) question(w http.ResponseWriter, r *http.Request) {
	a := newAnsicht(s.sim, r)
	name, csv := strings.CutSuffix(r.PathValue("nr"), ".csv")
	nr, err := strconv.Atoi(name)
	if err != nil || nr < 1 || nr > 10 || strconv.Itoa(nr) != name {
		http.NotFound(w, r)
		return
	}
	list, err := a.fragen()
	if err != nil {
		s.fail(w, r, err)
		return
	}
	f := list[nr-1]
	if csv {
		var rows [][]string
		for i := range f.Tabellen {
			if i > 0 {
				rows = append(rows, []string{""})
			}
			rows = append(rows, f.Tabellen[i].rows()...)
		}
		download(w, "text/csv; charset=utf-8", fmt.Sprintf("frage-%d.csv", nr))
		_ = rollout.WriteTable(w, rows)
		return
	}
	page := struct {
		rahmen
		F   frage
		CSV string
	}{a.rahmen(f.Frage, ""), f, a.link(fmt.Sprintf("/frage/%d.csv", nr))}
	page.Zurueck = a.link("/")
	s.render(w, r, "frage", page)
}

func download(w http.ResponseWriter, kind, name string) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
}

func (s *server) report(w http.ResponseWriter, r *http.Request) {
	a := newAnsicht(s.sim, r)
	list, err := a.fragen()
	if err != nil {
		s.fail(w, r, err)
		return
	}
	page := struct {
		rahmen
		Fragen       []frage
		Unbestaetigt []string
	}{a.rahmen("Bericht "+a.dienst.Name, "bericht"), list, a.unconfirmed()}
	page.Zurueck = a.link("/")
	s.render(w, r, "bericht", page)
}

func (s *server) stateCSV(w http.ResponseWriter, r *http.Request) {
	a := newAnsicht(s.sim, r)
	download(w, "text/csv; charset=utf-8", "zustand-"+a.tag.Gueltig.String()+".csv")
	_ = a.sicht.WriteCSV(w, a.dienst.Leistung, a.gebiet)
}

func (s *server) events(w http.ResponseWriter, _ *http.Request) {
	download(w, "application/jsonl", "ereignisse.jsonl")
	_ = s.sim.Buch().Export(w)
}

// figures gives every figure of the view with its rule of counting.
func (s *server) figures(w http.ResponseWriter, r *http.Request) {
	a := newAnsicht(s.sim, r)
	type standzahl struct {
		Stand  rollout.Stand  `json:"stand"`
		Zahlen rollout.Zahlen `json:"zahlen"`
	}
	body := struct {
		Simulation bool                `json:"simulation"`
		Programm   string              `json:"programm"`
		Leistung   string              `json:"leistung"`
		Gebiet     rollout.Gebiet      `json:"gebiet"`
		Stichtag   rollout.Stichtag    `json:"stichtag"`
		Deckung    rollout.Deckung     `json:"deckung"`
		Buendel    rollout.Anteil      `json:"buendel"`
		Staende    []standzahl         `json:"staende"`
		Woche      rollout.Unterschied `json:"woche"`
	}{
		true, a.buch.Programm().ID, a.dienst.Leistung.String(), a.gebiet, a.tag, a.sicht.Deckung(a.dienst.Leistung, a.gebiet), a.sicht.Buendel(a.gebiet), nil,
		a.buch.Unterschied(a.dienst.Leistung, a.gebiet, rollout.Heute(a.tag.Gueltig.AddDays(-7)), a.tag),
	}
	for _, z := range a.sicht.Staende(a.dienst.Leistung, a.gebiet) {
		body.Staende = append(body.Staende, standzahl{z.Stand, z.Zahlen})
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(body)
}

func (s *server) week(w http.ResponseWriter, r *http.Request) {
	if err := s.sim.Week(r.Context()); err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, newAnsicht(s.sim, r).link("/"), http.StatusSeeOther) //nolint:gosec // a path of our own with days and a key that were read
}
