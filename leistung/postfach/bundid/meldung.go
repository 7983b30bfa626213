// SPDX-License-Identifier: Apache-2.0

package bundid

import (
	"encoding/json"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// The services of the postbox at FIT-Connect, and the schema under which both are sent.
const (
	leistungNachricht = "urn:schema-fitko-de:fit-connect:id.bund.de:message_v6"
	leistungStatus    = "urn:schema-fitko-de:fit-connect:id.bund.de:status_v6"
	schema            = "https://schema.fitko.de/fit-connect/id.bund.de/message_v6/1.0.0/zbp-message.schema.json"
)

// nachricht is a message as the postbox reads it.
type nachricht struct {
	Niveau      int        `json:"stork_qaa_level"` // who reads it has logged in with that, 1 to 4
	Postkorb    uuid.UUID  `json:"mailboxUuid"`
	Absender    string     `json:"sender"`
	Titel       string     `json:"title"`
	Text        string     `json:"content"`
	Dienst      string     `json:"service"`
	Antrag      *uuid.UUID `json:"applicationId,omitempty"`
	Abruf       string     `json:"retrievalConfirmationAddress,omitempty"`
	Antwort     string     `json:"replyAddress,omitempty"`
	AbsenderURL string     `json:"senderUrl,omitempty"`
	Anlagen     []anlage   `json:"attachments,omitempty"`
}

// anlage names a file that travels beside the message.
type anlage struct {
	Name    string `json:"filename"`
	SHA512  string `json:"sha512sum"` // in hex
	Groesse int    `json:"contentLength"`
}

// Status is how far an application is, in the words of the status monitor.
type Status string

// The words of the status monitor.
const (
	StatusBegonnen      Status = "INITIATED"
	StatusAbgesandt     Status = "SUBMITTED"
	StatusEingegangen   Status = "RECEIVED"
	StatusInBearbeitung Status = "PROCESSING"
	StatusHandeln       Status = "ACTION_REQUIRED" // the person has to do something
	StatusAbgeschlossen Status = "COMPLETED"
)

// Statusmeldung tells the status monitor of an account how far an application is. It
// prints without its content.
type Statusmeldung struct {
	Antrag    uuid.UUID
	Status    Status
	Leistung  string // what the service is called, up to 100 characters
	Behoerde  string // who says so, up to 100
	Einzelnes string // up to 50, may be empty
	Weiteres  string // up to 100, may be empty
	Zeichen   string // reference of the authority, up to 50, may be empty
	Zeit      time.Time
}

// String tells the application and its status.
func (s Statusmeldung) String() string {
	return "Statusmeldung " + s.Antrag.String() + " " + string(s.Status)
}

// GoString keeps %#v from printing more.
func (s Statusmeldung) GoString() string { return s.String() }

// Check finds what the status monitor would not take.
//
//	PF-BUNDID-01  a member is missing
//	PF-BUNDID-02  a member is too long
//	PF-BUNDID-03  /status  none of the six words
func (s Statusmeldung) Check() recht.Befunde {
	var found recht.Befunde
	if s.Antrag == uuid.Nil {
		found.Add("PF-BUNDID-01", "/antrag", "is missing")
	}
	if s.Zeit.IsZero() {
		found.Add("PF-BUNDID-01", "/zeit", "is missing")
	}
	switch s.Status {
	case StatusBegonnen, StatusAbgesandt, StatusEingegangen, StatusInBearbeitung, StatusHandeln, StatusAbgeschlossen:
	default:
		found.Add("PF-BUNDID-03", "/status", "is none of the six words of the status monitor")
	}
	within(&found, "/leistung", s.Leistung, 1, 100)
	within(&found, "/behoerde", s.Behoerde, 1, 100)
	within(&found, "/einzelnes", s.Einzelnes, 0, 50)
	within(&found, "/weiteres", s.Weiteres, 0, 100)
	within(&found, "/zeichen", s.Zeichen, 0, 50)
	return found
}

// within holds a text against its bounds in characters.
func within(found *recht.Befunde, pointer, text string, least, most int) {
	switch n := utf8.RuneCountInString(text); {
	case n < least:
		found.Add("PF-BUNDID-01", pointer, "is missing")
	case n > most:
		found.Add("PF-BUNDID-02", pointer, "is too long for the postbox")
	}
}

func (s Statusmeldung) encode() ([]byte, error) {
	type de struct {
		De string `json:"de"`
	}
	some := func(text string) *de {
		if text == "" {
			return nil
		}
		return &de{text}
	}
	return json.Marshal(struct {
		Antrag    uuid.UUID `json:"applicationId"`
		Status    Status    `json:"status"`
		Leistung  de        `json:"publicServiceName"`
		Behoerde  string    `json:"senderName"`
		Zeit      string    `json:"createdDate"`
		Einzelnes *de       `json:"statusDetails,omitempty"`
		Weiteres  *de       `json:"additionalInformation,omitempty"`
		Zeichen   string    `json:"reference,omitempty"`
	}{s.Antrag, s.Status, de{s.Leistung}, s.Behoerde, s.Zeit.UTC().Format("2006-01-02T15:04:05.000Z"), some(s.Einzelnes), some(s.Weiteres), s.Zeichen})
}
