// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"
	"crypto"
	"time"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/amt"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/melderegister"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/cockpit"
	"github.com/deutschland-stack/bausteine/onceonly/dataprovider"
	"github.com/deutschland-stack/bausteine/onceonly/permission"
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
	var rules []permission.Rule
	abruf := melderegister.Elektronisch()
	for _, antwortet := range d.aemter.Behoerden() {
		rules = append(rules, permission.Rule{
			Requester: portal().ID, Provider: partei(antwortet).ID, EvidenceType: abruf.Typ, Purpose: abruf.Zweck,
			Bases: []onceonly.Basis{abruf.Basis}, Norm: abruf.Norm, ValidFrom: inKraft,
		})
	}
	set, err := permission.NewRules(rules...)
	if err != nil {
		return err
	}
	key, err := d.siegel.Find(ctx, "vermittlungsstelle")
	if err != nil {
		return err
	}
	vermittlung, err := permission.NewIntermediary(set, key, time.Minute)
	if err != nil {
		return err
	}
	verzeichnis, err := d.registers(ctx, vermittlung)
	if err != nil {
		return err
	}
	if err := d.openProtokoll(ctx, cfg); err != nil {
		return err
	}
	d.broker, err = onceonly.NewBroker(d.store, d.protokoll, vermittlung, verzeichnis, onceonly.Config{})
	return err
}

// registers opens the provider's side of each authority.
func (d *Dienst) registers(ctx context.Context, vermittlung *permission.Intermediary) (onceonly.Directory, error) {
	var listed []onceonly.Listed
	for _, b := range d.aemter.Behoerden() {
		siegel, err := d.siegel.Find(ctx, "register-"+b.Schluessel())
		if err != nil {
			return nil, err
		}
		// A register keeps its own log, and its head where it pleases; this one forgets it.
		log, err := d.log(ctx, "register-"+b.Schluessel(), []auditlog.Keeper{&auditlog.HeadMemory{}})
		if err != nil {
			return nil, err
		}
		provider, err := dataprovider.New(d.store, log, dataprovider.Config{
			Party: partei(b), Source: melderegister.New(b.Traeger.Verband), Key: siegel, TokenKey: vermittlung.Key(),
			Blocked: recht.Normen{melderegister.Elektronisch().Norm, melderegister.Meldeschein().Norm},
		})
		if err != nil {
			return nil, err
		}
		listed = append(listed, onceonly.Listed{Provider: partei(b), EvidenceType: melderegister.Datensatz, Connection: provider.Connection()})
	}
	return onceonly.NewDirectory(listed...), nil
}

func (d *Dienst) openProtokoll(ctx context.Context, cfg Config) (err error) {
	if len(cfg.Koepfe) == 0 {
		cfg.Koepfe = []auditlog.Keeper{&auditlog.HeadMemory{}}
	}
	if d.protokoll, err = d.log(ctx, "protokoll", cfg.Koepfe); err != nil {
		return err
	}
	d.cockpit, err = cockpit.New(cockpit.Config{Log: d.protokoll})
	return err
}

// log opens the log of one partner of the exchange.
func (d *Dienst) log(ctx context.Context, name string, koepfe []auditlog.Keeper) (*auditlog.Log, error) {
	config, err := protokoll(ctx, d.siegel, name, koepfe)
	if err != nil {
		return nil, err
	}
	return auditlog.Open(ctx, d.store, config)
}

// protokoll says with which keys a log is signed.
func protokoll(ctx context.Context, keys *amt.Schluesselbund, name string, koepfe []auditlog.Keeper) (auditlog.Config, error) {
	schluessel, origin := Protokollschluessel, protokollName
	if name != "protokoll" {
		schluessel, origin = "protokoll-"+name, name+"."+protokollName
	}
	key, err := keys.Find(ctx, schluessel)
	if err != nil {
		return auditlog.Config{}, err
	}
	config := auditlog.Config{Name: name, Origin: origin + "/onceonly", Keepers: koepfe}
	if config.Signer, err = auditlog.NewSigner(origin, key); err != nil {
		return auditlog.Config{}, err
	}
	public, err := keys.Oeffentlich(ctx, schluessel)
	if err != nil {
		return auditlog.Config{}, err
	}
	for _, old := range public[1:] {
		former, err := auditlog.NewVerifier(origin, old)
		if err != nil {
			return auditlog.Config{}, err
		}
		config.Former = append(config.Former, former)
	}
	return config, nil
}

// Protokollschluessel is the name of the key that signs the log.
const Protokollschluessel = "protokoll"

// BeginEpoch lets the log go on after a backup was restored or, with a next key, has it
// signed with that one from now on; see [auditlog.BeginEpoch]. The service must not be
// running.
func BeginEpoch(ctx context.Context, cfg Config, grund string, next crypto.Signer) (auditlog.SignedHead, error) {
	keys, err := amt.NewSchluesselbund(cfg.Schluessel)
	if err != nil {
		return auditlog.SignedHead{}, err
	}
	config, err := protokoll(ctx, keys, "protokoll", cfg.Koepfe)
	if err != nil {
		return auditlog.SignedHead{}, err
	}
	act := auditlog.Act{Reason: grund}
	if next != nil {
		if act.Next, err = auditlog.NewSigner(protokollName, next); err != nil {
			return auditlog.SignedHead{}, err
		}
	}
	return auditlog.BeginEpoch(ctx, cfg.Store, config, act)
}
