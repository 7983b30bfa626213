// SPDX-License-Identifier: Apache-2.0

package fitconnect_test

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/fitconnecttest"
)

const limit = 1 << 20

func TestSeal_IsReadByGoJoseAndBack(t *testing.T) {
	private, err := fitconnecttest.RSAKey("dest-enc")
	require.NoError(t, err)
	for _, size := range []int{0, 1, 15, 16, 17, 1000, 65_537} {
		content := make([]byte, size)
		_, _ = rand.Read(content)
		sealed, err := fitconnect.Seal(public(t, "dest-enc"), "application/json", content)
		require.NoError(t, err)
		parsed, err := jose.ParseEncryptedCompact(string(sealed), []jose.KeyAlgorithm{jose.RSA_OAEP_256}, []jose.ContentEncryption{jose.A256GCM})
		require.NoError(t, err)
		require.Equal(t, "test-dest-enc", parsed.Header.KeyID)
		require.Equal(t, "application/json", parsed.Header.ExtraHeaders["cty"])
		plain, err := parsed.Decrypt(private)
		require.NoError(t, err)
		require.True(t, bytes.Equal(content, plain))

		options := (&jose.EncrypterOptions{}).WithContentType("application/pdf")
		encrypter, err := jose.NewEncrypter(jose.A256GCM, jose.Recipient{Algorithm: jose.RSA_OAEP_256, Key: &private.PublicKey, KeyID: "test-dest-enc"}, options)
		require.NoError(t, err)
		theirs, err := encrypter.Encrypt(content)
		require.NoError(t, err)
		compact, err := theirs.CompactSerialize()
		require.NoError(t, err)
		got, media, err := key(t, "dest-enc").Open([]byte(compact), limit)
		require.NoError(t, err)
		require.Equal(t, "application/pdf", media)
		require.True(t, bytes.Equal(content, got))
	}
}

func TestEnvelope_SealsTheSameToTheSameAndNeverTwoUnderOneNonce(t *testing.T) {
	e, err := fitconnect.NewEnvelope(public(t, "dest-enc"))
	require.NoError(t, err)
	first, err := e.Seal("application/json", []byte("eins"))
	require.NoError(t, err)
	text, err := e.MarshalText()
	require.NoError(t, err)
	var kept fitconnect.Envelope
	require.NoError(t, kept.UnmarshalText(text))
	again, err := kept.Seal("application/json", []byte("eins"))
	require.NoError(t, err)
	require.Equal(t, first, again, "also after a restart")
	nonces := map[string]bool{strings.Split(string(first), ".")[2]: true}
	for _, other := range [][2]string{{"application/json", "zwei"}, {"application/xml", "eins"}} {
		sealed, err := kept.Seal(other[0], []byte(other[1]))
		require.NoError(t, err)
		nonce := strings.Split(string(sealed), ".")[2]
		require.False(t, nonces[nonce])
		nonces[nonce] = true
	}
	require.NotContains(t, fmt.Sprintf("%v %+v %#v", e, e, e), "test-")
	require.Error(t, kept.UnmarshalText([]byte(`{"kid":"test-dest-enc","key":"AA==","box":"AA=="}`)))
	_, err = (fitconnect.Envelope{}).Seal("application/json", nil)
	refused(t, "FC-JWE-06", err)
	_, err = e.Seal("", nil)
	refused(t, "FC-JWE-03", err)
	_, err = fitconnect.NewEnvelope(fitconnect.PublicKey{})
	refused(t, "FC-KEY-01", err)
}

// reheader seals with a header of one's own, as no client of ours does.
func reheader(t *testing.T, content []byte, alg jose.KeyAlgorithm, compress bool) []byte {
	t.Helper()
	private, err := fitconnecttest.RSAKey("dest-enc")
	require.NoError(t, err)
	options := (&jose.EncrypterOptions{}).WithContentType("application/json")
	if compress {
		options.Compression = jose.DEFLATE
	}
	encrypter, err := jose.NewEncrypter(jose.A256GCM, jose.Recipient{Algorithm: alg, Key: &private.PublicKey, KeyID: "test-dest-enc"}, options)
	require.NoError(t, err)
	sealed, err := encrypter.Encrypt(content)
	require.NoError(t, err)
	compact, err := sealed.CompactSerialize()
	require.NoError(t, err)
	return []byte(compact)
}

