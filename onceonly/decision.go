// SPDX-License-Identifier: Apache-2.0

package onceonly

import "github.com/deutschland-stack/bausteine/kommune/recht"

// Code is the stable name of a reason.
type Code = string

// The codes of refusals and of findings about terms and requests.
const (
	CodeMissing   = "MISSING"   // a required member is not set
	CodeMalformed = "MALFORMED" // text that is not UTF-8, holds control characters or is too long
	CodeWindow    = "WINDOW"    // the window of time is empty
	CodeUses      = "USES"      // the number of uses is not positive
	CodeAssurance = "ASSURANCE" // the person was not identified surely enough

	CodeActor          = "ACTOR"          // neither the person nor somebody who may act for the person
	CodeRepresentation = "REPRESENTATION" // no proof of it, or one that was not accepted
	CodeDeclaration    = "DECLARATION"    // it was not declared why data of others may be fetched
	CodeNoChoice       = "NO-CHOICE"      // a statute orders it, there is nothing to refuse or to withdraw

	CodeConsentUnknown      = "CONSENT-UNKNOWN"       // there is no such consent
	CodeConsentNotGiven     = "CONSENT-NOT-GIVEN"     // not yet decided
	CodeConsentRefused      = "CONSENT-REFUSED"       // the person said no
	CodeConsentWithdrawn    = "CONSENT-WITHDRAWN"     // withdrawn for the future
	CodeConsentInvalidated  = "CONSENT-INVALIDATED"   // found to be void
	CodeConsentReplaced     = "CONSENT-REPLACED"      // a newer one stands in its place
	CodeConsentUsedUp       = "CONSENT-USED-UP"       // no use left
	CodeConsentNotYet       = "CONSENT-NOT-YET"       // before its window
	CodeConsentExpired      = "CONSENT-EXPIRED"       // after its window
	CodeConsentSubject      = "CONSENT-SUBJECT"       // about another person
	CodeConsentPerson       = "CONSENT-PERSON"        // the register would look up another person
	CodeConsentInUse        = "CONSENT-IN-USE"        // the last use is taken by a request that is under way
	CodeConsentRequester    = "CONSENT-REQUESTER"     // for another requester
	CodeConsentProvider     = "CONSENT-PROVIDER"      // from another provider
	CodeConsentEvidenceType = "CONSENT-EVIDENCE-TYPE" // of another type
	CodeConsentPurpose      = "CONSENT-PURPOSE"       // for another purpose
	CodeConsentApplication  = "CONSENT-APPLICATION"   // for another application
	CodeConsentFields       = "CONSENT-FIELDS"        // more fields than listed
	CodeUnidentified        = "FIELDS-UNIDENTIFIED"   // asks about others without that by which they are told
	CodeConsentIDNr         = "CONSENT-IDNR"          // the IdNr may not be used

	CodePermissionNone    = "PERMISSION-NONE"    // no rule for these partners, this type and this purpose
	CodePermissionBasis   = "PERMISSION-BASIS"   // the rule does not rest on this legal ground
	CodePermissionIDNr    = "PERMISSION-IDNR"    // the rule does not allow the IdNr
	CodePermissionSector  = "PERMISSION-SECTOR"  // the rule does not allow the IdNr between these sectors
	CodePermissionNotYet  = "PERMISSION-NOT-YET" // the rule is not in force yet
	CodePermissionExpired = "PERMISSION-EXPIRED" // the rule is no longer in force

	CodeTokenSeal    = "TOKEN-SEAL"    // not sealed by the expected authority
	CodeTokenExpired = "TOKEN-EXPIRED" // after its window
	CodeTokenNotYet  = "TOKEN-NOT-YET" // before its window
	CodeTokenRequest = "TOKEN-REQUEST" // sealed for another request
	CodeTokenParties = "TOKEN-PARTIES" // sealed for other partners, type, purpose or use of the IdNr

	CodeRequestReused   = "REQUEST-REUSED"   // the id was used before with other content
	CodeRegisterUnknown = "REGISTER-UNKNOWN" // nobody provides this type of evidence there
	CodeRegisterFailed  = "REGISTER-FAILED"  // no usable answer
	CodeRegisterRefused = "REGISTER-REFUSED" // the provider refused without a reason
	CodeNoUniqueMatch   = "NO-UNIQUE-MATCH"  // the person was not found, or not as the only one
	CodeEvidenceSeal    = "EVIDENCE-SEAL"    // not sealed by the provider
	CodeEvidenceBinding = "EVIDENCE-BINDING" // made for another request
	CodeEvidenceExpired = "EVIDENCE-EXPIRED" // no longer valid
	CodeEvidenceFormat  = "EVIDENCE-FORMAT"  // cannot be filtered
	CodeEvidenceSize    = "EVIDENCE-SIZE"    // larger than the configured limit
	CodeEvidenceStore   = "EVIDENCE-STORE"   // cannot be stored
	CodeDigest          = "DIGEST"           // not the bytes that were shown
	CodeNotPreviewed    = "NOT-PREVIEWED"    // the person has not seen it yet
	CodeDecideTimeOut   = "DECIDE-TIME-OUT"  // the time to decide is over
	CodeDiscarded       = "DISCARDED"        // the person decided against it
	CodeContentErased   = "CONTENT-ERASED"   // the deadline of the content has passed
	CodeNoEvidence      = "NO-EVIDENCE"      // the retrieval holds none
)

