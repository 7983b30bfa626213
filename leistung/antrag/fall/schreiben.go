// SPDX-License-Identifier: Apache-2.0

package fall

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// schreibe stores what the act changed: the case and its parts, and the mark in the
// case that a remedy was about, all or nothing.
func (z *zug) schreibe(ctx context.Context, command journal.Command) (after Fall, err error) {
	if zu := z.nachher.Zu(); zu != uuid.Nil && z.nachher.tabelle.Ende(z.nachher.zustand) && !z.nachher.tabelle.Ende(z.vorher.Zustand()) {
		err = z.r.core.Together(ctx, func(ctx context.Context) error {
			if after, err = z.schreibeAllein(ctx, command); err != nil {
				return err
			}
			return z.r.merke(ctx, zu, verfahren.AktRechtsbehelfEnde)
		})
		return after, err
	}
	return z.schreibeAllein(ctx, command)
}

// speichere is schreibe of an act without a key.
func (z *zug) speichere(ctx context.Context) error {
	_, err := z.schreibeAllein(ctx, journal.Command{})
	return err
}

func (z *zug) schreibeAllein(ctx context.Context, command journal.Command) (Fall, error) {
	parts, err := z.parts(ctx)
	if err != nil {
		return Fall{}, err
	}
	f := &z.nachher
	if z.eingereicht {
		digests := map[verfahren.Teil]string{}
		for name, t := range f.stand.Teile {
			digests[name] = t.Digest
		}
		z.events[len(z.events)-1].Stand = digests
	}
	state, err := json.Marshal(f.stand)
	if err != nil {
		return Fall{}, fmt.Errorf("fall: encode the state: %w", err)
	}
	commit := journal.Commit{Kind: kindFall, Stream: f.id, Expected: z.vorher.version, Draft: state}
	for _, e := range z.events {
		event, err := e.event()
		if err != nil {
			return Fall{}, err
		}
		commit.Events = append(commit.Events, event)
		if z.r.config.Wirkungen[e.Akt] != nil {
			commit.Effects = append(commit.Effects, journal.Effect{Kind: string(e.Akt)})
		}
	}
	f.version = commit.Version()
	if err := z.r.dress(&commit, *f); err != nil {
		return Fall{}, err
	}
	outcome, err := z.r.core.Append(ctx, command, append([]journal.Commit{commit}, parts...)...)
	if err != nil {
		return Fall{}, fmt.Errorf("fall: store: %w", err)
	}
	if outcome.Replayed {
		return z.r.load(ctx, outcome.Receipts[0].Stream)
	}
	return z.r.load(ctx, f.id)
}

// dress gives a commit the state, the keys and the next instant of the case.
func (r *Registratur) dress(commit *journal.Commit, f Fall) error {
	commit.State = state(f.tabelle.Verfahren().String(), f.zustand)
	if f.zustand == verfahren.ZustandGeloescht {
		return nil
	}
	next, found, err := f.naechster(r.kalender)
	if err != nil {
		return err
	}
	if found {
		commit.Due = next.zeit
	}
	commit.Keys, err = r.keys(f)
	return err
}

// The names of the keys by which cases are found.
const (
	keyKonto   = "konto"
	keyZustand = "behoerde/verfahren/zustand"
	keyFaellig = "behoerde/faellig" // a day on which the authority has to act
	keyProbe   = "behoerde/nachsehen"
	keyMerkmal = "behoerde/merkmal"
	keyNummer  = "behoerde/nummer"
	keyFall    = "fall"
	byUnit     = "\x1f"
)

