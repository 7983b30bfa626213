// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	antragfall "github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/formular"
)

// gelesenFuer is how long a reason given for reading a case holds: one working day.
const gelesenFuer = dauer

// vorgangsakte is a case with its service and the notes of the desk.
type vorgangsakte struct {
	akte

	dienst dienst
	notiz  notiz
	mit    []aktenteil // whom it concerns beside who applied, see [Mit]
}

// url is the address of a page of the case.
func (v *vorgangsakte) url(tat string) string {
	u := "/amt/faelle/" + v.id.String()
	if tat != "" {
		u += "/" + tat
	}
	return u
}

// errGrund asks for the reason of reading.
var errGrund = errors.New("onlinedienst: no reason for reading")

// fallseite is a case on the desk.
type fallseite struct {
	Nummer, Dienst, Eingang, Stand, Art, Bei, Frist, FristArt string
	Wer                                                       []string
	Gefragt                                                   []amtsgefragter
	Fristen                                                   []termin
	Vertretungen                                              []fakt
	Version                                                   uint64
	Taten                                                     []tatverweis
	Hinweise                                                  []hinweis
	Teile                                                     []pruefteil
	Dateien                                                   []amtsdatei
	Nachweise                                                 []verweis
	Nachgereicht                                              []pruefteil // certificates that came later
	Verlauf                                                   []amtseintrag
	Gelesen                                                   []amtseintrag
	Vorlage                                                   *vorlageteil
	Zurueck                                                   *amtseintrag
	Beschluss                                                 []fakt
	Bescheid                                                  []bescheidstand
	Geld                                                      []faktum
	Rechnungen                                                []verweis
	Schalter                                                  []fakt    // how it was taken at a counter
	Urkunden                                                  []verweis // for who stood there
	Fremd                                                     string    // another version of the form
	Blatt                                                     verweis
	Export                                                    string
}

// tatverweis leads to an act, or does it at once.
type tatverweis struct {
	Titel, URL string
	Sofort     bool
}

// hinweis is what a rule says, with its norms.
type hinweis struct{ Text, Norm string }

// amtsdatei is a file of the person.
type amtsdatei struct {
	Name, Art, URL, Herkunft string
	Bild                     bool
}

// amtseintrag is something that happened, or that somebody read.
type amtseintrag struct{ Was, Text, Wann, Wer string }

// vorlageteil is a decision that waits for a second official.
type vorlageteil struct {
	Titel, Wer, Wann string
	Fakten           []fakt
	URL              string // where this official decides on it
}

func (a *amtsanfrage) zeigeFall() error {
	v, err := a.open()
	if errors.Is(err, errGrund) {
		return a.askReason(v, false)
	}
	if err != nil {
		return err
	}
	return a.drawFall(v)
}

