// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/formular"
	"github.com/deutschland-stack/bausteine/onceonly"
)

// The JSON interface goes the steps of the pages, through [Zugang]: nothing is possible
// here that is not there. Who calls it is logged in as at the pages, and a request of
// another site is refused. Its description is "/api/openapi.json".

// maxJSON bounds the body of a request in bytes.
const maxJSON = 1 << 20

// apiWeg is one operation of the interface, for the router and for its description.
type apiWeg struct {
	methode, pfad, name string
	tut                 string // a sentence for who reads the description
	body                map[string]any
	status              int
	antwort             string // the schema of the answer; empty: nothing
	h                   func(a *anfrage, z Zugang) (any, error)
}

// apiWege are the operations, in the order in which a person goes them.
func apiWege() []apiWeg {
	key := map[string]any{"schluessel": text1("Chosen by the caller; the same one begins one draft, however often it is sent.")}
	return []apiWeg{
		{"POST", "/{dienst}/vorgaenge", "beginne", "Begins a draft, filled from the account.", key, http.StatusCreated, "Vorgang", (*anfrage).apiBegin},
		{"GET", "/{dienst}/vorgaenge", "vorgaenge", "Lists the own cases of the service.", nil, http.StatusOK, "Vorgaenge", (*anfrage).apiList},
		{"GET", "/{dienst}/vorgaenge/{id}", "vorgang", "Shows a case: the answers that count, what is still wrong, and what sending confirms.", nil, http.StatusOK, "Vorgang", (*anfrage).apiShow},
		{"PATCH", "/{dienst}/vorgaenge/{id}", "antworte", "Answers questions by JSON pointer; null takes an answer back.", map[string]any{}, http.StatusOK, "Vorgang", (*anfrage).apiAnswer},
		{"DELETE", "/{dienst}/vorgaenge/{id}", "verwirf", "Ends a draft.", nil, http.StatusNoContent, "", (*anfrage).apiGiveUp},
		{
			"POST", "/{dienst}/vorgaenge/{id}/nachweise/{name}/abruf", "rufeAb", "Says yes to the retrieval of evidence and shows what came. With \"andere\" the person assures to be entitled to the part about others.",
			map[string]any{"andere": map[string]any{"type": "boolean"}},
			http.StatusOK, "Nachweis", (*anfrage).apiFetch,
		},
		{
			"POST", "/{dienst}/vorgaenge/{id}/nachweise/{name}/uebernahme", "uebernimm", "Takes over the evidence that was shown, by its digest.",
			map[string]any{"sha256": text1("The digest that came with what was shown.")},
			http.StatusOK, "Vorgang", (*anfrage).apiTakeOver,
		},
		{"POST", "/{dienst}/vorgaenge/{id}/nachweise/{name}/selbst", "schreibeSelbst", "Decides against a retrieval.", map[string]any{}, http.StatusOK, "Vorgang", (*anfrage).apiWrite},
		{
			"POST", "/{dienst}/vorgaenge/{id}/absenden", "sende", "Hands the draft in. What is confirmed is what was shown: a draft that has changed since is not sent.",
			map[string]any{"bestaetigt": text1("\"bestaetigung\" of the case as it was shown.")},
			http.StatusOK, "Vorgang", (*anfrage).apiSubmit,
		},
	}
}

// apiVorgang is a case as the interface shows it.
type apiVorgang struct {
	ID           uuid.UUID       `json:"id"`
	Nummer       string          `json:"nummer"`
	Dienst       string          `json:"dienst"`
	Fassung      string          `json:"fassung,omitempty"`
	Stand        string          `json:"stand"`
	Behoerde     *apiStelle      `json:"behoerde,omitempty"` // of a draft: who would get it
	Eingang      time.Time       `json:"eingang,omitzero"`
	Geaendert    time.Time       `json:"geaendert,omitzero"`
	Antworten    json.RawMessage `json:"antworten,omitempty"`
	Befunde      recht.Befunde   `json:"befunde,omitempty"`
	Nachweise    []apiNachweis   `json:"nachweise,omitempty"`
	Bestaetigung string          `json:"bestaetigung,omitempty"`
	Seite        string          `json:"seite"` // where a person sees it
}

type apiStelle struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
}

