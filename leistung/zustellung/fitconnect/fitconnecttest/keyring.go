// SPDX-License-Identifier: Apache-2.0

package fitconnecttest

import (
	"context"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
)

// keyring is what the service knows of keys.
type keyring struct{ service, destination fitconnect.PrivateKey }

func (k keyring) ServiceKey(_ context.Context, kid string) (fitconnect.PublicKey, error) {
	return pick(k.service, kid), nil
}

func (k keyring) DestinationKey(_ context.Context, _ uuid.UUID, kid string) (fitconnect.PublicKey, error) {
	return pick(k.destination, kid), nil
}

func pick(key fitconnect.PrivateKey, kid string) fitconnect.PublicKey {
	if key.Kid() != kid {
		return fitconnect.PublicKey{}
	}
	return key.Public()
}