func (a *amtsanfrage) drawFall(v *vorgangsakte) error {
	kollegen, err := a.kollegen()
	if err != nil {
		return err
	}
	p := fallseite{
		Nummer: Nummer(v.id), Dienst: v.dienst.kopf().Titel.In(a.sprache), Eingang: a.moment(v.eingang), Bei: a.bei(v.notiz.bei, kollegen), Export: v.url("export"), Version: v.version,
	}
	if b := v.dienst.kopf().Blatt; b != nil {
		p.Blatt = verweis{Titel: b.Titel.In(a.sprache), URL: v.url("blatt")}
	}
	p.Stand, p.Art = a.amtsstand(&v.aktenzeile)
	p.Gefragt, p.Vertretungen = a.gefragteAmDesk(v), a.vertretungen(v)
	p.Fristen = a.fristenOf(v.dienst, v.fristen)
	p.Frist, p.FristArt = a.frist(&v.aktenzeile, &v.notiz)
	for _, t := range a.taten(v) {
		p.Taten = append(p.Taten, tatverweis{Titel: t.titel, URL: v.url(t.name), Sofort: t.sofort()})
	}
	title := p.Nummer
	for i := range v.teile {
		name, err := a.teil(&p, v, &v.teile[i], kollegen)
		if err != nil {
			return err
		}
		if i == 0 && name != "" {
			title = name
		}
	}
	p.Wer = append(p.Wer, a.mitAmDesk(v)...)
	for _, e := range v.verlauf {
		who := e.rolle.In(a.sprache)
		if who == "" {
			who = a.say("amt.by." + string(e.akteur))
		}
		what := e.titel.In(a.sprache)
		if what == "" {
			what = a.say("amt.act." + e.akt)
		}
		p.Dateien = append(p.Dateien, a.herkunft(v, &e)...)
		p.Verlauf = append(p.Verlauf, amtseintrag{Was: what, Text: e.text, Wann: a.moment(e.zeit), Wer: who})
	}
	if p.Nachgereicht, err = a.laterCertificates(v); err != nil {
		return err
	}
	slices.Reverse(p.Verlauf)
	for _, g := range slices.Backward(v.notiz.gelesen) {
		entry := amtseintrag{Was: a.say("amt.read"), Text: g.Grund, Wann: a.moment(g.zeit), Wer: a.named(g.Wer, kollegen)}
		switch g.Art {
		case vermerkExport:
			entry.Was = a.say("amt.exported")
		case vermerkSchalter:
			entry.Was = a.say("counter.log")
		}
		p.Gelesen = append(p.Gelesen, entry)
	}
	if err := a.papers(&p, v); err != nil {
		return err
	}
	p.Bescheid = a.bescheidstand(v)
	if p.Geld, err = a.geld(a.r.Context(), v.dienst, v.id); err != nil {
		return err
	}
	if p.Rechnungen, err = a.rechnungen(a.r.Context(), v.dienst, v.id, v.url("")); err != nil {
		return err
	}
	if err := a.decided(&p, v, kollegen); err != nil {
		return err
	}
	return a.draw(http.StatusOK, "fall", title+" · "+p.Dienst, p)
}

// named is the name of a colleague.
func (a *amtsanfrage) named(kennung string, kollegen map[string]string) string {
	if name := kollegen[kennung]; name != "" {
		return name
	}
	if kennung == vomBetreiber {
		return a.say("amt.with.operator")
	}
	return a.say("amt.with.former")
}

// teil adds what one person handed in, and returns who it is.
func (a *amtsanfrage) teil(p *fallseite, v *vorgangsakte, t *aktenteil, kollegen map[string]string) (name string, err error) {
	in, f, err := a.lies(v, t)
	if err != nil {
		return "", err
	}
	a.byCounter(p, &in, kollegen)
	if i := in.Identitaet; i.Familienname != "" {
		name = i.Familienname + ", " + i.Vornamen
		born := i.Geburtsdatum
		if d, err := datum.Parse(born); err == nil {
			born = shortDay(d, a.sprache)
		}
		p.Wer = append(p.Wer, a.say("amt.who", i.Vornamen+" "+i.Familienname, born, i.Mittel))
	}
	whose := ""
	if t.rolle != "" {
		whose = a.wort(v.dienst, "rolle."+string(t.rolle)) + ": "
	}
	if f.e == nil {
		p.Fremd = a.say("amt.version", in.Fassung)
		p.Teile = append(p.Teile, pruefteil{Titel: whose + a.say("amt.answers"), Fakten: ohneForm(in.Daten)})
	} else {
		z := zeichner{a.anfrage, f, false}
		for _, s := range f.dienst.pages() {
			if f.stand.holds(s) {
				p.Teile = append(p.Teile, pruefteil{Titel: whose + s.titel.In(a.sprache), Fakten: z.each(s.alle, "", "")})
			}
		}
	}
	said, err := v.remarks(in, f)
	if err != nil {
		return "", err
	}
	a.hints(p, said)
	sent := a.say("amt.file.sent", a.moment(v.eingang))
	if whose != "" {
		sent = a.say("amt.file.sent.by", strings.TrimSuffix(whose, ": "), a.moment(v.eingang))
	}
	for _, d := range in.Anlagen {
		p.Dateien = append(p.Dateien, amtsdatei{Name: d.Name, Art: strings.ToUpper(endung(d.Typ)), URL: v.url("anlagen/" + d.ID.String()), Bild: strings.HasPrefix(d.Typ, "image/"), Herkunft: sent})
	}
	for _, n := range in.Nachweise {
		state := a.say("amt.evidence.same")
		if !n.Unveraendert() {
			state = a.say("amt.evidence.changed")
		}
		p.Nachweise = append(p.Nachweise, verweis{Titel: n.Quelle, Text: state, URL: n.SHA256})
	}
	return name, nil
}

