// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// Action is what an entry of the audit log reports.
type Action string

// The actions. Everything that is decided about a person's evidence is one.
const (
	ActionProposed    Action = "consent-proposed"
	ActionGiven       Action = "consent-given"
	ActionNotGiven    Action = "consent-refused"
	ActionWithdrawn   Action = "consent-withdrawn"
	ActionInvalidated Action = "consent-invalidated"
	ActionReplaced    Action = "consent-replaced"
	ActionPermitted   Action = "retrieval-permitted"
	ActionRefused     Action = "retrieval-refused"
	ActionUnanswered  Action = "register-unanswered"
	ActionDeferred    Action = "evidence-deferred"
	ActionUnmatched   Action = "person-unmatched"
	ActionDenied      Action = "provider-refused"
	ActionReceived    Action = "evidence-received"
	ActionDelivered   Action = "evidence-delivered"
	ActionDiscarded   Action = "evidence-discarded"
	ActionLapsed      Action = "evidence-lapsed"
	ActionAnswered    Action = "request-answered" // in the provider's own log
	ActionRejected    Action = "request-rejected" // in the provider's own log
	ActionShown       Action = "evidence-shown"   // to somebody else than those it is about
	ActionTurnedAway  Action = "access-refused"   // somebody who may not wanted to look or to decide
)

// Actions returns all actions, for whoever has to find words for them.
func Actions() []Action {
	return []Action{
		ActionProposed, ActionGiven, ActionNotGiven, ActionWithdrawn, ActionInvalidated, ActionReplaced, ActionPermitted,
		ActionRefused, ActionUnanswered, ActionDeferred, ActionUnmatched, ActionDenied, ActionReceived, ActionDelivered,
		ActionDiscarded, ActionLapsed, ActionAnswered, ActionRejected, ActionShown, ActionTurnedAway,
	}
}

// Entry is what the audit log holds of one event: who, from whom, about whom,
// why, on what ground, and how it ended. It never holds the evidence.
type Entry struct {
	ID     uuid.UUID
	Time   time.Time
	Action Action
	// Subject is whom the terms are about. It is zero in an entry about somebody
	// else who stood in the evidence: that one has Role and Person instead, and
	// nothing in it is about the subject.
	Subject      Subject
	Role         Role
	Person       Commitment // see Commitment.Names
	Actor        Subject    // who decided, where it was not the subject
	Proof        Proof      // what showed that the actor may act for the subject
	Requester    Party
	Provider     Party
	EvidenceType EvidenceType
	Fields       Fields
	Purpose      Purpose
	Basis        Basis
	Norm         recht.Norm
	PermittedBy  recht.Norm // the paragraph that the abstract permission rests on, once there is one
	UsesIDNr     bool       // the identification number travelled (§ 9 (1) IDNrG, § 10 OZG)
	Service      string
	Application  string
	Consent      uuid.UUID
	// The version of the consent that the entry is about, see Consent.Confirms.
	ConsentVersion uint64
	ConsentDigest  Digest
	Request        uuid.UUID
	Reasons        []Reason
	// Concerned are all persons who stood in what was handed over. Each but the
	// subject has an entry of its own, which opens the commitment.
	Concerned   []ConcernedPerson
	Declaration Declaration // why data of others were fetched
	Repeated    bool        // the same answer was handed over before
	Leeway      bool        // the clocks differed; it was in time within the leeway
	Digest      Digest      // of the document, once there is one
	EraseAt     time.Time   // when the entry will be gone
	// Asked and Retrieved are what the register of residents logs besides when a person
	// fetches data over a portal: name, day of birth and address, and the data themselves
	// (§ 40 (4) no. 1, 3 BMG). In every other entry they are zero, also in those of who
	// receives the data and of others who stand in them.
	Asked     Person
	Retrieved []byte // a document of the type; Digest is its digest
}

// ConcernedPerson is somebody who stood in a document that was handed over.
type ConcernedPerson struct {
	Role Role `json:"role"`
	// Commitment is the digest of that in the person's own entry. It is zero where
	// the document does not tell who the person is.
	Commitment Digest `json:"commitment,omitzero"`
	Fields     Fields `json:"fields"` // that were asked for about the person
}

// Format shows id and action alone.
func (e Entry) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "onceonly.Entry{"+e.ID.String()+" "+string(e.Action)+"}")
}

// entryWire is the clear form of an entry: what the commitment covers. Its fields
// stand in the order of the canonical form, which then has nothing to sort.
type entryWire struct {
	Action         Action            `json:"action"`
	Actor          string            `json:"actor,omitempty"`
	Application    string            `json:"application,omitempty"`
	Asked          *personWire       `json:"asked,omitempty"`
	Basis          Basis             `json:"basis,omitempty"`
	Concerned      []ConcernedPerson `json:"concerned,omitempty"`
	Consent        uuid.UUID         `json:"consent,omitzero"`
	ConsentDigest  *Digest           `json:"consentDigest,omitempty"`
	ConsentVersion uint64            `json:"consentVersion,omitempty"`
	Declaration    Declaration       `json:"declaration,omitzero"`
	Digest         *Digest           `json:"digest,omitempty"`
	EraseAt        time.Time         `json:"eraseAt"`
	EvidenceType   string            `json:"evidenceType,omitempty"`
	Fields         []string          `json:"fields,omitempty"`
	ID             uuid.UUID         `json:"id"`
	Leeway         bool              `json:"leeway,omitempty"`
	Norm           recht.Norm        `json:"norm,omitzero"`
	PermittedBy    recht.Norm        `json:"permittedBy,omitzero"`
	Person         *commitmentWire   `json:"person,omitempty"`
	Proof          Proof             `json:"proof,omitzero"`
	Provider       *Party            `json:"provider,omitempty"`
	Purpose        *Purpose          `json:"purpose,omitempty"`
	Reasons        []Reason          `json:"reasons,omitempty"`
	Repeated       bool              `json:"repeated,omitempty"`
	Request        uuid.UUID         `json:"request,omitzero"`
	Requester      *Party            `json:"requester,omitempty"`
	Retrieved      []byte            `json:"retrieved,omitempty"`
	Role           Role              `json:"role,omitempty"`
	Service        string            `json:"service,omitempty"`
	Subject        string            `json:"subject,omitempty"`
	Time           time.Time         `json:"time"`
	UsesIDNr       bool              `json:"usesIDNr,omitempty"`
}

