// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"context"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Question is what the abstract check gets to see: who asks whom, for what kind
// of evidence, why, on what ground, and whether the identification number is
// used. It has no room for the person or for content; the digest ties the answer
// to one request without showing it.
type Question struct {
	Requester    PartyID
	Provider     PartyID
	EvidenceType EvidenceType
	Purpose      string
	Basis        Basis
	UsesIDNr     bool
	// The sectors of both sides; they matter only with the identification number.
	RequesterSector Sector
	ProviderSector  Sector
	RequestDigest   Digest
	At              time.Time
}

// Permission is the abstract check, which in Germany the Vermittlungsstelle
// makes: may this authority ask that register for this purpose? A policy engine
// can stand behind it.
type Permission interface {
	// Ask decides the question. If it permits, the permit carries a sealed
	// token for the provider. Errors mean that there is no decision.
	Ask(ctx context.Context, question Question) (Permit, error)
}

// Permit is the answer to a Question.
type Permit struct {
	Decision Decision
	Token    string
	// Norm is the paragraph that permits.
	Norm recht.Norm
}