// remarks are what is to be noted about what one person handed in, for whoever works
// on it: at the desk, and in every copy that leaves it.
func (v *vorgangsakte) remarks(in Eingang, f *fall) (out recht.Befunde, err error) {
	if f.e != nil {
		out = slices.Clone(f.stand.befunde)
	}
	if more := v.dienst.kopf().Hinweise; more != nil {
		said, err := more(in)
		return append(out, said...), err
	}
	return out, nil
}

// hints adds what is to be noted, with its norms.
func (a *amtsanfrage) hints(p *fallseite, said recht.Befunde) {
	for _, b := range said {
		norms := b.Normen.String()
		if a.sprache == recht.Englisch {
			norms = b.Normen.English()
		}
		p.Hinweise = append(p.Hinweise, hinweis{b.Text.In(a.sprache), norms})
	}
}

// lies reads what was handed in back into its form, judged on the day on which it was.
func (a *akteur) lies(v *vorgangsakte, t *aktenteil) (in Eingang, f *fall, err error) {
	if json.Unmarshal(t.eingang, &in) != nil {
		return in, nil, errors.New("onlinedienst: what was handed in cannot be read") // the decoder may quote it
	}
	f = &fall{dienst: t.formOr(v.dienst), v: vorgang{id: v.id}, wer: &wer{in.Niveau, in.Identitaet}}
	if err := a.reread(f, in); err != nil || f.e == nil {
		return in, f, err
	}
	day := in.Eingelegt
	if day.IsZero() {
		day = datum.Of(v.eingang)
	}
	f.stand, err = f.dienst.judge(f.e, v.id, day, *f.wer, &f.bei)
	return in, f, err
}

// formOr is what they were asked.
func (t *aktenteil) formOr(d dienst) dienst {
	if t.form != nil {
		return t.form
	}
	return d
}

// each are the facts of elements with those of every row by itself.
func (z zeichner) each(elements []formular.Element, prefix, label string) (out []fakt) {
	for i := range elements {
		el := &elements[i]
		pointer := prefix + "/" + el.Name
		switch {
		case !z.f.stand.antw.Asked(pointer):
		case el.Typ == formular.TypGruppe && el.Max == 1:
			out = append(out, z.each(el.Kinder, pointer, label)...)
		case el.Typ == formular.TypGruppe:
			if z.f.e.Rows(pointer) == 0 {
				out = append(out, fakt{Titel: el.Titel.In(z.a.sprache), Wert: z.a.say("check.norows"), Leer: true})
			}
			for row := range z.f.e.Rows(pointer) {
				out = append(out, z.each(el.Kinder, pointer+"/"+strconv.Itoa(row), z.a.say("rows.row", row+1)+": ")...)
			}
		default:
			f := z.fact(el, pointer)
			f.Titel = label + f.Titel
			out = append(out, f)
		}
	}
	return out
}

// ohneForm are answers of a form that is not known here any more, by their pointers.
func ohneForm(data []byte) (out []fakt) {
	answers, err := flat(data)
	if err != nil {
		return nil
	}
	for _, pointer := range sorted(answers) {
		out = append(out, fakt{Titel: pointer, Wert: fmt.Sprint(answers[pointer])})
	}
	return out
}

// endung is the ending of a file of that kind.
func endung(typ string) string {
	for _, t := range dateitypen {
		if t.typ == typ {
			return strings.TrimPrefix(t.endungen[0], ".")
		}
	}
	return "bin"
}

// anlage hands a file of the person out: a picture to look at, all else as a file.
func (a *amtsanfrage) anlage() error {
	v, err := a.open()
	if errors.Is(err, errGrund) {
		return redirect(v.url(""))
	}
	if err != nil {
		return err
	}
	id, err := uuid.Parse(a.r.PathValue("datei"))
	if err != nil {
		return errNotFound
	}
	for _, e := range v.verlauf {
		if slices.ContainsFunc(e.anlagen, func(d antragfall.Anlage) bool { return d.ID == id }) {
			return a.handOut(v, id)
		}
	}
	for _, t := range v.teile {
		var in Eingang
		if json.Unmarshal(t.eingang, &in) != nil || !slices.ContainsFunc(in.Anlagen, func(d Datei) bool { return d.ID == id }) {
			continue
		}
		return a.handOut(v, id)
	}
	return errNotFound
}

