// SPDX-License-Identifier: Apache-2.0

package frist

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Kalender knows the public holidays of one place: the place where a declaration
// is to be made or an act to be done (§ 193 BGB), in an administrative procedure
// the seat of the authority. The zero Kalender counts nothing.
type Kalender struct {
	land    kommune.Land
	ags     string
	dazu    []Feiertag
	dagegen []kommune.Datum
	liste   *MariaeHimmelfahrt
	offen   bool // days of which it is open count as holidays
}

// InLand is the calendar of a Land without the exceptions of single Gemeinden.
func InLand(land kommune.Land) Kalender { return Kalender{land: land} }

// InGemeinde is the calendar of a Gemeinde: that of its Land and what holds in
// the Gemeinde alone.
func InGemeinde(ags kommune.AGS) Kalender { return Kalender{land: ags.Land(), ags: ags.String()} }

// MitFeiertagen returns the calendar with further holidays: a regional day that
// the tables leave open, or one that a Land has decided since.
func (k Kalender) MitFeiertagen(tage ...Feiertag) Kalender {
	k.dazu = slices.Concat(k.dazu, tage)
	return k
}

// OhneFeiertage returns the calendar with the knowledge that the days are no
// local holidays in this place. A holiday of the whole Land stays one.
func (k Kalender) OhneFeiertage(tage ...kommune.Datum) Kalender {
	k.dagegen = slices.Concat(k.dagegen, tage)
	return k
}

// normRuhe is why an end moves to the next working day: by the act of the Land, where it
// is known here, before that of the Bund.
func (k Kalender) normRuhe() recht.Normen {
	if k.land == kommune.Bayern {
		return normFeiertagBY
	}
	return normFeiertag
}

// Land returns the Land the calendar counts in.
func (k Kalender) Land() kommune.Land { return k.land }

// Feiertag returns the public holiday on the day.
func (k Kalender) Feiertag(tag kommune.Datum) (Feiertag, bool) {
	if !k.covers(tag) {
		return Feiertag{}, false
	}
	if f, ok := feiertagAm(k.land, tag); ok {
		return f, true
	}
	if i := slices.IndexFunc(k.dazu, func(f Feiertag) bool { return f.Tag == tag }); i >= 0 {
		return k.dazu[i], true
	}
	if o := k.oertlichAm(tag); o != nil && (o.geltung == ganz && k.ags != "" || k.offen && (k.ags == "" || o.geltung != niemals)) {
		return Feiertag{tag, o.name, o.norm}, true
	}
	return Feiertag{}, false
}

// Feiertage returns all public holidays of the place in the year, in order.
func (k Kalender) Feiertage(jahr int) []Feiertag {
	tage := Feiertage(k.land, jahr)
	if tage == nil {
		return nil
	}
	for d := tag(jahr, time.January, 1); d.Year() == jahr; d = d.AddDays(1) {
		if f, ok := k.Feiertag(d); ok && !slices.ContainsFunc(tage, func(g Feiertag) bool { return g.Tag == d }) {
			tage = append(tage, f)
		}
	}
	slices.SortStableFunc(tage, func(a, b Feiertag) int { return a.Tag.Compare(b.Tag) })
	return tage
}

// Vorbehalt is a warning that says why it is open whether the day is a public
// holiday in the Gemeinde. Such a day counts as none.
func (k Kalender) Vorbehalt(tag kommune.Datum) (recht.Befund, bool) {
	if !k.covers(tag) {
		return recht.Befund{}, false
	}
	if _, ok := k.Feiertag(tag); ok {
		return recht.Befund{}, false
	}
	o := k.oertlichAm(tag)
	if o == nil {
		return recht.Befund{}, false
	}
	open := func(code, german, foreign string) (recht.Befund, bool) {
		return warning(code, o.norm,
			fmt.Sprintf("%s: %s %s; %s", deutsch(tag), o.name, german, o.norm),
			fmt.Sprintf("%s: %s %s; %s", english(tag), o.name, foreign, o.norm.English())), true
	}
	switch {
	case k.ags == "":
		return open("FRIST-FEIERTAG-01", "ist in einzelnen Gemeinden Feiertag; hier ist nur das Land genannt",
			"is a holiday in some Gemeinden; only the Land is named here")
	case o.geltung == teils:
		return open("FRIST-FEIERTAG-02", "ist nur in Teilen der Gemeinde Feiertag ("+o.teile+")",
			"is a holiday in parts of the Gemeinde only ("+o.teile+")")
	case o.geltung == genannt:
		return open("FRIST-FEIERTAG-03", "gilt hier nach verbreiteten Aufstellungen als Feiertag; eine amtliche Liste gibt es nicht",
			"counts as a holiday here in common surveys; there is no official list")
	case o.geltung == unklar:
		return open("FRIST-FEIERTAG-04", "ist dort nur in bestimmten Gemeinden Feiertag; ob in dieser, sagt die amtliche Liste, die hier nicht hinterlegt ist",
			"is a holiday in certain Gemeinden there; the official list, which is not loaded here, says whether in this one")
	default:
		return recht.Befund{}, false
	}
}

// IsWerktag reports whether the day is a working day in the wide sense: Monday
// to Saturday and no public holiday. Of a day outside the years of the tables
// nothing is known; it is none.
func (k Kalender) IsWerktag(tag kommune.Datum) bool {
	_, frei := k.Feiertag(tag)
	return k.covers(tag) && !frei && tag.Weekday() != time.Sunday
}

// IsArbeitstag reports whether the day is a working day of an office: Monday to
// Friday and no public holiday. On such a day a period may end (§ 193 BGB,
// § 31 (3) VwVfG).
func (k Kalender) IsArbeitstag(tag kommune.Datum) bool {
	return k.IsWerktag(tag) && tag.Weekday() != time.Saturday
}

// oertlichAm returns the row that decides about a local holiday on the day; for
// a calendar of a Land alone, any row of that Land.
func (k Kalender) oertlichAm(tag kommune.Datum) *oertlich {
	if slices.Contains(k.dagegen, tag) {
		return nil
	}
	for i := range oertliche {
		o := &oertliche[i]
		if !o.tag.ist(tag) {
			continue
		}
		if o.gilt(k.ags, tag.Year()) || k.ags == "" && strings.HasPrefix(o.gebiet, k.land.String()) {
			if decided := k.liste.decide(k.ags, o, tag.Year()); decided != nil {
				return decided
			}
			return o
		}
	}
	return nil
}

func (k Kalender) covers(tag kommune.Datum) bool {
	return k.land.IsValid() && tag.Year() >= ErstesJahr && tag.Year() <= LetztesJahr
}

// check reports why the calendar cannot count from the day.
func (k Kalender) check(tag kommune.Datum) error {
	switch {
	case !k.land.IsValid():
		return fmt.Errorf("%w: the calendar names no Land", ErrRegel)
	case tag.IsZero():
		return fmt.Errorf("%w: the day is not set", ErrRegel)
	case !k.covers(tag):
		return fmt.Errorf("%w: %d", ErrJahr, tag.Year())
	}
	return nil
}
