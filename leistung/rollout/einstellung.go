// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
)

// maxEinstellung bounds what an authority sets for one service, in bytes of JSON.
const maxEinstellung = 64 << 10

// Einstellung is what an authority has set for a service, from a day on until it
// sets something else. P is what the service declares that it wants to know; it is
// no place for data of persons.
type Einstellung[P any] struct {
	ID     uuid.UUID
	Stelle Stelle
	Ab     datum.Datum
	// Erfasst is when it was recorded: by the clock of the store where it is zero, and
	// else as it is given, so that the settings of another keeper come over whole.
	Erfasst time.Time
	// Von is the role and pseudonymous id of who set it. It is kept as long as
	// [Config] says, and read from the store alone.
	Von   string
	Werte P
	// Hash identifies the values, as [Lage.ParameterHash] and
	// [Probelauf.ParameterHash] want it.
	Hash string
}

// OffeneEinstellung is an authority that is due and whose settings the service
// cannot take: there are none, or it wants more than it did.
type OffeneEinstellung struct {
	Zeile
	Befunde recht.Befunde
}

// Einstellungen keeps what the authorities have set for a service, beside the logs
// of a [Leitstelle]. By its method At it is what the kit calls Kommunen: whoever is
// not live takes no part, whatever is set.
//
// Settings go with the authority and never by themselves to its successor: keys and
// addresses change with it.
type Einstellungen[P any] struct {
	l      *Leitstelle
	dienst leistung.Schluessel
	check  func(*P) recht.Befunde
}

// NewEinstellungen returns the settings for a service of the programme. The check is
// what the service declares of its values, beyond their types; it gives all findings
// at once.
func NewEinstellungen[P any](l *Leitstelle, dienst leistung.Schluessel, check func(*P) recht.Befunde) (*Einstellungen[P], error) {
	if l == nil || check == nil {
		return nil, fmt.Errorf("%w: settings need a Leitstelle and a check", ErrEvent)
	}
	if _, ok := l.buch.programm.Dienst(dienst); !ok {
		return nil, fmt.Errorf("%w: the programme has no service %s", ErrUnknown, dienst)
	}
	return &Einstellungen[P]{l, dienst, check}, nil
}

// Set keeps a setting unless a finding of the service blocks, and says all that it
// found. One of the same day replaces the one before; what was known then stays
// visible for every day of knowledge before. The same id with the same content has
// no effect, with other content it is [ErrConflict].
func (e *Einstellungen[P]) Set(ctx context.Context, s Einstellung[P]) (recht.Befunde, error) {
	if s.ID == uuid.Nil || s.Stelle.IsZero() || s.Ab.IsZero() {
		return nil, fmt.Errorf("%w: a setting has an id, an authority and a first day", ErrEvent)
	}
	if err := checkTexts(s.Von); err != nil {
		return nil, err
	}
	befunde := e.check(&s.Werte)
	if len(befunde.Blocking()) > 0 {
		return befunde, nil
	}
	values, err := json.Marshal(s.Werte)
	if err != nil {
		return nil, fmt.Errorf("%w: values that cannot be written", ErrEvent)
	}
	if len(values) > maxEinstellung {
		return nil, fmt.Errorf("%w: values of more than %d bytes", ErrEvent, maxEinstellung)
	}
	l := e.l
	l.mu.Lock()
	defer l.mu.Unlock()
	return befunde, l.again(ctx, func() error {
		fresh := eingestellt{ID: s.ID, Leistung: e.dienst, Stelle: s.Stelle, Ab: s.Ab, Werte: values}
		if known, ok := l.gesetzt.find(s.ID); ok {
			if !known.equal(fresh) {
				return ErrConflict
			}
			return nil
		}
		if fresh.Erfasst = s.Erfasst; fresh.Erfasst.IsZero() {
			fresh.Erfasst = l.core.Now()
		}
		data, err := json.Marshal(fresh)
		if err != nil {
			return err
		}
		return l.write(ctx, l.put(nil, "einstellung", stream(l.name, "einstellung", e.dienst.String(), s.Stelle.String()), stateKept,
			journal.Event{Type: "einstellung", Time: fresh.Erfasst, Data: data, Personal: personal(s.Von)}))
	})
}

// Of returns what an authority has set, on both axes of time, and false where it has
// set nothing that the service takes as it is today.
func (e *Einstellungen[P]) Of(stelle Stelle, tag Stichtag) (Einstellung[P], bool) {
	s, befunde := e.read(stelle, tag)
	return s, len(befunde) == 0
}

