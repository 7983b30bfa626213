// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	faelle "github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// fallakten are the cases of package fall: what an official may do follows from the
// table of each.
type fallakten struct {
	reg    *faelle.Registratur
	dienst func(name string) dienst // nil where it is none of these
	name   func(leistung.Schluessel) string
}

// maxEingang is for how many days and months of receipt the index is asked at most: some
// ten years.
const maxEingang = 180

func (k fallakten) heads(ctx context.Context, frage aktenfrage, limit int) ([]aktenkopf, bool, error) {
	query := faelle.Query{Behoerde: frage.behoerde, After: frage.after, Newest: frage.newest, Nummer: frage.nummer, Bis: frage.bis}
	received := eingegangen(frage)
	switch {
	case frage.nummer != "" || frage.alle:
	case frage.ueberfaellig:
		query.Merkmale = []string{merkmalSpaet}
	case !frage.von.IsZero() && len(received) <= maxEingang:
		query.Merkmale = received
	default:
		for _, s := range frage.status {
			query.Merkmale = append(query.Merkmale, merkmalStand+string(s)+k.of(frage.leistung))
		}
	}
	if frage.nummer == "" && !frage.alle && len(query.Merkmale) == 0 {
		return nil, false, nil // a day that is still to come
	}
	page, err := k.reg.ListPage(ctx, query, limit)
	if err != nil {
		return nil, false, err
	}
	var heads []aktenkopf
	for _, row := range page.Rows {
		heads = append(heads, aktenkopf{id: row.Fall, err: row.Err})
	}
	return heads, page.Next != uuid.Nil, nil
}

// eingegangen are the words of the time that is asked for: whole months, and days where
// it begins or ends within one.
func eingegangen(frage aktenfrage) (words []string) {
	if frage.von.IsZero() {
		return nil
	}
	last := frage.heute.AddDays(1 - frage.heute.Day()).AddMonths(1).AddDays(-1) // nothing came in after today: the month is whole
	if !frage.bis.IsZero() {
		last = datum.Of(frage.bis)
	}
	for day := frage.von; !day.After(last) && len(words) <= maxEingang; {
		if next := day.AddMonths(1); day.Day() == 1 && !next.AddDays(-1).After(last) {
			words = append(words, merkmalEingang+monat(day))
			day = next
			continue
		}
		words = append(words, merkmalEingang+day.String())
		day = day.AddDays(1)
	}
	return words
}

// monat is the month of a day, as 2026-11.
func monat(d datum.Datum) string { return d.String()[:len("2026-11")] }

// verzeichnis names these words: where they change, so must it, and the cases of before
// are found by them, too.
const verzeichnis = "2"

// The words by which cases are found at the desk: how it sees them, with and without
// their service, on which day and in which month they came in, and that they lie too
// long.
const (
	merkmalStand   = "stand/"
	merkmalEingang = "eingang/"
	merkmalSpaet   = "ueberfaellig"
)

// merkmale are the words of a case.
func merkmale(f faelle.Fall) []string {
	stand := phaseOf(&f)
	if stand == antrag.StatusEntwurf {
		return nil
	}
	in := datum.Of(eingangOf(&f))
	out := []string{
		merkmalStand + string(stand), merkmalStand + string(stand) + "/" + f.Tabelle().Verfahren().Name,
		merkmalEingang + in.String(), merkmalEingang + monat(in),
	}
	if spaet(&f) {
		out = append(out, merkmalSpaet)
	}
	return out
}

// of is the part of a word that names a service; "" for all.
func (k fallakten) of(l leistung.Schluessel) string {
	if l.IsZero() {
		return ""
	}
	return "/" + k.name(l)
}

// eingangOf is when a case came in: when it was handed in, or began.
func eingangOf(f *faelle.Fall) time.Time {
	if in, found := f.Letztes(verfahren.AktEingereicht); found {
		return in.Zeit
	}
	return f.Verlauf()[0].Zeit
}

