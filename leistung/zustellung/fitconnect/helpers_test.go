// SPDX-License-Identifier: Apache-2.0

package fitconnect_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/fitconnecttest"
)

var (
	noon        = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	destination = uuid.MustParse("d12caea8-f372-4eb1-b102-b0a228253a11")
	submission  = uuid.MustParse("f39ab143-d91a-474a-b69f-b00f1a1873c2")
	caseID      = uuid.MustParse("9eec7d3e-dc66-4f82-9f52-1520bf96a32e")
	attachment  = uuid.MustParse("4a2f1c3e-0b1d-4c5e-8f7a-9b8c7d6e5f40")
)

const issuer = "https://zustelldienst.example"

func key(tb testing.TB, name string) fitconnect.PrivateKey {
	tb.Helper()
	k, err := fitconnecttest.Key(name)
	require.NoError(tb, err)
	return k
}

// jwk is the public half of a test key with some members changed; nil takes a
// member out.
func jwk(tb testing.TB, name string, change map[string]any) []byte {
	tb.Helper()
	text, err := key(tb, name).JWK()
	require.NoError(tb, err)
	var object map[string]any
	require.NoError(tb, json.Unmarshal(text, &object))
	for name, v := range change {
		if object[name] = v; v == nil {
			delete(object, name)
		}
	}
	text, err = json.Marshal(object)
	require.NoError(tb, err)
	return text
}

var testTrust = fitconnect.Trust{InsecureTestKeys: true}

func public(tb testing.TB, name string) fitconnect.PublicKey {
	tb.Helper()
	k, err := fitconnect.ParseEncryptionKey(tb.Context(), jwk(tb, name, nil), "test-"+name, testTrust)
	require.NoError(tb, err)
	return k
}

// refused requires a refusal with a code.
func refused(tb testing.TB, code string, err error, what ...any) {
	tb.Helper()
	got, ok := fitconnect.Refused(err)
	require.True(tb, ok, "%v is no refusal (%v)", err, what)
	require.Equal(tb, code, got, "%v %v", err, what)
}

// keyring answers for the delivery service and one destination.
type keyring struct {
	service, destination fitconnect.PrivateKey
	err                  error
	asked                int
}

func (k *keyring) ServiceKey(_ context.Context, kid string) (fitconnect.PublicKey, error) {
	k.asked++
	return k.pick(k.service, kid)
}

func (k *keyring) DestinationKey(_ context.Context, id uuid.UUID, kid string) (fitconnect.PublicKey, error) {
	k.asked++
	if id != destination {
		return fitconnect.PublicKey{}, errors.New("asked for another destination")
	}
	return k.pick(k.destination, kid)
}

func (k *keyring) pick(key fitconnect.PrivateKey, kid string) (fitconnect.PublicKey, error) {
	if k.err != nil || key.Kid() != kid {
		return fitconnect.PublicKey{}, k.err
	}
	return key.Public(), nil
}

func keys(tb testing.TB) *keyring {
	tb.Helper()
	return &keyring{service: key(tb, "service-sig"), destination: key(tb, "dest-sig")}
}
