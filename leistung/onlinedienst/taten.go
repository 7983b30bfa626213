// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	antragfall "github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// eigeneSeiten are the acts of a person that have pages of their own.
var eigeneSeiten = []verfahren.Akt{
	verfahren.AktBegonnen, verfahren.AktBearbeitet, verfahren.AktVerworfen, verfahren.AktEingeladen, verfahren.AktBeigetreten, verfahren.AktBestaetigt,
	verfahren.AktEingereicht, verfahren.AktGeprueft, verfahren.AktZahlung, verfahren.AktVertreten,
}

// moeglich is something that a person can do in a case that was handed in.
type moeglich struct {
	URL, Titel, ID string
	Text, Dateien  bool // words are needed, files may come with them
	Fehler         string
	Getippt        string // what was typed
	Rolle          string // of whom they show to act for
}

// termin is a period that the person is told about.
type termin struct{ Titel, Bis, Norm string }

// ergangen is what was decided, as far as the case itself tells it.
type ergangen struct{ Gilt, Gruende string }

// taten are what the person can do now.
func (a *anfrage) taten(f *fall) (out []moeglich) {
	if f.v.fall == nil {
		return nil
	}
	for _, akt := range f.v.fall.sicht.Moeglich {
		if akt == verfahren.AktVertreten {
			out = append(out, a.vertretbar(f)...)
		}
		if slices.Contains(eigeneSeiten, akt) {
			continue
		}
		words := f.v.fall.ordnung.tabelle.Fragt(f.v.fall.sicht.Zustand, akt, verfahren.SacheText)
		out = append(out, moeglich{URL: f.url("akt/" + string(akt)), Titel: a.wort(f.dienst, "akt."+string(akt)), ID: "akt-" + string(akt), Text: words, Dateien: words})
	}
	return out
}

// tu does what the person chose on the page of a case that was handed in.
func (a *anfrage) tu() error {
	f, err := a.load()
	if err != nil {
		return err
	}
	akt := verfahren.Akt(a.r.PathValue("akt"))
	all := a.taten(f)
	i := slices.IndexFunc(all, func(t moeglich) bool {
		return t.URL == f.url("akt/"+string(akt)) && t.Rolle == a.r.PostForm.Get("rolle")
	})
	if i < 0 {
		return redirect(f.url(""))
	}
	if akt == verfahren.AktZurueckgenommen && a.r.PostForm.Get("sicher") != "ja" {
		return a.render(http.StatusOK, "sicher", rahmen{Titel: a.say("withdraw.title"), Dienst: f.dienst}, sicher{Text: a.say("withdraw.what"), Ja: a.say("withdraw.yes"), Nein: a.say("delete.no"), Zurueck: f.url(""), Sicher: true})
	}
	text := strings.TrimSpace(a.r.PostForm.Get("text"))
	files, fault, err := a.beigaben()
	if err != nil {
		return err
	}
	if all[i].Text && text == "" {
		fault = a.say("error.empty", all[i].Titel)
	}
	if fault != "" {
		return a.status(f, moeglich{ID: all[i].ID, Fehler: fault, Getippt: text})
	}
	if !all[i].Text {
		text, files = "", nil
	}
	err = a.store.Together(a.r.Context(), func(ctx context.Context) error {
		if err := beilegen(ctx, a.config.Akten.Attach, f.v.id, files); err != nil {
			return err
		}
		h := antragfall.Handlung{Akt: akt, Text: text, Anlagen: anlagenOf(files)}
		if all[i].Rolle != "" {
			h.Rolle, h.Nachweis, h.Reichweite = verfahren.Rolle(all[i].Rolle), text, reichweite(a.r.PostForm.Get("umfang"))
		}
		return beiFall{a.config.Akten}.do(ctx, &f.v, h)
	})
	if err != nil && !errors.Is(err, antrag.ErrConflict) && !errors.Is(err, antragfall.ErrNichtMoeglich) && !errors.Is(err, antragfall.ErrVerboten) {
		return err
	}
	return redirect(f.url(""))
}

// termine are the periods that run, those of the person and of the authority.
func (a *anfrage) termine(f *fall) []termin {
	if f.v.fall == nil {
		return nil
	}
	return a.fristenOf(f.dienst, f.v.fall.sicht.Fristen)
}

// end is when a period is over: its last day, or the time of day by the clock.
func (a *akteur) end(l antragfall.Lauf) string {
	if !l.Letzter.IsZero() {
		return LongDay(l.Letzter, a.sprache)
	}
	return a.say("until.clock", shortDay(datum.Of(l.Ende), a.sprache), datum.LegalTime(l.Ende).Format("15:04"))
}

// entschieden is what was decided last, as the case tells it.
func (a *anfrage) entschieden(f *fall) *ergangen {
	if f.v.fall == nil {
		return nil
	}
	for _, e := range slices.Backward(f.v.fall.sicht.Verlauf) {
		b := e.Beschluss
		if b == nil {
			continue
		}
		out := &ergangen{Gruende: b.Gruende}
		switch {
		case !b.Geltung.Bis.IsZero():
			out.Gilt = a.say("holds.from-to", LongDay(b.Geltung.Von, a.sprache), LongDay(b.Geltung.Bis, a.sprache))
		case !b.Geltung.Von.IsZero():
			out.Gilt = a.say("holds.from", LongDay(b.Geltung.Von, a.sprache))
		}
		return out
	}
	return nil
}

// gefragt are the words of the authority that the person is to answer.
func gefragt(f *fall) string {
	if f.v.fall == nil || f.v.status != antrag.StatusRueckfrage {
		return ""
	}
	for _, e := range slices.Backward(f.v.fall.sicht.Verlauf) {
		if e.Akt == verfahren.AktNachgefragt || e.Akt == verfahren.AktAngehoert {
			return e.Text
		}
	}
	return ""
}
