// SPDX-License-Identifier: Apache-2.0

package siegel

// Zustand is what a check says of a certificate.
type Zustand uint8

// The answers. All but the first mean that the seal is genuine.
const (
	ZustandUnecht     Zustand = iota + 1 // no seal of a known key: nothing in it may be believed
	ZustandGueltig                       // genuine and valid on the day of the check
	ZustandAbgelaufen                    // genuine, but its validity is over
	ZustandGesperrt                      // genuine, but revoked by the authority
)

// String returns the answer in German.
func (z Zustand) String() string {
	return [...]string{"", "unecht", "gültig", "abgelaufen", "gesperrt"}[min(int(z), 4)]
}
