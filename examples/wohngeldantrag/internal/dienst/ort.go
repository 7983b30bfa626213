// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"slices"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	"github.com/deutschland-stack/bausteine/leistung/frist"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
)

// thueringen are the Gemeinden whose authorities take part.
type thueringen struct{ od.Verzeichnis }

func (v thueringen) Search(text string) (out []od.Wert[string]) {
	for _, hit := range v.Verzeichnis.Search(text) {
		if inThueringen(hit.Code) {
			out = append(out, hit)
		}
	}
	return out
}

func (v thueringen) Find(code string) (od.Wert[string], bool) {
	hit, ok := v.Verzeichnis.Find(code)
	return hit, ok && inThueringen(code)
}

func inThueringen(code string) bool {
	ags, err := kommune.ParseAGS(code)
	return err == nil && ags.Land() == kommune.Thueringen
}

// gemeinde is the Gemeinde of an application, zero while it cannot be told.
func gemeinde(a Antrag) kommune.AGS {
	ags, err := kommune.ParseAGS(a.Wohnung.Gemeinde)
	if err != nil {
		return kommune.AGS{}
	}
	return ags
}

// staedte are the towns within a Kreis that decide themselves: the list of an
// ordinance of the Land, on which older pages name others.
var staedte = []string{"Gotha", "Ilmenau", "Rudolstadt", "Saalfeld/Saale"}

// gemeindename is the name of a Gemeinde.
func gemeindename(code string) (string, bool) {
	ags, err := kommune.ParseAGS(code)
	if err != nil {
		return "", false
	}
	g, err := kommune.Deutschland().Gemeinde(ags)
	return g.Kurzname(), err == nil
}

// Behoerden are those who decide, as their desks and notices show them. Addresses and
// the words on the remedy are invented: an authority writes its own, and answers for them.
func Behoerden() map[string]od.Amtskopf {
	out := map[string]od.Amtskopf{}
	stellen(func(id, name string, _ kommune.ARS) {
		seat := bescheid.Stelle{Name: name, Anschrift: []string{"Musterstraße 1", "99999 Musterstadt"}, Sitz: kommune.MustParseAGS("16051000")}
		out[id] = od.Amtskopf{
			Behoerde: bescheid.Behoerde{Stelle: seat, Amt: "Wohngeldbehörde"}, Zeichner: bescheid.Zeichner{Name: "Beispiel", Zeichen: "Im Auftrag"},
			Rechtsbehelf: map[string]bescheid.Rechtsbehelf{"wohngeld": {
				Art: bescheid.RechtsbehelfEigner, Frist: frist.Monate(1), Zusage: bescheid.Zusage{Von: "Rechtsamt der Beispielbehörde (erfunden)", Am: datum.MustParse("2026-11-01")},
				Text: []string{"Gegen diesen Bescheid kann innerhalb eines Monats nach Bekanntgabe Widerspruch bei der Wohngeldbehörde erhoben werden, die oben genannt ist. (Beispieltext; die Behörde setzt ihre eigene Belehrung ein.)"},
			}},
		}
	})
	return out
}

// Zustaendig is who decides in Thüringen (§ 24 Abs. 1 WoGG leaves it to the Länder):
// the Landkreise, the kreisfreie Städte, and some towns.
func Zustaendig(key leistung.Schluessel) (*zustaendigkeit.Index, error) {
	index := zustaendigkeit.NewIndex()
	return index, index.Update(func(a *zustaendigkeit.Aenderung) {
		stellen(func(id, name string, ars kommune.ARS) {
			a.PutStelle(zustaendigkeit.Stelle{ID: id, Art: zustaendigkeit.Behoerde, Name: name + ", Wohngeldbehörde"})
			a.Put(zustaendigkeit.Zustaendigkeit{Leistung: key, Gebiete: []kommune.ARS{ars}, Stelle: id})
		})
	})
}

// stellen goes through those who decide, with their area.
func stellen(put func(id, name string, ars kommune.ARS)) {
	register := kommune.Deutschland()
	for k := range register.Kreise() {
		if k.Schluessel.Land() == kommune.Thueringen {
			put(k.Schluessel.String(), k.Name, k.Schluessel.ARS())
		}
	}
	for g := range register.GemeindenOf(kommune.Thueringen) {
		if slices.Contains(staedte, g.Kurzname()) {
			put(g.AGS.String(), "Stadt "+g.Kurzname(), g.ARS)
		}
	}
}
