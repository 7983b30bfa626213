// SPDX-License-Identifier: Apache-2.0

package routing

import (
	"context"
	"crypto/rsa"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
)

// urnGebiet stands before the ARS of an area in a signature.
const urnGebiet = "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:rs:"

// uhrgang is how far the clock of the service may run ahead.
const uhrgang = 5 * time.Minute

// minModulus is the least size of a signature key in bits, that of RFC 7518
// section 3.5.
const minModulus = 2048

// behauptung is what the signature of a route states.
type behauptung struct {
	SubmissionHost string           `json:"submissionHost"`
	Iss            string           `json:"iss"`
	DestinationID  string           `json:"destinationId"`
	Iat            *jwt.NumericDate `json:"iat"`
	Nbf            *jwt.NumericDate `json:"nbf"`
	Exp            *jwt.NumericDate `json:"exp"`
	Services       []struct {
		GebietIDs   []string `json:"gebietIDs"`
		LeistungIDs []string `json:"leistungIDs"`
	} `json:"services"`
}

// verify checks that the route is signed by a trusted key with PS512 and that
// what is signed is this destination, for this Leistung in this area, or (then
// covers is false) in a part of it.
func (r *Client) verify(ctx context.Context, rt route, key leistung.Schluessel, ars kommune.ARS) (t zustaendigkeit.Treffer, covers bool, err error) {
	signed, err := jose.ParseSignedCompact(rt.DestinationSignature, []jose.SignatureAlgorithm{jose.PS512})
	if err != nil || len(signed.Signatures) != 1 {
		return zustaendigkeit.Treffer{}, false, errSignature("not one signature with PS512")
	}
	public, err := r.config.Key(ctx, signed.Signatures[0].Protected.KeyID)
	if err != nil || !canVerify(public) {
		return zustaendigkeit.Treffer{}, false, errSignature("no trusted key for it")
	}
	payload, err := signed.Verify(public.Key)
	if err != nil {
		return zustaendigkeit.Treffer{}, false, errSignature("it was not made with the trusted key")
	}
	var b behauptung
	if err := json.Unmarshal(payload, &b); err != nil {
		return zustaendigkeit.Treffer{}, false, errSignature("its content is not JSON of the known form")
	}
	around, inside := b.services(key, ars)
	switch {
	case !slices.Contains(r.config.Issuers, b.Iss):
		return zustaendigkeit.Treffer{}, false, errSignature("another issuer")
	case b.DestinationID == "" || b.DestinationID != rt.DestinationID:
		return zustaendigkeit.Treffer{}, false, errSignature("made for another destination")
	case !b.holds(r.config.Now(), r.config.MaxAge):
		return zustaendigkeit.Treffer{}, false, errSignature("out of date, dated in the future, or not dated")
	case !around && !inside:
		return zustaendigkeit.Treffer{}, false, errSignature("made for another Leistung or area")
	}
	return rt.treffer(ars, b.SubmissionHost), around, nil
}

// canVerify reports whether the key is a public one that is meant for
// signatures with PS512.
func canVerify(key *jose.JSONWebKey) bool {
	if key == nil || key.Use != "" && key.Use != "sig" || key.Algorithm != "" && key.Algorithm != string(jose.PS512) {
		return false
	}
	public, ok := key.Key.(*rsa.PublicKey)
	return ok && public.N.BitLen() >= minModulus
}

// holds reports whether the signature is in force at the instant.
func (b *behauptung) holds(now time.Time, maxAlter time.Duration) bool {
	switch {
	case b.Iat == nil || b.Iat.Time().After(now.Add(uhrgang)):
		return false
	case maxAlter > 0 && b.Iat.Time().Add(maxAlter).Before(now):
		return false
	case b.Nbf != nil && b.Nbf.Time().After(now.Add(uhrgang)):
		return false
	default:
		return b.Exp == nil || b.Exp.Time().After(now)
	}
}

// services reports whether one service of the signature names both the Leistung
// and an area around ars, or one inside it. Areas come shortened or whole.
func (b *behauptung) services(key leistung.Schluessel, ars kommune.ARS) (around, inside bool) {
	for _, service := range b.Services {
		if !slices.Contains(service.LeistungIDs, key.URN()) {
			continue
		}
		for _, urn := range service.GebietIDs {
			digits, ok := strings.CutPrefix(urn, urnGebiet)
			g, err := zustaendigkeit.ParseGebiet(digits)
			if !ok || err != nil {
				continue
			}
			around = around || zustaendigkeit.Covers(g, ars)
			inside = inside || zustaendigkeit.Covers(ars, g)
		}
	}
	return around, inside
}
