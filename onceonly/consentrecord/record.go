// SPDX-License-Identifier: Apache-2.0

// Package consentrecord exports a consent in the form of ISO/IEC TS 27560, for audits and
// for the person: a record in clear, made to leave the program.
package consentrecord

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/onceonly"
)

// Schema is the version of the exported form of a consent. It is ours: the
// names of its members are those of ISO/IEC TS 27560:2023 as the guide of the W3C
// Data Privacy Vocabulary lists them; the order and the JSON shape are not
// prescribed by either. The standard itself was not at hand.
const Schema = "bausteine-onceonly-consent-2"

// Controller is what the exported record says of a party beyond its id and name.
// A consent does not hold it, so the caller supplies it.
type Controller struct {
	Address string `json:"address"`
	Contact string `json:"contact"`
	Type    string `json:"type"` // such as "public authority"
	// May be empty.
	Email string `json:"email,omitempty"`
	URL   string `json:"url,omitempty"`
	Phone string `json:"phone,omitempty"`
}

// Context is what an exported record must or may say and a consent does
// not hold. The first block is required.
type Context struct {
	PrivacyNotice   string // where the exact text can be read; its digest is in the record
	Jurisdiction    string // such as "DE"
	StorageLocation string
	Retention       string // how long the evidence is kept, such as "P1D"
	Withdrawal      string // how to withdraw
	Requester       Controller
	Provider        Controller

	ProcessingMethod       string
	ProcessingLocation     string
	GeographicRestrictions string
	PrivacyRights          string // how to use them
	CodesOfConduct         string
	ImpactAssessment       string
	Authority              string // of supervision
	// PII says more about single fields, by their path.
	PII map[string]PIIDetail
}

// PIIDetail says more about one field of the evidence.
type PIIDetail struct {
	Optional  bool
	Sensitive string // category, if it is sensitive
	Special   string // category of Art. 9 GDPR, if it is one
}

// Record is the exported form of a consent, for audits and for the
// person. Unlike a Consent it is in clear: it is made to leave the program. It is
// not signed itself: its digests are those in the audit log, whose heads are.
type Record struct {
	SchemaVersion          string          `json:"schema_version"`
	RecordID               uuid.UUID       `json:"record_id"`
	PIIPrincipalID         string          `json:"pii_principal_id"`
	PrivacyNotice          string          `json:"privacy_notice"`
	NoticeDigest           onceonly.Digest `json:"privacy_notice_digest"`
	Language               string          `json:"language"`
	Purpose                string          `json:"purpose"`
	PurposeType            string          `json:"purpose_type"`
	LawfulBasis            string          `json:"lawful_basis"`
	PIIInformation         []PII           `json:"pii_information"`
	PIIControllers         []Party         `json:"pii_controllers"`
	Method                 string          `json:"collection_method"`
	ProcessingMethod       string          `json:"processing_method,omitempty"`
	Storage                string          `json:"storage_locations"`
	RetentionPeriod        string          `json:"retention_period"`
	ProcessingLocation     string          `json:"processing_location,omitempty"`
	GeographicRestrictions string          `json:"geographic_restrictions,omitempty"`
	Service                string          `json:"service,omitempty"`
	Jurisdiction           string          `json:"jurisdiction"`
	Recipients             []Party         `json:"recipient_third_parties"`
	Withdrawal             string          `json:"withdrawal_method"`
	PrivacyRights          string          `json:"privacy_rights,omitempty"`
	CodesOfConduct         string          `json:"codes_of_conduct,omitempty"`
	ImpactAssessment       string          `json:"impact_assessment,omitempty"`
	Authority              string          `json:"authority_party,omitempty"`
	Events                 []Event         `json:"events"`
	Terms                  Terms           `json:"once_only"`
}

// PII is one kind of personal data: a field of the evidence.
type PII struct {
	Type        string `json:"pii_type"`
	AttributeID string `json:"pii_attribute_id"`
	Optional    bool   `json:"pii_optional,omitempty"`
	Sensitive   string `json:"sensitive_pii_category,omitempty"`
	Special     string `json:"special_pii_category,omitempty"`
}

