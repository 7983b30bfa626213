// SPDX-License-Identifier: Apache-2.0

package fall

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// Faellig does what is due in a case by now, in its order and each once, and returns
// the case. The store's Run does it by itself; [Registratur.Do] before every act.
func (r *Registratur) Faellig(ctx context.Context, id uuid.UUID) (Fall, error) {
	for range tries * 4 {
		f, err := r.load(ctx, id)
		if err != nil {
			return Fall{}, err
		}
		next, found, err := f.naechster(r.kalender)
		if err != nil || !found || next.zeit.After(r.now(f)) {
			return f, err
		}
		if len(next.daten) > 0 {
			err = r.loesche(ctx, f, next)
		} else {
			err = r.laufeAb(ctx, f)
		}
		if err != nil && !errors.Is(err, journal.ErrConflict) {
			return Fall{}, err
		}
	}
	return Fall{}, fmt.Errorf("fall: too much is due: %w", ErrVeraltet)
}

// due is called by the store for a case whose instant has come.
func (r *Registratur) due(ctx context.Context, head journal.Head) error {
	f, err := r.Faellig(ctx, head.Stream)
	if err != nil {
		return err
	}
	next, found, err := f.naechster(r.kalender)
	switch {
	case err != nil:
		return err
	case f.zustand == verfahren.ZustandGeloescht:
		return r.core.SetDue(ctx, kindFall, f.id, time.Time{})
	case !found: // it stands still: look again later
		return r.core.SetDue(ctx, kindFall, f.id, nachschau.End(r.core.Now()))
	case f.version == head.Version: // nothing was to be done yet
		return r.core.SetDue(ctx, kindFall, f.id, next.zeit)
	}
	return nil
}

// laufeAb does the ends and reminders of periods by now, as one step.
func (r *Registratur) laufeAb(ctx context.Context, f Fall) error {
	const most = 50
	z := &zug{r: r, vorher: f, nachher: f}
	z.nachher.stand = f.stand.clone()
	for len(z.events) < most {
		z.jetzt = z.nachher.verlauf[len(z.nachher.verlauf)-1].Zeit
		next, found, err := z.nachher.naechster(r.kalender)
		if err != nil {
			return err
		}
		if !found || next.zeit.After(r.now(f)) || len(next.daten) > 0 {
			break
		}
		if next.zeit.After(z.jetzt) {
			z.jetzt = next.zeit // it counts from when the period was over, whenever somebody looks
		}
		if err := z.ab(next); err != nil {
			return err
		}
		if err := z.folgen(); err != nil {
			return err
		}
	}
	_, err := z.schreibe(ctx, journal.Command{})
	return err
}

// ab does what the end of a period does.
func (z *zug) ab(p punkt) error {
	f := &z.nachher
	e := Ereignis{Zeit: z.jetzt}
	e.Akt, e.Zustand, e.Rollen, e.An, e.Frist, e.Lauf = p.akt, f.zustand, verfahren.Wer(verfahren.RolleSystem), p.lauf.An, p.lauf.Name, p.lauf.id
	if p.akt != AktErinnert && p.akt != AktAbgelaufen {
		row, err := f.tabelle.Step(f.zustand, p.akt, f.lage(&Handlung{Akt: p.akt}, true))
		if err != nil {
			return fmt.Errorf("fall: end of %s: %w", p.lauf.Name, err)
		}
		e.Zustand = row.Ziel(f.zustand)
		if d := f.tabelle.Entscheidung(f.zustand, p.akt); d != nil {
			e.Ergebnis = verfahren.ErgebnisFingiert
			e.Beschluss = &Beschluss{Ergebnis: e.Ergebnis}
		}
	}
	z.geschieht(e)
	return nil
}

