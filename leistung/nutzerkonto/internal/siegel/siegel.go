// SPDX-License-Identifier: Apache-2.0

// Package siegel seals what travels through a browser and comes back. It does not
// hide it.
package siegel

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
)

// Siegel is a key.
type Siegel struct{ key []byte }

// New takes the key.
func New(key []byte) Siegel { return Siegel{key} }

// Seal writes v, plain data, with its seal. What is sealed for one purpose does not
// open for another.
func (s Siegel) Seal(purpose string, v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic("siegel: cannot be: " + err.Error()) // plain structs
	}
	return base64.RawURLEncoding.EncodeToString(append(s.MAC(purpose, text), text...))
}

// Open reads what Seal wrote into v.
func (s Siegel) Open(purpose, sealed string, v any) bool {
	text, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil || len(text) < sha256.Size || !hmac.Equal(text[:sha256.Size], s.MAC(purpose, text[sha256.Size:])) {
		return false
	}
	return json.Unmarshal(text[sha256.Size:], v) == nil
}

// MAC is the authentication code of a text for a purpose, which has no NUL.
func (s Siegel) MAC(purpose string, text []byte) []byte {
	h := hmac.New(sha256.New, s.key)
	_, _ = h.Write([]byte(purpose + "\x00")) // a hash never fails
	_, _ = h.Write(text)
	return h.Sum(nil)
}
