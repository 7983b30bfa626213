// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
)

// Withdraw takes an application back before the decision.
func (d *Dienst) Withdraw(ctx context.Context, konto nutzerkonto.Konto, id uuid.UUID, version uint64) error {
	return d.act(ctx, konto, id, version, antrag.Ereignis{Art: antrag.ArtZurueckgenommen})
}

// Answer answers the question of the authority.
func (d *Dienst) Answer(ctx context.Context, konto nutzerkonto.Konto, id uuid.UUID, version uint64, text string) error {
	return d.act(ctx, konto, id, version, antrag.Ereignis{Art: antrag.ArtBeantwortet, Text: text})
}

func (d *Dienst) act(ctx context.Context, konto nutzerkonto.Konto, id uuid.UUID, version uint64, e antrag.Ereignis) error {
	v, err := d.Load(ctx, konto, id)
	if err != nil {
		return err
	}
	e.Akteur = antrag.AkteurAntragsteller
	_, err = d.registratur.Do(ctx, antrag.Command{Antrag: v.ID(), Version: version, Loaded: &v.Antrag, Ereignisse: []antrag.Ereignis{e}})
	return translate(err)
}
