// SPDX-License-Identifier: Apache-2.0

package permission

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// Intermediary is an onceonly.Permission that decides by rules and seals what it permits:
// the part that the Vermittlungsstelle plays.
type Intermediary struct {
	rules    *Rules
	key      crypto.Signer
	lifetime time.Duration
}

// NewIntermediary returns an intermediary whose tokens hold for the lifetime.
// The key's public part must be an ed25519.PublicKey.
func NewIntermediary(rules *Rules, key crypto.Signer, lifetime time.Duration) (*Intermediary, error) {
	if rules == nil || key == nil || lifetime <= 0 {
		return nil, errors.New("onceonly: an intermediary needs rules, a key and a lifetime of its tokens")
	}
	if _, ok := key.Public().(ed25519.PublicKey); !ok {
		return nil, errors.New("onceonly: tokens are sealed with Ed25519")
	}
	return &Intermediary{rules, key, lifetime}, nil
}

// Key returns the key with which providers verify tokens.
func (i *Intermediary) Key() ed25519.PublicKey { return i.key.Public().(ed25519.PublicKey) }

// claims is what a token says.
type claims struct {
	Requester       onceonly.PartyID      `json:"requester"`
	Provider        onceonly.PartyID      `json:"provider"`
	EvidenceType    onceonly.EvidenceType `json:"evidenceType"`
	Purpose         string                `json:"purpose"`
	Basis           onceonly.Basis        `json:"basis"`
	UsesIDNr        bool                  `json:"usesIDNr"`
	RequesterSector onceonly.Sector       `json:"requesterSector,omitempty"`
	ProviderSector  onceonly.Sector       `json:"providerSector,omitempty"`
	RequestDigest   onceonly.Digest       `json:"requestDigest"`
	Norm            recht.Norm            `json:"norm"`
	IssuedAt        time.Time             `json:"issuedAt"`
	ExpiresAt       time.Time             `json:"expiresAt"`
}

// Ask implements Permission.
func (i *Intermediary) Ask(_ context.Context, q onceonly.Question) (onceonly.Permit, error) {
	decision, norm := i.rules.Decide(q)
	if !decision.Permitted {
		return onceonly.Permit{Decision: decision}, nil
	}
	message, err := canonical(claims{
		q.Requester, q.Provider, q.EvidenceType, q.Purpose, q.Basis, q.UsesIDNr, q.RequesterSector, q.ProviderSector, q.RequestDigest,
		norm, q.At.UTC(), q.At.Add(i.lifetime).UTC(),
	})
	if err != nil {
		return onceonly.Permit{}, err
	}
	seal, err := i.key.Sign(nil, append([]byte(permitContext), message...), crypto.Hash(0))
	if err != nil {
		return onceonly.Permit{}, fmt.Errorf("onceonly: seal token: %w", err)
	}
	token := base64.RawURLEncoding.EncodeToString(message) + "." + base64.RawURLEncoding.EncodeToString(seal)
	return onceonly.Permit{Decision: decision, Token: token, Norm: norm}, nil
}

// Verify decides, at the provider, whether the token permits the question:
// it recomputes the digest of the request and compares every claim with what is
// really asked, and names the paragraph that permits. The leeway is by how much the clocks of the authority that sealed
// and of the provider may differ.
func Verify(token string, key ed25519.PublicKey, q onceonly.Question, leeway time.Duration) (decision onceonly.Decision, norm recht.Norm) {
	c, ok := openToken(token, key)
	if !ok {
		return refuse(onceonly.CodeTokenSeal, "/token"), recht.Norm{}
	}
	var reasons []onceonly.Reason
	differ := func(different bool, code onceonly.Code, pointer string) {
		if different {
			reasons = append(reasons, onceonly.Reason{Code: code, Pointer: "/token" + pointer, Normen: recht.Normen{c.Norm}})
		}
	}
	differ(c.RequestDigest != q.RequestDigest, onceonly.CodeTokenRequest, "/requestDigest")
	differ(c.Requester != q.Requester, onceonly.CodeTokenParties, "/requester")
	differ(c.Provider != q.Provider, onceonly.CodeTokenParties, "/provider")
	differ(c.EvidenceType != q.EvidenceType, onceonly.CodeTokenParties, "/evidenceType")
	differ(c.Purpose != q.Purpose, onceonly.CodeTokenParties, "/purpose")
	differ(c.Basis != q.Basis, onceonly.CodeTokenParties, "/basis")
	differ(c.UsesIDNr != q.UsesIDNr, onceonly.CodeTokenParties, "/usesIDNr")
	differ(c.RequesterSector != q.RequesterSector, onceonly.CodeTokenParties, "/requesterSector")
	differ(c.ProviderSector != q.ProviderSector, onceonly.CodeTokenParties, "/providerSector")
	differ(q.At.Add(leeway).Before(c.IssuedAt), onceonly.CodeTokenNotYet, "/issuedAt")
	differ(!q.At.Add(-leeway).Before(c.ExpiresAt), onceonly.CodeTokenExpired, "/expiresAt")
	return decide(reasons), c.Norm
}

const tokenLimit = 1 << 14

func openToken(token string, key ed25519.PublicKey) (claims, bool) {
	encoded, encodedSeal, _ := strings.Cut(token, ".")
	// encoding/base64 would pass over line ends: a token has one spelling.
	if len(token) > tokenLimit || len(key) != ed25519.PublicKeySize || strings.ContainsAny(token, "\r\n") {
		return claims{}, false
	}
	message, err := base64.RawURLEncoding.Strict().DecodeString(encoded)
	if err != nil {
		return claims{}, false
	}
	seal, err := base64.RawURLEncoding.Strict().DecodeString(encodedSeal)
	if err != nil || !ed25519.Verify(key, append([]byte(permitContext), message...), seal) {
		return claims{}, false
	}
	var c claims
	if err := json.Unmarshal(message, &c); err != nil {
		return claims{}, false
	}
	return c, true
}

// permitContext keeps a seal over a token from being taken for a seal over evidence.
const permitContext = "bausteine/onceonly/permit/v1\n"

func canonical(v any) ([]byte, error) {
	document, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("permission: encode for a seal: %w", err)
	}
	return auditlog.Canonical(document)
}
