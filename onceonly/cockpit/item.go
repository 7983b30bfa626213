// SPDX-License-Identifier: Apache-2.0

package cockpit

import (
	"strings"

	"github.com/deutschland-stack/bausteine/onceonly"
)

// Item is an entry of the log as the person reads it.
type Item struct{ onceonly.Entry }

// Represented reports whether somebody else decided in the person's place.
func (i Item) Represented() bool {
	return !i.Actor.IsZero() && i.Actor != i.Subject
}

// Other reports whether the entry is about an exchange about somebody else, in which
// the person stood.
func (i Item) Other() bool { return i.Role != "" }

// Language is one of the languages of the texts.
type Language string

// The languages.
const (
	German  Language = "de"
	English Language = "en"
)

// Text says in plain words what happened. What a name of an authority is missing
// for is shown by its id. Nobody is said to have agreed to what a statute orders.
func (i Item) Text(language Language) string {
	words := german
	if language == English {
		words = english
	}
	sentence, known := words[i.variant()]
	if !known {
		sentence, known = words[i.Action]
	}
	if !known {
		sentence = string(i.Action)
	}
	text := strings.NewReplacer("{requester}", name(i.Requester), "{provider}", name(i.Provider)).Replace(sentence)
	if i.Repeated {
		text += " " + words[repeated]
	}
	if i.UsesIDNr {
		text += " " + words[identified]
	}
	if i.Represented() && i.Action != onceonly.ActionTurnedAway {
		text += " " + words[represented]
	}
	return text
}

// variant is the key of a sentence that fits the item better than that of its
// action alone, if there is one.
func (i Item) variant() onceonly.Action {
	if i.Other() {
		return i.Action + other
	}
	if i.Action == onceonly.ActionShown && i.Basis != onceonly.BasisStatute && (i.Actor.IsZero() || i.Actor == i.Subject) {
		return i.Action + self
	}
	for _, r := range i.Reasons {
		if i.Action == onceonly.ActionLapsed && r.Code == onceonly.CodeDecideTimeOut {
			return onceonly.ActionLapsed + "/in time"
		}
	}
	return i.Action + "/" + onceonly.Action(i.Basis)
}

func name(p onceonly.Party) string {
	if p.Name != "" {
		return p.Name
	}
	return p.ID.String()
}

// The keys of sentences that are added: when somebody else decided, and when the
// identification number was used, which the cockpit of § 10 OZG is about first.
const (
	represented onceonly.Action = "represented"
	identified  onceonly.Action = "identified"
	repeated    onceonly.Action = "repeated"
	self        onceonly.Action = "/self"  // the end of the key of the person's own look
	other       onceonly.Action = "/other" // the end of the keys of exchanges about somebody else
)

