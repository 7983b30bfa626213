// SPDX-License-Identifier: Apache-2.0

package signedpay

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// SignatureHeader carries the signature of a message.
const SignatureHeader = "Pay-Signature"

// minSecret is the least that a key or a token has, in bytes.
const minSecret = 16

// long reports whether a secret has that many, not counting what stands where nobody has
// set one.
func long(secret string) bool { return len(strings.Trim(secret, "\x00 \t\r\n")) >= minSecret }

// Key signs and verifies messages. The zero Key does neither.
type Key struct{ secret []byte }

// NewKey returns the key over a secret. The error is a [*recht.BefundError] for
// one of less than 16 bytes.
func NewKey(secret []byte) (Key, error) {
	if !long(string(secret)) {
		var f recht.Befunde
		f.Add("SGP-KEY-01", "", "a key has at least %d bytes, not counting zeros and blanks around it", minSecret)
		return Key{}, f.Err()
	}
	return Key{bytes.Clone(secret)}, nil
}

// IsZero reports whether k is not set.
func (k Key) IsZero() bool { return len(k.secret) == 0 }

// String keeps fmt from printing the secret.
func (Key) String() string { return "key" }

// GoString keeps %#v from printing the secret.
func (Key) GoString() string { return "key" }

// Sign returns the signature of a message: HMAC-SHA256 in lower-case hexadecimal.
// That of the zero Key is empty and fits no message.
func (k Key) Sign(body []byte) string {
	if k.IsZero() {
		return ""
	}
	return hex.EncodeToString(k.sum(body))
}

func (k Key) sum(body []byte) []byte {
	mac := hmac.New(sha256.New, k.secret)
	mac.Write(body)
	return mac.Sum(nil)
}

// Verify reports whether the signature was made with one of the keys. It takes
// the same time wherever a wrong one differs.
func Verify(signature string, body []byte, keys ...Key) bool {
	given, err := hex.DecodeString(signature)
	if err != nil {
		return false
	}
	valid := false
	for _, key := range keys {
		valid = !key.IsZero() && hmac.Equal(given, key.sum(body)) || valid
	}
	return valid
}
