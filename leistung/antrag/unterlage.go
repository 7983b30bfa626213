// SPDX-License-Identifier: Apache-2.0

package antrag

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
)

// Unterlage is a document that belongs to an Antrag: a file that was handed in,
// the copy in the authority's inbox, a notice. It lives no longer than the
// Antrag.
type Unterlage struct {
	// ID is given by whoever attaches it, so that attaching twice is attaching
	// once; zero: a new one is made.
	ID     uuid.UUID
	Antrag uuid.UUID
	// Art is what it is, in the words of the service: "anlage", "bescheid".
	Art string
	// Ordner is by what else it is found, such as the authority in whose inbox
	// it lies; empty: by nothing.
	Ordner string
	// Name and Medientyp are those of a file. Personal data: erased with it.
	Name      string
	Medientyp string
	Inhalt    []byte    // only from [Registratur.Unterlage]
	SHA256    string    // of the content, in hexadecimal
	Zeit      time.Time // when it was attached
}

// String tells kind and id, and nothing about a person.
func (u Unterlage) String() string { return "Unterlage " + u.Art + " " + u.ID.String() }

// GoString keeps %#v from printing personal data.
func (u Unterlage) GoString() string { return u.String() }

// MaxUnterlage is how many bytes a document has at most.
const MaxUnterlage = 21 << 20

const (
	kindUnterlage   = "antrag/unterlage"
	stateUnterlage  = "vorhanden"
	keyDerUnterlage = "antrag"
	keyOrdner       = "ordner"
	artAngelegt     = "angelegt"
)

// nachschau is how often a document without a deadline of its own is held
// against its Antrag.
var nachschau = grund.Days(30)

// unterlagen is the kind of streams that documents are kept in.
func (r *Registratur) unterlagen() grund.Kind {
	return grund.Kind{
		Name: kindUnterlage, States: []string{stateUnterlage},
		Keep: []grund.Keep{{State: stateUnterlage, What: "Unterlagen, as long as their Antrag", For: nachschau}},
		Due:  r.unterlageDue,
	}
}

// beschreibung is what is stored of a document beside its content. All of it
// can be erased.
type beschreibung struct {
	Art       string `json:"art"`
	Ordner    string `json:"ordner,omitempty"`
	Name      string `json:"name,omitempty"`
	Medientyp string `json:"typ,omitempty"`
	SHA256    string `json:"sha256"`
}

// Attach keeps a document. One with the same id that is there already stays as
// it is.
func (r *Registratur) Attach(ctx context.Context, u Unterlage) (Unterlage, error) {
	if u.Antrag == uuid.Nil || u.Art == "" || len(u.Inhalt) == 0 {
		return Unterlage{}, fmt.Errorf("%w: an Unterlage without Antrag, Art or content", ErrInvalid)
	}
	if len(u.Inhalt) > MaxUnterlage {
		return Unterlage{}, fmt.Errorf("%w: an Unterlage of more than %d bytes", ErrInvalid, MaxUnterlage)
	}
	if u.ID == uuid.Nil {
		id, err := r.config.NewID()
		if err != nil {
			return Unterlage{}, fmt.Errorf("antrag: new id: %w", err)
		}
		u.ID = id
	} else if there, err := r.Unterlage(ctx, u.Antrag, u.ID); !errors.Is(err, ErrNotFound) {
		return there, err
	}
	sum := sha256.Sum256(u.Inhalt)
	u.SHA256, u.Zeit = hex.EncodeToString(sum[:]), r.now()
	personal, err := json.Marshal(beschreibung{u.Art, u.Ordner, u.Name, u.Medientyp, u.SHA256})
	if err != nil {
		return Unterlage{}, fmt.Errorf("antrag: describe an Unterlage: %w", err)
	}
	keys := []journal.Key{{Name: keyDerUnterlage, Value: u.Antrag.String()}}
	if u.Ordner != "" {
		keys = append(keys, journal.Key{Name: keyOrdner, Value: u.Ordner})
	}
	_, err = r.core.Append(ctx, journal.Command{}, journal.Commit{
		Kind: kindUnterlage, Stream: u.ID, State: stateUnterlage, Keys: keys, Draft: u.Inhalt,
		Events: []journal.Event{{Type: artAngelegt, Time: u.Zeit, Personal: personal}},
	})
	if errors.Is(err, ErrConflict) {
		return r.Unterlage(ctx, u.Antrag, u.ID)
	}
	if err != nil {
		return Unterlage{}, fmt.Errorf("antrag: attach: %w", err)
	}
	return u, nil
}