// Party is a party with what TS 27560 asks for.
type Party struct {
	ID   onceonly.PartyID `json:"party_id"`
	Name string           `json:"name"`
	Role string           `json:"role"`
	Controller

	Sector onceonly.Sector `json:"sector,omitempty"`
}

// Event is one event: who did what, and what it means for how long.
type Event struct {
	Time time.Time `json:"event_time"`
	// Duration is from the event to the end of the terms, as in ISO 8601.
	Duration string    `json:"validity_duration"`
	Until    time.Time `json:"validity_until"`
	EntityID string    `json:"entity_id"`
	Type     string    `json:"event_type"`
	State    string    `json:"event_state"`
	// What the terms of this package add: how surely the entity was identified,
	// what showed that it may act, and the chain of versions. An event that is
	// only told, such as the end by time, has no digest.
	Assurance string           `json:"assurance,omitempty"`
	Proof     string           `json:"proof,omitempty"`
	Previous  *onceonly.Digest `json:"previous,omitempty"`
	Digest    *onceonly.Digest `json:"digest,omitempty"`
}

// Terms is what the terms say beyond TS 27560.
type Terms struct {
	Application   string    `json:"application"`
	NotBefore     time.Time `json:"not_before"`
	NotAfter      time.Time `json:"not_after"`
	MaxUses       int       `json:"max_uses"`
	Uses          int       `json:"uses"`
	Assurance     string    `json:"assurance,omitempty"`
	PreviewWaived string    `json:"preview_waived_because,omitempty"`
	MayUseIDNr    bool      `json:"may_use_idnr"`
	Replaces      uuid.UUID `json:"replaces,omitzero"`
	ReplacedBy    uuid.UUID `json:"replaced_by,omitzero"`
}

// Receipt is what the person takes home: the record under an id of the
// receipt's own.
type Receipt struct {
	ReceiptID uuid.UUID `json:"receipt_id"`
	IssuedAt  time.Time `json:"issued_at"`
	Record    Record    `json:"record"`
}

// NewReceipt puts a record into a receipt with an id of its own.
func NewReceipt(id uuid.UUID, issuedAt time.Time, record Record) Receipt {
	return Receipt{ReceiptID: id, IssuedAt: issuedAt.UTC(), Record: record}
}

// Format shows the id alone.
func (r Record) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "consentrecord.Record{"+r.RecordID.String()+"}")
}

// Format shows the id alone.
func (r Receipt) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "consentrecord.Receipt{"+r.ReceiptID.String()+"}")
}

// recordStates are the states of an exported event, in the words of the Data Privacy Vocabulary.
var recordStates = map[onceonly.ConsentState]string{
	onceonly.ConsentProposed:    "requested",
	onceonly.ConsentGiven:       "given",
	onceonly.ConsentRefused:     "refused",
	onceonly.ConsentUsedUp:      "terminated",
	onceonly.ConsentWithdrawn:   "withdrawn",
	onceonly.ConsentInvalidated: "invalidated",
	onceonly.ConsentReplaced:    "terminated",
}

// check names what of the context is required and missing, or names a field that
// the consent does not list.
func (ctx *Context) check(fields onceonly.Fields) error {
	var found []onceonly.Reason
	for _, required := range []struct{ pointer, value string }{
		{"/privacyNotice", ctx.PrivacyNotice},
		{"/jurisdiction", ctx.Jurisdiction},
		{"/storageLocation", ctx.StorageLocation},
		{"/retention", ctx.Retention},
		{"/withdrawal", ctx.Withdrawal},
		{"/requester/address", ctx.Requester.Address},
		{"/requester/contact", ctx.Requester.Contact},
		{"/requester/type", ctx.Requester.Type},
		{"/provider/address", ctx.Provider.Address},
		{"/provider/contact", ctx.Provider.Contact},
		{"/provider/type", ctx.Provider.Type},
	} {
		if required.value == "" {
			found = append(found, onceonly.Reason{Code: onceonly.CodeMissing, Pointer: required.pointer})
		}
	}
	for path := range ctx.PII {
		if !fields.Has(path) {
			found = append(found, onceonly.Reason{Code: onceonly.CodeConsentFields, Pointer: "/pii"})
		}
	}
	if len(found) > 0 {
		return &onceonly.CheckError{Befunde: found}
	}
	return nil
}

