// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/formular"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
)

// akteur is somebody who acts on their cases: a person at the pages, or a program
// for them.
type akteur struct {
	*Server

	sitz    sitzung
	sprache string
	theke   *theke // whose counter it is; nil where people act themselves
}

// ErrKeinEntwurf says that the case is no draft any more.
var ErrKeinEntwurf = errors.New("onlinedienst: the case is no draft any more")

// fall is a case of the person with its service.
type fall struct {
	dienst dienst
	v      vorgang
	e      *formular.Entwurf
	bei    beiwerk
	stand  stand

	dropped bool              // files were taken out that still lie beside the case, see tidy
	other   []fakt            // what another window has saved, where it is not what was sent
	gesehen string            // the signature of that
	falsch  map[string]string // what is wrong with files that were sent
	basis   string            // before the addresses of its pages
	wer     *wer              // who handed it in, where that is not who looks
}

// beiwerk is what the kit keeps in a draft beside the answers.
type beiwerk struct {
	Zahlung *zahlung          `json:"zahlung,omitempty"`
	Abrufe  map[string]zusage `json:"abrufe,omitempty"` // by the name of the evidence
	Dateien []Datei           `json:"dateien,omitempty"`
	// Bescheinigt are the certificates that were taken over, by their requests.
	Bescheinigt map[string]bescheinigt `json:"bescheinigt,omitempty"`
	// Schalter is who takes it at a counter, and for whom.
	Schalter *aufgenommen `json:"schalter,omitempty"`

	belegt []string // by their names, of what was handed in
}

