// SPDX-License-Identifier: Apache-2.0

package fitconnecttest

import (
	"crypto/rsa"
	"crypto/x509"
	_ "embed"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"

	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
)

// testKeys are keys that everybody knows: making new ones of 4096 bits takes
// seconds.
//
//go:embed testkeys.pem
var testKeys []byte

// KeyNames are the keys that [Key] knows.
func KeyNames() []string {
	return []string{"dest-enc", "dest-sig", "service-sig", "reply-enc", "other-enc", "other-sig"}
}

// RSAKey returns a private test key that everybody knows, by its name.
func RSAKey(name string) (*rsa.PrivateKey, error) {
	for rest := testKeys; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return nil, errors.New("fitconnecttest: no such key")
		}
		if block.Headers["Name"] != name {
			continue
		}
		key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("fitconnecttest: %w", err)
		}
		private, ok := key.(*rsa.PrivateKey)
		if !ok {
			return nil, errors.New("fitconnecttest: not an RSA key")
		}
		return private, nil
	}
}

// Key returns a private test key under the id "test-" and its name. Names that end
// in enc open what is sealed, those in sig sign events.
func Key(name string) (fitconnect.PrivateKey, error) {
	key, err := RSAKey(name)
	if err != nil {
		return fitconnect.PrivateKey{}, err
	}
	alg := "PS512"
	if strings.HasSuffix(name, "enc") {
		alg = "RSA-OAEP-256"
	}
	return fitconnect.NewPrivateKey("test-"+name, alg, key)
}
