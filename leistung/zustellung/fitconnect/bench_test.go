// SPDX-License-Identifier: Apache-2.0

package fitconnect_test

import (
	"crypto/rsa"
	"math/rand/v2"
	"runtime"
	"strconv"
	"testing"

	"github.com/go-jose/go-jose/v4"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/fitconnecttest"
)

func noise(n int) []byte {
	r := rand.NewChaCha8([32]byte{19})
	b := make([]byte, n)
	_, _ = r.Read(b)
	return b
}

// joseSeal and joseOpen are what a sender writes with go-jose alone.
func joseSeal(tb testing.TB, to *rsa.PublicKey, content []byte) string {
	encrypter, err := jose.NewEncrypter(jose.A256GCM, jose.Recipient{Algorithm: jose.RSA_OAEP_256, Key: to, KeyID: "test-dest-enc"}, (&jose.EncrypterOptions{}).WithContentType("application/pdf"))
	require.NoError(tb, err)
	sealed, err := encrypter.Encrypt(content)
	require.NoError(tb, err)
	compact, err := sealed.CompactSerialize()
	require.NoError(tb, err)
	return compact
}

func joseOpen(tb testing.TB, with *rsa.PrivateKey, compact string) []byte {
	sealed, err := jose.ParseEncryptedCompact(compact, []jose.KeyAlgorithm{jose.RSA_OAEP_256}, []jose.ContentEncryption{jose.A256GCM})
	require.NoError(tb, err)
	content, err := sealed.Decrypt(with)
	require.NoError(tb, err)
	return content
}

var sizes = map[string]int{"10kB": 10_000, "20MB": 20_000_000}

func BenchmarkSeal(b *testing.B) {
	private, err := fitconnecttest.RSAKey("dest-enc")
	require.NoError(b, err)
	to := public(b, "dest-enc")
	for name, size := range sizes {
		content := noise(size)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(size))
			for b.Loop() {
				_, _ = fitconnect.Seal(to, "application/pdf", content)
			}
		})
		b.Run(name+"/go-jose", func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(size))
			for b.Loop() {
				joseSeal(b, &private.PublicKey, content)
			}
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	private, err := fitconnecttest.RSAKey("dest-enc")
	require.NoError(b, err)
	mine := key(b, "dest-enc")
	for name, size := range sizes {
		sealed, err := fitconnect.Seal(public(b, "dest-enc"), "application/pdf", noise(size))
		require.NoError(b, err)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(size))
			for b.Loop() {
				_, _, _ = mine.Open(sealed, size)
			}
		})
		compact := string(sealed)
		b.Run(name+"/go-jose", func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(size))
			for b.Loop() {
				joseOpen(b, private, compact)
			}
		})
	}
}

// longLog is the log of a case with n events.
func longLog(tb testing.TB, n int) []string {
	tb.Helper()
	log := []string{event(tb, fitconnect.EventCreate), event(tb, fitconnect.EventSubmit), event(tb, fitconnect.EventNotify)}
	for len(log) < n-1 {
		log = append(log, event(tb, "something-"+fitconnect.EventKind(strconv.Itoa(len(log)))))
	}
	return append(log, event(tb, fitconnect.EventAccept))
}

func BenchmarkVerifyLog(b *testing.B) {
	log, k := longLog(b, 20), keys(b)
	b.Run("20events", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := fitconnect.VerifyLog(b.Context(), k, expected(), log); err != nil {
				b.Fatal(err)
			}
		}
	})
	service, err := fitconnecttest.RSAKey("service-sig")
	require.NoError(b, err)
	destination, err := fitconnecttest.RSAKey("dest-sig")
	require.NoError(b, err)
	// The signatures alone: neither claims nor tags nor the order of events.
	b.Run("20events/go-jose", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for i, text := range log {
				by := &service.PublicKey
				if i == len(log)-1 { // accepted
					by = &destination.PublicKey
				}
				signed, err := jose.ParseSignedCompact(text, []jose.SignatureAlgorithm{jose.PS512})
				if err != nil {
					b.Fatal(err)
				}
				if _, err := signed.Verify(by); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}

// An attachment needs less than three times its size, its own included.
func TestSealAndOpen_NeedLessThanThreeTimesTheAttachment(t *testing.T) {
	const size = 20_000_000
	content := noise(size)
	e, err := fitconnect.NewEnvelope(public(t, "dest-enc"))
	require.NoError(t, err)
	mine := key(t, "dest-enc")
	allocated := func(do func()) float64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		do()
		runtime.ReadMemStats(&after)
		return float64(after.TotalAlloc-before.TotalAlloc) / size
	}
	var sealed []byte
	sealing := 1 + allocated(func() { sealed, err = e.Seal("application/pdf", content) })
	require.NoError(t, err)
	opening := float64(len(sealed))/size + allocated(func() { _, _, err = mine.Open(sealed, size) })
	require.NoError(t, err)
	t.Logf("sealing %.2f, opening %.2f times the attachment", sealing, opening)
	require.Less(t, sealing, 2.5, "with all that was ever allocated")
	require.Less(t, opening, 2.5)
}

func TestVerifyLog_OfTwentyEvents(t *testing.T) {
	log, err := fitconnect.VerifyLog(t.Context(), keys(t), expected(), longLog(t, 20))
	require.NoError(t, err)
	require.Len(t, log.Events, 20)
}
