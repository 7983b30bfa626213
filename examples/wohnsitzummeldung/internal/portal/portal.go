// SPDX-License-Identifier: Apache-2.0

// Package portal puts the two services of the example together on the kit: one login,
// one store, the pretended account and the pretended payment service behind them.
package portal

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/internal/arbeitsplatz"
	"github.com/deutschland-stack/bausteine/examples/internal/kasse"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/amt"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/anmeldung"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/bescheinigung"
	konten "github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/testkonto"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
	"github.com/deutschland-stack/bausteine/payment"
)

// Config is what the pages stand on.
type Config struct {
	Store       *bausteine.Store
	Registratur *antrag.Registratur
	Gebiete     *kommune.Verzeichnis
	Aemter      *amt.Verzeichnis
	Abrufe      *od.Abrufe
	URL         string // where people reach the pages
	Geheimnis   []byte // seals sessions; the same in all processes
	Now         func() time.Time
	Log         *slog.Logger
}

// Portal are the pages of the services.
type Portal struct {
	*od.Server

	handler http.Handler
}

// New puts the services together.
func New(cfg Config) (*Portal, error) {
	gemeinden := cfg.Aemter.Gemeinden()
	satzungen, err := bescheinigung.Satzungen(gemeinden)
	if err != nil {
		return nil, err
	}
	konto, err := testkonto.New("/testkonto", konten.Konten(), cfg.Now)
	if err != nil {
		return nil, err
	}
	konto.Share(cfg.Geheimnis)
	amtsindex, err := index(cfg.Aemter, gemeinden)
	if err != nil {
		return nil, err
	}
	umzug, err := anmeldung.Dienst(cfg.Gebiete, cfg.Aemter)
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
		URL: cfg.URL, Schluessel: cfg.Geheimnis, Kasse: dienst, Abrufe: cfg.Abrufe, Now: cfg.Now, Log: cfg.Log, Betreiber: recht.NewText("Beispielgemeinden in Thüringen", "Example municipalities in Thuringia"),
		Gebiete: func(ags kommune.AGS) (kommune.ARS, bool) {
			g, err := cfg.Gebiete.Gemeinde(ags)
			return g.ARS, err == nil
		},
		Fuss: []od.Verweis{
			{Titel: recht.NewText("Mein Konto", "My account"), URL: "/konto"},
			{Titel: recht.NewText("Hilfe", "Help"), URL: "/hilfe", Statt: "hilfe"},
			{Titel: recht.NewText("Über diesen Testbetrieb", "About this test"), URL: "/datenschutz"},
			{Titel: recht.NewText("Impressum", "Imprint"), URL: "/impressum", Statt: "impressum"},
			{Titel: recht.NewText("Erklärung zur Barrierefreiheit", "Accessibility statement"), URL: "/barrierefreiheit", Statt: "barrierefreiheit"},
		},
		Stand: map[string]func(uuid.UUID) string{anmeldung.Name: func(id uuid.UUID) string { return "/antrag/" + id.String() }},
	}, umzug.With(anmeldung.NewTeilnehmer(gemeinden)), bescheinigung.Dienst(gemeinden).With(satzungen))
	if err != nil {
		return nil, err
	}
	koepfe := map[string]od.Amtskopf{}
	for _, b := range cfg.Aemter.Behoerden() {
		koepfe[b.Schluessel()] = od.Amtskopf{Behoerde: bescheid.Behoerde{Stelle: bescheid.Stelle{Name: b.Name}}}
	}
	config, err := arbeitsplatz.New(koepfe, cfg.Now)
	if err != nil {
		return nil, err
	}
	anmelden, _ := config.Konto.(*testkonto.Anbieter)
	anmelden.Share(cfg.Geheimnis)
	desk, err := server.Amt(*config)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/amt/", desk)
	mux.Handle("/amt/testkonto", anmelden)
	mux.Handle("/testkonto", konto)
	mux.Handle("/bezahlen/{ref}", provider)
	mux.Handle("/", server)
	return &Portal{Server: server, handler: mux}, nil
}

// Mount adds the pages to those beside them.
func (s *Portal) Mount(mux *http.ServeMux) {
	for _, path := range []string{"/anmeldung/", "/bescheinigung/", "/login", "/login/", "/logout", "/sitzungen", "/stil.css", "/testkonto", "/bezahlen/", "/amt/"} {
		mux.Handle(path, s.handler)
	}
}

// index says which authority is responsible for which municipality.
func index(aemter *amt.Verzeichnis, gemeinden []kommune.Gemeinde) (*zustaendigkeit.Index, error) {
	index := zustaendigkeit.NewIndex()
	return index, index.Update(func(a *zustaendigkeit.Aenderung) {
		for _, b := range aemter.Behoerden() {
			a.PutStelle(zustaendigkeit.Stelle{ID: b.Schluessel(), Art: zustaendigkeit.Behoerde, Name: b.Name})
		}
		for _, g := range gemeinden {
			for _, l := range []leistung.Schluessel{anmeldung.Leistung(), bescheinigung.Leistung()} {
				a.Put(zustaendigkeit.Zustaendigkeit{Leistung: l, Gebiete: []kommune.ARS{g.ARS}, Stelle: g.Verband().String()})
			}
		}
	})
}
