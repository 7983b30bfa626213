// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
)

// Auskunft is what a person learns who asks for a service in a Gemeinde: whether it
// is live there, and if not, what is so and what works instead.
type Auskunft struct {
	Stelle Stelle // that acts for the Gemeinde; the zero Stelle where none is due
	Name   string
	Stand  Stand
	Live   bool
	Text   recht.Text // zero where it is live
}

// Auskunft answers for a Gemeinde. It promises no day: what is planned is not so.
func (s Sicht) Auskunft(dienst leistung.Schluessel, gemeinde kommune.AGS) Auskunft {
	row, due := s.zustaendig(dienst, gemeinde)
	if !due {
		return Auskunft{Text: recht.NewText(
			"Für diesen Ort ist hier keine Verwaltung eingetragen. Bitte fragen Sie bei Ihrer Gemeinde nach.",
			"No authority is listed here for this place. Please ask your municipality.")}
	}
	a := Auskunft{Stelle: row.Stelle, Name: row.Name, Stand: row.Stand, Live: row.Stand == StandProduktiv}
	const offline, offlineEnglish = " Sie erledigen es dort weiterhin vor Ort oder schriftlich.", " You can still apply there in person or in writing."
	switch {
	case a.Live:
	case a.Stand == StandAusgesetzt:
		a.Text = recht.NewText(row.Name+": Der Online-Dienst ist zurzeit gestört."+offline, row.Name+": the online service is out of order at the moment."+offlineEnglish)
	case a.Stand == StandAbgelehnt:
		a.Text = recht.NewText(row.Name+" bietet diesen Dienst nicht online an."+offline, row.Name+" does not offer this service online."+offlineEnglish)
	case a.Stand == StandAnderweitig:
		a.Text = recht.NewText(row.Name+" bietet dies über einen anderen Online-Dienst an. Sie finden ihn auf den Seiten der Verwaltung.",
			row.Name+" offers this by another online service. You find it on the authority's own pages.")
	default:
		a.Text = recht.NewText(row.Name+" ist noch nicht online."+offline, row.Name+" is not online yet."+offlineEnglish)
	}
	return a
}

// zustaendig returns the authority that is due with a Gemeinde.
func (s Sicht) zustaendig(dienst leistung.Schluessel, gemeinde kommune.AGS) (Zeile, bool) {
	if gemeinde.IsZero() {
		return Zeile{}, false
	}
	for row := range s.rows(dienst, Gebiet{gemeinde.String()}) {
		return row.zeile(), true
	}
	return Zeile{}, false
}
