// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/amt"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// Fall is an application as the authority sees it: what was delivered, and
// where it stands.
type Fall struct {
	Sendung
	Vorgang antrag.Antrag
}

// Nummer is the number for people.
func (f Fall) Nummer() string { return Nummer(f.Antrag) }

// Faelle returns the cases of an authority, the youngest first.
func (d *Dienst) Faelle(ctx context.Context, behoerde amt.Behoerde) ([]Fall, error) {
	sendungen, err := d.inbox(ctx, behoerde.Schluessel())
	if err != nil {
		return nil, err
	}
	faelle := make([]Fall, 0, len(sendungen))
	for _, s := range sendungen {
		a, err := d.registratur.Load(ctx, s.Antrag)
		if err != nil {
			return nil, translate(err)
		}
		faelle = append(faelle, Fall{s, a})
	}
	return faelle, nil
}

// Fall returns one case. That of another authority is not found.
func (d *Dienst) Fall(ctx context.Context, behoerde amt.Behoerde, id uuid.UUID) (Fall, error) {
	s, err := d.find(ctx, behoerde.Schluessel(), id)
	if err != nil {
		return Fall{}, err
	}
	a, err := d.registratur.Load(ctx, id)
	return Fall{s, a}, translate(err)
}

// Akt is what a clerk can do with a case.
type Akt string

// The acts. Fragen, Einladen (§ 25 BMG) and Ablehnen need words (§ 39 VwVfG).
const (
	Uebernehmen   Akt = "uebernehmen"
	Fragen        Akt = "fragen"
	Einladen      Akt = "einladen"
	Vorgesprochen Akt = "vorgesprochen"
	Annehmen      Akt = "annehmen"
	Ablehnen      Akt = "ablehnen"
)

var ereignisse = map[Akt]antrag.Art{
	Uebernehmen:   antrag.ArtUebernommen,
	Fragen:        antrag.ArtNachgefragt,
	Einladen:      antrag.ArtEingeladen,
	Vorgesprochen: antrag.ArtVorgesprochen,
	Annehmen:      antrag.ArtStattgegeben,
	Ablehnen:      antrag.ArtAbgelehnt,
}

// Decide carries an act of a clerk out, at the version that was looked at.
func (d *Dienst) Decide(ctx context.Context, behoerde amt.Behoerde, id uuid.UUID, version uint64, akt Akt, text string) (antrag.Antrag, error) {
	if _, err := d.lies(ctx, behoerde.Schluessel(), id); err != nil {
		return antrag.Antrag{}, err // of another authority
	}
	art, ok := ereignisse[akt]
	if !ok {
		return antrag.Antrag{}, fmt.Errorf("%w: no such act", ErrNichtMoeglich)
	}
	a, err := d.registratur.Do(ctx, antrag.Command{
		Antrag: id, Version: version,
		Ereignisse: []antrag.Ereignis{{Art: art, Akteur: antrag.AkteurBehoerde, Text: text}},
	})
	return a, translate(err)
}

// Anlage returns a file that was handed in with a case.
func (d *Dienst) Anlage(ctx context.Context, behoerde amt.Behoerde, id, datei uuid.UUID) (antrag.Unterlage, error) {
	f, err := d.Fall(ctx, behoerde, id)
	if err != nil {
		return antrag.Unterlage{}, err
	}
	if !slices.ContainsFunc(f.Eingang.Anlagen, func(x onlinedienst.Datei) bool { return x.ID == datei }) {
		return antrag.Unterlage{}, ErrNichtGefunden
	}
	u, err := d.registratur.Unterlage(ctx, id, datei)
	return u, translate(err)
}