// apiNachweis is what was decided about evidence; with its content before that is taken
// over.
type apiNachweis struct {
	Name   string          `json:"name"`
	Stand  string          `json:"stand"` // "offen", "selbst", "gezeigt", "uebernommen"
	Quelle string          `json:"quelle,omitempty"`
	SHA256 string          `json:"sha256,omitempty"`
	Inhalt json.RawMessage `json:"inhalt,omitempty"`
}

// api wraps an operation: who it is, within which bounds, and what goes wrong as
// application/problem+json (RFC 9457).
func (s *Server) api(w apiWeg) http.Handler {
	return http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		a := &anfrage{akteur: akteur{Server: s, sprache: s.language(out, r)}, w: out, r: r}
		if s.getCookie(r, "sitzung", &a.sitz) {
			a.gueltig, a.spaet = a.sitz.state(s.now())
		}
		body, err := a.runAPI(w) //nolint:contextcheck // the request carries it
		if err != nil {
			a.problem(err) //nolint:contextcheck // the request carries it
			return
		}
		if w.antwort == "" {
			out.WriteHeader(w.status)
			return
		}
		a.json("application/json", w.status, body) //nolint:contextcheck // the request carries it
	})
}

func (a *anfrage) runAPI(w apiWeg) (any, error) {
	if a.fremd.Check(a.r) != nil {
		a.notice(a.r.Context(), eventCross, "page", a.r.Pattern)
		return nil, errForbid
	}
	if err := a.within(); err != nil {
		return nil, err
	}
	if err := a.goesOn(); err != nil {
		return nil, err
	}
	if !a.gueltig {
		a.notice(a.r.Context(), eventAccess, "page", a.r.Pattern)
		return nil, errLogin
	}
	if d, err := a.dienstOf(); err != nil || !a.enough(d) {
		return nil, errNotFound
	}
	a.sitz.Zuletzt = a.now()
	if err := a.setCookie(a.w, "sitzung", a.sitz); err != nil {
		return nil, err
	}
	return w.h(a, Zugang{&a.akteur, a.r.PathValue("dienst")})
}

// json answers.
func (a *anfrage) json(kind string, status int, body any) {
	text, err := json.Marshal(body)
	if err != nil {
		a.log.ErrorContext(a.r.Context(), "onlinedienst", "page", a.r.Pattern, "error", "an answer cannot be encoded")
		status, text = http.StatusInternalServerError, nil
	}
	h := a.w.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "no-store")
	a.w.WriteHeader(status)
	_, _ = a.w.Write(text)
}

// problem says what went wrong, with a code for programs, in words for people, and
// nothing of what was sent.
func (a *anfrage) problem(err error) {
	status, code := http.StatusInternalServerError, "fehler"
	var befunde *recht.BefundError
	if wrong, ok := errors.AsType[maengel](err); ok { // a register or a table refuses what was sent
		var found recht.Befunde
		for _, m := range wrong {
			found = append(found, recht.Befund{Code: m.Code, Pointer: m.Ort, Text: m.Text})
		}
		err = &recht.BefundError{Befunde: found}
	}
	if own, ok := errors.AsType[statusError](err); ok {
		status, code = int(own), map[statusError]string{errNotFound: "unbekannt", errForbid: "fremd", errLogin: "login", errTooMany: "zu-viele", errTooLarge: "zu-gross"}[own]
	}
	switch {
	case errors.As(err, &befunde):
		status, code = http.StatusUnprocessableEntity, "befunde"
	case errors.Is(err, antrag.ErrNotFound):
		status, code = http.StatusNotFound, "unbekannt"
	case errors.Is(err, ErrKeinEntwurf):
		status, code = http.StatusConflict, "kein-entwurf"
	case errors.Is(err, ErrKeinAbruf):
		status, code = http.StatusConflict, "kein-abruf"
	case errors.Is(err, antrag.ErrConflict):
		status, code = http.StatusConflict, "geaendert"
	case errors.Is(err, formular.ErrPfad), errors.Is(err, formular.ErrWert):
		status, code = http.StatusUnprocessableEntity, "frage"
	case bausteine.Temporary(err), errors.Is(err, onceonly.ErrBusy), errors.Is(err, onceonly.ErrUncertain):
		status, code = http.StatusServiceUnavailable, "spaeter"
	}
	switch status {
	case http.StatusInternalServerError:
		a.log.ErrorContext(a.r.Context(), "onlinedienst", "page", a.r.Pattern, "error", err)
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		a.w.Header().Set("Retry-After", "10")
	}
	if code == "" {
		code = "anfrage"
	}
	body := struct {
		Type    string        `json:"type"`
		Title   string        `json:"title"`
		Status  int           `json:"status"`
		Code    string        `json:"code"`
		Befunde recht.Befunde `json:"befunde,omitempty"`
	}{Type: "about:blank", Title: http.StatusText(status), Status: status, Code: code}
	if befunde != nil {
		body.Befunde = befunde.Befunde
	}
	a.json("application/problem+json", status, body)
}

