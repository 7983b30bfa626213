// SPDX-License-Identifier: Apache-2.0

package fall

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// Ereignis is one thing that happened in a case.
type Ereignis struct {
	skelett
	persoenlich

	Version uint64    // of the case after it
	Zeit    time.Time // from when on it counts
}

// skelett is what stays for ever.
type skelett struct {
	Form       int                `json:"v"`
	Akt        verfahren.Akt      `json:"-"`
	Zustand    verfahren.Zustand  `json:"zustand"` // after it
	Rollen     []verfahren.Rolle  `json:"rollen"`  // in which it was done
	Verfahren  string             `json:"verfahren,omitempty"`
	Fassung    string             `json:"fassung,omitempty"`
	Behoerde   string             `json:"behoerde,omitempty"`
	Zu         uuid.UUID          `json:"zu,omitzero"`      // the case that a remedy is about
	Anlass     string             `json:"anlass,omitempty"` // the event after which it was offered or opened
	Frist      string             `json:"frist,omitempty"`  // the period that it ends, reminds of, or extends
	Lauf       string             `json:"lauf,omitempty"`   // which run of it
	Um         verfahren.Spanne   `json:"um,omitzero"`
	An         string             `json:"an,omitempty"`
	Termin     datum.Datum        `json:"termin,omitzero"`
	Ergebnis   verfahren.Ergebnis `json:"ergebnis,omitempty"`
	Stichprobe bool               `json:"stichprobe,omitempty"`
	// Verspaetet says that an answer came after silence counted as one.
	Verspaetet bool                 `json:"verspaetet,omitempty"`
	Daten      []verfahren.Datenart `json:"daten,omitempty"` // that were erased
}

// persoenlich is what is erased with the case.
type persoenlich struct {
	Wer       string                    `json:"wer,omitempty"` // pseudonym
	Text      string                    `json:"text,omitempty"`
	Beschluss *Beschluss                `json:"beschluss,omitempty"`
	Stand     map[verfahren.Teil]string `json:"stand,omitempty"` // digests of what was handed in
	Anlagen   []Anlage                  `json:"anlagen,omitempty"`
}

// Anlage is a document that came with an act; its content lies beside the case under
// the ID, see [Registratur.Attach].
type Anlage struct {
	ID         uuid.UUID `json:"id"`
	Name       string    `json:"name"`
	Medientyp  string    `json:"typ"`
	SHA256     string    `json:"sha256"`
	Ungeprueft bool      `json:"ungeprueft,omitempty"` // no scanner has looked into it
}

// String names the document by its id alone.
func (a Anlage) String() string { return "Anlage " + a.ID.String() }

// GoString keeps %#v from printing its name.
func (a Anlage) GoString() string { return a.String() }

// form is the version of the stored form.
const form = 1

// String names act and time, and no person.
func (e Ereignis) String() string { return fmt.Sprintf("%s at %s", e.Akt, e.Zeit.Format(time.RFC3339)) }

// GoString keeps %#v from printing personal data.
func (e Ereignis) GoString() string { return e.String() }

// LogValue keeps a structured log from printing personal data.
func (e Ereignis) LogValue() slog.Value { return slog.StringValue(e.String()) }

func (e Ereignis) durch(rolle verfahren.Rolle) bool {
	for _, r := range e.Rollen {
		if r == rolle {
			return true
		}
	}
	return false
}

// event returns the stored form.
func (e Ereignis) event() (journal.Event, error) {
	e.Form = form
	data, err := json.Marshal(e.skelett)
	if err != nil {
		return journal.Event{}, fmt.Errorf("fall: encode %s: %w", e.Akt, err)
	}
	event := journal.Event{Type: string(e.Akt), Time: e.Zeit, Data: data}
	if e.Wer != "" || e.Text != "" || e.Beschluss != nil || len(e.Stand) > 0 || len(e.Anlagen) > 0 {
		if event.Personal, err = json.Marshal(e.persoenlich); err != nil {
			return journal.Event{}, fmt.Errorf("%w: %s carries something that is not JSON", ErrInvalid, e.Akt)
		}
	}
	return event, nil
}

// read reads the stored form; what was erased is empty.
func read(r journal.Recorded) (e Ereignis, err error) {
	if err := json.Unmarshal(r.Data, &e.skelett); err != nil {
		return e, fmt.Errorf("fall: decode %s: %w", r.Type, err)
	}
	if e.Form != form {
		return e, fmt.Errorf("fall: event %s has form %d, this program reads %d", r.Type, e.Form, form)
	}
	if len(r.Personal) > 0 {
		if err := json.Unmarshal(r.Personal, &e.persoenlich); err != nil {
			return e, fmt.Errorf("fall: personal data of %s are damaged", r.Type)
		}
	}
	e.Akt, e.Zeit, e.Version = verfahren.Akt(r.Type), r.Time, r.Version
	return e, nil
}
