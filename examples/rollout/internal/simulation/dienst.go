// SPDX-License-Identifier: Apache-2.0

package simulation

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/probelauf"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
	"github.com/deutschland-stack/bausteine/leistung/zustellung"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/lokal"
)

// angaben is what the invented services ask.
type angaben struct {
	Anliegen string `json:"anliegen,omitzero"`
	Gemeinde string `json:"gemeinde,omitzero"`
}

func (a angaben) ags() kommune.AGS {
	ags, err := kommune.ParseAGS(a.Gemeinde)
	if err != nil {
		return kommune.AGS{}
	}
	return ags
}

// dienst is a service of the programme as a value of the kit, with what authorities set
// as its parameters: invented but for its name, and as short as it may be.
func dienst(d rollout.Dienst) od.Dienst[angaben, Werte] {
	t, norm := od.T, recht.MustParseNorm("§ 1 Beispielsatzung")
	anliegen := od.Text(func(a *angaben) *string { return &a.Anliegen }, t("Anliegen", "What you need")).Len(1, 200)
	gemeinde := od.Text(func(a *angaben) *string { return &a.Gemeinde }, t("Gemeindeschlüssel", "Key of the municipality")).Len(8, 8)
	return od.Dienst[angaben, Werte]{
		Name: "simulation", Leistung: d.Leistung, Fassung: "1", Titel: t(d.Name, d.Name), Kurz: t("Simulation.", "Simulation."),
		Grundlage: recht.Normen{norm}, Niveau: recht.NiveauSubstantiell, Dauer: time.Minute,
		Braucht: []recht.Text{t("nichts", "nothing")}, Wirkung: []recht.Text{t("Die Verwaltung bekommt den Antrag.", "The authority is told.")},
		Entwurf:  od.Frist{Tage: 30, Norm: recht.MustParseNorm("§ 8a Abs. 3 OZG")},
		Seiten:   []od.Seite[angaben]{od.Zeige("anliegen", od.Element[angaben](anliegen)), od.Zeige("gemeinde", od.Element[angaben](gemeinde))},
		Gemeinde: angaben.ags,
	}
}

// probe tells the dry runs of one authority from those of others.
type probe struct {
	dienst leistung.Schluessel
	stelle rollout.Stelle
}

// Probelauf lets an invented application of the service go over all legs for an
// authority, with what it has set. The outcome is kept until the next run, as what
// [Simulation.Lage] knows. It is [rollout.ErrUnknown] where the authority is not due,
// acts for no Gemeinde, or has set nothing yet.
func (s *Simulation) Probelauf(ctx context.Context, d rollout.Dienst, stelle rollout.Stelle) (probelauf.Protokoll, error) {
	settings, err := s.Einstellungen(d.Leistung)
	if err != nil {
		return probelauf.Protokoll{}, err
	}
	row, ok := s.Buch().At(rollout.Heute(s.Heute())).Zeile(d.Leistung, stelle)
	if !ok || len(row.Gemeinden) == 0 {
		return probelauf.Protokoll{}, rollout.ErrUnknown
	}
	index := zustaendigkeit.NewIndex()
	if err := index.Update(func(a *zustaendigkeit.Aenderung) {
		a.PutStelle(zustaendigkeit.Stelle{ID: "stelle", Art: zustaendigkeit.Behoerde, Name: row.Name})
		for _, g := range row.Gemeinden {
			if ars, ok := gebiet(g.AGS); ok {
				a.Put(zustaendigkeit.Zustaendigkeit{Leistung: d.Leistung, Gebiete: []kommune.ARS{ars}, Stelle: "stelle"})
			}
		}
	}); err != nil {
		return probelauf.Protokoll{}, err
	}
	lauf, err := probelauf.New(probelauf.Config[angaben, Werte]{
		Dienst: dienst(d), Zentrale: s.leitstelle, Einstellungen: settings, Zustaendig: index, Gebiete: gebiet, Now: s.Now,
		Antworten: func(g kommune.AGS, _ Werte) angaben { return angaben{"Probelauf", g.String()} },
		Zusteller: func(r *antrag.Registratur) (zustellung.Zusteller, error) { return lokal.New(r) },
		Bescheid: func(ctx context.Context, r *antrag.Registratur, id uuid.UUID) error {
			if s.Stoerung(d.Leistung, stelle) {
				return errors.New("simulation: the system of the authority does not answer")
			}
			return decide(ctx, r, id)
		},
	})
	if err != nil {
		return probelauf.Protokoll{}, err
	}
	p, err := lauf.Run(ctx, stelle)
	if err != nil {
		return probelauf.Protokoll{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.proben[probe{d.Leistung, stelle}] = p
	return p, nil
}

// Stoerung says whether the system of a live authority takes cases and never decides
// them: invented, for about one in forty, and what only a new dry run finds.
func (s *Simulation) Stoerung(dienst leistung.Schluessel, stelle rollout.Stelle) bool {
	return random(s.seed, "stoerung", dienst.String(), stelle.String()).IntN(40) == 0
}

// Nachproben lets all live authorities of a service go their dry run again, in the
// running kit. One that fails is suspended.
func (s *Simulation) Nachproben(ctx context.Context, d rollout.Dienst) ([]rollout.Nachprobe, error) {
	list, err := s.leitstelle.Nachproben(ctx, prober{s, d}, d.Leistung, "betrieb/simulation")
	s.mu.Lock()
	defer s.mu.Unlock()
	s.nachgeprobt[d.Leistung] = nachproben{s.Heute(), list}
	return list, err
}

// nachproben are what the live authorities of a service came to on a day.
type nachproben struct {
	am   datum.Datum
	list []rollout.Nachprobe
}

// Nachgeprobt returns what the last [Simulation.Nachproben] of this process came to, and
// its day; the zero day where there was none.
func (s *Simulation) Nachgeprobt(dienst leistung.Schluessel) ([]rollout.Nachprobe, datum.Datum) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	last := s.nachgeprobt[dienst]
	return last.list, last.am
}

// prober carries out the dry runs of a service.
type prober struct {
	*Simulation

	dienst rollout.Dienst
}

func (p prober) Probelauf(ctx context.Context, _ leistung.Schluessel, stelle rollout.Stelle) (rollout.Probelauf, error) {
	protocol, err := p.Simulation.Probelauf(ctx, p.dienst, stelle)
	return protocol.Ergebnis(), err
}

// Geprobt returns the last dry run of this process.
func (s *Simulation) Geprobt(dienst leistung.Schluessel, stelle rollout.Stelle) (probelauf.Protokoll, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	p, ok := s.proben[probe{dienst, stelle}]
	return p, ok
}

func gebiet(ags kommune.AGS) (kommune.ARS, bool) {
	g, err := kommune.Deutschland().Gemeinde(ags)
	return g.ARS, err == nil
}

// decide is the test system of the authority: it takes the case and grants.
func decide(ctx context.Context, r *antrag.Registratur, id uuid.UUID) (err error) {
	for _, art := range []antrag.Art{antrag.ArtUebernommen, antrag.ArtStattgegeben} {
		_, failed := r.Update(ctx, id, func(antrag.Antrag) ([]antrag.Ereignis, error) {
			return []antrag.Ereignis{{Art: art, Akteur: antrag.AkteurBehoerde}}, nil
		})
		err = errors.Join(err, failed)
	}
	return err
}