// spaet reports whether a period of the authority ended in the state that the case is in.
func spaet(f *faelle.Fall) bool {
	for _, fr := range f.Tabelle().Verfahren().Fristen {
		if fr.Fuer == verfahren.RolleBehoerde && slices.Contains(fr.In, f.Zustand()) &&
			slices.ContainsFunc(f.Verlauf(), func(e faelle.Ereignis) bool { return e.Akt == faelle.AktAbgelaufen && e.Frist == fr.Name }) {
			return true
		}
	}
	return false
}

// phasen are the states of the desk that a case in a state of its table may be in.
func phasen(t *verfahren.Tabelle, z verfahren.Zustand) []antrag.Status {
	switch z {
	case verfahren.ZustandEingereicht:
		return []antrag.Status{antrag.StatusZugestellt}
	case verfahren.ZustandAnhoerung:
		return []antrag.Status{antrag.StatusRueckfrage}
	case verfahren.ZustandInBearbeitung, verfahren.ZustandRueckfrage, verfahren.ZustandZurueckgenommen, verfahren.ZustandAbgelehnt:
		return []antrag.Status{antrag.Status(z)} // the same words
	case verfahren.ZustandNeu, verfahren.ZustandEntwurf, verfahren.ZustandMitzeichnung, verfahren.ZustandZahlung, verfahren.ZustandVerworfen, verfahren.ZustandAbgebrochen, verfahren.ZustandGeloescht:
		return nil
	}
	decided := []antrag.Status{antrag.StatusStattgegeben, antrag.StatusAbgelehnt}
	v := t.Verfahren()
	if t.Ende(z) {
		return append(decided, antrag.StatusZurueckgenommen)
	}
	after := slices.ContainsFunc(v.Entscheidungen, func(e verfahren.Entscheidung) bool { return e.Nach == z })
	if !after || slices.ContainsFunc(v.Entscheidungen, func(e verfahren.Entscheidung) bool { return slices.Contains(e.Von, z) }) {
		return append(decided, antrag.StatusInBearbeitung)
	}
	return decided
}

// phaseOf is how the desk sees a case: what is decided is done, until somebody is heard
// on something further.
func phaseOf(f *faelle.Fall) antrag.Status {
	t, z := f.Tabelle(), f.Zustand()
	_, handedIn := f.Letztes(verfahren.AktEingereicht)
	begun := f.Verlauf()[0]
	exOfficio := slices.Contains(begun.Rollen, verfahren.RolleSystem) || slices.Contains(begun.Rollen, verfahren.RolleBehoerde)
	may := phasen(t, z)
	switch {
	case len(may) == 0 || !handedIn && !exOfficio:
		return antrag.StatusEntwurf
	case len(may) == 1 && slices.Contains(statusOffen, may[0]):
		return may[0] // a sample that a person decides on is work like other work
	case f.Nachzusehen():
		return statusNachsehen
	case len(may) == 1:
		return may[0]
	}
	var last faelle.Ereignis
	heard := false
	for _, e := range f.Verlauf() {
		if e.Ergebnis != "" && e.Akt != verfahren.AktVorgelegt {
			last, heard = e, false
		}
		heard = heard || e.Akt == verfahren.AktAngehoert
	}
	switch open := slices.Contains(may, antrag.StatusInBearbeitung); {
	case open && (heard || last.Ergebnis == ""):
		return antrag.StatusInBearbeitung
	case last.Ergebnis == verfahren.ErgebnisAbgelehnt || last.Ergebnis == verfahren.ErgebnisAufgehoben:
		return antrag.StatusAbgelehnt
	case last.Ergebnis == "" && t.Ende(z):
		return antrag.StatusZurueckgenommen
	default:
		return antrag.StatusStattgegeben
	}
}

func (k fallakten) row(ctx context.Context, id uuid.UUID) (aktenzeile, error) {
	f, parts, err := k.reg.Angaben(ctx, id)
	if err != nil {
		return aktenzeile{}, err
	}
	row, _, err := k.zeile(&f, parts)
	return row, err
}

