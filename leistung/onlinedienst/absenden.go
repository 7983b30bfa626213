// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/formular"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
)

// Eingang is what the authority receives and what the case keeps from then on: the
// answers that were asked, and of each that came from a source what the source said.
// Nothing else of the draft is left.
type Eingang struct {
	Dienst    string             `json:"dienst"`
	Fassung   string             `json:"fassung"`
	Daten     json.RawMessage    `json:"daten"`
	Herkunft  []formular.Antwort `json:"herkunft,omitempty"`
	Niveau    recht.Niveau       `json:"niveau"`
	Eingelegt datum.Datum        `json:"eingelegt"`
}

// pruefseite shows all answers before they are sent.
type pruefseite struct {
	Zurueck, Bis, An, Grenze string
	Teile                    []pruefteil
	Fehlt                    []verweis
	Hinweise, Wirkung        []string
	Gebuehr                  string
	Posten                   []posten
	Auskunft                 []auskunftteil
	Bestaetigen              string // what is wrong with the tick
	Nirgends                 string // where it does not work online yet
	Absenden                 string
	Gesehen                  string
}

// pruefteil is one page on the check page.
type pruefteil struct {
	Titel, URL string
	Fakten     []fakt
}

// posten is one line of the fee.
type posten struct{ Text, Norm, Betrag string }

// pruefen shows the check page. It hides nothing (§ 9a (2) OZG).
func (a *anfrage) pruefen(f *fall, show bool) error {
	z := zeichner{a, f, true}
	k := f.dienst.kopf()
	p := pruefseite{Zurueck: f.url(""), Bis: a.until(f), Absenden: f.url("absenden"), Hinweise: remarks(f.stand.befunde, a.sprache), Auskunft: a.auskunft(f.stand.auskunft())}
	for _, s := range f.dienst.pages() {
		if !shown(s, f.stand.antw) {
			continue
		}
		p.Teile = append(p.Teile, pruefteil{Titel: s.titel.In(a.sprache), URL: f.url(s.name), Fakten: z.facts(s.elemente, "")})
		for _, e := range s.elemente {
			for _, b := range f.stand.befunde.Blocking().At("/" + e.Name) {
				p.Fehlt = append(p.Fehlt, verweis{Titel: b.Text.In(a.sprache), URL: f.url(s.name)})
			}
		}
	}
	for _, t := range k.Wirkung {
		p.Wirkung = append(p.Wirkung, t.In(a.sprache))
	}
	authority, err := a.authority(f)
	if err != nil {
		return err
	}
	switch {
	case authority.ID != "":
		p.An = authority.Name
	case len(p.Fehlt) == 0:
		p.Nirgends = a.say("notlive.here")
	}
	for _, line := range f.stand.bill.Lines {
		p.Posten = append(p.Posten, posten{Text: line.Text, Norm: line.LegalBasis, Betrag: a.amount(line.Gross)})
	}
	if len(p.Posten) > 0 {
		p.Gebuehr = a.amount(f.stand.bill.Total)
	}
	if show {
		p.Bestaetigen = a.say("check.tick")
	}
	if p.Gesehen, err = a.content(f); err != nil {
		return err
	}
	status := http.StatusOK
	if show {
		status = http.StatusUnprocessableEntity
	}
	return a.render(status, "pruefen", rahmen{Titel: a.say("check.title"), Fehler: show, Dienst: f.dienst}, p)
}

// content is the signature of what would be sent: who ticks confirms just that.
func (a *anfrage) content(f *fall) (string, error) {
	data, err := f.e.Data()
	return a.siegel.sign("content", f.v.id.String(), string(data)), err
}

// authority is who is responsible; none where the Gemeinde cannot be told, does not
// take part, or several are.
func (a *anfrage) authority(f *fall) (zustaendigkeit.Stelle, error) {
	ars, ok := a.config.Gebiete(f.stand.gemeinde)
	if !ok || !f.stand.bekannt {
		return zustaendigkeit.Stelle{}, nil
	}
	answer, err := a.zustaendig.Zustaendig(a.r.Context(), f.dienst.kopf().Leistung, ars, a.heute())
	if err != nil {
		return zustaendigkeit.Stelle{}, err
	}
	hit, _ := answer.Behoerde()
	return hit.Stelle, nil
}

