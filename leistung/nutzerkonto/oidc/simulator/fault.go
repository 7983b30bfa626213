// SPDX-License-Identifier: Apache-2.0

package simulator

import "sync"

// Fault is one way in which a login goes wrong.
type Fault string

// The faults of the answer to the browser.
const (
	None         Fault = ""
	OtherState   Fault = "other-state"    // a state that nobody asked with
	ForeignIss   Fault = "foreign-iss"    // the iss parameter names another provider
	NoIss        Fault = "no-iss"         // the announced iss parameter is missing
	ForeignCode  Fault = "foreign-code"   // the code of a login in another browser
	ErrorPage    Fault = "error-page"     // error=server_error
	NeedsLogin   Fault = "needs-login"    // error=login_required
	CannotStepUp Fault = "cannot-step-up" // error=unmet_authentication_requirements
)

// The faults of the token endpoint.
const (
	SkipsPKCE   Fault = "skips-pkce"  // a code without its verifier is taken
	Unavailable Fault = "unavailable" // 503
	Garbage     Fault = "garbage"     // a page for people
	Endless     Fault = "endless"     // an answer that does not end within reason
	NoIDToken   Fault = "no-id-token" // an access token alone
	Replayed    Fault = "replayed"    // the ID token of an earlier login
)

// The faults of the ID token.
const (
	Unsigned        Fault = "unsigned"           // two parts and an empty one
	AlgNone         Fault = "alg-none"           // the same, and alg says none
	HMACByPublicKey Fault = "hmac-by-public-key" // HS256 with the public key as secret
	HMACBySecret    Fault = "hmac-by-secret"     // HS256 with the secret of the client
	ForeignKey      Fault = "foreign-key"        // a key of its own under the right key id
	UnknownKey      Fault = "unknown-key"        // a key id that nobody published
	TamperedClaims  Fault = "tampered-claims"    // other claims under the signature
	TokenOfOther    Fault = "token-iss"          // iss of another provider
	ForeignAud      Fault = "foreign-aud"        // aud of another client
	SeveralAud      Fault = "several-aud"        // several aud, no azp
	ForeignAzp      Fault = "foreign-azp"        // azp of another client
	NoNonce         Fault = "no-nonce"           // none
	OtherNonce      Fault = "other-nonce"        // one of its own, as a broker that swaps them
	ForeignNonce    Fault = "foreign-nonce"      // that of another login
	ForeignHash     Fault = "foreign-hash"       // at_hash of another access token
	Expired         Fault = "expired"            // an hour ago
	NoExpiry        Fault = "no-expiry"          // never
	NotYet          Fault = "not-yet"            // nbf in an hour
	FastClock       Fault = "fast-clock"         // its clock is an hour ahead
	SlowClock       Fault = "slow-clock"         // and an hour behind
	LowerLevel      Fault = "lower-level"        // acr below what was asked for
	NoLevel         Fault = "no-level"           // no acr
	StrangeLevel    Fault = "strange-level"      // an acr that nobody knows
	StaleLogin      Fault = "stale-login"        // auth_time an hour ago
	NoLoginTime     Fault = "no-login-time"      // no auth_time
	NoSubject       Fault = "no-subject"         // no sub
	LongSubject     Fault = "long-subject"       // a sub of 256 bytes
	NumberSubject   Fault = "number-subject"     // a sub that is a number
	HugeAttributes  Fault = "huge-attributes"    // claims of half a megabyte
	ListAttributes  Fault = "list-attributes"    // claims that are lists
	RaisedAttribute Fault = "raised-attribute"   // attributes said to be above the login
	RotatedKey      Fault = "rotated-key"        // no fault: a new key, published
)

// Faults returns the faults after which nobody may be logged in.
func Faults() []Fault {
	return []Fault{
		OtherState, ForeignIss, NoIss, ForeignCode, ErrorPage, NeedsLogin, CannotStepUp, Unavailable, Garbage, Endless, NoIDToken, Replayed,
		Unsigned, AlgNone, HMACByPublicKey, HMACBySecret, ForeignKey, UnknownKey, TamperedClaims, TokenOfOther, ForeignAud, SeveralAud, ForeignAzp,
		NoNonce, OtherNonce, ForeignNonce, ForeignHash, Expired, NoExpiry, NotYet, FastClock, SlowClock, NoSubject, LongSubject, NumberSubject,
	}
}

// Plan hands out faults, one for each login. The zero Plan has none. It may be used
// by any number of goroutines.
type Plan struct {
	mu    sync.Mutex
	queue []Fault
}

// Next puts faults in front of the next logins; None lets one pass.
func (p *Plan) Next(faults ...Fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.queue = append(p.queue, faults...)
}

func (p *Plan) take() Fault {
	if p == nil {
		return None
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.queue) == 0 {
		return None
	}
	fault := p.queue[0]
	p.queue = p.queue[1:]
	return fault
}
