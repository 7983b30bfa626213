// SPDX-License-Identifier: Apache-2.0

package regel

import "github.com/deutschland-stack/bausteine/kommune/recht"

// Fundstelle says where a value stands and which promulgation put it there.
type Fundstelle struct {
	Norm   recht.Norm `json:"norm"`
	Quelle string     `json:"quelle"` // "BGBl. 2024 I Nr. 314"
}

// String returns place and promulgation: "§ 19 Abs. 3 WoGG (BGBl. 2024 I Nr. 314)".
func (f Fundstelle) String() string {
	if f.Quelle == "" {
		return f.Norm.String()
	}
	return f.Norm.String() + " (" + f.Quelle + ")"
}
