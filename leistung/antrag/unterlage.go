// SPDX-License-Identifier: Apache-2.0

package antrag

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/antrag/internal/beilage"
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
	keyDerUnterlage = "antrag"
)

// Attach keeps a document. One with the same id that is there already stays as
// it is.
func (r *Registratur) Attach(ctx context.Context, u Unterlage) (Unterlage, error) {
	if u.ID == uuid.Nil {
		id, err := r.config.NewID()
		if err != nil {
			return Unterlage{}, fmt.Errorf("antrag: new id: %w", err)
		}
		u.ID = id
	}
	if err := u.Check(); err != nil {
		return Unterlage{}, err
	}
	b, err := r.unterlagen.Attach(ctx, beilage.Beilage(u))
	if err != nil {
		return Unterlage{}, fmt.Errorf("antrag: %w", err)
	}
	return Unterlage(b), nil
}

// Check reports what a document lacks before it can be attached.
func (u Unterlage) Check() error {
	switch {
	case u.ID == uuid.Nil || u.Antrag == uuid.Nil || u.Art == "" || len(u.Inhalt) == 0:
		return fmt.Errorf("%w: an Unterlage without id, Antrag, Art or content", ErrInvalid)
	case len(u.Inhalt) > MaxUnterlage:
		return fmt.Errorf("%w: an Unterlage of more than %d bytes", ErrInvalid, MaxUnterlage)
	}
	return nil
}

// Unterlage returns a document of an Antrag with its content. That of another
// Antrag is [ErrNotFound], and so is one that was detached.
func (r *Registratur) Unterlage(ctx context.Context, antrag, id uuid.UUID) (Unterlage, error) {
	b, err := r.unterlagen.Load(ctx, antrag, id)
	if err != nil {
		return Unterlage{}, fmt.Errorf("antrag: %w", err)
	}
	return Unterlage(b), nil
}

// Unterlagen streams the documents of an Antrag without their content, the
// oldest first.
func (r *Registratur) Unterlagen(ctx context.Context, antrag uuid.UUID) iter.Seq2[Unterlage, error] {
	return unterlagenOf(r.unterlagen.Of(ctx, antrag))
}

// Ordner streams the documents of a folder without their content, the youngest
// first.
func (r *Registratur) Ordner(ctx context.Context, ordner string) iter.Seq2[Unterlage, error] {
	return unterlagenOf(r.unterlagen.Ordner(ctx, ordner))
}

func unterlagenOf(all iter.Seq2[beilage.Beilage, error]) iter.Seq2[Unterlage, error] {
	return func(yield func(Unterlage, error) bool) {
		for b, err := range all {
			if err != nil {
				err = fmt.Errorf("antrag: %w", err)
			}
			if !yield(Unterlage(b), err) {
				return
			}
		}
	}
}

// Detach removes a document of an Antrag, for ever. Detaching twice is no error.
func (r *Registratur) Detach(ctx context.Context, antrag, id uuid.UUID) error {
	if err := r.unterlagen.Erase(ctx, antrag, id); err != nil {
		return fmt.Errorf("antrag: %w", err)
	}
	return nil
}

// da reports whether an Antrag is there whose documents are kept.
func (r *Registratur) da(ctx context.Context, id uuid.UUID) (bool, error) {
	a, err := r.Load(ctx, id)
	return a.Status() != StatusGeloescht && a.Status() != StatusVerworfen, err
}
