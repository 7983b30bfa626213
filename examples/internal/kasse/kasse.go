// SPDX-License-Identifier: Apache-2.0

// Package kasse is the pretended payment service of the examples, with a page on which
// one pays.
package kasse

import (
	"context"
	"html/template"
	"net/http"
	"time"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
)

// Kasse is a payment provider with a page on which one pays. It says that it is
// pretended, and forgets with the process.
type Kasse struct {
	*paymenttest.Memory

	zurueck string
}

// New makes one. Its page is to be served under "/bezahlen/{ref}" and leads back to
// zurueck.
func New(zurueck string, now func() time.Time) Kasse {
	return Kasse{paymenttest.NewMemory(now), zurueck}
}

// Create implements payment.Provider; the payer is led to the page of this process.
func (k Kasse) Create(ctx context.Context, r payment.Request) (payment.Report, error) {
	return here(k.Memory.Create(ctx, r))
}

// Status implements payment.Provider.
func (k Kasse) Status(ctx context.Context, ref string) (payment.Report, error) {
	return here(k.Memory.Status(ctx, ref))
}

// Find implements payment.Provider.
func (k Kasse) Find(ctx context.Context, id string) (payment.Report, error) {
	return here(k.Memory.Find(ctx, id))
}

func here(r payment.Report, err error) (payment.Report, error) {
	if r.RedirectURL != "" {
		r.RedirectURL = "/bezahlen/" + r.Ref
	}
	return r, err
}

// Open puts it together for a program: who takes the fees, and the page on which one
// pays. What is paid the server is told.
func (k Kasse) Open(store *bausteine.Store, server func() *onlinedienst.Server) (onlinedienst.Kasse, http.Handler, error) {
	mux := http.NewServeMux()
	mux.Handle("/bezahlen/{ref}", k)
	service, err := payment.NewService(store, k, payment.Config{OnPaid: func(ctx context.Context, n payment.Notice) error { return server().Paid(ctx, n) }})
	return service, mux, err
}

// ServeHTTP is the pay page: it shows the amount, takes the decision, and tells the
// person to go back. That they do proves nothing.
func (k Kasse) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
	ref := r.PathValue("ref")
	report, err := k.Memory.Status(r.Context(), ref)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	if r.Method == http.MethodPost {
		r.Body = http.MaxBytesReader(w, r.Body, 4<<10)
		if r.PostFormValue("wie") == "abbrechen" {
			err = k.GiveUp(ref, payment.StatusFailed)
		} else {
			err = k.Pay(ref)
		}
		if err != nil {
			http.Error(w, "Diese Zahlung ist schon abgeschlossen. This payment is over.", http.StatusConflict)
			return
		}
		report.RedirectURL = ""
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	_ = zahlseite().Execute(w, map[string]any{"Betrag": report.Amount.String(), "Offen": report.RedirectURL != "", "Zurueck": k.zurueck})
}

func zahlseite() *template.Template {
	return template.Must(template.New("kasse").Parse(`<!doctype html>
<html lang="de"><head><meta charset="utf-8"><title>Bezahlen (vorgetäuscht)</title><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><link rel="stylesheet" href="/stil.css"></head>
<body><section class="band" aria-label="Status"><div class="breite"><p><b>Testbetrieb</b> Ein vorgetäuschter Bezahldienst. Es fließt kein Geld. A pretended payment service: no money moves.</p></div></section>
<main id="inhalt" class="breite" tabindex="-1"><h1>Bezahlen</h1>{{if .Offen}}<p class="vorspann">Zu zahlen: <b class="zahl">{{.Betrag}}</b></p>
<form method="post"><div class="knoepfe"><button class="knopf" name="wie" value="bezahlen">Bezahlen</button><button class="knopf zweit" name="wie" value="abbrechen">Abbrechen</button></div></form>
{{else}}<p class="vorspann">Das ist erledigt.</p>{{end}}<p><a href="{{.Zurueck}}">Zurück zum Dienst</a></p></main></body></html>
`))
}
