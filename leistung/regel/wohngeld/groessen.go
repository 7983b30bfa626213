// SPDX-License-Identifier: Apache-2.0

package wohngeld

import (
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// MaxMitglieder bounds a household.
const MaxMitglieder = 50

// Groessen are what the amount hangs on (§ 4 WoGG): number of members, rent, and
// income of all. They are the input of [Formel], for those who have the sums
// already; [Regeln] starts from the household.
type Groessen struct {
	Mitglieder      int         `json:"mitglieder"`      // § 5: all who live in the household
	Ausgeschlossen  int         `json:"ausgeschlossen"`  // §§ 7, 8: of these, who is not counted
	Stufe           Mietenstufe `json:"stufe"`           // of the Gemeinde on the day
	Miete           Cent        `json:"miete"`           // a month, before caps and shares (§ 11 Abs. 2 done)
	Gesamteinkommen Cent        `json:"gesamteinkommen"` // a year (§ 13 before its division by twelve)
}

// Check returns what is wrong with the numbers.
func (g *Groessen) Check() recht.Befunde {
	var bs recht.Befunde
	if g.Mitglieder < 1 || g.Mitglieder > MaxMitglieder {
		bs = append(bs, befund("WOHNGELD-MITGLIEDER", "/mitglieder", "§ 5 WoGG", "Die Zahl der Haushaltsmitglieder muss 1 bis 50 sein.", "The number of household members must be 1 to 50."))
	}
	if g.Ausgeschlossen < 0 || g.Ausgeschlossen > g.Mitglieder {
		bs = append(bs, befund("WOHNGELD-AUSGESCHLOSSEN", "/ausgeschlossen", "§ 7 WoGG", "Es können höchstens alle Mitglieder ausgeschlossen sein.", "At most all members can be excluded."))
	}
	if !g.Stufe.IsValid() {
		bs = append(bs, befund("WOHNGELD-STUFE", "/stufe", "§ 12 Abs. 2 WoGG", "Die Mietenstufe muss I bis VII sein.", "The Mietenstufe must be I to VII."))
	}
	if g.Miete < 0 || g.Miete > MaxBetrag {
		bs = append(bs, betragBefund("/miete"))
	}
	if g.Gesamteinkommen < 0 || g.Gesamteinkommen > MaxBetrag {
		bs = append(bs, betragBefund("/gesamteinkommen"))
	}
	return bs
}

func befund(code, pointer, norm, german, english string) recht.Befund {
	return recht.Befund{Code: code, Pointer: pointer, Normen: recht.MustParseNormen(norm), Text: recht.NewText(german, english)}
}

func betragBefund(pointer string) recht.Befund {
	return befund("WOHNGELD-BETRAG", pointer, "", "Der Betrag muss zwischen 0 und 10 Millionen Euro liegen.", "The amount must be between 0 and 10 million euro.")
}
