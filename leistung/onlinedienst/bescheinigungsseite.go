// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/formular"
)

// bescheinigt is a certificate that was taken over into a draft, with what the person had
// written themselves where it says the same.
type bescheinigt struct {
	Belegt

	Vorher map[string]json.RawMessage `json:"vorher,omitempty"`
}

// bescheinigungsseite is where the person asks for certificates, and sees what came.
type bescheinigungsseite struct {
	Zurueck, Bis string
	Entwurf      bool // it is still to be handed in
	Teile        []bescheinigungsteil
	Fehler       string
	FehlerBei    string // the id of the field
}

// bescheinigungsteil is one certificate.
type bescheinigungsteil struct {
	Name, Titel, Von, Norm string
	Tage                   int
	Fehlt                  string // what has to be answered before anybody can be asked
	Fuer                   []option
	Sieht                  []string // what whoever certifies is told
	Bitten                 []bittenzeile
	Voll                   bool
}

// bittenzeile is one request.
type bittenzeile struct {
	ID, Stand, Art, Fuer, Bis, Link, Wer, Wann, SHA256 string
	Sieht, Fakten                                      []fakt
	Offen, Da, Uebernommen, BeimAmt                    bool
}

// bittencode is the secret of a link, computed so that the person can see it again and
// the store opens none.
func (s *Server) bittencode(id, bitte uuid.UUID) string {
	return s.code(id, "bescheinigt/"+rolleText(bitte))
}

// zeigeBitten shows what the person has asked for.
func (a *anfrage) zeigeBitten() error { return a.drawBitten("", "", http.StatusOK) }

func (a *anfrage) drawBitten(fehler, bei string, status int) error {
	f, err := a.load()
	if err != nil {
		return err
	}
	if len(f.dienst.bescheinigungen()) == 0 {
		return errNotFound
	}
	p := bescheinigungsseite{Zurueck: f.url(""), Entwurf: f.open(), Fehler: fehler, FehlerBei: bei}
	if p.Entwurf {
		if err := a.read(f); err != nil {
			return err
		}
		p.Bis = a.until(f)
	}
	akte, err := a.bitten.load(a.r.Context(), f.v.id)
	if err != nil {
		return err
	}
	for _, b := range f.dienst.bescheinigungen() {
		t, err := a.bittenteil(f, &b, &akte)
		if err != nil {
			return err
		}
		if p.Entwurf || len(t.Bitten) > 0 {
			p.Teile = append(p.Teile, t)
		}
	}
	return a.render(status, "bescheinigungen", rahmen{Titel: a.say("cert.title"), Dienst: f.dienst, Fehler: fehler != ""}, p)
}

// certificates adds to the list of tasks what others may certify.
func (a *anfrage) certificates(f *fall, p *aufgabenseite) error {
	all := f.dienst.bescheinigungen()
	if len(all) == 0 || a.theke != nil { // at the counter they show the paper
		return nil
	}
	akte, err := a.bitten.load(a.r.Context(), f.v.id)
	if err != nil {
		return err
	}
	for _, b := range all {
		task := aufgabe{Titel: b.titel.In(a.sprache), URL: f.url("bescheinigungen"), ID: "b-" + b.name, Stand: a.say("cert.state.none"), Art: "still"}
		for i := range akte.Liste {
			x := &akte.Liste[i]
			switch stand := x.stand(a.now()); {
			case x.Name != b.name || stand == bitteZurueck || stand == bitteVerworfen:
			case stand == bitteBeantwortet:
				task.Stand, task.Art = a.say("cert.state."+string(stand)), "warnung" // it waits for the person
			case task.Art != "warnung":
				task.Stand, task.Art = a.say("cert.state."+string(stand)), ""
			}
		}
		p.Dritte = append(p.Dritte, task)
	}
	return nil
}

// waiting are what a person should know about certificates before they send.
func (a *anfrage) waiting(f *fall) (out []string, err error) {
	if len(f.dienst.bescheinigungen()) == 0 || a.theke != nil {
		return nil, nil
	}
	akte, err := a.bitten.load(a.r.Context(), f.v.id)
	if err != nil {
		return nil, err
	}
	in := func(stand bittenstand) bool {
		return slices.ContainsFunc(akte.Liste, func(x bitte) bool { return x.stand(a.now()) == stand })
	}
	if in(bitteBeantwortet) {
		out = append(out, a.say("cert.check"))
	}
	if in(bitteOffen) {
		out = append(out, a.say("cert.check.open"))
	}
	return out, nil
}

// open reports whether the answers can still be changed.
func (f *fall) open() bool { return f.v.status == antrag.StatusEntwurf && f.bei.Zahlung == nil }

func (a *anfrage) bittenteil(f *fall, b *bescheinigung, akte *bittenakte) (t bescheinigungsteil, err error) {
	t = bescheinigungsteil{Name: b.name, Titel: b.titel.In(a.sprache), Von: b.von.In(a.sprache), Norm: normText(b.norm, a.sprache), Tage: b.tage, Voll: len(akte.Liste) >= maxBitten}
	if f.open() {
		a.askable(f, b, &t)
	}
	for i := range slices.Backward(akte.Liste) {
		if akte.Liste[i].Name != b.name {
			continue
		}
		z, err := a.bittenzeile(f, b, &akte.Liste[i])
		if err != nil {
			return t, err
		}
		t.Bitten = append(t.Bitten, z)
	}
	return t, nil
}