// At returns what the authority that acts for a Gemeinde has set, with what is known
// now, and false where the service is not live there.
func (e *Einstellungen[P]) At(gemeinde kommune.AGS, day datum.Datum) (werte P, ok bool) {
	tag := Stichtag{Gueltig: day, Bekannt: day}
	if today := datum.Of(e.l.core.Now()); today.After(day) {
		tag.Bekannt = today
	}
	row, due := e.l.buch.At(tag).zustaendig(e.dienst, gemeinde)
	if !due || row.Stand != StandProduktiv {
		return werte, false
	}
	s, ok := e.Of(row.Stelle, tag)
	return s.Werte, ok
}

// Offen returns the authorities that are due and whose settings are missing or no
// longer taken, the most inhabitants first.
func (e *Einstellungen[P]) Offen(tag Stichtag) []OffeneEinstellung {
	var open []OffeneEinstellung
	for _, row := range e.l.buch.At(tag).Zeilen(e.dienst, Gebiet{}) {
		if _, befunde := e.read(row.Stelle, tag); len(befunde) > 0 {
			open = append(open, OffeneEinstellung{row, befunde})
		}
	}
	slices.SortStableFunc(open, func(a, b OffeneEinstellung) int { return cmp.Compare(b.Zahlen.Einwohner, a.Zahlen.Einwohner) })
	return open
}

func (e *Einstellungen[P]) read(stelle Stelle, tag Stichtag) (Einstellung[P], recht.Befunde) {
	kept, ok := e.l.gesetzt.at(paar{e.dienst, stelle}, tag)
	if !ok {
		return Einstellung[P]{}, recht.Befunde{{Code: "ROLLOUT-EINSTELLUNG-01", Text: recht.NewText("Es ist nichts eingestellt.", "Nothing is set.")}}
	}
	sum := sha256.Sum256(kept.Werte)
	s := Einstellung[P]{ID: kept.ID, Stelle: stelle, Ab: kept.Ab, Erfasst: kept.Erfasst, Hash: hex.EncodeToString(sum[:])}
	decoder := json.NewDecoder(bytes.NewReader(kept.Werte))
	decoder.DisallowUnknownFields()
	if decoder.Decode(&s.Werte) != nil {
		return Einstellung[P]{}, recht.Befunde{{Code: "ROLLOUT-EINSTELLUNG-02", Text: recht.NewText(
			"Die Einstellungen passen nicht mehr zu dem, was der Dienst erwartet. Bitte neu einstellen.", "The settings no longer fit what the service expects. Please set them anew.")}}
	}
	if befunde := e.check(&s.Werte).Blocking(); len(befunde) > 0 {
		return Einstellung[P]{}, befunde
	}
	return s, nil
}

// eingestellt is a setting as the store holds it.
type eingestellt struct {
	ID       uuid.UUID           `json:"id"`
	Leistung leistung.Schluessel `json:"leistung"`
	Stelle   Stelle              `json:"traeger"`
	Ab       datum.Datum         `json:"ab"`
	Erfasst  time.Time           `json:"erfasst"`
	Werte    json.RawMessage     `json:"werte"`
}

func (s eingestellt) equal(other eingestellt) bool {
	return s.Leistung == other.Leistung && s.Stelle == other.Stelle && s.Ab == other.Ab && bytes.Equal(s.Werte, other.Werte)
}

// gesetzte are the settings of all services in memory. Who set them is not here.
type gesetzte struct {
	mu     sync.RWMutex
	byID   map[uuid.UUID]paar
	byPair map[paar][]eingestellt // by day, then in the order in which they were recorded
}

func (g *gesetzte) add(s eingestellt) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.byID == nil {
		g.byID, g.byPair = map[uuid.UUID]paar{}, map[paar][]eingestellt{}
	}
	if _, known := g.byID[s.ID]; known {
		return
	}
	pair := paar{s.Leistung, s.Stelle}
	g.byID[s.ID] = pair
	list := g.byPair[pair]
	list = append(list, s)
	slices.SortStableFunc(list, func(a, b eingestellt) int { return cmp.Or(a.Ab.Compare(b.Ab), a.Erfasst.Compare(b.Erfasst)) })
	g.byPair[pair] = list
}

func (g *gesetzte) find(id uuid.UUID) (eingestellt, bool) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	list := g.byPair[g.byID[id]]
	i := slices.IndexFunc(list, func(s eingestellt) bool { return s.ID == id })
	if i < 0 {
		return eingestellt{}, false
	}
	return list[i], true
}

// at returns the newest that holds on the day, as it was known.
func (g *gesetzte) at(pair paar, tag Stichtag) (eingestellt, bool) {
	known := tag.Bekannt.End()
	g.mu.RLock()
	defer g.mu.RUnlock()
	for _, s := range slices.Backward(g.byPair[pair]) {
		if !s.Ab.After(tag.Gueltig) && s.Erfasst.Before(known) {
			return s, true
		}
	}
	return eingestellt{}, false
}
