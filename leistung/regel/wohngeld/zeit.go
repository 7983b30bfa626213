// SPDX-License-Identifier: Apache-2.0

package wohngeld

import (
	"errors"
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/regel"
)

// Antragszeit are the days on which the begin of the period hangs.
type Antragszeit struct {
	Eingang datum.Datum // day of application (§ 22 Abs. 1)
	// VoraussetzungenAb is the day from which the conditions hold, if later.
	VoraussetzungenAb datum.Datum
	// BisherigesEnde is the last day of a running period that is to go on.
	BisherigesEnde datum.Datum
	// AblehnungAb and AblehnungBekannt: a benefit of § 7 was refused from the month
	// of this day on, and the person knew it on that one (§ 25 Abs. 3).
	AblehnungAb, AblehnungBekannt datum.Datum
}

// Beginn returns the first day of the period and the norm it rests on: the first
// of the month of application, of the month in which the conditions begin, after
// a running period the day behind it; after the refusal of a benefit of § 7 the
// first of the month from which it was refused, if Wohngeld was applied for
// before the end of the month after the one in which the refusal became known.
func (a Antragszeit) Beginn() (datum.Datum, recht.Norm) {
	first, norm := monthStart(a.Eingang), recht.MustParseNorm("§ 25 Abs. 2 WoGG")
	if !a.AblehnungAb.IsZero() && !a.AblehnungBekannt.IsZero() {
		last := monthStart(a.AblehnungBekannt).AddMonths(2).AddDays(-1)
		if from := monthStart(a.AblehnungAb); !a.Eingang.After(last) && from.Before(first) {
			first, norm = from, recht.MustParseNorm("§ 25 Abs. 3 WoGG")
		}
	}
	if m := monthStart(a.VoraussetzungenAb); !a.VoraussetzungenAb.IsZero() && m.After(first) {
		first = m
	}
	if next := a.BisherigesEnde.AddDays(1); !a.BisherigesEnde.IsZero() && next.After(first) {
		first = next
	}
	return first, norm
}

// Antragstag returns the day as which the application counts: one for the time
// after a running period that comes more than two months before its end counts as
// made on the first of the second month before it (§ 22 Abs. 4).
func (a Antragszeit) Antragstag() datum.Datum {
	if a.BisherigesEnde.IsZero() {
		return a.Eingang
	}
	if second := monthStart(a.BisherigesEnde).AddMonths(-1); a.Eingang.Before(second) {
		return second
	}
	return a.Eingang
}

func monthStart(d datum.Datum) datum.Datum {
	if d.IsZero() {
		return d
	}
	return d.AddDays(1 - d.Day())
}

// Abschnitt is a part of a period with one amount.
type Abschnitt struct {
	Zeitraum regel.Zeitraum
	Ergebnis Ergebnis
	// Fassung is the day since when the applied version of the law holds (§ 35 Abs.
	// 1 Nr. 9 asks for it).
	Fassung datum.Datum
	// Grundlage is why this law was applied, and the transitional norm a notice
	// must name.
	Grundlage recht.Norm
	// Schritte are the way to the amount.
	Schritte []regel.Schritt
	// Besitzstand: the amount of December is kept, because the law that came into
	// force in January gave less.
	Besitzstand bool
}

// ErrZeitraum reports a period that is none, or is longer than the law allows.
var ErrZeitraum = errors.New("wohngeld: period")

// wechsel are the changes that also reach what was already decided: from that day
// the authority decides anew ex officio, and only the named sections are new.
var wechsel = [...]struct {
	ab, anew, undecided string
	floor               bool // the amount before stays where it is higher
}{
	{"2021-01-01", "§ 42c Abs. 1 WoGG", "§ 42c Abs. 5 WoGG", false},
	{"2022-01-01", "§ 44 Abs. 1 WoGG", "§ 44 Abs. 5 WoGG", false},
	{ab23, "§ 42d Abs. 1 WoGG", "§ 42d Abs. 5 WoGG", true},
	{ab25, "§ 44 Abs. 1 WoGG", "§ 44 Abs. 5 WoGG", false},
}