// belege are the names of the evidence and of the certificates that were taken over.
func (b *beiwerk) belege() []string {
	out := slices.Clone(b.belegt)
	for _, name := range sorted(b.Abrufe) {
		if b.Abrufe[name].Digest != "" {
			out = append(out, name)
		}
	}
	for _, id := range sorted(b.Bescheinigt) {
		if name := b.Bescheinigt[id].Name; !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// marshal is the draft as it is stored.
func (b beiwerk) marshal(e *formular.Entwurf) (json.RawMessage, error) {
	stored, err := e.MarshalJSON()
	if err != nil {
		return nil, err
	}
	more, err := json.Marshal(b)
	if err != nil || len(more) == len("{}") {
		return stored, err
	}
	return append(append(stored[:len(stored)-1], ','), more[1:]...), nil
}

// marshal is the draft as it is stored, with what others learn of it.
func (f *fall) marshal() (e entwurf, err error) {
	if e.stored, err = f.bei.marshal(f.e); err != nil || f.v.fall == nil {
		return e, err
	}
	e.bekannt, err = f.v.fall.ordnung.bekannt(f.e, &f.stand)
	return e, err
}

func parseBeiwerk(stored []byte) (b beiwerk, err error) {
	if json.Unmarshal(stored, &b) != nil {
		return beiwerk{}, errors.New("onlinedienst: a draft cannot be read") // the decoder may quote what was typed
	}
	return b, nil
}

// heute is the day in Germany.
func (s *Server) heute() datum.Datum { return datum.Of(s.now()) }

// open loads a case of the person; [antrag.ErrNotFound] for all others.
func (a *akteur) open(ctx context.Context, d dienst, id uuid.UUID) (*fall, error) {
	f := &fall{dienst: d, v: vorgang{id: id}}
	return f, a.reload(ctx, f)
}

// reload loads a case as it is now, with the form of whoever looks at it.
func (a *akteur) reload(ctx context.Context, f *fall) (err error) {
	d := f.dienst
	f.basis = a.theke.basis()
	if f.v, err = a.halter(d).load(ctx, &a.sitz, f.v.id); err != nil {
		return err
	}
	if f.v.fall != nil {
		if err := f.v.of(d); err != nil {
			return err
		}
		f.dienst = f.v.fall.ordnung.formen[f.v.fall.rolle]
	}
	if !sameLeistung(f.v, d) {
		return antrag.ErrNotFound
	}
	if f.v.status == antrag.StatusEntwurf {
		f.bei, err = parseBeiwerk(f.v.angaben)
		if f.v.fall.kann(verfahren.AktZahlung) && f.bei.Zahlung == nil {
			f.bei.Zahlung = &zahlung{} // it waits for the money, and nobody has begun to pay
		}
		if err == nil {
			err = a.ofCounter(f.bei.Schalter)
		}
	}
	return err
}

// read reads the draft and judges it.
func (a *akteur) read(f *fall) (err error) {
	if f.e, err = f.dienst.parse(f.v.angaben); err != nil {
		return err
	}
	return a.judge(f)
}

func (a *akteur) judge(f *fall) (err error) {
	w := a.sitz.wer()
	if f.wer != nil {
		w = *f.wer
	}
	f.stand, err = f.dienst.judge(f.e, f.v.id, a.heute(), w, &f.bei)
	return err
}

// save stores the draft; where another window was faster the change is made once
// more on what it left. What is done along with it is in the same commit.
func (a *akteur) save(ctx context.Context, f *fall, change func(*formular.Entwurf) error, along ...func(context.Context) error) error {
	if err := a.replace(ctx, f, change, along...); err != nil {
		return err
	}
	return a.tidy(ctx, f)
}

// tidy removes the files that the draft does not name any more. It is a step of its
// own, which cannot be part of a larger one.
func (a *akteur) tidy(ctx context.Context, f *fall) error {
	if !f.dropped {
		return nil
	}
	f.dropped = false
	return a.halter(f.dienst).dropFiles(ctx, f.v.id)
}

// replace is save without [akteur.tidy].
func (a *akteur) replace(ctx context.Context, f *fall, change func(*formular.Entwurf) error, along ...func(context.Context) error) error {
	for range maxTries {
		if err := change(f.e); err != nil {
			return err
		}
		if err := a.judge(f); err != nil {
			return err
		}
		over, err := a.ownRecords(ctx, f)
		if err != nil {
			return err
		}
		f.dropped = f.unnamed() || len(along) > 0 || f.dropped
		stored, err := f.marshal()
		if err != nil {
			return err
		}
		next, err := a.together(ctx, f, stored, along)
		if err == nil {
			f.v.version = next // not before the commit stands, which may be tried twice
			return a.discard(ctx, over)
		}
		if !errors.Is(err, antrag.ErrConflict) {
			return err
		}
		if err = a.reload(ctx, f); err != nil {
			return err
		}
		if f.v.status != antrag.StatusEntwurf {
			return ErrKeinEntwurf
		}
		if f.e, err = f.dienst.parse(f.v.angaben); err != nil {
			return err
		}
	}
	return antrag.ErrConflict
}

// together stores a draft in one commit with what is done along.
func (a *akteur) together(ctx context.Context, f *fall, stored entwurf, along []func(context.Context) error) (version uint64, err error) {
	keeper := a.halter(f.dienst)
	if len(along) == 0 {
		return keeper.save(ctx, f.v, stored)
	}
	err = a.store.Together(ctx, func(ctx context.Context) error {
		for _, do := range along {
			if err := do(ctx); err != nil {
				return err
			}
		}
		version, err = keeper.save(ctx, f.v, stored)
		return err
	})
	return version, err
}

// authority is who is responsible; none where the Gemeinde cannot be told, does not
// take part, or several are.
func (a *akteur) authority(ctx context.Context, f *fall) (zustaendigkeit.Stelle, error) {
	ars, ok := a.config.Gebiete(f.stand.gemeinde)
	if !ok || !f.stand.bekannt {
		return zustaendigkeit.Stelle{}, nil
	}
	answer, err := a.zustaendig.Zustaendig(ctx, f.dienst.kopf().Leistung, ars, a.heute())
	if err != nil {
		return zustaendigkeit.Stelle{}, err
	}
	hit, _ := answer.Behoerde()
	return hit.Stelle, nil
}

// content is the signature of what would be sent: who ticks confirms just that.
func (a *akteur) content(f *fall) (string, error) {
	data, err := f.e.Data()
	return a.siegel.sign("content", f.v.id.String(), string(data)), err
}

// beginWith opens a draft, prefilled from the account.
func (a *akteur) beginWith(ctx context.Context, d dienst, open func(context.Context, entwurf) (vorgang, error)) (*fall, error) {
	e := d.blank()
	if err := d.prefill(e, a.sitz.account()); err != nil {
		return nil, err
	}
	var bei beiwerk
	if a.theke != nil {
		bei.Schalter = a.theke.auf
	}
	stored, err := bei.marshal(e)
	if err != nil {
		return nil, err
	}
	v, err := open(ctx, entwurf{stored: stored})
	return &fall{dienst: d, v: v, basis: a.theke.basis()}, err
}

// giveUp ends a draft; evidence that waits for a decision is discarded with it.
func (a *akteur) giveUp(ctx context.Context, f *fall) error {
	if err := a.halter(f.dienst).discard(ctx, f.v); err != nil {
		return err
	}
	if a.bitten != nil {
		if err := a.bitten.drop(ctx, f.v.id); err != nil {
			return err
		}
	}
	var over []zusage
	for _, z := range f.bei.Abrufe {
		over = append(over, z)
	}
	return a.discard(ctx, over)
}

// handIn hands the draft in, or opens the payment that does so once it is paid.
func (a *akteur) handIn(ctx context.Context, f *fall, behoerde string) error {
	content, err := a.content(f)
	if err != nil {
		return err
	}
	angaben, err := a.eingang(f)
	if err != nil {
		return err
	}
	f.v.worte = a.theke.worte()
	if f.v.fall != nil {
		return a.handInFall(ctx, f, content, behoerde, angaben)
	}
	if f.stand.bill.IsPayable() && a.theke == nil { // at the counter the cash desk took it
		return a.kassiere(ctx, f, content, behoerde, angaben)
	}
	return a.halter(f.dienst).submit(ctx, f.v, "onlinedienst-submit-"+content, angaben, behoerde)
}
