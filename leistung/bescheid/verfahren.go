// SPDX-License-Identifier: Apache-2.0

package bescheid

import "github.com/deutschland-stack/bausteine/kommune/recht"

// Verfahren is the code of procedure that a notice follows.
type Verfahren uint8

// The codes of procedure. The zero value is "not stated".
const (
	VerfahrenVwVfG Verfahren = iota + 1 // general administrative law, of the Bund or the Land
	VerfahrenSGBX                       // social law
)

// IsValid reports whether v is one of the codes.
func (v Verfahren) IsValid() bool { return v == VerfahrenVwVfG || v == VerfahrenSGBX }

// String returns the abbreviation of the act.
func (v Verfahren) String() string {
	switch v {
	case VerfahrenVwVfG:
		return "VwVfG"
	case VerfahrenSGBX:
		return "SGB X"
	default:
		return ""
	}
}

// norm returns the first norm under the VwVfG and the second under SGB X; with no
// code stated, the first.
func (v Verfahren) norm(vwvfg, sgbx string) recht.Normen {
	if v == VerfahrenSGBX {
		return recht.MustParseNormen(sgbx)
	}
	return recht.MustParseNormen(vwvfg)
}
