// SPDX-License-Identifier: Apache-2.0

package nutzerkonto

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"

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
)

// Anfrage is one login that is asked for.
type Anfrage struct {
	// Zustand is a secret of the browser that asks, at least 22 characters, so
	// that nobody else's answer is taken.
	Zustand string
	// Niveau is the least that is asked for.
	Niveau recht.Niveau
	// Zurueck is the address to which the browser comes back.
	Zurueck string
}

// Anbieter is an account service. It may be used from any number of goroutines.
type Anbieter interface {
	// Begin returns the address to which the browser goes.
	Begin(ctx context.Context, anfrage Anfrage) (string, error)
	// Complete reads the values with which the browser came back to
	// anfrage.Zurueck, and returns who it is. It takes each answer once.
	// ErrAbgebrochen, ErrAntwort, ErrNiveau; other errors are faults.
	Complete(ctx context.Context, anfrage Anfrage, values url.Values) (Konto, error)
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
)

// Merkmal is one attribute and how well it is proved.
type Merkmal struct {
	Name, Wert string
	Niveau     recht.Niveau
}

// Konto is who logged in. It prints without what it says of the person.
type Konto struct {
	// Kennung is the pseudonym of the account, the same at every login.
	Kennung string
	Niveau  recht.Niveau
	// Mittel is how the person proved who they are: "Online-Ausweis".
	Mittel   string
	Merkmale []Merkmal
}

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
