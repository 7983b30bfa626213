// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// The bounds of the list: rows of a page, and rows that are looked through for them.
const (
	maxZeilen  = 50
	maxGesehen = 1000
)

// arbeitsliste is the list of cases.
type arbeitsliste struct {
	Suche, Von, Bis string
	Wahlen          []wahl
	Schnell         []schnell
	Zeilen          []listenzeile
	Weiter, Anfang  string
	Falsch          string // what of the filter cannot be read
	Zeit            string
}

// wahl is one filter with its choices.
type wahl struct {
	ID, Titel string
	Optionen  []option
}

// schnell is a filter by one click.
type schnell struct {
	Titel, URL string
	Hier       bool
}

// listenzeile is one row.
type listenzeile struct {
	URL, Nummer, Wer, Dienst, Eingang, Stand, Art, Bei, Frist, FristArt string
	Kaputt                                                              bool
}

// filter is what the address of the list asks for.
type filter struct {
	frage  aktenfrage
	dienst string
	von    datum.Datum
	bei    string // "" all, "mir", "niemand", or the Kennung of a colleague
	falsch bool
}

func (a *amtsanfrage) filter() filter {
	q := a.r.URL.Query()
	f := filter{dienst: q.Get("d"), bei: q.Get("b"), frage: aktenfrage{behoerde: a.wer.Behoerde, nummer: readNummer(q.Get("s")), newest: q.Get("o") == "neu", status: statusOffen}}
	if d, ok := a.dienste[f.dienst]; ok && a.wer.arbeitetAn(f.dienst) {
		f.frage.leistung = d.kopf().Leistung
	} else {
		f.dienst = ""
	}
	switch status := q.Get("st"); {
	case status == "ueberfaellig":
		f.frage.ueberfaellig = true
	case status == "fertig":
		f.frage.status = statusFertig
	case onDesk(antrag.Status(status)):
		f.frage.status = []antrag.Status{antrag.Status(status)}
	case f.frage.nummer != "":
		f.frage.status = append(slices.Clone(statusOffen), statusFertig...)
	}
	if f.bei == "niemand" {
		f.frage.status = []antrag.Status{antrag.StatusZugestellt} // whoever takes one moves it on
	}
	day := func(name string) (d datum.Datum) {
		typed := strings.TrimSpace(q.Get(name))
		if typed == "" {
			return d
		}
		d, ok := readDatum(typed)
		f.falsch = f.falsch || !ok
		return d
	}
	f.von = day("von")
	f.frage.von, f.frage.heute = f.von, a.heute()
	if to := day("bis"); !to.IsZero() {
		f.frage.bis = to.AddDays(1).Start()
	}
	f.frage.after, _ = uuid.Parse(q.Get("nach")) // what is no id begins at the beginning
	return f
}

// readNummer reads the number of a case as people write it: in small letters, without
// the dash, with the digits that look like letters.
func readNummer(typed string) string {
	var b strings.Builder
	for _, r := range strings.ToUpper(typed) {
		switch r {
		case '0':
			r = 'O'
		case '1':
			r = 'I'
		case '8':
			r = 'B'
		}
		if (r >= 'A' && r <= 'Z') || (r >= '2' && r <= '7') {
			b.WriteRune(r)
		}
		if b.Len() == 8 {
			break
		}
	}
	if s := b.String(); len(s) == 8 {
		return s[:4] + "-" + s[4:]
	}
	return strings.TrimSpace(typed)
}

// matches looks at what the keeper was not asked.
func (f *filter) matches(a *amtsanfrage, row *aktenzeile, n *notiz) bool {
	d := a.amt.dienstFor(row.leistung)
	switch {
	case row.behoerde != a.wer.Behoerde, d == nil, !onDesk(row.status), !a.wer.arbeitetAn(d.kopf().Name):
		return false
	case !f.frage.leistung.IsZero() && row.leistung != f.frage.leistung, !slices.Contains(f.frage.status, row.status), f.frage.ueberfaellig && !row.ueberfaellig:
		return false
	case !f.von.IsZero() && row.eingang.Before(f.von.Start()), !f.frage.bis.IsZero() && !row.eingang.Before(f.frage.bis):
		return false
	case f.bei == "niemand":
		return n.bei == ""
	case f.bei == "mir":
		return a.wer.fuer(n.bei)
	}
	return f.bei == "" || n.bei == f.bei
}

// arbeitszeile is a case with its notes, for the list.
type arbeitszeile struct {
	aktenzeile

	notiz notiz
}

