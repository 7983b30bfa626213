// SPDX-License-Identifier: Apache-2.0

// Package bundid is the postbox of BundID: a [postfach.Postfach], and the status monitor
// beside it, over FIT-Connect. To FIT-Connect the postbox is a destination like any other.
//
//	postkorb, err := bundid.New(store, client, bundid.Config{Ziel: ziel, Absender: "Stadt Jena", …})
//	err = postkorb.Put(ctx, nachricht)
//
// A message counts as there when the postbox has accepted it, not when it is on its way:
// until then Put says [ErrUnterwegs] and is to be called again, as an effect of the store
// does by itself. How far it is lies on the store, so that a message goes once, whatever
// crashes; its content is gone from there with the acceptance.
//
// The form of messages is that of version 6, as far as public programs show it; it was not
// tried against BundID itself.
package bundid

import (
	"context"
	"crypto"
	"crypto/sha512"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/postfach"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
)

// ErrUnterwegs reports a message that was handed over and not accepted yet: ask again.
var ErrUnterwegs = errors.New("bundid: handed over, not accepted yet")

// Config of a [Postkorb].
type Config struct {
	Ziel     uuid.UUID // the destination that BundID has at FIT-Connect
	Absender string    // who writes, up to 255 characters
	Dienst   string    // the service in which it arose, up to 255
	// Niveau is what the person must have logged in with to read.
	Niveau recht.Niveau
	// Mailbox finds the postbox of the account of a message; postfach.ErrUnbekannt where it
	// has none.
	// BundID names it at each login.
	Mailbox func(ctx context.Context, n postfach.Nachricht) (uuid.UUID, error)
	// Key is the RSA key of Certificate, by which the postbox knows who writes.
	Key         crypto.Signer
	Certificate *x509.Certificate
	// Abruf is the address of e-mail at which the postbox tells that a message was
	// fetched; "" is none.
	Abruf string
	// Keep is how long it is remembered that a message was sent. Default: 30 days.
	Keep bausteine.Period
	// Norm is what Keep rests on; zero: the decision of the authority.
	Norm recht.Norm
}

// Postkorb is the postbox. It may be used from any number of goroutines and, over one
// database, processes.
type Postkorb struct {
	versand
	config Config
}

var _ postfach.Postfach = (*Postkorb)(nil)

// New returns the postbox on a store. A store takes one.
func New(store *bausteine.Store, client *fitconnect.Client, config Config) (*Postkorb, error) {
	core, err := grund.Of(store)
	if err != nil {
		return nil, err
	}
	var found recht.Befunde
	within(&found, "/absender", config.Absender, 1, 255)
	within(&found, "/dienst", config.Dienst, 1, 255)
	within(&found, "/abruf", config.Abruf, 0, 320)
	if config.Ziel == uuid.Nil {
		found.Add("PF-BUNDID-01", "/ziel", "is missing")
	}
	if !config.Niveau.IsValid() {
		found.Add("PF-BUNDID-01", "/niveau", "is missing")
	}
	if config.Mailbox == nil {
		found.Add("PF-BUNDID-01", "/mailbox", "is missing")
	}
	if client == nil {
		found.Add("PF-BUNDID-01", "/client", "is missing")
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	a, err := newAutor(config.Key, config.Certificate)
	if err != nil {
		return nil, err
	}
	if config.Keep == (bausteine.Period{}) {
		config.Keep = bausteine.Period{Days: 30}
	}
	p := &Postkorb{versand{core: core, client: client, autor: a, ziel: config.Ziel}, config}
	return p, p.register(grund.Period(config.Keep), config.Norm)
}

// Put implements [postfach.Postfach]. It returns nil when the postbox has accepted the
// message, [ErrUnterwegs] until then, and [postfach.ErrAbgelehnt] where it was rejected
// three times. Of the two languages it sends the German text with the other below.
func (p *Postkorb) Put(ctx context.Context, n postfach.Nachricht) error {
	if err := n.Check(); err != nil {
		return err
	}
	mailbox, err := p.config.Mailbox(ctx, n)
	if err != nil {
		return err
	}
	m := nachricht{
		Niveau: stork(p.config.Niveau), Postkorb: mailbox, Absender: p.config.Absender, Titel: n.Betreff.In(recht.Deutsch), Text: both(n.Text),
		Dienst: p.config.Dienst, Abruf: p.config.Abruf,
	}
	if n.Antrag != uuid.Nil {
		m.Antrag = &n.Antrag
	}
	var found recht.Befunde
	within(&found, "/betreff", m.Titel, 1, 1024)
	if err := found.Err(); err != nil {
		return fmt.Errorf("%w: %w", postfach.ErrAbgelehnt, err)
	}
	a := fitconnect.Application{Service: fitconnect.Service{Identifier: leistungNachricht, Name: p.config.Dienst}}
	if n.Anlage != nil {
		sum := sha512.Sum512(n.Anlage)
		m.Anlagen = []anlage{{dateiname, hex.EncodeToString(sum[:]), len(n.Anlage)}}
		a.Attachments = []fitconnect.Attachment{{
			Purpose: fitconnect.PurposeAttachment, Filename: dateiname, MimeType: "application/pdf",
			Load: func(context.Context) ([]byte, error) { return n.Anlage, nil },
		}}
	}
	content, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("bundid: encode: %w", err)
	}
	return p.send(ctx, n.ID, a, content)
}

// dateiname is neutral: lists of files show it.
const dateiname = "Schreiben.pdf"

// Report tells the status monitor. id is that of this report and repeats when it is tried
// again; errors are those of [Postkorb.Put], and a [*recht.BefundError].
func (p *Postkorb) Report(ctx context.Context, id uuid.UUID, s Statusmeldung) error {
	if err := s.Check().Err(); err != nil {
		return err
	}
	content, err := s.encode()
	if err != nil {
		return fmt.Errorf("bundid: encode: %w", err)
	}
	return p.send(ctx, id, fitconnect.Application{Service: fitconnect.Service{Identifier: leistungStatus, Name: p.config.Dienst}}, content)
}

// stork is the level in the numbers of STORK.
func stork(n recht.Niveau) int {
	switch n {
	case recht.NiveauHoch:
		return 4
	case recht.NiveauSubstantiell:
		return 3
	default:
		return 1
	}
}

func both(t recht.Text) string {
	text := t.In(recht.Deutsch)
	if english, ok := t.Lookup(recht.Englisch); ok && english != text {
		text += "\n\n" + english
	}
	return text
}
