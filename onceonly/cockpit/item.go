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

// Language is one of the languages of the texts.
type Language string

// The languages.
const (
	German  Language = "de"
	English Language = "en"
)

// Text says in plain words what happened. What a name of an authority is missing
// for is shown by its id.
func (i Item) Text(language Language) string {
	words := german
	if language == English {
		words = english
	}
	sentence, known := words[i.Action]
	if !known {
		sentence = string(i.Action)
	}
	text := strings.NewReplacer("{requester}", name(i.Requester), "{provider}", name(i.Provider)).Replace(sentence)
	if i.Represented() {
		text += " " + words[represented]
	}
	return text
}

func name(p onceonly.Party) string {
	if p.Name != "" {
		return p.Name
	}
	return p.ID.String()
}

// represented is the key of the sentence that is added when somebody else decided.
const represented onceonly.Action = "represented"

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
	onceonly.ActionLapsed:      "Über die Daten von {provider} wurde nicht rechtzeitig entschieden. Sie wurden gelöscht.",
	onceonly.ActionAnswered:    "{provider} hat Ihre Daten an {requester} übermittelt.",
	onceonly.ActionRejected:    "{provider} hat eine Anfrage von {requester} abgewiesen.",
	represented:                "Eine andere Person hat dabei für Sie gehandelt.",
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
	onceonly.ActionLapsed:      "Nobody decided in time on the data from {provider}. They were deleted.",
	onceonly.ActionAnswered:    "{provider} transferred your data to {requester}.",
	onceonly.ActionRejected:    "{provider} rejected a request of {requester}.",
	represented:                "Somebody else acted for you.",
}
