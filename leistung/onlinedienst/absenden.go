// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
	"net/http"
	"slices"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/formular"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/onceonly"
)

// Eingang is what the authority receives and what the case keeps from then on: the
// answers that were asked, and of each that came from a source what the source said.
// Nothing else of the draft is left.
type Eingang struct {
	Dienst    string             `json:"dienst"`
	Fassung   string             `json:"fassung"`
	Daten     json.RawMessage    `json:"daten"`
	Herkunft  []formular.Antwort `json:"herkunft,omitempty"`
	Nachweise []Belegt           `json:"nachweise,omitempty"` // evidence that was taken over
	Anlagen   []Datei            `json:"anlagen,omitempty"`   // files, which lie beside the case
	// Identitaet is who sent it, as the login proved it.
	Identitaet Identitaet   `json:"identitaet"`
	Niveau     recht.Niveau `json:"niveau"`
	Eingelegt  datum.Datum  `json:"eingelegt"`
	// Zahlung is the payment with which it was handed in; zero where nothing was owed,
	// or where it was paid for afterwards.
	Zahlung uuid.UUID `json:"zahlung,omitzero"`
	// Schalter is how it was taken at the counter of the office; nil: the person sent it.
	Schalter *Aufnahme `json:"schalter,omitempty"`
	// Postkorb is the handle of the postbox that the account named at the login, "" for
	// none: where the answer goes.
	Postkorb string `json:"postkorb,omitempty"`
}

// Belegt is evidence that was taken over: from whom, by which retrieval, byte for byte
// as the register gave it, and the digest of what the person saw. What the person
// corrected stands in the answers beside it. It prints without its data.
type Belegt struct {
	Name   string    `json:"name"`
	Quelle string    `json:"quelle"`
	Abruf  uuid.UUID `json:"abruf"`
	Inhalt []byte    `json:"inhalt"`
	SHA256 string    `json:"sha256"`
}

// Unveraendert reports whether it still is what the person saw.
func (b Belegt) Unveraendert() bool {
	return onceonly.DigestOf(b.Inhalt).String() == b.SHA256
}

// String tells from whom, and nothing of the data.
func (b Belegt) String() string { return "Belegt from " + b.Quelle }

// GoString keeps %#v from printing personal data.
func (b Belegt) GoString() string { return b.String() }

// Identitaet is who a person is by their login. It prints without it.
type Identitaet struct {
	Mittel       string `json:"mittel"`
	Familienname string `json:"familienname,omitempty"`
	Vornamen     string `json:"vornamen,omitempty"`
	Geburtsdatum string `json:"geburtsdatum,omitempty"` // YYYY-MM-DD
}

// String tells the means of the login alone.
func (i Identitaet) String() string { return "Identitaet (" + i.Mittel + ")" }

// GoString keeps %#v from printing personal data.
func (i Identitaet) GoString() string { return i.String() }

// pruefseite shows all answers before they are sent.
type pruefseite struct {
	Zurueck, Bis, An, Grenze string
	Teile                    []pruefteil
	Fehlt                    []verweis
	Hinweise, Wirkung        []string
	Gebuehr, Kosten          string
	Posten, Bliebe           []posten
	Auskunft                 []auskunftteil
	Bestaetigen              string // what is wrong with the tick
	Stattdessen              string // what works there
	Nirgends                 string // where it does not work online yet
	ZuNiedrig                string // the login is not enough for sending
	Hoeher                   verweis
	OhneUnterschrift         bool // the login replaces it
	Absenden                 string
	Gesehen                  string
	Einladen                 string // where others must be invited first
	Gemeinsam, Bestaetigt    bool   // several sign; the person has
	Schalter                 *schalterteil
	Anderswo                 string // who is responsible, where that is not this counter
}

// pruefteil is one page on the check page.
type pruefteil struct {
	Titel, URL string
	Fakten     []fakt
}

// posten is one line of the fee.
type posten struct{ Text, Norm, Betrag string }

