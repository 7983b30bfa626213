// SPDX-License-Identifier: Apache-2.0

package fall

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// Sicht is what somebody sees of a case.
type Sicht struct {
	Fall      uuid.UUID
	Version   uint64
	Verfahren string
	Zustand   verfahren.Zustand
	Rollen    []verfahren.Rolle
	Teile     Teile
	// Gesehen identifies what is seen now: what a confirmation names.
	Gesehen string
	// Bestaetigt says that each of the roles that sign has confirmed what it sees now.
	Bestaetigt bool
	// Moeglich are the acts that the table has for the roles.
	Moeglich []verfahren.Akt
	Fristen  []Lauf // theirs, and for a party those of the authority
	// Vertritt says for whom they act, Vertretbar for whom somebody may.
	Vertritt   []Vertretung
	Vertretbar []verfahren.Rolle
	// Verlauf is what happened; the words of others are not in it.
	Verlauf []Ereignis
}

// String names the case and no person.
func (s Sicht) String() string { return fmt.Sprintf("Sicht auf Fall %s (%s)", s.Fall, s.Zustand) }

// GoString keeps %#v from printing personal data.
func (s Sicht) GoString() string { return s.String() }

// Sicht returns what a person or body sees of a case. Parts of what was stated that
// they do not see are not loaded. Officials read with [Registratur.Lies].
//
// Errors: [ErrNotFound] also where they take no part, [ErrVerboten] for a login that
// is too low.
func (r *Registratur) Sicht(ctx context.Context, id uuid.UUID, wer Handelnder) (Sicht, error) {
	if wer.amt || wer.konto == "" {
		return Sicht{}, fmt.Errorf("%w: officials read with a reason", ErrVerboten)
	}
	f, err := r.Faellig(ctx, id)
	if err != nil {
		return Sicht{}, err
	}
	if !slices.ContainsFunc(f.stand.Personen, func(p person) bool { return p.Konto == wer.konto }) {
		return Sicht{}, ErrNotFound
	}
	rollen := f.rollen(wer, "")
	if len(rollen) == 0 {
		return Sicht{}, fmt.Errorf("%w: the login is too low", ErrVerboten)
	}
	return r.sicht(ctx, f, rollen, f.sieht(rollen), wer)
}

// Lies returns the whole case to an official, and logs that, with the reason; again
// within a quarter of an hour, for the same reason, is the same reading.
// [ErrInvalid]: no reason.
func (r *Registratur) Lies(ctx context.Context, id uuid.UUID, wer Handelnder, grund string) (Sicht, error) {
	if !wer.amt || wer.konto == "" || strings.TrimSpace(grund) == "" || len(grund) > maxText {
		return Sicht{}, fmt.Errorf("%w: an official reads with a reason", ErrInvalid)
	}
	f, err := r.Faellig(ctx, id)
	if err != nil {
		return Sicht{}, err
	}
	if err := r.protokolliere(ctx, id, wer, grund); err != nil {
		return Sicht{}, err
	}
	return r.sicht(ctx, f, verfahren.Wer(verfahren.RolleBehoerde), slices.Collect(maps.Keys(f.stand.Teile)), wer)
}

func (r *Registratur) sicht(ctx context.Context, f Fall, rollen []verfahren.Rolle, teile []verfahren.Teil, wer Handelnder) (Sicht, error) {
	s := Sicht{
		Fall: f.id, Version: f.version, Verfahren: f.tabelle.Verfahren().Name, Zustand: f.zustand, Rollen: rollen,
		Gesehen: f.digest(teile), Bestaetigt: true,
	}
	var err error
	if s.Teile, err = r.lies(ctx, &f, teile); err != nil {
		return Sicht{}, err
	}
	for _, rolle := range rollen {
		for _, akt := range f.tabelle.Moeglich(f.zustand, rolle) {
			if !slices.Contains(s.Moeglich, akt) && slices.Contains(f.rollen(wer, akt), rolle) {
				s.Moeglich = append(s.Moeglich, akt)
			}
		}
		if b, found := f.tabelle.Beteiligter(rolle); found && b.Zeichnet {
			s.Bestaetigt = s.Bestaetigt && f.Bestaetigt(rolle)
		}
	}
	s.Vertretbar = f.vertretbar()
	s.Vertritt = slices.DeleteFunc(f.Vertretungen(), func(v Vertretung) bool { return !wer.amt && v.Konto != wer.konto })
	laeufe, err := f.Laeufe(r.kalender)
	if err != nil {
		return Sicht{}, err
	}
	for _, l := range laeufe {
		if wer.amt || slices.Contains(rollen, l.Fuer) && f.an(wer, l.An) || f.partei(rollen) && (l.Fuer == verfahren.RolleBehoerde || l.Folge == verfahren.AktVerfallen) {
			s.Fristen = append(s.Fristen, l)
		}
	}
	for _, e := range f.verlauf {
		s.Verlauf = append(s.Verlauf, f.fuer(e, rollen, wer))
	}
	return s, nil
}

