// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/anmeldung"
	konten "github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/onceonly/cockpit"
)

// headless runs one complete move without a browser: the same steps that the pages take,
// one line each.
func headless(ctx context.Context, a *od.Anlage, out io.Writer) error {
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	worked := make(chan error, 1)
	go func() { worked <- a.Work(work) }()
	u := newUmzug(a, konten.Konten()[0].Konto, out)
	err := u.move(ctx)
	if err == nil {
		err = u.look(ctx)
	}
	stop()
	return errors.Join(err, <-worked)
}

// move goes the way from the login to the certificate.
func (u *umzug) move(ctx context.Context) error {
	for _, schritt := range []func(context.Context) error{u.begin, u.address, u.retrieve, u.complete, u.submit, u.decide, u.confirm} {
		if err := schritt(ctx); err != nil {
			return err
		}
	}
	return nil
}

// umzug is one move on its way.
type umzug struct {
	a     *od.Anlage
	p     od.Zugang
	out   io.Writer
	start time.Time
	konto nutzerkonto.Konto
	id    uuid.UUID
}

func newUmzug(a *od.Anlage, konto nutzerkonto.Konto, out io.Writer) *umzug {
	return &umzug{a: a, p: a.Server.Zugang(konto, "de"), out: out, start: time.Now(), konto: konto}
}

func (u *umzug) say(format string, args ...any) {
	fmt.Fprintf(u.out, "%7.3f s  %s\n", time.Since(u.start).Seconds(), fmt.Sprintf(format, args...))
}

func (u *umzug) begin(ctx context.Context) (err error) {
	u.say("nutzerkonto: %s loggt sich ein (%s, Vertrauensniveau %s)", u.konto.Name(), u.konto.Mittel, u.konto.Niveau)
	u.id, err = u.p.Begin(ctx, anmeldung.Name, rand.Text())
	u.say("onlinedienst: Entwurf %s begonnen", od.Nummer(u.id))
	return err
}

func (u *umzug) address(ctx context.Context) error {
	treffer := kommune.Deutschland().Search("Seebach", 20)
	var ziel kommune.Gemeinde
	for _, t := range treffer {
		if ziel.AGS.IsZero() && t.Gemeinde.AGS.Land() == kommune.Thueringen {
			ziel = t.Gemeinde // the best hit; places that once had the name come later
		}
	}
	u.say("kommune: Suche „Seebach“: %d Treffer in ganz Deutschland, gewählt %s in Thüringen", len(treffer), ziel.Kurzname())
	if _, err := u.p.Answer(ctx, u.id, map[string]any{
		"/gemeinde": ziel.AGS.String(), "/einzug/tag": kommune.DatumOf(time.Now()).AddDays(-3).String(),
		"/anschrift/strasse": "Am Neubau", "/anschrift/hausnummer": "5", "/anschrift/plz": ziel.PLZ,
	}); err != nil {
		return err
	}
	stelle, err := u.p.Zustaendig(ctx, u.id)
	u.say("zustaendigkeit: für %s ist zuständig: %s", ziel.Kurzname(), stelle.Name)
	return err
}

func (u *umzug) retrieve(ctx context.Context) error {
	weg, err := u.p.Ways(ctx, u.id, anmeldung.Meldedaten)
	if err != nil {
		return err
	}
	u.say("onceonly: Sie wählt den Abruf: %s fragt %s (§ 23a BMG)", weg.Fragt.Name, weg.Antwortet.Name)
	beleg, err := u.p.Fetch(ctx, u.id, anmeldung.Meldedaten, true)
	if err != nil {
		return err
	}
	u.say("onceonly: Vorschau: %d Byte von %s, SHA-256 %s…", len(beleg.Daten), beleg.Quelle, beleg.Digest[:12])
	if err := u.p.TakeOver(ctx, u.id, anmeldung.Meldedaten, beleg.Digest); err != nil {
		return err
	}
	u.say("onlinedienst: Sie sieht genau diese Daten und übernimmt sie")
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
		"/art": string(anmeldung.Alleinige), "/versicherung": string(od.Ja),
		"/wohnungsgeber/weg": string(anmeldung.GeberEigentum), "/wohnungsgeber/erklaerung": string(od.Ja),
	}
	for i, m := range a.Familie {
		answers[fmt.Sprintf("/familie/%d/mit", i)] = string(od.Ja)
		answers[fmt.Sprintf("/familie/%d/wohnung", i)] = string(anmeldung.Alleinige)
		u.say("formular: Mit ihr zieht um: %s %s (%s)", m.Vornamen, m.Familienname, m.Verhaeltnis)
	}
	_, err = u.p.Answer(ctx, u.id, answers)
	return err
}

func (u *umzug) submit(ctx context.Context) error {
	befunde, err := u.p.Submit(ctx, u.id)
	if err != nil || len(befunde) > 0 {
		return errors.Join(err, befunde.Err())
	}
	u.say("antrag: Abgesendet. Vorgangsnummer %s", od.Nummer(u.id))
	return nil
}

// decide waits until the application has arrived, and accepts it as its authority does.
func (u *umzug) decide(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	a, err := u.a.Registratur.Await(ctx, u.id, func(a antrag.Antrag) bool { return a.Status() == antrag.StatusZugestellt })
	if err != nil {
		return err
	}
	u.say("zustellung: Im Eingang der Meldebehörde angekommen, genau einmal")
	_, err = u.a.Registratur.Do(ctx, antrag.Command{Antrag: u.id, Version: a.Version(), Loaded: &a, Ereignisse: []antrag.Ereignis{
		{Art: antrag.ArtUebernommen, Akteur: antrag.AkteurBehoerde}, {Art: antrag.ArtStattgegeben, Akteur: antrag.AkteurBehoerde},
	}})
	return err
}

func (u *umzug) confirm(ctx context.Context) error {
	urkunden, err := u.p.Urkunden(ctx, u.id)
	if err != nil || len(urkunden) == 0 {
		return errors.Join(err, errors.New("there is no certificate"))
	}
	behoerde, angaben, err := u.a.Server.CheckUrkunde(ctx, urkunden[0])
	if err != nil {
		return err
	}
	u.say("bescheid: %d Meldebestätigungen mit Code; der erste geprüft: ausgestellt von %s", len(urkunden), behoerde)
	for _, z := range angaben {
		fmt.Fprintf(u.out, "             %s: %s\n", z.Name, z.Wert)
	}
	return nil
}

// look looks at what the person has in the end.
func (u *umzug) look(ctx context.Context) error {
	urkunde, err := u.p.Urkunde(ctx, u.id, 1)
	if err != nil {
		return err
	}
	u.say("pdf: die erste Meldebestätigung: %d Byte", len(urkunde.PDF()))
	eintraege, err := u.p.Abrufe(ctx, cockpit.Page{})
	if err != nil {
		return err
	}
	u.say("cockpit: „Wer hat meine Daten abgerufen?“ %d Einträge, der neueste zuerst:", len(eintraege))
	for _, e := range eintraege {
		beleg, err := u.p.Beleg(ctx, e.ID)
		if err != nil {
			return err
		}
		_, wrong := beleg.Verify(u.a.Abrufe.Protokoll.Verifier())
		fmt.Fprintf(u.out, "             %s Beweis geprüft: %t\n", e.Text(cockpit.German), wrong == nil)
	}
	return nil
}
