// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/grund"
)

// What tests of the package look at from outside.
var (
	MarshalEvent   = marshalEvent
	UnmarshalEvent = unmarshalEvent
)

// The kinds of effects, for services that are broken on purpose.
const (
	EffectResolve = effectResolve
	EffectPaid    = effectPaid
)

// NewServiceOn makes a service on a core whose journal a test has spoilt.
func NewServiceOn(core *grund.Core, provider Provider, config Config) (*Service, error) {
	return newService(core, provider, config)
}

// Replay folds events into a transaction.
func Replay(id uuid.UUID, events []Event) (Transaction, error) {
	t := Transaction{id: id}
	for _, e := range events {
		var err error
		if t, err = t.Apply(e); err != nil {
			return Transaction{}, err
		}
	}
	return t, nil
}
