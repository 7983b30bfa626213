// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/onceonly"
)

// How long the example keeps personal data. A real authority has periods of its
// own (§§ 13 to 15 BMG); these are the portal's.
var aufbewahrung = antrag.Aufbewahrung{Entwurf: 30 * 24 * time.Hour, Beendet: 365 * 24 * time.Hour}

// bestand is what the register of one authority keeps of what it answered.
type bestand struct {
	provider *onceonly.Provider
	store    onceonly.Store
}

// Purge erases what is past its time: drafts, applications, documents from
// registers that nobody decided on, what the registers keep of their answers,
// entries of the logs. What lies beside an application is removed by the effect
// of its erasure. As many processes as one likes may call it.
func (d *Dienst) Purge(ctx context.Context) error {
	_, err := d.registratur.Sweep(ctx, aufbewahrung)
	_, errContent := d.broker.EraseDue(ctx)
	_, errLog := d.protokoll.Erase(ctx)
	errs := []error{err, errContent, errLog}
	for _, b := range d.bestaende {
		_, errContent := b.provider.EraseDue(ctx)
		_, errLog := b.store.Log().EraseUntil(ctx, d.now())
		errs = append(errs, errContent, errLog)
	}
	return errors.Join(errs...)
}

// aufraeumen removes what lies beside an application that was erased.
func (d *Dienst) aufraeumen(ctx context.Context, id uuid.UUID) error {
	for _, tabelle := range []string{"posteingang", "anlage", "meldebestaetigung"} {
		if _, err := d.db.ExecContext(ctx, `DELETE FROM `+tabelle+` WHERE antrag = $1`, id.String()); err != nil {
			return fmt.Errorf("dienst: purge %s: %w", tabelle, err)
		}
	}
	return nil
}
