// SPDX-License-Identifier: Apache-2.0

package leistung

import (
	"cmp"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Reifegradmodell is an edition of the scale on which the digital maturity of a
// service is stated. A level means nothing without it.
type Reifegradmodell string

// The editions.
const (
	Reifegradmodell11 Reifegradmodell = "1.1" // June 2020, levels 0 to 4, ten criteria
	Reifegradmodell20 Reifegradmodell = "2.0" // July 2025, levels 0 to 7, thirteen criteria
)

// ErrReifegrad reports a level or an edition that does not exist.
var ErrReifegrad = errors.New("leistung: not a Reifegrad")

// hoechste is the highest level of the edition, or -1.
func (m Reifegradmodell) hoechste() int {
	switch m {
	case Reifegradmodell11:
		return 4
	case Reifegradmodell20:
		return 7
	default:
		return -1
	}
}

// Reifegrad is the digital maturity of a service in one edition of the model.
// The zero value is none.
type Reifegrad struct {
	modell Reifegradmodell
	stufe  int
}

// NewReifegrad returns the level of the edition.
func NewReifegrad(modell Reifegradmodell, stufe int) (Reifegrad, error) {
	if stufe < 0 || stufe > modell.hoechste() {
		return Reifegrad{}, ErrReifegrad
	}
	return Reifegrad{modell, stufe}, nil
}

// Modell returns the edition.
func (r Reifegrad) Modell() Reifegradmodell { return r.modell }

// Stufe returns the level.
func (r Reifegrad) Stufe() int { return r.stufe }

// IsZero reports whether there is none.
func (r Reifegrad) IsZero() bool { return r.modell == "" }

// String names edition and level.
func (r Reifegrad) String() string {
	if r.IsZero() {
		return ""
	}
	return fmt.Sprintf("Reifegrad %d (Modell %s)", r.stufe, r.modell)
}

// ParseReifegrad reads what [Reifegrad.MarshalText] writes: the edition, a colon
// and the level, "1.1:3". The error is [ErrReifegrad].
func ParseReifegrad(s string) (Reifegrad, error) {
	modell, stufe, ok := strings.Cut(s, ":")
	if !ok || len(stufe) != 1 || stufe[0] < '0' || stufe[0] > '9' {
		return Reifegrad{}, ErrReifegrad
	}
	return NewReifegrad(Reifegradmodell(modell), int(stufe[0]-'0'))
}

// AppendText appends edition and level; the zero value appends nothing.
func (r Reifegrad) AppendText(b []byte) ([]byte, error) {
	if r.IsZero() {
		return b, nil
	}
	return fmt.Appendf(b, "%s:%d", r.modell, r.stufe), nil
}

// MarshalText returns the level with its edition, "1.1:3", so that neither is
// stored without the other; use omitzero for an optional one.
func (r Reifegrad) MarshalText() ([]byte, error) { return r.AppendText(nil) }

// UnmarshalText reads what MarshalText writes; empty text is the zero value.
func (r *Reifegrad) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*r = Reifegrad{}
		return nil
	}
	*r, err = ParseReifegrad(string(b))
	return err
}

// Value stores the text. The zero value is an error: an optional column is a
// sql.Null[Reifegrad].
func (r Reifegrad) Value() (driver.Value, error) {
	if r.IsZero() {
		return nil, fmt.Errorf("%w: the zero value cannot be stored", ErrReifegrad)
	}
	text, err := r.MarshalText()
	return string(text), err
}

// Scan reads what Value stores. NULL and empty text are errors.
func (r *Reifegrad) Scan(src any) (err error) {
	text, ok := src.(string)
	if b, isBytes := src.([]byte); isBytes {
		text, ok = string(b), true
	}
	if !ok {
		return fmt.Errorf("%w: cannot read a %T", ErrReifegrad, src)
	}
	*r, err = ParseReifegrad(text)
	return err
}

var stufen11 = [...]string{"Offline", "Information", "Formular-Assistent", "Online-Leistung", "Online-Transaktion"}

// Bezeichnung returns the name of a level of 1.1, and what its part of the scale
// is about for 2.0, where single names are not confirmed here.
func (r Reifegrad) Bezeichnung() string {
	switch {
	case r.modell == Reifegradmodell11:
		return stufen11[r.stufe]
	case r.modell != Reifegradmodell20:
		return ""
	case r.stufe <= 3:
		return "Frontend-Digitalisierung"
	case r.stufe <= 6:
		return "Prozessorientierung und Datenzentrierung"
	default:
		return "Ende-zu-Ende-Digitalisierung"
	}
}

// Erreicht reports whether r is at least the level. Levels of two editions
// cannot be compared: then it is false.
func (r Reifegrad) Erreicht(stufe Reifegrad) bool {
	return !r.IsZero() && r.modell == stufe.modell && r.stufe >= stufe.stufe
}

// Kriterium is one criterion with the level that it alone would allow.
type Kriterium struct {
	Code  string
	Name  string
	Stufe int
	Warum string // German
}

// Bewertung is a level and how it came about.
type Bewertung struct {
	Reifegrad   Reifegrad
	Kriterien   []Kriterium
	Massgebende []Kriterium // the weakest, which decide
}