// Export returns the record of a consent as it stands at the given time. A
// consent whose window has passed before it ended is exported as expired. The
// error is an *onceonly.CheckError about the context.
//
// Both parties are controllers: the provider of what it discloses, the requester
// of what it collects. The requester is the recipient.
func Export(c *onceonly.Consent, ctx Context, now time.Time) (Record, error) {
	t := c.Terms()
	if err := ctx.check(t.Fields); err != nil {
		return Record{}, err
	}
	requester := Party{t.Requester.ID, t.Requester.Name, "requester", ctx.Requester, t.Requester.Sector}
	provider := Party{t.Provider.ID, t.Provider.Name, "provider", ctx.Provider, t.Provider.Sector}
	record := Record{
		SchemaVersion: Schema, RecordID: c.ID(), PIIPrincipalID: t.Subject.Clear(),
		PrivacyNotice: ctx.PrivacyNotice, NoticeDigest: t.Notice.Digest, Language: t.Notice.Language,
		Purpose: t.Purpose.Text, PurposeType: t.Purpose.Code, LawfulBasis: string(t.Basis) + ": " + t.Norm.String(),
		PIIControllers: []Party{requester, provider}, Recipients: []Party{requester},
		Method:           "retrieval from a register: " + t.EvidenceType.String(),
		ProcessingMethod: ctx.ProcessingMethod, ProcessingLocation: ctx.ProcessingLocation, GeographicRestrictions: ctx.GeographicRestrictions,
		Storage: ctx.StorageLocation, RetentionPeriod: ctx.Retention, Service: t.Service, Jurisdiction: ctx.Jurisdiction,
		Withdrawal: ctx.Withdrawal, PrivacyRights: ctx.PrivacyRights, CodesOfConduct: ctx.CodesOfConduct,
		ImpactAssessment: ctx.ImpactAssessment, Authority: ctx.Authority,
		Terms: Terms{
			Application: t.Application, NotBefore: t.NotBefore, NotAfter: t.NotAfter, MaxUses: t.MaxUses, Uses: c.Uses(),
			Assurance: t.Assurance.English(), PreviewWaived: t.Preview.WaivedBecause, MayUseIDNr: t.MayUseIDNr,
			Replaces: c.Predecessor(), ReplacedBy: c.Successor(),
		},
	}
	for _, path := range t.Fields.Paths() {
		detail := ctx.PII[path]
		record.PIIInformation = append(record.PIIInformation, PII{t.EvidenceType.String(), path, detail.Optional, detail.Sensitive, detail.Special})
	}
	for _, v := range c.History() {
		record.Events = append(record.Events, event(&t, v))
	}
	if (c.State() == onceonly.ConsentGiven || c.State() == onceonly.ConsentProposed) && !now.Before(t.NotAfter) {
		record.Events = append(record.Events, Event{
			Time: t.NotAfter, Duration: "PT0S", Until: t.NotAfter, EntityID: t.Requester.ID.String(), Type: "time-out", State: "expired",
		})
	}
	return record, nil
}

// event tells one version. Who proposes, counts a use or ends a consent
// without the person is the requester.
func event(t *onceonly.Terms, v onceonly.ConsentVersion) Event {
	e := Event{
		Time: v.At, Duration: isoDuration(t.NotAfter.Sub(v.At)), Until: t.NotAfter, State: recordStates[v.State],
		EntityID: t.Requester.ID.String(), Type: "recorded by the requester",
		Assurance: v.Actor.Assurance.English(), Proof: proofText(v.Actor.Proof), Digest: &v.Digest,
	}
	if !v.Previous.IsZero() {
		e.Previous = &v.Previous
	}
	switch {
	case !v.Actor.Subject.IsZero():
		e.EntityID, e.Type = v.Actor.Subject.Clear(), "explicit"
	case v.Event == onceonly.ConsentEventGiven:
		e.Type = "ordered by statute"
	}
	return e
}

// isoDuration writes a duration as in ISO 8601, in seconds; what has passed is none.
func isoDuration(d time.Duration) string {
	return "PT" + strconv.FormatInt(int64(max(d, 0)/time.Second), 10) + "S"
}

func proofText(p onceonly.Proof) string {
	if p.Kind == "" {
		return p.ID
	}
	return string(p.Kind) + ": " + p.ID
}
