// SPDX-License-Identifier: Apache-2.0

package frist

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Uebergabe is the handing over on the spot: the same day counts.
type Uebergabe struct {
	Tag    kommune.Datum
	Normen recht.Normen // none is § 41 Abs. 1 VwVfG
}

func (u Uebergabe) bekanntgabe(k Kalender) (Bekanntgabe, error) {
	if err := k.check(u.Tag); err != nil {
		return Bekanntgabe{}, err
	}
	norm := u.Normen
	if len(norm) == 0 {
		norm = normUebergabe
	}
	b := Bekanntgabe{Tag: u.Tag}
	b.Schritte.add(norm, u.Tag,
		"ausgehändigt und damit bekannt gegeben am "+deutsch(u.Tag), "handed over and so announced on "+english(u.Tag))
	return b, nil
}

// OeffentlicheBekanntgabe is the public announcement (§ 41 (4) VwVfG): two weeks
// after it was made known in the place's usual way, or the day that a
// Allgemeinverfuegung names.
type OeffentlicheBekanntgabe struct {
	Bekanntgemacht kommune.Datum
	// Bestimmt is the day that an Allgemeinverfuegung names, the day after
	// Bekanntgemacht at the earliest; zero for none.
	Bestimmt kommune.Datum
	Normen   recht.Normen // none is § 41 Abs. 4 VwVfG
}

func (o OeffentlicheBekanntgabe) bekanntgabe(k Kalender) (Bekanntgabe, error) {
	norm := o.Normen
	if len(norm) == 0 {
		norm = normOeffentlich
	}
	if err := k.check(o.Bekanntgemacht); err != nil {
		return Bekanntgabe{}, err
	}
	if !o.Bestimmt.IsZero() {
		if !o.Bestimmt.After(o.Bekanntgemacht) {
			return Bekanntgabe{}, fmt.Errorf("%w: the day after it was made known is the earliest that may be named", ErrRegel)
		}
		if err := k.check(o.Bestimmt); err != nil {
			return Bekanntgabe{}, err
		}
		b := Bekanntgabe{Tag: o.Bestimmt}
		b.Schritte.add(norm, b.Tag, "bestimmt ist "+deutsch(b.Tag), "the day named is "+english(b.Tag))
		return b, nil
	}
	b := Bekanntgabe{Tag: o.Bekanntgemacht.AddDays(14)}
	b.Schritte.add(norm, b.Tag,
		fmt.Sprintf("bekannt gemacht am %s; gilt zwei Wochen danach als bekannt gegeben: %s", deutsch(o.Bekanntgemacht), deutsch(b.Tag)),
		fmt.Sprintf("made known on %s; counts as announced two weeks after: %s", english(o.Bekanntgemacht), english(b.Tag)))
	b.argue(k, norm)
	return b, nil
}
