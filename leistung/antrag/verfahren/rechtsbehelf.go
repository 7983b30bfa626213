// SPDX-License-Identifier: Apache-2.0

package verfahren

import "github.com/deutschland-stack/bausteine/kommune/recht"

// RolleFuehrer is who pursues a remedy.
const RolleFuehrer Rolle = "rechtsbehelfsfuehrer"

// The acts that a remedy leaves in the case it is about. They change no state, and a
// period may stand still from the first to the second.
const (
	AktAngefochten      Akt = "angefochten"
	AktRechtsbehelfEnde Akt = "rechtsbehelf-erledigt"
)

// Rechtsbehelf returns the table of a Widerspruch or Einspruch against decisions of a
// procedure: a case of its own, with its own clock and its own end. The norm is that of
// who decides on it; so long is it kept. After it there is the way to court.
func (r Recht) Rechtsbehelf(fassung string, niveau recht.Niveau, norm, klage recht.Norm, aufbewahrung Spanne, aufbewahrungNorm recht.Norm) Verfahren {
	const abgeholfen, zurueckgewiesen Zustand = "abgeholfen", "zurueckgewiesen"
	offen := In(ZustandEingereicht, ZustandInBearbeitung)
	enden := In(abgeholfen, zurueckgewiesen, ZustandZurueckgenommen)
	gericht := &Behelf{Art: BehelfKlage, Norm: klage, Frist: Monate(1)}
	untaetig := r.Untaetig
	if r.Name == "SGB X" {
		untaetig = Monate(3) // on a Widerspruch, § 88 Abs. 2 SGG
	}
	return Verfahren{
		Name: string(r.Behelf.Art) + "-" + r.Name, Fassung: fassung, Recht: r, NurAufAntrag: r.Behelf.Norm,
		Beteiligte: []Beteiligter{{
			Rolle: RolleFuehrer, Stellung: StellungAntragsteller, Zugang: ZugangKonto, Niveau: niveau, Vertretbar: r.Vertretung,
			Schreibt: []Teil{"begruendung"}, Sieht: []Teil{"begruendung"},
		}},
		Schritte: []Schritt{
			{Von: In(ZustandNeu), Akt: AktEingereicht, Nach: ZustandEingereicht, Wer: Wer(RolleFuehrer), Norm: r.Behelf.Norm},
			{Von: In(ZustandEingereicht), Akt: AktUebernommen, Nach: ZustandInBearbeitung, Wer: Wer(RolleBehoerde), Norm: r.Ermittlung},
			{Von: offen, Akt: AktZurueckgenommen, Nach: ZustandZurueckgenommen, Wer: Wer(RolleFuehrer), Norm: r.Behelf.Norm},
		},
		Entscheidungen: []Entscheidung{
			{
				Akt: "abgeholfen", Von: offen, Nach: abgeholfen, Norm: norm, Spielraum: SpielraumBeurteilung,
				Ergebnis: []Ergebnis{ErgebnisStattgegeben, ErgebnisTeilweise}, Behelf: gericht,
			},
			{
				Akt: "zurueckgewiesen", Von: offen, Nach: zurueckgewiesen, Norm: norm, Spielraum: SpielraumBeurteilung,
				Ergebnis: []Ergebnis{ErgebnisAbgelehnt}, Behelf: gericht,
			},
		},
		Fristen: []Frist{{
			Name: "untaetigkeit", Norm: r.Untaetigkeit, Fuer: RolleBehoerde, In: offen, Ab: []Akt{AktEingereicht}, Dauer: untaetig, Vorher: Wochen(2),
			Vermerk: recht.NewText("Über den Rechtsbehelf ist nicht rechtzeitig entschieden; das Gericht kann angerufen werden.", "The remedy has not been decided on in time; the court may be called upon."),
		}},
		Enden:        enden,
		Aufbewahrung: []Loeschung{{Was: AlleDaten(), In: enden, Nach: aufbewahrung, Norm: aufbewahrungNorm}},
	}
}
