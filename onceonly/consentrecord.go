// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/google/uuid"
)

// RecordSchema is the version of the exported form of a consent. It is ours: the
// names of its members are those of ISO/IEC TS 27560:2023 as the guide of the W3C
// Data Privacy Vocabulary lists them; the order and the JSON shape are not
// prescribed by either. The standard itself was not at hand.
const RecordSchema = "bausteine-onceonly-consent-2"

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

// ExportContext is what an exported record must or may say and a consent does
// not hold. The first block is required.
type ExportContext struct {
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

// ConsentRecord is the exported form of a consent, for audits and for the
// person. Unlike a Consent it is in clear: it is made to leave the program. It is
// not signed itself: its digests are those in the audit log, whose heads are.
type ConsentRecord struct {
	SchemaVersion          string         `json:"schema_version"`
	RecordID               uuid.UUID      `json:"record_id"`
	PIIPrincipalID         string         `json:"pii_principal_id"`
	PrivacyNotice          string         `json:"privacy_notice"`
	NoticeDigest           Digest         `json:"privacy_notice_digest"`
	Language               string         `json:"language"`
	Purpose                string         `json:"purpose"`
	PurposeType            string         `json:"purpose_type"`
	LawfulBasis            string         `json:"lawful_basis"`
	PIIInformation         []RecordPII    `json:"pii_information"`
	PIIControllers         []RecordParty  `json:"pii_controllers"`
	Method                 string         `json:"collection_method"`
	ProcessingMethod       string         `json:"processing_method,omitempty"`
	Storage                string         `json:"storage_locations"`
	RetentionPeriod        string         `json:"retention_period"`
	ProcessingLocation     string         `json:"processing_location,omitempty"`
	GeographicRestrictions string         `json:"geographic_restrictions,omitempty"`
	Service                string         `json:"service,omitempty"`
	Jurisdiction           string         `json:"jurisdiction"`
	Recipients             []RecordParty  `json:"recipient_third_parties"`
	Withdrawal             string         `json:"withdrawal_method"`
	PrivacyRights          string         `json:"privacy_rights,omitempty"`
	CodesOfConduct         string         `json:"codes_of_conduct,omitempty"`
	ImpactAssessment       string         `json:"impact_assessment,omitempty"`
	Authority              string         `json:"authority_party,omitempty"`
	Events                 []RecordEvent  `json:"events"`
	Terms                  RecordOnceOnly `json:"once_only"`
}

// RecordPII is one kind of personal data: a field of the evidence.
type RecordPII struct {
	Type        string `json:"pii_type"`
	AttributeID string `json:"pii_attribute_id"`
	Optional    bool   `json:"pii_optional,omitempty"`
	Sensitive   string `json:"sensitive_pii_category,omitempty"`
	Special     string `json:"special_pii_category,omitempty"`
}

// RecordParty is a party with what TS 27560 asks for.
type RecordParty struct {
	ID   PartyID `json:"party_id"`
	Name string  `json:"name"`
	Role string  `json:"role"`
	Controller

	Sector Sector `json:"sector,omitempty"`
}

// RecordEvent is one event: who did what, and what it means for how long.
type RecordEvent struct {
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
	Assurance Assurance `json:"assurance,omitempty"`
	Proof     string    `json:"proof,omitempty"`
	Previous  *Digest   `json:"previous,omitempty"`
	Digest    *Digest   `json:"digest,omitempty"`
}

// RecordOnceOnly is what the terms say beyond TS 27560.
type RecordOnceOnly struct {
	Application   string    `json:"application"`
	NotBefore     time.Time `json:"not_before"`
	NotAfter      time.Time `json:"not_after"`
	MaxUses       int       `json:"max_uses"`
	Uses          int       `json:"uses"`
	Assurance     Assurance `json:"assurance,omitempty"`
	PreviewWaived string    `json:"preview_waived_because,omitempty"`
	MayUseIDNr    bool      `json:"may_use_idnr"`
	Replaces      uuid.UUID `json:"replaces,omitzero"`
	ReplacedBy    uuid.UUID `json:"replaced_by,omitzero"`
}

// ConsentReceipt is what the person takes home: the record under an id of the
// receipt's own.
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

// check names what of the context is required and missing, or names a field that
// the consent does not list.
func (ctx *ExportContext) check(fields Fields) error {
	var found findings
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
		found.missing(required.value == "", required.pointer)
	}
	for path := range ctx.PII {
		if !fields.Has(path) {
			found.add(CodeConsentFields, "/pii")
		}
	}
	return checkError(found)
}