// record makes the record that the log keeps, under the key by which the person
// finds it: the pseudonym, or that of an identification.
func (e *Entry) record(key string, random io.Reader) (auditlog.Record, error) {
	w := entryWire{
		ID: e.ID, Time: e.Time, Action: e.Action, Subject: e.Subject.Clear(),
		EvidenceType: e.EvidenceType.uri, Fields: e.Fields.paths, Basis: e.Basis, Norm: e.Norm,
		PermittedBy: e.PermittedBy, UsesIDNr: e.UsesIDNr, Service: e.Service, Application: e.Application,
		Consent: e.Consent, ConsentVersion: e.ConsentVersion, Request: e.Request,
		Reasons: e.Reasons, EraseAt: e.EraseAt, Role: e.Role, Person: e.Person.wire(), Concerned: e.Concerned,
		Declaration: e.Declaration, Repeated: e.Repeated, Leeway: e.Leeway, Retrieved: e.Retrieved,
	}
	if !e.Asked.IsZero() {
		asked := e.Asked.wire()
		w.Asked = &asked
	}
	if e.Actor != e.Subject {
		w.Actor, w.Proof = e.Actor.Clear(), e.Proof
	}
	if !e.ConsentDigest.IsZero() {
		w.ConsentDigest = &e.ConsentDigest
	}
	if !e.Requester.ID.IsZero() {
		w.Requester = &e.Requester
	}
	if !e.Provider.ID.IsZero() {
		w.Provider = &e.Provider
	}
	if e.Purpose.Code != "" {
		w.Purpose = &e.Purpose
	}
	if !e.Digest.IsZero() {
		w.Digest = &e.Digest
	}
	document, err := json.Marshal(w)
	if err != nil {
		return auditlog.Record{}, fmt.Errorf("onceonly: encode audit entry: %w", err)
	}
	return auditlog.NewRecord(e.ID, key, e.EraseAt, document, random)
}

// ParseEntry reads the content of a record of the audit log, or the entry of a receipt.
func ParseEntry(document []byte) (Entry, error) {
	var w entryWire
	if err := json.Unmarshal(document, &w); err != nil {
		return Entry{}, fmt.Errorf("%w: audit entry", ErrSyntax)
	}
	e := Entry{
		ID: w.ID, Time: w.Time, Action: w.Action, Basis: w.Basis, Norm: w.Norm, PermittedBy: w.PermittedBy, UsesIDNr: w.UsesIDNr,
		Service: w.Service, Application: w.Application, Consent: w.Consent, ConsentVersion: w.ConsentVersion, ConsentDigest: value(w.ConsentDigest),
		Proof: w.Proof, Request: w.Request, Reasons: w.Reasons, EraseAt: w.EraseAt, Role: w.Role, Person: w.Person.commitment(),
		Concerned: w.Concerned, Declaration: w.Declaration, Repeated: w.Repeated, Leeway: w.Leeway, Retrieved: w.Retrieved,
	}
	var err error
	if w.Subject == "" && w.Role == "" {
		return Entry{}, fmt.Errorf("%w: audit entry about nobody", ErrSyntax)
	}
	if w.Subject != "" {
		if e.Subject, err = ParseSubject(w.Subject); err != nil {
			return Entry{}, err
		}
	}
	if w.Actor != "" {
		if e.Actor, err = ParseSubject(w.Actor); err != nil {
			return Entry{}, err
		}
	}
	if a := w.Asked; a != nil {
		if e.Asked, err = NewPerson(PersonData{
			FamilyName: a.FamilyName, GivenNames: a.GivenNames, DateOfBirth: a.DateOfBirth,
			Address: Address{Street: a.Street, HouseNumber: a.HouseNumber, PostalCode: a.PostalCode, Place: a.Place},
		}); err != nil {
			return Entry{}, fmt.Errorf("%w: audit entry", ErrSyntax)
		}
	}
	if w.EvidenceType != "" {
		if e.EvidenceType, err = ParseEvidenceType(w.EvidenceType); err != nil {
			return Entry{}, err
		}
	}
	if len(w.Fields) > 0 {
		if e.Fields, err = ParseFields(w.Fields...); err != nil {
			return Entry{}, err
		}
	}
	e.Requester, e.Provider, e.Purpose, e.Digest = value(w.Requester), value(w.Provider), value(w.Purpose), value(w.Digest)
	return e, nil
}

func value[T any](p *T) (zero T) {
	if p == nil {
		return zero
	}
	return *p
}
