// SPDX-License-Identifier: Apache-2.0

package onceonlytest

import (
	"crypto/ed25519"
	"maps"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/permission"
)

// PermissionCase is a permission source together with what it must decide.
type PermissionCase struct {
	Permission onceonly.Permission
	// Key verifies its tokens.
	Key ed25519.PublicKey
	// Permitted is a question that is permitted.
	Permitted onceonly.Question
	// Refused are questions that must be refused, beside those that the suite
	// makes of Permitted: for example one that uses the identification number.
	Refused []onceonly.Question
}

// TestPermission proves that a source of permissions keeps the contract of
// onceonly.Permission: what it does not know, it refuses; what it permits, it
// seals for one request.
func TestPermission(t *testing.T, open func(t *testing.T) PermissionCase) {
	t.Helper()
	permit := func(t *testing.T, c PermissionCase, q onceonly.Question) string {
		t.Helper()
		p, err := c.Permission.Ask(t.Context(), q)
		require.NoError(t, err)
		require.True(t, p.Decision.Permitted)
		require.Empty(t, p.Decision.Reasons)
		require.NotEmpty(t, p.Norm, "a permit names its paragraph")
		return p.Token
	}
	alterations := map[string]func(*onceonly.Question){
		"another requester":     func(q *onceonly.Question) { q.Requester = onceonly.MustPartyID("onceonlytest.other") },
		"another provider":      func(q *onceonly.Question) { q.Provider = onceonly.MustPartyID("onceonlytest.other") },
		"another evidence type": func(q *onceonly.Question) { q.EvidenceType = onceonly.MustEvidenceType("urn:onceonlytest:other") },
		"another purpose":       func(q *onceonly.Question) { q.Purpose = "onceonlytest-other" },
		"an unknown basis":      func(q *onceonly.Question) { q.Basis = "onceonlytest-other" },
	}

	t.Run("what is not allowed is refused with a reason and without a token", func(t *testing.T) {
		c := open(t)
		refused := append([]onceonly.Question{{}}, c.Refused...)
		for _, alter := range alterations {
			q := c.Permitted
			alter(&q)
			refused = append(refused, q)
		}
		for i, q := range refused {
			p, err := c.Permission.Ask(t.Context(), q)
			require.NoError(t, err, "a refusal is an answer")
			require.False(t, p.Decision.Permitted, i)
			require.NotEmpty(t, p.Decision.Reasons, i)
			require.Empty(t, p.Token, i)
		}
	})

	t.Run("a token holds for its question", func(t *testing.T) {
		c := open(t)
		token := permit(t, c, c.Permitted)
		decision := verify(token, c.Key, c.Permitted)
		require.True(t, decision.Permitted, decision.Reasons)
	})

	t.Run("a token holds for nothing else", func(t *testing.T) {
		c := open(t)
		token := permit(t, c, c.Permitted)
		alterations := maps.Clone(alterations)
		alterations["another request"] = func(q *onceonly.Question) { q.RequestDigest[0] ^= 1 }
		alterations["the other use of the identification number"] = func(q *onceonly.Question) { q.UsesIDNr = !q.UsesIDNr }
		alterations["another sector of the requester"] = func(q *onceonly.Question) { q.RequesterSector += "-other" }
		alterations["another sector of the provider"] = func(q *onceonly.Question) { q.ProviderSector += "-other" }
		alterations["before it was sealed"] = func(q *onceonly.Question) { q.At = q.At.Add(-time.Second) }
		alterations["a day later"] = func(q *onceonly.Question) { q.At = q.At.AddDate(0, 0, 1) }
		for name, alter := range alterations {
			q := c.Permitted
			alter(&q)
			require.False(t, verify(token, c.Key, q).Permitted, name)
		}
	})

	t.Run("a token cannot be changed", func(t *testing.T) {
		c := open(t)
		token := []byte(permit(t, c, c.Permitted))
		for i := range token {
			token[i] ^= 1
			require.False(t, verify(string(token), c.Key, c.Permitted).Permitted, i)
			token[i] ^= 1
		}
		require.False(t, verify(string(token), make([]byte, ed25519.PublicKeySize), c.Permitted).Permitted)
	})
}

func verify(token string, key ed25519.PublicKey, q onceonly.Question) onceonly.Decision {
	decision, _ := permission.Verify(token, key, q, 0)
	return decision
}
