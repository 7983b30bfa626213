// SPDX-License-Identifier: Apache-2.0

package bescheid

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/leistung/frist"
)

// Kanal is the way a notice is to be announced.
type Kanal uint8

// The ways. The zero value is "not stated".
const (
	KanalBrief    Kanal = iota + 1 // letter within Germany
	KanalAusland                   // letter abroad
	KanalAbruf                     // retrieval from a portal, with consent (§ 41 Abs. 2a VwVfG, § 37 Abs. 2a SGB X)
	KanalPostfach                  // postbox of an account (§ 9 OZG)
	KanalVorOrt                    // handed over on the spot
)

// IsValid reports whether k is one of the ways.
func (k Kanal) IsValid() bool { return k >= KanalBrief && k <= KanalVorOrt }

func (k Kanal) electronic() bool { return k == KanalAbruf || k == KanalPostfach }

// fits reports whether the events of a way belong to the channel.
func (k Kanal) fits(v Verfahren, w frist.Weg) bool {
	switch w := w.(type) {
	case frist.Sendung:
		return k == KanalBrief && !w.Ausland || k == KanalAusland && w.Ausland
	case frist.Abruf:
		return k == KanalAbruf && v == VerfahrenVwVfG
	case frist.AbrufSozial:
		return k == KanalAbruf && v == VerfahrenSGBX
	case frist.Postfach:
		return k == KanalPostfach
	case frist.Uebergabe:
		return k == KanalVorOrt
	default:
		return false
	}
}

// hinweis tells the addressee when the notice counts as announced, where the way
// is not the usual one.
func (k Kanal) hinweis(v Verfahren) string {
	switch {
	case k == KanalPostfach:
		return "Dieser Bescheid wird in Ihrem Postfach bereitgestellt. Er gilt am vierten Tag nach der Bereitstellung als bekannt gegeben, auch wenn Sie ihn früher abrufen (§ 9 Abs. 1 OZG)."
	case k == KanalAbruf && v == VerfahrenSGBX:
		return "Dieser Bescheid wird zum Abruf bereitgestellt. Er gilt am vierten Tag nach der Absendung der Benachrichtigung als bekannt gegeben (§ 37 Abs. 2a SGB X)."
	case k == KanalAbruf:
		return "Dieser Bescheid wird zum Abruf bereitgestellt. Er gilt am Tag nach dem Abruf als bekannt gegeben. Rufen Sie ihn nicht innerhalb von zehn Tagen nach der Absendung der Benachrichtigung ab, endet die Bereitstellung (§ 41 Abs. 2a VwVfG)."
	default:
		return ""
	}
}

// String returns a word for logs.
func (k Kanal) String() string {
	if !k.IsValid() {
		return fmt.Sprintf("Kanal(%d)", uint8(k))
	}
	return [...]string{"Brief", "Ausland", "Abruf", "Postfach", "vor Ort"}[k-1]
}