// absenden hands the application in, once, whatever is clicked.
func (a *anfrage) absenden(f *fall) error {
	authority, err := a.authority(f)
	if err != nil {
		return err
	}
	content, err := a.content(f)
	if err != nil {
		return err
	}
	if len(f.stand.befunde.Blocking()) > 0 || authority.ID == "" || a.r.PostForm.Get("gesehen") != content {
		return a.pruefen(f, false) // something has changed since the page was shown
	}
	if a.r.PostForm.Get("richtig") != "ja" {
		return a.pruefen(f, true)
	}
	angaben, err := a.eingang(f)
	if err != nil {
		return err
	}
	if f.stand.bill.IsPayable() {
		return a.kassiere(f, content, authority.ID, angaben)
	}
	if err := a.registry.submit(a.r.Context(), f.v, "onlinedienst-submit-"+content, angaben, authority.ID); err != nil {
		return err
	}
	return redirect(f.url("") + "?neu=1")
}

// eingang is what is delivered.
func (a *anfrage) eingang(f *fall) (json.RawMessage, error) {
	data, err := f.e.Data()
	if err != nil {
		return nil, err
	}
	k := f.dienst.kopf()
	out := Eingang{Dienst: k.Name, Fassung: k.Fassung, Daten: data, Niveau: a.sitz.Niveau, Eingelegt: a.heute()}
	for answer := range f.e.Answers() {
		if answer.Bestand != nil && f.stand.antw.Asked(answer.Pointer) {
			out.Herkunft = append(out.Herkunft, answer)
		}
	}
	return json.Marshal(out)
}

// statusseite is a case that was handed in.
type statusseite struct {
	Neu          bool
	Nummer, Wann string
	Status, Art  string
	Teile        []pruefteil
	Eigene       string
}

// status shows a case that was handed in, with what was sent.
func (a *anfrage) status(f *fall) error {
	p := statusseite{Neu: a.r.URL.Query().Get("neu") != "" && f.v.status.Offen(), Nummer: number(f.v.id.String()), Status: a.say("status." + string(f.v.status)), Eigene: "/" + f.dienst.kopf().Name + "/"}
	switch f.v.status {
	case antrag.StatusStattgegeben:
		p.Art = "gut"
	case antrag.StatusRueckfrage, antrag.StatusVorsprache:
		p.Art = "warnung"
	default:
	}
	if !f.v.eingang.IsZero() {
		at := datum.LegalTime(f.v.eingang)
		p.Wann = a.say("sent.when", longDay(datum.Of(f.v.eingang), a.sprache), at.Format("15:04"), a.officeName(f))
	}
	var in Eingang
	if json.Unmarshal(f.v.angaben, &in) == nil && len(in.Daten) > 0 {
		e := f.dienst.blank()
		answers, err := flat(in.Daten)
		if err != nil {
			return err
		}
		if in.Fassung == f.dienst.kopf().Fassung && e.Set(answers) == nil {
			f.e = e
			if f.stand, err = f.dienst.judge(e, f.v.id, a.heute(), a.sitz.Niveau); err != nil {
				return err
			}
			z := zeichner{a, f, false}
			for _, s := range f.dienst.pages() {
				if shown(s, f.stand.antw) {
					p.Teile = append(p.Teile, pruefteil{Titel: s.titel.In(a.sprache), Fakten: z.facts(s.elemente, "")})
				}
			}
		}
	}
	title := a.say("status")
	if p.Neu {
		title = a.say("sent.title")
	}
	return a.render(http.StatusOK, "status", rahmen{Titel: title, Dienst: f.dienst}, p)
}

// officeName is the name of the authority that has the case, its key where the
// directory does not know it any more.
func (a *anfrage) officeName(f *fall) string {
	if stand, err := a.gemeindeStand(f); err == nil {
		f.stand = stand
		if s, err := a.authority(f); err == nil && s.ID == f.v.behoerde {
			return s.Name
		}
	}
	return f.v.behoerde
}

// gemeindeStand judges what was sent, to find the Gemeinde.
func (a *anfrage) gemeindeStand(f *fall) (stand, error) {
	var in Eingang
	if err := json.Unmarshal(f.v.angaben, &in); err != nil {
		return stand{}, err
	}
	answers, err := flat(in.Daten)
	if err != nil {
		return stand{}, err
	}
	e := f.dienst.blank()
	if err := e.Set(answers); err != nil {
		return stand{}, err
	}
	return f.dienst.judge(e, f.v.id, a.heute(), a.sitz.Niveau)
}

// number is a case's id as people read it out.
func number(id string) string {
	s := strings.ToUpper(strings.ReplaceAll(id, "-", ""))
	if len(s) < 32 {
		return s
	}
	return s[20:24] + "-" + s[24:28] + "-" + s[28:32]
}
