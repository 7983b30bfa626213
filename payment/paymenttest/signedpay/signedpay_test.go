// SPDX-License-Identifier: Apache-2.0

package signedpay_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
	"github.com/deutschland-stack/bausteine/payment/paymenttest/faultplan"
	"github.com/deutschland-stack/bausteine/payment/paymenttest/signedpay"
)

var (
	oldKey = newTestKey("an old key of messages")
	newKey = newTestKey("the new key of messages")
)

const token = "a token of this test"

func newTestKey(secret string) signedpay.Key {
	key, err := signedpay.NewKey([]byte(secret))
	if err != nil {
		panic(err)
	}
	return key
}

func TestProvider_WithRedirectAndSignedMessages(t *testing.T) {
	paymenttest.TestProvider(t, func(t *testing.T) paymenttest.Harness {
		plan := &faultplan.Plan{}
		service, err := signedpay.NewServer(signedpay.ServerConfig{PublicURL: "https://pay.example", Token: token, Key: oldKey, Plan: plan})
		require.NoError(t, err)
		server := httptest.NewServer(service)
		t.Cleanup(server.Close)
		client, err := signedpay.New(signedpay.Config{
			BaseURL: server.URL, Token: token, Keys: []signedpay.Key{newKey, oldKey}, InsecureAllowPlainHTTP: true, HTTP: &http.Client{Timeout: 10 * time.Second},
		})
		require.NoError(t, err)
		return paymenttest.Harness{
			Provider: client, Plan: plan, Pay: service.Pay, GiveUp: service.GiveUp, Forget: service.Forget, Charges: service.Charges,
			Push: func(ref string) (http.Header, []byte) {
				header, body, err := service.Message(ref)
				require.NoError(t, err)
				return header, body
			},
		}
	})
}

// The vector is the one that GOV.UK Pay publishes for its messages.
func TestSign_AgreesWithThePublishedVector(t *testing.T) {
	key, body := newTestKey("This is my secret key! 🔑"), []byte("We captured a £10 payment! 💷")
	const want = "a678c8326237dc08acabed4ec3948ee82f94c4b35cdc44b68f26fa8ef595efff"
	require.Equal(t, want, key.Sign(body))
	require.True(t, signedpay.Verify(want, body, newKey, key), "the old key counts while the new one is introduced")
	require.False(t, signedpay.Verify(want, body, newKey))
	require.False(t, signedpay.Verify(want, body))
	for _, bad := range []string{"", "a678", "not hex", want + "00"} {
		require.False(t, signedpay.Verify(bad, body, key))
	}
}

func TestNew_RefusesWhatIsNotSafe(t *testing.T) {
	_, err := signedpay.New(signedpay.Config{BaseURL: "http://pay.example", Token: "short", Keys: []signedpay.Key{{}}})
	for _, code := range []string{"SGP-CONFIG-01", "SGP-CONFIG-02", "SGP-CONFIG-03"} {
		require.ErrorContains(t, err, code)
	}
	_, err = signedpay.New(signedpay.Config{BaseURL: "https://pay.example", Token: token})
	require.ErrorContains(t, err, "SGP-CONFIG-04")
	for _, secret := range []string{"", "short", "fifteen bytes..", strings.Repeat("\x00", 32), strings.Repeat(" ", 32), "short" + strings.Repeat("\n", 32)} {
		key, err := signedpay.NewKey([]byte(secret))
		require.ErrorIs(t, err, recht.ErrInvalid, secret)
		require.Empty(t, key.Sign(nil), "no signature without a key")
		require.False(t, signedpay.Verify(key.Sign(nil), nil, key))
	}
	_, err = signedpay.NewServer(signedpay.ServerConfig{Token: "short"})
	require.ErrorContains(t, err, "SGP-SERVER-01")
	require.ErrorContains(t, err, "SGP-SERVER-02")
	require.NotContains(t, fmt.Sprintf("%v %+v %#v", newKey, newKey, newKey), "messages")
}

func TestParsePush_APayPageWithoutTLSIsNone(t *testing.T) {
	client, err := signedpay.New(signedpay.Config{BaseURL: "https://pay.example", Token: token, Keys: []signedpay.Key{newKey}})
	require.NoError(t, err)
	for page, good := range map[string]bool{"https://pay.example/1": true, "http://pay.example/1": false, "/1": false} {
		body := fmt.Appendf(nil, `{"payment_id":"1","reference":"r","amount":{"amount":750,"currency":"EUR"},"state":{"status":"created"},"next_url":%q}`, page)
		_, err := client.ParsePush(http.Header{signedpay.SignatureHeader: {newKey.Sign(body)}}, body)
		require.Equal(t, good, err == nil, page)
	}
}

func FuzzParsePush(f *testing.F) {
	f.Add([]byte(`{"payment_id":"1","reference":"r","amount":{"amount":750,"currency":"EUR"},"state":{"status":"success"}}`))
	f.Add([]byte(`{}`))
	client, err := signedpay.New(signedpay.Config{BaseURL: "https://pay.example", Token: token, Keys: []signedpay.Key{newKey}})
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, body []byte) {
		_, err := client.ParsePush(http.Header{signedpay.SignatureHeader: {oldKey.Sign(body)}}, body)
		require.ErrorIs(t, err, payment.ErrSignature)
		report, err := client.ParsePush(http.Header{signedpay.SignatureHeader: {newKey.Sign(body)}}, body)
		if err == nil {
			require.NotEmpty(t, report.Ref)
			require.True(t, report.Amount.IsSet())
		}
	})
}
