// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/cockpit"
)

// ErrVertrauen says that the level of the login is too low to look into the log. Before
// information under Art. 15 GDPR the identity is checked (§ 10 (1) BMG); this service
// asks for "high", as the Datenschutzcockpit does (§ 10 (3) sentence 2 OZG).
var ErrVertrauen = errors.New("dienst: level of trust too low")

// Protokoll is what the log says about the person, the newest first.
func (d *Dienst) Protokoll(ctx context.Context, konto nutzerkonto.Konto, vor uuid.UUID) ([]cockpit.Item, error) {
	if !konto.Niveau.Reicht(recht.NiveauHoch) {
		return nil, ErrVertrauen
	}
	return d.cockpit.Entries(ctx, betrachter(konto), cockpit.Page{Before: vor})
}

// betrachter is the person who looks: by account, and as somebody who stood in a record
// about another person. A name without a date of birth finds nobody.
func betrachter(konto nutzerkonto.Konto) cockpit.Viewer {
	viewer := cockpit.Viewer{Subject: onceonly.MustSubject(konto.Kennung)}
	if person, err := onlinedienst.Gesucht(konto); err == nil {
		viewer.Person = onceonly.Identify(person)
	}
	return viewer
}

// Beleg is an entry with the check of its proof.
type Beleg struct {
	Eintrag cockpit.Item
	// Geprueft: the entry stands in the log, and the signed head says so.
	Geprueft bool
	Kopf     auditlog.Head
	Index    uint64
	Schritte int
	// Datei is the receipt to take home, as JSON.
	Datei []byte
	// Schluessel is the public key of the log.
	Schluessel string
}

// Beleg finds one entry about the person, makes its proof and checks it.
func (d *Dienst) Beleg(ctx context.Context, konto nutzerkonto.Konto, id uuid.UUID) (Beleg, error) {
	if !konto.Niveau.Reicht(recht.NiveauHoch) {
		return Beleg{}, ErrVertrauen
	}
	receipt, err := d.cockpit.Receipt(ctx, betrachter(konto), id)
	if errors.Is(err, cockpit.ErrNotFound) {
		return Beleg{}, ErrNichtGefunden
	}
	if err != nil {
		return Beleg{}, err
	}
	entry, err := onceonly.ParseEntry(receipt.Entry)
	if err != nil {
		return Beleg{}, err
	}
	datei, err := json.MarshalIndent(receipt, "", "  ")
	if err != nil {
		return Beleg{}, fmt.Errorf("dienst: encode receipt: %w", err)
	}
	b := Beleg{Eintrag: cockpit.Item{Entry: entry}, Index: receipt.Index, Schritte: len(receipt.Proof), Datei: datei, Schluessel: d.protokoll.Verifier().String()}
	b.Kopf, err = receipt.Verify(d.protokoll.Verifier())
	b.Geprueft = err == nil
	return b, nil
}
