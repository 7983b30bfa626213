// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"time"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// retention is how long an entry about an exchange is kept: with the identification
// number as § 9 (3) IDNrG says, without it as the statute of the exchange does. Where
// both would apply the special act goes first (§ 9 (3) sentence 3 IDNrG).
func retention(basis Basis, norm recht.Norm, usesIDNr bool) auditlog.Retention {
	switch {
	case norm.Act() == "BMG" && norm.Paragraf() == "23", norm.Act() == "1. BMeldDÜV": // one authority asks another
		return auditlog.RetentionOffice
	case norm.Act() == "BMG":
		return auditlog.RetentionPortal
	case usesIDNr:
		return auditlog.RetentionIDNr
	case basis == BasisExplicitRequest:
		return auditlog.RetentionEU
	default:
		return auditlog.RetentionOwn
	}
}

// deadlines says when an entry of the time must be gone; it is that of a log.
type deadlines func(r auditlog.Retention, written time.Time) time.Time

// retention is that of the longest kept entry about the terms.
func (t *Terms) retention() auditlog.Retention { return retention(t.Basis, t.Norm, t.MayUseIDNr) }

// eraseAt returns when a consent must be gone after an event: with the last entry
// that can refer to it. As long as it may be used its window counts, for the
// requester must be able to prove it (Art. 5 (2), 7 (1) GDPR); after that, the event.
func (c *Consent) eraseAt(event time.Time, until deadlines) time.Time {
	open := c.state == ConsentProposed || c.state == ConsentGiven
	if open && c.terms.NotAfter.After(event) {
		event = c.terms.NotAfter
	}
	return until(c.terms.retention(), event)
}