// body reads the JSON of a request, bounded, once who sends it is known.
func (a *anfrage) body(into any) error {
	kind, params, err := mime.ParseMediaType(a.r.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" || !utf8Charset(params) {
		a.notice(a.r.Context(), eventInput, "page", a.r.Pattern)
		return statusError(http.StatusUnsupportedMediaType)
	}
	if !a.pforte.empfang.take(a.sitz.Konto) {
		a.notice(a.r.Context(), eventLimit, "of", "forms at once")
		return errTooMany
	}
	defer a.pforte.empfang.leave(a.sitz.Konto)
	text, err := io.ReadAll(http.MaxBytesReader(a.w, a.r.Body, maxJSON))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return errTooLarge
	}
	if err != nil || !utf8.Valid(text) {
		return statusError(http.StatusBadRequest)
	}
	read := json.NewDecoder(strings.NewReader(string(text)))
	read.UseNumber()
	read.DisallowUnknownFields()
	if read.Decode(into) != nil || read.More() { // the decoder may quote what was sent
		a.notice(a.r.Context(), eventInput, "page", a.r.Pattern)
		return statusError(http.StatusBadRequest)
	}
	return nil
}

// caseID is the case of the address.
func (a *anfrage) caseID() (uuid.UUID, error) {
	id, err := uuid.Parse(a.r.PathValue("id"))
	if err != nil || id.String() != a.r.PathValue("id") {
		return uuid.Nil, errNotFound
	}
	return id, nil
}

func (a *anfrage) apiBegin(z Zugang) (any, error) {
	var in struct {
		Schluessel string `json:"schluessel"`
	}
	if err := a.body(&in); err != nil {
		return nil, err
	}
	if in.Schluessel == "" || len(in.Schluessel) > 128 {
		return nil, statusError(http.StatusBadRequest)
	}
	id, err := z.Begin(a.r.Context(), a.r.PathValue("dienst"), "api-"+in.Schluessel)
	if err != nil {
		return nil, err
	}
	return a.apiCase(z, id)
}

func (a *anfrage) apiList(Zugang) (any, error) {
	d, err := a.dienstOf()
	if err != nil {
		return nil, err
	}
	own, err := a.halter(d).list(a.r.Context(), &a.sitz, d, false)
	if err != nil {
		return nil, err
	}
	out := struct {
		Vorgaenge []apiVorgang `json:"vorgaenge"`
	}{[]apiVorgang{}}
	for _, v := range own {
		out.Vorgaenge = append(out.Vorgaenge, apiVorgang{ID: v.id, Nummer: Nummer(v.id), Dienst: d.kopf().Name, Stand: v.stand, Geaendert: v.geaendert, Seite: "/" + d.kopf().Name + "/" + v.id.String()})
	}
	return out, nil
}

func (a *anfrage) apiShow(z Zugang) (any, error) {
	id, err := a.caseID()
	if err != nil {
		return nil, err
	}
	return a.apiCase(z, id)
}

// apiCase is a case of the service of the address.
func (a *anfrage) apiCase(z Zugang, id uuid.UUID) (any, error) {
	d, err := a.dienstOf()
	if err != nil {
		return nil, err
	}
	f, err := a.open(a.r.Context(), d, id)
	if err != nil {
		return nil, err
	}
	out := apiVorgang{ID: id, Nummer: Nummer(id), Dienst: d.kopf().Name, Stand: string(f.v.status), Eingang: f.v.eingang, Geaendert: f.v.geaendert, Seite: f.url("")}
	if f.v.behoerde != "" {
		out.Behoerde = &apiStelle{ID: f.v.behoerde}
	}
	if f.v.status != antrag.StatusEntwurf || f.bei.Zahlung != nil {
		return out, nil
	}
	if err := z.a.read(f); err != nil {
		return nil, err
	}
	authority, err := z.a.authority(a.r.Context(), f)
	if err != nil {
		return nil, err
	}
	if authority.ID != "" {
		out.Behoerde = &apiStelle{authority.ID, authority.Name}
	}
	leaves, err := f.leaving()
	if err != nil {
		return nil, err
	}
	if out.Antworten, err = leaves.Data(); err != nil {
		return nil, err
	}
	out.Fassung, out.Befunde = f.dienst.kopf().Fassung, f.stand.befunde
	for _, s := range f.dienst.pages() {
		if n, ok := f.dienst.nachweis(s.nachweis); ok && a.config.Abrufe != nil && f.stand.shows(s) {
			out.Nachweise = append(out.Nachweise, apiEvidence(n.Name, f.bei.Abrufe[n.Name]))
		}
	}
	out.Bestaetigung, err = z.a.content(f)
	return out, err
}

