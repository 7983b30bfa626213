// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	faelle "github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// maxWorte bounds what an official writes, in bytes.
const maxWorte = 5000

// tat is something that the official may do with a case now.
type tat struct {
	name, titel string
	griff       *griff     // what it is to the keeper; nil: a matter of the desk alone
	beschluss   *beschluss // the decision, if it is one
	an          *aktenteil // to whom a letter was posted
}

// What is done at the desk alone, in addresses.
const (
	tatNehmen      = "nehmen"
	tatWeitergeben = "weitergeben"
	tatFreigeben   = "freigeben"
	tatZurueck     = "zurueckgeben"
	tatGepostet    = "gepostet"
	tatVerlaengern = "verlaengern:" // and the period
)

// taten are what this official may do with the case: what the case allows, and what
// their roles do. Nothing is done that is not among them.
func (a *amtsanfrage) taten(v *vorgangsakte) (out []tat) {
	works := a.wer.nimmtAn()
	mine, open := a.wer.fuer(v.notiz.bei), slices.Contains(statusOffen, v.status) || len(v.moeglich) > 0
	add := func(name string) { out = append(out, tat{name: name, titel: a.say("amt.do." + name)}) }
	if works {
		out = append(out, a.briefe(v)...)
	}
	if !open {
		return out
	}
	if p := v.notiz.vorlage; p != nil {
		// Who took the application at the counter checks no decision on it: they would check
		// what they wrote. They may propose, as any official who knows the case.
		if a.wer.hat(AmtsrolleEntscheiden) && p.Wer != a.wer.Kennung && !v.notiz.entered(a.wer.Kennung) {
			add(tatFreigeben)
		}
		if a.wer.hat(AmtsrolleEntscheiden) || p.Wer == a.wer.Kennung {
			add(tatZurueck)
		}
		return out
	}
	for i := range v.moeglich {
		g := &v.moeglich[i]
		t := tat{name: g.akt, titel: g.titel.In(a.sprache), griff: g}
		switch {
		case g.akt == string(antrag.ArtUebernommen):
			if !works || v.notiz.bei != "" && !mine {
				continue
			}
		case !mine || !works:
			continue
		case g.entscheidung:
			if t.beschluss = beschlussOf(v.dienst, g.akt); t.beschluss == nil || !t.beschluss.vierAugen && !a.wer.hat(AmtsrolleEntscheiden) {
				continue
			}
		}
		if g.laenger != nil {
			t.titel = a.say("amt.extend", a.wort(v.dienst, "frist."+g.laenger.frist))
		}
		if g.rolle != "" {
			t.titel = a.say("amt.ask", a.rolleOf(v.dienst, g.rolle, g.an))
		}
		if t.titel == "" {
			t.titel = a.say("amt.do." + g.akt)
		}
		out = append(out, t)
	}
	if _, taken := v.kann(string(antrag.ArtUebernommen)); !taken && works && v.notiz.bei == "" {
		add(tatNehmen)
	}
	if mine || a.wer.hat(AmtsrolleVerteilen) {
		add(tatWeitergeben)
	}
	return out
}

// briefe are the letters that are still to be posted, one to each person.
func (a *amtsanfrage) briefe(v *vorgangsakte) (out []tat) {
	for _, an := range v.adressaten() {
		if b := v.notiz.bescheidAn(an.konto); b == nil || !b.Brief || v.notiz.wegAn(an.konto) != nil {
			continue
		}
		t := tat{name: tatGepostet, titel: a.say("amt.do." + tatGepostet), an: an}
		if who := an.kennung(); who != "" {
			t.name, t.titel = t.name+":"+who, t.titel+": "+a.wen(v, an)
		}
		out = append(out, t)
	}
	return out
}

// sofort reports whether an act asks nothing and takes nothing away.
func (t *tat) sofort() bool {
	return t.name == tatNehmen || t.griff != nil && !t.griff.text && !t.griff.termin && !t.griff.entscheidung && !t.griff.endet
}

func beschlussOf(d dienst, name string) *beschluss {
	list := d.beschluesse()
	if i := slices.IndexFunc(list, func(b beschluss) bool { return b.name == name }); i >= 0 {
		return &list[i]
	}
	return nil
}

