// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/formular"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
)

// Zugang is what a program does for an account, in the very steps that the pages
// take: nothing is possible here that is not there. Cases of other accounts are
// [antrag.ErrNotFound]. It may be used from any number of goroutines.
type Zugang struct {
	a   *akteur
	nur string // the one service whose cases it sees; empty: all
}

// Zugang acts for an account; the language is that of what the person reads.
func (s *Server) Zugang(k nutzerkonto.Konto, sprache string) Zugang {
	return Zugang{a: &akteur{Server: s, sprache: sprache, sitz: newSitzung(k, s.now())}}
}

// Begin opens a draft of the service of that name, prefilled from the account; the
// same key opens it once.
func (z Zugang) Begin(ctx context.Context, dienst, key string) (uuid.UUID, error) {
	d, ok := z.a.dienste[dienst]
	if !ok || !z.a.enough(d) {
		return uuid.Nil, fmt.Errorf("onlinedienst: no service %q for this account: %w", dienst, antrag.ErrNotFound)
	}
	f, err := z.a.begin(ctx, d, key)
	if err != nil {
		return uuid.Nil, err
	}
	return f.v.id, nil
}

// draft loads a draft and judges it.
func (z Zugang) draft(ctx context.Context, id uuid.UUID) (*fall, error) {
	f, err := z.load(ctx, id)
	if err != nil {
		return nil, err
	}
	return f, z.a.judge(f)
}

// load loads a draft that is judged when it is saved.
func (z Zugang) load(ctx context.Context, id uuid.UUID) (*fall, error) {
	for _, name := range z.a.namen {
		if z.nur != "" && name != z.nur {
			continue
		}
		f, err := z.a.open(ctx, z.a.dienste[name], id)
		switch {
		case errors.Is(err, antrag.ErrNotFound):
			continue
		case err != nil:
			return nil, err
		case !z.a.enough(f.dienst):
			return nil, antrag.ErrNotFound
		case f.v.status != antrag.StatusEntwurf || f.bei.Zahlung != nil:
			return nil, ErrKeinEntwurf
		}
		f.e, err = f.dienst.parse(f.v.angaben)
		return f, err
	}
	return nil, antrag.ErrNotFound
}

// Answer answers questions, by JSON pointer, as [formular.Entwurf.Set] does, and
// returns everything that is still wrong with the draft.
func (z Zugang) Answer(ctx context.Context, id uuid.UUID, answers map[string]any) (recht.Befunde, error) {
	f, err := z.load(ctx, id)
	if err != nil {
		return nil, err
	}
	err = z.a.save(ctx, f, func(e *formular.Entwurf) error { return e.Set(answers) })
	return f.stand.befunde, err
}

// Data are the answers of a draft that are asked, as they would be delivered.
func (z Zugang) Data(ctx context.Context, id uuid.UUID) ([]byte, error) {
	f, err := z.draft(ctx, id)
	if err != nil {
		return nil, err
	}
	e, err := f.leaving()
	if err != nil {
		return nil, err
	}
	return e.Data()
}

// Vorschau is evidence that waits for the person's decision: the very bytes, from
// whom, and their digest, by which it is taken over. It prints without its data.
type Vorschau struct {
	Quelle string
	Daten  []byte
	Digest string
}

// String tells from whom, and nothing of the data.
func (v Vorschau) String() string { return "Vorschau from " + v.Quelle }

// GoString keeps %#v from printing personal data.
func (v Vorschau) GoString() string { return v.String() }

// evidence loads a draft with its evidence of that name, not judged yet.
func (z Zugang) evidence(ctx context.Context, id uuid.UUID, name string) (*fall, nachweis, error) {
	f, err := z.load(ctx, id)
	if err != nil {
		return nil, nachweis{}, err
	}
	n, ok := f.dienst.nachweis(name)
	if !ok || z.a.config.Abrufe == nil {
		return nil, n, fmt.Errorf("onlinedienst: no evidence of that name: %w", antrag.ErrNotFound)
	}
	return f, n, nil
}

// Ways tells who would ask whom for the evidence of that name, or why nobody can be
// asked.
func (z Zugang) Ways(ctx context.Context, id uuid.UUID, name string) (Weg, error) {
	f, n, err := z.evidence(ctx, id, name)
	if err != nil {
		return Weg{}, err
	}
	if err := z.a.judge(f); err != nil {
		return Weg{}, err
	}
	o, err := z.a.offer(ctx, f, n)
	return o.weg, err
}

