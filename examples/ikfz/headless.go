// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/internal/kasse"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/payment/xrechnung"
)

// headless plays a re-registration from the first answer to the notice.
func headless(ctx context.Context, s *onlinedienst.Server, store *bausteine.Store, provider kasse.Kasse, out io.Writer) error {
	z := s.Zugang(firma().Konto, "de")
	id, err := z.Begin(ctx, "fahrzeug-ummelden", "headless")
	if err != nil {
		return err
	}
	_, err = z.Answer(ctx, id, map[string]any{"/fahrzeug/kennzeichen": "EF-XY 12", "/fahrzeug/fin": "1234", "/behalten": "ja", "/papiere/zb1": "abc1234", "/rechnung": "ja"})
	if err != nil {
		return err
	}
	befunde, err := z.Submit(ctx, id)
	if err != nil || len(befunde) > 0 {
		return errors.Join(err, befunde.Err())
	}
	fmt.Fprintln(out, "onlinedienst: Anschrift aus dem Konto, Rest beantwortet, Register gefragt: nichts fehlt")
	for _, p := range provider.Payments() {
		if err := provider.Pay(p.Ref); err != nil {
			return err
		}
		fmt.Fprintf(out, "payment: bezahlt %s\n", p.Amount)
	}
	_, drained := store.Drain(ctx)
	if err := errors.Join(z.Settle(ctx, id), drained); err != nil {
		return err
	}
	if _, err := store.Drain(ctx); err != nil {
		return err
	}
	if err := z.Act(ctx, id, aktAbgerufen, ""); err != nil {
		return err
	}
	sicht, err := z.Sicht(ctx, id)
	invoices, invoiced := z.Rechnungen(ctx, id)
	for _, file := range invoices {
		inv, err := xrechnung.Read(bytes.NewReader(file), xrechnung.Limits{})
		if err = errors.Join(err, invoiced); err != nil {
			return err
		}
		fmt.Fprintf(out, "payment/xrechnung: Rechnung an %s, bezahlt %s, offen %s, Befunde %d\n", inv.Buyer.Name, inv.Totals.Prepaid.Value, inv.Totals.Payable.Value, len(inv.Check()))
	}
	fmt.Fprintf(out, "antrag/fall: vom Programm entschieden (§ 19 Abs. 1 FZV) und abgerufen, Zustand %s\n", sicht.Zustand)
	for _, l := range sicht.Fristen {
		fmt.Fprintf(out, "leistung/frist: %s bis %s (%s)\n", l.Name, l.Letzter, l.Norm)
	}
	return err
}
