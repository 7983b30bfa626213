// SPDX-License-Identifier: Apache-2.0

package simulator

import (
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"sync"

	"golang.org/x/text/language"

	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/internal/paydesk"
	"github.com/deutschland-stack/bausteine/payment/xbezahldienste"
)

//go:embed pay.html pay.css
var files embed.FS

var pageTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("pay.html").Funcs(template.FuncMap{
		"euro": func(n xbezahldienste.Number) string { return payment.Cents(int64(n)).Format(language.German) },
	}).ParseFS(files, "pay.html"))
})

// view is what the page shows.
type view struct {
	Payment  *paydesk.Payment
	Request  xbezahldienste.PaymentRequest
	Open     bool
	Problem  string
	Back     string // where the browser goes on
	Payments []paydesk.Payment
}

// page shows what is to be paid.
func (s *Service) page(w http.ResponseWriter, r *http.Request) {
	p, request, ok := s.payable(r)
	if !ok {
		show(w, http.StatusNotFound, view{Problem: "Diese Seite gehört zu keiner Zahlung."})
		return
	}
	show(w, http.StatusOK, view{Payment: &p, Request: request, Open: p.Status == payment.StatusOpen, Back: p.ReturnURL})
}

// decide carries out what the payer chose and sends the browser back. The
// address it goes to tells nothing about the outcome.
func (s *Service) decide(w http.ResponseWriter, r *http.Request) {
	p, request, ok := s.payable(r)
	if !ok {
		show(w, http.StatusNotFound, view{Problem: "Diese Seite gehört zu keiner Zahlung."})
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseForm(); err != nil {
		http.Error(w, http.StatusText(http.StatusBadRequest), http.StatusBadRequest)
		return
	}
	if p.Status == payment.StatusOpen {
		var err error
		switch r.PostForm.Get("action") {
		case "pay":
			method := r.PostForm.Get("method")
			if method != methodCard && method != methodTransfer {
				show(w, http.StatusUnprocessableEntity, view{
					Payment: &p, Request: request, Open: true, Back: p.ReturnURL, Problem: "Bitte wählen Sie, wie Sie bezahlen möchten.",
				})
				return
			}
			_, err = s.desk.Pay(p.Ref, method)
		case "cancel":
			_, err = s.desk.GiveUp(p.Ref, payment.StatusCanceled)
		case "timeout":
			_, err = s.desk.GiveUp(p.Ref, payment.StatusFailed)
		default:
			http.Error(w, http.StatusText(http.StatusBadRequest), http.StatusBadRequest)
			return
		}
		if err != nil {
			show(w, http.StatusNotFound, view{Problem: "Diese Zahlung gibt es nicht mehr."})
			return
		}
	}
	secure(w, p.ReturnURL)
	http.Redirect(w, r, p.ReturnURL, http.StatusSeeOther)
}

// overview lists the payments, for whoever runs the simulator.
func (s *Service) overview(w http.ResponseWriter, _ *http.Request) {
	show(w, http.StatusOK, view{Payments: s.desk.Payments()})
}

func (s *Service) style(w http.ResponseWriter, r *http.Request) {
	http.ServeFileFS(w, r, files, "pay.css")
}

func (s *Service) payable(r *http.Request) (paydesk.Payment, xbezahldienste.PaymentRequest, bool) {
	s.mu.Lock()
	ref, known := s.pages[r.PathValue("secret")]
	request := s.requests[ref]
	s.mu.Unlock()
	p, err := s.desk.Get(ref)
	return p, request, known && err == nil
}

func show(w http.ResponseWriter, status int, v view) {
	secure(w, v.Back)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_ = pageTemplate().Execute(w, v) // the browser is gone; there is nobody left to tell
}

// secure sets what keeps a page from being framed, scripted or remembered. The
// form may lead to the address of return too, since browsers check the target
// of the redirect behind a form.
func secure(w http.ResponseWriter, back string) {
	formAction := "'self'"
	if u, err := url.Parse(back); err == nil && u.Host != "" {
		formAction += " " + u.Scheme + "://" + u.Host
	}
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action "+formAction+"; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
}
