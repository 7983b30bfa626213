// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// How long the example keeps personal data. A real authority has periods of its
// own (§§ 13 to 15 BMG); these are the portal's.
var aufbewahrung = antrag.Aufbewahrung{Entwurf: 30 * 24 * time.Hour, Beendet: 365 * 24 * time.Hour}

// Purge erases what is past its time: drafts, applications with what belongs to
// them, documents from registers that nobody decided on, entries of the log.
func (d *Dienst) Purge(ctx context.Context) error {
	_, err := d.registratur.Sweep(ctx, aufbewahrung)
	_, errContent := d.broker.EraseDue(ctx)
	_, errLog := d.protokoll.Erase(ctx)
	return errors.Join(err, errContent, errLog, d.purgeErased(ctx))
}

// purgeErased removes what lies beside applications that are erased.
func (d *Dienst) purgeErased(ctx context.Context) error {
	for head, err := range d.registratur.List(ctx, antrag.Query{Status: antrag.StatusGeloescht}) {
		if err != nil {
			return err
		}
		for _, tabelle := range []string{"posteingang", "anlage", "meldebestaetigung"} {
			if _, err := d.db.ExecContext(ctx, `DELETE FROM `+tabelle+` WHERE antrag = $1`, head.Antrag.String()); err != nil {
				return fmt.Errorf("dienst: purge %s: %w", tabelle, err)
			}
		}
	}
	return nil
}