var german = map[onceonly.Action]string{
	onceonly.ActionProposed:    "{requester} hat Sie gefragt, ob Daten bei {provider} abgerufen werden sollen.",
	onceonly.ActionGiven:       "Sie haben dem Abruf Ihrer Daten bei {provider} durch {requester} zugestimmt.",
	onceonly.ActionNotGiven:    "Sie haben den Abruf Ihrer Daten bei {provider} abgelehnt.",
	onceonly.ActionWithdrawn:   "Sie haben Ihre Zustimmung zum Abruf bei {provider} zurückgenommen.",
	onceonly.ActionInvalidated: "Die Zustimmung zum Abruf bei {provider} wurde für ungültig erklärt.",
	onceonly.ActionReplaced:    "Die Zustimmung zum Abruf bei {provider} wurde durch eine neue ersetzt.",
	onceonly.ActionPermitted:   "{requester} hat Ihre Daten bei {provider} angefragt.",
	onceonly.ActionRefused:     "Eine Anfrage nach Ihren Daten bei {provider} war nicht erlaubt und wurde nicht gesendet.",
	onceonly.ActionUnanswered:  "{provider} hat nicht verwertbar geantwortet.",
	onceonly.ActionDeferred:    "{provider} stellt die Daten erst später bereit.",
	onceonly.ActionUnmatched:   "{provider} konnte Sie nicht eindeutig zuordnen. Es wurden keine Daten übermittelt.",
	onceonly.ActionDenied:      "{provider} hat die Anfrage abgelehnt.",
	onceonly.ActionReceived:    "{provider} hat Daten geliefert. Sie warten auf Ihre Entscheidung.",
	onceonly.ActionDelivered:   "{requester} hat Ihre Daten von {provider} erhalten.",
	onceonly.ActionDiscarded:   "Sie haben entschieden, die Daten von {provider} nicht zu verwenden. Sie wurden gelöscht.",
	onceonly.ActionLapsed:      "Die Daten von {provider} dürfen nicht mehr verwendet werden. Sie wurden gelöscht.",
	onceonly.ActionAnswered:    "{provider} hat Ihre Daten an {requester} übermittelt.",
	onceonly.ActionRejected:    "{provider} hat eine Anfrage von {requester} abgewiesen.",
	onceonly.ActionShown:       "Ihre Daten von {provider} wurden jemandem gezeigt, der für Sie handelt, oder der Behörde.",
	onceonly.ActionTurnedAway:  "Jemand wollte Ihre Daten von {provider} ansehen oder darüber entscheiden und durfte es nicht. Das wurde verhindert.",
	repeated:                   "Es war eine Wiederholung.",
	represented:                "Eine andere Person hat dabei für Sie gehandelt.",
	identified:                 "Dabei wurde Ihre Identifikationsnummer verwendet.",

	onceonly.ActionProposed + "/statute":       "{requester} bereitet einen Abruf Ihrer Daten bei {provider} vor, den ein Gesetz anordnet.",
	onceonly.ActionGiven + "/statute":          "Ein Gesetz ordnet an, dass {requester} Ihre Daten bei {provider} abruft.",
	onceonly.ActionGiven + "/choice":           "Sie haben gewählt, dass {requester} Ihre Daten bei {provider} abruft.",
	onceonly.ActionGiven + "/explicit-request": "Sie haben ausdrücklich verlangt, dass {requester} Ihre Daten bei {provider} abruft.",
	onceonly.ActionWithdrawn + "/choice":       "Sie haben Ihre Wahl zurückgenommen, Daten bei {provider} abrufen zu lassen.",
	onceonly.ActionInvalidated + "/statute":    "Der gesetzliche Abruf bei {provider} wurde für ungültig erklärt.",
	onceonly.ActionReplaced + "/statute":       "Der gesetzliche Abruf bei {provider} wurde durch einen neuen ersetzt.",
	onceonly.ActionReceived + "/statute":       "{provider} hat Daten geliefert.",
	onceonly.ActionDiscarded + "/statute":      "Die Daten von {provider} werden nicht verwendet. Sie wurden gelöscht.",
	onceonly.ActionReceived + other:            "{provider} hat {requester} Daten über Sie übermittelt. Sie stehen in einem Datensatz über jemand anderen.",
	onceonly.ActionShown + self:                "Sie haben sich die Daten von {provider} angesehen. In dem Datensatz stehen auch andere Personen.",
	onceonly.ActionShown + other:               "Ihre Daten von {provider} wurden der Person gezeigt, in deren Datensatz sie stehen.",
	onceonly.ActionDelivered + other:           "{requester} verwendet Daten über Sie von {provider}. Sie stehen in einem Datensatz über jemand anderen.",
	onceonly.ActionDiscarded + other:           "Die Daten über Sie von {provider} werden nicht verwendet. Sie wurden gelöscht.",
	onceonly.ActionLapsed + other:              "Die Daten über Sie von {provider} dürfen nicht mehr verwendet werden. Sie wurden gelöscht.",
	onceonly.ActionAnswered + other:            "{provider} hat {requester} Daten über Sie übermittelt. Sie stehen in einem Datensatz über jemand anderen.",

	onceonly.ActionLapsed + "/in time": "Über die Daten von {provider} wurde nicht rechtzeitig entschieden. Sie wurden gelöscht.",
}

