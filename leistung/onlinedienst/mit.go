// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/din91379"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
)

// Mit are adults whom a case of somebody else concerns as much: a husband who is
// registered on the form of his wife. Each sees what was stated of them, what became of
// it, and gets a certificate and a notice of their own. They come in with a code that the
// applicant, or the office, hands over, and only with an account that proves that they
// are the one; from then on the case is among theirs. Who does not come in gets the
// notice by letter. A service with a Verfahren gives them a role there instead.
type Mit[A any] struct {
	// Wer lists them, from the answers and the day on which they were handed in.
	Wer func(a A, eingang datum.Datum) []Mitbetroffen
	// Sieht is what each of them sees beside the row about them.
	Sieht []Ort[A]
}

// Mitbetroffen is one of them.
type Mitbetroffen struct {
	Zeile      string     // the row about them, by [Liste.Zeile]
	Identitaet Identitaet // as stated; an account has to prove the same
}

// Zeile is where a row stands, counted from 0.
func (l Liste[P, C]) Zeile(i int) string { return l.ort() + "/" + strconv.Itoa(i) }

// mitregel is a Mit of whatever answers.
type mitregel struct {
	wer   func(daten []byte, eingang datum.Datum) ([]Mitbetroffen, error)
	sieht []string
}

func (l laufend[A, P]) mit() *mitregel {
	m := l.kern.dienst.Mit
	if m == nil {
		return nil
	}
	out := &mitregel{wer: func(daten []byte, eingang datum.Datum) ([]Mitbetroffen, error) {
		var a A
		if json.Unmarshal(daten, &a) != nil { // the decoder's message may quote what a person typed
			return nil, errors.New("onlinedienst: what was handed in cannot be read")
		}
		return m.Wer(a, eingang), nil
	}}
	out.sieht = m.Pointers()
	return out
}

// Pointers are the places that each of them sees beside the row about them.
func (m *Mit[A]) Pointers() (out []string) {
	for _, o := range m.Sieht {
		out = append(out, o.ort())
	}
	return out
}

// checkMit checks that those whom a case concerns can be told from others.
func (d Dienst[A, P]) checkMit(add func(string, string, ...any)) {
	m := d.Mit
	switch {
	case m == nil:
	case m.Wer == nil:
		add("/mit/wer", "lists nobody")
	case d.Verfahren != nil:
		add("/mit", "a Verfahren has roles for those whom a case concerns")
	case !max(d.Niveau, d.Senden).Reicht(recht.NiveauSubstantiell):
		add("/mit", "others are told by a login of substantial level at least, which this service never asks for")
	}
}

// artMit is the kind of the documents that say who has come in; they live as long as the
// case, and who has one finds it by its folder.
const artMit = "mit"

func mitOrdner(konto string) string { return artMit + "/" + konto }

func mitID(fall uuid.UUID, zeile string) uuid.UUID {
	return uuid.NewSHA1(fall, []byte(artMit+zeile))
}

// beitrittsakte says that an account has come in, and for which row.
type beitrittsakte struct {
	Konto string `json:"konto"`
	Zeile string `json:"zeile"`
}

// mitbetroffene are those whom a case that was handed in concerns.
func mitbetroffene(d dienst, angaben []byte, eingang datum.Datum) ([]Mitbetroffen, error) {
	m := d.mit()
	if m == nil || eingang.IsZero() || len(angaben) == 0 {
		return nil, nil
	}
	var in Eingang
	if json.Unmarshal(angaben, &in) != nil {
		return nil, errors.New("onlinedienst: what was handed in cannot be read")
	}
	return m.wer(in.Daten, eingang)
}

// beigetreten is the account that has come in for a row; "" is none.
func (s *Server) beigetreten(ctx context.Context, fall uuid.UUID, zeile string) (string, error) {
	u, err := s.registry.reg.Unterlage(ctx, fall, mitID(fall, zeile))
	if errors.Is(err, antrag.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	var b beitrittsakte
	if json.Unmarshal(u.Inhalt, &b) != nil {
		return "", errors.New("onlinedienst: who has come in cannot be read")
	}
	return b.Konto, nil
}

// tritt lets an account come in for a row. The first one stays.
func (s *Server) tritt(ctx context.Context, fall uuid.UUID, zeile, konto string) (bool, error) {
	text, err := json.Marshal(beitrittsakte{konto, zeile})
	if err != nil {
		return false, fmt.Errorf("onlinedienst: who comes in: %w", err)
	}
	_, err = s.registry.reg.Attach(ctx, antrag.Unterlage{ID: mitID(fall, zeile), Antrag: fall, Art: artMit, Ordner: mitOrdner(konto), Medientyp: "application/json", Inhalt: text})
	if err != nil {
		return false, err
	}
	there, err := s.beigetreten(ctx, fall, zeile)
	return there == konto, err
}

// ist reports whether an account proves, at a level, that it belongs to the one who is
// stated: the same family name and day of birth, and given names of which one list holds
// all of the other. Spelling counts as registers search.
func (m Mitbetroffen) ist(k nutzerkonto.Konto, niveau recht.Niveau) bool {
	of := func(name string) string {
		if x := k.Merkmal(name); x.Niveau.Reicht(niveau) {
			return x.Wert
		}
		return ""
	}
	family, given, born := din91379.SearchForm(of(nutzerkonto.Familienname)), strings.Fields(din91379.SearchForm(of(nutzerkonto.Vornamen))), of(nutzerkonto.Geburtsdatum)
	stated := strings.Fields(din91379.SearchForm(m.Identitaet.Vornamen))
	return family != "" && born != "" && len(given) > 0 && len(stated) > 0 &&
		family == din91379.SearchForm(m.Identitaet.Familienname) && born == m.Identitaet.Geburtsdatum && (within(given, stated) || within(stated, given))
}

func within(some, all []string) bool {
	return !slices.ContainsFunc(some, func(x string) bool { return !slices.Contains(all, x) })
}

// name is who it is, for people.
func (m Mitbetroffen) name() string { return m.Identitaet.Vornamen + " " + m.Identitaet.Familienname }

// along notes with a case whom it concerns beside who applied: for the desk, each is one
// more to whom a notice goes.
func (s *Server) along(ctx context.Context, v *vorgangsakte) error {
	if v.dienst.mit() == nil || len(v.teile) == 0 {
		return nil
	}
	list, err := mitbetroffene(v.dienst, v.teile[0].eingang, datum.Of(v.eingang))
	if err != nil {
		return err
	}
	for _, m := range list {
		konto, err := s.beigetreten(ctx, v.id, m.Zeile)
		if err != nil {
			return err
		}
		v.mit = append(v.mit, aktenteil{konto: artMit + strings.ReplaceAll(m.Zeile, "/", "-"), eingang: v.teile[0].eingang, mit: &m, zu: konto})
	}
	return nil
}

// kennung tells one who gets a notice from the others: stored.
func (t *aktenteil) kennung() string {
	if t.mit != nil {
		return t.konto
	}
	return string(t.rolle)
}

// empfaenger is the account that messages go to; "" is none.
func (t *aktenteil) empfaenger() string {
	if t.mit != nil {
		return t.zu
	}
	return t.konto
}

// an is whom a notice is for, where that is not who applied.
func (t *aktenteil) an() Identitaet {
	if t.mit != nil {
		return t.mit.Identitaet
	}
	return Identitaet{}
}
