// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/postfach"
)

const (
	kindBitten   = "bescheinigungen"
	stateBitten  = "vorhanden"
	bittenBlick  = 1  // days after which it is looked whether the case is still there
	maxBitten    = 30 // of a case
	effektBitten = "bescheinigung-sagen"
)

// bitte is one request for a certificate.
type bitte struct {
	ID       uuid.UUID `json:"id"`
	Name     string    `json:"name"` // of the certificate
	Fuer     string    `json:"fuer,omitempty"`
	FuerWen  string    `json:"fuerWen,omitempty"` // in words
	Zeigt    []Gezeigt `json:"zeigt,omitempty"`
	Gestellt time.Time `json:"gestellt"`
	// Bis is the last day of the link, Erinnern the day on which the person is reminded.
	Bis, Erinnern datum.Datum `json:",omitzero"`
	Erinnert      bool        `json:"erinnert,omitempty"`
	Abgelaufen    bool        `json:"abgelaufen,omitempty"` // and the person was told
	Beantwortet   time.Time   `json:"beantwortet,omitzero"`
	Wer           string      `json:"wer,omitempty"` // as they state it
	Inhalt        []byte      `json:"inhalt,omitempty"`
	SHA256        string      `json:"sha256,omitempty"`
	Ende          bittenende  `json:"ende,omitempty"` // what the person made of it
}

// bittenende is what became of a request.
type bittenende string

const (
	endeZurueck    bittenende = "zurueckgezogen"
	endeUebernahme bittenende = "uebernommen"
	endeVerworfen  bittenende = "verworfen"
)

// bittenstand is where a request stands.
type bittenstand string

const (
	bitteOffen       bittenstand = "open"
	bitteAbgelaufen  bittenstand = "over"
	bitteBeantwortet bittenstand = "came"
	bitteZurueck     bittenstand = "back"
	bitteUebernommen bittenstand = "used"
	bitteVerworfen   bittenstand = "unused"
)

func (b *bitte) stand(now time.Time) bittenstand {
	switch {
	case b.Ende == endeZurueck:
		return bitteZurueck
	case b.Ende == endeUebernahme:
		return bitteUebernommen
	case b.Ende == endeVerworfen:
		return bitteVerworfen
	case !b.Beantwortet.IsZero():
		return bitteBeantwortet
	case b.Abgelaufen || !now.Before(b.Bis.End()):
		return bitteAbgelaufen
	default:
		return bitteOffen
	}
}

// end ends a request; what was said in it and shown for it is gone with that.
func (b *bitte) end(how bittenende) {
	b.Ende, b.Zeigt, b.Inhalt = how, nil, nil
}

// bittenakte are the requests of a case.
type bittenakte struct {
	version uint64
	Liste   []bitte `json:"liste"`
}

// find returns a request of the case.
func (a *bittenakte) find(id uuid.UUID) *bitte {
	if i := slices.IndexFunc(a.Liste, func(b bitte) bool { return b.ID == id }); i >= 0 {
		return &a.Liste[i]
	}
	return nil
}

// bitten keeps them beside their case: they go with it.
type bitten struct {
	core  *grund.Core
	akten *grund.Aggregate[bittenakte]
}

func newBitten(s *Server) (*bitten, error) {
	core, err := grund.Of(s.store)
	if err != nil {
		return nil, err
	}
	b := &bitten{core: core}
	b.akten = grund.NewAggregate(core, kindBitten, func(a bittenakte, _ journal.Recorded) (bittenakte, error) { return a, nil }, func(_ bittenakte, draft []byte) (a bittenakte, err error) {
		if json.Unmarshal(draft, &a) != nil {
			err = fmt.Errorf("%w: the certificates of a case", bausteine.ErrDamaged)
		}
		return a, err
	})
	if core.Registered(kindBitten) { // several servers over one store share it
		return b, nil
	}
	return b, core.Register(grund.Block{Name: kindBitten, Kinds: []grund.Kind{{
		Name: kindBitten, With: eltern[:], States: []string{stateBitten}, Due: b.due, Effects: map[string]grund.Effect{effektBitten: {Do: s.tellBitte}},
		Keep: []grund.Keep{{State: stateBitten, What: "Bescheinigungen zu einem Fall, so lange wie der Fall", For: grund.Days(bittenBlick)}},
	}}})
}