// Bewerte takes the level of the weakest criterion. The criteria are the
// caller's: those of the official list, or of [Onlineumfang.Kriterien].
func Bewerte(modell Reifegradmodell, kriterien []Kriterium) (Bewertung, error) {
	if len(kriterien) == 0 {
		return Bewertung{}, fmt.Errorf("%w: no criteria", ErrReifegrad)
	}
	for _, k := range kriterien {
		if k.Stufe < 0 || k.Stufe > modell.hoechste() {
			return Bewertung{}, fmt.Errorf("%w: criterion %s has a level outside the model", ErrReifegrad, k.Code)
		}
	}
	weakest := slices.MinFunc(kriterien, func(a, b Kriterium) int { return cmp.Compare(a.Stufe, b.Stufe) }).Stufe
	b := Bewertung{Reifegrad: Reifegrad{modell, weakest}, Kriterien: slices.Clone(kriterien)}
	for _, k := range kriterien {
		if k.Stufe == weakest {
			b.Massgebende = append(b.Massgebende, k)
		}
	}
	return b, nil
}

// Nachweisweg is how documents that the service needs get to the authority.
type Nachweisweg string

// The ways.
const (
	NachweiseKeine    Nachweisweg = "keine"     // none are needed
	NachweisePapier   Nachweisweg = "papier"    // at least one on paper
	NachweiseUpload   Nachweisweg = "upload"    // the person sends all of them online
	NachweiseOnceOnly Nachweisweg = "once-only" // fetched where they are kept
)

// Onlineumfang says what can be done online with a service. The zero value is a
// service that is not online at all.
type Onlineumfang struct {
	Information     bool        `json:"information"`     // it is described on the web
	FormularHilfe   bool        `json:"formularHilfe"`   // help to fill in the form
	OnlineAntrag    bool        `json:"onlineAntrag"`    // it can be applied for online
	AnmeldungVorOrt bool        `json:"anmeldungVorOrt"` // identity must be proven at a desk or by post
	Nachweise       Nachweisweg `json:"nachweise"`       // empty counts as paper
	BescheidDigital bool        `json:"bescheidDigital"` // the decision comes online to who wants that
	Medienbruchfrei bool        `json:"medienbruchfrei"` // nothing at all needs paper, payment included
}

// Kriterien returns what the description of the levels of 1.1 says of such a
// service, criterion by criterion. It is this package's reading of the published
// levels, not the official list of ten criteria.
func (o Onlineumfang) Kriterien() []Kriterium {
	const voll = 4
	level := func(ok bool, otherwise int) int {
		if ok {
			return voll
		}
		return otherwise
	}
	antrag := Kriterium{"REIFEGRAD-02", "Antrag", voll, "online zu stellen"}
	switch {
	case o.OnlineAntrag:
	case o.FormularHilfe:
		antrag.Stufe, antrag.Warum = 2, "nur Hilfe beim Ausfüllen"
	default:
		antrag.Stufe, antrag.Warum = 1, "kein Formular online"
	}
	nachweise := Kriterium{"REIFEGRAD-04", "Nachweise", 2, "mindestens einer auf Papier"}
	switch o.Nachweise {
	case NachweiseKeine:
		nachweise.Stufe, nachweise.Warum = voll, "keine nötig"
	case NachweiseUpload:
		nachweise.Stufe, nachweise.Warum = 3, "die Person lädt sie hoch"
	case NachweiseOnceOnly:
		nachweise.Stufe, nachweise.Warum = voll, "werden abgerufen, wo sie vorliegen"
	case NachweisePapier:
	}
	return []Kriterium{
		{"REIFEGRAD-01", "Information", level(o.Information, 0), ja(o.Information, "im Netz beschrieben")},
		antrag,
		{"REIFEGRAD-03", "Authentifizierung", level(!o.AnmeldungVorOrt, 2), ja(!o.AnmeldungVorOrt, "online möglich")},
		nachweise,
		{"REIFEGRAD-05", "Bescheid", level(o.BescheidDigital, 2), ja(o.BescheidDigital, "digital zugestellt, wenn gewünscht")},
		{"REIFEGRAD-06", "Abwicklung", level(o.Medienbruchfrei, 3), ja(o.Medienbruchfrei, "vollständig digital")},
	}
}

func ja(ok bool, was string) string {
	if ok {
		return was
	}
	return "nicht " + was
}

// Reifegrad rates the service by [Onlineumfang.Kriterien] in the model 1.1.
func (o Onlineumfang) Reifegrad() Bewertung {
	b, err := Bewerte(Reifegradmodell11, o.Kriterien())
	if err != nil {
		panic(err) // impossible: the criteria are those above
	}
	return b
}

// BuendelOnline reports whether a bundle counts as online: at least one of its
// members has reached level 2 of the model 1.1.
func BuendelOnline(mitglieder ...Reifegrad) bool {
	return slices.ContainsFunc(mitglieder, func(r Reifegrad) bool {
		return r.Erreicht(Reifegrad{Reifegradmodell11, 2})
	})
}