// rows looks for the rows of a page. More than maxGesehen are never looked at for it:
// then the list goes on with the next page.
func (a *amtsanfrage) rows(ctx context.Context, f filter) (rows []arbeitszeile, next uuid.UUID, err error) {
	frage := f.frage
	for seen := 0; len(rows) < maxZeilen && seen < maxGesehen; {
		page, after, err := a.some(ctx, &f, frage)
		if err != nil {
			return nil, uuid.Nil, err
		}
		for i := range page {
			z := arbeitszeile{aktenzeile: page[i]}
			if z.err == nil {
				if z.notiz, z.err = a.amt.notizen.load(ctx, z.id); z.err == nil && !f.matches(a, &z.aktenzeile, &z.notiz) {
					continue
				}
			}
			if rows = append(rows, z); len(rows) == maxZeilen {
				if i < len(page)-1 || after != uuid.Nil {
					return rows, z.id, nil
				}
				return rows, uuid.Nil, nil
			}
		}
		if seen += len(page); after == uuid.Nil {
			return rows, uuid.Nil, nil
		}
		frage.after, next = after, after
	}
	return rows, next, nil
}

// some are the next rows of the keeper, or of what one official has.
func (a *amtsanfrage) some(ctx context.Context, f *filter, frage aktenfrage) ([]aktenzeile, uuid.UUID, error) {
	if f.bei == "" || f.bei == "niemand" || f.bei == "mir" && len(a.wer.Vertritt) > 0 || frage.nummer != "" {
		return a.amt.server.akten().page(ctx, frage, maxZeilen)
	}
	kennung := f.bei
	if kennung == "mir" {
		kennung = a.wer.Kennung
	}
	ids, next, err := a.amt.notizen.of(ctx, kennung, frage, maxZeilen)
	if err != nil {
		return nil, uuid.Nil, err
	}
	rows := make([]aktenzeile, 0, len(ids))
	for _, id := range ids {
		row, err := a.amt.server.akten().row(ctx, id)
		if errors.Is(err, antrag.ErrNotFound) {
			continue
		}
		if err != nil {
			row = aktenzeile{id: id, err: err}
		}
		rows = append(rows, row)
	}
	return rows, next, nil
}

func (a *amtsanfrage) liste() error {
	if err := a.official(); err != nil {
		return err
	}
	f := a.filter()
	q := a.r.URL.Query()
	p := arbeitsliste{Suche: q.Get("s"), Von: q.Get("von"), Bis: q.Get("bis"), Zeit: a.moment(a.now())}
	if f.falsch {
		p.Falsch = a.say("error.date", zeichner{a: a.anfrage}.example())
	}
	kollegen, err := a.kollegen()
	if err != nil {
		return err
	}
	if !f.falsch {
		rows, next, err := a.rows(a.r.Context(), f)
		if err != nil {
			return err
		}
		for i := range rows {
			p.Zeilen = append(p.Zeilen, a.listenzeile(&rows[i], kollegen))
		}
		if next != uuid.Nil {
			p.Weiter = a.with("nach", next.String())
		}
		if q.Get("nach") != "" {
			p.Anfang = a.with("nach", "")
		}
	}
	a.choices(&p, &f, kollegen)
	status := http.StatusOK
	if f.falsch {
		status = http.StatusUnprocessableEntity
	}
	return a.draw(status, "liste", a.say("amt.list"), p)
}

// with is the address of the list with another value of one parameter.
func (a *amtsanfrage) with(name, value string) string {
	q := a.r.URL.Query()
	q.Del("lang")
	q.Set(name, value)
	if value == "" {
		q.Del(name)
	}
	return "/amt/?" + q.Encode()
}

// kollegen are the officials of the authority by their Kennung.
func (a *amtsanfrage) kollegen() (map[string]string, error) {
	all, err := a.amt.config.Personen.Of(a.r.Context(), a.wer.Behoerde)
	if err != nil {
		return nil, err
	}
	out := make(map[string]string, len(all))
	for _, p := range all {
		out[p.Kennung] = p.Name
	}
	return out, nil
}

// bei is who has a case, in words.
func (a *amtsanfrage) bei(kennung string, kollegen map[string]string) string {
	switch {
	case kennung == "":
		return a.say("amt.with.nobody")
	case kennung == a.wer.Kennung:
		return a.say("amt.with.me")
	case kollegen[kennung] != "":
		return kollegen[kennung]
	default:
		return a.say("amt.with.former")
	}
}