// wellFormed accepts capitals, digits, hyphens and colons, and at most 40 of them:
// all codes of this package and those of the EU exchange such as EDM:ERR:0003.
func wellFormed(c Code) bool {
	for i := range len(c) {
		if b := c[i]; (b < 'A' || b > 'Z') && (b < '0' || b > '9') && b != '-' && b != ':' {
			return false
		}
	}
	return c != "" && len(c) <= 40
}

// Reason is one ground of a refusal, or one finding about terms or a request: the
// finding of the house.
type Reason = recht.Befund

// normen is the one norm that a reason rests on, where there is one.
func normen(norm recht.Norm) recht.Normen {
	if norm.IsZero() {
		return nil
	}
	return recht.Normen{norm}
}

// Decision is the outcome of a check: permitted, or refused for all the reasons
// that were found. The zero Decision refuses.
type Decision struct {
	Permitted bool     `json:"permitted"`
	Reasons   []Reason `json:"reasons,omitempty"`
}

// Has reports whether the code is among the reasons.
func (d Decision) Has(code Code) bool {
	for _, r := range d.Reasons {
		if r.Code == code {
			return true
		}
	}
	return false
}

// decide permits if there is no reason against it.
func decide(reasons []Reason) Decision {
	return Decision{Permitted: len(reasons) == 0, Reasons: reasons}
}

// refuse is a Decision for one reason.
func refuse(code Code, pointer string) Decision {
	return Decision{Reasons: []Reason{{Code: code, Pointer: pointer}}}
}

// passing reports whether the code is about a moment: what it speaks against may
// be possible later, or by a clock that was set right.
func passing(c Code) bool {
	switch c {
	case CodeConsentNotYet, CodeConsentInUse, CodePermissionNotYet:
		return true
	default:
		return false
	}
}

// clock reports whether the code can come of clocks that differ, when the other
// side gives it.
func clock(c Code) bool {
	switch c {
	case CodeConsentNotYet, CodeConsentExpired, CodeTokenNotYet, CodeTokenExpired, CodePermissionNotYet, CodePermissionExpired:
		return true
	default:
		return false
	}
}

// onlyFor reports whether there are reasons, and all of them are of the kind.
func onlyFor(reasons []Reason, kind func(Code) bool) bool {
	for _, r := range reasons {
		if !kind(r.Code) {
			return false
		}
	}
	return len(reasons) > 0
}
