// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"

	"github.com/google/uuid"
)

// artMeldebestaetigung is the kind of the documents that were issued.
const artMeldebestaetigung = "meldebestaetigung"

// Eingaenge says how often an application lies in inboxes: once, if all is well.
func (d *Dienst) Eingaenge(ctx context.Context, id uuid.UUID) (n int, err error) {
	a, err := d.registratur.Load(ctx, id)
	if err != nil {
		return 0, translate(err)
	}
	for _, b := range d.aemter.Behoerden() {
		for u, err := range d.inbox.List(ctx, b.Schluessel(), a.Leistung().String()) {
			if err != nil {
				return 0, err
			}
			if u.Antrag == id {
				n++
			}
		}
	}
	return n, nil
}
