// SPDX-License-Identifier: Apache-2.0

package siegel

import "strings"

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

// base45 encodes as RFC 9285 has it: two bytes in three letters, which a QR code
// stores in 16.5 bits.
func base45(b []byte) string {
	var s strings.Builder
	for ; len(b) >= 2; b = b[2:] {
		n := int(b[0])<<8 | int(b[1])
		s.WriteByte(alphabet[n%45])
		s.WriteByte(alphabet[n/45%45])
		s.WriteByte(alphabet[n/2025])
	}
	if len(b) == 1 {
		s.WriteByte(alphabet[b[0]%45])
		s.WriteByte(alphabet[b[0]/45])
	}
	return s.String()
}

func unbase45(s string) ([]byte, bool) {
	var b []byte
	for len(s) > 0 {
		k := min(3, len(s))
		n, f := 0, 1
		for i := range k {
			d := strings.IndexByte(alphabet, s[i])
			if d < 0 {
				return nil, false
			}
			n += d * f
			f *= 45
		}
		switch {
		case k == 3 && n < 1<<16:
			b = append(b, byte(n>>8), byte(n))
		case k == 2 && n < 1<<8:
			b = append(b, byte(n))
		default:
			return nil, false
		}
		s = s[k:]
	}
	return b, true
}
