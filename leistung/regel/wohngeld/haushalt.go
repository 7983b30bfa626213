// SPDX-License-Identifier: Apache-2.0

package wohngeld

import (
	"strconv"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Haushalt holds the facts of a household, as they are expected at the day of
// application (§ 24 Abs. 2 WoGG). Persons are known by their place in the list
// and never by name.
type Haushalt struct {
	Zuschuss Zuschuss    `json:"zuschuss"`
	Gemeinde kommune.AGS `json:"gemeinde,omitzero"`
	// Personen are all household members in the sense of § 5, the excluded ones
	// included, and no flatmate.
	Personen []Person `json:"personen"`
	// Verstorbene are members who died within twelve months and still count (§ 6
	// Abs. 2).
	Verstorbene int     `json:"verstorbene,omitzero"`
	Miete       Miete   `json:"miete,omitzero"` // for ZuschussMiete
	Last        Last    `json:"last,omitzero"`  // for ZuschussLast
	Abzuege     Abzuege `json:"abzuege,omitzero"`
	// Alleinerziehend: one member lives only with children, of whom one is under
	// 18 and has Kindergeld (§ 17 Nr. 3).
	Alleinerziehend bool `json:"alleinerziehend,omitzero"`
	// Vermoegen of all counted members; a great one is for a person to judge.
	Vermoegen Cent `json:"vermoegen,omitzero"`
	// Bedarf is what the authority thinks the household needs a month; 0 is no
	// comparison with its income.
	Bedarf Cent `json:"bedarf,omitzero"`
}

// Zuschuss is the kind of Wohngeld. The zero value is "not set".
type Zuschuss string

// The kinds.
const (
	ZuschussMiete Zuschuss = "mietzuschuss"   // tenants, residents of a home
	ZuschussLast  Zuschuss = "lastenzuschuss" // owners who live in their own
)

const (
	maxEinnahmen = 50
	maxUnterhalt = 20
)

// Check returns everything that is missing or contradicts itself.
func (h *Haushalt) Check() recht.Befunde {
	var bs recht.Befunde
	add := func(b recht.Befund) { bs = append(bs, b) }
	switch {
	case h.Zuschuss != ZuschussMiete && h.Zuschuss != ZuschussLast:
		add(befund("WOHNGELD-ZUSCHUSS", "/zuschuss", "§ 3 WoGG", "Die Art des Wohngeldes fehlt.", "The kind of Wohngeld is missing."))
	case h.Zuschuss == ZuschussMiete && h.Last != (Last{}), h.Zuschuss == ZuschussLast && h.Miete != (Miete{}):
		add(befund("WOHNGELD-MIETE-ODER-LAST", "/zuschuss", "§ 3 WoGG", "Es kann nur Miete oder nur Belastung angegeben werden.", "There can be only rent or only burden."))
	}
	if h.Gemeinde.IsZero() {
		add(befund("WOHNGELD-GEMEINDE", "/gemeinde", "§ 12 Abs. 2 WoGG", "Die Gemeinde der Wohnung fehlt.", "The Gemeinde of the dwelling is missing."))
	}
	if n := len(h.Personen) + h.Verstorbene; len(h.Personen) == 0 || h.Verstorbene < 0 || h.Verstorbene > MaxMitglieder || n > MaxMitglieder {
		add(befund("WOHNGELD-MITGLIEDER", "/personen", "§ 5 WoGG", "Die Zahl der Haushaltsmitglieder muss 1 bis 50 sein.", "The number of household members must be 1 to 50."))
	}
	for i := range h.Personen[:min(len(h.Personen), MaxMitglieder)] {
		h.Personen[i].check(i, add)
	}
	h.Miete.check(add)
	h.Last.check(add)
	h.Abzuege.check(add)
	checkBetrag(h.Vermoegen, "/vermoegen", add)
	checkBetrag(h.Bedarf, "/bedarf", add)
	return bs
}

func checkBetrag(c Cent, pointer string, add func(recht.Befund)) {
	if c < 0 || c > MaxBetrag {
		add(betragBefund(pointer))
	}
}

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
