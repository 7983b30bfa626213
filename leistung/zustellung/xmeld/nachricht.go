// SPDX-License-Identifier: Apache-2.0

package xmeld

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Standard is the value of the attribute of that name in every message.
const Standard = "XMeld"

// Verzeichnis is the directory that addresses come from.
const Verzeichnis = "DVDV"

// Typ is the kind of a message: the four digits at the end of its element's name. The
// zero Typ is not set.
type Typ string

// The messages of the electronic registration whose numbers are public.
const (
	Typ1702 Typ = "1702"
	Typ1703 Typ = "1703"
	Typ1704 Typ = "1704"
	Typ1707 Typ = "1707"
)

// Partner says with whom a leg is.
type Partner string

// The partners.
const (
	PartnerBisher Partner = "bisher" // the register of the municipality of before
	PartnerNeu    Partner = "neu"    // the system of the new municipality
)

// Strecke is one leg of the electronic registration, with a verdict of its own when it
// is tested.
type Strecke struct {
	Typ     Typ
	Partner Partner
}

// Strecken are the legs, in the order of their numbers.
func Strecken() []Strecke {
	return []Strecke{{Typ1702, PartnerBisher}, {Typ1703, PartnerBisher}, {Typ1704, PartnerNeu}, {Typ1707, PartnerNeu}}
}

// Stelle is a reader or author of a message (leser, autor).
type Stelle struct {
	Kennung string // "ags:" and eight digits
	Name    string
}

// NewStelle addresses the registration authority of a municipality.
func NewStelle(ags kommune.AGS, name string) Stelle { return Stelle{"ags:" + ags.String(), name} }

// Kopf is the head of a message (nachrichtenkopf.g2g).
type Kopf struct {
	Version  string // of the standard, such as 25.11a
	UUID     uuid.UUID
	Typ      Typ
	Erstellt time.Time
	Leser    Stelle
	Autor    Stelle
}

// Namensraum is the XML namespace of the release, such as
// http://www.osci.de/xmeld2511a.
func (k Kopf) Namensraum() string {
	return "http://www.osci.de/xmeld" + strings.ReplaceAll(k.Version, ".", "")
}

// Check finds what a head lacks: XMELD-01 version, 02 id, 03 kind, 04 time, 05 reader,
// 06 author.
func (k Kopf) Check() recht.Befunde {
	var found recht.Befunde
	if !isVersion(k.Version) {
		found.Add("XMELD-01", "/version", "not two digits, a dot, two digits and perhaps a letter")
	}
	if k.UUID == uuid.Nil {
		found.Add("XMELD-02", "/nachrichtenUUID", "missing")
	}
	if len(k.Typ) != 4 || !digits(string(k.Typ)) {
		found.Add("XMELD-03", "/nachrichtentyp/code", "not four digits")
	}
	if k.Erstellt.IsZero() {
		found.Add("XMELD-04", "/erstellungszeitpunkt", "missing")
	}
	k.Leser.check(&found, "XMELD-05", "/leser")
	k.Autor.check(&found, "XMELD-06", "/autor")
	return found
}

func (s Stelle) check(found *recht.Befunde, code, pointer string) {
	ags, ok := strings.CutPrefix(s.Kennung, "ags:")
	if _, err := kommune.ParseAGS(ags); !ok || err != nil {
		found.Add(code, pointer+"/kennung", "not ags: and the key of a municipality")
	}
	if s.Name == "" {
		found.Add(code, pointer+"/name", "missing")
	}
}

func isVersion(s string) bool {
	if len(s) == 6 && s[5] >= 'a' && s[5] <= 'z' {
		s = s[:5]
	}
	return len(s) == 5 && s[2] == '.' && digits(s[:2]) && digits(s[3:])
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// Nachricht is a message as an adapter made it. It prints nothing of its content.
type Nachricht struct {
	Kopf Kopf
	XML  []byte
}

// String tells kind and id.
func (n Nachricht) String() string { return "xmeld." + string(n.Kopf.Typ) + " " + n.Kopf.UUID.String() }

// GoString keeps %#v from printing personal data.
func (n Nachricht) GoString() string { return n.String() }

// Transport hands messages over by OSCI-Transport.
type Transport interface {
	// Send returns what the intermediary answered. The same UUID with the same
	// content is the same message. An error says nothing about whether it arrived: try
	// again.
	Send(ctx context.Context, nachricht Nachricht) (Quittung, error)
}

// Quittung is the result code of OSCI: four digits.
type Quittung string

// Befund is what a result code means: nothing for a success (0xxx), a warning (3xxx,
// it was taken), an error (9xxx). Any other code is an error too.
func (q Quittung) Befund() recht.Befunde {
	known := len(q) == 4 && digits(string(q))
	switch {
	case known && q[0] == '0':
		return nil
	case known && q[0] == '3':
		return recht.Befunde{{Code: "XMELD-08", Severity: recht.SeverityWarning, Detail: "taken, with the warning " + string(q)}}
	case known && q[0] == '9':
		return recht.Befunde{{Code: "XMELD-07", Detail: "refused with " + string(q)}}
	}
	return recht.Befunde{{Code: "XMELD-07", Detail: "a result that is not known"}}
}
