// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/internal/kasse"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// headless plays a re-registration from the first answer to the notice.
func headless(ctx context.Context, s *onlinedienst.Server, store *bausteine.Store, provider kasse.Kasse, out io.Writer) error {
	z := s.Zugang(erika().Konto, "de")
	id, err := z.Begin(ctx, "fahrzeug-ummelden", "headless")
	if err != nil {
		return err
	}
	_, err = z.Answer(ctx, id, map[string]any{"/fahrzeug/kennzeichen": "EF-XY 12", "/fahrzeug/fin": "1234", "/behalten": "ja", "/papiere/zb1": "abc1234"})
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
	fmt.Fprintf(out, "antrag/fall: vom Programm entschieden (§ 19 Abs. 1 FZV) und abgerufen, Zustand %s\n", sicht.Zustand)
	for _, l := range sicht.Fristen {
		fmt.Fprintf(out, "leistung/frist: %s bis %s (%s)\n", l.Name, l.Letzter, l.Norm)
	}
	return err
}
