// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"crypto/hmac"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/formular"
)

// mitfall is a case of somebody else that concerns who looks at it.
type mitfall struct {
	dienst dienst
	v      vorgang
	mit    Mitbetroffen
	dabei  string // the account that has come in; "" is none
}

// url is the address of the page.
func (m *mitfall) url() string { return "/" + m.dienst.kopf().Name + "/" + m.v.id.String() + "/mit" }

// niveau is the level at which an account has to prove who it is.
func (m *mitfall) niveau() recht.Niveau { return max(m.dienst.kopf().Niveau, m.dienst.kopf().Senden) }

// mitcode is the secret that leads somebody to their part of a case.
func (s *Server) mitcode(fall uuid.UUID, m Mitbetroffen) string {
	return s.code(fall, verfahren.Rolle(artMit+m.Zeile))
}

// mitfaelle are the parts of a case that was handed in, each with who has come in.
func (s *Server) mitfaelle(ctx context.Context, d dienst, id uuid.UUID) (out []mitfall, err error) {
	if d.mit() == nil {
		return nil, nil
	}
	v, err := s.registry.any(ctx, id)
	if errors.Is(err, antrag.ErrNotFound) || err == nil && !sameLeistung(v, d) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	list, err := mitbetroffene(d, v.angaben, datum.Of(v.eingang))
	for _, m := range list {
		one := mitfall{dienst: d, v: v, mit: m}
		if one.dabei, err = s.beigetreten(ctx, id, m.Zeile); err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, err
}

// mitHier are the parts of the case of the address.
func (a *anfrage) mitHier() ([]mitfall, error) {
	d, err := a.member()
	if err != nil {
		return nil, err
	}
	id, err := uuid.Parse(a.r.PathValue("id"))
	if err != nil || a.sitz.guest() {
		return nil, errNotFound
	}
	return a.mitfaelle(a.r.Context(), d, id)
}

// meins is the part that the account has come in for, and still proves to be about it.
func (a *akteur) meins(all []mitfall) *mitfall {
	for i := range all {
		if m := &all[i]; m.dabei == a.sitz.Konto && m.mit.ist(a.sitz.account(), m.niveau()) {
			return m
		}
	}
	return nil
}

// mitEingeladen is the part that the code of the address is for. Who tries many is turned
// away.
func (a *anfrage) mitEingeladen() (*mitfall, error) {
	all, err := a.mitHier()
	if err != nil {
		return nil, err
	}
	var m *mitfall
	code := strings.ToUpper(strings.TrimSpace(a.r.PathValue("code")))
	for i := range all {
		if hmac.Equal([]byte(code), []byte(a.mitcode(all[i].v.id, all[i].mit))) {
			m = &all[i]
		}
	}
	key := a.r.PathValue("id")
	if m != nil {
		key = code
	}
	if !a.pforte.links.allow(key, a.now()) {
		a.notice(a.r.Context(), eventLimit, "of", "links")
		return nil, errTooMany
	}
	if m == nil {
		a.notice(a.r.Context(), eventAccess, "page", a.r.Pattern)
		return nil, errNotFound
	}
	return m, nil
}

// mitseite is the part of a case that is about somebody else than who applied.
type mitseite struct {
	Neu                            bool // has not come in yet
	Dienst, Nummer, Wann, Wer, Amt string
	Status, Art                    string
	Fakten                         []fakt
	Urkunden                       []verweis
	Post                           bool
}

// zeigeMit shows somebody their part of a case.
func (a *anfrage) zeigeMit() error {
	all, err := a.mitHier()
	if err != nil {
		return err
	}
	m := a.meins(all)
	if m == nil {
		a.notice(a.r.Context(), eventAccess, "page", a.r.Pattern)
		return errNotFound
	}
	p := mitseite{Dienst: m.dienst.kopf().Titel.In(a.sprache), Nummer: Nummer(m.v.id), Wer: m.mit.name(), Post: a.amt != nil && a.amt.config.Bescheide != nil}
	f := &fall{dienst: m.dienst, v: m.v}
	if p.Fakten, err = a.mitFakten(f, m); err != nil {
		return err
	}
	p.Amt, p.Status = a.officeName(f), a.zustandOf(f)
	p.Wann = a.say("sent.when", LongDay(datum.Of(m.v.eingang), a.sprache), datum.LegalTime(m.v.eingang).Format("15:04"), p.Amt)
	if m.v.status == antrag.StatusStattgegeben {
		p.Art = "gut"
	}
	papers, err := a.papiere(m.dienst, m.v)
	for i, u := range papers {
		if u.Zeile == m.mit.Zeile {
			p.Urkunden = append(p.Urkunden, verweis{Titel: a.say("papers.one", m.dienst.urkunden().Profil.Titel, u.Wen), URL: m.url() + "/" + strconv.Itoa(i+1) + ".pdf"})
		}
	}
	if err != nil {
		return err
	}
	return a.render(http.StatusOK, "mit", rahmen{Titel: a.say("mit.title"), Dienst: m.dienst}, p)
}

// mitFakten are the answers that they see: the row about them, and what the service
// shows each of them.
func (a *anfrage) mitFakten(f *fall, m *mitfall) (out []fakt, err error) {
	var in Eingang
	if json.Unmarshal(m.v.angaben, &in) != nil {
		return nil, errors.New("onlinedienst: what was handed in cannot be read")
	}
	f.wer = &wer{in.Niveau, in.Identitaet}
	if err := a.reread(f, in); err != nil || f.e == nil {
		return nil, err
	}
	z := zeichner{a, f, false}
	for _, at := range append([]string{m.mit.Zeile}, m.dienst.mit().sieht...) {
		switch el := m.dienst.element(names(at)); {
		case el.Typ == formular.TypGruppe:
			out = append(out, z.facts(el.Kinder, at)...)
		case f.stand.antw.Asked(at):
			out = append(out, z.fact(&el, at))
		}
	}
	return out, nil
}

// zumMit shows somebody with a code what they are to come in to, or hands out a
// certificate of theirs.
func (a *anfrage) zumMit() error {
	if name, pdf := strings.CutSuffix(a.r.PathValue("code"), ".pdf"); pdf {
		return a.mitUrkunde(name)
	}
	m, err := a.mitZutritt()
	if m == nil {
		return err
	}
	return a.render(http.StatusOK, "mit", rahmen{Titel: a.say("mit.title"), Dienst: m.dienst}, mitseite{Neu: true, Dienst: m.dienst.kopf().Titel.In(a.sprache), Wer: m.mit.name()})
}

// mitZutritt is the part that the person may come in to now; nil where they have come in
// already, which leads to it, or where the page tells why they cannot.
func (a *anfrage) mitZutritt() (*mitfall, error) {
	m, err := a.mitEingeladen()
	if err != nil {
		return nil, err
	}
	if m.dabei == a.sitz.Konto {
		return nil, redirect(m.url())
	}
	if told, err := a.mitHindernis(m); told || err != nil {
		return nil, err
	}
	return m, nil
}

// mitHindernis tells why somebody cannot come in; false where they can.
func (a *anfrage) mitHindernis(m *mitfall) (told bool, err error) {
	page, status := fehlerseite{}, http.StatusForbidden
	switch need := m.niveau(); {
	case !a.sitz.Niveau.Reicht(need):
		to := a.stepUp(a.r.URL.Path, need)
		page = fehlerseite{Text: a.say("mit.level", a.level(need)), Anmelden: to.Titel, Login: to.URL}
	case !m.mit.ist(a.sitz.account(), need):
		a.notice(a.r.Context(), eventAccess, "page", a.r.Pattern)
		page.Text = a.say("mit.other")
	case m.dabei != "":
		page.Text, status = a.say("mit.used"), http.StatusConflict
	default:
		return false, nil
	}
	return true, a.render(status, "fehler", rahmen{Titel: a.say("join.not"), Dienst: m.dienst}, page)
}

// nimmMitAn lets somebody with a code come in.
func (a *anfrage) nimmMitAn() error {
	m, err := a.mitZutritt()
	if m == nil {
		return err
	}
	in, err := a.tritt(a.r.Context(), m.v.id, m.mit.Zeile, a.sitz.Konto)
	if err != nil {
		return err
	}
	if !in { // somebody was faster
		return redirect(m.url() + "/" + a.r.PathValue("code"))
	}
	return redirect(m.url())
}

// mitUrkunde hands out a certificate of who has come in.
func (a *anfrage) mitUrkunde(nr string) error {
	all, err := a.mitHier()
	if err != nil {
		return err
	}
	m := a.meins(all)
	if m == nil {
		a.notice(a.r.Context(), eventAccess, "page", a.r.Pattern)
		return errNotFound
	}
	papers, err := a.papiere(m.dienst, m.v)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(nr)
	if err != nil || n < 1 || n > len(papers) || papers[n-1].Zeile != m.mit.Zeile {
		return errNotFound
	}
	return a.handUrkunde(m.dienst, m.v, papers, n)
}

// zugang is how somebody whom the case concerns comes in, for the page of who applied.
type zugang struct{ Wer, Link, Code, Stand string }

// zugaenge are those of a case.
func (a *akteur) zugaenge(ctx context.Context, d dienst, v *vorgang) (out []zugang, err error) {
	if v.status == antrag.StatusZurueckgenommen {
		return nil, nil
	}
	all, err := a.mitfaelle(ctx, d, v.id)
	for i := range all {
		m := &all[i]
		one := zugang{Wer: m.mit.name(), Code: a.mitcode(v.id, m.mit), Stand: a.say("mit.open")}
		if one.Link = a.config.URL + m.url() + "/" + one.Code; m.dabei != "" {
			one = zugang{Wer: m.mit.name(), Stand: a.say("mit.in")}
		}
		out = append(out, one)
	}
	return out, err
}

// mitAmDesk tells the desk whom the case concerns beside who applied.
func (a *amtsanfrage) mitAmDesk(v *vorgangsakte) (out []string) {
	for i := range v.mit {
		t := &v.mit[i]
		born := t.mit.Identitaet.Geburtsdatum
		if d, err := datum.Parse(born); err == nil {
			born = shortDay(d, a.sprache)
		}
		how := a.say("mit.in")
		if t.zu == "" {
			how = a.say("amt.mit.code", a.mitcode(v.id, *t.mit))
		}
		out = append(out, a.say("amt.mit", t.mit.name(), born, how))
	}
	return out
}

// wen names one of those who get a notice.
func (a *akteur) wen(v *vorgangsakte, t *aktenteil) string {
	if t.mit != nil {
		return t.mit.name()
	}
	return a.wort(v.dienst, "rolle."+string(t.rolle))
}

// mitEigene are the parts of cases of others that the account has come in for.
func (a *akteur) mitEigene(ctx context.Context) (out []mitfall, err error) {
	if a.registry.reg == nil {
		return nil, nil
	}
	for u, err := range a.registry.reg.Ordner(ctx, mitOrdner(a.sitz.Konto)) {
		if err != nil {
			return nil, err
		}
		row, err := a.akten().row(ctx, u.Antrag)
		if errors.Is(err, antrag.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		d := a.dienstFor(row.leistung)
		if d == nil {
			continue
		}
		all, err := a.mitfaelle(ctx, d, u.Antrag)
		if err != nil {
			return nil, err
		}
		if m := a.meins(all); m != nil {
			out = append(out, *m)
		}
	}
	return out, nil
}

// eigenerTeil is what the file of a person's own data says of a case of somebody else.
type eigenerTeil struct {
	ID       uuid.UUID `json:"id"`
	Dienst   string    `json:"dienst"`
	Stand    string    `json:"stand"`
	Behoerde string    `json:"behoerde"`
	Eingang  time.Time `json:"eingang"`
	Angaben  []faktum  `json:"angaben"`
}

func (a *anfrage) eigeneTeile() (out []eigenerTeil, err error) {
	along, err := a.mitEigene(a.r.Context())
	for i := range along {
		m := &along[i]
		one := eigenerTeil{ID: m.v.id, Dienst: m.dienst.kopf().Name, Stand: string(m.v.status), Behoerde: m.v.behoerde, Eingang: m.v.eingang}
		facts, err := a.mitFakten(&fall{dienst: m.dienst, v: m.v}, m)
		if err != nil {
			return nil, err
		}
		for _, f := range facts {
			one.Angaben = append(one.Angaben, faktum{f.Titel, f.Wert})
		}
		out = append(out, one)
	}
	return out, err
}
