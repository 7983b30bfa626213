// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"encoding/json"
	"errors"

	antragfall "github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/formular"
)

// The members of a draft that its parts are told apart by. What the kit keeps beside
// the answers lies with those of the person.
const (
	mitAntworten = "antworten"
	mitFassung   = "version"
	mitEingang   = "eingang" // what was confirmed, as it is handed in
)

var errTeil = errors.New("onlinedienst: a part of a case cannot be read") // the decoder may quote what was typed

// split puts a draft as one person sees it into the parts of the case: what is their
// own, what all state together, and what the others learn. What they learnt of others
// stays with these.
func (o *ordnung) split(rolle verfahren.Rolle, e entwurf) (antragfall.Teile, error) {
	members, answers, err := takeApart(e.stored)
	if err != nil {
		return nil, err
	}
	var own, shared []formular.Antwort
	for _, a := range answers {
		switch name := first(a.Pointer); {
		case o.kennt[name] != "":
		case o.geteilt[name]:
			shared = append(shared, a)
		default:
			own = append(own, a)
		}
	}
	teile := antragfall.Teile{}
	if teile[verfahren.Teil(rolle)], err = putTogether(members, own); err != nil {
		return nil, err
	}
	if len(o.geteilt) > 0 {
		head := map[string]json.RawMessage{"formular": members["formular"], mitFassung: members[mitFassung]}
		if teile[teilGemeinsam], err = putTogether(head, shared); err != nil {
			return nil, err
		}
	}
	if o.zeigt() {
		if teile[teilVon(rolle)] = e.bekannt; e.bekannt == nil {
			teile[teilVon(rolle)] = json.RawMessage("{}")
		}
	}
	return teile, nil
}

// merge is the draft as a person sees it.
func (o *ordnung) merge(rolle verfahren.Rolle, teile antragfall.Teile) (json.RawMessage, error) {
	stored := teile[verfahren.Teil(rolle)]
	if len(stored) == 0 {
		blank, err := o.formen[rolle].blank().MarshalJSON()
		if err != nil {
			return nil, err
		}
		stored = blank
	}
	members, answers, err := takeApart(stored)
	if err != nil {
		return nil, err
	}
	if shared := teile[teilGemeinsam]; len(shared) > 0 {
		more, theirs, err := takeApart(shared)
		if err != nil {
			return nil, err
		}
		answers = append(answers, theirs...)
		if current := `"` + o.formen[rolle].kopf().Fassung + `"`; string(members[mitFassung]) == current {
			members[mitFassung] = more[mitFassung] // the older one decides how answers are read
		}
	}
	for _, other := range o.andere(rolle) {
		said := map[string]json.RawMessage{}
		if content := teile[teilVon(other)]; len(content) > 0 && json.Unmarshal(content, &said) != nil {
			return nil, errTeil
		}
		for nach, von := range o.kennt {
			if value, ok := said[von]; ok {
				answers = append(answers, formular.Antwort{Pointer: "/" + nach, Wert: value})
			}
		}
	}
	return putTogether(members, answers)
}

func takeApart(stored json.RawMessage) (members map[string]json.RawMessage, answers []formular.Antwort, err error) {
	if json.Unmarshal(stored, &members) != nil || json.Unmarshal(members[mitAntworten], &answers) != nil {
		return nil, nil, errTeil
	}
	delete(members, mitEingang)
	return members, answers, nil
}

func putTogether(members map[string]json.RawMessage, answers []formular.Antwort) (json.RawMessage, error) {
	if answers == nil {
		answers = []formular.Antwort{}
	}
	text, err := json.Marshal(answers)
	if err != nil {
		return nil, err
	}
	members[mitAntworten] = text
	return json.Marshal(members)
}

// withEingang notes in a part what is handed in of it.
func withEingang(stored, eingang json.RawMessage) (json.RawMessage, error) {
	members := map[string]json.RawMessage{}
	if json.Unmarshal(stored, &members) != nil {
		return nil, errTeil
	}
	members[mitEingang] = eingang
	return json.Marshal(members)
}

func withoutEingang(stored json.RawMessage) json.RawMessage {
	members := map[string]json.RawMessage{}
	if json.Unmarshal(stored, &members) != nil || members[mitEingang] == nil {
		return stored
	}
	delete(members, mitEingang)
	out, err := json.Marshal(members)
	if err != nil {
		return stored
	}
	return out
}

// handedInOf is what a person confirmed: the part itself once it was handed in, and
// what lies in it before.
func handedInOf(part json.RawMessage) json.RawMessage {
	var before struct{ Eingang json.RawMessage }
	if json.Unmarshal(part, &before) == nil && len(before.Eingang) > 0 {
		return before.Eingang
	}
	return part
}

// eingaenge makes of the parts what is handed in: what each person confirmed, and
// nothing else.
func (o *ordnung) eingaenge(teile antragfall.Teile) (antragfall.Teile, error) {
	out := antragfall.Teile{}
	for _, rolle := range o.rollen {
		part, there := teile[verfahren.Teil(rolle)]
		if !there {
			continue
		}
		members := map[string]json.RawMessage{}
		if json.Unmarshal(part, &members) != nil {
			return nil, errTeil
		}
		if in := members[mitEingang]; in != nil {
			out[verfahren.Teil(rolle)] = in
		}
	}
	if len(out) == 0 {
		return nil, errors.New("onlinedienst: a case is handed in that nobody confirmed")
	}
	return out, nil
}
