// SPDX-License-Identifier: Apache-2.0

package nutzerkonto

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Weg is a way to a person.
type Weg string

// The ways. A message without content by e-mail is none of them: it reaches a
// person, and no notice is announced by it.
const (
	WegPostfach Weg = "postfach" // of the account
	WegBrief    Weg = "brief"
)

// Erreichbarkeit is how a person is reached while a case is open. Whoever has an
// account may delete it at any time, and it ends after two years without use (§ 8
// (7) OZG); so a case that knows the account alone can lose its person.
type Erreichbarkeit struct {
	// Konto is the Kennung of the account, "" for a guest.
	Konto string
	// OhnePostfach says that the person excluded the postbox (§ 9 (1) OZG).
	OhnePostfach bool
	// KontoWeg says that the account is known to be gone.
	KontoWeg bool
	// Anschrift are the lines of the postal address, name first.
	Anschrift []string
	// EMail is where a notice without content goes, as the person named it for
	// that; it is no way by itself.
	EMail string
}

// Check finds what would make a person unreachable.
//
//	KTO-ERREICHBAR-01  /anschrift  no postal address: the one way that no account can take away
//	KTO-ERREICHBAR-02  /email      warning: the postbox needs a notice the same day, and there is no address for it
func (e Erreichbarkeit) Check() recht.Befunde {
	var f recht.Befunde
	if len(e.Anschrift) < 3 {
		f = append(f, recht.Befund{
			Code: "KTO-ERREICHBAR-01", Pointer: "/anschrift", Detail: "name, street and town are needed, an account may vanish",
			Text: recht.NewText("Bitte geben Sie eine Postanschrift an. So erreichen wir Sie auch, wenn es Ihr Nutzerkonto nicht mehr gibt.", "Please give a postal address. So we reach you even if your account no longer exists."),
		})
	}
	if e.Konto != "" && !e.OhnePostfach && !e.KontoWeg && e.EMail == "" {
		f = append(f, recht.Befund{
			Code: "KTO-ERREICHBAR-02", Pointer: "/email", Severity: recht.SeverityWarning, Detail: "nowhere to send the notice about the postbox",
			Text: recht.NewText("Ohne E-Mail-Adresse erfahren Sie nicht, wenn etwas in Ihrem Postfach liegt.", "Without an e-mail address you are not told when something lies in your postbox."),
		})
	}
	return f
}

// Weg returns how a notice goes: by the postbox of the account while there is one
// that the person wants, else by letter. The time to object starts anew with the
// second way.
func (e Erreichbarkeit) Weg() Weg {
	if e.Konto != "" && !e.OhnePostfach && !e.KontoWeg && e.EMail != "" {
		return WegPostfach
	}
	return WegBrief
}

// String tells the way, and nobody's address.
func (e Erreichbarkeit) String() string { return fmt.Sprintf("Erreichbarkeit (%s)", e.Weg()) }

// GoString keeps %#v from printing personal data.
func (e Erreichbarkeit) GoString() string { return e.String() }
