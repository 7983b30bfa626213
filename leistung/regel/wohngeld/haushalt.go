// SPDX-License-Identifier: Apache-2.0

package wohngeld

import (
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
