// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/money"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
)

// telling is a service that tells of the payment what a test wants to hear.
type telling struct {
	payment.Provider

	spoil func(*payment.Report)
}

func (p *telling) Status(ctx context.Context, ref string) (payment.Report, error) {
	report, err := p.Provider.Status(ctx, ref)
	p.spoil(&report)
	return report, err
}

func TestRefresh_ComparesEveryItem(t *testing.T) {
	order := paymenttest.Order()
	second := order.Items[0]
	second.ID, second.Net, second.Tax, second.TaxRate = "2", payment.Cents(1000), payment.Cents(190), 1900
	second.SingleNet, second.SingleTax = second.Net, second.Tax
	order.Items, order.Amount = append(order.Items, second), payment.Cents(1940)

	for name, tt := range map[string]struct {
		field string // of the mismatch; empty: believed
		spoil func([]payment.ReportItem) []payment.ReportItem
	}{
		"as ordered":           {"", func(r []payment.ReportItem) []payment.ReportItem { return r }},
		"in another order":     {"", func(r []payment.ReportItem) []payment.ReportItem { return []payment.ReportItem{r[1], r[0]} }},
		"none kept":            {"", func([]payment.ReportItem) []payment.ReportItem { return nil }},
		"no quantity told":     {"", func(r []payment.ReportItem) []payment.ReportItem { r[0].Quantity = 0; return r }},
		"one missing":          {"items", func(r []payment.ReportItem) []payment.ReportItem { return r[:1] }},
		"one more":             {"items", func(r []payment.ReportItem) []payment.ReportItem { return append(r, payment.ReportItem{ID: "3"}) }},
		"one twice":            {"items/1/id", func(r []payment.ReportItem) []payment.ReportItem { return []payment.ReportItem{r[0], r[0]} }},
		"another id":           {"items/0/id", func(r []payment.ReportItem) []payment.ReportItem { r[0].ID = "9"; return r }},
		"another quantity":     {"items/1/quantity", func(r []payment.ReportItem) []payment.ReportItem { r[1].Quantity = 2; return r }},
		"amounts changed over": {"items/0/net", func(r []payment.ReportItem) []payment.ReportItem { r[0].ID, r[1].ID = "2", "1"; return r }},
		"tax called net": {"items/1/net", func(r []payment.ReportItem) []payment.ReportItem {
			r[1].Net, r[1].Tax = payment.Cents(1190), payment.Cents(0)
			return r
		}},
		"tax left out": {"items/1/tax", func(r []payment.ReportItem) []payment.ReportItem { r[1].Tax = payment.Cents(0); return r }},
		"another currency": {"items/0/net", func(r []payment.ReportItem) []payment.ReportItem {
			r[0].Net = payment.NewAmount(750, money.CHF)
			return r
		}},
		"no amount at all": {"items/0/net", func(r []payment.ReportItem) []payment.ReportItem { r[0].Net = payment.Amount{}; return r }},
	} {
		t.Run(name, func(t *testing.T) {
			memory := paymenttest.NewMemory(nil)
			service, err := payment.NewService(newStore(nil), &telling{memory, func(r *payment.Report) {
				r.Items = tt.spoil(append([]payment.ReportItem(nil), r.Items...))
			}}, payment.Config{})
			require.NoError(t, err)
			tx, err := service.Start(t.Context(), order, "")
			require.NoError(t, err)
			require.NoError(t, memory.Pay(tx.Ref()))
			tx, err = service.Refresh(t.Context(), tx.ID())
			require.NoError(t, err)
			if tt.field == "" {
				require.Equal(t, payment.StatePaid, tx.State())
				return
			}
			require.Equal(t, payment.StateInitial, tx.State())
			require.Equal(t, []payment.Flag{payment.FlagMismatch}, tx.Flags())
			events := tx.Events()
			require.Equal(t, tt.field, events[len(events)-1].Field)
		})
	}
}