// fuer returns an event as somebody sees it: their own words, those of the authority
// to them, and to a party all of the authority's.
func (f Fall) fuer(e Ereignis, rollen []verfahren.Rolle, wer Handelnder) Ereignis {
	if wer.amt {
		return e
	}
	own := e.Wer == wer.konto || slices.ContainsFunc(rollen, e.durch) && f.an(wer, e.An)
	amtlich := e.durch(verfahren.RolleBehoerde) || e.durch(verfahren.RolleSystem)
	told := amtlich && (e.An == "" && f.partei(rollen) || e.An != "" && f.an(wer, e.An))
	if e.Akt == verfahren.AktVorgelegt || !own && !told {
		e.persoenlich = persoenlich{}
	}
	e.Wer = "" // who it was at the authority, or beside them, is for nobody to see
	return e
}

// partei reports whether one of the roles is a party to the case.
func (f Fall) partei(rollen []verfahren.Rolle) bool {
	return slices.ContainsFunc(rollen, func(rolle verfahren.Rolle) bool {
		b, found := f.tabelle.Beteiligter(rolle)
		return found && (b.Stellung == verfahren.StellungAntragsteller || b.Stellung == verfahren.StellungBerechtigter || b.Stellung == verfahren.StellungVerfasser)
	})
}

// an reports whether somebody is the one that was asked.
func (f Fall) an(wer Handelnder, an string) bool {
	return slices.ContainsFunc(f.stand.Personen, func(p person) bool { return p.Konto == wer.konto && p.An == an })
}

func protokollID(fall uuid.UUID) uuid.UUID { return uuid.NewSHA1(fall, []byte("protokoll")) }

func (r *Registratur) protokolliere(ctx context.Context, id uuid.UUID, wer Handelnder, grund string) error {
	e := Ereignis{Zeit: r.now(Fall{})}
	e.Akt, e.Rollen, e.Wer, e.Text = "gelesen", verfahren.Wer(verfahren.RolleBehoerde), wer.konto, grund
	event, err := e.event()
	if err != nil {
		return err
	}
	for range tries {
		head, events, err := r.core.Load(ctx, kindProtokoll, protokollID(id), 0)
		if err != nil && !errors.Is(err, journal.ErrNotFound) {
			return fmt.Errorf("fall: log: %w", err)
		}
		if again, err := dieselbeLesung(events, e); again || err != nil {
			return err
		}
		_, err = r.core.Append(ctx, journal.Command{}, journal.Commit{
			Kind: kindProtokoll, Stream: protokollID(id), Expected: head.Version, State: vorhanden, Events: []journal.Event{event},
			Keys: []journal.Key{{Name: keyFall, Value: id.String()}},
		})
		if !errors.Is(err, journal.ErrConflict) {
			return err
		}
	}
	return fmt.Errorf("fall: log: %w", ErrVeraltet)
}

// leseabstand is how long one reading lasts: within it a case that is opened again for
// the same reason is the same reading.
const leseabstand = 15 * time.Minute

