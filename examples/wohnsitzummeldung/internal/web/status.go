// SPDX-License-Identifier: Apache-2.0

package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// stand is a status in words, with the colour of its badge.
type stand struct {
	Text  string
	Farbe string
}

var staende = map[antrag.Status]struct {
	text  zweisprachig
	farbe string
}{
	antrag.StatusEntwurf:         {zweisprachig{"Entwurf", "Draft"}, ""},
	antrag.StatusEingereicht:     {zweisprachig{"Abgesendet", "Sent"}, ""},
	antrag.StatusGestoert:        {zweisprachig{"Abgesendet, Zustellung verzögert", "Sent, delivery delayed"}, "warnung"},
	antrag.StatusZugestellt:      {zweisprachig{"Bei der Meldebehörde", "At the office"}, ""},
	antrag.StatusInBearbeitung:   {zweisprachig{"In Bearbeitung", "Being worked on"}, ""},
	antrag.StatusRueckfrage:      {zweisprachig{"Rückfrage an Sie", "Question to you"}, "warnung"},
	antrag.StatusVorsprache:      {zweisprachig{"Bitte kommen Sie ins Amt", "Please come to the office"}, "warnung"},
	antrag.StatusStattgegeben:    {zweisprachig{"Angemeldet", "Registered"}, "gut"},
	antrag.StatusAbgelehnt:       {zweisprachig{"Abgelehnt", "Refused"}, "fehler"},
	antrag.StatusZurueckgenommen: {zweisprachig{"Zurückgenommen", "Withdrawn"}, ""},
	antrag.StatusVerworfen:       {zweisprachig{"Verworfen", "Given up"}, ""},
	antrag.StatusGeloescht:       {zweisprachig{"Gelöscht", "Erased"}, ""},
}

func (a *anfrage) stand(s antrag.Status) stand {
	z := staende[s]
	return stand{z.text.in(a.sprache), z.farbe}
}

var ereignistexte = map[antrag.Art]zweisprachig{
	antrag.ArtBegonnen:              {"Entwurf begonnen", "Draft begun"},
	antrag.ArtEingereicht:           {"Von Ihnen abgesendet", "Sent by you"},
	antrag.ArtZugestellt:            {"Bei der Meldebehörde eingegangen", "Arrived at the office"},
	antrag.ArtZustellungGescheitert: {"Die Zustellung verzögert sich", "Delivery is delayed"},
	antrag.ArtZustellungWiederholt:  {"Die Zustellung läuft wieder", "Delivery has been resumed"},
	antrag.ArtUebernommen:           {"In Bearbeitung genommen", "Taken up"},
	antrag.ArtNachgefragt:           {"Rückfrage der Meldebehörde", "Question of the office"},
	antrag.ArtBeantwortet:           {"Ihre Antwort", "Your answer"},
	antrag.ArtEingeladen:            {"Einladung ins Amt", "Invitation to the office"},
	antrag.ArtVorgesprochen:         {"Sie waren im Amt", "You were at the office"},
	antrag.ArtStattgegeben:          {"Angemeldet", "Registered"},
	antrag.ArtAbgelehnt:             {"Abgelehnt", "Refused"},
	antrag.ArtZurueckgenommen:       {"Von Ihnen zurückgenommen", "Withdrawn by you"},
}

// verlaufszeile is one entry of the history.
type verlaufszeile struct {
	Zeit time.Time
	Was  string
	Text string
}

func (a *anfrage) verlauf(x antrag.Antrag) []verlaufszeile {
	var out []verlaufszeile
	for _, e := range x.Verlauf() {
		text, ok := ereignistexte[e.Art]
		if ok {
			out = append(out, verlaufszeile{e.Zeit, text.in(a.sprache), e.Text})
		}
	}
	return out
}

// zeigeStatus shows where an application stands; a draft goes on where it
// stopped.
func zeigeStatus(a *anfrage) error {
	v, err := a.vorgang()
	if err != nil {
		return err
	}
	if v.Status() == antrag.StatusEntwurf {
		redirect(a.w, a.r, entwurfOf(v.ID()))
		return nil
	}
	werte, err := a.recall(pfadOf(v.ID()) + "/antwort")
	if err != nil {
		return err
	}
	return a.statusSeite(v, http.StatusOK, werte, nil)
}

