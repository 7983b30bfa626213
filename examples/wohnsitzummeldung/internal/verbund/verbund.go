// SPDX-License-Identifier: Apache-2.0

// Package verbund is the simulated exchange between the authorities: each with a register
// of its own, between them the intermediary that decides, without seeing content, who may
// ask whom for what. All of it runs in one process.
package verbund

import (
	"context"
	"errors"
	"time"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/amt"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/melderegister"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/dataprovider"
	"github.com/deutschland-stack/bausteine/onceonly/permission"
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

// Open sets the exchange up.
func Open(ctx context.Context, g *od.Grundlage, gebiete *kommune.Verzeichnis, aemter *amt.Verzeichnis) (*od.Abrufe, error) {
	var rules []permission.Rule
	abruf := melderegister.Elektronisch()
	for _, antwortet := range aemter.Behoerden() {
		rules = append(rules, permission.Rule{
			Requester: portal().ID, Provider: partei(antwortet).ID, EvidenceType: abruf.Typ, Purpose: abruf.Zweck, Bases: []onceonly.Basis{abruf.Basis}, Norm: abruf.Norm,
			ValidFrom: time.Date(2022, time.May, 1, 0, 0, 0, 0, time.UTC), // § 23a BMG is permanent law since then
		})
	}
	set, err := permission.NewRules(rules...)
	if err != nil {
		return nil, err
	}
	key, err := g.Key(ctx, "vermittlungsstelle")
	if err != nil {
		return nil, err
	}
	vermittlung, err := permission.NewIntermediary(set, key, time.Minute)
	if err != nil {
		return nil, err
	}
	register, err := registers(ctx, g, aemter, vermittlung)
	if err != nil {
		return nil, err
	}
	log, err := g.Protokoll(ctx)
	if err != nil {
		return nil, err
	}
	broker, err := onceonly.NewBroker(g.Store, log, vermittlung, register, onceonly.Config{})
	return &od.Abrufe{Broker: broker, Protokoll: log, Wege: wege{gebiete, aemter}.find}, err
}

// registers opens the provider's side of each authority.
func registers(ctx context.Context, g *od.Grundlage, aemter *amt.Verzeichnis, vermittlung *permission.Intermediary) (onceonly.Directory, error) {
	var listed []onceonly.Listed
	for _, b := range aemter.Behoerden() {
		key, err := g.Key(ctx, "register-"+b.Schluessel())
		if err != nil {
			return nil, err
		}
		log, err := g.Log(ctx, "register-"+b.Schluessel())
		if err != nil {
			return nil, err
		}
		provider, err := dataprovider.New(g.Store, log, dataprovider.Config{
			Party: partei(b), Source: melderegister.New(b.Traeger.Verband), Key: key, TokenKey: vermittlung.Key(),
			Blocked: recht.Normen{melderegister.Elektronisch().Norm, melderegister.Meldeschein().Norm},
		})
		if err != nil {
			return nil, err
		}
		listed = append(listed, onceonly.Listed{Provider: partei(b), EvidenceType: melderegister.Datensatz, Connection: provider.Connection()})
	}
	return onceonly.NewDirectory(listed...), nil
}

// wege knows which register is asked for the record of a person: that of the authority
// where they live, by what the login proved at level high.
type wege struct {
	gebiete *kommune.Verzeichnis
	aemter  *amt.Verzeichnis
}

func (w wege) find(_ context.Context, _ onceonly.EvidenceType, behoerde zustaendigkeit.Stelle, konto nutzerkonto.Konto) (od.Weg, error) {
	why := func(de, en string) (od.Weg, error) { return od.Weg{Warum: recht.NewText(de, en)}, nil }
	bisher := konto.Merkmal(nutzerkonto.Gemeinde)
	alt, err := kommune.ParseAGS(bisher.Wert)
	if err != nil || !bisher.Niveau.Reicht(recht.NiveauHoch) {
		return why("Ihr Konto nennt keine bisherige Gemeinde, bei der wir fragen könnten.", "Your account names no previous municipality that we could ask.")
	}
	if behoerde.ID == "" {
		return why("Ihre neue Meldebehörde steht noch nicht fest, oder sie ist noch nicht angebunden.", "Your new office is not known yet, or it is not connected yet.")
	}
	traeger, err := w.gebiete.Traeger(alt)
	if err != nil {
		return od.Weg{}, err
	}
	antwortet, err := w.aemter.Find(traeger.Verband.String())
	if errors.Is(err, amt.ErrUnbekannt) {
		return why("Ihre bisherige Meldebehörde ist noch nicht angebunden.", "Your previous office is not connected yet.")
	}
	return od.Weg{Fragt: portal(), Antwortet: partei(antwortet)}, err
}