// askable says whom may be asked for, and what they would be told.
func (a *anfrage) askable(f *fall, b *bescheinigung, t *bescheinigungsteil) {
	fuer := ""
	if b.fuer != nil {
		for i, e := range b.fuer(f.stand.angaben()) {
			fuer = e.Code
			t.Fuer = append(t.Fuer, option{ID: "fuer-" + b.name + "-" + strconv.Itoa(i), Code: e.Code, Titel: e.Titel.In(a.sprache)})
		}
		if len(t.Fuer) == 0 {
			t.Fehlt = a.say("cert.missing.who")
			return
		}
	}
	for _, g := range b.zeigt(f.stand.angaben(), fuer) {
		if t.Sieht = append(t.Sieht, g.Titel.In(a.sprache)); g.Wert == "" {
			t.Fehlt = a.say("cert.missing", g.Titel.In(a.sprache))
		}
	}
}

func (a *anfrage) bittenzeile(f *fall, b *bescheinigung, x *bitte) (z bittenzeile, err error) {
	stand := x.stand(a.now())
	z = bittenzeile{ID: x.ID.String(), Stand: a.say("cert.state." + string(stand)), Fuer: x.FuerWen, Wer: x.Wer}
	for _, g := range x.Zeigt {
		z.Sieht = append(z.Sieht, fakt{Titel: g.Titel.In(a.sprache), Wert: g.Wert})
	}
	if !x.Beantwortet.IsZero() {
		z.Wann = a.atTime(x.Beantwortet)
	}
	switch stand {
	case bitteOffen:
		z.Offen, z.Link, z.Bis, z.Art = true, a.config.URL+f.url("bescheinigung/"+a.bittencode(f.v.id, x.ID)), LongDay(x.Bis, a.sprache), "warnung"
	case bitteBeantwortet:
		z.Da, z.BeimAmt, z.Art, z.SHA256 = f.open(), !f.open(), "gut", x.SHA256
		z.Fakten, err = a.certified(b, x.Inhalt)
	case bitteUebernommen:
		z.Uebernommen, z.Art = f.open(), "gut"
	case bitteAbgelaufen:
		z.Bis = LongDay(x.Bis, a.sprache)
	default: // the state says it
	}
	return z, err
}

// certified is what somebody certified, in the words of what they were asked.
func (a *anfrage) certified(b *bescheinigung, inhalt []byte) ([]fakt, error) {
	answers, err := flat(inhalt)
	if err != nil {
		return nil, err
	}
	delete(answers, "/"+mitFuer)
	e := b.form.blank()
	if err := e.Set(answers); err != nil {
		return ohneForm(inhalt), nil //nolint:nilerr // the questions are others now: shown as it was
	}
	f := &fall{dienst: b.form, e: e, wer: &wer{}}
	if err := a.judge(f); err != nil {
		return nil, err
	}
	return zeichner{a, f, false}.facts(b.form.pages()[0].elemente, ""), nil
}

// bitte takes what the person does: ask, take back, take over, do without.
func (a *anfrage) bitte() error {
	f, err := a.load()
	if err != nil {
		return err
	}
	b, here := bescheinigungOf(f.dienst, a.r.PostForm.Get("name")), redirect(f.url("bescheinigungen"))
	if b == nil {
		return errNotFound
	}
	if f.open() {
		if err := a.read(f); err != nil {
			return err
		}
	}
	id, _ := uuid.Parse(a.r.PostForm.Get("bitte"))
	switch a.r.PostForm.Get("tat") {
	case "fragen":
		if b.fuer != nil && a.r.PostForm.Get("fuer") == "" && f.open() {
			return a.drawBitten(a.say("error.choose", a.say("cert.whom")), "fuer-"+b.name+"-0", http.StatusUnprocessableEntity)
		}
		err = a.askThird(a.r.Context(), f, b, a.r.PostForm.Get("fuer"), a.r.PostForm.Get("einmal"))
	case "zurueck":
		err = a.endBitte(a.r.Context(), f, id, endeZurueck, bitteOffen)
	case "uebernehmen":
		err = a.takeCertificate(a.r.Context(), f, b, id, a.r.PostForm.Get("sha256"))
	case "verwerfen":
		err = a.dropCertificate(a.r.Context(), f, id)
	default:
		return errNotFound
	}
	if err != nil && !errors.Is(err, ErrKeinAbruf) && !errors.Is(err, ErrKeinEntwurf) {
		return err
	}
	return here // what is too late, or was done in another window, the page shows as it is
}

