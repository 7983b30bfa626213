// SPDX-License-Identifier: Apache-2.0

package onceonlytest

import (
	"context"
	"time"

	"github.com/deutschland-stack/bausteine/onceonly"
)

// Representation knows a fixed list of proofs.
type Representation []Represented

// Represented is one proof with those whom it is about.
type Represented struct {
	Proof          onceonly.Proof
	Actor, Subject onceonly.Subject
	// Until is the first moment at which it no longer holds; zero: open.
	Until time.Time
}

var _ onceonly.Representation = Representation(nil)

// Accept implements onceonly.Representation.
func (r Representation) Accept(_ context.Context, proof onceonly.Proof, actor, subject onceonly.Subject, at time.Time) (bool, error) {
	for _, known := range r {
		if known.Proof == proof && known.Actor == actor && known.Subject == subject && (known.Until.IsZero() || at.Before(known.Until)) {
			return true, nil
		}
	}
	return false, nil
}
