// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/money"
	"github.com/deutschland-stack/bausteine/payment/xrechnung"
)

// givesBack lets paid cases end by a refusal and by a withdrawal: what the table of the
// authority leaves goes back once, whoever looks sees it, and the invoice is replaced.
func givesBack[A, P any](t *testing.T, s *stand[A, P]) {
	if s.probe.Dienst.Gebuehr == nil {
		t.Skip("the service is free of charge")
	}
	f := Play(t, s.probe.Dienst, s.probe.Kommunen, s.probe.Tag, s.probe.Antworten).Case()
	table := s.probe.Dienst.Gebuehr.Ausgaenge(f.Kommune)
	for _, o := range []payment.Outcome{payment.OutcomeRefused, payment.OutcomeWithdrawn, payment.OutcomeNotBegun} {
		require.True(t, slices.ContainsFunc(table, func(r payment.OutcomeRule) bool { return r.Outcome == o }), "nothing is said of %s", o)
	}
	b, draft, fall := s.arrived(t)
	require.Contains(t, b.get(draft).page, "Zahlung der Gebühr")
	require.NotContains(t, b.page, "Zurückgezahlt")
	desk := s.official(t, amtSabine)
	if s.withdraw(b, draft) {
		s.settled(t, b, draft, fall, table, payment.OutcomeNotBegun)
	}
	b, draft, fall = s.arrived(t)
	if taken := "/uebernommen"; desk.get(fall).action(fall+taken) != "" {
		desk.to(fall + taken)
		if s.withdraw(b, draft) {
			s.settled(t, b, draft, fall, table, payment.OutcomeWithdrawn)
		}
		b, draft, fall = s.arrived(t)
		desk.get(fall).to(fall + taken)
	}
	second, refused := s.official(t, amtKai), false
	for _, name := range decisions(desk.get(fall), fall) { // whatever a refusal is called
		s.settle(t, desk, second, fall, name)
		if s.at(t, fall).Status() == antrag.StatusAbgelehnt {
			refused = true
			s.settled(t, b, draft, fall, table, payment.OutcomeRefused)
		} else {
			s.pass(t)
			_, back := s.money(t, s.at(t, fall).id)
			require.Zero(t, back.Sign(), "what was granted costs its fee")
		}
		b, draft, fall = s.arrived(t)
		desk.get(fall).to(fall + "/uebernommen")
	}
	require.True(t, refused || s.akten != nil, "nobody can refuse")
}

// action is the address of a form of the page, "" where it has none to it.
func (b *browser) action(to string) string {
	for _, f := range b.forms() {
		if f.action == to {
			return to
		}
	}
	return ""
}

// withdraw withdraws a case on its page, and reports whether it can be.
func (s *stand[A, P]) withdraw(b *browser, draft string) bool {
	for _, to := range []string{draft + "/zurueckziehen", draft + "/akt/zurueckgenommen"} {
		for _, f := range b.get(draft).forms() {
			if f.action == to {
				b.do(http.MethodPost, to, url.Values{"token": f.values()["token"], "text": {"Es hat sich erledigt."}})
				sure := b.form()
				b.send(sure, sure.values())
				return true
			}
		}
	}
	return false
}

// settled holds the money of a case that is over to the table.
func (s *stand[A, P]) settled(t *testing.T, b *browser, draft, fall string, table payment.Outcomes, o payment.Outcome) {
	t.Helper()
	s.pass(t)
	rule := table[slices.IndexFunc(table, func(r payment.OutcomeRule) bool { return r.Outcome == o })]
	paid, back := s.money(t, s.at(t, fall).id)
	stays, err := rule.AtMost.Of(paid, money.Down)
	require.NoError(t, err)
	want, err := paid.Sub(stays)
	require.NoError(t, err)
	require.Equal(t, want, back, "%s", o)
	desk := s.official(t, amtSabine)
	for _, page := range []string{b.get(draft).page, desk.get(fall).page} {
		require.Equal(t, back.Sign() > 0, strings.Contains(page, "Zurückgezahlt"), "%s", o)
		require.Contains(t, page, "Bleibt bei der Behörde")
		require.Contains(t, page, rule.Normen[0].String())
	}
	inOrder(t, b, "de")
	s.replaced(t, b, draft, stays, back)
}