// askThird makes a link for somebody who may certify. The same form makes it once.
func (a *akteur) askThird(ctx context.Context, f *fall, b *bescheinigung, fuer, einmal string) error {
	if !f.open() || einmal == "" {
		return ErrKeinAbruf
	}
	x := bitte{ID: uuid.NewSHA1(f.v.id, []byte(a.siegel.sign("bitte", b.name, einmal))), Name: b.name, Gestellt: a.now()}
	if b.fuer != nil {
		choices := b.fuer(f.stand.angaben())
		i := slices.IndexFunc(choices, func(e formular.Eintrag) bool { return e.Code == fuer })
		if i < 0 {
			return ErrKeinAbruf
		}
		x.Fuer, x.FuerWen = fuer, choices[i].Titel.String()
	}
	if x.Zeigt = b.zeigt(f.stand.angaben(), x.Fuer); slices.ContainsFunc(x.Zeigt, func(g Gezeigt) bool { return g.Wert == "" }) {
		return ErrKeinAbruf
	}
	x.Bis = datum.Of(x.Gestellt).AddDays(b.tage)
	if b.vorher > 0 {
		x.Erinnern = x.Bis.AddDays(-b.vorher)
	}
	return a.bitten.change(ctx, f.v.id, func(akte *bittenakte) ([]nachbescheid, bool) {
		if akte.find(x.ID) != nil || len(akte.Liste) >= maxBitten {
			return nil, false
		}
		akte.Liste = append(akte.Liste, x)
		return nil, true
	})
}

// endBitte ends a request that stands where it is said to.
func (a *akteur) endBitte(ctx context.Context, f *fall, id uuid.UUID, how bittenende, in ...bittenstand) error {
	return a.bitten.change(ctx, f.v.id, func(akte *bittenakte) ([]nachbescheid, bool) {
		x := akte.find(id)
		if x == nil || !slices.Contains(in, x.stand(a.now())) {
			return nil, false
		}
		x.end(how)
		return nil, true
	})
}

// takeCertificate takes over what was shown, by its digest: in the draft, and no more
// waiting, in one commit. What the person wrote before stays their answer, with what was
// certified beside it.
func (a *akteur) takeCertificate(ctx context.Context, f *fall, b *bescheinigung, id uuid.UUID, digest string) error {
	if !f.open() {
		return ErrKeinAbruf
	}
	akte, err := a.bitten.load(ctx, f.v.id)
	if err != nil {
		return err
	}
	x := akte.find(id)
	if x == nil || x.Name != b.name || x.stand(a.now()) != bitteBeantwortet || x.SHA256 != digest {
		return ErrKeinAbruf
	}
	return a.save(ctx, f, func(e *formular.Entwurf) error {
		if _, taken := f.bei.Bescheinigt[id.String()]; taken {
			return ErrKeinAbruf // in another window
		}
		from := formular.Herkunft{Quelle: f.ownSource(b.titel.String() + ": " + x.Wer)}
		own := map[string]json.RawMessage{}
		for answer := range e.Answers() {
			if answer.Bestand == nil {
				own[answer.Pointer] = answer.Wert
			}
		}
		if err := takeOver(e, b.fuellt, x.Inhalt, from); err != nil {
			return err
		}
		maps.DeleteFunc(own, func(pointer string, _ json.RawMessage) bool {
			answer, _ := e.Answer(pointer)
			return answer.Bestand == nil
		})
		if f.bei.Bescheinigt == nil {
			f.bei.Bescheinigt = map[string]bescheinigt{}
		}
		f.bei.Bescheinigt[id.String()] = bescheinigt{Belegt{Name: b.name, Quelle: from.Quelle, Abruf: id, Inhalt: x.Inhalt, SHA256: x.SHA256}, own}
		return nil
	}, func(ctx context.Context) error { return a.endBitte(ctx, f, id, endeUebernahme, bitteBeantwortet) })
}

// ownSource is the name of a source that no other certificate of the draft has.
func (f *fall) ownSource(name string) string {
	taken := func(name string) bool {
		for _, x := range f.bei.Bescheinigt {
			if x.Quelle == name {
				return true
			}
		}
		return false
	}
	for n, own := 2, name; ; n++ {
		if !taken(own) {
			return own
		}
		own = name + " (" + strconv.Itoa(n) + ")"
	}
}

// dropCertificate does without what came, also where it was taken over before: nothing of
// it stays, and the answers that were its own go.
func (a *akteur) dropCertificate(ctx context.Context, f *fall, id uuid.UUID) error {
	if !f.open() {
		return ErrKeinAbruf
	}
	end := func(ctx context.Context) error {
		return a.endBitte(ctx, f, id, endeVerworfen, bitteBeantwortet, bitteUebernommen)
	}
	if _, taken := f.bei.Bescheinigt[id.String()]; !taken {
		return end(ctx)
	}
	return a.save(ctx, f, func(e *formular.Entwurf) error {
		x, taken := f.bei.Bescheinigt[id.String()]
		if !taken {
			return ErrKeinAbruf
		}
		e.Forget(x.Quelle)
		delete(f.bei.Bescheinigt, id.String())
		back := map[string]any{}
		for pointer, wert := range x.Vorher {
			if _, there := e.Answer(pointer); !there {
				value, err := decode(wert)
				if err != nil {
					return err
				}
				back[pointer] = value
			}
		}
		return e.Set(back)
	}, end)
}
