// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// Anlagen returns the files that lie with an application.
func (d *Dienst) Anlagen(ctx context.Context, id uuid.UUID) (out [][]byte, err error) {
	for u, err := range d.registratur.Unterlagen(ctx, id) {
		if err != nil {
			return nil, err
		}
		if u.Art != artAnlage {
			continue
		}
		u, err = d.registratur.Unterlage(ctx, id, u.ID)
		if errors.Is(err, antrag.ErrNotFound) {
			continue // dropped meanwhile
		}
		if err != nil {
			return nil, err
		}
		out = append(out, u.Inhalt)
	}
	return out, nil
}
