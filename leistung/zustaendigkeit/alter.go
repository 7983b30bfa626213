// SPDX-License-Identifier: Apache-2.0

package zustaendigkeit

import (
	"errors"
	"fmt"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// register returns the edition that says which ARS holds.
func (ix *Index) register() *kommune.Verzeichnis {
	if ix.Verzeichnis != nil {
		return ix.Verzeichnis
	}
	return kommune.Deutschland()
}

// aged looks at the ARS of an answer about an area that the index does not know
// itself: it may be one of an earlier edition, and then what was found is what a
// wrong Verband or Kreis has.
func (ix *Index) aged(e Ergebnis) Ergebnis {
	ars, v := e.anfrage.ars, ix.register()
	if g, known := gemeindeOf(v, ars); known && g.ARS == ars {
		return e
	}
	switch a := areaOf(ars); {
	case a%levels[2] == 0, a%levels[0] == 0 && a%levels[1] != 0:
		return e // wider than a Kreis, or a Verband, of which no history is known
	case a%levels[1] == 0:
		if _, err := v.Kreis(ars.Kreis()); err == nil {
			return e
		}
	}
	r, err := v.ResolveARS(ars, v.Stand())
	switch {
	case err != nil && areaOf(ars)%levels[1] == 0:
		return ix.agedKreis(e, v)
	case err != nil:
		if unknown, ok := errors.AsType[*kommune.UnknownError](err); ok && unknown.Heute != "" {
			e.heute = kommune.MustParseARS(unknown.Heute) // the register wrote it
		}
		return e
	}
	var today []kommune.ARS
	for _, n := range r.Nachfolger {
		if g, err := v.Gemeinde(n.AGS); err == nil {
			today = append(today, g.ARS)
		}
	}
	return ix.instead(e, today)
}

// agedKreis is aged for a Kreis that ended.
func (ix *Index) agedKreis(e Ergebnis, v *kommune.Verzeichnis) Ergebnis {
	r, err := v.ResolveKreis(e.anfrage.ars.Kreis(), v.Stand())
	if err != nil {
		return e
	}
	var today []kommune.ARS
	for _, n := range r.Nachfolger {
		if _, err := v.Kreis(n.Schluessel); err == nil {
			today = append(today, n.Schluessel.ARS())
		}
	}
	return ix.instead(e, today)
}

// instead answers for the areas of today. More than one asks back.
func (ix *Index) instead(e Ergebnis, today []kommune.ARS) Ergebnis {
	switch {
	case len(today) == 0, len(today) == 1 && today[0] == e.anfrage.ars:
		return e
	case len(today) > 1:
		return NewErgebnis(nil, recht.Befunde{split(e.anfrage.ars, today)}, true)
	}
	other := ix.resolve(e.anfrage.key, today[0], e.anfrage.am)
	other.gefragt = e.anfrage.ars
	return other
}

func gemeindeOf(v *kommune.Verzeichnis, ars kommune.ARS) (kommune.Gemeinde, bool) {
	if !v.Has(ars.AGS()) {
		return kommune.Gemeinde{}, false
	}
	g, err := v.Gemeinde(ars.AGS())
	return g, err == nil
}

func split(old kommune.ARS, today []kommune.ARS) recht.Befund {
	names := make([]string, len(today))
	for i, ars := range today {
		names[i] = ars.String()
	}
	list := strings.Join(names, ", ")
	return note(CodeGeteilt,
		fmt.Sprintf("Das Gebiet %s gibt es nicht mehr; es ging auf in %s. Bitte den Ort nennen.", old, list),
		fmt.Sprintf("the area %s has ended and went up in %s, so the place is needed", old, list))
}

// altersgruende says that another ARS was looked up than the one asked about, or
// that there would be one.
func (e *Ergebnis) altersgruende() recht.Befunde {
	switch {
	case !e.gefragt.IsZero():
		return recht.Befunde{note(CodeAltARS,
			fmt.Sprintf("Der Schlüssel %s ist der einer früheren Ausgabe; heute gilt %s.", e.gefragt, e.anfrage.ars),
			fmt.Sprintf("the key %s is one of an earlier edition; today it is %s", e.gefragt, e.anfrage.ars))}
	case !e.heute.IsZero():
		return recht.Befunde{note(CodeFremdARS,
			fmt.Sprintf("Den Schlüssel %s hat keine bekannte Ausgabe; die Gemeinde hat heute %s.", e.anfrage.ars, e.heute),
			fmt.Sprintf("no known edition has the key %s; the Gemeinde has %s today", e.anfrage.ars, e.heute))}
	default:
		return nil
	}
}
