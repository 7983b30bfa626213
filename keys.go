// SPDX-License-Identifier: Apache-2.0

package bausteine

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
)

// Keys is where the keys of a process come from: never from its store, and so from no
// backup of it. [KeyFolder] and [KeyEnvironment] are two; a hardware module is a third
// that its maker's library gives, since no private key is asked for, only a signer. All
// methods may be called concurrently.
type Keys interface {
	// Signer returns the key in force under a name. ErrNotFound: there is none.
	Signer(ctx context.Context, name string) (crypto.Signer, error)
	// Former returns the public keys that were in force before, the newest first: what
	// they signed is still checked with them.
	Former(ctx context.Context, name string) ([]crypto.PublicKey, error)
}

// ErrKeyFile says that a key cannot be used as it lies there: it is malformed, or others
// may read it.
var ErrKeyFile = errors.New("bausteine: key")

const (
	pemPrivate = "PRIVATE KEY" // PKCS #8
	pemPublic  = "PUBLIC KEY"  // PKIX
)

// KeyFolder keeps each key in a file that nobody but its owner may read (mode 0600):
// NAME.key as PEM of PKCS #8, and NAME.former.pem with the public keys of before. Names
// have small letters, digits and hyphens.
type KeyFolder struct {
	path string
	read *keyFiles
}

// NewKeyFolder returns the folder at path; Create makes it.
func NewKeyFolder(path string) KeyFolder { return KeyFolder{path, &keyFiles{}} }

// keyFiles are the keys as they were read last. A file that is still the same is read no
// second time: keys are asked for with every signature.
type keyFiles struct {
	mu   sync.Mutex
	keys map[string]keyFile // by the path of the file
}

type keyFile struct {
	info fs.FileInfo
	key  crypto.Signer
}

func (k *keyFiles) same(path string, info fs.FileInfo) crypto.Signer {
	k.mu.Lock()
	defer k.mu.Unlock()
	known, found := k.keys[path]
	if !found || !os.SameFile(known.info, info) || !known.info.ModTime().Equal(info.ModTime()) || known.info.Size() != info.Size() {
		return nil
	}
	return known.key
}

func (k *keyFiles) keep(path string, info fs.FileInfo, key crypto.Signer) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.keys == nil {
		k.keys = map[string]keyFile{}
	}
	k.keys[path] = keyFile{info, key}
}

// Signer implements Keys.
func (f KeyFolder) Signer(_ context.Context, name string) (crypto.Signer, error) {
	return f.key(name, ".key")
}