// handOut hands a file of the case out.
func (a *amtsanfrage) handOut(v *vorgangsakte, id uuid.UUID) error {
	u, err := a.amt.keeper(v.dienst).document(a.r.Context(), v.id, id)
	if errors.Is(err, antrag.ErrNotFound) {
		return errNotFound
	}
	if err != nil {
		return err
	}
	return a.hand(u.Medientyp, "anlage-"+Nummer(v.id)+"."+endung(u.Medientyp), u.Inhalt, strings.HasPrefix(u.Medientyp, "image/"))
}

// hand writes a file out, which no browser takes for a page.
func (a *anfrage) hand(typ, name string, content []byte, look bool) error {
	h := a.w.Header()
	h.Set("Content-Type", typ)
	h.Set("Content-Length", strconv.Itoa(len(content)))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	if !look {
		h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	}
	_, err := a.w.Write(content)
	return err
}

// bescheidstand is how far the notice to one person is.
type bescheidstand struct{ Wer, URL, Weg, Ende, Spaetestens, Nach string }

func (a *amtsanfrage) bescheidstand(v *vorgangsakte) (out []bescheidstand) {
	for _, an := range v.adressaten() {
		b, w := v.notiz.bescheidAn(an.konto), v.notiz.wegAn(an.konto)
		if b == nil {
			continue
		}
		one := bescheidstand{URL: v.url("bescheid.pdf")}
		if who := an.kennung(); who != "" {
			one.Wer, one.URL = a.wen(v, an), one.URL+"?"+url.Values{"an": {who}}.Encode()
		}
		switch {
		case w != nil && w.Brief:
			one.Weg = a.say("amt.notice.posted", shortDay(w.Tag, a.sprache))
		case b.Brief:
			one.Weg = a.say("amt.notice.post")
		case w == nil || w.Weg.Bereitgestellt.IsZero():
			one.Weg = a.say("amt.notice.waits")
		case !w.Weg.Abgerufen.IsZero():
			one.Weg = a.say("amt.notice.read", a.moment(w.Weg.Bereitgestellt), a.moment(w.Weg.Abgerufen))
		default:
			one.Weg = a.say("amt.notice.there", a.moment(w.Weg.Bereitgestellt))
		}
		if w != nil && !w.Ende.IsZero() {
			one.Ende, one.Spaetestens = a.say("amt.notice.end", LongDay(w.Ende, a.sprache)), a.say("amt.notice.late", LongDay(w.Spaetestens, a.sprache))
			if len(w.Normen) > 0 { // what was counted before they were kept has none
				one.Nach = a.say("amt.notice.norms", w.Normen)
			}
		}
		out = append(out, one)
	}
	return out
}

// blatt shows the page of the service's own about the case. It is no page of the desk:
// it may look as it likes, and do nothing.
func (a *amtsanfrage) blatt() error {
	v, err := a.open()
	if errors.Is(err, errGrund) {
		return redirect(v.url(""))
	}
	if err != nil {
		return err
	}
	b := v.dienst.kopf().Blatt
	var in Eingang
	if b == nil || len(v.teile) == 0 || json.Unmarshal(v.teile[0].eingang, &in) != nil {
		return errNotFound
	}
	var page bytes.Buffer
	if err := b.Write(&page, in, a.sprache); err != nil {
		return err
	}
	h := a.w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:")
	_, err = a.w.Write(page.Bytes())
	return err
}

// bescheid hands the notice out, to be printed or looked at.
func (a *amtsanfrage) bescheid() error {
	v, err := a.open()
	if errors.Is(err, errGrund) {
		return redirect(v.url(""))
	}
	if err != nil {
		return err
	}
	all := v.adressaten()
	i := slices.IndexFunc(all, func(t *aktenteil) bool { return t.kennung() == a.r.URL.Query().Get("an") })
	if len(all) == 0 || v.notiz.bescheidAn(all[max(i, 0)].konto) == nil {
		return errNotFound
	}
	u, err := a.amt.keeper(v.dienst).document(a.r.Context(), v.id, v.notiz.bescheidAn(all[max(i, 0)].konto).Unterlage)
	if err != nil {
		return err
	}
	return a.hand("application/pdf", "Bescheid-"+Nummer(v.id)+".pdf", u.Inhalt, false)
}
