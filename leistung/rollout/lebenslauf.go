// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"sync"

	"github.com/deutschland-stack/bausteine/internal/lifecycle"
	"github.com/deutschland-stack/bausteine/kommune/datum"
)

// schritt is what a guard looks at.
type schritt struct {
	ereignis *Ereignis
	lage     *Lage
	wieder   datum.Datum // when a refusal is looked at again
}

type (
	row   = lifecycle.Transition[Stand, Art, schritt]
	guard = lifecycle.Guard[schritt]
)

// asks is the guard of some of the thirteen conditions.
func asks(name string, nummern ...int) guard {
	return guard{Name: name, Holds: func(s schritt) bool { return len(s.lage.missing(s.ereignis.Am, nummern)) == 0 }}
}

// bedingungenVon are the numbers of the conditions that an event asks for.
var bedingungenVon = map[Art][]int{
	ArtBekundet:    {1},
	ArtBeauftragt:  {1, 2},
	ArtBegonnen:    {3},
	ArtGeprueft:    {4, 5, 6, 7, 8, 9},
	ArtAktiviert:   {4, 5, 6, 7, 8, 9},
	ArtFreigegeben: {10, 11, 12, 13},
	ArtBehoben:     {7, 8, 12},
}

var lebenslauf = sync.OnceValue(func() *lifecycle.Table[Stand, Art, schritt] {
	g1 := asks("G1", bedingungenVon[ArtBekundet]...)
	g12 := asks("G1 G2", bedingungenVon[ArtBeauftragt]...)
	g3 := asks("G3", bedingungenVon[ArtBegonnen]...)
	technik := asks("G4 to G9", bedingungenVon[ArtGeprueft]...)
	live := asks("G10 to G13", bedingungenVon[ArtFreigegeben]...)
	again := asks("G7 G8 G12", bedingungenVon[ArtBehoben]...)
	grund := guard{Name: "a reason is given", Holds: func(s schritt) bool { return s.ereignis.Grund != "" }}
	abgelehnt := guard{Name: "reason, who decided, and a day to look again", Holds: func(s schritt) bool {
		return s.ereignis.Grund != "" && s.ereignis.Von != "" && s.wieder.After(s.ereignis.Am)
	}}
	anderswo := guard{Name: "which service, with its address", Holds: func(s schritt) bool {
		return s.ereignis.Grund != "" && s.ereignis.Beleg.URI != ""
	}}
	blockiert := guard{Name: "a reason, and who must move", Holds: func(s schritt) bool {
		return s.ereignis.Grund != "" && s.ereignis.WartetAuf != ""
	}}

	spec := lifecycle.Spec[Stand, Art, schritt]{
		States: Staende(), Final: []Stand{StandBeendet}, Events: Arten(),
		Transitions: []row{
			{From: StandOffen, Event: ArtBekundet, To: StandInteresse, Guard: g1},
			{From: StandOffen, Event: ArtBeauftragt, To: StandBeauftragt, Guard: g12},
			{From: StandInteresse, Event: ArtBeauftragt, To: StandBeauftragt, Guard: g12},
			{From: StandBeauftragt, Event: ArtBegonnen, To: StandVorbereitung, Guard: g3},
			{From: StandVorbereitung, Event: ArtGeprueft, To: StandBereit, Guard: technik},
			{From: StandBereit, Event: ArtAktiviert, To: StandAktiviert, Guard: technik},
			{From: StandAktiviert, Event: ArtErprobt, To: StandErprobung},
			{From: StandAktiviert, Event: ArtFreigegeben, To: StandProduktiv, Guard: live},
			{From: StandErprobung, Event: ArtFreigegeben, To: StandProduktiv, Guard: live},
			{From: StandProduktiv, Event: ArtGestoert, To: StandAusgesetzt, Guard: grund},
			{From: StandProduktiv, Event: ArtGesperrt, To: StandAusgesetzt, Guard: grund},
			{From: StandAusgesetzt, Event: ArtBehoben, To: StandProduktiv, Guard: again},
			{From: StandAktiviert, Event: ArtZurueckgestellt, To: StandVorbereitung, Guard: grund},
			{From: StandErprobung, Event: ArtZurueckgestellt, To: StandVorbereitung, Guard: grund},
			{From: StandBereit, Event: ArtZurueckgestellt, To: StandVorbereitung, Guard: grund},
			{From: StandAbgelehnt, Event: ArtUmentschieden, To: StandInteresse},
			{From: StandAnderweitig, Event: ArtUmentschieden, To: StandInteresse},
		},
	}
	for _, from := range Staende() {
		if from == StandBeendet {
			continue
		}
		if from.Before() {
			spec.Transitions = append(spec.Transitions, row{From: from, Event: ArtAbgelehnt, To: StandAbgelehnt, Guard: abgelehnt})
		}
		if from != StandAnderweitig {
			spec.Transitions = append(spec.Transitions, row{From: from, Event: ArtAnderweitig, To: StandAnderweitig, Guard: anderswo})
		}
		spec.Transitions = append(spec.Transitions,
			row{From: from, Event: ArtBeendet, To: StandBeendet, Guard: grund},
			row{From: from, Event: ArtBlockiert, To: from, Guard: blockiert},
			row{From: from, Event: ArtGeloest, To: from},
			row{From: from, Event: ArtKontakt, To: from},
		)
	}
	return lifecycle.MustNew(spec)
})

// Diagram returns the life cycle of a connection as a Mermaid state diagram.
func Diagram() string { return lebenslauf().Mermaid() }
