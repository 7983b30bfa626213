// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/formular"
)

// Dritte is somebody else who states something for the person: a [Bescheinigung].
type Dritte[A any] interface {
	fertig(add func(where, format string, args ...any)) bescheinigung
	von(*A) // ties it to the service; never called
}

// Bescheinigung is what somebody else certifies for the person, as a landlord the rent
// and an employer the wages: a struct C, whose fields are asked as the questions of the
// service are. The person asks for it and passes the link on; whoever has the link sees
// what they are asked and of whom, and nothing else. What comes is shown to the person
// first. Taken over it stands beside what they wrote, with its origin, and is delivered
// as a [Belegt]; they may as well do without it. What comes after the application was
// handed in lies with the case at the desk.
//
// A link is good for one answer. It ends after Tage days, when the person takes it back,
// and with the case.
type Bescheinigung[A, C any] struct {
	Name  string     // in addresses, stored: short, stable, lower case
	Titel recht.Text // "Bescheinigung über die Miete"
	Von   recht.Text // who certifies: "Ihr Vermieter"
	Frage recht.Text // the very text that they read above the questions
	Norm  recht.Norm // that such a statement rests on
	// Zeigt are the only answers that they see: as few as they need to know whom and what
	// it is about. They are shown as they were when the person asked. Where one is still
	// empty nobody can be asked yet.
	Zeigt func(a A, fuer string) []Gezeigt
	// Fuer are those for whom it may be asked; what is chosen stands in what is certified
	// as "fuer". Nil: it is about the case.
	Fuer   func(A) []Wert[string]
	Fragen []Element[C]
	// Fuellt are the answers that it fills, by pointers into what is certified: "/kalt",
	// "/fuer", and "" for all of it as a row.
	Fuellt []Uebernahme[A]
	// Tage is how many days there are for the answer, and Vorher how many before the last
	// the person is reminded that none has come.
	Tage, Vorher int
}

// Gezeigt is one thing that whoever certifies is told. It prints without its value.
type Gezeigt struct {
	Titel recht.Text `json:"titel"`
	Wert  string     `json:"wert"`
}

// String tells what it is, and not of whom.
func (g Gezeigt) String() string { return g.Titel.String() }

// GoString keeps %#v from printing personal data.
func (g Gezeigt) GoString() string { return g.String() }

func (Bescheinigung[A, C]) von(*A) {}

// mitFuer is the member of what is certified that says for whom.
const mitFuer = "fuer"

// bescheinigung is a Bescheinigung of whatever answers.
type bescheinigung struct {
	name              string
	titel, von, frage recht.Text
	norm              recht.Norm
	form              dienst // asks who certifies
	zeigt             func(angaben any, fuer string) []Gezeigt
	fuer              func(angaben any) []formular.Eintrag // nil: it is about the case
	fuellt            []uebernahme
	tage, vorher      int
}

func (b Bescheinigung[A, C]) fertig(add func(where, format string, args ...any)) bescheinigung {
	where := "/bescheinigungen/" + b.Name
	out := bescheinigung{name: b.Name, titel: b.Titel, von: b.Von, frage: b.Frage, norm: b.Norm, fuellt: uebernahmen(b.Fuellt), tage: b.Tage, vorher: b.Vorher}
	page := Zeige("bescheinigung", b.Fragen...).Titled(b.Titel, recht.Text{})
	k := compile(Dienst[C, struct{}]{Name: b.Name, Fassung: "1", Titel: b.Titel, Grundlage: recht.Normen{b.Norm}, Seiten: []Seite[C]{page}}, add)
	for path, m := range k.merkmale {
		if m.suche != nil || k.elemente[path].Typ == formular.TypDatei || m.werte != nil || m.ergibt != nil {
			add(where, "asks for files, something computed, or a choice that only the service knows")
		}
	}
	if _, taken := k.elemente[mitFuer]; taken {
		add(where, "asks for %q, which the kit states", mitFuer)
	}
	for _, e := range k.elemente {
		if e.Typ == formular.TypGruppe {
			add(where, "asks for groups or rows")
		}
	}
	if k.form != nil {
		out.form = laufend[C, struct{}]{kern: k, kommunen: Ueberall[struct{}]{}}
	}
	if b.Zeigt != nil {
		out.zeigt = func(angaben any, fuer string) []Gezeigt {
			a, _ := angaben.(A)
			return b.Zeigt(a, fuer)
		}
	}
	if b.Fuer != nil {
		out.fuer = func(angaben any) []formular.Eintrag {
			a, _ := angaben.(A)
			return eintraege(b.Fuer(a))
		}
	}
	return out
}

// bescheinigungen are what others may certify.
func (d *Dienst[A, P]) bescheinigungen(add func(where, format string, args ...any)) (out []bescheinigung) {
	for _, b := range d.Bescheinigungen {
		out = append(out, b.fertig(add))
	}
	return out
}

// checkBescheinigungen finds what is wrong with them.
func (d *Dienst[A, P]) checkBescheinigungen(k *kern[A, P], add func(where, format string, args ...any)) {
	names := map[string]bool{}
	for _, b := range d.bescheinigungen(add) {
		where := "/bescheinigungen/" + b.name
		if !short(b.name) || names[b.name] {
			add(where, "its name is none, or stands there twice")
		}
		names[b.name] = true
		for _, t := range []recht.Text{b.titel, b.von, b.frage} {
			if _, english := t.Lookup(recht.Englisch); !english {
				add(where, "has no text, or none in English")
			}
		}
		if b.norm.IsZero() || b.zeigt == nil || len(b.fuellt) == 0 || b.tage < 1 || b.vorher < 0 || b.vorher >= b.tage {
			add(where, "has no norm or days, tells or fills nothing, or reminds before it is asked")
		}
		for _, u := range b.fuellt {
			k.fills(where, u, false, add)
		}
	}
	if len(names) > 0 && d.Verfahren != nil {
		add("/bescheinigungen", "a case under a procedure has no place for certificates")
	}
}

// document is what was certified, with for whom.
func (b *bescheinigung) document(data []byte, fuer string) ([]byte, error) {
	if b.fuer == nil {
		return data, nil
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(data, &members) != nil {
		return nil, errors.New("onlinedienst: a certificate is no object")
	}
	whom, err := json.Marshal(fuer)
	if err != nil {
		return nil, fmt.Errorf("onlinedienst: a certificate: %w", err)
	}
	members[mitFuer] = whom
	return json.Marshal(members)
}

// bescheinigungOf is the certificate of a name, nil where the service has none such.
func bescheinigungOf(d dienst, name string) *bescheinigung {
	for _, b := range d.bescheinigungen() {
		if b.name == name {
			return &b
		}
	}
	return nil
}
