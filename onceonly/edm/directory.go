// SPDX-License-Identifier: Apache-2.0

package edm

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"slices"
	"strings"
	"time"
)

// The headers that carry the signature of the common services.
const (
	headerDigest    = "Digest"
	headerSignature = "Oots-Response-Sig"
)

// directoryHeader is the protected header of the detached signature.
type directoryHeader struct {
	Alg  string   `json:"alg"`
	B64  *bool    `json:"b64"`
	Crit []string `json:"crit"`
	SigD struct {
		MID  string   `json:"mId"`
		Pars []string `json:"pars"`
	} `json:"sigD"`
	X5C []string `json:"x5c"`
}

// VerifyDirectoryAnswer checks an answer of the common services (Evidence Broker,
// Data Service Directory): that the body has the digest of its header, that the
// detached JAdES signature over that header holds, and that the signer's
// certificate leads to one of the roots at the time. HTTP status 200 says
// nothing; an answer that does not verify must not be read. ErrSignature.
func VerifyDirectoryAnswer(header http.Header, body []byte, roots *x509.CertPool, at time.Time) error {
	digest := header.Get(headerDigest)
	value, isSHA256 := strings.CutPrefix(digest, "SHA-256=")
	want, err := base64.StdEncoding.Strict().DecodeString(value)
	sum := sha256.Sum256(body)
	if err != nil || !isSHA256 || !slices.Equal(want, sum[:]) {
		return fmt.Errorf("%w: the body has another digest", ErrSignature)
	}
	if strings.ContainsAny(digest+header.Get(headerSignature), "\r\n") { // encoding/base64 would pass over them
		return fmt.Errorf("%w: a line end within a header", ErrSignature)
	}
	protected, detached, _ := strings.Cut(header.Get(headerSignature), ".")
	payload, encoded, _ := strings.Cut(detached, ".")
	signature, err := base64.RawURLEncoding.Strict().DecodeString(encoded)
	if err != nil || payload != "" {
		return fmt.Errorf("%w: not a detached signature", ErrSignature)
	}
	h, err := parseDirectoryHeader(protected)
	if err != nil {
		return err
	}
	leaf, err := verifyChain(h.X5C, roots, at)
	if err != nil {
		return err
	}
	// The signed text is the header line with its blank.
	message := []byte(protected + "." + strings.ToLower(headerDigest) + ": " + digest)
	if !verifySignature(h.Alg, leaf, message, signature) {
		return fmt.Errorf("%w: over the digest", ErrSignature)
	}
	return nil
}

func parseDirectoryHeader(protected string) (directoryHeader, error) {
	var h directoryHeader
	document, err := base64.RawURLEncoding.Strict().DecodeString(protected)
	if err != nil || json.Unmarshal(document, &h) != nil {
		return directoryHeader{}, fmt.Errorf("%w: protected header", ErrSignature)
	}
	understood := func(name string) bool { return name == "b64" || name == "sigD" }
	switch {
	case h.B64 == nil || *h.B64 || !slices.Contains(h.Crit, "b64") || !slices.Contains(h.Crit, "sigD"):
		return directoryHeader{}, fmt.Errorf("%w: the payload must be detached and unencoded", ErrSignature)
	case slices.ContainsFunc(h.Crit, func(name string) bool { return !understood(name) }):
		return directoryHeader{}, fmt.Errorf("%w: a critical header that is not understood", ErrSignature)
	case h.SigD.MID != "http://uri.etsi.org/19182/HttpHeaders" || !slices.Equal(h.SigD.Pars, []string{"digest"}):
		return directoryHeader{}, fmt.Errorf("%w: something else than the digest is signed", ErrSignature)
	}
	return h, nil
}

func verifyChain(x5c []string, roots *x509.CertPool, at time.Time) (*x509.Certificate, error) {
	if len(x5c) == 0 || len(x5c) > 8 || roots == nil {
		return nil, fmt.Errorf("%w: no certificate or no root", ErrSignature)
	}
	var leaf *x509.Certificate
	intermediates := x509.NewCertPool()
	for i, encoded := range x5c {
		der, err := base64.StdEncoding.Strict().DecodeString(encoded)
		if err != nil {
			return nil, fmt.Errorf("%w: certificate", ErrSignature)
		}
		certificate, err := x509.ParseCertificate(der)
		if err != nil {
			return nil, fmt.Errorf("%w: certificate", ErrSignature)
		}
		if i == 0 {
			leaf = certificate
		} else {
			intermediates.AddCert(certificate)
		}
	}
	_, err := leaf.Verify(x509.VerifyOptions{
		Roots: roots, Intermediates: intermediates, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	})
	if err != nil {
		return nil, fmt.Errorf("%w: the certificate leads to none of the roots at that time", ErrSignature)
	}
	return leaf, nil
}

// verifySignature knows ES256, which is in use, and EdDSA, which is recommended.
func verifySignature(alg string, leaf *x509.Certificate, message, signature []byte) bool {
	switch key := leaf.PublicKey.(type) {
	case *ecdsa.PublicKey:
		if alg != "ES256" || key.Curve != elliptic.P256() || len(signature) != 64 {
			return false
		}
		sum := sha256.Sum256(message)
		return ecdsa.Verify(key, sum[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:]))
	case ed25519.PublicKey:
		return alg == "EdDSA" && ed25519.Verify(key, message, signature)
	}
	return false
}