func dieselbeLesung(events []journal.Recorded, now Ereignis) (bool, error) {
	for _, recorded := range slices.Backward(events) {
		if now.Zeit.Sub(recorded.Time) >= leseabstand {
			return false, nil
		}
		e, err := read(recorded)
		if err != nil {
			return false, err
		}
		if e.Wer == now.Wer && e.Text == now.Text {
			return true, nil
		}
	}
	return false, nil
}

// Protokoll returns who at the authority read the case, when and why.
func (r *Registratur) Protokoll(ctx context.Context, id uuid.UUID) (log []Ereignis, err error) {
	_, events, err := r.core.Load(ctx, kindProtokoll, protokollID(id), 0)
	if err != nil && !errors.Is(err, journal.ErrNotFound) {
		return nil, fmt.Errorf("fall: log: %w", err)
	}
	for _, recorded := range events {
		e, err := read(recorded)
		if err != nil {
			return nil, err
		}
		log = append(log, e)
	}
	return log, nil
}

// Faelliges is a period that comes to its end.
type Faelliges struct {
	Fall uuid.UUID
	Lauf Lauf
	Err  error // the case could not be read
}

// Termine returns the periods of a person that run in their cases, the next first.
func (r *Registratur) Termine(ctx context.Context, wer Handelnder) ([]Faelliges, error) {
	if wer.amt || wer.konto == "" {
		return nil, fmt.Errorf("%w: for a person", ErrInvalid)
	}
	return r.faelliges(ctx, journal.Query{Kind: kindFall, Key: journal.Key{Name: keyKonto, Value: wer.konto}}, func(f Fall, l Lauf) bool {
		return slices.Contains(f.rollen(wer, ""), l.Fuer) && f.an(wer, l.An)
	})
}

// Anstehendes returns the periods in which an authority has to act by a day, at most
// two months ahead, the next first.
func (r *Registratur) Anstehendes(ctx context.Context, behoerde string, bis datum.Datum) ([]Faelliges, error) {
	query := journal.Query{Kind: kindFall}
	for day, last := r.heute().AddDays(-7), r.heute().AddDays(62); !day.After(bis) && !day.After(last); day = day.AddDays(1) {
		query.Keys = append(query.Keys, journal.Key{Name: keyFaellig, Value: behoerde + byUnit + day.String()})
	}
	if len(query.Keys) == 0 {
		return nil, nil
	}
	return r.faelliges(ctx, query, func(_ Fall, l Lauf) bool {
		return l.Fuer == verfahren.RolleBehoerde && !l.Letzter.IsZero() && !l.Letzter.After(bis)
	})
}

// maxFaelliges bounds a list.
const maxFaelliges = 1000

func (r *Registratur) faelliges(ctx context.Context, query journal.Query, wanted func(Fall, Lauf) bool) ([]Faelliges, error) {
	rows, err := r.core.ListPage(ctx, query, maxFaelliges)
	if err != nil {
		return nil, fmt.Errorf("fall: list: %w", err)
	}
	var list []Faelliges
	for _, row := range rows {
		f, err := Fall{}, row.Err
		if err == nil {
			f, err = r.load(ctx, row.Head.Stream)
		}
		var laeufe []Lauf
		if err == nil {
			laeufe, err = f.Laeufe(r.kalender)
		}
		if err != nil {
			list = append(list, Faelliges{Fall: row.Head.Stream, Err: err})
			continue
		}
		for _, l := range laeufe {
			if wanted(f, l) {
				list = append(list, Faelliges{Fall: f.id, Lauf: l})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Faelliges) int { return a.Lauf.Ende.Compare(b.Lauf.Ende) })
	return list, nil
}

// Nachzusehen returns the cases in which a person of the authority has to look at what
// a machine decided.
func (r *Registratur) Nachzusehen(ctx context.Context, behoerde string) (ids []uuid.UUID, err error) {
	rows, err := r.core.ListPage(ctx, journal.Query{Kind: kindFall, Key: journal.Key{Name: keyProbe, Value: behoerde}}, maxFaelliges)
	if err != nil {
		return nil, fmt.Errorf("fall: list: %w", err)
	}
	for _, row := range rows {
		ids = append(ids, row.Head.Stream)
	}
	return ids, nil
}
