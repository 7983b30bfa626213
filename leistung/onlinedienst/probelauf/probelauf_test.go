// SPDX-License-Identifier: Apache-2.0

package probelauf_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
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
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
)

// Meldung is the dog that somebody keeps; Satzung is what the town sets.
type Meldung struct {
	Rufname  string `json:"rufname,omitzero"`
	Gemeinde string `json:"gemeinde,omitzero"`
}

type Satzung struct {
	Cent int64 `json:"cent"`
}

var (
	schluessel = leistung.MustParseSchluessel("99102022034000")
	erfurt     = kommune.MustParseAGS("16051000")
	stelle     = rollout.MustParseStelle("160510000")
	heute      = datum.MustParse("2026-11-30")
)

func dienst() od.Dienst[Meldung, Satzung] {
	t := od.T
	name := od.Text(func(m *Meldung) *string { return &m.Rufname }, t("Rufname", "Name of the dog")).Len(1, 40)
	ort := od.Text(func(m *Meldung) *string { return &m.Gemeinde }, t("Gemeindeschlüssel", "Key of the municipality")).Len(8, 8)
	return od.Dienst[Meldung, Satzung]{
		Name: "hund", Leistung: schluessel, Fassung: "1", Titel: t("Hund anzeigen", "Tell of a dog"), Kurz: t("Sie haben einen Hund.", "You have a dog."),
		Grundlage: recht.MustParseNormen("§ 1 Beispielsatzung"), Niveau: recht.NiveauSubstantiell, Dauer: time.Minute,
		Braucht: []recht.Text{t("den Namen", "the name")}, Wirkung: []recht.Text{t("Die Stadt bekommt die Anzeige.", "The town is told.")},
		Entwurf: od.Frist{Tage: 30, Norm: recht.MustParseNorm("§ 8a Abs. 3 OZG")},
		Seiten:  []od.Seite[Meldung]{od.Zeige("hund", od.Element[Meldung](name)), od.Zeige("ort", od.Element[Meldung](ort))},
		Regeln: []od.Regel[Meldung, Satzung]{{
			Code: "HUND-NAME", Normen: recht.MustParseNormen("§ 1 Beispielsatzung"), Liest: od.Liest[Meldung](name), Text: t("Diesen Namen nehmen wir nicht.", "We do not take this name."),
			Verletzt: func(f od.Fall[Meldung, Satzung]) bool { return f.Angaben.Rufname == "Verboten" },
		}},
		Gebuehr: &od.Gebuehr[Meldung, Satzung]{
			Normen: recht.MustParseNormen("§ 2 Beispielsatzung"),
			Tabelle: func(s Satzung) *payment.FeeTable {
				table, err := payment.NewFeeTable(payment.FeeSchedule{
					Authority: "Stadt", Source: "erfunden", Currency: payment.EUR, TaxRounding: payment.TaxPerLine, Collection: payment.CollectWithOrder,
					Fees: []payment.Fee{{ID: "hund", Text: "Hund", LegalBasis: "§ 2 Beispielsatzung", Kind: payment.FeeFixed, Amount: payment.Cents(s.Cent)}},
				})
				if err != nil {
					return nil
				}
				return table
			},
			Ausgaenge: func(Satzung) payment.Outcomes {
				return payment.Outcomes{{Outcome: payment.OutcomeRefused, AtMost: 10_000, Normen: recht.MustParseNormen("§ 3 Beispielsatzung")}}
			},
			Positionen: func(f od.Fall[Meldung, Satzung]) []payment.Position {
				if f.Kommune.Cent == 0 {
					return nil
				}
				return []payment.Position{{Fee: "hund", Quantity: 1}}
			},
		},
		Gemeinde: func(m Meldung) kommune.AGS {
			ags, err := kommune.ParseAGS(m.Gemeinde)
			if err != nil {
				return kommune.AGS{}
			}
			return ags
		},
	}
}

// kasse is the payment service in its test environment.
type kasse struct {
	*payment.Service

	money *paymenttest.Memory
	store *bausteine.Store
	ids   []uuid.UUID
	texts []string
	paid  bool // nobody pays where it is false
}

func (k *kasse) Start(ctx context.Context, order payment.Order, key string) (payment.Transaction, error) {
	tx, err := k.Service.Start(ctx, order, key)
	k.ids, k.texts = append(k.ids, tx.ID()), append(k.texts, order.Description)
	return tx, err
}

func (k *kasse) Pay(ctx context.Context) error {
	if !k.paid {
		return errors.New("the test environment is closed")
	}
	for _, p := range k.money.Payments() {
		if err := k.money.Pay(p.Ref); err != nil {
			return err
		}
	}
	for _, id := range k.ids {
		if _, err := k.Refresh(ctx, id); err != nil {
			return err
		}
	}
	_, err := k.store.Drain(ctx)
	return err
}

