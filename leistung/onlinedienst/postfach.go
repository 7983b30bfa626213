// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/postfach"
)

// box is the postbox of the kit: messages are documents of their case, and live as long
// as it.
type box struct{ akten alleAkten }

// artNachricht is the kind of the documents that are messages.
const artNachricht = "nachricht"

func ordnerOf(konto string) string { return "postfach/" + konto }

// Put implements [postfach.Postfach].
func (b box) Put(ctx context.Context, n postfach.Nachricht) error {
	if err := n.Check(); err != nil {
		return err
	}
	text, err := json.Marshal(n)
	if err != nil || len(text) > antrag.MaxUnterlage {
		return fmt.Errorf("%w: too large", postfach.ErrAbgelehnt)
	}
	keeper, _, err := b.akten.of(ctx, n.Antrag)
	if err != nil {
		return err
	}
	return keeper.attach(ctx, antrag.Unterlage{ID: n.ID, Antrag: n.Antrag, Art: artNachricht, Ordner: ordnerOf(n.Konto), Medientyp: "application/json", Inhalt: text})
}

// read returns a message of an account; those of others are not there.
func (b box) read(ctx context.Context, konto string, u antrag.Unterlage) (n postfach.Nachricht, err error) {
	err = antrag.ErrNotFound
	for _, keeper := range b.akten {
		if errors.Is(err, antrag.ErrNotFound) {
			var there antrag.Unterlage
			if there, err = keeper.document(ctx, u.Antrag, u.ID); err == nil {
				u = there
			}
		}
	}
	if err != nil {
		return n, err
	}
	if u.Art != artNachricht || u.Ordner != ordnerOf(konto) {
		return n, antrag.ErrNotFound
	}
	if json.Unmarshal(u.Inhalt, &n) != nil || n.Konto != konto {
		return n, errors.New("onlinedienst: a message cannot be read")
	}
	return n, nil
}

// postfachseite is the postbox of a person, or one message.
type postfachseite struct {
	Nachrichten []nachricht
	Eine        *nachricht
}

type nachricht struct{ Titel, Text, Wann, URL, Datei, Frist string }

// maxNachrichten bounds the page.
const maxNachrichten = 100

// postfach shows the messages of the person, the youngest first.
func (a *anfrage) postfach() error {
	if !a.gueltig {
		return errLogin
	}
	var p postfachseite
	all, err := box{a.akten()}.newest(a.r.Context(), a.sitz.Konto)
	if err != nil {
		return err
	}
	for _, u := range all {
		n, err := box{a.akten()}.read(a.r.Context(), a.sitz.Konto, u)
		if errors.Is(err, antrag.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		p.Nachrichten = append(p.Nachrichten, a.message(n))
	}
	return a.render(http.StatusOK, "postfach", rahmen{Titel: a.say("post")}, p)
}

// newest are the documents of the folder of an account, whoever keeps them, the youngest
// first.
func (b box) newest(ctx context.Context, konto string) (all []antrag.Unterlage, err error) {
	for _, keeper := range b.akten {
		n := 0
		for u, err := range keeper.folder(ctx, ordnerOf(konto)) {
			if err != nil {
				return nil, err
			}
			all = append(all, u)
			if n++; n == maxNachrichten {
				break
			}
		}
	}
	slices.SortStableFunc(all, func(a, b antrag.Unterlage) int { return b.Zeit.Compare(a.Zeit) })
	return all[:min(len(all), maxNachrichten)], nil
}

func (a *anfrage) message(n postfach.Nachricht) nachricht {
	out := nachricht{Titel: n.Betreff.In(a.sprache), Text: n.Text.In(a.sprache), Wann: LongDay(datum.Of(n.Zeit), a.sprache), URL: "/postfach/" + n.Antrag.String() + "/" + n.ID.String() + "/nachricht"}
	if len(n.Anlage) > 0 {
		out.Datei = out.URL + "/bescheid.pdf"
	}
	out.URL += "/lesen"
	return out
}

// nachrichtOf is the message of the address.
func (a *anfrage) nachrichtOf() (n postfach.Nachricht, err error) {
	if !a.gueltig {
		return n, errLogin
	}
	fall, err := uuid.Parse(a.r.PathValue("fall"))
	id, idErr := uuid.Parse(a.r.PathValue("id"))
	if err != nil || idErr != nil {
		return n, errNotFound
	}
	n, err = box{a.akten()}.read(a.r.Context(), a.sitz.Konto, antrag.Unterlage{ID: id, Antrag: fall})
	if errors.Is(err, antrag.ErrNotFound) {
		return n, errNotFound
	}
	return n, err
}

// nachricht shows a message. A notice that is opened is retrieved, and its period is
// counted anew where that counts.
func (a *anfrage) nachricht() error {
	n, err := a.nachrichtOf()
	if err != nil {
		return err
	}
	m := a.message(n)
	if a.amt != nil {
		way, err := a.amt.retrieved(a.r.Context(), n)
		if err != nil {
			return err
		}
		if way != nil && !way.Ende.IsZero() {
			m.Frist = a.say("post.until", LongDay(way.Ende, a.sprache))
		}
	}
	return a.render(http.StatusOK, "postfach", rahmen{Titel: m.Titel}, postfachseite{Eine: &m})
}

// anlageOf hands the notice out as a file.
func (a *anfrage) anlageOf() error {
	n, err := a.nachrichtOf()
	if err != nil {
		return err
	}
	if len(n.Anlage) == 0 {
		return errNotFound
	}
	if a.amt != nil {
		if _, err := a.amt.retrieved(a.r.Context(), n); err != nil {
			return err
		}
	}
	return a.hand("application/pdf", "Bescheid-"+Nummer(n.Antrag)+".pdf", n.Anlage, false)
}

// retrieved notes that the person took a notice for the first time, and returns how it
// was announced; nil where it is no notice of this desk.
func (m *Amt) retrieved(ctx context.Context, n postfach.Nachricht) (*vermerk, error) {
	notes, err := m.notizen.load(ctx, n.Antrag)
	konto, weg := notes.wegOf(n.ID)
	if err != nil || weg == nil {
		return nil, err
	}
	if !weg.Weg.Abgerufen.IsZero() {
		return weg, nil
	}
	v, err := m.decidedCase(ctx, n.Antrag)
	if errors.Is(err, antrag.ErrNotFound) || err == nil && beschlussOf(v.dienst, v.notiz.beschluss.Name) == nil {
		return weg, nil
	}
	if err != nil {
		return nil, err
	}
	all := v.adressaten()
	i := slices.IndexFunc(all, func(t *aktenteil) bool { return t.konto == konto && t.empfaenger() == n.Konto })
	if i < 0 {
		return weg, nil
	}
	e, err := m.notice(v, all[i], beschlussOf(v.dienst, v.notiz.beschluss.Name), v.notiz.beschluss.Inhalt, v.notiz.bescheid.Tag, false)
	if e == nil || err != nil {
		return weg, err
	}
	way := *weg.Weg
	way.Retrieve(m.server.now())
	if err := m.noteWay(ctx, v, e, konto, &way); err != nil {
		return nil, err
	}
	notes, err = m.notizen.load(ctx, n.Antrag)
	return notes.wege[konto], err
}

// wegOf is the announcement by a message, and to whom it went.
func (n *notiz) wegOf(message uuid.UUID) (konto string, weg *vermerk) {
	for konto, w := range n.wege {
		if w != nil && w.Weg != nil && w.Weg.ID == message {
			return konto, w
		}
	}
	return "", nil
}
