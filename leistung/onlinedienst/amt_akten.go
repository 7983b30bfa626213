// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	faelle "github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// akten keeps the cases that a desk works on, whoever keeps them. Nothing here asks
// who may: the desk does, by the authority of the case.
type akten interface {
	// heads lists up to limit cases of one authority in the order of their ids, and
	// whether there are more.
	heads(ctx context.Context, frage aktenfrage, limit int) (heads []aktenkopf, more bool, err error)
	// row is one of them by itself.
	row(ctx context.Context, id uuid.UUID) (aktenzeile, error)
	// find loads a case for an official, with the reason for reading it; without an
	// official for what the desk itself does.
	find(ctx context.Context, id uuid.UUID, wer, grund string) (akte, error)
	// readings are those that the keeper logs itself; the others the desk notes.
	readings(ctx context.Context, id uuid.UUID) ([]vermerk, error)
	// act does something in it, as it was looked at, once for a key.
	act(ctx context.Context, a akte, h handgriff) error
	document(ctx context.Context, id, document uuid.UUID) (antrag.Unterlage, error)
	folder(ctx context.Context, name string) iter.Seq2[antrag.Unterlage, error]
	documents(ctx context.Context, id uuid.UUID) iter.Seq2[antrag.Unterlage, error]
	attach(ctx context.Context, u antrag.Unterlage) error
}

// aktenkopf is a case in a list before it is looked into.
type aktenkopf struct {
	id      uuid.UUID
	faellig time.Time
	err     error
}

// alleAkten are the cases of all keepers.
type alleAkten []akten

// page lists cases of one authority, and where the list goes on.
func (k alleAkten) page(ctx context.Context, frage aktenfrage, limit int) (rows []aktenzeile, next uuid.UUID, err error) {
	heads, more, err := merged(frage, limit, func(frage aktenfrage) (all [][]aktenkopf, more bool, err error) {
		for _, keeper := range k {
			some, further, err := keeper.heads(ctx, frage, limit)
			if err != nil {
				return nil, false, err
			}
			all, more = append(all, some), more || further
		}
		return all, more, nil
	})
	if err != nil {
		return nil, uuid.Nil, err
	}
	for _, head := range heads {
		row := aktenzeile{id: head.id, err: head.err}
		if head.err == nil {
			if row, err = k.row(ctx, head.id); err != nil {
				row = aktenzeile{id: head.id, err: err}
			}
			if row.faellig.IsZero() {
				row.faellig = head.faellig
			}
		}
		rows = append(rows, row)
	}
	if more {
		next = heads[len(heads)-1].id
	}
	return rows, next, nil
}

// merged are the first rows of several lists, in the order of their ids: each list was
// asked for as many, so that none of these is missing.
func merged(frage aktenfrage, limit int, ask func(aktenfrage) ([][]aktenkopf, bool, error)) ([]aktenkopf, bool, error) {
	lists, more, err := ask(frage)
	if err != nil {
		return nil, false, err
	}
	heads := slices.Concat(lists...)
	slices.SortStableFunc(heads, func(a, b aktenkopf) int {
		if frage.newest {
			a, b = b, a
		}
		return bytes.Compare(a.id[:], b.id[:])
	})
	heads = slices.CompactFunc(heads, func(a, b aktenkopf) bool { return a.id == b.id })
	if len(heads) > limit {
		heads, more = heads[:limit], true
	}
	return heads, more && len(heads) > 0, nil
}

// row is a case by itself, whoever keeps it.
func (k alleAkten) row(ctx context.Context, id uuid.UUID) (aktenzeile, error) {
	_, row, err := k.of(ctx, id)
	return row, err
}

// of is who keeps a case.
func (k alleAkten) of(ctx context.Context, id uuid.UUID) (akten, aktenzeile, error) {
	for _, keeper := range k {
		row, err := keeper.row(ctx, id)
		if !errors.Is(err, antrag.ErrNotFound) {
			return keeper, row, err
		}
	}
	return nil, aktenzeile{}, antrag.ErrNotFound
}

// akten are all who keep cases here.
func (s *Server) akten() (all alleAkten) {
	if s.registry.reg != nil {
		all = append(all, antragsakten{s.registry.reg, func(l leistung.Schluessel) []beschluss {
			if d := s.dienstFor(l); d != nil {
				return d.beschluesse()
			}
			return nil
		}})
	}
	if s.config.Akten != nil {
		all = append(all, fallakten{s.config.Akten, func(name string) dienst { return s.dienste[name] }, func(l leistung.Schluessel) string {
			if d := s.dienstFor(l); d != nil {
				return d.kopf().Name
			}
			return ""
		}})
	}
	return all
}

// dienstFor is the service of a Leistung; nil where it is none of these.
func (s *Server) dienstFor(l leistung.Schluessel) dienst {
	for _, name := range s.namen {
		if d := s.dienste[name]; d.kopf().Leistung == l {
			return d
		}
	}
	return nil
}