// Unterlage returns a document of an Antrag with its content. That of another
// Antrag is [ErrNotFound], and so is one that was detached.
func (r *Registratur) Unterlage(ctx context.Context, antrag, id uuid.UUID) (Unterlage, error) {
	u, head, err := r.akten.Load(ctx, id)
	if err == nil {
		u, err = present(u, head)
	}
	if err != nil {
		return Unterlage{}, fmt.Errorf("antrag: load an Unterlage: %w", err)
	}
	if u.Antrag != antrag {
		return Unterlage{}, ErrNotFound
	}
	return u, nil
}

// foldUnterlage reads the one event of a document.
func foldUnterlage(_ Unterlage, recorded journal.Recorded) (Unterlage, error) {
	if recorded.Personal == nil {
		return Unterlage{}, nil // erased
	}
	var b beschreibung
	if err := json.Unmarshal(recorded.Personal, &b); err != nil {
		return Unterlage{}, fmt.Errorf("%w: an Unterlage", bausteine.ErrDamaged)
	}
	return Unterlage{
		ID: recorded.Stream, Art: b.Art, Ordner: b.Ordner, Name: b.Name, Medientyp: b.Medientyp, SHA256: b.SHA256, Zeit: recorded.Time,
	}, nil
}

// present returns a document with its Antrag, or ErrNotFound where it was erased.
func present(u Unterlage, head journal.Head) (_ Unterlage, err error) {
	if u.ID == uuid.Nil {
		return Unterlage{}, ErrNotFound
	}
	u.Antrag, err = antragOf(head)
	return u, err
}

func antragOf(head journal.Head) (uuid.UUID, error) {
	for _, k := range head.Keys {
		if k.Name == keyDerUnterlage {
			return uuid.Parse(k.Value)
		}
	}
	return uuid.Nil, ErrNotFound
}

// Unterlagen streams the documents of an Antrag without their content, the
// oldest first.
func (r *Registratur) Unterlagen(ctx context.Context, antrag uuid.UUID) iter.Seq2[Unterlage, error] {
	return r.listUnterlagen(ctx, journal.Query{Key: journal.Key{Name: keyDerUnterlage, Value: antrag.String()}})
}

// Ordner streams the documents of a folder without their content, the youngest
// first.
func (r *Registratur) Ordner(ctx context.Context, ordner string) iter.Seq2[Unterlage, error] {
	return r.listUnterlagen(ctx, journal.Query{Key: journal.Key{Name: keyOrdner, Value: ordner}, Descending: true})
}

func (r *Registratur) listUnterlagen(ctx context.Context, query journal.Query) iter.Seq2[Unterlage, error] {
	query.Kind = kindUnterlage
	return func(yield func(Unterlage, error) bool) {
		for head, err := range r.core.List(ctx, query) {
			if err == nil {
				var u Unterlage
				if u, err = r.akten.Of(ctx, head); err == nil {
					u, err = present(u, head)
				}
				if errors.Is(err, ErrNotFound) {
					continue // detached meanwhile
				}
				if err == nil {
					if !yield(u, nil) {
						return
					}
					continue
				}
			}
			if !yield(Unterlage{ID: head.Stream}, fmt.Errorf("antrag: list Unterlagen: %w", err)) {
				return
			}
		}
	}
}

// Detach removes a document of an Antrag, for ever. Detaching twice is no error.
func (r *Registratur) Detach(ctx context.Context, antrag, id uuid.UUID) error {
	_, err := r.Unterlage(ctx, antrag, id)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := r.core.Erase(ctx, kindUnterlage, id); err != nil {
		return fmt.Errorf("antrag: detach: %w", err)
	}
	return nil
}

// eraseUnterlagen removes all documents of an Antrag.
func (r *Registratur) eraseUnterlagen(ctx context.Context, antrag uuid.UUID) error {
	query := journal.Query{Kind: kindUnterlage, Key: journal.Key{Name: keyDerUnterlage, Value: antrag.String()}}
	for head, err := range r.core.List(ctx, query) {
		if err != nil && !errors.Is(err, bausteine.ErrDamaged) {
			return fmt.Errorf("antrag: erase Unterlagen: %w", err)
		}
		if err := r.core.Erase(ctx, kindUnterlage, head.Stream); err != nil {
			return fmt.Errorf("antrag: erase Unterlagen: %w", err)
		}
	}
	return nil
}

// unterlageDue erases a document whose Antrag is gone, and looks at the others
// again later.
func (r *Registratur) unterlageDue(ctx context.Context, head journal.Head) error {
	id, err := antragOf(head)
	if err == nil {
		var a Antrag
		a, err = r.Load(ctx, id)
		if err == nil && a.Status() != StatusGeloescht && a.Status() != StatusVerworfen {
			return r.core.SetDue(ctx, kindUnterlage, head.Stream, nachschau.End(r.core.Now()))
		}
	}
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	return r.core.Erase(ctx, kindUnterlage, head.Stream)
}
