// SPDX-License-Identifier: Apache-2.0

package wohngeld

import "github.com/deutschland-stack/bausteine/kommune/recht"

// Einnahme is one income of a person, as expected in the period (§ 15).
type Einnahme struct {
	Art Einnahmeart `json:"art"`
	// Betrag is the amount a year before any deduction: gross wages, full pension,
	// profit. Only profit and rents may be negative.
	Betrag Cent `json:"betrag"`
	// Werbungskosten are expenses shown, a year; the flat amount of the law takes
	// their place where it is higher.
	Werbungskosten Cent `json:"werbungskosten,omitzero"`
	// Monate of receipt within the twelve, for Elterngeld only.
	Monate int `json:"monate,omitzero"`
}

// Einnahmeart is a kind of income. The zero value is "not set".
type Einnahmeart uint8

// The kinds of income. Where nothing else is said the full amount counts.
const (
	EinnahmeLohn                Einnahmeart = iota + 1 // less expenses, at least the flat amount of § 9a EStG
	EinnahmeMinijob                                    // taxed at a flat rate (§ 40a EStG): less expenses shown only
	EinnahmeRente                                      // of the statutory insurance, in full; less 102 euro
	EinnahmeVersorgung                                 // pension of officials, in full; less 102 euro
	EinnahmeAktivrente                                 // tax-free wages of § 3 Nr. 21 EStG, from 2026
	EinnahmeZuschlaege                                 // tax-free supplements for Sundays, holidays, nights
	EinnahmeGewerbe                                    // profit
	EinnahmeSelbststaendig                             // profit
	EinnahmeLandForst                                  // profit
	EinnahmeVermietung                                 // surplus
	EinnahmeSonstige                                   // § 22 EStG
	EinnahmeKapital                                    // gross, § 14 Abs. 2 Nr. 15
	EinnahmeLohnersatz                                 // ALG I, Kranken-, Mutterschafts-, Kurzarbeitergeld
	EinnahmeElterngeld                                 // less 300 euro for each month
	EinnahmeElterngeldPlus                             // less 150 euro for each month
	EinnahmeUnterhalt                                  // received
	EinnahmeUnterhaltPflege                            // for a carer: 6,540 euro free
	EinnahmeZuwendung                                  // of third parties not primarily liable: 480 euro free
	EinnahmeUnterhaltsvorschuss                        // of the child
	EinnahmeMiethilfe                                  // others' help for the rent
	EinnahmeAusbildungshilfe                           // grant part of BAföG, BAB, scholarships: half
	EinnahmePflegekind                                 // foster-care rates: half
	EinnahmeSozialleistung                             // benefits of § 7 without housing costs
	EinnahmeWeitere                                    // other income of § 14 Abs. 2
	EinnahmeNichtGezaehlt                              // Kindergeld, Pflegegeld, Kinderzuschlag, subtenants: not in the list
)

var einnahmeNames = [...]string{
	EinnahmeLohn: "lohn", EinnahmeMinijob: "minijob_pauschal", EinnahmeRente: "rente", EinnahmeVersorgung: "versorgung",
	EinnahmeAktivrente: "aktivrente", EinnahmeZuschlaege: "zuschlaege", EinnahmeGewerbe: "gewerbe", EinnahmeSelbststaendig: "selbststaendig",
	EinnahmeLandForst: "land_forst", EinnahmeVermietung: "vermietung", EinnahmeSonstige: "sonstige", EinnahmeKapital: "kapital",
	EinnahmeLohnersatz: "lohnersatz", EinnahmeElterngeld: "elterngeld", EinnahmeElterngeldPlus: "elterngeld_plus",
	EinnahmeUnterhalt: "unterhalt", EinnahmeUnterhaltPflege: "unterhalt_pflege", EinnahmeZuwendung: "zuwendung",
	EinnahmeUnterhaltsvorschuss: "unterhaltsvorschuss", EinnahmeMiethilfe: "miethilfe", EinnahmeAusbildungshilfe: "ausbildungshilfe",
	EinnahmePflegekind: "pflegekind", EinnahmeSozialleistung: "sozialleistung", EinnahmeWeitere: "weitere", EinnahmeNichtGezaehlt: "nicht_gezaehlt",
}

// String returns the word for storage, "" for the zero value.
func (a Einnahmeart) String() string { return nameOf(einnahmeNames[:], int(a)) }

// MarshalText returns the word.
func (a Einnahmeart) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (a *Einnahmeart) UnmarshalText(b []byte) error { return readName(einnahmeNames[:], b, a) }

// profit reports whether the amount may be negative.
func (a Einnahmeart) profit() bool { return a >= EinnahmeGewerbe && a <= EinnahmeSonstige }

// erwerb reports whether it is earned by own work (§ 17 Nr. 4).
func (a Einnahmeart) erwerb() bool {
	return a == EinnahmeLohn || a == EinnahmeMinijob || a == EinnahmeZuschlaege || (a >= EinnahmeGewerbe && a <= EinnahmeLandForst)
}

func (e *Einnahme) check(at func(string) string, add func(recht.Befund)) {
	if e.Art == 0 || int(e.Art) >= len(einnahmeNames) {
		add(befund("WOHNGELD-EINNAHME", at("/art"), "§ 14 WoGG", "Die Art der Einnahme fehlt.", "The kind of income is missing."))
		return
	}
	if e.Betrag > MaxBetrag || e.Betrag < -MaxBetrag || (e.Betrag < 0 && !e.Art.profit()) {
		add(betragBefund(at("/betrag")))
	}
	if e.Werbungskosten < 0 || e.Werbungskosten > MaxBetrag {
		add(betragBefund(at("/werbungskosten")))
	}
	eltern := e.Art == EinnahmeElterngeld || e.Art == EinnahmeElterngeldPlus
	if (eltern && (e.Monate < 1 || e.Monate > 12)) || (!eltern && e.Monate != 0) {
		add(befund("WOHNGELD-MONATE", at("/monate"), "§ 10 BEEG", "Die Zahl der Monate gehört zum Elterngeld und muss 1 bis 12 sein.", "The number of months belongs to Elterngeld and must be 1 to 12."))
	}
}
