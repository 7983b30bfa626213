// SPDX-License-Identifier: Apache-2.0

package web

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/angaben"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/regeln"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
)

// antwortzeile is one answer on the page that shows them all.
type antwortzeile struct {
	Name, Wert string
	// Alt is what the register says, where the person says otherwise.
	Alt string
}

// abschnitt is a group of answers with the page that changes them.
type abschnitt struct {
	Titel   string
	Schritt string
	Zeilen  []antwortzeile
}

// abschnitte are the answers of an application, for the citizen and the clerk.
func (a *anfrage) abschnitte(x angaben.Angaben) ([]abschnitt, error) {
	t := a.sprache.Text
	anschrift, err := a.dienst.AnschriftText(x)
	if err != nil {
		anschrift = "" // no municipality chosen yet
	}
	p, err := x.Gueltig()
	if err != nil {
		return nil, err
	}
	korrekturen, err := x.Korrekturen()
	if err != nil {
		return nil, err
	}
	alt := map[string]string{}
	for _, k := range korrekturen {
		alt[k.Pfad] = k.Register
		if k.Register == "" {
			alt[k.Pfad] = t("keine Angabe", "nothing")
		}
	}
	person := abschnitt{Titel: t("Ihre Daten", "Your data"), Schritt: "person"}
	if a.route.seite() == fuerAmt {
		person.Titel = t("Daten der Person", "Data of the person")
	}
	for _, z := range []struct{ pfad, wert string }{
		{"/familienname", p.Familienname},
		{"/geburtsname", p.Geburtsname},
		{"/vornamen", p.Vornamen},
		{"/rufname", p.Rufname},
		{"/doktorgrad", p.Doktorgrad},
		{"/geburtsdatum", tagText(p.Geburtsdatum)},
		{"/geburtsort", p.Geburtsort},
		{"/staatsangehoerigkeit", p.Staatsangehoerigkeit},
	} {
		if z.wert != "" || alt[z.pfad] != "" {
			person.Zeilen = append(person.Zeilen, antwortzeile{feldname(z.pfad).in(a.sprache), z.wert, alt[z.pfad]})
		}
	}
	if len(person.Zeilen) == 0 {
		person.Zeilen = []antwortzeile{{Name: t("Angaben zur Person", "About the person")}}
	}
	wohnung := []antwortzeile{{Name: t("Anschrift", "Address"), Wert: anschrift}, {Name: t("Eingezogen am", "Moved in on"), Wert: tagText(x.Einzug)}}
	if !x.AuszugGeplant.IsZero() {
		wohnung = append(wohnung, antwortzeile{Name: t("Auszug geplant (bleibt hier)", "Leaving again (stays here)"), Wert: tagText(x.AuszugGeplant)})
	}
	return []abschnitt{
		{t("Neue Wohnung", "New home"), "anschrift", wohnung},
		{t("Herkunft der Daten", "Where the data comes from"), "daten", []antwortzeile{{Name: t("Weg", "Way"), Wert: a.wegText(x)}}},
		person,
		a.wohnungAbschnitt(x),
		a.familieAbschnitt(x),
		a.geberAbschnitt(x),
	}, nil
}

func (a *anfrage) wegText(x angaben.Angaben) string {
	switch {
	case x.Weg == angaben.WegHand:
		return a.sprache.Text("selbst eingegeben", "typed by yourself")
	case x.Weg == angaben.WegAbruf && x.Auszug != nil:
		return a.sprache.Text("abgerufen bei: ", "fetched from: ") + x.Auszug.Quelle
	default:
		return ""
	}
}

var wohnungstexte = map[angaben.Wohnungsart]zweisprachig{
	angaben.Alleinige:    {"einzige Wohnung in Deutschland", "only home in Germany"},
	angaben.Hauptwohnung: {"Hauptwohnung", "main home"},
	angaben.Nebenwohnung: {"Nebenwohnung", "secondary home"},
}

func (a *anfrage) wohnungAbschnitt(x angaben.Angaben) abschnitt {
	out := abschnitt{Titel: a.sprache.Text("Haupt- oder Nebenwohnung", "Main or secondary home"), Schritt: "wohnung"}
	out.Zeilen = []antwortzeile{{Name: a.sprache.Text("Die neue Wohnung ist", "The new home is"), Wert: wohnungstexte[x.Wohnung.Art].in(a.sprache)}}
	for _, w := range x.Wohnung.Weitere {
		out.Zeilen = append(out.Zeilen, antwortzeile{Name: a.sprache.Text("Weitere Wohnung", "Other home"), Wert: w.Strasse + ", " + w.PLZ + " " + w.Ort})
	}
	return out
}

var verhaeltnisse = map[angaben.Verhaeltnis]zweisprachig{
	angaben.Ehegatte: {"Ehegatte", "spouse"}, angaben.Partner: {"Lebenspartner", "partner"}, angaben.Kind: {"Kind", "child"},
}

