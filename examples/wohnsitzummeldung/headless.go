// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/angaben"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/betrieb"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
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
	u := &umzug{d: b.Dienst, out: stdout, start: time.Now(), konto: testkonto.Konten()[0]}
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
	out   io.Writer
	start time.Time
	konto testkonto.Konto
	v     dienst.Vorgang
}

func (u *umzug) say(format string, args ...any) {
	fmt.Fprintf(u.out, "%7.3f s  %s\n", time.Since(u.start).Seconds(), fmt.Sprintf(format, args...))
}

func (u *umzug) login(context.Context) (err error) {
	u.say("%s meldet sich an (%s, Vertrauensniveau hoch)", u.konto.Name(), u.konto.Mittel)
	return nil
}

func (u *umzug) begin(ctx context.Context) (err error) {
	u.v, err = u.d.Begin(ctx, u.konto, dienst.NewAuftrag())
	u.say("Entwurf %s begonnen", u.v.Nummer())
	return err
}

// save changes the draft as the person sees it now.
func (u *umzug) save(ctx context.Context, change func(*angaben.Angaben)) (err error) {
	u.v, err = u.d.Save(ctx, u.konto, u.v.ID(), u.v.Version(), func(a *angaben.Angaben) error {
		change(a)
		return nil
	})
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
	z, err := u.d.Zustaendig(ziel.AGS)
	if err != nil {
		return err
	}
	u.say("Zuständig für %s ist: %s", ziel.Kurzname(), z.Name)
	return u.save(ctx, func(a *angaben.Angaben) {
		a.Gemeinde, a.Einzug = ziel.AGS, u.d.Heute().AddDays(-3)
		a.Anschrift = angaben.Anschrift{Strasse: "Am Neubau", Hausnummer: "5", PLZ: ziel.PLZ}
	})
}

func (u *umzug) retrieve(ctx context.Context) error {
	angebot, _, err := u.d.Offer(u.konto, u.v)
	if err != nil {
		return err
	}
	u.say("Sie wählt den Abruf: %s fragt %s (§ 23a BMG)", angebot.Empfaengt.Name, angebot.Antwortet.Name)
	u.v, err = u.d.ChooseAbruf(ctx, u.konto, u.v.ID(), u.v.Version(), dienst.Wahl{Sprache: "de", Hinweis: "Headless", Familie: true})
	return err
}

func (u *umzug) accept(ctx context.Context) error {
	vorschau, err := u.d.Preview(ctx, u.konto, u.v)
	if err != nil {
		return err
	}
	if vorschau.Ausgang != dienst.AusgangBereit {
		return fmt.Errorf("the retrieval ended as %q", vorschau.Ausgang)
	}
	u.say("Vorschau: %d Byte von %s, SHA-256 %s…", len(vorschau.Inhalt), vorschau.Quelle, vorschau.SHA256[:12])
	if u.v, err = u.d.Accept(ctx, u.konto, u.v.ID(), u.v.Version(), vorschau.SHA256); err != nil {
		return err
	}
	u.say("Sie sieht genau diese Daten und übernimmt sie")
	return nil
}

func (u *umzug) complete(ctx context.Context) error {
	satz, err := u.v.Angaben.Auszug.Satz()
	if err != nil {
		return err
	}
	err = u.save(ctx, func(a *angaben.Angaben) {
		a.Bestaetigt = true
		a.Wohnung.Art = angaben.Alleinige
		a.Familie = angaben.Familie{Gefragt: true, Personen: satz.Angehoerige(), GleicheWohnung: "ja", Versicherung: true}
		a.Wohnungsgeber = angaben.Wohnungsgeber{Weg: angaben.GeberEigentum, Erklaerung: true}
	})
	for _, m := range u.v.Angaben.Familie.Personen {
		u.say("Mit ihr zieht um: %s %s (%s)", m.Vornamen, m.Familienname, m.Verhaeltnis)
	}
	return err
}

func (u *umzug) submit(ctx context.Context) error {
	v, maengel, err := u.d.Submit(ctx, u.konto, u.v.ID(), u.v.Version())
	if err != nil {
		return err
	}
	if len(maengel) > 0 {
		return fmt.Errorf("the application has findings: %s", strings.Join(maengel.Codes(), ", "))
	}
	u.v = v
	u.say("Abgesendet. Vorgangsnummer %s", v.Nummer())
	return nil
}

// await waits until the worker has done its part.
func (u *umzug) await(ctx context.Context, done func() (bool, error)) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		geschehen := u.d.Geschehen(u.v.ID())
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
		u.v, err = u.d.Load(ctx, u.konto, u.v.ID())
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
		fall, err := u.d.Fall(ctx, behoerde, u.v.ID())
		if err != nil {
			return err
		}
		if _, err := u.d.Decide(ctx, behoerde, u.v.ID(), fall.Vorgang.Version(), akt, ""); err != nil {
			return err
		}
	}
	u.say("Sachbearbeitung %s prüft und nimmt an", behoerde.Name)
	return nil
}

func (u *umzug) confirm(ctx context.Context) error {
	var urkunden []dienst.Urkunde
	err := u.await(ctx, func() (ok bool, err error) {
		urkunden, err = u.d.Urkunden(ctx, u.konto, u.v.ID())
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
