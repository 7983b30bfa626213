// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"crypto/hmac"
	"errors"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/formular"
	"github.com/deutschland-stack/bausteine/onceonly"
)

// certifyPattern is where somebody with a link sends what they certify.
const certifyPattern = "POST /{dienst}/{id}/bescheinigung/{code}"

// maxWer bounds the name of whoever certifies, in bytes.
const maxWer = 200

func rolleText(id uuid.UUID) verfahren.Rolle { return verfahren.Rolle(id.String()) }

// dritter is somebody at the page of a link, with what they are asked.
type dritter struct {
	dienst dienst
	v      vorgang
	b      *bescheinigung
	bitte  bitte
}

// bescheinigerseite is what they see: whom and what it is about, and the questions.
type bescheinigerseite struct {
	Frage, Norm, Bis, Vorbei, Wer, WerFehler string
	Richtig, RichtigFehlt, Danke             bool
	Wieder                                   bool // it was sent when its session was long over
	Sieht                                    []fakt
	Teile, Fehler                            []teil
}

// dritterHier is who has the link of the address. A wrong one leads nowhere, and who
// tries many is turned away.
func (a *anfrage) dritterHier() (x dritter, err error) {
	if x.dienst, err = a.dienstOf(); err != nil {
		return x, err
	}
	id, err := uuid.Parse(a.r.PathValue("id"))
	if err != nil || len(x.dienst.bescheinigungen()) == 0 {
		return x, errNotFound
	}
	ctx, code := a.r.Context(), strings.ToUpper(a.r.PathValue("code"))
	akte, err := a.bitten.load(ctx, id)
	if err != nil {
		return x, err
	}
	found := false
	for _, one := range akte.Liste {
		if hmac.Equal([]byte(code), []byte(a.bittencode(id, one.ID))) {
			x.bitte, found = one, true
		}
	}
	key := id.String()
	if found {
		key = code
	}
	if !a.pforte.links.allow(key, a.now()) {
		a.notice(ctx, eventLimit, "of", "links")
		return x, errTooMany
	}
	if !found {
		a.notice(ctx, eventAccess, "page", a.r.Pattern)
		return x, errNotFound
	}
	if x.v, err = a.registry.any(ctx, id); errors.Is(err, antrag.ErrNotFound) || err == nil && !sameLeistung(x.v, x.dienst) {
		return x, errNotFound
	}
	if err != nil {
		return x, err
	}
	if x.b = bescheinigungOf(x.dienst, x.bitte.Name); x.b == nil || x.b.form == nil {
		return x, errNotFound // declared no more
	}
	if !a.gueltig {
		return x, a.guest() // whoever has the link is meant; nobody is identified
	}
	if a.sitz.Konto == x.v.geladen.Konto() {
		return x, errOwnLink
	}
	return x, nil
}

// errOwnLink says that the person has opened the link themselves.
var errOwnLink = errors.New("onlinedienst: the link is for somebody else")

// over says why nothing can be certified any more, "" where something can.
func (x *dritter) over(a *anfrage) (key string) {
	stand := x.bitte.stand(a.now())
	switch {
	case x.v.status != antrag.StatusEntwurf && !x.v.status.Offen():
		return "cert.over"
	case stand == bitteOffen:
		return ""
	case !x.bitte.Beantwortet.IsZero():
		return "cert.done"
	default:
		return "cert.over"
	}
}

// zeigeBitte shows somebody what they are asked.
func (a *anfrage) zeigeBitte() error {
	x, err := a.dritterHier()
	if errors.Is(err, errOwnLink) {
		return a.render(http.StatusForbidden, "fehler", rahmen{Titel: a.say("cert.own.title"), Dienst: x.dienst}, fehlerseite{Text: a.say("cert.own", x.b.von.In(a.sprache))})
	}
	if err != nil {
		return err
	}
	f := &fall{dienst: x.b.form, e: x.b.form.blank(), wer: &wer{}}
	if err := a.judge(f); err != nil {
		return err
	}
	return a.drawBitte(&x, f, false)
}