// load returns the requests of a case; none are no error.
func (b *bitten) load(ctx context.Context, id uuid.UUID) (bittenakte, error) {
	a, head, err := b.akten.Load(ctx, id)
	if errors.Is(err, journal.ErrNotFound) {
		return bittenakte{}, nil
	}
	if err != nil {
		return bittenakte{}, fmt.Errorf("onlinedienst: certificates: %w", err)
	}
	a.version = head.Version
	return a, nil
}

// nachbescheid is what the person is told about a request.
type nachbescheid struct {
	Bitte uuid.UUID   `json:"bitte"`
	Was   bittenstand `json:"was"` // open: the reminder
}

// change changes the requests of a case, whatever was changed meanwhile. What is told
// follows from the same commit. False leaves them as they are.
func (b *bitten) change(ctx context.Context, id uuid.UUID, decide func(*bittenakte) (tell []nachbescheid, changed bool)) error {
	return b.core.Together(ctx, func(ctx context.Context) error {
		akte, err := b.load(ctx, id)
		if err != nil {
			return err
		}
		tell, changed := decide(&akte)
		if !changed {
			return nil
		}
		text, err := json.Marshal(akte)
		if err != nil {
			return fmt.Errorf("onlinedienst: certificates: %w", err)
		}
		commit := journal.Commit{Kind: kindBitten, Stream: id, Expected: akte.version, State: stateBitten, Draft: text, Due: akte.due(b.core.Now())}
		for _, n := range tell {
			payload, err := json.Marshal(n)
			if err != nil {
				return fmt.Errorf("onlinedienst: certificates: %w", err)
			}
			commit.Effects = append(commit.Effects, journal.Effect{Kind: effektBitten, Payload: payload})
		}
		if akte.version == 0 || len(tell) > 0 {
			commit.Events = []journal.Event{{Type: kindBitten}}
		}
		if _, err := b.core.Append(ctx, journal.Command{}, commit); err != nil {
			return fmt.Errorf("onlinedienst: certificates: %w", err)
		}
		return nil
	})
}

// due is when they are looked at next.
func (a *bittenakte) due(now time.Time) time.Time {
	next := grund.Days(bittenBlick).End(now)
	for i := range a.Liste {
		b := &a.Liste[i]
		if b.stand(now) != bitteOffen {
			continue
		}
		if at := b.Bis.End(); at.Before(next) {
			next = at
		}
		if !b.Erinnern.IsZero() && b.Erinnern.Start().After(now) && b.Erinnern.Start().Before(next) {
			next = b.Erinnern.Start()
		}
	}
	return next.Truncate(time.Microsecond)
}

// due reminds the person, says that a link has ended, and erases what a crash or a
// restored backup left of a case that is gone.
func (b *bitten) due(ctx context.Context, head journal.Head) error {
	if there, err := b.there(ctx, head.Stream); err != nil || !there {
		return errors.Join(err, eraseIf(ctx, b.core, err == nil, head.Stream))
	}
	now, changed := b.core.Now(), false
	if err := b.change(ctx, head.Stream, func(a *bittenakte) (tell []nachbescheid, _ bool) {
		changed = false
		for i := range a.Liste {
			x := &a.Liste[i]
			switch stand := x.stand(now); {
			case stand == bitteAbgelaufen && !x.Abgelaufen:
				x.Abgelaufen, x.Zeigt, changed = true, nil, true
				tell = append(tell, nachbescheid{x.ID, bitteAbgelaufen})
			case stand == bitteOffen && !x.Erinnert && !x.Erinnern.IsZero() && !now.Before(x.Erinnern.Start()):
				x.Erinnert, changed = true, true
				tell = append(tell, nachbescheid{x.ID, bitteOffen})
			}
		}
		return tell, changed
	}); err != nil || changed {
		return err
	}
	akte, err := b.load(ctx, head.Stream)
	if err != nil {
		return err
	}
	return b.core.SetDue(ctx, kindBitten, head.Stream, akte.due(now))
}