// pass lets some time pass, in which what failed is tried again.
func (s *stand[A, P]) pass(t *testing.T) {
	t.Helper()
	for range 4 {
		_, err := s.store.Drain(t.Context())
		require.NoError(t, err)
		require.NoError(t, s.kasse.Work(t.Context()))
		s.now = s.now.Add(5 * time.Minute)
	}
}

// money is what was paid for a case, and what went back.
func (s *stand[A, P]) money(t *testing.T, id uuid.UUID) (paid, back payment.Amount) {
	t.Helper()
	for head, err := range s.kasse.List(t.Context(), payment.Query{Application: id.String()}) {
		require.NoError(t, err)
		tx, err := s.kasse.Load(t.Context(), head.Payment)
		require.NoError(t, err)
		if tx.State().HasMoney() || tx.Refunded().Sign() > 0 {
			paid, back = tx.Amount(), tx.Refunded()
		}
	}
	require.True(t, paid.IsSet(), "nothing was paid")
	return paid, back
}

// replaced holds the second invoice of a case, where it has a first, to what stays.
func (s *stand[A, P]) replaced(t *testing.T, b *browser, draft string, stays, back payment.Amount) {
	t.Helper()
	var first, second *xrechnung.Invoice
	for _, to := range linksTo(b.get(draft), draft+"/xrechnung/") {
		inv, err := xrechnung.Read(strings.NewReader(b.get(to).page), xrechnung.Limits{})
		require.NoError(t, err)
		require.Empty(t, inv.Check())
		if inv.Preceding == "" {
			first = inv
		} else {
			require.Nil(t, second, "it is replaced once")
			second = inv
		}
	}
	if first == nil {
		return // nobody asked for one
	}
	if back.Sign() == 0 {
		require.Nil(t, second, "nothing of it has changed")
		return
	}
	require.NotNil(t, second)
	require.Equal(t, first.Number, second.Preceding)
	require.Equal(t, stays.Decimal(), second.Totals.TaxInclusive.Value)
	require.Equal(t, stays.Decimal(), second.Totals.Prepaid.Value)
	require.Equal(t, "0.00", second.Totals.Payable.Value)
}

// sendsLateMoneyBack lets money come that nothing waits for any more: it goes back whole.
func sendsLateMoneyBack[A, P any](t *testing.T, s *stand[A, P]) {
	if s.probe.Dienst.Gebuehr == nil || s.akten != nil {
		t.Skip("the service is free of charge, or has a procedure, whose tests have it")
	}
	b := s.login(t, kontoErika)
	draft := s.begin(t, b)
	s.walk(t, b, draft, func() {})
	f := b.form()
	v := f.values()
	v.Set("richtig", "ja")
	b.send(f, v)
	require.True(t, strings.HasSuffix(b.path, "/zahlung"), b.path)
	id := s.stored(t, draft).id
	_, err := s.reg.Update(t.Context(), id, func(antrag.Antrag) ([]antrag.Ereignis, error) {
		return []antrag.Ereignis{{Art: antrag.ArtVerworfen, Akteur: antrag.AkteurSystem}}, nil
	})
	require.NoError(t, err)
	s.kasse.Pay(t)
	for range 5 {
		s.pass(t)
	}
	paid, back := s.money(t, id)
	require.Equal(t, paid, back)
	require.Empty(t, s.log.String())
}

