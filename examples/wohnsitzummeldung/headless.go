// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/anmeldung"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/betrieb"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/onceonly/cockpit"
)

// headless runs one complete move without a browser: the same use cases that
// the pages call, one line a step. Without a place for its data it works in a
// folder that it removes again.
func headless(ctx context.Context, cfg betrieb.Config, stdout io.Writer) (err error) {
	if cfg.Daten == "" {
		dir, err := os.MkdirTemp("", "wohnsitzummeldung-")
		if err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(dir) }()
		cfg.Daten = filepath.Join(dir, "umzug.db")
	}
	b, err := betrieb.Start(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	u := newUmzug(b, testkonto.Konten()[0].Konto, stdout)
	if err := u.move(ctx); err != nil {
		return err
	}
	return u.look(ctx)
}

// move goes the way from the login to the receipt.
func (u *umzug) move(ctx context.Context) error {
	for _, schritt := range []func(context.Context) error{
		u.login, u.begin, u.address, u.retrieve, u.accept, u.complete, u.submit, u.arrive, u.decide, u.confirm,
	} {
		if err := schritt(ctx); err != nil {
			return err
		}
	}
	return nil
}

// umzug is one move on its way.
type umzug struct {
	d     *dienst.Dienst
	p     onlinedienst.Zugang
	out   io.Writer
	start time.Time
	konto nutzerkonto.Konto
	id    uuid.UUID
	v     antrag.Antrag // once it was handed in
	beleg onlinedienst.Vorschau
}

// newUmzug is the move of an account.
func newUmzug(b *betrieb.Betrieb, konto nutzerkonto.Konto, out io.Writer) *umzug {
	return &umzug{d: b.Dienst, p: b.Portal.Zugang(konto, "de"), out: out, start: time.Now(), konto: konto}
}

func (u *umzug) say(format string, args ...any) {
	fmt.Fprintf(u.out, "%7.3f s  %s\n", time.Since(u.start).Seconds(), fmt.Sprintf(format, args...))
}

func (u *umzug) login(context.Context) (err error) {
	u.say("%s meldet sich an (%s, Vertrauensniveau %s)", u.konto.Name(), u.konto.Mittel, u.konto.Niveau)
	return nil
}

func (u *umzug) begin(ctx context.Context) (err error) {
	u.id, err = u.p.Begin(ctx, anmeldung.Name, rand.Text())
	u.say("Entwurf %s begonnen", dienst.Nummer(u.id))
	return err
}

// answer answers questions by their places.
func (u *umzug) answer(ctx context.Context, answers map[string]any) error {
	_, err := u.p.Answer(ctx, u.id, answers)
	return err
}

func (u *umzug) address(ctx context.Context) error {
	treffer := u.d.Gebiete().Search("Seebach", 20)
	var ziel kommune.Gemeinde
	for _, t := range treffer {
		if ziel.AGS.IsZero() && t.Gemeinde.AGS.Land() == kommune.Thueringen {
			ziel = t.Gemeinde // the best hit; places that once had the name come later
		}
	}
	u.say("Suche „Seebach“: %d Treffer in ganz Deutschland, gewählt %s in Thüringen", len(treffer), ziel.Kurzname())
	if err := u.answer(ctx, map[string]any{
		"/gemeinde": ziel.AGS.String(), "/einzug/tag": u.d.Heute().AddDays(-3).String(),
		"/anschrift/strasse": "Am Neubau", "/anschrift/hausnummer": "5", "/anschrift/plz": ziel.PLZ,
	}); err != nil {
		return err
	}
	stelle, err := u.p.Zustaendig(ctx, u.id)
	u.say("Zuständig für %s ist: %s", ziel.Kurzname(), stelle.Name)
	return err
}

func (u *umzug) retrieve(ctx context.Context) error {
	weg, err := u.p.Ways(ctx, u.id, anmeldung.Meldedaten)
	if err != nil {
		return err
	}
	u.say("Sie wählt den Abruf: %s fragt %s (§ 23a BMG)", weg.Fragt.Name, weg.Antwortet.Name)
	u.beleg, err = u.p.Fetch(ctx, u.id, anmeldung.Meldedaten, true)
	return err
}

