// SPDX-License-Identifier: Apache-2.0

package nutzerkonto

import (
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Handelt says in which of four ways somebody acts.
type Handelt string

// The ways.
const (
	HandeltSelbst       Handelt = "selbst"       // for themselves
	HandeltGesetzlich   Handelt = "gesetzlich"   // as parent, guardian, curator
	HandeltVollmacht    Handelt = "vollmacht"    // as an authorised person
	HandeltOrganisation Handelt = "organisation" // as one of an organisation
)

// Nachweis is by what the power to act is shown.
type Nachweis string

// The kinds of proof. A login is none, whatever certificate it was made with: it
// proves that somebody holds the certificate.
const (
	NachweisAnmeldung     Nachweis = "anmeldung"     // the login alone: never enough
	NachweisUrkunde       Nachweis = "urkunde"       // a document: Vollmacht, Bestellungsurkunde
	NachweisRegister      Nachweis = "register"      // looked up: Handels-, Vereins-, Melderegister
	NachweisAutorisierung Nachweis = "autorisierung" // a role in the account's module for authorisation
)

// Umfang is what a representative may do; several are or-ed.
type Umfang uint8

// The parts of the power to act.
const (
	UmfangEntwerfen Umfang = 1 << iota // fill in a draft
	UmfangErklaeren                    // hand it in
	UmfangEmpfangen                    // receive notices and questions
)

// Vertretung says who acts, for whom, by what power, and how far: what a case keeps
// about a person who acts. It prints nothing of its persons.
type Vertretung struct {
	// Handelnder is the Kennung of the account that acts.
	Handelnder string
	// Fuer names within the case for whom; "" for whoever acts for themselves.
	Fuer    string
	Handelt Handelt
	// Nachweis is how the power is shown, and Beleg where the proof is kept: the id
	// of a document, the key of a register extract, the name of a role.
	Nachweis Nachweis
	Beleg    string
	Umfang   Umfang
	// Bis is the last day of the power; zero until it is revoked.
	Bis datum.Datum
}

// Selbst is the Vertretung of whoever acts for themselves.
func Selbst(kennung string) Vertretung {
	return Vertretung{Handelnder: kennung, Handelt: HandeltSelbst, Umfang: UmfangEntwerfen | UmfangErklaeren | UmfangEmpfangen}
}

// Check finds what is missing for the act on the day. A draft needs no proof of
// power yet; whoever hands in or receives does.
//
//	KTO-VERTRETUNG-01  /handelnder  nobody acts
//	KTO-VERTRETUNG-02  /handelt     not one of the four ways
//	KTO-VERTRETUNG-03  /fuer        for whom is missing, or given by whoever acts for themselves
//	KTO-VERTRETUNG-04  /umfang      the act lies beyond the power
//	KTO-VERTRETUNG-05  /bis         the power has ended
//	KTO-VERTRETUNG-06  /nachweis    the power is not shown; a login shows none
//	KTO-VERTRETUNG-07  /beleg       nobody can find the proof again
func (v Vertretung) Check(akt Umfang, heute datum.Datum) recht.Befunde {
	var f recht.Befunde
	add := func(code, pointer, detail string, text recht.Text) {
		f = append(f, recht.Befund{Code: code, Pointer: pointer, Detail: detail, Text: text})
	}
	if v.Handelnder == "" {
		f.Add("KTO-VERTRETUNG-01", "/handelnder", "nobody acts")
	}
	switch v.Handelt {
	case HandeltSelbst, HandeltGesetzlich, HandeltVollmacht, HandeltOrganisation:
	default:
		f.Add("KTO-VERTRETUNG-02", "/handelt", "must be selbst, gesetzlich, vollmacht or organisation")
	}
	if (v.Handelt == HandeltSelbst) != (v.Fuer == "") {
		f.Add("KTO-VERTRETUNG-03", "/fuer", "whoever acts for another says for whom")
	}
	if akt == 0 || v.Umfang&akt != akt {
		add("KTO-VERTRETUNG-04", "/umfang", "the power does not reach as far as the act",
			recht.NewText("Ihre Vollmacht reicht dafür nicht aus. Bitten Sie die vertretene Person um eine weitere Vollmacht.", "Your power to act does not reach that far. Ask the person you act for to extend it."))
	}
	if !v.Bis.IsZero() && heute.After(v.Bis) {
		add("KTO-VERTRETUNG-05", "/bis", "the power has ended",
			recht.NewText("Ihre Vollmacht ist abgelaufen. Bitte legen Sie eine neue vor.", "Your power to act has ended. Please hand in a new one."))
	}
	if v.Handelt == HandeltSelbst || akt == UmfangEntwerfen {
		return f
	}
	switch v.Nachweis {
	case NachweisUrkunde, NachweisRegister, NachweisAutorisierung:
		if v.Beleg == "" {
			f.Add("KTO-VERTRETUNG-07", "/beleg", "the proof is kept nowhere")
		}
	default:
		add("KTO-VERTRETUNG-06", "/nachweis", "a login proves no power to act for another",
			recht.NewText("Bitte weisen Sie nach, dass Sie für die andere Person oder Organisation handeln dürfen. Das Einloggen mit einem Zertifikat ist kein Nachweis.", "Please show that you may act for the other person or organisation. Signing in with a certificate does not show it."))
	}
	return f
}

// Empfaenger returns the one of the persons in a case to whom a notice goes: the
// representative with the power to receive, or else who is concerned. The person
// concerned is named as Fuer names them.
func Empfaenger(betroffen string, vertretungen []Vertretung, heute datum.Datum) string {
	for _, v := range vertretungen {
		if v.Fuer == betroffen && v.Handelt != HandeltSelbst && v.Check(UmfangEmpfangen, heute).Err() == nil {
			return v.Handelnder
		}
	}
	return betroffen
}

// String tells the way and the proof, and nobody's name.
func (v Vertretung) String() string {
	return "Vertretung (" + string(v.Handelt) + ", " + string(v.Nachweis) + ")"
}

// GoString keeps %#v from printing personal data.
func (v Vertretung) GoString() string { return v.String() }
