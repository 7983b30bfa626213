// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/formular"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
	"github.com/deutschland-stack/bausteine/onceonly"
)

// takeEvidence takes what was shown over, if it is still that: handed over and in
// the draft, or neither.
func (a *akteur) takeEvidence(ctx context.Context, f *fall, n nachweis, digest string) error {
	z := f.bei.Abrufe[n.Name]
	if z.Digest == digest && digest != "" {
		return nil // the second click
	}
	want, err := onceonly.ParseDigest(digest)
	if err != nil || z.Abruf == uuid.Nil || z.Digest != "" {
		return ErrKeinAbruf
	}
	// The broker keeps what it handed over, so that a step that is made again after
	// another window was faster gets the same.
	err = a.store.Together(ctx, func(ctx context.Context) error {
		evidence, decision, err := a.config.Abrufe.Broker.Accept(ctx, z.Abruf, want, a.handelnd())
		if err != nil {
			return err
		}
		if !decision.Permitted || len(evidence.Content()) > maxAuszug {
			return ErrKeinAbruf
		}
		from := formular.Herkunft{Quelle: z.Quelle, Niveau: n.Niveau}
		return a.replace(ctx, f, func(e *formular.Entwurf) error {
			now := f.bei.Abrufe[n.Name]
			if now.Abruf != z.Abruf {
				return ErrKeinAbruf // another window has decided otherwise
			}
			now.Digest, now.Inhalt = digest, evidence.Content()
			f.setAbruf(n.Name, now)
			e.Forget(z.Quelle)
			return takeOver(e, n.mapping(z.Andere), evidence.Content(), from)
		})
	})
	if err != nil {
		return err
	}
	return a.tidy(ctx, f)
}

// write goes the other way: what waits for a decision is discarded, and the person
// writes. What they wrote before stays.
func (a *akteur) write(ctx context.Context, f *fall, n nachweis) error {
	old := f.bei.Abrufe[n.Name]
	if old.Selbst {
		return nil
	}
	if err := a.save(ctx, f, func(*formular.Entwurf) error {
		old = f.bei.Abrufe[n.Name]
		if err := a.forget(f, n.Name); err != nil {
			return err
		}
		f.setAbruf(n.Name, zusage{Selbst: true})
		return nil
	}); err != nil {
		return err
	}
	return a.discard(ctx, []zusage{old})
}

func (f *fall) setAbruf(name string, z zusage) {
	if f.bei.Abrufe == nil {
		f.bei.Abrufe = map[string]zusage{}
	}
	f.bei.Abrufe[name] = z
}

// forget drops what was taken over, and says again what the account says.
func (a *akteur) forget(f *fall, name string) error {
	if z := f.bei.Abrufe[name]; z.Digest != "" {
		f.e.Forget(z.Quelle)
		return f.dienst.prefill(f.e, a.sitz.account())
	}
	return nil
}

// ownRecords drops evidence that was fetched for another authority than the one
// that is responsible now: the yes does not cover it, and the person is asked
// again. It returns what is to be discarded once the draft is stored.
func (a *akteur) ownRecords(ctx context.Context, f *fall) (over []zusage, err error) {
	if len(f.bei.Abrufe) == 0 {
		return nil, nil
	}
	authority, err := a.authority(ctx, f)
	if err != nil || !a.foreign(f, authority) {
		return nil, err
	}
	for _, name := range sorted(f.bei.Abrufe) {
		z := f.bei.Abrufe[name]
		if !a.isForeign(z, authority) {
			continue
		}
		if err := a.forget(f, name); err != nil {
			return nil, err
		}
		f.setAbruf(name, zusage{Erneut: true})
		over = append(over, z)
	}
	return over, a.judge(f)
}

// foreign reports whether evidence in the draft was fetched for another authority.
func (a *akteur) foreign(f *fall, authority zustaendigkeit.Stelle) bool {
	for _, z := range f.bei.Abrufe {
		if a.isForeign(z, authority) {
			return true
		}
	}
	return false
}

func (*akteur) isForeign(z zusage, authority zustaendigkeit.Stelle) bool {
	return authority.ID != "" && z.Behoerde != "" && z.Behoerde != authority.ID
}

// discard destroys evidence that waits for the person's decision. What has been
// handed over, or never came, cannot be discarded: there is nothing to do.
func (a *akteur) discard(ctx context.Context, over []zusage) error {
	for _, z := range over {
		if z.Abruf == uuid.Nil || z.Digest != "" {
			continue
		}
		if _, err := a.config.Abrufe.Broker.Discard(ctx, z.Abruf, a.handelnd()); err != nil && !errors.Is(err, onceonly.ErrNotFound) {
			return err
		}
	}
	return nil
}
