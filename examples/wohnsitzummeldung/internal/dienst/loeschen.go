// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// How long the example keeps personal data. A real authority has periods of its
// own (§§ 13 to 15 BMG); these are the portal's.
var aufbewahrung = antrag.Aufbewahrung{Entwurf: 30 * 24 * time.Hour, Beendet: 365 * 24 * time.Hour}

// Purge erases what is past its time: drafts and applications, and what the
// partners of the exchange keep: documents, retrievals, consents, answers,
// entries of the logs. What lies beside an application is removed by the effect
// of its erasure. As many processes as one likes may call it.
func (d *Dienst) Purge(ctx context.Context) error {
	_, err := d.registratur.Sweep(ctx, aufbewahrung)
	errs := []error{err}
	for _, partner := range d.partner {
		_, err := partner.EraseDue(ctx)
		errs = append(errs, err)
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
