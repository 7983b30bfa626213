// SPDX-License-Identifier: Apache-2.0

package nutzerkonto

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

var (
	// ErrAbgebrochen reports that the person did not log in.
	ErrAbgebrochen = errors.New("nutzerkonto: login given up")
	// ErrAntwort reports values that are no answer to the request: of another
	// browser, used before, too late, or forged.
	ErrAntwort = errors.New("nutzerkonto: not the answer to this login")
	// ErrNiveau reports a login below the level that was asked for.
	ErrNiveau = errors.New("nutzerkonto: level of trust too low")
	// ErrPerson reports a login of another person than the one that was asked for.
	// Nothing has changed for either: the page offers to log in again as the first,
	// or to log out and go on as the second.
	ErrPerson = errors.New("nutzerkonto: login of another person")
	// ErrUhr reports that the clocks of service and account differ by more than is
	// allowed. No new try of the person mends it.
	ErrUhr = errors.New("nutzerkonto: the clocks of service and account disagree, set the clock of this machine")
)

// MinZustand is the least length of [Anfrage].Zustand: 128 bits in base64.
const MinZustand = 22

// Anfrage is one login that is asked for.
type Anfrage struct {
	// Zustand is a secret of the browser that asks, at least 22 characters, so
	// that nobody else's answer is taken.
	Zustand string
	// Niveau is the least that is asked for.
	Niveau recht.Niveau
	// Zurueck is the address to which the browser comes back.
	Zurueck string
	// Person is the Kennung of who must come back, "" for whoever it is. It makes a
	// step-up of the login.
	Person string
	// Frisch asks the person to prove anew who they are, whatever login the account
	// still remembers.
	Frisch bool
}

// Check reports what makes the request none that an account may be asked.
func (a Anfrage) Check() error {
	switch {
	case len(a.Zustand) < MinZustand:
		return fmt.Errorf("nutzerkonto: a login needs a secret of %d characters", MinZustand)
	case a.Zurueck == "":
		return errors.New("nutzerkonto: a login needs a way back")
	case !a.Niveau.IsValid():
		return errors.New("nutzerkonto: a login needs the level that is asked for")
	}
	return nil
}

// Accepts reports whether an answer about the account is one to this request:
// [ErrPerson] and [ErrNiveau] where it is not.
func (a Anfrage) Accepts(k Konto) error {
	switch {
	case a.Person != "" && a.Person != k.Kennung:
		return ErrPerson
	case !k.Reaches(a.Niveau):
		return ErrNiveau
	}
	return nil
}

// Anbieter is an account service. It may be used from any number of goroutines.
type Anbieter interface {
	// Begin returns the address to which the browser goes.
	Begin(ctx context.Context, anfrage Anfrage) (string, error)
	// Complete reads the values with which the browser came back to
	// anfrage.Zurueck, and returns who it is. It takes each answer once.
	// ErrAbgebrochen, ErrAntwort, ErrNiveau, ErrPerson; other errors are faults.
	Complete(ctx context.Context, anfrage Anfrage, values url.Values) (Konto, error)
}

// Abmelder is an Anbieter whose own login can end as well.
type Abmelder interface {
	Anbieter
	// Logout returns the address to which the browser goes, after the session of
	// the service has ended, so that the login at the account ends too; it comes
	// back to zurueck. "" means that the account offers none: the page then says
	// that the person may still be logged in there.
	Logout(ctx context.Context, konto Konto, zurueck string) (string, error)
	// Ended reports whether the account has told that this login is over. A
	// service asks before it trusts a session.
	Ended(ctx context.Context, konto Konto) (bool, error)
}

// The names of attributes that a service may rely on. An account may have others.
const (
	Familienname = "familienname"
	Vornamen     = "vornamen"
	Geburtsdatum = "geburtsdatum" // YYYY-MM-DD
	Strasse      = "strasse"
	Hausnummer   = "hausnummer"
	PLZ          = "plz"
	Ort          = "ort"
	Gemeinde     = "gemeinde" // AGS of the present home
	EMail        = "email"
	// Postkorb is the handle of the account's postbox, as the login names it for the
	// reply: a UUID at BundID.
	Postkorb = "postkorb"
)

// The names of attributes of an organisation.
const (
	Firma           = "firma"
	Rechtsform      = "rechtsform"      // in words
	RechtsformCode  = "rechtsformcode"  // three digits
	Registerart     = "registerart"     // HRA, HRB, VR, GR, PR
	Registernummer  = "registernummer"  // up to 11 characters
	Registergericht = "registergericht" // its name
	Staat           = "staat"
)

// Merkmal is one attribute and how well it is proved.
type Merkmal struct {
	Name, Wert string
	Niveau     recht.Niveau
}

// Konto is who logged in. It prints without what it says of the person.
type Konto struct {
	// Kennung is the key of the account, the same at every login: the text of a
	// [Schluessel], or what a pretended account is called.
	Kennung string
	// Niveau is the level of this login, not of earlier ones.
	Niveau recht.Niveau
	// Mittel is how the person proved who they are: "Online-Ausweis".
	Mittel string
	// Zeit is when the person proved it; zero where the account does not say.
	Zeit time.Time
	// Anmeldung names this login for [Abmelder]; a service keeps it with its
	// session. It is no secret and tells nothing about the person.
	Anmeldung string
	// Merkmale are attributes of the person who acts.
	Merkmale []Merkmal
	// Organisation are attributes of the organisation whose account it is; none for
	// the account of a citizen. They say for whom the person has a certificate, not
	// that they may act for it: see [Vertretung].
	Organisation []Merkmal
}

// IsOrganisation reports whether it is the account of an organisation.
func (k Konto) IsOrganisation() bool { return len(k.Organisation) > 0 }

// Merkmal returns an attribute by its name, and the zero Merkmal where the account
// has none.
func (k Konto) Merkmal(name string) Merkmal {
	for _, m := range k.Merkmale {
		if m.Name == name {
			return m
		}
	}
	return Merkmal{}
}

// Name is how the person is addressed, "" where the account does not say.
func (k Konto) Name() string {
	return strings.TrimSpace(k.Merkmal(Vornamen).Wert + " " + k.Merkmal(Familienname).Wert)
}

// Reaches reports whether the login reaches the level.
func (k Konto) Reaches(niveau recht.Niveau) bool { return k.Niveau.Reicht(niveau) }

// String tells the level and the means, and nothing about the person.
func (k Konto) String() string { return fmt.Sprintf("Konto (%s, %s)", k.Niveau, k.Mittel) }

// GoString keeps %#v from printing personal data.
func (k Konto) GoString() string { return k.String() }

// LogValue keeps a structured log from printing personal data.
func (k Konto) LogValue() slog.Value { return slog.StringValue(k.String()) }

// String tells the name of the attribute and its level, and not its value.
func (m Merkmal) String() string { return fmt.Sprintf("%s (%s)", m.Name, m.Niveau) }

// GoString keeps %#v from printing personal data.
func (m Merkmal) GoString() string { return m.String() }
