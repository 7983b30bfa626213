// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// counterRoutes are the pages on which an official fills in for a person who is there:
// those that people have, in the frame of the desk.
func (m *Amt) counterRoutes(page func(string, func(*amtsanfrage) error)) {
	page("GET /amt/schalter/{$}", (*amtsanfrage).schalter)
	page("GET /amt/schalter/{dienst}/{$}", (*amtsanfrage).zumBeginn)
	page("POST /amt/schalter/{dienst}/{$}", (*amtsanfrage).nimmAuf)
	page("GET /amt/schalter/{dienst}/{id}", taken((*anfrage).vorgang))
	page("GET /amt/schalter/{dienst}/{id}/unterschrift", taken((*anfrage).unterschrift))
	page("GET /amt/schalter/{dienst}/{id}/{seite}", taken((*anfrage).zeige))
	page("POST /amt/schalter/{dienst}/{id}/{seite}", taken((*anfrage).sende))
	page("GET /amt/schalter/{dienst}/{id}/{seite}/{zeile}", taken((*anfrage).zeigeZeile))
	page("POST /amt/schalter/{dienst}/{id}/{seite}/{zeile}", taken((*anfrage).sendeZeile))
	page("GET /amt/schalter/{dienst}/{id}/{seite}/{zeile}/entfernen", taken((*anfrage).frageEntfernen))
	page("POST /amt/schalter/{dienst}/{id}/{seite}/{zeile}/entfernen", taken((*anfrage).entferne))
}

// counterServer is the desk as it shows the pages for people. Evidence and certificates
// of others are not fetched there: for both somebody says yes by a login of their own.
func (m *Amt) counterServer() (err error) {
	counter := *m.server
	counter.config.Abrufe, counter.bitten, counter.cockpit, counter.amt = nil, nil, nil, m
	counter.vorlagen, err = schaltervorlagen()
	m.counter = &counter
	return err
}

// taken is a page for people, at the counter.
func taken(h handler) func(*amtsanfrage) error {
	return func(a *amtsanfrage) error {
		if err := a.atCounter(); err != nil {
			return err
		}
		return h(a.anfrage)
	}
}

// atCounter makes the request one for the pages for people, in the hand of an official
// who may take applications of the service. For all others there is no such page.
func (a *amtsanfrage) atCounter() error {
	wer, err := a.taker()
	if err != nil {
		return err
	}
	d, err := a.dienstOf()
	if err != nil || !wer.nimmtAuf(d) {
		return errNotFound
	}
	a.Server = a.amt.counter
	a.theke = &theke{wer: wer, rahmen: a.frame()}
	a.stands(nil)
	if d.kopf().Niveau.IsValid() {
		a.sitz.Niveau = d.kopf().Niveau // until the draft says who stands there
	}
	return nil
}

// taker is the official, also one whose session has ended: what they have just sent is
// kept for them.
func (a *amtsanfrage) taker() (Amtsperson, error) {
	wer := a.wer
	if !a.gueltig {
		if !a.spaet || a.r.Method != http.MethodPost {
			return wer, errLogin
		}
		var known bool
		var err error
		if wer, known, err = a.amt.config.Personen.Find(a.r.Context(), a.sitz.Konto); err != nil || !known {
			return wer, cmp.Or(err, error(errLogin))
		}
	}
	if !wer.nimmtAn() {
		return wer, errNotFound
	}
	return wer, nil
}

// schalterseite is where applications are taken.
type schalterseite struct {
	Neu, NeuURL   string // what was just handed in
	Offen         []verweis
	Dienste, Ohne []verweis
}

// schalter lists what this official has begun, and what can be.
func (a *amtsanfrage) schalter() error {
	if err := a.official(); err != nil {
		return err
	}
	if !a.wer.nimmtAn() {
		return errNotFound
	}
	var p schalterseite
	for _, name := range a.namen {
		d := a.dienste[name]
		k := d.kopf()
		switch why := nurOnline(d); {
		case !a.wer.arbeitetAn(name):
			continue
		case !why.IsZero():
			p.Ohne = append(p.Ohne, verweis{Titel: k.Titel.In(a.sprache), Text: why.In(a.sprache)})
			continue
		}
		p.Dienste = append(p.Dienste, verweis{Titel: k.Titel.In(a.sprache), URL: amSchalter + "/" + name + "/", Text: k.Kurz.In(a.sprache)})
		if err := a.begun(d, &p); err != nil {
			return err
		}
	}
	return a.draw(http.StatusOK, "schalter", a.say("counter.title"), p)
}

