// SPDX-License-Identifier: Apache-2.0

package signedpay

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
)

// SignatureHeader carries the signature of a message.
const SignatureHeader = "Pay-Signature"

// Sign returns the signature of a message: HMAC-SHA256 in lower-case hexadecimal.
func Sign(key, body []byte) string {
	mac := hmac.New(sha256.New, key)
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

// Verify reports whether the signature was made with one of the keys. It takes
// the same time wherever a wrong one differs.
func Verify(signature string, body []byte, keys ...[]byte) bool {
	given, err := hex.DecodeString(signature)
	if err != nil {
		return false
	}
	valid := false
	for _, key := range keys {
		mac := hmac.New(sha256.New, key)
		mac.Write(body)
		valid = hmac.Equal(given, mac.Sum(nil)) || valid
	}
	return valid
}