// zeile is the row of a case, with the periods that run.
func (k fallakten) zeile(f *faelle.Fall, parts faelle.Teile) (aktenzeile, []faelle.Lauf, error) {
	row := aktenzeile{id: f.ID(), behoerde: f.Behoerde(), status: phaseOf(f), stand: string(f.Zustand())}
	d := k.dienst(f.Tabelle().Verfahren().Name)
	if d == nil {
		return row, nil, nil
	}
	row.leistung = d.kopf().Leistung
	var who []string
	for _, rolle := range d.ordnung().rollen {
		var in struct {
			Identitaet Identitaet `json:"identitaet"`
		}
		_ = json.Unmarshal(parts[verfahren.Teil(rolle)], &in) // what cannot be read has no initials
		if initials := in.Identitaet.initialen(); initials != "" {
			who = append(who, initials)
		}
	}
	row.wer = strings.Join(who, ", ")
	events := f.Verlauf()
	row.eingang, row.geaendert, row.ueberfaellig = eingangOf(f), events[len(events)-1].Zeit, spaet(f)
	running, err := k.reg.Laeufe(*f)
	for _, l := range running {
		if l.Fuer == verfahren.RolleBehoerde && !l.Letzter.IsZero() && (row.faellig.IsZero() || l.Letzter.Start().Before(row.faellig)) {
			row.faellig = l.Letzter.Start()
		}
	}
	return row, running, err
}

func (k fallakten) find(ctx context.Context, id uuid.UUID, wer, grund string) (akte, error) {
	if wer != "" {
		if _, err := k.reg.Lies(ctx, id, faelle.Amt(wer), grund); err != nil {
			return akte{}, err
		}
	}
	f, parts, err := k.reg.Angaben(ctx, id)
	if err != nil {
		return akte{}, err
	}
	out := akte{version: f.Version(), vorgelegt: f.Vorgelegt(), gelesen: true}
	if out.aktenzeile, out.fristen, err = k.zeile(&f, parts); err != nil {
		return akte{}, err
	}
	d := k.dienst(f.Tabelle().Verfahren().Name)
	if d == nil {
		return akte{}, antrag.ErrNotFound
	}
	o := d.ordnung()
	for _, rolle := range o.rollen {
		if in := parts[verfahren.Teil(rolle)]; len(in) > 0 {
			part := aktenteil{form: o.formen[rolle], eingang: in}
			if len(o.rollen) > 1 {
				part.rolle = rolle
			}
			if accounts := f.Konten(rolle); len(accounts) > 0 {
				part.konto = accounts[0]
			}
			out.teile = append(out.teile, part)
		}
	}
	for _, e := range f.Verlauf() {
		out.verlauf = append(out.verlauf, akteneintrag{akt: string(e.Akt), titel: titelOf(d, &e), text: e.Text, akteur: akteurOf(&e), rolle: rolleIn(d, &e), zeit: e.Zeit, anlagen: e.Anlagen})
		if e.Beschluss != nil && e.Akt != verfahren.AktVorgelegt {
			out.ergangen = &ergangenes{Beschluss: *e.Beschluss, maschine: slices.Contains(e.Rollen, verfahren.RolleSystem), zeit: e.Zeit}
			if out.verlauf[len(out.verlauf)-1].text == "" {
				out.verlauf[len(out.verlauf)-1].text = e.Beschluss.Gruende
			}
		}
	}
	out.moeglich, out.gefragt = k.griffe(&f, d, out.fristen), gefragte(&f, out.fristen)
	out.moeglich = append(out.moeglich, fuerPerson(&f, o, out.teile)...)
	out.vertretungen = f.Vertretungen()
	return out, nil
}

func akteurOf(e *faelle.Ereignis) antrag.Akteur {
	switch {
	case slices.Contains(e.Rollen, verfahren.RolleBehoerde):
		return antrag.AkteurBehoerde
	case slices.Contains(e.Rollen, verfahren.RolleSystem):
		return antrag.AkteurSystem
	}
	return antrag.AkteurAntragsteller
}

// rolleIn is in which role somebody acted, where the service has a word for it.
func rolleIn(d dienst, e *faelle.Ereignis) recht.Text {
	for _, rolle := range e.Rollen {
		if word, own := d.kopf().Worte["rolle."+string(rolle)]; own {
			return word
		}
	}
	return recht.Text{}
}

