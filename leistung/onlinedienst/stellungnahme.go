// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"cmp"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	antragfall "github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// gefragter is a body or a person that the authority has asked in a case, with a link
// of their own: what they are asked is all that they see of it.
type gefragter struct {
	rolle     verfahren.Rolle
	an        string // tells apart those of one role
	frage     antragfall.Ereignis
	antworten []antragfall.Ereignis
	schweigt  bool                // the period ended without an answer
	schweigen verfahren.Schweigen // what that means
	nochOffen bool                // an answer would be taken
	frist     *antragfall.Lauf
	wer       verfahren.Beteiligter
}

// gefragte are those who were asked in a case, in the order in which they were.
func gefragte(f *antragfall.Fall, running []antragfall.Lauf) (out []gefragter) {
	t := f.Tabelle()
	for _, fr := range t.Verfahren().Fristen {
		if !fr.Je {
			continue
		}
		b, _ := t.Beteiligter(fr.Fuer)
		var asked []string
		for _, e := range slices.Backward(f.Verlauf()) { // the last question of each counts
			if !slices.Contains(fr.Ab, e.Akt) || slices.Contains(asked, e.An) {
				continue
			}
			asked = append(asked, e.An)
			g := gefragter{rolle: fr.Fuer, an: e.An, frage: e, schweigen: fr.Schweigen, wer: b}
			for _, after := range f.Verlauf() {
				switch {
				case after.Version <= e.Version || after.An != e.An:
				case slices.Contains(fr.Bis, after.Akt):
					g.antworten = append(g.antworten, after)
				case after.Akt == fr.Folge:
					g.schweigt = true
				}
			}
			for i, l := range running {
				if l.Name == fr.Name && l.An == e.An {
					g.frist = &running[i]
				}
			}
			g.nochOffen = slices.ContainsFunc(f.Moeglich(fr.Fuer), func(akt verfahren.Akt) bool { return slices.Contains(fr.Bis, akt) })
			out = append(out, g)
		}
	}
	slices.SortStableFunc(out, func(a, b gefragter) int { return cmp.Compare(a.frage.Version, b.frage.Version) })
	return out
}

// linkCode is the secret in the link of somebody who is asked, computed so that the desk
// can show it again.
func (s *Server) linkCode(id uuid.UUID, rolle verfahren.Rolle, an string) string {
	return s.code(id, "gefragt/"+rolle+verfahren.Rolle("/"+an))
}

// anfrageURL is the page of somebody who is asked.
func (s *Server) anfrageURL(d dienst, id uuid.UUID, rolle verfahren.Rolle, an string) string {
	return s.config.URL + "/" + d.kopf().Name + "/" + id.String() + "/anfrage/" + s.linkCode(id, rolle, an)
}

// stellungnahme is the page of somebody who is asked.
type stellungnahme struct {
	Amt, Frage, Bis, Norm, Schweigen string
	Antworten                        []amtseintrag
	Offen, Link                      bool // Link: whoever has it is meant, and nobody is identified
	Text, Fehler                     string
}

// gefragtHier is the case of the address, and who has its link.
func (a *anfrage) gefragtHier() (d dienst, f antragfall.Fall, g gefragter, err error) {
	if d, err = a.dienstOf(); err != nil {
		return d, f, g, err
	}
	id, err := uuid.Parse(a.r.PathValue("id"))
	if d.ordnung() == nil || err != nil {
		return d, f, g, errNotFound
	}
	f, _, err = a.config.Akten.Angaben(a.r.Context(), id)
	if errors.Is(err, antrag.ErrNotFound) || err == nil && (f.Tabelle().Verfahren().Name != d.kopf().Name || f.Zustand() == verfahren.ZustandGeloescht) {
		return d, f, g, errNotFound
	}
	if err != nil {
		return d, f, g, err
	}
	running, err := a.config.Akten.Laeufe(f)
	if err != nil {
		return d, f, g, err
	}
	all := gefragte(&f, running)
	i := slices.IndexFunc(all, func(g gefragter) bool {
		return hmac.Equal([]byte(strings.ToUpper(a.r.PathValue("code"))), []byte(a.linkCode(id, g.rolle, g.an)))
	})
	if i < 0 {
		a.notice(a.r.Context(), eventAccess, "page", a.r.Pattern)
		return d, f, g, errNotFound
	}
	g = all[i]
	if !a.gueltig && g.wer.Niveau.IsZero() {
		err = a.guest() // whoever has the link is meant; nobody is identified
	} else if !a.gueltig || !g.wer.Niveau.IsZero() && !a.sitz.Niveau.Reicht(g.wer.Niveau) {
		err = errLogin
	}
	return d, f, g, err
}

// zeigeAnfrage shows somebody what they are asked.
func (a *anfrage) zeigeAnfrage() error {
	d, f, g, err := a.gefragtHier()
	if err != nil {
		return err
	}
	return a.drawAnfrage(d, &f, &g, "", "")
}

