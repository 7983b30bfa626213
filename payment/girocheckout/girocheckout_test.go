// SPDX-License-Identifier: Apache-2.0

package girocheckout_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/girocheckout"
)

var key = []byte("secure")

// The second vector is printed in the documentation of the service, the first
// computed from the text beside it.
func TestHash_AgreesWithTheVectors(t *testing.T) {
	require.Equal(t, "92468036cf4cee1c1ee73c788a29001d", girocheckout.Hash(key, "1234567", "1234", "Value1", "Value2"))
	require.Equal(t, "4233d4d15a75d651d60ebabe99b3d846", girocheckout.Hash(key, "1234567", "1234", "Wert1", "Wert2"))
}

// query is a notification with its hash.
func query(reference, merchant, backend, amount, currency, result string) url.Values {
	return url.Values{
		"gcReference": {reference}, "gcMerchantTxId": {merchant}, "gcBackendTxId": {backend}, "gcAmount": {amount}, "gcCurrency": {currency},
		"gcResultPayment": {result}, "gcHash": {girocheckout.Hash(key, reference, merchant, backend, amount, currency, result)},
	}
}

func TestParseNotification_ReadsWhatFits(t *testing.T) {
	id := payment.RequestID(uuid.MustParse("018f0000-0000-7000-8000-000000000001"), 1)
	n, err := girocheckout.ParseNotification(query("ref-1", id, "b-1", "750", "EUR", "4000"), []byte("the new key"), key)
	require.NoError(t, err, "the old key counts while the new one is introduced")
	require.Equal(t, girocheckout.Notification{Reference: "ref-1", MerchantTxID: id, BackendTxID: "b-1", Amount: payment.Cents(750), Result: "4000"}, n)
	require.True(t, n.Paid())
	failed, err := girocheckout.ParseNotification(query("ref-1", id, "", "750", "EUR", "4900"), key)
	require.NoError(t, err)
	require.False(t, failed.Paid())
}

func TestParseNotification_RefusesWhatDoesNotFit(t *testing.T) {
	good := func() url.Values { return query("r", "m", "b", "750", "EUR", "4000") }
	for field := range good() {
		changed := good()
		changed.Set(field, changed.Get(field)[1:])
		_, err := girocheckout.ParseNotification(changed, key)
		require.ErrorIs(t, err, payment.ErrSignature, field)

		twice := good()
		twice.Add(field, "1")
		_, err = girocheckout.ParseNotification(twice, key)
		require.Error(t, err, field)

		missing := good()
		missing.Del(field)
		_, err = girocheckout.ParseNotification(missing, key)
		require.Error(t, err, field)
	}
	_, err := girocheckout.ParseNotification(good())
	require.ErrorIs(t, err, payment.ErrSignature, "no key, no trust")
	upper := good()
	upper.Set("gcHash", strings.ToUpper(upper.Get("gcHash")))
	_, err = girocheckout.ParseNotification(upper, key)
	require.ErrorIs(t, err, payment.ErrSignature)
	for name, bad := range map[string]url.Values{
		"amount with a dot":     query("r", "m", "b", "7.50", "EUR", "4000"),
		"negative amount":       query("r", "m", "b", "-750", "EUR", "4000"),
		"no amount":             query("r", "m", "b", "", "EUR", "4000"),
		"leading zero":          query("r", "m", "b", "0750", "EUR", "4000"),
		"amount beyond bounds":  query("r", "m", "b", "9223372036854775808", "EUR", "4000"),
		"no currency":           query("r", "m", "b", "750", "", "4000"),
		"result of five digits": query("r", "m", "b", "750", "EUR", "40000"),
		"result that is none":   query("r", "m", "b", "750", "EUR", "paid"),
		"of no payment":         query("r", "", "b", "750", "EUR", "4000"),
	} {
		_, err := girocheckout.ParseNotification(bad, key)
		require.ErrorIs(t, err, payment.ErrReport, name)
	}
}

// This is why a notification is a reason to ask and nothing more.
func TestParseNotification_TheHashDoesNotHoldTheAmount(t *testing.T) {
	seen := query("r", "m", "b91", "750", "EUR", "4000")
	moved := query("r", "m", "b9", "1750", "EUR", "4000")
	require.Equal(t, seen.Get("gcHash"), moved.Get("gcHash"))
	n, err := girocheckout.ParseNotification(moved, key)
	require.NoError(t, err)
	require.Equal(t, payment.Cents(1750), n.Amount)
}

func FuzzParseNotification(f *testing.F) {
	f.Add("r", "m", "b", "750", "EUR", "4000")
	f.Add("", "", "", "", "", "")
	f.Fuzz(func(t *testing.T, reference, merchant, backend, amount, currency, result string) {
		n, err := girocheckout.ParseNotification(query(reference, merchant, backend, amount, currency, result), key)
		if err == nil {
			require.Equal(t, merchant, n.MerchantTxID)
			require.GreaterOrEqual(t, n.Amount.Sign(), 0)
			require.True(t, n.Amount.IsSet())
		}
	})
}
