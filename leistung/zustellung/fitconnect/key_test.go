// SPDX-License-Identifier: Apache-2.0

package fitconnect_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/fitconnecttest"
)

func TestKey_IsRefusedUnlessItKeepsEveryRule(t *testing.T) {
	short, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	shortN := base64.RawURLEncoding.EncodeToString(short.N.Bytes())
	for name, tt := range map[string]struct {
		change map[string]any
		code   string
	}{
		"as it should be":       {nil, ""},
		"with unknown members":  {map[string]any{"nbf": 1}, ""},
		"of a curve":            {map[string]any{"kty": "EC"}, "FC-KEY-02"},
		"private":               {map[string]any{"d": "AQAB"}, "FC-KEY-02"},
		"for SHA-1":             {map[string]any{"alg": "RSA-OAEP"}, "FC-KEY-03"},
		"without algorithm":     {map[string]any{"alg": nil}, "FC-KEY-03"},
		"for signatures":        {map[string]any{"key_ops": []string{"verify"}}, "FC-KEY-04"},
		"for two operations":    {map[string]any{"key_ops": []string{"wrapKey", "encrypt"}}, "FC-KEY-04"},
		"without operations":    {map[string]any{"key_ops": nil}, "FC-KEY-04"},
		"with a short id":       {map[string]any{"kid": "test"}, "FC-KEY-05"},
		"with a long id":        {map[string]any{"kid": strings.Repeat("k", 65)}, "FC-KEY-05"},
		"with another id":       {map[string]any{"kid": "test-other-enc"}, "FC-KEY-06"},
		"of 2048 bits":          {map[string]any{"n": shortN}, "FC-KEY-07"},
		"padded to 683":         {map[string]any{"n": strings.Repeat("A", 683-len(shortN)) + shortN}, "FC-KEY-07"},
		"with a huge modulus":   {map[string]any{"n": strings.Repeat("x", 4000)}, "FC-KEY-07"},
		"with another exponent": {map[string]any{"e": "Aw"}, "FC-KEY-08"},
		"with a broken chain":   {map[string]any{"x5c": []string{"AAAA"}}, "FC-KEY-09"},
		"with an empty chain":   {map[string]any{"x5c": []string{}}, "FC-KEY-09"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := fitconnect.ParseEncryptionKey(t.Context(), jwk(t, "dest-enc", tt.change), "test-dest-enc", testTrust)
			if tt.code == "" {
				require.NoError(t, err)
				require.Equal(t, "test-dest-enc", got.Kid())
				return
			}
			refused(t, tt.code, err)
			require.True(t, got.IsZero())
		})
	}
	_, err = fitconnect.ParseEncryptionKey(t.Context(), []byte(`{"kty":"RSA","kty":"RSA"}`), "test-dest-enc", testTrust)
	refused(t, "FC-KEY-01", err, "a name twice")
	_, err = fitconnect.ParseEncryptionKey(t.Context(), make([]byte, 1<<20), "test-dest-enc", testTrust)
	refused(t, "FC-KEY-01", err, "too long")
}

func TestSignatureKey_IsForPS512AndVerifyOnly(t *testing.T) {
	_, err := fitconnect.ParseSignatureKey(jwk(t, "dest-sig", nil), "test-dest-sig")
	require.NoError(t, err)
	for code, change := range map[string]map[string]any{"FC-KEY-03": {"alg": "RS512"}, "FC-KEY-04": {"key_ops": []string{"wrapKey"}}} {
		_, err := fitconnect.ParseSignatureKey(jwk(t, "dest-sig", change), "test-dest-sig")
		refused(t, code, err)
	}
	_, err = fitconnect.ParseSignatureKey(jwk(t, "dest-enc", nil), "test-dest-enc")
	refused(t, "FC-KEY-03", err, "the encryption key is not for signatures")
}

