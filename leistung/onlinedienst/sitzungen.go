// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/kommune/datum"
)

const (
	kindSitzungen = "onlinedienst/sitzungen"
	stateOffen    = "offen"

	// maxSitzungen is how many sessions an account has at once; one more ends the
	// oldest.
	maxSitzungen = 20
	// merkzeit is how long a page is shown to a session that another process has
	// ended. A form is always looked up.
	merkzeit = 5 * time.Second
)

var spaceSitzungen = uuid.MustParse("b1a0c6de-5b0c-5d64-9d5e-0f6b6c3f1b52")

// offen is a session that has not been ended. Its id is signed: the store opens none.
type offen struct {
	ID     string    `json:"id"`
	Mittel string    `json:"mittel"`
	Beginn time.Time `json:"beginn"`
}

// sitzungen are the sessions of all accounts that have not been ended, by logging out,
// by their owner elsewhere, or by too many others. That of a cookie that is not among
// them is none.
type sitzungen struct {
	core   *grund.Core
	siegel *siegel
	now    func() time.Time
	von    string // whose: "" people at the pages, "amt" officials

	mu   sync.Mutex
	seen map[string]gesehen // by account
}

type gesehen struct {
	list []offen
	at   time.Time
}

func newSitzungen(store *bausteine.Store, s *siegel, now func() time.Time) (*sitzungen, error) {
	core, err := grund.Of(store)
	if err != nil {
		return nil, err
	}
	if !core.Registered(kindSitzungen) { // several servers over one store share it
		err = core.Register(grund.Block{Name: kindSitzungen, Kinds: []grund.Kind{{
			Name: kindSitzungen, States: []string{stateOffen},
			Keep: []grund.Keep{{State: stateOffen, What: "which sessions are open", For: grund.Lasting(dauer + nachlauf)}},
		}}})
	}
	return &sitzungen{core: core, siegel: s, now: now, seen: map[string]gesehen{}}, err
}

// apart are the sessions of others in the same store.
func (s *sitzungen) apart(von string) *sitzungen {
	return &sitzungen{core: s.core, siegel: s.siegel, now: s.now, von: von, seen: map[string]gesehen{}}
}

func (s *sitzungen) id(session string) string { return s.siegel.sign("sitzung", session) }

// list are the open sessions of an account, as they were at most maxAge ago.
func (s *sitzungen) list(ctx context.Context, konto string, maxAge time.Duration) ([]offen, error) {
	s.mu.Lock()
	known, ok := s.seen[konto]
	s.mu.Unlock()
	if age := s.now().Sub(known.at); ok && maxAge > 0 && age >= 0 && age <= maxAge {
		return known.list, nil
	}
	_, list, err := s.load(ctx, konto)
	if err == nil {
		s.remember(konto, list)
	}
	return list, err
}

func (s *sitzungen) remember(konto string, list []offen) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.seen) >= maxGemerkt {
		clear(s.seen)
	}
	s.seen[konto] = gesehen{list, s.now()}
}

func (s *sitzungen) stream(konto string) uuid.UUID {
	return uuid.NewSHA1(spaceSitzungen, []byte(s.siegel.sign("sitzungen", s.von, konto)))
}

func (s *sitzungen) load(ctx context.Context, konto string) (head journal.Head, list []offen, err error) {
	head, _, err = s.core.Load(ctx, kindSitzungen, s.stream(konto), 0)
	switch {
	case errors.Is(err, bausteine.ErrNotFound):
		return journal.Head{}, nil, nil
	case err != nil:
		return head, nil, fmt.Errorf("onlinedienst: the open sessions: %w", err)
	case head.Draft == nil:
		return head, nil, nil
	}
	if json.Unmarshal(head.Draft, &list) != nil {
		return head, nil, fmt.Errorf("%w: the open sessions", bausteine.ErrDamaged)
	}
	over := s.now().Add(-dauer - nachlauf)
	return head, slices.DeleteFunc(list, func(o offen) bool { return o.Beginn.Before(over) }), nil
}

// change writes which sessions of an account are open.
func (s *sitzungen) change(ctx context.Context, konto string, change func([]offen) []offen) error {
	for range maxTries {
		head, list, err := s.load(ctx, konto)
		if err != nil {
			return err
		}
		list = change(list)
		list = list[max(0, len(list)-maxSitzungen):]
		stored, err := json.Marshal(list)
		if err != nil {
			return err
		}
		commit := journal.Commit{Kind: kindSitzungen, Stream: s.stream(konto), Expected: head.Version, State: stateOffen, Draft: stored}
		if head.Version == 0 {
			commit.Events = []journal.Event{{Type: stateOffen}}
		}
		if _, err = s.core.Append(ctx, journal.Command{}, commit); err == nil {
			s.remember(konto, list)
		}
		if !errors.Is(err, bausteine.ErrConflict) {
			return err
		}
	}
	return bausteine.ErrConflict
}

