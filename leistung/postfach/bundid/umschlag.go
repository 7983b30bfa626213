// SPDX-License-Identifier: Apache-2.0

package bundid

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha512"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"time"
)

// gueltig is how long the token of an envelope holds.
const gueltig = 30 * time.Minute

// umschlag is what lies in the data of a submission: the text, and who wrote it.
type umschlag struct {
	Content string `json:"content"`
	// Signature bears the name of a hash at BundID and is the RSA signature (PKCS #1
	// v1.5, SHA-512) of Content, in base64.
	Signature   string `json:"sha512sum"`
	Token       string `json:"authorToken"`
	Certificate string `json:"authorCertificate"`
}

// autor signs envelopes.
type autor struct {
	key  crypto.Signer
	cert *x509.Certificate
}

func newAutor(key crypto.Signer, cert *x509.Certificate) (autor, error) {
	if key == nil || cert == nil || cert.Subject.CommonName == "" {
		return autor{}, errors.New("bundid: a key and a certificate with a common name are needed")
	}
	public, isRSA := key.Public().(*rsa.PublicKey)
	if !isRSA || !public.Equal(cert.PublicKey) {
		return autor{}, errors.New("bundid: the key is not the RSA key of the certificate")
	}
	return autor{key, cert}, nil
}

// seal puts a content into its envelope.
func (a autor) seal(content []byte, now time.Time) ([]byte, error) {
	signature, err := a.sign(content)
	if err != nil {
		return nil, err
	}
	claims, err := json.Marshal(struct {
		IssuedAt int64    `json:"iat"`
		Expires  int64    `json:"exp"`
		Signer   string   `json:"signer"`
		Roles    []string `json:"roles"`
	}{now.Unix(), now.Add(gueltig).Unix(), a.cert.Subject.CommonName, []string{"THIRD_PARTY"}})
	if err != nil {
		return nil, err
	}
	token := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RS512","typ":"JWT"}`)) + "." + base64.RawURLEncoding.EncodeToString(claims)
	mark, err := a.sign([]byte(token))
	if err != nil {
		return nil, err
	}
	return json.Marshal(umschlag{
		Content: string(content), Signature: base64.StdEncoding.EncodeToString(signature), Token: token + "." + base64.RawURLEncoding.EncodeToString(mark),
		Certificate: string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.cert.Raw})),
	})
}

func (a autor) sign(text []byte) ([]byte, error) {
	sum := sha512.Sum512(text)
	return a.key.Sign(rand.Reader, sum[:], crypto.SHA512) // for an RSA key: PKCS #1 v1.5
}