// tatseite is the form of an act.
type tatseite struct {
	Zurueck, Nummer, Hinweis, Knopf string
	Version                         uint64
	Text, Termin, Tag               bool // Tag: the day must be named
	Dateien                         bool
	TextWert, TerminWert            string
	Um, UmWert                      string // the unit by which a period is extended
	An                              []option
	Teile, Fehler                   []teil
	Fakten                          []fakt
	Gesehen                         string
}

// Falsch is what is wrong with a field.
func (p tatseite) Falsch(id string) string {
	for _, t := range p.Fehler {
		if t.ID == id {
			return t.Fehler
		}
	}
	return ""
}

// tatOf is the act of the address; none where it is not possible (any more).
func (a *amtsanfrage) tatOf(v *vorgangsakte) *tat {
	list := a.taten(v)
	if i := slices.IndexFunc(list, func(t tat) bool { return t.name == a.r.PathValue("tat") }); i >= 0 {
		return &list[i]
	}
	return nil
}

func (a *amtsanfrage) zeigeTat() error {
	v, err := a.open()
	if errors.Is(err, errGrund) || err == nil && a.tatOf(v) == nil {
		return redirect(v.url(""))
	}
	if err != nil {
		return err
	}
	t := a.tatOf(v)
	if t.beschluss != nil {
		return a.drawBeschluss(v, t)
	}
	return a.drawTat(v, t, nil)
}

// mayBring refuses files that no act of the address takes.
func (a *amtsanfrage) mayBring() error {
	if a.r.PathValue("dienst") != "" { // at the counter
		before := a.akteur
		defer func() { a.akteur = before }() // who has the session is not who stands there
		if err := a.atCounter(); err != nil {
			return err
		}
		return a.anfrage.mayBring()
	}
	if !a.gueltig {
		return errLogin
	}
	v, err := a.open()
	if errors.Is(err, errGrund) {
		return redirect(v.url(""))
	}
	if err != nil {
		return err
	}
	t := a.tatOf(v)
	if t == nil {
		return redirect(v.url("")) // done before, by the first click or by somebody else
	}
	if t.griff == nil || !t.griff.dateien {
		return errNotFound
	}
	return nil
}

// drawTat draws the form of an act, with what was typed and what is wrong with it.
func (a *amtsanfrage) drawTat(v *vorgangsakte, t *tat, fehler []teil) error {
	p := tatseite{
		Zurueck: v.url(""), Nummer: Nummer(v.id), Version: v.version, Knopf: t.titel, Fehler: fehler,
		TextWert: a.r.PostForm.Get("text"), TerminWert: a.r.PostForm.Get("termin"),
	}
	if g := v.notiz.getippt; a.r.Method == http.MethodGet && g != nil && g.Wer == a.wer.Kennung && g.Name == t.name {
		p.TextWert = g.Grund
	}
	switch {
	case t.griff != nil:
		p.Text, p.Termin, p.Tag, p.Dateien = t.griff.text, t.griff.termin, t.griff.tag, t.griff.dateien
		if l := t.griff.laenger; l != nil {
			p.Um, p.UmWert = a.einheit(l), a.r.PostForm.Get("um")
		}
		if t.griff.endet {
			p.Hinweis = a.say("amt.ends")
		}
	case t.name == tatZurueck:
		p.Text = true
	case t.an != nil:
		p.Termin, p.Hinweis = true, a.say("amt.posted.what")
	case t.name == tatFreigeben:
		p.Hinweis, p.Gesehen = a.say("amt.release.what"), a.vorgelegt(v, v.notiz.vorlage)
		title, facts, err := a.inhalt(v.dienst, v.id, v.notiz.vorlage)
		if err != nil {
			return err
		}
		p.Fakten = append([]fakt{{Titel: a.say("amt.decision"), Wert: title}}, facts...)
	case t.name == tatWeitergeben:
		kollegen, err := a.kollegen()
		if err != nil {
			return err
		}
		for i, k := range sorted(kollegen) {
			if k != v.notiz.bei {
				p.An = append(p.An, option{ID: "an-" + strconv.Itoa(i), Code: k, Titel: a.bei(k, kollegen), Gewaehlt: a.r.PostForm.Get("an") == k})
			}
		}
	}
	if p.Text {
		if p.Hinweis = a.say("amt.text.hint"); t.griff != nil && t.griff.rolle != "" {
			p.Hinweis = a.say("amt.ask.what")
		} else if t.griff != nil && t.griff.person {
			p.Hinweis = a.say("counter.said.hint")
		}
	}
	status := http.StatusOK
	if len(fehler) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return a.draw(status, "tat", t.titel, p)
}