// titelOf is what happened in words: those of the kit, or what it came to.
func titelOf(d dienst, e *faelle.Ereignis) recht.Text {
	worte := d.kopf().Worte
	for suffix, what := range beteiligungsworte {
		if rolle, is := strings.CutSuffix(string(e.Akt), suffix); is {
			who := worte["rolle."+rolle]
			if _, n, numbered := strings.Cut(e.An, rolle+"-"); numbered {
				who = recht.NewText(who.String()+" "+n, who.English()+" "+n)
			}
			return recht.NewText(what.String()+": "+who.String(), what.English()+": "+who.English())
		}
	}
	if t, known := ereignisworte[e.Akt]; known {
		if e.Frist == "" {
			return t
		}
		of, own := worte["frist."+e.Frist]
		if !own {
			of = worteFall["frist."+e.Frist]
		}
		return recht.NewText(t.String()+": "+of.String(), t.English()+": "+of.English())
	}
	if t, own := worte["akt."+string(e.Akt)]; own && e.Ergebnis == "" {
		return t
	}
	if t, own := worte["zustand."+string(e.Zustand)]; own {
		return t
	}
	return worteFall["zustand."+string(e.Zustand)]
}

// griffe are what an official may do now.
func (k fallakten) griffe(f *faelle.Fall, d dienst, running []faelle.Lauf) (out []griff) {
	t, z := f.Tabelle(), f.Zustand()
	if phaseOf(f) == statusNachsehen {
		out = append(out, griff{akt: string(faelle.AktNachgesehen)})
	}
	for _, akt := range f.Moeglich(verfahren.RolleBehoerde) {
		if decision := t.Entscheidung(z, akt); decision != nil {
			for _, b := range d.beschluesse() {
				if b.akt == akt && slices.Contains(decision.Ergebnis, b.ergebnis) {
					out = append(out, griff{akt: b.name, titel: b.titel, entscheidung: true, vierAugen: decision.VierAugen})
				}
			}
			continue
		}
		g := griff{akt: string(akt), titel: d.kopf().Worte["akt."+string(akt)], text: t.Fragt(z, akt, verfahren.SacheText)}
		if _, kit := amtstexte()["amt.do."+string(akt)]; g.titel.IsZero() && !kit {
			g.titel = worteFall["akt."+string(akt)]
		}
		if of, asks := fragt(t, akt); asks {
			g.text, g.rolle = true, of.Rolle
			if of.Mehrere {
				g.an = string(of.Rolle) + "-" + strconv.Itoa(f.Bisher(akt)+1)
			}
		}
		for _, s := range t.Zeilen() {
			if s.Akt == akt && slices.Contains(s.Von, z) {
				g.termin = g.termin || t.SetztTag(z, akt, s.Ziel(z))
				g.endet = g.endet || t.Ende(s.Ziel(z))
			}
		}
		g.tag, g.dateien = g.termin, g.text && g.rolle == "" // who is asked by a link sees the question alone
		out = append(out, g)
	}
	return append(out, verlaengerbar(f, running)...)
}

// verlaengerbar are the periods that may be extended now: those that law lets, once.
func verlaengerbar(f *faelle.Fall, running []faelle.Lauf) (out []griff) {
	for _, fr := range f.Tabelle().Verfahren().Fristen {
		runs := slices.ContainsFunc(running, func(l faelle.Lauf) bool { return l.Name == fr.Name })
		before := slices.ContainsFunc(f.Verlauf(), func(e faelle.Ereignis) bool { return e.Akt == faelle.AktVerlaengert && e.Frist == fr.Name })
		if fr.Laenger == nil || !runs || before {
			continue
		}
		l := &laenger{frist: fr.Name, einheit: cmp.Or(fr.Laenger.Hoechstens.Einheit, fr.Dauer.Einheit), most: fr.Laenger.Hoechstens.Anzahl}
		out = append(out, griff{akt: tatVerlaengern + fr.Name, text: true, laenger: l})
	}
	return out
}

