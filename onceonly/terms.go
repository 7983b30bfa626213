// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"fmt"
	"io"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Basis is the kind of legal ground on which evidence is retrieved. Consent
// within the meaning of the GDPR is only one of them, and in Germany since
// 24 July 2024 not the usual one.
type Basis string

// The legal grounds.
const (
	// BasisChoice: a statute allows the retrieval, and the person chose it over
	// handing in the evidence (EGovG § 5; for social data SGB X § 67f).
	BasisChoice Basis = "choice"
	// BasisExplicitRequest: the person's explicit request for a cross-border
	// exchange over the EU once-only system; its own ground under Art. 6 (1) (e)
	// GDPR (EGovG § 5a; for social data SGB X § 77a), not consent.
	BasisExplicitRequest Basis = "explicit-request"
	// BasisConsent: consent under Art. 6 (1) (a) and Art. 7 GDPR.
	BasisConsent Basis = "consent"
	// BasisStatute: a duty; the person has no choice.
	BasisStatute Basis = "statute"
)

func (b Basis) valid() bool {
	switch b {
	case BasisChoice, BasisExplicitRequest, BasisConsent, BasisStatute:
		return true
	}
	return false
}

// Purpose is why the evidence is needed: a code to compare and the words that
// the person saw.
type Purpose struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

// Notice is the very text on which the person decided.
type Notice struct {
	Digest   Digest `json:"digest"` // SHA-256 of the text
	Language string `json:"language"`
}

// PreviewRule says whether the person must see the evidence before it is handed
// over. The zero value requires it.
type PreviewRule struct {
	// WaivedBecause is the reason why there is no preview, for example that a
	// statute orders the retrieval and nobody is there to look.
	WaivedBecause string `json:"waivedBecause,omitempty"`
}

// Required reports whether there must be a preview.
func (p PreviewRule) Required() bool { return p.WaivedBecause == "" }

// Terms is what a person decides on: one kind of evidence, from one provider, for
// one requester, one purpose and one application, field by field.
type Terms struct {
	Basis     Basis
	Norm      recht.Norm // the paragraph, for example "§ 23a BMG"
	Assurance Assurance  // at which the person must be identified to give them; may be empty under a statute
	Subject   Subject
	// Person binds the terms to the identification by which the register will look
	// the person up; see CommitPerson. No other one is looked up under them.
	Person       Commitment
	Requester    Party
	Provider     Party
	EvidenceType EvidenceType
	Fields       Fields
	// Concerned says whose data can stand in the evidence, and where. Without it
	// the evidence is about the person alone.
	Concerned   []Concerned
	Purpose     Purpose
	Service     string // URN of the Leistung; may be empty
	Application string // id of the application
	Notice      Notice
	NotBefore   time.Time
	NotAfter    time.Time // the first moment at which the terms no longer hold
	MaxUses     int       // 1 is one-time
	Preview     PreviewRule
	MayUseIDNr  bool // the IdNr may travel; both parties then name their sectors
}

// Check returns all that is missing or contradictory, as a *CheckError.
func (t Terms) Check() error {
	var found findings
	missing := found.missing
	missing(!t.Basis.valid(), "/basis")
	missing(t.Norm.IsZero(), "/norm")
	missing(!t.Assurance.IsValid() && (t.Basis != BasisStatute || !t.Assurance.IsZero()), "/assurance")
	missing(t.Subject.IsZero(), "/subject")
	missing(t.Person.IsZero(), "/person")
	missing(t.Requester.ID.IsZero() || t.Requester.Name == "", "/requester")
	missing(t.Provider.ID.IsZero() || t.Provider.Name == "", "/provider")
	missing(t.EvidenceType.IsZero(), "/evidenceType")
	missing(t.Fields.IsZero(), "/fields")
	missing(t.Purpose.Code == "" || t.Purpose.Text == "", "/purpose")
	missing(t.Application == "", "/application")
	missing(t.NotBefore.IsZero(), "/notBefore")
	missing(t.NotAfter.IsZero(), "/notAfter")
	missing(t.Basis != BasisStatute && (t.Notice.Digest.IsZero() || t.Notice.Language == ""), "/notice")
	missing(t.MayUseIDNr && t.Requester.Sector == "", "/requester/sector")
	missing(t.MayUseIDNr && t.Provider.Sector == "", "/provider/sector")
	for _, text := range []struct{ pointer, value string }{
		{"/requester/name", t.Requester.Name},
		{"/provider/name", t.Provider.Name},
		{"/purpose/code", t.Purpose.Code},
		{"/purpose/text", t.Purpose.Text},
		{"/service", t.Service},
		{"/application", t.Application},
		{"/notice/language", t.Notice.Language},
		{"/preview/waivedBecause", t.Preview.WaivedBecause},
	} {
		found.malformed(!validText(text.value), text.pointer)
	}
	found.malformed(t.Requester.Sector != "" && !validIdentifier(string(t.Requester.Sector)), "/requester/sector")
	found.malformed(t.Provider.Sector != "" && !validIdentifier(string(t.Provider.Sector)), "/provider/sector")
	t.checkConcerned(&found)
	if !t.NotBefore.Before(t.NotAfter) {
		found.add(CodeWindow, "/notAfter")
	}
	if t.MaxUses < 1 {
		found.add(CodeUses, "/maxUses")
	}
	return checkError(found)
}

// Format hides the terms from every formatting verb: they are about a person.
func (Terms) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "onceonly.Terms{[masked]}") }

// leeway is by how much the window of terms is wider than it says, because the
// clocks of two machines differ.
type leeway struct{ before, after time.Duration }

// covers appends why the terms do not allow the request at the time.
func (t *Terms) covers(reasons []Reason, r *Request, now time.Time, l leeway) []Reason {
	differ := func(different bool, code Code, pointer string) {
		if different {
			reasons = append(reasons, Reason{Code: code, Pointer: pointer, Normen: normen(t.Norm)})
		}
	}
	differ(now.Add(l.before).Before(t.NotBefore), CodeConsentNotYet, "/notBefore")
	differ(!now.Add(-l.after).Before(t.NotAfter), CodeConsentExpired, "/notAfter")
	differ(r.Subject != t.Subject, CodeConsentSubject, "/subject")
	differ(!t.Person.Opens(r.Person), CodeConsentPerson, "/person")
	differ(r.Requester != t.Requester.ID, CodeConsentRequester, "/requester")
	differ(r.Provider != t.Provider.ID, CodeConsentProvider, "/provider")
	differ(r.EvidenceType != t.EvidenceType, CodeConsentEvidenceType, "/evidenceType")
	differ(r.Purpose != t.Purpose.Code, CodeConsentPurpose, "/purpose")
	differ(r.Application != t.Application, CodeConsentApplication, "/application")
	differ(!r.Fields.Within(t.Fields), CodeConsentFields, "/fields")
	differ(t.unidentified(r.Fields), CodeUnidentified, "/fields")
	differ(r.UsesIDNr() && !t.MayUseIDNr, CodeConsentIDNr, "/person/idnr")
	return reasons
}

// Against returns every reason why the terms do not allow the request at the time, for a
// provider that checks them again. The leeway is by how much the clocks of requester and
// provider may differ.
func (t *Terms) Against(r *Request, now time.Time, by time.Duration) []Reason {
	return t.covers(nil, r, now, leeway{by, by})
}
