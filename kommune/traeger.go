// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"iter"
	"maps"
	"slices"
	"strings"
)

// Traegerart says which kind of body administers a Gemeinde.
type Traegerart string

// The cases of the register.
const (
	// TraegerGemeinde: the Gemeinde itself.
	TraegerGemeinde Traegerart = "gemeinde"
	// TraegerVerband: a Verband with an administration of its own (Amt,
	// Samtgemeinde, Verbandsgemeinde, Verwaltungsgemeinschaft …).
	TraegerVerband Traegerart = "verband"
	// TraegerErfuellendeGemeinde: another Gemeinde, or the same one, that
	// does the work for a group (erfüllende Gemeinde).
	TraegerErfuellendeGemeinde Traegerart = "erfuellende-gemeinde"
	// TraegerKeiner: a gemeindefreies Gebiet. The register names no
	// administration for it.
	TraegerKeiner Traegerart = "keiner"
)

// Traeger is the administration that acts for a Gemeinde. Two Gemeinden have
// the same Traeger if and only if the values are equal.
//
// The register knows one Verband a Gemeinde and not its tasks: which duties
// passed to it is a matter of the law of the Land. Where a
// Verwaltungsgemeinschaft of Baden-Württemberg ("VVG der Stadt Engen") or of
// Sachsen has no administration of its own, the register does not say which
// member does the work; Sitz names the place.
type Traeger struct {
	Art Traegerart `json:"art"`
	// Name as the register writes it: of the Gemeinde ("Jena, Stadt"), of
	// the Verband ("Lindenberg/Eichsfeld"), of the erfüllende Gemeinde
	// ("Ruhla, Stadt").
	Name string `json:"name"`
	// Sitz is the place of the administration.
	Sitz string `json:"sitz,omitzero"`
	// Verband is the key of the Verband, of the group, or of the entry the
	// Gemeinde has of its own. It identifies the Traeger.
	Verband Verbandsschluessel `json:"verband"`
	// Verbandsart is the register's kind of that entry.
	Verbandsart Verbandsart `json:"verbandsart"`
	// AGS is the Gemeinde that acts; zero where none does.
	AGS AGS `json:"ags,omitzero"`
}

// Bezeichnung returns the name with the kind of body before it:
// "Verwaltungsgemeinschaft Lindenberg/Eichsfeld".
func (t Traeger) Bezeichnung() string {
	if t.Art != TraegerVerband || strings.HasPrefix(t.Name, "VVG ") || strings.HasPrefix(t.Name, "GVV ") {
		return t.Name
	}
	name := strings.TrimSuffix(t.Name, " (VGem)")
	if strings.HasPrefix(name, t.Verbandsart.String()) {
		return name
	}
	return t.Verbandsart.String() + " " + name
}

// Traeger returns the administration that acts for a Gemeinde: itself, the
// Verband it belongs to, or the erfüllende Gemeinde of its group.
func (v *Verzeichnis) Traeger(key AGS) (Traeger, error) {
	gemeinde, err := v.Gemeinde(key)
	if err != nil {
		return Traeger{}, err
	}
	return v.traegerOf(gemeinde)
}

func (v *Verzeichnis) traegerOf(gemeinde Gemeinde) (Traeger, error) {
	verband, err := v.Verband(gemeinde.Verband())
	if err != nil {
		return Traeger{}, err
	}
	traeger := Traeger{
		Art: TraegerVerband, Name: verband.Name, Sitz: verband.Sitz,
		Verband: verband.Schluessel, Verbandsart: verband.Art,
	}
	switch {
	case gemeinde.Gemeindefrei():
		traeger.Art, traeger.Name = TraegerKeiner, gemeinde.Name
	case verband.Art == VerbandsfreieGemeinde:
		traeger.Art = TraegerGemeinde
		traeger.Name, traeger.Sitz, traeger.AGS = gemeinde.Name, gemeinde.Kurzname(), gemeinde.AGS
	case verband.Art == GruppeErfuellendeGemeinde:
		traeger.Art = TraegerErfuellendeGemeinde
		if acting, ok := v.actingMember(verband); ok {
			traeger.Name, traeger.AGS = acting.Name, acting.AGS
		}
	}
	return traeger, nil
}

// TraegerIn iterates over the administrations of a Kreis, each once, in the
// order of their keys; gemeindefreie Gebiete have none.
func (v *Verzeichnis) TraegerIn(kreis Kreisschluessel) iter.Seq[Traeger] {
	return v.traegerEach(v.GemeindenIn(kreis))
}

// TraegerOf iterates over the administrations of a Land, each once, in the
// order of their keys; gemeindefreie Gebiete have none.
func (v *Verzeichnis) TraegerOf(land Land) iter.Seq[Traeger] {
	return v.traegerEach(v.GemeindenOf(land))
}

func (v *Verzeichnis) traegerEach(gemeinden iter.Seq[Gemeinde]) iter.Seq[Traeger] {
	return func(yield func(Traeger) bool) {
		first := make(map[Verbandsschluessel]Gemeinde)
		for gemeinde := range gemeinden {
			if _, seen := first[gemeinde.Verband()]; !seen && !gemeinde.Gemeindefrei() {
				first[gemeinde.Verband()] = gemeinde
			}
		}
		for _, verband := range slices.SortedFunc(maps.Keys(first), Verbandsschluessel.Compare) {
			traeger, err := v.traegerOf(first[verband])
			if err != nil {
				panic(err) // NewVerzeichnis lets no Gemeinde in without its Verband
			}
			if !yield(traeger) {
				return
			}
		}
	}
}

// actingMember finds the erfüllende Gemeinde of a group. The register names
// the group after it, in some editions with "EG " before it; the status words
// may differ. Where not exactly one member has the name, none is told.
func (v *Verzeichnis) actingMember(group Verband) (acting Gemeinde, ok bool) {
	name := strings.TrimPrefix(Gemeinde{Name: group.Name}.Kurzname(), "EG ")
	found := 0
	for member := range v.Members(group.Schluessel) {
		if member.Kurzname() == name {
			acting = member
			found++
		}
	}
	return acting, found == 1
}