// drawBitte draws the page with what was typed, and what is wrong with it.
func (a *anfrage) drawBitte(x *dritter, f *fall, show bool) error {
	p := bescheinigerseite{Frage: x.b.frage.In(a.sprache), Norm: normText(x.b.norm, a.sprache), Bis: LongDay(x.bitte.Bis, a.sprache), Wieder: a.r.URL.Query().Get("wieder") != ""}
	if key := x.over(a); key != "" {
		p.Vorbei, p.Danke = a.say(key), key == "cert.done"
		status := http.StatusGone
		if p.Danke {
			status = http.StatusOK
		}
		return a.render(status, "bescheinigen", rahmen{Titel: a.say(key + ".title"), Dienst: x.dienst, Link: true}, p)
	}
	for _, g := range x.bitte.Zeigt {
		p.Sieht = append(p.Sieht, fakt{Titel: g.Titel.In(a.sprache), Wert: g.Wert})
	}
	p.Teile = zeichner{a, f, show}.parts(x.b.form.pages()[0].elemente, "")
	status := http.StatusOK
	if show {
		for _, t := range fields(p.Teile) {
			if t.Fehler != "" {
				p.Fehler = append(p.Fehler, t)
			}
		}
		p.Wer = clean(a.r.PostForm.Get("wer"))
		if p.Wer == "" || len(p.Wer) > maxWer {
			p.WerFehler = a.say("error.empty", a.say("cert.name"))
			p.Fehler = append(p.Fehler, teil{ID: "wer", Fehler: p.WerFehler})
		}
		if p.Richtig = a.r.PostForm.Get("richtig") == "ja"; !p.Richtig {
			p.RichtigFehlt = true
			p.Fehler = append(p.Fehler, teil{ID: "richtig", Fehler: a.say("cert.tick")})
		}
		status = http.StatusUnprocessableEntity
	}
	return a.render(status, "bescheinigen", rahmen{Titel: x.b.titel.In(a.sprache), Dienst: x.dienst, Fehler: len(p.Fehler) > 0, Link: true}, p)
}

// bescheinige takes what somebody certifies, once. A page takes its own fields alone.
func (a *anfrage) bescheinige() error {
	x, err := a.dritterHier()
	if errors.Is(err, errOwnLink) {
		return errForbid
	}
	if err != nil {
		return err
	}
	here := redirect("/" + x.dienst.kopf().Name + "/" + x.v.id.String() + "/bescheinigung/" + a.r.PathValue("code"))
	if x.over(a) != "" {
		return here
	}
	e, answers := x.b.form.blank(), map[string]any{}
	eingabe{dienst: x.b.form, felder: a.r.PostForm, bei: &beiwerk{}}.answers(x.b.form.pages()[0].elemente, "", e, answers)
	if err := unwritable(e.Set(answers)); err != nil {
		return err
	}
	f := &fall{dienst: x.b.form, e: e, wer: &wer{}}
	if err := a.judge(f); err != nil {
		return err
	}
	who := clean(a.r.PostForm.Get("wer"))
	if len(f.stand.befunde.Blocking()) > 0 || who == "" || len(who) > maxWer || a.r.PostForm.Get("richtig") != "ja" {
		return a.drawBitte(&x, f, true)
	}
	if err := a.certify(&x, e, who); err != nil {
		return err
	}
	return here
}

// certify keeps what was certified. Somebody else with the same link may have been
// faster: theirs stays.
func (a *anfrage) certify(x *dritter, e *formular.Entwurf, who string) error {
	data, err := e.Data()
	if err != nil {
		return err
	}
	document, err := x.b.document(data, x.bitte.Fuer)
	if err != nil {
		return err
	}
	now := a.now()
	return a.bitten.change(a.r.Context(), x.v.id, func(akte *bittenakte) ([]nachbescheid, bool) {
		mine := akte.find(x.bitte.ID)
		if mine == nil || mine.stand(now) != bitteOffen {
			return nil, false
		}
		mine.Beantwortet, mine.Wer, mine.Inhalt, mine.SHA256, mine.Zeigt = now, who, document, onceonly.DigestOf(document).String(), nil
		return []nachbescheid{{mine.ID, bitteBeantwortet}}, true
	})
}