// fragt is whom an act asks to take part, each with a period of their own.
func fragt(t *verfahren.Tabelle, akt verfahren.Akt) (verfahren.Beteiligter, bool) {
	for _, fr := range t.Verfahren().Fristen {
		if fr.Je && slices.Contains(fr.Ab, akt) {
			return t.Beteiligter(fr.Fuer)
		}
	}
	return verfahren.Beteiligter{}, false
}

func (k fallakten) act(ctx context.Context, a akte, h handgriff) error {
	do := faelle.Handlung{
		Fall: a.id, Version: a.version, Key: h.key, Wer: faelle.Amt(h.wer), Akt: verfahren.Akt(h.akt), Text: h.text, Termin: h.termin, Beschluss: h.beschluss,
		An: h.an, Code: h.code, Anlagen: anlagenOf(h.files),
	}
	switch {
	case h.laenger != nil:
		do.Akt, do.Frist, do.Um = faelle.AktVerlaengert, h.laenger.frist, h.um
	case h.als != "":
		do.Akt = h.als
	case h.person && len(a.teile) > 0:
		do.Wer = a.teile[0].standsThere()
	}
	if err := beilegen(ctx, k.reg.Attach, a.id, h.files); err != nil {
		return err
	}
	_, err := k.reg.Do(ctx, do)
	if errors.Is(err, faelle.ErrNichtMoeglich) || errors.Is(err, faelle.ErrVerboten) {
		err = fmt.Errorf("%w: %w", errKonflikt, err) // somebody was faster, or a period has ended
	}
	return err
}

func (k fallakten) readings(ctx context.Context, id uuid.UUID) (out []vermerk, err error) {
	log, err := k.reg.Protokoll(ctx, id)
	for _, e := range log {
		out = append(out, vermerk{Art: vermerkGelesen, Wer: e.Wer, Grund: e.Text, zeit: e.Zeit})
	}
	return out, err
}

func (k fallakten) document(ctx context.Context, id, document uuid.UUID) (antrag.Unterlage, error) {
	return k.reg.Unterlage(ctx, id, document)
}

func (k fallakten) documents(ctx context.Context, id uuid.UUID) iter.Seq2[antrag.Unterlage, error] {
	return k.reg.Unterlagen(ctx, id)
}

func (k fallakten) folder(ctx context.Context, name string) iter.Seq2[antrag.Unterlage, error] {
	return k.reg.Ordner(ctx, name)
}

func (k fallakten) attach(ctx context.Context, u antrag.Unterlage) error { return k.reg.Attach(ctx, u) }

// fristenOf are the periods that run in a case, in words.
func (a *akteur) fristenOf(d dienst, running []faelle.Lauf) (out []termin) {
	for _, l := range running {
		if l.Ende.IsZero() && l.Letzter.IsZero() {
			continue // it stands still
		}
		norm := l.Norm.String()
		if a.sprache != recht.Deutsch {
			norm = l.Norm.English()
		}
		out = append(out, termin{Titel: a.wort(d, "frist."+l.Name), Bis: a.end(l), Norm: norm})
	}
	return out
}

// ergehend is a decision as the case keeps it: what the official stated, with its
// reasons, and from when it holds.
func (a *akteur) ergehend(v *vorgangsakte, b *beschluss, inhalt []byte, tag datum.Datum) (*faelle.Beschluss, error) {
	reasons, err := b.gruende(inhalt)
	if err != nil {
		return nil, err
	}
	out := faelle.Beschluss{Inhalt: inhalt}
	if b.inhalt != nil && len(v.teile) > 0 {
		_, f, err := a.lies(v, &v.teile[0])
		if err != nil {
			return nil, err
		}
		if f.e == nil {
			return nil, errors.New("onlinedienst: a decision on answers of another version of the form")
		}
		if out, err = b.inhalt(f.stand.fall(Identitaet{}), inhalt, tag); err != nil {
			return nil, err
		}
	}
	out.Ergebnis, out.Gruende = b.ergebnis, reasons
	return &out, nil
}
