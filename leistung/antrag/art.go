// SPDX-License-Identifier: Apache-2.0

package antrag

// Art is the kind of an [Ereignis]: what happened to the Antrag. The values go
// into the database.
type Art string

const (
	// ArtBegonnen opens the draft. Inhalt: the first Angaben, may be empty.
	ArtBegonnen Art = "begonnen"
	// ArtBearbeitet replaces the Angaben of the draft.
	ArtBearbeitet Art = "bearbeitet"
	// ArtVerworfen gives the draft up.
	ArtVerworfen Art = "verworfen"
	// ArtVerfallen ends a draft whose keeping period ran out.
	ArtVerfallen Art = "verfallen"
	// ArtEingereicht hands the Antrag in. Text may name the declaration given with it.
	ArtEingereicht Art = "eingereicht"
	// ArtZugestellt records that the authority's inbox has taken it.
	ArtZugestellt Art = "zugestellt"
	// ArtZustellungGescheitert records that delivery was given up for now, or that who
	// had received it rejected it. Text: the codes of the rejection.
	ArtZustellungGescheitert Art = "zustellung-gescheitert"
	// ArtZustellungWiederholt resumes delivery.
	ArtZustellungWiederholt Art = "zustellung-wiederholt"
	// ArtUebernommen records that somebody at the authority works on it.
	ArtUebernommen Art = "uebernommen"
	// ArtNachgefragt asks the applicant. Text: the question.
	ArtNachgefragt Art = "nachgefragt"
	// ArtBeantwortet answers. Text: the answer.
	ArtBeantwortet Art = "beantwortet"
	// ArtEingeladen invites the applicant to the office. Text: why, what to bring.
	ArtEingeladen Art = "eingeladen"
	// ArtVorgesprochen records that the applicant was there.
	ArtVorgesprochen Art = "vorgesprochen"
	// ArtStattgegeben decides as applied for.
	ArtStattgegeben Art = "stattgegeben"
	// ArtAbgelehnt refuses. Text: the reason (§ 39 VwVfG or the act of the Land).
	ArtAbgelehnt Art = "abgelehnt"
	// ArtErinnert records that an open Antrag has not moved for its period.
	ArtErinnert Art = "erinnert"
	// ArtZurueckgenommen withdraws the Antrag before the decision.
	ArtZurueckgenommen Art = "zurueckgenommen"
	// ArtGeloescht records that the personal data were erased.
	ArtGeloescht Art = "geloescht"
)
