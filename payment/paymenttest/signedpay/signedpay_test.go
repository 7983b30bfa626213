// SPDX-License-Identifier: Apache-2.0

package signedpay_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest/faultplan"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
	"github.com/deutschland-stack/bausteine/payment/paymenttest/signedpay"
)

var (
	oldKey = []byte("an old key of messages")
	newKey = []byte("the new key of messages")
)

func TestProvider_WithRedirectAndSignedMessages(t *testing.T) {
	paymenttest.TestProvider(t, func(t *testing.T) paymenttest.Harness {
		plan := &faultplan.Plan{}
		service := signedpay.NewServer(signedpay.ServerConfig{PublicURL: "https://pay.example", Token: "token", Key: oldKey, Plan: plan})
		server := httptest.NewServer(service)
		t.Cleanup(server.Close)
		client, err := signedpay.New(signedpay.Config{
			BaseURL: server.URL, Token: "token", Keys: [][]byte{newKey, oldKey}, InsecureAllowPlainHTTP: true, HTTP: &http.Client{Timeout: 10 * time.Second},
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
	key, body := []byte("This is my secret key! 🔑"), []byte("We captured a £10 payment! 💷")
	const want = "a678c8326237dc08acabed4ec3948ee82f94c4b35cdc44b68f26fa8ef595efff"
	require.Equal(t, want, signedpay.Sign(key, body))
	require.True(t, signedpay.Verify(want, body, newKey, key), "the old key counts while the new one is introduced")
	require.False(t, signedpay.Verify(want, body, newKey))
	require.False(t, signedpay.Verify(want, body))
	for _, bad := range []string{"", "a678", "not hex", want + "00"} {
		require.False(t, signedpay.Verify(bad, body, key))
	}
}

func TestNew_RefusesWhatIsNotSafe(t *testing.T) {
	_, err := signedpay.New(signedpay.Config{BaseURL: "http://pay.example", Keys: [][]byte{[]byte("short")}})
	for _, code := range []string{"SGP-CONFIG-01", "SGP-CONFIG-02", "SGP-CONFIG-03"} {
		require.ErrorContains(t, err, code)
	}
	_, err = signedpay.New(signedpay.Config{BaseURL: "https://pay.example", Token: "t"})
	require.ErrorContains(t, err, "SGP-CONFIG-04")
}

func FuzzParsePush(f *testing.F) {
	f.Add([]byte(`{"payment_id":"1","reference":"r","amount":{"amount":750,"currency":"EUR"},"state":{"status":"success"}}`))
	f.Add([]byte(`{}`))
	client, err := signedpay.New(signedpay.Config{BaseURL: "https://pay.example", Token: "t", Keys: [][]byte{newKey}})
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, body []byte) {
		_, err := client.ParsePush(http.Header{signedpay.SignatureHeader: {signedpay.Sign(oldKey, body)}}, body)
		require.ErrorIs(t, err, payment.ErrSignature)
		report, err := client.ParsePush(http.Header{signedpay.SignatureHeader: {signedpay.Sign(newKey, body)}}, body)
		if err == nil {
			require.NotEmpty(t, report.Ref)
			require.True(t, report.Amount.IsSet())
		}
	})
}
