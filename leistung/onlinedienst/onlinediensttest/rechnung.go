// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/zustellung"
	"github.com/deutschland-stack/bausteine/payment/xrechnung"
)

// writesInvoice holds a service that writes electronic invoices to one for each fee that
// was paid: in order by its own rules, without VAT, paid, and open to nobody else; that it
// is delivered with the case and gone with it.
func writesInvoice[A, P any](t *testing.T, s *stand[A, P]) {
	if g := s.probe.Dienst.Gebuehr; g == nil || g.Rechnung == nil {
		t.Skip("the service writes no invoices")
	}
	f := Play(t, s.probe.Dienst, s.probe.Kommunen, s.probe.Tag, s.probe.Antworten).Case()
	_, asked := s.probe.Dienst.Gebuehr.Rechnung(f)
	b, draft, fall := s.arrived(t)
	id := s.at(t, fall).ID()
	for range 3 { // the notice of the payment comes again
		require.NoError(t, s.kasse.Work(t.Context()))
	}
	invoices := linksTo(b.get(draft), draft+"/xrechnung/")
	if !asked {
		require.Empty(t, invoices, "nobody asked for one")
		return
	}
	require.Len(t, invoices, 1, b.page)
	inOrder(t, b, "de")
	file := b.get(invoices[0]).page
	require.Equal(t, http.StatusOK, b.status)
	inv, err := xrechnung.Read(strings.NewReader(file), xrechnung.Limits{})
	require.NoError(t, err)
	require.Empty(t, inv.Check())
	require.Equal(t, "0.00", inv.TaxTotal.Value, "never VAT on what is not taxable")
	require.Equal(t, "O", inv.Breakdown[0].Category)
	require.Equal(t, "0.00", inv.Totals.Payable.Value, "it is paid")
	require.Equal(t, inv.Totals.TaxInclusive, inv.Totals.Prepaid)
	require.NotEmpty(t, inv.Means[0].Reference, "the Kassenzeichen")

	require.Equal(t, http.StatusNotFound, s.login(t, kontoMax).get(invoices[0]).status, "the invoice of somebody else")
	desk := s.official(t, amtSabine)
	atDesk := linksTo(desk.get(fall), fall+"/xrechnung/")
	require.Len(t, atDesk, 1)
	require.Equal(t, file, desk.get(atDesk[0]).page)
	require.Equal(t, http.StatusNotFound, s.official(t, amtFremd).get(atDesk[0]).status)
	require.Equal(t, http.StatusNotFound, b.get(draft+"/xrechnung/"+uuid.NewString()+".xml").status)

	if s.akten == nil {
		s.deliversInvoice(t, file)
	}
	s.outlives(t, id)
	require.Equal(t, http.StatusNotFound, s.login(t, kontoErika).get(invoices[0]).status, "it lives as long as the case")
	require.Equal(t, http.StatusNotFound, s.official(t, amtSabine).get(atDesk[0]).status)
}

// stopsInvoice has the service say too little for its invoices: that stops the invoice
// and never the case, the desk sees it with the code of the rule, and one button writes it
// when the cause is mended.
func stopsInvoice[A, P any](t *testing.T, s *stand[A, P]) {
	if g := s.probe.Dienst.Gebuehr; g == nil || g.Rechnung == nil {
		t.Skip("the service writes no invoices")
	}
	if _, asked := s.probe.Dienst.Gebuehr.Rechnung(Play(t, s.probe.Dienst, s.probe.Kommunen, s.probe.Tag, s.probe.Antworten).Case()); !asked {
		t.Skip("nobody asks for one")
	}
	s.gestoert = true
	b, draft, fall := s.arrived(t)
	id := s.at(t, fall).ID()
	require.NoError(t, s.kasse.Work(t.Context()))
	require.Empty(t, linksTo(b.get(draft), draft+"/xrechnung/"))
	require.Contains(t, s.log.String(), "BR-DE-6 ", "the rule that it breaks")
	for _, personal := range []string{kontoErika, "Erika", "Mustermann"} {
		require.NotContains(t, s.log.String(), personal)
	}
	s.log.Reset()

	const disturbances = "/amt/stoerungen"
	rita, other := s.official(t, amtRita), s.official(t, amtFremd)
	require.Contains(t, rita.get(disturbances).page, "BR-DE-6 ")
	require.Contains(t, rita.page, onlinedienst.Nummer(id))
	inOrder(t, rita, "de")
	require.NotContains(t, other.get(disturbances).page, onlinedienst.Nummer(id))
	again := func() {
		v := url.Values{"token": rita.form().values()["token"], "fall": {id.String()}}
		rita.do(http.MethodPost, disturbances, v)
		require.Equal(t, http.StatusOK, rita.status)
		_, err := s.store.Drain(t.Context())
		require.NoError(t, err)
	}
	again()
	require.Contains(t, rita.get(disturbances).page, "BR-DE-6 ", "as long as the cause is there")
	require.Empty(t, linksTo(b.get(draft), draft+"/xrechnung/"))
	s.gestoert = false
	again()
	require.NotContains(t, rita.get(disturbances).page, onlinedienst.Nummer(id))
	require.Len(t, linksTo(b.get(draft), draft+"/xrechnung/"), 1)
}

// deliversInvoice hands a case over and looks for the invoice among the files.
func (s *stand[A, P]) deliversInvoice(t *testing.T, file string) {
	t.Helper()
	b := s.login(t, kontoErika)
	draft := s.begin(t, b)
	s.walk(t, b, draft, func() {})
	s.send(t, b)
	var got kasten
	id := s.stored(t, draft).ID()
	require.NoError(t, onlinedienst.Zustellen(t.Context(), s.reg, &got, antrag.Auftrag{ID: uuid.New(), Antrag: id}))
	at := slices.IndexFunc(got.files, func(file []byte) bool { return strings.Contains(string(file), "CustomizationID") })
	require.GreaterOrEqual(t, at, 0, "with the case")
	require.NotEqual(t, file, string(got.files[at]), "that of this case")
}

// outlives lets the time pass for which a case is kept.
func (s *stand[A, P]) outlives(t *testing.T, id uuid.UUID) {
	t.Helper()
	if s.akten == nil {
		_, err := s.reg.Update(t.Context(), id, func(antrag.Antrag) ([]antrag.Ereignis, error) {
			return []antrag.Ereignis{{Art: antrag.ArtZurueckgenommen, Akteur: antrag.AkteurAntragsteller}}, nil
		})
		require.NoError(t, err)
	}
	for range 10 {
		s.now = s.now.AddDate(10, 0, 0)
		_, err := s.store.Drain(t.Context())
		require.NoError(t, err)
		_, err = s.store.Sweep(t.Context())
		require.NoError(t, err)
	}
}

// kasten is an authority that keeps the files that it gets.
type kasten struct{ files [][]byte }

func (k *kasten) Deliver(ctx context.Context, s zustellung.Sendung) error {
	for _, a := range s.Anlagen {
		content, err := a.Load(ctx)
		if err != nil {
			return err
		}
		k.files = append(k.files, content)
	}
	return s.Check()
}

func (*kasten) Watch(context.Context, uuid.UUID, uuid.UUID) (zustellung.Stand, error) {
	return zustellung.Stand{}, zustellung.ErrUnbekannt
}

// linksTo are the links of a page that begin so.
func linksTo(b *browser, prefix string) (out []string) {
	for _, to := range b.links() {
		if strings.HasPrefix(to, prefix) && !slices.Contains(out, to) {
			out = append(out, to)
		}
	}
	return out
}