func eraseIf(ctx context.Context, core *grund.Core, gone bool, id uuid.UUID) error {
	if !gone {
		return nil
	}
	return core.Erase(ctx, kindBitten, id)
}

// there reports whether the case is still there.
func (b *bitten) there(ctx context.Context, id uuid.UUID) (bool, error) {
	for _, kind := range eltern {
		parent, _, err := b.core.Load(ctx, kind, id, ^uint64(0)>>1)
		if err == nil && parent.Erased.IsZero() {
			return true, nil
		}
		if err != nil && !errors.Is(err, journal.ErrNotFound) {
			return false, err
		}
	}
	return false, nil
}

// drop erases the requests of a draft that was given up: no link leads anywhere then.
func (b *bitten) drop(ctx context.Context, id uuid.UUID) error {
	if err := b.core.Erase(ctx, kindBitten, id); err != nil && !errors.Is(err, journal.ErrNotFound) {
		return fmt.Errorf("onlinedienst: certificates: %w", err)
	}
	return nil
}

// tellBitte tells the person that a certificate came, that none has come so far, or that
// none will come any more.
func (s *Server) tellBitte(ctx context.Context, leased journal.Leased) ([]byte, error) {
	var n nachbescheid
	if json.Unmarshal(leased.Payload, &n) != nil {
		return nil, journal.Permanent(errors.New("onlinedienst: what is to be told about a certificate cannot be read"))
	}
	id := leased.Ref.Stream
	v, err := s.registry.any(ctx, id)
	if errors.Is(err, antrag.ErrNotFound) || err == nil && (v.geladen.Konto() == "" || !v.status.Offen() && v.status != antrag.StatusEntwurf) {
		return nil, nil // nobody to tell any more
	}
	if err != nil {
		return nil, err
	}
	d := s.dienstFor(v.leistung)
	akte, err := s.bitten.load(ctx, id)
	if err != nil || d == nil {
		return nil, err
	}
	x := akte.find(n.Bitte)
	if x == nil || bescheinigungOf(d, x.Name) == nil {
		return nil, nil
	}
	b := bescheinigungOf(d, x.Name)
	de, en := b.titel.String(), b.titel.English()
	title := recht.NewText(say(recht.Deutsch, "cert.post."+string(n.Was), de), say(recht.Englisch, "cert.post."+string(n.Was), en))
	what := recht.NewText(say(recht.Deutsch, "cert.post."+string(n.Was)+".what", de, LongDay(x.Bis, recht.Deutsch)), say(recht.Englisch, "cert.post."+string(n.Was)+".what", en, LongDay(x.Bis, recht.Englisch)))
	return nil, s.tell(ctx, postfach.Nachricht{ID: leased.Ref.ID(), Konto: v.geladen.Konto(), Antrag: id, Betreff: title, Text: what, Zeit: s.now()})
}

// tell puts a message into the postbox of a person, and sends them one without content
// where there is an address. Told again it is the same message.
func (s *Server) tell(ctx context.Context, n postfach.Nachricht) error {
	if atCounter(n.Konto) {
		return nil // nobody reads it: what they have to know goes by letter
	}
	var to postfach.Postfach = box{s.akten()}
	var b *Bescheide
	if s.amt != nil {
		b = s.amt.config.Bescheide
	}
	if b != nil && b.Postfach != nil {
		to = b.Postfach
	}
	err := to.Put(ctx, n)
	if errors.Is(err, antrag.ErrNotFound) || errors.Is(err, postfach.ErrUnbekannt) || errors.Is(err, postfach.ErrAbgelehnt) {
		return nil // the case, or the account, is gone
	}
	if err != nil || b == nil {
		return err
	}
	reach, err := b.Empfang(ctx, n.Konto)
	if errors.Is(err, postfach.ErrUnbekannt) || err == nil && reach.EMail == "" {
		return nil
	}
	if err != nil {
		return err
	}
	return b.Bote.Send(ctx, reach.EMail, postfach.NewHinweis())
}
