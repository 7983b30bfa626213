// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/angaben"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// Upload is a file that a form brought.
type Upload struct {
	angaben.Datei

	Inhalt []byte
}

// SaveUpload is Save for a form that brought a file; change names it in the
// draft. Without a file it is Save.
//
// The file is kept and the draft names it in one step: neither is without the
// other, however many tabs upload at the same moment. What the draft named
// before goes then.
func (d *Dienst) SaveUpload(ctx context.Context, konto testkonto.Konto, id uuid.UUID, version uint64, upload *Upload, change func(*angaben.Angaben) error) (v Vorgang, err error) {
	if upload == nil {
		return d.Save(ctx, konto, id, version, change)
	}
	err = d.store.Together(ctx, func(ctx context.Context) error {
		if v, err = d.Save(ctx, konto, id, version, change); err != nil {
			return err
		}
		_, err = d.registratur.Attach(ctx, antrag.Unterlage{
			ID: upload.ID, Antrag: id, Art: artAnlage, Name: upload.Name, Medientyp: upload.Typ, Inhalt: upload.Inhalt,
		})
		return err
	})
	if err != nil {
		return v, translate(err)
	}
	return v, d.dropAnlagen(ctx, id)
}

// dropAnlagen removes the files that the draft does not name. They are listed
// before the draft is looked at: of those, what it does not name by then it never
// will again.
func (d *Dienst) dropAnlagen(ctx context.Context, id uuid.UUID) error {
	var anlagen []uuid.UUID
	for u, err := range d.registratur.Unterlagen(ctx, id) {
		if err != nil {
			return err
		}
		if u.Art == artAnlage {
			anlagen = append(anlagen, u.ID)
		}
	}
	a, err := d.registratur.Load(ctx, id)
	if err != nil {
		return translate(err)
	}
	v, err := newVorgang(a)
	if err != nil || v.Status() != antrag.StatusEntwurf {
		return err
	}
	for _, anlage := range anlagen {
		if datei := v.Angaben.Wohnungsgeber.Datei; datei != nil && datei.ID == anlage {
			continue
		}
		if err := d.registratur.Detach(ctx, id, anlage); err != nil {
			return err
		}
	}
	return nil
}
