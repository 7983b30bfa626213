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
		"euro":   func(n xbezahldienste.Number) string { return payment.Cents(int64(n)).Format(language.German) },
		"amount": func(a payment.Amount) string { return a.Format(language.German) },
		"state":  stateText,
	}).ParseFS(files, "pay.html"))
})

// text is what a page says, in the two languages.
type text struct{ German, English string }

// What the pages say.
var (
	headPay      = text{"Bezahlen", "pay"}
	headOver     = text{"Diese Zahlung ist abgeschlossen", "this payment is over"}
	headNotFound = text{"Nicht gefunden", "not found"}
	headList     = text{"Zahlungen", "payments"}

	noPage    = text{"Diese Seite gehört zu keiner Zahlung.", "This page belongs to no payment."}
	noPayment = text{"Diese Zahlung gibt es nicht mehr.", "This payment does not exist any more."}
	noMethod  = text{"Bitte wählen Sie, wie Sie bezahlen möchten.", "Please choose how you would like to pay."}
)

// stateText names a state for people.
func stateText(status payment.Status) text {
	switch status {
	case payment.StatusPaid:
		return text{"bezahlt", "paid"}
	case payment.StatusCanceled:
		return text{"abgebrochen", "canceled"}
	case payment.StatusFailed:
		return text{"gescheitert", "failed"}
	default:
		return text{"offen", "open"}
	}
}

// view is what the page shows.
type view struct {
	Heading  text
	Payment  *paydesk.Payment
	Request  xbezahldienste.PaymentRequest
	Open     bool
	Problem  text   // zero: none
	Back     string // where the browser goes on
	Payments []paydesk.Payment
}

// of is the view of a payment as it is.
func of(p *paydesk.Payment, request xbezahldienste.PaymentRequest) view {
	v := view{Heading: headPay, Payment: p, Request: request, Open: p.Status == payment.StatusOpen, Back: p.ReturnURL}
	if !v.Open {
		state := stateText(p.Status)
		v.Heading = text{headOver.German + ": " + state.German, headOver.English + ": " + state.English}
	}
	return v
}

// page shows what is to be paid.
func (s *Service) page(w http.ResponseWriter, r *http.Request) {
	p, request, ok := s.payable(r)
	if !ok {
		show(w, http.StatusNotFound, view{Heading: headNotFound, Problem: noPage})
		return
	}
	show(w, http.StatusOK, of(&p, request))
}

// decide carries out what the payer chose and sends the browser back. The
// address it goes to tells nothing about the outcome.
func (s *Service) decide(w http.ResponseWriter, r *http.Request) {
	p, request, ok := s.payable(r)
	if !ok {
		show(w, http.StatusNotFound, view{Heading: headNotFound, Problem: noPage})
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
				v := of(&p, request)
				v.Problem = noMethod
				show(w, http.StatusUnprocessableEntity, v)
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
			show(w, http.StatusNotFound, view{Heading: headNotFound, Problem: noPayment})
			return
		}
	}
	secure(w, p.ReturnURL)
	http.Redirect(w, r, p.ReturnURL, http.StatusSeeOther)
}

// overview lists the payments, for whoever runs the simulator.
func (s *Service) overview(w http.ResponseWriter, _ *http.Request) {
	show(w, http.StatusOK, view{Heading: headList, Payments: s.desk.Payments()})
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
