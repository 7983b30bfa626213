// SPDX-License-Identifier: Apache-2.0

package simulation

import (
	"fmt"
	"math"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
	"github.com/deutschland-stack/bausteine/leistung/rollout/pvog"
)

// Quellen returns what the other truths are taken from on a day: an invented
// extract of the catalogue in the form of the hub, and invented monthly use. Both
// are written as text and read by the readers that would read real ones.
func (s *Simulation) Quellen(dienst leistung.Schluessel, tag rollout.Stichtag) (rollout.Quellen, error) {
	extract, err := pvog.ReadCSV(strings.NewReader(s.catalogue(dienst, tag.Gueltig)), pvog.Config{Stand: tag.Gueltig.AddDays(-1)})
	if err != nil {
		return rollout.Quellen{}, err
	}
	use, befunde, err := rollout.ReadNutzung(strings.NewReader(s.use(dienst, tag)), true)
	if err == nil {
		err = befunde.Err()
	}
	return rollout.Quellen{PVOG: extract, Nutzung: use}, err
}

// ars is the regional key under which the catalogue lists an authority.
func ars(z *rollout.Zeile) string {
	switch key := z.Stelle.String(); len(key) {
	case 9:
		if key[5] != '5' && len(z.Gemeinden) > 0 {
			return key + z.Gemeinden[0].AGS.String()[5:]
		}
		return key + "000"
	case 5:
		return key + "0000000"
	case 8:
		if g, err := kommune.Deutschland().Gemeinde(kommune.MustParseAGS(key)); err == nil {
			return g.ARS.String()
		}
	}
	return "160000000000"
}

func (s *Simulation) catalogue(dienst leistung.Schluessel, tag datum.Datum) string {
	var b strings.Builder
	b.WriteString("leika_key;leika_name;ars;ars_name;url;online_status;aktiv\n")
	// The portal is a few days behind.
	rows := s.Buch().At(rollout.Stichtag{Gueltig: tag.AddDays(-4), Bekannt: tag}).Zeilen(dienst, Thueringen)
	for i := range rows {
		z := &rows[i]
		r := random(s.seed, "pvog", dienst.String(), z.Stelle.String())
		luck, down := r.IntN(100), r.IntN(100)
		listed := z.Stand == rollout.StandProduktiv && luck >= 2
		listed = listed || z.Stand == rollout.StandAusgesetzt || z.Stand == rollout.StandErprobung && luck < 6
		if !listed {
			continue
		}
		status := "ok"
		if down < 2 || z.Stand == rollout.StandAusgesetzt {
			status = "nicht ok"
		}
		_, _ = fmt.Fprintf(&b, "%s;Simulation;%s;%s;https://dienst.example/%s;%s;ja\n", dienst, ars(z), strings.ReplaceAll(z.Name, ";", ","), z.Stelle, status)
	}
	return b.String()
}

// rates are cases a year and inhabitant: invented.
var rates = map[string]float64{"99115005104001": 0.02, "99107023017000": 0.008, "99015007012000": 0.006}

func (s *Simulation) use(dienst leistung.Schluessel, tag rollout.Stichtag) string {
	var b strings.Builder
	b.WriteString("monat;leika;ars;anzahl\n")
	first := datum.MustParse(tag.Gueltig.String()[:8] + "01").AddMonths(-3)
	rows := s.Buch().At(tag).Zeilen(dienst, Thueringen)
	for month := range 3 {
		from := first.AddMonths(month)
		days := from.DaysUntil(from.AddMonths(1))
		for i := range rows {
			z := &rows[i]
			r := random(s.seed, "use", dienst.String(), z.Stelle.String(), from.String())
			if z.Stand != rollout.StandProduktiv || random(s.seed, "unused", dienst.String(), z.Stelle.String()).IntN(100) < 4 {
				continue
			}
			live := min(days, max(0, z.Seit.DaysUntil(from.AddMonths(1))))
			mean := rates[dienst.String()] * float64(z.Zahlen.Einwohner) * float64(live) / 365
			n := int(math.Round(mean + math.Sqrt(mean)*r.NormFloat64()))
			if n > 0 {
				_, _ = fmt.Fprintf(&b, "%s;%s;%s;%d\n", from.String()[:7], dienst, ars(z), n)
			}
		}
		if month == 2 { // a month in which nobody had a case is a month all the same
			_, _ = fmt.Fprintf(&b, "%s;%s;160000000000;0\n", from.String()[:7], dienst)
		}
	}
	return b.String()
}