// aktenfrage selects cases.
type aktenfrage struct {
	behoerde     string
	leistung     leistung.Schluessel // zero: all
	status       []antrag.Status
	nummer       string
	ueberfaellig bool
	von, heute   datum.Datum // came in from it on, and what day it is
	bis          time.Time   // begun before it
	after        uuid.UUID
	newest       bool
	alle         bool // whatever their state, also what an earlier program has stored
}

// aktenzeile is a row of the list. It tells of the person the initials alone.
type aktenzeile struct {
	id                          uuid.UUID
	leistung                    leistung.Schluessel
	behoerde                    string
	status                      antrag.Status
	stand                       string
	wer                         string
	eingang, geaendert, faellig time.Time
	ueberfaellig                bool
	err                         error // it cannot be read whole
}

// akte is a case as an official works on it.
type akte struct {
	aktenzeile

	version  uint64
	teile    []aktenteil
	verlauf  []akteneintrag
	moeglich []griff

	fristen      []faelle.Lauf
	gefragt      []gefragter
	ergangen     *ergangenes // what was decided, where the case itself knows
	vertretungen []faelle.Vertretung
	vorgelegt    bool // a decision is proposed, and the case knows of it
	gelesen      bool // the keeper has logged that it was read

	geladen *antrag.Antrag
}

// ergangenes is what the case itself knows of the decision on it.
type ergangenes struct {
	faelle.Beschluss

	maschine bool
	zeit     time.Time
}

// aktenteil is what one person handed in.
type aktenteil struct {
	konto   string
	rolle   verfahren.Rolle // of one who fills in beside others
	form    dienst          // what they were asked; nil: what the service asks everybody
	eingang json.RawMessage
	mit     *Mitbetroffen // who did not hand it in, and whom it concerns
	zu      string        // the account of theirs; "" is none
}

// akteneintrag is something that happened.
type akteneintrag struct {
	akt, text string
	titel     recht.Text // zero: that of the kit for the act
	akteur    antrag.Akteur
	rolle     recht.Text // of one of several; zero: that of the kit
	anlagen   []faelle.Anlage
	zeit      time.Time
}

// griff is something that an official may do now.
type griff struct {
	akt          string
	titel        recht.Text      // zero: that of the kit for the act
	text, termin bool            // words are needed, a day may be named
	dateien      bool            // files may go along with the words
	entscheidung bool            // it takes a decision of the name
	tag          bool            // the day must be named
	endet        bool            // the case ends with it: nothing that happens by one click
	an           string          // who is asked, of those of one role
	rolle        verfahren.Rolle // who is asked
	laenger      *laenger        // the period that it extends
	vierAugen    bool            // the keeper is told of the proposal, too
	person       bool            // the person does it, who has no account: the official writes it down
}

// laenger is a period that law lets the authority extend once, with reasons.
type laenger struct {
	frist   string
	einheit verfahren.Einheit
	most    int // units; 0: what is reasonable
}

// handgriff is a griff that is done.
type handgriff struct {
	akt, text string
	termin    datum.Datum
	wer, key  string
	laenger   *laenger
	um        verfahren.Spanne // by which the period is extended
	an, code  string           // of whom is asked, and the secret in their link
	als       verfahren.Akt    // the act of the table, where the decision has a name of its own
	beschluss *faelle.Beschluss
	files     []upload // that go along with it
	person    bool     // see griff
}

// antragsakten are the cases of package antrag.
type antragsakten struct {
	reg         *antrag.Registratur
	beschluesse func(leistung.Schluessel) []beschluss
}

func (k antragsakten) heads(ctx context.Context, frage aktenfrage, limit int) ([]aktenkopf, bool, error) {
	page, err := k.reg.ListPage(ctx, antrag.Query{
		Behoerde: frage.behoerde, Leistung: frage.leistung, Status: frage.status, Nummer: frage.nummer, Ueberfaellig: frage.ueberfaellig,
		Bis: frage.bis, After: frage.after, Newest: frage.newest,
	}, limit)
	if err != nil {
		return nil, false, err
	}
	heads := make([]aktenkopf, 0, len(page.Rows))
	for _, listed := range page.Rows {
		heads = append(heads, aktenkopf{listed.Head.Antrag, listed.Head.Faellig, listed.Err})
	}
	return heads, page.Next != uuid.Nil, nil
}

func (k antragsakten) row(ctx context.Context, id uuid.UUID) (aktenzeile, error) {
	a, err := k.reg.Load(ctx, id)
	return zeileOf(&a), err
}

func zeileOf(a *antrag.Antrag) aktenzeile {
	var in struct {
		Identitaet Identitaet `json:"identitaet"`
	}
	_ = json.Unmarshal(a.Angaben(), &in) // what cannot be read has no initials
	return aktenzeile{
		id: a.ID(), leistung: a.Leistung(), behoerde: a.Behoerde(), status: a.Status(), stand: string(a.Status()), wer: in.Identitaet.initialen(),
		eingang: a.Eingegangen(), geaendert: a.Geaendert(), ueberfaellig: a.Ueberfaellig(),
	}
}