// maxVerlaengerung is the most that a form extends a period by where law asks for what is
// reasonable, in the unit of the period.
const maxVerlaengerung = 12

// einheit is by how much a period may be extended, in words.
func (a *akteur) einheit(l *laenger) string {
	unit := a.say("unit." + strings.ToLower(string(l.einheit)))
	if l.most > 0 {
		return a.say("amt.extend.most", l.most, unit)
	}
	return unit
}

// errKonflikt says that the case is another one than was looked at.
var errKonflikt = errors.New("onlinedienst: the case was changed meanwhile")

// tue does an act. Who may is looked at first; then the same form again is the same
// act, whatever has happened since.
func (a *amtsanfrage) tue() error {
	v, err := a.open()
	if errors.Is(err, errGrund) {
		return redirect(v.url(""))
	}
	if err != nil {
		return err
	}
	key, print := a.key(v)
	done, err := a.amt.notizen.done(a.r.Context(), key, print)
	if err != nil && !conflict(err) {
		return err
	}
	if done {
		return redirect(v.url(""))
	}
	t := a.tatOf(v)
	version, _ := strconv.ParseUint(a.r.PostForm.Get("version"), 10, 64)
	if err != nil || t == nil || version != v.version {
		return a.changed(v)
	}
	if t.beschluss != nil {
		err = a.entscheide(v, t)
	} else {
		err = a.handle(v, t)
	}
	if conflict(err) || errors.Is(err, errKonflikt) {
		return a.changed(v)
	}
	return err
}

// key makes an act one that happens once: it is of this official, and of this form.
func (a *amtsanfrage) key(v *vorgangsakte) (string, [32]byte) {
	once := cmp.Or(a.r.PostForm.Get("einmal"), rand.Text())
	parts := []string{v.id.String(), a.r.PathValue("tat")}
	for _, name := range sorted(a.r.PostForm) {
		if name != "token" {
			parts = append(parts, name, strings.Join(a.r.PostForm[name], "\x00"))
		}
	}
	return "amt-" + a.siegel.sign("amt", a.wer.Kennung, v.id.String(), once), fingerprintOf(parts...)
}

// changed is the answer to who acts on what is not so any more.
func (a *amtsanfrage) changed(v *vorgangsakte) error {
	return a.draw(http.StatusConflict, "fehler", a.say("amt.changed.title"), fehlerseite{Text: a.say("amt.changed"), Login: v.url(""), Anmelden: a.say("amt.changed.look")})
}

