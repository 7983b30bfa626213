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

// headless plays two people from the first answer to where the office has it.
func headless(ctx context.Context, s *onlinedienst.Server, store *bausteine.Store, provider kasse.Kasse, out io.Writer) error {
	zwei := []onlinedienst.Zugang{s.Zugang(erika().Konto, "de"), s.Zugang(max().Konto, "de")}
	id, err := zwei[0].Begin(ctx, "eheschliessung", "headless")
	if err != nil {
		return err
	}
	code, err := zwei[0].Invite(ctx, id, b)
	if err != nil {
		return err
	}
	if err := zwei[1].Join(ctx, "eheschliessung", id, code); err != nil {
		return err
	}
	fmt.Fprintln(out, "onlinedienst: begonnen, eingeladen, beigetreten")
	for i, name := range []string{"Mustermann", "Beispiel"} {
		_, err := zwei[i].Answer(ctx, id, map[string]any{"/geburt/geburtsname": name, "/geburt/geburtsort": "Jena", "/stand/familienstand": ledig, "/stand/fremdesrecht": "nein"})
		if err != nil {
			return err
		}
	}
	for _, ehename := range []string{keinEhename, "Mustermann-Beispiel"} { // the second asks Max again
		if _, err := zwei[0].Answer(ctx, id, map[string]any{"/ehe/standesamt": "16053000", "/ehe/verwandt": "nein", "/ehe/ehename": ehename}); err != nil {
			return err
		}
		befunde, err := zwei[1].Submit(ctx, id)
		if err != nil || len(befunde) > 0 {
			return errors.Join(err, befunde.Err())
		}
		fmt.Fprintf(out, "onlinedienst: Max bestätigt (Ehename: %s)\n", ehename)
	}
	if befunde, err := zwei[0].Submit(ctx, id); err != nil || len(befunde) > 0 {
		return errors.Join(err, befunde.Err())
	}
	for _, p := range provider.Payments() {
		if err := provider.Pay(p.Ref); err != nil {
			return err
		}
		fmt.Fprintf(out, "payment: Erika bestätigt und bezahlt %s\n", p.Amount)
	}
	_, drained := store.Drain(ctx)
	if err := errors.Join(zwei[0].Settle(ctx, id), drained); err != nil {
		return err
	}
	for i, wer := range []string{"Erika", "Max"} {
		sicht, err := zwei[i].Sicht(ctx, id)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "antrag/fall: für %s, Zustand %s\n", wer, sicht.Zustand)
	}
	return nil
}