func (a *anfrage) familieAbschnitt(x angaben.Angaben) abschnitt {
	out := abschnitt{Titel: a.sprache.Text("Familie", "Family"), Schritt: "familie"}
	for _, m := range x.Familie.Personen {
		wert := m.Vornamen + " " + m.Familienname + ", " + a.sprache.Text("geboren am ", "born on ") + tagText(m.Geburtsdatum)
		if art := x.WohnungFor(m); art != "" {
			wert += ", " + wohnungstexte[art].in(a.sprache)
		}
		out.Zeilen = append(out.Zeilen, antwortzeile{Name: verhaeltnisse[m.Verhaeltnis].in(a.sprache), Wert: wert})
	}
	if len(out.Zeilen) == 0 {
		niemand := antwortzeile{Name: a.sprache.Text("Zieht jemand mit um?", "Does somebody move with you?")}
		if x.Familie.Gefragt {
			niemand.Wert = a.sprache.Text("Nein", "No")
		}
		out.Zeilen = []antwortzeile{niemand}
	}
	return out
}

var geberwege = map[angaben.Geberweg]zweisprachig{
	angaben.GeberDatei:      {"Bestätigung als Datei", "confirmation as a file"},
	angaben.GeberMerkmal:    {"Zuordnungsmerkmal", "reference code"},
	angaben.GeberEigentum:   {"Die Wohnung gehört mir", "the home is mine"},
	angaben.GeberVerweigert: {"noch keine Bestätigung", "no confirmation yet"},
}

func (a *anfrage) geberAbschnitt(x angaben.Angaben) abschnitt {
	t, g := a.sprache.Text, x.Wohnungsgeber
	out := abschnitt{Titel: t("Beleg für den Einzug", "Proof of moving in"), Schritt: "wohnungsgeber"}
	add := func(name, wert string) {
		if wert != "" {
			out.Zeilen = append(out.Zeilen, antwortzeile{Name: name, Wert: wert})
		}
	}
	out.Zeilen = []antwortzeile{{Name: t("Weg", "Way"), Wert: geberwege[g.Weg].in(a.sprache)}}
	add(t("Wohnungsgeber", "Landlord"), g.Name)
	add(t("Anschrift", "Address"), g.Anschrift)
	add(t("Eigentümer", "Owner"), g.Eigentuemer)
	if g.Weg == angaben.GeberDatei || g.Weg == angaben.GeberMerkmal {
		add(t("Einzug laut Bestätigung", "Moved in, as confirmed"), tagText(g.Einzug))
	}
	if g.Weg == angaben.GeberDatei && g.Datei != nil {
		add(t("Datei", "File"), g.Datei.Name)
	}
	if g.Weg == angaben.GeberMerkmal {
		add(t("Zuordnungsmerkmal", "Reference code"), g.Merkmal)
	}
	if g.Weg == angaben.GeberVerweigert {
		add(t("Grund", "Reason"), g.Grund)
	}
	return out
}

func zeigePruefen(a *anfrage) error {
	konto, v, done, err := a.entwurf()
	if err != nil || done {
		return err
	}
	return a.pruefenSeite(konto, v, http.StatusOK, false)
}

func (a *anfrage) pruefenSeite(konto testkonto.Konto, v dienst.Vorgang, status int, geaendert bool) error {
	abschnitte, err := a.abschnitte(v.Angaben)
	if err != nil {
		return err
	}
	befunde := a.dienst.Befunde(konto, v.Angaben)
	s := a.neueSeite("Stimmt alles?", "Is everything correct?")
	s.Schritt, s.Schritte, s.Zurueck = schritte, schritte, pfadOf(v, "nachweis")
	s.Version = strconv.FormatUint(v.Version(), 10)
	s.Geaendert = geaendert
	hoch := regeln.Nachgewiesen(konto.Stufe)
	for _, b := range befunde.Maengel() {
		if b.Pfad == "" {
			continue // the level of the login is explained on the page itself
		}
		s.Fehler = append(s.Fehler, fehlend{Text: a.sprache.Text(b.DE, b.EN), Ziel: pfadOf(v, schrittOf(b.Pfad)) + "?von=pruefen#f-" + feldOf(b.Pfad)})
	}
	var hinweise []string
	for _, b := range befunde.Hinweise() {
		hinweise = append(hinweise, a.sprache.Text(b.DE, b.EN))
	}
	type daten struct {
		Abschnitte []abschnitt
		Hinweise   []string
		Basis      string
		Hoch       bool
		Name       string
		Bereit     bool
	}
	d := daten{Abschnitte: abschnitte, Hinweise: hinweise, Basis: pfadOf(v, ""), Hoch: hoch, Bereit: len(s.Fehler) == 0}
	if z, err := a.dienst.Zustaendig(v.Angaben.Gemeinde); err == nil {
		d.Name = z.Name
	}
	s.Daten = d
	return a.zeige(status, "pruefen", s)
}

// reicheEin hands the application in and leads to the receipt, also from the
// second click and from the back button.
func reicheEin(a *anfrage) error {
	konto, v, err := a.vorgang()
	if err != nil {
		return err
	}
	version, err := a.version()
	if err != nil {
		return err
	}
	v, maengel, err := a.dienst.Submit(a.r.Context(), konto, v.ID(), version)
	switch {
	case errors.Is(err, dienst.ErrGeaendert):
		return a.pruefenSeite(konto, v, http.StatusConflict, true)
	case errors.Is(err, dienst.ErrNichtMoeglich):
		redirect(a.w, a.r, pfadOf(v, ""))
		return nil
	case err != nil:
		return err
	case len(maengel) > 0:
		status := mangelhaft(version, v.Version())
		return a.pruefenSeite(konto, v, status, status == http.StatusConflict)
	}
	redirect(a.w, a.r, pfadOf(v, "eingang"))
	return nil
}