// pki makes a root and the certificate of a key under it.
func pki(t *testing.T, of string, notAfter time.Time) (roots *x509.CertPool, x5c []string) {
	t.Helper()
	ca, err := fitconnecttest.RSAKey("other-sig")
	require.NoError(t, err)
	leaf, err := fitconnecttest.RSAKey(of)
	require.NoError(t, err)
	root := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Test-CA"}, NotBefore: noon.AddDate(-1, 0, 0), NotAfter: noon.AddDate(5, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	rootDER, err := x509.CreateCertificate(rand.Reader, root, root, &ca.PublicKey, ca)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "Test"}, NotBefore: noon.AddDate(-1, 0, 0), NotAfter: notAfter, KeyUsage: x509.KeyUsageKeyEncipherment}
	der, err := x509.CreateCertificate(rand.Reader, template, root, &leaf.PublicKey, ca)
	require.NoError(t, err)
	parsed, err := x509.ParseCertificate(rootDER)
	require.NoError(t, err)
	roots = x509.NewCertPool()
	roots.AddCert(parsed)
	return roots, []string{base64.StdEncoding.EncodeToString(der)}
}

func TestTrust_WantsACertificateOfTheAdministration(t *testing.T) {
	roots, x5c := pki(t, "dest-enc", noon.AddDate(1, 0, 0))
	_, swapped := pki(t, "other-enc", noon.AddDate(1, 0, 0))
	expiredRoots, expired := pki(t, "dest-enc", noon.AddDate(0, 0, -1))
	good := func(context.Context, []*x509.Certificate) error { return nil }
	bad := func(context.Context, []*x509.Certificate) error { return errors.New("revoked") }
	now := func() time.Time { return noon }
	for name, tt := range map[string]struct {
		trust fitconnect.Trust
		x5c   []string
		code  string
	}{
		"chain to a root":              {fitconnect.Trust{Roots: roots, Revoked: good, Now: now}, x5c, ""},
		"no certificate":               {fitconnect.Trust{Roots: roots, Revoked: good, Now: now}, nil, "FC-KEY-10"},
		"nobody to trust":              {fitconnect.Trust{Now: now}, x5c, "FC-KEY-10"},
		"nothing at all":               {fitconnect.Trust{}, nil, "FC-KEY-10"},
		"another root":                 {fitconnect.Trust{Roots: x509.NewCertPool(), Revoked: good, Now: now}, x5c, "FC-KEY-10"},
		"revoked":                      {fitconnect.Trust{Roots: roots, Revoked: bad, Now: now}, x5c, "FC-KEY-10"},
		"nobody says whether revoked":  {fitconnect.Trust{Roots: roots, Now: now}, x5c, "FC-KEY-10"},
		"over":                         {fitconnect.Trust{Roots: expiredRoots, Revoked: good, Now: now}, expired, "FC-KEY-10"},
		"of another key":               {fitconnect.Trust{Roots: roots, Revoked: good, Now: now}, swapped, "FC-KEY-09"},
		"of another key, even in test": {testTrust, swapped, "FC-KEY-09"},
		"none in test":                 {testTrust, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			change := map[string]any{}
			if tt.x5c != nil {
				change["x5c"] = tt.x5c
			}
			_, err := fitconnect.ParseEncryptionKey(t.Context(), jwk(t, "dest-enc", change), "test-dest-enc", tt.trust)
			if tt.code == "" {
				require.NoError(t, err)
				return
			}
			refused(t, tt.code, err)
		})
	}
}

func TestPrivateKey_PrintsNothing(t *testing.T) {
	k := key(t, "dest-enc")
	require.Equal(t, "fitconnect.PrivateKey fitconnect.PrivateKey fitconnect.PrivateKey", fmt.Sprintf("%v %+v %#v", k, k, k))
	_, err := fitconnect.ParsePrivateKey(jwk(t, "dest-enc", nil))
	refused(t, "FC-KEY-02", err, "a public one")
	_, err = fitconnect.ParsePrivateKey([]byte(`{"kty":"RSA","d":"geheim"`))
	refused(t, "FC-KEY-01", err)
	require.NotContains(t, err.Error(), "geheim")
}

func FuzzParseEncryptionKey(f *testing.F) {
	f.Add(jwk(f, "dest-enc", nil))
	f.Add([]byte(`{"kty":"RSA","x5c":[1]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		k, err := fitconnect.ParseEncryptionKey(t.Context(), text, "test-dest-enc", testTrust)
		require.Equal(t, err == nil, !k.IsZero())
		if err != nil {
			_, ok := fitconnect.Refused(err)
			require.True(t, ok)
		}
	})
}
