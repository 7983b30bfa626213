// SPDX-License-Identifier: Apache-2.0

package siegel

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The examples of RFC 9285.
func TestBase45_VectorsOfTheRFC(t *testing.T) {
	for plain, coded := range map[string]string{"AB": "BB8", "Hello!!": "%69 VD92EX0", "base-45": "UJCLQE7W581", "ietf!": "QED8WEX0", "": ""} {
		require.Equal(t, coded, base45([]byte(plain)))
		got, ok := unbase45(coded)
		require.True(t, ok)
		require.Equal(t, plain, string(got))
	}
	for _, bad := range []string{"GGW", "::", "a", "A", "ABCD", "BB8\n"} {
		_, ok := unbase45(bad)
		require.False(t, ok, bad)
	}
}

// Numbers have one spelling, the shortest (RFC 8949, 4.2.1; values of appendix A).
func TestReader_RefusesALongerSpelling(t *testing.T) {
	for n, want := range map[uint64]string{0: "\x00", 23: "\x17", 24: "\x18\x18", 100: "\x18\x64", 1000: "\x19\x03\xe8", 1000000: "\x1a\x00\x0f\x42\x40", 1000000000000: "\x1b\x00\x00\x00\xe8\xd4\xa5\x10\x00"} {
		require.Equal(t, want, string(appendHead(nil, majorUint, n)))
		r := &reader{b: []byte(want)}
		require.Equal(t, n, r.head(majorUint))
		require.False(t, r.bad)
	}
	for _, bad := range []string{"\x18\x17", "\x19\x00\xff", "\x1a\x00\x00\xff\xff", "\x1b\x00\x00\x00\x00\xff\xff\xff\xff", "\x1c", "\x1f", "\x18", ""} {
		r := &reader{b: []byte(bad)}
		r.head(majorUint)
		require.True(t, r.bad, "%x", bad)
	}
}

func FuzzBase45(f *testing.F) {
	f.Add("QED8WEX0")
	f.Fuzz(func(t *testing.T, s string) {
		b, ok := unbase45(s)
		if ok {
			require.Equal(t, s, base45(b))
		}
		got, ok := unbase45(base45([]byte(s)))
		require.True(t, ok)
		require.Equal(t, s, string(got))
	})
}

// FuzzParse reads payloads that a key might have signed without checking them.
func FuzzParse(f *testing.F) {
	f.Add([]byte("\xa6\x01\x01\x02\x611\x03\x611\x04\x01\x05\x00\x06\x81\x60"))
	f.Add([]byte("\xa4\x01\x611\x02\x01\x03\x02\x04\x80"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if in, ok := parseInhalt(b); ok {
			require.Equal(t, b, in.cbor())
		}
		if s, ok := parseSperren(b); ok {
			require.True(t, s.naechste.After(s.stand))
		}
	})
}
