// SPDX-License-Identifier: Apache-2.0

package fall

import (
	"context"
	"fmt"
	"iter"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/antrag/internal/beilage"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

const kindUnterlage = "fall/unterlage"

// ArtAnlage is the kind of the documents that are part of what was stated: they are erased
// with it ([verfahren.DatenAngaben]), all others with the case ([verfahren.DatenAkte]).
const ArtAnlage = "anlage"

// Attach keeps a document of a case, such as a notice: [antrag.Unterlage].Antrag names
// the case, and the document is erased with it ([verfahren.DatenAkte]). One with the
// same id that is there already stays as it is.
func (r *Registratur) Attach(ctx context.Context, u antrag.Unterlage) error {
	if err := u.Check(); err != nil {
		return fmt.Errorf("fall: %w", err)
	}
	if _, err := r.unterlagen.Attach(ctx, beilage.Beilage(u)); err != nil {
		return fmt.Errorf("fall: %w", err)
	}
	return nil
}

// Unterlage returns a document of a case with its content. That of another case is
// [ErrNotFound].
func (r *Registratur) Unterlage(ctx context.Context, id, document uuid.UUID) (antrag.Unterlage, error) {
	b, err := r.unterlagen.Load(ctx, id, document)
	if err != nil {
		return antrag.Unterlage{}, fmt.Errorf("fall: %w", err)
	}
	return antrag.Unterlage(b), nil
}

// Unterlagen streams the documents of a case without their content, the oldest first.
func (r *Registratur) Unterlagen(ctx context.Context, id uuid.UUID) iter.Seq2[antrag.Unterlage, error] {
	return documents(r.unterlagen.Of(ctx, id))
}

// Detach removes a document of a case, for ever. Removing twice is no error.
func (r *Registratur) Detach(ctx context.Context, id, document uuid.UUID) error {
	if err := r.unterlagen.Erase(ctx, id, document); err != nil {
		return fmt.Errorf("fall: %w", err)
	}
	return nil
}

// Ordner streams the documents of a folder without their content, the youngest first.
func (r *Registratur) Ordner(ctx context.Context, ordner string) iter.Seq2[antrag.Unterlage, error] {
	return documents(r.unterlagen.Ordner(ctx, ordner))
}

func documents(list iter.Seq2[beilage.Beilage, error]) iter.Seq2[antrag.Unterlage, error] {
	return func(yield func(antrag.Unterlage, error) bool) {
		for b, err := range list {
			if err != nil {
				err = fmt.Errorf("fall: %w", err)
			}
			if !yield(antrag.Unterlage(b), err) {
				return
			}
		}
	}
}

// da reports whether a case is there whose documents are kept.
func (r *Registratur) da(ctx context.Context, id uuid.UUID) (bool, error) {
	f, err := r.load(ctx, id)
	return f.zustand != verfahren.ZustandGeloescht, err
}
