// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

// record plans the events against the Buch and writes those that are new.
func (l *Leitstelle) record(ctx context.Context, soll []SollEreignis, events []Ereignis) error {
	l.buch.mu.Lock()
	newSoll, err := l.buch.planSoll(soll)
	var fresh []*Ereignis
	if err == nil {
		fresh, err = l.buch.plan(events)
	}
	l.buch.mu.Unlock()
	if err != nil {
		return err
	}
	var commits []journal.Commit
	for _, e := range newSoll {
		state := stateDue
		if e.Art == SollEntfallen || e.Art == SollStorniert {
			state = stateGone
		}
		von := e.Von
		e.Von = ""
		data, err := json.Marshal(e)
		e.Von = von
		if err != nil {
			return err
		}
		commits = l.put(commits, "soll", stream(l.name, "soll", e.Leistung.String(), e.Stelle.String()), state,
			journal.Event{Type: string(e.Art), Time: e.Erfasst, Data: data, Personal: personal(von)})
	}
	for _, e := range fresh {
		state := StandOffen
		if to := arten[e.Art.code()].nach; to != "" {
			state = to
		}
		commits = l.put(commits, "anschluss", stream(l.name, "anschluss", e.Leistung.String(), e.Stelle.String()), string(state),
			journal.Event{Type: string(e.Art), Time: e.Erfasst, Data: e.pack(), Personal: personal(e.Von)})
	}
	return l.write(ctx, commits)
}

func personal(von string) []byte {
	if von == "" {
		return nil
	}
	return []byte(von)
}

// put adds an event to the commit of its stream.
func (l *Leitstelle) put(commits []journal.Commit, what string, id uuid.UUID, state string, event journal.Event) []journal.Commit {
	const look = 8 // events of one connection stand close together
	for i := len(commits) - 1; i >= max(0, len(commits)-look); i-- {
		if commits[i].Stream == id {
			commits[i].Events = append(commits[i].Events, event)
			commits[i].State = state
			return commits
		}
	}
	return append(commits, journal.Commit{Kind: l.kind(what), Stream: id, State: state, Events: []journal.Event{event}})
}

// write appends, in pieces, and reads back what it wrote.
func (l *Leitstelle) write(ctx context.Context, commits []journal.Commit) error {
	const piece = 500
	// What is far apart in the list and of one stream is one commit.
	slices.SortStableFunc(commits, func(x, y journal.Commit) int {
		return cmp.Or(-strings.Compare(x.Kind, y.Kind), slices.Compare(x.Stream[:], y.Stream[:])) // the due set before connections
	})
	var merged []journal.Commit
	for _, c := range commits {
		if n := len(merged); n > 0 && merged[n-1].Stream == c.Stream {
			merged[n-1].Events = append(merged[n-1].Events, c.Events...)
			merged[n-1].State = c.State
			continue
		}
		merged = append(merged, c)
	}
	for len(merged) > 0 {
		part, events := merged[:0:0], 0
		for len(merged) > 0 && len(part) < piece && events < journal.MaxEvents {
			c := &merged[0]
			next := *c
			next.Expected = l.versions[c.Stream]
			next.Events = c.Events[:min(len(c.Events), journal.MaxEvents-events)]
			if len(next.Events) < len(c.Events) && len(part) > 0 {
				break // whole in the next piece
			}
			part = append(part, next)
			events += len(next.Events)
			if c.Events = c.Events[len(next.Events):]; len(c.Events) == 0 {
				merged = merged[1:]
			}
		}
		if _, err := l.core.Append(ctx, journal.Command{}, part...); err != nil {
			return fmt.Errorf("rollout: %w", err)
		}
		for i := range part {
			l.versions[part[i].Stream] += uint64(len(part[i].Events))
		}
	}
	return l.refresh(ctx)
}

// stream is the id of the stream of a pair: the same in every process.
func stream(parts ...string) uuid.UUID {
	h := sha256.New()
	for _, p := range parts {
		var n [4]byte
		binary.BigEndian.PutUint32(n[:], uint32(len(p)))
		h.Write(n[:])
		h.Write([]byte(p))
	}
	var id uuid.UUID
	copy(id[:], h.Sum(nil))
	id[6], id[8] = id[6]&0x0f|0x80, id[8]&0x3f|0x80 // version 8: made by a rule of one's own
	return id
}
