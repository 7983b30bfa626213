// SPDX-License-Identifier: Apache-2.0

package bescheid

import "github.com/deutschland-stack/bausteine/kommune/recht"

// NebenbestimmungArt is a kind of side condition (§ 36 Abs. 2 VwVfG, § 32 Abs. 2
// SGB X). Each is named, for the remedy differs by kind.
type NebenbestimmungArt uint8

// The kinds. The zero value is "not stated".
const (
	NebenbestimmungBefristung NebenbestimmungArt = iota + 1
	NebenbestimmungBedingung
	NebenbestimmungWiderrufsvorbehalt
	NebenbestimmungAuflage
	NebenbestimmungAuflagenvorbehalt
)

// String returns the German name.
func (a NebenbestimmungArt) String() string {
	if a < NebenbestimmungBefristung || a > NebenbestimmungAuflagenvorbehalt {
		return ""
	}
	return [...]string{"Befristung", "Bedingung", "Widerrufsvorbehalt", "Auflage", "Auflagenvorbehalt"}[a-NebenbestimmungBefristung]
}

// Nebenbestimmung is one side condition.
type Nebenbestimmung struct {
	Art  NebenbestimmungArt
	Text string
	// Norm allows it. Where the person has a claim and no norm allows it, it must
	// secure that the preconditions of the claim are met: Sichert says so.
	Norm    recht.Norm
	Sichert bool
}