// Bewillige calculates a period month by month and joins the months of one law
// and one amount, each with its way. entschieden is the day of the decision, zero
// while there is none; herkunft says where the facts come from and may be nil.
//
// A month is calculated by the law of its first day where nothing was decided
// before the law changed (§ 41 Abs. 1). What was decided keeps the law of its
// begin (§ 41 Abs. 2), except for the changes of 2021, 2022, 2023 and 2025, which
// bring new values of §§ 11, 12 and 19 alone. In 2023 the amount of December
// stays where the new one is not higher.
func Bewillige(z regel.Zeitraum, h Haushalt, entschieden datum.Datum, herkunft map[string]regel.Herkunft) ([]Abschnitt, error) {
	if !z.IsValid() || z.Ab.Day() != 1 || z.Bis.AddDays(1).Day() != 1 {
		return nil, fmt.Errorf("%w: it must be of whole months", ErrZeitraum)
	}
	start, err := AmTag(z.Ab)
	if err != nil {
		return nil, err
	}
	months := 0
	for m := z.Ab; !m.After(z.Bis); m = m.AddMonths(1) {
		if months++; months > start.maxMonate {
			return nil, fmt.Errorf("%w: longer than %d months", ErrZeitraum, start.maxMonate)
		}
	}
	var cuts []datum.Datum
	for _, day := range Regeln().Wechsel() {
		if day.Day() != 1 {
			day = monthStart(day).AddMonths(1)
		}
		cuts = append(cuts, day)
	}
	var out []Abschnitt
	law, since, norm := start, fassungOf(z.Ab), recht.MustParseNorm("§ 41 Abs. 1 WoGG")
	floor := Cent(0)
	for _, part := range z.Teile(cuts...) {
		law, since, norm, err = nextLaw(law, since, norm, z, part.Ab, entschieden)
		if err != nil {
			return nil, err
		}
		if part.Ab == datum.MustParse(ab23) && part.Ab != z.Ab {
			floor = out[len(out)-1].Ergebnis.Wohngeld
		}
		w := regel.NewWeg(herkunft)
		a := Abschnitt{Zeitraum: part, Ergebnis: Regeln().Rechne(law, &h, w), Fassung: since, Grundlage: norm}
		if a.Ergebnis.Grund == GrundEingabe {
			return nil, fmt.Errorf("wohngeld: %w", h.err())
		}
		if a.Ergebnis.Wohngeld < floor {
			w.Schritt(vBesitzstand, floor.wert(), a.Ergebnis.Wohngeld.wert())
			a.Ergebnis.Wohngeld, a.Ergebnis.Grund, a.Besitzstand = floor, 0, true
		}
		a.Schritte = w.Schritte()
		if n := len(out); n > 0 && out[n-1].Fassung == a.Fassung && out[n-1].Ergebnis == a.Ergebnis && out[n-1].Grundlage == a.Grundlage && out[n-1].Besitzstand == a.Besitzstand {
			out[n-1].Zeitraum.Bis = part.Bis
			continue
		}
		out = append(out, a)
	}
	return out, nil
}

// nextLaw returns the law for the part that begins on the day.
func nextLaw(law *Recht, since datum.Datum, norm recht.Norm, z regel.Zeitraum, day, entschieden datum.Datum) (*Recht, datum.Datum, recht.Norm, error) {
	if day == z.Ab {
		return law, since, norm, nil
	}
	fresh, err := AmTag(day)
	if err != nil {
		return nil, since, norm, err
	}
	decided := !entschieden.IsZero() && entschieden.Before(day)
	for _, c := range wechsel {
		if c.ab != day.String() {
			continue
		}
		if decided {
			return law.mitTafeln(fresh), day, recht.MustParseNorm(c.anew), nil
		}
		return fresh, fassungOf(day), recht.MustParseNorm(c.undecided), nil
	}
	if decided {
		if norm == recht.MustParseNorm("§ 41 Abs. 1 WoGG") {
			norm = recht.MustParseNorm("§ 41 Abs. 2 WoGG")
		}
		return law, since, norm, nil
	}
	return fresh, fassungOf(day), norm, nil
}

// mitTafeln is this law with the values of §§ 11, 12 and 19 and the Mietenstufen
// of another.
func (r *Recht) mitTafeln(other *Recht) *Recht {
	mixed := *other
	mixed.rest, mixed.auslegung = r.rest, r.auslegung
	return &mixed
}

// fassungOf returns since when the law of the day holds.
func fassungOf(day datum.Datum) datum.Datum {
	var since datum.Datum
	for _, d := range Regeln().Wechsel() {
		if d.After(day) {
			break
		}
		since = d
	}
	return since
}

func (h *Haushalt) err() error {
	if err := h.Check().Err(); err != nil {
		return err
	}
	return ErrUnbekannt
}