// welt is a programme with an authority that may go live, and the parts of a run.
type welt struct {
	config   probelauf.Config[Meldung, Satzung]
	store    *bausteine.Store
	zentrale *rollout.Leitstelle
	kassen   []*kasse
	runs     []*antrag.Registratur
	sent     []zustellung.Sendung
	now      time.Time
	reject   bool // the authority does not confirm
	down     bool // the delivery service is
	closed   bool // the payment service is
}

func neueWelt(t *testing.T, cent int64) *welt {
	t.Helper()
	w, err := open(t.Context(), cent)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, w.store.Close()) })
	return w
}

// open is for the examples, too.
func open(ctx context.Context, cent int64) (*welt, error) {
	w := &welt{now: heute.Start().Add(9 * time.Hour)}
	now := func() time.Time { return w.now }
	w.store = bausteine.NewMemory(bausteine.Config{Now: now})
	var err error
	if w.zentrale, err = rollout.NewLeitstelle(ctx, w.store, rollout.Programm{ID: "probe", Titel: "Probe", Ziel: datum.MustParse("2027-03-31"), Dienste: []rollout.Dienst{{
		Leistung: schluessel, Name: "Hund", Regeln: []rollout.Sollregel{{Land: kommune.Thueringen, Art: rollout.RegelTraeger, Grund: "probe"}},
	}}}, rollout.Config{}); err != nil {
		return nil, err
	}
	if err := w.zentrale.Record(ctx, []rollout.SollEreignis{{
		ID: uuid.Must(uuid.NewV7()), Programm: "probe", Leistung: schluessel, Stelle: stelle, Name: "Erfurt", Art: rollout.SollAufgenommen, Am: datum.MustParse("2026-01-01"), Erfasst: w.now.AddDate(0, -9, 0),
		Grund: "probe", Ursache: rollout.UrsacheSoll, Gemeinden: []rollout.Gemeindezeile{{AGS: erfurt, Einwohner: 218_793}}, Einwohnerstand: datum.MustParse("2024-12-31"), Schema: rollout.Schema,
	}}, nil); err != nil {
		return nil, err
	}
	set, err := rollout.NewEinstellungen(w.zentrale, schluessel, func(*Satzung) recht.Befunde { return nil })
	if err != nil {
		return nil, err
	}
	if befunde, err := set.Set(ctx, rollout.Einstellung[Satzung]{ID: uuid.Must(uuid.NewV7()), Stelle: stelle, Ab: datum.MustParse("2026-01-01"), Werte: Satzung{cent}}); err != nil || len(befunde) > 0 {
		return nil, errors.Join(err, befunde.Err())
	}
	index := zustaendigkeit.NewIndex()
	ars := kommune.MustParseARS("160510000000")
	if err := index.Update(func(a *zustaendigkeit.Aenderung) {
		a.PutStelle(zustaendigkeit.Stelle{ID: "erfurt", Art: zustaendigkeit.Behoerde, Name: "Stadt Erfurt"})
		a.Put(zustaendigkeit.Zustaendigkeit{Leistung: schluessel, Gebiete: []kommune.ARS{ars}, Stelle: "erfurt"})
	}); err != nil {
		return nil, err
	}
	w.config = probelauf.Config[Meldung, Satzung]{
		Dienst: dienst(), Zentrale: w.zentrale, Einstellungen: set, Zustaendig: index, Now: now,
		Gebiete: func(ags kommune.AGS) (kommune.ARS, bool) { return ars, ags == erfurt },
		Antworten: func(gemeinde kommune.AGS, _ Satzung) Meldung {
			return Meldung{Rufname: "Bello", Gemeinde: gemeinde.String()}
		},
		Kasse: func(store *bausteine.Store, paid func(context.Context, payment.Notice) error) (probelauf.Kasse, error) {
			money := paymenttest.NewMemory(now)
			service, err := payment.NewService(store, money, payment.Config{OnPaid: paid})
			k := &kasse{Service: service, money: money, store: store, paid: !w.closed}
			w.kassen = append(w.kassen, k)
			return k, err
		},
		Zusteller: func(reg *antrag.Registratur) (zustellung.Zusteller, error) {
			w.runs = append(w.runs, reg)
			inbox, err := lokal.New(reg)
			return &ziel{inbox, w}, err
		},
		Bescheid: func(ctx context.Context, reg *antrag.Registratur, id uuid.UUID) error {
			for _, art := range []antrag.Art{antrag.ArtUebernommen, antrag.ArtStattgegeben} {
				if _, err := reg.Update(ctx, id, func(antrag.Antrag) ([]antrag.Ereignis, error) {
					return []antrag.Ereignis{{Art: art, Akteur: antrag.AkteurBehoerde}}, nil
				}); err != nil {
					return err
				}
			}
			return nil
		},
	}
	return w, nil
}

