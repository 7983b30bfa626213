// SPDX-License-Identifier: Apache-2.0

package antrag

import (
	"sync"

	"github.com/deutschland-stack/bausteine/internal/lifecycle"
)

// schritt is what a guard may look at: whether things are there, not what they
// say.
type schritt struct {
	angaben bool // the Antrag holds Angaben
	text    bool // the event carries a text
}

type (
	row   = lifecycle.Transition[Status, Art, schritt]
	guard = lifecycle.Guard[schritt]
)

var (
	// An application without content is not one: nobody could decide on it.
	mitAngaben = guard{Name: "Angaben are present", Holds: func(s schritt) bool { return s.angaben }}
	// The authority's word needs words: a refusal without a reason is void of
	// use to the applicant (§ 39(1) VwVfG or the act of the Land asks for one).
	mitText = guard{Name: "a text is given", Holds: func(s schritt) bool { return s.text }}
)

// lebenslauf is the table of the life cycle. It is built on first use so that
// importing the package costs nothing.
var lebenslauf = sync.OnceValue(func() *lifecycle.Table[Status, Art, schritt] {
	spec := lifecycle.Spec[Status, Art, schritt]{
		States: []Status{
			StatusNeu, StatusEntwurf, StatusVerworfen, StatusEingereicht, StatusGestoert, StatusZugestellt, StatusInBearbeitung,
			StatusRueckfrage, StatusVorsprache, StatusStattgegeben, StatusAbgelehnt, StatusZurueckgenommen, StatusGeloescht,
		},
		Final: []Status{StatusGeloescht},
		Events: []Art{
			ArtBegonnen, ArtBearbeitet, ArtVerworfen, ArtVerfallen, ArtEingereicht, ArtZugestellt, ArtZustellungGescheitert,
			ArtZustellungWiederholt, ArtUebernommen, ArtNachgefragt, ArtBeantwortet, ArtEingeladen, ArtVorgesprochen, ArtStattgegeben,
			ArtAbgelehnt, ArtErinnert, ArtZurueckgenommen, ArtGeloescht,
		},
		Transitions: []row{
			{From: StatusNeu, Event: ArtBegonnen, To: StatusEntwurf},
			{From: StatusEntwurf, Event: ArtBearbeitet, To: StatusEntwurf},
			{From: StatusEntwurf, Event: ArtVerworfen, To: StatusVerworfen},
			{From: StatusEntwurf, Event: ArtVerfallen, To: StatusVerworfen},
			{From: StatusEntwurf, Event: ArtEingereicht, To: StatusEingereicht, Guard: mitAngaben},

			{From: StatusEingereicht, Event: ArtZugestellt, To: StatusZugestellt},
			{From: StatusEingereicht, Event: ArtZustellungGescheitert, To: StatusGestoert},
			{From: StatusGestoert, Event: ArtZustellungWiederholt, To: StatusEingereicht},

			{From: StatusZugestellt, Event: ArtUebernommen, To: StatusInBearbeitung},
			{From: StatusInBearbeitung, Event: ArtNachgefragt, To: StatusRueckfrage, Guard: mitText},
			{From: StatusRueckfrage, Event: ArtBeantwortet, To: StatusInBearbeitung, Guard: mitText},
			{From: StatusInBearbeitung, Event: ArtEingeladen, To: StatusVorsprache, Guard: mitText},
			{From: StatusVorsprache, Event: ArtVorgesprochen, To: StatusInBearbeitung},

			{From: StatusInBearbeitung, Event: ArtStattgegeben, To: StatusStattgegeben},
			{From: StatusInBearbeitung, Event: ArtAbgelehnt, To: StatusAbgelehnt, Guard: mitText},
			// No answer came, nobody appeared: the authority may still refuse.
			{From: StatusRueckfrage, Event: ArtAbgelehnt, To: StatusAbgelehnt, Guard: mitText},
			{From: StatusVorsprache, Event: ArtAbgelehnt, To: StatusAbgelehnt, Guard: mitText},
		},
	}
	for _, offen := range spec.States {
		if offen.Offen() {
			spec.Transitions = append(spec.Transitions,
				row{From: offen, Event: ArtErinnert, To: offen},
				row{From: offen, Event: ArtZurueckgenommen, To: StatusZurueckgenommen})
		}
	}
	for _, beendet := range []Status{StatusVerworfen, StatusStattgegeben, StatusAbgelehnt, StatusZurueckgenommen} {
		spec.Transitions = append(spec.Transitions, row{From: beendet, Event: ArtGeloescht, To: StatusGeloescht})
	}
	return lifecycle.MustNew(spec)
})

// Diagram returns the life cycle as a Mermaid state diagram.
func Diagram() string { return lebenslauf().Mermaid() }
