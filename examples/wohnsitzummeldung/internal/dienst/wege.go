// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"
	"errors"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/amt"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
	"github.com/deutschland-stack/bausteine/onceonly"
)

// portal asks for the person (§ 9(1) BMeldDigiV). No authority asks by this way: that is
// another one, see [melderegister.Meldeschein].
func portal() onceonly.Party {
	return onceonly.Party{ID: onceonly.MustPartyID("portal:wohnsitzummeldung"), Name: "Onlinedienst Wohnsitz ummelden"}
}

// partei is an authority as a partner in an exchange.
func partei(b amt.Behoerde) onceonly.Party {
	return onceonly.Party{ID: onceonly.MustPartyID("meldebehoerde:" + b.Schluessel()), Name: b.Name}
}

// Wege says which register is asked for the record of a person: that of the
// authority where they live, by what the login proved at level high.
func (d *Dienst) Wege(_ context.Context, _ onceonly.EvidenceType, behoerde zustaendigkeit.Stelle, konto nutzerkonto.Konto) (onlinedienst.Weg, error) {
	why := func(de, en string) (onlinedienst.Weg, error) {
		return onlinedienst.Weg{Warum: recht.NewText(de, en)}, nil
	}
	bisher := konto.Merkmal(nutzerkonto.Gemeinde)
	alt, err := kommune.ParseAGS(bisher.Wert)
	if err != nil || !bisher.Niveau.Reicht(recht.NiveauHoch) {
		return why("Ihr Konto nennt keine bisherige Gemeinde, bei der wir fragen könnten.", "Your account names no previous municipality that we could ask.")
	}
	if behoerde.ID == "" {
		return why("Ihre neue Meldebehörde steht noch nicht fest, oder sie ist noch nicht angebunden.", "Your new office is not known yet, or it is not connected yet.")
	}
	traeger, err := d.gebiete.Traeger(alt)
	if err != nil {
		return onlinedienst.Weg{}, err
	}
	antwortet, err := d.aemter.Find(traeger.Verband.String())
	if errors.Is(err, amt.ErrUnbekannt) {
		return why("Ihre bisherige Meldebehörde ist noch nicht angebunden.", "Your previous office is not connected yet.")
	}
	return onlinedienst.Weg{Fragt: portal(), Antwortet: partei(antwortet)}, err
}