// loesche erases kinds of data and records that it did; with the last of them the case
// is over. First the data, then the record of it: the other way round a crash would
// leave data behind that the record calls erased.
func (r *Registratur) loesche(ctx context.Context, f Fall, p punkt) error {
	switch p.daten[0] {
	case verfahren.DatenAngaben:
		if err := r.eraseOf(ctx, kindTeil, f.id); err != nil {
			return err
		}
		if err := r.eraseAnlagen(ctx, f.id); err != nil {
			return err
		}
	case verfahren.DatenProtokoll:
		if err := r.eraseOf(ctx, kindProtokoll, f.id); err != nil {
			return err
		}
	case verfahren.DatenAkte:
		if err := r.unterlagen.EraseOf(ctx, f.id); err != nil {
			return fmt.Errorf("fall: %w", err)
		}
		if err := r.core.Erase(ctx, kindFall, f.id); err != nil {
			return fmt.Errorf("fall: erase: %w", err)
		}
		var err error
		if f, err = r.load(ctx, f.id); err != nil {
			return err
		}
	}
	z := &zug{r: r, vorher: f, nachher: f, jetzt: r.now(f)}
	e := Ereignis{Zeit: z.jetzt}
	e.Akt, e.Zustand, e.Rollen, e.Daten = AktDatenGeloescht, f.zustand, verfahren.Wer(verfahren.RolleSystem), p.daten
	z.geschieht(e)
	if left := z.nachher.loeschungen(); len(left) == 0 {
		e.Akt, e.Zustand, e.Daten = verfahren.AktGeloescht, verfahren.ZustandGeloescht, nil
		z.geschieht(e)
	}
	commit := journal.Commit{Kind: kindFall, Stream: f.id, Expected: f.version}
	for _, e := range z.events {
		event, err := e.event()
		if err != nil {
			return err
		}
		commit.Events = append(commit.Events, event)
	}
	if err := r.dress(&commit, z.nachher); err != nil {
		return err
	}
	if _, err := r.core.Append(ctx, journal.Command{}, commit); err != nil {
		return fmt.Errorf("fall: store: %w", err)
	}
	return nil
}

// eraseAnlagen erases the documents that are part of what was stated.
func (r *Registratur) eraseAnlagen(ctx context.Context, id uuid.UUID) error {
	var stated []uuid.UUID
	for u, err := range r.Unterlagen(ctx, id) {
		if err != nil {
			return err
		}
		if u.Art == ArtAnlage {
			stated = append(stated, u.ID)
		}
	}
	for _, document := range stated {
		if err := r.Detach(ctx, id, document); err != nil {
			return err
		}
	}
	return nil
}

// eraseOf erases the streams of a kind that belong to a case.
func (r *Registratur) eraseOf(ctx context.Context, kind string, id uuid.UUID) error {
	for head, err := range r.core.List(ctx, journal.Query{Kind: kind, Key: journal.Key{Name: keyFall, Value: id.String()}}) {
		if err != nil && !errors.Is(err, bausteine.ErrDamaged) {
			return fmt.Errorf("fall: erase %s: %w", kind, err)
		}
		if err := r.core.Erase(ctx, kind, head.Stream); err != nil {
			return fmt.Errorf("fall: erase %s: %w", kind, err)
		}
	}
	return nil
}

// nachschau erases a part or a log whose case is gone, and looks at the others again
// later.
func (r *Registratur) nachschau(ctx context.Context, head journal.Head) error {
	i := slices.IndexFunc(head.Keys, func(k journal.Key) bool { return k.Name == keyFall })
	if i >= 0 {
		id, err := uuid.Parse(head.Keys[i].Value)
		if err != nil {
			return fmt.Errorf("fall: %w", journal.ErrDamaged)
		}
		f, err := r.load(ctx, id)
		if err == nil && f.zustand != verfahren.ZustandGeloescht {
			return r.core.SetDue(ctx, head.Kind, head.Stream, nachschau.End(r.core.Now()))
		}
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
	}
	return r.core.Erase(ctx, head.Kind, head.Stream)
}
