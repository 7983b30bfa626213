// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// schritt is something that happened with a case.
type schritt struct{ Was, Wann, Text string }

// event is what happened, in words; zero where it is nothing to tell a person.
func event(art antrag.Art) recht.Text {
	switch art {
	case antrag.ArtBegonnen:
		return text("event.begun")
	case antrag.ArtEingereicht:
		return text("event.sent")
	case antrag.ArtZugestellt:
		return text("event.arrived")
	case antrag.ArtZustellungGescheitert:
		return text("event.delayed")
	case antrag.ArtZustellungWiederholt:
		return text("event.resumed")
	case antrag.ArtUebernommen:
		return text("event.taken")
	case antrag.ArtNachgefragt:
		return text("event.asked")
	case antrag.ArtBeantwortet:
		return text("event.answered")
	case antrag.ArtEingeladen:
		return text("event.invited")
	case antrag.ArtVorgesprochen:
		return text("event.came")
	case antrag.ArtStattgegeben:
		return text("event.granted")
	case antrag.ArtAbgelehnt:
		return text("event.refused")
	case antrag.ArtZurueckgenommen:
		return text("event.withdrawn")
	default:
		return recht.Text{}
	}
}

// verlauf is what happened with a case so far.
func (a *anfrage) verlauf(f *fall) (out []schritt) {
	if f.v.geladen == nil {
		return nil
	}
	for _, e := range f.v.geladen.Verlauf() {
		if was := event(e.Art); !was.IsZero() {
			out = append(out, schritt{was.In(a.sprache), a.atTime(e.Zeit), e.Text})
		}
	}
	return out
}

// weiter is what comes next; nothing where the case has ended.
func (a *anfrage) weiter(f *fall) string {
	if f.v.geladen == nil {
		return ""
	}
	switch f.v.status {
	case antrag.StatusEingereicht:
		return a.say("ahead.way")
	case antrag.StatusGestoert:
		return a.say("ahead.delayed")
	case antrag.StatusZugestellt, antrag.StatusInBearbeitung:
		return a.say("ahead.office")
	case antrag.StatusRueckfrage:
		return a.say("ahead.answer")
	case antrag.StatusVorsprache:
		return a.say("ahead.come")
	default:
		return ""
	}
}
