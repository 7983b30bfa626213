// SPDX-License-Identifier: Apache-2.0

package fall

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// Angebot is a case that is offered to somebody after an event. It opens nothing
// without a yes, and is gone after 30 days.
type Angebot struct {
	ID        uuid.UUID `json:"-"`
	Verfahren string    `json:"verfahren"`
	Anlass    string    `json:"anlass"`
	Behoerde  string    `json:"behoerde"`
	Konto     string    `json:"konto"` // pseudonym of whom it is for
	// Einwilligung says that the person agreed that the data flow, where the table asks
	// for it.
	Einwilligung bool `json:"einwilligung,omitempty"`
}

// String names the offer and no person.
func (a Angebot) String() string { return fmt.Sprintf("Angebot %s nach %s", a.Verfahren, a.Anlass) }

// GoString keeps %#v from printing pseudonyms.
func (a Angebot) GoString() string { return a.String() }

const (
	kindAngebot = "fall/angebot"
	offen       = "offen"
)

func angebote() grund.Kind {
	return grund.Kind{Name: kindAngebot, States: []string{offen}, Keep: []grund.Keep{{State: offen, What: "offers of further services", For: grund.Days(30)}}}
}

// anlass returns the row of an event in the newest table of a procedure.
func (r *Registratur) anlass(procedure, name string, weise verfahren.AnlassWeise) (verfahren.Anlass, error) {
	t := r.neueste[procedure]
	if t == nil {
		return verfahren.Anlass{}, fmt.Errorf("%w: no table for this procedure", ErrInvalid)
	}
	for _, a := range t.Verfahren().Anlaesse {
		if a.Name == name && a.Weise == weise {
			return a, nil
		}
	}
	return verfahren.Anlass{}, fmt.Errorf("%w: the table knows no such event", ErrNichtMoeglich)
}

// Bieten offers a case after an event that the table lists. [ErrVerboten]: the data
// flow with consent only, and there is none.
func (r *Registratur) Bieten(ctx context.Context, a Angebot) (uuid.UUID, error) {
	row, err := r.anlass(a.Verfahren, a.Anlass, verfahren.AnlassAngebot)
	switch {
	case err != nil:
		return uuid.Nil, err
	case a.Konto == "":
		return uuid.Nil, fmt.Errorf("%w: an offer for nobody", ErrInvalid)
	case row.Einwilligung && !a.Einwilligung:
		return uuid.Nil, fmt.Errorf("%w: without consent (%s)", ErrVerboten, row.Norm)
	}
	id, err := r.config.NewID()
	if err != nil {
		return uuid.Nil, fmt.Errorf("fall: new id: %w", err)
	}
	content, err := json.Marshal(a)
	if err != nil {
		return uuid.Nil, fmt.Errorf("fall: encode an offer: %w", err)
	}
	_, err = r.core.Append(ctx, journal.Command{}, journal.Commit{
		Kind: kindAngebot, Stream: id, State: offen, Draft: content, Events: []journal.Event{{Type: "angeboten"}},
		Keys: []journal.Key{{Name: keyKonto, Value: a.Konto}},
	})
	if err != nil {
		return uuid.Nil, fmt.Errorf("fall: offer: %w", err)
	}
	return id, nil
}

// Angebot returns an offer to the person it is for. [ErrNotFound] also once it was
// answered, or is too old.
func (r *Registratur) Angebot(ctx context.Context, id uuid.UUID, wer Handelnder) (Angebot, error) {
	head, _, err := r.core.Load(ctx, kindAngebot, id, 0)
	if err != nil {
		return Angebot{}, fmt.Errorf("fall: offer: %w", err)
	}
	a := Angebot{ID: id}
	if head.Draft == nil || json.Unmarshal(head.Draft, &a) != nil || wer.amt || a.Konto != wer.konto || !head.Due.After(r.core.Now()) {
		return Angebot{}, ErrNotFound
	}
	return a, nil
}

// maxAngebote bounds the offers of a person.
const maxAngebote = 50

// Angebote returns the offers that wait for an answer of a person, the youngest first.
func (r *Registratur) Angebote(ctx context.Context, wer Handelnder) ([]Angebot, error) {
	if wer.amt || wer.konto == "" {
		return nil, fmt.Errorf("%w: for a person", ErrInvalid)
	}
	rows, err := r.core.ListPage(ctx, journal.Query{Kind: kindAngebot, Key: journal.Key{Name: keyKonto, Value: wer.konto}, Descending: true}, maxAngebote)
	if err != nil {
		return nil, fmt.Errorf("fall: offers: %w", err)
	}
	var out []Angebot
	for _, row := range rows {
		a, err := r.Angebot(ctx, row.Head.Stream, wer)
		if errors.Is(err, ErrNotFound) || row.Err != nil {
			continue // answered, too old, or damaged
		}
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

// Annehmen is the yes to an offer: it begins the case, by the act of the person, who
// may say more with it.
func (r *Registratur) Annehmen(ctx context.Context, id uuid.UUID, h Handlung) (Fall, error) {
	a, err := r.Angebot(ctx, id, h.Wer)
	if err != nil {
		return Fall{}, err
	}
	h.Fall, h.Verfahren, h.Behoerde, h.anlass = uuid.Nil, a.Verfahren, a.Behoerde, a.Anlass
	if h.Key == "" {
		h.Key = "angebot/" + id.String() // a yes is a yes once
	}
	f, err := r.Do(ctx, h)
	if err != nil {
		return Fall{}, err
	}
	return f, r.Ablehnen(ctx, id, h.Wer)
}

// Ablehnen is the no to an offer: it is gone.
func (r *Registratur) Ablehnen(ctx context.Context, id uuid.UUID, wer Handelnder) error {
	if _, err := r.Angebot(ctx, id, wer); err != nil {
		if errors.Is(err, ErrNotFound) {
			return nil
		}
		return err
	}
	if err := r.core.Erase(ctx, kindAngebot, id); err != nil {
		return fmt.Errorf("fall: offer: %w", err)
	}
	return nil
}

// Eroeffnen opens a case ex officio after an event for which the table says so, and
// returns it. The person of the role takes part in it.
func (r *Registratur) Eroeffnen(ctx context.Context, a Angebot, akt verfahren.Akt) (Fall, error) {
	row, err := r.anlass(a.Verfahren, a.Anlass, verfahren.AnlassBeginn)
	if err != nil {
		return Fall{}, err
	}
	if row.Einwilligung && !a.Einwilligung {
		return Fall{}, fmt.Errorf("%w: without consent (%s)", ErrVerboten, row.Norm)
	}
	return r.Do(ctx, Handlung{
		Verfahren: a.Verfahren, Behoerde: a.Behoerde, Wer: System(), Akt: akt, anlass: a.Anlass,
		fuer: &person{Rolle: row.Rolle, Konto: a.Konto},
	})
}
