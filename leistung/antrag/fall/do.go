// SPDX-License-Identifier: Apache-2.0

package fall

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// tries is how often an act that found somebody faster is made again.
const tries = 16

// Do does something in a case and returns the case after it. What was due before
// happens first. An act whose key was seen before changes nothing and returns the case
// as it is now.
//
// Errors: [ErrNichtMoeglich], [ErrVerboten], [ErrVeraltet], [ErrInvalid],
// [ErrNotFound], [ErrCommandReused], those of package bausteine.
func (r *Registratur) Do(ctx context.Context, h Handlung) (Fall, error) {
	if err := h.check(); err != nil {
		return Fall{}, err
	}
	command, err := h.command()
	if err != nil {
		return Fall{}, err
	}
	if f, again, err := r.again(ctx, h, command); again || err != nil {
		return f, err
	}
	for range tries {
		f, err := r.present(ctx, h)
		if err != nil {
			return Fall{}, err
		}
		if h.Version != 0 && h.Version != f.version {
			return Fall{}, fmt.Errorf("%w: version %d was looked at, it is %d now", ErrVeraltet, h.Version, f.version)
		}
		after, err := r.do(ctx, f, h, command)
		if errors.Is(err, journal.ErrConflict) && !errors.Is(err, errGesehen) && h.Version == 0 && h.Fall != uuid.Nil {
			continue // somebody was faster, and the act does not rest on what was looked at
		}
		return after, err
	}
	return Fall{}, fmt.Errorf("fall: %d tries: %w", tries, ErrVeraltet)
}

// again returns the case where the act was done before: to somebody who takes part.
func (r *Registratur) again(ctx context.Context, h Handlung, command journal.Command) (Fall, bool, error) {
	if command.IsZero() {
		return Fall{}, false, nil
	}
	outcome, err := r.core.Answer(ctx, commandKind, h.Key)
	if errors.Is(err, journal.ErrNotFound) {
		return Fall{}, false, nil
	}
	if err != nil {
		return Fall{}, false, fmt.Errorf("fall: look up an act: %w", err)
	}
	f, err := r.load(ctx, outcome.Receipts[0].Stream)
	switch {
	case err != nil:
		return Fall{}, false, err
	case len(f.rollen(h.Wer, "")) == 0:
		return Fall{}, false, ErrNotFound
	case outcome.Fingerprint != command.Fingerprint:
		return Fall{}, false, ErrCommandReused
	}
	return f, true, nil
}

// present returns the case as it is now, or a new one.
func (r *Registratur) present(ctx context.Context, h Handlung) (Fall, error) {
	if h.Fall != uuid.Nil {
		return r.Faellig(ctx, h.Fall)
	}
	t := r.neueste[h.Verfahren]
	if t == nil {
		return Fall{}, fmt.Errorf("%w: no table for this procedure", ErrInvalid)
	}
	f := Fall{id: h.ID, tabelle: t, zustand: verfahren.ZustandNeu}
	if f.id == uuid.Nil {
		id, err := r.config.NewID()
		if err != nil {
			return Fall{}, fmt.Errorf("fall: new id: %w", err)
		}
		f.id = id
	}
	if h.Wer.konto != "" && !h.Wer.amt {
		rolle := h.Rolle
		for _, s := range t.Zeilen() {
			if rolle == "" && slices.Contains(s.Von, verfahren.ZustandNeu) && s.Akt == h.Akt {
				rolle = s.Wer[0]
			}
		}
		f.stand.Personen = []person{{Rolle: rolle, Konto: h.Wer.konto, Nachweis: h.Nachweis}}
	}
	if h.fuer != nil {
		f.stand.Personen = []person{*h.fuer}
	}
	return f, nil
}

// do takes the step, and those that follow by themselves, and stores them.
func (r *Registratur) do(ctx context.Context, f Fall, h Handlung, command journal.Command) (Fall, error) {
	z := &zug{r: r, vorher: f, nachher: f, h: h, teile: Teile{}}
	z.nachher.stand = f.stand.clone()
	z.jetzt = r.now(f)
	if err := z.handle(ctx); err != nil {
		return Fall{}, err
	}
	if err := z.folgen(); err != nil {
		return Fall{}, err
	}
	return z.schreibe(ctx, command)
}

// The bounds of one act.
const (
	maxTeil    = 1 << 20
	maxText    = 20_000
	minCode    = 16
	maxName    = 100
	maxAnlagen = 20
)

// check reports what the act lacks by itself.
func (h *Handlung) check() error {
	switch {
	case h.Akt == "":
		return fmt.Errorf("%w: no act", ErrInvalid)
	case len(h.Text) > maxText || len(h.An) > maxName || len(h.Behoerde) > maxName:
		return fmt.Errorf("%w: too many words", ErrInvalid)
	case len(h.Anlagen) > maxAnlagen || slices.ContainsFunc(h.Anlagen, func(a Anlage) bool { return a.ID == uuid.Nil || len(a.Name) > 4*maxName }):
		return fmt.Errorf("%w: too many documents, or one without an id", ErrInvalid)
	case h.Code != "" && len(h.Code) < minCode:
		return fmt.Errorf("%w: the code of an invitation needs %d characters", ErrInvalid, minCode)
	case h.Wer.amt && h.Wer.konto == "":
		return fmt.Errorf("%w: an official without pseudonym", ErrInvalid)
	}
	for name, content := range h.Teile {
		if name == "" || len(content) > maxTeil || !json.Valid(content) {
			return fmt.Errorf("%w: a part that is no JSON, or too large", ErrInvalid)
		}
	}
	return nil
}

// command returns the key of the act with a hash over what it says.
func (h *Handlung) command() (journal.Command, error) {
	if h.Key == "" {
		return journal.Command{}, nil
	}
	text, err := json.Marshal([]any{h.Fall, h.Zu, h.Verfahren, h.Wer.konto, h.Wer.amt, h.Akt, h.Text, h.Teile, h.Gesehen, h.Rolle, h.An, h.Termin.String(), h.Frist, h.Um, h.Beschluss, h.Anlagen})
	if err != nil {
		return journal.Command{}, fmt.Errorf("%w: not JSON", ErrInvalid)
	}
	return journal.Command{Kind: commandKind, Key: h.Key, Fingerprint: sha256.Sum256(text)}, nil
}
