// SPDX-License-Identifier: Apache-2.0

package postfach

import (
	"bytes"
	"context"
	"errors"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"slices"
	"sync"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Hinweis is a message that something lies in a postbox. It says nothing about what
// or whom, and bears no link: whoever reads it on the way learns nothing, and nobody
// gets used to following links in such mails.
type Hinweis struct{ Betreff, Text recht.Text }

// NewHinweis returns the message.
func NewHinweis() Hinweis {
	return Hinweis{
		recht.NewText("Neue Nachricht in Ihrem Postfach", "New message in your postbox"),
		recht.NewText("Guten Tag,\n\nin Ihrem Postfach liegt eine neue Nachricht. Bitte öffnen Sie die Seite Ihres Nutzerkontos wie gewohnt im Browser und loggen Sie sich ein. Mit der Nachricht kann eine Frist beginnen.\n\nDiese E-Mail enthält absichtlich keinen Link. Auf diese E-Mail können Sie nicht antworten.",
			"Hello,\n\na new message lies in your postbox. Please open the page of your account in your browser as usual and sign in. A period may begin with the message.\n\nThis e-mail has no link on purpose. You cannot reply to it."),
	}
}

// Bote carries messages to addresses. It may be used from any number of goroutines.
type Bote interface {
	// Send returns nil when the message is under way. After an error it may be or
	// not; a second one does no harm.
	Send(ctx context.Context, address string, hinweis Hinweis) error
}

// ErrAdresse reports an address to which no mail can go.
var ErrAdresse = errors.New("postfach: not an address of e-mail")

// Mail writes the message as an e-mail, German first and English below, for whatever
// sends mail: [net/smtp.SendMail] for one. An address with anything but itself in it
// is ErrAdresse.
func (h Hinweis) Mail(from, to string, date time.Time) ([]byte, error) {
	for _, address := range []string{from, to} {
		if a, err := mail.ParseAddress(address); err != nil || a.Address != address {
			return nil, ErrAdresse
		}
	}
	var b bytes.Buffer
	b.WriteString("From: <" + from + ">\r\nTo: <" + to + ">\r\nDate: " + date.Format(time.RFC1123Z) +
		"\r\nSubject: " + mime.QEncoding.Encode("utf-8", h.Betreff.String()+" / "+h.Betreff.English()) +
		"\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n")
	w := quotedprintable.NewWriter(&b)
	_, _ = w.Write([]byte(h.Text.String() + "\n\n---\n\n" + h.Text.English() + "\n")) // a buffer takes everything
	_ = w.Close()
	return b.Bytes(), nil
}

// LokalBote is a [Bote] inside of the process, for tests and exhibitions.
type LokalBote struct {
	mu   sync.Mutex
	sent []string
}

// Send implements [Bote].
func (l *LokalBote) Send(ctx context.Context, address string, h Hinweis) error {
	if _, err := h.Mail("noreply@dienst.example", address, time.Now()); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.sent) < maxLokal {
		l.sent = append(l.sent, address)
	}
	return ctx.Err()
}

// Sent returns the addresses to which messages went, the oldest first.
func (l *LokalBote) Sent() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.sent)
}
