// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	faelle "github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/formular"
)

// bestaetigseite shows a decision before it is taken.
type bestaetigseite struct {
	Zurueck, Nummer, Knopf, Hinweis string
	Version                         uint64
	Fakten                          []fakt
	Felder                          []verweis // what was typed, sent along
	Gesehen                         string
	Bescheid                        *bescheidteil
}

// Gehindert says that the decision cannot be taken as it is.
func (p bestaetigseite) Gehindert() bool { return p.Bescheid != nil && len(p.Bescheid.Fehlt) > 0 }

// formOf is the form of a decision with what is in it.
func (a *amtsanfrage) formOf(v *vorgangsakte, b *beschluss, e *formular.Entwurf) (*fall, error) {
	f := &fall{dienst: b.form, v: vorgang{id: v.id}, e: e, wer: &wer{}}
	return f, a.judge(f)
}

// proposal is the form of a decision as it is opened.
func (a *amtsanfrage) proposal(v *vorgangsakte, b *beschluss) (*fall, error) {
	e := b.form.blank()
	if b.vorschlag != nil && len(v.teile) > 0 {
		_, f, err := a.lies(v, &v.teile[0])
		if err != nil {
			return nil, err
		}
		if f.e != nil {
			answers, err := b.vorschlag(f.stand.fall(Identitaet{}))
			if err != nil {
				return nil, err
			}
			if err := e.Set(answers); err != nil {
				return nil, err
			}
		}
	}
	return a.formOf(v, b, e)
}

// drawBeschluss asks what is decided; where nothing is asked it shows what will be.
func (a *amtsanfrage) drawBeschluss(v *vorgangsakte, t *tat) error {
	if t.beschluss.form == nil {
		return a.confirm(v, t, nil, false)
	}
	f, err := a.proposal(v, t.beschluss)
	if err != nil {
		return err
	}
	return a.askBeschluss(v, t, f, false)
}

func (a *amtsanfrage) askBeschluss(v *vorgangsakte, t *tat, f *fall, show bool) error {
	z := zeichner{a.anfrage, f, show}
	p := tatseite{Zurueck: v.url(""), Nummer: Nummer(v.id), Version: v.version, Knopf: a.say("amt.decide.look"), Hinweis: t.beschluss.text.In(a.sprache), Teile: z.parts(f.dienst.pages()[0].elemente, "")}
	status := http.StatusOK
	for _, part := range fields(p.Teile) {
		if part.Fehler != "" {
			p.Fehler, status = append(p.Fehler, part), http.StatusUnprocessableEntity
		}
	}
	return a.draw(status, "tat", t.titel, p)
}

// entscheide takes the form of a decision: first it is shown as it will be, and only
// what was shown is decided.
func (a *amtsanfrage) entscheide(v *vorgangsakte, t *tat) error {
	b := t.beschluss
	var f *fall
	var inhalt []byte
	if b.form != nil {
		e := b.form.blank()
		answers := map[string]any{}
		eingabe{dienst: b.form, felder: a.r.PostForm}.answers(b.form.pages()[0].elemente, "", e, answers)
		if err := e.Set(answers); err != nil {
			return err
		}
		var err error
		if f, err = a.formOf(v, b, e); err != nil {
			return err
		}
		if len(f.stand.befunde.Blocking()) > 0 || a.r.PostForm.Get("aendern") != "" {
			return a.askBeschluss(v, t, f, true)
		}
		if inhalt, err = e.Data(); err != nil {
			return err
		}
	}
	if a.r.PostForm.Get("bestaetigt") != "ja" || a.r.PostForm.Get("gesehen") != a.gesehen(v, b, inhalt) {
		return a.confirm(v, t, f, true)
	}
	decided := b.vierAugen
	err := a.do(v, t, func(ctx context.Context, n *notiz, h *handgriff) ([]vermerk, error) {
		if n.vorlage != nil {
			return nil, errKonflikt
		}
		note := vermerk{Art: vermerkBeschluss, Wer: a.wer.Kennung, Name: b.name, Inhalt: inhalt}
		if decided {
			note.Art = vermerkVorlage
			if !t.griff.vierAugen {
				h.akt = ""
				return []vermerk{note}, nil
			}
		}
		var err error
		h.als = b.akt
		if h.beschluss, err = a.ergehend(v, b, inhalt, a.heute()); err != nil || decided {
			return []vermerk{note}, err
		}
		note.Gilt = gilt(h.beschluss)
		return a.withNotice(ctx, v, b, note)
	})
	if errors.Is(err, errBescheid) {
		return a.confirm(v, t, f, true)
	}
	if err != nil {
		return err
	}
	return redirect(v.url(""))
}

