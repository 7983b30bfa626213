// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// Hash is a SHA-256 value: a leaf, an inner node or a root of the tree.
type Hash [sha256.Size]byte

// ParseHash reads 64 lower-case hexadecimal digits.
func ParseHash(s string) (Hash, error) {
	var h Hash
	if err := h.UnmarshalText([]byte(s)); err != nil {
		return Hash{}, err
	}
	return h, nil
}

// String returns 64 lower-case hexadecimal digits.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// IsZero reports whether h was never set. No input with a known hash of zero exists.
func (h Hash) IsZero() bool { return h == Hash{} }

// AppendText appends the hexadecimal form to b.
func (h Hash) AppendText(b []byte) ([]byte, error) { return hex.AppendEncode(b, h[:]), nil }

// MarshalText returns the hexadecimal form.
func (h Hash) MarshalText() ([]byte, error) { return h.AppendText(nil) }

// UnmarshalText accepts exactly what MarshalText writes.
func (h *Hash) UnmarshalText(text []byte) error {
	var parsed Hash
	if len(text) != hex.EncodedLen(len(parsed)) {
		return fmt.Errorf("%w: a hash has 64 hexadecimal digits", ErrSyntax)
	}
	if _, err := hex.Decode(parsed[:], text); err != nil {
		return fmt.Errorf("%w: a hash has 64 hexadecimal digits", ErrSyntax)
	}
	if parsed.String() != string(text) {
		return fmt.Errorf("%w: a hash is written in lower case", ErrSyntax)
	}
	*h = parsed
	return nil
}

// The prefixes keep leaves and inner nodes apart, so that no node can be passed
// off as a leaf (RFC 6962, section 2.1).
const (
	leafPrefix = 0x00
	nodePrefix = 0x01
)

// HashLeaf returns the hash of a leaf with the given content.
func HashLeaf(content []byte) Hash {
	var small [64]byte // a commitment fits in, so it costs no memory
	buf := append(small[:0], leafPrefix)
	return sha256.Sum256(append(buf, content...))
}

// HashNode returns the hash of an inner node.
func HashNode(left, right Hash) Hash {
	var buf [1 + 2*sha256.Size]byte
	buf[0] = nodePrefix
	copy(buf[1:], left[:])
	copy(buf[1+sha256.Size:], right[:])
	return sha256.Sum256(buf[:])
}

// EmptyRoot returns the root of the tree without leaves.
func EmptyRoot() Hash { return sha256.Sum256(nil) }

// Salt makes the commitment to one entry impossible to guess. Once it is
// destroyed, nobody can test whether a guessed entry is the one in the tree.
type Salt [32]byte

// MarshalText returns the hexadecimal form.
func (s Salt) MarshalText() ([]byte, error) { return Hash(s).MarshalText() }

// UnmarshalText accepts exactly what MarshalText writes.
func (s *Salt) UnmarshalText(text []byte) error { return (*Hash)(s).UnmarshalText(text) }

// Commit returns the commitment to an entry: HMAC-SHA-256 of its bytes under
// the salt. The tree holds this value and nothing else of the entry.
//
// It is spelled out because crypto/hmac keeps its state on the heap, which
// matters for a log; a test compares the two.
func Commit(salt Salt, entry []byte) Hash {
	inner := make([]byte, sha256.BlockSize, sha256.BlockSize+len(entry))
	var outer [sha256.BlockSize + sha256.Size]byte
	copy(inner, salt[:])
	copy(outer[:], salt[:])
	for i := range sha256.BlockSize {
		inner[i] ^= 0x36
		outer[i] ^= 0x5c
	}
	digest := sha256.Sum256(append(inner, entry...))
	copy(outer[sha256.BlockSize:], digest[:])
	return sha256.Sum256(outer[:])
}
