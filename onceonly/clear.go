// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/onceonly/idnr"
)

// What travels between two machines is in clear; everywhere else these values are
// masked. The doors are ClearJSON and the two parsers, so that a search for them finds
// every place where personal data leave or enter the program.

// queryWire is the clear form of a query.
type queryWire struct {
	Request requestWire `json:"request"`
	Terms   *termsWire  `json:"terms,omitempty"`
	Token   string      `json:"token"`
}

// ClearJSON returns the query in clear, for the wire to the provider and for nothing
// else. ParseQuery reads it.
func (q Query) ClearJSON() ([]byte, error) {
	w := queryWire{Request: q.Request.wire(), Token: q.Token}
	if !q.Terms.Subject.IsZero() {
		w.Terms = q.Terms.wire()
	}
	document, err := json.Marshal(w)
	if err != nil {
		return nil, fmt.Errorf("onceonly: encode query: %w", err)
	}
	return document, nil
}

// ParseQuery reads what ClearJSON wrote. Nothing in it is believed: the provider checks
// the request, the terms and the token. The error is ErrSyntax and quotes nothing.
func ParseQuery(document []byte) (Query, error) {
	var w queryWire
	if err := unmarshalStrict(document, &w); err != nil {
		return Query{}, fmt.Errorf("%w: query", ErrSyntax)
	}
	request, err := w.Request.request()
	if err != nil {
		return Query{}, fmt.Errorf("%w: query", ErrSyntax)
	}
	var terms Terms
	if w.Terms != nil {
		if terms, err = w.Terms.terms(); err != nil {
			return Query{}, fmt.Errorf("%w: query", ErrSyntax)
		}
	}
	return Query{Request: request, Terms: terms, Token: w.Token}, nil
}

// answerWire is the clear form of an answer. One member is set; none means that the
// person was not matched as the only one.
type answerWire struct {
	Evidence *evidence `json:"evidence,omitempty"`
	AskAgain time.Time `json:"askAgain,omitzero"`
	Refused  []Reason  `json:"refused,omitempty"`
}

// ClearJSON returns the answer in clear, for the wire to the requester and for nothing
// else. ParseAnswer reads it.
func (a Answer) ClearJSON() ([]byte, error) {
	w := answerWire{AskAgain: a.AskAgain, Refused: a.Refused}
	if a.Evidence != nil {
		e := a.Evidence.e.Get()
		w.Evidence = &e
	}
	document, err := json.Marshal(w)
	if err != nil {
		return nil, fmt.Errorf("onceonly: encode answer: %w", err)
	}
	return document, nil
}

// ParseAnswer reads what ClearJSON wrote. Nothing in it is believed: the broker checks
// seal and binding. The error is ErrSyntax and quotes nothing.
func ParseAnswer(document []byte) (Answer, error) {
	var w answerWire
	if err := unmarshalStrict(document, &w); err != nil {
		return Answer{}, fmt.Errorf("%w: answer", ErrSyntax)
	}
	set := 0
	for _, is := range []bool{w.Evidence != nil, !w.AskAgain.IsZero(), len(w.Refused) > 0} {
		if is {
			set++
		}
	}
	if set > 1 {
		return Answer{}, fmt.Errorf("%w: an answer that says two things", ErrSyntax)
	}
	answer := Answer{AskAgain: w.AskAgain, Refused: w.Refused}
	if w.Evidence != nil {
		sealed := NewSealed(w.Evidence.Binding, w.Evidence.Content, w.Evidence.Seal)
		answer.Evidence = &sealed
	}
	return answer, nil
}

// unmarshalStrict refuses members that are not known, and anything behind the document.
func unmarshalStrict(document []byte, v any) error {
	decoder := json.NewDecoder(bytes.NewReader(document))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(v); err != nil {
		return ErrSyntax
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return ErrSyntax
	}
	return nil
}

type requestWire struct {
	ID           uuid.UUID    `json:"id"`
	Consent      uuid.UUID    `json:"consent"`
	Subject      string       `json:"subject"`
	Requester    PartyID      `json:"requester"`
	Provider     PartyID      `json:"provider"`
	EvidenceType EvidenceType `json:"evidenceType"`
	Fields       Fields       `json:"fields"`
	Purpose      string       `json:"purpose"`
	Application  string       `json:"application"`
	Person       personWire   `json:"person"`
}

func (r *Request) wire() requestWire {
	return requestWire{
		r.ID, r.Consent, r.Subject.Clear(), r.Requester, r.Provider, r.EvidenceType,
		r.Fields, r.Purpose, r.Application, r.Person.wire(),
	}
}

func (w *requestWire) request() (Request, error) {
	subject, err := ParseSubject(w.Subject)
	if err != nil {
		return Request{}, err
	}
	data := PersonData{
		FamilyName: w.Person.FamilyName, GivenNames: w.Person.GivenNames, DateOfBirth: w.Person.DateOfBirth,
		BirthName: w.Person.BirthName, PlaceOfBirth: w.Person.PlaceOfBirth,
		Address: Address{w.Person.Street, w.Person.HouseNumber, w.Person.PostalCode, w.Person.Place},
	}
	if w.Person.IDNr != "" {
		if data.IDNr, err = parseIDNr(w.Person.IDNr); err != nil {
			return Request{}, err
		}
	}
	person, err := NewPerson(data)
	return Request{
		ID: w.ID, Consent: w.Consent, Subject: subject, Requester: w.Requester, Provider: w.Provider, EvidenceType: w.EvidenceType,
		Fields: w.Fields, Purpose: w.Purpose, Application: w.Application, Person: person,
	}, err
}

// parseIDNr reads a number, also one that is reserved for tests: whoever made the
// request decided whether it may be one.
func parseIDNr(s string) (idnr.IdNr, error) {
	id, err := idnr.Parse(s)
	if errors.Is(err, idnr.ErrTestNumber) {
		return idnr.ParseTest(s)
	}
	return id, err
}
