// SPDX-License-Identifier: Apache-2.0

package bescheinigung_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/amt"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/bescheinigung"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/onlinediensttest"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
)

func gemeinden(t *testing.T) []kommune.Gemeinde {
	t.Helper()
	aemter, err := amt.New(kommune.Deutschland())
	require.NoError(t, err)
	out := aemter.Gemeinden()
	require.Greater(t, len(out), 6, "a Verwaltungsgemeinschaft has several")
	return out
}

func probe(t *testing.T, weg bescheinigung.Weg) onlinediensttest.Probe[bescheinigung.Antrag, bescheinigung.Satzung] {
	t.Helper()
	g := gemeinden(t)
	satzungen, err := bescheinigung.Satzungen(g)
	require.NoError(t, err)
	return onlinediensttest.Probe[bescheinigung.Antrag, bescheinigung.Satzung]{
		Dienst: bescheinigung.Dienst(g), Kommunen: satzungen, Tag: "2026-11-30", Gemeinde: kommune.MustParseAGS("16053000"),
		Antworten: bescheinigung.Antrag{
			Person:        od.Person{Familienname: "Mustermann", Vornamen: "Erika", Geburtsdatum: datum.MustParse("1984-08-12")},
			Wohnung:       bescheinigung.Wohnung{Gemeinde: "16053000", Strasse: "Am Anger", Hausnummer: "1", PLZ: "07743"},
			Bescheinigung: bescheinigung.Bescheinigung{Umfang: bescheinigung.Erweitert, Angaben: []string{"einzug", "geburtsort"}},
			Weg:           weg,
		},
		Kasse: kasse,
	}
}

// kasse is a payment service inside of the test.
func kasse(t *testing.T, store *bausteine.Store, now func() time.Time, paid func(context.Context, payment.Notice) error) onlinediensttest.Kasse {
	t.Helper()
	money := paymenttest.NewMemory(now)
	service, err := payment.NewService(store, money, payment.Config{OnPaid: paid})
	require.NoError(t, err)
	return onlinediensttest.Kasse{
		Kasse: service,
		Pay: func(*testing.T) {
			for _, p := range money.Payments() {
				_ = money.Pay(p.Ref) // one that is over stays so
			}
		},
		GiveUp: func(t *testing.T) {
			t.Helper()
			for _, p := range money.Payments() {
				require.NoError(t, money.GiveUp(p.Ref, payment.StatusFailed))
			}
		},
		Work: func(ctx context.Context) error {
			_, err := paymenttest.Work(ctx, store)
			return err
		},
		Payments: func() int { return len(money.Payments()) },
	}
}

func TestDienst_HoldsWhatTheKitPromises(t *testing.T) {
	onlinediensttest.TestDienst(t, probe(t, bescheinigung.Papier))
}

func TestDienst_PaperCostsAndTheElectronicOneIsFree(t *testing.T) {
	p := probe(t, bescheinigung.Papier)
	s := onlinediensttest.Play(t, p.Dienst, p.Kommunen, p.Tag, p.Antworten).Findings().Fee("7.50 EUR")
	s.Set(func(a *bescheinigung.Antrag) { a.Weg = bescheinigung.Elektronisch }).Findings().Fee("")
}

func TestDienst_AsksForDetailsOnlyWhereThereAreSome(t *testing.T) {
	p := probe(t, bescheinigung.Elektronisch)
	s := onlinediensttest.Play(t, p.Dienst, p.Kommunen, p.Tag, p.Antworten).Delivers("geburtsort")
	s.Put(map[string]any{"/bescheinigung/umfang": "einfach"}).Findings().Keeps("geburtsort")
	s.Put(map[string]any{"/person/geburtsdatum": "2027-01-01"}).Findings("BESCHEINIGUNG-GEBURT /person/geburtsdatum").Blocked(true)
}