func (a *anfrage) statusSeite(v dienst.Vorgang, status int, werte url.Values, fehler []fehlend) error {
	s := a.neueSeite("Ihre Anmeldung "+v.Nummer(), "Your registration "+v.Nummer())
	s.Zurueck = "/konto"
	s.Version = strconv.FormatUint(v.Version(), 10)
	s.Fehler, s.Geaendert = fehler, status == http.StatusConflict
	if werte != nil {
		s.Werte = werte
	}
	var letzte string
	if e, ok := v.Letztes(letzteFrage[v.Status()]); ok {
		letzte = e.Text
	}
	behoerde := ""
	if b, err := a.dienst.Aemter().Find(v.Behoerde()); err == nil {
		behoerde = b.Name
	}
	ausstellung, err := a.dienst.Ausstellung(a.r.Context(), v.Antrag)
	if err != nil {
		return err
	}
	s.Daten = struct {
		Stand       stand
		Status      antrag.Status
		Verlauf     []verlaufszeile
		Behoerde    string
		Text        string
		Basis       string
		Offen       bool
		Ausstellung dienst.Ausstellung
	}{a.stand(v.Status()), v.Status(), a.verlauf(v.Antrag), behoerde, letzte, pfadOf(v.ID()), v.Status().Offen(), ausstellung}
	return a.zeige(status, "status", s)
}

// letzteFrage is the event whose words matter in a status.
var letzteFrage = map[antrag.Status]antrag.Art{
	antrag.StatusRueckfrage: antrag.ArtNachgefragt, antrag.StatusVorsprache: antrag.ArtEingeladen, antrag.StatusAbgelehnt: antrag.ArtAbgelehnt,
}

// langtext is what a free text takes at most.
const langtext = 2000

// antworte answers the question of the authority.
func antworte(a *anfrage) error {
	v, err := a.vorgang()
	if err != nil {
		return err
	}
	version, err := a.version()
	if err != nil {
		return err
	}
	werte := tidy(a.r.PostForm)
	text := werte.Get("text")
	if err := a.merke(werte); err != nil {
		return err
	}
	if fehler := a.pruefeText(text, "text"); fehler != nil {
		return a.statusSeite(v, mangelhaft(version, v.Version()), werte, fehler)
	}
	err = a.dienst.Answer(a.r.Context(), a.konto(), v.ID(), version, text)
	if err == nil {
		err = a.forget(a.r.URL.Path)
	}
	return a.nachAkt(v, werte, err)
}

func (a *anfrage) pruefeText(text, feld string) []fehlend {
	switch {
	case strings.TrimSpace(text) == "":
		return []fehlend{{Feld: feld, Text: a.sprache.Text("Schreiben Sie einen Text.", "Write a text.")}}
	case utf8.RuneCountInString(text) > langtext:
		return []fehlend{{Feld: feld, Text: a.sprache.Text("Hier passen höchstens 2000 Zeichen.", "At most 2000 characters fit here.")}}
	}
	return nil
}

// nimmZurueck withdraws an application.
func nimmZurueck(a *anfrage) error {
	v, err := a.vorgang()
	if err != nil {
		return err
	}
	version, err := a.version()
	if err != nil {
		return err
	}
	err = a.dienst.Withdraw(a.r.Context(), a.konto(), v.ID(), version)
	return a.nachAkt(v, nil, err)
}

// nachAkt leads on after an act on the status page.
func (a *anfrage) nachAkt(v dienst.Vorgang, werte url.Values, err error) error {
	if errors.Is(err, dienst.ErrGeaendert) || errors.Is(err, dienst.ErrNichtMoeglich) {
		now, loadErr := a.dienst.Load(a.r.Context(), a.konto(), v.ID())
		if loadErr != nil {
			return loadErr
		}
		return a.statusSeite(now, http.StatusConflict, werte, nil)
	}
	if err != nil {
		return err
	}
	redirect(a.w, a.r, pfadOf(v.ID()))
	return nil
}
