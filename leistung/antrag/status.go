// SPDX-License-Identifier: Apache-2.0

package antrag

// Status is where an Antrag stands. The values go on the wire and into the
// database.
type Status string

const (
	// StatusNeu is the zero Antrag, before its first event. It is never stored.
	StatusNeu Status = "neu"
	// StatusEntwurf means: the applicant is filling it in; the authority knows nothing of it.
	StatusEntwurf Status = "entwurf"
	// StatusVerworfen means: the draft was given up or ran out.
	StatusVerworfen Status = "verworfen"
	// StatusEingereicht means: the applicant has handed it in; delivery is under way.
	StatusEingereicht Status = "eingereicht"
	// StatusGestoert means: delivery was given up for now and waits to be resumed.
	StatusGestoert Status = "zustellung-gestoert"
	// StatusZugestellt means: it lies in the authority's inbox.
	StatusZugestellt Status = "zugestellt"
	// StatusInBearbeitung means: a person at the authority works on it.
	StatusInBearbeitung Status = "in-bearbeitung"
	// StatusRueckfrage means: the authority has asked back and waits for an answer.
	StatusRueckfrage Status = "rueckfrage"
	// StatusVorsprache means: the applicant is invited to the office.
	StatusVorsprache Status = "vorsprache"
	// StatusStattgegeben means: decided as applied for.
	StatusStattgegeben Status = "stattgegeben"
	// StatusAbgelehnt means: refused, with a reason.
	StatusAbgelehnt Status = "abgelehnt"
	// StatusZurueckgenommen means: the applicant withdrew it before the decision.
	StatusZurueckgenommen Status = "zurueckgenommen"
	// StatusGeloescht means: the personal data are erased, the skeleton of events stays.
	StatusGeloescht Status = "geloescht"
)

// Offen reports whether the authority has received the Antrag, or is about to,
// and has not ended it.
func (s Status) Offen() bool {
	switch s {
	case StatusEingereicht, StatusGestoert, StatusZugestellt, StatusInBearbeitung, StatusRueckfrage, StatusVorsprache:
		return true
	default:
		return false
	}
}

// Entschieden reports whether the authority has decided.
func (s Status) Entschieden() bool { return s == StatusStattgegeben || s == StatusAbgelehnt }
