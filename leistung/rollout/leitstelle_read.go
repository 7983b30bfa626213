// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/journal"
)

// refresh reads what was written since the last time.
func (l *Leitstelle) refresh(ctx context.Context) error {
	const piece = 65_536 // events that are taken at once, while the next ones are read
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	batches := make(chan []journal.Recorded, 4)
	failed := make(chan error, 1)
	go func() {
		defer close(batches)
		failed <- l.batches(ctx, batches)
	}()
	var soll []SollEreignis
	var events []Ereignis
	var forecasts []Vorhersage
	read := l.read
	take := func() error {
		err := errors.Join(l.buch.AddSoll(soll...), l.buch.Add(events...), l.buch.Keep(forecasts...))
		soll, events, forecasts = soll[:0], events[:0], forecasts[:0]
		if err != nil {
			return fmt.Errorf("rollout: what the store holds: %w", err)
		}
		return nil
	}
	for list := range batches {
		for i := range list {
			r := &list[i]
			read = r.Position
			what, ours := strings.CutPrefix(r.Kind, l.name+"/")
			if !ours {
				continue
			}
			l.versions[r.Stream] = r.Version
			var err error
			switch what {
			case "soll":
				var e SollEreignis
				err = json.Unmarshal(r.Data, &e)
				e.Von = string(r.Personal)
				l.pairs[r.Stream] = paar{e.Leistung, e.Stelle}
				soll = append(soll, e)
			case "anschluss":
				var e Ereignis
				err = e.unpack(l.buch.programm.ID, string(r.Data))
				e.Von = string(r.Personal)
				l.pairs[r.Stream] = paar{e.Leistung, e.Stelle}
				events = append(events, e)
			case "einstellung":
				var s eingestellt
				if err = json.Unmarshal(r.Data, &s); err == nil {
					l.gesetzt.add(s)
				}
			case "prognose":
				var v Vorhersage
				err = json.Unmarshal(r.Data, &v)
				forecasts = append(forecasts, v)
			}
			if err != nil {
				return fmt.Errorf("rollout: %w: an event cannot be read", bausteine.ErrDamaged)
			}
		}
		if len(events) >= piece {
			if err := take(); err != nil {
				return err
			}
		}
	}
	if err := errors.Join(<-failed, take()); err != nil {
		return err
	}
	l.read = read
	return nil
}

// batches sends everything behind what was read so far.
func (l *Leitstelle) batches(ctx context.Context, to chan<- []journal.Recorded) error {
	const batch = 5000
	for after := l.read; ; {
		list, err := l.core.Read(ctx, after, batch)
		if err != nil {
			return fmt.Errorf("rollout: %w", err)
		}
		if len(list) > 0 {
			after = list[len(list)-1].Position
			select {
			case to <- list:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		if len(list) < batch {
			return nil
		}
	}
}
