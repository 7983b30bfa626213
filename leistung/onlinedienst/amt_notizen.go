// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/postfach"
)

// notizen is what the desk keeps of a case beside the case: who has it, who read it
// and why, what is proposed and decided. It lies under the id of the case, goes with
// it, and nobody but the desk sees it.
type notizen struct {
	core  *grund.Core
	akten *grund.Aggregate[notiz]
	ends  func(ctx context.Context, id uuid.UUID) error // looks whether something is about to end
}

const (
	kindNotiz     = "amt"
	kindFall      = "fall" // the streams of package fall
	stateNotiz    = "vorhanden"
	keyBei        = "bei"
	notizArt      = "notiz"
	maxLesungen   = 500 // of which the newest are kept at hand
	nachschauTage = 1
)

// eltern are the kinds of streams that notes go with.
var eltern = [...]string{"antrag", kindFall}

// vermerk is one note.
type vermerk struct {
	Art     string      `json:"art"`
	Wer     string      `json:"wer,omitempty"` // pseudonym of the official
	Amt     string      `json:"amt,omitempty"` // the authority
	An      string      `json:"an,omitempty"`  // pseudonym of who has it from now on, or of whom it was announced to
	Grund   string      `json:"grund,omitempty"`
	Tag     datum.Datum `json:"tag,omitzero"`
	Name    string      `json:"name,omitempty"` // of the decision
	Inhalt  []byte      `json:"inhalt,omitempty"`
	Zweiter string      `json:"zweiter,omitempty"`

	Unterlage uuid.UUID                `json:"unterlage,omitzero"`
	Weg       *postfach.Bereitstellung `json:"weg,omitempty"`
	Brief     bool                     `json:"brief,omitempty"` // it goes, or went, on paper
	// Bekannt is the day of announcement, Ende the last day to object that the person is
	// told, and Spaetestens the day after which alone anybody may call it late.
	Bekannt, Ende, Spaetestens datum.Datum `json:",omitzero"`
	// Normen are those by which these days were counted.
	Normen recht.Normen `json:",omitempty"`
	Gilt   datum.Datum  `json:",omitzero"` // the last day on which what was decided holds

	zeit time.Time
}

// The notes.
const (
	vermerkBei       = "bei"       // An has it now
	vermerkGelesen   = "gelesen"   // Wer opened it, for Grund
	vermerkFrist     = "frist"     // an answer, or an appearance, is asked for by Tag
	vermerkVorlage   = "vorlage"   // Wer proposes the decision Name
	vermerkZurueck   = "zurueck"   // Wer sends the proposal back, for Grund
	vermerkBeschluss = "beschluss" // it is decided
	vermerkExport    = "export"    // Wer took a copy
	vermerkSchalter  = "schalter"  // Wer takes it at the counter of the authority Amt
	vermerkBescheid  = "bescheid"  // the notice is written, and lies beside the case
	vermerkWeg       = "weg"       // how it was announced, so far
	vermerkErinnert  = "erinnert"  // the person is reminded of the end on Tag
	vermerkGetippt   = "getippt"   // what Wer wrote for the act Name, and could not send: no event, but the draft of the stream
)

// notiz are the notes of a case.
type notiz struct {
	version   uint64
	bei       string
	gelesen   []vermerk
	frist     datum.Datum
	vorlage   *vermerk
	zurueck   *vermerk
	beschluss *vermerk
	bescheid  *vermerk            // the last one written
	bescheide map[string]*vermerk // to whom, by account; "" is one of before, to all
	wege      map[string]*vermerk // how each was announced; "" is a letter of before
	getippt   *vermerk
	schalter  *vermerk    // who took it at the counter
	erinnert  datum.Datum // of which end the person was reminded
	rechnung  *vermerk    // an invoice that could not be written
}

func newNotizen(store *bausteine.Store, effects map[string]grund.Effect, ends func(context.Context, uuid.UUID) error) (*notizen, error) {
	core, err := grund.Of(store)
	if err != nil {
		return nil, err
	}
	n := &notizen{core: core, ends: ends}
	n.akten = grund.NewAggregate(core, kindNotiz, foldNotiz, withDraft)
	period := grund.Days(nachschauTage)
	return n, core.Register(grund.Block{Name: "amt", Kinds: []grund.Kind{{
		Name: kindNotiz, With: eltern[:], States: []string{stateNotiz}, Due: n.due, Effects: effects,
		Keep: []grund.Keep{{State: stateNotiz, What: "Notizen des Amts zu einem Fall, so lange wie der Fall", For: period}},
	}}})
}

