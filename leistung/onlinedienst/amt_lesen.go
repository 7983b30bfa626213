// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// open loads the case of the address. That of another authority, or of a service that
// is none of the official's, is not there; of one that somebody else has the reason is
// asked for, and each reading is noted.
func (a *amtsanfrage) open() (*vorgangsakte, error) {
	if err := a.official(); err != nil {
		return nil, err
	}
	id, err := uuid.Parse(a.r.PathValue("id"))
	if err != nil {
		return nil, errNotFound
	}
	ctx := a.r.Context()
	row, err := a.amt.server.akten().row(ctx, id)
	if errors.Is(err, antrag.ErrNotFound) {
		return nil, errNotFound
	}
	if err != nil {
		return nil, err
	}
	v := &vorgangsakte{akte: akte{aktenzeile: row}, dienst: a.amt.dienstFor(row.leistung)}
	if row.behoerde != a.wer.Behoerde || v.dienst == nil || !onDesk(row.status) || !a.wer.arbeitetAn(v.dienst.kopf().Name) {
		return nil, errNotFound
	}
	if err := a.amt.notes(ctx, v); err != nil {
		return nil, err
	}
	grund, known := a.grund(&v.notiz)
	if !known {
		return v, errGrund
	}
	return v, a.read(v, grund)
}

// notes loads what the desk noted of a case, with the readings that its keeper logged.
func (m *Amt) notes(ctx context.Context, v *vorgangsakte) (err error) {
	if v.notiz, err = m.notizen.load(ctx, v.id); err != nil {
		return err
	}
	logged, err := m.keeper(v.dienst).readings(ctx, v.id)
	if err != nil || len(logged) == 0 {
		return err
	}
	v.notiz.gelesen = append(logged, v.notiz.gelesen...)
	slices.SortStableFunc(v.notiz.gelesen, func(a, b vermerk) int { return a.zeit.Compare(b.zeit) })
	return nil
}

// read loads the case, and logs that it was read.
func (a *amtsanfrage) read(v *vorgangsakte, grund string) (err error) {
	due := v.faellig
	if v.akte, err = a.amt.keeper(v.dienst).find(a.r.Context(), v.id, a.wer.Kennung, grund); err != nil {
		return err
	}
	if v.faellig.IsZero() {
		v.faellig = due
	}
	if err := a.amt.server.along(a.r.Context(), v); err != nil {
		return err
	}
	if v.gelesen {
		return nil
	}
	return a.logRead(v, grund)
}

// grund is why the official may look at a case without being asked: they have it, or
// nobody has, or they have said why within this working day. It is stored, in German.
func (a *amtsanfrage) grund(n *notiz) (string, bool) {
	switch {
	case a.wer.fuer(n.bei) && n.bei != a.wer.Kennung:
		return say(recht.Deutsch, "amt.why.substitute"), true
	case n.bei == a.wer.Kennung:
		return say(recht.Deutsch, "amt.why.work"), true
	case n.bei == "":
		return say(recht.Deutsch, "amt.why.new"), true
	}
	for _, v := range slices.Backward(n.gelesen) { // taking a copy, or the case at the counter, is no reason
		if v.Wer == a.wer.Kennung && v.Grund != "" && a.now().Sub(v.zeit) < gelesenFuer && !byItself(v.Grund) {
			return v.Grund, true
		}
	}
	return "", false
}

// byItself reports whether nobody had to say the reason: it ends with what it came
// from, as when the case is passed on.
func byItself(grund string) bool {
	return slices.Contains([]string{say(recht.Deutsch, "amt.why.substitute"), say(recht.Deutsch, "amt.why.work"), say(recht.Deutsch, "amt.why.new")}, grund)
}

// leseabstand is how long one reading lasts: within it a page that is opened again is
// the same reading.
const leseabstand = 15 * time.Minute

func (a *amtsanfrage) logRead(v *vorgangsakte, grund string) error {
	now := a.now()
	return a.amt.notizen.note(a.r.Context(), v.id, v.behoerde, func(n notiz) []vermerk {
		for _, g := range slices.Backward(n.gelesen) {
			if g.Wer == a.wer.Kennung && g.Art == vermerkGelesen && g.Grund == grund {
				if now.Sub(g.zeit) < leseabstand {
					return nil
				}
				break
			}
		}
		return []vermerk{{Art: vermerkGelesen, Wer: a.wer.Kennung, Grund: grund}}
	})
}

// grundseite asks why a case is opened.
type grundseite struct {
	URL, Nummer, Dienst, Bei, Falsch, Text string
	Gruende                                []option
}

// gruende are the reasons that are offered.
var gruende = []string{"substitute", "inquiry", "second", "other"}

func (a *amtsanfrage) askReason(v *vorgangsakte, falsch bool) error {
	kollegen, err := a.kollegen()
	if err != nil {
		return err
	}
	p := grundseite{URL: v.url(""), Nummer: Nummer(v.id), Dienst: v.dienst.kopf().Titel.In(a.sprache), Bei: a.bei(v.notiz.bei, kollegen), Text: a.r.PostForm.Get("text")}
	status := http.StatusOK
	if falsch {
		p.Falsch, status = a.say("amt.why.missing"), http.StatusUnprocessableEntity
	}
	for _, g := range gruende {
		p.Gruende = append(p.Gruende, option{ID: "g-" + g, Code: g, Titel: a.say("amt.why." + g), Gewaehlt: a.r.PostForm.Get("grund") == g})
	}
	return a.draw(status, "grund", a.say("amt.why"), p)
}

// oeffne takes the reason.
func (a *amtsanfrage) oeffne() error {
	v, err := a.open()
	if err == nil {
		return redirect(v.url(""))
	}
	if !errors.Is(err, errGrund) {
		return err
	}
	chosen := a.r.PostForm.Get("grund")
	if !slices.Contains(gruende, chosen) {
		return a.askReason(v, true)
	}
	grund := say(recht.Deutsch, "amt.why."+chosen)
	if chosen == "other" {
		if grund = clean(a.r.PostForm.Get("text")); grund == "" || len(grund) > maxWorte {
			return a.askReason(v, true)
		}
	}
	if err := a.read(v, grund); err != nil {
		return err
	}
	return redirect(v.url(""))
}
