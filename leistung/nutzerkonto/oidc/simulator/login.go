// SPDX-License-Identifier: Apache-2.0

package simulator

import (
	"bytes"
	"crypto/rand"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// request is what a client asks for, as the browser carries it.
type request struct {
	client   Client
	redirect string
	values   url.Values
}

// ask reads the request; a false one is answered here and not at the address that
// it names.
func (s *Service) ask(w http.ResponseWriter, values url.Values) (request, bool) {
	c, known := s.findClient(values.Get("client_id"))
	redirect := values.Get("redirect_uri")
	if !known || !slices.Contains(c.Return, redirect) {
		http.Error(w, "Unbekannter Dienst oder Rückweg. Unknown client or way back.", http.StatusBadRequest)
		return request{}, false
	}
	return request{c, redirect, values}, true
}

func (s *Service) page(w http.ResponseWriter, r *http.Request) {
	q, ok := s.ask(w, r.URL.Query())
	if !ok {
		return
	}
	if q.values.Get("response_type") != "code" || !slices.Contains(strings.Fields(q.values.Get("scope")), "openid") ||
		q.values.Get("code_challenge_method") != "S256" || len(q.values.Get("code_challenge")) != 43 {
		s.back(w, r, q, url.Values{"error": {"invalid_request"}})
		return
	}
	if q.values.Get("prompt") == "none" {
		s.back(w, r, q, url.Values{"error": {"login_required"}})
		return
	}
	type choice struct{ Value, Shown, Level string }
	var choices []choice
	for _, p := range s.config.Persons {
		for _, level := range p.Levels {
			choices = append(choices, choice{p.Subject + "\n" + level, p.Shown, level})
		}
	}
	var page bytes.Buffer
	if err := choosing().Execute(&page, map[string]any{"Choices": choices, "Request": q.values.Encode(), "Asked": q.values.Get("acr_values")}); err != nil {
		http.Error(w, "simulator", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'")
	w.Header().Set("Referrer-Policy", "no-referrer")
	_, _ = w.Write(page.Bytes())
}

// choose takes the person that was chosen, or none.
func (s *Service) choose(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		http.Error(w, "form", http.StatusBadRequest)
		return
	}
	values, err := url.ParseQuery(r.PostForm.Get("request"))
	if err != nil {
		http.Error(w, "form", http.StatusBadRequest)
		return
	}
	q, ok := s.ask(w, values)
	if !ok {
		return
	}
	subject, level, _ := strings.Cut(strings.ReplaceAll(r.PostForm.Get("person"), "\r\n", "\n"), "\n")
	i := slices.IndexFunc(s.config.Persons, func(p Person) bool { return p.Subject == subject })
	if i < 0 || !slices.Contains(s.config.Persons[i].Levels, level) {
		s.back(w, r, q, url.Values{"error": {"access_denied"}})
		return
	}
	fault := s.config.Plan.take()
	answer := url.Values{}
	switch fault {
	case ErrorPage:
		answer.Set("error", "server_error")
	case NeedsLogin:
		answer.Set("error", "login_required")
	case CannotStepUp:
		answer.Set("error", "unmet_authentication_requirements")
	default:
		code, ok := s.open(q, s.config.Persons[i], level, fault)
		if !ok {
			answer.Set("error", "temporarily_unavailable")
			break
		}
		answer.Set("code", code)
	}
	switch fault {
	case OtherState:
		q.values.Set("state", rand.Text())
	case ForeignIss:
		answer.Set("iss", "https://other.example")
	case NoIss:
		answer["iss"] = nil
	default:
	}
	s.back(w, r, q, answer)
}

// open remembers a login and returns its code, or that of the login before.
func (s *Service) open(q request, p Person, level string, fault Fault) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.config.Clock()
	for code, l := range s.codes {
		if now.Sub(l.at) > lifetime {
			delete(s.codes, code)
		}
	}
	if len(s.codes) >= maxLogins {
		return "", false
	}
	l := &login{
		client: q.client.ID, redirect: q.redirect, nonce: q.values.Get("nonce"), challenge: q.values.Get("code_challenge"),
		code: rand.Text(), subject: p.Subject, acr: level, session: rand.Text(), claims: p.Claims, at: now, fault: fault,
	}
	s.codes[l.code] = l
	code := l.code
	if fault == ForeignCode && s.last != nil {
		code = s.last.code
		s.codes[code] = s.last
	}
	if fault != ForeignNonce && fault != Replayed {
		s.last = l
	}
	return code, true
}

// back sends the browser to the client.
func (s *Service) back(w http.ResponseWriter, r *http.Request, q request, answer url.Values) {
	u, err := url.Parse(q.redirect)
	if err != nil {
		http.Error(w, "redirect_uri", http.StatusBadRequest)
		return
	}
	all := u.Query()
	all.Set("state", q.values.Get("state"))
	all.Set("iss", s.issuer)
	for name, v := range answer {
		if all[name] = v; v == nil {
			all.Del(name)
		}
	}
	u.RawQuery = all.Encode()
	http.Redirect(w, r, u.String(), http.StatusSeeOther)
}

func choosing() *template.Template { return template.Must(template.New("login").Parse(choosingPage)) }

const choosingPage = `<!doctype html>
<html lang="de"><head><meta charset="utf-8"><title>Simuliertes Nutzerkonto</title><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"></head>
<body><header><p><b>Testbetrieb.</b> Ein simuliertes Nutzerkonto. Alle Personen sind erfunden. <span lang="en">A simulated account. All persons are invented.</span></p></header>
<main><h1>Wer sind Sie?</h1>{{with .Asked}}<p>Der Dienst fragt nach (<span lang="en">the service asks for</span>): {{.}}</p>{{end}}<form method="post" action="login"><input type="hidden" name="request" value="{{.Request}}">
<fieldset><legend>Person und Vertrauensniveau (<span lang="en">person and level</span>)</legend>
{{range $i, $c := .Choices}}<p><input type="radio" name="person" id="p{{$i}}" value="{{$c.Value}}"> <label for="p{{$i}}">{{$c.Shown}}, {{$c.Level}}</label></p>
{{end}}</fieldset>
<p><button>Einloggen (<span lang="en">sign in</span>)</button> <button name="person" value="">Abbrechen (<span lang="en">cancel</span>)</button></p></form></main></body></html>
`