// handle reads the form of an act and does it.
func (a *amtsanfrage) handle(v *vorgangsakte, t *tat) error {
	text := clean(a.r.PostForm.Get("text"))
	var termin datum.Datum
	var fehler []teil
	wrong := func(id, said string) { fehler = append(fehler, teil{ID: id, Fehler: said}) }
	if wants := t.name == tatZurueck || t.griff != nil && t.griff.text; wants && text == "" {
		wrong("text", a.say("amt.text.missing"))
	} else if len(text) > maxWorte {
		wrong("text", a.say("amt.text.long"))
	} else if !wants {
		text = ""
	}
	if typed := clean(a.r.PostForm.Get("termin")); typed != "" && t.griff != nil && t.griff.termin {
		var ok bool
		if termin, ok = readDatum(typed); !ok || termin.Before(a.heute()) {
			wrong("termin", a.say("amt.day.wrong", zeichner{a: a.anfrage}.example()))
		}
	} else if t.griff != nil && t.griff.tag {
		wrong("termin", a.say("amt.day.missing", zeichner{a: a.anfrage}.example()))
	}
	if t.an != nil {
		var ok bool
		if termin, ok = readDatum(clean(a.r.PostForm.Get("termin"))); !ok || termin.After(a.heute()) || termin.Before(v.notiz.bescheidAn(t.an.konto).Tag) {
			wrong("termin", a.say("amt.posted.wrong", zeichner{a: a.anfrage}.example()))
		}
	}
	var um verfahren.Spanne
	if t.griff != nil && t.griff.laenger != nil {
		l := t.griff.laenger
		n, err := strconv.Atoi(clean(a.r.PostForm.Get("um")))
		if um = (verfahren.Spanne{Anzahl: n, Einheit: l.einheit}); err != nil || n < 1 || n > cmp.Or(l.most, maxVerlaengerung) {
			wrong("um", a.say("amt.extend.wrong", a.einheit(l)))
		}
	}
	an := a.r.PostForm.Get("an")
	if t.name == tatWeitergeben {
		kollegen, err := a.kollegen()
		if err != nil {
			return err
		}
		if kollegen[an] == "" {
			wrong("an-0", a.say("amt.assign.missing"))
		}
	}
	files, fault, err := a.beigaben()
	if err != nil {
		return err
	}
	if fault != "" {
		wrong(feldDateien, fault)
	}
	if len(fehler) > 0 {
		return a.drawTat(v, t, fehler)
	}
	err = a.do(v, t, func(ctx context.Context, n *notiz, h *handgriff) ([]vermerk, error) {
		h.text, h.termin, h.um, h.files = text, termin, um, files
		if h.person {
			h.text = strings.TrimSpace(text + "\n\n" + say(recht.Deutsch, "counter.said", a.wer.Kennung, a.wer.Behoerde))
		}
		if t.an != nil {
			return a.amt.posted(v, t.an, a.wer.Kennung, termin)
		}
		switch t.name {
		case string(antrag.ArtUebernommen), tatNehmen:
			if n.bei != "" && !a.wer.fuer(n.bei) {
				return nil, errKonflikt // a colleague was faster
			}
			return []vermerk{{Art: vermerkBei, Wer: a.wer.Kennung, An: a.wer.Kennung}}, nil
		case tatWeitergeben:
			return []vermerk{{Art: vermerkBei, Wer: a.wer.Kennung, An: an}}, nil
		case tatZurueck:
			if n.vorlage == nil {
				return nil, errKonflikt
			}
			if v.vorgelegt {
				h.akt = string(faelle.AktZurueckgegeben)
			}
			return []vermerk{{Art: vermerkZurueck, Wer: a.wer.Kennung, Name: n.vorlage.Name, Grund: text}}, nil
		case tatFreigeben:
			return a.release(ctx, v, n, h)
		}
		return []vermerk{{Art: vermerkFrist, Wer: a.wer.Kennung, Tag: termin}}, nil
	})
	if err != nil {
		return err
	}
	return redirect(v.url(""))
}

// do writes what the case is told and what the desk notes in one commit, once for the
// key of the form.
func (a *amtsanfrage) do(v *vorgangsakte, t *tat, decide func(context.Context, *notiz, *handgriff) ([]vermerk, error)) error {
	key, print := a.key(v)
	return a.store.Together(a.r.Context(), func(ctx context.Context) error {
		n, err := a.amt.notizen.load(ctx, v.id)
		if err != nil {
			return err
		}
		h := handgriff{wer: a.wer.Kennung, key: key}
		if t.griff != nil {
			h.akt, h.an, h.laenger, h.person = t.griff.akt, t.griff.an, t.griff.laenger, t.griff.person
			if t.griff.rolle != "" {
				h.code = a.amt.citizens.linkCode(v.id, t.griff.rolle, t.griff.an)
			}
		}
		notes, err := decide(ctx, &n, &h)
		if err != nil {
			return err
		}
		if h.akt != "" {
			if err := a.amt.keeper(v.dienst).act(ctx, v.akte, h); err != nil {
				return err
			}
		}
		return a.amt.notizen.add(ctx, v.id, v.behoerde, n, key, print, notes...)
	})
}
