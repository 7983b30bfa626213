// SPDX-License-Identifier: Apache-2.0

package girocheckout_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/girocheckout"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
)

var (
	documented = []byte("secure") // of the vectors
	key        = []byte("a passphrase of this test")
)

const ours = "018f0000000070008000000000000001-1"

func receiver(tb testing.TB, keys ...[]byte) *girocheckout.Receiver {
	tb.Helper()
	r, err := girocheckout.New(keys...)
	require.NoError(tb, err)
	return r
}

// The second vector is printed in the documentation of the service, the first
// computed from the text beside it.
func TestHash_AgreesWithTheVectors(t *testing.T) {
	require.Equal(t, "92468036cf4cee1c1ee73c788a29001d", girocheckout.Hash(documented, "1234567", "1234", "Value1", "Value2"))
	require.Equal(t, "4233d4d15a75d651d60ebabe99b3d846", girocheckout.Hash(documented, "1234567", "1234", "Wert1", "Wert2"))
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
	n, err := receiver(t, []byte("the new passphrase"), key).Parse(query("ref-1", id, "b-1", "750", "EUR", "4000"))
	require.NoError(t, err, "the old key counts while the new one is introduced")
	require.Equal(t, girocheckout.Notification{Reference: "ref-1", MerchantTxID: id, BackendTxID: "b-1", Amount: payment.Cents(750), Result: "4000"}, n)
	require.True(t, n.Paid())
	failed, err := receiver(t, key).Parse(query("ref-1", id, "", "750", "EUR", "4900"))
	require.NoError(t, err)
	require.False(t, failed.Paid())
}

func TestParseNotification_RefusesWhatDoesNotFit(t *testing.T) {
	good := func() url.Values { return query("r", ours, "b", "750", "EUR", "4000") }
	for field := range good() {
		changed := good()
		changed.Set(field, changed.Get(field)[1:])
		_, err := receiver(t, key).Parse(changed)
		require.ErrorIs(t, err, payment.ErrSignature, field)

		twice := good()
		twice.Add(field, "1")
		_, err = receiver(t, key).Parse(twice)
		require.Error(t, err, field)

		missing := good()
		missing.Del(field)
		_, err = receiver(t, key).Parse(missing)
		require.Error(t, err, field)
	}
	upper := good()
	upper.Set("gcHash", strings.ToUpper(upper.Get("gcHash")))
	_, err := receiver(t, key).Parse(upper)
	require.ErrorIs(t, err, payment.ErrSignature)
	for name, bad := range map[string]url.Values{
		"amount with a dot":     query("r", ours, "b", "7.50", "EUR", "4000"),
		"negative amount":       query("r", ours, "b", "-750", "EUR", "4000"),
		"no amount":             query("r", ours, "b", "", "EUR", "4000"),
		"leading zero":          query("r", ours, "b", "0750", "EUR", "4000"),
		"amount beyond bounds":  query("r", ours, "b", "9223372036854775808", "EUR", "4000"),
		"no currency":           query("r", ours, "b", "750", "", "4000"),
		"result of five digits": query("r", ours, "b", "750", "EUR", "40000"),
		"result that is none":   query("r", ours, "b", "750", "EUR", "paid"),
		"of no payment":         query("r", "", "b", "750", "EUR", "4000"),
		"of nobody we know":     query("r", "m-1", "b", "750", "EUR", "4000"),
	} {
		_, err := receiver(t, key).Parse(bad)
		require.ErrorIs(t, err, payment.ErrReport, name)
	}
}

// No separators stand between the values that are hashed, so a notification can be
// cut anew. What we know ourselves has to stand where it belongs.
func TestReceive_RefusesANotificationWhoseBordersWereMoved(t *testing.T) {
	memory := paymenttest.NewMemory(nil)
	service, err := payment.NewService(bausteine.NewMemory(bausteine.Config{}), memory, payment.Config{})
	require.NoError(t, err)
	tx, err := service.Start(t.Context(), paymenttest.Order(), "")
	require.NoError(t, err)
	id, r := tx.RequestID(), receiver(t, key)
	seen := query("r0", id, "91b91", "750", "EUR", "4000")
	for name, moved := range map[string]url.Values{
		"an amount that grew":        query("r0", id, "91b9", "1750", "EUR", "4000"),
		"an amount that shrank":      query("r0", id, "91b917", "50", "EUR", "4000"),
		"another attempt":            query("r0", id+"9", "1b91", "750", "EUR", "4000"),
		"an id that lost its head":   query("r0"+id[:1], id[1:], "91b91", "750", "EUR", "4000"),
		"an id that won a character": query("r", "0"+id, "91b91", "750", "EUR", "4000"),
	} {
		require.Equal(t, seen.Get("gcHash"), moved.Get("gcHash"), "%s: the hash alone does not see it", name)
		_, err := r.Receive(t.Context(), service, moved)
		require.ErrorIs(t, err, payment.ErrReport, name)
	}
	after, err := r.Receive(t.Context(), service, seen)
	require.NoError(t, err)
	require.Equal(t, payment.StateInitial, after.State(), "it is a reason to ask, and the service says: nobody has paid")
	require.NoError(t, memory.Pay(tx.Ref()))
	after, err = r.Receive(t.Context(), service, seen)
	require.NoError(t, err)
	require.Equal(t, payment.StatePaid, after.State())

	_, err = r.Receive(t.Context(), service, query("r", ours, "b", "750", "EUR", "4000"))
	require.ErrorIs(t, err, payment.ErrNotFound)
	forged := query("r0", id, "91b91", "750", "EUR", "4000")
	forged.Set("gcHash", girocheckout.Hash([]byte("another passphrase"), "r0", id, "91b91", "750", "EUR", "4000"))
	_, err = r.Receive(t.Context(), service, forged)
	require.ErrorIs(t, err, payment.ErrSignature)
}

func TestNew_RefusesAKeyThatIsNone(t *testing.T) {
	for name, keys := range map[string][][]byte{
		"none": {}, "nil": {nil}, "empty": {{}}, "short": {[]byte("secure")}, "one of two short": {key, []byte("x")}, "a byte too short": {key[:11]},
		"never set": {make([]byte, 32)}, "of blanks": {[]byte("                ")}, "padded": {append([]byte("secure"), make([]byte, 10)...)},
	} {
		_, err := girocheckout.New(keys...)
		require.ErrorIs(t, err, recht.ErrInvalid, name)
	}
	changed := []byte("a passphrase that is changed")
	r := receiver(t, changed)
	hash := girocheckout.Hash(changed, "r", ours, "b", "750", "EUR", "4000")
	clear(changed)
	q := query("r", ours, "b", "750", "EUR", "4000")
	q.Set("gcHash", hash)
	_, err := r.Parse(q)
	require.NoError(t, err, "the receiver has its own copy")
}

func FuzzParseNotification(f *testing.F) {
	r := receiver(f, key)
	f.Add("r", ours, "b", "750", "EUR", "4000")
	f.Add("", "", "", "", "", "")
	f.Fuzz(func(t *testing.T, reference, merchant, backend, amount, currency, result string) {
		n, err := r.Parse(query(reference, merchant, backend, amount, currency, result))
		if err == nil {
			require.Equal(t, merchant, n.MerchantTxID)
			require.GreaterOrEqual(t, n.Amount.Sign(), 0)
			require.True(t, n.Amount.IsSet())
		}
	})
}