func apiEvidence(name string, z zusage) apiNachweis {
	out := apiNachweis{Name: name, Stand: "offen", Quelle: z.Quelle, SHA256: z.Digest}
	switch {
	case z.Digest != "":
		out.Stand = "uebernommen"
	case z.Selbst:
		out.Stand = "selbst"
	case z.Abruf != uuid.Nil:
		out.Stand = "gezeigt"
	}
	return out
}

func (a *anfrage) apiAnswer(z Zugang) (any, error) {
	id, err := a.caseID()
	if err != nil {
		return nil, err
	}
	var answers map[string]any
	if err := a.body(&answers); err != nil {
		return nil, err
	}
	for pointer, value := range answers {
		if said, ok := value.(string); strings.ContainsFunc(pointer, control) || ok && strings.ContainsFunc(said, control) {
			a.notice(a.r.Context(), eventInput, "page", a.r.Pattern)
			return nil, statusError(http.StatusBadRequest)
		}
	}
	if _, err := z.Answer(a.r.Context(), id, answers); err != nil {
		return nil, err
	}
	return a.apiCase(z, id)
}

func (a *anfrage) apiGiveUp(z Zugang) (any, error) {
	id, err := a.caseID()
	if err != nil {
		return nil, err
	}
	return nil, z.GiveUp(a.r.Context(), id)
}

func (a *anfrage) apiFetch(z Zugang) (any, error) {
	id, err := a.caseID()
	if err != nil {
		return nil, err
	}
	var in struct {
		Andere bool `json:"andere"`
	}
	if err := a.body(&in); err != nil {
		return nil, err
	}
	name := a.r.PathValue("name")
	v, err := z.Fetch(a.r.Context(), id, name, in.Andere)
	if err != nil {
		return nil, err
	}
	out := apiNachweis{Name: name, Stand: "gezeigt", Quelle: v.Quelle, SHA256: v.Digest, Inhalt: v.Daten}
	if !json.Valid(v.Daten) {
		if out.Inhalt, err = json.Marshal(string(v.Daten)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (a *anfrage) apiTakeOver(z Zugang) (any, error) {
	id, err := a.caseID()
	if err != nil {
		return nil, err
	}
	var in struct {
		SHA256 string `json:"sha256"`
	}
	if err := a.body(&in); err != nil {
		return nil, err
	}
	if err := z.TakeOver(a.r.Context(), id, a.r.PathValue("name"), in.SHA256); err != nil {
		return nil, err
	}
	return a.apiCase(z, id)
}

func (a *anfrage) apiWrite(z Zugang) (any, error) {
	id, err := a.caseID()
	if err != nil {
		return nil, err
	}
	if err := a.body(&struct{}{}); err != nil {
		return nil, err
	}
	if err := z.WriteMyself(a.r.Context(), id, a.r.PathValue("name")); err != nil {
		return nil, err
	}
	return a.apiCase(z, id)
}

// apiSubmit hands in what the caller has seen, and nothing else.
func (a *anfrage) apiSubmit(z Zugang) (any, error) {
	id, err := a.caseID()
	if err != nil {
		return nil, err
	}
	var in struct {
		Bestaetigt string `json:"bestaetigt"`
	}
	if err := a.body(&in); err != nil {
		return nil, err
	}
	befunde, err := z.submit(a.r.Context(), id, &in.Bestaetigt)
	if err != nil {
		return nil, err
	}
	if len(befunde) > 0 {
		return nil, &recht.BefundError{Befunde: befunde}
	}
	return a.apiCase(z, id)
}
