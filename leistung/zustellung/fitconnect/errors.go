// SPDX-License-Identifier: Apache-2.0

package fitconnect

import (
	"errors"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

var (
	// ErrSimulator reports that a simulator answered a client that is not
	// configured for one: nothing reaches an authority that way.
	ErrSimulator = errors.New("fitconnect: the delivery service is a simulator, which reaches no authority")
	// ErrAnswer reports an answer that the delivery service should not give. It is
	// worth another try.
	ErrAnswer = errors.New("fitconnect: no usable answer")
	// ErrToken reports that no token was given out. What was said about it is not
	// passed on, because such answers can repeat the secret.
	ErrToken = errors.New("fitconnect: no token from the authorization server")
)

// refusal is one finding as an error: something that came from outside is
// refused for good.
func refusal(code, pointer, detail string) error {
	var f recht.Befunde
	f.Add(code, pointer, "%s", detail)
	return f.Err()
}

// Refused reports whether err is the refusal of a key, a ciphertext, a log, a
// metadata document or a callback, and with which code of the package comment.
func Refused(err error) (code string, ok bool) {
	found, ok := errors.AsType[*recht.BefundError](err)
	if !ok {
		return "", false
	}
	for i := range found.Befunde {
		if found.Befunde[i].Blocks() {
			return found.Befunde[i].Code, true
		}
	}
	return "", false
}