func (r *Registratur) keys(f Fall) (keys []journal.Key, err error) {
	add := func(name, value string) {
		if k := (journal.Key{Name: name, Value: value}); !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	for _, p := range f.stand.Personen {
		add(keyKonto, p.Konto)
	}
	behoerde := f.Behoerde()
	if behoerde == "" {
		return keys, nil
	}
	add(keyZustand, behoerde+byUnit+f.tabelle.Verfahren().Name+byUnit+string(f.zustand))
	if r.config.Nummer != nil {
		add(keyNummer, behoerde+byUnit+r.config.Nummer(f.id))
	}
	if f.Nachzusehen() {
		add(keyProbe, behoerde)
	}
	if r.config.Merkmale != nil {
		for _, m := range r.config.Merkmale(f) {
			add(keyMerkmal, behoerde+byUnit+m)
		}
	}
	laeufe, err := f.Laeufe(r.kalender)
	if err != nil {
		return nil, err
	}
	for _, l := range laeufe {
		if l.Fuer == verfahren.RolleBehoerde && !l.Letzter.IsZero() {
			add(keyFaellig, behoerde+byUnit+l.Letzter.String())
		}
	}
	return keys, nil
}

// verzeichnis names the keys of this package.
const verzeichnis = "1"

// reindex gives a case that a program of before stored the keys of now. Nothing happens
// to it; whoever has just looked at it looks again.
func (r *Registratur) reindex(ctx context.Context, head journal.Head) error {
	for {
		f, now, err := r.faelle.Load(ctx, head.Stream)
		if errors.Is(err, journal.ErrNotFound) || err == nil && !now.Erased.IsZero() {
			return nil
		}
		if err != nil {
			return fmt.Errorf("fall: load: %w", err)
		}
		keys, err := r.keys(f)
		if err != nil || f.zustand == verfahren.ZustandGeloescht || sameKeys(keys, now.Keys) {
			return err
		}
		_, err = r.core.Append(ctx, journal.Command{}, journal.Commit{
			Kind: kindFall, Stream: head.Stream, Expected: now.Version, State: now.State, Due: now.Due, Keys: keys,
			Draft: now.Draft, DropDraft: now.Draft == nil,
		})
		if !errors.Is(err, journal.ErrConflict) { // else somebody was faster, perhaps a program of before
			return err
		}
	}
}

func sameKeys(a, b []journal.Key) bool {
	if len(a) != len(b) {
		return false
	}
	for _, k := range a {
		if !slices.Contains(b, k) {
			return false
		}
	}
	return true
}

// parts returns the commits of the parts that were changed, or handed in: then what
// was handed in stays as it was.
func (z *zug) parts(ctx context.Context) ([]journal.Commit, error) {
	f := &z.nachher
	contents := z.teile
	handedIn := f.Bisher(verfahren.AktEingereicht) > 0
	if z.eingereicht {
		names := slices.Collect(maps.Keys(f.stand.Teile))
		all, err := z.r.lies(ctx, &z.vorher, names)
		if err != nil {
			return nil, err
		}
		maps.Copy(all, z.teile)
		if contents, err = z.fasse(all); err != nil {
			return nil, err
		}
	}
	var commits []journal.Commit
	for _, name := range slices.Sorted(maps.Keys(contents)) {
		before := f.stand.Teile[name]
		commit := journal.Commit{
			Kind: kindTeil, Stream: teilID(f.id, name), Expected: before.Version, State: vorhanden, Draft: contents[name],
			Keys: []journal.Key{{Name: keyFall, Value: f.id.String()}},
		}
		switch {
		case handedIn:
			commit.Events = []journal.Event{{Type: "festgehalten", Time: z.jetzt, Personal: contents[name]}}
		case before.Version == 0:
			commit.Events = []journal.Event{{Type: "angelegt", Time: z.jetzt}}
		}
		before.Version = commit.Version()
		f.stand.Teile[name] = before
		commits = append(commits, commit)
	}
	return commits, nil
}

// fasse makes of what was drafted what is handed in.
func (z *zug) fasse(all Teile) (Teile, error) {
	f := &z.nachher
	do := z.r.config.Eingang[f.tabelle.Verfahren().Name]
	if do == nil {
		return all, nil
	}
	after, err := do(all)
	if err != nil {
		return nil, fmt.Errorf("fall: what is handed in: %w", err)
	}
	contents := Teile{}
	for name, part := range f.stand.Teile {
		content, kept := after[name]
		if !kept {
			content = json.RawMessage("null") // in the place of what is gone
		}
		contents[name] = content
		part.Digest = digestOf(content)
		f.stand.Teile[name] = part
	}
	return contents, nil
}

func teilID(fall uuid.UUID, name verfahren.Teil) uuid.UUID {
	return uuid.NewSHA1(fall, []byte("teil/"+string(name)))
}

// lies loads parts of what is stated, and no others.
func (r *Registratur) lies(ctx context.Context, f *Fall, names []verfahren.Teil) (Teile, error) {
	teile := Teile{}
	for _, name := range names {
		known, found := f.stand.Teile[name]
		if !found || known.Version == 0 {
			continue
		}
		head, _, err := r.core.Load(ctx, kindTeil, teilID(f.id, name), known.Version)
		if errors.Is(err, journal.ErrNotFound) || err == nil && head.Draft == nil {
			continue // erased
		}
		if err != nil {
			return nil, fmt.Errorf("fall: load a part: %w", err)
		}
		teile[name] = head.Draft
	}
	return teile, nil
}

// heute is the day in Germany.
func (r *Registratur) heute() datum.Datum { return datum.Of(r.core.Now()) }