// begin opens a session, in the place of another one where a browser had one.
func (s *sitzungen) begin(ctx context.Context, k *sitzung, before string) error {
	return s.change(ctx, k.Konto, func(list []offen) []offen {
		return append(without(list, s.id(before)), offen{s.id(k.ID), k.Mittel, k.Beginn})
	})
}

// end ends a session. Of somebody without a login it is noted down when it ends and not
// when it begins: strangers make nothing be stored by looking at a page.
func (s *sitzungen) end(ctx context.Context, k *sitzung) error {
	if k.guest() {
		return s.begin(ctx, k, "")
	}
	return s.change(ctx, k.Konto, func(list []offen) []offen { return without(list, s.id(k.ID)) })
}

func without(list []offen, id string) []offen {
	return slices.DeleteFunc(list, func(o offen) bool { return o.ID == id })
}

// open reports whether a session is. Who only looks may be told what was true a moment
// ago, but no session that another process has just begun is taken for one that ended.
func (s *sitzungen) open(ctx context.Context, k *sitzung, looks bool) (bool, error) {
	if looks {
		if open, err := s.openAsOf(ctx, k, merkzeit); open || err != nil {
			return open, err
		}
	}
	return s.openAsOf(ctx, k, 0)
}

func (s *sitzungen) openAsOf(ctx context.Context, k *sitzung, maxAge time.Duration) (bool, error) {
	id := s.id(k.ID)
	list, err := s.list(ctx, k.Konto, maxAge)
	return slices.ContainsFunc(list, func(o offen) bool { return o.ID == id }) != k.guest(), err
}

// still reports whether the session of a request goes on: not where it was ended here,
// or its login at the account.
func (s *Server) still(r *http.Request, k *sitzung) (bool, error) {
	looks := r.Method == http.MethodGet || r.Method == http.MethodHead
	open, err := s.sitzungen.open(r.Context(), k, looks)
	if open && s.abmelder != nil && !k.guest() {
		var ended bool
		ended, err = s.abmelder.Ended(r.Context(), k.account())
		open = !ended && err == nil
	}
	if !open && err == nil {
		s.notice(r.Context(), eventEnded)
	}
	return open, err
}

// sitzungsseite lists the sessions of the person.
type sitzungsseite struct{ Sitzungen []offeneSitzung }

type offeneSitzung struct {
	ID, Titel, Text string
	Diese           bool
}

func (a *anfrage) zeigeSitzungen() error {
	if !a.gueltig || a.sitz.guest() {
		return errLogin
	}
	list, err := a.sitzungen.list(a.r.Context(), a.sitz.Konto, 0)
	if err != nil {
		return err
	}
	var p sitzungsseite
	this := a.sitzungen.id(a.sitz.ID)
	for _, o := range slices.Backward(list) {
		at := datum.LegalTime(o.Beginn)
		p.Sitzungen = append(p.Sitzungen, offeneSitzung{
			ID: o.ID, Titel: a.say("sessions.since", LongDay(datum.Of(o.Beginn), a.sprache), at.Format("15:04")), Text: a.say("sessions.by", o.Mittel), Diese: o.ID == this,
		})
	}
	return a.render(http.StatusOK, "sitzungen", rahmen{Titel: a.say("sessions")}, p)
}

// beendeSitzungen ends one session, or all but this one.
func (a *anfrage) beendeSitzungen() error {
	if !a.gueltig || a.sitz.guest() {
		return errLogin
	}
	this, which := a.sitzungen.id(a.sitz.ID), a.r.PostForm.Get("sitzung")
	err := a.sitzungen.change(a.r.Context(), a.sitz.Konto, func(list []offen) []offen {
		return slices.DeleteFunc(list, func(o offen) bool { return o.ID != this && (which == "alle" || o.ID == which) })
	})
	if err != nil {
		return err
	}
	a.notice(a.r.Context(), eventLogout, "of", "sessions elsewhere")
	return redirect("/sitzungen")
}

// endet is when the session ends if nothing is done.
func (a *anfrage) endet() string {
	end := a.now().Add(leerlauf)
	if latest := a.sitz.Beginn.Add(dauer); latest.Before(end) {
		end = latest
	}
	return datum.LegalTime(end).Format("15:04")
}
