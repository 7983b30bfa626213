// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"slices"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// stoerungsseite are effects that were given up.
type stoerungsseite struct{ Zeilen []stoerung }

// stoerung is one of them.
type stoerung struct {
	Nummer, Dienst, Was, Grund, Eingang, ID string
	Versuche                                int
}

// wanted reports whether what was given up still has something to do: of what was
// withdrawn or erased meanwhile nothing is left to be done, but that money goes back.
func wanted(row *aktenzeile, was string) bool {
	return was == erstatten || row.status == antrag.StatusEingereicht || row.status == antrag.StatusGestoert || onDesk(row.status) && row.status != antrag.StatusZurueckgenommen
}

// folge is an effect that was given up, and what sets it going again.
type folge struct {
	row        aktenzeile
	was, grund string
	versuche   int
	resume     func(context.Context) error
}

// givenUp are the effects of the official's authority that wait to be resumed: those
// of the cases, and those of what the desk decided.
func (a *amtsanfrage) givenUp(ctx context.Context, id uuid.UUID) (out []folge, err error) {
	add := func(fall uuid.UUID, f folge) (err error) {
		f.row, err = a.amt.server.akten().row(ctx, fall)
		if errors.Is(err, antrag.ErrNotFound) {
			return nil
		}
		if errors.Is(err, bausteine.ErrDamaged) { // nobody knows whose it is; it hides no other
			a.log.ErrorContext(ctx, "onlinedienst: a case with something given up is damaged", "case", fall)
			return nil
		}
		if err == nil && f.row.behoerde == a.wer.Behoerde && a.amt.dienstFor(f.row.leistung) != nil && wanted(&f.row, f.was) {
			out = append(out, f)
		}
		return err
	}
	if reg := a.registry.reg; reg != nil {
		keeper := antragsakten{reg: reg}
		for a, err := range keeper.rejected(ctx, a.wer.Behoerde, id) {
			if err == nil {
				err = add(a.ID(), rejectedOf(keeper, a))
			}
			if err != nil {
				return nil, err
			}
		}
		for given, err := range reg.GivenUp(ctx, id) {
			if err == nil {
				err = add(given.Antrag, folge{was: given.Wirkung, grund: given.Reason, versuche: given.Failures, resume: func(ctx context.Context) error { return keeper.resume(ctx, given) }})
			}
			if err != nil {
				return nil, err
			}
		}
	}
	core := a.amt.notizen.core
	for _, kind := range []string{kindNotiz, kindFall} {
		for dead, err := range core.Effects(ctx, journal.EffectQuery{Kind: kind, Stream: id, State: journal.EffectDead}) {
			if err == nil {
				was := dead.Effect
				if kind == kindFall && a.amt.server.erstattet[was] {
					was = erstatten
				}
				err = add(dead.Ref.Stream, folge{was: was, grund: dead.Reason, versuche: dead.Failures, resume: func(ctx context.Context) error {
					err := core.Resume(ctx, dead.Ref)
					if errors.Is(err, journal.ErrNotFound) {
						err = nil // somebody was faster
					}
					core.Wake(journal.EffectName{Stream: kind, Effect: dead.Effect})
					return err
				}})
			}
			if err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// rejected streams the cases of an authority whose delivery was received and then not
// taken, of one case or, for the zero id, of all: no effect waits there, so that nothing
// else shows them.
func (k antragsakten) rejected(ctx context.Context, behoerde string, id uuid.UUID) iter.Seq2[antrag.Antrag, error] {
	return func(yield func(antrag.Antrag, error) bool) {
		look := func(id uuid.UUID) bool {
			a, err := k.reg.Load(ctx, id)
			if errors.Is(err, antrag.ErrNotFound) || err == nil && !wasRejected(&a) {
				return true
			}
			return yield(a, err)
		}
		if id != uuid.Nil {
			look(id)
			return
		}
		for head, err := range k.reg.List(ctx, antrag.Query{Behoerde: behoerde, Status: []antrag.Status{antrag.StatusGestoert}}) {
			if err != nil && head.Antrag == uuid.Nil {
				yield(antrag.Antrag{}, err)
				return
			}
			if err == nil && !look(head.Antrag) { // one that is damaged hides no other
				return
			}
		}
	}
}

// wasRejected reports whether the delivery of a case had arrived before it failed. One
// that never arrived has an effect, given up or set going again, and must have no second.
func wasRejected(a *antrag.Antrag) bool {
	if a.Status() != antrag.StatusGestoert {
		return false
	}
	for _, e := range slices.Backward(a.Verlauf()) {
		switch e.Art {
		case antrag.ArtZugestellt:
			return true
		case antrag.ArtEingereicht, antrag.ArtZustellungWiederholt:
			return false
		default:
		}
	}
	return false
}

// rejectedOf is such a case among what waits. Set going again it is delivered anew, as
// another delivery: the first has its outcome.
func rejectedOf(k antragsakten, a antrag.Antrag) folge {
	f := folge{was: zustellen, grund: "rejected by who received it"}
	for _, e := range a.Verlauf() {
		switch e.Art {
		case antrag.ArtZugestellt:
			f.versuche++
		case antrag.ArtZustellungGescheitert:
			if e.Text != "" {
				f.grund = "rejected by who received it: " + e.Text
			}
		default:
		}
	}
	f.resume = func(ctx context.Context) error {
		_, err := k.reg.Do(ctx, antrag.Command{Antrag: a.ID(), Version: a.Version(), Ereignisse: []antrag.Ereignis{{Art: antrag.ArtZustellungWiederholt, Akteur: antrag.AkteurSystem}}})
		if errors.Is(err, antrag.ErrConflict) || errors.Is(err, antrag.ErrUebergang) {
			return nil // somebody was faster
		}
		return err
	}
	return f
}

// operator is an official who sets effects going again.
func (a *amtsanfrage) operator() error {
	if err := a.official(); err != nil {
		return err
	}
	if !a.wer.hat(AmtsrolleBetrieb) {
		return errNotFound
	}
	return nil
}

func (a *amtsanfrage) stoerungen() error {
	if err := a.operator(); err != nil {
		return err
	}
	given, err := a.givenUp(a.r.Context(), uuid.Nil)
	if err != nil {
		return err
	}
	var p stoerungsseite
	for _, g := range given {
		s := stoerung{Nummer: Nummer(g.row.id), Was: a.effect(g.was), Grund: g.grund, ID: g.row.id.String(), Versuche: g.versuche, Eingang: a.moment(g.row.eingang)}
		if d := a.amt.dienstFor(g.row.leistung); d != nil {
			s.Dienst = d.kopf().Titel.In(a.sprache)
		}
		p.Zeilen = append(p.Zeilen, s)
	}
	return a.draw(http.StatusOK, "stoerungen", a.say("amt.trouble"), p)
}

// effect is an effect in words; one of the program's own has its name.
func (a *amtsanfrage) effect(name string) string {
	switch name {
	case zustellen:
		return a.say("amt.effect.deliver")
	case bekanntgabe:
		return a.say("amt.effect.announce")
	case erstatten:
		return a.say("amt.effect.back")
	case schreiben:
		return a.say("amt.effect.invoice")
	default:
		return name
	}
}

// nochmal resumes what was given up of one case. What runs already, or is done, stays
// as it is.
func (a *amtsanfrage) nochmal() error {
	if err := a.operator(); err != nil {
		return err
	}
	id, err := uuid.Parse(a.r.PostForm.Get("fall"))
	if err != nil || id == uuid.Nil {
		return errNotFound
	}
	given, err := a.givenUp(a.r.Context(), id)
	if err != nil {
		return err
	}
	for _, g := range given {
		if err := g.resume(a.r.Context()); err != nil {
			return err
		}
	}
	return redirect("/amt/stoerungen")
}
