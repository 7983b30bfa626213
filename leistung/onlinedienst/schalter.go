// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	faelle "github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
	"github.com/deutschland-stack/bausteine/payment"
)

// Aufnahme is how an application was taken at the counter of an office. Of the document
// that was shown it knows the kind and nothing else.
type Aufnahme struct {
	Wer      string      `json:"wer"` // the pseudonym of the official
	Behoerde string      `json:"behoerde"`
	Am       datum.Datum `json:"am"`
	Ausweis  string      `json:"ausweis,omitempty"` // "personalausweis"; "" where the service identifies nobody
	// Bezahlt is the fee that the cash desk took, and Beleg its receipt.
	Bezahlt payment.Amount `json:"bezahlt,omitzero"`
	Beleg   string         `json:"beleg,omitempty"`
}

// String tells that there is one.
func (Aufnahme) String() string { return "Aufnahme at a counter" }

// GoString keeps %#v from printing who it was.
func (a Aufnahme) GoString() string { return a.String() }

// aufgenommen is what a draft keeps of who took it, and for whom.
type aufgenommen struct {
	Aufnahme

	Familienname string      `json:"familienname,omitempty"`
	Vornamen     string      `json:"vornamen,omitempty"`
	Geburtsdatum datum.Datum `json:"geburtsdatum,omitzero"`
}

// theke is the counter at which an official takes an application.
type theke struct {
	wer    Amtsperson
	auf    *aufgenommen // of the draft at hand
	rahmen amtsrahmen
}

const (
	amSchalter    = "/amt/schalter"
	kontoSchalter = "schalter:" // before the accounts of drafts that are taken there; stored
)

// konto holds what one official took, and nobody who logs in has it.
func (t *theke) konto() string { return kontoSchalter + t.wer.Behoerde + ":" + t.wer.Kennung }

// noCounter is an account that is none of a counter, whatever its service calls it.
func noCounter(kennung string) string {
	if atCounter(kennung) {
		return "konto:" + kennung
	}
	return kennung
}

// atCounter reports whether nobody has an account who could read or answer anything.
func atCounter(konto string) bool { return strings.HasPrefix(konto, kontoSchalter) }

func (t *theke) basis() string {
	if t == nil {
		return ""
	}
	return amSchalter
}

// worte are what the case notes when it is handed in.
func (t *theke) worte() string {
	if t == nil {
		return ""
	}
	return say(recht.Deutsch, "counter.event", t.wer.Kennung, t.wer.Behoerde)
}

// ausweise are the kinds of documents by which an official knows who is there.
var ausweise = []string{"personalausweis", "reisepass", "aufenthaltstitel", "anderer"}

// ofCounter makes whoever is at the counter the one who answers. A draft of a counter is
// none of pages, and the other way round.
func (a *akteur) ofCounter(auf *aufgenommen) error {
	switch {
	case a.theke == nil && auf == nil:
		return nil
	case a.theke == nil || auf == nil:
		return antrag.ErrNotFound
	}
	a.theke.auf = auf
	a.stands(auf)
	return nil
}

// stands fills the session with who stands there. An official has seen them with their
// document: that is not less than any login proves.
func (a *akteur) stands(auf *aufgenommen) {
	a.sitz.Konto, a.sitz.Anmeldung, a.sitz.Organisation, a.sitz.Merkmale = a.theke.konto(), "", nil, nil
	a.sitz.Niveau, a.sitz.Mittel = recht.NiveauUntergeordnet, say(recht.Deutsch, "counter.means")
	if auf == nil || auf.Ausweis == "" {
		return
	}
	a.sitz.Niveau, a.sitz.Mittel = recht.NiveauHoch, say(recht.Deutsch, "counter.means")+", "+say(recht.Deutsch, "counter.doc."+auf.Ausweis)
	for _, m := range [][2]string{{nutzerkonto.Familienname, auf.Familienname}, {nutzerkonto.Vornamen, auf.Vornamen}, {nutzerkonto.Geburtsdatum, auf.Geburtsdatum.String()}} {
		a.sitz.Merkmale = append(a.sitz.Merkmale, nutzerkonto.Merkmal{Name: m[0], Wert: m[1], Niveau: recht.NiveauHoch})
	}
}

// nurOnline says why a service is not taken at the counter; zero: it is.
func nurOnline(d dienst) recht.Text {
	if why := d.kopf().NurOnline; !why.IsZero() {
		return why
	}
	if o := d.ordnung(); o != nil && len(o.rollen) > 1 {
		return text("counter.several")
	}
	return recht.Text{}
}

// nimmtAuf reports whether an official may take an application of the service.
func (p *Amtsperson) nimmtAuf(d dienst) bool {
	why := nurOnline(d)
	return p.nimmtAn() && p.arbeitetAn(d.kopf().Name) && why.IsZero()
}

// nimmtAn reports whether an official may take cases.
func (p *Amtsperson) nimmtAn() bool {
	return p.hat(AmtsrolleBearbeiten) || p.hat(AmtsrolleEntscheiden)
}

// elsewhere reports whether another authority is responsible than the one at whose
// counter it is taken: its officials could not see what was begun here.
func (a *akteur) elsewhere(authority zustaendigkeit.Stelle) bool {
	return a.theke != nil && authority.ID != "" && authority.ID != a.theke.wer.Behoerde
}