// Export returns the record of a consent as it stands at the given time. A
// consent whose window has passed before it ended is exported as expired. The
// error is a *CheckError about the context.
//
// Both parties are controllers: the provider of what it discloses, the requester
// of what it collects. The requester is the recipient.
func (c *Consent) Export(ctx ExportContext, now time.Time) (ConsentRecord, error) {
	t := &c.terms
	if err := ctx.check(t.Fields); err != nil {
		return ConsentRecord{}, err
	}
	requester := RecordParty{t.Requester.ID, t.Requester.Name, "requester", ctx.Requester, t.Requester.Sector}
	provider := RecordParty{t.Provider.ID, t.Provider.Name, "provider", ctx.Provider, t.Provider.Sector}
	record := ConsentRecord{
		SchemaVersion: RecordSchema, RecordID: c.id, PIIPrincipalID: t.Subject.Clear(),
		PrivacyNotice: ctx.PrivacyNotice, NoticeDigest: t.Notice.Digest, Language: t.Notice.Language,
		Purpose: t.Purpose.Text, PurposeType: t.Purpose.Code, LawfulBasis: string(t.Basis) + ": " + t.Norm,
		PIIControllers: []RecordParty{requester, provider}, Recipients: []RecordParty{requester},
		Method:           "retrieval from a register: " + t.EvidenceType.String(),
		ProcessingMethod: ctx.ProcessingMethod, ProcessingLocation: ctx.ProcessingLocation, GeographicRestrictions: ctx.GeographicRestrictions,
		Storage: ctx.StorageLocation, RetentionPeriod: ctx.Retention, Service: t.Service, Jurisdiction: ctx.Jurisdiction,
		Withdrawal: ctx.Withdrawal, PrivacyRights: ctx.PrivacyRights, CodesOfConduct: ctx.CodesOfConduct,
		ImpactAssessment: ctx.ImpactAssessment, Authority: ctx.Authority,
		Terms: RecordOnceOnly{
			Application: t.Application, NotBefore: t.NotBefore, NotAfter: t.NotAfter, MaxUses: t.MaxUses, Uses: c.uses,
			Assurance: t.Assurance, PreviewWaived: t.Preview.WaivedBecause, MayUseIDNr: t.MayUseIDNr,
			Replaces: c.predecessor, ReplacedBy: c.successor,
		},
	}
	for _, path := range t.Fields.paths {
		detail := ctx.PII[path]
		record.PIIInformation = append(record.PIIInformation, RecordPII{t.EvidenceType.String(), path, detail.Optional, detail.Sensitive, detail.Special})
	}
	for _, v := range c.history {
		record.Events = append(record.Events, c.recordEvent(v))
	}
	if (c.state == ConsentGiven || c.state == ConsentProposed) && !now.Before(t.NotAfter) {
		record.Events = append(record.Events, RecordEvent{
			Time: t.NotAfter, Duration: "PT0S", Until: t.NotAfter, EntityID: t.Requester.ID.String(), Type: "time-out", State: "expired",
		})
	}
	return record, nil
}

// recordEvent tells one version. Who proposes, counts a use or ends a consent
// without the person is the requester.
func (c *Consent) recordEvent(v ConsentVersion) RecordEvent {
	t := &c.terms
	e := RecordEvent{
		Time: v.At, Duration: isoDuration(t.NotAfter.Sub(v.At)), Until: t.NotAfter, State: recordStates[v.State],
		EntityID: t.Requester.ID.String(), Type: "recorded by the requester",
		Assurance: v.Actor.Assurance, Proof: v.Actor.Proof.text(), Digest: &v.Digest,
	}
	if !v.Previous.IsZero() {
		e.Previous = &v.Previous
	}
	switch {
	case !v.Actor.Subject.IsZero():
		e.EntityID, e.Type = v.Actor.Subject.Clear(), "explicit"
	case v.Event == ConsentEventGiven:
		e.Type = "ordered by statute"
	}
	return e
}

// isoDuration writes a duration as in ISO 8601, in seconds; what has passed is none.
func isoDuration(d time.Duration) string {
	return "PT" + strconv.FormatInt(int64(max(d, 0)/time.Second), 10) + "S"
}
