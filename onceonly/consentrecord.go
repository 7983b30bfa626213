// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"
)

// RecordSchema is the version of the exported form of a consent. It is ours: the
// names of its members are those of ISO/IEC TS 27560:2023 as the guide of the W3C
// Data Privacy Vocabulary lists them; the order and the JSON shape are not
// prescribed by either.
const RecordSchema = "bausteine-onceonly-consent-1"

// Controller is what the exported record says of a party beyond its id and name.
// A consent does not hold it, so the caller supplies it.
type Controller struct {
	Address string `json:"address"`
	Contact string `json:"contact"`
	Type    string `json:"type"` // such as "public authority"
}

// ExportContext is what an exported record must say and a consent does not hold.
// All members are required.
type ExportContext struct {
	PrivacyNotice   string // where the exact text can be read; its digest is in the record
	Jurisdiction    string // such as "DE"
	StorageLocation string
	Retention       string // how long the evidence is kept, such as "P1D"
	Withdrawal      string // how to withdraw
	Requester       Controller
	Provider        Controller
}

// ConsentRecord is the exported form of a consent, for audits and for the
// person. Unlike a Consent it is in clear: it is made to leave the program.
type ConsentRecord struct {
	SchemaVersion   string         `json:"schema_version"`
	RecordID        uuid.UUID      `json:"record_id"`
	PIIPrincipalID  string         `json:"pii_principal_id"`
	PrivacyNotice   string         `json:"privacy_notice"`
	NoticeDigest    Digest         `json:"privacy_notice_digest"`
	Language        string         `json:"language"`
	Purpose         string         `json:"purpose"`
	PurposeType     string         `json:"purpose_type"`
	LawfulBasis     string         `json:"lawful_basis"`
	PIIInformation  []RecordPII    `json:"pii_information"`
	PIIControllers  []RecordParty  `json:"pii_controllers"`
	Method          string         `json:"collection_method"`
	Storage         string         `json:"storage_locations"`
	RetentionPeriod string         `json:"retention_period"`
	Service         string         `json:"service,omitempty"`
	Jurisdiction    string         `json:"jurisdiction"`
	Recipients      []RecordParty  `json:"recipient_third_parties"`
	Withdrawal      string         `json:"withdrawal_method"`
	Events          []RecordEvent  `json:"events"`
	Terms           RecordOnceOnly `json:"once_only"`
}

// RecordPII is one kind of personal data: a field of the evidence.
type RecordPII struct {
	Type        string `json:"pii_type"`
	AttributeID string `json:"pii_attribute_id"`
}

// RecordParty is a party with what TS 27560 asks for.
type RecordParty struct {
	ID   PartyID `json:"party_id"`
	Name string  `json:"name"`
	Role string  `json:"role"`
	Controller
}

// RecordEvent is what happened to the consent, and who did it.
type RecordEvent struct {
	Time     time.Time `json:"event_time"`
	Validity time.Time `json:"validity_until"`
	EntityID string    `json:"entity_id"`
	Type     string    `json:"event_type"`
	State    string    `json:"event_state"`
}

// RecordOnceOnly is what the standard has no member for.
type RecordOnceOnly struct {
	Application   string    `json:"application"`
	NotBefore     time.Time `json:"not_before"`
	MaxUses       int       `json:"max_uses"`
	Uses          int       `json:"uses"`
	PreviewWaived string    `json:"preview_waived_because,omitempty"`
	MayUseIDNr    bool      `json:"may_use_idnr"`
}

// ConsentReceipt is the copy of a record that the person keeps.
type ConsentReceipt struct {
	ReceiptID uuid.UUID     `json:"receipt_id"`
	IssuedAt  time.Time     `json:"issued_at"`
	Record    ConsentRecord `json:"record"`
}

// NewConsentReceipt puts a record into a receipt with an id of its own.
func NewConsentReceipt(id uuid.UUID, issuedAt time.Time, record ConsentRecord) ConsentReceipt {
	return ConsentReceipt{ReceiptID: id, IssuedAt: issuedAt.UTC(), Record: record}
}

