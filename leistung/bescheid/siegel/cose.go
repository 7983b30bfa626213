// SPDX-License-Identifier: Apache-2.0

package siegel

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
)

// The external data of the signatures, and how the text of a code begins.
const (
	seal = "DS1:"
	list = "DL1:"
)

const kidSize = 8

// kid names a public key.
func kid(key ed25519.PublicKey) [kidSize]byte {
	sum := sha256.Sum256(key)
	return [kidSize]byte(sum[:kidSize])
}

// sign makes a COSE_Sign1 message.
func sign(kind string, payload []byte, key crypto.Signer) ([]byte, error) {
	if key == nil {
		return nil, fmt.Errorf("%w: no key", ErrInhalt)
	}
	private, here := key.(ed25519.PrivateKey)
	if here && len(private) != ed25519.PrivateKeySize {
		return nil, fmt.Errorf("%w: a key of %d bytes", ErrInhalt, len(private))
	}
	public, ok := key.Public().(ed25519.PublicKey)
	if !ok || len(public) != ed25519.PublicKeySize {
		return nil, fmt.Errorf("%w: the key is not Ed25519", ErrInhalt)
	}
	id := kid(public)
	head := appendHead(nil, majorMap, 2)
	head = append(head, 0x01, 0x27) // alg: EdDSA
	head = appendBytes(append(head, 0x04), id[:])
	signed := toBeSigned(kind, head, payload)
	signature, err := key.Sign(rand.Reader, signed, crypto.Hash(0))
	if err != nil {
		return nil, fmt.Errorf("siegel: sign: %w", err)
	}
	if !here && !ed25519.Verify(public, signed, signature) { // a device may fail silently
		return nil, fmt.Errorf("%w: the key made a signature that does not verify", ErrInhalt)
	}
	msg := appendHead(appendHead(nil, majorTag, 18), majorArray, 4)
	msg = appendBytes(msg, head)
	msg = appendHead(msg, majorMap, 0)
	msg = appendBytes(msg, payload)
	return appendBytes(msg, signature), nil
}

func toBeSigned(kind string, head, payload []byte) []byte {
	b := appendText(appendHead(nil, majorArray, 4), "Signature1")
	return appendBytes(appendBytes(appendBytes(b, head), []byte(kind)), payload)
}

// open checks a COSE_Sign1 message against the known keys and returns its payload
// and the key.
func open(kind string, msg []byte, keys map[[kidSize]byte]Schluessel) ([]byte, Schluessel, bool) {
	r := &reader{b: msg}
	r.want(majorTag, 18)
	r.want(majorArray, 4)
	head := r.bytes(majorBytes)
	r.want(majorMap, 0)
	payload := r.bytes(majorBytes)
	signature := r.bytes(majorBytes)
	h := &reader{b: head}
	h.want(majorMap, 2)
	h.want(majorUint, 1)
	h.want(majorNegative, 7) // EdDSA
	h.want(majorUint, 4)
	id := h.bytes(majorBytes)
	if r.bad || len(r.b) != 0 || h.bad || len(h.b) != 0 || len(id) != kidSize {
		return nil, Schluessel{}, false
	}
	key, known := keys[[kidSize]byte(id)]
	if !known || len(signature) != ed25519.SignatureSize || !ed25519.Verify(key.Oeffentlich, toBeSigned(kind, head, payload), signature) {
		return nil, Schluessel{}, false
	}
	return payload, key, true
}