// ziel is the test address of the authority.
type ziel struct {
	*lokal.Posteingang

	w *welt
}

func (z *ziel) Deliver(ctx context.Context, s zustellung.Sendung) error {
	if z.w.down {
		return errors.New("no connection")
	}
	z.w.sent = append(z.w.sent, s)
	return z.Posteingang.Deliver(ctx, s)
}

func (z *ziel) Watch(ctx context.Context, antrag, id uuid.UUID) (zustellung.Stand, error) {
	if z.w.reject {
		return zustellung.Stand{Status: zustellung.StatusUebergeben}, nil
	}
	return z.Posteingang.Watch(ctx, antrag, id)
}

func (w *welt) run(t *testing.T) probelauf.Protokoll {
	t.Helper()
	lauf, err := probelauf.New(w.config)
	require.NoError(t, err)
	p, err := lauf.Run(t.Context(), stelle)
	require.NoError(t, err)
	return p
}

// said is the outcome leg by leg: "+" passed, "0" nothing to pay, "-" failed.
func said(p probelauf.Protokoll) string {
	var out []string
	for _, s := range p.Schritte {
		out = append(out, fmt.Sprint(string(s.Strecke), map[bool]string{true: "+", false: map[bool]string{true: "0", false: "-"}[s.Entfaellt]}[s.Bestanden]))
	}
	return strings.Join(out, " ")
}

func TestRun_GoesAllLegsAndLeavesNothing(t *testing.T) {
	for cent, want := range map[int64]string{750: "antrag+ zahlung+ zustellung+ quittung+ bescheid+", 0: "antrag+ zahlung0 zustellung+ quittung+ bescheid+"} {
		w := neueWelt(t, cent)
		before := w.zentrale.Buch().At(rollout.Heute(heute)).Deckung(schluessel, rollout.Gebiet{})
		p := w.run(t)
		require.Equal(t, want, said(p), "%+v", p)
		require.Len(t, w.sent, 1)
		require.Contains(t, string(w.sent[0].Daten), `"mittel":"`+probelauf.Mittel+`"`, "what arrives says what it is")
		var in od.Eingang
		require.NoError(t, json.Unmarshal(w.sent[0].Daten, &in))
		require.Equal(t, "hund", in.Dienst)
		if cent > 0 {
			require.Equal(t, []string{"Probelauf: Hund anzeigen"}, w.kassen[0].texts, "and so does what is paid for")
		}
		_, err := w.runs[0].Load(t.Context(), w.sent[0].Antrag)
		require.Error(t, err, "the case is gone with its store")
		require.Equal(t, before, w.zentrale.Buch().At(rollout.Heute(heute)).Deckung(schluessel, rollout.Gebiet{}), "no figure hears of it")
	}
}

func TestRun_SaysWhichLegFails(t *testing.T) {
	for name, tt := range map[string]struct {
		spoil func(*welt)
		want  string
	}{
		"a rule is broken": {func(w *welt) {
			w.config.Antworten = func(g kommune.AGS, _ Satzung) Meldung { return Meldung{"Verboten", g.String()} }
		}, "antrag-"},
		"of another town": {func(w *welt) {
			w.config.Antworten = func(kommune.AGS, Satzung) Meldung { return Meldung{"Bello", "16053000"} }
		}, "antrag-"},
		"nobody is responsible": {func(w *welt) { w.config.Zustaendig = zustaendigkeit.NewIndex() }, "antrag-"},
		"the cash desk is shut": {func(w *welt) { w.closed = true }, "antrag+ zahlung-"},
		"no way to the office":  {func(w *welt) { w.down = true }, "antrag+ zahlung+ zustellung-"},
		"not confirmed":         {func(w *welt) { w.reject = true }, "antrag+ zahlung+ zustellung+ quittung-"},
		"nobody decides": {func(w *welt) {
			w.config.Bescheid = func(context.Context, *antrag.Registratur, uuid.UUID) error { return nil }
		}, "antrag+ zahlung+ zustellung+ quittung+ bescheid-"},
	} {
		w := neueWelt(t, 750)
		tt.spoil(w)
		p := w.run(t)
		require.Equal(t, tt.want, said(p), name)
		last := p.Schritte[len(p.Schritte)-1]
		require.NotEmpty(t, last.Befunde, "%s: and why", name)
	}
}

