// SPDX-License-Identifier: Apache-2.0

package bescheinigung

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/internal/kasse"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/amt"
	konten "github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/testkonto"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/lokal"
	"github.com/deutschland-stack/bausteine/payment"
)

// Config is what the pages stand on.
type Config struct {
	Store       *bausteine.Store
	Registratur *antrag.Registratur
	Gebiete     *kommune.Verzeichnis
	Aemter      *amt.Verzeichnis
	URL         string // where people reach the pages
	Geheimnis   []byte // seals sessions; the same in all processes
	Now         func() time.Time
	Log         *slog.Logger
}

// Seiten are the pages of the certificate, with the pretended account and the
// pretended payment service behind them.
type Seiten struct {
	handler http.Handler
	inbox   *lokal.Posteingang
	reg     *antrag.Registratur
}

// New puts the service together.
func New(cfg Config) (*Seiten, error) {
	gemeinden := Gemeinden(cfg.Gebiete, cfg.Aemter)
	satzungen, err := Satzungen(gemeinden)
	if err != nil {
		return nil, err
	}
	inbox, err := lokal.New(cfg.Registratur)
	if err != nil {
		return nil, err
	}
	konto, err := testkonto.New("/testkonto", accounts(), cfg.Now)
	if err != nil {
		return nil, err
	}
	amtsindex, err := index(cfg.Aemter, gemeinden)
	if err != nil {
		return nil, err
	}
	var server *od.Server
	provider := kasse.New("/bescheinigung/", cfg.Now)
	dienst, err := payment.NewService(cfg.Store, provider, payment.Config{OnPaid: func(ctx context.Context, n payment.Notice) error { return server.Paid(ctx, n) }})
	if err != nil {
		return nil, err
	}
	server, err = od.New(cfg.Store, cfg.Registratur, konto, amtsindex, od.Config{
		URL: cfg.URL, Schluessel: cfg.Geheimnis, Kasse: dienst, Now: cfg.Now, Log: cfg.Log, Betreiber: recht.NewText("Beispielgemeinden in Thüringen", "Example municipalities in Thuringia"),
		Gebiete: func(ags kommune.AGS) (kommune.ARS, bool) {
			g, err := cfg.Gebiete.Gemeinde(ags)
			return g.ARS, err == nil
		},
		Fuss: []od.Verweis{
			{Titel: recht.NewText("Datenschutz", "Privacy"), URL: "/datenschutz"},
			{Titel: recht.NewText("Impressum", "Imprint"), URL: "/impressum"},
			{Titel: recht.NewText("Erklärung zur Barrierefreiheit", "Accessibility statement"), URL: "/barrierefreiheit"},
		},
	}, Dienst(gemeinden).With(satzungen))
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/testkonto", konto)
	mux.Handle("/bezahlen/{ref}", provider)
	mux.Handle("/", server)
	return &Seiten{handler: mux, inbox: inbox, reg: cfg.Registratur}, nil
}

// Mount adds the pages to those of the registration.
func (s *Seiten) Mount(mux *http.ServeMux) {
	for _, path := range []string{"/bescheinigung/", "/login", "/login/", "/logout", "/stil.css", "/testkonto", "/bezahlen/"} {
		mux.Handle(path, s.handler)
	}
}

// Deliver takes an application for a certificate to its authority and notes that
// it arrived. The id of the delivery repeats when it is tried again.
func (s *Seiten) Deliver(ctx context.Context, id, delivery uuid.UUID) error {
	return od.Zustellen(ctx, s.reg, s.inbox, antrag.Auftrag{ID: delivery, Antrag: id})
}

// Inbox is where the authorities find what was applied for.
func (s *Seiten) Inbox() *lokal.Posteingang { return s.inbox }

// index says which authority is responsible for which municipality.
func index(aemter *amt.Verzeichnis, gemeinden []kommune.Gemeinde) (*zustaendigkeit.Index, error) {
	index := zustaendigkeit.NewIndex()
	return index, index.Update(func(a *zustaendigkeit.Aenderung) {
		for _, b := range aemter.Behoerden() {
			a.PutStelle(zustaendigkeit.Stelle{ID: b.Schluessel(), Art: zustaendigkeit.Behoerde, Name: b.Name})
		}
		for _, g := range gemeinden {
			a.Put(zustaendigkeit.Zustaendigkeit{Leistung: Leistung(), Gebiete: []kommune.ARS{g.ARS}, Stelle: g.Verband().String()})
		}
	})
}

// accounts are the accounts of the example, as the kit knows them.
func accounts() []testkonto.Konto {
	levels := map[konten.Stufe]recht.Niveau{konten.Niedrig: recht.NiveauUntergeordnet, konten.Substantiell: recht.NiveauSubstantiell, konten.Hoch: recht.NiveauHoch}
	var out []testkonto.Konto
	for _, k := range konten.Konten() {
		c := testkonto.Konto{Konto: nutzerkonto.Konto{Kennung: k.Kennung, Niveau: levels[k.Stufe], Mittel: k.Mittel}, Zeigt: recht.NewText(k.Zeigt[0], k.Zeigt[1])}
		for _, m := range []struct {
			name string
			konten.Merkmal
		}{
			{nutzerkonto.Familienname, k.Familienname},
			{nutzerkonto.Vornamen, k.Vornamen},
			{nutzerkonto.Geburtsdatum, k.Geburtsdatum},
			{nutzerkonto.Strasse, k.Strasse},
			{nutzerkonto.Hausnummer, k.Hausnummer},
			{nutzerkonto.PLZ, k.PLZ},
			{nutzerkonto.Ort, k.Ort},
			{nutzerkonto.Gemeinde, k.Gemeinde},
			{nutzerkonto.EMail, k.EMail},
		} {
			if m.Wert != "" {
				c.Merkmale = append(c.Merkmale, nutzerkonto.Merkmal{Name: m.name, Wert: m.Wert, Niveau: levels[m.Stufe]})
			}
		}
		out = append(out, c)
	}
	return out
}
