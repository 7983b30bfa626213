// SPDX-License-Identifier: Apache-2.0

package rollout

import "slices"

// Stand is where the connection of an authority to a service is. That an
// authority is not due is no Stand but its absence from the Soll; that it is
// blocked is a flag beside the Stand, with a reason and the party that must move.
type Stand string

// The states, in the order of the usual way.
const (
	StandOffen        Stand = "offen"
	StandInteresse    Stand = "interesse"    // Interessensbekundung
	StandBeauftragt   Stand = "beauftragt"   // contract or order
	StandVorbereitung Stand = "vorbereitung" // technical and organisational preconditions
	StandBereit       Stand = "bereit"       // the technical conditions G4 to G9 hold
	StandAktiviert    Stand = "aktiviert"    // switched on, not announced: not live
	StandErprobung    Stand = "erprobung"    // Produktivtest
	StandProduktiv    Stand = "produktiv"    // live, the only state that counts as such
	StandAusgesetzt   Stand = "ausgesetzt"   // was live, is not now
	StandAbgelehnt    Stand = "abgelehnt"    // the authority declined
	StandAnderweitig  Stand = "anderweitig"  // covered by another online service
	StandBeendet      Stand = "beendet"      // successor, or no longer due
)

// staende holds every state once; the position is the compact form of the fold.
var staende = [...]Stand{
	StandOffen, StandInteresse, StandBeauftragt, StandVorbereitung, StandBereit, StandAktiviert,
	StandErprobung, StandProduktiv, StandAusgesetzt, StandAbgelehnt, StandAnderweitig, StandBeendet,
}

// Staende returns all states in the order of the usual way.
func Staende() []Stand { return slices.Clone(staende[:]) }

// Before reports whether the connection has not been live yet and may still
// become so.
func (s Stand) Before() bool {
	i := slices.Index(staende[:], s)
	return i >= 0 && s.code() < codeProduktiv
}

// Label returns the German name as a page shows it.
func (s Stand) Label() string {
	switch s {
	case StandOffen:
		return "noch nicht begonnen"
	case StandInteresse:
		return "Interesse bekundet"
	case StandBeauftragt:
		return "beauftragt"
	case StandVorbereitung:
		return "in Vorbereitung"
	case StandBereit:
		return "bereit"
	case StandAktiviert:
		return "aktiviert"
	case StandErprobung:
		return "in Erprobung"
	case StandProduktiv:
		return "läuft"
	case StandAusgesetzt:
		return "ausgesetzt"
	case StandAbgelehnt:
		return "abgelehnt"
	case StandAnderweitig:
		return "anderweitig online"
	case StandBeendet:
		return "beendet"
	}
	return "unbekannt"
}

// standCode is a state in one byte.
type standCode uint8

const (
	codeProduktiv   standCode = 7
	codeAusgesetzt  standCode = 8
	codeAbgelehnt   standCode = 9
	codeAnderweitig standCode = 10
)

func (s Stand) code() standCode { return standCode(slices.Index(staende[:], s)) }