func foldNotiz(n notiz, recorded journal.Recorded) (notiz, error) {
	if recorded.Personal == nil {
		return notiz{}, nil // erased
	}
	var v vermerk
	if json.Unmarshal(recorded.Personal, &v) != nil {
		return n, fmt.Errorf("%w: a note of the desk", bausteine.ErrDamaged)
	}
	v.zeit = recorded.Time
	switch v.Art {
	case vermerkBei:
		n.bei = v.An
	case vermerkSchalter:
		n.schalter, n.gelesen = &v, append(slices.Clip(n.gelesen), v)
	case vermerkGelesen, vermerkExport:
		n.gelesen = append(slices.Clip(n.gelesen), v)
		if len(n.gelesen) > maxLesungen {
			n.gelesen = n.gelesen[1:]
		}
	case vermerkFrist:
		n.frist = v.Tag
	case vermerkVorlage:
		n.vorlage, n.zurueck = &v, nil
	case vermerkZurueck:
		n.vorlage, n.zurueck = nil, &v
	case vermerkBeschluss:
		n.vorlage, n.zurueck, n.beschluss = nil, nil, &v
	case vermerkBescheid:
		n.bescheid, n.bescheide, n.wege = &v, with(n.bescheide, v.An, &v), with(n.wege, v.An, nil)
	case vermerkWeg:
		n.wege = with(n.wege, v.An, &v)
	case vermerkErinnert:
		n.erinnert = v.Tag
	case vermerkRechnung:
		n.rechnung = &v
	}
	return n, nil
}

// withDraft adds what an official wrote and has not sent.
func withDraft(n notiz, stored []byte) (notiz, error) {
	n.getippt = new(vermerk)
	if json.Unmarshal(stored, n.getippt) != nil {
		return n, fmt.Errorf("%w: what an official wrote", bausteine.ErrDamaged)
	}
	return n, nil
}

// with is a map with a further entry, or with one less; the old one stays as it is.
func with(notes map[string]*vermerk, key string, v *vermerk) map[string]*vermerk {
	out := maps.Clone(notes)
	if v == nil {
		delete(out, key)
		return out
	}
	if out == nil {
		out = map[string]*vermerk{}
	}
	out[key] = v
	return out
}

// bescheidAn is the notice that an account gets; nil: none.
func (n *notiz) bescheidAn(konto string) *vermerk {
	if b := n.bescheide[konto]; b != nil {
		return b
	}
	return n.bescheide[""]
}

// wegAn is how the notice to an account was announced; nil: not yet.
func (n *notiz) wegAn(konto string) *vermerk {
	if w := n.wege[konto]; w != nil {
		return w
	}
	if b := n.bescheidAn(konto); b != nil && b.Brief {
		return n.wege[""]
	}
	return nil
}

// load returns the notes of a case; none are no error.
func (n *notizen) load(ctx context.Context, id uuid.UUID) (notiz, error) {
	out, head, err := n.akten.Load(ctx, id)
	if errors.Is(err, journal.ErrNotFound) {
		return notiz{}, nil
	}
	if err != nil {
		return notiz{}, fmt.Errorf("onlinedienst: notes of the desk: %w", err)
	}
	out.version = head.Version // what is written and not sent counts, too, and is no event
	return out, nil
}

// done reports whether an act of that key was done before.
func (n *notizen) done(ctx context.Context, key string, fingerprint [32]byte) (bool, error) {
	outcome, err := n.core.Answer(ctx, kindNotiz, key)
	switch {
	case errors.Is(err, journal.ErrNotFound):
		return false, nil
	case err == nil && outcome.Fingerprint != fingerprint:
		return false, antrag.ErrCommandReused
	}
	return err == nil, err
}

