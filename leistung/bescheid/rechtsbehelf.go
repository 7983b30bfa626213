// SPDX-License-Identifier: Apache-2.0

package bescheid

import (
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/frist"
)

// RechtsbehelfArt is the remedy that there is against a notice.
type RechtsbehelfArt uint8

// The remedies. The zero value is "not stated".
const (
	RechtsbehelfWiderspruch RechtsbehelfArt = iota + 1
	RechtsbehelfKlage
	RechtsbehelfWahl   // Widerspruch or, at once, Klage
	RechtsbehelfEigner // another one, in the authority's own words
	RechtsbehelfKeiner // the notice burdens nobody, and no instruction is given
)

// Rechtsbehelf is the remedy as the authority instructs on it.
type Rechtsbehelf struct {
	Art     RechtsbehelfArt
	Stelle  Stelle // for the Widerspruch; the authority itself if empty
	Gericht Stelle // for the Klage
	// KeineAusnahme says that the matter is none of the exceptions that
	// [Vorverfahren] names for the place.
	KeineAusnahme bool
	// Zusage is the authority's own word where the rule of the place does not say
	// which remedy there is.
	Zusage Zusage
	Text   []string // of RechtsbehelfEigner: paragraphs
	// Frist of RechtsbehelfEigner; one month for the others, three for a
	// Widerspruch in social matters after an announcement abroad.
	Frist frist.Dauer
	// Unbefristet says that RechtsbehelfEigner has no period: then nobody is told a
	// last day.
	Unbefristet bool
}

// Zusage is the authority's word for something that this package does not know.
type Zusage struct {
	Von string // the office that answers for it, no person
	Am  datum.Datum
}

func (z Zusage) given() bool { return strings.TrimSpace(z.Von) != "" && !z.Am.IsZero() }

// dauer is the period of the remedy.
func (r Rechtsbehelf) dauer(v Verfahren, abroad bool) frist.Dauer {
	switch {
	case r.Art == RechtsbehelfEigner:
		return r.Frist
	case r.Art == RechtsbehelfKeiner:
		return frist.Jahre(1)
	case v == VerfahrenSGBX && abroad:
		return frist.Monate(3)
	default:
		return frist.Monate(1)
	}
}

// normen are the provision of the period.
func (r Rechtsbehelf) normen(v Verfahren) recht.Normen {
	switch {
	case r.Art == RechtsbehelfEigner:
		return nil
	case r.Art == RechtsbehelfKeiner && v == VerfahrenSGBX:
		return recht.MustParseNormen("§ 66 Abs. 2 Satz 1 SGG")
	case r.Art == RechtsbehelfKeiner:
		return recht.MustParseNormen("§ 58 Abs. 2 Satz 1 VwGO")
	case r.Art == RechtsbehelfKlage && v == VerfahrenSGBX:
		return recht.MustParseNormen("§ 87 Abs. 1 Satz 1 SGG")
	case r.Art == RechtsbehelfKlage:
		return recht.MustParseNormen("§ 74 Abs. 1 Satz 2 VwGO")
	case v == VerfahrenSGBX:
		return recht.MustParseNormen("§ 84 Abs. 1 Satz 1 SGG")
	default:
		return recht.MustParseNormen("§ 70 Abs. 1 Satz 1 VwGO")
	}
}

// belehrung is the instruction: paragraphs. The forms are all that the statute
// names, for naming some of them makes the instruction wrong.
func (e Entwurf) belehrung() []string {
	r := e.Rechtsbehelf
	stelle := e.Behoerde.Stelle
	if r.Stelle.Name != "" {
		stelle = r.Stelle
	}
	const formen = "Er kann schriftlich, in elektronischer Form nach § 3a Absatz 2 des Verwaltungsverfahrensgesetzes, " +
		"schriftformersetzend nach § 3a Absatz 3 des Verwaltungsverfahrensgesetzes und § 9a Absatz 5 des Onlinezugangsgesetzes oder zur Niederschrift erhoben werden."
	const sozial = "Er kann schriftlich, in elektronischer Form nach § 36a Absatz 2 des Ersten Buches Sozialgesetzbuch, " +
		"schriftformersetzend nach § 36a Absatz 2a des Ersten Buches Sozialgesetzbuch und § 9a Absatz 5 des Onlinezugangsgesetzes oder zur Niederschrift eingereicht werden."
	monat := "eines Monats"
	if e.Verfahren == VerfahrenSGBX && e.Kanal == KanalAusland {
		monat = "von drei Monaten"
	}
	switch r.Art {
	case RechtsbehelfWiderspruch:
		text := "Gegen diesen Bescheid kann innerhalb " + monat + " nach Bekanntgabe Widerspruch erhoben werden. Der Widerspruch ist bei der folgenden Stelle zu erheben: " + stelle.ort() + ". "
		if e.Verfahren == VerfahrenSGBX {
			return []string{text + sozial}
		}
		return []string{text + formen}
	case RechtsbehelfKlage:
		return []string{"Gegen diesen Bescheid kann innerhalb " + monat + " nach Bekanntgabe Klage erhoben werden. Die Klage ist bei dem folgenden Gericht zu erheben: " + r.Gericht.ort() + "."}
	case RechtsbehelfWahl:
		return []string{
			"Gegen diesen Bescheid kann innerhalb eines Monats nach Bekanntgabe entweder Widerspruch oder unmittelbar Klage erhoben werden.",
			"Der Widerspruch ist bei der folgenden Stelle zu erheben: " + stelle.ort() + ". " + formen,
			"Die Klage ist bei dem folgenden Gericht zu erheben: " + r.Gericht.ort() + ".",
		}
	case RechtsbehelfEigner:
		return r.Text
	default:
		return nil
	}
}

// ort is name and seat in one line.
func (s Stelle) ort() string { return strings.Join(append([]string{s.Name}, s.Anschrift...), ", ") }

func (s Stelle) complete() bool {
	if strings.TrimSpace(s.Name) == "" || len(s.Anschrift) == 0 {
		return false
	}
	for _, line := range s.Anschrift {
		if strings.TrimSpace(line) == "" {
			return false
		}
	}
	return true
}
