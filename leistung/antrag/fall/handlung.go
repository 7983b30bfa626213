// SPDX-License-Identifier: Apache-2.0

package fall

import (
	"encoding/json"
	"fmt"
	"log/slog"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// Handelnder is who acts: a person or body with an account, an official, or the
// system. Which roles an account has is known to the case.
type Handelnder struct {
	konto  string
	niveau recht.Niveau
	amt    bool
}

// Person is somebody with an account, logged in at a level. Konto is a pseudonym.
func Person(konto string, niveau recht.Niveau) Handelnder {
	return Handelnder{konto: konto, niveau: niveau}
}

// Amt is an official, by pseudonym.
func Amt(pseudonym string) Handelnder { return Handelnder{konto: pseudonym, amt: true} }

// System is the service itself.
func System() Handelnder { return Handelnder{} }

func (h Handelnder) system() bool { return h.konto == "" && !h.amt }

// String names no person.
func (h Handelnder) String() string {
	switch {
	case h.system():
		return "system"
	case h.amt:
		return "official"
	}
	return "person"
}

// GoString keeps %#v from printing pseudonyms.
func (h Handelnder) GoString() string { return h.String() }

// Teile are parts of what is stated: JSON, by name.
type Teile map[verfahren.Teil]json.RawMessage

// Handlung is an act in a case.
type Handlung struct {
	// Fall is the case; zero begins one under the newest table of Verfahren. ID may
	// name the new case.
	Fall      uuid.UUID
	ID        uuid.UUID
	Verfahren string
	// Behoerde is the authority that is responsible. A draft may not know it yet: who
	// hands in, signs or pays for it names it at the latest.
	Behoerde string
	// Zu is the case that a remedy is about, see [Registratur.Anfechten].
	Zu uuid.UUID
	// Version is the one that was looked at; 0: whatever it is now.
	Version uint64
	// Key makes the act safe to repeat: the second time nothing happens. It holds no
	// personal data. Empty: not repeatable.
	Key string

	Wer Handelnder
	Akt verfahren.Akt

	// Text are the words of the act. Personal data.
	Text string
	// Anlagen are documents that come with the act. They are attached along with it, under
	// [bausteine.Store.Together].
	Anlagen []Anlage
	// Teile are changed by the act; what is not named stays.
	Teile Teile
	// Gesehen is the digest of what the person saw, of [verfahren.AktBestaetigt]: as it
	// was before what the act itself writes along.
	Gesehen string
	// Rolle is the one that somebody is invited into, comes into, or acts for. Empty:
	// the one that the table names first.
	Rolle verfahren.Rolle
	// Code is the secret of an invitation: chosen by who invites, shown by who comes.
	Code string
	// Nachweis is the proof of who acts for another, or of an author's qualification.
	Nachweis string
	// Reichweite are the acts that one who acts for another may do; empty: all.
	Reichweite []verfahren.Akt
	// An tells apart those of one role who are asked side by side: "arzt-1". No name.
	An string
	// Termin is the day that is set with the act.
	Termin datum.Datum
	// Frist is the period that is extended, by Um, see [AktVerlaengert].
	Frist string
	Um    verfahren.Spanne
	// Beschluss is what is decided.
	Beschluss *Beschluss
	// Risiko says that a person has to look at what a machine decides.
	Risiko bool

	anlass string  // see [Registratur.Annehmen]
	fuer   *person // who takes part in what is opened ex officio
}

// String names the act and no person.
func (h Handlung) String() string { return fmt.Sprintf("%s by %s", h.Akt, h.Wer) }

// GoString keeps %#v from printing personal data.
func (h Handlung) GoString() string { return h.String() }

// LogValue keeps a structured log from printing personal data.
func (h Handlung) LogValue() slog.Value { return slog.StringValue(h.String()) }

// The acts that no table lists, since they change no state: marks of periods, of
// samples and of erasure.
const (
	AktErinnert       verfahren.Akt = "frist-erinnert"    // a period comes to its end
	AktAbgelaufen     verfahren.Akt = "frist-abgelaufen"  // a period has ended, and somebody is told
	AktVerlaengert    verfahren.Akt = "frist-verlaengert" // the authority extends a period, once, with reasons
	AktNachgesehen    verfahren.Akt = "nachgesehen"       // a person has looked at a sample
	AktZurueckgegeben verfahren.Akt = "zurueckgegeben"    // a proposal is sent back, with reasons, or taken back
	AktDatenGeloescht verfahren.Akt = "daten-geloescht"   // one kind of data is erased
)