// Lage returns what is known of a connection on a day: invented, and in keeping
// with how far it is and what is in its way. A dry run of this process is a real one.
func (s *Simulation) Lage(dienst leistung.Schluessel, z *rollout.Zeile, tag datum.Datum) *rollout.Lage {
	r := random(s.seed, "lage", dienst.String(), z.Stelle.String())
	far := map[rollout.Stand]int{
		rollout.StandInteresse: 1, rollout.StandBeauftragt: 2, rollout.StandVorbereitung: 3, rollout.StandBereit: 4, rollout.StandAktiviert: 5,
		rollout.StandErprobung: 6, rollout.StandProduktiv: 7, rollout.StandAusgesetzt: 7,
	}[z.Stand]
	l := &rollout.Lage{Faellig: true, ParameterHash: s.hash(dienst, z.Stelle, tag)}
	if far >= 1 {
		l.Nachnutzung, l.Datenschutz = rollout.Zeitraum{Von: sollAb}, rollout.DatenschutzOZG
	}
	if far >= 2 {
		l.Projektleitung, l.Fachlich, l.Technisch, l.Funktionspostfach = "k1", "k2", "k3", true
	}
	grund := z.Hindernis.Grund
	some := func(missing string) bool {
		early := r.IntN(100) < 55
		return far >= 4 || far == 3 && grund != missing && early
	}
	if some("dvdv-eintrag") {
		l.DVDV = kommune.MustParseOrganisationsschluessel("ags:16000000")
		if len(z.Gemeinden) > 0 {
			l.DVDV = kommune.MeldebehoerdeOf(z.Gemeinden[0].AGS)
		}
	}
	until := tag.AddDays(40 + r.IntN(600))
	if z.Stand == rollout.StandProduktiv {
		until = z.Seit.AddDays(365 + r.IntN(20))
		for until.Before(tag) {
			until = until.AddDays(365)
		}
	}
	if some("zertifikat") {
		l.Zertifikat = rollout.Zeitraum{Von: tag.AddDays(-100), Bis: until}
		l.Zustellziel, l.ZielUmgebung = "simulation:ziel", kommune.UmgebungProduktion
		l.ZielAntwortet = rollout.Probe{Am: tag, OK: true}
	}
	if z.Stand == rollout.StandAusgesetzt {
		l.Zertifikat.Bis, l.ZielAntwortet.OK = z.Seit, false
	}
	if some("pvog-eintrag") {
		l.OrganisationsID, l.Link = "simulation", "https://dienst.example/"+z.Stelle.String()
	}
	l.LinkErreichbar = rollout.Probe{Am: tag, OK: far >= 5 && z.Stand != rollout.StandAusgesetzt}
	if some("modul-fehlt") {
		l.Fachverfahren, l.AufListe = "Beispiel-Verfahren 4.2", true
	}
	l.Schulung, l.FirstLevel = far >= 6, far >= 6
	l.Gebuehrenfrei = true
	if far >= 7 || far == 6 && r.IntN(2) == 0 {
		l.Probelauf = rollout.Probelauf{Am: tag.AddDays(-r.IntN(25)), ParameterHash: l.ParameterHash}
		for _, leg := range rollout.Strecken() {
			l.Probelauf.Ergebnisse = append(l.Probelauf.Ergebnisse, rollout.Streckenergebnis{Strecke: leg, Bestanden: leg != rollout.StreckeZahlung, Entfaellt: leg == rollout.StreckeZahlung})
		}
	}
	if p, ok := s.Geprobt(dienst, z.Stelle); ok {
		l.Probelauf = p.Ergebnis()
	}
	return l
}

// hash identifies what an authority has set by a day.
func (s *Simulation) hash(dienst leistung.Schluessel, stelle rollout.Stelle, tag datum.Datum) string {
	if settings, err := s.Einstellungen(dienst); err == nil {
		if set, ok := settings.Of(stelle, rollout.Heute(tag)); ok {
			return set.Hash
		}
	}
	return ""
}
