// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"crypto"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// algEd25519 marks an Ed25519 key in the signed-note format.
const algEd25519 = 1

// Signer signs heads with Ed25519.
type Signer struct {
	name string
	hash uint32
	key  crypto.Signer
}

// NewSigner returns a signer under the given key name. The key may live in a
// hardware module; its public part must be an ed25519.PublicKey.
func NewSigner(name string, key crypto.Signer) (*Signer, error) {
	public, ok := key.Public().(ed25519.PublicKey)
	if !ok {
		return nil, fmt.Errorf("%w: heads are signed with Ed25519", ErrSyntax)
	}
	if !validKeyName(name) {
		return nil, fmt.Errorf("%w: a key name has no blank and no plus sign", ErrSyntax)
	}
	return &Signer{name: name, hash: keyHash(name, public), key: key}, nil
}

// Verifier returns the public half, to be given to everybody who checks the log.
func (s *Signer) Verifier() Verifier {
	return Verifier{name: s.name, hash: s.hash, key: string(s.key.Public().(ed25519.PublicKey))}
}

// Sign returns the head as a signed note: its text, a blank line, and one
// signature line. A head of a later epoch is signed with the key that its act names.
func (s *Signer) Sign(head Head) (SignedHead, error) {
	text := head.Text()
	head, err := ParseHead(text)
	if err != nil {
		return SignedHead{}, err
	}
	if act, any := head.Epochs.last(); any && act.Key != s.Verifier() {
		return SignedHead{}, fmt.Errorf("%w: epoch %d names another key", ErrKey, act.Number)
	}
	signature, err := s.key.Sign(nil, []byte(text), crypto.Hash(0))
	if err != nil {
		return SignedHead{}, fmt.Errorf("auditlog: sign head: %w", err)
	}
	blob := binary.BigEndian.AppendUint32(nil, s.hash)
	blob = append(blob, signature...)
	line := noteDash + s.name + " " + base64.StdEncoding.EncodeToString(blob) + "\n"
	return SignedHead{head: head, note: text + "\n" + line, key: s.Verifier()}, nil
}

// Verifier is the public key of a log.
type Verifier struct {
	name string
	hash uint32
	key  string
}

// NewVerifier returns the verifier of a public key under its key name: one of those with
// which a log signed before.
func NewVerifier(name string, key crypto.PublicKey) (Verifier, error) {
	public, ok := key.(ed25519.PublicKey)
	if !ok || !validKeyName(name) {
		return Verifier{}, fmt.Errorf("%w: a log has an Ed25519 key, and a name without blanks and plus signs", ErrSyntax)
	}
	return Verifier{name: name, hash: keyHash(name, public), key: string(public)}, nil
}

// ParseVerifier reads a key in the form of signed notes: name, key hash in
// hexadecimal, and algorithm byte with key in base64, joined by plus signs.
func ParseVerifier(s string) (Verifier, error) {
	name, rest, _ := strings.Cut(s, "+")
	hash, key, _ := strings.Cut(rest, "+")
	raw, err := base64.StdEncoding.Strict().DecodeString(key)
	if err != nil || len(raw) != 1+ed25519.PublicKeySize || raw[0] != algEd25519 || !validKeyName(name) {
		return Verifier{}, fmt.Errorf("%w: not an Ed25519 key of a log", ErrSyntax)
	}
	v := Verifier{name: name, hash: keyHash(name, raw[1:]), key: string(raw[1:])}
	if v.String() != s {
		return Verifier{}, fmt.Errorf("%w: the key and its hash %q differ", ErrSyntax, hash)
	}
	return v, nil
}

// String returns the form that ParseVerifier reads.
func (v Verifier) String() string {
	raw := append([]byte{algEd25519}, v.key...)
	return v.name + "+" + hex.EncodeToString(binary.BigEndian.AppendUint32(nil, v.hash)) + "+" + base64.StdEncoding.EncodeToString(raw)
}

// SignedHead is a head with the signature of its log, as plain text.
type SignedHead struct {
	head Head
	note string
	key  Verifier // that signed it
}

// Head returns what was signed.
func (s SignedHead) Head() Head { return s.head }

// Text returns the signed note.
func (s SignedHead) Text() string { return s.note }

