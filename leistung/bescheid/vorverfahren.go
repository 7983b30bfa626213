// SPDX-License-Identifier: Apache-2.0

package bescheid

import (
	"errors"
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// ErrUngeklaert reports that the rule of a place is not confirmed here: the
// authority names the remedy and signs for it.
var ErrUngeklaert = errors.New("bescheid: not settled here")

// Vorverfahrensregel says which remedy there is, as a rule, against the notice of
// an authority, and where it is another one.
type Vorverfahrensregel struct {
	Grundsatz RechtsbehelfArt
	Normen    recht.Normen
	// Ausnahmen are, in German, the areas for which something else holds. The list
	// may be shorter than the statute's.
	Ausnahmen []string
}

// Vorverfahren returns the rule for an authority. For authorities of the Länder
// and their Kommunen it is known where the statute was read; elsewhere the error
// is [ErrUngeklaert].
func Vorverfahren(v Verfahren, b Behoerde) (Vorverfahrensregel, error) {
	switch {
	case v == VerfahrenSGBX && b.Oberste:
		return Vorverfahrensregel{Grundsatz: RechtsbehelfKlage, Normen: recht.MustParseNormen("§ 78 Abs. 1 Satz 2 Nr. 2 SGG"), Ausnahmen: []string{"ein Gesetz schreibt die Nachprüfung vor"}}, nil
	case v == VerfahrenSGBX:
		return Vorverfahrensregel{Grundsatz: RechtsbehelfWiderspruch, Normen: recht.MustParseNormen("§ 78 Abs. 1 Satz 1 SGG")}, nil
	case v == VerfahrenVwVfG && b.Oberste:
		return Vorverfahrensregel{Grundsatz: RechtsbehelfKlage, Normen: recht.MustParseNormen("§ 68 Abs. 1 Satz 2 Nr. 1 VwGO"), Ausnahmen: []string{"ein Gesetz schreibt die Nachprüfung vor"}}, nil
	case v == VerfahrenVwVfG && b.Bund:
		return Vorverfahrensregel{Grundsatz: RechtsbehelfWiderspruch, Normen: recht.MustParseNormen("§ 68 Abs. 1 Satz 1 VwGO"), Ausnahmen: []string{"ein Gesetz bestimmt, dass es keines Vorverfahrens bedarf"}}, nil
	case v == VerfahrenVwVfG:
		switch b.Sitz.Land() {
		case kommune.Bayern:
			return Vorverfahrensregel{RechtsbehelfKlage, recht.MustParseNormen("Art. 15 AGVwGO"), []string{
				"Kommunalabgabenrecht, Landwirtschaftsrecht, Schulrecht und weitere Bereiche des Art. 15 Abs. 1 AGVwGO: Widerspruch oder unmittelbar Klage",
			}}, nil
		case kommune.Niedersachsen:
			return Vorverfahrensregel{RechtsbehelfKlage, recht.MustParseNormen("§ 80 NJG"), []string{
				"Prüfungen, Schule, Bauordnung, Immissionsschutz, Abfall, Bodenschutz, Naturschutz, Wasser, Chemikalien, Unterhaltsvorschuss: Widerspruch",
			}}, nil
		case kommune.NordrheinWestfalen:
			return Vorverfahrensregel{RechtsbehelfKlage, recht.MustParseNormen("§ 110 JustG NRW"), []string{
				"Schule, Prüfungen, Ämter für Ausbildungsförderung und weitere Bereiche des § 110 JustG NRW: Widerspruch",
				"kommunale Abgaben: die Vorschrift Satz für Satz lesen",
			}}, nil
		case kommune.Thueringen:
			return Vorverfahrensregel{RechtsbehelfWiderspruch, recht.MustParseNormen("§ 9 ThürAGVwGO"), []string{
				"Bescheide des Landesverwaltungsamts und die in § 9 ThürAGVwGO genannten Bereiche, nicht aber Abgaben: Klage",
			}}, nil
		default:
		}
	}
	return Vorverfahrensregel{}, fmt.Errorf("%w: the remedy under %v in %s", ErrUngeklaert, v, b.Sitz.Land().Name())
}
