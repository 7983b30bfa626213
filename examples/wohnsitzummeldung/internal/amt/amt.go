// SPDX-License-Identifier: Apache-2.0

// Package amt knows the Meldebehörden that take part in the example: six real
// administrations of Thüringen, simulated.
package amt

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
)

// ErrUnbekannt says that no such authority takes part.
var ErrUnbekannt = errors.New("amt: authority does not take part")

// angebunden are the administrations that take part, by the key of their
// Verband; a Gemeinde that administers itself has one of its own.
var angebunden = []string{
	"160520000", // Gera
	"160530000", // Jena
	"160550000", // Weimar
	"160640046", // Mühlhausen/Thüringen
	"160615001", // VG Lindenberg/Eichsfeld
	"160635057", // Ruhla, erfüllende Gemeinde for Seebach
}

// Behoerde is a Meldebehörde that takes part.
type Behoerde struct {
	Traeger kommune.Traeger
	// Name as a person would say it: "Stadt Jena".
	Name string
}

// Schluessel is the key of the authority in applications and in the database.
func (b Behoerde) Schluessel() string { return b.Traeger.Verband.String() }

// Verzeichnis is the list of those who take part.
type Verzeichnis struct {
	gebiete   *kommune.Verzeichnis
	behoerden []Behoerde
}

// New looks the authorities up in the register of municipalities.
func New(gebiete *kommune.Verzeichnis) (*Verzeichnis, error) {
	v := &Verzeichnis{gebiete: gebiete}
	for _, s := range angebunden {
		key, err := kommune.ParseVerbandsschluessel(s)
		if err != nil {
			return nil, fmt.Errorf("amt: %w", err)
		}
		for g := range gebiete.Members(key) {
			traeger, err := gebiete.Traeger(g.AGS)
			if err != nil {
				return nil, fmt.Errorf("amt: %w", err)
			}
			v.behoerden = append(v.behoerden, Behoerde{Traeger: traeger, Name: Name(traeger)})
			break // every member has the same administration
		}
	}
	if len(v.behoerden) != len(angebunden) {
		return nil, fmt.Errorf("amt: %d of %d authorities found in the register", len(v.behoerden), len(angebunden))
	}
	return v, nil
}

// Name is how people call an administration: "Stadt Jena",
// "Verwaltungsgemeinschaft Lindenberg/Eichsfeld".
func Name(t kommune.Traeger) string {
	g := kommune.Gemeinde{Name: t.Name}
	switch {
	case t.Art == kommune.TraegerVerband:
		return t.Bezeichnung()
	case g.Zusatz() == "Stadt":
		return "Stadt " + g.Kurzname()
	case g.Zusatz() == "":
		return "Gemeinde " + g.Kurzname()
	default:
		return t.Name
	}
}

// Behoerden returns all that take part.
func (v *Verzeichnis) Behoerden() []Behoerde { return slices.Clone(v.behoerden) }

// Find returns the authority of a key.
func (v *Verzeichnis) Find(schluessel string) (Behoerde, error) {
	for _, b := range v.behoerden {
		if b.Schluessel() == schluessel {
			return b, nil
		}
	}
	return Behoerde{}, ErrUnbekannt
}

// Koepfe are the authorities as their desks and documents name them. The register knows
// the postcode of a Gemeinde's seat and no street.
func (v *Verzeichnis) Koepfe() map[string]od.Amtskopf {
	out := map[string]od.Amtskopf{}
	for _, b := range v.behoerden {
		ort := b.Traeger.Sitz
		if g, err := v.gebiete.Gemeinde(b.Traeger.AGS); err == nil {
			ort = strings.TrimSpace(g.PLZ + " " + g.Kurzname())
		}
		out[b.Schluessel()] = od.Amtskopf{
			Behoerde: bescheid.Behoerde{
				Stelle: bescheid.Stelle{Name: b.Name, Anschrift: []string{ort}, Sitz: b.Traeger.AGS}, Amt: "Meldebehörde", Schluessel: b.Schluessel(),
			},
			Zeichner:     bescheid.Zeichner{Name: "Beispiel", Zeichen: "Im Auftrag"},
			Rechtsbehelf: map[string]bescheid.Rechtsbehelf{"anmeldung": {Art: bescheid.RechtsbehelfWiderspruch, Zusage: bescheid.Zusage{Von: "Rechtsamt (erfunden)", Am: datum.MustParse("2026-11-01")}}},
		}
	}
	return out
}

// Index says which authority is responsible for some services in which Gemeinde.
func (v *Verzeichnis) Index(leistungen ...leistung.Schluessel) (*zustaendigkeit.Index, error) {
	index := zustaendigkeit.NewIndex()
	return index, index.Update(func(a *zustaendigkeit.Aenderung) {
		for _, b := range v.behoerden {
			a.PutStelle(zustaendigkeit.Stelle{ID: b.Schluessel(), Art: zustaendigkeit.Behoerde, Name: b.Name})
		}
		for _, g := range v.Gemeinden() {
			for _, l := range leistungen {
				a.Put(zustaendigkeit.Zustaendigkeit{Leistung: l, Gebiete: []kommune.ARS{g.ARS}, Stelle: g.Verband().String()})
			}
		}
	})
}

// Gemeinden are those whose administration takes part.
func (v *Verzeichnis) Gemeinden() (out []kommune.Gemeinde) {
	for _, b := range v.behoerden {
		for g := range v.gebiete.Members(b.Traeger.Verband) {
			out = append(out, g)
		}
	}
	return out
}