// Live only after the run, with the parameters it ran with; and live ones are run again.
func TestProbelauf_IsTheConditionOfGoingLive(t *testing.T) {
	w := neueWelt(t, 750)
	lauf, err := probelauf.New(w.config)
	require.NoError(t, err)
	var prober rollout.Prober = lauf
	w.record(t, rollout.ArtAktiviert)
	golive := func(lage rollout.Lage) (rollout.Stand, recht.Befunde) {
		stand, why, err := w.zentrale.Do(t.Context(), rollout.Ereignis{
			ID: uuid.Must(uuid.NewV7()), Programm: "probe", Leistung: schluessel, Stelle: stelle, Art: rollout.ArtFreigegeben, Am: heute, Von: "landesteam/1", Schema: rollout.Schema,
		}, lage)
		require.NoError(t, err)
		return stand, why
	}
	set, ok := w.config.Einstellungen.Of(stelle, rollout.Heute(heute))
	require.True(t, ok)
	lage := rollout.Lage{
		ParameterHash: set.Hash, Schulung: true, FirstLevel: true, Bezahldienst: "test", Link: "https://erfurt.example/hund",
		LinkErreichbar: rollout.Probe{Am: heute, OK: true},
	}
	stand, why := golive(lage)
	require.Equal(t, rollout.StandAktiviert, stand)
	require.True(t, why.Has("ROLLOUT-G-10"), "%v", why)

	w.down = true
	lage.Probelauf, err = prober.Probelauf(t.Context(), schluessel, stelle)
	require.NoError(t, err)
	_, why = golive(lage)
	require.True(t, why.Has("ROLLOUT-G-10"), "a leg did not pass")

	w.down = false
	lage.Probelauf, err = prober.Probelauf(t.Context(), schluessel, stelle)
	require.NoError(t, err)
	changed := lage
	changed.ParameterHash = strings.Repeat("0", 64)
	_, why = golive(changed)
	require.True(t, why.Has("ROLLOUT-G-10"), "other parameters than it ran with")
	stand, why = golive(lage)
	require.Empty(t, why)
	require.Equal(t, rollout.StandProduktiv, stand)

	again, err := w.zentrale.Nachproben(t.Context(), prober, schluessel, "betrieb/1")
	require.NoError(t, err)
	require.Len(t, again, 1)
	require.False(t, again[0].Ausgesetzt)
	w.reject = true
	again, err = w.zentrale.Nachproben(t.Context(), prober, schluessel, "betrieb/1")
	require.NoError(t, err)
	require.True(t, again[0].Ausgesetzt)
	row, _ := w.zentrale.Buch().At(rollout.Heute(heute)).Zeile(schluessel, stelle)
	require.Equal(t, rollout.StandAusgesetzt, row.Stand, "what is not reachable is not live")
	again, err = w.zentrale.Nachproben(t.Context(), prober, schluessel, "betrieb/1")
	require.NoError(t, err)
	require.Empty(t, again, "only live ones are run again")
	_, err = prober.Probelauf(t.Context(), leistung.MustParseSchluessel("99115005104000"), stelle)
	require.ErrorIs(t, err, rollout.ErrUnknown)
}

func TestNew_RefusesMissingParts(t *testing.T) {
	w := neueWelt(t, 0)
	for name, forget := range map[string]func(*probelauf.Config[Meldung, Satzung]){
		"Zentrale":      func(c *probelauf.Config[Meldung, Satzung]) { c.Zentrale = nil },
		"Einstellungen": func(c *probelauf.Config[Meldung, Satzung]) { c.Einstellungen = nil },
		"Zustaendig":    func(c *probelauf.Config[Meldung, Satzung]) { c.Zustaendig = nil },
		"Antworten":     func(c *probelauf.Config[Meldung, Satzung]) { c.Antworten = nil },
		"Zusteller":     func(c *probelauf.Config[Meldung, Satzung]) { c.Zusteller = nil },
		"Bescheid":      func(c *probelauf.Config[Meldung, Satzung]) { c.Bescheid = nil },
		"Kasse":         func(c *probelauf.Config[Meldung, Satzung]) { c.Kasse = nil },
		"Dienst":        func(c *probelauf.Config[Meldung, Satzung]) { c.Dienst.Fassung = "" },
	} {
		config := w.config
		forget(&config)
		_, err := probelauf.New(config)
		require.Error(t, err, name)
	}
	lauf, err := probelauf.New(w.config)
	require.NoError(t, err)
	_, err = lauf.Run(t.Context(), rollout.MustParseStelle("160610001"))
	require.ErrorIs(t, err, rollout.ErrUnknown, "not due")
}
