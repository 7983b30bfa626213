// SPDX-License-Identifier: Apache-2.0

package verfahren

import (
	"slices"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// The states of building parts.
const (
	ZustandNeu             Zustand = "neu" // before the first act; never stored
	ZustandEntwurf         Zustand = "entwurf"
	ZustandMitzeichnung    Zustand = "mitzeichnung"
	ZustandZahlung         Zustand = "zahlung"
	ZustandEingereicht     Zustand = "eingereicht"
	ZustandInBearbeitung   Zustand = "in-bearbeitung"
	ZustandRueckfrage      Zustand = "rueckfrage"
	ZustandAnhoerung       Zustand = "anhoerung"
	ZustandVerworfen       Zustand = "verworfen"
	ZustandAbgebrochen     Zustand = "abgebrochen"
	ZustandZurueckgenommen Zustand = "zurueckgenommen"
	ZustandAbgelehnt       Zustand = "abgelehnt"
	ZustandGeloescht       Zustand = "geloescht" // the skeleton alone is left; every table ends in it
)

// The acts of building parts.
const (
	AktBegonnen        Akt = "begonnen"
	AktBearbeitet      Akt = "bearbeitet" // what is stated was changed
	AktVerworfen       Akt = "verworfen"
	AktVerfallen       Akt = "verfallen"
	AktEingeladen      Akt = "eingeladen"
	AktBeigetreten     Akt = "beigetreten"
	AktBestaetigt      Akt = "bestaetigt"
	AktEingereicht     Akt = "eingereicht"
	AktGeprueft        Akt = "geprueft"
	AktBeanstandet     Akt = "beanstandet"
	AktZahlung         Akt = "zahlung-begonnen" // a payment was opened, again where one failed
	AktBezahlt         Akt = "bezahlt"
	AktUebernommen     Akt = "uebernommen"
	AktNachgefragt     Akt = "nachgefragt"
	AktBeantwortet     Akt = "beantwortet"
	AktErgaenzt        Akt = "ergaenzt" // a party adds something that nobody asked for
	AktZurueckgenommen Akt = "zurueckgenommen"
	AktAngehoert       Akt = "anhoerung-begonnen"
	AktGeaeussert      Akt = "geaeussert"
	AktAnhoerungVorbei Akt = "anhoerung-vorbei"
	AktUebergeben      Akt = "uebergeben" // from the machine to a person
	AktVorgelegt       Akt = "vorgelegt"  // one of four eyes has proposed a decision
	AktVertreten       Akt = "vertreten"  // somebody shows that they act for another
	AktGeloescht       Akt = "geloescht"
)

// Baustein is a part of a procedure: rows and the periods that belong to them.
type Baustein struct {
	Schritte []Schritt
	Fristen  []Frist
	Enden    []Zustand
}

// Baue adds parts to what a service says itself.
func Baue(v Verfahren, teile ...Baustein) Verfahren {
	v.Schritte, v.Fristen, v.Enden = slices.Clone(v.Schritte), slices.Clone(v.Fristen), slices.Clone(v.Enden)
	for _, teil := range teile {
		v.Schritte = append(v.Schritte, teil.Schritte...)
		v.Fristen = append(v.Fristen, teil.Fristen...)
		for _, ende := range teil.Enden {
			if !slices.Contains(v.Enden, ende) {
				v.Enden = append(v.Enden, ende)
			}
		}
	}
	return v
}

// In is the list of states, shorter to write.
func In(zustaende ...Zustand) []Zustand { return zustaende }

// Wer is the list of roles.
func Wer(rollen ...Rolle) []Rolle { return rollen }

// Folgt is one row.
func Folgt(norm recht.Norm, akt Akt, von, nach Zustand, wer ...Rolle) Baustein {
	return Baustein{Schritte: []Schritt{{Von: In(von), Akt: akt, Nach: nach, Wer: wer, Norm: norm}}}
}

// Entwerfen begins a draft, changes it and gives it up. How long it is kept the service
// says with [Recht.Entwurfsfrist].
func (r Recht) Entwerfen(wer Rolle) Baustein {
	return Baustein{
		Schritte: []Schritt{
			{Von: In(ZustandNeu), Akt: AktBegonnen, Nach: ZustandEntwurf, Wer: Wer(wer), Norm: r.Beginn},
			{Von: In(ZustandEntwurf), Akt: AktBearbeitet, Wer: Wer(wer), Norm: r.Mitwirkung},
			{Von: In(ZustandEntwurf), Akt: AktVerworfen, Nach: ZustandVerworfen, Wer: Wer(wer), Norm: r.Beginn},
			{Von: In(ZustandEntwurf), Akt: AktVerfallen, Nach: ZustandVerworfen, Wer: Wer(RolleSystem), Norm: r.Entwurf},
		},
		Enden: In(ZustandVerworfen),
	}
}

// Entwurfsfrist lets a draft run out that nobody edits for so long; its owner is told
// before.
func (r Recht) Entwurfsfrist(fuer Rolle, dauer, vorher Spanne, in ...Zustand) Baustein {
	ab := []Akt{AktBegonnen, AktBearbeitet}
	if slices.Contains(in, ZustandMitzeichnung) {
		ab = append(ab, AktBestaetigt)
	}
	return Baustein{Fristen: []Frist{{
		Name: "entwurf", Norm: r.Entwurf, Fuer: fuer, In: in, Ab: ab, Dauer: dauer, Fest: true, Vorher: vorher, Folge: AktVerfallen,
	}}}
}

// Einreichen hands the draft in.
func (r Recht) Einreichen(wer Rolle) Baustein {
	return Baustein{Schritte: []Schritt{
		{Von: In(ZustandEntwurf), Akt: AktEingereicht, Nach: ZustandEingereicht, Wer: Wer(wer), Norm: r.Beginn, Wenn: Wenn(SacheVollstaendig)},
	}}
}

// Mitzeichnen asks several for the same declaration: who began invites the others, and
// it is handed in as soon as all have confirmed what they see now. Whoever changes
// what another sees makes the other's confirmation void.
func (r Recht) Mitzeichnen(erster Rolle, weitere ...Rolle) Baustein {
	alle := append(Wer(erster), weitere...)
	in := In(ZustandMitzeichnung)
	return Baustein{Schritte: []Schritt{
		{Von: In(ZustandEntwurf), Akt: AktEingeladen, Nach: ZustandMitzeichnung, Wer: Wer(erster), Norm: r.Beginn},
		{Von: in, Akt: AktEingeladen, Wer: Wer(erster), Norm: r.Beginn},
		{Von: in, Akt: AktBeigetreten, Wer: weitere, Norm: r.Beginn},
		{Von: in, Akt: AktBearbeitet, Wer: alle, Norm: r.Mitwirkung},
		{Von: in, Akt: AktBestaetigt, Wer: alle, Norm: r.Beginn, Wenn: Wenn(SacheVollstaendig)},
		{Von: in, Akt: AktEingereicht, Nach: ZustandEingereicht, Wer: Wer(RolleSystem), Norm: r.Beginn, Wenn: Wenn(SacheBestaetigt), Selbst: true},
		{Von: in, Akt: AktVerworfen, Nach: ZustandVerworfen, Wer: alle, Norm: r.Beginn},
		{Von: in, Akt: AktVerfallen, Nach: ZustandVerworfen, Wer: Wer(RolleSystem), Norm: r.Entwurf},
	}}
}

// MitzeichnenVorZahlung is Mitzeichnen where it is paid for before it is handed in: as
// soon as all have confirmed it waits for the money. Add [Recht.Zahlen].
func (r Recht) MitzeichnenVorZahlung(erster Rolle, weitere ...Rolle) Baustein {
	b := r.Mitzeichnen(erster, weitere...)
	for i := range b.Schritte {
		if s := &b.Schritte[i]; s.Selbst {
			s.Akt, s.Nach = AktGeprueft, ZustandZahlung
		}
	}
	return b
}

// Vertreten lets somebody act for a role, with proof.
func (r Recht) Vertreten(norm recht.Norm, in []Zustand, wer ...Rolle) Baustein {
	return Baustein{Schritte: []Schritt{{Von: in, Akt: AktVertreten, Wer: wer, Norm: norm}}}
}

// Pruefen checks the entries against registers in the dialogue; after so many
// corrections it is over.
func (r Recht) Pruefen(norm recht.Norm, korrekturen int, nach Zustand, wer Rolle) Baustein {
	in, system := In(ZustandEntwurf), Wer(RolleSystem)
	return Baustein{
		Schritte: []Schritt{
			{Von: in, Akt: AktBeanstandet, Wer: system, Norm: norm, Wenn: Hoechstens(korrekturen)},
			{Von: in, Akt: AktBeanstandet, Nach: ZustandAbgebrochen, Wer: system, Norm: norm, Wenn: Danach(korrekturen)},
			{Von: in, Akt: AktGeprueft, Nach: nach, Wer: Wer(wer), Norm: norm, Wenn: Wenn(SacheVollstaendig)},
		},
		Enden: In(ZustandAbgebrochen),
	}
}

// Zahlen waits for the money and hands in when it is there, also when the browser
// never comes back.
func (r Recht) Zahlen(norm recht.Norm, wer Rolle) Baustein {
	in, system := In(ZustandZahlung), Wer(RolleSystem)
	return Baustein{
		Schritte: []Schritt{
			{Von: in, Akt: AktZahlung, Wer: Wer(wer), Norm: norm},
			{Von: in, Akt: AktBezahlt, Wer: system, Norm: norm},
			{Von: in, Akt: AktEingereicht, Nach: ZustandEingereicht, Wer: system, Norm: r.Beginn, Wenn: Wenn(SacheBezahlt), Selbst: true},
			{Von: in, Akt: AktVerworfen, Nach: ZustandAbgebrochen, Wer: Wer(wer), Norm: norm},
			{Von: in, Akt: AktVerfallen, Nach: ZustandAbgebrochen, Wer: system, Norm: norm},
		},
		Enden: In(ZustandAbgebrochen),
	}
}

// Bearbeiten has a person work on it, who asks back with a day by which to
// answer; more may be handed in, and it may be withdrawn. When the authority is silent for too long both are told.
func (r Recht) Bearbeiten(wer ...Rolle) Baustein {
	amt, offen := Wer(RolleBehoerde), In(ZustandEingereicht, ZustandInBearbeitung, ZustandRueckfrage)
	return Baustein{
		Schritte: []Schritt{
			{Von: In(ZustandEingereicht), Akt: AktUebernommen, Nach: ZustandInBearbeitung, Wer: amt, Norm: r.Ermittlung},
			{Von: In(ZustandInBearbeitung), Akt: AktNachgefragt, Nach: ZustandRueckfrage, Wer: amt, Norm: r.Mitwirkung, Wenn: Wenn(SacheText)},
			{Von: In(ZustandRueckfrage), Akt: AktBeantwortet, Nach: ZustandInBearbeitung, Wer: wer, Norm: r.Mitwirkung, Wenn: Wenn(SacheText)},
			{Von: In(ZustandRueckfrage), Akt: AktUebernommen, Nach: ZustandInBearbeitung, Wer: amt, Norm: r.Ermittlung},
			{Von: offen, Akt: AktErgaenzt, Wer: wer, Norm: r.Mitwirkung, Wenn: Wenn(SacheText)},
			{Von: offen, Akt: AktZurueckgenommen, Nach: ZustandZurueckgenommen, Wer: wer, Norm: r.Beginn},
		},
		Fristen: []Frist{
			{
				Name: "untaetigkeit", Norm: r.Untaetigkeit, Fuer: RolleBehoerde, In: offen, Ab: []Akt{AktEingereicht}, Dauer: r.Untaetig,
				Vermerk: recht.NewText("Die Behörde hat nicht rechtzeitig entschieden; das Gericht kann angerufen werden.", "The authority has not decided in time; the court may be called upon."),
			},
			{
				Name: "rueckfrage", Norm: r.GesetzteZeit, Fuer: wer[0], In: In(ZustandRueckfrage), Tag: FristTagTermin, Fest: true, Vorher: Tage(3),
				Vermerk: recht.NewText("Die Frist zur Antwort ist abgelaufen.", "The time to answer is over."),
			},
		},
		Enden: In(ZustandZurueckgenommen),
	}
}

// Anhoeren hears somebody before a burden: what they say, or the end of the period,
// ends it and leads to danach.
func (r Recht) Anhoeren(von []Zustand, danach Zustand, dauer Spanne, wer ...Rolle) Baustein {
	in := In(ZustandAnhoerung)
	return Baustein{
		Schritte: []Schritt{
			{Von: von, Akt: AktAngehoert, Nach: ZustandAnhoerung, Wer: Wer(RolleBehoerde), Norm: r.Anhoerung, Wenn: Wenn(SacheText)},
			{Von: in, Akt: AktGeaeussert, Nach: danach, Wer: wer, Norm: r.Anhoerung, Wenn: Wenn(SacheText)},
			{Von: in, Akt: AktAnhoerungVorbei, Nach: danach, Wer: Wer(RolleSystem), Norm: r.Anhoerung},
		},
		Fristen: []Frist{
			{Name: "anhoerung", Norm: r.GesetzteZeit, Fuer: wer[0], In: in, Dauer: dauer, Vorher: Tage(3), Folge: AktAnhoerungVorbei},
		},
	}
}

// Schweigen is what the silence of another body means.
type Schweigen string

// What silence means.
const (
	SchweigenNichts     Schweigen = "nichts"     // the authority goes on without an answer
	SchweigenZustimmung Schweigen = "zustimmung" // consent is deemed given, by statute
)

// Beteiligen asks other bodies or persons while the case stays in its states: each
// has a period of their own, and what silence means is said. The acts are named after
// the role: "gemeinde:gefragt", "gemeinde:geantwortet", "gemeinde:geschwiegen".
func (r Recht) Beteiligen(norm recht.Norm, in []Zustand, wen Rolle, dauer Spanne, schweigen Schweigen) Baustein {
	gefragt, geantwortet, geschwiegen := AktGefragt(wen), AktGeantwortet(wen), AktGeschwiegen(wen)
	return Baustein{
		Schritte: []Schritt{
			{Von: in, Akt: gefragt, Wer: Wer(RolleBehoerde), Norm: norm},
			{Von: in, Akt: geantwortet, Wer: Wer(wen), Norm: norm},
			{Von: in, Akt: geschwiegen, Wer: Wer(RolleSystem), Norm: norm},
		},
		Fristen: []Frist{{
			Name: string(wen), Norm: norm, Fuer: wen, In: in, Ab: []Akt{gefragt}, Bis: []Akt{geantwortet}, Dauer: dauer, Je: true,
			Schweigen: schweigen, Vorher: Wochen(1), Folge: geschwiegen,
		}},
	}
}

// AktGefragt is the act by which a role is asked, see [Recht.Beteiligen].
func AktGefragt(wen Rolle) Akt { return Akt(wen) + ":gefragt" }

// AktGeantwortet is its answer, also a late one.
func AktGeantwortet(wen Rolle) Akt { return Akt(wen) + ":geantwortet" }

// AktGeschwiegen is what the end of its period does.
func AktGeschwiegen(wen Rolle) Akt { return Akt(wen) + ":geschwiegen" }
