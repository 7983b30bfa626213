// SPDX-License-Identifier: Apache-2.0

package seite

import (
	"strings"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

// due is who is due by the rules of a programme, from the embedded register.
func due(p *rollout.Programm) (tabelle, error) {
	t := tabelle{Titel: "Wer fällig ist: " + p.Titel, Kopf: []string{"Dienst", "Schlüssel", "Behörden", "Menschen", "Grund", "Nicht belegt"}, Zahl: []bool{false, false, true, true, false, false}}
	buch, err := rollout.NewBuch(*p)
	if err != nil {
		return t, err
	}
	day := datum.MustParse("2026-01-01")
	soll, err := rollout.FillSoll(p, rollout.Fuellung{Verzeichnis: kommune.Deutschland(), Ab: day, Erfasst: day.Start(), NewID: uuid.New})
	if err == nil {
		err = buch.AddSoll(soll...)
	}
	if err != nil {
		return t, err
	}
	for _, d := range p.Dienste {
		n := buch.At(rollout.Heute(day)).Deckung(d.Leistung, rollout.Gebiet{})
		var reasons, unsure []string
		for _, r := range d.Regeln {
			reasons = append(reasons, r.Grund)
			if r.Unbestaetigt != "" {
				unsure = append(unsure, r.Unbestaetigt)
			}
		}
		row := []zelle{wort(d.Name), wort(d.Leistung.String()), zahl(n.Traeger.Nenner), zahl(n.Einwohner.Nenner), wort(strings.Join(reasons, ", ")), wort(strings.Join(unsure, " "))}
		if n.Traeger.Nenner == 0 {
			row[2], row[3] = anteil("unbekannt"), anteil("–")
		}
		t.add(row...)
	}
	return t, nil
}
