// SPDX-License-Identifier: Apache-2.0

package onceonly

// Code is the stable name of a reason.
type Code string

// The codes of refusals and of findings about terms and requests.
const (
	CodeMissing   Code = "MISSING"   // a required member is not set
	CodeMalformed Code = "MALFORMED" // text that is not UTF-8, holds control characters or is too long
	CodeWindow    Code = "WINDOW"    // the window of time is empty
	CodeUses      Code = "USES"      // the number of uses is not positive
	CodeAssurance Code = "ASSURANCE" // the person was not identified surely enough

	CodeActor          Code = "ACTOR"          // neither the person nor somebody who may act for the person
	CodeRepresentation Code = "REPRESENTATION" // no proof of it, or one that was not accepted
	CodeDeclaration    Code = "DECLARATION"    // it was not declared why data of others may be fetched
	CodeNoChoice       Code = "NO-CHOICE"      // a statute orders it, there is nothing to refuse or to withdraw

	CodeConsentUnknown      Code = "CONSENT-UNKNOWN"       // there is no such consent
	CodeConsentNotGiven     Code = "CONSENT-NOT-GIVEN"     // not yet decided
	CodeConsentRefused      Code = "CONSENT-REFUSED"       // the person said no
	CodeConsentWithdrawn    Code = "CONSENT-WITHDRAWN"     // withdrawn for the future
	CodeConsentInvalidated  Code = "CONSENT-INVALIDATED"   // found to be void
	CodeConsentReplaced     Code = "CONSENT-REPLACED"      // a newer one stands in its place
	CodeConsentUsedUp       Code = "CONSENT-USED-UP"       // no use left
	CodeConsentNotYet       Code = "CONSENT-NOT-YET"       // before its window
	CodeConsentExpired      Code = "CONSENT-EXPIRED"       // after its window
	CodeConsentSubject      Code = "CONSENT-SUBJECT"       // about another person
	CodeConsentPerson       Code = "CONSENT-PERSON"        // the register would look up another person
	CodeConsentInUse        Code = "CONSENT-IN-USE"        // the last use is taken by a request that is under way
	CodeConsentRequester    Code = "CONSENT-REQUESTER"     // for another requester
	CodeConsentProvider     Code = "CONSENT-PROVIDER"      // from another provider
	CodeConsentEvidenceType Code = "CONSENT-EVIDENCE-TYPE" // of another type
	CodeConsentPurpose      Code = "CONSENT-PURPOSE"       // for another purpose
	CodeConsentApplication  Code = "CONSENT-APPLICATION"   // for another application
	CodeConsentFields       Code = "CONSENT-FIELDS"        // more fields than listed
	CodeUnidentified        Code = "FIELDS-UNIDENTIFIED"   // asks about others without that by which they are told
	CodeConsentIDNr         Code = "CONSENT-IDNR"          // the IdNr may not be used

	CodePermissionNone    Code = "PERMISSION-NONE"    // no rule for these partners, this type and this purpose
	CodePermissionBasis   Code = "PERMISSION-BASIS"   // the rule does not rest on this legal ground
	CodePermissionIDNr    Code = "PERMISSION-IDNR"    // the rule does not allow the IdNr
	CodePermissionSector  Code = "PERMISSION-SECTOR"  // the rule does not allow the IdNr between these sectors
	CodePermissionNotYet  Code = "PERMISSION-NOT-YET" // the rule is not in force yet
	CodePermissionExpired Code = "PERMISSION-EXPIRED" // the rule is no longer in force

	CodeTokenSeal    Code = "TOKEN-SEAL"    // not sealed by the expected authority
	CodeTokenExpired Code = "TOKEN-EXPIRED" // after its window
	CodeTokenNotYet  Code = "TOKEN-NOT-YET" // before its window
	CodeTokenRequest Code = "TOKEN-REQUEST" // sealed for another request
	CodeTokenParties Code = "TOKEN-PARTIES" // sealed for other partners, type, purpose or use of the IdNr

	CodeRequestReused   Code = "REQUEST-REUSED"   // the id was used before with other content
	CodeRegisterUnknown Code = "REGISTER-UNKNOWN" // nobody provides this type of evidence there
	CodeRegisterFailed  Code = "REGISTER-FAILED"  // no usable answer
	CodeRegisterRefused Code = "REGISTER-REFUSED" // the provider refused without a reason
	CodeNoUniqueMatch   Code = "NO-UNIQUE-MATCH"  // the person was not found, or not as the only one
	CodeEvidenceSeal    Code = "EVIDENCE-SEAL"    // not sealed by the provider
	CodeEvidenceBinding Code = "EVIDENCE-BINDING" // made for another request
	CodeEvidenceExpired Code = "EVIDENCE-EXPIRED" // no longer valid
	CodeEvidenceFormat  Code = "EVIDENCE-FORMAT"  // cannot be filtered
	CodeEvidenceSize    Code = "EVIDENCE-SIZE"    // larger than the configured limit
	CodeEvidenceStore   Code = "EVIDENCE-STORE"   // cannot be stored
	CodeDigest          Code = "DIGEST"           // not the bytes that were shown
	CodeNotPreviewed    Code = "NOT-PREVIEWED"    // the person has not seen it yet
	CodeDecideTimeOut   Code = "DECIDE-TIME-OUT"  // the time to decide is over
	CodeDiscarded       Code = "DISCARDED"        // the person decided against it
	CodeContentErased   Code = "CONTENT-ERASED"   // the deadline of the content has passed
	CodeNoEvidence      Code = "NO-EVIDENCE"      // the retrieval holds none
)

// wellFormed accepts capitals, digits, hyphens and colons, and at most 40 of them:
// all codes of this package and those of the EU exchange such as EDM:ERR:0003.
func (c Code) wellFormed() bool {
	for i := range len(c) {
		if b := c[i]; (b < 'A' || b > 'Z') && (b < '0' || b > '9') && b != '-' && b != ':' {
			return false
		}
	}
	return c != "" && len(c) <= 40
}

// Reason is one ground of a refusal, or one finding about terms or a request.
type Reason struct {
	Code Code `json:"code"`
	// Pointer is the JSON pointer of the member it is about; empty for the whole.
	Pointer string `json:"pointer,omitempty"`
	// Norm is the paragraph it rests on, where there is one.
	Norm string `json:"norm,omitempty"`
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
func (c Code) passing() bool {
	switch c {
	case CodeConsentNotYet, CodeConsentInUse, CodePermissionNotYet:
		return true
	default:
		return false
	}
}

// clock reports whether the code can come of clocks that differ, when the other
// side gives it.
func (c Code) clock() bool {
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
