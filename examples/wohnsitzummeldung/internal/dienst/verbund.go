// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/melderegister"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/cockpit"
)

// protokollName names the log in its heads and in its key.
const protokollName = "wohnsitzummeldung.example"

// inKraft is when the rule for the retrieval holds from: § 23a BMG is permanent
// law since May 2022.
var inKraft = time.Date(2022, time.May, 1, 0, 0, 0, 0, time.UTC)

// connect sets up the exchange between the authorities: each with a register of
// its own, between them the intermediary that decides, without seeing content,
// who may ask whom for what.
func (d *Dienst) connect(ctx context.Context, cfg Config) error {
	var rules []onceonly.Rule
	for _, fragt := range d.aemter.Behoerden() {
		for _, antwortet := range d.aemter.Behoerden() {
			rules = append(rules, onceonly.Rule{
				Requester: partei(fragt).ID, Provider: partei(antwortet).ID, EvidenceType: melderegister.Datensatz, Purpose: zweckAbruf,
				Bases: []onceonly.Basis{onceonly.BasisChoice}, Norm: normAbruf, ValidFrom: inKraft,
			})
		}
	}
	set, err := onceonly.NewRules(rules...)
	if err != nil {
		return err
	}
	key, err := d.siegel.Find(ctx, "vermittlungsstelle")
	if err != nil {
		return err
	}
	vermittlung, err := onceonly.NewIntermediary(set, key, time.Minute)
	if err != nil {
		return err
	}
	verzeichnis, err := d.registers(ctx, cfg, vermittlung)
	if err != nil {
		return err
	}
	d.broker, err = onceonly.NewBroker(onceonly.Config{Store: cfg.Abrufe, Permission: vermittlung, Directory: verzeichnis, Now: d.now})
	if err != nil {
		return err
	}
	d.partner = append(d.partner, d.broker)
	return d.openProtokoll(ctx, cfg)
}

// registers opens the provider's side of each authority.
func (d *Dienst) registers(ctx context.Context, cfg Config, vermittlung *onceonly.Intermediary) (onceonly.Directory, error) {
	behoerden := d.aemter.Behoerden()
	stores, errs := make([]onceonly.Store, len(behoerden)), make([]error, len(behoerden))
	var opening sync.WaitGroup // all at once: each asks the database a few times
	for i, b := range behoerden {
		opening.Go(func() { stores[i], errs[i] = cfg.Register(b.Schluessel()) })
	}
	opening.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("dienst: open register: %w", err)
	}
	var listed []onceonly.Listed
	for i, b := range behoerden {
		siegel, err := d.siegel.Find(ctx, "register-"+b.Schluessel())
		if err != nil {
			return nil, err
		}
		provider, err := onceonly.NewProvider(onceonly.ProviderConfig{
			Party: partei(b), Source: melderegister.New(b.Traeger.Verband), Key: siegel, TokenKey: vermittlung.Key(), Store: stores[i], Now: d.now,
		})
		if err != nil {
			return nil, err
		}
		d.partner = append(d.partner, provider)
		listed = append(listed, onceonly.Listed{Provider: partei(b), EvidenceType: melderegister.Datensatz, Connection: provider.Connection()})
	}
	return onceonly.NewDirectory(listed...), nil
}

func (d *Dienst) openProtokoll(ctx context.Context, cfg Config) error {
	key, err := d.siegel.Find(ctx, "protokoll")
	if err != nil {
		return err
	}
	signer, err := auditlog.NewSigner(protokollName, key)
	if err != nil {
		return err
	}
	if len(cfg.Koepfe) == 0 {
		cfg.Koepfe = []auditlog.Keeper{&auditlog.HeadMemory{}}
	}
	d.protokoll, err = auditlog.Open(ctx, auditlog.Config{
		Origin: protokollName + "/onceonly", Signer: signer, Store: cfg.Abrufe.Log(), Now: d.now, Keepers: cfg.Koepfe,
	})
	if err != nil {
		return err
	}
	d.cockpit, err = cockpit.New(cockpit.Config{Log: d.protokoll})
	return err
}
