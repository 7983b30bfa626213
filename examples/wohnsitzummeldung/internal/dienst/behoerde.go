// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/amt"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// Accept takes an application up and grants it in the name of its authority, for
// programs: people do so at the desk.
func (d *Dienst) Accept(ctx context.Context, behoerde amt.Behoerde, id uuid.UUID) (Vorgang, error) {
	a, err := d.registratur.Load(ctx, id)
	if err != nil {
		return Vorgang{}, translate(err)
	}
	if a.Behoerde() != behoerde.Schluessel() {
		return Vorgang{}, ErrNichtGefunden
	}
	a, err = d.registratur.Do(ctx, antrag.Command{Antrag: id, Version: a.Version(), Loaded: &a, Ereignisse: []antrag.Ereignis{
		{Art: antrag.ArtUebernommen, Akteur: antrag.AkteurBehoerde}, {Art: antrag.ArtStattgegeben, Akteur: antrag.AkteurBehoerde},
	}})
	if err != nil {
		return Vorgang{}, translate(err)
	}
	return newVorgang(a)
}