// pruefen shows the check page. It hides nothing (§ 9a (2) OZG).
func (a *anfrage) pruefen(f *fall, show bool, wrong ...Mangel) error {
	z := zeichner{a, f, true}
	k := f.dienst.kopf()
	p := pruefseite{Zurueck: f.url(""), Bis: a.until(f), Absenden: f.url("absenden"), OhneUnterschrift: a.theke == nil && a.sitz.Niveau.Reicht(recht.NiveauSubstantiell), Hinweise: remarks(f.stand.befunde, a.sprache), Auskunft: a.auskunft(f.stand.auskunft())}
	if p.Gemeinsam, p.Bestaetigt = f.v.fall.kann(verfahren.AktBestaetigt), f.confirmed(); f.v.fall.kann(verfahren.AktEingeladen) && !p.Gemeinsam {
		p.Einladen = f.url("einladen")
	}
	for _, m := range wrong {
		p.Fehlt = append(p.Fehlt, verweis{Titel: m.Text.In(a.sprache), URL: a.pageOf(f, m.Ort)})
	}
	for _, s := range f.dienst.pages() {
		if !f.stand.holds(s) {
			continue
		}
		from := a.origin(f, s)
		p.Teile = append(p.Teile, pruefteil{Titel: s.titel.In(a.sprache), URL: f.url(s.name), Fakten: append(from, z.facts(s.alle, "")...)})
		if len(from) > 0 && from[0].Fehler != "" {
			p.Fehlt = append(p.Fehlt, verweis{Titel: from[0].Fehler, URL: from[0].URL})
		}
		for _, e := range s.elemente {
			for _, b := range f.stand.befunde.Blocking().At("/" + e.Name) {
				p.Fehlt = append(p.Fehlt, verweis{Titel: b.Text.In(a.sprache), URL: f.url(s.name)})
			}
		}
	}
	waiting, err := a.waiting(f)
	if err != nil {
		return err
	}
	p.Hinweise = append(p.Hinweise, waiting...)
	for _, t := range k.Wirkung {
		p.Wirkung = append(p.Wirkung, t.In(a.sprache))
	}
	authority, err := a.authority(a.r.Context(), f)
	if err != nil {
		return err
	}
	switch {
	case a.elsewhere(authority):
		p.Anderswo = authority.Name
	case authority.ID != "":
		p.An = authority.Name
	case !f.stand.gemeinde.IsZero():
		p.Nirgends = a.gemeindeName(f)
		if a.config.Offline != nil {
			p.Stattdessen = a.config.Offline(k.Leistung, f.stand.gemeinde).In(a.sprache)
		}
	}
	if authority.ID != "" && !a.maySend(f) {
		p.ZuNiedrig, p.Hoeher = a.say("check.level", a.level(k.Senden)), a.stepUp(f.url("pruefen"), k.Senden)
	}
	p.Kosten = k.Kosten.In(a.sprache)
	for _, line := range f.stand.bill.Lines {
		p.Posten = append(p.Posten, posten{Text: line.Text, Norm: line.LegalBasis, Betrag: a.amount(line.Gross)})
	}
	if len(p.Posten) > 0 {
		p.Gebuehr = a.amount(f.stand.bill.Total)
		if p.Bliebe, err = a.bliebe(&f.stand); err != nil {
			return err
		}
	}
	if p.Gesehen, err = a.content(f); err != nil {
		return err
	}
	p.Schalter = a.atDesk(f, p.Gesehen, show)
	switch ticked := a.r.PostForm.Get("richtig") == "ja"; {
	case !show || ticked:
	case p.Schalter != nil:
		p.Bestaetigen = a.say("counter.tick")
	default:
		p.Bestaetigen = a.say("check.tick")
	}
	status := http.StatusOK
	if show {
		status = http.StatusUnprocessableEntity
	}
	return a.render(status, "pruefen", rahmen{Titel: a.say("check.title"), Fehler: show, Dienst: f.dienst}, p)
}

// absenden hands the application in, once, whatever is clicked.
func (a *anfrage) absenden(f *fall) error {
	authority, err := a.authority(a.r.Context(), f)
	if err != nil {
		return err
	}
	if a.foreign(f, authority) { // the directory has changed since the draft was saved
		if err := a.change(f, func(*formular.Entwurf) error { return nil }); err != nil {
			return err
		}
		return redirect(f.url("pruefen"))
	}
	content, err := a.content(f)
	if err != nil {
		return err
	}
	if len(f.stand.befunde.Blocking()) > 0 || authority.ID == "" || a.elsewhere(authority) || !a.maySend(f) || a.undecided(f) || a.r.PostForm.Get("gesehen") != content {
		return a.pruefen(f, false) // something has changed since the page was shown
	}
	if !a.signed(f) {
		return a.pruefen(f, true)
	}
	err = a.handIn(a.r.Context(), f, authority.ID)
	if wrong, is := errors.AsType[maengel](err); is {
		if err := a.reload(a.r.Context(), f); err != nil || f.v.status != antrag.StatusEntwurf {
			return errors.Join(err, redirect(f.url("")))
		}
		return a.pruefen(f, false, wrong...)
	}
	switch {
	case errors.Is(err, antrag.ErrConflict):
		return redirect(f.url("pruefen")) // the other window has done the same, or has changed it
	case err != nil:
		return err
	case f.v.fall != nil && f.v.fall.kann(verfahren.AktZahlung), f.v.fall == nil && f.stand.bill.IsPayable():
		return redirect(f.url("zahlung"))
	case f.v.fall != nil && f.v.status == antrag.StatusEntwurf:
		return redirect(f.url("")) // the others have still to confirm
	}
	return redirect(f.url("") + "?neu=1")
}

