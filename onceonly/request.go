// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// Digest is the SHA-256 of some bytes.
type Digest = auditlog.Hash

// DigestOf returns the digest of content.
func DigestOf(content []byte) Digest { return sha256.Sum256(content) }

// ParseDigest reads 64 lower-case hexadecimal digits.
func ParseDigest(s string) (Digest, error) { return auditlog.ParseHash(s) }

// Request asks for one piece of evidence under a consent.
type Request struct {
	// ID names the request and the retrieval that comes of it. The same id with
	// the same content is the same request, however often it is sent. It must
	// not be guessable: a random UUID of version 4 or 7.
	ID           uuid.UUID
	Consent      uuid.UUID
	Subject      Subject
	Requester    PartyID
	Provider     PartyID
	EvidenceType EvidenceType
	Fields       Fields // what is needed; part of what the consent lists
	Purpose      string // code
	Application  string
	Person       Person
}

// UsesIDNr reports whether the identification number travels with the request.
func (r *Request) UsesIDNr() bool { return r.Person.usesIDNr() }

// Check returns all that is missing, as a *CheckError.
func (r *Request) Check() error {
	var found findings
	missing := found.missing
	missing(r.ID == uuid.Nil, "/id")
	missing(r.Consent == uuid.Nil, "/consent")
	missing(r.Subject.IsZero(), "/subject")
	missing(r.Requester.IsZero(), "/requester")
	missing(r.Provider.IsZero(), "/provider")
	missing(r.EvidenceType.IsZero(), "/evidenceType")
	missing(r.Fields.IsZero(), "/fields")
	missing(r.Purpose == "", "/purpose")
	missing(r.Application == "", "/application")
	missing(r.Person.IsZero(), "/person")
	found.malformed(!validText(r.Purpose), "/purpose")
	found.malformed(!validText(r.Application), "/application")
	return checkError(found)
}

// Digest returns the hash over the whole content of the request, person
// included. Because the id cannot be guessed, neither can the content from it.
func (r *Request) Digest() (Digest, error) {
	document, err := json.Marshal(r.wire())
	if err != nil {
		return Digest{}, fmt.Errorf("onceonly: digest of a request: %w", err)
	}
	canonical, err := auditlog.Canonical(document)
	if err != nil {
		return Digest{}, err
	}
	return DigestOf(canonical), nil
}

// Format shows the id alone.
func (r Request) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "onceonly.Request{"+r.ID.String()+"}")
}
