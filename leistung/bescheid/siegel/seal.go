// SPDX-License-Identifier: Apache-2.0

package siegel

import (
	"crypto"
	"fmt"
)

// Seal signs the content and returns the text of the code. The key is an Ed25519
// key of the authority. The same content under the same key is the same code.
func Seal(in Inhalt, key crypto.Signer) (string, error) {
	if err := in.check(); err != nil {
		return "", err
	}
	msg, err := sign(seal, in.cbor(), key)
	if err != nil {
		return "", err
	}
	if len(msg) > maxBytes {
		return "", fmt.Errorf("%w: %d bytes, a code holds %d", ErrInhalt, len(msg), maxBytes)
	}
	return seal + base45(msg), nil
}