func (a *anfrage) drawAnfrage(d dienst, f *antragfall.Fall, g *gefragter, text, wrong string) error {
	p := stellungnahme{Frage: g.frage.Text, Offen: g.nochOffen, Link: g.wer.Niveau.IsZero(), Text: text, Fehler: wrong, Amt: f.Behoerde()}
	if a.amt != nil {
		p.Amt = a.amt.behoerde(p.Amt)
	}
	if l := g.frist; l != nil {
		p.Bis, p.Norm = a.end(*l), l.Norm.String()
		if a.sprache != recht.Deutsch {
			p.Norm = l.Norm.English()
		}
		if g.schweigen == verfahren.SchweigenZustimmung {
			p.Schweigen = a.say("asked.silence")
		}
	}
	for _, e := range g.antworten {
		p.Antworten = append(p.Antworten, amtseintrag{Was: e.Text, Wann: a.moment(e.Zeit), Wer: a.verspaetet(e)})
	}
	status := http.StatusOK
	if wrong != "" {
		status = http.StatusUnprocessableEntity
	}
	return a.render(status, "stellungnahme", rahmen{Titel: a.say("asked.page"), Dienst: d, Fehler: wrong != ""}, p)
}

func (a *akteur) verspaetet(e antragfall.Ereignis) string {
	if e.Verspaetet {
		return a.say("asked.late")
	}
	return ""
}

// nimmStellung takes the answer of somebody who is asked, once for a form.
func (a *anfrage) nimmStellung() error {
	d, f, g, err := a.gefragtHier()
	if err != nil {
		return err
	}
	here := redirect("/" + d.kopf().Name + "/" + f.ID().String() + "/anfrage/" + a.r.PathValue("code"))
	text := clean(a.r.PostForm.Get("text"))
	switch {
	case !g.nochOffen:
		return here
	case text == "":
		return a.drawAnfrage(d, &f, &g, text, a.say("error.empty", a.say("asked.answer")))
	case len(text) > maxWorte:
		return a.drawAnfrage(d, &f, &g, text, a.say("amt.text.long"))
	}
	code := a.linkCode(f.ID(), g.rolle, g.an)
	who := antragfall.Person(a.sitz.Konto, a.sitz.Niveau)
	if g.wer.Niveau.IsZero() { // the link is who they are, in whatever browser it is opened
		sum := sha256.Sum256([]byte(code))
		who = antragfall.Person("link-"+hex.EncodeToString(sum[:]), recht.NiveauUntergeordnet)
	}
	_, err = a.config.Akten.Do(a.r.Context(), antragfall.Handlung{
		Fall: f.ID(), Wer: who, Akt: verfahren.AktGeantwortet(g.rolle), Code: code, Text: text,
		Key: "onlinedienst-antwort-" + a.siegel.sign("antwort", f.ID().String(), code, cmp.Or(a.r.PostForm.Get("einmal"), rand.Text())),
	})
	if err != nil && !errors.Is(err, antragfall.ErrNichtMoeglich) && !errors.Is(err, antragfall.ErrCommandReused) {
		return err
	}
	return here
}

// amtsgefragter is somebody who was asked, as the desk shows it.
type amtsgefragter struct{ Titel, Stand, Art, Bis, Link string }

// rolleOf is who somebody is, with what tells them apart.
func (a *akteur) rolleOf(d dienst, rolle verfahren.Rolle, an string) string {
	name := a.wort(d, "rolle."+string(rolle))
	if _, n, numbered := strings.Cut(an, string(rolle)+"-"); numbered {
		name += " " + n
	}
	return name
}

// gefragteAmDesk are those who were asked in a case, with the link that the office hands
// on.
func (a *amtsanfrage) gefragteAmDesk(v *vorgangsakte) (out []amtsgefragter) {
	for _, g := range v.gefragt {
		x := amtsgefragter{Titel: a.rolleOf(v.dienst, g.rolle, g.an)}
		switch n := len(g.antworten); {
		case n > 0 && g.antworten[n-1].Verspaetet:
			x.Stand, x.Art = a.say("amt.asked.late"), "warnung"
		case n > 0:
			x.Stand, x.Art = a.say("amt.asked.answered"), "gut"
		case g.schweigt && g.schweigen == verfahren.SchweigenZustimmung:
			x.Stand, x.Art = a.say("amt.asked.consent"), "gut"
		case g.schweigt:
			x.Stand, x.Art = a.say("amt.asked.silent"), "still"
		default:
			x.Stand = a.say("amt.asked.waits")
		}
		if g.frist != nil && !g.frist.Letzter.IsZero() {
			x.Bis = a.say("amt.answer.by", shortDay(g.frist.Letzter, a.sprache))
			if g.frist.Letzter.Before(datum.Of(a.now())) {
				x.Bis = ""
			}
		}
		if g.nochOffen {
			x.Link = a.amt.citizens.anfrageURL(v.dienst, v.id, g.rolle, g.an)
		}
		out = append(out, x)
	}
	return out
}
