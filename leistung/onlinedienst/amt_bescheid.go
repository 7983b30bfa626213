// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	"github.com/deutschland-stack/bausteine/leistung/frist"
	"github.com/deutschland-stack/bausteine/leistung/postfach"
)

// Bescheide says how notices reach people.
type Bescheide struct {
	// Empfang says how the person of an account is to be reached: the address for the
	// message without content, and whether they excluded the postbox. The rule of
	// announcement follows from the notice. [postfach.ErrUnbekannt]: by letter.
	Empfang func(ctx context.Context, konto string) (postfach.Empfang, error)
	// Bote tells people, without content, that something lies in their postbox.
	Bote postfach.Bote
	// Postfach takes the notices; nil is the postbox of the kit, whose page is
	// "/postfach/".
	Postfach postfach.Postfach
}

// Amtskopf is an authority as its desk and its notices show it.
type Amtskopf struct {
	Behoerde bescheid.Behoerde
	Zeichner bescheid.Zeichner // who answers for its notices
	// Rechtsbehelf is the remedy against the notices of a service, by its name. A notice
	// without one is refused before it is decided.
	Rechtsbehelf map[string]bescheid.Rechtsbehelf
}

// The documents of a notice, which lie beside the case.
const (
	artBescheid = "bescheid"
	bekanntgabe = "bekanntgeben" // the effect that announces it; stored
)

var ergebnisse = map[verfahren.Ergebnis]bescheid.Ergebnis{
	verfahren.ErgebnisStattgegeben: bescheid.ErgebnisStattgegeben, verfahren.ErgebnisTeilweise: bescheid.ErgebnisTeilweise,
	verfahren.ErgebnisAbgelehnt: bescheid.ErgebnisAbgelehnt, verfahren.ErgebnisAnderes: bescheid.ErgebnisAnderes,
}

// notice is the notice of a decision to one of those whom it is for, on a day: what the
// service says of what that person stated, and what the desk knows. Where the decision
// has none it is nil. Letter says that it goes on paper.
func (m *Amt) notice(v *vorgangsakte, an *aktenteil, b *beschluss, inhalt []byte, day datum.Datum, letter bool) (*bescheid.Entwurf, error) {
	if m.config.Bescheide == nil || b.bescheid == nil {
		return nil, nil //nolint:nilnil // none is an answer
	}
	a := &akteur{Server: m.server, sprache: recht.Deutsch}
	_, f, err := a.lies(v, an)
	if err != nil {
		return nil, err
	}
	if f.e == nil {
		return nil, errors.New("onlinedienst: a notice on answers of another version of the form")
	}
	e, err := b.bescheid(f.stand.fall(an.an()), inhalt)
	if err != nil {
		return nil, err
	}
	head, name := m.config.Behoerden[v.behoerde], v.dienst.kopf().Name
	e.Behoerde, e.Zeichner, e.Datum, e.Aktenzeichen, e.Kalender = head.Behoerde, head.Zeichner, day, Nummer(v.id), m.config.Kalender
	if e.Ergebnis == 0 {
		e.Ergebnis = ergebnisse[b.ergebnis]
	}
	if e.Verfahren == 0 {
		e.Verfahren = bescheid.VerfahrenVwVfG
	}
	if e.Rechtsbehelf.Art == 0 {
		e.Rechtsbehelf = head.Rechtsbehelf[name]
	}
	switch {
	case letter, atCounter(an.konto): // they have no postbox
		e.Kanal = bescheid.KanalBrief
	case e.Kanal != 0:
	case e.Verfahren == bescheid.VerfahrenVwVfG:
		e.Kanal = bescheid.KanalPostfach
	default:
		e.Kanal = bescheid.KanalBrief
	}
	return &e, nil
}

// bescheidteil is a notice before it leaves, to each of those whom it is for, with what
// it lacks.
type bescheidteil struct {
	Blaetter []template.HTML
	Fehlt    []hinweis
}

// vorschau shows the notice as it will leave; what it lacks hinders the decision.
func (a *amtsanfrage) vorschau(v *vorgangsakte, b *beschluss, inhalt []byte) (*bescheidteil, error) {
	var out bescheidteil
	for _, an := range v.adressaten() {
		e, err := a.amt.notice(v, an, b, inhalt, a.heute(), an.empfaenger() == "")
		if e == nil || err != nil {
			return nil, err
		}
		if missing := e.Check().Blocking(); len(missing) > 0 {
			var p fallseite
			a.hints(&p, missing)
			return &bescheidteil{Fehlt: p.Hinweise}, nil
		}
		notice, err := bescheid.Issue(*e)
		if err != nil {
			return nil, err
		}
		_, page, _ := bytes.Cut(notice.HTML(), []byte("<main>"))
		page, _, _ = bytes.Cut(page, []byte("</main>"))
		// The notice is one part of a page here: its headings stand below those of the page.
		page = []byte(strings.NewReplacer("<h1>", "<h3>", "</h1>", "</h3>", "<h2>", "<h4>", "</h2>", "</h4>").Replace(string(page)))
		out.Blaetter = append(out.Blaetter, template.HTML(page)) //nolint:gosec // written by package bescheid, with all texts escaped
	}
	if len(out.Blaetter) == 0 {
		return nil, nil //nolint:nilnil // none is an answer
	}
	return &out, nil
}