func (u *umzug) accept(ctx context.Context) error {
	u.say("Vorschau: %d Byte von %s, SHA-256 %s…", len(u.beleg.Daten), u.beleg.Quelle, u.beleg.Digest[:12])
	if err := u.p.TakeOver(ctx, u.id, anmeldung.Meldedaten, u.beleg.Digest); err != nil {
		return err
	}
	u.say("Sie sieht genau diese Daten und übernimmt sie")
	return nil
}

func (u *umzug) complete(ctx context.Context) error {
	data, err := u.p.Data(ctx, u.id)
	if err != nil {
		return err
	}
	var a anmeldung.Antrag
	if err := json.Unmarshal(data, &a); err != nil {
		return err
	}
	answers := map[string]any{
		"/art": string(anmeldung.Alleinige), "/versicherung": string(onlinedienst.Ja),
		"/wohnungsgeber/weg": string(anmeldung.GeberEigentum), "/wohnungsgeber/erklaerung": string(onlinedienst.Ja),
	}
	for i, m := range a.Familie {
		answers[fmt.Sprintf("/familie/%d/mit", i)] = string(onlinedienst.Ja)
		answers[fmt.Sprintf("/familie/%d/wohnung", i)] = string(anmeldung.Alleinige)
		u.say("Mit ihr zieht um: %s %s (%s)", m.Vornamen, m.Familienname, m.Verhaeltnis)
	}
	return u.answer(ctx, answers)
}

func (u *umzug) submit(ctx context.Context) error {
	befunde, err := u.p.Submit(ctx, u.id)
	if err != nil {
		return err
	}
	if len(befunde) > 0 {
		return fmt.Errorf("the application has findings: %w", befunde.Err())
	}
	u.say("Abgesendet. Vorgangsnummer %s", dienst.Nummer(u.id))
	return nil
}

// await waits until the worker has done its part.
func (u *umzug) await(ctx context.Context, done func() (bool, error)) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		geschehen := u.d.Geschehen(u.id)
		ok, err := done()
		if ok || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-geschehen:
		case <-time.After(time.Second): // another process may have done it
		}
	}
}

func (u *umzug) arrive(ctx context.Context) error {
	err := u.await(ctx, func() (ok bool, err error) {
		u.v, err = u.d.Antrag(ctx, u.konto, u.id)
		return u.v.Status() == antrag.StatusZugestellt, err
	})
	u.say("Im Eingang der Meldebehörde angekommen, genau einmal")
	return err
}

func (u *umzug) decide(ctx context.Context) error {
	behoerde, err := u.d.Aemter().Find(u.v.Behoerde())
	if err != nil {
		return err
	}
	for _, akt := range []dienst.Akt{dienst.Uebernehmen, dienst.Annehmen} {
		fall, err := u.d.Fall(ctx, behoerde, u.id)
		if err != nil {
			return err
		}
		if _, err := u.d.Decide(ctx, behoerde, u.id, fall.Vorgang.Version(), akt, ""); err != nil {
			return err
		}
	}
	u.say("Sachbearbeitung %s prüft und nimmt an", behoerde.Name)
	return nil
}

func (u *umzug) confirm(ctx context.Context) error {
	var urkunden []dienst.Urkunde
	err := u.await(ctx, func() (ok bool, err error) {
		urkunden, err = u.d.Urkunden(ctx, u.konto, u.id)
		return len(urkunden) > 0, err
	})
	if err != nil {
		return err
	}
	pruefung, err := u.d.Verify(ctx, urkunden[0].Text)
	if err != nil {
		return err
	}
	u.say("%d Meldebestätigungen ausgestellt; geprüft: echt=%t, signiert von %s", len(urkunden), pruefung.Echt, pruefung.Behoerde.Name)
	for _, z := range urkunden[0].Dokument.Zeilen {
		fmt.Fprintf(u.out, "             %s: %s\n", z.Name, z.Wert)
	}
	return nil
}

func (u *umzug) look(ctx context.Context) error {
	eintraege, err := u.d.Protokoll(ctx, u.konto, uuid.Nil)
	if err != nil {
		return err
	}
	u.say("„Wer hat meine Daten abgerufen?“ %d Einträge, der neueste zuerst:", len(eintraege))
	for _, e := range eintraege {
		beleg, err := u.d.Beleg(ctx, u.konto, e.ID)
		if err != nil {
			return err
		}
		fmt.Fprintf(u.out, "             %s Beweis geprüft: %t\n", e.Text(cockpit.German), beleg.Geprueft)
	}
	return nil
}
