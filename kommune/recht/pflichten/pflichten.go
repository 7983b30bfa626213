// SPDX-License-Identifier: Apache-2.0

// Package pflichten is what every online service owes to the person by law, as a list
// that a program can check: each duty with its norms, where it is to be met, and to
// which services it applies.
//
//	befunde := pflichten.Check(pflichten.Antrag|pflichten.Zwischenspeicher,
//		pflichten.Erfuellung{Pflicht: "PFLICHT-KOPIE", Wo: "/antrag/{id}/kopie"},
//		pflichten.Erfuellung{Pflicht: "PFLICHT-GEBAERDEN", Fehlt: recht.NewText("Der Film ist noch nicht gedreht.", "The film is not made yet.")},
//	)
//
// A service says of each duty that applies where it is met, or that it is missing and
// why. What is left out, is said of an unknown duty, or is missing is a finding. The kit
// for online services states most of them by itself and asks the rest. The list
// says what the law asks for, not whether a page does it well: that is for tests and for
// those who look at the page. It is no legal advice.
//
// Federal law in the state of register.LawAsOf. Where authorities of a Land act, its own
// acts on procedure and on accessibility go first (§ 1 (3) VwVfG); they have the same
// duties under other numbers.
package pflichten

import (
	"iter"
	"slices"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Merkmal is what a service does, on which duties hang; several are joined with "|".
type Merkmal uint16

// What services do. A duty without any applies to all.
const (
	Antrag           Merkmal = 1 << iota // takes a declaration, such as an application
	Zwischenspeicher                     // keeps what was typed for later
	Nachweisabruf                        // fetches evidence
	Gebuehr                              // takes fees
	Entscheidung                         // an authority decides, and can refuse
	Kontobekanntgabe                     // announces over the postbox of an account
	Anmeldung                            // registers a home (§ 17 (1) BMG)
	Familie                              // fetches data of the family for it
)

// Ort is where a duty is to be met.
type Ort string

// The places.
const (
	OrtStart    Ort = "start"    // before the first entry
	OrtFormular Ort = "formular" // while the person answers
	OrtPruefen  Ort = "pruefen"  // on the page before sending
	OrtDanach   Ort = "danach"   // after sending
	OrtBescheid Ort = "bescheid" // in the decision and its announcement
	OrtUeberall Ort = "ueberall" // on every page
)

// Pflicht is one duty.
type Pflicht struct {
	// Code is stable: capitals and hyphens.
	Code   string
	Normen recht.Normen
	// Gilt are the marks of a service that must all be there; none: it applies to all.
	Gilt Merkmal
	Ort  Ort
	// Text says what a test or a person can look at.
	Text recht.Text
}

// All yields the duties in the order in which a person meets them.
func All() iter.Seq[Pflicht] { return slices.Values(liste()) }

// Of yields those that apply to a service with the marks.
func Of(merkmale Merkmal) iter.Seq[Pflicht] {
	return func(yield func(Pflicht) bool) {
		for _, p := range liste() {
			if p.Gilt&merkmale == p.Gilt && !yield(p) {
				return
			}
		}
	}
}

// Erfuellung says where a service meets a duty, or that it does not.
type Erfuellung struct {
	Pflicht string // code
	Wo      string // page of the service ("/hinweise"), or in words: "the letter that refuses"
	// Fehlt tells the person why it is not met, in German and English. Exactly one of
	// Wo and Fehlt is given.
	Fehlt recht.Text
}

// Fehlt says of duties that they are not met, for one reason.
func Fehlt(warum recht.Text, codes ...string) []Erfuellung {
	out := make([]Erfuellung, len(codes))
	for i, code := range codes {
		out[i] = Erfuellung{Pflicht: code, Fehlt: warum}
	}
	return out
}

func english(t recht.Text) bool {
	_, ok := t.Lookup(recht.Englisch)
	return ok
}

// Check returns all that is wrong with what a service says of its duties:
//
//	PFLICHT-OFFEN      nothing is said of a duty that applies
//	PFLICHT-FEHLT      it is not met, as the service says itself; a warning
//	PFLICHT-UNBEKANNT  no such duty
//	PFLICHT-GILT-NICHT the duty is none of a service with these marks
//	PFLICHT-DOPPELT    said twice
//	PFLICHT-LEER       neither where nor why not, both, or why not in one language
//
// The pointer is that of the statement, and of the code of a duty without one.
func Check(merkmale Merkmal, gesagt ...Erfuellung) recht.Befunde {
	var found recht.Befunde
	duties := map[string]Pflicht{}
	for p := range All() {
		duties[p.Code] = p
	}
	said := map[string]bool{}
	for _, e := range gesagt {
		p, known := duties[e.Pflicht]
		at := "/pflichten/" + e.Pflicht
		switch {
		case !known:
			found.Add("PFLICHT-UNBEKANNT", "/pflichten", "no such duty")
			continue
		case said[e.Pflicht]:
			found.Add("PFLICHT-DOPPELT", at, "said twice")
		case p.Gilt&merkmale != p.Gilt:
			found.Add("PFLICHT-GILT-NICHT", at, "the service does nothing for which it is due")
		case (e.Wo == "") == e.Fehlt.IsZero(), !e.Fehlt.IsZero() && !english(e.Fehlt):
			found.Add("PFLICHT-LEER", at, "either where it is met or why not, in both languages")
		case !e.Fehlt.IsZero():
			found = append(found, recht.Befund{Code: "PFLICHT-FEHLT", Pointer: at, Severity: recht.SeverityWarning, Normen: p.Normen, Detail: e.Fehlt.English(), Text: p.Text})
		}
		said[e.Pflicht] = true
	}
	for p := range Of(merkmale) {
		if !said[p.Code] {
			found = append(found, recht.Befund{Code: "PFLICHT-OFFEN", Pointer: "/pflichten/" + p.Code, Normen: p.Normen, Detail: "nothing is said of it", Text: p.Text})
		}
	}
	return found
}
