// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/angaben"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/regeln"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/onceonly"
)

// ChooseGemeinde sets where the person moved. The choice to have data fetched
// names the authority that asks: if another one becomes responsible, that
// choice does not cover it. What came is discarded and the person is asked again.
func (d *Dienst) ChooseGemeinde(ctx context.Context, konto testkonto.Konto, id uuid.UUID, version uint64, key kommune.AGS) (Vorgang, error) {
	neu, err := d.Zustaendig(key)
	if err != nil {
		return Vorgang{}, err
	}
	var verworfen *angaben.Abruf
	v, err := d.Save(ctx, konto, id, version, func(a *angaben.Angaben) error {
		if a.Weg == angaben.WegAbruf {
			alt, err := d.Zustaendig(a.Gemeinde)
			if err != nil || alt.Behoerde() != neu.Behoerde() {
				verworfen = a.Abruf
				a.ForgetAbruf()
				a.ErneutFragen = true
			}
		}
		a.Gemeinde = key
		return nil
	})
	if err != nil {
		return v, err
	}
	return v, d.discard(ctx, konto, verworfen)
}

// discard destroys the record that waits for the person's decision, if any does.
// What has been handed over, or never came, cannot be discarded: a decision with
// its reason, and nothing to do.
func (d *Dienst) discard(ctx context.Context, konto testkonto.Konto, abruf *angaben.Abruf) error {
	if abruf == nil {
		return nil
	}
	_, err := d.broker.Discard(ctx, abruf.ID, handelnd(konto))
	if errors.Is(err, onceonly.ErrNotFound) {
		return nil
	}
	return err
}

// fremd reports whether the person's choice names another authority than the one
// that is responsible now.
func (d *Dienst) fremd(a angaben.Angaben) bool {
	if a.Abruf == nil {
		return false
	}
	z, err := d.Zustaendig(a.Gemeinde)
	return err != nil || z.Behoerde() != a.Abruf.Behoerde
}

// fremderAbruf is the finding about a record that another authority asked for.
var fremderAbruf = regeln.Befund{
	Code: "WSM-ABRUF-01", Pfad: "/weg", Norm: "§ 23a Abs. 1 BMG",
	DE: "Ihre Daten wurden für eine andere Behörde abgerufen. Wählen Sie noch einmal, woher sie kommen sollen.",
	EN: "Your data was fetched for another office. Choose again where it shall come from.",
}