// Former implements Keys.
func (f KeyFolder) Former(_ context.Context, name string) ([]crypto.PublicKey, error) {
	text, err := f.file(name, ".former.pem")
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var keys []crypto.PublicKey
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		key, err := x509.ParsePKIXPublicKey(block.Bytes)
		if err != nil || block.Type != pemPublic {
			return nil, fmt.Errorf("%w %s: the file of former keys is malformed", ErrKeyFile, name)
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// Create returns the key in force under a name, and makes an Ed25519 key if there is
// none. Of several processes that do so at the same time one makes it.
func (f KeyFolder) Create(_ context.Context, name string) (crypto.Signer, error) {
	return f.create(name, ".key")
}

// Next returns the key that comes after the one in force, and makes it if there is none.
// It is not in force before Rotate: a log, for instance, has to name it first.
func (f KeyFolder) Next(_ context.Context, name string) (crypto.Signer, error) {
	return f.create(name, ".next.key")
}

// Rotate puts the key of Next in force. The public half of the one before is kept, its
// private half is destroyed. ErrNotFound: there is no next one.
func (f KeyFolder) Rotate(_ context.Context, name string) error {
	old, err := f.key(name, ".key")
	if err != nil {
		return err
	}
	next, err := f.key(name, ".next.key")
	if err != nil {
		return err
	}
	former, err := f.file(name, ".former.pem")
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	public, err := x509.MarshalPKIXPublicKey(old.Public())
	if err != nil {
		return fmt.Errorf("%w %s: %w", ErrKeyFile, name, err)
	}
	entry := pem.EncodeToMemory(&pem.Block{Type: pemPublic, Bytes: public})
	if !bytes.HasPrefix(former, entry) && !samePublic(old, next) { // not after a crash in between
		if err := f.write(name, ".former.pem", append(entry, former...), os.Rename); err != nil {
			return err
		}
	}
	if err := os.Rename(f.name(name, ".next.key"), f.name(name, ".key")); err != nil {
		return fmt.Errorf("%w %s: %w", ErrKeyFile, name, err)
	}
	return f.sync()
}

func samePublic(a, b crypto.Signer) bool {
	key, ok := a.Public().(interface{ Equal(crypto.PublicKey) bool })
	return ok && key.Equal(b.Public())
}

func (f KeyFolder) name(name, kind string) string { return filepath.Join(f.path, name+kind) }

func validName(name string) error {
	const allowed = "abcdefghijklmnopqrstuvwxyz0123456789-"
	if name == "" || strings.Trim(name, allowed) != "" {
		return fmt.Errorf("%w %q: a name has small letters, digits and hyphens", ErrKeyFile, name)
	}
	return nil
}

// file reads a file of the folder that nobody else may read.
func (f KeyFolder) file(name, kind string) ([]byte, error) {
	if _, err := f.look(name, kind); err != nil {
		return nil, err
	}
	text, err := os.ReadFile(f.name(name, kind))
	if err != nil {
		return nil, fmt.Errorf("%w %s: %w", ErrKeyFile, name, err)
	}
	return text, nil
}

// look looks whether there is such a file, which nobody else may read.
func (f KeyFolder) look(name, kind string) (fs.FileInfo, error) {
	if err := validName(name); err != nil {
		return nil, err
	}
	info, err := os.Stat(f.name(name, kind))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w %s: %w", ErrKeyFile, name, ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("%w %s: %w", ErrKeyFile, name, err)
	}
	if others := info.Mode().Perm() & 0o077; others != 0 && runtime.GOOS != "windows" {
		return nil, fmt.Errorf("%w %s: others may read the file %s: chmod 600", ErrKeyFile, name, f.name(name, kind))
	}
	return info, nil
}

func (f KeyFolder) key(name, kind string) (crypto.Signer, error) {
	info, err := f.look(name, kind)
	if err != nil {
		return nil, err
	}
	path := f.name(name, kind)
	if key := f.read.same(path, info); key != nil {
		return key, nil
	}
	text, err := f.file(name, kind)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil || block.Type != pemPrivate {
		return nil, fmt.Errorf("%w %s: not a private key in PEM (PKCS #8)", ErrKeyFile, name)
	}
	key, err := parseKey(name, block.Bytes)
	if err == nil {
		f.read.keep(path, info, key)
	}
	return key, err
}

func parseKey(name string, der []byte) (crypto.Signer, error) {
	key, err := x509.ParsePKCS8PrivateKey(der)
	signer, ok := key.(crypto.Signer)
	if err != nil || !ok {
		return nil, fmt.Errorf("%w %s: not a private key for signatures (PKCS #8)", ErrKeyFile, name)
	}
	return signer, nil
}

func (f KeyFolder) create(name, kind string) (crypto.Signer, error) {
	found, err := f.key(name, kind)
	if !errors.Is(err, ErrNotFound) {
		return found, err
	}
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("%w %s: %w", ErrKeyFile, name, err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, fmt.Errorf("%w %s: %w", ErrKeyFile, name, err)
	}
	// A link is not made over a file: whoever comes second reads the key of the first.
	err = f.write(name, kind, pem.EncodeToMemory(&pem.Block{Type: pemPrivate, Bytes: der}), os.Link)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return f.key(name, kind)
}

// write puts a file in its place as a whole.
func (f KeyFolder) write(name, kind string, text []byte, place func(from, to string) error) error {
	failed := func(err error) error { return fmt.Errorf("%w %s: %w", ErrKeyFile, name, err) }
	if err := os.MkdirAll(f.path, 0o700); err != nil {
		return failed(err)
	}
	file, err := os.CreateTemp(f.path, ".new-*") // of mode 0600
	if err != nil {
		return failed(err)
	}
	defer func() { _ = os.Remove(file.Name()) }()
	_, err = file.Write(text)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return failed(err)
	}
	if err := place(file.Name(), f.name(name, kind)); err != nil {
		return failed(err)
	}
	return f.sync()
}

// sync makes the names of the folder durable.
func (f KeyFolder) sync() error {
	folder, err := os.Open(f.path)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrKeyFile, err)
	}
	if err := errors.Join(folder.Sync(), folder.Close()); err != nil && runtime.GOOS != "windows" {
		return fmt.Errorf("%w: %w", ErrKeyFile, err)
	}
	return nil
}

// KeyEnvironment reads keys from the variables of the process: the key "siegel" of the
// prefix "AMT_" from AMT_SIEGEL, as base64 of PKCS #8, and its former public keys from
// AMT_SIEGEL_FORMER, as base64 of PKIX, the newest first and parted by blanks. Hyphens
// become low lines. A nil lookup is os.LookupEnv.
func KeyEnvironment(prefix string, lookup func(string) (string, bool)) Keys {
	if lookup == nil {
		lookup = os.LookupEnv
	}
	return environment{prefix, lookup}
}

type environment struct {
	prefix string
	lookup func(string) (string, bool)
}

// variable is the name of the variable of a key.
func (e environment) variable(name string) (string, error) {
	return e.prefix + strings.ToUpper(strings.ReplaceAll(name, "-", "_")), validName(name)
}

func (e environment) Signer(_ context.Context, name string) (crypto.Signer, error) {
	variable, err := e.variable(name)
	if err != nil {
		return nil, err
	}
	text, set := e.lookup(variable)
	if !set || text == "" {
		return nil, fmt.Errorf("%w %s: %w: the variable %s is not set", ErrKeyFile, name, ErrNotFound, variable)
	}
	der, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("%w %s: the variable %s is not base64", ErrKeyFile, name, variable)
	}
	return parseKey(name, der)
}

func (e environment) Former(_ context.Context, name string) ([]crypto.PublicKey, error) {
	variable, err := e.variable(name)
	if err != nil {
		return nil, err
	}
	text, _ := e.lookup(variable + "_FORMER")
	var keys []crypto.PublicKey
	for field := range strings.FieldsSeq(text) {
		der, err := base64.StdEncoding.DecodeString(field)
		if err != nil {
			return nil, fmt.Errorf("%w %s: the variable %s_FORMER is not base64", ErrKeyFile, name, variable)
		}
		key, err := x509.ParsePKIXPublicKey(der)
		if err != nil {
			return nil, fmt.Errorf("%w %s: the variable %s_FORMER holds no public key", ErrKeyFile, name, variable)
		}
		keys = append(keys, key)
	}
	return keys, nil
}