// initialen tell two cases apart, and nobody who it is.
func (i Identitaet) initialen() string {
	var out []string
	for _, name := range []string{i.Vornamen, i.Familienname} {
		if r, size := utf8.DecodeRuneInString(name); size > 0 {
			out = append(out, string(r)+".")
		}
	}
	return strings.Join(out, " ")
}

func (k antragsakten) find(ctx context.Context, id uuid.UUID, _, _ string) (akte, error) {
	a, err := k.reg.Load(ctx, id)
	if err != nil {
		return akte{}, err
	}
	out := akte{aktenzeile: zeileOf(&a), version: a.Version(), geladen: &a}
	if text := a.Angaben(); len(text) > 0 {
		out.teile = []aktenteil{{konto: a.Konto(), eingang: text}}
	}
	for _, e := range a.Verlauf() {
		out.verlauf = append(out.verlauf, akteneintrag{akt: string(e.Art), text: e.Text, akteur: e.Akteur, zeit: e.Zeit})
	}
	for _, art := range a.Moeglich() {
		switch art {
		case antrag.ArtUebernommen, antrag.ArtVorgesprochen:
			out.moeglich = append(out.moeglich, griff{akt: string(art)})
		case antrag.ArtNachgefragt, antrag.ArtEingeladen:
			out.moeglich = append(out.moeglich, griff{akt: string(art), text: true, termin: true})
		case antrag.ArtBeantwortet, antrag.ArtZurueckgenommen:
			if atCounter(a.Konto()) {
				out.moeglich = append(out.moeglich, griff{akt: string(art), text: art == antrag.ArtBeantwortet, endet: art == antrag.ArtZurueckgenommen, person: true})
			}
		case antrag.ArtStattgegeben, antrag.ArtAbgelehnt:
			for _, b := range k.beschluesse(a.Leistung()) {
				if artOf(b.ergebnis) == art {
					out.moeglich = append(out.moeglich, griff{akt: b.name, titel: b.titel, entscheidung: true})
				}
			}
		default:
		}
	}
	return out, nil
}

// artOf is how package antrag calls a decision: it knows granted and refused.
func artOf(e verfahren.Ergebnis) antrag.Art {
	if e == verfahren.ErgebnisAbgelehnt {
		return antrag.ArtAbgelehnt
	}
	return antrag.ArtStattgegeben
}

func (k antragsakten) act(ctx context.Context, a akte, h handgriff) error {
	e := antrag.Ereignis{Art: antrag.Art(h.akt), Akteur: antrag.AkteurBehoerde, Text: h.text}
	if h.person {
		e.Akteur = antrag.AkteurAntragsteller
	}
	if h.beschluss != nil {
		e.Art, e.Text = artOf(h.beschluss.Ergebnis), h.beschluss.Gruende
	}
	_, err := k.reg.Do(ctx, antrag.Command{Antrag: a.id, Version: a.version, Loaded: a.geladen, Key: h.key, Ereignisse: []antrag.Ereignis{e}})
	return err
}

func (antragsakten) readings(context.Context, uuid.UUID) ([]vermerk, error) { return nil, nil }

func (k antragsakten) folder(ctx context.Context, name string) iter.Seq2[antrag.Unterlage, error] {
	return k.reg.Ordner(ctx, name)
}

func (k antragsakten) documents(ctx context.Context, id uuid.UUID) iter.Seq2[antrag.Unterlage, error] {
	return k.reg.Unterlagen(ctx, id)
}

func (k antragsakten) document(ctx context.Context, id, document uuid.UUID) (antrag.Unterlage, error) {
	return k.reg.Unterlage(ctx, id, document)
}

func (k antragsakten) attach(ctx context.Context, u antrag.Unterlage) error {
	_, err := k.reg.Attach(ctx, u)
	return err
}

// resume has carried out what was given up. Where it was delivery, the case says so
// when it has arrived.
func (k antragsakten) resume(ctx context.Context, given antrag.Aufgegeben) error {
	return k.reg.Resume(ctx, given)
}

// kann returns what may be done of that name now.
func (a *akte) kann(akt string) (griff, bool) {
	i := slices.IndexFunc(a.moeglich, func(g griff) bool { return g.akt == akt })
	if i < 0 {
		return griff{}, false
	}
	return a.moeglich[i], true
}

// offen are the states in which a case lies on the desk; fertig those in which it may
// still be looked at.
var (
	statusOffen  = []antrag.Status{antrag.StatusZugestellt, antrag.StatusInBearbeitung, antrag.StatusRueckfrage, antrag.StatusVorsprache, statusNachsehen}
	statusFertig = []antrag.Status{antrag.StatusStattgegeben, antrag.StatusAbgelehnt, antrag.StatusZurueckgenommen}
)

// statusNachsehen says that a machine decided, and a person has to look at it.
const statusNachsehen antrag.Status = "nachsehen"

// onDesk reports whether a desk sees a case in the state: it has arrived, and is not
// erased.
func onDesk(s antrag.Status) bool {
	return slices.Contains(statusOffen, s) || slices.Contains(statusFertig, s)
}
