// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/anmeldung"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/bestaetigung"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// zustellen puts an application into the inbox of its authority and records that it
// arrived, both or neither. What the applicant withdrew before that does not arrive.
func (d *Dienst) zustellen(ctx context.Context, auftrag antrag.Auftrag) error {
	return d.store.Together(ctx, func(ctx context.Context) error {
		return onlinedienst.Zustellen(ctx, d.registratur, d.inbox, auftrag)
	})
}

// bestaetigen issues the Meldebestätigungen.
func (d *Dienst) bestaetigen(ctx context.Context, id uuid.UUID) error {
	a, err := d.registratur.Load(ctx, id)
	if err != nil {
		return err
	}
	if a.Status() != antrag.StatusStattgegeben || a.Leistung() != anmeldung.Leistung() {
		return nil // erased meanwhile, or another service
	}
	behoerde, err := d.aemter.Find(a.Behoerde())
	if err != nil {
		return err
	}
	s, err := readInhalt(a.Angaben())
	if err != nil {
		return err
	}
	inhalte, err := d.inhalte(s.Angaben, kommune.DatumOf(a.Eingegangen()))
	if err != nil {
		return err
	}
	siegel, err := d.siegel.Find(ctx, behoerde.Schluessel())
	if err != nil {
		return err
	}
	unterschrift := bestaetigung.Behoerde{Name: behoerde.Name, Schluessel: siegel}
	return d.store.Together(ctx, func(ctx context.Context) error { // for everybody who moved, or for nobody
		for i, inhalt := range inhalte {
			text, err := unterschrift.Issue(inhalt)
			if err != nil {
				return err
			}
			// Issued twice they are the same documents, and the first stay.
			name := fmt.Sprintf("%03d", i)
			if _, err := d.registratur.Attach(ctx, antrag.Unterlage{
				ID: uuid.NewSHA1(id, []byte(artMeldebestaetigung+name)), Antrag: id, Art: artMeldebestaetigung, Name: name,
				Medientyp: "text/plain; charset=utf-8", Inhalt: []byte(text),
			}); err != nil {
				return err
			}
		}
		return nil
	})
}