// Verifiers returns the keys with which the log signs and has signed, the newest first.
// Heads and receipts from before a change of keys are checked with those behind the first.
func (s SignedHead) Verifiers() []Verifier {
	if s.IsZero() {
		return nil
	}
	keys := []Verifier{s.key}
	for _, act := range slices.Backward(s.head.Epochs.All()) {
		if !slices.Contains(keys, act.Before) {
			keys = append(keys, act.Before)
		}
	}
	return keys
}

// IsZero reports whether there is no head yet.
func (s SignedHead) IsZero() bool { return s.note == "" }

const (
	noteDash  = "\u2014 "
	noteLimit = 1 << 16
)

// OpenHead reads a signed note and checks the signature of the log. Signatures of other
// keys, such as those of witnesses, are passed over.
//
// One of the keys is enough. It need not be the one that signed: a head of a later epoch
// is good for each key that signed an act on the way to it or was named by one. Heads
// from before a change of keys need the key of that time, see [SignedHead.Verifiers].
// The errors wrap ErrSyntax or ErrSignature.
func OpenHead(note string, verifiers ...Verifier) (SignedHead, error) {
	head, lines, err := splitNote(note)
	if err != nil {
		return SignedHead{}, err
	}
	keys := signers(head.Epochs, verifiers)
	signed := SignedHead{head: head, note: note}
	for line := range strings.Lines(lines) {
		name, blob, err := parseSignatureLine(line)
		if err != nil {
			return SignedHead{}, err
		}
		for _, key := range keys {
			if name != key.name || binary.BigEndian.Uint32(blob) != key.hash {
				continue
			}
			if !ed25519.Verify(ed25519.PublicKey(key.key), []byte(head.Text()), blob[4:]) {
				return SignedHead{}, fmt.Errorf("%w: signature of key %s", ErrSignature, strconv.Quote(key.name))
			}
			signed.key = key
		}
	}
	if signed.key == (Verifier{}) {
		return SignedHead{}, fmt.Errorf("%w: no signature of key %s", ErrSignature, names(verifiers))
	}
	return signed, nil
}

// signers returns the keys with which a head of these epochs may be signed, for somebody
// who trusts some keys.
func signers(epochs Epochs, trusted []Verifier) []Verifier {
	last, any := epochs.last()
	if !any {
		return trusted
	}
	for _, act := range epochs.All() {
		if slices.Contains(trusted, act.Before) || slices.Contains(trusted, act.Key) {
			return []Verifier{last.Key} // each act from there on is signed with a key that is trusted
		}
	}
	return nil
}

func names(verifiers []Verifier) string {
	quoted := make([]string, len(verifiers))
	for i, v := range verifiers {
		quoted[i] = strconv.Quote(v.name)
	}
	return strings.Join(quoted, ", ")
}

// splitNote parts a signed note into its head and its signature lines.
func splitNote(note string) (head Head, lines string, err error) {
	if len(note) > noteLimit || !utf8.ValidString(note) {
		return Head{}, "", fmt.Errorf("%w: not a signed head", ErrSyntax)
	}
	end := strings.LastIndex(note, "\n\n")
	if end < 0 || !strings.HasSuffix(note, "\n") {
		return Head{}, "", fmt.Errorf("%w: a signed head ends with a blank line and signatures", ErrSyntax)
	}
	head, err = ParseHead(note[:end+1])
	return head, note[end+2:], err
}

func parseSignatureLine(line string) (name string, blob []byte, err error) {
	rest, dashed := strings.CutPrefix(strings.TrimSuffix(line, "\n"), noteDash)
	name, encoded, _ := strings.Cut(rest, " ")
	blob, err = base64.StdEncoding.Strict().DecodeString(encoded)
	if err != nil || !dashed || !validKeyName(name) || len(blob) < 5 || base64.StdEncoding.EncodeToString(blob) != encoded {
		return "", nil, fmt.Errorf("%w: a signature line has a dash, a key name and the signature", ErrSyntax)
	}
	return name, blob, nil
}

// keyHash is the first 32 bits of SHA-256 over name, line feed, algorithm and key.
func keyHash(name string, public []byte) uint32 {
	d := sha256.New()
	d.Write([]byte(name + "\n"))
	d.Write([]byte{algEd25519})
	d.Write(public)
	return binary.BigEndian.Uint32(d.Sum(nil))
}

func validKeyName(name string) bool {
	return name != "" && utf8.ValidString(name) && strings.IndexFunc(name, unicode.IsSpace) < 0 && !strings.Contains(name, "+")
}