// pageOf is the address of the page that asks for an answer.
func (a *anfrage) pageOf(f *fall, pointer string) string {
	for _, s := range f.dienst.pages() {
		if slices.ContainsFunc(s.elemente, func(e formular.Element) bool { return e.Name == first(pointer) }) {
			return f.url(s.name)
		}
	}
	return f.url("")
}

// undecided reports whether a page waits for the decision about evidence.
func (a *akteur) undecided(f *fall) bool {
	return slices.ContainsFunc(f.dienst.pages(), func(s seite) bool { return f.stand.shows(s) && a.offers(f, &s) })
}

// gemeindeName is the name of the Gemeinde of the case.
func (a *akteur) gemeindeName(f *fall) string {
	if g, err := kommune.Deutschland().Gemeinde(f.stand.gemeinde); err == nil {
		return g.Kurzname()
	}
	return a.say("notlive.here")
}

// maySend reports whether the login is enough for sending.
func (a *akteur) maySend(f *fall) bool {
	k := f.dienst.kopf()
	least := max(k.Niveau, k.Senden)
	return !least.IsValid() || a.sitz.Niveau.Reicht(least)
}

// eingang is what is delivered.
func (a *akteur) eingang(f *fall) (json.RawMessage, error) {
	e, err := f.leaving()
	if err != nil {
		return nil, err
	}
	data, err := e.Data()
	if err != nil {
		return nil, err
	}
	k := f.dienst.kopf()
	out := Eingang{Dienst: k.Name, Fassung: k.Fassung, Daten: data, Identitaet: a.sitz.identitaet(), Niveau: a.sitz.Niveau, Eingelegt: a.heute(), Anlagen: f.attached(), Postkorb: a.sitz.account().Merkmal(nutzerkonto.Postkorb).Wert}
	for answer := range e.Answers() {
		if answer.Bestand != nil && f.stand.antw.Asked(answer.Pointer) {
			out.Herkunft = append(out.Herkunft, answer)
		}
	}
	for _, name := range sorted(f.bei.Abrufe) {
		if z := f.bei.Abrufe[name]; z.Digest != "" {
			out.Nachweise = append(out.Nachweise, Belegt{Name: name, Quelle: z.Quelle, Abruf: z.Abruf, Inhalt: z.Inhalt, SHA256: z.Digest})
		}
	}
	for _, id := range sorted(f.bei.Bescheinigt) {
		out.Nachweise = append(out.Nachweise, f.bei.Bescheinigt[id].Belegt)
	}
	if s := f.bei.Schalter; s != nil {
		out.Schalter = &s.Aufnahme
	}
	return json.Marshal(out)
}

// leaving is the draft without what is asked for the person's sake alone.
func (f *fall) leaving() (*formular.Entwurf, error) {
	return leaving(f.e, f.dienst.parse, f.dienst.merkmal)
}

func leaving(e *formular.Entwurf, parse func([]byte) (*formular.Entwurf, error), of func(string) merkmal) (*formular.Entwurf, error) {
	gone := map[string]any{}
	for answer := range e.Answers() {
		if of(names(answer.Pointer)).bleibt {
			gone[answer.Pointer] = nil
		}
	}
	if len(gone) == 0 {
		return e, nil
	}
	stored, err := e.MarshalJSON()
	if err != nil {
		return nil, err
	}
	rest, err := parse(stored)
	if err != nil {
		return nil, err
	}
	return rest, rest.Set(gone)
}