// errBescheid says that a decision waits until its notice lacks nothing.
var errBescheid = errors.New("onlinedienst: the notice of the decision lacks something")

// issueAll writes the notice of a decision to each of those whom it is for.
func (m *Amt) issueAll(ctx context.Context, v *vorgangsakte, b *beschluss, inhalt []byte, day datum.Datum) (notes []vermerk, err error) {
	for _, an := range v.adressaten() {
		some, err := m.issue(ctx, v, an, b, inhalt, day, an.empfaenger() == "")
		if err != nil {
			return nil, err
		}
		notes = append(notes, some...)
	}
	return notes, nil
}

// issue writes the notice of a decision to one person beside the case, in the commit of
// the decision, and returns the note about it; none where there is no notice.
func (m *Amt) issue(ctx context.Context, v *vorgangsakte, an *aktenteil, b *beschluss, inhalt []byte, day datum.Datum, letter bool) ([]vermerk, error) {
	e, err := m.notice(v, an, b, inhalt, day, letter)
	if e == nil || err != nil {
		return nil, err
	}
	notice, err := bescheid.Issue(*e)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errBescheid, err)
	}
	id := uuid.NewSHA1(v.id, []byte(artBescheid+b.name+strconv.FormatBool(letter)+an.kennung()))
	if err := m.keeper(v.dienst).attach(ctx, antrag.Unterlage{ID: id, Antrag: v.id, Art: artBescheid, Name: "Bescheid.pdf", Medientyp: "application/pdf", Inhalt: notice.PDF()}); err != nil {
		return nil, err
	}
	note := vermerk{Art: vermerkBescheid, An: an.konto, Name: b.name, Unterlage: id, Tag: day, Brief: e.Kanal == bescheid.KanalBrief || e.Kanal == bescheid.KanalAusland}
	return []vermerk{note}, nil
}