// Fetch says yes to the retrieval of evidence, with the part about others where the
// person assures to be entitled, and shows what came: [ErrKeinAbruf] where nothing
// did. Called again it is the same retrieval.
func (z Zugang) Fetch(ctx context.Context, id uuid.UUID, name string, andere bool) (Vorschau, error) {
	f, n, err := z.evidence(ctx, id, name)
	if err != nil {
		return Vorschau{}, err
	}
	if err := z.a.judge(f); err != nil {
		return Vorschau{}, err
	}
	if err := z.a.agree(ctx, f, n, andere); err != nil {
		return Vorschau{}, err
	}
	return z.look(ctx, f, n)
}

// Look shows what came of a retrieval, as Fetch does.
func (z Zugang) Look(ctx context.Context, id uuid.UUID, name string) (Vorschau, error) {
	f, n, err := z.evidence(ctx, id, name)
	if err != nil {
		return Vorschau{}, err
	}
	return z.look(ctx, f, n)
}

func (z Zugang) look(ctx context.Context, f *fall, n nachweis) (Vorschau, error) {
	v, err := z.a.preview(ctx, f, n)
	if err == nil && v.ausgang != ausgangBereit {
		err = ErrKeinAbruf
	}
	return Vorschau{Quelle: f.bei.Abrufe[n.Name].Quelle, Daten: v.inhalt, Digest: v.digest}, err
}

// TakeOver takes evidence over that was shown, by its digest: handed over and in the
// draft, or neither.
func (z Zugang) TakeOver(ctx context.Context, id uuid.UUID, name, digest string) error {
	f, n, err := z.evidence(ctx, id, name)
	if err != nil {
		return err
	}
	return z.a.takeEvidence(ctx, f, n, digest)
}

// WriteMyself decides against a retrieval: what waits is discarded, and what was
// taken over is forgotten.
func (z Zugang) WriteMyself(ctx context.Context, id uuid.UUID, name string) error {
	f, n, err := z.evidence(ctx, id, name)
	if err != nil {
		return err
	}
	return z.a.write(ctx, f, n)
}

// Findings of [Zugang.Submit]: the person has not decided about evidence, no authority
// takes the case online, the login is not enough for sending, and somebody who takes part
// is still missing.
const (
	CodeAbruf      = "DIENST-ABRUF"
	CodeZustaendig = "DIENST-ZUSTAENDIG"
	CodeNiveau     = "DIENST-NIVEAU"
	CodeBeteiligte = "DIENST-BETEILIGTE"
)

// Submit hands the draft in. Where something is wrong nothing happens and the
// findings are returned; a case that was handed in already stays as it is.
func (z Zugang) Submit(ctx context.Context, id uuid.UUID) (recht.Befunde, error) {
	return z.submit(ctx, id, nil)
}

// submit hands in what was seen, by its signature: [antrag.ErrConflict] where the draft is
// another one now.
func (z Zugang) submit(ctx context.Context, id uuid.UUID, seen *string) (recht.Befunde, error) {
	f, err := z.draft(ctx, id)
	if errors.Is(err, ErrKeinEntwurf) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if seen != nil {
		if content, err := z.a.content(f); err != nil || content != *seen {
			return nil, errors.Join(err, antrag.ErrConflict)
		}
	}
	authority, err := z.a.authority(ctx, f)
	if err != nil {
		return nil, err
	}
	wrong := f.stand.befunde.Blocking()
	add := func(missing bool, code string, t recht.Text) {
		if missing {
			wrong = append(wrong, recht.Befund{Code: code, Text: t})
		}
	}
	add(z.a.undecided(f), CodeAbruf, text("ev.open"))
	add(authority.ID == "", CodeZustaendig, text("notlive"))
	add(!z.a.maySend(f), CodeNiveau, text("check.low"))
	add(f.v.fall.missesOthers(), CodeBeteiligte, text("check.invite.title"))
	if len(wrong) > 0 {
		return wrong, nil
	}
	return nil, z.a.handIn(ctx, f, authority.ID)
}

// GiveUp ends a draft, and evidence that waits for a decision with it.
func (z Zugang) GiveUp(ctx context.Context, id uuid.UUID) error {
	f, err := z.load(ctx, id)
	if err != nil {
		return err
	}
	return z.a.giveUp(ctx, f)
}

// Zustaendig returns the authority that is responsible for a draft, and the zero
// Stelle where none takes it online.
func (z Zugang) Zustaendig(ctx context.Context, id uuid.UUID) (zustaendigkeit.Stelle, error) {
	f, err := z.draft(ctx, id)
	if err != nil {
		return zustaendigkeit.Stelle{}, err
	}
	return z.a.authority(ctx, f)
}
