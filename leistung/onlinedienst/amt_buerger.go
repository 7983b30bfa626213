// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"cmp"
	"crypto/rand"
	"errors"
	"net/http"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// vomAmt is what the office has to say to the person on the page of their case.
type vomAmt struct {
	Frage, Einladung, Ablehnung string // in its words
	Bis                         string // by when an answer is asked for
	Antworten, Zurueckziehen    string // where the person answers, and withdraws
	Antwort, Fehler             string // what was typed, and what is wrong with it
	Bescheid                    bool   // a notice lies in the postbox of the kit
	Anderswo                    bool   // a notice lies in the postbox of the account
	Entschieden                 string // what was decided, and what it says
	Inhalt                      []fakt
}

// vomAmt reads it; the zero value is nothing.
func (a *anfrage) vomAmt(f *fall) (out vomAmt, err error) {
	if f.v.geladen == nil {
		if a.notizen == nil || f.v.fall == nil {
			return out, nil
		}
		n, err := a.notizen.load(a.r.Context(), f.v.id)
		if err != nil {
			return out, err
		}
		if err := out.entschieden(a, f, n); err != nil {
			return out, err
		}
		out.Bescheid, out.Anderswo, err = a.liegt(f.v.id, n.wegAn(a.sitz.Konto))
		return out, err
	}
	said := func(art antrag.Art) string {
		e, _ := f.v.geladen.Letztes(art)
		return e.Text
	}
	switch f.v.status {
	case antrag.StatusRueckfrage:
		out.Frage, out.Antworten = said(antrag.ArtNachgefragt), f.url("antwort")
	case antrag.StatusVorsprache:
		out.Einladung = said(antrag.ArtEingeladen)
	case antrag.StatusAbgelehnt:
		out.Ablehnung = said(antrag.ArtAbgelehnt)
	default:
	}
	if f.v.status.Offen() {
		out.Zurueckziehen = f.url("zurueckziehen")
	}
	if a.notizen != nil && (out.Frage+out.Einladung != "" || f.v.status.Entschieden()) {
		n, err := a.notizen.load(a.r.Context(), f.v.id)
		if err != nil {
			return out, err
		}
		if err := out.entschieden(a, f, n); err != nil {
			return out, err
		}
		if out.Bescheid, out.Anderswo, err = a.liegt(f.v.id, n.wegAn(a.sitz.Konto)); err != nil {
			return out, err
		}
		if !n.frist.IsZero() && !f.v.status.Entschieden() {
			out.Bis = LongDay(n.frist, a.sprache)
		}
	}
	return out, nil
}

// entschieden tells the person what an official decided, as it is kept; who did does not
// concern them.
func (o *vomAmt) entschieden(a *anfrage, f *fall, n notiz) (err error) {
	if n.beschluss != nil && f.v.status.Entschieden() {
		o.Entschieden, o.Inhalt, err = a.inhalt(f.dienst, f.v.id, n.beschluss)
	}
	return err
}

// liegt tells in which postbox a notice lies: that of the kit, or another, or none yet.
func (a *anfrage) liegt(fall uuid.UUID, way *vermerk) (hier, anderswo bool, err error) {
	if way == nil || way.Weg == nil || way.Weg.Bereitgestellt.IsZero() {
		return false, false, nil
	}
	_, err = box{a.akten()}.read(a.r.Context(), a.sitz.Konto, antrag.Unterlage{ID: way.Weg.ID, Antrag: fall})
	if errors.Is(err, antrag.ErrNotFound) {
		return false, true, nil
	}
	return err == nil, false, err
}

// handedIn loads a case of the person that is at the office.
func (a *anfrage) handedIn() (*fall, error) {
	f, err := a.load()
	if err == nil && (f.v.status == antrag.StatusEntwurf || f.v.fall != nil) { // under a procedure its acts have addresses of their own
		err = redirect(f.url(""))
	}
	return f, err
}

// zumStand leads back from the address of a form.
func (a *anfrage) zumStand() error {
	f, err := a.handedIn()
	if err != nil {
		return err
	}
	return redirect(f.url(""))
}

// beantworte takes the person's answer to the question of the office.
func (a *anfrage) beantworte() error {
	f, err := a.handedIn()
	if err != nil {
		return err
	}
	text := clean(a.r.PostForm.Get("text"))
	if f.v.status == antrag.StatusRueckfrage && (text == "" || len(text) > maxWorte) {
		return a.status(f)
	}
	return a.actOf(f, antrag.Ereignis{Art: antrag.ArtBeantwortet, Text: text})
}

// zieheZurueck ends a case that is not decided yet.
func (a *anfrage) zieheZurueck() error {
	f, err := a.handedIn()
	if err != nil {
		return err
	}
	if a.r.PostForm.Get("sicher") != "ja" {
		return a.render(http.StatusOK, "sicher", rahmen{Titel: a.say("withdraw.title"), Dienst: f.dienst}, sicher{Text: a.say("withdraw.what"), Ja: a.say("withdraw.yes"), Nein: a.say("delete.no"), Zurueck: f.url(""), Sicher: true})
	}
	return a.actOf(f, antrag.Ereignis{Art: antrag.ArtZurueckgenommen})
}

// actOf does what the person does with a case that is at the office, once for a form.
// What is over meanwhile is shown as it is.
func (a *anfrage) actOf(f *fall, e antrag.Ereignis) error {
	key := "onlinedienst-act-" + a.siegel.sign("act", a.sitz.Konto, f.v.id.String(), cmp.Or(a.r.PostForm.Get("einmal"), rand.Text()))
	err := a.registry.do(a.r.Context(), f.v, key, e)
	if err != nil && !conflict(err) && !errors.Is(err, antrag.ErrInvalid) {
		return err
	}
	return redirect(f.url(""))
}