// gesehen is the signature of a decision as it was shown.
func (a *amtsanfrage) gesehen(v *vorgangsakte, b *beschluss, inhalt []byte) string {
	return a.siegel.sign("beschluss", v.id.String(), strconv.FormatUint(v.version, 10), b.name, string(inhalt))
}

// confirm shows what is decided before it is.
func (a *amtsanfrage) confirm(v *vorgangsakte, t *tat, f *fall, typed bool) error {
	b := t.beschluss
	p := bestaetigseite{Zurueck: v.url(""), Nummer: Nummer(v.id), Version: v.version, Knopf: t.titel, Hinweis: a.say("amt.decide.final")}
	if b.vierAugen {
		p.Knopf, p.Hinweis = a.say("amt.propose"), a.say("amt.propose.what")
	}
	var inhalt []byte
	if f != nil {
		var err error
		if inhalt, err = f.e.Data(); err != nil {
			return err
		}
		p.Fakten = zeichner{a.anfrage, f, false}.facts(f.dienst.pages()[0].elemente, "")
	}
	if typed {
		for _, name := range sorted(a.r.PostForm) {
			if len(name) > 0 && name[0] == '/' {
				for _, value := range a.r.PostForm[name] {
					p.Felder = append(p.Felder, verweis{Titel: name, Text: value})
				}
			}
		}
	}
	p.Gesehen = a.gesehen(v, b, inhalt)
	var err error
	if p.Bescheid, err = a.vorschau(v, b, inhalt); err != nil {
		return err
	}
	return a.draw(http.StatusOK, "bestaetigen", t.titel, p)
}

// release is the decision of a second official on what the first proposed.
func (a *amtsanfrage) release(ctx context.Context, v *vorgangsakte, n *notiz, h *handgriff) ([]vermerk, error) {
	if n.vorlage == nil || n.vorlage.Wer == a.wer.Kennung || n.entered(a.wer.Kennung) || a.r.PostForm.Get("gesehen") != a.vorgelegt(v, n.vorlage) {
		return nil, errKonflikt
	}
	b := beschlussOf(v.dienst, n.vorlage.Name)
	if b == nil {
		return nil, errKonflikt
	}
	var err error
	h.akt, h.als = b.name, b.akt
	if h.beschluss, err = a.ergehend(v, b, n.vorlage.Inhalt, datum.Of(n.vorlage.zeit)); err != nil {
		return nil, err
	}
	return a.withNotice(ctx, v, b, vermerk{Art: vermerkBeschluss, Wer: n.vorlage.Wer, Zweiter: a.wer.Kennung, Name: b.name, Inhalt: n.vorlage.Inhalt, Gilt: gilt(h.beschluss)})
}

// gilt is the last day on which what is decided holds; zero where none is stated.
func gilt(b *faelle.Beschluss) datum.Datum {
	if b == nil {
		return datum.Datum{}
	}
	return b.Geltung.Bis
}

// withNotice writes the notice of a decision along with it.
func (a *amtsanfrage) withNotice(ctx context.Context, v *vorgangsakte, b *beschluss, note vermerk) ([]vermerk, error) {
	notes, err := a.amt.issueAll(ctx, v, b, note.Inhalt, a.heute())
	return append([]vermerk{note}, notes...), err
}