// add writes notes behind those that were looked at, in the authority of the case.
// With a key it happens once.
func (n *notizen) add(ctx context.Context, id uuid.UUID, behoerde string, before notiz, key string, fingerprint [32]byte, notes ...vermerk) error {
	commit := journal.Commit{Kind: kindNotiz, Stream: id, Expected: before.version, State: stateNotiz}
	bei := before.bei
	for _, v := range notes {
		if v.Art == vermerkBei {
			bei = v.An
		}
		text, err := json.Marshal(v)
		if err != nil {
			return fmt.Errorf("onlinedienst: encode a note: %w", err)
		}
		if v.Art == vermerkGetippt {
			commit.Draft = text
			continue
		}
		if g := before.getippt; g != nil && g.Wer == v.Wer && v.Art != vermerkGelesen {
			commit.DropDraft = true // they have gone on
		}
		commit.Events = append(commit.Events, journal.Event{Type: notizArt, Personal: text})
		if v.Art == vermerkBescheid && !v.Brief && len(commit.Effects) == 0 { // one announces to all
			commit.Effects = append(commit.Effects, journal.Effect{Kind: bekanntgabe})
		}
		if v.Art == vermerkErinnert {
			commit.Effects = append(commit.Effects, journal.Effect{Kind: erinnern})
		}
		if v.Art == vermerkRechnung {
			commit.Effects = append(commit.Effects, journal.Effect{Kind: schreiben})
		}
	}
	if bei != "" {
		commit.Keys = []journal.Key{{Name: keyBei, Value: beiOf(behoerde, bei)}}
	}
	var command journal.Command
	if key != "" {
		command = journal.Command{Kind: kindNotiz, Key: key, Fingerprint: fingerprint}
	}
	if _, err := n.core.Append(ctx, command, commit); err != nil {
		return fmt.Errorf("onlinedienst: note: %w", err)
	}
	return nil
}

// beiOf is the key under which the cases of an official are found.
func beiOf(behoerde, kennung string) string { return behoerde + "\x1f" + kennung }

// note writes notes whatever was written meanwhile.
func (n *notizen) note(ctx context.Context, id uuid.UUID, behoerde string, decide func(notiz) []vermerk) error {
	return n.core.Together(ctx, func(ctx context.Context) error {
		before, err := n.load(ctx, id)
		if err != nil {
			return err
		}
		if notes := decide(before); len(notes) > 0 {
			return n.add(ctx, id, behoerde, before, "", [32]byte{}, notes...)
		}
		return nil
	})
}

// of lists the cases of an official, and where the list goes on.
func (n *notizen) of(ctx context.Context, kennung string, frage aktenfrage, limit int) (ids []uuid.UUID, next uuid.UUID, err error) {
	rows, err := n.core.ListPage(ctx, journal.Query{
		Kind: kindNotiz, Key: journal.Key{Name: keyBei, Value: beiOf(frage.behoerde, kennung)}, After: frage.after, Descending: frage.newest,
	}, limit)
	if err != nil {
		return nil, uuid.Nil, fmt.Errorf("onlinedienst: list notes: %w", err)
	}
	for _, row := range rows {
		ids = append(ids, row.Head.Stream)
	}
	if len(rows) == limit {
		next = ids[limit-1]
	}
	return ids, next, nil
}

// due reminds of what is about to end, and erases notes whose case is gone: those that a
// crash, or a restored backup, left.
func (n *notizen) due(ctx context.Context, head journal.Head) error {
	for _, kind := range eltern {
		parent, _, err := n.core.Load(ctx, kind, head.Stream, ^uint64(0)>>1)
		if err == nil && parent.Erased.IsZero() {
			if err := n.ends(ctx, head.Stream); err != nil {
				return err
			}
			return n.core.SetDue(ctx, kindNotiz, head.Stream, grund.Days(nachschauTage).End(n.core.Now()))
		}
		if err != nil && !errors.Is(err, journal.ErrNotFound) {
			return err
		}
	}
	return n.core.Erase(ctx, kindNotiz, head.Stream)
}

// fingerprintOf identifies what a form says.
func fingerprintOf(parts ...string) [32]byte {
	text, _ := json.Marshal(parts) // strings always encode
	return sha256.Sum256(text)
}
