// SPDX-License-Identifier: Apache-2.0

package onlinedienst_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/onlinediensttest"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
)

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

func TestDienst_ParkenWithItsFee(t *testing.T) {
	onlinediensttest.TestDienst(t, onlinediensttest.Probe[antragParken, satzung]{
		Dienst: parken(), Kommunen: jena(t), Tag: "2026-11-30", Antworten: erika(), Gemeinde: kommune.MustParseAGS("16053000"), Kasse: kasse,
	})
}

// A further question is a field of the struct and its handle: it is asked, shown,
// checked, delivered and kept without a line anywhere else.
func TestDienst_AFurtherQuestionIsOneHandle(t *testing.T) {
	d := parken()
	d.Gebuehr = nil
	title := od.T("Wie viele Räder hat der Wagen?", "How many wheels does the car have?")
	d.Seiten = append(d.Seiten, od.Zeige("raeder", od.Element[antragParken](od.Ganzzahl(func(a *antragParken) *od.Zahl { return &a.Raeder }, title).Between("3", "8"))))
	require.Empty(t, d.Check())
	a := erika()
	s := onlinediensttest.Play(t, d, jena(t), "2026-11-30", a).Pages("person", "anschrift", "wohnung", "fahrzeuge", "ausweis", "kontakt", "raeder").Findings("FORM-PFLICHT /raeder")
	s.Set(func(a *antragParken) { a.Raeder = od.Z(2) }).Findings("FORM-WERT-MIN /raeder")
	s.Set(func(a *antragParken) { a.Raeder = od.Z(4) }).Findings().Delivers("raeder")
	a.Raeder = od.Z(4)
	onlinediensttest.TestDienst(t, onlinediensttest.Probe[antragParken, satzung]{
		Dienst: d, Kommunen: jena(t), Tag: "2026-11-30", Antworten: a, Gemeinde: kommune.MustParseAGS("16053000"),
	})
	lauf, err := d.Begin(jena(t), s.Case().Heute, recht.NiveauHoch)
	require.NoError(t, err)
	require.NoError(t, lauf.Answer(a))
	data, err := lauf.Data()
	require.NoError(t, err)
	var back antragParken
	require.NoError(t, json.Unmarshal(data, &back))
	require.Equal(t, int64(4), back.Raeder.Int())
}