// vorgelegt is the signature of a proposal: what is released is what was shown.
func (a *amtsanfrage) vorgelegt(v *vorgangsakte, p *vermerk) string {
	return a.siegel.sign("vorlage", v.id.String(), strconv.FormatUint(v.version, 10), p.Name, p.Wer, string(p.Inhalt), p.zeit.String())
}

// inhalt is a decision in words.
func (a *anfrage) inhalt(d dienst, id uuid.UUID, note *vermerk) (string, []fakt, error) {
	b := beschlussOf(d, note.Name)
	if b == nil {
		return note.Name, ohneForm(note.Inhalt), nil // declared no more
	}
	title := b.titel.In(a.sprache)
	if b.form == nil {
		return title, nil, nil
	}
	answers, err := flat(note.Inhalt)
	if err != nil {
		return "", nil, err
	}
	e := b.form.blank()
	if err := e.Set(answers); err != nil {
		return title, ohneForm(note.Inhalt), nil //nolint:nilerr // the form is another one now: shown as it was
	}
	f := &fall{dienst: b.form, v: vorgang{id: id}, e: e, wer: &wer{}}
	if err := a.judge(f); err != nil {
		return "", nil, err
	}
	return title, zeichner{a, f, false}.facts(f.dienst.pages()[0].elemente, ""), nil
}

// decided shows what is proposed, and what was decided.
func (a *amtsanfrage) decided(p *fallseite, v *vorgangsakte, kollegen map[string]string) error {
	if n := v.notiz.vorlage; n != nil {
		title, list, err := a.inhalt(v.dienst, v.id, n)
		if err != nil {
			return err
		}
		p.Vorlage = &vorlageteil{Titel: title, Wer: a.named(n.Wer, kollegen), Wann: a.moment(n.zeit), Fakten: list}
	}
	if n := v.notiz.beschluss; n != nil {
		title, list, err := a.inhalt(v.dienst, v.id, n)
		if err != nil {
			return err
		}
		who := a.named(n.Wer, kollegen)
		if n.Zweiter != "" {
			who += ", " + a.named(n.Zweiter, kollegen)
		}
		p.Beschluss = append([]fakt{{Titel: a.say("amt.decided"), Wert: title}, {Titel: a.say("amt.decided.by"), Wert: who + ", " + a.moment(n.zeit)}}, list...)
	}
	a.ergangen(p, v)
	if n := v.notiz.zurueck; n != nil {
		p.Zurueck = &amtseintrag{Wer: a.named(n.Wer, kollegen), Wann: a.moment(n.zeit), Text: n.Grund}
	}
	return nil
}

// ergangen adds what the case itself knows of the decision on it: that a machine took
// it, and when it holds.
func (a *amtsanfrage) ergangen(p *fallseite, v *vorgangsakte) {
	e := v.ergangen
	if e == nil {
		return
	}
	if p.Beschluss == nil || e.maschine {
		who := a.say("amt.by.behoerde")
		if e.maschine {
			who = a.say("amt.machine")
		}
		p.Beschluss = append([]fakt{{Titel: a.say("amt.decided"), Wert: a.say("amt.result." + string(e.Ergebnis))}, {Titel: a.say("amt.decided.by"), Wert: who + ", " + a.moment(e.zeit)}}, ohneForm(e.Inhalt)...)
	}
	switch g := e.Geltung; {
	case !g.Bis.IsZero():
		p.Beschluss = append(p.Beschluss, fakt{Titel: a.say("amt.decided.holds"), Wert: a.say("holds.from-to", LongDay(g.Von, a.sprache), LongDay(g.Bis, a.sprache))})
	case !g.Von.IsZero():
		p.Beschluss = append(p.Beschluss, fakt{Titel: a.say("amt.decided.holds"), Wert: a.say("holds.from", LongDay(g.Von, a.sprache))})
	}
}
