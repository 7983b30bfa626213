// SPDX-License-Identifier: Apache-2.0

package fitconnect

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// The algorithms of FIT-Connect; there are no others.
const (
	algEncrypt = "RSA-OAEP-256"
	encContent = "A256GCM"
	algSign    = "PS512"
)

const (
	minModulus = 683 // characters of base64url: 4096 bits
	maxModulus = 1366
	minBits    = 4096
	minKid     = 8
	maxKid     = 64
	maxKey     = 64 << 10 // bytes of a JWK with its certificates
	maxChain   = 10       // certificates
)

// Trust says which public keys of destinations are believed. The zero Trust
// believes none.
type Trust struct {
	// Roots are those of the administration PKI (Verwaltungs-PKI). A key must come
	// with a certificate chain (x5c) to one of them.
	Roots *x509.CertPool
	// Revoked reports a revoked certificate as an error. Required with Roots: a
	// key of which nobody knows whether it is revoked is not used.
	Revoked func(ctx context.Context, chain []*x509.Certificate) error
	// InsecureTestKeys believes keys without certificates, as the test environment
	// has them.
	InsecureTestKeys bool
	// Now is the clock that certificates are held against; time.Now where nil.
	Now func() time.Time
}

// PublicKey is a key of a destination or of the delivery service that was checked
// against all rules. The zero PublicKey is none.
type PublicKey struct {
	kid string
	rsa *rsa.PublicKey
}

// Kid is the id of the key.
func (k PublicKey) Kid() string { return k.kid }

// IsZero reports whether there is no key.
func (k PublicKey) IsZero() bool { return k.rsa == nil }

// ParseEncryptionKey reads the JWK that a destination has things encrypted to.
// kid is the id that the destination names (encryptionKid). The error is a
// [*recht.BefundError] with all that is wrong, FC-KEY-01 to 10.
func ParseEncryptionKey(ctx context.Context, jwk []byte, kid string, trust Trust) (PublicKey, error) {
	key, chain, found := parseKey(jwk, kid, algEncrypt, "wrapKey")
	if len(found) == 0 {
		found = trust.check(ctx, key, chain)
	}
	if err := found.Err(); err != nil {
		return PublicKey{}, err
	}
	return key, nil
}

// ParseSignatureKey reads the JWK that the events of a destination, or of the
// delivery service, are signed with.
func ParseSignatureKey(jwk []byte, kid string) (PublicKey, error) {
	key, _, found := parseKey(jwk, kid, algSign, "verify")
	if err := found.Err(); err != nil {
		return PublicKey{}, err
	}
	return key, nil
}

func parseKey(jwk []byte, kid, alg, operation string) (key PublicKey, chain []*x509.Certificate, found recht.Befunde) {
	if len(jwk) > maxKey {
		found.Add("FC-KEY-01", "", "longer than %d bytes", maxKey)
		return key, nil, found
	}
	object, err := readObject(jwk)
	if err != nil {
		found.Add("FC-KEY-01", "", "not a JSON Web Key: %v", err)
		return key, nil, found
	}
	for _, name := range []string{"d", "p", "q", "dp", "dq", "qi", "k"} {
		if _, private := object[name]; private {
			found.Add("FC-KEY-02", "/"+name, "a private or symmetric key, which nobody may send")
		}
	}
	if str(object, "kty") != "RSA" {
		found.Add("FC-KEY-02", "/kty", "not RSA")
	}
	if str(object, "alg") != alg {
		found.Add("FC-KEY-03", "/alg", "not %s", alg)
	}
	if operations, ok := object["key_ops"].([]any); !ok || len(operations) != 1 || operations[0] != operation {
		found.Add("FC-KEY-04", "/key_ops", "not exactly %s", operation)
	}
	if id := str(object, "kid"); len(id) < minKid || len(id) > maxKid {
		found.Add("FC-KEY-05", "/kid", "not %d to %d characters", minKid, maxKid)
	} else if id != kid {
		found.Add("FC-KEY-06", "/kid", "another key than the one asked for")
	}
	n, err := base64.RawURLEncoding.Strict().DecodeString(str(object, "n"))
	modulus := new(big.Int).SetBytes(n)
	if chars := len(str(object, "n")); err != nil || chars < minModulus || chars > maxModulus || modulus.BitLen() < minBits || modulus.Bit(0) == 0 {
		found.Add("FC-KEY-07", "/n", "not a modulus of at least %d bits", minBits)
	}
	if str(object, "e") != "AQAB" {
		found.Add("FC-KEY-08", "/e", "not AQAB")
	}
	chain, ok := certificates(object["x5c"])
	if !ok {
		found.Add("FC-KEY-09", "/x5c", "not a list of up to %d certificates", maxChain)
	}
	if len(found) > 0 {
		return PublicKey{}, nil, found
	}
	return PublicKey{kid: kid, rsa: &rsa.PublicKey{N: modulus, E: 65537}}, chain, nil
}

func certificates(x5c any) ([]*x509.Certificate, bool) {
	if x5c == nil {
		return nil, true
	}
	list, ok := x5c.([]any)
	if !ok || len(list) == 0 || len(list) > maxChain {
		return nil, false
	}
	chain := make([]*x509.Certificate, len(list))
	for i, entry := range list {
		text, _ := entry.(string)
		der, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return nil, false
		}
		if chain[i], err = x509.ParseCertificate(der); err != nil {
			return nil, false
		}
	}
	return chain, true
}

