// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/formular"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
)

// akteur is somebody who acts on their cases: a person at the pages, or a program
// for them.
type akteur struct {
	*Server

	sitz    sitzung
	sprache string
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
	wer     *wer              // who handed it in, where that is not who looks
}

// beiwerk is what the kit keeps in a draft beside the answers.
type beiwerk struct {
	Zahlung *zahlung          `json:"zahlung,omitempty"`
	Abrufe  map[string]zusage `json:"abrufe,omitempty"` // by the name of the evidence
	Dateien []Datei           `json:"dateien,omitempty"`
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
	v, err := a.registry.load(ctx, a.sitz.Konto, id)
	if err != nil {
		return nil, err
	}
	if !sameLeistung(v, d) {
		return nil, antrag.ErrNotFound
	}
	f := &fall{dienst: d, v: v}
	if v.status == antrag.StatusEntwurf {
		f.bei, err = parseBeiwerk(v.angaben)
	}
	return f, err
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
	f.stand, err = f.dienst.judge(f.e, f.v.id, a.heute(), w, f.bei.anlagen())
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
	return a.registry.dropFiles(ctx, f.v.id)
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
		stored, err := f.bei.marshal(f.e)
		if err != nil {
			return err
		}
		if err = a.together(ctx, f.v, stored, along); err == nil {
			f.v.version++
			return a.discard(ctx, over)
		} else if !errors.Is(err, antrag.ErrConflict) {
			return err
		}
		if f.v, err = a.registry.load(ctx, a.sitz.Konto, f.v.id); err != nil {
			return err
		}
		if f.v.status != antrag.StatusEntwurf {
			return ErrKeinEntwurf
		}
		if f.bei, err = parseBeiwerk(f.v.angaben); err != nil {
			return err
		}
		if f.e, err = f.dienst.parse(f.v.angaben); err != nil {
			return err
		}
	}
	return antrag.ErrConflict
}

// together stores a draft in one commit with what is done along.
func (a *akteur) together(ctx context.Context, v vorgang, stored json.RawMessage, along []func(context.Context) error) error {
	if len(along) == 0 {
		return a.registry.save(ctx, v, stored)
	}
	return a.store.Together(ctx, func(ctx context.Context) error {
		for _, do := range along {
			if err := do(ctx); err != nil {
				return err
			}
		}
		return a.registry.save(ctx, v, stored)
	})
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

// begin opens a draft, prefilled from the account; the same key opens it once.
func (a *akteur) begin(ctx context.Context, d dienst, key string) (*fall, error) {
	e := d.blank()
	if err := d.prefill(e, a.sitz.account()); err != nil {
		return nil, err
	}
	stored, err := beiwerk{}.marshal(e)
	if err != nil {
		return nil, err
	}
	v, err := a.registry.begin(ctx, a.sitz.Konto, "onlinedienst-begin-"+a.siegel.sign("begin", a.sitz.Konto, key), d.kopf().Leistung, stored)
	return &fall{dienst: d, v: v}, err
}

// giveUp ends a draft; evidence that waits for a decision is discarded with it.
func (a *akteur) giveUp(ctx context.Context, f *fall) error {
	if err := a.registry.discard(ctx, f.v); err != nil {
		return err
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
	if f.stand.bill.IsPayable() {
		return a.kassiere(ctx, f, content, behoerde, angaben)
	}
	return a.registry.submit(ctx, f.v, "onlinedienst-submit-"+content, angaben, behoerde)
}
