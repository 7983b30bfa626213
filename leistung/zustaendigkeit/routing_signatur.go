// SPDX-License-Identifier: Apache-2.0

package zustaendigkeit

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung"
)

// urnGebiet stands before the ARS of an area in a signature.
const urnGebiet = "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:rs:"

// uhrgang is how far the clock of the service may run ahead.
const uhrgang = 5 * time.Minute

// behauptung is what the signature of a route states.
type behauptung struct {
	SubmissionHost string `json:"submissionHost"`
	Iss            string `json:"iss"`
	DestinationID  string `json:"destinationId"`
	Iat            int64  `json:"iat"`
	Jti            string `json:"jti"`
	Services       []struct {
		GebietIDs   []string `json:"gebietIDs"`
		LeistungIDs []string `json:"leistungIDs"`
	} `json:"services"`
}

// verify checks that the route is signed by a trusted key with PS512 and that
// what is signed is this destination, for this Leistung in this area.
func (r *Routing) verify(ctx context.Context, rt route, key leistung.Schluessel, ars kommune.ARS) (Treffer, error) {
	signed, err := jose.ParseSignedCompact(rt.DestinationSignature, []jose.SignatureAlgorithm{jose.PS512})
	if err != nil || len(signed.Signatures) != 1 {
		return Treffer{}, errSignatur("not one signature with PS512")
	}
	public, err := r.config.Schluessel(ctx, signed.Signatures[0].Protected.KeyID)
	if err == nil && (public == nil || !public.IsPublic()) {
		err = errKeinSchluessel
	}
	if err != nil {
		return Treffer{}, errSignatur("no trusted key for it")
	}
	payload, err := signed.Verify(public.Key)
	if err != nil {
		return Treffer{}, errSignatur("it was not made with the trusted key")
	}
	var b behauptung
	if err := json.Unmarshal(payload, &b); err != nil {
		return Treffer{}, errSignatur("its content is not JSON of the known form")
	}
	switch {
	case !slices.Contains(r.config.Aussteller, b.Iss):
		return Treffer{}, errSignatur("another issuer")
	case b.DestinationID == "" || b.DestinationID != rt.DestinationID:
		return Treffer{}, errSignatur("made for another destination")
	case b.Iat == 0 || time.Unix(b.Iat, 0).After(r.config.Heute().Add(uhrgang)):
		return Treffer{}, errSignatur("dated in the future, or not at all")
	case !b.covers(key, ars):
		return Treffer{}, errSignatur("made for another Leistung or area")
	}
	return rt.treffer(ars, b.SubmissionHost), nil
}

// covers reports whether one service of the signature names both the Leistung
// and an area around ars. Areas come shortened or whole.
func (b *behauptung) covers(key leistung.Schluessel, ars kommune.ARS) bool {
	for _, service := range b.Services {
		inArea := slices.ContainsFunc(service.GebietIDs, func(urn string) bool {
			digits, ok := strings.CutPrefix(urn, urnGebiet)
			g, err := ParseGebiet(digits)
			return ok && err == nil && contains(areaOf(g), areaOf(ars))
		})
		if inArea && slices.Contains(service.LeistungIDs, key.URN()) {
			return true
		}
	}
	return false
}

// contains reports whether the wide area is narrow or one around it.
func contains(wide, narrow area) bool {
	for ; ; narrow = narrow.wider() {
		if wide == narrow {
			return true
		}
		if narrow == 0 {
			return false
		}
	}
}
