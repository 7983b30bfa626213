// SPDX-License-Identifier: Apache-2.0

package antrag

import (
	"fmt"
	"slices"
	"sync"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// lebenslauf is the table of the life cycle. It is built on first use so that
// importing the package costs nothing. How long what is kept does not matter for its
// steps.
var lebenslauf = sync.OnceValue(func() *verfahren.Tabelle {
	a := Aufbewahrung{}
	for _, status := range stored {
		a[status] = Tage(30)
	}
	v, err := a.Verfahren()
	if err != nil {
		panic(err) // every status has a period
	}
	return verfahren.MustNew(v)
})

// Diagram returns the life cycle as a Mermaid state diagram.
func Diagram() string { return lebenslauf().Mermaid() }

// arten are the kinds of events in the order in which they are offered.
var arten = [...]Art{
	ArtBegonnen, ArtBearbeitet, ArtVerworfen, ArtVerfallen, ArtEingereicht, ArtZugestellt, ArtZustellungGescheitert,
	ArtZustellungWiederholt, ArtUebernommen, ArtNachgefragt, ArtBeantwortet, ArtEingeladen, ArtVorgesprochen, ArtStattgegeben,
	ArtAbgelehnt, ArtErinnert, ArtZurueckgenommen, ArtGeloescht,
}

// Verfahren returns the life cycle of this package as any service writes one down,
// with these periods: who may do what by which norm, what runs out when, and how long
// what is kept. [ErrInvalid]: a status without a period, or one of several units.
//
// The Registratur of this package asks for no roles: who acts is the service's to
// check.
func (a Aufbewahrung) Verfahren() (verfahren.Verfahren, error) {
	var invalid error
	spanne := func(status Status) (verfahren.Spanne, recht.Norm) {
		s, ok := spanne(a[status].Period)
		if !ok {
			invalid = fmt.Errorf("%w: the period of %s is none of one unit", ErrInvalid, status)
		}
		norm := a[status].Norm
		if norm.IsZero() {
			norm = recht.MustParseNorm("Art. 5 Abs. 1 Buchst. e DSGVO")
		}
		return s, norm
	}
	r := verfahren.VwVfG()
	v := verfahren.Verfahren{
		Name: "antrag", Fassung: "1", Recht: r, NurAufAntrag: r.Beginn,
		Beteiligte: []verfahren.Beteiligter{{
			Rolle: verfahren.Rolle(AkteurAntragsteller), Stellung: verfahren.StellungAntragsteller, Zugang: verfahren.ZugangKonto, Niveau: recht.NiveauUntergeordnet,
			Schreibt: []verfahren.Teil{"angaben"}, Sieht: []verfahren.Teil{"angaben"},
		}},
		Schritte: schritte(r), Entscheidungen: entscheidungen(r),
	}
	for _, status := range stored {
		in := zustaende(status)
		switch {
		case status == StatusGeloescht:
		case status == StatusEntwurf || status.Offen():
			frist := verfahren.Frist{Name: string(status), Fuer: verfahren.RolleBehoerde, In: in, Fest: true, Folge: verfahren.Akt(ArtErinnert)}
			if status == StatusEntwurf {
				frist.Fuer, frist.Folge = verfahren.Rolle(AkteurAntragsteller), verfahren.Akt(ArtVerfallen)
			}
			frist.Dauer, frist.Norm = spanne(status)
			v.Fristen = append(v.Fristen, frist)
		default:
			row := verfahren.Loeschung{Was: verfahren.AlleDaten(), In: in}
			row.Nach, row.Norm = spanne(status)
			v.Enden, v.Aufbewahrung = append(v.Enden, in...), append(v.Aufbewahrung, row)
		}
	}
	return v, invalid
}

// spanne returns a period of one unit.
func spanne(p bausteine.Period) (s verfahren.Spanne, ok bool) {
	for _, one := range []verfahren.Spanne{verfahren.Jahre(p.Years), verfahren.Monate(p.Months), verfahren.Tage(p.Days), {Uhr: p.Time}} {
		if one.Anzahl == 0 && one.Uhr == 0 {
			continue
		}
		if !s.IsZero() {
			return s, false
		}
		s = one
	}
	return s, !s.IsZero() && !p.ThenYear
}

func zustaende(status ...Status) []verfahren.Zustand {
	in := make([]verfahren.Zustand, len(status))
	for i := range status {
		in[i] = verfahren.Zustand(status[i])
	}
	return in
}

func schritte(r verfahren.Recht) []verfahren.Schritt {
	const person, amt, system = verfahren.Rolle(AkteurAntragsteller), verfahren.RolleBehoerde, verfahren.RolleSystem
	row := func(von Status, art Art, nach Status, wer verfahren.Rolle, norm recht.Norm, wenn ...verfahren.Sache) verfahren.Schritt {
		s := verfahren.Schritt{Von: zustaende(von), Akt: verfahren.Akt(art), Nach: verfahren.Zustand(nach), Wer: verfahren.Wer(wer), Norm: norm}
		if len(wenn) > 0 {
			s.Wenn = verfahren.Wenn(wenn...)
		}
		return s
	}
	rows := []verfahren.Schritt{
		row(StatusNeu, ArtBegonnen, StatusEntwurf, person, r.Beginn),
		row(StatusEntwurf, ArtBearbeitet, StatusEntwurf, person, r.Mitwirkung),
		row(StatusEntwurf, ArtVerworfen, StatusVerworfen, person, r.Beginn),
		row(StatusEntwurf, ArtVerfallen, StatusVerworfen, system, r.Entwurf),
		// An application without content is not one: nobody could decide on it.
		row(StatusEntwurf, ArtEingereicht, StatusEingereicht, person, r.Beginn, verfahren.SacheAngaben),

		row(StatusEingereicht, ArtZugestellt, StatusZugestellt, system, r.Beginn),
		row(StatusEingereicht, ArtZustellungGescheitert, StatusGestoert, system, r.Beginn),
		row(StatusZugestellt, ArtZustellungGescheitert, StatusGestoert, system, r.Beginn), // rejected by who had received it
		row(StatusGestoert, ArtZustellungWiederholt, StatusEingereicht, system, r.Beginn),

		row(StatusZugestellt, ArtUebernommen, StatusInBearbeitung, amt, r.Ermittlung),
		row(StatusInBearbeitung, ArtNachgefragt, StatusRueckfrage, amt, r.Mitwirkung, verfahren.SacheText),
		row(StatusRueckfrage, ArtBeantwortet, StatusInBearbeitung, person, r.Mitwirkung, verfahren.SacheText),
		row(StatusInBearbeitung, ArtEingeladen, StatusVorsprache, amt, r.Mitwirkung, verfahren.SacheText),
		row(StatusVorsprache, ArtVorgesprochen, StatusInBearbeitung, amt, r.Mitwirkung),
	}
	for _, offen := range stored {
		if offen.Offen() {
			rows = append(rows,
				row(offen, ArtErinnert, offen, system, r.Untaetigkeit),
				row(offen, ArtZurueckgenommen, StatusZurueckgenommen, person, r.Beginn))
		}
	}
	return rows
}

// entscheidungen of the authority. A refusal without a reason is void of use to the
// person. Where no answer came, or nobody appeared, it may still refuse.
func entscheidungen(r verfahren.Recht) []verfahren.Entscheidung {
	return []verfahren.Entscheidung{
		{
			Akt: verfahren.Akt(ArtStattgegeben), Von: zustaende(StatusInBearbeitung), Nach: verfahren.Zustand(StatusStattgegeben), Norm: r.Ermittlung,
			Ergebnis: []verfahren.Ergebnis{verfahren.ErgebnisStattgegeben}, Spielraum: verfahren.SpielraumBeurteilung,
		},
		{
			Akt: verfahren.Akt(ArtAbgelehnt), Von: zustaende(StatusInBearbeitung, StatusRueckfrage, StatusVorsprache), Nach: verfahren.Zustand(StatusAbgelehnt), Norm: r.Begruendung,
			Ergebnis: []verfahren.Ergebnis{verfahren.ErgebnisAbgelehnt}, Spielraum: verfahren.SpielraumBeurteilung, Wenn: verfahren.Wenn(verfahren.SacheText),
		},
	}
}

// moeglich returns the kinds of events that have a row in a status.
func moeglich(status Status) []Art {
	permitted := lebenslauf().Permitted(verfahren.Zustand(status))
	var possible []Art
	for _, art := range arten {
		if slices.Contains(permitted, verfahren.Akt(art)) {
			possible = append(possible, art)
		}
	}
	return possible
}
