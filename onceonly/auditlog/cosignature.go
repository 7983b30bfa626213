// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// algCosignature marks the key of a witness in the signed-note format.
const algCosignature = 4

// Witness is somebody else who has seen the log grow: it signs a head only if the
// log continues the head that it signed before (C2SP tlog-witness and
// tlog-cosignature). With a witness the operator can show nobody two histories.
// Package witness asks one over HTTP, and is one. All methods may be called
// concurrently.
type Witness interface {
	// Cosign asks for a cosignature on a signed head. old is the size that the
	// witness signed last, as far as the log knows, and the proof shows that the head
	// continues it. The answer is one or more signature lines. A *OldSizeError says
	// that the witness knows another size: ask again with a proof from there.
	Cosign(ctx context.Context, old uint64, proof []Hash, head string) (string, error)
	// Verifier returns the key of the witness.
	Verifier() WitnessVerifier
}

// OldSizeError says which size a witness has signed last.
type OldSizeError struct{ Size uint64 }

func (e *OldSizeError) Error() string {
	return "auditlog: the witness has seen a log of " + strconv.FormatUint(e.Size, 10)
}

// WitnessVerifier is the public key of a witness.
type WitnessVerifier struct {
	name string
	hash uint32
	key  string
}

// WitnessSigner signs heads on behalf of a witness.
type WitnessSigner struct {
	verifier WitnessVerifier
	key      crypto.Signer
}

// NewWitnessSigner returns the signer of a witness under a key name. The key's public
// part must be an ed25519.PublicKey.
func NewWitnessSigner(name string, key crypto.Signer) (*WitnessSigner, error) {
	public, ok := key.Public().(ed25519.PublicKey)
	if !ok || !validKeyName(name) {
		return nil, fmt.Errorf("%w: a witness has an Ed25519 key, and a name without blanks and plus signs", ErrSyntax)
	}
	return &WitnessSigner{WitnessVerifier{name, witnessHash(name, public), string(public)}, key}, nil
}

// Verifier returns the public half.
func (s *WitnessSigner) Verifier() WitnessVerifier { return s.verifier }

// Sign returns the signature line of a cosignature on a head at a time.
func (s *WitnessSigner) Sign(head Head, at time.Time) (string, error) {
	signature, err := s.key.Sign(nil, cosigned(head, at.Unix()), crypto.Hash(0))
	if err != nil {
		return "", fmt.Errorf("auditlog: cosign head: %w", err)
	}
	blob := binary.BigEndian.AppendUint32(nil, s.verifier.hash)
	blob = binary.BigEndian.AppendUint64(blob, uint64(at.Unix()))
	blob = append(blob, signature...)
	return noteDash + s.verifier.name + " " + base64.StdEncoding.EncodeToString(blob) + "\n", nil
}

// cosigned is what a witness signs: the head, and when it was seen.
func cosigned(head Head, at int64) []byte {
	return []byte("cosignature/v1\ntime " + strconv.FormatInt(at, 10) + "\n" + head.Text())
}

func witnessHash(name string, public []byte) uint32 {
	d := sha256.New()
	d.Write([]byte(name + "\n"))
	d.Write([]byte{algCosignature})
	d.Write(public)
	return binary.BigEndian.Uint32(d.Sum(nil))
}

// ParseWitnessVerifier reads the key of a witness in the form of signed notes, with
// the algorithm byte of cosignatures.
func ParseWitnessVerifier(s string) (WitnessVerifier, error) {
	name, rest, _ := strings.Cut(s, "+")
	_, key, _ := strings.Cut(rest, "+")
	raw, err := base64.StdEncoding.Strict().DecodeString(key)
	if err != nil || len(raw) != 1+ed25519.PublicKeySize || raw[0] != algCosignature || !validKeyName(name) {
		return WitnessVerifier{}, fmt.Errorf("%w: not the key of a witness", ErrSyntax)
	}
	v := WitnessVerifier{name: name, hash: witnessHash(name, raw[1:]), key: string(raw[1:])}
	if v.String() != s {
		return WitnessVerifier{}, fmt.Errorf("%w: the key of a witness and its hash differ", ErrSyntax)
	}
	return v, nil
}

// Name returns the name of the key.
func (v WitnessVerifier) Name() string { return v.name }

// String returns the form that ParseWitnessVerifier reads.
func (v WitnessVerifier) String() string {
	raw := append([]byte{algCosignature}, v.key...)
	return v.name + "+" + hex.EncodeToString(binary.BigEndian.AppendUint32(nil, v.hash)) + "+" + base64.StdEncoding.EncodeToString(raw)
}

// Verify returns when the witness has seen the head of a signed note. The errors wrap
// ErrSyntax or ErrSignature.
func (v WitnessVerifier) Verify(note string) (time.Time, error) {
	head, lines, err := splitNote(note)
	if err != nil {
		return time.Time{}, err
	}
	for line := range strings.Lines(lines) {
		if at, err := v.verifyLine(head, line); err == nil {
			return at, nil
		}
	}
	return time.Time{}, fmt.Errorf("%w: no cosignature of witness %s", ErrSignature, strconv.Quote(v.name))
}

// verifyLine checks one signature line of a note.
func (v WitnessVerifier) verifyLine(head Head, line string) (time.Time, error) {
	name, blob, err := parseSignatureLine(line)
	if err != nil {
		return time.Time{}, err
	}
	const size = 4 + 8 + ed25519.SignatureSize
	if name != v.name || len(blob) != size || binary.BigEndian.Uint32(blob) != v.hash {
		return time.Time{}, fmt.Errorf("%w: not a cosignature of witness %s", ErrSignature, strconv.Quote(v.name))
	}
	at := int64(binary.BigEndian.Uint64(blob[4:]))
	if at < 0 || !ed25519.Verify(ed25519.PublicKey(v.key), cosigned(head, at), blob[12:]) {
		return time.Time{}, fmt.Errorf("%w: cosignature of witness %s", ErrSignature, strconv.Quote(v.name))
	}
	return time.Unix(at, 0).UTC(), nil
}