// leavesToCashOffice has a payment service that sends nothing back: the desk sees it,
// and when the cash office has sent the money, one button ends it.
func leavesToCashOffice[A, P any](t *testing.T, s *stand[A, P]) {
	if s.probe.Dienst.Gebuehr == nil {
		t.Skip("the service is free of charge")
	}
	s.vonHand = true
	b, draft, fall := s.arrived(t)
	id := s.at(t, fall).id
	paid, _ := s.money(t, id)
	if !s.withdraw(b, draft) {
		t.Skip("nobody withdraws it")
	}
	s.pass(t)
	const disturbances, code = "/amt/stoerungen", "ERSTATTUNG-VON-HAND"
	rita := s.official(t, amtRita)
	require.Contains(t, rita.get(disturbances).page, code)
	require.Contains(t, rita.page, "Gebühr erstatten")
	inOrder(t, rita, "de")
	require.NotContains(t, s.official(t, amtFremd).get(disturbances).page, code)
	require.Contains(t, b.get(draft).page, "Geht noch zurück")
	again := func() {
		v := url.Values{"token": rita.form().values()["token"], "fall": {id.String()}}
		rita.do(http.MethodPost, disturbances, v)
		require.Equal(t, http.StatusOK, rita.status)
		s.pass(t)
	}
	again()
	require.Contains(t, rita.get(disturbances).page, code, "as long as nobody has sent it")
	for head, err := range s.kasse.List(t.Context(), payment.Query{Application: id.String()}) {
		require.NoError(t, err)
		byHand, ok := s.kasse.Kasse.(*launisch).Kasse.(interface {
			RefundByHand(ctx context.Context, id uuid.UUID, order payment.RefundOrder) (payment.Refund, error)
		})
		require.True(t, ok)
		_, err = byHand.RefundByHand(t.Context(), head.Payment, payment.RefundOrder{Amount: paid, Reason: "by hand"})
		require.NoError(t, err)
	}
	again()
	require.NotContains(t, rita.get(disturbances).page, code)
	require.NotContains(t, b.get(draft).page, "Geht noch zurück")
}

// asksWhatStays ends a paid case whose authority has lost the rows that say what stays:
// the desk is told, nobody's page breaks, and once the rows are there the money goes back.
func asksWhatStays[A, P any](t *testing.T, s *stand[A, P]) {
	if s.probe.Dienst.Gebuehr == nil {
		t.Skip("the service is free of charge")
	}
	b, draft, fall := s.arrived(t)
	s.luecke = true
	if !s.withdraw(b, draft) {
		t.Skip("nobody withdraws it")
	}
	s.pass(t)
	const disturbances, code = "/amt/stoerungen", "ERSTATTUNG-OFFEN"
	rita, desk := s.official(t, amtRita), s.official(t, amtSabine)
	require.Contains(t, rita.get(disturbances).page, code)
	for _, page := range []string{b.get(draft).page, desk.get(fall).page, b.get("/einsicht/meine-daten.json").page} {
		require.Contains(t, page, "Bezahlt")
		require.NotContains(t, page, "Bleibt bei der Behörde")
	}
	s.luecke = false
	rita.do(http.MethodPost, disturbances, url.Values{"token": rita.get(disturbances).form().values()["token"], "fall": {s.at(t, fall).id.String()}})
	f := Play(t, s.probe.Dienst, s.probe.Kommunen, s.probe.Tag, s.probe.Antworten).Case()
	s.settled(t, b, draft, fall, s.probe.Dienst.Gebuehr.Ausgaenge(f.Kommune), payment.OutcomeNotBegun)
	require.NotContains(t, rita.get(disturbances).page, code)
}

// launisch is a payment service of which each first answer to a refund is lost on the
// way, and that may send nothing back at all.
type launisch struct {
	onlinedienst.Kasse

	nie      *bool
	verloren bool
}

func (l *launisch) Refund(ctx context.Context, id uuid.UUID, order payment.RefundOrder) (payment.Refund, error) {
	if *l.nie {
		return payment.Refund{}, payment.ErrUnsupported
	}
	r, err := l.Kasse.Refund(ctx, id, order)
	if l.verloren = !l.verloren; l.verloren && err == nil {
		err = errors.New("the answer was lost")
	}
	return r, err
}
