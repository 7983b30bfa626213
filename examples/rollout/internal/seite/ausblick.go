// SPDX-License-Identifier: Apache-2.0

package seite

import (
	"fmt"
	"strings"

	"github.com/deutschland-stack/bausteine/leistung/rollout"
	"github.com/deutschland-stack/bausteine/leistung/rollout/prognose"
)

// ausblick is the forecast of a view.
type ausblick struct {
	lage   prognose.Lage
	punkte []prognose.Prognose // one for each week up to the target
	ende   prognose.Ende
	teams  prognose.Prognose // with ten teams instead of six
	vorbei bool              // the target day has come, or there is nothing to forecast
}

func (o *ausblick) ziel() prognose.Prognose { return o.punkte[len(o.punkte)-1] }

func (a *ansicht) prognose() (*ausblick, error) {
	o := &ausblick{lage: a.buch.Lage(a.dienst.Leistung, a.gebiet, a.tag)}
	weeks := a.tag.Gueltig.DaysUntil(a.buch.Programm().Ziel) / 7 // up to the last Monday before the day
	if weeks < 1 || o.lage.Faellig == 0 {
		o.vorbei = true
		return o, nil
	}
	weeks = min(weeks, prognose.MaxWochen)
	// One band, one way to draw it: where the target is not calibrated, nothing
	// before it is.
	calibrated := a.buch.Eichung(a.tag, weeks).Genug()
	eichung := func(w int) prognose.Eichung {
		if !calibrated {
			return prognose.Eichung{}
		}
		return a.buch.Eichung(a.tag, w)
	}
	for w := 1; w <= weeks; w++ {
		p, err := prognose.Forecast(o.lage, w, eichung(w), 1)
		if err != nil {
			return nil, err
		}
		o.punkte = append(o.punkte, p)
	}
	limited := 0
	for _, z := range a.sicht.Zeilen(a.dienst.Leistung, a.gebiet) {
		waits := z.Hindernis.WartetAuf != "" && z.Hindernis.WartetAuf != rollout.VonKommune
		if (z.Stand == rollout.StandBeauftragt || z.Stand == rollout.StandVorbereitung || z.Stand == rollout.StandInteresse) && !waits {
			limited++
		}
	}
	faster, err := o.lage.WithTeams(6, 10, min(limited, o.lage.Rest))
	if err != nil {
		return nil, err
	}
	if o.teams, err = prognose.Forecast(faster, weeks, eichung(weeks), 1); err != nil {
		return nil, err
	}
	o.ende, err = prognose.Completion(o.lage, eichung, 1)
	return o, err
}

func komma(x float64) string { return strings.Replace(fmt.Sprintf("%.1f", x), ".", ",", 1) }

func (a *ansicht) termin(o *ausblick) frage {
	ziel := a.buch.Programm().Ziel
	f := frage{Frage: "Schaffen wir den " + tagText(ziel) + "?", Mehr: "Prognose und ihre Treffer"}
	if o.vorbei {
		f.Wert, f.Text = "–", "Für diesen Dienst und Tag gibt es nichts vorherzusagen."
		return f
	}
	p := o.ziel()
	switch {
	case p.Hoechstens < p.Faellig || p.AlleProMille == 0:
		f.Wert = fmt.Sprintf("Alle %d: nein", p.Faellig)
	default:
		f.Wert = fmt.Sprintf("Alle %d: %d von 100", p.Faellig, p.AlleProMille/10)
	}
	f.Text = fmt.Sprintf("Im bisherigen Tempo werden es %d, mit 80 %% Sicherheit %d bis %d. Höchstens möglich sind %d. Nötig wären dafür noch %s in der Woche, zuletzt waren es %s.",
		p.Punkt, p.Unten, p.Oben, p.Hoechstens, komma(o.lage.Noetig(len(o.punkte))), komma(o.lage.Tempo()))
	if !p.Geeicht {
		f.Text += " Das Band ist noch nicht geeicht."
	}
	t := tabelle{Titel: "Prognose bis zum Ziel", Kopf: []string{"Tag", "bisheriges Tempo", "80 % von", "80 % bis", "höchstens", "fällig", "alle (von 1.000)", "frühere Prognosen", "geeicht"}, Zahl: []bool{false, true, true, true, true, true, true, true, false}}
	for _, p := range o.punkte {
		yes := "nein"
		if p.Geeicht {
			yes = "ja"
		}
		t.add(wort(kurz(a.tag.Gueltig.AddDays(7*p.Wochen))), zahl(int64(p.Punkt)), zahl(int64(p.Unten)), zahl(int64(p.Oben)), zahl(int64(p.Hoechstens)), zahl(int64(p.Faellig)), zahl(int64(p.AlleProMille)), zahl(int64(p.Rueckschauen)), wort(yes))
	}
	treffer := a.buch.Treffer(a.tag)
	hits := tabelle{Titel: "Wie gut frühere Prognosen waren", Kopf: []string{"Bänder, deren Tag gekommen ist", "davon getroffen", "zugesagt"}, Zahl: []bool{true, true, true}}
	hits.add(zahl(int64(treffer.Von)), zahl(int64(treffer.Gehalten)), anteil("80 %"))
	end := tabelle{Titel: "Wann alle fälligen laufen", Kopf: []string{"oberes Ende des Bandes", "bisheriges Tempo", "unteres Ende des Bandes"}}
	end.add(wort(a.wann(o.ende.Frueh)), wort(a.wann(o.ende.Erwartet)), wort(a.wann(o.ende.Spaet)))
	f.Tabellen = []tabelle{t, hits, end}
	return f
}

// wann writes a number of weeks as a day, or that none is in sight.
func (a *ansicht) wann(weeks int) string {
	if weeks < 0 {
		return "nicht absehbar"
	}
	return tagText(a.tag.Gueltig.AddDays(7 * weeks))
}