// begun adds what this official has begun of a service, and what they have just sent.
func (a *amtsanfrage) begun(d dienst, p *schalterseite) error {
	at := &anfrage{akteur: akteur{Server: a.amt.counter, sprache: a.sprache, sitz: a.sitz, theke: &theke{wer: a.wer}}, r: a.r}
	at.stands(nil)
	own, err := at.halter(d).list(a.r.Context(), &at.sitz, d, true)
	if err != nil {
		return err
	}
	if sent, err := uuid.Parse(a.r.URL.Query().Get("neu")); err == nil {
		own = append(own, eigenes{id: sent})
	}
	for _, z := range own {
		at.sitz.Niveau = d.kopf().Niveau
		f, err := at.open(a.r.Context(), d, z.id)
		if errors.Is(err, antrag.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		switch {
		case z.stand == "" && f.v.status != antrag.StatusEntwurf: // just sent
			if p.Neu = Nummer(z.id); onDesk(f.v.status) || f.v.fall != nil {
				p.NeuURL = "/amt/faelle/" + z.id.String()
			}
		case z.stand != "" && f.v.status == antrag.StatusEntwurf:
			i := at.sitz.identitaet()
			p.Offen = append(p.Offen, verweis{Titel: strings.TrimSpace(d.kopf().Titel.In(a.sprache) + " " + i.initialen()), URL: f.url(""), Text: a.say("counter.kept", shortDay(datum.Of(f.v.geaendert), a.sprache), at.until(f))})
		}
	}
	return nil
}

// beginnseite asks who stands there.
type beginnseite struct {
	Zurueck, Dienst string
	Teile, Fehler   []teil
}

func (a *amtsanfrage) zumBeginn() error {
	d, err := a.takes()
	if err != nil {
		return err
	}
	return a.drawBeginn(d, false)
}

// takes is the service of the address, where this official takes applications of it.
func (a *amtsanfrage) takes() (dienst, error) {
	if err := a.official(); err != nil {
		return nil, err
	}
	d, err := a.dienstOf()
	if err != nil || !a.wer.nimmtAuf(d) {
		return nil, errNotFound
	}
	return d, nil
}

// drawBeginn asks for the kind of document, and for what it says: nothing of it where the
// service identifies nobody.
func (a *amtsanfrage) drawBeginn(d dienst, show bool) error {
	p := beginnseite{Zurueck: amSchalter + "/", Dienst: d.kopf().Titel.In(a.sprache)}
	status := http.StatusOK
	if d.kopf().Niveau.IsValid() {
		kinds := teil{Art: "wahl", ID: "ausweis", Name: "ausweis", Titel: a.say("counter.doc"), Hilfe: a.say("counter.doc.hint")}
		for _, kind := range ausweise {
			kinds.Optionen = append(kinds.Optionen, option{ID: "ausweis-" + kind, Code: kind, Titel: a.say("counter.doc." + kind), Gewaehlt: a.r.PostForm.Get("ausweis") == kind})
		}
		p.Teile = []teil{kinds}
		for _, field := range [][2]string{{"familienname", a.say("counter.familienname")}, {"vornamen", a.say("counter.vornamen")}, {"geburtsdatum", a.say("counter.geburtsdatum")}} {
			t := teil{Art: "text", ID: field[0], Name: field[0], Titel: field[1], Wert: clean(a.r.PostForm.Get(field[0]))}
			if field[0] == "geburtsdatum" {
				t.Kurz, t.Hilfe = true, a.say("counter.born.hint", zeichner{a: a.anfrage}.example())
			}
			p.Teile = append(p.Teile, t)
		}
	}
	if _, fehlt := a.shown(d); show {
		for i := range p.Teile {
			if p.Teile[i].Fehler = fehlt[p.Teile[i].ID]; p.Teile[i].Fehler != "" {
				p.Fehler, status = append(p.Fehler, p.Teile[i]), http.StatusUnprocessableEntity
			}
		}
	}
	return a.draw(status, "beginnen", a.say("counter.begin"), p)
}

// maxAusweisname bounds a name of a document.
const maxAusweisname = 200

// shown is what the official reads from the document, and what of it is missing.
func (a *amtsanfrage) shown(d dienst) (auf *aufgenommen, fehlt map[string]string) {
	auf = &aufgenommen{Aufnahme: Aufnahme{Wer: a.wer.Kennung, Behoerde: a.wer.Behoerde, Am: a.heute()}}
	if !d.kopf().Niveau.IsValid() {
		return auf, nil
	}
	fehlt = map[string]string{}
	typed := func(name string) string { return clean(a.r.PostForm.Get(name)) }
	for _, kind := range ausweise {
		if typed("ausweis") == kind {
			auf.Ausweis = kind
		}
	}
	if auf.Ausweis == "" {
		fehlt["ausweis"] = a.say("counter.doc.missing")
	}
	auf.Familienname, auf.Vornamen = typed("familienname"), typed("vornamen")
	if auf.Familienname == "" || len(auf.Familienname) > maxAusweisname {
		fehlt["familienname"] = a.say("counter.family.missing")
	}
	if auf.Vornamen == "" || len(auf.Vornamen) > maxAusweisname {
		fehlt["vornamen"] = a.say("counter.given.missing")
	}
	born, ok := readDatum(typed("geburtsdatum"))
	if auf.Geburtsdatum = born; !ok || born.After(a.heute()) {
		fehlt["geburtsdatum"] = a.say("error.date", zeichner{a: a.anfrage}.example())
	}
	return auf, fehlt
}

// nimmAuf begins a draft for who stands there, once for a form, and notes who does.
func (a *amtsanfrage) nimmAuf() error {
	d, err := a.takes()
	if err != nil {
		return err
	}
	auf, fehlt := a.shown(d)
	if len(fehlt) > 0 {
		return a.drawBeginn(d, true)
	}
	key := cmp.Or(a.r.PostForm.Get("einmal"), rand.Text())
	if err := a.atCounter(); err != nil {
		return err
	}
	a.theke.auf = auf
	a.stands(auf)
	var f *fall
	err = a.store.Together(a.r.Context(), func(ctx context.Context) (err error) {
		if f, err = a.begin(ctx, d, key); err != nil {
			return err
		}
		return a.amt.notizen.note(ctx, f.v.id, a.theke.wer.Behoerde, func(n notiz) []vermerk {
			if n.schalter != nil {
				return nil // the second click
			}
			return []vermerk{{Art: vermerkSchalter, Wer: auf.Wer, Amt: auf.Behoerde}}
		})
	})
	if errors.Is(err, antrag.ErrNotFound) {
		return redirect(amSchalter + "/") // what this form began is gone since
	}
	if err != nil {
		return err
	}
	return redirect(f.url(""))
}

// stood opens a case as who stood at the counter has it; nil where somebody has an account.
func (a *amtsanfrage) stood(v *vorgangsakte) (*anfrage, *fall, error) {
	if len(v.teile) == 0 || !atCounter(v.teile[0].konto) {
		return nil, nil, nil
	}
	at := *a.anfrage
	at.akteur = akteur{Server: a.amt.citizens, sprache: a.sprache, sitz: sitzung{Konto: v.teile[0].konto, Niveau: v.teile[0].niveau()}}
	f, err := at.open(a.r.Context(), v.dienst, v.id)
	return &at, f, err
}

// papers adds the certificates of a case that was taken at the counter: nobody else can
// print them for the person.
func (a *amtsanfrage) papers(p *fallseite, v *vorgangsakte) error {
	at, f, err := a.stood(v)
	if at == nil || err != nil {
		return err
	}
	part, err := at.urkundenteil(f)
	for i, u := range part.Liste {
		p.Urkunden = append(p.Urkunden, verweis{Titel: u.Titel, URL: v.url("urkunden/" + strconv.Itoa(i+1) + ".pdf")})
	}
	return err
}

// urkunde hands one of them out, which is noted as every copy.
func (a *amtsanfrage) urkunde() error {
	v, err := a.open()
	if errors.Is(err, errGrund) {
		return redirect(v.url(""))
	}
	if err != nil {
		return err
	}
	at, f, err := a.stood(v)
	if err != nil {
		return err
	}
	if at == nil {
		return errNotFound
	}
	if err := at.handPaper(f); err != nil {
		return err
	}
	return a.amt.noteExport(a.r.Context(), v, a.wer.Kennung)
}

// entered reports whether an official took the case at the counter.
func (n *notiz) entered(kennung string) bool { return n.schalter != nil && n.schalter.Wer == kennung }

// byCounter tells on the page of a case how it was taken.
func (a *amtsanfrage) byCounter(p *fallseite, in *Eingang, kollegen map[string]string) {
	s := in.Schalter
	if s == nil {
		return
	}
	add := func(title, value string) { p.Schalter = append(p.Schalter, fakt{Titel: title, Wert: value}) }
	add(a.say("counter.by"), a.named(s.Wer, kollegen)+" ("+s.Wer+"), "+LongDay(s.Am, a.sprache))
	if s.Ausweis != "" {
		add(a.say("counter.doc.seen"), a.say("counter.doc."+s.Ausweis))
	}
	add(a.say("counter.signature"), a.say("counter.signature.there"))
	if s.Bezahlt.IsSet() {
		add(a.say("counter.paid"), a.say("counter.paid.what", a.amount(s.Bezahlt), s.Beleg))
	}
}