// Format shows the id alone.
func (r ConsentRecord) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "onceonly.ConsentRecord{"+r.RecordID.String()+"}")
}

// Format shows the id alone.
func (r ConsentReceipt) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "onceonly.ConsentReceipt{"+r.ReceiptID.String()+"}")
}

// recordStates are the states of an exported event, in the words of the Data Privacy Vocabulary.
var recordStates = map[ConsentState]string{
	ConsentProposed:    "requested",
	ConsentGiven:       "given",
	ConsentRefused:     "refused",
	ConsentUsedUp:      "terminated",
	ConsentWithdrawn:   "withdrawn",
	ConsentInvalidated: "invalidated",
	ConsentReplaced:    "terminated",
}

// Export returns the record of a consent as it stands at the given time. A
// given consent whose window has passed is exported as expired.
func (c *Consent) Export(ctx ExportContext, now time.Time) (ConsentRecord, error) {
	for _, required := range []string{
		ctx.PrivacyNotice, ctx.Jurisdiction, ctx.StorageLocation, ctx.Retention, ctx.Withdrawal,
		ctx.Requester.Address, ctx.Requester.Contact, ctx.Requester.Type,
		ctx.Provider.Address, ctx.Provider.Contact, ctx.Provider.Type,
	} {
		if required == "" {
			return ConsentRecord{}, errors.New("onceonly: the exported record needs all of its context")
		}
	}
	t := &c.terms
	record := ConsentRecord{
		SchemaVersion: RecordSchema, RecordID: c.id, PIIPrincipalID: t.Subject.Clear(),
		PrivacyNotice: ctx.PrivacyNotice, NoticeDigest: t.Notice.Digest, Language: t.Notice.Language,
		Purpose: t.Purpose.Text, PurposeType: t.Purpose.Code, LawfulBasis: string(t.Basis) + ": " + t.Norm,
		PIIControllers: []RecordParty{{t.Requester.ID, t.Requester.Name, "requester", ctx.Requester}},
		Method:         "retrieval from a register: " + t.EvidenceType.String(), Storage: ctx.StorageLocation,
		RetentionPeriod: ctx.Retention, Service: t.Service, Jurisdiction: ctx.Jurisdiction,
		Recipients: []RecordParty{{t.Provider.ID, t.Provider.Name, "provider", ctx.Provider}},
		Withdrawal: ctx.Withdrawal,
		Terms: RecordOnceOnly{
			Application: t.Application, NotBefore: t.NotBefore, MaxUses: t.MaxUses, Uses: c.uses,
			PreviewWaived: t.Preview.WaivedBecause, MayUseIDNr: t.MayUseIDNr,
		},
	}
	for _, path := range t.Fields.paths {
		record.PIIInformation = append(record.PIIInformation, RecordPII{Type: t.EvidenceType.String(), AttributeID: path})
	}
	record.Events = c.recordEvents(now)
	return record, nil
}

// recordEvents tells the decision and, if there is one, the end.
func (c *Consent) recordEvents(now time.Time) (events []RecordEvent) {
	entity := c.actor.Subject.Clear()
	if entity == "" {
		entity = c.terms.Requester.ID.String()
	}
	add := func(at time.Time, entity, eventType, state string) {
		events = append(events, RecordEvent{at, c.terms.NotAfter, entity, eventType, state})
	}
	expressed := "explicit"
	if c.terms.Basis == BasisStatute {
		expressed = "ordered by statute"
	}
	switch {
	case c.decidedAt.IsZero():
	case c.state == ConsentRefused:
		add(c.decidedAt, entity, expressed, recordStates[ConsentRefused])
	default:
		add(c.decidedAt, entity, expressed, recordStates[ConsentGiven])
	}
	switch {
	case !c.endedAt.IsZero():
		add(c.endedAt, entity, expressed, recordStates[c.state])
	case c.state == ConsentGiven && !now.Before(c.terms.NotAfter):
		add(c.terms.NotAfter, c.terms.Requester.ID.String(), "time-out", "expired")
	case len(events) == 0 || c.state == ConsentUsedUp:
		add(now.UTC(), c.terms.Requester.ID.String(), "state", recordStates[c.state])
	}
	return events
}