// statusseite is a case that was handed in.
type statusseite struct {
	Neu          bool
	Nummer, Wann string
	Status, Art  string
	Teile        []pruefteil
	Eigene       string
	Taten        []moeglich
	Termine      []termin
	Beschluss    *ergangen
	Frage        string // of the authority
	Amt          vomAmt
	Weiter       string // what comes next
	Verlauf      []schritt
	Urkunden     urkundenteil
	Zugaenge     []zugang
	Dritte       string // where certificates of others are seen
	Geld         []faktum
	Rechnungen   []verweis
	Dateien      []fallfile
	Vertritt     []string
}

// status shows a case that was handed in, with what was sent.
func (a *anfrage) status(f *fall, wrong ...moeglich) (err error) {
	p := statusseite{Taten: a.taten(f), Termine: a.termine(f), Beschluss: a.entschieden(f), Frage: gefragt(f), Neu: a.r.URL.Query().Get("neu") != "" && f.v.status.Offen(), Nummer: Nummer(f.v.id), Status: a.zustandOf(f), Eigene: "/" + f.dienst.kopf().Name + "/"}
	switch f.v.status {
	case antrag.StatusStattgegeben:
		p.Art = "gut"
	case antrag.StatusRueckfrage, antrag.StatusVorsprache:
		p.Art = "warnung"
	default:
	}
	if !f.v.eingang.IsZero() {
		at := datum.LegalTime(f.v.eingang)
		p.Wann = a.say("sent.when", LongDay(datum.Of(f.v.eingang), a.sprache), at.Format("15:04"), a.officeName(f))
	}
	var in Eingang
	if json.Unmarshal(f.v.angaben, &in) == nil && len(in.Daten) > 0 {
		if err := a.reread(f, in); err != nil {
			return err
		}
		z := zeichner{a, f, false}
		for _, s := range f.dienst.pages() {
			if f.stand.holds(s) {
				p.Teile = append(p.Teile, pruefteil{Titel: s.titel.In(a.sprache), Fakten: z.facts(s.alle, "")})
			}
		}
	}
	p.Dateien, p.Vertritt = a.unterlagen(f, &in), a.vertritt(f)
	if p.Amt, err = a.vomAmt(f); err != nil {
		return err
	}
	p.Weiter, p.Verlauf = a.weiter(f), a.verlauf(f)
	if len(f.dienst.bescheinigungen()) > 0 {
		akte, err := a.bitten.load(a.r.Context(), f.v.id)
		if err != nil {
			return err
		}
		if len(akte.Liste) > 0 {
			p.Dritte = f.url("bescheinigungen")
		}
	}
	if p.Urkunden, err = a.urkundenteil(f); err != nil {
		return err
	}
	if p.Zugaenge, err = a.zugaenge(a.r.Context(), f.dienst, &f.v); err != nil {
		return err
	}
	if p.Rechnungen, err = a.rechnungen(a.r.Context(), f.dienst, f.v.id, f.url("")); err != nil {
		return err
	}
	if p.Geld, err = a.geld(a.r.Context(), f.dienst, f.v.id); err != nil {
		return err
	}
	code := http.StatusOK
	if a.r.Method == http.MethodPost && p.Amt.Frage != "" { // an answer that says nothing, or too much
		p.Amt.Antwort, p.Amt.Fehler, code = a.r.PostForm.Get("text"), a.say("answer.missing"), http.StatusUnprocessableEntity
	}
	title := a.say("status")
	if p.Neu {
		title = a.say("sent.title")
	}
	for i := range p.Taten {
		for _, w := range wrong {
			if w.ID == p.Taten[i].ID {
				p.Taten[i].Fehler, p.Taten[i].Getippt, code = w.Fehler, w.Getippt, http.StatusUnprocessableEntity
			}
		}
	}
	return a.render(code, "status", rahmen{Titel: title, Dienst: f.dienst, Fehler: len(wrong) > 0 || p.Amt.Fehler != ""}, p)
}

// officeName is the name of the authority that has the case, its key where the
// directory does not know it any more.
func (a *anfrage) officeName(f *fall) string {
	if stand, err := a.gemeindeStand(f); err == nil {
		f.stand = stand
		if s, err := a.authority(a.r.Context(), f); err == nil && s.ID == f.v.behoerde {
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
	g := *f
	err := a.reread(&g, in)
	return g.stand, err
}

// Nummer is the number of a case for people. It gives nothing away and opens
// nothing.
func Nummer(id uuid.UUID) string {
	sum := sha256.Sum256(id[:])
	s := base32.StdEncoding.EncodeToString(sum[:5])
	return s[:4] + "-" + s[4:]
}