// choices are the filters, with what is chosen now.
func (a *amtsanfrage) choices(p *arbeitsliste, f *filter, kollegen map[string]string) {
	status := a.r.URL.Query().Get("st")
	add := func(w *wahl, code, title string, chosen bool) {
		w.Optionen = append(w.Optionen, option{Code: code, Titel: title, Gewaehlt: chosen})
	}
	dienste, stande := wahl{ID: "d", Titel: a.say("amt.service")}, wahl{ID: "st", Titel: a.say("amt.state")}
	bei, order := wahl{ID: "b", Titel: a.say("amt.with")}, wahl{ID: "o", Titel: a.say("amt.order")}
	add(&dienste, "", a.say("amt.all"), f.dienst == "")
	for _, name := range a.namen {
		if a.wer.arbeitetAn(name) {
			add(&dienste, name, a.dienste[name].kopf().Titel.In(a.sprache), f.dienst == name)
		}
	}
	add(&stande, "", a.say("amt.open"), status == "")
	add(&stande, "ueberfaellig", a.say("amt.overdue"), status == "ueberfaellig")
	for _, s := range statusOffen {
		add(&stande, string(s), a.say("amt.status."+string(s)), status == string(s))
	}
	add(&stande, "fertig", a.say("amt.done"), status == "fertig")
	for _, s := range statusFertig {
		add(&stande, string(s), a.say("amt.status."+string(s)), status == string(s))
	}
	add(&bei, "", a.say("amt.all"), f.bei == "")
	add(&bei, "mir", a.say("amt.with.me"), f.bei == "mir")
	add(&bei, "niemand", a.say("amt.with.nobody"), f.bei == "niemand")
	for _, k := range sorted(kollegen) {
		if k != a.wer.Kennung {
			add(&bei, k, kollegen[k], f.bei == k)
		}
	}
	add(&order, "", a.say("amt.oldest"), !f.frage.newest)
	add(&order, "neu", a.say("amt.newest"), f.frage.newest)
	p.Wahlen = []wahl{dienste, stande, bei, order}
	quick := func(key string, v url.Values) {
		here := len(v) == len(filled(a.r.URL.Query()))
		for name := range v {
			here = here && a.r.URL.Query().Get(name) == v.Get(name)
		}
		p.Schnell = append(p.Schnell, schnell{Titel: a.say(key), URL: "/amt/?" + v.Encode(), Hier: here})
	}
	quick("amt.open", url.Values{})
	quick("amt.quick.mine", url.Values{"b": {"mir"}})
	quick("amt.quick.new", url.Values{"b": {"niemand"}})
	quick("amt.overdue", url.Values{"st": {"ueberfaellig"}})
}

// filled are the parameters that say something.
func filled(q url.Values) url.Values {
	for name := range q {
		if q.Get(name) == "" || name == "lang" || name == "nach" {
			q.Del(name)
		}
	}
	return q
}

func (a *amtsanfrage) listenzeile(z *arbeitszeile, kollegen map[string]string) listenzeile {
	out := listenzeile{URL: "/amt/faelle/" + z.id.String(), Nummer: Nummer(z.id), Kaputt: z.err != nil}
	if z.err != nil {
		return out
	}
	out.Wer, out.Bei = z.wer, a.bei(z.notiz.bei, kollegen)
	if d := a.amt.dienstFor(z.leistung); d != nil {
		out.Dienst = d.kopf().Titel.In(a.sprache)
	}
	today := a.heute()
	received := datum.Of(z.eingang)
	out.Eingang = shortDay(received, a.sprache) + ", " + a.age(received, today)
	out.Stand, out.Art = a.amtsstand(&z.aktenzeile)
	out.Frist, out.FristArt = a.frist(&z.aktenzeile, &z.notiz)
	return out
}

// age is how long ago a day was.
func (a *akteur) age(day, today datum.Datum) string {
	switch days := day.DaysUntil(today); days {
	case 0:
		return a.say("amt.age.today")
	case 1:
		return a.say("amt.age.one")
	default:
		return a.say("amt.age.days", days)
	}
}

// amtsstand is how a case stands, in the words of the desk, and its colour.
func (a *akteur) amtsstand(z *aktenzeile) (word, kind string) {
	switch z.status {
	case antrag.StatusStattgegeben:
		kind = "gut"
	case antrag.StatusZugestellt, statusNachsehen:
		kind = "warnung"
	case antrag.StatusAbgelehnt, antrag.StatusZurueckgenommen:
		kind = "still"
	default:
	}
	if d := a.dienstFor(z.leistung); d != nil && z.status != statusNachsehen {
		if own, ok := d.kopf().Worte["zustand."+z.stand]; ok {
			return own.In(a.sprache), kind // a state of the service's own
		}
	}
	return a.say("amt.status." + string(z.status)), kind
}

// frist is what the desk has to keep in mind: that a case lies too long, or the day
// by which the person is to answer.
func (a *akteur) frist(z *aktenzeile, n *notiz) (word, kind string) {
	today := a.heute()
	waits := z.status == antrag.StatusRueckfrage || z.status == antrag.StatusVorsprache
	switch {
	case !slices.Contains(statusOffen, z.status):
		return "", ""
	case waits && !n.frist.IsZero() && n.frist.Before(today):
		return a.say("amt.answer.late", shortDay(n.frist, a.sprache)), "vorbei"
	case waits && !n.frist.IsZero():
		return a.say("amt.answer.by", shortDay(n.frist, a.sprache)), ""
	case z.ueberfaellig:
		return a.say("amt.overdue"), "vorbei"
	case z.faellig.IsZero():
		return "", ""
	}
	day := datum.Of(z.faellig)
	if day.Before(today.AddDays(3)) {
		kind = "bald"
	}
	return a.say("amt.due", shortDay(day, a.sprache)), kind
}

// moment is a time for people.
func (a *akteur) moment(t time.Time) string {
	at := datum.LegalTime(t)
	if a.sprache == recht.Englisch {
		return LongDay(datum.Of(t), a.sprache) + ", " + at.Format("15:04")
	}
	return LongDay(datum.Of(t), a.sprache) + ", " + at.Format("15:04") + " Uhr"
}