// check holds a key against the certificates that came with it.
func (t Trust) check(ctx context.Context, key PublicKey, chain []*x509.Certificate) (found recht.Befunde) {
	if len(chain) > 0 {
		leaf, ok := chain[0].PublicKey.(*rsa.PublicKey)
		if !ok || !leaf.Equal(key.rsa) {
			found.Add("FC-KEY-09", "/x5c/0", "the certificate of another key")
			return found
		}
	}
	if t.Roots == nil {
		if !t.InsecureTestKeys {
			found.Add("FC-KEY-10", "/x5c", "no root certificates are configured to believe it by")
		}
		return found
	}
	if len(chain) == 0 {
		if !t.InsecureTestKeys {
			found.Add("FC-KEY-10", "/x5c", "no certificate")
		}
		return found
	}
	between := x509.NewCertPool()
	for _, c := range chain[1:] {
		between.AddCert(c)
	}
	options := x509.VerifyOptions{Roots: t.Roots, Intermediates: between, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}}
	if t.Now != nil {
		options.CurrentTime = t.Now()
	}
	verified, err := chain[0].Verify(options)
	switch {
	case err != nil:
		found.Add("FC-KEY-10", "/x5c", "no valid chain to a trusted root")
	case t.Revoked == nil:
		found.Add("FC-KEY-10", "/x5c", "nobody is configured to say whether it is revoked")
	case t.Revoked(ctx, verified[0]) != nil:
		found.Add("FC-KEY-10", "/x5c", "revoked, or nobody knows whether it is")
	}
	return found
}

// PrivateKey is a key of one's own: that of a destination or of a sender who wants
// replies for opening, or that of a destination for signing events. It prints
// nothing of itself.
type PrivateKey struct {
	kid string
	alg string
	rsa *rsa.PrivateKey
}

// Kid is the id of the key.
func (k PrivateKey) Kid() string { return k.kid }

// String keeps the key out of logs.
func (k PrivateKey) String() string { return "fitconnect.PrivateKey" }

// GoString keeps %#v from printing the key.
func (k PrivateKey) GoString() string { return k.String() }

// ParsePrivateKey reads a private JWK as the self-service portal gives it out: alg
// RSA-OAEP-256 to open what is received, PS512 to sign events.
func ParsePrivateKey(jwk []byte) (PrivateKey, error) {
	if len(jwk) > maxKey {
		return PrivateKey{}, refusal("FC-KEY-01", "", "too long")
	}
	var parsed jose.JSONWebKey
	if err := json.Unmarshal(jwk, &parsed); err != nil {
		return PrivateKey{}, refusal("FC-KEY-01", "", "not a JSON Web Key") // the error may quote it
	}
	private, ok := parsed.Key.(*rsa.PrivateKey)
	if !ok {
		return PrivateKey{}, refusal("FC-KEY-02", "/kty", "not a private RSA key")
	}
	return NewPrivateKey(parsed.KeyID, parsed.Algorithm, private)
}

// NewPrivateKey takes a key that was read or made elsewhere. alg is RSA-OAEP-256
// or PS512.
func NewPrivateKey(kid, alg string, key *rsa.PrivateKey) (PrivateKey, error) {
	var found recht.Befunde
	if alg != algEncrypt && alg != algSign {
		found.Add("FC-KEY-03", "/alg", "neither %s nor %s", algEncrypt, algSign)
	}
	if len(kid) < minKid || len(kid) > maxKid {
		found.Add("FC-KEY-05", "/kid", "not %d to %d characters", minKid, maxKid)
	}
	if key == nil || key.N.BitLen() < minBits || key.Validate() != nil {
		found.Add("FC-KEY-07", "/n", "not a sound key of at least %d bits", minBits)
	} else if key.E != 65537 {
		found.Add("FC-KEY-08", "/e", "not AQAB")
	}
	if err := found.Err(); err != nil {
		return PrivateKey{}, err
	}
	return PrivateKey{kid: kid, alg: alg, rsa: key}, nil
}

// Public is the other half, for the metadata of a sender who wants replies and for
// a self-service portal.
func (k PrivateKey) Public() PublicKey {
	if k.rsa == nil {
		return PublicKey{}
	}
	return PublicKey{kid: k.kid, rsa: &k.rsa.PublicKey}
}

// JWK is the public half as JSON Web Key, without certificates.
func (k PrivateKey) JWK() ([]byte, error) {
	if k.rsa == nil {
		return nil, refusal("FC-KEY-01", "", "no key")
	}
	operation := "wrapKey"
	if k.alg == algSign {
		operation = "verify"
	}
	return json.Marshal(struct {
		Kty string   `json:"kty"`
		Ops []string `json:"key_ops"`
		Alg string   `json:"alg"`
		Kid string   `json:"kid"`
		N   string   `json:"n"`
		E   string   `json:"e"`
	}{"RSA", []string{operation}, k.alg, k.kid, base64.RawURLEncoding.EncodeToString(k.rsa.N.Bytes()), "AQAB"})
}

// Thumbprint is the SHA-256 thumbprint of the public half (RFC 7638) in base64url,
// a good kid for a key of one's own.
func Thumbprint(key *rsa.PublicKey) (string, error) {
	if key == nil {
		return "", refusal("FC-KEY-01", "", "no key")
	}
	sum, err := (&jose.JSONWebKey{Key: key}).Thumbprint(crypto.SHA256)
	if err != nil || len(sum) != sha256.Size {
		return "", refusal("FC-KEY-01", "", "no thumbprint of it")
	}
	return base64.RawURLEncoding.EncodeToString(sum), nil
}