// announce puts the notice to each person into their postbox, and notes what was done.
// Where that way is closed for somebody theirs is written again as a letter, for the
// desk to post.
func (m *Amt) announce(ctx context.Context, leased journal.Leased) ([]byte, error) {
	id := leased.Ref.Stream
	v, err := m.decidedCase(ctx, id)
	if errors.Is(err, antrag.ErrNotFound) {
		return nil, nil // erased
	}
	if err != nil || v.notiz.bescheid == nil {
		return nil, err
	}
	b := beschlussOf(v.dienst, v.notiz.bescheid.Name)
	if b == nil {
		return nil, journal.Permanent(errors.New("onlinedienst: a decision that is declared no more"))
	}
	for i, an := range v.adressaten() {
		note := v.notiz.bescheidAn(an.konto)
		if note == nil || note.Brief {
			continue
		}
		e, err := m.notice(v, an, b, v.notiz.beschluss.Inhalt, note.Tag, false)
		if err != nil {
			return nil, err
		}
		if e == nil {
			return nil, journal.Permanent(errors.New("onlinedienst: a notice that is declared no more"))
		}
		file, err := m.keeper(v.dienst).document(ctx, id, note.Unterlage)
		if err != nil {
			return nil, err
		}
		message := leased.Ref.ID()
		if i > 0 {
			message = uuid.NewSHA1(message, []byte(an.konto))
		}
		if err := m.announceTo(ctx, v, b, e, message, an, file.Inhalt); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// adressaten are those whom a notice is for: each of those who handed in, once by their
// account, and each whom the case concerns as much. Who acts for another gets one.
func (v *vorgangsakte) adressaten() (out []*aktenteil) {
	for i := range v.teile {
		t := &v.teile[i]
		if !slices.ContainsFunc(out, func(o *aktenteil) bool { return o.konto == t.konto }) {
			out = append(out, t)
		}
	}
	for i := range v.mit {
		out = append(out, &v.mit[i])
	}
	return out
}

func (m *Amt) announceTo(ctx context.Context, v *vorgangsakte, b *beschluss, e *bescheid.Entwurf, message uuid.UUID, an *aktenteil, file []byte) error {
	konto := an.konto
	to, err := m.config.Bescheide.Empfang(ctx, an.empfaenger())
	if err != nil && !errors.Is(err, postfach.ErrUnbekannt) {
		return err
	}
	to.Regime, to.Einwilligung = regime(e), to.Einwilligung || e.Einwilligung
	var before postfach.Bereitstellung
	if w := v.notiz.wege[konto]; w != nil && w.Weg != nil {
		before = *w.Weg
	}
	title := v.dienst.kopf().Titel
	done, err := postfach.Deliver(ctx, m.box(), m.config.Bescheide.Bote, postfach.Nachricht{
		ID: message, Konto: an.empfaenger(), Antrag: v.id, Betreff: recht.NewText("Bescheid: "+title.String(), "Notice: "+title.English()), Text: text("post.notice"), Anlage: file, Zeit: m.server.now(),
	}, to, before, m.server.now)
	if errors.Is(err, postfach.ErrWeg) || errors.Is(err, postfach.ErrUnbekannt) || errors.Is(err, postfach.ErrAbgelehnt) {
		return m.asLetter(ctx, v, an, b)
	}
	return errors.Join(err, m.noteWay(ctx, v, e, konto, &done))
}

// regime is the rule of announcement of a notice.
func regime(e *bescheid.Entwurf) postfach.Regime {
	switch {
	case e.Kanal == bescheid.KanalAbruf && e.Verfahren == bescheid.VerfahrenSGBX:
		return postfach.RegimeAbrufSozial
	case e.Kanal == bescheid.KanalAbruf:
		return postfach.RegimeAbruf
	case e.Elterngeld:
		return postfach.RegimeElterngeld
	default:
		return postfach.RegimePostfach
	}
}

// asLetter writes a notice again that cannot go electronically.
func (m *Amt) asLetter(ctx context.Context, v *vorgangsakte, an *aktenteil, b *beschluss) error {
	return m.server.store.Together(ctx, func(ctx context.Context) error {
		notes, err := m.issue(ctx, v, an, b, v.notiz.beschluss.Inhalt, v.notiz.bescheid.Tag, true)
		if err != nil {
			return err
		}
		return m.notizen.note(ctx, v.id, v.behoerde, func(n notiz) []vermerk {
			if before := n.bescheidAn(an.konto); before != nil && before.Brief {
				return nil // done before
			}
			return notes
		})
	})
}

// noteWay notes how a notice was announced so far, and until when it can be objected to.
func (m *Amt) noteWay(ctx context.Context, v *vorgangsakte, e *bescheid.Entwurf, konto string, done *postfach.Bereitstellung) error {
	note := vermerk{Art: vermerkWeg, An: konto, Weg: done}
	if way, err := done.Weg(); err == nil {
		if err := count(&note, e, way); err != nil {
			return err
		}
	}
	return m.notizen.note(ctx, v.id, v.behoerde, func(notiz) []vermerk { return []vermerk{note} })
}

// count counts the last day to object.
func count(note *vermerk, e *bescheid.Entwurf, way frist.Weg) error {
	notice, err := bescheid.Issue(*e)
	if err != nil {
		return err
	}
	end, err := notice.Anfechtung(way)
	note.Bekannt, note.Ende, note.Spaetestens = end.Bekanntgabe.Tag, end.Ende, end.Spaetestens
	for _, step := range end.Schritte {
		for _, n := range step.Normen {
			if !slices.Contains(note.Normen, n) {
				note.Normen = append(note.Normen, n)
			}
		}
	}
	return err
}

// posted notes that the desk has posted a letter to somebody.
func (m *Amt) posted(v *vorgangsakte, an *aktenteil, wer string, day datum.Datum) ([]vermerk, error) {
	b := beschlussOf(v.dienst, v.notiz.bescheid.Name)
	if b == nil {
		return nil, errKonflikt
	}
	e, err := m.notice(v, an, b, v.notiz.beschluss.Inhalt, v.notiz.bescheid.Tag, true)
	if err != nil {
		return nil, err
	}
	rule := frist.PostregelSozial(day)
	if e.Verfahren == bescheid.VerfahrenVwVfG {
		begun := datum.Of(v.eingang)
		if begun.After(day) {
			begun = day
		}
		if rule, err = frist.PostregelVerfahren(e.Behoerde.Sitz.Land(), day, begun); err != nil {
			return nil, err
		}
	}
	note := vermerk{Art: vermerkWeg, An: an.konto, Wer: wer, Tag: day, Brief: true}
	return []vermerk{note}, count(&note, e, frist.Sendung{Aufgabe: day, Regel: rule})
}

// decidedCase loads a case with its notes, for the desk itself.
func (m *Amt) decidedCase(ctx context.Context, id uuid.UUID) (*vorgangsakte, error) {
	row, err := m.server.akten().row(ctx, id)
	if err != nil {
		return nil, err
	}
	v := &vorgangsakte{dienst: m.dienstFor(row.leistung)}
	if v.dienst == nil {
		return nil, antrag.ErrNotFound
	}
	if v.notiz, err = m.notizen.load(ctx, id); err != nil {
		return nil, err
	}
	v.akte, err = m.keeper(v.dienst).find(ctx, id, "", bekanntgabe)
	if err == nil && (len(v.teile) == 0 || v.notiz.beschluss == nil) {
		err = antrag.ErrNotFound // erased
	}
	if err != nil {
		return v, err
	}
	return v, m.server.along(ctx, v)
}

// box is where notices are put.
func (m *Amt) box() postfach.Postfach {
	if m.config.Bescheide.Postfach != nil {
		return m.config.Bescheide.Postfach
	}
	return box{m.server.akten()}
}

// effects are what follows from notes of the desk.
func (m *Amt) effects() map[string]grund.Effect {
	return map[string]grund.Effect{bekanntgabe: {Do: m.announce}, schreiben: {Do: m.rewrite}, erinnern: {Do: m.sendReminder}}
}