func TestOpen_RefusesWhatIsNotTheProfile(t *testing.T) {
	mine := key(t, "dest-enc")
	sealed, err := fitconnect.Seal(public(t, "dest-enc"), "application/json", []byte(`{"name":"Mustermann"}`))
	require.NoError(t, err)
	parts := strings.Split(string(sealed), ".")
	with := func(i int, text string) []byte {
		changed := append([]string{}, parts...)
		changed[i] = text
		return []byte(strings.Join(changed, "."))
	}
	head := func(text string) []byte { return with(0, base64.RawURLEncoding.EncodeToString([]byte(text))) }
	flip := func(i int) []byte {
		b := []byte(parts[i])
		if b[0] == 'A' {
			b[0] = 'B'
		} else {
			b[0] = 'A'
		}
		return with(i, string(b))
	}
	foreign, err := fitconnect.Seal(public(t, "other-enc"), "application/json", []byte("x"))
	require.NoError(t, err)
	disguised := []byte(parts[0] + string(foreign[bytes.IndexByte(foreign, '.'):]))
	for name, tt := range map[string]struct {
		jwe  []byte
		code string
	}{
		"four parts":              {[]byte("a.b.c.d"), "FC-JWE-01"},
		"six parts":               {[]byte(string(sealed) + ".x"), "FC-JWE-01"},
		"padding":                 {with(3, parts[3]+"="), "FC-JWE-01"},
		"short nonce":             {with(2, "AAAA"), "FC-JWE-01"},
		"short tag":               {with(4, "AAAA"), "FC-JWE-01"},
		"header is no object":     {head(`[]`), "FC-JWE-01"},
		"header twice":            {head(`{"alg":"RSA-OAEP-256","alg":"dir","enc":"A256GCM","kid":"test-dest-enc"}`), "FC-JWE-01"},
		"SHA-1":                   {reheader(t, []byte("x"), jose.RSA_OAEP, false), "FC-JWE-03"},
		"another content cipher":  {head(`{"alg":"RSA-OAEP-256","enc":"A128GCM","kid":"test-dest-enc"}`), "FC-JWE-03"},
		"none":                    {head(`{"alg":"none","enc":"A256GCM","kid":"test-dest-enc"}`), "FC-JWE-03"},
		"crit":                    {head(`{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"test-dest-enc","crit":["x"]}`), "FC-JWE-03"},
		"another zip":             {head(`{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"test-dest-enc","zip":"GZ"}`), "FC-JWE-03"},
		"another key id":          {foreign, "FC-JWE-04"},
		"another key":             {disguised, "FC-JWE-05"},
		"changed header":          {head(`{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"test-dest-enc","cty":"text/html"}`), "FC-JWE-05"},
		"changed key":             {flip(1), "FC-JWE-05"},
		"changed nonce":           {flip(2), "FC-JWE-05"},
		"changed ciphertext":      {flip(3), "FC-JWE-05"},
		"changed tag":             {flip(4), "FC-JWE-05"},
		"nothing":                 {nil, "FC-JWE-01"},
		"more than the limit":     {make([]byte, 3*limit), "FC-JWE-02"},
		"a little over the limit": {reheader(t, make([]byte, limit+1), jose.RSA_OAEP_256, false), "FC-JWE-02"},
	} {
		t.Run(name, func(t *testing.T) {
			content, _, err := mine.Open(tt.jwe, limit)
			refused(t, tt.code, err)
			require.Nil(t, content)
			require.NotContains(t, err.Error(), "Mustermann")
		})
	}
	_, _, err = key(t, "dest-sig").Open(sealed, limit)
	refused(t, "FC-KEY-03", err, "a key to sign with opens nothing")
}

func TestOpen_InflatesWithinItsLimitOnly(t *testing.T) {
	content := bytes.Repeat([]byte("a"), limit)
	packed := reheader(t, content, jose.RSA_OAEP_256, true)
	got, _, err := key(t, "dest-enc").Open(packed, limit)
	require.NoError(t, err, "senders of version 1 compress")
	require.True(t, bytes.Equal(content, got))
	_, _, err = key(t, "dest-enc").Open(packed, limit-1)
	refused(t, "FC-JWE-02", err)

	bomb := reheader(t, make([]byte, 20<<20), jose.RSA_OAEP_256, true)
	allocated := testing.Benchmark(func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _, err := key(t, "dest-enc").Open(bomb, 1000)
			refused(t, "FC-JWE-02", err)
		}
	})
	require.Less(t, allocated.AllocedBytesPerOp(), int64(limit), "of a bomb no more than the limit is unpacked")
}

func TestSeal_NeverCompresses(t *testing.T) {
	sealed, err := fitconnect.Seal(public(t, "dest-enc"), "application/json", bytes.Repeat([]byte("a"), 10_000))
	require.NoError(t, err)
	head, err := base64.RawURLEncoding.DecodeString(strings.Split(string(sealed), ".")[0])
	require.NoError(t, err)
	require.JSONEq(t, `{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"test-dest-enc","cty":"application/json"}`, string(head))
	require.Greater(t, len(sealed), 13_000)
}

func TestTag_IsTheLastPartAsItIs(t *testing.T) {
	sealed, err := fitconnect.Seal(public(t, "dest-enc"), "application/json", []byte("x"))
	require.NoError(t, err)
	tag, err := fitconnect.Tag(sealed)
	require.NoError(t, err)
	require.Equal(t, strings.Split(string(sealed), ".")[4], tag)
	for _, bad := range []string{"", "a.b.c.d", "a.b.c.d.e", "a.b.c.d.e.f", "....", strings.Repeat(".", 1000)} {
		_, err := fitconnect.Tag([]byte(bad))
		refused(t, "FC-JWE-01", err, bad)
	}
}

func FuzzOpen(f *testing.F) {
	sealed, err := fitconnect.Seal(public(f, "dest-enc"), "application/json", []byte("x"))
	require.NoError(f, err)
	f.Add(sealed)
	f.Add([]byte("e30.e30.e30.e30.e30"))
	mine := key(f, "dest-enc")
	f.Fuzz(func(t *testing.T, text []byte) {
		content, _, err := mine.Open(text, 1000)
		if err != nil {
			_, ok := fitconnect.Refused(err)
			require.True(t, ok)
			require.Nil(t, content)
		}
		_, _ = fitconnect.Tag(text)
	})
}