var english = map[onceonly.Action]string{
	onceonly.ActionProposed:    "{requester} asked you whether to fetch data from {provider}.",
	onceonly.ActionGiven:       "You agreed that {requester} fetches your data from {provider}.",
	onceonly.ActionNotGiven:    "You declined that your data be fetched from {provider}.",
	onceonly.ActionWithdrawn:   "You withdrew your agreement to fetch from {provider}.",
	onceonly.ActionInvalidated: "The agreement to fetch from {provider} was declared void.",
	onceonly.ActionReplaced:    "The agreement to fetch from {provider} was replaced by a new one.",
	onceonly.ActionPermitted:   "{requester} asked {provider} for your data.",
	onceonly.ActionRefused:     "A request for your data at {provider} was not allowed and was not sent.",
	onceonly.ActionUnanswered:  "{provider} gave no usable answer.",
	onceonly.ActionDeferred:    "{provider} will have the data later.",
	onceonly.ActionUnmatched:   "{provider} could not match you unambiguously. No data were transferred.",
	onceonly.ActionDenied:      "{provider} refused the request.",
	onceonly.ActionReceived:    "{provider} sent data. They wait for your decision.",
	onceonly.ActionDelivered:   "{requester} received your data from {provider}.",
	onceonly.ActionDiscarded:   "You decided not to use the data from {provider}. They were deleted.",
	onceonly.ActionLapsed:      "The data from {provider} may no longer be used. They were deleted.",
	onceonly.ActionAnswered:    "{provider} transferred your data to {requester}.",
	onceonly.ActionRejected:    "{provider} rejected a request of {requester}.",
	onceonly.ActionShown:       "Your data from {provider} were shown to somebody who acts for you, or to the authority.",
	onceonly.ActionTurnedAway:  "Somebody who may not wanted to see your data from {provider} or to decide on them. That was prevented.",
	repeated:                   "It was a repetition.",
	represented:                "Somebody else acted for you.",
	identified:                 "Your identification number was used.",

	onceonly.ActionProposed + "/statute":       "{requester} prepares to fetch your data from {provider}, as a statute orders.",
	onceonly.ActionGiven + "/statute":          "A statute orders that {requester} fetches your data from {provider}.",
	onceonly.ActionGiven + "/choice":           "You chose that {requester} fetches your data from {provider}.",
	onceonly.ActionGiven + "/explicit-request": "You explicitly requested that {requester} fetches your data from {provider}.",
	onceonly.ActionWithdrawn + "/choice":       "You took back your choice to have data fetched from {provider}.",
	onceonly.ActionInvalidated + "/statute":    "The statutory retrieval from {provider} was declared void.",
	onceonly.ActionReplaced + "/statute":       "The statutory retrieval from {provider} was replaced by a new one.",
	onceonly.ActionReceived + "/statute":       "{provider} sent data.",
	onceonly.ActionDiscarded + "/statute":      "The data from {provider} are not used. They were deleted.",
	onceonly.ActionReceived + other:            "{provider} sent data about you to {requester}. You stand in a record about somebody else.",
	onceonly.ActionShown + self:                "You looked at the data from {provider}. Other people stand in that record, too.",
	onceonly.ActionShown + other:               "Your data from {provider} were shown to the person in whose record they stand.",
	onceonly.ActionDelivered + other:           "{requester} uses data about you from {provider}. You stand in a record about somebody else.",
	onceonly.ActionDiscarded + other:           "The data about you from {provider} are not used. They were deleted.",
	onceonly.ActionLapsed + other:              "The data about you from {provider} may no longer be used. They were deleted.",
	onceonly.ActionAnswered + other:            "{provider} sent data about you to {requester}. You stand in a record about somebody else.",

	onceonly.ActionLapsed + "/in time": "Nobody decided in time on the data from {provider}. They were deleted.",
}