// schalterteil is what the check page has of a counter.
type schalterteil struct {
	Blatt, Zeichen string // where the page to be signed is, and what it is known by
	Kasse          bool   // the cash desk takes the fee
	Beleg, Fehlt   string
}

// maxBeleg bounds the number of a receipt.
const maxBeleg = 60

// atDesk is the part of the check page that only a counter has; nil elsewhere.
func (a *anfrage) atDesk(f *fall, content string, show bool) *schalterteil {
	if a.theke == nil {
		return nil
	}
	p := &schalterteil{Blatt: f.url("unterschrift"), Zeichen: pruefzeichen(content), Kasse: f.stand.bill.IsPayable(), Beleg: clean(a.r.PostForm.Get("beleg"))}
	if show && p.Kasse && !receipt(p.Beleg) {
		p.Fehlt = a.say("counter.receipt.missing")
	}
	return p
}

func receipt(typed string) bool { return typed != "" && len(typed) <= maxBeleg }

// signed takes from the form that the page is signed and the fee paid; false where
// something of it is missing.
func (a *anfrage) signed(f *fall) bool {
	if a.r.PostForm.Get("richtig") != "ja" {
		return false
	}
	if a.theke == nil || !f.stand.bill.IsPayable() {
		return true
	}
	paid := clean(a.r.PostForm.Get("beleg"))
	f.bei.Schalter.Bezahlt, f.bei.Schalter.Beleg = f.stand.bill.Total, paid
	return receipt(paid)
}

// pruefzeichen is by what people know that two pages say the same.
func pruefzeichen(content string) string {
	sum := sha256.Sum256([]byte("blatt" + content))
	s := base32.StdEncoding.EncodeToString(sum[:5])
	return s[:4] + "-" + s[4:]
}

// unterschriftsseite is all that is answered, on paper, to be signed.
type unterschriftsseite struct {
	Zurueck, Behoerde, Dienst, Zeichen, Wer, Ausweis, Aufgenommen string
	Teile                                                         []pruefteil
	Hinweise, Wirkung                                             []string
	Gebuehr, Kosten                                               string
}

// unterschrift prints what the person signs: every answer, and nothing that is still
// wrong.
func (a *anfrage) unterschrift() error {
	f, err := a.draft()
	if err != nil {
		return err
	}
	if len(f.stand.befunde.Blocking()) > 0 {
		return redirect(f.url("pruefen"))
	}
	content, err := a.content(f)
	if err != nil {
		return err
	}
	k, auf := f.dienst.kopf(), a.theke.auf
	p := unterschriftsseite{
		Zurueck: f.url("pruefen"), Behoerde: a.theke.rahmen.Behoerde, Dienst: k.Titel.In(a.sprache), Zeichen: pruefzeichen(content), Kosten: k.Kosten.In(a.sprache), Hinweise: remarks(f.stand.befunde, a.sprache),
		Aufgenommen: a.say("counter.taken", auf.Wer, a.theke.rahmen.Behoerde, LongDay(auf.Am, a.sprache)),
	}
	if auf.Ausweis != "" {
		p.Wer = a.say("counter.who", auf.Vornamen+" "+auf.Familienname, shortDay(auf.Geburtsdatum, a.sprache))
		p.Ausweis = a.say("counter.shown", a.say("counter.doc."+auf.Ausweis))
	}
	if f.stand.bill.IsPayable() {
		p.Gebuehr = a.amount(f.stand.bill.Total)
	}
	for _, t := range k.Wirkung {
		p.Wirkung = append(p.Wirkung, t.In(a.sprache))
	}
	z := zeichner{a, f, false}
	for _, s := range f.dienst.pages() {
		if f.stand.holds(s) {
			p.Teile = append(p.Teile, pruefteil{Titel: s.titel.In(a.sprache), Fakten: z.each(s.alle, "", "")})
		}
	}
	return a.render(http.StatusOK, "unterschrift", rahmen{Titel: a.say("counter.sheet"), Dienst: f.dienst}, p)
}

// fuerPerson are the acts of who stood at the counter and has no account: an official
// writes down what they answer by letter or telephone, or that they withdraw.
func fuerPerson(f *faelle.Fall, o *ordnung, teile []aktenteil) (out []griff) {
	if len(teile) == 0 || !atCounter(teile[0].konto) {
		return nil
	}
	may := f.Moeglich(o.rollen[0])
	for _, akt := range []verfahren.Akt{verfahren.AktBeantwortet, verfahren.AktGeaeussert, verfahren.AktZurueckgenommen} {
		if slices.Contains(may, akt) {
			out = append(out, griff{akt: string(akt), text: o.tabelle.Fragt(f.Zustand(), akt, verfahren.SacheText), endet: akt == verfahren.AktZurueckgenommen, person: true})
		}
	}
	return out
}

// standsThere is the person of a case that was taken at the counter, as who acts in it.
func (t *aktenteil) standsThere() faelle.Handelnder {
	return faelle.Person(t.konto, t.niveau())
}

// niveau is the level at which it was handed in; what cannot be read has none.
func (t *aktenteil) niveau() recht.Niveau {
	var in struct{ Niveau recht.Niveau }
	_ = json.Unmarshal(t.eingang, &in)
	return in.Niveau
}
