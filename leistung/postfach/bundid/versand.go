// SPDX-License-Identifier: Apache-2.0

package bundid

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/postfach"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
)

const (
	kind = "bundid/versand"

	standUnterwegs  = "unterwegs"
	standAngenommen = "angenommen"
	standAbgelehnt  = "abgelehnt"

	maxVersuche = 3
	// frisch is up to when an envelope is begun to be sent: its token has to hold until
	// the postbox reads it.
	frisch = gueltig / 3
	tries  = 16
)

// akte is what is stored of a message, as replaceable state. The envelope goes with the
// outcome.
type akte struct {
	Inhalt   [sha256.Size]byte   `json:"inhalt"`
	Umschlag []byte              `json:"umschlag,omitempty"`
	Gebaut   time.Time           `json:"gebaut,omitzero"`
	Progress fitconnect.Progress `json:"progress,omitzero"`
	Versuche int                 `json:"versuche"`

	stand   string
	version uint64
}

// versand sends what the postbox takes, once.
type versand struct {
	core   *grund.Core
	client *fitconnect.Client
	autor  autor
	ziel   uuid.UUID
}

func (v *versand) register(keep grund.Period, norm recht.Norm) error {
	k := grund.Kind{Name: kind, States: []string{standUnterwegs, standAngenommen, standAbgelehnt}}
	for _, state := range k.States {
		k.Keep = append(k.Keep, grund.Keep{State: state, What: "that a message went to a postbox", For: keep, Norm: norm})
	}
	if err := v.core.Register(grund.Block{Name: kind, Kinds: []grund.Kind{k}}); err != nil {
		return fmt.Errorf("bundid: %w", err)
	}
	return nil
}

// send takes a message as far as it goes now. a has everything but destination, schema
// and data.
func (v *versand) send(ctx context.Context, id uuid.UUID, a fitconnect.Application, content []byte) error {
	for range tries { // each means that somebody else came a step further
		if err := v.step(ctx, id, a, content); !errors.Is(err, bausteine.ErrConflict) {
			return err
		}
	}
	return bausteine.ErrConflict
}

func (v *versand) step(ctx context.Context, id uuid.UUID, a fitconnect.Application, content []byte) error {
	it, err := v.load(ctx, id)
	switch {
	case errors.Is(err, bausteine.ErrNotFound):
		it = akte{Inhalt: sha256.Sum256(content), stand: standUnterwegs}
	case err != nil:
		return err
	case it.stand == standAngenommen:
		return nil
	case it.stand == standAbgelehnt:
		return postfach.ErrAbgelehnt
	case it.Inhalt != sha256.Sum256(content):
		return fmt.Errorf("%w: another message goes under this id", postfach.ErrAbgelehnt)
	}
	if !it.Progress.Submitting && v.core.Now().Sub(it.Gebaut) > frisch {
		// Nothing of it was handed in; what was announced stays empty.
		if it.Umschlag, err = v.autor.seal(content, v.core.Now()); err != nil {
			return fmt.Errorf("bundid: sign: %w", err)
		}
		it.Gebaut, it.Progress = v.core.Now(), fitconnect.Progress{}
	}
	a.Destination, a.Data = v.ziel, it.Umschlag
	a.Schema = fitconnect.Schema{URI: schema, MimeType: "application/json"}
	err = v.client.Send(ctx, a, &it.Progress, func(ctx context.Context, _ *fitconnect.Progress) error { return v.save(ctx, id, &it) })
	if problem, refused := errors.AsType[*fitconnect.ProblemError](err); refused && problem.Permanent() {
		return fmt.Errorf("%w: %w", postfach.ErrAbgelehnt, err)
	}
	if err != nil {
		return err
	}
	if _, err := v.client.Watch(ctx, &it.Progress); err != nil {
		return err
	}
	return v.conclude(ctx, id, it)
}

// conclude stores an outcome.
func (v *versand) conclude(ctx context.Context, id uuid.UUID, it akte) error {
	if it.Progress.Outcome == fitconnect.StatusAccepted {
		it.stand, it.Umschlag, it.Progress = standAngenommen, nil, fitconnect.Progress{}
		return v.save(ctx, id, &it)
	}
	if it.Progress.Outcome != fitconnect.StatusRejected {
		return ErrUnterwegs
	}
	// Rejected is not delivered, so a new one delivers nothing twice.
	it.Versuche++
	it.Umschlag, it.Gebaut, it.Progress = nil, time.Time{}, fitconnect.Progress{}
	refused := it.Versuche == maxVersuche
	if refused {
		it.stand = standAbgelehnt
	}
	if err := v.save(ctx, id, &it); err != nil {
		return err
	}
	if refused {
		return postfach.ErrAbgelehnt
	}
	return ErrUnterwegs
}

func (v *versand) load(ctx context.Context, id uuid.UUID) (akte, error) {
	head, _, err := v.core.Load(ctx, kind, id, 0)
	if err != nil {
		return akte{}, fmt.Errorf("bundid: load: %w", err)
	}
	it := akte{stand: head.State, version: head.Version}
	if head.Draft == nil {
		return it, nil // erased after its time, and the stand stays
	}
	if err := json.Unmarshal(head.Draft, &it); err != nil {
		return akte{}, fmt.Errorf("%w: a message to a postbox", bausteine.ErrDamaged)
	}
	return it, nil
}

func (v *versand) save(ctx context.Context, id uuid.UUID, it *akte) error {
	text, err := json.Marshal(it)
	if err != nil {
		return fmt.Errorf("bundid: encode: %w", err)
	}
	commit := journal.Commit{Kind: kind, Stream: id, Expected: it.version, State: it.stand, Draft: text}
	if it.version == 0 || it.stand != standUnterwegs {
		commit.Events = []journal.Event{{Type: it.stand}}
	}
	if _, err := v.core.Append(ctx, journal.Command{}, commit); err != nil {
		return fmt.Errorf("bundid: store: %w", err)
	}
	it.version = commit.Version()
	return nil
}
