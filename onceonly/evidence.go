// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"crypto"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/internal/masked"
)

// Binding ties evidence to its issuer and to the one request it answers. The
// provider seals it; evidence for one request cannot serve another.
type Binding struct {
	Issuer        PartyID      `json:"issuer"`
	Requester     PartyID      `json:"requester"`
	Request       uuid.UUID    `json:"request"`
	RequestDigest Digest       `json:"requestDigest"`
	Consent       uuid.UUID    `json:"consent"`
	EvidenceType  EvidenceType `json:"evidenceType"`
	MediaType     string       `json:"mediaType"`
	ContentDigest Digest       `json:"contentDigest"`
	IssuedAt      time.Time    `json:"issuedAt"`
	ExpiresAt     time.Time    `json:"expiresAt"`
}

// The contexts keep a seal over one thing from being taken for a seal over
// another.
const (
	bindingContext = "bausteine/onceonly/evidence/v1\n"
)

func sealedBytes(context string, v any) ([]byte, error) {
	document, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("onceonly: encode for a seal: %w", err)
	}
	canonical, err := auditlog.Canonical(document)
	if err != nil {
		return nil, err
	}
	return append([]byte(context), canonical...), nil
}

// Sealed is evidence as the provider sends it. It is masked in every output.
type Sealed struct{ e masked.Box[evidence] }

// NewSealed puts together what came over a wire. It is not checked here: the
// broker does that.
func NewSealed(binding Binding, content, seal []byte) Sealed {
	return Sealed{masked.NewBox(evidence{binding, seal, content})}
}

// Binding returns what the seal covers.
func (s Sealed) Binding() Binding { return s.e.Get().Binding }

// Content returns the document. The caller must not change it.
func (s Sealed) Content() []byte { return s.e.Get().Content }

// Seal returns the provider's Ed25519 signature over the binding.
func (s Sealed) Seal() []byte { return s.e.Get().Seal }

// Format shows the request alone.
func (s Sealed) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "onceonly.Sealed{"+s.e.Get().Binding.Request.String()+"}")
}

// Seal binds content to the request that it answers. Digest and media type of
// the content belong into the binding; Seal fills in the digest.
func Seal(binding Binding, content []byte, key crypto.Signer) (Sealed, error) {
	binding.ContentDigest = DigestOf(content)
	binding.IssuedAt, binding.ExpiresAt = binding.IssuedAt.UTC(), binding.ExpiresAt.UTC()
	message, err := sealedBytes(bindingContext, binding)
	if err != nil {
		return Sealed{}, err
	}
	seal, err := key.Sign(nil, message, crypto.Hash(0))
	if err != nil {
		return Sealed{}, fmt.Errorf("onceonly: seal evidence: %w", err)
	}
	return NewSealed(binding, content, seal), nil
}

// verify decides whether the evidence was made by the key's holder for this very
// request, and is still valid.
func (s Sealed) verify(key ed25519.PublicKey, r *Request, requestDigest Digest, now time.Time) Decision {
	e := s.e.Get()
	message, err := sealedBytes(bindingContext, e.Binding)
	if err != nil || len(key) != ed25519.PublicKeySize || !ed25519.Verify(key, message, e.Seal) {
		return refuse(CodeEvidenceSeal, "/seal")
	}
	var reasons []Reason
	differ := func(different bool, code Code, pointer string) {
		if different {
			reasons = append(reasons, Reason{Code: code, Pointer: "/binding" + pointer})
		}
	}
	b := &e.Binding
	differ(b.ContentDigest != DigestOf(e.Content), CodeEvidenceBinding, "/contentDigest")
	differ(b.Issuer != r.Provider, CodeEvidenceBinding, "/issuer")
	differ(b.Requester != r.Requester, CodeEvidenceBinding, "/requester")
	differ(b.Request != r.ID, CodeEvidenceBinding, "/request")
	differ(b.RequestDigest != requestDigest, CodeEvidenceBinding, "/requestDigest")
	differ(b.Consent != r.Consent, CodeEvidenceBinding, "/consent")
	differ(b.EvidenceType != r.EvidenceType, CodeEvidenceBinding, "/evidenceType")
	differ(!now.Before(b.ExpiresAt), CodeEvidenceExpired, "/expiresAt")
	return decide(reasons)
}

// Evidence is what the broker hands over: the bytes that the person saw, with
// the provider's seal over what the provider sent.
type Evidence struct{ e masked.Box[evidence] }

type evidence struct {
	Binding Binding `json:"binding"`
	Seal    []byte  `json:"seal"`
	Content []byte  `json:"content"`
}

// IsZero reports whether there is no evidence.
func (e Evidence) IsZero() bool { return e.e.IsZero() }

// Content returns the document. The caller must not change it.
func (e Evidence) Content() []byte { return e.e.Get().Content }

// MediaType returns the type of the document.
func (e Evidence) MediaType() string { return e.e.Get().Binding.MediaType }

// Digest returns the digest of the document: the one the person accepted.
func (e Evidence) Digest() Digest { return DigestOf(e.e.Get().Content) }

// Binding returns what the provider sealed.
func (e Evidence) Binding() Binding { return e.e.Get().Binding }

// Seal returns the provider's seal over the binding.
func (e Evidence) Seal() []byte { return e.e.Get().Seal }

// Unchanged reports whether the document is byte for byte what the provider
// sealed. It is not if the provider sent more than was asked for: the broker
// dropped the excess.
func (e Evidence) Unchanged() bool { return e.Digest() == e.e.Get().Binding.ContentDigest }

// Format hides the document from every formatting verb.
func (Evidence) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "onceonly.Evidence{[masked]}") }
