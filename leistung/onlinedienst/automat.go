// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	antragfall "github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/frist"
)

// Akten opens the registry of the cases of services that have a procedure, in a store,
// by the calendar of the authority's place; the others it leaves alone. What config
// says of effects is added to what the services declare.
func Akten(ctx context.Context, store *bausteine.Store, kalender frist.Kalender, config antragfall.Config, dienste ...AnyDienst) (*antragfall.Registratur, error) {
	var tables []*verfahren.Tabelle
	var registry *antragfall.Registratur
	orders := map[string]*ordnung{}
	eingang := map[string]func(antragfall.Teile) (antragfall.Teile, error){}
	maps.Copy(eingang, config.Eingang)
	for _, any := range dienste {
		if err := contradiction("a service", any.Check()); err != nil {
			return nil, err
		}
		d, err := any.ready()
		if err != nil {
			return nil, err
		}
		if o := d.ordnung(); o != nil {
			name := d.kopf().Name
			tables, orders[name], eingang[name] = append(tables, o.tabelle), o, o.eingaenge
		}
	}
	effects := map[verfahren.Akt]antragfall.Wirkung{}
	maps.Copy(effects, config.Wirkungen)
	further := effects[verfahren.AktEingereicht]
	effects[verfahren.AktEingereicht] = func(ctx context.Context, auftrag antragfall.Auftrag) error {
		if further != nil {
			if err := further(ctx, auftrag); err != nil {
				return err
			}
		}
		if err := (beiFall{registry}).dropFiles(ctx, auftrag.Fall); err != nil && !errors.Is(err, antragfall.ErrNotFound) {
			return err // of questions that were not asked any more
		}
		return decide(ctx, registry, orders, auftrag)
	}
	config.Eingang, config.Wirkungen = eingang, effects
	words := config.Merkmale
	config.Merkmale = func(f antragfall.Fall) []string {
		if words == nil {
			return merkmale(f)
		}
		return append(merkmale(f), words(f)...)
	}
	config.Verzeichnis = verzeichnis + "/" + config.Verzeichnis
	if config.Nummer == nil {
		config.Nummer = Nummer
	}
	registry, err := antragfall.NewRegistratur(ctx, store, kalender, tables, config)
	return registry, err
}

// eingereicht is what somebody confirmed, on its way to those who work on it.
type eingereicht struct {
	fall    uuid.UUID
	am      datum.Datum
	rolle   verfahren.Rolle
	angaben json.RawMessage // an Eingang
}

// decide lets the machine of a service decide on what was handed in. What it may not,
// or cannot, goes to a person.
func decide(ctx context.Context, reg *antragfall.Registratur, orders map[string]*ordnung, auftrag antragfall.Auftrag) error {
	f, teile, err := reg.Angaben(ctx, auftrag.Fall)
	if errors.Is(err, antragfall.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	o := orders[f.Tabelle().Verfahren().Name]
	if o == nil || o.automat == nil {
		return nil
	}
	d := f.Tabelle().Entscheidung(f.Zustand(), o.automat.akt)
	if d == nil || d.Automatisch == nil {
		return nil // withdrawn, or decided before
	}
	handedIn, _ := f.Letztes(verfahren.AktEingereicht)
	rolle := o.rollen[0]
	beschluss, risk, err := o.automat.entscheide(ctx, eingereicht{fall: f.ID(), am: datum.Of(handedIn.Zeit), rolle: rolle, angaben: teile[verfahren.Teil(rolle)]})
	if err != nil {
		return err
	}
	h := antragfall.Handlung{Akt: o.automat.akt, Beschluss: beschluss, Risiko: risk}
	if beschluss == nil {
		h = antragfall.Handlung{Akt: verfahren.AktUebergeben}
	}
	err = beiFall{reg}.system(ctx, f.ID(), "onlinedienst-automat-"+auftrag.ID.String(), h)
	if errors.Is(err, antragfall.ErrNichtMoeglich) {
		return nil // somebody was faster: withdrawn, or taken over by a person
	}
	return err
}

// machines makes ready what decides and checks by itself.
func (l laufend[A, P]) machines(o *ordnung) {
	d := l.kern.dienst
	if p := d.Pruefung; p != nil {
		o.pruefe = func(ctx context.Context, e eingereicht) ([]Mangel, error) {
			f, err := l.handedIn(e)
			if err != nil {
				return nil, err
			}
			return p.Fragt(ctx, f)
		}
	}
	if m := d.Automat; m != nil {
		o.automat = &automat{m.Akt, func(ctx context.Context, e eingereicht) (*antragfall.Beschluss, bool, error) {
			f, err := l.handedIn(e)
			if err != nil {
				return nil, false, err
			}
			able, err := m.Kann(ctx, f)
			if err != nil || !able {
				return nil, false, err
			}
			b := m.Beschluss(f)
			return &b, m.Risiko != nil && m.Risiko(f), nil
		}}
	}
}

// handedIn is a case as rules see it, of what was handed in.
func (l laufend[A, P]) handedIn(e eingereicht) (f Fall[A, P], err error) {
	var in Eingang
	if json.Unmarshal(e.angaben, &in) != nil {
		return f, errTeil
	}
	answers, err := flat(in.Daten)
	if err != nil {
		return f, err
	}
	draft := l.blank()
	if err := draft.Set(answers); err != nil {
		return f, fmt.Errorf("onlinedienst: what was handed in does not fit its form: %w", err)
	}
	u, err := l.kern.judge(draft, lage[P]{id: e.fall, heute: e.am, wer: wer{in.Niveau, in.Identitaet}, kommunen: l.kommunen})
	return u.fall, err
}
