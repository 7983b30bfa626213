// SPDX-License-Identifier: Apache-2.0

package wohngeld

import (
	"strconv"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Person is a household member.
type Person struct {
	// Leistungen are benefits that may exclude the person (§ 7).
	Leistungen []Leistung `json:"leistungen,omitempty"`
	Einnahmen  []Einnahme `json:"einnahmen,omitempty"`
	// What is expected to be paid in the period (§ 16): income tax, health and
	// care insurance, pension insurance; each ten percent of this person's income.
	Steuer  bool `json:"steuer,omitzero"`
	Kranken bool `json:"kranken,omitzero"`
	Rente   bool `json:"rente,omitzero"`
	// GdB is the degree of disability, 0 to 100; Pflege says that the person needs
	// care and is cared for at home, part-time or for a short time (§ 17 Nr. 1).
	GdB    int  `json:"gdb,omitzero"`
	Pflege bool `json:"pflege,omitzero"`
	// Verfolgt: persecuted by the Nazi regime (§ 17 Nr. 2).
	Verfolgt bool `json:"verfolgt,omitzero"`
	// KindUnter25: child of a member, under 25 (§ 17 Nr. 4).
	KindUnter25 bool       `json:"kindUnter25,omitzero"`
	Grundrente  Grundrente `json:"grundrente,omitzero"`
	// Unterhalt is maintenance that is expected to be paid (§ 18).
	Unterhalt []Unterhalt `json:"unterhalt,omitempty"`
	// Ausbildung: entitled in principle to BAföG, BAB or Ausbildungsgeld that is
	// not only a loan (§ 20 Abs. 2).
	Ausbildung bool `json:"ausbildung,omitzero"`
}

// Grundrente says what is known of 33 years of Grundrentenzeiten. The zero value
// is "not, or not stated".
type Grundrente string

// What may be known.
const (
	GrundrenteAngegeben  Grundrente = "angegeben"  // by the person only: no allowance yet (§ 17a Abs. 3)
	GrundrenteMitgeteilt Grundrente = "mitgeteilt" // by the pension insurer
)

func (p *Person) check(i int, add func(recht.Befund)) {
	at := func(rest string) string { return "/personen/" + strconv.Itoa(i) + rest }
	if p.GdB < 0 || p.GdB > 100 {
		add(befund("WOHNGELD-GDB", at("/gdb"), "§ 17 Nr. 1 WoGG", "Der Grad der Behinderung muss 0 bis 100 sein.", "The degree of disability must be 0 to 100."))
	}
	switch p.Grundrente {
	case "", GrundrenteAngegeben, GrundrenteMitgeteilt:
	default:
		add(befund("WOHNGELD-GRUNDRENTE", at("/grundrente"), "§ 17a WoGG", "Diese Angabe ist nicht bekannt.", "This statement is not known."))
	}
	if len(p.Einnahmen) > maxEinnahmen || len(p.Unterhalt) > maxUnterhalt || len(p.Leistungen) > maxUnterhalt {
		add(befund("WOHNGELD-ZU-VIELE", at(""), "", "Das sind zu viele Einträge.", "These are too many entries."))
		return
	}
	for j := range p.Einnahmen {
		p.Einnahmen[j].check(func(rest string) string { return at("/einnahmen/" + strconv.Itoa(j) + rest) }, add)
	}
	for j := range p.Unterhalt {
		u := &p.Unterhalt[j]
		if u.Art == 0 || int(u.Art) >= len(unterhaltNames) {
			add(befund("WOHNGELD-UNTERHALT", at("/unterhalt/"+strconv.Itoa(j)+"/art"), "§ 18 WoGG", "Die Art des Unterhalts fehlt.", "The kind of maintenance is missing."))
		}
		if u.Betrag < 0 || u.Betrag > MaxBetrag || u.Titel < 0 || u.Titel > MaxBetrag {
			add(betragBefund(at("/unterhalt/" + strconv.Itoa(j))))
		}
	}
	for j := range p.Leistungen {
		if l := &p.Leistungen[j]; l.Art == 0 || int(l.Art) >= len(leistungNames) {
			add(befund("WOHNGELD-LEISTUNG", at("/leistungen/"+strconv.Itoa(j)+"/art"), "§ 7 WoGG", "Die Art der Leistung fehlt.", "The kind of benefit is missing."))
		}
	}
}
