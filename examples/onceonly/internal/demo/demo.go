// SPDX-License-Identifier: Apache-2.0

// Package demo holds what the two programs of this folder share: the invented
// authorities, and keys and certificates that are made on first use in one folder. A
// real register and a real authority share no folder: each has its own keys and knows
// the other's public ones.
package demo

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/deutschland-stack/bausteine/onceonly"
)

// The two, and what passes between them.
var (
	Authority    = onceonly.Party{ID: onceonly.MustPartyID("demo:muehlhausen"), Name: "Stadt Mühlhausen"}
	Register     = onceonly.Party{ID: onceonly.MustPartyID("demo:weimar"), Name: "Stadt Weimar"}
	EvidenceType = onceonly.MustEvidenceType("urn:example:nachweis:meldedatensatz")
)

// Purpose is why the authority asks.
const Purpose = "anmeldung"

// Keys are the keys of the demonstration.
type Keys struct {
	dir  string
	ca   *x509.Certificate
	key  ed25519.PrivateKey
	Pool *x509.CertPool
}

// Open opens the folder and makes it if it is not there.
func Open(dir string) (*Keys, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	k := &Keys{dir: dir, Pool: x509.NewCertPool()}
	var err error
	if k.key, err = k.Key("ca"); err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "onceonly demonstration"}, NotBefore: time.Unix(0, 0), NotAfter: time.Now().AddDate(1, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, k.key.Public(), k.key)
	if err != nil {
		return nil, err
	}
	if k.ca, err = x509.ParseCertificate(der); err != nil {
		return nil, err
	}
	k.Pool.AddCert(k.ca)
	return k, nil
}

// Path returns the path of a file in the folder.
func (k *Keys) Path(name string) string { return filepath.Join(k.dir, name) }

// Key returns the Ed25519 key of a name, which it makes if there is none.
func (k *Keys) Key(name string) (ed25519.PrivateKey, error) {
	path := k.Path(name + ".key")
	for {
		text, err := os.ReadFile(path) //nolint:gosec // a file of the demonstration
		if err == nil {
			block, _ := pem.Decode(text)
			if block == nil || len(block.Bytes) != ed25519.SeedSize {
				return nil, fmt.Errorf("%s: not a key", path)
			}
			return ed25519.NewKeyFromSeed(block.Bytes), nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		seed := make([]byte, ed25519.SeedSize)
		_, _ = rand.Read(seed) // never fails
		// Two programs may begin at once: one of them makes the file, both read it.
		fresh, err := os.CreateTemp(k.dir, "key")
		if err != nil {
			return nil, err
		}
		_, err = fresh.Write(pem.EncodeToMemory(&pem.Block{Type: "ED25519 SEED", Bytes: seed}))
		err = errors.Join(err, fresh.Close())
		if err == nil {
			if err = os.Link(fresh.Name(), path); errors.Is(err, fs.ErrExist) {
				err = nil
			}
		}
		if err = errors.Join(err, os.Remove(fresh.Name())); err != nil {
			return nil, err
		}
	}
}

// Certificate returns the certificate of one of the two, over its key.
func (k *Keys) Certificate(name string) (tls.Certificate, error) {
	key, err := k.Key(name)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: name}, NotBefore: time.Unix(0, 0), NotAfter: time.Now().AddDate(1, 0, 0),
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, k.ca, key.Public(), k.key)
	if err != nil {
		return tls.Certificate{}, err
	}
	leaf, err := x509.ParseCertificate(der)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}, err
}
