// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung"
)

// Schema is the version of the form of events that this package writes.
const Schema = 1

const maxText = 200 // bytes of a code, a role, a URI

// Ereignis is one fact about the connection of an authority to a service:
// what happened, on which day (Am), and when that was recorded (Erfasst). It is
// never changed: a correction is another Ereignis that names it.
type Ereignis struct {
	ID        uuid.UUID           `json:"id"` // UUIDv7: events of one day are ordered by it
	Programm  string              `json:"programm"`
	Leistung  leistung.Schluessel `json:"leistung"`
	Stelle    Stelle              `json:"traeger"`
	Art       Art                 `json:"art"`
	Am        datum.Datum         `json:"am"`
	Erfasst   time.Time           `json:"erfasst"`
	Von       string              `json:"von,omitzero"`        // role and pseudonymous id, never a name: "landesteam/kuerzel-7f3a"
	Grund     string              `json:"grund,omitzero"`      // a code: "zertifikat-abgelaufen"
	WartetAuf Verantwortung       `json:"wartet_auf,omitzero"` // with ArtBlockiert
	Beleg     Beleg               `json:"beleg,omitzero"`
	// Korrigiert is the event in whose place this one stands. What was recorded
	// stays visible for every day of knowledge before.
	Korrigiert uuid.UUID `json:"korrigiert,omitzero"`
	Herkunft   Herkunft  `json:"herkunft,omitzero"`
	Schema     int       `json:"schema,omitzero"`
}

// Beleg is the proof of an event: where it lies and what it was.
type Beleg struct {
	URI    string `json:"uri,omitzero"`
	SHA256 string `json:"sha256,omitzero"` // 64 hex digits
}

// Herkunft is how an event came in.
type Herkunft string

// The ways.
const (
	HerkunftHand   Herkunft = "hand"
	HerkunftImport Herkunft = "import"
	HerkunftProbe  Herkunft = "probe"
	HerkunftPVOG   Herkunft = "pvog"
)

// Storno returns the event that takes another one back: it had not happened.
// The id and the clock come from the caller.
func Storno(e *Ereignis, id uuid.UUID, erfasst time.Time, von, grund string) Ereignis {
	s := *e
	s.ID, s.Erfasst, s.Von, s.Grund, s.Korrigiert, s.Art = id, erfasst, von, grund, e.ID, artStorniert
	if e.Korrigiert != uuid.Nil {
		s.Korrigiert = e.Korrigiert
	}
	s.WartetAuf, s.Beleg = "", Beleg{}
	return s
}

// check says what is wrong with an event that came from outside.
func (e *Ereignis) check() error {
	if err := checkHead(e.ID, e.Programm, e.Leistung, e.Stelle, e.Am, e.Erfasst, e.Schema); err != nil {
		return err
	}
	switch {
	case e.Art.code() < 0:
		return fmt.Errorf("%w: unknown art", ErrEvent)
	case e.Art == artStorniert && e.Korrigiert == uuid.Nil:
		return fmt.Errorf("%w: only a correction takes an event back", ErrEvent)
	case e.Korrigiert == e.ID:
		return fmt.Errorf("%w: an event cannot correct itself", ErrEvent)
	case e.WartetAuf.code() < 0:
		return fmt.Errorf("%w: unknown wartet_auf", ErrEvent)
	case e.Art == ArtBlockiert && (e.Grund == "" || e.WartetAuf == ""):
		return fmt.Errorf("%w: a block needs its grund and wartet_auf", ErrEvent)
	case (e.Art == ArtAbgelehnt || e.Art == ArtGestoert || e.Art == ArtGesperrt || e.Art == ArtZurueckgestellt || e.Art == ArtBeendet) && e.Grund == "":
		return fmt.Errorf("%w: %s needs its grund", ErrEvent, e.Art)
	case e.Beleg.SHA256 != "" && !isHex64(e.Beleg.SHA256):
		return fmt.Errorf("%w: sha256 is not 64 hex digits", ErrEvent)
	}
	switch e.Herkunft {
	case "", HerkunftHand, HerkunftImport, HerkunftProbe, HerkunftPVOG:
	default:
		return fmt.Errorf("%w: unknown herkunft", ErrEvent)
	}
	return checkTexts(e.Von, e.Grund, e.Beleg.URI)
}

func checkHead(id uuid.UUID, programm string, key leistung.Schluessel, stelle Stelle, am datum.Datum, erfasst time.Time, schema int) error {
	switch {
	case id == uuid.Nil:
		return fmt.Errorf("%w: no id", ErrEvent)
	case programm == "" || len(programm) > maxText:
		return fmt.Errorf("%w: no programm", ErrEvent)
	case key.IsZero():
		return fmt.Errorf("%w: no leistung", ErrEvent)
	case stelle.IsZero():
		return fmt.Errorf("%w: no traeger", ErrEvent)
	case am.IsZero():
		return fmt.Errorf("%w: no day", ErrEvent)
	case erfasst.Year() < 2000 || erfasst.Year() > 2200:
		return fmt.Errorf("%w: erfasst is no instant of this century", ErrEvent)
	case schema < 0 || schema > Schema:
		return fmt.Errorf("%w: schema is newer than this program", ErrEvent)
	}
	return nil
}

func checkTexts(texts ...string) error {
	for _, s := range texts {
		if len(s) > maxText || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\uFFFD' }) {
			return fmt.Errorf("%w: a text is longer than %d bytes or has control characters", ErrEvent, maxText)
		}
	}
	return nil
}

func isHex64(s string) bool {
	if len(s) != 64 {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool { return (r < '0' || r > '9') && (r < 'a' || r > 'f') })
}

// equal compares a known event with another one as content: the same instant in
// two zones is the same, and who recorded it may be forgotten by now.
func (e *Ereignis) equal(other *Ereignis) bool {
	a, b := *e, *other
	if a.Von == "" {
		b.Von = ""
	}
	if !a.Erfasst.Equal(b.Erfasst) {
		return false
	}
	a.Erfasst = b.Erfasst
	return a == b
}
